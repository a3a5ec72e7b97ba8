package app_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/reach"
	"entregent/internal/tact"
)

func (h *house) reach(target string) app.Reach {
	h.t.Helper()
	r, err := h.Reach(context.Background(), h.keeper, i18n.For("fr"), app.ReachAsk{Target: target})
	if err != nil {
		h.t.Fatalf("%s: %v", target, err)
	}
	return r
}

// by lists the first go-betweens.
func by(r app.Reach) string {
	var out []string
	for _, p := range r.Paths {
		out = append(out, p.Through[0].Name)
	}
	return strings.Join(out, ", ")
}

func (h *house) id(name string) network.PersonID {
	h.t.Helper()
	id, err := h.Find(context.Background(), h.keeper, name)
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

// talks is a mail each way with somebody on so many days before noon.
func talks(name, mail string, days int) (out []string) {
	for i := range days {
		on := time.Date(2026, 10, 30-7*i, 10, 0, 0, 0, time.UTC).Format(time.RFC1123Z)
		out = append(out, fmt.Sprintf("From: %s\nTo: %s <%s>\nDate: %s\nSubject: le point\n\nBonjour", myMail, name, mail, on),
			fmt.Sprintf("From: %s <%s>\nTo: %s\nDate: %s\nSubject: Re: le point\n\nBonjour", name, mail, myMail, on))
	}
	return out
}

// together is a meeting of others in a calendar; who answers nothing is in
// brackets.
func together(day int, who ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "BEGIN:VEVENT\nUID:%d-%s\nDTSTART:202609%02dT080000Z\nDTEND:202609%02dT090000Z\nSUMMARY:Réunion\nLOCATION:Lyon\n", day, strings.ToLower(strings.ReplaceAll(who[0], " ", "-")), day, day)
	for i, w := range who {
		name, status := strings.Trim(w, "()"), "ACCEPTED"
		if name != w {
			status = "NEEDS-ACTION"
		}
		mail := strings.ToLower(strings.Fields(name)[0]) + "@exemple.example"
		if i == 0 {
			fmt.Fprintf(&b, "ORGANIZER;CN=%s:mailto:%s\n", name, mail)
		}
		fmt.Fprintf(&b, "ATTENDEE;CN=%s;PARTSTAT=%s:mailto:%s\n", name, status, mail)
	}
	return b.String() + "END:VEVENT\n"
}

func ics(events ...string) string {
	return strings.ReplaceAll("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//essai//FR\n"+strings.Join(events, "")+"END:VCALENDAR\n", "\n", "\r\n")
}

// around is a book in which Yves and Anne are talked to, and Xavier is seen with
// others only.
func around(t *testing.T, events ...string) *house {
	t.Helper()
	h := newHouse(t, noon)
	h.reads1("box.mbox", mailbox(slices.Concat(talks("Yves Martin", "yves@exemple.example", 6), talks("Anne Roux", "anne@exemple.example", 6))...))
	if len(events) > 0 {
		h.reads1("a.ics", ics(events...))
	}
	return h
}

// What shows that two others know each other, and what does not (rulings §2, §3).
func TestWhoKnowsWhom(t *testing.T) {
	mail := func(head string) string {
		return strings.ReplaceAll(mailbox(head+"\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour"), "<m0@", "<other@")
	}
	for _, tt := range []struct{ what, file, text, by, key string }{
		{"a meeting without the keeper", "a.ics", ics(together(3, "Yves Martin", "Xavier Noir")), "Yves Martin", reach.SeenTogether},
		{"three within two years", "a.ics", ics(together(3, "Yves Martin", "Xavier Noir"), together(10, "Yves Martin", "Xavier Noir"), together(17, "Yves Martin", "Xavier Noir")), "Yves Martin", reach.OftenTogether},
		{"three times on one day is once", "a.ics", ics(together(3, "Yves Martin", "Xavier Noir"), strings.Replace(together(3, "Yves Martin", "Xavier Noir"), "UID:", "UID:b", 1), strings.Replace(together(3, "Yves Martin", "Xavier Noir"), "UID:", "UID:c", 1)), "Yves Martin", reach.SeenTogether},
		{"invited, and never answered", "a.ics", ics(together(3, "Yves Martin", "(Xavier Noir)")), "", ""},
		{"in copy of a mail to the keeper", "b.mbox", mail("From: Yves Martin <yves@exemple.example>\nTo: moi@exemple.example\nCc: Xavier Noir <xavier@exemple.example>"), "Yves Martin", reach.SeenTogether},
		{"put side by side by the keeper", "b.mbox", mail("From: moi@exemple.example\nTo: Yves Martin <yves@exemple.example>, Xavier Noir <xavier@exemple.example>"), "", ""},
	} {
		t.Run(tt.what, func(t *testing.T) {
			h := around(t)
			h.reads1(tt.file, tt.text)
			r := h.reach("Xavier Noir")
			if by(r) != tt.by {
				t.Fatalf("by %q, want %q: %+v", by(r), tt.by, r)
			}
			if tt.by == "" {
				return
			}
			p := r.Paths[0]
			last := p.Evidence[len(p.Evidence)-1]
			if last.Key != tt.key || len(last.Facts) == 0 || last.From.Name != tt.by || last.To.Name != "Xavier Noir" || r.None != nil {
				t.Errorf("evidence: %+v", last)
			}
			for _, f := range last.Facts {
				if _, err := h.Evidence(context.Background(), h.keeper, []network.Ref{f}); err != nil {
					t.Errorf("%v does not open: %v", f, err)
				}
			}
		})
	}
}

