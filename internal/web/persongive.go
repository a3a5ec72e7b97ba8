package web

import (
	"entregent/internal/app"
	"entregent/internal/network"
)

// giveView is what could be brought to the person of a briefing.
func (v *visit) giveView(b app.Briefing) *GiveView {
	out := &GiveView{
		Needs:  WishList{Kind: network.Need, Person: b.Person.ID, Add: v.words("web.person.needs.add")},
		Offers: WishList{Kind: network.Offer, Person: b.Person.ID, Add: v.words("web.person.offers.add")},
	}
	shown := map[string]bool{}
	if len(b.Gestures) > 0 { // that one stands above already
		shown[b.Gestures[0].Pair] = true
	}
	var bring []app.Match
	for _, m := range b.Matches {
		if m.Kind != app.MatchReceive && !shown[m.ID] {
			bring = append(bring, m)
		}
	}
	out.Bring = v.matches(bring)
	line := func(w app.Wish) WishLine {
		l := v.wish(w)
		l.Person = nil
		return l
	}
	for _, w := range b.Needs {
		out.Needs.Lines = append(out.Needs.Lines, line(w))
	}
	for _, w := range b.Offers {
		out.Offers.Lines = append(out.Offers.Lines, line(w))
	}
	for _, k := range b.Knows {
		out.Knows = append(out.Knows, KnownLine{k.ID, Face{k.Person.ID, k.Person.Name}, k.What})
	}
	for _, l := range b.Loops {
		if l.Draft != "" {
			out.Loops = append(out.Loops, loopCard(l))
		}
	}
	for _, g := range b.Invite {
		out.Gatherings = append(out.Gatherings, gatheringLine(g))
	}
	for _, k := range network.FavourKinds {
		out.Kinds = append(out.Kinds, Choice{string(k), v.words("favour." + string(k)), false})
	}
	return out
}
