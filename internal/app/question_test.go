package app_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"entregent/internal/app"
	"entregent/internal/network"
)

// asked lists what waits for a word, as "kind name".
func (h *house) asked() []string {
	h.t.Helper()
	var out []string
	for _, q := range h.questions() {
		out = append(out, string(q.Kind)+" "+q.Person.Name)
	}
	return out
}

func (h *house) questions() []app.Question {
	h.t.Helper()
	list, err := h.Questions(context.Background(), h.keeper)
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}

// question finds one by its kind.
func (h *house) question(kind app.QuestionKind) app.Question {
	h.t.Helper()
	all := h.questions()
	i := slices.IndexFunc(all, func(q app.Question) bool { return q.Kind == kind })
	if i < 0 {
		h.t.Fatalf("no question of kind %s in %v", kind, h.asked())
	}
	return all[i]
}

// doubtful is a book with one question of each kind.
func doubtful(t *testing.T) *house {
	h := newHouse(t, noon)
	h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:Anne Roux\nEMAIL:a@exemple.example\nEND:VCARD\n"+
		"BEGIN:VCARD\nVERSION:4.0\nFN:Yves Martin\nEMAIL:y@exemple.example\nEND:VCARD\n"+
		"BEGIN:VCARD\nVERSION:4.0\nFN:Paul Petit\nEMAIL:p@exemple.example\nDEATHDATE:20200101\nEND:VCARD\n"))
	h.imports(h.file("b.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:Yves Martin\nEMAIL:yves@autre.example\nEND:VCARD\n"))
	me := "\nATTENDEE;PARTSTAT=ACCEPTED:mailto:moi@exemple.example"
	h.reads1("cal.ics", calendarOf(event("u1", "ORGANIZER:mailto:z@exemple.example\nATTENDEE;CN=Anne Roux;PARTSTAT=TENTATIVE:mailto:a@exemple.example"+me)))
	who, err := h.Find(context.Background(), h.keeper, "Anne Roux")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"Un café", "Un thé", "Un dîner"} {
		n := app.NewEncounter{With: []network.PersonID{who}, Channel: network.InPerson, Direction: network.Out, Note: line, On: network.Date{Year: 2026, Month: 10, Day: 10 + len(line)}}
		if _, err := h.Record(context.Background(), h.keeper, n, ""); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// Each question can be answered with yes, no and later; each answer is taken
// back to the byte, and asked again.
func TestEveryQuestionIsAnsweredAndTakenBack(t *testing.T) {
	ctx := context.Background()
	h := doubtful(t)
	want := []string{"meeting Anne Roux", "mark Paul Petit", "same Yves Martin", "place Anne Roux", "place z@exemple.example"}
	if got := h.asked(); !slices.Equal(got, want) {
		t.Fatalf("asked %v, want %v", got, want)
	}
	if n, err := h.Waiting(ctx, h.keeper); err != nil || n != 3 {
		t.Errorf("%d wait, %v; want 3, the place left out", n, err)
	}
	before := h.export()
	for _, q := range h.questions() {
		for _, verdict := range []string{"yes", "no", "later"} {
			if err := h.Say(ctx, h.keeper, q.Kind, q.ID, verdict); err != nil {
				t.Fatalf("%s: %s: %v", q.Kind, verdict, err)
			}
			if slices.ContainsFunc(h.questions(), func(x app.Question) bool { return x.Kind == q.Kind && x.ID == q.ID }) {
				t.Errorf("%s: after %q it is asked again", q.Kind, verdict)
			}
			h.counts()
			h.whole()
			if verdict == "later" {
				now := h.now
				h.now = now.AddDate(0, 0, 8)
				h.counts()
				if !slices.ContainsFunc(h.questions(), func(x app.Question) bool { return x.Kind == q.Kind && x.ID == q.ID }) {
					t.Errorf("%s: put off, and not asked after a week", q.Kind)
				}
				h.now = now
			}
			if err := h.Unsaid(ctx, h.keeper, q.Kind, q.ID); err != nil {
				t.Fatalf("%s: taking back %s: %v", q.Kind, verdict, err)
			}
			if got := h.asked(); !slices.Equal(got, want) {
				t.Errorf("%s: after taking back %q: %v", q.Kind, verdict, got)
			}
			if err := h.Unsaid(ctx, h.keeper, q.Kind, q.ID); err != nil {
				t.Errorf("%s: taken back twice: %v", q.Kind, err)
			}
		}
	}
	h.imports(h.file("c.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:Anne Roux\nEMAIL:anne@autre.example\nEND:VCARD\n"))
	h.counts()
	for _, b := range h.batches()[:1] {
		if _, err := h.Undo(ctx, h.keeper, b, ""); err != nil {
			t.Fatal(err)
		}
	}
	h.counts()
	if diff := difference(before, h.export()); diff != "" {
		t.Errorf("after all was taken back:\n%s", diff)
	}
	if err := h.Say(ctx, h.keeper, app.QuestionMark, "x", "yes"); err == nil {
		t.Error("a question that is none was answered")
	}
}

// counts holds what is kept of how much waits against what waits.
func (h *house) counts() {
	h.t.Helper()
	want := 0
	anew := &app.App{Store: h.Store, Now: h.Now} // which has kept nothing
	list, err := anew.Questions(context.Background(), h.keeper)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, q := range list {
		if q.Kind != app.QuestionPlace {
			want++
		}
	}
	if n, err := h.Waiting(context.Background(), h.keeper); err != nil || n != want {
		h.t.Errorf("%d wait, %v; %d are asked", n, err, want)
	}
}

// What is kept of who may be whom follows every way by which that can change.
func TestWhoMayBeWhomIsKept(t *testing.T) {
	ctx := context.Background()
	h := doubtful(t)
	h.counts()
	who := func(name string) network.PersonID {
		t.Helper()
		all, err := h.People(ctx, h.keeper, app.PeopleAsk{Query: name, Limit: 1})
		if err != nil || len(all.People) == 0 {
			t.Fatalf("%s: %v", name, err)
		}
		id, _ := network.ParseID[network.PersonID](all.People[0].ID)
		return id
	}
	waits := func(want int) {
		t.Helper()
		h.counts()
		if n, err := h.Waiting(ctx, h.keeper); err != nil || n != want {
			t.Errorf("%d wait, %v; want %d", n, err, want)
		}
	}
	line := func(text string) {
		t.Helper()
		if _, err := h.Record(ctx, h.keeper, app.NewEncounter{With: []network.PersonID{who("Anne Roux")}, Channel: network.Call, Direction: network.Out, Note: text, On: network.Date{Year: 2026, Month: 10, Day: 20}}, ""); err != nil {
			t.Fatal(err)
		}
	}
	waits(3)
	line("Un appel")
	waits(3)
	yves := who("Yves Martin")
	if err := h.Bin(ctx, h.keeper, yves, true); err != nil {
		t.Fatal(err)
	}
	waits(2)
	if err := h.Bin(ctx, h.keeper, yves, false); err != nil {
		t.Fatal(err)
	}
	waits(3)
	if err := h.AddHandle(ctx, h.keeper, who("Anne Roux"), "p@exemple.example", ""); err != nil {
		t.Fatal(err)
	}
	waits(4) // Paul Petit has that address too
	line("Un autre")
	waits(4)
}

// batches lists the imports, newest first.
func (h *house) batches() []network.BatchID {
	h.t.Helper()
	list, err := h.Batches(context.Background(), h.keeper)
	if err != nil {
		h.t.Fatal(err)
	}
	var out []network.BatchID
	for _, b := range list {
		id, err := network.ParseID[network.BatchID](b.ID)
		if err != nil {
			h.t.Fatal(err)
		}
		out = append(out, id)
	}
	return out
}

// difference compares exports but for what counts versions.
func difference(a, b string) string {
	x, y := lines(a), lines(b)
	var out strings.Builder
	for i := range max(len(x), len(y)) {
		if i >= len(x) || i >= len(y) || x[i] != y[i] {
			if i < len(x) {
				out.WriteString("- " + x[i] + "\n")
			}
			if i < len(y) {
				out.WriteString("+ " + y[i] + "\n")
			}
		}
	}
	return out.String()
}

func lines(s string) []string { return strings.Split(strings.TrimSpace(s), "\n") }

// A mark is taken over by a yes, and a no lets the person be proposed again.
func TestAMarkOfASource(t *testing.T) {
	ctx := context.Background()
	h := doubtful(t)
	q := h.question(app.QuestionMark)
	if q.Mark != network.Deceased || len(q.Facts) != 1 {
		t.Errorf("%+v", q)
	}
	if err := h.Say(ctx, h.keeper, q.Kind, q.ID, "yes"); err != nil {
		t.Fatal(err)
	}
	if b := h.briefing("Paul Petit"); b.Decided.Mark != network.Deceased {
		t.Errorf("after a yes: %q", b.Decided.Mark)
	}
	if err := h.Unsaid(ctx, h.keeper, q.Kind, q.ID); err != nil {
		t.Fatal(err)
	}
	if b := h.briefing("Paul Petit"); b.Decided.Mark != network.NoMark {
		t.Errorf("taken back: %q", b.Decided.Mark)
	}
}

// A no to a place is remembered; a yes gives it.
func TestAPlaceInACircle(t *testing.T) {
	ctx := context.Background()
	h := doubtful(t)
	q := h.question(app.QuestionPlace)
	if q.Circle != "5" {
		t.Fatalf("%+v", q)
	}
	if err := h.Say(ctx, h.keeper, q.Kind, q.ID, "no"); err != nil {
		t.Fatal(err)
	}
	ring := ""
	for _, x := range h.questions() {
		if x.Kind == app.QuestionPlace && x.Person.ID == q.Person.ID {
			ring = x.Circle
		}
	}
	if ring != "15" {
		t.Errorf("a no to the five asks next for %q", ring)
	}
	if err := h.Unsaid(ctx, h.keeper, q.Kind, q.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.Say(ctx, h.keeper, q.Kind, q.ID, "yes"); err != nil {
		t.Fatal(err)
	}
	if b := h.briefing(q.Person.Name); b.Decided.Circle != "5" {
		t.Errorf("after a yes: %+v", b.Decided)
	}
}

// Twenty skills of one person are one question.
func TestFavoursAreAskedAboutTogether(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, noon)
	dir := t.TempDir()
	write := func(name, text string) { h.fileIn(dir, name, text) }
	write("Profile.csv", "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\nClaire,Dupont,,,,Architecte,,,,Lyon,,,\n")
	write("Connections.csv", "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nKarim,Benali,https://www.linkedin.com/in/karimbenali,,Benali & Fils,Traiteur,10 Oct 2026\n")
	write("Endorsement_Received_Info.csv", "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,Endorsement Status\n"+
		"2026/10/20 08:00:00 UTC,Plans,Karim,Benali,www.linkedin.com/in/karimbenali,ACCEPTED\n2026/10/21 08:00:00 UTC,Chantiers,Karim,Benali,www.linkedin.com/in/karimbenali,ACCEPTED\n")
	h.reads(app.ImportRequest{Paths: []string{dir}, Me: []string{"Claire Dupont"}})
	q := h.question(app.QuestionFavour)
	if len(q.Facts) != 2 || len(q.What) != 2 || q.Given || q.Favour != network.Endorsement {
		t.Fatalf("%+v", q)
	}
	before := h.export()
	for verdict, state := range map[string]string{"yes": "fact", "no": "proposed", "later": "proposed"} {
		if err := h.Say(ctx, h.keeper, q.Kind, q.ID, verdict); err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(h.questions(), func(x app.Question) bool { return x.Kind == q.Kind }) {
			t.Errorf("after %q it is asked again", verdict)
		}
		for _, f := range h.briefing("Karim Benali").Favours {
			if f.State != state {
				t.Errorf("after %q: %+v", verdict, f)
			}
		}
		h.whole()
		if err := h.Unsaid(ctx, h.keeper, q.Kind, q.ID); err != nil {
			t.Fatal(err)
		}
		if h.export() != before {
			t.Errorf("%q was not taken back whole:\n%s", verdict, difference(before, h.export()))
		}
	}
}
