-- What each file says of each calendar event: that it knows it (instance is 16
-- zero bytes), or what becomes of one instance (about is NULL where nothing does
-- any more). Of several editions one counts; the others stay, so that an import
-- can be undone.
CREATE TABLE edition (
	keeper   BLOB    NOT NULL,
	event    BLOB    NOT NULL,
	file     BLOB    NOT NULL,
	instance BLOB    NOT NULL,
	about    BLOB,
	version  INTEGER NOT NULL, -- greater is newer
	since    INTEGER NOT NULL, -- the file was read for what came after
	at       INTEGER, -- when the instance takes place; NULL of the event as a whole
	PRIMARY KEY (keeper, event, file, instance),
	FOREIGN KEY (keeper, file) REFERENCES file (keeper, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX edition_by_file ON edition (keeper, file);
CREATE INDEX edition_by_record ON edition (keeper, about);

-- Events of one's own calendar without a guest: their titles may name somebody.
CREATE INDEX encounter_alone ON encounter (keeper, at, id) WHERE size = 0 AND mine = 'attendee';

-- What a large book is like; see 0001.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('edition', 'edition',           '40000 40000 4 2 1'),
	('edition', 'edition_by_file',   '40000 40000 4000'),
	('edition', 'edition_by_record', '40000 40000 2'),
	('encounter', 'encounter_alone', '2000 2000 1 1');
ANALYZE sqlite_schema;
