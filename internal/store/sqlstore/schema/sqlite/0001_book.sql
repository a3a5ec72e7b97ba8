-- Ids are 16 bytes, instants microseconds since 1970 in UTC (NULL: not said),
-- days numbers of days since 1970, yes and no 1 and 0. Every key begins with
-- the keeper, so that the same schema spreads over a distributed PostgreSQL.

CREATE TABLE keeper (
	id       BLOB    NOT NULL PRIMARY KEY,
	seed     BLOB    NOT NULL,
	settings TEXT    NOT NULL,
	change   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
	keeper       BLOB    NOT NULL REFERENCES keeper (id),
	id           BLOB    NOT NULL,
	merged       BLOB,
	standing     TEXT    NOT NULL,
	circle       TEXT    NOT NULL,
	slow         INTEGER NOT NULL,
	rhythm       INTEGER NOT NULL,
	mark         TEXT    NOT NULL,
	mark_until   TEXT    NOT NULL,
	stage        TEXT    NOT NULL,
	stage_word   TEXT    NOT NULL,
	familiar     TEXT    NOT NULL,
	lang         TEXT    NOT NULL,
	binned       INTEGER NOT NULL,
	name         TEXT    NOT NULL,
	sort_key     TEXT    NOT NULL,
	organisation TEXT    NOT NULL,
	title        TEXT    NOT NULL,
	town         TEXT    NOT NULL,
	town_key     TEXT    NOT NULL, -- folded, a space before and after each word
	birthday     TEXT    NOT NULL,
	since        INTEGER,
	version      INTEGER NOT NULL,
	changed      INTEGER NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, merged) REFERENCES person (keeper, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE INDEX person_by_name ON person (keeper, standing, binned, sort_key, id);
CREATE INDEX person_by_change ON person (keeper, changed, id);
CREATE INDEX person_by_merged ON person (keeper, merged); -- whole, so that the foreign key can use it

-- No foreign key leads from word, card and tie to person: a person is written
-- when all that hangs on it is, and each would then search these tables again.
-- "check" looks for what points at nobody.
CREATE TABLE word (
	keeper BLOB NOT NULL,
	word   TEXT NOT NULL,
	person BLOB NOT NULL,
	PRIMARY KEY (keeper, word, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX word_by_person ON word (keeper, person, word);

CREATE TABLE tombstone (
	keeper BLOB    NOT NULL REFERENCES keeper (id),
	person BLOB    NOT NULL,
	change INTEGER NOT NULL,
	PRIMARY KEY (keeper, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE card (
	keeper  BLOB    NOT NULL REFERENCES keeper (id),
	id      BLOB    NOT NULL,
	source  TEXT    NOT NULL,
	kind    TEXT    NOT NULL,
	name    TEXT    NOT NULL,
	vouched INTEGER NOT NULL,
	person  BLOB, -- NULL: the keeper's own
	born    BLOB,
	seq     INTEGER NOT NULL,
	PRIMARY KEY (keeper, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX card_by_seq ON card (keeper, seq, id);
CREATE INDEX card_by_person ON card (keeper, person, seq);

CREATE TABLE handle (
	keeper BLOB    NOT NULL,
	card   BLOB    NOT NULL,
	n      INTEGER NOT NULL, -- place in the card's list
	kind   TEXT    NOT NULL,
	value  TEXT    NOT NULL,
	PRIMARY KEY (keeper, card, n),
	FOREIGN KEY (keeper, card) REFERENCES card (keeper, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE fact (
	keeper BLOB NOT NULL,
	id     BLOB NOT NULL,
	card   BLOB NOT NULL,
	kind   TEXT NOT NULL,
	value  TEXT NOT NULL,
	label  TEXT NOT NULL,
	on_at  INTEGER,
	as_of  INTEGER,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, card) REFERENCES card (keeper, id)
) STRICT;

CREATE INDEX fact_by_card ON fact (keeper, card);

-- my_card has no foreign key: it would need an index with a row for every mail.
CREATE TABLE encounter (
	keeper   BLOB    NOT NULL REFERENCES keeper (id),
	id       BLOB    NOT NULL,
	source   TEXT    NOT NULL,
	channel  TEXT    NOT NULL,
	at       INTEGER NOT NULL,
	subject  TEXT    NOT NULL,
	excerpt  TEXT    NOT NULL,
	place    TEXT    NOT NULL,
	state    TEXT    NOT NULL,
	mine     TEXT    NOT NULL,
	my_card  BLOB,
	size     INTEGER NOT NULL,
	lang     TEXT    NOT NULL,
	thanks   INTEGER NOT NULL,
	question INTEGER NOT NULL,
	familiar TEXT    NOT NULL,
	PRIMARY KEY (keeper, id)
) STRICT;

-- A presence repeats what the relation model reads of its encounter and its
-- card, so that one person's history is one range of the primary key. person is
-- 16 zero bytes for the keeper's own cards. For the same reason as above, card
-- has no foreign key: check looks after it.
CREATE TABLE presence (
	keeper    BLOB    NOT NULL,
	person    BLOB    NOT NULL,
	at        INTEGER NOT NULL,
	encounter BLOB    NOT NULL,
	card      BLOB    NOT NULL,
	day       INTEGER NOT NULL,
	channel   TEXT    NOT NULL,
	size      INTEGER NOT NULL,
	thanks    INTEGER NOT NULL,
	question  INTEGER NOT NULL,
	direction TEXT    NOT NULL,
	contact   INTEGER NOT NULL,
	cc_only   INTEGER NOT NULL,
	role      TEXT    NOT NULL,
	status    TEXT    NOT NULL,
	state     TEXT    NOT NULL,
	PRIMARY KEY (keeper, person, at, encounter, card),
	FOREIGN KEY (keeper, encounter) REFERENCES encounter (keeper, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX presence_by_encounter ON presence (keeper, encounter, card);
CREATE INDEX presence_proposed ON presence (keeper, at, encounter) WHERE state = 'proposed';

CREATE TABLE favour (
	keeper  BLOB    NOT NULL,
	id      BLOB    NOT NULL,
	card    BLOB    NOT NULL,
	person  BLOB, -- that of the card
	kind    TEXT    NOT NULL,
	given   INTEGER NOT NULL,
	on_at   INTEGER,
	what    TEXT    NOT NULL,
	outcome TEXT    NOT NULL,
	state   TEXT    NOT NULL,
	source  TEXT    NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, card) REFERENCES card (keeper, id)
) STRICT;

CREATE INDEX favour_by_person ON favour (keeper, person);
CREATE INDEX favour_by_card ON favour (keeper, card);

CREATE TABLE own (
	keeper BLOB NOT NULL REFERENCES keeper (id),
	id     BLOB NOT NULL,
	source TEXT NOT NULL,
	kind   TEXT NOT NULL,
	on_at  INTEGER,
	fields TEXT NOT NULL,
	PRIMARY KEY (keeper, id)
) STRICT;

CREATE TABLE tie (
	keeper   BLOB    NOT NULL,
	person   BLOB    NOT NULL,
	state    BLOB,
	days     INTEGER NOT NULL,
	last_day INTEGER,
	met_day  INTEGER,
	PRIMARY KEY (keeper, person)
) STRICT;

CREATE TABLE ego (
	keeper BLOB NOT NULL PRIMARY KEY REFERENCES keeper (id),
	state  BLOB NOT NULL
) STRICT;

CREATE TABLE day_list (
	keeper BLOB    NOT NULL REFERENCES keeper (id),
	day    INTEGER NOT NULL,
	list   TEXT    NOT NULL,
	PRIMARY KEY (keeper, day)
) STRICT;

CREATE TABLE answer (
	keeper  BLOB    NOT NULL REFERENCES keeper (id),
	kind    TEXT    NOT NULL,
	subject TEXT    NOT NULL,
	verdict TEXT    NOT NULL,
	person  BLOB,
	detail  TEXT    NOT NULL,
	at      INTEGER NOT NULL,
	until   TEXT    NOT NULL,
	PRIMARY KEY (keeper, kind, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE batch (
	keeper BLOB    NOT NULL REFERENCES keeper (id),
	id     BLOB    NOT NULL,
	seq    INTEGER NOT NULL,
	source TEXT    NOT NULL,
	label  TEXT    NOT NULL,
	at     INTEGER NOT NULL,
	report TEXT,
	PRIMARY KEY (keeper, id)
) STRICT;

CREATE TABLE file (
	keeper  BLOB    NOT NULL,
	id      BLOB    NOT NULL,
	batch   BLOB    NOT NULL,
	name    TEXT    NOT NULL,
	hash    BLOB    NOT NULL,
	size    INTEGER NOT NULL,
	partial INTEGER NOT NULL,
	PRIMARY KEY (keeper, id),
	FOREIGN KEY (keeper, batch) REFERENCES batch (keeper, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX file_by_batch ON file (keeper, batch, name);
CREATE INDEX file_by_hash ON file (keeper, hash);

-- The file comes first, so that an import writes one end of the tree.
CREATE TABLE origin (
	keeper BLOB    NOT NULL,
	file   BLOB    NOT NULL,
	line   INTEGER NOT NULL,
	about  BLOB    NOT NULL,
	kind   TEXT    NOT NULL,
	PRIMARY KEY (keeper, file, line, about)
) STRICT, WITHOUT ROWID;

CREATE INDEX origin_by_record ON origin (keeper, about);

-- Records that stayed when their import was undone, because the keeper had used
-- or confirmed them.
CREATE TABLE kept (
	keeper BLOB NOT NULL REFERENCES keeper (id),
	about  BLOB NOT NULL,
	PRIMARY KEY (keeper, about)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
	keeper  BLOB    NOT NULL REFERENCES keeper (id),
	hash    BLOB    NOT NULL,
	once    INTEGER NOT NULL,
	created INTEGER NOT NULL,
	seen    INTEGER,
	expires INTEGER NOT NULL,
	agent   TEXT    NOT NULL,
	PRIMARY KEY (keeper, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE secret (
	keeper BLOB NOT NULL REFERENCES keeper (id),
	name   TEXT NOT NULL,
	value  BLOB NOT NULL,
	PRIMARY KEY (keeper, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE done (
	keeper BLOB    NOT NULL REFERENCES keeper (id),
	name   TEXT    NOT NULL,
	answer BLOB,
	at     INTEGER NOT NULL,
	PRIMARY KEY (keeper, name)
) STRICT, WITHOUT ROWID;

-- SQLite takes for granted that a key which is equal in its first column leaves
-- about ten rows. The keeper leaves all of them, so it is told what a large book
-- is like; the planner then looks for a second column. (Rows, then rows that are
-- equal in the first column, the first two, and so on.)
ANALYZE;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('person',    'person',                       '10000 10000 1'),
	('person',    'person_by_name',               '10000 10000 9000 9000 2 1'),
	('person',    'person_by_change',             '10000 10000 50 1'),
	('person',    'person_by_merged',             '10000 10000 9000'),
	('word',      'word',                         '40000 40000 5 1'),
	('word',      'word_by_person',               '40000 40000 4 1'),
	('card',      'card',                         '20000 20000 1'),
	('card',      'card_by_seq',                  '20000 20000 1 1'),
	('card',      'card_by_person',               '20000 20000 2 1'),
	('handle',    'handle',                       '30000 30000 2 1'),
	('fact',      'sqlite_autoindex_fact_1',      '50000 50000 1'),
	('fact',      'fact_by_card',                 '50000 50000 3'),
	('encounter', 'sqlite_autoindex_encounter_1', '1000000 1000000 1'),
	('presence',  'presence',                     '1500000 1500000 150 1 1 1'),
	('presence',  'presence_by_encounter',        '1500000 1500000 2 1'),
	('presence',  'presence_proposed',            '100 100 1 1'),
	('favour',    'sqlite_autoindex_favour_1',    '2000 2000 1'),
	('favour',    'favour_by_person',             '2000 2000 2'),
	('favour',    'favour_by_card',               '2000 2000 2'),
	('own',       'sqlite_autoindex_own_1',       '2000 2000 1'),
	('tie',       'sqlite_autoindex_tie_1',       '10000 10000 1'),
	('answer',    'answer',                       '5000 5000 1000 1'),
	('file',      'file',                         '1000 1000 1'),
	('file',      'file_by_batch',                '1000 1000 20 1'),
	('file',      'file_by_hash',                 '1000 1000 1'),
	('origin',    'origin',                       '1500000 1500000 1500 1 1'),
	('origin',    'origin_by_record',             '1500000 1500000 1'),
	('kept',      'kept',                         '1000 1000 1'),
	('done',      'done',                         '10000 10000 1');
ANALYZE sqlite_schema; -- only reads the above again
