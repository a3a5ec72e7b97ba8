package app

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode"

	"entregent/internal/importer"
	"entregent/internal/importer/phone"
	"entregent/internal/network"
	"entregent/internal/resolve"
)

// A me tells whether somebody is the keeper.
type me struct {
	handles map[network.Handle]bool
	names   map[string]bool // folded
}

func newMe(handles []network.Handle, names []string) me {
	m := me{map[network.Handle]bool{}, map[string]bool{}}
	for _, h := range handles {
		m.handles[h] = true
	}
	for _, n := range names {
		m.names[network.Fold(n)] = true
	}
	return m
}

// is reports whether who is the keeper: the source says so, a handle is theirs,
// or there is no handle at all and the name is theirs.
func (m me) is(who importer.Who) bool {
	if who.Me {
		return true
	}
	strong := false
	for _, h := range who.Handles {
		if m.handles[h] {
			return true
		}
		strong = strong || tellsApart(h, who.Name)
	}
	return !strong && who.Name != "" && m.names[network.Fold(who.Name)]
}

// tellsApart reports whether a handle says more than the name: where a source
// knows people by name alone, its handle for them is that name.
func tellsApart(h network.Handle, name string) bool {
	return h.Kind.Strong() && !(h.Kind == network.Scoped && strings.HasSuffix(h.Value, ":"+network.Fold(name)))
}

// A Candidate is somebody whom the sources may take for their owner.
type Candidate struct {
	Name    string           `json:"name,omitempty"`
	Handles []network.Handle `json:"handles"`
	Why     []string         `json:"why"` // keys of the reasons in words
	names   []string         // every name the keeper goes by, Name among them
	Weight  int              `json:"-"`
	Sure    bool             `json:"-"`
	parts   map[int]bool
}

// candidates groups what the sources claim of their owner into persons, the
// likeliest first.
func candidates(ctx context.Context, parts []found) ([]Candidate, error) {
	var all []Candidate
	offered := make([][]importer.Claim, len(parts))
	for i, p := range parts {
		claims, err := p.reader.Owner(ctx, p.files, p.part)
		if err != nil {
			return nil, err
		}
		offered[i] = likely(claims)
	}
	for i := range offered {
		for _, c := range agreed(offered, offered[i]) {
			all = merge(all, c, i)
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := all[i], all[j]
		if a.Sure != b.Sure {
			return a.Sure
		}
		if len(a.parts) != len(b.parts) {
			return len(a.parts) > len(b.parts)
		}
		return a.Weight > b.Weight
	})
	return all, nil
}

// likely keeps, of what one source claims, what it is sure of, or else what
// stands out: anything with at least half the weight of the first.
func likely(claims []importer.Claim) []importer.Claim {
	var out []importer.Claim
	most := 0
	for _, c := range claims {
		if c.Sure {
			out = append(out, c)
		}
		most = max(most, c.Weight)
	}
	if out != nil {
		return out
	}
	for _, c := range claims {
		if 2*c.Weight >= most {
			out = append(out, c)
		}
	}
	return out
}

// agreed keeps, of what one source only offers, those whom another is sure of:
// a chat names all who speak in it, and a profile says which of them it is.
func agreed(offered [][]importer.Claim, one []importer.Claim) []importer.Claim {
	var out []importer.Claim
	for _, c := range one {
		sure := func(o importer.Claim) bool { return o.Sure && sameOwner(claimed(o), claimed(c)) }
		if slices.ContainsFunc(offered, func(list []importer.Claim) bool { return slices.ContainsFunc(list, sure) }) {
			out = append(out, c)
		}
	}
	if out == nil {
		return one
	}
	return out
}

func claimed(c importer.Claim) Candidate { return Candidate{Name: c.Name, Handles: c.Handles} }

// merge adds a claim to the candidate it belongs to: one with a handle in
// common, or with the same name.
func merge(all []Candidate, c importer.Claim, part int) []Candidate {
	joined := Candidate{Name: c.Name, Handles: slices.Clone(c.Handles), Weight: c.Weight, Sure: c.Sure, parts: map[int]bool{part: true}}
	if c.Why != "" {
		joined.Why = []string{c.Why}
	}
	var out []Candidate
	for _, o := range all {
		if !sameOwner(o, joined) {
			out = append(out, o)
			continue
		}
		if joined.Name == "" || o.Name != "" {
			joined.Name = o.Name
		}
		joined.Handles = union(o.Handles, joined.Handles)
		joined.Why = union(o.Why, joined.Why)
		joined.Weight += o.Weight
		joined.Sure = joined.Sure || o.Sure
		for p := range o.parts {
			joined.parts[p] = true
		}
	}
	return append(out, joined)
}

func sameOwner(a, b Candidate) bool {
	for _, h := range a.Handles {
		if slices.Contains(b.Handles, h) {
			return true
		}
	}
	if len(a.Handles)+len(b.Handles) == 0 && a.Name != "" && network.Fold(a.Name) == network.Fold(b.Name) {
		return true // two chats whose owner goes by the same short name
	}
	ta, tb := resolve.Tokens(a.Name), resolve.Tokens(b.Name)
	slices.Sort(ta)
	slices.Sort(tb)
	return len(ta) > 1 && slices.Equal(ta, tb)
}

func union[T comparable](a, b []T) []T {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// ParseMe reads an address, a profile URL, a telephone number or a name given as
// --me.
func ParseMe(s, country string) (h network.Handle, name string) {
	if h, ok := network.NewEmail(s); ok {
		return h, ""
	}
	if h, ok := network.NewProfile(s); ok && h.Kind == network.LinkedIn {
		return h, ""
	}
	if h, ok := phone.Handle(s, country); ok && h.Kind == network.Phone && !strings.ContainsFunc(s, unicode.IsLetter) {
		return h, ""
	}
	return network.Handle{}, network.OneLine(s)
}

// sampled is how many records of a source are looked at for who is in them.
const sampled = 2000

// frequent returns, where no source claims anything of its owner, those who are
// in most of what it tells: the keeper is probably among them, and must say so.
func frequent(ctx context.Context, now time.Time, parts []found) ([]Candidate, error) {
	count := map[network.Handle]*Candidate{}
	for _, p := range parts {
		n := 0
		opt := importer.Options{Zone: time.UTC, Now: now, Limits: importer.DefaultLimits}
		for e, err := range p.reader.Read(ctx, p.files, p.part, opt) {
			if n++; err != nil || n > sampled {
				break
			}
			if e.Encounter == nil || slices.ContainsFunc(e.Encounter.Parties, func(x importer.Party) bool { return x.Me }) {
				continue // nothing, or the source knows its owner itself
			}
			for _, x := range e.Encounter.Parties {
				if len(x.Handles) == 0 {
					continue
				}
				c := count[x.Handles[0]]
				if c == nil {
					c = &Candidate{Name: x.Name, Handles: x.Handles[:1:1], Why: []string{}}
					count[x.Handles[0]] = c
				}
				c.Weight++
			}
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	out := make([]Candidate, 0, len(count))
	for _, c := range count {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Handles[0].Value, b.Handles[0].Value))
	})
	return out[:min(5, len(out))], nil
}
