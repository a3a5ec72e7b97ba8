package relation

import (
	"math"
	"slices"
	"time"

	"entregent/internal/network"
)

// What the words mean, in days and contact days (rulings §1).
const (
	enoughHistory = 3   // contact days below which no probability is given
	aliveDays     = 365 // a relation was in contact within
	slowDays      = 3 * 365
	newcomerDays  = 90
	wasClose      = 10  // contact days that make long silence dormancy
	likelySilent  = 0.7 // P(silent 90 d) that pulls the shown stage back
	quietKeeper   = -0.35
)

// A Profile is what bears on a relation besides what took place: what the
// keeper declared, what other records say. The zero value says nothing.
type Profile struct {
	FirstSeen network.Day   // connected or typed; 0 not known
	InCircle  bool          // the keeper has put them in a circle
	Slow      bool          // declared a slow tie: kin, an old friend
	Rhythm    int           // the keeper's own wish, in days between contacts; 0 none
	Unwatched bool          // deceased, rather not, or resting on this day: no drift
	SaidMet   bool          // the keeper said "we met"
	Given     []network.Ref // favours held, newest first
	Received  []network.Ref
	Vouched   []network.Ref // recommendations and introductions, whichever side vouched
	Overruled *Stage        // the stage the keeper holds it to be
	Word      string        // and the word of why
}

// sleeps is the number of days of silence after which a tie is no longer alive.
func (p Profile) sleeps() int {
	if p.Slow {
		return slowDays
	}
	return aliveDays
}

// A Drift says how likely a tie is to fall silent. P30 and P90 are nil below
// three contact days and for those who are not watched.
type Drift struct {
	P30  *float64      `json:"p30"`
	P90  *float64      `json:"p90"`
	Band Band          `json:"band,omitempty"` // P90 in words
	Due  *network.Date `json:"due,omitempty"`  // the day on which it comes due
	// Closed is how many of the keeper's own forecasts over 90 days have come to
	// their end; from 50 on, pages may show percentages.
	Closed  int              `json:"closed_forecasts"`
	Reasons []network.Reason `json:"reasons"`
	// The forecasts behind, for explanations; zero where P30 and P90 are nil.
	Forecasts [2]Forecast `json:"-"`
}

// A Reciprocity says who turns to whom.
type Reciprocity struct {
	TheyAnswer      bool `json:"they_answer"`
	NeverWroteFirst bool `json:"never_wrote_first"` // they never began an exchange, the keeper did
	// Reply is the probability of an answer within a week, should the keeper
	// write now; nil for those who are not watched. Pages keep it inside
	// explanations.
	Reply   *float64         `json:"p_reply"`
	Reasons []network.Reason `json:"reasons"`
}

// A Reading is what a tie is on one day.
type Reading struct {
	Day      network.Day   `json:"-"`
	Contacts int           `json:"contact_days"`
	First    *network.Date `json:"first,omitempty"`
	Last     *network.Date `json:"last,omitempty"`
	Silence  int           `json:"silence"` // days since the last contact; 0 without one
	// Relation: a two-way exchange, three contact days, the last within a year; or in a circle.
	Relation bool `json:"relation"`
	Alive    bool `json:"alive"` // in contact within a year; three years for a slow tie
	Newcomer bool `json:"newcomer"`
	Dormant  bool `json:"dormant"`
	Drifting bool `json:"drifting"`
	// Due: drifting, or silent for longer than the rhythm the keeper set.
	Due     bool        `json:"due"`
	TwoWay  bool        `json:"two_way"`
	Met     bool        `json:"met"` // in person
	Drift   Drift       `json:"drift"`
	Stage   Progress    `json:"progress"`
	Answers Reciprocity `json:"reciprocity"`
	Waiting *Waiting    `json:"waiting,omitempty"`
	Recent  []Mark      `json:"recent,omitempty"` // the latest contacts, newest first
	Written bool        `json:"-"`                // the keeper ever wrote to them, called or met them
	// For ordering only, never shown: nobody is given a number.
	Strength  float64 `json:"-"`
	Attention float64 `json:"-"`
}

