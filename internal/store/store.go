// Package store says what the product needs kept, and nothing about how.
//
// Implementations are proven by package storetest, which is the precise
// statement of what these methods mean. Everything kept belongs to one keeper,
// who is fixed when a transaction opens: no method takes a keeper, so no caller
// can forget whose record it is.
package store

import (
	"context"
	"io"
	"time"

	"entregent/internal/network"
)

// A Store runs functions inside transactions that see one keeper's network and
// no other.
type Store interface {
	// View runs fn in a read-only snapshot: what fn reads is of one moment,
	// whatever is written meanwhile.
	View(ctx context.Context, keeper network.KeeperID, fn func(Tx) error) error

	// Update runs fn in a read-write transaction and commits if fn returns nil;
	// when Update returns nil, the write has reached the disk. fn may run more
	// than once (a serialisation failure), so it must have no other effects.
	// Once begun, a write is not cut short by ctx. An error at commit means
	// that the outcome is unknown: the caller's idempotency key tells.
	Update(ctx context.Context, keeper network.KeeperID, fn func(Tx) error) error
}

// A House is what is true of the whole database, whoever's records are in it.
type House interface {
	Store

	// Keepers lists the keepers, in a fixed order.
	Keepers(ctx context.Context) ([]network.KeeperID, error)

	// NewKeeper records a keeper. Conflict if the id is taken.
	NewKeeper(ctx context.Context, k network.Keeper) error

	// Check examines the database without changing it, and returns one entry
	// for each thing examined.
	Check(ctx context.Context) ([]Check, error)

	// Backup writes a whole, verified copy of the database to a file that must
	// not exist yet, mode 0600. Unsupported on PostgreSQL: Invalid, with words.
	Backup(ctx context.Context, file string) error

	// Lock keeps other processes out of one kind of work ("server", "import")
	// until release is called or this process ends. Busy, with words, where
	// somebody is at it.
	Lock(ctx context.Context, kind string) (release func(), err error)

	// Engine is "sqlite" or "postgres".
	Engine() string

	Close() error
}

// A Check is the outcome of examining one thing.
type Check struct {
	Name string `json:"name"` // stable word; i18n key "check.<name>" when OK, "check.<name>.bad" when not
	OK   bool   `json:"ok"`
	Args []any  `json:"args,omitempty"` // of the sentence
}

// A Tx is one open transaction. It is the sum of small parts: a function that
// needs only cards asks for a Cards.
type Tx interface {
	Keepers
	Cards
	People
	Encounters
	Favours
	Wishes
	Lines
	Ties
	Forecasts
	Desk
	Batches
	Doors
	Dump
}

// Keepers holds the keeper's own record.
type Keepers interface {
	// Keeper returns the keeper of this transaction.
	Keeper() (network.Keeper, error)

	// PutSettings replaces the keeper's settings.
	PutSettings(network.Settings) error

	// Change returns the keeper's change number: it goes up with every Update
	// that wrote anything, and never otherwise. Pages and caches compare it.
	Change() (int64, error)

	// Wrote reports whether this transaction has written anything yet. What is
	// read after that may never come to be, and must not be kept beyond it.
	Wrote() bool
}

// Cards holds cards and their facts. Cards and facts are never updated except
// for Card.Person; what is added twice stays once.
type Cards interface {
	// AllCards calls fn for every card with its handles, in Seq order.
	AllCards(fn func(network.Card) error) error

	// CardsOf returns the cards of a person, those of the persons merged into
	// it included, in Seq order.
	CardsOf(network.PersonID) ([]network.Card, error)

	// AddCards records cards with their handles. Those already there (by id)
	// are left as they are. A Seq of 0 is given the next number, in the slice.
	AddCards([]network.Card) error

	// MoveCard gives a card, with all that hangs on it, to another person, who
	// may be written later in the same transaction. Zero makes it the keeper's own.
	MoveCard(card network.CardID, to network.PersonID) error

	// DropCard removes a typed card with its handles and facts. NotFound unless
	// it is there and typed, Conflict while anything else hangs on it.
	DropCard(network.CardID) error

	// AddFacts records facts. Those already there (by id) are left as they are.
	AddFacts([]network.Fact) error

	// FactsOf returns the facts of all cards of a person, ordered by kind,
	// newest AsOf first, then by value and id.
	FactsOf(network.PersonID) ([]network.Fact, error)

	// FactsOfKind calls fn for every fact of one kind with the person whose card
	// it stands on, in id order. fn must not use the transaction.
	FactsOfKind(kind network.FactKind, fn func(network.PersonID, network.Fact) error) error

	// Facts returns the facts with these ids, in no order; missing ones are left out.
	Facts(ids []network.FactID) ([]network.Fact, error)

	// DeleteFact removes a typed fact. NotFound unless it is there and typed
	// (its card's source is network.Typed).
	DeleteFact(network.FactID) error
}

