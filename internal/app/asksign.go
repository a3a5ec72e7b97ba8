package app

import (
	"slices"
	"time"

	"entregent/internal/asking"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/store"
)

// An AskSign is an exchange that may be the next step of an ask. It is proposed,
// and nothing follows from it unless the keeper says so.
type AskSign struct {
	// ID is that of the exchange, or of the favour: what a step is said by.
	ID    string        `json:"id"`
	On    network.Date  `json:"on"`
	Text  string        `json:"text"`
	Steps []asking.Move `json:"steps"` // what it may have been
	Facts []network.Ref `json:"facts"`
	at    time.Time
}

// A signReader looks for what may be the next step of one ask.
type signReader struct {
	d   *desk
	tx  store.Tx
	p   *i18n.Printer
	all *lives
	l   *life
}

// signs returns what may be the next step of an ask, one of each kind at most, the
// oldest first.
func (d *desk) signs(tx store.Tx, p *i18n.Printer, all *lives, l *life) (out []AskSign, err error) {
	s := signReader{d, tx, p, all, l}
	if l.c.Form == asking.Between {
		return s.between()
	}
	favour, err := s.favour()
	if err != nil || favour != nil {
		return favour, err
	}
	list, err := tx.EncountersOf(l.wish.Person, d.now.Add(time.Microsecond), toldBack)
	if err != nil {
		return nil, err
	}
	for _, e := range slices.Backward(list) {
		if x := s.mine(&e); x != nil {
			return []AskSign{*x}, nil
		}
	}
	return nil, nil
}

// since is the moment of a step, and whether it was.
func (s signReader) since(what network.StepKind, side network.Side) (time.Time, bool) {
	m, ok := s.l.r.Find(what, side)
	return m.At, ok
}

// stands reports whether an encounter took place after a moment, and was not
// refused as a sign of this ask.
func (s signReader) stands(e *network.Encounter, after time.Time) bool {
	return e.State == network.Held && e.At.After(after) && !e.At.After(s.d.now) && e.Channel.Contact() &&
		!s.all.refused[pairID(s.l.wish.ID.String(), e.ID.String())]
}

// heard reports whether somebody may have answered in an encounter: they turned to
// the keeper, or the two spoke with each other, whoever called.
func heard(e *network.Encounter, p *network.Presence) bool {
	return p.Direction == network.In || p.Direction == network.Mutual || e.Channel == network.Call
}

// mine reads an encounter as a step of an ask of the keeper's own.
func (s signReader) mine(e *network.Encounter) *AskSign {
	w := s.l.wish
	by := present(e, w.Person)
	if by == nil {
		return nil
	}
	if asked, ok := s.since(network.StepAsked, network.OnlySide); ok {
		switch {
		case !s.stands(e, asked):
			return nil
		case s.l.c.Form == asking.Through && s.l.r.Can(network.StepMade, network.OnlySide) && e.Mine != network.From && e.Mine != "" && present(e, w.Leads) != nil:
			return s.sign(e, "asking.sign.made", []any{s.l.c.One, s.l.c.Other}, asking.Move{What: network.StepMade})
		case s.l.r.Waits && heard(e, by):
			return s.sign(e, "asking.sign.answer", []any{s.l.c.One}, asking.Move{What: network.StepAccepted}, asking.Move{What: network.StepDeclined})
		}
		return nil
	}
	drafted, _ := s.since(network.StepDrafted, network.OnlySide)
	if s.l.r.State == asking.Drafted && s.stands(e, drafted) && (by.Direction == network.Out || by.Direction == network.Mutual) {
		return s.sign(e, "asking.sign.ask", []any{s.l.c.One}, asking.Move{What: network.StepAsked})
	}
	return nil
}

func (s signReader) sign(e *network.Encounter, key string, args []any, steps ...asking.Move) *AskSign {
	on := network.DateOf(e.At.In(s.d.zone))
	return &AskSign{
		ID: e.ID.String(), On: on, Text: s.p.T(key, append(args, on)...), Steps: steps, at: e.At,
		Facts: []network.Ref{{Kind: network.RefEncounter, ID: e.ID.String()}},
	}
}

// favour proposes an introduction that the keeper wrote down as such, by whoever
// was asked for it.
func (s signReader) favour() ([]AskSign, error) {
	asked, ok := s.since(network.StepAsked, network.OnlySide)
	if !ok || s.l.c.Form != asking.Through || !s.l.r.Can(network.StepMade, network.OnlySide) {
		return nil, nil
	}
	all, err := s.tx.Favours(s.l.wish.Person)
	for _, f := range slices.Backward(all) {
		if s.d.grants(f, s.l.wish, asked) && !s.all.refused[pairID(s.l.wish.ID.String(), f.ID.String())] {
			on := network.DateOf(f.On.In(s.d.zone))
			return []AskSign{{
				ID: f.ID.String(), On: on, Text: s.p.T("asking.sign.favour", s.l.c.One, s.l.c.Other, on), at: f.On,
				Steps: []asking.Move{{What: network.StepMade}}, Facts: []network.Ref{{Kind: network.RefFavour, ID: f.ID.String()}},
			}}, err
		}
	}
	return nil, err
}

// between reads what two whom the keeper would present may have answered, and
// whether they were presented already.
func (s signReader) between() (out []AskSign, err error) {
	w := s.l.wish
	for _, x := range []struct {
		side network.Side
		who  network.PersonID
		name string
	}{{network.OneSide, w.Person, s.l.c.One}, {network.Other, w.Leads, s.l.c.Other}} {
		asked, ok := s.since(network.StepAsked, x.side)
		if !ok || !s.l.r.Can(network.StepAccepted, x.side) {
			continue
		}
		list, err := s.tx.EncountersOf(x.who, s.d.now.Add(time.Microsecond), toldBack)
		if err != nil {
			return nil, err
		}
		for _, e := range slices.Backward(list) {
			if p := present(&e, x.who); p != nil && s.stands(&e, asked) && heard(&e, p) {
				out = append(out, *s.sign(&e, "asking.sign.answer", []any{x.name}, asking.Move{What: network.StepAccepted, Side: x.side}, asking.Move{What: network.StepDeclined, Side: x.side}))
				break
			}
		}
	}
	if s.l.r.State != asking.Accepted {
		return out, nil
	}
	list, err := s.tx.EncountersOf(w.Person, s.d.now.Add(time.Microsecond), toldBack)
	for _, e := range slices.Backward(list) {
		if s.stands(&e, s.l.r.Since.Start(s.d.zone)) && e.Mine != "" && present(&e, w.Person) != nil && present(&e, w.Leads) != nil {
			return append(out, *s.sign(&e, "asking.sign.made", []any{s.l.c.One, s.l.c.Other}, asking.Move{What: network.StepMade})), err
		}
	}
	return out, err
}
