package app

import (
	"slices"
	"strings"

	"entregent/internal/asking"
	"entregent/internal/network"
	"entregent/internal/today"
)

// drafts begins the letters of the steps to come; "" where there is nothing to
// write.
func (v *askView) drafts(l *life) ([]string, error) {
	out := make([]string, len(l.r.Due))
	if !v.letters {
		return out, nil
	}
	var who []today.Gesture
	for _, x := range l.r.Due {
		who = append(who, today.Gesture{Person: v.whom(l, x.To)})
	}
	light, err := v.d.closely(v.tx, who)
	if err != nil {
		return nil, err
	}
	for i, x := range l.r.Due {
		at, ok := light.at[v.whom(l, x.To)]
		if !ok || x.Wait {
			continue
		}
		m := v.d.askDraft(l, x)
		c := light.list[at]
		m.Args[0], m.Lang, m.Familiar = c.Name, c.Lang, c.Familiar
		out[i] = v.d.draft(m)
	}
	return out, nil
}

// askDraft says from which text the letter of a step is begun. The first argument
// is the name of whom it is written to.
func (d *desk) askDraft(l *life, x asking.Due) today.Draft {
	one, other := any(l.c.One), any(l.c.Other)
	to, with := one, other
	if x.To == network.Other {
		to, with = other, one
	}
	letter := func(key string, args ...any) today.Draft {
		return today.Draft{Key: key, Args: append([]any{to}, args...)}
	}
	about := func(key string, args ...any) today.Draft {
		if l.c.What != "" {
			key, args = key+"_about", append(args, l.c.What)
		}
		return letter(key, args...)
	}
	switch x.Why.Key {
	case asking.Ask:
		return letter("draft.reach", other, d.signature(today.Draft{}))
	case asking.AskDirect:
		return letter("draft.asking_direct", l.c.What)
	case asking.Release:
		return letter("draft.asking_release")
	case asking.Ease:
		return letter("draft.asking_ease", other, d.signature(today.Draft{}))
	case asking.EaseDirect:
		return letter("draft.asking_ease_direct")
	case asking.Meet:
		return letter("draft.asking_meet", with)
	case asking.Thank:
		if l.c.Form == asking.Through {
			return letter("draft.thanks_for", other)
		}
		return letter("draft.asking_thank", l.c.What)
	case asking.Tell:
		if l.c.Form == asking.Through {
			return letter("draft.news_for", other)
		}
		return letter("draft.asking_tell", l.c.What)
	case asking.AskOne:
		return about("draft.asking_one", with)
	case asking.AskOther:
		return about("draft.asking_other", with)
	case asking.Present:
		return about("letter.asking_present", firstName(l.c.One), firstName(l.c.Other), one, other)
	case asking.ThankOther:
		return letter("draft.asking_thank_other", with)
	case asking.Hear:
		return letter("draft.asking_hear", with)
	case asking.TellOther:
		return letter("draft.asking_not_now", with)
	}
	return letter("draft.asking_declined")
}

// signature is the keeper's name as others pass it on, in the voice of a draft.
func (d *desk) signature(m today.Draft) string {
	if me := meName(d.keeper.Settings); me != "" {
		return me
	}
	p, _ := d.voice(m)
	return p.T("draft.reach_somebody")
}

// toBoth reports whether a draft is a letter to two people, which says hello in
// its own words.
func toBoth(key string) bool { return strings.HasPrefix(key, "letter.") }

// sameLoop returns the loop of the desk that asks for the same step, nil if there
// is none: whoever granted an ask is thanked and told once.
func (d *desk) sameLoop(l *life, x asking.Due) *today.Loop {
	kind, ok := map[string]network.LoopKind{asking.Thank: network.ThanksDue, asking.Tell: network.NewsDue}[x.Why.Key]
	if !ok {
		return nil
	}
	made, _ := l.r.Find(network.StepMade, network.OnlySide)
	return d.loopOf(made.Favour, kind)
}

// askSteps are the steps of asks that fall due for each of those whom they turn to.
// What is on the desk as a loop is not said twice; nobody is asked who has yet to
// be thanked, or to answer something else.
func (d *desk) askSteps() map[network.PersonID][]today.AskStep {
	out := map[network.PersonID][]today.AskStep{}
	waits := map[network.PersonID]bool{}
	for i := range d.lives.list {
		if l := &d.lives.list[i]; l.r.Waits {
			waits[l.wish.Person] = true
		}
	}
	for _, l := range d.loops {
		if l.Closed == nil && (l.Kind == network.ThanksDue || l.Kind == network.NewsDue) {
			waits[l.Person] = true
		}
	}
	for i := range d.lives.list {
		l := &d.lives.list[i]
		for _, x := range l.r.Due {
			who := l.wish.Person
			if x.To == network.Other {
				who = l.wish.Leads
			}
			asks := x.Why.Key == asking.Ask || x.Why.Key == asking.AskDirect
			if x.Wait || x.Day > d.day || d.sameLoop(l, x) != nil || asks && waits[who] || d.lives.helped[pairID(l.wish.ID.String(), string(x.What))] {
				continue
			}
			m := d.askDraft(l, x)
			m.Args = m.Args[1:] // the name comes with the gesture
			why := x.Why
			why.Facts = []network.Ref{{Kind: network.RefWish, ID: l.wish.ID.String()}}
			out[who] = append(out[who], today.AskStep{Ask: l.wish.ID, What: x.What, Side: x.Side, Takes: x.Takes, Day: x.Day, Why: why, Draft: m, Minutes: x.Minutes})
		}
	}
	return out
}

// dropPresented takes the gifts out that the keeper is seeing to already: two whom
// they would present to each other, and are asking, or have presented.
func (d *desk) dropPresented() {
	seen := map[[2]network.PersonID]bool{}
	for _, l := range d.lives.list {
		if l.c.Form == asking.Between {
			seen[[2]network.PersonID{l.wish.Person, l.wish.Leads}], seen[[2]network.PersonID{l.wish.Leads, l.wish.Person}] = true, true
		}
	}
	if len(seen) == 0 {
		return
	}
	for who, list := range d.gifts {
		d.gifts[who] = slices.DeleteFunc(list, func(g today.Gift) bool { return seen[[2]network.PersonID{who, g.Other}] })
	}
}
