-- Live sources: accounts that are read again and again. Passwords are in "secret".

CREATE TABLE source (
	keeper   BYTEA    NOT NULL REFERENCES keeper (id),
	id       BYTEA    NOT NULL,
	kind     TEXT COLLATE "C"    NOT NULL,
	name     TEXT COLLATE "C"    NOT NULL,
	address  TEXT COLLATE "C"    NOT NULL,
	account  TEXT COLLATE "C"    NOT NULL,
	folders  TEXT COLLATE "C"    NOT NULL,
	words    SMALLINT NOT NULL,
	near     SMALLINT NOT NULL,
	every    BIGINT NOT NULL, -- seconds
	paused   SMALLINT NOT NULL,
	at       BIGINT NOT NULL,
	state    TEXT COLLATE "C",
	read_at  BIGINT,
	tried_at BIGINT,
	failures BIGINT NOT NULL,
	told     TEXT COLLATE "C",
	PRIMARY KEY (keeper, id)
);

-- Which source brought a batch.
CREATE TABLE taken (
	keeper BYTEA NOT NULL,
	batch  BYTEA NOT NULL,
	source BYTEA NOT NULL,
	PRIMARY KEY (keeper, batch),
	FOREIGN KEY (keeper, batch)  REFERENCES batch (keeper, id)  ON DELETE CASCADE,
	FOREIGN KEY (keeper, source) REFERENCES source (keeper, id) ON DELETE CASCADE
);

CREATE INDEX taken_by_source ON taken (keeper, source, batch);
