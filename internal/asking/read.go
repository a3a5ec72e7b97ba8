package asking

import (
	"cmp"
	"slices"

	"entregent/internal/network"
)

// Read says where an ask stands on a day. What happened later is left out.
func (t Table) Read(c Case, day network.Day) Reading {
	l := life{Table: t, Case: c, day: day, at: map[Move]Mark{}}
	l.gather()
	if l.r.Marks == nil {
		l.r.Marks = []Mark{}
	}
	if c.Form == Between {
		l.between()
	} else {
		l.mine()
	}
	slices.SortStableFunc(l.r.Due, func(a, b Due) int { return cmp.Compare(a.Day, b.Day) })
	return l.r
}

// A life is a case being read.
type life struct {
	Table
	Case
	day network.Day
	at  map[Move]Mark
	r   Reading
}

// gather puts the steps into their order: by time, those of one moment as they
// usually come.
func (l *life) gather() {
	for _, list := range [][]Mark{l.Said, l.Shown} {
		for _, m := range list {
			k := Move{m.What, m.Side}
			if _, had := l.at[k]; had || m.Day > l.day {
				continue
			}
			l.at[k] = m
			l.r.Marks = append(l.r.Marks, m)
		}
	}
	slices.SortStableFunc(l.r.Marks, func(a, b Mark) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(rank(a.What), rank(b.What)), cmp.Compare(a.Side, b.Side))
	})
}

func rank(what network.StepKind) int { return slices.Index(network.StepKinds, what) }

// on returns the day of a step, and whether it happened.
func (l *life) on(what network.StepKind, side network.Side) (network.Day, bool) {
	m, ok := l.at[Move{what, side}]
	return m.Day, ok
}

func (l *life) did(what network.StepKind) bool {
	_, ok := l.on(what, network.OnlySide)
	return ok
}

// is puts in the state, since the day of the step that led to it.
func (l *life) is(s State, since network.Day) { l.r.State, l.r.Since = s, since }

// may adds steps that can be said now.
func (l *life) may(side network.Side, what ...network.StepKind) {
	for _, w := range what {
		if _, had := l.at[Move{w, side}]; !had {
			l.r.Moves = append(l.r.Moves, Move{w, side})
		}
	}
}

// ended reports whether it was closed or is done, and puts that in.
func (l *life) ended() bool {
	if on, ok := l.on(network.StepClosed, network.OnlySide); ok {
		l.is(Closed, on)
		return true
	}
	thanked, isThanked := l.on(network.StepThanked, network.OnlySide)
	told, isTold := l.on(network.StepTold, network.OnlySide)
	if isThanked && isTold && l.did(network.StepMade) {
		l.is(Done, max(thanked, told))
		return true
	}
	return false
}

// silent reports whether what was asked on a day has waited too long by another.
func (l *life) silent(asked, by network.Day) bool { return int(by)-int(asked) > l.n("silent after") }

// release is the day on which an ask without an answer is let go of.
func (l *life) release(asked network.Day) network.Day {
	return asked + network.Day(l.n("silent after")) + 1
}

// mine reads an ask of the keeper's own.
func (l *life) mine() {
	l.answered()
	if l.ended() {
		return
	}
	asked, isAsked := l.on(network.StepAsked, network.OnlySide)
	made, isMade := l.on(network.StepMade, network.OnlySide)
	accepted, isAccepted := l.on(network.StepAccepted, network.OnlySide)
	declined, isDeclined := l.on(network.StepDeclined, network.OnlySide)
	switch {
	case isMade:
		l.afterMade(made)
	case isDeclined:
		l.is(Declined, declined)
		l.due(network.StepClosed, true, network.OneSide, declined, ThankAnswer, l.One)
	case isAccepted:
		l.is(Accepted, accepted)
		l.may(network.OnlySide, network.StepMade, network.StepDeclined)
		if l.Form == Through {
			l.due(network.StepMade, false, network.OneSide, accepted+network.Day(l.n("ease after")), Ease, l.One, l.Other)
		} else {
			l.due(network.StepMade, false, network.OneSide, accepted+network.Day(l.n("ease after")), EaseDirect, l.One)
		}
	case isAsked:
		l.waiting(asked)
	default:
		l.drafted()
	}
	l.may(network.OnlySide, network.StepClosed)
}

