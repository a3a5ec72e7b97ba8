-- What each file says of each calendar event: that it knows it (instance is 16
-- zero bytes), or what becomes of one instance (about is NULL where nothing does
-- any more). Of several editions one counts; the others stay, so that an import
-- can be undone.
CREATE TABLE edition (
	keeper   BYTEA  NOT NULL,
	event    BYTEA  NOT NULL,
	file     BYTEA  NOT NULL,
	instance BYTEA  NOT NULL,
	about    BYTEA,
	version  BIGINT NOT NULL, -- greater is newer
	since    BIGINT NOT NULL, -- the file was read for what came after
	at       BIGINT, -- when the instance takes place; NULL of the event as a whole
	PRIMARY KEY (keeper, event, file, instance),
	FOREIGN KEY (keeper, file) REFERENCES file (keeper, id)
);

CREATE INDEX edition_by_file ON edition (keeper, file);
CREATE INDEX edition_by_record ON edition (keeper, about);

-- Events of one's own calendar without a guest: their titles may name somebody.
CREATE INDEX encounter_alone ON encounter (keeper, at, id) WHERE size = 0 AND mine = 'attendee';
