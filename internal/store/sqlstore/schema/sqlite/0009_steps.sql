-- What an ask is for, whom it leads to, and the steps of its life; the same of an
-- introduction that the keeper makes.

ALTER TABLE wish ADD COLUMN aim TEXT NOT NULL DEFAULT '';

-- toward has no foreign key: SQLite cannot add one of two columns. While it is
-- there its card stays.
ALTER TABLE wish ADD COLUMN toward BLOB;
ALTER TABLE wish ADD COLUMN leads BLOB; -- the person of that card

CREATE INDEX wish_by_toward ON wish (keeper, toward);

CREATE TABLE step (
	keeper    BLOB    NOT NULL,
	wish      BLOB    NOT NULL,
	what      TEXT NOT NULL,
	side      TEXT NOT NULL,
	at        INTEGER NOT NULL,
	favour    BLOB, -- what it brought, and what showed it: a step outlives both
	encounter BLOB,
	PRIMARY KEY (keeper, wish, what, side),
	FOREIGN KEY (keeper, wish) REFERENCES wish (keeper, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('wish', 'wish_by_toward', '2000 2000 4'),
	('step', 'step',           '2000 2000 4 2 1');
ANALYZE sqlite_schema; -- only reads the above