// People holds persons.
type People interface {
	// Person returns one person; NotFound if there is none. A merged one is
	// returned as such: follow Merged.
	Person(network.PersonID) (network.Person, error)

	// PutPerson stores p. A Version of 0 inserts; any other updates, and fails
	// with Conflict unless it is the stored version. p.Version and p.Changed
	// are set to what is stored. words are the folded words p is found by
	// (see SearchPeople); they replace those of before.
	PutPerson(p *network.Person, words []string) error

	// DropPerson removes a person whose last card is gone, and leaves a
	// tombstone with the change number.
	DropPerson(network.PersonID) error

	// AllPeople calls fn for every person that is not merged, in id order.
	AllPeople(fn func(network.Person) error) error

	// People returns the persons with these ids, in no order; missing ones are
	// left out.
	People(ids []network.PersonID) ([]network.Person, error)

	// StirredSince returns, in the order of their ids, of whom something changed
	// after change number n that a list of everybody goes by: the person's own
	// row, their tie, a favour of theirs; those who are gone included. all says
	// that they are too many to be named: everybody is to be read anew.
	StirredSince(n int64) (people []network.PersonID, all bool, err error)

	// Roll returns what PutRoll kept last, and the change number at which it was
	// right; nil if there is none. It is lost when a person is dropped.
	Roll() (change int64, state []byte, err error)

	// PutRoll keeps what was worked out from persons, ties and favours at a
	// change number. It can be worked out again at any time.
	PutRoll(change int64, state []byte) error

	// ListPeople returns up to q.Limit contacts that satisfy q, in (SortKey,
	// ID) order, beginning after q.After, with their ties' list columns.
	ListPeople(q PeopleQuery) ([]Listed, error)

	// ChangedSince returns what sync needs: persons whose Changed is greater
	// than n, and tombstones greater than n.
	ChangedSince(n int64) (changed []network.PersonID, gone []network.PersonID, err error)
}

// A PeopleQuery narrows a list of people. Zero fields do not narrow.
type PeopleQuery struct {
	Words    []string         // folded; each must begin a word the person is found by
	Circle   string           // in this circle
	LastUpTo *network.Day     // last contact on or before this day, or never
	NeverMet bool             // never met in person
	Standing network.Standing // "" means Contact
	Binned   bool             // those in the bin instead
	Town     string           // folded word of the town
	AfterKey string           // cursor: SortKey of the last row seen
	After    network.PersonID // cursor: its id
	Limit    int              // at most this many; 0 means 50
}

// A Listed is one row of a list of people.
type Listed struct {
	network.Person
	Tie TieRow
}

// Encounters holds what took place.
type Encounters interface {
	// KnownEncounters returns which of these ids are there already.
	KnownEncounters(ids []network.EncounterID) (map[network.EncounterID]bool, error)

	// AddEncounters records encounters with their presences. Those already
	// there (by id) keep what they have; presences they lack are added.
	AddEncounters([]network.Encounter) error

	// Encounters returns encounters with everyone present, in no order;
	// missing ones are left out.
	Encounters(ids []network.EncounterID) ([]network.Encounter, error)

	// EncountersOf returns up to limit encounters in which a person is present
	// and which began before the given moment, newest first (then by id),
	// each with everyone present. Planned ones are included, withdrawn are not.
	EncountersOf(p network.PersonID, before time.Time, limit int) ([]network.Encounter, error)

	// ContactsOf calls fn for each presence of a person that is not withdrawn,
	// oldest first, without words: what the relation model reads.
	ContactsOf(p network.PersonID, fn func(Contact) error) error

	// ContactsFrom is ContactsOf for what began at a moment or later, and before
	// another.
	ContactsFrom(p network.PersonID, from, before time.Time, fn func(Contact) error) error

	// AllContacts calls fn for every presence of every person that is not
	// withdrawn, grouped by person, oldest first within each.
	AllContacts(fn func(Contact) error) error

	// AllTogether calls fn, in id order, for every encounter of at most size others
	// in which two or more of them were present, with everyone present; planned,
	// proposed and withdrawn presences are no presence here. fn may use the
	// transaction.
	AllTogether(size int, fn func(network.Encounter) error) error

	// PutEncounter replaces an encounter and its presences (the keeper changed
	// it, or who the keeper is changed).
	PutEncounter(network.Encounter) error

	// DeleteEncounter removes one encounter with its presences and origins; the
	// editions that speak of it say from then on that nothing takes place.
	DeleteEncounter(network.EncounterID) error

	// EncountersOfCard returns the ids of all encounters in which a card is
	// present or which the keeper took part in under that card.
	EncountersOfCard(network.CardID) ([]network.EncounterID, error)

	// Redate works out anew on which day of zone each presence fell: the keeper
	// has moved. Days are otherwise those of Settings.Zone when they were written.
	Redate(zone *time.Location) error

	// AddEditions records what files say of calendar events; those already there
	// (by event, file and instance) stay.
	AddEditions([]network.Edition) error

	// Editions returns all that is said of some events, by event.
	Editions(events []network.EventID) (map[network.EventID][]network.Edition, error)

	// EventsOf returns the calendar events of which encounters are instances;
	// those that are of none are left out.
	EventsOf([]network.EncounterID) (map[network.EncounterID]network.EventID, error)

	// AloneEvents returns up to limit encounters of the keeper's own calendar
	// without anybody else, that took place from one moment to another, newest
	// first (then by id).
	AloneEvents(from, to time.Time, limit int) ([]network.Encounter, error)

	// AllEditions calls fn for everything that is said of any event, grouped by
	// event.
	AllEditions(fn func(network.Edition) error) error

	// ProposedMeetings returns up to limit encounters with a presence in state
	// Proposed, newest first.
	ProposedMeetings(limit int) ([]network.Encounter, error)
}

