package app_test

import (
	"context"
	"strings"
	"testing"

	"entregent/internal/app"
	"entregent/internal/network"
)

// An event without guests whose title names exactly one known person is
// proposed, not recorded (rulings §3), whichever file came first.
func TestATitleThatNamesSomebody(t *testing.T) {
	ctx := context.Background()
	cards := "BEGIN:VCARD\nVERSION:3.0\nFN:Yves Martin\nEMAIL:y@exemple.example\nEND:VCARD\n" +
		"BEGIN:VCARD\nVERSION:3.0\nFN:Anne Roux\nEMAIL:a@exemple.example\nEND:VCARD\n" +
		"BEGIN:VCARD\nVERSION:3.0\nFN:Anne Petit\nEMAIL:p@exemple.example\nEND:VCARD\n"
	for _, tt := range []struct{ title, want string }{
		{"Déjeuner Yves", "Yves Martin"},
		{"Café avec Anne Roux", "Anne Roux"},
		{"Déjeuner Anne", ""}, // two of them
		{"Yves et Anne Roux", ""},
		{"Dentiste", ""},
		{"Déjeuner Yvez", ""}, // a guess too many
	} {
		t.Run(tt.title, func(t *testing.T) {
			for _, cardsFirst := range []bool{true, false} {
				h := newHouse(t, noon)
				calendar := func() {
					h.reads1("cal.ics", calendarOf(strings.Replace(event("u", "LOCATION:Chez Marcel"), "SUMMARY:Point", "SUMMARY:"+tt.title, 1)))
				}
				if !cardsFirst {
					calendar()
				}
				h.imports(h.file("a.vcf", cards))
				if cardsFirst {
					calendar()
				}
				p, err := h.Proposals(ctx, h.keeper, network.PersonID{}, 10)
				if err != nil {
					t.Fatal(err)
				}
				if tt.want == "" {
					if len(p.Meetings) != 0 {
						t.Errorf("proposed %+v", p.Meetings)
					}
					continue
				}
				if len(p.Meetings) != 1 || len(p.Meetings[0].With) != 1 || p.Meetings[0].With[0].Name != tt.want {
					t.Fatalf("proposed %+v, want %s", p.Meetings, tt.want)
				}
				if b := h.briefing(tt.want); b.Tie.Days != 0 || len(b.Encounters) != 0 {
					t.Errorf("recorded before the keeper said so: %+v", b.Encounters)
				}
				before := h.normal()
				id, _ := network.ParseID[network.EncounterID](p.Meetings[0].ID)
				if err := h.AnswerMeeting(ctx, h.keeper, id, true); err != nil {
					t.Fatal(err)
				}
				if b := h.briefing(tt.want); b.Tie.Days != 1 || !b.Person.Met {
					t.Errorf("after a yes: %d days, met %v", b.Tie.Days, b.Person.Met)
				}
				if p, _ = h.Proposals(ctx, h.keeper, network.PersonID{}, 10); len(p.Meetings) != 0 {
					t.Errorf("asked again: %+v", p.Meetings)
				}
				h.whole()
				if err := h.UnsayEncounter(ctx, h.keeper, id); err != nil {
					t.Fatal(err)
				}
				if b := h.briefing(tt.want); b.Tie.Days != 0 {
					t.Errorf("taken back: %d days", b.Tie.Days)
				}
				if p, _ = h.Proposals(ctx, h.keeper, network.PersonID{}, 10); len(p.Meetings) != 1 {
					t.Errorf("taken back, it is not asked: %+v", p.Meetings)
				}
				if got := h.normal(); len(got) < len(before) {
					t.Errorf("taking back lost something: %d lines of %d", len(got), len(before))
				}
				if err := h.AnswerMeeting(ctx, h.keeper, id, false); err != nil {
					t.Fatal(err)
				}
				if p, _ = h.Proposals(ctx, h.keeper, network.PersonID{}, 10); len(p.Meetings) != 0 {
					t.Errorf("asked after a no: %+v", p.Meetings)
				}
				h.whole()
			}
		})
	}
}

// A newer edition that cancels such an event takes the question back.
func TestACancelledTitleIsNotAsked(t *testing.T) {
	h := newHouse(t, noon)
	h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Yves Martin\nEMAIL:y@exemple.example\nEND:VCARD\n"))
	lunch := strings.Replace(event("u", "DTSTAMP:20261001T000000Z"), "SUMMARY:Point", "SUMMARY:Déjeuner Yves", 1)
	h.reads1("one.ics", calendarOf(lunch))
	h.reads(app.ImportRequest{Paths: []string{h.file("two.ics", calendarOf(strings.Replace(lunch, "DTSTAMP:20261001", "STATUS:CANCELLED\r\nDTSTAMP:20261002", 1)))}})
	p, err := h.Proposals(context.Background(), h.keeper, network.PersonID{}, 10)
	if err != nil || len(p.Meetings) != 0 {
		t.Errorf("%+v, %v", p.Meetings, err)
	}
}