// What is written after is seen at once; what is undone is gone; the past does not
// know it.
func TestReachFollowsTheBook(t *testing.T) {
	h := around(t, together(3, "Yves Martin", "Xavier Noir"))
	if got := by(h.reach("Xavier Noir")); got != "Yves Martin" {
		t.Fatalf("by %q", got)
	}
	batch := h.reads1("c.ics", ics(together(4, "Anne Roux", "Xavier Noir"), together(5, "Anne Roux", "Xavier Noir"), together(6, "Anne Roux", "Xavier Noir")))
	if got := by(h.reach("Xavier Noir")); got != "Anne Roux, Yves Martin" {
		t.Errorf("after another calendar: by %q", got)
	}
	id, err := network.ParseID[network.BatchID](batch.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Undo(context.Background(), h.keeper, id, ""); err != nil {
		t.Fatal(err)
	}
	if got := by(h.reach("Xavier Noir")); got != "Yves Martin" {
		t.Errorf("undone: by %q", got)
	}
	h.at("2026-09-02T12:00:00Z")
	h.Replay = true
	if r := h.reach("Xavier Noir"); len(r.Paths) > 0 {
		t.Errorf("before the meeting: %+v", r.Paths)
	}
}

// A go-between is protected: the over-asked come last, the marked are left in
// peace, and what is owed comes before another ask.
func TestGoBetweensAreSpared(t *testing.T) {
	ctx := context.Background()
	var events []string
	for day := 3; day < 6; day++ {
		events = append(events, together(day, "Anne Roux", "Xavier Noir"))
	}
	h := around(t, append(events, together(7, "Yves Martin", "Xavier Noir"))...)
	if got := by(h.reach("Xavier Noir")); got != "Anne Roux, Yves Martin" {
		t.Fatalf("by %q", got)
	}
	if _, err := h.AddWish(ctx, h.keeper, app.NewWish{Kind: network.Ask, Of: h.id("Anne Roux"), What: "relire mon dossier"}, ""); err != nil {
		t.Fatal(err)
	}
	r := h.reach("Xavier Noir")
	if by(r) != "Yves Martin, Anne Roux" {
		t.Fatalf("with an open ask: by %q", by(r))
	}
	anne := r.Paths[1]
	if len(anne.Spare) != 1 || anne.Spare[0].Key != reach.AskStillOpen || anne.Tact.Verdict == tact.Go {
		t.Errorf("spared: %+v, %+v", anne.Spare, anne.Tact)
	}
	for _, who := range []string{"Anne Roux", "Yves Martin"} {
		if err := h.Decide(ctx, h.keeper, h.id(who), app.Decided{Mark: network.RatherNot}); err != nil {
			t.Fatal(err)
		}
	}
	if r = h.reach("Xavier Noir"); len(r.Paths) > 0 || r.None == nil || r.None.Key != reach.AllSpared || len(r.None.Create) == 0 {
		t.Errorf("all left in peace: %+v", r)
	}
}

// Tact decides what may be asked, and the draft suits it.
func TestReachWithTact(t *testing.T) {
	ctx := context.Background()
	h := around(t, together(3, "Yves Martin", "Xavier Noir"))
	p := h.reach("Xavier Noir").Paths[0]
	if p.Tact.Verdict != tact.Prepare || p.Tact.Smaller == "" || len(p.Tact.Steps) < 2 || strings.Contains(p.Draft, "Xavier") {
		t.Errorf("never met: %+v\n%s", p.Tact, p.Draft)
	}
	h.say("Café avec Yves Martin hier à Lyon : cherche un photographe pour son mariage")
	p = h.reach("Xavier Noir").Paths[0]
	if p.Tact.Verdict != tact.Go || len(p.Tact.Steps) != 1 || p.Tact.Steps[0].On != network.DateOf(h.now) || !strings.Contains(p.Draft, "Xavier Noir") {
		t.Errorf("met: %+v\n%s", p.Tact, p.Draft)
	}
	if len(p.GiveFirst) != 1 || p.GiveFirst[0].Kind != "seek" {
		t.Errorf("a need that nobody meets: %+v", p.GiveFirst)
	}
	if _, err := h.AddWish(ctx, h.keeper, app.NewWish{Kind: network.Offer, What: "photographe de mariage le week-end"}, ""); err != nil {
		t.Fatal(err)
	}
	p = h.reach("Xavier Noir").Paths[0]
	if len(p.GiveFirst) != 1 || p.GiveFirst[0].Kind != app.MatchBring || len(p.GiveFirst[0].Facts) != 2 || len(p.Tact.Steps) != 2 || !strings.Contains(p.Draft, "photographe") {
		t.Errorf("a need that the keeper meets: %+v %+v\n%s", p.GiveFirst, p.Tact.Steps, p.Draft)
	}
}

// The same employer alone is never more than a maybe, and is said so.
func TestTheSameEmployerIsWeak(t *testing.T) {
	h := around(t)
	card := func(name, mail, org string) string {
		return "BEGIN:VCARD\nVERSION:3.0\nFN:" + name + "\nEMAIL:" + mail + "\nORG:" + org + "\nREV:20261001T080000Z\nEND:VCARD\n"
	}
	h.reads1("l.vcf", card("Yves Martin", "yves@exemple.example", "Banque du Nord SA")+card("Xavier Noir", "xavier@exemple.example", "BANQUE du Nord"))
	h.say("Café avec Yves Martin hier")
	if err := h.Decide(context.Background(), h.keeper, h.id("Yves Martin"), app.Decided{Circle: "5"}); err != nil {
		t.Fatal(err)
	}
	r := h.reach("Xavier Noir")
	if by(r) != "Yves Martin" {
		t.Fatalf("by %q: %+v", by(r), r.None)
	}
	for _, p := range r.Paths {
		if p.Chance != reach.Unlikely || p.Evidence[len(p.Evidence)-1].Key != reach.WereColleagues {
			t.Errorf("%+v", p)
		}
	}
}

// A target is a person, an organisation, a role, or nobody the book knows.
func TestWhomATargetMeans(t *testing.T) {
	h := newHouse(t, noon)
	h.reads1("l.csv", "Prénom;Nom;Société;Fonction;Ville;email\n"+
		"Nadia;Lambert;Banque du Nord SA;Directrice des ressources humaines;Lille;nadia@exemple.example\n"+
		"Omar;Lambert;Crédit des Alpes;Conseiller;Grenoble;omar@exemple.example\n"+
		"Léa;Faure;Fonderie Faure;DRH;Lille;lea@exemple.example\n")
	for _, tt := range []struct {
		target, to string
		kind       app.ReachKind
	}{
		{"Nadia Lambert", "Nadia Lambert", app.ReachPerson},
		{"madame LAMBERT Nadia", "Nadia Lambert", app.ReachPerson},
		{"nadia@exemple.example", "Nadia Lambert", app.ReachPerson},
		{"la Banque du Nord", "Nadia Lambert", app.ReachOrganisation},
		{"DRH dans une banque à Lille", "Nadia Lambert", app.ReachRole},
		{"DRH à Lille", "Léa Faure, Nadia Lambert", app.ReachRole},
		{"an HR director in Lille", "Léa Faure, Nadia Lambert", app.ReachRole},
		{"DRH à Brest", "", ""},
		{"personne@exemple.example", "", ""},
		{"dans une", "", ""},
	} {
		r := h.reach(tt.target)
		var to []string
		for _, n := range r.To {
			to = append(to, n.Name)
		}
		slices.Sort(to)
		if got := strings.Join(to, ", "); got != tt.to || r.Kind != tt.kind || r.Known != (tt.to != "") {
			t.Errorf("%s: %q, %q, known %v", tt.target, got, r.Kind, r.Known)
		}
		if len(r.Paths) == 0 && r.None == nil {
			t.Errorf("%s: neither a path nor why there is none", tt.target)
		}
	}
	_, err := h.Reach(context.Background(), h.keeper, i18n.For("fr"), app.ReachAsk{Target: "Lambert"})
	var many *app.TooMany
	if !errors.As(err, &many) || len(many.People) != 2 {
		t.Errorf("two Lamberts: %v", err)
	}
}