// A Contact is one person's part in one encounter, as the relation model
// reads it.
type Contact struct {
	Person    network.PersonID
	Encounter network.EncounterID
	At        time.Time
	Day       network.Day
	Channel   network.Channel
	Direction network.Direction
	Size      int
	Counts    bool // Presence.Contact
	CcOnly    bool
	Thanks    bool
	Question  bool
}

// Favours holds what was brought, and the keeper's own public trace.
type Favours interface {
	// KnownFavours returns which of these ids are there already.
	KnownFavours(ids []network.FavourID) (map[network.FavourID]bool, error)

	// AddFavours records favours; those already there are left as they are.
	AddFavours([]network.Favour) error

	// PutFavour replaces a favour.
	PutFavour(network.Favour) error

	// DeleteFavour removes one favour with its origins.
	DeleteFavour(network.FavourID) error

	// Favours returns the favours of one person, or of everybody for the zero
	// id, newest first (then by id).
	Favours(network.PersonID) ([]network.Favour, error)

	// FavoursOf returns the favours of these persons, in no order.
	FavoursOf(people []network.PersonID) ([]network.Favour, error)

	// FavoursSince returns everybody's favours of a moment or later, in no
	// order; those without a date are left out.
	FavoursSince(at time.Time) ([]network.Favour, error)

	// AddOwn records lines of the keeper's own trace; those already there stay.
	AddOwn([]Own) error

	// Owns returns the keeper's own trace of one kind ("" for all), oldest first.
	Owns(kind string) ([]Own, error)
}

// An Own is a line of the keeper's own public trace; see importer.Own.
type Own struct {
	ID     network.OwnID
	Source string
	Kind   string
	On     time.Time
	Fields map[string]string
}

// Wishes holds what is still to be brought, ties between others, and gatherings.
type Wishes interface {
	// AddWishes records wishes; those already there (by id) are left as they are.
	AddWishes([]network.Wish) error

	// PutWish replaces a wish, or adds it.
	PutWish(network.Wish) error

	// DeleteWish removes one wish with its origins. NotFound if there is none.
	DeleteWish(network.WishID) error

	// Wishes returns everybody's wishes, the keeper's own among them, newest
	// first (then by id).
	Wishes() ([]network.Wish, error)

	// AddPairs records ties between others; those already there stay.
	AddPairs([]network.Pair) error

	// DeletePair removes one with its origins. NotFound if there is none.
	DeletePair(network.PairID) error

	// Pairs returns every tie between two others, newest first (then by id).
	Pairs() ([]network.Pair, error)

	// PutGathering marks an encounter, which must be there, as a gathering, or
	// replaces the mark. It goes when the encounter does.
	PutGathering(network.Gathering) error

	// Gatherings returns the marks, in id order.
	Gatherings() ([]network.Gathering, error)
}

