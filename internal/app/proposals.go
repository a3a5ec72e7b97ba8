package app

import (
	"context"

	"entregent/internal/network"
	"entregent/internal/resolve"
	"entregent/internal/store"
)

// Proposals are the things that wait for the keeper's yes or no.
type Proposals struct {
	Same     []SamePerson      `json:"same"`     // two persons that may be one
	Meetings []ProposedMeeting `json:"meetings"` // did you meet?
	Favours  []Favour          `json:"favours"`  // was this brought?
}

// A SamePerson asks whether two persons are one.
type SamePerson struct {
	ID     string         `json:"id"` // for AnswerSame: two card ids
	A      Person         `json:"a"`
	B      Person         `json:"b"`
	Reason network.Reason `json:"reason"` // the first of those for it
	// Evidence is all that speaks for their being one, Against what speaks against.
	Evidence []network.Reason `json:"evidence"`
	Against  []network.Reason `json:"against"`
	Likely   bool             `json:"likely"` // asked for; the rest is there for whoever looks
}

// A ProposedMeeting asks whether a meeting of the calendar took place.
type ProposedMeeting struct {
	ID      string       `json:"id"`
	On      network.Date `json:"on"`
	Subject string       `json:"subject,omitempty"`
	With    []Named      `json:"with"`
}

// Proposals lists what waits, about one person or (zero id) about everybody, at
// most limit of each kind.
func (a *App) Proposals(ctx context.Context, keeper network.KeeperID, about network.PersonID, limit int) (out Proposals, err error) {
	out = Proposals{Same: []SamePerson{}, Meetings: []ProposedMeeting{}, Favours: []Favour{}}
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		pairs, err := a.alike(tx, k)
		if err != nil {
			return err
		}
		if err := b.sames(tx, pairs, about, limit, &out); err != nil {
			return err
		}
		if err := b.meetings(tx, about, limit, &out); err != nil {
			return err
		}
		return b.proposedFavours(tx, about, limit, &out)
	})
	return out, err
}

func (b *book) sames(tx store.Tx, pairs []alike, about network.PersonID, limit int, out *Proposals) error {
	off, err := answered(tx, "same", b.day)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		l, ok := b.entry(p.a)
		r, ok2 := b.entry(p.b)
		id := p.id()
		if !ok || !ok2 || off[id] || !about.IsZero() && p.a != about && p.b != about {
			continue
		}
		if about.IsZero() && !p.Likely() {
			continue // the likeliest come first, but the keeper has put off or answered some
		}
		out.Same = append(out.Same, b.samePerson(p, l, r))
		if len(out.Same) == limit {
			break
		}
	}
	return nil
}

func (b *book) samePerson(p alike, l, r *entry) SamePerson {
	out := SamePerson{ID: p.id(), A: b.row(l), B: b.row(r), Evidence: p.For, Against: p.Against, Likely: p.Likely()}
	if out.Against == nil {
		out.Against = []network.Reason{}
	}
	out.Reason = out.Evidence[0]
	out.Reason.Facts = []network.Ref{{Kind: network.RefCard, ID: p.A.String()}, {Kind: network.RefCard, ID: p.B.String()}}
	return out
}

func (b *book) meetings(tx store.Tx, about network.PersonID, limit int, out *Proposals) error {
	answered, err := answered(tx, "meeting", b.day)
	if err != nil {
		return err
	}
	list, err := tx.ProposedMeetings(min(10*limit, everything))
	if err != nil {
		return err
	}
	for _, e := range list {
		if answered[e.ID.String()] || e.State == network.Planned {
			continue
		}
		m := ProposedMeeting{ID: e.ID.String(), On: network.DateOf(e.At.In(zone(b.settings))), Subject: e.Subject, With: []Named{}}
		mine := about.IsZero()
		for _, p := range e.With {
			if o, ok := b.entry(p.Person); ok && p.State == network.Proposed {
				m.With = append(m.With, Named{o.ID.String(), o.Name})
				mine = mine || p.Person == about
			}
		}
		if mine && len(m.With) > 0 && len(out.Meetings) < limit {
			out.Meetings = append(out.Meetings, m)
		}
	}
	return b.namedMeetings(tx, about, answered, limit, out)
}

func (b *book) proposedFavours(tx store.Tx, about network.PersonID, limit int, out *Proposals) error {
	answered, err := answered(tx, "favour", b.day)
	if err != nil {
		return err
	}
	list, err := tx.Favours(about)
	for _, f := range list {
		if _, ok := b.entry(f.Person); ok && f.State == network.Proposed && !answered[f.ID.String()] && len(out.Favours) < limit {
			out.Favours = append(out.Favours, b.favour(f))
		}
	}
	return err
}

// AnswerMeeting records whether a proposed meeting took place: a yes makes it
// one, a no leaves it unsaid for good.
func (a *App) AnswerMeeting(ctx context.Context, keeper network.KeeperID, id network.EncounterID, yes bool) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		list, err := tx.Encounters([]network.EncounterID{id})
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return &network.Error{Kind: network.NotFound, Msg: "error.no_such_encounter"}
		}
		e := list[0]
		var who network.PersonID
		l, err := openLedger(tx)
		if err != nil {
			return err
		}
		detail := ""
		if len(e.With) == 0 && yes {
			detail = namedMark
			if who, err = a.attend(tx, &e); err == nil {
				err = l.open(who)
			}
			if err != nil {
				return err
			}
		}
		for i := range e.With {
			p := &e.With[i]
			if p.State != network.Proposed {
				continue
			}
			if who = p.Person; yes {
				if err := l.open(p.Person); err != nil {
					return err
				}
				p.State, p.Contact = network.Held, true
			}
		}
		if err := tx.PutAnswer(store.Answer{Kind: "meeting", Subject: id.String(), Verdict: verdict(yes), Person: who, Detail: detail, At: a.Now()}); err != nil || !yes {
			return err
		}
		if err := tx.PutEncounter(e); err != nil {
			return err
		}
		return a.settleOpened(tx, l)
	})
}

// settleOpened settles everybody a ledger has opened, where no card moved.
func (a *App) settleOpened(tx store.Tx, l *ledger) error {
	return settle(tx, l, resolve.NewBook(nil), a.Now())
}

func verdict(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func favour(tx store.Tx, id network.FavourID) (network.Favour, error) {
	all, err := tx.Favours(network.PersonID{})
	for _, f := range all {
		if f.ID == id {
			return f, nil
		}
	}
	if err == nil {
		err = &network.Error{Kind: network.NotFound, Msg: "error.no_such_favour"}
	}
	return network.Favour{}, err
}
