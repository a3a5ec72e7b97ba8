package web

import (
	"slices"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A KnownPage is the third unknown: who knows the keeper, what shows it, and who
// should hear what the keeper wants to be known for.
type KnownPage struct {
	Page
	Things []ThingCard
	Goal   bool // a goal is under way
	Parts  []KnowPart
}

// A ThingCard is one thing to be known for, with who should hear of it.
type ThingCard struct {
	Text  string
	Goal  string // the words of the goal
	Due   []HearLine
	More  int // how many should hear besides
	Later int // how many should hear of something else first: one thing at a time
	Heard []HearLine
}

// A HearLine is somebody who should hear, or has heard.
type HearLine struct {
	Face
	Text string
	On   network.Date
	rank int // whom it concerns, who speaks for the keeper, who can pass it on
}

// A KnowPart is everybody of whom one answer holds, a page of them.
type KnowPart struct {
	Key   string // yes, perhaps, oneway, no
	Title string
	Lines []KnowLine
	Open  bool
	More  string // path of the rest, "" for none
	Left  int
}

// A KnowLine is somebody with the strongest sign.
type KnowLine struct {
	Face
	Why Reason
}

// A KnownPersonPage is one person's side.
type KnownPersonPage struct {
	Page
	Person Face
	Key    string
	Why    []Reason
	Say    []Reason
	Tell   []TellCard
	Goal   bool // something is wanted to be known for
}

// A TellCard is one thing to be known for, as far as somebody is concerned.
type TellCard struct {
	ID    string // of its place on the page
	Goal  string // id
	Of    string // its words
	Text  string
	On    network.Date // last told
	Due   bool
	Why   []Reason
	Facts []Reason // when it was told
	Draft Draft
}

const (
	someKnown = 12 // people of a part that is not asked for whole
	mostKnown = 200
	someHear  = 5
)

// hearOrder is the order in which those who should hear are named.
var hearOrder = []string{"known.tell_aimed", "known.tell_voucher", "known.tell_relay"}

func (*KnownPage) template() string       { return "known" }
func (*KnownPage) section() string        { return "known" }
func (*KnownPersonPage) template() string { return "knownperson" }
func (*KnownPersonPage) section() string  { return "known" }

// knownParts are the answers as the page shows them: whoever is written to and does
// not write is said apart.
var knownParts = []string{"yes", "perhaps", "oneway", "no"}

func knownPart(p app.KnownPerson) string {
	if p.Evidence[0].Key == "known.only_you" {
		return "oneway"
	}
	return string(p.Knows)
}

// knownPage answers GET /known.
func knownPage(v *visit) error {
	page := &KnownPage{Page: v.newPage()}
	list, err := v.app().Known(v.ctx(), v.keeper(), network.PersonID{})
	if err != nil {
		return err
	}
	goals, err := v.app().Goals(v.ctx(), v.keeper(), app.GoalAsk{})
	if err != nil {
		return err
	}
	page.Goal = len(goals) > 0
	page.Things = v.things(goals, list)
	asked := v.form("part")
	w := v.witness()
	of := map[string][]app.KnownPerson{}
	for _, p := range list {
		key := knownPart(p)
		of[key] = append(of[key], p)
	}
	shown := func(key string) []app.KnownPerson {
		n := someKnown
		if key == asked {
			n = mostKnown
		}
		return of[key][:min(n, len(of[key]))]
	}
	for _, key := range knownParts {
		for _, p := range shown(key) {
			w.hear(p.Evidence[0])
		}
	}
	if err := w.read(); err != nil {
		return err
	}
	for i, key := range knownParts {
		part := KnowPart{Key: key, Title: v.words("web.known.part."+key, len(of[key])), Open: key == asked || asked == "" && i == 0}
		for _, p := range shown(key) {
			part.Lines = append(part.Lines, KnowLine{Face{p.ID, p.Name}, w.reasons(p.Evidence[:1])[0]})
		}
		if part.Left = len(of[key]) - len(part.Lines); part.Left > 0 && key != asked {
			part.More = query("/known", "part", key) + "#" + key
		}
		page.Parts = append(page.Parts, part)
	}
	return v.show(page)
}

// things says of each thing to be known for who should hear of it.
func (v *visit) things(goals []app.Goal, list []app.KnownPerson) (out []ThingCard) {
	for _, g := range goals {
		for _, what := range g.KnownFor {
			c := ThingCard{Text: what, Goal: g.Text}
			for _, p := range list {
				first := true
				for _, t := range p.TellThem {
					here := t.Goal.ID == g.ID && t.Text == what
					switch {
					case here && t.Due && first:
						c.Due = append(c.Due, HearLine{Face: Face{p.ID, p.Name}, Text: v.p.Reason(t.Why[0]), rank: slices.Index(hearOrder, t.Why[0].Key)})
					case here && t.Due:
						c.Later++
					}
					if here && t.On != nil {
						c.Heard = append(c.Heard, HearLine{Face: Face{p.ID, p.Name}, On: *t.On})
					}
					first = first && !t.Due
				}
			}
			slices.SortStableFunc(c.Due, func(x, y HearLine) int { return x.rank - y.rank })
			c.More = max(0, len(c.Due)-someHear)
			c.Due = c.Due[:len(c.Due)-c.More]
			slices.SortStableFunc(c.Heard, func(x, y HearLine) int { return compareDates(y.On, x.On) })
			c.Heard = c.Heard[:min(len(c.Heard), someHear)]
			out = append(out, c)
		}
	}
	return out
}

func compareDates(a, b network.Date) int {
	switch x, y := a.String(), b.String(); {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// knownPerson answers GET /known/{id}.
func knownPerson(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	list, err := v.app().Known(v.ctx(), v.keeper(), who)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
	}
	goals, err := v.app().Goals(v.ctx(), v.keeper(), app.GoalAsk{})
	if err != nil {
		return err
	}
	p := list[0]
	page := &KnownPersonPage{Page: v.newPage(), Person: Face{p.ID, p.Name}, Key: knownPart(p)}
	page.Goal = slices.ContainsFunc(goals, func(g app.Goal) bool { return len(g.KnownFor) > 0 })
	w := v.witness()
	w.hear(p.Evidence...)
	for _, s := range p.TheySay {
		w.hear(network.Reason{Facts: s.Facts})
	}
	for _, t := range p.TellThem {
		w.hear(t.Why...)
		w.hear(network.Reason{Facts: t.Facts})
	}
	if err := w.read(); err != nil {
		return err
	}
	page.Why = w.reasons(p.Evidence)
	for _, s := range p.TheySay {
		page.Say = append(page.Say, w.fact(s.Text, s.Facts))
	}
	for i, t := range p.TellThem {
		c := TellCard{ID: "tell-" + string(rune('a'+i)), Goal: t.Goal.ID, Of: t.Goal.Name, Text: t.Text, Due: t.Due, Why: w.reasons(t.Why), Draft: Draft{Text: t.Draft}}
		if t.On != nil {
			c.On = *t.On
		}
		if len(t.Facts) > 0 {
			c.Facts = []Reason{w.fact(v.words("web.known.told", c.On), t.Facts)}
		}
		if p.Email != "" && t.Draft != "" {
			c.Draft.Mailto = mailto(p.Email, t.Draft)
		}
		page.Tell = append(page.Tell, c)
	}
	return v.show(page)
}

// addTold answers POST /known/{id}/told.
func addTold(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	goal, err := network.ParseID[network.GoalID](v.r.PostFormValue("goal"))
	if err != nil {
		goal = network.GoalID{} // told without a goal
	}
	fact, err := v.app().Told(v.ctx(), v.keeper(), who, goal, v.r.PostFormValue("what"), v.once())
	if err != nil {
		return err
	}
	return v.then(v.back("/known/"+who.String()), "told", fact)
}

// undoTold answers POST /known/told/{fact}/undo.
func undoTold(v *visit) error {
	fact, err := id[network.FactID](v, "fact", "error.no_such_fact")
	if err != nil {
		return err
	}
	if err := v.app().Untell(v.ctx(), v.keeper(), fact); err != nil && !isNotFound(err) {
		return err
	}
	return v.then(v.back("/known"), "back")
}
