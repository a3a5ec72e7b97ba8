package same

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"entregent/internal/network"
	"entregent/internal/resolve"
)

// A Row is one way of telling who is one with whom, counted in pairs of cards:
// of N cards of one person there are N·(N-1)/2 right pairs.
type Row struct {
	Method   string `json:"method"`
	People   int    `json:"people"`
	Cards    int    `json:"cards"`
	Right    int    `json:"right"`     // pairs of cards that are one person in truth
	Joined   int    `json:"joined"`    // pairs joined without asking
	JoinedOK int    `json:"joined_ok"` // of these, right
	Asked    int    `json:"asked"`     // pairs of persons proposed
	AskedOK  int    `json:"asked_ok"`  // of these, right
	Left     int    `json:"left"`      // right pairs of cards that were not joined
	Found    int    `json:"found"`     // of these, once every proposal has been answered
	Direct   int    `json:"direct"`    // of these, proposed as they stand
	Likely   int    `json:"likely"`    // proposals that count as likely
	LikelyOK int    `json:"likely_ok"` // of these, right
}

// JoinedPrecision is the share of joined pairs that are right.
func (r Row) JoinedPrecision() float64 { return share(r.JoinedOK, r.Joined) }

// JoinedRecall is the share of right pairs that are joined.
func (r Row) JoinedRecall() float64 { return share(r.JoinedOK, r.Right) }

// AskedPrecision is the share of proposals that are right.
func (r Row) AskedPrecision() float64 { return share(r.AskedOK, r.Asked) }

// Recall is the share of right pairs that are joined, or that the keeper's
// answers to the proposals join.
func (r Row) Recall() float64 { return share(r.JoinedOK+r.Found, r.Right) }

// LikelyPrecision is the share of likely proposals that are right.
func (r Row) LikelyPrecision() float64 { return share(r.LikelyOK, r.Likely) }

// LeftRecall is the share of what was not joined that the proposals find.
func (r Row) LeftRecall() float64 { return share(r.Found, r.Left) }

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// A Miss is a pair of cards that was taken for what it is not.
type Miss struct {
	What string // "joined", "asked", "missed"
	A, B network.Card
	Why  []string // keys of the evidence
}

// Measure counts package resolve and the baseline on one world. A Miss is told
// for each wrong join and for some of the rest.
func Measure(w World) ([]Row, []Miss) {
	ours, misses := measureOurs(w)
	return []Row{measurePlain(w), ours}, misses
}

// A clock reads the time of the machine: what is measured here is also how long
// it takes, also in seconds of the processor, for others may be at work.
type clock = func() (wall time.Time, cpu float64)

// A Pace is how long it takes to find the proposals among so many people.
type Pace struct {
	People  int     `json:"people"`
	Cards   int     `json:"cards"`
	Seconds float64 `json:"seconds"` // blocked and scored
	CPU     float64 `json:"cpu"`     // of that, work of the processors
	Asked   int     `json:"asked"`
	Peak    float64 `json:"peak_mib"` // of the heap, everything included
}

func (p Pace) String() string {
	return fmt.Sprintf("%d people, %d cards: blocked and scored in %.1f s (goal: under 20 s), %.1f s of the processors; %d proposals, %.0f MiB", p.People, p.Cards, p.Seconds, p.CPU, p.Asked, p.Peak)
}

// Time finds the proposals of a world and tells how long that took.
func Time(w World, now clock) Pace {
	book, traits := read(w)
	begun, cpu := now()
	list := book.Proposals(everybody, traits)
	ended, after := now()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return Pace{w.People, len(w.Cards), ended.Sub(begun).Seconds(), after - cpu, len(list), float64(m.HeapSys) / (1 << 20)}
}

func everybody(network.PersonID) bool { return true }