// Lines holds what the keeper typed, line by line.
type Lines interface {
	// PutLine stores a line, or replaces it.
	PutLine(network.Line) error

	// Line returns one line; NotFound if there is none.
	Line(network.LineID) (network.Line, error)

	// DeleteLine removes a line, and nothing that was made of it. NotFound if
	// there is none.
	DeleteLine(network.LineID) error

	// LinesBefore returns up to limit lines older than a moment (the zero time:
	// all), newest first, then by id.
	LinesBefore(before time.Time, limit int) ([]network.Line, error)
}

// Ties holds what is worked out from encounters so that nothing is worked out
// twice. It can be rebuilt from the rest at any time.
type Ties interface {
	// Tie returns a person's row; a zero row if there is none.
	Tie(network.PersonID) (TieRow, error)

	// TiesOf returns the rows of these persons, in no order.
	TiesOf(people []network.PersonID) ([]TieRow, error)

	// PutTies replaces rows.
	PutTies([]TieRow) error

	// AllTies calls fn for every row, in person order.
	AllTies(fn func(TieRow) error) error

	// DropTies removes every row, before a rebuild.
	DropTies() error

	// Ego returns the state of the keeper's own activity, nil if there is none.
	Ego() ([]byte, error)

	// PutEgo replaces it.
	PutEgo([]byte) error
}

// A TieRow is the stored state of one tie. State is package relation's; the
// rest are columns that lists filter by.
type TieRow struct {
	Person  network.PersonID
	State   []byte
	Days    int          // contact days
	LastDay *network.Day // last contact day
	MetDay  *network.Day // last met in person
}

// Forecasts holds what was foretold of ties, to be judged when its horizon is
// over, and what that has taught. They go with their person, and stay with
// somebody who was merged, who may be split off again.
type Forecasts interface {
	// PutForecasts records forecasts, or replaces them.
	PutForecasts([]Forecast) error

	// DropForecasts removes forecasts; those that are not there do no harm.
	DropForecasts([]Forecast) error

	// ForecastsOf returns those of one person, by horizon and day.
	ForecastsOf(network.PersonID) ([]Forecast, error)

	// OpenForecasts returns those whose outcome is not known, by person,
	// horizon and day.
	OpenForecasts() ([]Forecast, error)

	// AllForecasts calls fn for every one, by person, horizon and day. fn must
	// not use the transaction.
	AllForecasts(fn func(Forecast) error) error

	// Calibration returns what closed forecasts have taught, nil if nothing. It
	// can be worked out from them.
	Calibration() ([]byte, error)

	// PutCalibration replaces it.
	PutCalibration([]byte) error
}

// A Forecast is what was foretold of one tie; see relation.Snapshot.
type Forecast struct {
	Person  network.PersonID
	Horizon int         // days of silence that were foretold
	Day     network.Day // the first of them
	Z       int         // log-odds in hundredths, before self-calibration
	Outcome string      // "" while it is not known, then "contact" or "silent"
}

// Desk holds the day's lists and the keeper's answers.
type Desk interface {
	// DayList returns the list fixed for a day, nil if none was. A list is JSON.
	DayList(network.Day) ([]byte, error)

	// PutDayList fixes the list of a day, or replaces it.
	PutDayList(day network.Day, list []byte) error

	// DayLists calls fn for each list from one day to another, oldest first.
	DayLists(from, to network.Day, fn func(day network.Day, list []byte) error) error

	// PutAnswer records an answer; a later one to the same subject replaces it.
	PutAnswer(Answer) error

	// DropAnswer takes an answer back. NotFound if there is none.
	DropAnswer(kind, subject string) error

	// Answers returns the answers of one kind ("" for all), oldest first, then
	// by kind and subject.
	Answers(kind string) ([]Answer, error)
}

// An Answer is what the keeper said to something proposed: a gesture, a loop,
// a meeting, a favour, two cards that may be one person, a place in a circle, a
// mark that a source sets.
type Answer struct {
	// Kind is "gesture", "loop", "meeting", "favour", "same", "place", "mark",
	// "wish", "outcome" (of a favour), "match" or "erased".
	Kind string
	// Subject is the id of what was answered; for "same" two card ids, smaller
	// first; for "place" and "mark" a person and a word, for "match" need and offer.
	Subject string
	Verdict string           // "done", "later", "no", "closed", "yes", "different"
	Person  network.PersonID // whom it is about; zero if nobody
	Detail  string           // the gesture's or loop's kind, or a word of why
	At      time.Time
	Until   network.Date // of "later"
}

