package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"entregent/internal/asking"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/tact"
	"entregent/internal/today"
)

// A SayStep is a step of an ask as the keeper says it.
type SayStep struct {
	What network.StepKind
	Side network.Side
	// By is the exchange or the favour that was proposed as this step (AskSign), by
	// which it is dated; "" for now.
	By string
}

// SayStep records a step in the life of an ask or an introduction, and what follows
// from it: what was given is a favour, thanks said close their loop.
func (a *App) SayStep(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, id network.WishID, say SayStep) (out Ask, err error) {
	err = a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		d, err := a.openDesk(tx, 0)
		if err != nil {
			return err
		}
		l := d.lives.find(id)
		if l == nil {
			return noSuchAsk()
		}
		if err := a.sayStep(tx, d, l, say); err != nil {
			return err
		}
		out, err = a.oneAsk(tx, p, id)
		return err
	})
	return out, err
}

func (a *App) sayStep(tx store.Tx, d *desk, l *life, say SayStep) error {
	side, err := l.side(say)
	if err != nil {
		return err
	}
	s := network.Step{Wish: l.wish.ID, What: say.What, Side: side, At: d.now.UTC().Truncate(time.Microsecond)}
	if say.By != "" {
		if err := d.shownBy(tx, l, say, &s); err != nil {
			return err
		}
	}
	if last, ok := l.r.Last(); ok && s.At.Before(last.At) {
		if say.By == "" {
			return &network.Error{Kind: network.Invalid, Msg: "error.step_before", Args: []any{last.Day.Date()}}
		}
		s.At = last.At
	}
	switch say.What {
	case network.StepMade:
		if err := a.grant(tx, d, l, &s); err != nil {
			return err
		}
	case network.StepThanked, network.StepTold:
		if err := d.closeSame(tx, l, s); err != nil {
			return err
		}
	}
	return tx.PutStep(s)
}

// side is the side on which a step is said: where only one may say it, that one.
func (l *life) side(say SayStep) (network.Side, error) {
	if l.r.Can(say.What, say.Side) {
		return say.Side, nil
	}
	var sides []network.Side
	var can []string
	for _, m := range l.r.Moves {
		if m.What == say.What && say.Side == network.OnlySide {
			sides = append(sides, m.Side)
		}
		if !slices.Contains(can, string(m.What)) {
			can = append(can, string(m.What))
		}
	}
	switch {
	case len(sides) == 1:
		return sides[0], nil
	case len(sides) > 1:
		return "", &network.Error{Kind: network.Invalid, Field: "side", Msg: "error.ask_which_side"}
	case l.r.Over():
		return "", &network.Error{Kind: network.Conflict, Msg: "error.ask_is_over"}
	}
	return "", &network.Error{Kind: network.Conflict, Msg: "error.ask_not_now", Args: []any{can}}
}

// shownBy dates a step by what was proposed as it.
func (d *desk) shownBy(tx store.Tx, l *life, say SayStep, s *network.Step) error {
	signs, err := d.signs(tx, i18n.For(d.keeper.Settings.Lang).At(d.now, d.zone), d.lives, l)
	if err != nil {
		return err
	}
	for _, x := range signs {
		for _, m := range x.Steps {
			if x.ID != say.By || m.What != s.What || m.Side != s.Side {
				continue
			}
			s.At = x.at
			if x.Facts[0].Kind == network.RefFavour {
				s.Favour, err = network.ParseID[network.FavourID](x.ID)
			} else {
				s.Encounter, err = network.ParseID[network.EncounterID](x.ID)
			}
			return err
		}
	}
	return &network.Error{Kind: network.NotFound, Msg: "error.ask_no_sign"}
}

// granted is what somebody brought by granting an ask.
var granted = map[tact.Kind]network.FavourKind{
	tact.Advice: network.Advice, tact.Information: network.Information, tact.Feedback: network.Advice, tact.Introduction: network.Introduction,
	tact.Recommendation: network.Recommendation, tact.Referral: network.Referral, tact.Job: network.Support, tact.Money: network.Support,
}

// favourOf is the kind of what an ask brings, and whether the keeper gives it.
func favourOf(w network.Wish) (kind network.FavourKind, given bool) {
	switch {
	case w.Kind == network.Introduce:
		return network.Introduction, true
	case !w.Leads.IsZero():
		return network.Introduction, false
	}
	return granted[aimOf(w)], false
}

