package web

import (
	"entregent/internal/network"
)

// gives are the pages on which the keeper gives first.
func (s scene) gives() []sample {
	who := people(6)
	long := s.w("a holiday house by the sea in Brittany, in July, for five and a dog", "une maison de vacances au bord de la mer en Bretagne, en juillet, pour cinq et un chien")
	draft := Draft{Text: s.w("Hello Yves,\n\nI thought of you.", "Bonjour Yves,\n\nj’ai pensé à vous."), Mailto: "mailto:y@example.org?body=x"}
	card := func(id, kind string) MatchCard {
		return MatchCard{
			ID: id, Kind: kind, Person: who[0], Why: s.w("Yves is looking for a house: Sophie now offers one.", "Yves cherche une maison : Sophie en propose une."),
			Words: []string{"maison", "juillet"}, Reasons: []string{s.w("The same place.", "Le même lieu.")},
			Letters: []LetterView{{id + "-a", who[0], draft}, {id + "-b", who[1], draft}},
		}
	}
	wish := func(id string, kind network.WishKind, of *Face) WishLine {
		return WishLine{ID: id, Kind: kind, Person: of, Text: long, Place: "Quiberon", From: day(2026, 7, 1), Until: day(2026, 7, 31), For: s.w("his daughter", "sa fille"), Since: day(2025, 11, 2)}
	}
	mine := WishList{Kind: network.Offer, Lines: []WishLine{wish("w1", network.Offer, nil)}, Add: s.p.T("web.give.add.offer")}
	needs := WishList{Kind: network.Need, Lines: []WishLine{wish("w2", network.Need, &who[0]), wish("w3", network.Need, &who[1])}}
	offers := WishList{Kind: network.Offer, Lines: []WishLine{wish("w4", network.Offer, &who[2])}}
	wanted := WishList{Kind: network.Need, Lines: []WishLine{wish("w5", network.Need, nil)}, Add: s.p.T("web.give.add.need")}
	line := GatheringLine{ID: "g1", Title: s.w("Drinks among publishers", "Apéro des éditeurs"), On: day(2026, 3, 20), Place: "Les Halles", Guests: 4, Hosts: true}
	due := line
	due.ID, due.Due = "g2", true
	form := GatheringForm{Title: line.Title, Hour: "19:30", Place: line.Place, About: "jazz", On: line.On, Hosts: true}
	guests := []GuestLine{{Person: who[0], State: "invited"}, {Person: who[1], State: "coming"}}
	loop := LoopCard{LoopLine: s.loops(1)[0], Draft: draft}
	favour := FavourEdit{
		FavourLine: FavourLine{ID: "f1", Text: s.p.T("web.favour.received", s.p.T("favour.introduction")), On: day(2026, 2, 1)}, Person: who[0], What: "Karim Benali",
		Outcome: s.w("a contract", "un contrat"), Kinds: s.choices("advice", "advice", "gift"), Typed: true,
	}
	promise := favour
	promise.ID, promise.Promise, promise.Outcome = "f2", true, ""
	stale := wish("w6", network.Need, &who[3])
	stale.Stale = true
	return []sample{
		{"give", &GivePage{Page: s.page("/give"), Bring: []MatchCard{card("m1", "tell"), card("m2", "bring")}, Stale: []WishLine{stale}, Gatherings: []GatheringLine{line}, Mine: mine, Needs: needs, Offers: offers, Wanted: wanted, Receive: []MatchCard{card("m3", "receive")}}},
		{"give-empty", &GivePage{Page: s.page("/give"), Mine: WishList{Kind: network.Offer, Add: s.p.T("web.give.add.offer")}, Wanted: WishList{Kind: network.Need, Add: s.p.T("web.give.add.need")}}},
		{"need", &NeedPage{Page: s.page("/needs/w2"), Need: wish("w2", network.Need, &who[0]), Met: []MatchCard{card("m1", "introduce")}, Perhaps: []MatchCard{card("m2", "bring")}}},
		{"need-alone", &NeedPage{Page: s.page("/needs/w5"), Need: wish("w5", network.Need, nil)}},
		{"favours", &FavoursPage{Page: s.page("/favours"), Loops: []LoopCard{loop}, Balance: []BalanceLine{{who[0], s.p.T("balance.received_last", 3, day(2026, 2, 1))}}, Favours: []FavourEdit{favour, promise}}},
		{"favours-none", &FavoursPage{Page: s.page("/favours")}},
		{"gatherings", &GatheringsPage{Page: s.page("/gatherings"), Coming: []GatheringLine{due, line}, Past: []GatheringLine{line}, Form: form}},
		{"gatherings-none", &GatheringsPage{Page: s.page("/gatherings")}},
		{"gathering", &GatheringPage{Page: s.page("/gatherings/g2"), GatheringLine: due, Form: form, Guests: guests, Invite: []GuestLine{{Person: who[4], Why: []string{s.p.T("invite.likes", "jazz"), s.p.T("invite.never_met")}}}}},
		{"gathering-over", &GatheringPage{Page: s.page("/gatherings/g1"), GatheringLine: line, Form: form, Over: true, Guests: []GuestLine{{Person: who[0], State: "came"}, {Person: who[1], State: "did_not_come"}}}},
	}
}