// read puts a world into a book, and gathers what is known of each person.
func read(w World) (*resolve.Book, func(network.PersonID) resolve.Traits) {
	book := resolve.NewBook(worldSeed)
	for _, c := range w.Cards {
		book.Add(c, false)
	}
	all := map[network.PersonID]*resolve.Traits{}
	of := func(id network.CardID) *resolve.Traits {
		c, _ := book.Card(id)
		if all[c.Person] == nil {
			all[c.Person] = &resolve.Traits{}
		}
		return all[c.Person]
	}
	for _, c := range w.Cards {
		for _, f := range w.Facts[c.ID] {
			of(c.ID).Take(f)
		}
	}
	for _, few := range w.Together {
		for _, x := range few {
			for _, y := range few {
				c, _ := book.Card(y)
				of(x).Meet(c.Person)
			}
		}
	}
	return book, func(p network.PersonID) resolve.Traits {
		if t := all[p]; t != nil {
			return *t
		}
		return resolve.Traits{}
	}
}

func pairs(n int) int { return n * (n - 1) / 2 }

// right counts the pairs there are in truth.
func right(w World) (n int) {
	count := map[int]int{}
	for _, who := range w.Truth {
		count[who]++
	}
	for _, k := range count {
		n += pairs(k)
	}
	return n
}

// A group is the cards that a method takes for one.
type group []network.CardID

// judge counts what was joined: which pairs of a group are right.
func (r *Row) judge(w World, groups []group) {
	for _, g := range groups {
		count, desks := map[int]int{}, 0
		for _, id := range g {
			if who, ok := w.Truth[id]; ok {
				count[who]++
			} else {
				desks++
			}
		}
		r.Joined += pairs(len(g)) - pairs(desks)
		for _, k := range count {
			r.JoinedOK += pairs(k)
		}
	}
	r.Left = r.Right - r.JoinedOK
}

// ask counts what was proposed: pairs of groups by number. A proposal is right
// where both are mostly the same person.
func (r *Row) ask(w World, groups []group, asked [][2]int) (wrong []int) {
	whose := make([]int, len(groups))
	for i, g := range groups {
		whose[i] = mostly(w, g)
	}
	root := make([]int, len(groups))
	for i := range root {
		root[i] = i
	}
	var find func(int) int
	find = func(i int) int {
		if root[i] != i {
			root[i] = find(root[i])
		}
		return root[i]
	}
	direct := map[[2]int]bool{}
	r.Asked = len(asked)
	for i, p := range asked {
		if whose[p[0]] < 0 || whose[p[0]] != whose[p[1]] {
			wrong = append(wrong, i)
			continue
		}
		r.AskedOK++
		root[find(p[0])] = find(p[1])
		direct[[2]int{min(p[0], p[1]), max(p[0], p[1])}] = true
	}
	at := map[int][]int{} // groups with cards of each person
	size := map[[2]int]int{}
	for i, g := range groups {
		for _, id := range g {
			if who, ok := w.Truth[id]; ok {
				if size[[2]int{i, who}]++; size[[2]int{i, who}] == 1 {
					at[who] = append(at[who], i)
				}
			}
		}
	}
	for who, list := range at {
		for i, x := range list {
			for _, y := range list[:i] {
				n := size[[2]int{x, who}] * size[[2]int{y, who}]
				if find(x) == find(y) {
					r.Found += n
				}
				if direct[[2]int{min(x, y), max(x, y)}] {
					r.Direct += n
				}
			}
		}
	}
	return wrong
}

// mostly is whose most cards of a group are, -1 for nobody's.
func mostly(w World, g group) int {
	count := map[int]int{}
	best := -1
	for _, id := range g {
		if who, ok := w.Truth[id]; ok {
			if count[who]++; best < 0 || count[who] > count[best] || count[who] == count[best] && who < best {
				best = who
			}
		}
	}
	return best
}

