-- Ids are 16 bytes, instants microseconds since 1970 in UTC (NULL: not said),
-- days numbers of days since 1970, yes and no 1 and 0. Every key begins with
-- the keeper, so that the same schema spreads over a distributed PostgreSQL.

CREATE TABLE keeper (
	id       BYTEA    NOT NULL PRIMARY KEY,
	seed     BYTEA    NOT NULL,
	settings TEXT    NOT NULL,
	change   BIGINT NOT NULL
);

CREATE TABLE person (
	keeper       BYTEA    NOT NULL REFERENCES keeper (id),
	id           BYTEA    NOT NULL,
	merged       BYTEA,
	standing     TEXT    NOT NULL,
	circle       TEXT    COLLATE "C" NOT NULL,
	slow         SMALLINT NOT NULL,
	rhythm       BIGINT NOT NULL,
	mark         TEXT    NOT NULL,
	mark_until   TEXT    NOT NULL,
	stage        TEXT    NOT NULL,
	stage_word   TEXT    NOT NULL,
	familiar     TEXT    NOT NULL,
	lang         TEXT    NOT NULL,
	binned       SMALLINT NOT NULL,
	name         TEXT    COLLATE "C" NOT NULL,
	sort_key     TEXT    COLLATE "C" NOT NULL,
	organisation TEXT    NOT NULL,
	title        TEXT    NOT NULL,
	town         TEXT    NOT NULL,
	town_key     TEXT    NOT NULL, -- folded, a space before and after each word
	birthday     TEXT    NOT NULL,
	since        BIGINT,
	version      BIGINT NOT NULL,
	changed      BIGINT NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, merged) REFERENCES person (keeper, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX person_by_name ON person (keeper, standing, binned, sort_key, id);
CREATE INDEX person_by_change ON person (keeper, changed, id);
CREATE INDEX person_by_merged ON person (keeper, merged); -- whole, so that the foreign key can use it

-- No foreign key leads from word, card and tie to person: a person is written
-- when all that hangs on it is, and each would then search these tables again.
-- "check" looks for what points at nobody.
CREATE TABLE word (
	keeper BYTEA NOT NULL,
	word   TEXT COLLATE "C" NOT NULL,
	person BYTEA NOT NULL,
	PRIMARY KEY (keeper, word, person)
);

CREATE INDEX word_by_person ON word (keeper, person, word);

CREATE TABLE tombstone (
	keeper BYTEA    NOT NULL REFERENCES keeper (id),
	person BYTEA    NOT NULL,
	change BIGINT NOT NULL,
	PRIMARY KEY (keeper, person)
);

CREATE TABLE card (
	keeper  BYTEA    NOT NULL REFERENCES keeper (id),
	id      BYTEA    NOT NULL,
	source  TEXT    COLLATE "C" NOT NULL,
	kind    TEXT    COLLATE "C" NOT NULL,
	name    TEXT    COLLATE "C" NOT NULL,
	vouched SMALLINT NOT NULL,
	person  BYTEA, -- NULL: the keeper's own
	born    BYTEA,
	seq     BIGINT NOT NULL,
	PRIMARY KEY (keeper, id)
);

CREATE INDEX card_by_seq ON card (keeper, seq, id);
CREATE INDEX card_by_person ON card (keeper, person, seq);

CREATE TABLE handle (
	keeper BYTEA    NOT NULL,
	card   BYTEA    NOT NULL,
	n      BIGINT NOT NULL, -- place in the card's list
	kind   TEXT    COLLATE "C" NOT NULL,
	value  TEXT    COLLATE "C" NOT NULL,
	PRIMARY KEY (keeper, card, n),
	FOREIGN KEY (keeper, card) REFERENCES card (keeper, id) ON DELETE CASCADE
);

CREATE TABLE fact (
	keeper BYTEA NOT NULL,
	id     BYTEA NOT NULL,
	card   BYTEA NOT NULL,
	kind   TEXT COLLATE "C" NOT NULL,
	value  TEXT COLLATE "C" NOT NULL,
	label  TEXT COLLATE "C" NOT NULL,
	on_at  BIGINT,
	as_of  BIGINT,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, card) REFERENCES card (keeper, id)
);

CREATE INDEX fact_by_card ON fact (keeper, card);

-- my_card has no foreign key: it would need an index with a row for every mail.
CREATE TABLE encounter (
	keeper   BYTEA    NOT NULL REFERENCES keeper (id),
	id       BYTEA    NOT NULL,
	source   TEXT    COLLATE "C" NOT NULL,
	channel  TEXT    NOT NULL,
	at       BIGINT NOT NULL,
	subject  TEXT    COLLATE "C" NOT NULL,
	excerpt  TEXT    NOT NULL,
	place    TEXT    NOT NULL,
	state    TEXT    NOT NULL,
	mine     TEXT    NOT NULL,
	my_card  BYTEA,
	size     BIGINT NOT NULL,
	lang     TEXT    NOT NULL,
	thanks   SMALLINT NOT NULL,
	question SMALLINT NOT NULL,
	familiar TEXT    NOT NULL,
	PRIMARY KEY (keeper, id)
);