func (l *life) drafted() {
	on, _ := l.on(network.StepDrafted, network.OnlySide)
	l.is(Drafted, on)
	l.may(network.OnlySide, network.StepAsked)
	if l.Form == Through {
		l.due(network.StepAsked, true, network.OneSide, max(on, l.From), Ask, l.One, l.Other)
		return
	}
	l.due(network.StepAsked, true, network.OneSide, max(on, l.From), AskDirect, l.One, l.What)
}

// waiting is an ask without an answer. Nothing is done before it is silence, and
// then nobody is asked again: they are let off.
func (l *life) waiting(asked network.Day) {
	l.is(Asked, asked)
	if l.silent(asked, l.day) {
		l.is(Silent, l.release(asked))
	}
	l.may(network.OnlySide, network.StepAccepted, network.StepDeclined, network.StepMade)
	l.letGo(asked, network.OneSide, l.One)
}

func (l *life) letGo(asked network.Day, to network.Side, name string) {
	on := l.release(asked)
	if on > l.day {
		l.due(network.StepClosed, true, to, on, Wait, name, on.Date())
		l.r.Due[len(l.r.Due)-1].Wait = true
		return
	}
	l.due(network.StepClosed, true, to, on, Release, name, int(l.day)-int(asked))
}

// afterMade is what is left once the keeper was presented, or was given what they
// asked for: to meet, to thank, and to tell what came of it.
func (l *life) afterMade(made network.Day) {
	l.is(Made, made)
	met, isMet := l.on(network.StepMet, network.OnlySide)
	news := made + network.Day(l.n("tell after"))
	if l.Form == Through {
		l.may(network.OnlySide, network.StepMet)
		if isMet = isMet && met >= made; isMet {
			l.is(Met, met)
			news = met
		} else {
			l.due(network.StepMet, false, network.Other, made+network.Day(l.n("meet after")), Meet, l.Other, l.One)
		}
	}
	l.may(network.OnlySide, network.StepThanked, network.StepTold)
	if !l.did(network.StepThanked) {
		l.due(network.StepThanked, true, network.OneSide, made, Thank, l.One)
	}
	if !l.did(network.StepTold) {
		l.due(network.StepTold, true, network.OneSide, news, Tell, l.One)
	}
}

// answered says what whoever was asked has answered, for good: an ask that was
// closed keeps its answer.
func (l *life) answered() {
	asked, isAsked := l.on(network.StepAsked, network.OnlySide)
	closed, isClosed := l.on(network.StepClosed, network.OnlySide)
	by := l.day
	if isClosed {
		by = closed
	}
	switch {
	case l.did(network.StepMade):
		l.r.Answer = Yes
	case l.did(network.StepDeclined):
		l.r.Answer = No
	case l.did(network.StepAccepted):
		l.r.Answer = Yes
		l.r.Promised = !isClosed
	case isAsked:
		l.r.Waits = !isClosed
		if l.silent(asked, by) {
			l.r.Answer = Silence
		}
	}
}

// due adds something to do. Reasons take the names of the people it is about.
func (l *life) due(what network.StepKind, takes bool, to network.Side, day network.Day, key string, args ...any) {
	minutes := l.n("minutes letter")
	switch {
	case what == network.StepAsked:
		minutes = l.n("minutes ask")
	case key == Present:
		minutes = l.n("minutes present")
	}
	d := Due{Move: Move{What: what}, Takes: takes, To: to, Day: day, Minutes: minutes, Why: network.Reason{Key: key, Args: args, Facts: []network.Ref{}}}
	if l.Form == Between && what == network.StepAsked {
		d.Side = to
	}
	l.r.Due = append(l.r.Due, d)
}
