package relation

import (
	"fmt"

	"entregent/internal/network"
)

// A Stage is how far a relation has come (judged). Each needs the one before.
type Stage int

// The stages. The zero value is the least.
const (
	Click        Stage = iota // linked or known of, never a two-way exchange
	Acquaintance              // a two-way exchange
	Conversation              // two-way on at least 3 days, over at least 30
	Bond                      // and met in person
	Trust                     // and met in person on at least 3 days, with favours both ways or a vouching
)

// Stages lists them all, for tests that a table is complete.
var Stages = []Stage{Click, Acquaintance, Conversation, Bond, Trust}

var stageNames = [...]string{"click", "acquaintance", "conversation", "bond", "trust"}

// String returns the stage's word, the same in texts, records and answers.
func (s Stage) String() string {
	if s < Click || s > Trust {
		return fmt.Sprintf("stage(%d)", int(s))
	}
	return stageNames[s]
}

// MarshalText writes the stage as String does.
func (s Stage) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Stage) UnmarshalText(b []byte) error {
	for i, name := range stageNames {
		if name == string(b) {
			*s = Stage(i)
			return nil
		}
	}
	return fmt.Errorf("relation: %q is not a stage", b)
}

// What the stages ask for.
const (
	turnsForConversation = 3
	spanForConversation  = 30 // days
	meetingsForTrust     = 3
)

// A Progress is the stage of a relation, with what it stands on.
type Progress struct {
	Earned    Stage            `json:"earned"` // what took place; never looks at drift
	Shown     Stage            `json:"stage"`  // lower where it was neglected, or as the keeper says
	Overruled bool             `json:"overruled,omitempty"`
	Evidence  []network.Reason `json:"evidence"`
	Missing   []network.Reason `json:"missing"`           // for the next stage
	Lowered   []network.Reason `json:"lowered,omitempty"` // why Shown differs from Earned
}

// earned climbs as far as the evidence goes, and says what the next step lacks.
func (t *Tie) earned(p Profile, facts []network.Ref) Progress {
	out := Progress{Evidence: []network.Reason{}, Missing: []network.Reason{}}
	for _, step := range []func(Profile, []network.Ref) (has, lacks []network.Reason){t.exchanged, t.conversed, t.met, t.trusted} {
		has, lacks := step(p, facts)
		if len(lacks) > 0 {
			out.Missing = lacks
			return out
		}
		out.Evidence = append(has, out.Evidence...)
		out.Earned++
	}
	return out
}

func (t *Tie) exchanged(Profile, []network.Ref) (has, lacks []network.Reason) {
	if !t.TwoWay() {
		return nil, reasons(reason(NeedsExchange, nil))
	}
	return reasons(reason(Exchanged, refs(t.FirstTurn), t.FirstTurn.Day.Date())), nil
}

func (t *Tie) conversed(_ Profile, facts []network.Ref) (has, lacks []network.Reason) {
	span := int(t.LastTurn) - int(t.FirstTurn.Day)
	if n := turnsForConversation - t.Turns; n > 0 {
		lacks = append(lacks, reason(NeedsDays, nil, n))
	}
	if span < spanForConversation {
		lacks = append(lacks, reason(NeedsTime, nil, spanForConversation))
	}
	return reasons(reason(Conversed, facts, t.Turns, span)), lacks
}

func (t *Tie) met(p Profile, _ []network.Ref) (has, lacks []network.Reason) {
	switch {
	case t.Met > 0:
		return reasons(reason(MetInPerson, refs(t.LastMet), t.Met, t.LastMet.Day.Date())), nil
	case p.SaidMet:
		return reasons(reason(SaidMet, nil)), nil
	}
	return nil, reasons(reason(NeedsMeeting, nil))
}

func (t *Tie) trusted(p Profile, _ []network.Ref) (has, lacks []network.Reason) {
	if n := meetingsForTrust - t.Met; n > 0 {
		lacks = append(lacks, reason(NeedsMeetings, nil, n))
	}
	switch {
	case len(p.Vouched) > 0:
		has = append(has, reason(Vouched, few(p.Vouched)))
	case len(p.Given) > 0 && len(p.Received) > 0:
		has = append(has, reason(FavoursBothWays, few(p.Given, p.Received)))
	case len(p.Received) > 0:
		lacks = append(lacks, reason(NeedsGift, few(p.Received)))
	case len(p.Given) > 0:
		lacks = append(lacks, reason(NeedsTheirGift, few(p.Given)))
	default:
		lacks = append(lacks, reason(NeedsFavours, nil))
	}
	return has, lacks
}

// show fills the stage that is shown on the day of reading r.
func (t *Tie) show(p Profile, r *Reading, facts []network.Ref) {
	s := &r.Stage
	s.Shown = s.Earned
	steps, why := t.neglect(p, r, facts)
	if lowered := max(min(s.Earned, Acquaintance), s.Earned-Stage(steps)); lowered < s.Earned {
		s.Shown, s.Lowered = lowered, reasons(why)
	}
	if p.Overruled != nil {
		s.Shown, s.Overruled = *p.Overruled, true
		s.Lowered = reasons(p.overruled())
	}
}

func (p Profile) overruled() network.Reason {
	if p.Word == "" {
		return reason(YouSaidSo, nil)
	}
	return reason(YouSaidSoFor, nil, p.Word)
}

// neglect says by how many steps the shown stage falls behind the earned one.
// A tie declared slow, or not to be watched, does not fall by a forecast.
func (t *Tie) neglect(p Profile, r *Reading, facts []network.Ref) (int, network.Reason) {
	switch {
	case p.Unwatched || t.Pulse.N == 0:
	case r.Dormant:
		return 2, reason(LoweredDormant, facts, r.Silence)
	case t.Pulse.N < enoughHistory && r.Silence >= p.sleeps():
		return 1, reason(LoweredSilence, facts, r.Silence)
	case r.Drift.P90 != nil && *r.Drift.P90 >= likelySilent && !p.Slow:
		return 1, reason(LoweredSilence, facts, r.Silence)
	}
	return 0, network.Reason{}
}
