package mirror

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
)

func person(n int) (id network.PersonID) {
	id[0], id[1] = byte(n), byte(n>>8)
	return id
}

func contacts(n int, title, town string, relation bool, sources ...string) (out []Contact) {
	for range n {
		c := Contact{Title: title, Town: town, Relation: relation, Sources: sources}
		out = append(out, c)
	}
	return out
}

func numbered(lists ...[]Contact) []Contact {
	out := slices.Concat(lists...)
	for i := range out {
		out[i].ID = person(i + 1)
	}
	return out
}

func factOf(t *testing.T, r Reading, key string) Fact {
	t.Helper()
	i := slices.IndexFunc(r.Facts, func(f Fact) bool { return f.Key == "mirror."+key })
	if i < 0 {
		t.Fatalf("no %s among %v", key, keys(r.Facts))
	}
	return r.Facts[i]
}

// Networks are tools: each is told by what it brought.
func TestSources(t *testing.T) {
	in := input(nora())
	in.Contacts = numbered(contacts(300, "", "", false, "linkedin"), contacts(5, "", "", true, "linkedin", "mail"), contacts(12, "", "", true, "mail"))
	r := reading(t, in, Tools)
	f := factOf(t, r, "tools.sources")
	if f.Args[0] != 17 || f.Args[1] != 317 || f.Shows != Done || len(f.Rows) != 2 || f.Rows[0].Label != Source("mail") || !slices.Equal(f.Rows[0].Counts, []int{17, 17, 0}) || !slices.Equal(f.Rows[1].Counts, []int{305, 5, 0}) {
		t.Errorf("%+v", f)
	}
	if f := factOf(t, r, "tools.brought_most"); f.Args[2] != Source("mail") {
		t.Errorf("%+v", f)
	}
}

// A communications lead without one journalist is told so; with one, not. Where of
// nobody is known what they do, nothing is said to be missing.
func TestLacks(t *testing.T) {
	in := input(nora())
	in.Contacts = numbered(contacts(40, "Comptable", "Lyon", false, "linkedin"), contacts(2, "Graphiste", "Lyon, FR", true, "linkedin"))
	r := reading(t, in, Tools)
	f := factOf(t, r, "tools.lacks")
	if f.Args[0] != 42 || f.Args[1].(Name).Fr != "journaliste" || f.Args[2].(Name).Fr != "communication" || r.Next.Key != "mirror.next.meet_trade" {
		t.Errorf("%+v, then %+v", f, r.Next)
	}
	in.Contacts = numbered(in.Contacts, contacts(1, "Rédactrice en chef, pigiste", "Lyon", false, "linkedin"))
	if r = reading(t, in, Tools); slices.Contains(keys(r.Facts), "tools.lacks") {
		t.Errorf("%v", keys(r.Facts))
	}
	if f := factOf(t, r, "tools.trades"); f.Args[0] != 43 || f.Rows[0].Label.(Name).Fr != "comptable" || f.Rows[0].Counts[0] != 40 {
		t.Errorf("%+v", f)
	}
	if f := factOf(t, r, "tools.places"); f.Args[0] != 1 || f.Args[1] != 43 {
		t.Errorf("%+v", f)
	}
	in.Contacts = numbered(contacts(40, "", "", false, "mail"))
	if r = reading(t, in, Tools); !slices.Equal(keys(r.Facts), []string{"tools.sources", "tools.brought_none"}) {
		t.Errorf("%v", keys(r.Facts))
	}
}

// What a goal names is counted, and told where there is nobody.
func TestGoal(t *testing.T) {
	in := input(new(desk))
	in.Goals = []string{"Rencontrer des journalistes et un expert-comptable pour le rapport annuel"}
	in.Contacts = numbered(contacts(3, "Comptable", "", false, "linkedin"), contacts(1, "Expert-comptable", "", true, "linkedin"))
	r := reading(t, in, Tools)
	if f := factOf(t, r, "tools.lacks_goal"); f.Args[1].(Name).Fr != "journaliste" || f.Args[2] != in.Goals[0] {
		t.Errorf("%+v", f)
	}
	if f := factOf(t, r, "tools.has_goal"); f.Args[0] != 4 || f.Args[1] != 1 {
		t.Errorf("%+v", f)
	}
}

func TestHeights(t *testing.T) {
	for title, want := range map[string]Height{"Directrice générale": Leads, "Head of People": Leads, "Senior engineer": Seniors, "Stagiaire": Juniors, "Comptable": Others, "VP Sales": Leads} {
		if got := heightOf(title); got != want {
			t.Errorf("%s: %s, want %s", title, got, want)
		}
	}
}

