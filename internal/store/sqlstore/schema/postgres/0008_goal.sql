-- What the keeper wants of the network this season, and what each goal is after.

CREATE TABLE goal (
	keeper   BYTEA NOT NULL REFERENCES keeper (id),
	id       BYTEA NOT NULL,
	what     TEXT COLLATE "C" NOT NULL,
	from_on  TEXT COLLATE "C" NOT NULL,
	until_on TEXT COLLATE "C" NOT NULL,
	state    TEXT COLLATE "C" NOT NULL,
	at       BIGINT NOT NULL,
	ended    BIGINT,
	PRIMARY KEY (keeper, id)
);

CREATE TABLE aim (
	keeper BYTEA NOT NULL,
	goal   BYTEA NOT NULL,
	n      BIGINT NOT NULL,
	kind   TEXT COLLATE "C" NOT NULL,
	what   TEXT COLLATE "C" NOT NULL,
	card   BYTEA, -- of a person of the book
	person BYTEA, -- that of the card
	PRIMARY KEY (keeper, goal, n),
	FOREIGN KEY (keeper, goal) REFERENCES goal (keeper, id) ON DELETE CASCADE,
	FOREIGN KEY (keeper, card) REFERENCES card (keeper, id)
);

CREATE INDEX aim_by_card ON aim (keeper, card);
