-- What was foretold of ties, once a week, to be judged when its horizon is over.
CREATE TABLE forecast (
	keeper  BYTEA  NOT NULL REFERENCES keeper (id),
	person  BYTEA  NOT NULL, -- no foreign key, as of tie; "check" looks after it
	horizon BIGINT NOT NULL, -- days
	day     BIGINT NOT NULL, -- the first day foretold
	z       BIGINT NOT NULL, -- log-odds of silence in hundredths
	outcome TEXT   COLLATE "C" NOT NULL, -- '' not known yet, 'contact' or 'silent'
	PRIMARY KEY (keeper, person, horizon, day)
);

CREATE INDEX forecast_open ON forecast (keeper, person, horizon, day) WHERE outcome = '';

-- What the closed forecasts have taught: worked out from them.
CREATE TABLE calibration (
	keeper BYTEA NOT NULL PRIMARY KEY REFERENCES keeper (id),
	state  BYTEA NOT NULL
);
