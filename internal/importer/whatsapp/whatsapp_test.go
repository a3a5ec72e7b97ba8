package whatsapp

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

// A tally is what one reading gave.
type tally struct{ encounters, cards, ignored, problems, read, people int }

func count(t testing.TB, events []importer.Event) (n tally) {
	t.Helper()
	who := map[string]bool{}
	for _, e := range events {
		n.read += e.Read
		switch {
		case e.Encounter != nil:
			n.encounters++
			for _, p := range e.Encounter.Parties {
				id := p.Name
				if id == "" && len(p.Handles) > 0 {
					id = p.Handles[0].Value
				}
				who[id] = true
			}
		case e.Card != nil:
			n.cards++
		case e.Ignored != nil:
			n.ignored++
		case e.Problem != nil:
			n.problems++
		}
	}
	delete(who, "")
	n.people = len(who)
	return n
}

// Every sample gives its messages, and its program's lines nobody. People count
// the owner, whom these files do not name.
func TestEverySample(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "whatsapp"))
	want := map[string]tally{
		"WhatsApp Chat with Marcus Oyelaran.txt": {encounters: 6, ignored: 1, read: 7, people: 2},
		"chatminer_test_mmddyy_24hrs.txt":        {encounters: 7, ignored: 2, read: 9, people: 6},
		"chatminer_test_yyyymmdd_24hrs.txt":      {encounters: 7, ignored: 2, read: 9, people: 6},
		"fr_android_fr.txt":                      {encounters: 3, problems: 1, read: 3, people: 2},
		"fr_android_us.txt":                      {encounters: 3, problems: 1, read: 3, people: 2},
		"fr_ios_fr.txt":                          {encounters: 4, problems: 1, read: 4, people: 2},
		"timelinize_chat.txt":                    {encounters: 15, ignored: 4, problems: 1, read: 19, people: 4},
		"whatsr_englishandroid24h.txt":           {encounters: 42, ignored: 8, read: 50, people: 5},
		"whatsr_englishios24h.txt":               {encounters: 42, ignored: 8, read: 50, people: 5},
		"whatsr_englishiosampm.txt":              {encounters: 42, ignored: 8, read: 50, people: 5},
		"whatsr_germanandroid24h.txt":            {encounters: 42, ignored: 8, read: 50, people: 5},
		"whatsr_germaniosampm.txt":               {encounters: 42, ignored: 8, read: 50, people: 5},
		"whatstk_lorem-merge-part1.txt":          {encounters: 300, read: 300, people: 4},
		"whatstk_lorem-merge-part2.txt":          {encounters: 300, read: 300, people: 5},
		"whatstk_lorem.txt":                      {encounters: 500, read: 500, people: 4},
	}
	for _, part := range (Reader{}).Find(src) {
		events, err := importertest.Events(Reader{}, src, part, importertest.Options(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := count(t, events); got != want[part.Label] {
			t.Errorf("%s: %+v, want %+v", part.Label, got, want[part.Label])
		}
		delete(want, part.Label)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

func TestOthersAreLeftAlone(t *testing.T) {
	for _, dir := range [][]string{{"samples", "signal"}, {"samples", "mail"}, {"samples", "linkedin"}, {"corpora"}} {
		if parts := (Reader{}).Find(os.DirFS(importertest.Shared(t, dir...))); len(parts) > 0 {
			t.Errorf("took %+v", parts)
		}
	}
}

func TestOwner(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "whatsapp"))
	want := map[string]string{
		"WhatsApp Chat with Marcus Oyelaran.txt": "Leo Brandt sure",
		"fr_ios_fr.txt":                          "Claire Martin; Jeanne Martin",
		"fr_android_us.txt":                      "Claire; Jeanne",
	}
	for _, part := range (Reader{}).Find(src) {
		if _, ok := want[part.Label]; !ok {
			continue
		}
		claims, err := Reader{}.Owner(t.Context(), src, part)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range claims {
			s := c.Name
			if c.Sure {
				s += " sure"
			}
			got = append(got, s)
		}
		if diff := cmp.Diff(want[part.Label], strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s:\n%s", part.Label, diff)
		}
	}
}

// read reads one chat from memory.
func read(t testing.TB, name, text string) []importer.Event {
	t.Helper()
	src := fstest.MapFS{name: {Data: []byte(text)}}
	events, err := importertest.Events(Reader{}, src, importer.Part{Label: name, Files: []string{name}}, importertest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func days(events []importer.Event) string {
	var out []string
	for _, e := range events {
		if e.Encounter != nil {
			out = append(out, e.Encounter.At.Format("2006-01-02T15:04"))
		}
		if e.Problem != nil {
			out = append(out, e.Problem.Key)
		}
	}
	return strings.Join(out, " ")
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ what, text, want string }{
		{"a field above twelve decides", "01/02/24, 10:00 - A: x\n13/02/24, 10:00 - A: y", "2024-02-01T10:00 2024-02-13T10:00"},
		{"and the other way round", "02/01/24, 10:00 - A: x\n02/13/24, 10:00 - A: y", "2024-02-01T10:00 2024-02-13T10:00"},
		{"the run of the days decides", "01/05/24, 10:00 - A: x\n03/04/24, 10:00 - A: y\n05/03/24, 10:00 - A: z", "2024-01-05T10:00 2024-03-04T10:00 2024-05-03T10:00"},
		{"no message is from the future", "01/12/26, 10:00 - A: x", "2026-01-12T10:00"},
		{"dots are European", "01.02.24, 10:00 - A: x", "2024-02-01T10:00"},
		{"the name of the file is a language", "01/02/24, 10:00 - A: x", "whatsapp_order_usual 2024-02-01T10:00"},
		{"the American clock", "1/2/24, 9:30\u202fPM - A: x", "whatsapp_order_clock 2024-01-02T21:30"},
		{"the Spanish clock", "4/3/2025, 2:05\u00a0p.\u202fm. - A: x\n13/3/2025, 12:05\u00a0a.\u202fm. - A: y", "2025-03-04T14:05 2025-03-13T00:05"},
		{"year first", "2024/02/01, 10:00 - A: x", "2024-02-01T10:00"},
		{"year first with dots and the half of the day before", "[2024. 2. 1. 오후 3:04:05] A: x", "2024-02-01T15:04"},
		{"klo", "[1.2.2024 klo 10.00.05] A: x", "2024-02-01T10:00"},
		{"seconds and a colon", "01.02.2024 10:00:05: A: x", "2024-02-01T10:00"},
		{"a day that does not exist", "31/02/24, 10:00 - A: x\n01/03/24, 10:00 - A: y", "bad_date 2024-03-01T10:00"},
		{"Windows letters", "01.02.24, 10:00 - Ren\xe9: \xe0 demain", "2024-02-01T10:00"},
		{"UTF-16", "\xff\xfe" + utf16("01.02.24, 10:00 - A: x"), "2024-02-01T10:00"},
	} {
		if got := days(read(t, "a.txt", c.text)); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}

func utf16(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(0)
	}
	return b.String()
}

// keys returns the keys of a chat's messages.
func keys(events []importer.Event) map[string]bool {
	out := map[string]bool{}
	for _, e := range events {
		if e.Encounter != nil {
			out[e.Encounter.Key] = true
		}
	}
	return out
}

// A later and longer export, from the other kind of telephone and the other
// side, names the messages that both have in the same way.
func TestOneMessageInTwoExports(t *testing.T) {
	first := keys(read(t, "WhatsApp Chat with B.txt", "13/02/24, 10:00 - A: x\n13/02/24, 10:00 - A: x\n13/02/24, 10:01 - B: <Media omitted>\n13/02/24, 10:02 - A: y"))
	later := keys(read(t, "WhatsApp Chat - A.txt",
		"[13/02/2024, 10:00:03] A: x\n[13/02/2024, 10:00:04] A: x\n[13/02/2024, 10:01:00] B: \u200e<attached: a.jpg>\n[13/02/2024, 10:02:00] A: y \u200e<This message was edited>\n[13/02/2024, 10:03:00] B: z"))
	if len(first) != 4 || len(later) != 5 {
		t.Fatalf("%d and %d keys", len(first), len(later))
	}
	for k := range first {
		if !later[k] {
			t.Errorf("%s is not in the later export", k)
		}
	}
}

// Members who never speak are known by the lines that bring them in.
func TestSilentMembers(t *testing.T) {
	for line, want := range map[string]string{
		"You added Paul": "Paul",
		"Zoé Blanc added Paul, +33 2 61 91 00 78 and you":     "Paul|+33 2 61 91 00 78",
		"Vous avez ajouté Paul et Zoé Blanc":                  "Paul|Zoé Blanc",
		"Zoé Blanc a ajouté Paul":                             "Paul",
		"Du hast Alice hinzugefügt.":                          "Alice",
		"Bob hat Alice hinzugefügt":                           "Alice",
		"Añadiste a Ana y Luis":                               "Ana|Luis",
		"~ Lili joined using this group's invite link":        "~ Lili",
		"Paul a rejoint le groupe via le lien":                "Paul",
		"You created group \"x\"":                             "",
		"You added you":                                       "",
		"Paul left":                                           "",
		"Zoé Blanc changed the subject to \"You added Paul\"": "",
	} {
		if got := strings.Join(joined(line), "|"); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	var b strings.Builder
	b.WriteString("13/02/24, 09:59 - You created group \"x\"\n13/02/24, 09:59 - You added A")
	for i := range 11 {
		b.WriteString(", P" + string(rune('a'+i)))
	}
	b.WriteString("\n13/02/24, 10:00 - A: x\n13/02/24, 10:01 - B: y\n")
	for _, e := range read(t, "a.txt", b.String()) {
		if x := e.Encounter; x != nil && x.Size != 13 {
			t.Errorf("%d members, want 13", x.Size)
		}
	}
}

// What comes out of a chat with many is bounded: their number stands for them.
func TestALargeGroupIsCounted(t *testing.T) {
	var b strings.Builder
	for i := range 12 {
		b.WriteString("13/02/24, 10:00 - P" + string(rune('a'+i)) + ": x\n")
	}
	for _, e := range read(t, "a.txt", b.String()) {
		if e.Encounter.Size != 12 || len(e.Encounter.Parties) != 2 {
			t.Fatalf("%+v", e.Encounter)
		}
	}
}
