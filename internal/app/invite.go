package app

import (
	"cmp"
	"slices"
	"strings"

	"entregent/internal/network"
	"entregent/internal/store"
)

// whomToInvite suggests guests: who lives where it is, whose interests or trade it
// is about, whom the keeper has never met though they write to each other, who is
// drifting out of sight, who is new. Each with its reasons; nobody for one that is
// weak alone.
func (b *book) whomToInvite(tx store.Tx, g Gathering, limit int) ([]Guest, error) {
	there := map[network.PersonID]bool{}
	for _, x := range g.Guests {
		there[x.id] = true
	}
	likes := map[network.PersonID]GuestWhy{}
	about := longWords(g.Title + " " + g.About)
	err := tx.FactsOfKind(network.FactInterest, func(p network.PersonID, f network.Fact) error {
		if likes[p].Key == "" && hasWord(about, f.Value) {
			likes[p] = GuestWhy{"likes", shorten(f.Value, spokenLen)}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	place := longWords(g.Place)
	var out []Guest
	for _, e := range b.entries {
		if there[e.ID] || !b.proposable(e.ID) || !e.relation && e.Circle == "" && e.last == nil {
			continue
		}
		x := Guest{Person: b.named(e.ID), State: NotInvited, id: e.ID}
		add := func(is bool, weight float64, key, what string) {
			if is {
				x.rank += weight
				x.Why = append(x.Why, GuestWhy{key, what})
			}
		}
		add(likes[e.ID].Key != "", 3, "likes", likes[e.ID].What)
		add(hasWord(about, e.Title+" "+e.Organisation), 3, "trade", role(e.Person))
		add(e.Town != "" && hasWord(place, e.Town), 1, "near", e.Town)
		add(!e.met && e.relation, 1.5, "never_met", "")
		add(b.reading(e).Drifting, 1, "drifting", "")
		add(len(e.profile.Received) > 0, 1.5, "helped", "")
		add(e.Circle != "", 1, "circle", "")
		if x.rank >= 1.5 {
			r := b.row(e)
			x.Row = &r
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(x, y Guest) int { return cmp.Compare(y.rank, x.rank) })
	return out[:min(limit, len(out))], nil
}

// longWords are the folded words of a text that say something by themselves.
func longWords(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(network.Fold(s)) {
		if len(w) >= 4 {
			out[strings.TrimSuffix(w, "s")] = true
		}
	}
	return out
}

func hasWord(words map[string]bool, s string) bool {
	if len(words) == 0 {
		return false
	}
	for _, w := range strings.Fields(network.Fold(s)) {
		if words[strings.TrimSuffix(w, "s")] {
			return true
		}
	}
	return false
}
