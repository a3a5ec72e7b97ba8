-- What an ask is for, whom it leads to, and the steps of its life; the same of an
-- introduction that the keeper makes.

ALTER TABLE wish ADD COLUMN aim TEXT COLLATE "C" NOT NULL DEFAULT '';

-- toward has no foreign key: SQLite cannot add one of two columns. While it is
-- there its card stays.
ALTER TABLE wish ADD COLUMN toward BYTEA;
ALTER TABLE wish ADD COLUMN leads BYTEA; -- the person of that card

CREATE INDEX wish_by_toward ON wish (keeper, toward);

CREATE TABLE step (
	keeper    BYTEA    NOT NULL,
	wish      BYTEA    NOT NULL,
	what      TEXT COLLATE "C" NOT NULL,
	side      TEXT COLLATE "C" NOT NULL,
	at        BIGINT NOT NULL,
	favour    BYTEA, -- what it brought, and what showed it: a step outlives both
	encounter BYTEA,
	PRIMARY KEY (keeper, wish, what, side),
	FOREIGN KEY (keeper, wish) REFERENCES wish (keeper, id) ON DELETE CASCADE
);