-- A presence repeats what the relation model reads of its encounter and its
-- card, so that one person's history is one range of the primary key. person is
-- 16 zero bytes for the keeper's own cards. For the same reason as above, card
-- has no foreign key: check looks after it.
CREATE TABLE presence (
	keeper    BYTEA    NOT NULL,
	person    BYTEA    NOT NULL,
	at        BIGINT NOT NULL,
	encounter BYTEA    NOT NULL,
	card      BYTEA    NOT NULL,
	day       BIGINT NOT NULL,
	channel   TEXT    NOT NULL,
	size      BIGINT NOT NULL,
	thanks    SMALLINT NOT NULL,
	question  SMALLINT NOT NULL,
	direction TEXT    NOT NULL,
	contact   SMALLINT NOT NULL,
	cc_only   SMALLINT NOT NULL,
	role      TEXT    NOT NULL,
	status    TEXT    NOT NULL,
	state     TEXT    NOT NULL,
	PRIMARY KEY (keeper, person, at, encounter, card),
	FOREIGN KEY (keeper, encounter) REFERENCES encounter (keeper, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX presence_by_encounter ON presence (keeper, encounter, card);
CREATE INDEX presence_proposed ON presence (keeper, at, encounter) WHERE state = 'proposed';

CREATE TABLE favour (
	keeper  BYTEA    NOT NULL,
	id      BYTEA    NOT NULL,
	card    BYTEA    NOT NULL,
	person  BYTEA, -- that of the card
	kind    TEXT    COLLATE "C" NOT NULL,
	given   SMALLINT NOT NULL,
	on_at   BIGINT,
	what    TEXT    NOT NULL,
	outcome TEXT    NOT NULL,
	state   TEXT    NOT NULL,
	source  TEXT    COLLATE "C" NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, card) REFERENCES card (keeper, id)
);

CREATE INDEX favour_by_person ON favour (keeper, person);
CREATE INDEX favour_by_card ON favour (keeper, card);

CREATE TABLE own (
	keeper BYTEA NOT NULL REFERENCES keeper (id),
	id     BYTEA NOT NULL,
	source TEXT COLLATE "C" NOT NULL,
	kind   TEXT COLLATE "C" NOT NULL,
	on_at  BIGINT,
	fields TEXT NOT NULL,
	PRIMARY KEY (keeper, id)
);

CREATE TABLE tie (
	keeper   BYTEA    NOT NULL,
	person   BYTEA    NOT NULL,
	state    BYTEA,
	days     BIGINT NOT NULL,
	last_day BIGINT,
	met_day  BIGINT,
	PRIMARY KEY (keeper, person)
);

CREATE TABLE ego (
	keeper BYTEA NOT NULL PRIMARY KEY REFERENCES keeper (id),
	state  BYTEA NOT NULL
);

CREATE TABLE day_list (
	keeper BYTEA    NOT NULL REFERENCES keeper (id),
	day    BIGINT NOT NULL,
	list   TEXT    NOT NULL,
	PRIMARY KEY (keeper, day)
);

CREATE TABLE answer (
	keeper  BYTEA    NOT NULL REFERENCES keeper (id),
	kind    TEXT    COLLATE "C" NOT NULL,
	subject TEXT    COLLATE "C" NOT NULL,
	verdict TEXT    COLLATE "C" NOT NULL,
	person  BYTEA,
	detail  TEXT    NOT NULL,
	at      BIGINT NOT NULL,
	until   TEXT    NOT NULL,
	PRIMARY KEY (keeper, kind, subject)
);

CREATE TABLE batch (
	keeper BYTEA    NOT NULL REFERENCES keeper (id),
	id     BYTEA    NOT NULL,
	seq    BIGINT NOT NULL,
	source TEXT    COLLATE "C" NOT NULL,
	label  TEXT    COLLATE "C" NOT NULL,
	at     BIGINT NOT NULL,
	report TEXT,
	PRIMARY KEY (keeper, id)
);

CREATE TABLE file (
	keeper  BYTEA    NOT NULL,
	id      BYTEA    NOT NULL,
	batch   BYTEA    NOT NULL,
	name    TEXT    COLLATE "C" NOT NULL,
	hash    BYTEA    NOT NULL,
	size    BIGINT NOT NULL,
	partial SMALLINT NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, batch) REFERENCES batch (keeper, id)
);

CREATE INDEX file_by_batch ON file (keeper, batch, name);
CREATE INDEX file_by_hash ON file (keeper, hash);

-- The file comes first, so that an import writes one end of the tree.
CREATE TABLE origin (
	keeper BYTEA    NOT NULL,
	file   BYTEA    NOT NULL,
	line   BIGINT NOT NULL,
	about  BYTEA    NOT NULL,
	kind   TEXT    COLLATE "C" NOT NULL,
	PRIMARY KEY (keeper, file, line, about)
);

CREATE INDEX origin_by_record ON origin (keeper, about);

-- Records that stayed when their import was undone, because the keeper had used
-- or confirmed them.
CREATE TABLE kept (
	keeper BYTEA NOT NULL REFERENCES keeper (id),
	about  BYTEA NOT NULL,
	PRIMARY KEY (keeper, about)
);

CREATE TABLE session (
	keeper  BYTEA    NOT NULL REFERENCES keeper (id),
	hash    BYTEA    NOT NULL,
	once    SMALLINT NOT NULL,
	created BIGINT NOT NULL,
	seen    BIGINT,
	expires BIGINT NOT NULL,
	agent   TEXT    NOT NULL,
	PRIMARY KEY (keeper, hash)
);

CREATE TABLE secret (
	keeper BYTEA NOT NULL REFERENCES keeper (id),
	name   TEXT COLLATE "C" NOT NULL,
	value  BYTEA NOT NULL,
	PRIMARY KEY (keeper, name)
);

CREATE TABLE done (
	keeper BYTEA    NOT NULL REFERENCES keeper (id),
	name   TEXT    COLLATE "C" NOT NULL,
	answer BYTEA,
	at     BIGINT NOT NULL,
	PRIMARY KEY (keeper, name)
);
