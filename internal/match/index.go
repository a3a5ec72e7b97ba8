package match

import (
	"cmp"
	"slices"

	"entregent/internal/network"
)

// An Index holds entries ready to be matched. It is not safe for use by several
// goroutines while one of them adds or removes.
type Index struct {
	lex      *Lexicon
	entries  []entry
	slots    map[string]int32   // by Entry.ID
	free     []int32            //
	concepts [][]int32          // slots by concept, in no order, each at most once
	words    map[string][]int32 // slots by unknown word
	marked   map[mark]int32     // how many entries bear a mark
}

type entry struct {
	Entry
	reading
	live bool
}

// New returns an empty index that goes by a lexicon; nil is Default.
func New(lex *Lexicon) *Index {
	if lex == nil {
		lex = Default()
	}
	return &Index{lex: lex, slots: map[string]int32{}, concepts: make([][]int32, len(lex.Concepts)), words: map[string][]int32{}, marked: map[mark]int32{}}
}

// Len returns the number of entries.
func (x *Index) Len() int { return len(x.slots) }

// Add puts an entry in, in the place of one that has its ID. Its time grows
// with the text alone.
func (x *Index) Add(e Entry) {
	x.Remove(e.ID)
	var at int32
	if n := len(x.free); n > 0 {
		at, x.free = x.free[n-1], x.free[:n-1]
	} else {
		at = int32(len(x.entries))
		x.entries = append(x.entries, entry{})
	}
	x.entries[at] = entry{e, x.lex.entry(e, e.Since), true}
	x.slots[e.ID] = at
	for _, m := range x.entries[at].marks {
		x.marked[m]++
	}
	x.each(at, func(list *[]int32) { *list = append(*list, at) })
}

// Remove takes the entry of that ID out; nothing happens where there is none.
func (x *Index) Remove(id string) {
	at, ok := x.slots[id]
	if !ok {
		return
	}
	x.each(at, func(list *[]int32) {
		if i := slices.Index(*list, at); i >= 0 {
			(*list)[i] = (*list)[len(*list)-1]
			*list = (*list)[:len(*list)-1]
		}
	})
	for _, m := range x.entries[at].marks {
		if x.marked[m]--; x.marked[m] == 0 {
			delete(x.marked, m)
		}
	}
	x.entries[at] = entry{}
	delete(x.slots, id)
	x.free = append(x.free, at)
}

// each calls f once with every list that an entry stands in.
func (x *Index) each(at int32, f func(*[]int32)) {
	concepts, words := map[int32]bool{}, map[string]bool{}
	for _, t := range x.entries[at].things {
		for _, c := range t.concepts {
			if !concepts[c] {
				concepts[c] = true
				f(&x.concepts[c])
			}
		}
		for _, h := range t.hints {
			if !concepts[h.concept] {
				concepts[h.concept] = true
				f(&x.concepts[h.concept])
			}
		}
		for _, w := range t.roots {
			if !words[w.word] {
				words[w.word] = true
				list := x.words[w.word]
				f(&list)
				if x.words[w.word] = list; len(list) == 0 {
					delete(x.words, w.word)
				}
			}
		}
	}
}

func (x *Lexicon) entry(e Entry, since network.Date) reading {
	return x.read(e.Text, e.Lang, e.Place, e.When, since, gives, e.Kind)
}

func (x *Lexicon) need(n Need, today network.Date) reading {
	if n.Since.IsZero() {
		n.Since = today
	}
	r := x.read(n.Text, n.Lang, n.Place, n.When, n.Since, wants, Offer)
	x.reach(r.things)
	if r.trade != nil {
		x.reach(r.trade.things)
	}
	r.parts = x.parts(n, &r, n.Since)
	return r
}

// A hit is an entry that may meet a need, by its slot.
type hit struct {
	at    int32
	score float32
	by    []met
}

// Meet returns the entries that meet a need, best first; equal ones by ID. What
// is far behind the best is left out, and what belongs to whoever has the need
// does not meet it.
func (x *Index) Meet(n Need, o Options) []Match {
	r := x.lex.need(n, o.Today)
	var hits []hit
	for _, at := range x.candidates(&r) {
		e := &x.entries[at]
		if o.Skip != nil && o.Skip(n.ID, e.ID) {
			continue
		}
		if score, by := x.lex.pair(n, &r, &e.Entry, &e.reading, o); score >= Least {
			hits = append(hits, hit{at: at, score: score, by: by})
		}
	}
	x.order(hits)
	for i, h := range hits {
		if h.score < farBehind*hits[0].score {
			hits = hits[:i]
			break
		}
	}
	sure := len(hits)
	if o.Perhaps {
		hits = append(hits, x.perhaps(n, &r, o, hits)...)
	}
	if o.Most > 0 && len(hits) > o.Most {
		hits = hits[:o.Most]
	}
	out := make([]Match, len(hits))
	for i, h := range hits { // said only of those that are returned
		e := &x.entries[h.at]
		out[i] = x.lex.match(n, &r, e.Entry, &e.reading, h.score, h.by, o)
		out[i].Perhaps = i >= sure
	}
	return out
}

// candidates are the slots of entries that share a thing with a need, each
// once.
func (x *Index) candidates(r *reading) []int32 {
	seen := make([]bool, len(x.entries))
	var out []int32
	add := func(slots []int32) {
		for _, at := range slots {
			if !seen[at] {
				seen[at] = true
				out = append(out, at)
			}
		}
	}
	things := r.things
	if r.trade != nil {
		things = append(slices.Clone(things), r.trade.things...)
	}
	for _, p := range r.parts {
		things = append(slices.Clone(things), p.things...)
	}
	for _, t := range things {
		for _, c := range t.concepts {
			for _, k := range x.lex.near[c] {
				add(x.concepts[k.concept])
			}
		}
		for _, h := range t.hints {
			for _, k := range x.lex.near[h.concept] {
				add(x.concepts[k.concept])
			}
		}
		for _, w := range t.roots {
			add(x.words[w.word])
		}
	}
	if c, ok := x.lex.index[recruiting]; ok && r.job {
		for _, k := range x.lex.near[c] {
			add(x.concepts[k.concept])
		}
	}
	return out
}

// Met returns the needs that an entry meets, best first; equal ones by ID. It is
// for a new offer beside the needs that are open.
func (x *Index) Met(e Entry, needs []Need, o Options) []Match {
	r := x.lex.entry(e, e.Since)
	var out []Match
	for _, n := range needs {
		if o.Skip != nil && o.Skip(n.ID, e.ID) {
			continue
		}
		need := x.lex.need(n, o.Today)
		if score, by := x.lex.pair(n, &need, &e, &r, o); score >= Least {
			out = append(out, x.lex.match(n, &need, e, &r, score, by, o))
		}
	}
	slices.SortFunc(out, func(a, b Match) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Need.ID, b.Need.ID)) })
	if o.Most > 0 && len(out) > o.Most {
		out = out[:o.Most]
	}
	return out
}
