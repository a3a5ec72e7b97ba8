-- What was foretold of ties, once a week, to be judged when its horizon is over.
CREATE TABLE forecast (
	keeper  BLOB    NOT NULL REFERENCES keeper (id),
	person  BLOB    NOT NULL, -- no foreign key, as of tie; "check" looks after it
	horizon INTEGER NOT NULL, -- days
	day     INTEGER NOT NULL, -- the first day foretold
	z       INTEGER NOT NULL, -- log-odds of silence in hundredths
	outcome TEXT    NOT NULL, -- '' not known yet, 'contact' or 'silent'
	PRIMARY KEY (keeper, person, horizon, day)
) STRICT, WITHOUT ROWID;

CREATE INDEX forecast_open ON forecast (keeper, person, horizon, day) WHERE outcome = '';

-- What the closed forecasts have taught: worked out from them.
CREATE TABLE calibration (
	keeper BLOB NOT NULL PRIMARY KEY REFERENCES keeper (id),
	state  BLOB NOT NULL
) STRICT;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('forecast', 'forecast',      '50000 50000 20 10 1'),
	('forecast', 'forecast_open', '2000 2000 2 1 1');
ANALYZE sqlite_schema; -- only reads the above again
