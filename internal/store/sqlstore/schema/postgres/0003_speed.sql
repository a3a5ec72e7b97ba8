-- Of whom something has changed that a list of everybody reads (their own row,
-- their tie, a favour), and with which change number last; 16 zero bytes stand
-- for everybody. So a list that is kept in memory is brought up to date by
-- reading those few again.
CREATE TABLE stir (
	keeper BYTEA   NOT NULL REFERENCES keeper (id),
	person BYTEA   NOT NULL,
	change BIGINT NOT NULL,
	PRIMARY KEY (keeper, person)
);

CREATE INDEX stir_by_change ON stir (keeper, change, person);

-- What the desk asks of everybody, in one value, as it was at a change number:
-- a program that has just been started reads that instead of all ties.
CREATE TABLE roll (
	keeper BYTEA   NOT NULL PRIMARY KEY REFERENCES keeper (id),
	change BIGINT NOT NULL,
	state  BYTEA   NOT NULL
);

CREATE INDEX favour_by_time ON favour (keeper, on_at);
