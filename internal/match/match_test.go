package match

import (
	"slices"
	"strings"
	"testing"

	"entregent/internal/network"
)

var today = network.Date{Year: 2026, Month: 3, Day: 12}

func meets(t *testing.T, need, place, offer, where string, kind Kind) bool {
	t.Helper()
	x := New(nil)
	x.Add(Entry{ID: "o", Owner: "a", Text: offer, Place: where, Kind: kind, Since: today})
	return len(x.Meet(Need{ID: "n", Owner: "b", Text: need, Place: place, Since: today}, Options{Today: today})) == 1
}

func TestWhatMeetsWhat(t *testing.T) {
	tests := []struct {
		name, need, place, offer, where string
		kind                            Kind
		want                            bool
	}{
		{"two words for one thing", "quelqu'un pour garder mes enfants", "", "étudiante, dispo pour du baby-sitting", "", Offer, true},
		{"across languages", "cherche un plombier", "", "plumber", "", Job, true},
		{"a kind of it", "cherche un artisan", "", "menuisière", "", Job, true},
		{"two who seek a flat", "cherche un appartement à Lyon", "", "cherche un appartement à Lyon", "", Offer, false},
		{"a tenant is wanted", "cherche un locataire pour mon appartement", "", "cherche un appartement", "", Offer, true},
		{"who seeks a post and who hires", "cherche un poste de comptable", "", "recrute un comptable", "", Offer, true},
		{"who seeks a post and who has one", "cherche un poste de comptable", "", "comptable", "", Job, false},
		{"who seeks a post and who recruits", "looking for a job as an accountant", "", "recruiter", "", Job, true},
		{"bought, not rented", "acheter une maison", "", "loue sa maison", "", Offer, false},
		{"lessons in it, not the thing", "cours de piano", "", "vend un piano droit", "", Offer, false},
		{"two who run", "quelqu'un pour courir avec moi", "", "cherche du monde pour courir", "", Offer, true},
		{"the town lies in the region", "une maison de vacances en Bretagne", "", "loue sa maison de vacances", "Quimper", Offer, true},
		{"another town", "un plombier", "Lyon", "plombier", "Nantes", Job, false},
		{"the next town", "un plombier", "Lyon", "plombier", "Villeurbanne", Job, true},
		{"at a distance", "un coach", "Lyon", "coach de dirigeants en visio", "Nantes", Offer, true},
		{"not there", "un appartement, pas à Paris", "", "loue un appartement", "Paris", Offer, false},
		{"another month", "un chalet en août", "", "loue son chalet en février", "", Offer, false},
		{"within the time", "un chalet en février", "", "loue son chalet de janvier à mars", "", Offer, true},
		{"another day of the week", "une baby-sitter le mercredi", "", "baby-sitting le week-end", "", Offer, false},
		{"except that day", "une baby-sitter le mercredi", "", "baby-sitting, sauf le mercredi", "", Offer, false},
		{"no longer", "un appartement", "", "loue un appartement, déjà loué", "", Offer, false},
		{"ruled out", "des fruits", "", "pas de fruits", "", Offer, false},
		{"the fruit and the lawyer", "un avocat pour mon divorce", "", "vend des avocats et des fruits du verger", "", Offer, false},
		{"somebody else gives", "quelqu'un qui donne des cours de yoga", "", "prof de yoga", "", Job, true},
		{"the root of a word", "faire relier un herbier", "", "relieuse", "", Job, true},
		{"words that hint", "le ballon a cassé un carreau", "", "vitrier", "", Job, true},
		{"words that hint, on the wrong side", "le ballon a cassé un carreau", "", "cherche un vitrier", "", Offer, false},
		{"words that hint, elsewhere", "le ballon a cassé un carreau", "Lyon", "vitrier", "Nantes", Job, false},
		{"who seeks stands first", "apprenti boulanger, je cherche un patron", "", "boulanger, cherche un apprenti", "", Offer, true},
		{"what one does is not what one seeks", "je pose du carrelage, qui a du boulot ?", "", "carreleuse", "", Job, false},
		{"who has work for it", "je pose du carrelage, qui a du boulot ?", "", "cherche un carreleur", "", Offer, true},
		{"a lack rules nothing out", "no internet upstairs", "", "sets up routers and wifi", "", Offer, true},
		{"to be given away", "une poussette à donner", "", "cherche une poussette", "", Offer, true},
		{"a word of many things", "ma fille va à l'école le lundi", "", "chante avec sa fille le lundi", "", Offer, false},
		{"a house that is a name", "cherche une maison pour les vacances", "", "Maison Lagrange", "", Organisation, false},
		{"a flat that is a name", "cherche un studio à louer", "", "Studio Morel", "", Organisation, false},
		{"where one works is no lodging", "cherche une maison à louer", "", "vendeuse, Maison Lagrange", "", Job, false},
		{"a house in England", "looking for a house to rent", "", "Clarke House", "", Organisation, false},
		{"a name that tells the trade", "je cherche un libraire", "", "Librairie Morel", "", Organisation, true},
		{"a name that tells the firm", "un contact chez Airbus", "", "Airbus", "", Organisation, true},
		{"a house that is one", "cherche une maison pour les vacances", "", "Maison à louer pour les vacances", "", Offer, true},
		{"two letters in the wrong order", "cherche un plobmier", "", "plombier", "", Job, true},
		{"a letter too few", "cherche une tondeuse ou une debroussaileuse", "", "prête sa débroussailleuse", "", Offer, true},
		{"one word as two", "looking for a book keeper", "", "bookkeeper", "", Job, true},
		{"a name is no slip", "une place pour Martine", "", "vend un marteau", "", Offer, false},
		{"two wishes, the first", "cherche un vélo pour ma fille et quelqu'un pour garder le chat en août", "", "vend un vélo d'enfant", "", Offer, true},
		{"two wishes, the second", "cherche un vélo pour ma fille et quelqu'un pour garder le chat en août", "", "garde les chats du quartier", "", Offer, true},
		{"two wishes, elsewhere", "a plumber in Leeds and someone to walk the dog", "", "dog walker", "Bristol", Offer, false},
		{"nothing in common", "un plombier", "", "chante dans une chorale", "", Offer, false},
	}
	for _, tt := range tests {
		if got := meets(t, tt.need, tt.place, tt.offer, tt.where, tt.kind); got != tt.want {
			t.Errorf("%s: %q and %q: %v", tt.name, tt.need, tt.offer, got)
		}
	}
}

