package store

import (
	"time"

	"entregent/internal/network"
)

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

	// SpokenOf returns, in the order of their ids, the persons of whom a batch has
	// brought a card.
	SpokenOf(network.BatchID) ([]network.PersonID, error)

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
	Kind   network.RefKind // of the record: card, fact, encounter, favour, wish, pair, own
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
