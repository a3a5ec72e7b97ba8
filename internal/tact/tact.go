// Package tact says what may be asked of somebody now: go, prepare first, or not
// now; with the reasons, what to do first, and the smaller ask that would fit.
//
// All of it is judged, not measured (relation-model §5, rulings §12), and stands
// in a table that the keeper may change (table.txt). The package leaves out what
// is asked and in which words, and how the facts are gathered; reasons are data.
package tact

import (
	_ "embed"
	"fmt"
	"slices"

	"entregent/internal/judged"
	"entregent/internal/network"
	"entregent/internal/relation"
)

// A Kind is what is asked for.
type Kind string

// The kinds of ask.
const (
	Advice         Kind = "advice"
	Information    Kind = "information"
	Feedback       Kind = "feedback"
	Introduction   Kind = "introduction"
	Recommendation Kind = "recommendation"
	Referral       Kind = "referral" // or business
	Job            Kind = "job"      // or a contract
	Money          Kind = "money"
)

// Kinds lists them in the order in which a smaller one is looked for: of those
// that weigh the same, the first is proposed.
var Kinds = []Kind{Advice, Information, Feedback, Introduction, Recommendation, Referral, Job, Money}

// An Answer is the verdict in one word.
type Answer string

// The answers. There is no zero one: a verdict is always given.
const (
	Go      Answer = "go"
	Prepare Answer = "prepare"
	NotNow  Answer = "not_now"
)

// Answers lists them all, for tests that a table is complete.
var Answers = []Answer{Go, Prepare, NotNow}

//go:embed table.txt
var table string

// A Table is what the product believes of asks, with what the keeper changed.
type Table struct{ judged.Table }

// Judged returns the product's own table.
func Judged() Table {
	t, err := judged.Read(table)
	if err != nil {
		panic("tact: " + err.Error()) // it is compiled in, and a test reads it
	}
	return Table{t}
}

// Changed returns the table with the keeper's own lines over it.
func Changed(own string) (Table, error) {
	mine, err := judged.Read(own)
	if err != nil {
		return Table{}, err
	}
	t, err := Judged().Over(mine)
	return Table{t}, err
}

// A Case is one ask of one person, on one day.
type Case struct {
	Kind  Kind
	Stage relation.Stage // as shown: it falls behind where the tie is neglected

	Unthanked []network.Ref // favours of theirs not thanked, or whose outcome they were not told
	Open      []network.Ref // asks of mine that they have not answered yet
	Asks      int           // asks of mine in ninety days, the open ones included
	Tilted    []network.Ref // what they brought, where for a year they brought more than I; nil where not
	Drifting  bool
	Silence   int // days since the last contact, for the reason

	Gift    []network.Ref // what I brought last
	GiftAge int           // days since; looked at where Gift is not empty
	Offers  []network.Ref // offers of theirs that cover this ask
	Missing []network.Reason
	// Missing is what the relation lacks for the next stage (relation.Progress):
	// the steps where the stage carries too little.
}

// A Verdict is what tact says.
type Verdict struct {
	Verdict Answer           `json:"verdict"`
	Reasons []network.Reason `json:"reasons"`
	// Steps are what to do first, in their order; empty for Go.
	Steps []network.Reason `json:"steps"`
	// Smaller is the ask that would fit now, "" for none or where it is not needed.
	Smaller Kind `json:"smaller_ask,omitempty"`
	// For tests and for who changes the table; no figure of it is shown.
	Room, Weight int `json:"-"`
}

// Judge says whether to ask.
func (t Table) Judge(c Case) (Verdict, error) {
	weight, known := t.Table["weighs "+string(c.Kind)]
	if !known {
		return Verdict{}, fmt.Errorf("tact: %q is not a kind of ask", c.Kind)
	}
	v := Verdict{Weight: int(weight), Reasons: []network.Reason{}, Steps: []network.Reason{}}
	carried := t.n("carries " + c.Stage.String())
	v.add(reason(Carries, nil, c.Stage.String(), string(c.Kind)))
	if carried < v.Weight {
		v.Reasons[0].Key = CarriesLess
	}
	lowered, first := t.lower(c, &v)
	v.Room = carried - lowered + t.raise(c, &v)
	switch {
	case first:
		v.Verdict = Prepare
	case v.Weight <= v.Room:
		v.Verdict = Go
		return v, nil
	case v.Weight <= v.Room+t.n("prepare within"):
		v.Verdict = Prepare
	default:
		v.Verdict = NotNow
	}
	t.prepare(c, &v)
	if v.Weight > v.Room {
		v.Smaller = t.fits(v.Room)
	}
	return v, nil
}

// lower counts what takes from the room, and says whether something must be done
// first whatever is asked.
func (t Table) lower(c Case, v *Verdict) (by int, first bool) {
	for _, cause := range []struct {
		is    bool
		name  string
		first bool
		why   network.Reason
	}{
		{len(c.Unthanked) > 0, "unthanked", true, reason(Unthanked, c.Unthanked, len(c.Unthanked))},
		{len(c.Open) > 0, "open_ask", true, reason(OpenAsk, c.Open, len(c.Open))},
		{c.Asks > t.n("many asks"), "many_asks", false, reason(ManyAsks, nil, c.Asks)},
		{len(c.Tilted) > 0, "tilted", false, reason(Tilted, c.Tilted, len(c.Tilted))},
		{c.Drifting, "drifting", false, reason(Drifting, nil, c.Silence)},
	} {
		if cause.is {
			by += t.n("lowers " + cause.name)
			first = first || cause.first
			v.add(cause.why)
		}
	}
	return by, first
}

// raise counts what adds to the room.
func (t Table) raise(c Case, v *Verdict) (by int) {
	if t.fresh(c) {
		by += t.n("raises gift")
		v.add(reason(Gave, c.Gift, c.GiftAge))
	}
	if len(c.Offers) > 0 {
		by += t.n("raises offer")
		v.add(reason(Offered, c.Offers))
	}
	return min(by, t.n("raises most"))
}

func (t Table) fresh(c Case) bool { return len(c.Gift) > 0 && c.GiftAge <= t.n("fresh gift") }

// prepare lists the steps: close what is open, bring something, see each other.
func (t Table) prepare(c Case, v *Verdict) {
	step := func(is bool, r network.Reason) {
		if is {
			v.Steps = append(v.Steps, r)
		}
	}
	step(len(c.Unthanked) > 0, reason(FirstThank, few(c.Unthanked), len(c.Unthanked)))
	step(len(c.Open) > 0, reason(FirstClose, few(c.Open), len(c.Open)))
	step(!t.fresh(c), reason(FirstBring, nil))
	step(c.Drifting, reason(FirstRenew, nil))
	step(c.Asks > t.n("many asks"), reason(FirstWait, nil))
	if v.Weight > t.n("carries "+c.Stage.String()) {
		v.Steps = append(v.Steps, c.Missing...)
	}
}

// fits returns the heaviest kind that there is room for, "" for none.
func (t Table) fits(room int) (kind Kind) {
	most := 0
	for _, k := range Kinds {
		if w := t.n("weighs " + string(k)); w <= room && w > most {
			kind, most = k, w
		}
	}
	return kind
}

func (t Table) n(words string) int { return int(t.Table[words]) }

func (v *Verdict) add(r network.Reason) { v.Reasons = append(v.Reasons, r) }

// few takes two records: a reason names few.
func few(refs []network.Ref) []network.Ref { return slices.Clone(refs[:min(2, len(refs))]) }