func TestTheSecondWishIsToldInItsWords(t *testing.T) {
	x := New(nil)
	x.Add(Entry{ID: "o", Owner: "a", Text: "garde les chats du quartier", Since: today})
	got := x.Meet(Need{ID: "n", Owner: "b", Text: "cherche un vélo et quelqu'un pour garder le chat", Since: today}, Options{Today: today})
	if len(got) != 1 || !strings.Contains(got[0].Reasons[0].Need, "garder le chat") {
		t.Errorf("%+v", got)
	}
}

// A keeper who looks further sees what is less than sure, marked so and after
// what is sure; what side, place or time keep apart stays away.
func TestPerhaps(t *testing.T) {
	x := New(nil)
	for id, e := range map[string][2]string{
		"sure": {"plombier", "Lyon"}, "elsewhere": {"plombier", "Nantes"}, "wants": {"cherche un plombier", "Lyon"},
		"word": {"voit souvent ses cousins du boulevard", "Lyon"},
	} {
		x.Add(Entry{ID: id, Owner: id, Text: e[0], Place: e[1], Since: today})
	}
	n := Need{ID: "n", Owner: "me", Text: "un plombier du boulevard", Place: "Lyon", Since: today}
	got := x.Meet(n, Options{Today: today, Perhaps: true})
	if len(got) != 2 || got[0].Entry.ID != "sure" || got[0].Perhaps || got[1].Entry.ID != "word" || !got[1].Perhaps {
		t.Errorf("%+v", got)
	}
	if got := x.Meet(n, Options{Today: today}); len(got) != 1 {
		t.Errorf("unasked: %+v", got)
	}
}

