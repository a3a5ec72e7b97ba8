// Package importer is where other people's file formats become one stream of
// events that the rest of the product understands.
//
// A reader knows one format and nothing of storage; package app knows storage
// and nothing of formats. They meet at Event. Readers never open anything but
// the fs.FS they are given, never read the clock, and never keep more in memory
// than their limits say. To add a format: one package with a type that
// satisfies Reader, its samples, and one line in the list of readers in cli.
package importer

import (
	"context"
	"io/fs"
	"iter"
	"time"

	"entregent/internal/network"
)

// A Reader reads one source format.
type Reader interface {
	// Name identifies the format on the command line (--as), in stored records
	// and in texts ("source.<name>"). It never changes once released.
	Name() string

	// Find returns the parts of src that are of this format, each to be read as
	// one source: a LinkedIn archive with all its files, one mailbox, one
	// calendar. It reads little of each file, and yields parts in a fixed order.
	// A file that it cannot be sure of it leaves to others.
	Find(src fs.FS) []Part

	// Owner returns what the part says of who its owner is, having read little:
	// a profile, the sender of a Sent folder, the address most mail was
	// delivered to. None is a fine answer.
	Owner(ctx context.Context, src fs.FS, part Part) ([]Claim, error)

	// Read yields the events of part in source order. A non-nil error ends the
	// stream and means that the part as a whole cannot be read further; anything
	// smaller is a Problem event, and the rest goes on. Breaking off the loop or
	// ending ctx stops the reading at once.
	Read(ctx context.Context, src fs.FS, part Part, opt Options) iter.Seq2[Event, error]
}

// A Part is what one reader found in a source: one thing that a person would
// name ("my LinkedIn archive", "the mailbox Sent").
type Part struct {
	Label string   // how a person would name it: the folder, zip or file name
	Files []string // every file of src that belongs to it, sorted
	Hint  string   // for the reader's own use between Find and Read
}

// Options are what a reader must be told.
type Options struct {
	Zone *time.Location // in which dates without a zone are read; never nil
	Now  time.Time      // the moment of the import: recurring events are expanded to it
	// Since leaves what began before it to earlier readings of the same source:
	// instances of calendar events. Zero for as far back as the reader goes.
	Since   time.Time
	Country string // ISO code by which national phone numbers are read; "" leaves them RawPhone
	Limits  Limits
	Source  string // the folder, zip or file as the keeper handed it in, by its name; "" where there is none
	// Columns maps the columns of an unknown CSV to what they are; nil lets the
	// reader guess. Only the generic address-book reader uses it.
	Columns map[string]string
}

// A Guesser is a Reader that has to guess what the columns of a table are, and
// shows its guess, so that the keeper can correct it with Options.Columns.
type Guesser interface {
	Reader
	// Columns returns the guess for a part, in the order of its columns; nil
	// where the table is one that is known.
	Columns(src fs.FS, part Part, opt Options) []Column
}

// A Column is what one column of a table was taken for.
type Column struct {
	Name    string `json:"name"`              // as the table calls it; its number where it has no name
	Field   string `json:"field"`             // one of the reader's words for Options.Columns
	Example string `json:"example,omitempty"` // the first value that is not empty
	Sure    bool   `json:"sure,omitempty"`    // its name is known, or the keeper said so
}

// An Event is one thing that a source says. At most one of its pointers is set,
// but for Edition.
type Event struct {
	At Pos
	// Read is the number of records of the source that this event accounts for:
	// 1 on the first event of each row, card, message or calendar entry, 0 on
	// what else the same record gives.
	Read int

	Card      *Card
	Encounter *Encounter
	Favour    *Favour
	Own       *Own
	// Edition alone says that a calendar knows an event, or that an instance of it
	// does not take place; it may go with an Ignored.
	Edition *Edition
	Ignored *Ignored
	Problem *Problem
}

// A Pos is a place in a source: file and line, as a person would look it up.
// Line is 1 for the first; 0 where a file has no lines (then Item counts).
type Pos struct {
	File string // path within the source, with slashes
	Line int    // line on which the record begins
}

// A Claim says whom a source takes for its owner.
type Claim struct {
	Handles []network.Handle
	Name    string
	Why     string // key of the reason in words ("me.profile", "me.sent", "me.delivered", "me.calendar")
	Weight  int    // how many records say so
	Sure    bool   // the source states it outright, as a profile does
}

// A Who is somebody as a source names them in passing.
type Who struct {
	Name    string
	Handles []network.Handle
	Me      bool // the source itself says that this is its owner
}

// A Card says that a person or organisation exists, and how they can be known
// again.
type Card struct {
	Who
	Kind    network.CardKind
	Vouched bool // the source lists its owner's acquaintances (address book, connections)
	// Key tells apart cards that have no strong handle, within this source: the
	// name and company of a row. Empty where a strong handle does.
	Key   string
	Facts []Fact
	AsOf  time.Time // the source's own date for what it says, zero if none
}

