package asking

import "entregent/internal/network"

// A side is where one of two people stands who are to be presented.
type side struct {
	of                              network.Side
	name, with                      string
	asked, accepted, declined       network.Day
	isAsked, isAccepted, isDeclined bool
}

func (l *life) side(s network.Side) (out side) {
	out.of, out.name, out.with = s, l.One, l.Other
	if s == network.Other {
		out.name, out.with = l.Other, l.One
	}
	out.asked, out.isAsked = l.on(network.StepAsked, s)
	out.accepted, out.isAccepted = l.on(network.StepAccepted, s)
	out.declined, out.isDeclined = l.on(network.StepDeclined, s)
	return out
}

// waits reports whether they were asked and have not answered.
func (s side) waits() bool { return s.isAsked && !s.isAccepted && !s.isDeclined }

// between reads an introduction that the keeper makes. Both are asked first, the
// one who gains by it before the other; nobody is presented who has not said yes.
func (l *life) between() {
	if l.ended() {
		return
	}
	one, other := l.side(network.OneSide), l.side(network.Other)
	made, isMade := l.on(network.StepMade, network.OnlySide)
	switch {
	case isMade:
		l.afterPresenting(made)
	case one.isDeclined || other.isDeclined:
		l.refused(one, other)
	case one.isAccepted && other.isAccepted:
		on := max(one.accepted, other.accepted)
		l.is(Accepted, on)
		l.may(network.OnlySide, network.StepMade)
		l.may(network.OneSide, network.StepDeclined)
		l.may(network.Other, network.StepDeclined)
		l.due(network.StepMade, true, network.OneSide, on, Present, l.One, l.Other)
	default:
		l.asking(one, other)
	}
	l.may(network.OnlySide, network.StepClosed)
}

// asking is an introduction to which somebody has yet to say yes.
func (l *life) asking(one, other side) {
	drafted, _ := l.on(network.StepDrafted, network.OnlySide)
	l.is(Drafted, drafted)
	silent := false
	for _, s := range []side{one, other} {
		if s.isAsked && l.r.State == Drafted {
			l.is(Asked, s.asked)
		}
		switch {
		case s.waits():
			l.may(s.of, network.StepAccepted, network.StepDeclined)
			silent = silent || l.silent(s.asked, l.day)
			l.letGo(s.asked, s.of, s.name)
		case !s.isAsked:
			l.may(s.of, network.StepAsked)
		default:
			l.may(s.of, network.StepDeclined) // they have thought again
		}
	}
	if silent {
		l.is(Silent, l.r.Due[0].Day)
	}
	switch {
	case !one.isAsked && !other.isAsked:
		l.due(network.StepAsked, true, network.OneSide, max(drafted, l.From), AskOne, one.name, one.with)
	case one.isAccepted && !other.isAsked:
		l.due(network.StepAsked, true, network.Other, one.accepted, AskOther, other.name, other.with)
	case other.isAccepted && !one.isAsked:
		l.due(network.StepAsked, true, network.OneSide, other.accepted, AskOne, one.name, one.with)
	}
}

// refused is an introduction that one of them would rather not have: whoever was
// asked besides is told, without a word of why; otherwise the one who said no is
// thanked for it.
func (l *life) refused(one, other side) {
	who, rest := one, other
	if !one.isDeclined {
		who, rest = other, one
	}
	l.is(Declined, who.declined)
	if rest.isAsked && !rest.isDeclined {
		l.due(network.StepClosed, true, rest.of, who.declined, TellOther, rest.name, who.name)
		return
	}
	l.due(network.StepClosed, true, who.of, who.declined, ThankAnswer, who.name)
}

// afterPresenting is what is left once two were presented: to thank the one who
// opened their door, and to hear what came of it.
func (l *life) afterPresenting(made network.Day) {
	l.is(Made, made)
	news := made + network.Day(l.n("tell after"))
	if met, ok := l.on(network.StepMet, network.OnlySide); ok && met >= made {
		l.is(Met, met)
		news = met
	}
	l.may(network.OnlySide, network.StepMet, network.StepThanked, network.StepTold)
	if !l.did(network.StepThanked) {
		l.due(network.StepThanked, true, network.Other, made+network.Day(l.n("thank after")), ThankOther, l.Other, l.One)
	}
	if !l.did(network.StepTold) {
		l.due(network.StepTold, false, network.OneSide, news, Hear, l.One, l.Other)
	}
}