// An invitation has a personal word when the words are the keeper's own: not
// LinkedIn's, and not those that others got too.
func TestInvitations(t *testing.T) {
	in := input(new(desk))
	sent := func(words ...string) {
		for _, w := range words {
			in.Invited = append(in.Invited, Invited{Sent: true, Words: w, Day: today})
		}
	}
	sent("", "", "I'd like to add you to my professional network on LinkedIn.", "Suite à notre café chez Anne", "Bonjour, connectons-nous !", "Bonjour, connectons-nous !", "Bonjour, connectons-nous !")
	in.Invited = append(in.Invited, Invited{Words: "Ravi de vous avoir lue"}, Invited{})
	r := reading(t, in, Approach)
	want(t, keys(r.Facts), "approach.invitations", "approach.same_words", "approach.received")
	if f := r.Facts[0]; f.Args[0] != 1 || f.Args[1] != 7 {
		t.Errorf("%+v", f)
	}
	if r.Facts[1].Args[0] != 3 || r.Facts[2].Args[0] != 1 || r.Facts[2].Args[1] != 2 || r.Next.Key != "mirror.next.word" {
		t.Errorf("%+v", r)
	}
}

// talk writes contacts by days ago: ">" the keeper writes, "<" they do, "?" behind
// it a question, "=" they meet.
func talk(said ...string) (out []relation.Contact) {
	for i, s := range said {
		var ago int
		var mark string
		if _, err := fmt.Sscanf(s, "%d%s", &ago, &mark); err != nil {
			panic(s)
		}
		c := relation.Contact{Day: today - network.Day(ago), At: time.Unix(0, 0), Channel: network.Message, Counts: true, Question: len(mark) > 1}
		c.Encounter[0] = byte(i + 1)
		switch mark[0] {
		case '>':
			c.Direction = network.Out
		case '<':
			c.Direction = network.In
		case '=':
			c.Direction, c.Channel = network.Mutual, network.InPerson
		}
		out = append(out, c)
	}
	return out
}

func TestManners(t *testing.T) {
	m := &Manners{Today: today}
	m.Add("Asked first", talk("90>?", "80<", "79>"))   // a question before any exchange; their answer was answered
	m.Add("Known before", talk("90=", "80>?", "70<?")) // a question after a meeting; theirs is still open
	m.Add("Greeted", talk("30>"))                      // no answer
	m.Add("Yesterday", talk("1>"))                     // too soon to be unanswered
	m.Add("Long ago", talk("800<", "790<"))            // no habit of this year
	m.Add("Late", talk("40<", "20>"))                  // answered after three weeks
	m.Add("Copied", []relation.Contact{{Day: today - 30, Channel: network.Mail, Direction: network.In, Counts: true, CcOnly: true}})
	m.Add("Liked", []relation.Contact{{Day: today - 30, Channel: network.Social, Direction: network.Out, Question: true}})
	in := input(new(desk))
	in.Manners = m
	r := reading(t, in, Approach)
	want(t, keys(r.Facts), "approach.asked_first", "approach.theirs_wait", "approach.mine_wait")
	for i, c := range []struct {
		n    int
		name string
	}{{1, "Asked first"}, {1, "Known before"}, {3, "Late"}} {
		f := r.Facts[i]
		names := f.Args[len(f.Args)-1].([]any)
		if f.Args[0] != c.n || names[0] != c.name || len(f.Facts) == 0 {
			t.Errorf("%+v", f)
		}
	}
	if r.Facts[0].Args[1] != 3 { // written to first: Asked first, Greeted, Yesterday
		t.Errorf("%+v", r.Facts[0])
	}
	if r.Next.Key != "mirror.next.answer" || r.Next.Args[0] != "Known before" {
		t.Errorf("%+v", r.Next)
	}
	f := factOf(t, reading(t, in, Presence), "presence.answered")
	if f.Args[0] != 1 || f.Args[1] != 3 {
		t.Errorf("%+v", f)
	}
}

// What is written is held up to what the keeper wants to be known for.
func TestContent(t *testing.T) {
	d := nora()
	d.add("linkedin", "post", "on", "2026-10-01", "share_commentary", "Trois leçons d’une campagne de communication de crise.")
	d.add("linkedin", "post", "on", "2026-10-08", "share_commentary", "Recette : la tarte aux pommes de ma boulangère.")
	d.add("linkedin", "comment", "on", "2026-10-09", "message", "Bravo !")
	d.add("x", "reaction", "on", "2026-10-10", "message", "RT : la communication de crise")
	in := input(d)
	in.Wanted = []string{"communication", "enluminure médiévale"}
	ref := network.Ref{Kind: network.RefFavour, ID: "1"}
	in.Told = []Told{{Text: "Nora tient une communication claire.", Ref: ref}, {Text: "Relations presse", Skill: true}}
	r := reading(t, in, Content)
	if f := factOf(t, r, "content.claims"); f.Shows != Said || f.Args[0] != 2 {
		t.Errorf("%+v", f)
	}
	if f := factOf(t, r, "content.speaks"); f.Args[0] != 1 || f.Args[1] != 3 || f.Args[2] != "communication" || f.Shows != Done || len(f.Facts) != 1 {
		t.Errorf("%+v", f)
	}
	if f := factOf(t, r, "content.silent"); f.Args[0] != 3 || f.Args[1] != "enluminure médiévale" {
		t.Errorf("%+v", f)
	}
	if f := factOf(t, r, "content.relays_say"); f.Args[0] != 1 || f.Facts[0] != ref {
		t.Errorf("%+v", f)
	}
	if f := factOf(t, r, "content.relays_silent"); f.Args[1] != "enluminure médiévale" {
		t.Errorf("%+v", f)
	}
	if r.Next.Key != "mirror.next.write_of" || r.Next.Args[0] != "enluminure médiévale" {
		t.Errorf("%+v", r.Next)
	}
	// Without a word of the keeper's, the headline speaks.
	in.Wanted = nil
	if f := factOf(t, reading(t, in, Content), "content.claims_profile"); f.Args[1].([]any)[0] != "Directrice de la communication" {
		t.Errorf("%+v", f)
	}
}