// grants reports whether a favour that stands in the book is what an ask was for,
// brought since a moment.
func (d *desk) grants(f network.Favour, w network.Wish, since time.Time) bool {
	kind, given := favourOf(w)
	return f.Kind == kind && f.Given == given && f.State == network.Held && f.Person == w.Person && f.Presented == w.Leads &&
		!f.On.IsZero() && network.DayOf(f.On, d.zone) >= network.DayOf(since, d.zone) && !f.On.After(d.now)
}

// grant writes down what was brought by an ask that was granted: once, also where
// the keeper has noted it already.
func (a *App) grant(tx store.Tx, d *desk, l *life, s *network.Step) error {
	if !s.Favour.IsZero() {
		return nil
	}
	all, err := tx.Favours(l.wish.Person)
	if err != nil {
		return err
	}
	since := s.At
	for _, m := range l.r.Marks { // from its beginning
		if m.At.Before(since) {
			since = m.At
		}
	}
	taken := d.lives.favours()
	for _, f := range all {
		if d.grants(f, l.wish, since) && !taken[f.ID] {
			s.Favour = f.ID
			return nil
		}
	}
	kind, given := favourOf(l.wish)
	f := network.Favour{
		ID: giftOfAsk(d.keeper.Seed, l.wish.ID), Kind: kind, Given: given, On: s.At, What: l.wish.What, Whom: l.wish.Toward, Source: network.Typed,
	}
	if l.c.Other != "" { // as of any other introduction: who was presented
		f.What = l.c.Other
	}
	s.Favour = f.ID
	_, err = a.change(tx, l.wish.Person, func(k network.Keeper, p *network.Person) error {
		c, err := typedCard(tx, k.Seed, *p)
		f.Card, f.Person = c.ID, p.ID
		return errors.Join(err, tx.AddFavours([]network.Favour{f}))
	})
	return err
}

// favours are those that asks were granted by.
func (s *lives) favours() map[network.FavourID]bool {
	out := map[network.FavourID]bool{}
	for _, l := range s.list {
		for _, m := range l.r.Marks {
			out[m.Favour] = !m.Favour.IsZero()
		}
	}
	return out
}

// loopSaid returns the loop that thanks said, or an outcome told, would close; nil
// if there is none.
func (d *desk) loopSaid(l *life, what network.StepKind) *today.Loop {
	made, _ := l.r.Find(network.StepMade, network.OnlySide)
	return d.loopOf(made.Favour, map[network.StepKind]network.LoopKind{network.StepThanked: network.ThanksDue, network.StepTold: network.NewsDue}[what])
}

// closeSame closes the loop of the desk that asks for the same step.
func (d *desk) closeSame(tx store.Tx, l *life, s network.Step) error {
	loop := d.loopSaid(l, s.What)
	if loop == nil || loop.Closed != nil || l.c.Form == asking.Between {
		return nil
	}
	return tx.PutAnswer(store.Answer{Kind: "loop", Subject: loop.ID, Verdict: string(today.Done), Person: loop.Person, Detail: string(loop.Kind), At: s.At})
}

// UndoStep takes the last step of an ask back, with what followed from it. Of a
// step that facts show the keeper says that they do not.
func (a *App) UndoStep(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, id network.WishID) (out Ask, err error) {
	err = a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		d, err := a.openDesk(tx, 0)
		if err != nil {
			return err
		}
		l := d.lives.find(id)
		if l == nil {
			return noSuchAsk()
		}
		if err := a.undoStep(tx, d, l); err != nil {
			return err
		}
		out, err = a.oneAsk(tx, p, id)
		return err
	})
	return out, err
}

func (a *App) undoStep(tx store.Tx, d *desk, l *life) error {
	last, ok := l.r.Last()
	if n := len(l.r.Marks); n > 0 && l.r.Marks[n-1].Shown {
		switch m := l.r.Marks[n-1]; {
		case m.What == network.StepMet:
			return d.refuse(tx, l, m.Encounter.String())
		case m.Encounter.IsZero(): // said on the desk
			return tx.DropAnswer("loop", d.loopSaid(l, m.What).ID)
		}
	}
	if !ok || last.What == network.StepDrafted {
		return &network.Error{Kind: network.Conflict, Msg: "error.ask_nothing_to_undo"}
	}
	if err := tx.DeleteStep(last.Step); err != nil {
		if errors.Is(err, network.NotFound) { // it was written down as asked
			err = &network.Error{Kind: network.Conflict, Msg: "error.ask_nothing_to_undo"}
		}
		return err
	}
	switch last.What {
	case network.StepMade:
		return a.ungrant(tx, d, l, last)
	case network.StepThanked, network.StepTold:
		return d.openSame(tx, l, last)
	}
	return nil
}

