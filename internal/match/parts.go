package match

import "entregent/internal/network"

// Two wishes in one breath: "cherche un vélo et quelqu'un pour garder le chat".
// What meets one of them meets the need, nearly as well.
const (
	byPart    = 0.95
	mostParts = 3
)

// parts reads the wishes of a need one by one, where it holds several. What is
// said to go with a thing, "a house with a garden and a garage", is none.
func (x *Lexicon) parts(n Need, whole *reading, since network.Date) []*reading {
	tokens := tokenise(n.Text)
	var cuts []int
	from := 0
	for i := 1; i < len(tokens) && len(cuts) < mostParts-1; i++ {
		if opens(tokens, i) && !accompanied(tokens[from:i]) {
			cuts = append(cuts, tokens[i].from)
			from = i
		}
	}
	if len(cuts) == 0 {
		return nil
	}
	var out []*reading
	begin := 0
	for _, end := range append(cuts, len(n.Text)) {
		r := x.read(n.Text[begin:end], n.Lang, n.Place, n.When, since, wants, Offer)
		if !r.firm(x) {
			return nil // it was one after all
		}
		if len(r.places) == 0 {
			r.places, r.named = whole.places, whole.named
		}
		r.not = whole.not
		for i := range r.things { // told in the words of the whole
			r.things[i].from += begin
			r.things[i].to += begin
		}
		x.reach(r.things)
		out = append(out, &r)
		begin = end
	}
	return out
}

// opens reports whether another wish begins at a word: "et un", "and someone",
// ", quelqu'un".
func opens(tokens []token, i int) bool {
	t := tokens[i].fold
	if i+1 >= len(tokens) {
		return false
	}
	next := tokens[i+1].fold
	switch {
	case (t == "et" || t == "and" || t == "plus") && (wishes[next] || next == "aussi" || next == "also"):
		return true
	case t == "ainsi" && next == "que":
		return true
	case tokens[i].gap && !tokens[i].first && wishes[t]:
		return true
	case tokens[i].first && (wishes[t] || seeks[t] || iAm[t]):
		return true
	}
	return false
}

// wishes are words by which a wish begins; accompanied tells of what only goes
// with something.
var wishes = set(`un une quelqu quelqun qqn someone somebody a an somewhere`)

func accompanied(tokens []token) bool {
	for _, t := range tokens {
		switch t.fold {
		case "avec", "with", "entre", "between", "contre", "comme", "like":
			return true
		}
	}
	return false
}

// firm reports whether a text speaks of something that the lexicon names.
func (r *reading) firm(x *Lexicon) bool {
	for _, t := range r.things {
		for _, c := range t.concepts {
			if !x.Concepts[c].Category && !x.Concepts[c].Does {
				return true
			}
		}
	}
	return false
}