// Read says what the tie is on the day of g.
func (t *Tie) Read(g Ground, p Profile) Reading {
	r := Reading{
		Day: g.Day, Contacts: t.Pulse.N, TwoWay: t.TwoWay(), Met: t.Met > 0 || p.SaidMet,
		Waiting: t.Waiting, Written: t.Out > 0 || t.Together > 0, Strength: t.Strength.At(g.Day),
	}
	r.Newcomer = t.newcomer(g.Day, p)
	if t.Pulse.N > 0 {
		first, last := t.Pulse.First.Date(), t.Pulse.Last.Date()
		r.First, r.Last = &first, &last
		r.Silence = max(0, int(g.Day)-int(t.Pulse.Last))
		r.Alive = r.Silence <= p.sleeps()
		r.Recent = t.recentMarks()
	}
	r.Relation = t.Relation(g.Day, p)
	facts := refs(r.Recent...)
	r.Stage = t.earned(p, facts)
	r.Dormant = r.Silence > 0 && !r.Alive && (r.Contacts >= wasClose || r.Stage.Earned >= Conversation)
	r.Drift = t.drift(g, p, &r, facts)
	t.show(p, &r, facts)
	r.Answers = t.reciprocity(g, p, facts)
	return r
}

// Relation reports whether the tie is a relation on a day: in a circle, or with a
// two-way exchange, three contact days, and the last of them not too long ago.
func (t *Tie) Relation(day network.Day, p Profile) bool {
	return p.InCircle || t.TwoWay() && t.Pulse.N >= enoughHistory && int(day)-int(t.Pulse.Last) <= p.sleeps()
}

func (t *Tie) newcomer(day network.Day, p Profile) bool {
	seen, known := p.FirstSeen, p.FirstSeen != 0
	if t.Pulse.N > 0 && (!known || t.Pulse.First < seen) {
		seen, known = t.Pulse.First, true
	}
	return known && seen <= day && int(day)-int(seen) <= newcomerDays
}

// drift fills what the model says, and whether the tie is due.
func (t *Tie) drift(g Ground, p Profile, r *Reading, facts []network.Ref) Drift {
	d := Drift{Closed: g.Closed[H90]}
	switch {
	case p.Unwatched:
		d.Reasons = reasons(reason(NotWatched, nil))
		return d
	case t.Pulse.N == 0:
		d.Reasons = reasons(reason(TooLittleHistory, nil, 0))
		return d
	}
	due := p.Rhythm
	if t.Pulse.N < enoughHistory {
		if p.Rhythm > 0 {
			d.Reasons = reasons(reason(YourRhythm, facts, p.Rhythm, r.Silence))
		}
		d.Reasons = append(d.Reasons, reason(TooLittleHistory, facts, t.Pulse.N))
	} else {
		f := [2]Forecast{t.Pulse.At(g, H30), t.Pulse.At(g, H90)}
		p30, p90 := f[H30].Probability(), f[H90].Probability()
		d.P30, d.P90, d.Band, d.Forecasts = &p30, &p90, BandOf(p90), f
		d.Reasons = t.whyDrift(f[H90], p, facts)
		if g.Closed[H30] >= enoughClosed && g.Closed[H90] >= enoughClosed {
			d.Reasons = append(d.Reasons, reason(InFigures, facts, hundredth(p30), hundredth(p90)))
		}
		if due == 0 {
			due = t.Pulse.Due(g)
		}
		r.Attention = f[H90].attention()
		r.Drifting = r.Silence >= due && !r.Dormant && !p.Slow
	}
	if due > 0 {
		on := (t.Pulse.Last + network.Day(due)).Date()
		d.Due = &on
		r.Due = r.Drifting || p.Rhythm > 0 && r.Silence >= due && !r.Dormant
	}
	return d
}

