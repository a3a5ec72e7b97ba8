// Package known answers the third unknown: does this person know me, or do I only
// know them?
//
// It looks for signs that came from their side, and says yes, perhaps or no with
// the facts it rests on; and which of the things the keeper wants to be known for
// they should hear of, and when they last did. It leaves out what they would say of the keeper (their
// own words, in the book) and how likely they are to answer (package relation).
package known

import (
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// A Knows says whether somebody knows the keeper.
type Knows string

// The answers (rulings §12).
const (
	Yes     Knows = "yes"     // answered or wrote first within a year; met, vouched, introduced or invited within three
	Perhaps Knows = "perhaps" // any older or weaker sign from their side
	No      Knows = "no"      // nothing came from them
)

// Answers lists them all, for tests that a table is complete.
var Answers = []Knows{Yes, Perhaps, No}

// How long a sign says yes, in days (rulings §12).
const (
	heardFor = 365
	metFor   = 3 * 365
)

// The keys of the reasons this package gives. Sentences says what their
// arguments are; the words are in package i18n.
const (
	Heard      = "known.heard"
	HeardLong  = "known.heard_long_ago"
	WroteFirst = "known.wrote_first"
	Met        = "known.met"
	VouchedFor = "known.vouched"
	Introduced = "known.introduced"
	Invited    = "known.invited"
	Brought    = "known.brought"
	Endorsed   = "known.endorsed"
	Signs      = "known.signs"
	OnlyYou    = "known.only_you"
	Nothing    = "known.nothing"
)

// Sentences lists the keys of this package with what the text of each takes, as
// relation.Sentences does.
func Sentences() []relation.Sentence {
	return []relation.Sentence{
		{Key: Heard, Args: []string{"date: last word of theirs"}},
		{Key: HeardLong, Args: []string{"date: last word of theirs"}},
		{Key: WroteFirst, Args: []string{"n: exchanges they began"}},
		{Key: Met, Args: []string{"n: days met", "date: latest"}},
		{Key: VouchedFor, Args: []string{"date: of the latest"}},
		{Key: Introduced, Args: []string{"date: of the latest"}},
		{Key: Invited, Args: []string{"date: of the latest"}},
		{Key: Brought, Args: []string{"n: favours of theirs"}},
		{Key: Endorsed, Args: []string{"n: endorsements"}},
		{Key: Signs, Args: []string{"n: likes, missed calls", "date: latest"}},
		{Key: OnlyYou, Args: []string{"n: messages of the keeper's"}},
		{Key: Nothing, Args: nil},
		{Key: TellAimed, Args: nil},
		{Key: TellVoucher, Args: nil},
		{Key: TellRelay, Args: []string{"n: people of the goal they know"}},
	}
}

// A Favour is something that they brought the keeper.
type Favour struct {
	ID   network.FavourID
	Kind network.FavourKind
	Day  network.Day // 0 where it is not said
}

// A Reading says whether somebody knows the keeper, and what shows it, the
// strongest first. Its reasons are never empty.
type Reading struct {
	Knows    Knows            `json:"knows_me"`
	Evidence []network.Reason `json:"evidence"`
}

// Read reads a tie, and what they brought, on a day.
func Read(t *relation.Tie, brought []Favour, day network.Day) Reading {
	r := Reading{Knows: No}
	// say notes a sign; until is the last day on which it says yes.
	say := func(until network.Day, why network.Reason) {
		r.Evidence = append(r.Evidence, why)
		switch {
		case day <= until:
			r.Knows = Yes
		case r.Knows == No:
			r.Knows = Perhaps
		}
	}
	r.favours(brought, say)
	if t.Seen > 0 {
		say(t.SeenDay+metFor, reason(Met, theirs(t), t.Seen, t.SeenDay.Date()))
	}
	if t.Heard != 0 {
		last := network.DayOf(time.UnixMicro(t.Heard), time.UTC)
		key := Heard
		if day > last+heardFor {
			key = HeardLong
		}
		say(last+heardFor, reason(key, theirs(t), last.Date()))
	}
	if t.Theirs > 0 { // when they last did is not kept: by itself it is an older sign
		say(0, reason(WroteFirst, theirs(t), t.Theirs))
	}
	if t.Signs > 0 {
		say(0, reason(Signs, nil, t.Signs, t.LastSign.Date()))
	}
	switch {
	case len(r.Evidence) > 0:
	case t.Out > 0:
		r.Evidence = []network.Reason{reason(OnlyYou, mine(t), t.Out)}
	default:
		r.Evidence = []network.Reason{reason(Nothing, nil)}
	}
	return r
}

// favours notes what they brought: who vouches, introduces or invites knows whom
// they do it for.
func (r *Reading) favours(brought []Favour, say func(network.Day, network.Reason)) {
	type sum struct {
		n    int
		last network.Day
		refs []network.Ref
	}
	by := map[string]*sum{}
	for _, f := range brought {
		key := Brought
		switch f.Kind {
		case network.Recommendation:
			key = VouchedFor
		case network.Introduction, network.Referral:
			key = Introduced
		case network.Invitation:
			key = Invited
		case network.Endorsement:
			key = Endorsed
		}
		s := by[key]
		if s == nil {
			s = &sum{}
			by[key] = s
		}
		s.n++
		s.last = max(s.last, f.Day)
		if len(s.refs) < 3 {
			s.refs = append(s.refs, network.Ref{Kind: network.RefFavour, ID: f.ID.String()})
		}
	}
	for _, key := range []string{VouchedFor, Introduced, Invited, Brought, Endorsed} {
		s := by[key]
		switch {
		case s == nil:
		case key == Brought || key == Endorsed: // weaker: a click, or a hand lent to a stranger
			say(0, reason(key, s.refs, s.n))
		case s.last == 0:
			say(0, reason(Brought, s.refs, s.n))
		default:
			say(s.last+metFor, reason(key, s.refs, s.last.Date()))
		}
	}
}

func reason(key string, facts []network.Ref, args ...any) network.Reason {
	if facts == nil {
		facts = []network.Ref{}
	}
	return network.Reason{Key: key, Args: args, Facts: facts}
}

// theirs returns, of the latest contacts, those in which they had a part.
func theirs(t *relation.Tie) []network.Ref {
	return recent(t, func(d network.Direction) bool { return d != network.Out })
}

func mine(t *relation.Tie) []network.Ref {
	return recent(t, func(d network.Direction) bool { return d == network.Out })
}

func recent(t *relation.Tie, which func(network.Direction) bool) (out []network.Ref) {
	for _, m := range t.Recent[:min(t.Pulse.N, len(t.Recent))] {
		if !m.Encounter.IsZero() && which(m.Direction) {
			out = append(out, m.Ref())
		}
	}
	return out
}
