package web

import (
	"net/url"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/village"
)

// villagePage answers GET /village. With ?who and ?circle it asks for one person
// who moves out of a circle that is full.
func villagePage(v *visit) error {
	got, err := v.app().Village(v.ctx(), v.keeper())
	if err != nil {
		return err
	}
	when, err := v.app().LastSeen(v.ctx(), v.keeper())
	if err != nil {
		return err
	}
	last, longer := seen(when), map[string]int{}
	ties := func(key string, list []village.Place) []TieLine {
		if len(list) > someTies && v.form("list") != key {
			longer[key] = len(list) - someTies
			list = list[:someTies]
		}
		return last.ties(v, list)
	}
	page := &VillagePage{
		Page:      v.newPage(),
		Contacts:  Number{got.Contacts, v.words("web.village.contacts.why"), "/people"},
		Relations: Number{got.Relations, v.words("web.village.relations.why"), "/people?relations=1"},
		Newcomers: ties("newcomers", got.Newcomers), Drifting: ties("drifting", got.Drifting),
		Dormant: ties("dormant", got.Dormant), NeverMet: ties("never", got.NeverMet), Longer: longer, List: v.form("list"),
	}
	before := 0
	for _, r := range got.Circles {
		page.Circles = append(page.Circles, v.ring(r, r.Capacity-before, last))
		before = r.Capacity
	}
	page.Moves, err = v.moves(got.Circles)
	if err != nil {
		return err
	}
	return v.show(page)
}

// someTies is how many people of one list the village shows, unless that list is
// asked for.
const someTies = 60

// seen tells of everybody when contact was last, for pages that list many.
type seen map[network.PersonID]network.Date

func (s seen) ties(v *visit, list []village.Place) []TieLine {
	var out []TieLine
	for _, p := range list {
		line := TieLine{Face: Face{p.ID.String(), p.Name}, Last: s[p.ID], Text: v.words("stage." + p.Stage.String())}
		if !line.Last.IsZero() {
			line.Text = v.words("web.village.last", line.Last)
		}
		out = append(out, line)
	}
	return out
}

// ring is one circle with its seats.
func (v *visit) ring(r village.Ring, places int, last seen) Circle {
	out := Circle{Key: r.Name, Name: i18n.Sentence(v.circleName(r.Name)), Places: places, Capacity: r.Capacity}
	out.Name = trimPeriod(out.Name)
	for _, m := range r.Members {
		out.Seats = append(out.Seats, Seat{
			Face: Face{m.ID.String(), m.Name}, Drifting: m.Drifting, Drift: max(0.5, m.Silence), Proposed: !m.Confirmed, Last: last[m.ID],
		})
	}
	return out
}

func trimPeriod(s string) string {
	if n := len(s); n > 0 && s[n-1] == '.' {
		return s[:n-1]
	}
	return s
}

// someMoves is how many proposals are asked about at a time.
const someMoves = 3

// moves asks about the innermost proposals, and first about the one the keeper
// has in hand.
func (v *visit) moves(rings []village.Ring) ([]MoveLine, error) {
	var out []MoveLine
	who, circle := v.form("who"), v.form("circle")
	if who != "" {
		person, err := network.ParseID[network.PersonID](who)
		if err != nil {
			return nil, &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
		}
		for _, r := range rings {
			if r.Name != circle {
				continue
			}
			b, err := v.app().Briefing(v.ctx(), v.keeper(), v.p, person, v.app().Now())
			if err != nil {
				return nil, err
			}
			out = append(out, v.move(Face{b.Person.ID, b.Person.Name}, r, rings))
		}
	}
	for _, r := range rings {
		for _, m := range r.Members {
			if id := m.ID.String(); !m.Confirmed && id != who && len(out) < someMoves {
				out = append(out, v.move(Face{id, m.Name}, r, rings))
			}
		}
	}
	return out, nil
}

// move proposes a place; where the circle, or one around it, is full, it asks
// who moves out.
func (v *visit) move(who Face, in village.Ring, rings []village.Ring) MoveLine {
	out := MoveLine{ID: who.ID, Person: who, Key: in.Name, Circle: v.circleName(in.Name), Why: Verdict{Text: v.words("web.village.move.why")}}
	around := false
	for _, r := range rings {
		around = around || r.Name == in.Name
		if !around || !r.Full {
			continue
		}
		out.Full = true
		for _, c := range r.Could {
			out.Out = append(out.Out, Face{c.ID.String(), c.Name})
		}
		break
	}
	return out
}

// askPlace is the page that asks who moves out.
func askPlace(who, circle string) string {
	return "/village?" + url.Values{"who": {who}, "circle": {circle}}.Encode() + "#moves"
}

// answerPlace answers POST /village/places/{id}: a person, and the circle they
// are given a place in. Whoever moves out is left without one.
func answerPlace(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	circle := v.r.PostFormValue("circle")
	if s := v.r.PostFormValue("out"); s != "" {
		out, err := network.ParseID[network.PersonID](s)
		if err != nil {
			return &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
		}
		if _, err := v.app().Place(v.ctx(), v.keeper(), out, ""); err != nil {
			return err
		}
	}
	full, err := v.app().Place(v.ctx(), v.keeper(), who, circle)
	if err != nil {
		return err
	}
	if full != nil {
		return v.then(askPlace(who.String(), circle))
	}
	return v.then("/village", "placed", who.String())
}

// undoPlace answers POST /village/places/{id}/undo.
func undoPlace(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	if _, err := v.app().Place(v.ctx(), v.keeper(), who, ""); err != nil {
		return err
	}
	return v.then("/village", "back")
}