// Batches holds imports, the files they read, and where each record came from.
type Batches interface {
	// KnownFile reports whether a file with this content was read to its end.
	KnownFile(hash [32]byte) (bool, error)

	// PutBatch stores a batch, or replaces it. A Seq of 0 keeps the number it
	// has, or gives it the next one.
	PutBatch(Batch) error

	// Batch returns one batch; NotFound if there is none.
	Batch(network.BatchID) (Batch, error)

	// AllBatches returns the batches, newest first (Seq).
	AllBatches() ([]Batch, error)

	// AddFiles records files, or replaces them: first as Partial, so that what
	// an interrupted import left can be undone, then as read to their end.
	AddFiles([]File) error

	// ForgetFiles makes the files of a batch count as not read to their end:
	// KnownFile no longer knows them. The files stay, as places of origin.
	ForgetFiles(network.BatchID) error

	// FilesOf returns the files of a batch by name.
	FilesOf(network.BatchID) ([]File, error)

	// AddOrigins records where records came from; those already there stay.
	AddOrigins([]Origin) error

	// OriginsOf returns where a record came from, in file name and line order.
	OriginsOf(record [16]byte) ([]Place, error)

	// DropBatch removes a batch, its files and its origins, and then every card,
	// fact, encounter, favour, wish, pair and own line that has no origin left and
	// was not typed. It returns what went and the persons who lost something.
	// Cards that something typed or answered hangs on are the caller's to keep
	// (see Hold); a card on which a presence, fact, favour, wish or pair hangs when
	// all this is done stays in any case.
	DropBatch(id network.BatchID, hold Hold) (Dropped, error)
}

// Hold names records that stay when a batch goes, though nothing else says
// them: the keeper has used or confirmed them.
type Hold struct {
	Encounters map[network.EncounterID]bool
	Favours    map[network.FavourID]bool
	Cards      map[network.CardID]bool
}

// Dropped says what went with a batch.
type Dropped struct {
	Cards      []network.Card
	Facts      int
	Encounters []network.EncounterID
	Favours    []network.FavourID
	Owns       int
	Touched    []network.PersonID // who lost a card, fact, presence or favour
	Events     []network.EventID  // of which the batch had said something
	Spoken     []network.PersonID // of whom the batch held a card, gone or not
}

// A Batch is one import of one source.
type Batch struct {
	ID     network.BatchID
	Seq    int64  // order of arrival, within the keeper
	Source string // name of the reader
	Label  string // how a person would name what was read
	At     time.Time
	Report []byte // what it did, as package app writes it: JSON, or nil
}

// A File is a file read to its end.
type File struct {
	ID    network.FileID
	Batch network.BatchID
	Name  string // path within the source
	Hash  [32]byte
	Size  int64
	// Partial says that the file was begun and not read to its end: KnownFile
	// does not know it yet.
	Partial bool
}

// An Origin says that a record was read at a place.
type Origin struct {
	Record [16]byte
	Kind   network.RefKind // of the record: card, fact, encounter, favour, wish, pair, or "own"
	File   network.FileID
	Line   int
}

// A Place is an origin in words.
type Place struct {
	Batch  network.BatchID
	Source string
	Label  string // of the batch
	File   string
	Line   int
	At     time.Time // of the import
}

// Doors holds what lets people in, and what makes a write happen once.
type Doors interface {
	// PutSession stores a session, or replaces it.
	PutSession(Session) error

	// Session returns the session with this hash of its token; NotFound if
	// there is none.
	Session(hash [32]byte) (Session, error)

	// Sessions lists them, newest first.
	Sessions() ([]Session, error)

	// DropSession ends one session, or every one for the zero hash.
	DropSession(hash [32]byte) error

	// Secret returns a stored secret by name (the passphrase's hash), nil if
	// there is none; PutSecret replaces it, nil removes it.
	Secret(name string) ([]byte, error)
	PutSecret(name string, value []byte) error

	// Done returns what was answered to the request with this idempotency key,
	// and whether there was one.
	Done(key string) (answer []byte, ok bool, err error)

	// PutDone records what was answered, in the same transaction as the write
	// it answers. Conflict if the key is there already.
	PutDone(key string, answer []byte, at time.Time) error
}

// A Session is one signed-in browser, or one link that signs in once.
type Session struct {
	Hash    [32]byte // SHA-256 of the token
	Once    bool     // a link: used up by signing in
	Created time.Time
	Seen    time.Time
	Expires time.Time
	Agent   string // the browser's own name, for the list of sessions
}

// Dump is the canonical export: every row the keeper owns, less what can be
// worked out again.
type Dump interface {
	// Export writes one JSON object a line, sorted: equal data give equal bytes.
	Export(w io.Writer) error

	// Restore reads what Export wrote. Rows already there are left as they
	// are. It refuses a line that it does not understand, naming it.
	Restore(r io.Reader) error
}
