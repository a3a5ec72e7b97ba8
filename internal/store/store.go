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

	// Scour leaves nothing of what was deleted in the files of the database:
	// pages, indexes, the log. Until it is done, what was deleted can still be read
	// there as bytes. Busy, with words, where somebody reads for too long.
	Scour(ctx context.Context) error

	// Copies lists the copies of the book that lie beside it, oldest first: what
	// was erased since is still in them. None on PostgreSQL, which knows nothing of
	// what was made of it elsewhere.
	Copies(ctx context.Context) ([]Copy, error)

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

// A Copy is an older copy of the book, found beside it.
type Copy struct {
	Name string    `json:"name"` // of the file, within the data directory
	At   time.Time `json:"at"`   // when it was written last
	Kind string    `json:"kind"` // "book", "sealed", "export" or "upload"
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
	Goals
	Questions
	Lines
	Ties
	Forecasts
	Desk
	Batches
	Sources
	Doors
	Dump
	Erasing
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

	// ToCome returns up to limit encounters with a part of the keeper's that begin
	// after one moment and before another, and are planned, or were so when their
	// calendar was read; in the order of time, then by id backwards.
	ToCome(from, to time.Time, limit int) ([]network.Encounter, error)

	// InPlaces returns up to limit encounters held in person in a place that is
	// named, after one moment and before another, newest first (then by id).
	InPlaces(from, to time.Time, limit int) ([]network.Encounter, error)

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

	// Asks returns those wishes that are asks and introductions, in that order too.
	Asks() ([]network.Wish, error)

	// PutStep records a step in the life of a wish, which must be there, or replaces
	// that step of that side. It goes when the wish does.
	PutStep(network.Step) error

	// DeleteStep removes the step of that wish, kind and side. NotFound if there is
	// none.
	DeleteStep(network.Step) error

	// Steps returns the steps of all wishes, by wish, oldest first.
	Steps() ([]network.Step, error)

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

// Dump is the canonical export: every row the keeper owns, less what can be
// worked out again.
type Dump interface {
	// Export writes one JSON object a line, sorted: equal data give equal bytes.
	Export(w io.Writer) error

	// Restore reads what Export wrote. Rows already there are left as they
	// are. It refuses a line that it does not understand, naming it.
	Restore(r io.Reader) error
}

// Goals holds what the keeper wants of the network.
type Goals interface {
	// PutGoal adds a goal with its aims, or replaces both. NotFound if a card it
	// aims at is not there.
	PutGoal(network.Goal) error

	// DeleteGoal removes one with its aims. NotFound if there is none.
	DeleteGoal(network.GoalID) error

	// Goals returns every goal, newest first (then by id), its aims in order. The
	// person of an aim follows its card.
	Goals() ([]network.Goal, error)
}