// In a book kept in French an English need is read in English.
func TestLanguageOfFewWords(t *testing.T) {
	x := New(nil)
	x.Add(Entry{ID: "o", Owner: "a", Text: "conseil pour créer une coopérative", Since: today, Lang: "fr"})
	x.Add(Entry{ID: "s", Owner: "c", Text: "loue sa maison de vacances à Quiberon", Since: today, Lang: "fr"})
	got := x.Meet(Need{ID: "n", Owner: "b", Text: "advice on turning her studio into a co-operative", Since: today, Lang: "fr"}, Options{Today: today})
	if len(got) != 1 || got[0].Entry.ID != "o" {
		t.Errorf("%+v", got)
	}
}

func TestAMatchSaysWhy(t *testing.T) {
	x := New(nil)
	x.Add(Entry{ID: "o", Owner: "a", Text: "maison de vacances à Quimper en juillet", Since: network.Date{Year: 2026, Month: 3, Day: 13}})
	got := x.Meet(Need{ID: "n", Owner: "b", Text: "cherche un gîte en Bretagne en juillet", Since: today}, Options{Today: today, Keeper: "a"})
	if len(got) != 1 {
		t.Fatalf("%d matches", len(got))
	}
	m := got[0]
	var keys []string
	for _, r := range m.Explain() {
		keys = append(keys, r.Key)
	}
	if want := []string{SameThing, InPlace, SameTime}; !slices.Equal(keys, want) {
		t.Errorf("reasons %v, want %v", keys, want)
	}
	if m.Way != Give || !m.New || !slices.Equal(m.Words, []string{"maison de vacances"}) {
		t.Errorf("way %s, new %v, words %q", m.Way, m.New, m.Words)
	}
}

func TestWays(t *testing.T) {
	x := New(nil)
	x.Add(Entry{ID: "mine", Owner: "me", Text: "prête sa perceuse"})
	x.Add(Entry{ID: "theirs", Owner: "yves", Text: "prête sa perceuse"})
	ways := func(owner string) (out []Way) {
		for _, m := range x.Meet(Need{ID: "n", Owner: owner, Text: "emprunter une perceuse"}, Options{Keeper: "me"}) {
			out = append(out, m.Way)
		}
		return out
	}
	if got := ways("zoe"); !slices.Equal(got, []Way{Give, Introduce}) {
		t.Errorf("somebody's need: %v", got)
	}
	if got := ways("me"); !slices.Equal(got, []Way{Receive}) {
		t.Errorf("the keeper's need: %v", got)
	}
}

// A weaker match is not said beside a better one, and is by itself.
func TestFarBehindTheBest(t *testing.T) {
	x := New(nil)
	n := Need{ID: "n", Text: "un artisan pour réparer une fuite sous l'évier"}
	x.Add(Entry{ID: "weak", Text: "prête un robinet de jardin"})
	if got := x.Meet(n, Options{}); len(got) != 1 {
		t.Fatalf("%d matches, one was wanted", len(got))
	}
	x.Add(Entry{ID: "strong", Text: "plombier", Kind: Job})
	if got := x.Meet(n, Options{}); len(got) != 1 || got[0].Entry.ID != "strong" {
		t.Errorf("%d matches, the plumber alone was wanted", len(got))
	}
}

func TestFamily(t *testing.T) {
	for _, tt := range []struct {
		lang  lang
		words string
		one   bool
	}{
		{fr, "reparer reparation reparateur reparatrice reparations", true},
		{fr, "traduire traduction traducteur traductrice", true},
		{fr, "garder garde gardes", true},
		{fr, "relier relieuse", true},
		{fr, "cours course", false},
		{fr, "montre montagne", false},
		{en, "repair repairer repairing repairs", true},
		{en, "translate translation translator", true},
		{en, "teach teacher teaching", true},
		{en, "cat catering", false},
		{en, "bank banking", true},
	} {
		roots := map[string]bool{}
		for _, w := range strings.Fields(tt.words) {
			roots[family(w, tt.lang)] = true
		}
		if (len(roots) == 1) != tt.one {
			t.Errorf("%s: %v", tt.words, roots)
		}
	}
}

