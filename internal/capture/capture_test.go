package capture

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"entregent/internal/network"
)

// today is a Thursday.
var today = network.Date{Year: 2026, Month: 3, Day: 12}

// acquaintances are the persons of the annotated lines.
func acquaintances(t testing.TB) *People {
	t.Helper()
	raw, err := os.ReadFile("testdata/people.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []Known
	for _, line := range strings.Split(string(raw), "\n") {
		f := strings.Split(line, ";")
		if len(f) != 4 || strings.HasPrefix(line, "#") {
			continue
		}
		contacts, _ := strconv.Atoi(strings.TrimSpace(f[2]))
		ago, _ := strconv.Atoi(strings.TrimSpace(f[3]))
		k := Known{Name: f[0], Organisation: strings.TrimSpace(f[1]), Contacts: contacts, Last: dayOf(today) - network.Day(ago)}
		k.ID[0] = byte(len(list) + 1)
		list = append(list, k)
	}
	return NewPeople(list)
}

// annotated returns the lines of both files, without what is annotated.
func annotated(t testing.TB) []string {
	t.Helper()
	var out []string
	for _, lang := range []string{"fr", "en"} {
		raw, err := os.ReadFile("testdata/" + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(raw), "\n") {
			if line, _, ok := strings.Cut(line, " => "); ok && !strings.HasPrefix(line, "#") {
				out = append(out, line)
			}
		}
	}
	return out
}

// say writes a record on one line, for tables.
func say(r Record) string {
	s := string(r.Type)
	for _, f := range r.Fields() {
		if f.Value != "" {
			s += " | " + f.Value
		}
	}
	return s
}

func TestTheLineOfTheProduct(t *testing.T) {
	const line = "Café avec Yves Martin hier aux Halles : cherche une location en Bretagne en juillet, sa fille commence le judo, m'a présenté Karim Benali"
	got := Read(line, Context{People: acquaintances(t), Today: today})
	want := []string{
		"encounter | Yves Martin | 2026-03-11 | in_person | Les Halles",
		"need | Yves Martin | une location en Bretagne en juillet",
		"fact | Yves Martin | child | sa fille commence le judo",
		"introduction | Yves Martin | Karim Benali | m'a présenté Karim Benali",
	}
	var said []string
	for _, r := range got.Records {
		said = append(said, say(r))
	}
	if !slices.Equal(said, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
	karim := got.Records[3].Whom[0]
	if !karim.New || !karim.ID.IsZero() {
		t.Errorf("Karim Benali should be a new person: %+v", karim)
	}
	if yves := got.Records[1].Who[0]; yves.ID.IsZero() {
		t.Errorf("Yves Martin is known: %+v", yves)
	}
}

func TestDays(t *testing.T) {
	tests := []struct{ said, day string }{
		{"aujourd'hui", "2026-03-12"}, {"ce matin", "2026-03-12"}, {"tout à l'heure", "2026-03-12"}, {"hier", "2026-03-11"}, {"hier soir", "2026-03-11"},
		{"avant-hier", "2026-03-10"}, {"avant hier", "2026-03-10"}, {"lundi", "2026-03-09"}, {"lundi dernier", "2026-03-09"}, {"jeudi", "2026-03-05"},
		{"jeudi dernier", "2026-03-05"}, {"mardi de la semaine dernière", "2026-03-03"}, {"il y a deux semaines", "2026-02-26"}, {"il y a 3 jours", "2026-03-09"},
		{"y a 8 jours", "2026-03-04"}, {"il y a quinze jours", "2026-02-26"}, {"il y a un mois", "2026-02-12"}, {"la semaine dernière", "2026-03-05"},
		{"le mois dernier", "2026-02-12"}, {"le week-end dernier", "2026-03-07"}, {"le 2 mars", "2026-03-02"}, {"le 12 mars", "2026-03-12"}, {"mardi 3 mars", "2026-03-03"},
		{"le 1er mars", "2026-03-01"}, {"le 4", "2026-03-04"}, {"le 28", "2026-02-28"}, {"le 03/03", "2026-03-03"}, {"le 03/03/2025", "2025-03-03"}, {"le 2 décembre", "2025-12-02"},
		{"le 29 février 2024", "2024-02-29"}, {"2026-01-05", "2026-01-05"},
		{"today", "2026-03-12"}, {"this morning", "2026-03-12"}, {"yesterday", "2026-03-11"}, {"last night", "2026-03-11"}, {"the day before yesterday", "2026-03-10"},
		{"on Monday", "2026-03-09"}, {"last Tuesday", "2026-03-10"}, {"last Thursday", "2026-03-05"}, {"two weeks ago", "2026-02-26"}, {"a week ago", "2026-03-05"},
		{"a couple of weeks ago", "2026-02-26"}, {"3 days ago", "2026-03-09"}, {"last week", "2026-03-05"}, {"last month", "2026-02-12"}, {"last weekend", "2026-03-07"},
		{"on March 2nd", "2026-03-02"}, {"on 2 March", "2026-03-02"}, {"on the 2nd of March", "2026-03-02"}, {"on 3/3", "2026-03-03"}, {"on 2/27", "2026-02-27"},
	}
	for _, tt := range tests {
		for _, line := range []string{"Café avec Yves " + tt.said, "Coffee with Yves " + tt.said + ": all well"} {
			got := Read(line, Context{People: acquaintances(t), Today: today}).Records
			if len(got) == 0 || got[0].Type != Encounter || got[0].On.String() != tt.day {
				t.Errorf("%s: %v, want %s", line, got, tt.day)
			}
		}
	}
}

// What has not come yet is no encounter: it is an appointment to keep.
func TestTheFuture(t *testing.T) {
	tests := []struct{ said, due string }{
		{"demain", "2026-03-13"}, {"après-demain", "2026-03-14"}, {"mardi prochain", "2026-03-17"}, {"la semaine prochaine", "2026-03-19"}, {"dans deux semaines", "2026-03-26"},
		{"le 20 mars", "2026-03-20"}, {"le 2 avril", "2026-04-02"}, {"tomorrow", "2026-03-13"}, {"next Tuesday", "2026-03-17"}, {"next week", "2026-03-19"},
		{"in 3 days", "2026-03-15"}, {"on 20 March", "2026-03-20"}, {"on 20/3/2026", "2026-03-20"},
	}
	for _, tt := range tests {
		line := "Déjeuner avec Yves Martin " + tt.said
		got := Read(line, Context{People: acquaintances(t), Today: today}).Records
		if len(got) != 1 || got[0].Type != Promise || got[0].Due.String() != tt.due {
			t.Errorf("%s: %v, want a promise for %s", line, got, tt.due)
		}
	}
}

func TestNames(t *testing.T) {
	tests := []struct{ line, who string }{
		{"café avec yves martin", "Yves Martin"},
		{"Café avec MARTIN Yves", "Yves Martin"},
		{"Café avec Yves", "Yves Martin"},
		{"cafe avec yves", "Yves Martin"},
		{"Café avec Mme Morel", "Marie Morel"},
		{"Café avec M. Gauthier", "Laurent Gauthier"},
		{"Café avec Sophie Lefevre", "Sophie Lefèvre"},
		{"Café avec Nath", "Nathalie Garnier"},
		{"lunch w/ Bob", "Robert Hughes"},
		{"lunch with mike", "Michael O'Connor"},
		{"Café avec Jean Pierre", "Jean-Pierre Moreau"},
		{"Café avec JP", "Jean-Pierre Moreau"},
		{"Café avec Stéphanie N.", "Stéphanie Nguyen"},
		{"Café avec Nathlie Garnier", "Nathalie Garnier"},
		{"Café avec Claire", "Claire Dubois"}, // the other one was met once, years ago
		{"Café avec Paul", "? Paul Girard, Paul Henry"},
		{"Café avec Paul Henry", "Paul Henry"},
		{"Café avec Yves Dupont", "+ Yves Dupont"},
		{"Café avec Karim Benali", "+ Karim Benali"},
		{"café avec karim benali", "+ karim benali"},
		{"Coffee with Zbigniew", "+ Zbigniew"},
		{"Café avec Yves et Marie", "Yves Martin, Marie Morel"},
		{"Café avec Yves, Marie et Karim Benali", "Yves Martin, Marie Morel, + Karim Benali"},
		{"Dîner chez Noémie", "Noémie Perrin"},
		{"Café avec Yves : Paris lui manque, Le Monde aussi", "Yves Martin"},
	}
	people := acquaintances(t)
	for _, tt := range tests {
		res := Read(tt.line, Context{People: people, Today: today})
		if len(res.Records) == 0 {
			t.Errorf("%s: no records", tt.line)
			continue
		}
		if got := whoever(res); got != tt.who {
			t.Errorf("%s: %q, want %q", tt.line, got, tt.who)
		}
	}
}

// whoever writes who was met: "+" for a new person, "?" for one to ask about.
func whoever(res Result) string {
	var out []string
	for _, w := range res.Records[0].Who {
		switch {
		case len(w.Candidates) > 1:
			var names []string
			for _, c := range res.Unsure[0].Candidates {
				names = append(names, c.Name)
			}
			out = append(out, "? "+strings.Join(names, ", "))
		case w.New:
			out = append(out, "+ "+w.Name)
		default:
			out = append(out, w.Name)
		}
	}
	return strings.Join(out, ", ")
}

func TestEncounters(t *testing.T) {
	tests := []struct {
		line, channel, place string
		direction            network.Direction
	}{
		{"Café avec Yves aux Halles", "in_person", "Les Halles", network.Mutual},
		{"Verre avec Yves au Flore", "in_person", "Le Flore", network.Mutual},
		{"Vu Yves à Lyon", "in_person", "Lyon", network.Mutual},
		{"Coffee with Yves at the Ritz", "in_person", "the Ritz", network.Mutual},
		{"rdv avec Yves", "meeting", "", network.Mutual},
		{"RV Yves 14h30", "meeting", "", network.Mutual},
		{"Rdv avec Yves chez Acme", "in_person", "Acme", network.Mutual},
		{"Visio avec Yves", "video", "", network.Mutual},
		{"Rdv visio avec Yves", "video", "", network.Mutual},
		{"tel Yves", "call", "", network.Mutual},
		{"Eu Yves au téléphone", "call", "", network.Mutual},
		{"mail de Yves", "mail", "", network.In},
		{"Yves m'a écrit", "mail", "", network.In},
		{"Mail à Yves", "mail", "", network.Out},
		{"emailed Yves", "mail", "", network.Out},
		{"Texted Yves", "message", "", network.Out},
		{"SMS de Yves", "message", "", network.In},
		{"Échangé avec Yves sur LinkedIn", "message", "", network.Out},
		{"Lettre de Yves", "letter", "", network.In},
		{"déj avec Yves à la cantine", "in_person", "la cantine", network.Mutual},
		{"croisé Yves au marché", "in_person", "marché", network.Mutual},
		{"bumped into Yves at the market", "in_person", "the market", network.Mutual},
		{"Zoom w/ Yves", "video", "", network.Mutual},
	}
	people := acquaintances(t)
	for _, tt := range tests {
		r := Read(tt.line, Context{People: people, Today: today}).Records
		if len(r) != 1 || r[0].Type != Encounter || string(r[0].Channel) != tt.channel || r[0].Place != tt.place || r[0].Direction != tt.direction {
			t.Errorf("%s: %+v, want %s at %q, %s", tt.line, r, tt.channel, tt.place, tt.direction)
		}
	}
}

func TestWhatIsNotUnderstoodIsTheNote(t *testing.T) {
	r := Read("Café avec Yves hier. Ambiance morose, le quartier a bien changé.", Context{People: acquaintances(t), Today: today}).Records
	if len(r) != 1 || r[0].What != "Ambiance morose; le quartier a bien changé" {
		t.Errorf("%+v", r)
	}
}

func TestNegationsAreNotTakenForTheirOpposite(t *testing.T) {
	for _, line := range []string{
		"Yves ne cherche plus de location", "Yves n'a plus besoin d'un graphiste", "Yves cherche plus d'associé", "Yves is no longer looking for a flat",
		"Yves isn't looking for a flat", "Yves doesn't need a hand", "Yves ne peut pas venir", "Yves can't come on Friday", "Yves m'a présenté son projet de livre",
	} {
		for _, r := range Read(line, Context{People: acquaintances(t), Today: today}).Records {
			if r.Type != Fact || r.Kind != Note {
				t.Errorf("%s: %s", line, say(r))
			}
		}
	}
}

func TestABirthdayIsADayOfTheYear(t *testing.T) {
	for line, day := range map[string]string{
		"Yves : anniversaire le 3 mai": "--05-03", "Yves' birthday is on June 14": "--06-14", "Yves est né le 29 février": "--02-29", "Yves fête ses 40 ans bientôt": "",
	} {
		r := Read(line, Context{People: acquaintances(t), Today: today}).Records
		if len(r) != 1 || r[0].Kind != Birthday || r[0].On.String() != day {
			t.Errorf("%s: %v, want %s", line, r, day)
		}
	}
}

// lost returns the words of the line that no record has.
func lost(res Result) string {
	covered := make([]bool, len(res.Line))
	for _, r := range res.Records {
		for _, s := range r.Words {
			for i := s.From; i < s.To; i++ {
				covered[i] = true
			}
		}
	}
	var b strings.Builder
	for i, c := range res.Line {
		if !covered[i] && (unicode.IsLetter(c) || unicode.IsDigit(c)) {
			b.WriteRune(c)
		}
	}
	return b.String()
}

func TestNothingIsLost(t *testing.T) {
	people := acquaintances(t)
	lines := append(annotated(t), "blabla", "Yves", "12", "?!", "٣ cafés", strings.Repeat("cherche un toit ", 600), "Yves "+strings.Repeat("é", 3*MaxLine))
	for _, line := range lines {
		res := Read(line, Context{People: people, Today: today})
		if left := lost(res); left != "" {
			t.Errorf("%.80s: %q is in no record", line, left)
		}
	}
}

func TestTheSameLineGivesTheSameRecords(t *testing.T) {
	people := acquaintances(t)
	for _, line := range annotated(t) {
		c := Context{People: people, Today: today}
		if a, b := fmt.Sprint(Read(line, c)), fmt.Sprint(Read(line, c)); a != b {
			t.Fatalf("%s:\n%s\n%s", line, a, b)
		}
	}
}

func TestFieldsAreThoseOfTheType(t *testing.T) {
	for _, typ := range Types {
		if len((Record{Type: typ}).Fields()) == 0 {
			t.Errorf("%s has no fields", typ)
		}
	}
}

// The work doubles with the line and no more, whatever it is made of.
func TestGrowth(t *testing.T) {
	people := acquaintances(t)
	for _, piece := range []string{"cherche un ", "bien ", "m'a présenté Yves Martin, ", "a a ", "café avec Yves et ", "peut-être ", "le 12 mars ", "je lui ai bien vraiment ", "Mme ", "de la "} {
		short, long := work(people, strings.Repeat(piece, 1000/len(piece))), work(people, strings.Repeat(piece, 2000/len(piece)))
		if long > 2*short+short/5+200 {
			t.Errorf("%q: %d steps, doubled: %d", piece, short, long)
		}
	}
}

func work(people *People, line string) int {
	r := reader{line: line, people: people, today: today}
	r.read("")
	return r.steps
}

func FuzzRead(f *testing.F) {
	for _, line := range annotated(f) {
		f.Add(line)
	}
	f.Add("w/ Bob’s 1/2 M. d' aux — “x” \xff é")
	people := acquaintances(f)
	f.Fuzz(func(t *testing.T, line string) {
		res := Read(line, Context{People: people, Today: today})
		if left := lost(res); left != "" {
			t.Errorf("%q: %q is in no record", line, left)
		}
		for _, r := range res.Records {
			if after(r.On, today) {
				t.Errorf("%q: %s", line, say(r))
			}
			for _, s := range append(r.Words, r.Cue) {
				if s.From < 0 || s.To > len(line) || s.From > s.To {
					t.Errorf("%q: span %v", line, s)
				}
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		people := crowd(n)
		lines := annotated(b)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			i := 0
			for b.Loop() {
				Read(lines[i%len(lines)], Context{People: people, Today: today})
				i++
			}
		})
	}
}

// crowd invents n persons with 200 first names and many surnames.
func crowd(n int) *People {
	first := slices.Sorted(func(yield func(string) bool) {
		for name := range firstNames {
			if !yield(name) {
				return
			}
		}
	})
	list := make([]Known, n)
	for i := range list {
		list[i] = Known{Name: first[i*7%len(first)] + " " + first[i*13%len(first)] + string(rune('a'+i%26)) + string(rune('a'+i/26%26)), Contacts: i % 50, Last: dayOf(today) - network.Day(i%900)}
		list[i].ID[0], list[i].ID[1], list[i].ID[2] = byte(i+1), byte((i+1)>>8), byte((i+1)>>16)
	}
	return NewPeople(list)
}

// Names that files bring may be made of signs, or end where a second name should
// begin.
func TestInitialsOfOddNames(t *testing.T) {
	for name, want := range map[string]string{
		"Jean-Pierre Roux": "jp", "Élise-Ève": "ee", "=-1 x": "", "--;--": "", "<script-x>": "sx", "\u202e-\u202e": "", "Jean- Roux": "", "山-田": "山田",
	} {
		if got := initials(name); got != want {
			t.Errorf("%q gives %q, want %q", name, got, want)
		}
		NewPeople([]Known{{Name: name}})
	}
}

// Long names are kept whole, however many hyphens and particles they have.
func TestLongNamesAreWhole(t *testing.T) {
	for _, name := range []string{
		"Jean-Baptiste de La Rochefoucauld-Montbel", "Mary-Kate O'Brien-Fitzgerald-Smythe", "Marie-Ange Saint-Exupéry-Lamartine-Dubois-Leroy", "Anne-Sophie Delacroix-Beaumarchais-Villeneuve",
	} {
		got := Read("Café avec "+name+" hier", Context{People: acquaintances(t), Today: today})
		if len(got.Records) == 0 || len(got.Records[0].Who) != 1 || got.Records[0].Who[0].Name != name {
			t.Errorf("%s: %+v", name, got.Records)
		}
	}
	if got := Read("Appel de Yves de la Banque du Nord hier", Context{People: acquaintances(t), Today: today}); len(got.Records) == 0 || !strings.HasPrefix(got.Records[0].Who[0].Name, "Yves") || strings.Contains(got.Records[0].Who[0].Name, "Banque") {
		t.Errorf("%+v", got.Records)
	}
}