// A Fact is one value on a card; see network.Fact.
type Fact struct {
	Kind  network.FactKind
	Value string
	Label string
	On    time.Time
}

// An Encounter says that something took place, or will.
type Encounter struct {
	// Key is the same for the same happening wherever it is read: "mail:" and
	// the Message-ID, "ics:" with UID and start. It must not hold the file name.
	Key     string
	Channel network.Channel
	At      time.Time
	Until   time.Time // when what is to come ends; At where it takes no time; zero of what is over
	Subject string
	Text    string // the words said, without quotes of earlier messages and signature; at most MaxText bytes
	Place   string
	State   network.State // Planned for what lies after Options.Now; Proposed where the source leaves doubt for everybody
	Group   string        // the name of the group or conversation, if it has one
	Size    int           // how many took part where the source counts but does not list them; else 0
	Parties []Party
	// OwnerTookPart says that the source's owner was there although no party
	// stands for them: an event in their own calendar.
	OwnerTookPart bool
	OwnerDeclined bool
	// Edition says of which event of a calendar this is an instance, where a newer
	// file may say otherwise of it.
	Edition *Edition
}

// An Edition places an instance of a calendar event among all that files say of
// that event; see network.Edition.
type Edition struct {
	Event    string    // the same for the event in every file
	Instance string    // the same for the instance in every file; "" for the event as a whole
	Version  int64     // greater is newer
	Since    time.Time // the file is read for instances from this moment on
	// Before is the Key that stood for the instance in books written before
	// editions were kept; "" where it is that of now.
	Before string
}

// MaxText is the greatest length of Encounter.Text, in bytes.
const MaxText = 8 << 10

// A Party is somebody's part in an encounter.
type Party struct {
	Who
	Role   network.Role
	Status network.Status
}

// A Favour says that something was brought to the owner, or by the owner.
type Favour struct {
	Who
	// WhoKey is the Card.Key of the person, where no strong handle says who.
	WhoKey  string
	Vouched bool // as on the Card of that person, where WhoKey says who
	Kind    network.FavourKind
	Given   bool // by the source's owner
	On      time.Time
	What    string
	State   network.State // Proposed where it is only inferred
	// Presented are who may be whom an introduction presents to the owner, the
	// owner perhaps among them: the one that is left is who it is.
	Presented []Who
	Key       string // the same for the same favour wherever it is read
}

// An Own is a line of the owner's own public trace: profile, position,
// education, skill, post, comment, reaction, event. The mirror reads them.
type Own struct {
	Kind   string            // "profile", "position", "education", "skill", "language", "post", "comment", "reaction", "event", "follow"
	On     time.Time         // zero if not said
	Key    string            // the same for the same line wherever it is read
	Fields map[string]string // by the names of formats.md, lower_snake_case
}

// An Ignored reports a record left out on purpose. Reason is a stable word
// ("list", "broadcast", "hidden_account", "draft", "declined", "cancelled",
// "unsupported_file"…) with a text "ignored.<reason>"; Raw helps to find it.
type Ignored struct {
	Reason string
	Raw    string
}

// A Problem reports a record that could not be understood. Key names its text
// ("problem.<key>"), Args are the text's arguments, Raw the offending bytes,
// shortened by NewProblem.
type Problem struct {
	Key  string
	Args []any
	Raw  string
}

// Limits bound what a reader may take from one source; every refusal names the
// limit. See reliability.md, after I12.
type Limits struct {
	MaxFile       int64 // bytes of one file, unpacked
	MaxLine       int   // bytes of one line or CSV cell
	MaxColumns    int   // of a CSV
	MaxCard       int   // bytes of one vCard or calendar entry, photo aside
	MaxMessage    int64 // bytes of one mail; what is longer is read by its headers alone
	MaxParts      int   // of one mail
	MaxDepth      int   // of nested MIME parts or JSON
	MaxHeaders    int   // of one mail
	MaxInstances  int   // of one recurring event
	MaxProperties int   // of one card or calendar entry
}

// DefaultLimits are those of reliability.md.
var DefaultLimits = Limits{
	MaxFile: 10 << 30, MaxLine: 1 << 20, MaxColumns: 1000, MaxCard: 1 << 20, MaxMessage: 25 << 20,
	MaxParts: 1000, MaxDepth: 20, MaxHeaders: 1000, MaxInstances: 10_000, MaxProperties: 10_000,
}

// NewProblem makes the event that reports a record not understood.
func NewProblem(at Pos, read int, key, raw string, args ...any) Event {
	const most = 120
	r := []rune(raw)
	if len(r) > most {
		raw = string(r[:most]) + "…"
	}
	return Event{At: at, Read: read, Problem: &Problem{Key: key, Args: args, Raw: raw}}
}

// NewIgnored makes the event that reports a record left out on purpose.
func NewIgnored(at Pos, read int, reason, raw string) Event {
	return Event{At: at, Read: read, Ignored: &Ignored{Reason: reason, Raw: raw}}
}