// whyDrift puts the summands of the model in the order a person would say them.
func (t *Tie) whyDrift(f Forecast, p Profile, facts []network.Ref) []network.Reason {
	var out []network.Reason
	add := func(key string, args ...any) { out = append(out, reason(key, facts, args...)) }
	if p.Rhythm > 0 {
		add(YourRhythm, p.Rhythm, int(f.Silence))
	}
	gap, silence := days(f.Gap), int(f.Silence)
	switch {
	case silence <= gap:
		add(StillInRhythm, gap, silence)
	case 2*t.Seen > t.Pulse.N:
		add(SilenceMet, gap, silence)
	default:
		add(SilenceAgainstGap, gap, silence)
	}
	if f.L >= 3 && silence > gap {
		add(UsedToBeOften, t.Pulse.N, int(t.Pulse.Last)-int(t.Pulse.First)+1)
	}
	if f.L < 1.5 {
		add(Seldom, t.Pulse.N, int(t.Pulse.Last)-int(t.Pulse.First)+1)
	}
	if n := days(f.Missed); f.Missed >= 1 {
		add(Missed, n)
	}
	if f.Decides && f.Q < quietKeeper {
		add(YouWereQuiet)
	}
	if p.Slow {
		add(SlowTie)
	}
	return out
}

// hundredth is a probability in whole percent. Nothing is certain: it is never 0
// or 100.
func hundredth(p float64) int { return int(math.Round(100 * min(max(p, 0.01), 0.99))) }

func days(f float64) int { return max(1, int(math.Round(math.Min(f, math.MaxInt32)))) }

// Instant is the moment at which a day is read for what is finer than days: so
// that a reading is the same all day long.
func (g Ground) Instant() time.Time { return time.Unix(int64(g.Day)*86400, 0) }

func (t *Tie) reciprocity(g Ground, p Profile, facts []network.Ref) Reciprocity {
	now := g.Instant()
	out := Reciprocity{NeverWroteFirst: t.Theirs == 0 && t.Mine > 0, Reasons: []network.Reason{}}
	if !p.Unwatched {
		reply := t.ReplyProbability(g, now)
		out.Reply = &reply
	}
	heard := t.Heard != 0 && now.UnixMicro()-t.Heard <= aliveDays*24*time.Hour.Microseconds()
	rate, closed := t.rate(g, now), t.Closed(now)
	out.TheyAnswer = heard && rate >= 0.3
	add := func(key string, args ...any) { out.Reasons = append(out.Reasons, reason(key, facts, args...)) }
	switch {
	case t.Out > 0 && t.Heard == 0:
		add(NoWordBack, t.Out)
	case t.In > 0 && t.Out == 0 && t.Together == 0:
		add(YouNeverAnswered, t.In)
	case closed.Yes > 0 && out.TheyAnswer:
		add(TheyAnswer, closed.Yes, closed.All)
	case closed.All >= 3 && rate < 0.3:
		add(TheyRarelyAnswer, closed.Yes, closed.All)
	}
	switch {
	case t.Theirs == 0 && t.Mine >= 2:
		add(NeverWroteFirst, t.Mine)
	case t.Mine == 0 && t.Theirs >= 2:
		add(YouNeverWroteFirst, t.Theirs)
	case t.Mine > 0 && t.Theirs > 0:
		add(BothWriteFirst, t.Theirs, t.Mine)
	}
	if t.Waiting != nil {
		wait := max(0, int(g.Day)-int(t.Waiting.Day))
		out.Reasons = append(out.Reasons, reason(TheyWait, []network.Ref{Mark{Encounter: t.Waiting.Encounter}.Ref()}, wait))
	}
	return out
}

// recentMarks returns the latest contacts, newest first.
func (t *Tie) recentMarks() []Mark { return slices.Clone(t.Recent[:t.kept()]) }

// LatestDays returns the latest contact days that a tie holds, ascending.
func (t *Tie) LatestDays() []network.Day {
	var days []network.Day
	for _, m := range slices.Backward(t.Recent[:t.kept()]) {
		days = append(days, m.Day)
	}
	return slices.Compact(days)
}

func (t *Tie) kept() (n int) {
	for _, m := range t.Recent {
		if m.Channel != "" {
			n++
		}
	}
	return n
}
