-- What is still to be brought, ties between others, gatherings, typed lines.

ALTER TABLE favour ADD COLUMN due TEXT NOT NULL DEFAULT '';

-- whom, the card of who was presented, has no foreign key: a favour outlives it.
ALTER TABLE favour ADD COLUMN whom BLOB;

CREATE INDEX favour_by_whom ON favour (keeper, whom);

CREATE TABLE wish (
	keeper    BLOB    NOT NULL REFERENCES keeper (id),
	id        BLOB    NOT NULL,
	kind      TEXT    NOT NULL,
	card      BLOB, -- NULL: the keeper's own
	person    BLOB, -- that of the card
	what      TEXT    NOT NULL,
	place     TEXT    NOT NULL,
	from_on   TEXT    NOT NULL,
	until_on  TEXT    NOT NULL,
	whom      TEXT    NOT NULL,
	state     TEXT    NOT NULL,
	at        INTEGER NOT NULL,
	confirmed INTEGER,
	source    TEXT    NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, card) REFERENCES card (keeper, id)
) STRICT;

CREATE INDEX wish_by_person ON wish (keeper, person);
CREATE INDEX wish_by_card ON wish (keeper, card);

-- A tie between two others. The table "tie" is of the keeper's own.
CREATE TABLE pair (
	keeper   BLOB    NOT NULL REFERENCES keeper (id),
	id       BLOB    NOT NULL,
	a        BLOB    NOT NULL,
	b        BLOB    NOT NULL,
	person_a BLOB, -- those of the cards
	person_b BLOB,
	kind     TEXT    NOT NULL,
	what     TEXT    NOT NULL,
	on_at    INTEGER,
	source   TEXT    NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, a) REFERENCES card (keeper, id),
	FOREIGN KEY (keeper, b) REFERENCES card (keeper, id)
) STRICT;

CREATE INDEX pair_by_a ON pair (keeper, a);
CREATE INDEX pair_by_b ON pair (keeper, b);

CREATE TABLE gathering (
	keeper BLOB    NOT NULL,
	id     BLOB    NOT NULL, -- of the encounter
	hosts  INTEGER NOT NULL,
	about  TEXT    NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, id) REFERENCES encounter (keeper, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE line (
	keeper BLOB    NOT NULL REFERENCES keeper (id),
	id     BLOB    NOT NULL,
	at     INTEGER NOT NULL,
	text   TEXT    NOT NULL,
	made   TEXT    NOT NULL,
	PRIMARY KEY (keeper, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX line_by_time ON line (keeper, at, id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('favour',    'favour_by_whom',          '2000 2000 20'),
	('wish',      'sqlite_autoindex_wish_1', '2000 2000 1'),
	('wish',      'wish_by_person',          '2000 2000 4'),
	('wish',      'wish_by_card',            '2000 2000 4'),
	('pair',      'sqlite_autoindex_pair_1', '2000 2000 1'),
	('pair',      'pair_by_a',               '2000 2000 4'),
	('pair',      'pair_by_b',               '2000 2000 4'),
	('gathering', 'gathering',               '200 200 1'),
	('line',      'line',                    '5000 5000 1'),
	('line',      'line_by_time',            '5000 5000 1 1');
ANALYZE sqlite_schema; -- only reads the above
