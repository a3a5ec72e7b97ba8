package app

import (
	"context"
	"slices"
	"sort"

	"entregent/internal/importer"
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
		strong = strong || h.Kind.Strong()
	}
	return !strong && who.Name != "" && m.names[network.Fold(who.Name)]
}

// A Candidate is somebody whom the sources may take for their owner.
type Candidate struct {
	Name    string           `json:"name,omitempty"`
	Handles []network.Handle `json:"handles"`
	Why     []string         `json:"why"` // keys of the reasons in words
	Weight  int              `json:"-"`
	Sure    bool             `json:"-"`
	parts   map[int]bool
}

// candidates groups what the sources claim of their owner into persons, the
// likeliest first.
func candidates(ctx context.Context, parts []found) ([]Candidate, error) {
	var all []Candidate
	for i, p := range parts {
		claims, err := p.reader.Owner(ctx, p.files, p.part)
		if err != nil {
			return nil, err
		}
		for _, c := range likely(claims) {
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

// ParseMe reads an address, a profile URL or a name given as --me.
func ParseMe(s string) (h network.Handle, name string) {
	if h, ok := network.NewEmail(s); ok {
		return h, ""
	}
	if h, ok := network.NewProfile(s); ok && h.Kind == network.LinkedIn {
		return h, ""
	}
	return network.Handle{}, network.OneLine(s)
}
