package network

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
)

// An ID names one record: 128 bits that tell nothing of when or where it was
// made. The type parameter only keeps the id of one kind of record from being
// taken for another's.
type ID[Of any] [16]byte

type (
	// A KeeperID names the person whose network a record belongs to.
	KeeperID = ID[ofKeeper]
	// A PersonID names one person within one keeper's network.
	PersonID = ID[ofPerson]
	// A CardID names what one source says of one person.
	CardID = ID[ofCard]
	// A FactID names one value on a card.
	FactID = ID[ofFact]
	// An EncounterID names one thing that took place.
	EncounterID = ID[ofEncounter]
	// A FavourID names one thing brought.
	FavourID = ID[ofFavour]
	// A WishID names one need, offer or ask.
	WishID = ID[ofWish]
	// A GoalID names one goal.
	GoalID = ID[ofGoal]
	// A QuestionID names one open question.
	QuestionID = ID[ofQuestion]
	// A PairID names one tie between two others.
	PairID = ID[ofPair]
	// A LineID names one typed line.
	LineID = ID[ofLine]
	// A BatchID names one import.
	BatchID = ID[ofBatch]
	// A FileID names one file read by an import.
	FileID = ID[ofFile]
	// An OwnID names one line of the keeper's own public trace.
	OwnID = ID[ofOwn]
	// An EventID names an event of a calendar, whichever file tells of it.
	EventID = ID[ofEvent]
	// An InstanceID names one instance of such an event.
	InstanceID = ID[ofInstance]
	// A SourceID names a live source: an account that is read again and again.
	SourceID = ID[ofSource]
)

type (
	ofKeeper    struct{}
	ofPerson    struct{}
	ofCard      struct{}
	ofFact      struct{}
	ofEncounter struct{}
	ofFavour    struct{}
	ofWish      struct{}
	ofGoal      struct{}
	ofQuestion  struct{}
	ofPair      struct{}
	ofLine      struct{}
	ofBatch     struct{}
	ofFile      struct{}
	ofOwn       struct{}
	ofEvent     struct{}
	ofInstance  struct{}
	ofSource    struct{}
)

// text is lower-case base32 without padding: safe in URLs, files and speech.
var text = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

var errBadID = errors.New("network: not an id")

// ParseID reads the 26 letters that String wrote. Anything else is refused, so
// that one id has one spelling.
func ParseID[I ~[16]byte](s string) (I, error) {
	var id ID[struct{}]
	if s == "" {
		return I{}, errBadID
	}
	err := id.UnmarshalText([]byte(s))
	return I(id), err
}

// IsZero reports whether id names nothing.
func (id ID[Of]) IsZero() bool { return id == ID[Of]{} }

// String returns the id as 26 lower-case letters and digits.
func (id ID[Of]) String() string { return text.EncodeToString(id[:]) }

// MarshalText writes the id as String does; the zero id is empty.
func (id ID[Of]) MarshalText() ([]byte, error) {
	if id.IsZero() {
		return nil, nil
	}
	return []byte(id.String()), nil
}

// UnmarshalText reads what MarshalText wrote.
func (id *ID[Of]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = ID[Of]{}
		return nil
	}
	var out ID[Of]
	if len(b) != text.EncodedLen(len(out)) {
		return errBadID
	}
	if _, err := text.Decode(out[:], b); err != nil || out.String() != string(b) {
		return errBadID
	}
	*id = out
	return nil
}

// Derive makes the id of a record from what makes it that record and no other:
// the keeper's secret seed, the kind of record and its natural key. The same
// fact read twice, in any order, from any file, so has the same id, and nobody
// without the seed can guess it. Parts are length-prefixed, so that ("ab","c")
// and ("a","bc") differ.
func Derive[I ~[16]byte](seed []byte, kind string, parts ...string) I {
	h := sha256.New()
	var buf [512]byte
	put := func(s string) {
		n := len(s)
		b := append(buf[:0], byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
		h.Write(append(b, s...))
	}
	h.Write(seed)
	put(kind)
	for _, p := range parts {
		put(p)
	}
	var sum [sha256.Size]byte
	return I(h.Sum(sum[:0])[:16])
}
