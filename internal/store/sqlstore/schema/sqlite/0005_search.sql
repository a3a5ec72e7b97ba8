-- A word says besides how its person is sorted, and whether they are one of the
-- contacts that lists show: so the first hits of a search come from the words
-- alone.
ALTER TABLE word ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
ALTER TABLE word ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;

UPDATE word
SET sort_key = p.sort_key,
    listed = CASE WHEN p.standing = 'contact' AND p.binned = 0 AND p.merged IS NULL THEN 1 ELSE 0 END
FROM person p
WHERE p.keeper = word.keeper AND p.id = word.person;

-- The names to walk through where a word is too common to begin with: with all
-- that is asked of a person, so that none need be read.
DROP INDEX person_by_name;
CREATE INDEX person_by_name ON person (keeper, standing, binned, sort_key, id, merged);
