package network

import "time"

// A Channel is the way an encounter took place.
type Channel string

// The channels, heaviest first.
const (
	InPerson Channel = "in_person"
	Video    Channel = "video"
	Meeting  Channel = "meeting" // a meeting whose place is not known: weighs like video, never counts as met in person
	Call     Channel = "call"
	Letter   Channel = "letter"
	Mail     Channel = "mail"
	Message  Channel = "message"
	Answer   Channel = "answer" // an answer in public that names the other
	Social   Channel = "social" // like, comment, follow: a fact, never contact
	Event    Channel = "event"  // attended among many: a fact, never contact
)

// Channels lists every channel, for tests that a table is complete.
var Channels = []Channel{InPerson, Video, Meeting, Call, Letter, Mail, Message, Answer, Social, Event}

// Met reports whether the channel is a meeting of any kind (in person, by
// video, place unknown): such an encounter has no direction.
func (c Channel) Met() bool { return c == InPerson || c == Video || c == Meeting }

// Contact reports whether an encounter by this channel can be contact at all.
func (c Channel) Contact() bool { return c != Social && c != Event && c != "" }

// Weight is what a contact day by this channel counts in strength (judged, not
// measured; rulings §1): in person 2, video and calls 1.5, words 1.
func (c Channel) Weight() float64 {
	switch c {
	case InPerson:
		return 2
	case Video, Meeting, Call:
		return 1.5
	case Letter, Mail, Message, Answer:
		return 1
	}
	return 0
}

// A Direction says who turned to whom, seen from the keeper.
type Direction string

// The directions. The zero value means that the keeper had no part in it: two
// others were seen together.
const (
	Apart  Direction = ""
	In     Direction = "in"   // they turned to the keeper
	Out    Direction = "out"  // the keeper turned to them
	Mutual Direction = "both" // a meeting or a conversation held together
)

// A Role is the part somebody had in an encounter, as the source says it.
type Role string

// The roles.
const (
	From      Role = "from"
	To        Role = "to"
	Cc        Role = "cc"
	Bcc       Role = "bcc"
	Organizer Role = "organizer"
	Attendee  Role = "attendee"
)

// A Status is an attendee's answer to an invitation.
type Status string

// The answers. The zero value means that the source does not say.
const (
	Accepted    Status = "accepted"
	Declined    Status = "declined"
	Tentative   Status = "tentative"
	NeedsAction Status = "needs_action"
)

// A State says how sure it is that something is so.
type State string

// The states. The zero value is a fact.
const (
	Held     State = ""         // it took place; it is so
	Proposed State = "proposed" // the keeper should say yes or no
	Planned  State = "planned"  // it has not taken place yet; never counted
	// Withdrawn is the state of presences in an event of which a newer edition of
	// the calendar says otherwise: kept, neither shown nor counted.
	Withdrawn State = "withdrawn"
)

// An Encounter is one thing that took place (or is planned), whoever was there.
type Encounter struct {
	ID       EncounterID
	Source   string
	Channel  Channel
	At       time.Time
	Until    time.Time // when what is to come ends; At where it takes none of the keeper's time; zero where no source says
	Subject  string    // what it was about, one line
	Excerpt  string    // the first words said, at most ExcerptLen characters
	Place    string
	State    State
	Mine     Role   // the keeper's own role, "" where the keeper had no part
	MyCard   CardID // the keeper's own card in it, zero where there is none
	Size     int    // how many others took part, listed or not
	Lang     string // language of the words: "fr", "en" or ""
	Thanks   bool   // the words thank
	Question bool   // the words ask something
	Familiar Familiarity
	With     []Presence
}

// ExcerptLen is the greatest length of an excerpt, in characters.
const ExcerptLen = 280

// Broadcast is the number of others above which a mail or group message is a
// broadcast: kept as a fact, never contact (rulings §2).
const Broadcast = 8

// A Familiarity tells tu from vous in French words.
type Familiarity string

// The forms of address. The zero value is unknown.
const (
	Tu   Familiarity = "tu"
	Vous Familiarity = "vous"
)

// A Presence is one person's part in an encounter. Direction and Contact are
// worked out from the roles and from who the keeper is; the rest is the source's.
type Presence struct {
	Card      CardID
	Person    PersonID
	Role      Role
	Status    Status
	Direction Direction
	Contact   bool  // counts as contact between the keeper and this person
	State     State // Proposed: did you meet?
	CcOnly    bool  // the keeper was only in copy: contact, but no answer is owed
}
