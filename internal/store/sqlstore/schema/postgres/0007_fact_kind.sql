-- What everybody likes, and what sources say of them, is asked for after a write
-- by the page of the day: by kind, without reading all facts.

CREATE INDEX fact_by_kind ON fact (keeper, kind, id);
