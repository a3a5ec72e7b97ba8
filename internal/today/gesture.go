package today

import (
	"cmp"
	"math"
	"slices"
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// A Gesture is one thing worth doing now.
type Gesture struct {
	ID      string              `json:"id"`
	Kind    network.GestureKind `json:"kind"`
	Person  network.PersonID    `json:"person"`
	Name    string              `json:"name"`
	Reasons []network.Reason    `json:"reasons"` // the first says why in one sentence
	Bring   []Bring             `json:"bring"`
	Draft   Draft               `json:"draft"`
	Minutes int                 `json:"minutes"`
	// Door says that it goes to a newcomer or to someone never met.
	Door bool `json:"door,omitempty"`
	// Pair is the need and what meets it, of a gift; Other is who can bring it.
	Pair  string           `json:"pair,omitempty"`
	Other network.PersonID `json:"other,omitzero"`
	// Tell is what to let them know of, nil but for that gesture.
	Tell *Tell `json:"tell,omitempty"`
	// Ask is whose step it is, What and Side which one, of a step; Takes says that
	// making the gesture is to take it.
	Ask   network.WishID   `json:"ask,omitzero"`
	What  network.StepKind `json:"what,omitempty"`
	Side  network.Side     `json:"side,omitempty"`
	Takes bool             `json:"takes,omitempty"`
}

// A Bring is something to have in hand: what they seek and can be brought, a
// piece of their news, what was last spoken of, something known of them.
type Bring struct {
	Kind  string        `json:"kind"` // "offer", "introduction", "news", "last" or "fact"
	Key   string        `json:"key"`
	Args  []any         `json:"args,omitempty"`
	Facts []network.Ref `json:"facts"`
}

// A Draft says from which text a message can be written, and to whom it speaks.
type Draft struct {
	Key      string              `json:"key"`
	Args     []any               `json:"args,omitempty"` // their name, then what the key takes
	Lang     string              `json:"lang,omitempty"`
	Familiar network.Familiarity `json:"familiar,omitempty"`
}

// A Candidate is one contact with all that may be a reason for a gesture.
type Candidate struct {
	ID       network.PersonID
	Name     string
	Mark     network.Mark // as it holds on the day; whoever is marked is never proposed
	Circle   string       // theirs, or the one proposed for them; "" for none
	Reading  relation.Reading
	Link     *Link           // when they were connected
	Birthday network.Date    // zero if not known
	Born     network.Ref     // the fact that says so
	Post     *Post           // a new employer or title
	Subject  string          // of the message that waits for an answer
	Last     *Spoken         // what was last spoken of
	Known    []Known         // worth remembering before writing, best first
	Gifts    []Gift          // what could be brought to them, best first
	Steps    []AskStep       // of asks and introductions, that turn to them, the most pressing first
	Tell     *Tell           // what the keeper wants to be known for, and they should hear
	Goal     *network.Reason // why they matter to a goal of the keeper's, nil if they do not
	Lang     string          // in which to write
	Familiar network.Familiarity
}

// A Link is a connection on a network.
type Link struct {
	Day     network.Day
	Network string
	Fact    network.Ref
}

// A Post is a change of employer or title.
type Post struct {
	Title        string
	Organisation string
	Day          network.Day // on which it was seen
	Fact         network.Ref
}

// A Spoken is the subject of an earlier exchange.
type Spoken struct {
	Subject string
	Day     network.Day
	Fact    network.Ref
}

// A Known is a fact of a person: an interest, how they met.
type Known struct {
	Kind  network.FactKind
	About string // what it is about, where that is known: "child", "holiday"
	Value string
	Fact  network.Ref
}

// minutes is what a gesture of each kind takes.
var minutes = map[network.GestureKind]int{
	network.GestureAnswer: 5, network.GestureGreet: 3, network.GestureBirthday: 2,
	network.GestureDrift: 5, network.GestureRevive: 10, network.GestureMeet: 5,
	network.GestureTell: 5, network.GestureBring: 5, network.GestureIntroduce: 5,
}

// Days within which a reason holds.
const (
	greetWithin    = 90 // of a connection
	postWithin     = 60 // of a change of post
	birthdayBefore = 3
)

// An idea is a gesture that could be made, before anybody has chosen.
type idea struct {
	kind   network.GestureKind
	who    *Candidate
	why    []network.Reason
	draft  Draft
	bring  []Bring
	cause  network.Day // since when there is reason for it
	urgent int         // days that are left for it; the fewer the sooner
	weight float64     // among ideas of its kind, the greater the sooner
	leans  bool        // it serves a goal
	pair   string      // of a gift
	gift   *Gift
	tell   *Tell
	step   *AskStep
}

// door reports whether the gesture keeps the door open.
func (i idea) door() bool { return i.who.Reading.Newcomer || !i.who.Reading.Met }

func (i idea) minutes() int {
	if i.step != nil {
		return i.step.Minutes
	}
	return minutes[i.kind]
}

// compareIdeas orders ideas of one kind.
func compareIdeas(a, b idea) int {
	return cmp.Or(
		cmp.Compare(a.urgent, b.urgent),
		cmp.Compare(b.worth(), a.worth()),
		cmp.Compare(leaning(b), leaning(a)),
		cmp.Compare(a.who.ID.String(), b.who.ID.String()),
	)
}

// lean is by how much an idea counts for more among those of its kind when it
// serves a goal (judged): enough to go before its neighbours, too little to make a
// faint reason a strong one.
const lean = 0.15

// towards says that an idea serves a goal, where it does. An answer owed and a
// birthday are not weighed by what one wants of somebody.
func (i *idea) towards(goal *network.Reason) {
	if goal == nil || i.tell != nil || i.kind == network.GestureAnswer || i.kind == network.GestureBirthday {
		return
	}
	i.leans = true
	i.why = append(slices.Clip(i.why), *goal)
}

// worth is the weight of an idea, with what it gains by serving a goal.
func (i idea) worth() float64 { return i.weight + lean*leaning(i)*math.Abs(i.weight) }

func leaning(i idea) float64 {
	if i.leans {
		return 1
	}
	return 0
}

// ideas lists what could be done for one person, at most one of each kind.
func ideas(day network.Day, c *Candidate) []idea {
	if c.Mark != network.NoMark {
		return nil
	}
	var out []idea
	for _, find := range []func(network.Day, *Candidate) (idea, bool){
		answer, askStep, gift(network.GestureBring), gift(network.GestureTell), letKnow, gift(network.GestureIntroduce), greet, newPost, drift, meet, birthday, revive,
	} {
		i, ok := find(day, c)
		if !ok || len(out) > 0 && out[len(out)-1].kind == i.kind {
			continue
		}
		i.who = c
		i.draft.Args = append([]any{c.Name}, i.draft.Args...)
		i.draft.Lang, i.draft.Familiar = c.Lang, c.Familiar
		i.bring = Brings(c)
		i.towards(c.Goal)
		out = append(out, i)
	}
	return out
}

// answer: a message left unanswered, to few people, that is no question put to
// the keeper alone. The one that has waited longest comes first.
func answer(day network.Day, c *Candidate) (idea, bool) {
	w := c.Reading.Waiting
	if w == nil || w.Alone() || w.Readers > fewReaders {
		return idea{}, false
	}
	age := int(day) - int(w.Day)
	return idea{
		kind: network.GestureAnswer, cause: w.Day, weight: float64(age),
		why:   []network.Reason{waits(WhyAnswer, WhyAnswerAbout, *w, age, c.Subject)},
		draft: about("draft.answer", c.Subject),
	}, age >= leftFrom && age <= leftUntil
}

// greet: a new connection to whom the keeper never said a word.
func greet(day network.Day, c *Candidate) (idea, bool) {
	l := c.Link
	if l == nil || c.Reading.Written || c.Reading.Contacts > 0 { // they have said hello
		return idea{}, false
	}
	age := int(day) - int(l.Day)
	why := reason(WhyGreet, []network.Ref{l.Fact}, l.Day.Date())
	if l.Network != "" {
		why = reason(WhyGreetOn, why.Facts, l.Day.Date(), l.Network)
	}
	return idea{
		kind: network.GestureGreet, cause: l.Day, weight: -float64(age),
		why:   []network.Reason{why},
		draft: Draft{Key: "draft.greet"},
	}, age >= 0 && age <= greetWithin
}

// newPost: a relation has a new employer or title.
func newPost(day network.Day, c *Candidate) (idea, bool) {
	p := c.Post
	if p == nil || !c.Reading.Relation {
		return idea{}, false
	}
	age := int(day) - int(p.Day)
	key, args := p.of(WhyNewPost, WhyNewOrganisation, WhyNewTitle)
	draft, _ := p.of("draft.new_post", "draft.new_organisation", "draft.new_title")
	return idea{
		kind: network.GestureGreet, cause: p.Day, weight: c.Reading.Strength,
		why:   []network.Reason{reason(key, []network.Ref{p.Fact}, args...)},
		draft: Draft{Key: draft, Args: args},
	}, age >= 0 && age <= postWithin
}

// of chooses the key for what is known of the post, with its arguments.
func (p Post) of(both, organisation, title string) (key string, args []any) {
	switch {
	case p.Title == "":
		return organisation, []any{p.Organisation}
	case p.Organisation == "":
		return title, []any{p.Title}
	}
	return both, []any{p.Title, p.Organisation}
}

// drift: silence has lasted too long for this tie, or longer than the keeper
// wants. The strong ones that are about to fall silent come first.
// Only ties seen within the year are among them, as in the logs on which the
// model was measured: of older ones it says "silent" with ease, and they would
// stand before those that a word can still keep.
func drift(_ network.Day, c *Candidate) (idea, bool) {
	r := c.Reading
	weight := r.Attention
	if !r.Drifting { // the keeper's own rhythm has come
		weight = max(weight, 1)
	}
	subject := ""
	if c.Last != nil {
		subject = c.Last.Subject
	}
	return idea{kind: network.GestureDrift, cause: r.Day, weight: weight, why: r.Drift.Reasons, draft: about("draft.drift", subject)},
		r.Due && r.Alive
}

// meet: they write to each other and never met. Newcomers come first.
func meet(day network.Day, c *Candidate) (idea, bool) {
	r := c.Reading
	weight := r.Strength
	if r.Newcomer {
		weight += 100
	}
	why := reason(WhyNeverMet, marks(r.Recent), r.Contacts)
	return idea{kind: network.GestureMeet, cause: day, weight: weight, why: []network.Reason{why}, draft: Draft{Key: "draft.meet"}},
		r.TwoWay && !r.Met && r.Alive && (r.Waiting == nil || !r.Waiting.Alone())
}

// birthday: of a relation, from a few days before.
func birthday(day network.Day, c *Candidate) (idea, bool) {
	if c.Birthday.IsZero() || !c.Reading.Relation {
		return idea{}, false
	}
	on := next(c.Birthday, day)
	left := int(on) - int(day)
	return idea{
		kind: network.GestureBirthday, cause: day, urgent: left, weight: c.Reading.Strength,
		why:   []network.Reason{reason(WhyBirthday, []network.Ref{c.Born}, on.Date())},
		draft: Draft{Key: "draft.birthday"},
	}, left <= birthdayBefore
}

// next returns the first birthday on or after a day. Who was born on 29
// February has it on the 28th in other years.
func next(born network.Date, day network.Day) network.Day {
	year := day.Date().Year
	for y := year; ; y++ {
		on := network.Date{Year: y, Month: born.Month, Day: born.Day}
		if !on.Valid() {
			on.Day = 28
		}
		d := network.DayOf(time.Date(y, on.Month, on.Day, 0, 0, 0, 0, time.UTC), time.UTC)
		if d >= day || y > year {
			return d
		}
	}
}

// revive: once close, long silent. Those with whom there was most come first.
func revive(day network.Day, c *Candidate) (idea, bool) {
	r := c.Reading
	subject := ""
	if c.Last != nil {
		subject = c.Last.Subject
	}
	return idea{
		kind: network.GestureRevive, cause: day, weight: float64(r.Contacts),
		why:   []network.Reason{reason(WhyRevive, marks(r.Recent), r.Contacts, r.Silence)},
		draft: about("draft.revive", subject),
	}, r.Dormant
}

// about names the draft that takes a subject, where there is one.
func about(key, subject string) Draft {
	if subject == "" {
		return Draft{Key: key}
	}
	return Draft{Key: key + "_about", Args: []any{subject}}
}

// Brings lists what to have in hand for somebody: what they could be brought,
// their news, what was last spoken of, and two facts at most.
func Brings(c *Candidate) []Bring {
	out := []Bring{}
	for _, g := range c.Gifts[:min(2, len(c.Gifts))] {
		out = append(out, g.Bring())
	}
	if p := c.Post; p != nil {
		key, args := p.of(BringPost, BringOrganisation, BringTitle)
		out = append(out, Bring{"news", key, args, []network.Ref{p.Fact}})
	}
	if l := c.Last; l != nil && l.Subject != "" {
		out = append(out, Bring{"last", BringLast, []any{l.Subject, l.Day.Date()}, []network.Ref{l.Fact}})
	}
	for _, k := range c.Known[:min(2, len(c.Known))] {
		key := BringFact
		switch {
		case k.Kind == network.FactHowMet:
			key = BringHowMet
		case k.About == "child" || k.About == "family" || k.About == "holiday":
			key = BringFact + "_" + k.About
		}
		out = append(out, Bring{"fact", key, []any{k.Value}, []network.Ref{k.Fact}})
	}
	return out
}

func marks(ms []relation.Mark) []network.Ref {
	out := make([]network.Ref, len(ms))
	for i, m := range ms {
		out[i] = m.Ref()
	}
	return out
}
