package web

import (
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A GatheringsPage lists what the keeper organises and attends.
type GatheringsPage struct {
	Page
	Coming []GatheringLine
	Past   []GatheringLine
	Form   GatheringForm
}

// A GatheringLine is one gathering in a list.
type GatheringLine struct {
	ID     string
	Title  string
	On     network.Date
	Place  string
	Guests int
	Hosts  bool
	Due    bool // its day has come: who was there?
}

// A GatheringForm is what can be said of a gathering.
type GatheringForm struct {
	Title, Hour, Place, About string
	On                        network.Date
	Hosts                     bool
}

// A GatheringPage is one gathering: whom to invite and why, who comes, who came.
type GatheringPage struct {
	Page
	GatheringLine
	Form   GatheringForm
	Over   bool
	Guests []GuestLine
	Invite []GuestLine
}

// A GuestLine is somebody invited, or to invite.
type GuestLine struct {
	Person Face
	State  string
	Why    []string
}

func (*GatheringsPage) template() string { return "gatherings" }
func (*GatheringsPage) section() string  { return "give" }
func (*GatheringPage) template() string  { return "gathering" }
func (*GatheringPage) section() string   { return "give" }

func gatheringLine(g app.Gathering) GatheringLine {
	return GatheringLine{ID: g.ID, Title: g.Title, On: g.On, Place: g.Place, Guests: len(g.Guests), Hosts: g.Hosts, Due: g.Due}
}

// gatherings answers GET /gatherings.
func gatherings(v *visit) error {
	all, err := v.app().Gatherings(v.ctx(), v.keeper())
	if err != nil {
		return err
	}
	page := &GatheringsPage{Page: v.newPage(), Form: GatheringForm{Hosts: true}}
	for _, g := range all {
		if g.Over {
			page.Past = append(page.Past, gatheringLine(g))
		} else {
			page.Coming = append(page.Coming, gatheringLine(g))
		}
	}
	return v.show(page)
}

// someGuests is how many people are proposed for one gathering.
const someGuests = 10

// gathering answers GET /gatherings/{id}.
func gathering(v *visit) error {
	g, whom, err := v.app().Gathering(v.ctx(), v.keeper(), v.r.PathValue("id"), someGuests)
	if err != nil {
		return err
	}
	page := &GatheringPage{Page: v.newPage(), GatheringLine: gatheringLine(g), Over: g.Over}
	page.Form = GatheringForm{Title: g.Title, Hour: g.At.In(v.state.zone).Format("15:04"), Place: g.Place, About: g.About, On: g.On, Hosts: g.Hosts}
	for _, x := range g.Guests {
		page.Guests = append(page.Guests, GuestLine{Person: Face{x.Person.ID, x.Person.Name}, State: x.State})
	}
	for _, x := range whom {
		l := GuestLine{Person: Face{x.Person.ID, x.Person.Name}}
		for _, w := range x.Why {
			l.Why = append(l.Why, v.words("invite."+w.Key, w.What))
		}
		page.Invite = append(page.Invite, l)
	}
	return v.show(page)
}

func (v *visit) newGathering() (app.NewGathering, error) {
	f := v.r.PostFormValue
	on, err := dateField(f("on"))
	return app.NewGathering{Title: f("title"), On: on, Hour: f("hour"), Place: f("place"), About: f("about"), Hosts: f("hosts") != ""}, err
}

// addGathering answers POST /gatherings.
func addGathering(v *visit) error {
	n, err := v.newGathering()
	if err != nil {
		return err
	}
	id, err := v.app().AddGathering(v.ctx(), v.keeper(), n, v.once())
	if err != nil {
		return err
	}
	return v.then("/gatherings/"+id, "saved")
}

// editGathering answers POST /gatherings/{id}.
func editGathering(v *visit) error {
	id := v.r.PathValue("id")
	switch v.r.PostFormValue("answer") {
	case "remove":
		if err := v.app().DropGathering(v.ctx(), v.keeper(), id); err != nil {
			return err
		}
		return v.then("/gatherings", "removed")
	case "reopen":
		if err := v.app().Reopen(v.ctx(), v.keeper(), id); err != nil {
			return err
		}
		return v.then("/gatherings/"+id, "back")
	}
	n, err := v.newGathering()
	if err == nil {
		err = v.app().EditGathering(v.ctx(), v.keeper(), id, n)
	}
	if err != nil {
		return err
	}
	return v.then("/gatherings/"+id, "saved")
}

// setGuest answers POST /gatherings/{id}/guests: somebody is invited, comes or
// does not. A person is named by id, or by what was typed.
func setGuest(v *visit) error {
	id, name := v.r.PathValue("id"), strings.TrimSpace(v.r.PostFormValue("name"))
	who, err := network.ParseID[network.PersonID](v.r.PostFormValue("person"))
	if err != nil {
		if who, err = v.app().Find(v.ctx(), v.keeper(), name); err != nil {
			return err
		}
	}
	if err := v.app().SetGuest(v.ctx(), v.keeper(), id, who, v.r.PostFormValue("state")); err != nil {
		return err
	}
	return v.then("/gatherings/"+id, "saved")
}

// came answers POST /gatherings/{id}/came: who was there.
func came(v *visit) error {
	id := v.r.PathValue("id")
	var who []network.PersonID
	for _, s := range v.r.PostForm["came"] {
		p, err := network.ParseID[network.PersonID](s)
		if err != nil {
			return &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
		}
		who = append(who, p)
	}
	if err := v.app().Came(v.ctx(), v.keeper(), id, who, v.once()); err != nil {
		return err
	}
	return v.then("/gatherings/"+id, "came", id)
}

// undoCame answers POST /gatherings/{id}/undo.
func undoCame(v *visit) error {
	if err := v.app().Reopen(v.ctx(), v.keeper(), v.r.PathValue("id")); err != nil && !isNotFound(err) {
		return err
	}
	return v.then("/gatherings/"+v.r.PathValue("id"), "back")
}