// An index that was added to and taken from answers as one that never held more.
func TestAddAndRemove(t *testing.T) {
	texts := []string{"plombier", "électricien", "prête un vélo", "garde des enfants", "cours de piano", "loue un studio à Rennes"}
	x, y := New(nil), New(nil)
	for i, s := range texts {
		x.Add(Entry{ID: string(rune('a' + i)), Text: "vend " + s})
		x.Add(Entry{ID: "gone" + s, Text: s})
	}
	for i := len(texts) - 1; i >= 0; i-- {
		x.Add(Entry{ID: string(rune('a' + i)), Text: texts[i]})
		x.Remove("gone" + texts[i])
		y.Add(Entry{ID: string(rune('a' + i)), Text: texts[i]})
	}
	x.Remove("nobody")
	if x.Len() != len(texts) {
		t.Errorf("%d entries", x.Len())
	}
	for _, s := range []string{"un plombier", "une baby-sitter", "emprunter un vélo", "apprendre le piano", "un studio à Rennes"} {
		n := Need{ID: "n", Text: s}
		a, b := x.Meet(n, Options{}), y.Meet(n, Options{})
		if len(a) != 1 || len(b) != 1 || a[0].Entry.ID != b[0].Entry.ID || a[0].Score != b[0].Score {
			t.Errorf("%s: %d and %d", s, len(a), len(b))
		}
	}
}

func TestMetIsMeet(t *testing.T) {
	e := Entry{ID: "o", Owner: "a", Text: "plombier", Kind: Job}
	n := Need{ID: "n", Owner: "b", Text: "fuite sous l'évier"}
	x := New(nil)
	got := x.Met(e, []Need{n, {ID: "m", Owner: "b", Text: "cours de chant"}}, Options{})
	x.Add(e)
	want := x.Meet(n, Options{})
	if len(got) != 1 || len(want) != 1 || got[0].Score != want[0].Score || got[0].Need.ID != "n" {
		t.Errorf("%d and %d matches", len(got), len(want))
	}
}

func TestWhatIsNotSaid(t *testing.T) {
	x := New(nil)
	x.Add(Entry{ID: "o", Owner: "a", Text: "plombier", When: Window{To: network.Date{Year: 2026, Month: 3, Day: 1}}})
	n := Need{ID: "n", Owner: "b", Text: "un plombier"}
	if got := x.Meet(n, Options{Today: today}); len(got) != 0 {
		t.Error("an offer that is over was said")
	}
	if got := x.Meet(n, Options{Skip: func(need, id string) bool { return need == "n" && id == "o" }}); len(got) != 0 {
		t.Error("a dismissed pair came back")
	}
	n.Owner = "a"
	if got := x.Meet(n, Options{}); len(got) != 0 {
		t.Error("somebody met their own need")
	}
}

func FuzzMeet(f *testing.F) {
	for _, s := range []string{"", "cherche un appart", "R&D", "l'", "pas de", "du 3 au 10 août 2026", "I", "je", "un poste de", "œ’", "\xff", strings.Repeat("de ", 2000)} {
		f.Add(s, "loue un appart en août", "Lyon")
	}
	x := New(nil)
	f.Fuzz(func(t *testing.T, need, offer, place string) {
		x.Add(Entry{ID: "o", Owner: "a", Text: offer, Place: place, Since: today})
		for _, m := range x.Meet(Need{ID: "n", Owner: "b", Text: need, Place: place, Since: today}, Options{Today: today}) {
			if m.Score < Least || m.Score > 1 || len(m.Reasons) == 0 {
				t.Errorf("%q and %q: %+v", need, offer, m)
			}
		}
	})
}
