-- Until when something takes the keeper's time, where a calendar says it of what
-- is to come: by it free hours are found. What took place has none.
ALTER TABLE encounter ADD COLUMN until_at BIGINT;

CREATE INDEX encounter_to_come ON encounter (keeper, at, id) WHERE mine <> '' AND (state = 'planned' OR until_at IS NOT NULL);

-- Where people were met in person: it tells who may be in a town.
CREATE INDEX encounter_in_place ON encounter (keeper, at, id) WHERE channel = 'in_person' AND state = '' AND place <> '';
