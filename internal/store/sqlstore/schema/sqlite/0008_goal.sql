-- What the keeper wants of the network this season, and what each goal is after.

CREATE TABLE goal (
	keeper   BLOB NOT NULL REFERENCES keeper (id),
	id       BLOB NOT NULL,
	what     TEXT NOT NULL,
	from_on  TEXT NOT NULL,
	until_on TEXT NOT NULL,
	state    TEXT NOT NULL,
	at       INTEGER NOT NULL,
	ended    INTEGER,
	PRIMARY KEY (keeper, id)
) STRICT;

CREATE TABLE aim (
	keeper BLOB NOT NULL,
	goal   BLOB NOT NULL,
	n      INTEGER NOT NULL,
	kind   TEXT NOT NULL,
	what   TEXT NOT NULL,
	card   BLOB, -- of a person of the book
	person BLOB, -- that of the card
	PRIMARY KEY (keeper, goal, n),
	FOREIGN KEY (keeper, goal) REFERENCES goal (keeper, id) ON DELETE CASCADE,
	FOREIGN KEY (keeper, card) REFERENCES card (keeper, id)
) STRICT;

CREATE INDEX aim_by_card ON aim (keeper, card);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('goal', 'sqlite_autoindex_goal_1', '20 20 1'),
	('aim',  'sqlite_autoindex_aim_1',  '200 200 10 1'),
	('aim',  'aim_by_card',             '200 200 2');
ANALYZE sqlite_schema; -- only reads the above
