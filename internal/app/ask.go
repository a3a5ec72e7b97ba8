package app

import (
	"cmp"
	"context"
	"slices"

	"entregent/internal/asking"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/tact"
)

// An Ask is something that the keeper wants of somebody, or two people whom the
// keeper presents to each other, with where it stands: the shape of cli.md.
type Ask struct {
	ID     string       `json:"id"`
	Form   asking.Form  `json:"form"`
	Kind   tact.Kind    `json:"kind,omitempty"` // of an ask
	Title  string       `json:"title"`          // in words: "Meet Xavier Roux through Yves Martin"
	Text   string       `json:"text,omitempty"` // the keeper's words
	Person Named        `json:"person"`         // who is asked; of an introduction, who gains by it
	To     *Named       `json:"to,omitempty"`   // whom it leads to; of an introduction, the other
	State  asking.State `json:"state"`
	Since  network.Date `json:"since"` // in that state
	Days   int          `json:"days"`  // in that state
	Over   bool         `json:"over"`
	// Next are the steps to come, the soonest first.
	Next []AskNext `json:"next"`
	// Can are the steps that may be said now.
	Can []asking.Move `json:"can"`
	// Proposed are exchanges that may have been the next step.
	Proposed []AskSign `json:"proposed"`
	Timeline []AskMark `json:"timeline"`
	// Plan is what to do before asking; only of a draft, and where it is looked at
	// alone.
	Plan *AskPlan `json:"plan,omitempty"`
}

// An AskNext is one step to come.
type AskNext struct {
	asking.Move
	// Takes says that doing it is the step; otherwise it helps somebody else to take
	// it, or nothing is done but to wait.
	Takes   bool         `json:"takes"`
	Wait    bool         `json:"wait,omitempty"`
	To      Named        `json:"to"`
	On      network.Date `json:"on"`
	Due     bool         `json:"due"`
	Why     Said         `json:"why"`
	Minutes int          `json:"minutes"`
	Email   string       `json:"email,omitempty"`
	Draft   string       `json:"draft,omitempty"`
	Loop    string       `json:"loop,omitempty"` // the loop on the desk that asks the same
}

// An AskMark is one step that was taken.
type AskMark struct {
	asking.Move
	On    network.Date  `json:"on"`
	Who   *Named        `json:"who,omitempty"`   // of an introduction: who was asked
	Shown bool          `json:"shown,omitempty"` // facts show it
	Facts []network.Ref `json:"facts"`
}

// An AskPlan is what tact says of an ask that has not been made yet.
type AskPlan struct {
	GiveFirst []ReachGift `json:"give_first"`
	Tact      ReachTact   `json:"tact"`
}

// AskFilter narrows a list of asks; zero fields do not.
type AskFilter struct {
	Introductions bool             // those that the keeper makes, else the keeper's own asks
	Both          bool             // whichever they are
	Of            network.PersonID // that somebody has a part in
	All           bool             // those that are over too
}

// Asks lists asks or introductions: those in which something is to be done first,
// the soonest before; those that are over last, the latest before.
func (a *App) Asks(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, q AskFilter) ([]Ask, error) {
	out := []Ask{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		d, err := a.openDesk(tx, 0)
		if err != nil {
			return err
		}
		v := askView{d: d, tx: tx, p: p.At(a.Now(), d.zone)}
		for i := range d.lives.list {
			l := &d.lives.list[i]
			if !q.Both && (l.c.Form == asking.Between) != q.Introductions || l.r.Over() && !q.All ||
				!q.Of.IsZero() && l.wish.Person != q.Of && l.wish.Leads != q.Of {
				continue
			}
			x, err := v.ask(l)
			if err != nil {
				return err
			}
			out = append(out, x)
		}
		return nil
	})
	slices.SortStableFunc(out, func(x, y Ask) int {
		return cmp.Or(bit(x.Over)-bit(y.Over), cmp.Compare(x.when().String(), y.when().String())*(1-2*bit(x.Over)), cmp.Compare(x.ID, y.ID))
	})
	return out, err
}

// when is the day by which asks are ordered: that of the next step, or of the last.
func (x Ask) when() network.Date {
	if len(x.Next) > 0 {
		return x.Next[0].On
	}
	return x.Since
}

// Ask returns one ask or introduction, with what to do first and the drafts of the
// steps to come.
func (a *App) Ask(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, id network.WishID) (out Ask, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		out, err = a.oneAsk(tx, p, id)
		return err
	})
	return out, err
}

