-- What everybody likes, and what sources say of them, is asked for after a write
-- by the page of the day: by kind, without reading all facts.

CREATE INDEX fact_by_kind ON fact (keeper, kind, id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('fact', 'fact_by_kind', '50000 50000 5000 1');
ANALYZE sqlite_schema; -- only reads the above
