package app

import (
	"bytes"
	"time"

	"entregent/internal/network"
	"entregent/internal/reach"
	"entregent/internal/store"
)

// signs gathers what shows that two others know each other: what the keeper was
// told, introductions, meetings and small mails, groups, and the years in one
// organisation. What was not yet so at that moment is left out. Of one pair one sign
// a day is kept, so that what is held grows with days, not with messages.
func (w *web) signs(tx store.Tx, now time.Time) ([]reach.Sign, error) {
	s := signing{web: w, now: now, zone: zone(w.book.settings), seen: map[glimpse]bool{}}
	if err := s.told(tx); err != nil {
		return nil, err
	}
	if err := tx.AllTogether(network.Broadcast, func(e network.Encounter) error { s.encounter(&e); return nil }); err != nil {
		return nil, err
	}
	jobs, err := s.jobs(tx)
	return append(s.list, reach.Colleagues(jobs, nil)...), err
}

// A signing is signs being gathered.
type signing struct {
	*web
	now  time.Time
	zone *time.Location
	list []reach.Sign
	seen map[glimpse]bool
}

// A glimpse is two people on one day, in the order of their ids. A meeting says
// more than a mail of that day, so both are kept.
type glimpse struct {
	a, b  network.PersonID
	kind  reach.SignKind
	day   network.Day
	share float64
}

func (s *signing) add(x reach.Sign) {
	if x.A == x.B || s.people[x.A] == nil || s.people[x.B] == nil {
		return
	}
	if bytes.Compare(x.A[:], x.B[:]) > 0 {
		x.A, x.B = x.B, x.A
	}
	k := glimpse{x.A, x.B, x.Kind, x.On, x.Share}
	if x.Kind == reach.Chat {
		k.day = 0 // a group says the same every day
	}
	if !s.seen[k] {
		s.seen[k] = true
		s.list = append(s.list, x)
	}
}

// told puts in ties that the keeper was told of, and who was presented to whom.
func (s *signing) told(tx store.Tx) error {
	pairs, err := tx.Pairs()
	if err != nil {
		return err
	}
	kinds := map[network.PairKind]reach.SignKind{network.Told: reach.Told, network.Introduced: reach.Introduced}
	for _, p := range pairs {
		if kind := kinds[p.Kind]; kind != "" && !p.On.After(s.now) {
			s.add(reach.Sign{A: p.PersonA, B: p.PersonB, Kind: kind, On: network.DayOf(p.On, s.zone), Refs: []network.Ref{{Kind: network.RefPair, ID: p.ID.String()}}})
		}
	}
	for _, f := range s.book.favours {
		if f.Kind == network.Introduction && f.State == network.Held && !f.Presented.IsZero() && !f.On.After(s.now) {
			s.add(reach.Sign{A: f.Person, B: f.Presented, Kind: reach.Introduced, On: network.DayOf(f.On, s.zone), Refs: []network.Ref{{Kind: network.RefFavour, ID: f.ID.String()}}})
		}
	}
	return nil
}

// encounter puts in what one encounter shows (rulings §2 and §3). A mail that the
// keeper wrote shows nothing: it was the keeper who put them side by side.
func (s *signing) encounter(e *network.Encounter) {
	if e.State != network.Held || e.At.After(s.now) {
		return
	}
	x := reach.Sign{Kind: reach.Together, On: network.DayOf(e.At, s.zone), Refs: []network.Ref{{Kind: network.RefEncounter, ID: e.ID.String()}}}
	meeting := e.Channel.Met() || e.Channel == network.Call
	switch {
	case meeting:
		x.Share = 1
	case (e.Channel == network.Mail || e.Channel == network.Letter) && e.Mine != network.From:
		x.Share = reach.ShareOfMail(e.Size)
	case e.Channel == network.Message:
		x.Kind = reach.Chat
	default:
		return
	}
	for i, p := range e.With {
		for _, q := range e.With[:i] {
			if !meeting || came(e, p) && came(e, q) {
				x.A, x.B = p.Person, q.Person
				s.add(x)
			}
		}
	}
}

// came reports whether somebody was in a meeting: they called it, said yes, or the
// keeper says so.
func came(e *network.Encounter, p network.Presence) bool {
	return p.Role == network.Organizer || p.Status == network.Accepted || e.Source == network.Typed && p.Status != network.Declined
}

// jobs are the stays in organisations. A source that gives no beginning tells of
// its own day alone.
func (s *signing) jobs(tx store.Tx) (out []reach.Job, err error) {
	err = tx.FactsOfKind(network.FactOrganisation, func(id network.PersonID, f network.Fact) error {
		if s.people[id] == nil || f.AsOf.After(s.now) || f.On.After(s.now) {
			return nil
		}
		j := reach.Job{Person: id, Organisation: f.Value, Ref: factRef(f)}
		if !f.On.IsZero() {
			j.From = network.DayOf(f.On, s.zone)
		}
		if !f.AsOf.IsZero() {
			j.Until = network.DayOf(f.AsOf, s.zone)
		} else {
			j.Until = j.From
		}
		out = append(out, j)
		return nil
	})
	return out, err
}
