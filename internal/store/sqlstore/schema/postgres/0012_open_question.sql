-- Three questions put to one person by a private link, and what they answered. Of
-- the link only a hash is kept; NULL where it opens nothing (any more).
CREATE TABLE open_question (
	keeper    BYTEA NOT NULL REFERENCES keeper (id),
	id        BYTEA NOT NULL,
	card      BYTEA NOT NULL,
	person    BYTEA NOT NULL, -- that of the card
	hash      BYTEA,
	at        BIGINT NOT NULL,
	until_at  BIGINT NOT NULL,
	withdrawn BIGINT,
	lang      TEXT COLLATE "C" NOT NULL,
	familiar  TEXT COLLATE "C" NOT NULL,
	named     BIGINT NOT NULL, -- the page greets them by their first name
	answered  BIGINT,
	met_how   TEXT COLLATE "C" NOT NULL,
	call_for  TEXT COLLATE "C" NOT NULL,
	to_meet   TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, card) REFERENCES card (keeper, id)
);

CREATE UNIQUE INDEX open_question_by_hash ON open_question (keeper, hash);
CREATE INDEX open_question_by_card ON open_question (keeper, card);