// Weeks are counted back from the last day that the files know of; what has no date
// or lies ahead is no week.
func TestPresence(t *testing.T) {
	d := &desk{}
	for _, on := range []string{"2026-10-30", "2026-10-29", "2026-10-20", "2026-06-01", "2025-12-01", "2024-01-01", "2027-05-01"} {
		d.add("linkedin", "post", "on", on, "share_commentary", "x")
	}
	d.add("linkedin", "comment", "message", "undated").add("linkedin", "profile", "as_of", "2026-10-31", "headline", "x")
	r := reading(t, input(d), Presence)
	f := factOf(t, r, "presence.weeks")
	if f.Args[0] != 4 || f.Args[1] != 52 || f.Args[2].(network.Date).String() != "2026-10-31" || len(f.Rows) != 52 {
		t.Errorf("%v", f.Args)
	}
	if last := f.Rows[51]; last.Label != day("2026-10-25") || last.Counts[0] != 2 {
		t.Errorf("%+v", last)
	}
	if f = factOf(t, r, "presence.silence"); f.Args[0] != int(day("2025-12-01")-day("2024-01-01")) {
		t.Errorf("%v", f.Args)
	}
	want(t, keys(r.Notes), "note.undated")
	if r.Next.Key != "mirror.next.one_a_week" {
		t.Errorf("%+v", r.Next)
	}
	// Constancy, not volume: fifty posts on one day are one week.
	d = &desk{}
	for range 50 {
		d.add("linkedin", "post", "on", "2026-10-30", "share_commentary", "x")
	}
	if f = factOf(t, reading(t, input(d), Presence), "presence.weeks"); f.Args[0] != 1 {
		t.Errorf("%v", f.Args)
	}
	// Posts without one date are told, and give no figure.
	d = &desk{}
	d.add("linkedin", "post", "share_commentary", "x").add("linkedin", "comment", "message", "y")
	r = reading(t, input(d), Presence)
	if len(r.Facts) != 0 || r.Notes[0].Args[0] != 2 || r.Next.Key != "mirror.next.no_dates" {
		t.Errorf("%+v", r)
	}
}

// Days before 1970 are days like others: an old sample is read as it stands.
func TestLongAgo(t *testing.T) {
	then := day("1853-05-01")
	m := &Manners{Today: then}
	for i, d := range []network.Direction{network.In, network.Out} {
		c := relation.Contact{Day: then - 40 + network.Day(i), Channel: network.Message, Counts: true, Direction: d}
		m.Add("Ada", []relation.Contact{{Day: then - 41, Channel: network.Message, Counts: true, Direction: network.In}, c})
	}
	if m.put != 2 || m.answered != 1 {
		t.Errorf("%d of %d", m.answered, m.put)
	}
	d := new(desk).add("linkedin", "post", "on", "1853-04-20", "share_commentary", "x").add("linkedin", "profile", "as_of", "1853-04-25", "headline", "x")
	in := input(d)
	in.Today = then
	if f := factOf(t, reading(t, in, Presence), "presence.weeks"); f.Args[0] != 1 || f.Args[2].(network.Date).String() != "1853-04-25" {
		t.Errorf("%v", f.Args)
	}
}

// A headline names things; where somebody works is none of them.
func TestPhrases(t *testing.T) {
	for headline, want := range map[string][]string{
		"Directrice de la communication | Mairie de Lyon":   {"Directrice de la communication"},
		"Analytical Engineer · Bernoulli number automation": {"Analytical Engineer", "Bernoulli number automation"},
		"Comptable chez Nord Labs - audit, fiscalité":       {"Comptable", "audit", "fiscalité"},
		"": nil,
	} {
		p := portrait{headline: headline, positions: []spell{{where: "Ville de Lyon"}, {where: "Nord Labs SAS"}}}
		if got := p.phrases(); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", headline, got, want)
		}
	}
}
