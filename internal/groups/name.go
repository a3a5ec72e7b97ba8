package groups

import (
	"cmp"
	"math"
	"slices"
)

// A Trait is something that several people may share.
type Trait struct {
	Kind string // "organisation", "place" or "word"
	Key  string // the same for all who share it
	Word string // as it is written
}

// A Name is what the people of a group share more than others do.
type Name struct {
	Trait
	Shared int // how many of them share it
	Of     int // how many they are
}

const (
	shareLeast = 0.4 // of a group, below which nothing is said to be shared
	fewest     = 3
)

// weightOf says which kind of trait names a group best where two say as much: where
// people work, then where they live, then what they do (judged).
var weightOf = map[string]float64{"organisation": 1.25, "place": 1, "word": 0.9}

// Called names each group by the trait that marks it out: shared by two fifths of
// its people at least, and by more of them than by everybody. The zero Name is a group
// that nothing marks out. of is as Find returns it; traits are those of each person.
func Called(of []int, traits [][]Trait) []Name {
	count := 0
	for _, g := range of {
		count = max(count, g+1)
	}
	sizes, all := make([]int, count), map[string]int{}
	in := make([]map[string]int, count)
	words := map[string]map[string]int{} // how each trait is written, and how often
	kinds := map[string]Trait{}
	for g := range in {
		in[g] = map[string]int{}
	}
	for i, g := range of {
		if g != Apart {
			sizes[g]++
		}
		for n, t := range traits[i] {
			k := t.Kind + "\x00" + t.Key
			if slices.ContainsFunc(traits[i][:n], func(x Trait) bool { return x.Kind == t.Kind && x.Key == t.Key }) {
				continue
			}
			all[k]++
			kinds[k] = t
			if words[k] == nil {
				words[k] = map[string]int{}
			}
			words[k][t.Word]++
			if g != Apart {
				in[g][k]++
			}
		}
	}
	out := make([]Name, count)
	for g := range out {
		best, most := "", 0.0
		for k, n := range in[g] {
			share := float64(n) / float64(sizes[g])
			usual := float64(all[k]) / float64(len(of))
			if n < fewest || share < shareLeast || share <= usual {
				continue
			}
			// How much it tells that somebody is of the group.
			x := weightOf[kinds[k].Kind] * share * math.Log(1+share/usual)
			if x > most+worth || x > most-worth && (best == "" || k < best) {
				best, most = k, x
			}
		}
		if best != "" {
			t := kinds[best]
			t.Word = commonest(words[best])
			out[g] = Name{t, in[g][best], sizes[g]}
		}
	}
	return out
}

// commonest is how a trait is written most often; of equal ones the first by bytes.
func commonest(count map[string]int) string {
	var list []string
	for w := range count {
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
	return list[0]
}
