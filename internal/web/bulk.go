package web

import (
	"net/http"
	"slices"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

// bulk answers POST /people: something done to all who are ticked, or to all who
// answer to what was asked.
func bulk(v *visit) error {
	ids, err := v.chosen()
	if err != nil {
		return err
	}
	do := app.BulkDeed(v.r.PostFormValue("do"))
	value := ""
	switch do {
	case app.BulkTag, app.BulkUntag:
		value = v.r.PostFormValue("tag")
	case app.BulkCircle:
		if value = v.r.PostFormValue("into"); value == "none" {
			value = ""
		}
	}
	got, err := v.app().Bulk(v.ctx(), v.keeper(), ids, do, value, v.once())
	if err != nil {
		return err
	}
	if got.ID == "" {
		return v.then(v.back("/people"), "nothing")
	}
	return v.then(v.back("/people"), "bulk-"+string(do), got.ID)
}

// chosen are the people that were ticked; with "all", everybody who answers to the
// question of the list.
func (v *visit) chosen() ([]network.PersonID, error) {
	list := v.r.PostForm["person"]
	if v.r.PostFormValue("all") != "" {
		ask := v.peopleAsk()
		ask.After, ask.Limit = "", app.MostBulk+1
		got, err := v.app().People(v.ctx(), v.keeper(), ask)
		if err != nil {
			return nil, err
		}
		list = nil
		for _, p := range got.People {
			list = append(list, p.ID)
		}
	}
	var out []network.PersonID
	for _, s := range list {
		id, err := network.ParseID[network.PersonID](s)
		if err != nil {
			return nil, &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
		}
		out = append(out, id)
	}
	return out, nil
}

// undoBulk answers POST /bulk/{id}/undo.
func undoBulk(v *visit) error {
	if err := v.app().UndoBulk(v.ctx(), v.keeper(), v.r.PathValue("id")); err != nil {
		return err
	}
	return v.then(v.back("/people"), "back")
}

// A BinPage lists who waits in the bin.
type BinPage struct {
	Page
	People []Face
}

func (*BinPage) template() string { return "bin" }
func (*BinPage) section() string  { return "people" }

// bin answers GET /bin.
func bin(v *visit) error {
	list, err := v.app().Binned(v.ctx(), v.keeper())
	if err != nil {
		return err
	}
	page := &BinPage{Page: v.newPage()}
	for _, p := range list {
		page.People = append(page.People, Face{p.ID, p.Name})
	}
	return render(v.w, http.StatusOK, page)
}

// cameFrom is what a list can be narrowed to by where people came from: the
// sources there are, the months with imports, and each import.
func (v *visit) cameFrom(ask app.PeopleAsk) (sources, batches []Choice, err error) {
	list, err := v.app().Batches(v.ctx(), v.keeper())
	if err != nil {
		return nil, nil, err
	}
	sources = []Choice{{"", v.words("web.people.source.any"), ask.Source == ""}, {network.Typed, v.sourceName(network.Typed), ask.Source == network.Typed}}
	batches = []Choice{{"", v.words("web.people.batch.any"), ask.Batch == ""}}
	var months []string
	for _, b := range list {
		if !slices.ContainsFunc(sources, func(c Choice) bool { return c.Value == b.Format }) {
			sources = append(sources, Choice{b.Format, v.sourceName(b.Format), ask.Source == b.Format})
		}
		at := b.At
		if v.state.zone != nil {
			at = at.In(v.state.zone)
		}
		if m := at.Format("2006-01"); !slices.Contains(months, m) {
			months = append(months, m)
			batches = append(batches, Choice{m, v.words("web.people.batch.month", network.DateOf(at)), ask.Batch == m})
		}
	}
	for _, b := range list {
		name := strings.TrimSpace(b.Source)
		batches = append(batches, Choice{b.ID, v.words("web.people.batch.one", or(limit(name, 60), v.sourceName(b.Format)), network.DateOf(b.At)), ask.Batch == b.ID})
	}
	return sources, batches, nil
}
