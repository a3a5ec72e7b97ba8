package reach

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"entregent/internal/network"
)

// A Sign is one thing that shows two others to know each other.
type Sign struct {
	A, B network.PersonID
	Kind SignKind
	On   network.Day // when; the last day of a stay
	From network.Day // of Worked: the first day of both there
	// Share is what one Together counts: 1 for a meeting, ShareOfMail for a mail; 0
	// is 1.
	Share float64
	Where string // of Worked: the organisation as it is written
	Size  int    // of Worked: how many work there, 0 for not known
	Refs  []network.Ref
}

// A SignKind says what shows it.
type SignKind string

// The kinds of sign, strongest first.
const (
	Told        SignKind = "told"        // the keeper was told so
	Introduced  SignKind = "introduced"  // one was presented to the other
	Recommended SignKind = "recommended" // one recommended the other
	Together    SignKind = "together"    // on one small mail, or in one meeting
	Chat        SignKind = "chat"        // in one group
	Worked      SignKind = "worked"      // in one organisation at one time: weak
)

// SignKinds lists them all, for tests that a table is complete.
var SignKinds = []SignKind{Told, Introduced, Recommended, Together, Chat, Worked}

// ShareOfMail is what a mail to n others, the keeper left out, counts as a sign
// that two of them know each other (rulings §2).
func ShareOfMail(n int) float64 { return 1 / float64(max(n-1, 1)) }

func (s Sign) compare(t Sign) int {
	a, b := s.pair(), t.pair()
	return cmp.Or(bytes.Compare(a[0][:], b[0][:]), bytes.Compare(a[1][:], b[1][:]), cmp.Compare(s.Kind, t.Kind), cmp.Compare(t.On, s.On), cmp.Compare(s.From, t.From), cmp.Compare(s.Where, t.Where))
}

// pair is the two in one order, whoever was named first.
func (s Sign) pair() [2]network.PersonID {
	if bytes.Compare(s.A[:], s.B[:]) > 0 {
		return [2]network.PersonID{s.B, s.A}
	}
	return [2]network.PersonID{s.A, s.B}
}

// An Edge is a tie between two others.
type Edge struct {
	A, B network.PersonID // in the order of their ids
	P    float64          // that one would be heard by the other
	// Employer says that nothing shows it but the same employer.
	Employer bool
	Why      []network.Reason // the strongest first; the first one counts
}

// Edges turns signs into ties. The order of signs does not matter; those of
// somebody with themselves are left out.
func (w Weights) Edges(signs []Sign) []Edge {
	signs = slices.DeleteFunc(slices.Clone(signs), func(s Sign) bool { return s.A == s.B })
	slices.SortFunc(signs, Sign.compare)
	var out []Edge
	for len(signs) > 0 {
		n := 1
		for n < len(signs) && signs[n].pair() == signs[0].pair() {
			n++
		}
		out = append(out, w.edge(signs[:n]))
		signs = signs[n:]
	}
	return out
}

// A ground is what signs of one kind together are worth.
type ground struct {
	p    float64
	kind SignKind
	why  network.Reason
}

func (w Weights) edge(signs []Sign) Edge {
	pair := signs[0].pair()
	var grounds []ground
	by := map[SignKind][]Sign{}
	for _, s := range signs {
		by[s.Kind] = append(by[s.Kind], s)
	}
	for _, kind := range SignKinds {
		if list := by[kind]; len(list) > 0 {
			grounds = append(grounds, w.ground(kind, list))
		}
	}
	slices.SortStableFunc(grounds, func(a, b ground) int { return cmp.Compare(b.p, a.p) })
	e := Edge{A: pair[0], B: pair[1], Employer: len(grounds) == 1 && grounds[0].kind == Worked}
	for _, g := range grounds {
		e.P = max(e.P, g.p)
		e.Why = append(e.Why, g.why)
	}
	return e
}

// ground weighs the signs of one kind, the newest of which stands first.
func (w Weights) ground(kind SignKind, list []Sign) ground {
	g := ground{kind: kind}
	last := list[0]
	switch kind {
	case Told:
		g.p, g.why = w.of("told"), reason(ToldSo, last.Refs)
	case Introduced:
		g.p, g.why = w.of("introduced"), reason(WereIntroduced, last.Refs)
	case Recommended:
		g.p, g.why = w.of("recommended"), reason(HaveRecommended, last.Refs)
	case Chat:
		g.p, g.why = w.of("chat"), reason(InOneChat, last.Refs)
	case Worked:
		if g.p, g.why = w.of("colleagues"), reason(WereColleagues, last.Refs, last.Where); last.Size >= int(w.of("many from")) {
			g.p, g.why = w.of("many colleagues"), reason(AmongMany, last.Refs, last.Where)
		}
	case Together:
		days := w.days(list)
		g.p, g.why = w.of("once"), reason(SeenTogether, refsOf(list), len(days), last.On.Date())
		if w.often(days) {
			g.p, g.why = w.of("often"), reason(OftenTogether, refsOf(list), len(days), last.On.Date())
		}
	}
	return g
}

// days are the days on which two were seen together, with what each counts: one
// long exchange of mails on one day is one time.
func (w Weights) days(list []Sign) map[network.Day]float64 {
	days := map[network.Day]float64{}
	for _, s := range list {
		share := s.Share
		if share <= 0 {
			share = 1
		}
		days[s.On] = max(days[s.On], min(share, 1))
	}
	return days
}

// often reports whether they were seen together often enough within some span.
func (w Weights) often(days map[network.Day]float64) bool {
	list := slices.Sorted(maps.Keys(days))
	sum, from := 0.0, 0
	for _, d := range list {
		sum += days[d]
		for int(d-list[from]) > int(w.of("often days")) {
			sum -= days[list[from]]
			from++
		}
		if sum >= w.of("often times")-1e-9 {
			return true
		}
	}
	return false
}

// refsOf names few of many records, the newest.
func refsOf(list []Sign) (out []network.Ref) {
	for _, s := range list {
		for _, r := range s.Refs {
			if len(out) < 3 && !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}