// ungrant takes the favour away that came of an ask, unless the keeper has said
// since what came of it.
func (a *App) ungrant(tx store.Tx, d *desk, l *life, made asking.Mark) error {
	if made.Favour != giftOfAsk(d.keeper.Seed, l.wish.ID) {
		return nil
	}
	f, err := favour(tx, made.Favour)
	if errors.Is(err, network.NotFound) || err == nil && f.Outcome != "" {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = a.change(tx, f.Person, func(network.Keeper, *network.Person) error { return tx.DeleteFavour(f.ID) })
	return err
}

// openSame opens the loop again that a step had closed.
func (d *desk) openSame(tx store.Tx, l *life, last asking.Mark) error {
	loop := d.loopSaid(l, last.What)
	if loop == nil {
		return nil
	}
	answers, err := tx.Answers("loop")
	for _, x := range answers {
		if x.Subject == loop.ID && x.At.Equal(last.At) {
			return tx.DropAnswer("loop", loop.ID)
		}
	}
	return err
}

// RefuseSign says that an exchange shows nothing of an ask.
func (a *App) RefuseSign(ctx context.Context, keeper network.KeeperID, id network.WishID, sign string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		d, err := a.openDesk(tx, 0)
		if err != nil {
			return err
		}
		l := d.lives.find(id)
		if l == nil {
			return noSuchAsk()
		}
		return d.refuse(tx, l, sign)
	})
}

func (d *desk) refuse(tx store.Tx, l *life, sign string) error {
	if _, err := network.ParseID[network.EncounterID](sign); err != nil {
		return &network.Error{Kind: network.NotFound, Msg: "error.ask_no_sign"}
	}
	return tx.PutAnswer(store.Answer{Kind: "ask", Subject: pairID(l.wish.ID.String(), sign), Verdict: "no", Person: l.wish.Person, At: d.now})
}

// UnrefuseSign takes that back. Without such a word it does nothing.
func (a *App) UnrefuseSign(ctx context.Context, keeper network.KeeperID, id network.WishID, sign string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		err := tx.DropAnswer("ask", pairID(id.String(), sign))
		if errors.Is(err, network.NotFound) {
			return nil
		}
		return err
	})
}

// followAsk takes the step that a gesture was about, when it was made; of one that
// is somebody else's to take it notes that the keeper has done what can be done.
func (a *App) followAsk(tx store.Tx, d *desk, g today.Gesture, verdict string) error {
	if g.Ask.IsZero() || verdict != string(today.Done) {
		return nil
	}
	l := d.lives.find(g.Ask)
	if l != nil && !g.Takes {
		return tx.PutAnswer(store.Answer{Kind: "ask", Subject: pairID(g.Ask.String(), string(g.What)), Verdict: verdict, Person: g.Person, At: d.now})
	}
	if l == nil || !l.r.Can(g.What, g.Side) {
		return nil // it was taken otherwise meanwhile
	}
	return a.sayStep(tx, d, l, SayStep{What: g.What, Side: g.Side})
}

// unfollowAsk takes it back with the answer.
func (a *App) unfollowAsk(tx store.Tx, id string) error {
	d, err := a.openDesk(tx, 0)
	if err != nil {
		return err
	}
	answers, err := verdicts(tx, "gesture")
	if err != nil || answers[id] != string(today.Done) {
		return err
	}
	g, err := shownGesture(tx, d, id)
	switch {
	case errors.Is(err, network.NotFound) || err == nil && g.Ask.IsZero():
		return nil
	case err != nil:
		return err
	case !g.Takes:
		if err := tx.DropAnswer("ask", pairID(g.Ask.String(), string(g.What))); !errors.Is(err, network.NotFound) {
			return err
		}
		return nil
	}
	l := d.lives.find(g.Ask)
	if l == nil {
		return nil
	}
	if last, ok := l.r.Last(); !ok || last.What != g.What || last.Side != g.Side {
		return nil // something was said of it since
	}
	return a.undoStep(tx, d, l)
}
