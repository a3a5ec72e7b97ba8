package app

import (
	"context"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/reach"
	"entregent/internal/store"
)

// A ReachTarget is whom a goal makes worth reaching, for whoever asks without
// naming anybody.
type ReachTarget struct {
	Goal   Named          `json:"goal"` // its id and its words
	Kind   ReachKind      `json:"kind"`
	Target string         `json:"target"` // as Reach takes it
	Person string         `json:"person,omitempty"`
	People int            `json:"people"` // how many of the book answer to it
	Direct bool           `json:"direct,omitempty"`
	Chance reach.Chance   `json:"chance,omitempty"` // of the likeliest of them
	Text   string         `json:"text"`
	Reason network.Reason `json:"reason"`
}

// ReachTargets lists what the current goals aim at, with how near it is: people,
// organisations, then fields.
func (a *App) ReachTargets(ctx context.Context, keeper network.KeeperID, p *i18n.Printer) ([]ReachTarget, error) {
	out := []ReachTarget{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		goals, err := b.currentGoals(tx)
		if err != nil || len(goals) == 0 {
			return err
		}
		w, err := a.webOf(tx)
		if err != nil {
			return err
		}
		s := &seeker{a: a, tx: tx, web: w, p: p.At(a.Now(), zone(b.settings))}
		for _, g := range goals {
			for _, m := range g.Aims {
				if m.Kind != network.AimPerson && m.Kind != network.AimOrganisation && m.Kind != network.AimField {
					continue
				}
				t, err := s.target(g, m)
				if err != nil {
					return err
				}
				out = append(out, t)
			}
		}
		return nil
	})
	return out, err
}

// target says how near one aim is.
func (s *seeker) target(g network.Goal, m network.Aim) (ReachTarget, error) {
	out := ReachTarget{Goal: Named{g.ID.String(), g.What}, Target: m.What}
	var ids []network.PersonID
	switch m.Kind {
	case network.AimPerson:
		out.Kind = ReachPerson
		if p := s.people[m.Person]; p != nil {
			ids, out.Target, out.Person = []network.PersonID{m.Person}, p.Name, p.ID
		} else {
			ids = s.namesakes(m.What)
		}
	case network.AimOrganisation:
		out.Kind = ReachOrganisation
		key := reach.Organisation(m.What)
		ids = s.where(func(p *webPerson) bool { return key != "" && reach.Organisation(p.organisation) == key })
	default:
		out.Kind = ReachRole
		ids = s.inRole(m.What)
	}
	out.People = len(ids)
	best, key := 0.0, "goal.target_none"
	answers, err := s.graph.FindEach(ids[:min(len(ids), mostAimed)], reach.Ask{Most: 1})
	if err != nil {
		return out, err
	}
	for _, x := range answers {
		if p := s.people[x.To]; x.Direct != nil && p.entry.last != nil && x.Direct.P > best {
			best, out.Direct = x.Direct.P, true
		}
	}
	if !out.Direct {
		for _, x := range answers {
			best = max(best, x.P)
		}
	}
	out.Chance = weightsOf(s.book.settings).Chance(best)
	switch {
	case out.People == 0:
		key = "goal.target_nobody"
	case out.Chance == reach.None:
		out.Direct = false
	case out.Direct:
		key = "goal.target_direct"
	default:
		key = "goal.target_through"
	}
	out.Reason = network.Reason{Key: key, Args: []any{out.People, string(out.Chance)}, Facts: []network.Ref{{Kind: network.RefGoal, ID: g.ID.String()}}}
	out.Text = s.p.Reason(out.Reason)
	return out, nil
}

// namesakes are those of that very name, contacts and strangers.
func (w *web) namesakes(name string) []network.PersonID {
	want := nameKey(name)
	if want == "" {
		return nil
	}
	return w.where(func(p *webPerson) bool { return nameKey(p.Name) == want })
}
