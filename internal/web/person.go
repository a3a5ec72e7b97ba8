package web

import (
	"html/template"

	"entregent/internal/network"
)

// A PersonPage is the briefing on one person: what to know before meeting them,
// then why the program says so, then where it has it from.
type PersonPage struct {
	Page
	Person  Face
	Role    string // "artistic director, Atelier Nord"
	Town    string
	Lead    []string // who they are to me, at most two sentences
	Loops   []LoopLine
	Gesture *GestureCard // today's, if there is one for them
	Bring   []string
	Talk    []FactLine // small talk: children, hobbies, how we met
	Last    []Moment   // the last times, at most three
	Planned []Moment
	Give    *GiveView
	Asks    []AskCard // those that they have a part in
	Form    AskForm   // to ask them something
	Balance Verdict   // in words; the facts are Favours
	Favours []FavourLine
	Common  []Face // whom we both know

	Stage StageView
	Drift *DriftView // nil when nothing can be said, as for somebody never in contact

	Timeline     []Moment // newest first
	Earlier      []Moment // what comes before, folded
	TimelineMore string   // path of the older part, "" if this is all
	Facts        []FactLine
	Handles      []HandleLine
	Cards        []CardLine // what this person is made of
	Proposals    []MergeLine
	Tie          TieForm
	TieOpen      bool // its form came back with something to correct
	Asked        []QuestionLine
	Published    bool // there is an address at which a question can be answered
}

// A GiveView is what could be brought to somebody, and what they seek and offer.
type GiveView struct {
	Bring      []MatchCard
	Gatherings []GatheringLine // to invite them to
	Needs      WishList
	Offers     WishList
	Knows      []KnownLine
	Loops      []LoopCard // with the letters that would close them
	Kinds      []Choice   // of favours
}

// A KnownLine is somebody whom a person knows.
type KnownLine struct {
	ID     string // of the tie
	Person Face
	Text   string
}

// A StageView is how far the relation has come, with the way there.
type StageView struct {
	Word     string // "conversation", in words
	Step     int    // 0 click … 4 trust: which of five marks are inked
	Sentence string // "You are in conversation; …"
	Lowered  string // why the shown stage is below the earned one, "" if it is not
	Said     bool   // the keeper said so
	SaidWhy  string
	Evidence []Reason
	Missing  []string // what the next stage needs
	Next     string   // its name, "" at the last
}

// A DriftView says whether the tie is falling silent.
type DriftView struct {
	Verdict
	Drifting bool
	Little   bool // too little history for the model
}

// A Moment is one entry of the timeline.
type Moment struct {
	ID        string
	On        network.Date
	Channel   network.Channel
	Direction network.Direction
	Text      string // what it was about
	Excerpt   string
	Place     string
	With      []Face // who else was there
	State     network.State
	Origins   []Origin
	Editable  bool // typed: may be corrected or taken away
}

// A FactLine is one thing known.
type FactLine struct {
	ID      string
	Label   string // "birthday", in words
	Text    string
	On      network.Date // zero if not said
	Shown   bool         // is what is shown of its kind; the others are kept besides
	Typed   bool
	Origins []Origin
}

// A HandleLine is one way to reach them.
type HandleLine struct {
	Kind    string // in words: "mail"
	Text    string
	URL     template.URL // mailto:, tel: or a profile; "" when there is none
	Origins []Origin
}

// A FavourLine is one thing brought, in either direction.
type FavourLine struct {
	ID      string
	Text    string // "she recommended you: …"
	On      network.Date
	Given   bool
	State   network.State
	Origins []Origin
}

// A CardLine is one source's card, which can be split off.
type CardLine struct {
	ID     string
	Name   string
	Origin Origin
	Split  bool // may be split off
}

// A MergeLine proposes that two are one person.
type MergeLine struct {
	ID    string
	Other PersonRow
	Why   []Reason
}

// A TieForm is what the keeper decides about the relation.
type TieForm struct {
	Circles []Choice
	Stages  []Choice
	Slow    bool
	Rhythm  string // days between contacts, "" for none
	Mark    Mark
	Until   network.Date // when resting
	Address []Choice     // tu, vous
	Tongue  []Choice     // language of the drafts
	Version int64        // of the person as shown, so that two pages do not overwrite each other
}

func (*PersonPage) template() string { return "person" }
func (*PersonPage) section() string  { return "people" }
