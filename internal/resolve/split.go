package resolve

import (
	"slices"
	"sort"

	"entregent/internal/network"
)

// split groups cards by names that share a token, directly or through others.
// Classes are ordered by their first token in the alphabet; the cards without
// any come last.
func split(nodes []*node) [][]*node {
	byToken := map[string]int{}
	var root []int
	var find func(int) int
	find = func(i int) int {
		if root[i] != i {
			root[i] = find(root[i])
		}
		return root[i]
	}
	var named, bare []*node
	for _, n := range nodes {
		if len(n.tokens) == 0 {
			bare = append(bare, n)
			continue
		}
		i := len(named)
		named, root = append(named, n), append(root, i)
		for _, t := range n.tokens {
			if j, ok := byToken[t]; ok {
				root[find(i)] = find(j)
			} else {
				byToken[t] = i
			}
		}
	}
	sets := map[int][]*node{}
	first := map[int]string{}
	for i, n := range named {
		r := find(i)
		sets[r] = append(sets[r], n)
		for _, t := range n.tokens {
			if f, ok := first[r]; !ok || t < f {
				first[r] = t
			}
		}
	}
	keys := make([]int, 0, len(sets))
	for r := range sets {
		keys = append(keys, r)
	}
	sort.Slice(keys, func(i, j int) bool { return first[keys[i]] < first[keys[j]] })
	var out [][]*node
	for _, r := range keys {
		out = append(out, sets[r])
	}
	if len(bare) > 0 {
		out = append(out, bare)
	}
	return out
}

// manyNames is from how many different names on one handle, all of which hang
// together by some word, nobody is joined who does not bear the very same.
const manyNames = 32

// apartByName splits classes further where two of their names contradict each
// other: the household's mailbox, the telephone on the landing. Then only those
// stay together whose names agree in two words; "Martin" alone, who may be either,
// is one by himself and is proposed.
func apartByName(classes [][]*node, kind network.HandleKind) [][]*node {
	if kind != network.Email && kind != network.Phone {
		return classes // a profile or an entry is one person's, whatever they are called there
	}
	var out [][]*node
	for _, c := range classes {
		out = append(out, agreeing(c, kind)...)
	}
	return out
}

func agreeing(class []*node, kind network.HandleKind) [][]*node {
	first := class[0]
	if !slices.ContainsFunc(class[1:], func(n *node) bool { return !slices.Equal(n.tokens, first.tokens) }) {
		return [][]*node{class}
	}
	byKey := map[string][]*node{}
	names := map[string]name{}
	for _, n := range class {
		if names[n.Name].said == "" {
			names[n.Name] = parseName(n.Name)
		}
		byKey[n.Name] = append(byKey[n.Name], n)
	}
	keys := make([]string, 0, len(byKey))
	for k := range byKey {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	if len(keys) <= manyNames && !clashing(keys, names, kind) {
		return [][]*node{class}
	}
	root := make([]int, len(keys))
	for i := range root {
		root[i] = i
		for j := range i {
			if len(keys) > manyNames {
				break
			}
			m := compare(names[keys[i]], names[keys[j]])
			if m.words() < 2 || min(m.restA, m.restB) > 0 {
				continue
			}
			low, high := min(root[i], root[j]), max(root[i], root[j])
			for k := range i + 1 {
				if root[k] == high {
					root[k] = low
				}
			}
		}
	}
	at := map[int]int{}
	var out [][]*node
	for i, k := range keys {
		g, ok := at[root[i]]
		if !ok {
			g = len(out)
			at[root[i]] = g
			out = append(out, nil)
		}
		out[g] = append(out[g], byKey[k]...)
	}
	for _, g := range out {
		sort.Slice(g, func(i, j int) bool { return slices.Compare(g[i].ID[:], g[j].ID[:]) < 0 })
	}
	return out
}

// clashing reports whether any two of the names cannot be one person's.
func clashing(keys []string, names map[string]name, kind network.HandleKind) bool {
	for i, k := range keys {
		for _, o := range keys[:i] {
			a, b := names[k], names[o]
			m := compare(a, b)
			if m.contradicts() || kind == network.Phone && m.otherFamily() || household(a.said) != household(b.said) {
				return true
			}
		}
	}
	return false
}
