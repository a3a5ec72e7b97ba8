package network

import "time"

// A Card is what one source says of one person or organisation: a name, the
// handles it gives, and facts. Cards are never merged or edited; persons are
// made of cards that belong together, so that an import can be undone and a
// merge split without a trace.
type Card struct {
	ID      CardID
	Source  string // the importer's name, or Typed
	Kind    CardKind
	Name    string   // as the source writes it; may be empty
	Handles []Handle // strong ones first
	// Vouched says that the source lists the keeper's own acquaintances: an
	// address book, a list of connections, the keeper's typing. A name in the
	// recipients of a mail is not vouched for.
	Vouched bool
	Person  PersonID // whose card this is now
	Born    PersonID // the person the card was first given to; a split returns there
	Seq     int64    // order of arrival within the keeper's book, for choosing ids only
}

// Typed is the Source of what the keeper wrote by hand. It outranks imports.
const Typed = "typed"

// A CardKind says what sort of thing a card describes.
type CardKind string

// The kinds of card. The zero value is a human being.
const (
	Human        CardKind = ""
	Organisation CardKind = "organisation"
	Owner        CardKind = "owner" // the source itself says that this is whose it is
)

// A Fact is one value known of a person.
type Fact struct {
	ID    FactID
	Card  CardID
	Kind  FactKind
	Value string    // what it says; a date as Date writes it
	Label string    // the source's own word for it: "work", "Spouse", a skill
	On    time.Time // when it became true or was written, zero if not said
	AsOf  time.Time // the source's own date, by which the newest value is shown
}

// A FactKind says what a fact is about.
type FactKind string

// The kinds of fact that have a meaning of their own. Importers give whatever
// they do not have a kind for as Other, labelled, so that nothing is lost.
const (
	FactName         FactKind = "name"         // another way the source writes the name
	FactNickname     FactKind = "nickname"     //
	FactOrganisation FactKind = "organisation" // where they work
	FactTitle        FactKind = "title"        // what they do there
	FactDepartment   FactKind = "department"   //
	FactBirthday     FactKind = "birthday"     // a Date, year may be unknown
	FactAnniversary  FactKind = "anniversary"  // a Date
	FactAddress      FactKind = "address"      // one line, parts joined by ", "
	FactTown         FactKind = "town"         //
	FactCountry      FactKind = "country"      //
	FactNote         FactKind = "note"         // the keeper's or the address book's own words
	FactHowMet       FactKind = "how_met"      // the words an invitation came with; how they met
	FactConnected    FactKind = "connected"    // connection date on a network; Label names the network
	FactEndorsed     FactKind = "endorsed"     // a skill the keeper endorsed or was endorsed for
	FactInvited      FactKind = "invited"      // a bare invitation; Label is in or out
	FactTag          FactKind = "tag"          // a category, group or label of the source
	FactRelated      FactKind = "related"      // another person named on the card; Label says how
	FactInterest     FactKind = "interest"     // hobby, child, small talk
	FactMark         FactKind = "mark"         // the source's own mark: deceased, archived
	FactLanguage     FactKind = "language"     // language spoken
	FactEvent        FactKind = "event"        // an event attended without contact
	FactBroadcast    FactKind = "broadcast"    // was among many recipients
	FactCall         FactKind = "call"         // a call that nobody took: missed, refused, unanswered or voicemail
	FactTold         FactKind = "told"         // what the keeper let them know of: Value is what they want to be known for, Label the goal
	FactSeesMe       FactKind = "sees_me"      // how they see the keeper, as they or somebody said; Label says who or where
	FactOther        FactKind = "other"        // anything else; Label says what
)
