-- What is still to be brought, ties between others, gatherings, typed lines.

ALTER TABLE favour ADD COLUMN due TEXT COLLATE "C" NOT NULL DEFAULT '';

-- whom, the card of who was presented, has no foreign key: a favour outlives it.
ALTER TABLE favour ADD COLUMN whom BYTEA;

CREATE INDEX favour_by_whom ON favour (keeper, whom);

CREATE TABLE wish (
	keeper    BYTEA    NOT NULL REFERENCES keeper (id),
	id        BYTEA    NOT NULL,
	kind      TEXT COLLATE "C" NOT NULL,
	card      BYTEA, -- NULL: the keeper's own
	person    BYTEA, -- that of the card
	what      TEXT COLLATE "C" NOT NULL,
	place     TEXT COLLATE "C" NOT NULL,
	from_on   TEXT COLLATE "C" NOT NULL,
	until_on  TEXT COLLATE "C" NOT NULL,
	whom      TEXT COLLATE "C" NOT NULL,
	state     TEXT COLLATE "C" NOT NULL,
	at        BIGINT NOT NULL,
	confirmed BIGINT,
	source    TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, card) REFERENCES card (keeper, id)
);

CREATE INDEX wish_by_person ON wish (keeper, person);
CREATE INDEX wish_by_card ON wish (keeper, card);

-- A tie between two others. The table "tie" is of the keeper's own.
CREATE TABLE pair (
	keeper   BYTEA    NOT NULL REFERENCES keeper (id),
	id       BYTEA    NOT NULL,
	a        BYTEA    NOT NULL,
	b        BYTEA    NOT NULL,
	person_a BYTEA, -- those of the cards
	person_b BYTEA,
	kind     TEXT COLLATE "C" NOT NULL,
	what     TEXT COLLATE "C" NOT NULL,
	on_at    BIGINT,
	source   TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, a) REFERENCES card (keeper, id),
	FOREIGN KEY (keeper, b) REFERENCES card (keeper, id)
);

CREATE INDEX pair_by_a ON pair (keeper, a);
CREATE INDEX pair_by_b ON pair (keeper, b);

CREATE TABLE gathering (
	keeper BYTEA    NOT NULL,
	id     BYTEA    NOT NULL, -- of the encounter
	hosts  SMALLINT NOT NULL,
	about  TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, id) REFERENCES encounter (keeper, id) ON DELETE CASCADE
);

CREATE TABLE line (
	keeper BYTEA    NOT NULL REFERENCES keeper (id),
	id     BYTEA    NOT NULL,
	at     BIGINT NOT NULL,
	text   TEXT COLLATE "C" NOT NULL,
	made   TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (keeper, id)
);

CREATE INDEX line_by_time ON line (keeper, at, id);

