-- Live sources: accounts that are read again and again. Passwords are in "secret".

CREATE TABLE source (
	keeper   BLOB    NOT NULL REFERENCES keeper (id),
	id       BLOB    NOT NULL,
	kind     TEXT    NOT NULL,
	name     TEXT    NOT NULL,
	address  TEXT    NOT NULL,
	account  TEXT    NOT NULL,
	folders  TEXT    NOT NULL,
	words    INTEGER NOT NULL,
	near     INTEGER NOT NULL,
	every    INTEGER NOT NULL, -- seconds
	paused   INTEGER NOT NULL,
	at       INTEGER NOT NULL,
	state    TEXT,
	read_at  INTEGER,
	tried_at INTEGER,
	failures INTEGER NOT NULL,
	told     TEXT,
	PRIMARY KEY (keeper, id)
) STRICT, WITHOUT ROWID;

-- Which source brought a batch.
CREATE TABLE taken (
	keeper BLOB NOT NULL,
	batch  BLOB NOT NULL,
	source BLOB NOT NULL,
	PRIMARY KEY (keeper, batch),
	FOREIGN KEY (keeper, batch)  REFERENCES batch (keeper, id)  ON DELETE CASCADE,
	FOREIGN KEY (keeper, source) REFERENCES source (keeper, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX taken_by_source ON taken (keeper, source, batch);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('source', 'source',          '10 10 1'),
	('taken',  'taken',           '2000 2000 1'),
	('taken',  'taken_by_source', '2000 2000 200 1');
ANALYZE sqlite_schema; -- only reads the above
