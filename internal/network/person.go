package network

import (
	"strings"
	"time"
	"unicode/utf8"
)

// A Person is somebody (or an organisation) in the keeper's network: the cards
// that belong together, with what the keeper decided about them.
type Person struct {
	ID       PersonID
	Merged   PersonID // the person this one is part of now; zero while it stands for itself
	Standing Standing

	// What the keeper decided. None of it comes from an import.
	Circle    string // name of the circle the keeper put them in, "" for none
	Slow      bool   // kin and old friends: silence means less
	Rhythm    int    // days between contacts that the keeper wants; 0 for none
	Mark      Mark
	MarkUntil Date   // end of Resting
	Stage     string // the stage the keeper says it is, "" for the earned one
	StageWord string // why, in the keeper's words
	Familiar  Familiarity
	Lang      string // language to write in, "" for what the last exchange was in
	Binned    bool   // in the bin: not counted, not shown, can come back

	// What is shown: worked out from the cards, typed first (see Shown).
	Name         string
	SortKey      string
	Organisation string
	Title        string
	Town         string
	Birthday     string    // as Date writes it
	Since        time.Time // first seen: first contact, connection date, or typed

	Version int64 // goes up with each write; 0 means not stored yet
	Changed int64 // the keeper's change number of the last write, for sync
}

// A Standing says what a set of cards is taken for.
type Standing string

// The standings. Only contacts are counted and shown among people.
const (
	Contact  Standing = "contact"  // a person the keeper knows
	Stranger Standing = "stranger" // wrote to the keeper, unknown: counted in the report only
	Body     Standing = "body"     // an organisation, or the desk behind a role address
)

// A Mark takes somebody out of every proposal. They are still found, and still
// in the Year.
type Mark string

// The marks.
const (
	NoMark    Mark = ""
	Deceased  Mark = "deceased"
	RatherNot Mark = "rather_not"
	Resting   Mark = "resting" // until Person.MarkUntil
)

// MaxNameLen is the greatest length of a name, in characters.
const MaxNameLen = 200

// CleanName returns name fit to be kept: trimmed, one line, no control
// characters. It refuses an empty name and one longer than MaxNameLen.
func CleanName(name string) (string, error) {
	name = OneLine(name)
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return "", &Error{Kind: Invalid, Field: "name", Msg: "error.name_required"}
	case n > MaxNameLen:
		return "", &Error{Kind: Invalid, Field: "name", Msg: "error.name_too_long", Args: []any{MaxNameLen}}
	}
	return name, nil
}

// OneLine returns s as one line: control characters and runs of white space
// become one space, bytes that are no UTF-8 become U+FFFD.
func OneLine(s string) string {
	clean := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == ' ' && (i == 0 || s[i-1] == ' ' || i == len(s)-1) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return r <= 0x20 || r >= 0x7f && r <= 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	}), " ")
}

// A Keeper is the person whose network it is, with their settings.
type Keeper struct {
	ID       KeeperID
	Seed     []byte // secret from which ids are derived; see Derive
	Settings Settings
}

// Settings are what the keeper chose. The zero value of each field means its
// default.
type Settings struct {
	Lang     string   `json:"lang,omitempty"`    // "fr" or "en"
	Zone     string   `json:"zone,omitempty"`    // IANA name; "" is the machine's
	Country  string   `json:"country,omitempty"` // ISO code by which national phone numbers are read
	Names    []string `json:"names,omitempty"`   // how the keeper is called; the first is the one to sign with
	Handles  []Handle `json:"handles,omitempty"` // the keeper's own, by which direction is known
	Gestures int      `json:"gestures,omitempty"`
	Minutes  int      `json:"minutes,omitempty"`
	Quiet    []int    `json:"quiet,omitempty"` // days of the week without gestures, 0 = Sunday
	Pause    Date     `json:"pause,omitzero"`  // no gestures up to and including this day
	Places   []Circle `json:"circles,omitempty"`
	Demo     bool     `json:"demo,omitempty"` // the network is invented
	Home     string   `json:"home,omitempty"` // where the keeper lives: a town
	// When the keeper sees people: days of the week (0 = Sunday) and hours, "09:00".
	MeetDays  []int  `json:"meet_days,omitempty"`
	MeetFrom  string `json:"meet_from,omitempty"`
	MeetUntil string `json:"meet_until,omitempty"` // "24:00" is the end of the day
	// Beliefs are the judged figures that the keeper sees otherwise: by table
	// ("reach", "tact", "asking"), then by the words of the line.
	Beliefs map[string]map[string]float64 `json:"beliefs,omitempty"`
	// Public is the address at which open questions can be answered, "" for none;
	// PublicName is how the keeper is called there, "" for their first name.
	Public     string `json:"public,omitempty"`
	PublicName string `json:"public_name,omitempty"`
}

// A Circle is a place in the village, with how many people it can hold, those
// of the smaller circles included.
type Circle struct {
	Name     string `json:"name"`
	Capacity int    `json:"capacity"`
}

// DefaultCircles are the places of a village: 5, 15, 50 and 150, nested.
var DefaultCircles = []Circle{{"5", 5}, {"15", 15}, {"50", 50}, {"150", 150}}

// Circles returns the keeper's circles, innermost first.
func (s Settings) Circles() []Circle {
	if len(s.Places) == 0 {
		return DefaultCircles
	}
	return s.Places
}

// MaxGestures returns the most gestures a day may hold (3 unless chosen).
func (s Settings) MaxGestures() int {
	if s.Gestures <= 0 {
		return 3
	}
	return s.Gestures
}

// DayMinutes returns the minutes a day's gestures may take (20 unless chosen).
func (s Settings) DayMinutes() int {
	if s.Minutes <= 0 {
		return 20
	}
	return s.Minutes
}
