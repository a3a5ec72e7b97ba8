package store

import (
	"time"

	"entregent/internal/network"
)

// Sources holds the live sources: accounts and folders that are read again and
// again, once the keeper has set them up. Their passwords are not here (see
// Doors.Secret).
type Sources interface {
	// PutSource stores a source, or replaces it.
	PutSource(Source) error

	// Source returns one source; NotFound if there is none.
	Source(network.SourceID) (Source, error)

	// Sources returns all of them, oldest first (then by id).
	Sources() ([]Source, error)

	// DropSource removes a source; the batches it brought stay, and are from then
	// on like those of any file. NotFound if there is none.
	DropSource(network.SourceID) error

	// PutTaken notes that a source brought a batch; both must be there. The note
	// goes with either.
	PutTaken(network.SourceID, network.BatchID) error

	// TakenBy returns the batches that a source brought, newest first.
	TakenBy(network.SourceID) ([]network.BatchID, error)
}

// A Source is one live source. What is exported says where it is; how far it
// has been read is of this database only, so that another one reads it anew.
type Source struct {
	ID      network.SourceID
	Kind    string   // "imap", "calendar", "cards", "folder"
	Name    string   // as the keeper calls it
	Address string   // host, URL without secrets, or path
	Account string   // "" for none
	Folders []string // mailboxes or collections to read; none for what the reader proposes
	Words   bool     // of mail, what was written is read too, not headers alone
	Near    bool     // the keeper has allowed this very host to be on their own network
	Every   time.Duration
	Paused  bool
	At      time.Time // when it was set up

	State    []byte    // how far it has been read, as package live writes it: JSON, or nil
	Read     time.Time // when it was last read to its end, zero for never
	Tried    time.Time // when that was last tried
	Failures int       // how often in a row it has failed since
	Told     []byte    // what went wrong the last time, for a person: JSON, or nil
}
