-- Three questions put to one person by a private link, and what they answered. Of
-- the link only a hash is kept; NULL where it opens nothing (any more).
CREATE TABLE open_question (
	keeper    BLOB NOT NULL REFERENCES keeper (id),
	id        BLOB NOT NULL,
	card      BLOB NOT NULL,
	person    BLOB NOT NULL, -- that of the card
	hash      BLOB,
	at        INTEGER NOT NULL,
	until_at  INTEGER NOT NULL,
	withdrawn INTEGER,
	lang      TEXT NOT NULL,
	familiar  TEXT NOT NULL,
	named     INTEGER NOT NULL, -- the page greets them by their first name
	answered  INTEGER,
	met_how   TEXT NOT NULL,
	call_for  TEXT NOT NULL,
	to_meet   TEXT NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, card) REFERENCES card (keeper, id)
) STRICT;

CREATE UNIQUE INDEX open_question_by_hash ON open_question (keeper, hash);
CREATE INDEX open_question_by_card ON open_question (keeper, card);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('open_question', 'sqlite_autoindex_open_question_1', '200 200 1'),
	('open_question', 'open_question_by_hash',            '200 200 1'),
	('open_question', 'open_question_by_card',            '200 200 2');
ANALYZE sqlite_schema; -- only reads the above
