package app

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
	"entregent/internal/resolve"
)

type pendingFact struct {
	network.Fact
}

// A cardCount counts the encounters that one card took part in.
type cardCount struct {
	new, known int
	messages   int // from them, in case they turn out to be a stranger
}

func (b *batch) takeCard(at importer.Pos, c importer.Card) {
	if b.barred(c.Who, c.Kind, c.Vouched, c.Key) {
		b.report.ignore("erased", 1)
		return
	}
	id, ok := b.card(at, c.Who, c.Kind, c.Vouched, c.Key)
	if !ok {
		return
	}
	for _, f := range c.Facts {
		b.fact(at, id, f, c.AsOf)
	}
}

func (b *batch) fact(at importer.Pos, card network.CardID, f importer.Fact, asOf time.Time) {
	value := strings.TrimSpace(strings.ToValidUTF8(f.Value, "\uFFFD"))
	if value == "" {
		return
	}
	if !asOfKinds[f.Kind] {
		asOf = time.Time{}
	}
	rec := network.Fact{Card: card, Kind: f.Kind, Value: value, Label: network.OneLine(f.Label), On: f.On, AsOf: asOf}
	rec.ID = network.Derive[network.FactID](b.keeper.Seed, "fact", string(card[:]), string(f.Kind), rec.Label, value, stamp(f.On), stamp(asOf))
	b.origin(rec.ID, network.RefFact, at)
	b.facts = append(b.facts, pendingFact{rec})
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strconv.FormatInt(t.UnixMicro(), 36)
}

// unstamp reads what stamp wrote; anything else is no moment.
func unstamp(s string) time.Time {
	n, err := strconv.ParseInt(s, 36, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// card finds or makes the card by which this source knows somebody, and returns
// its id. It is false for somebody who cannot be known again: no name, no
// handle.
func (b *batch) card(at importer.Pos, who importer.Who, kind network.CardKind, vouched bool, key string) (network.CardID, bool) {
	name, handles := called(who)
	if name == "" && len(handles) == 0 {
		return network.CardID{}, false
	}
	if who.Me {
		kind = network.Owner
	}
	parts := b.cardParts(name, handles, kind, vouched, key)
	cached := strings.Join(parts, "\x00")
	if id, ok := b.cache[cached]; ok {
		b.see(at, id)
		return id, true
	}
	id := network.Derive[network.CardID](b.keeper.Seed, "card", parts...)
	if len(b.cache) > 50_000 {
		clear(b.cache)
	}
	b.cache[cached] = id
	b.see(at, id)
	if b.book.Has(id) {
		return id, true
	}
	if onlyRole(handles) && !who.Me && !vouched {
		kind = network.Organisation
	}
	c := network.Card{ID: id, Source: b.source, Kind: kind, Name: name, Handles: handles, Vouched: vouched}
	b.gained[id] = true
	moves := b.book.Add(c, b.me.is(who))
	b.moved(moves)
	c, _ = b.book.Card(id)
	b.cards = append(b.cards, c)
	return id, true
}

// called returns the name and the handles of somebody as a card keeps them.
func called(who importer.Who) (string, []network.Handle) {
	name := network.OneLine(who.Name)
	if r := []rune(name); len(r) > network.MaxNameLen {
		name = string(r[:network.MaxNameLen])
	}
	return name, tidy(who.Handles)
}

// cardParts is what makes a card of this source itself and no other.
func (b *batch) cardParts(name string, handles []network.Handle, kind network.CardKind, vouched bool, key string) []string {
	if !anyStrong(handles) && key == "" {
		key = network.Fold(name)
	}
	parts := []string{b.source, string(kind), name, key, strconv.FormatBool(vouched)}
	for _, h := range handles {
		parts = append(parts, string(h.Kind), h.Value)
	}
	return parts
}

// see notes that this source speaks of a card, and once for each file, where.
func (b *batch) see(at importer.Pos, id network.CardID) {
	b.seen[id] = true
	if key := (sighting{id, at.File}); !b.sighted[key] {
		b.sighted[key] = true
		b.origin(id, network.RefCard, at)
	}
}

// A sighting is a card in a file.
type sighting struct {
	card network.CardID
	file string
}

// moved notes what a new card changed in who is one with whom.
func (b *batch) moved(moves []resolve.Move) {
	for _, m := range moves {
		for _, p := range []network.PersonID{m.From, m.To} {
			if !p.IsZero() {
				b.touched[p] = true
			}
		}
		if !m.From.IsZero() {
			b.moves[m.Card] = m.To
		}
	}
}

// tidy sorts handles, strong ones first, without doubles, and keeps the first
// fifty.
func tidy(in []network.Handle) []network.Handle {
	out := make([]network.Handle, 0, len(in))
	for _, h := range in {
		h.Value = network.OneLine(h.Value)
		if h.Value != "" && !slices.Contains(out, h) {
			out = append(out, h)
		}
		if len(out) == 50 {
			break
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, c := out[i], out[j]
		if a.Kind.Strong() != c.Kind.Strong() {
			return a.Kind.Strong()
		}
		if a.Kind != c.Kind {
			return a.Kind < c.Kind
		}
		return a.Value < c.Value
	})
	return out
}

func anyStrong(hs []network.Handle) bool { return len(hs) > 0 && hs[0].Kind.Strong() }

// onlyRole reports whether all that identifies somebody is the address of a
// desk.
func onlyRole(hs []network.Handle) bool {
	if !anyStrong(hs) {
		return false
	}
	for _, h := range hs {
		if h.Kind.Strong() && !(h.Kind == network.Email && network.RoleAddress(h.Value)) {
			return false
		}
	}
	return true
}