func (a *App) oneAsk(tx store.Tx, p *i18n.Printer, id network.WishID) (Ask, error) {
	d, err := a.openDesk(tx, 0)
	if err != nil {
		return Ask{}, err
	}
	l := d.lives.find(id)
	if l == nil {
		return Ask{}, noSuchAsk()
	}
	v := askView{d: d, tx: tx, p: p.At(a.Now(), d.zone), letters: true}
	out, err := v.ask(l)
	if err != nil || l.r.State != asking.Drafted || l.c.Form == asking.Between {
		return out, err
	}
	plan, draft, err := a.planAsk(tx, v.p, l.wish)
	if err != nil {
		return out, err
	}
	out.Plan = &plan
	if len(out.Next) > 0 && draft != "" {
		out.Next[0].Draft = draft
	}
	return out, nil
}

func noSuchAsk() error { return &network.Error{Kind: network.NotFound, Msg: "error.no_such_ask"} }

func (s *lives) find(id network.WishID) *life {
	for i := range s.list {
		if s.list[i].wish.ID == id {
			return &s.list[i]
		}
	}
	return nil
}

// An askView puts asks into words.
type askView struct {
	d       *desk
	tx      store.Tx
	p       *i18n.Printer
	letters bool // with drafts
}

func (v *askView) ask(l *life) (Ask, error) {
	out := Ask{
		ID: l.wish.ID.String(), Form: l.c.Form, Text: l.wish.What, Person: v.d.named(l.wish.Person), State: l.r.State, Since: l.r.Since.Date(),
		Days: int(v.d.day - l.r.Since), Over: l.r.Over(), Next: []AskNext{}, Can: l.r.Moves, Timeline: []AskMark{},
	}
	if out.Can == nil {
		out.Can = []asking.Move{}
	}
	if !l.wish.Leads.IsZero() {
		to := v.d.named(l.wish.Leads)
		out.To = &to
	}
	if l.c.Form != asking.Between {
		out.Kind = aimOf(l.wish)
	}
	out.Title = v.title(l)
	for _, m := range l.r.Marks {
		out.Timeline = append(out.Timeline, v.mark(l, m))
	}
	letters, err := v.drafts(l)
	if err != nil {
		return out, err
	}
	for i, x := range l.r.Due {
		n := v.next(l, x)
		if v.letters {
			n.Draft, n.Email = letters[i], v.d.email(v.tx, v.whom(l, x.To))
		}
		out.Next = append(out.Next, n)
	}
	if out.Proposed, err = v.d.signs(v.tx, v.p, v.d.lives, l); out.Proposed == nil {
		out.Proposed = []AskSign{}
	}
	return out, err
}

// title says what an ask is about, in a few words.
func (v *askView) title(l *life) string {
	return v.p.T("asking.form."+string(l.c.Form), l.c.One, l.c.Other)
}

// aimOf is what is asked for; where that was not said, the least.
func aimOf(w network.Wish) tact.Kind {
	switch {
	case w.Aim != "":
		return tact.Kind(w.Aim)
	case !w.Toward.IsZero():
		return tact.Introduction
	}
	return tact.Advice
}

// whom is who stands on a side.
func (v *askView) whom(l *life, side network.Side) network.PersonID {
	if side == network.Other {
		return l.wish.Leads
	}
	return l.wish.Person
}

func (v *askView) mark(l *life, m asking.Mark) AskMark {
	out := AskMark{Move: asking.Move{What: m.What, Side: m.Side}, On: m.Day.Date(), Shown: m.Shown && !m.Encounter.IsZero(), Facts: []network.Ref{}}
	if m.Side != network.OnlySide {
		who := v.d.named(v.whom(l, m.Side))
		out.Who = &who
	}
	if !m.Encounter.IsZero() {
		out.Facts = append(out.Facts, network.Ref{Kind: network.RefEncounter, ID: m.Encounter.String()})
	}
	if !m.Favour.IsZero() {
		out.Facts = append(out.Facts, network.Ref{Kind: network.RefFavour, ID: m.Favour.String()})
	}
	return out
}

func (v *askView) next(l *life, x asking.Due) AskNext {
	out := AskNext{
		Move: x.Move, Takes: x.Takes, Wait: x.Wait, To: v.d.named(v.whom(l, x.To)), On: x.Day.Date(), Due: x.Day <= v.d.day && !x.Wait,
		Why: Said{v.p.Reason(x.Why), x.Why}, Minutes: x.Minutes,
	}
	if loop := v.d.sameLoop(l, x); loop != nil && loop.Closed == nil {
		out.Loop = loop.ID
	}
	return out
}