func measureOurs(w World) (Row, []Miss) {
	book, traits := read(w)
	r := Row{Method: "resolve", People: w.People, Cards: len(w.Cards), Right: right(w)}
	number := map[network.PersonID]int{}
	var groups []group
	for _, c := range w.Cards {
		now, _ := book.Card(c.ID)
		i, ok := number[now.Person]
		if !ok {
			i = len(groups)
			number[now.Person] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], c.ID)
	}
	r.judge(w, groups)
	list := book.Proposals(everybody, traits)
	asked := make([][2]int, len(list))
	person := func(id network.CardID) int { c, _ := book.Card(id); return number[c.Person] }
	for i, p := range list {
		asked[i] = [2]int{person(p.A), person(p.B)}
	}
	wrong := r.ask(w, groups, asked)
	for i, p := range list {
		if p.Likely() {
			if r.Likely++; !slices.Contains(wrong, i) {
				r.LikelyOK++
			}
		}
	}
	var misses []Miss
	for _, g := range groups {
		for _, id := range g {
			if w.Truth[id] != w.Truth[g[0]] {
				misses = append(misses, w.miss("joined", g[0], id))
				break
			}
		}
	}
	for _, i := range wrong {
		m := w.miss("asked", list[i].A, list[i].B)
		for _, e := range slices.Concat(list[i].For, list[i].Against) {
			m.Why = append(m.Why, e.Key)
		}
		misses = append(misses, m)
	}
	return r, append(misses, w.missed(groups, asked)...)
}

// missed tells which persons are still in several groups once all is answered.
func (w World) missed(groups []group, asked [][2]int) (out []Miss) {
	near := map[[2]int]bool{}
	for _, p := range asked {
		near[[2]int{min(p[0], p[1]), max(p[0], p[1])}] = true
	}
	first := map[int][]int{}
	for i, g := range groups {
		if who := mostly(w, g); who >= 0 {
			first[who] = append(first[who], i)
		}
	}
	for who := range w.People {
		for k := 1; k < len(first[who]); k++ {
			x, y := first[who][0], first[who][k]
			if !near[[2]int{min(x, y), max(x, y)}] {
				out = append(out, w.miss("missed", groups[x][0], groups[y][0]))
			}
		}
	}
	return out
}

func (w World) miss(what string, x, y network.CardID) Miss {
	i := slices.IndexFunc(w.Cards, func(c network.Card) bool { return c.ID == x })
	j := slices.IndexFunc(w.Cards, func(c network.Card) bool { return c.ID == y })
	return Miss{What: what, A: w.Cards[i], B: w.Cards[j]}
}

// measurePlain is what anybody would do first: cards with the same name and the
// same mail address are one; with the same name or the same address, it asks.
func measurePlain(w World) Row {
	r := Row{Method: "plain", People: w.People, Cards: len(w.Cards), Right: right(w)}
	number := map[[2]string]int{}
	var groups []group
	byKey := map[string][]int{}
	for _, c := range w.Cards {
		address := ""
		for _, h := range c.Handles {
			if h.Kind == network.Email {
				address = h.Value
			}
		}
		i, ok := number[[2]string{c.Name, address}]
		if !ok || c.Name == "" || address == "" {
			i = len(groups)
			groups = append(groups, nil)
			number[[2]string{c.Name, address}] = i
			if c.Name != "" {
				byKey["name "+c.Name] = append(byKey["name "+c.Name], i)
			}
			if address != "" {
				byKey["mail "+address] = append(byKey["mail "+address], i)
			}
		}
		groups[i] = append(groups[i], c.ID)
	}
	r.judge(w, groups)
	seen := map[[2]int]bool{}
	var asked [][2]int
	for _, list := range byKey {
		for i, x := range list {
			for _, y := range list[:i] {
				if p := [2]int{y, x}; !seen[p] {
					seen[p] = true
					asked = append(asked, p)
				}
			}
		}
	}
	r.ask(w, groups, asked)
	return r
}

// Format writes the rows as a table.
func Format(rows []Row) string {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "method\tcards\tpairs in truth\tjoined\tprecision\trecall\tasked\tprecision\trecall with the answers\tof what was left\tlikely\tprecision\t")
	for _, r := range rows {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%.4f\t%.3f\t%d\t%.3f\t%.4f\t%.3f\t%d\t%.3f\t\n", r.Method, r.Cards, r.Right, r.Joined, r.JoinedPrecision(), r.JoinedRecall(), r.Asked, r.AskedPrecision(), r.Recall(), r.LeftRecall(), r.Likely, r.LikelyPrecision())
	}
	t.Flush()
	return b.String()
}
