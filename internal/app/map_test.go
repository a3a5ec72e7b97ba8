package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"entregent/internal/app"
	"entregent/internal/i18n"
)

func (h *house) chart(q app.MapAsk) app.Map {
	h.t.Helper()
	m, err := h.Map(context.Background(), h.keeper, i18n.For("fr"), q)
	if err != nil {
		h.t.Fatal(err)
	}
	return m
}

// quays is a book with two circles of people who meet, one of whom knows both, and
// colleagues who may never have met.
func quays(t *testing.T) *house {
	t.Helper()
	h := newHouse(t, noon)
	var rows strings.Builder
	rows.WriteString("Prénom;Nom;Société;Ville;email\n")
	for _, x := range []string{"Anne;Roux;;Lyon", "Boris;Noir;;Lyon", "Chloe;Blanc;;Lyon", "David;Petit;;Lyon", "Emma;Leroy;Gazette;Rennes", "Farid;Simon;Gazette;Rennes", "Gilles;Brun;;Rennes", "Hugo;Morel;Fonderie;", "Ines;Faure;Fonderie;"} {
		fmt.Fprintf(&rows, "%s;%s@exemple.example\n", x, strings.ToLower(strings.Split(x, ";")[0]))
	}
	h.reads1("l.csv", rows.String())
	h.reads1("a.ics", ics(together(3, "Anne Roux", "Boris Noir", "Chloe Blanc"), together(4, "Anne Roux", "David Petit", "Boris Noir"), together(5, "Chloe Blanc", "David Petit"),
		together(6, "Emma Leroy", "Farid Simon", "Gilles Brun"), together(7, "Anne Roux", "Emma Leroy")))
	return h
}

// Groups are those who meet, called by what they share; ties of colleagues are told
// apart.
func TestMap(t *testing.T) {
	h := quays(t)
	m := h.chart(app.MapAsk{})
	if m.People != 9 || m.Tied != 7 || m.Ties != 10 || len(m.Groups) != 2 || len(m.Members) != 7 || m.Open != -1 {
		t.Fatalf("%d people, %d tied, %d ties, groups %+v, %d members", m.People, m.Tied, m.Ties, m.Groups, len(m.Members))
	}
	lyon, rennes := m.Groups[0], m.Groups[1]
	if lyon.People != 4 || lyon.Text != "Lyon" || lyon.Ties != 6 || lyon.Around.Name != "Anne Roux" && lyon.Hubs[0].ID != lyon.Around.ID {
		t.Errorf("the first group: %+v", lyon)
	}
	if rennes.People != 3 || rennes.Text != "Rennes" || rennes.Why.Key != "map.why_place" || len(rennes.Why.Facts) == 0 {
		t.Errorf("the second: %+v", rennes)
	}
	if len(m.Links) != 1 || m.Links[0] != (app.MapLink{A: 0, B: 1, Ties: 1}) {
		t.Errorf("between them: %+v", m.Links)
	}
	for _, p := range m.Members {
		if p.Ties == 0 || len(p.Knows) == 0 || p.Group < 0 {
			t.Errorf("%+v", p)
		}
	}
	open := h.chart(app.MapAsk{Around: h.id("Farid Simon")})
	if open.Open != 1 || len(open.Members) != 3 || len(open.Between) != 3 {
		t.Errorf("opened: %d, %+v", open.Open, open.Members)
	}
	if m.Colleagues != 0 { // the source says no day on which both were there
		t.Errorf("%d colleagues", m.Colleagues)
	}
}

// The map is narrowed by circle, place, organisation and living ties.
func TestMapIsNarrowed(t *testing.T) {
	ctx := context.Background()
	h := quays(t)
	h.reads1("box.mbox", mailbox(talks("Anne Roux", "anne@exemple.example", 3)...))
	for name, circle := range map[string]string{"Anne Roux": "5", "Boris Noir": "15", "Emma Leroy": "50"} {
		if err := h.Decide(ctx, h.keeper, h.id(name), app.Decided{Circle: circle}); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		what   string
		q      app.MapAsk
		people int
		groups int
	}{
		{"a place", app.MapAsk{Place: " LYON "}, 4, 1},
		{"an organisation", app.MapAsk{Organisation: "gazette"}, 2, 0},
		{"a circle, with those within it", app.MapAsk{Circle: "15"}, 2, 0},
		{"living ties", app.MapAsk{Living: true}, 1, 0},
		{"nobody", app.MapAsk{Place: "Brest"}, 0, 0},
		{"a group that is not there", app.MapAsk{Place: "Lyon", Around: h.id("Emma Leroy")}, 4, 1},
		{"past its end", app.MapAsk{Around: h.id("Emma Leroy"), After: 1000}, 9, 2},
	} {
		if m := h.chart(tt.q); m.People != tt.people || len(m.Groups) != tt.groups {
			t.Errorf("%s: %d people, %d groups", tt.what, m.People, len(m.Groups))
		}
	}
	if _, err := h.Map(ctx, h.keeper, i18n.For("fr"), app.MapAsk{Circle: "x"}); err == nil {
		t.Error("a circle that is not there")
	}
	before := len(h.chart(app.MapAsk{}).Members)
	if err := h.Bin(ctx, h.keeper, h.id("Gilles Brun"), true); err != nil {
		t.Fatal(err)
	}
	if after := h.chart(app.MapAsk{}); len(after.Members) != before-3 || len(after.Groups) != 1 { // two are no group
		t.Errorf("binned: %d members, were %d", len(after.Members), before)
	}
}
