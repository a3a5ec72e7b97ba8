package today

import (
	"entregent/internal/network"
)

// A Gift is something that the keeper could bring to somebody: what they can
// give themselves, or whoever of the people they know can.
type Gift struct {
	Kind  network.GestureKind `json:"kind"`  // GestureBring, GestureTell or GestureIntroduce
	Pair  string              `json:"pair"`  // the need and what meets it; once refused it never returns
	Need  string              `json:"need"`  // the words of the need
	Offer string              `json:"offer"` // the words of what meets it
	Who   string              `json:"who"`   // of an introduction: who can bring it
	Other network.PersonID    `json:"other"` // the same, zero for the keeper
	// Sure says that somebody offered it; else it is read from a job or a fact.
	Sure  bool          `json:"sure"`
	Day   network.Day   `json:"day"` // since when both are known
	Facts []network.Ref `json:"facts"`
}

// gift makes an idea of the first gift of a kind.
func gift(kind network.GestureKind) func(network.Day, *Candidate) (idea, bool) {
	return func(day network.Day, c *Candidate) (idea, bool) {
		for i := range c.Gifts {
			if g := &c.Gifts[i]; g.Kind == kind {
				out := idea{kind: kind, cause: day, weight: c.Reading.Strength, why: []network.Reason{g.why()}, draft: g.draft(), pair: g.Pair, gift: g}
				if g.Sure {
					out.urgent = -1
				}
				return out, true
			}
		}
		return idea{}, false
	}
}

// why says who seeks what, and what meets it.
func (g Gift) why() network.Reason {
	switch g.Kind {
	case network.GestureBring:
		return reason(WhyBring, g.Facts, g.Need, g.Offer)
	case network.GestureTell:
		return reason(WhyTell, g.Facts, g.Need, g.Who, g.Offer)
	}
	return reason(WhyIntroduce, g.Facts, g.Need, g.Who, g.Offer)
}

func (g Gift) draft() Draft {
	if g.Kind == network.GestureBring {
		return Draft{Key: "draft.bring", Args: []any{g.Need, g.Offer}}
	}
	return Draft{Key: "draft.introduce", Args: []any{g.Need, g.Who, g.Offer}}
}

// Bring is the gift as something to have in hand on another occasion.
func (g Gift) Bring() Bring {
	if g.Kind == network.GestureBring {
		return Bring{"offer", BringOffer, []any{g.Need, g.Offer}, g.Facts}
	}
	return Bring{"introduction", BringIntroduction, []any{g.Need, g.Who, g.Offer}, g.Facts}
}

// holds reports whether the gift that a gesture of a fixed list is about is still
// there: neither refused elsewhere, nor its need met.
func (c *Candidate) holds(pair string) bool {
	if pair == "" {
		return true
	}
	for _, g := range c.Gifts {
		if g.Pair == pair {
			return true
		}
	}
	return false
}
