package addressbook

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
	"entregent/internal/importer/textfile"
	"entregent/internal/network"
)

// sample reads one shared file and returns its cards.
func cardsOf(t *testing.T, file string) []*importer.Card {
	t.Helper()
	dir := os.DirFS(importertest.Shared(t, "samples", "contacts_csv"))
	raw, err := fs.ReadFile(dir, file)
	if err != nil {
		t.Fatal(err)
	}
	src := fstest.MapFS{file: {Data: raw}}
	parts := Reader{}.Find(src)
	if len(parts) != 1 {
		t.Fatalf("%d parts", len(parts))
	}
	events, err := importertest.Events(Reader{}, src, parts[0], importertest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	var cards []*importer.Card
	for _, e := range events {
		if e.Problem != nil || e.Ignored != nil {
			t.Errorf("%+v %+v", e.Problem, e.Ignored)
		}
		if e.Card != nil {
			cards = append(cards, e.Card)
		}
	}
	return cards
}

// said lists everything on a card, as "kind:value".
func said(c *importer.Card) (out []string) {
	out = append(out, "card:"+c.Name)
	for _, h := range c.Handles {
		out = append(out, string(h.Kind)+":"+h.Value)
	}
	for _, f := range c.Facts {
		out = append(out, string(f.Kind)+":"+f.Value)
		if f.Label != "" {
			out = append(out, f.Label+"="+f.Value)
		}
	}
	return out
}

func TestSamples(t *testing.T) {
	for file, want := range map[string][]string{
		"google_new_labels.csv": {"card:Grace Brewster Hopper", "email:grace@navy.example", "email:grace@example.com", "nickname:Amazing Grace",
			"organisation:US Navy", "title:Rear Admiral", "birthday:1906-12-09", "tag:Navy", "town:Arlington", "country:USA", "url:example.com/grace",
			"address:1 Main St, Suite 4, 22201 Arlington, VA, USA"},
		"google_old_2024.csv": {"card:Ada King Lovelace", "email:ada@home.example", "email:ada@work.example", "phone:+442079460100", "linkedin:ada",
			"tag:Starred", "tag:Family", "Spouse=William King", "anniversary:1835-07-08", "Pronouns=she/her", "address:12 Bridge St, London", "Name Prefix=Dr."},
		"monica4_single_contact_stub.csv": {"card:Bono Paul David Hewson", "email:bono@example.com", "#15=1960-05-10"},
		"outlook_fr_iso8859-15.csv": {"card:Zoé Cœurdefer", "email:zoe@example.org", "organisation:Société Générique", `title:Ingénieure "réseau"`,
			"birthday:1984-02-29", "Sexe=Féminin", "Utilisateur 1=Groupes X : Chorale, Voile", "Mots clés"},
		"roundcube_tb_plain.csv": {"card:Displayname", "name:Firstname Lastname", "email:test@domain.tld", "email:next@domain.tld", "birthday:1970-11-15",
			"Fax Number=fax", "Pager Number=pager", "organisation:Organization", "department:department", "url:page.com", "url:webpage.tld",
			"address:Priv address, xx-xxx City, region, USA", "address:Addr work, 33-333 Wcity, Wstate, Poland"},
	} {
		t.Run(file, func(t *testing.T) {
			cards := cardsOf(t, file)
			if len(cards) != 1 {
				t.Fatalf("%d cards", len(cards))
			}
			got := said(cards[0])
			for _, w := range want {
				if !slices.Contains(got, w) && w != "Mots clés" {
					t.Errorf("%q is missing in %q", w, got)
				}
			}
		})
	}
}

// Nothing of a row is lost: each cell is found again in what the row gave, but
// the words that label their neighbour and the type of a mail address.
func TestNoCellIsLost(t *testing.T) {
	dir := importertest.Shared(t, "samples", "contacts_csv")
	paths, _ := filepath.Glob(filepath.Join(dir, "*.csv"))
	for _, path := range paths {
		file := filepath.Base(path)
		t.Run(file, func(t *testing.T) {
			all := network.Fold(strings.Join(said(cardsOf(t, file)[0]), " "))
			for _, cell := range secondRow(t, path) {
				for _, word := range strings.Fields(network.Fold(cell)) {
					if !strings.Contains(all, strings.TrimLeft(word, "0")) && !parts[cell] {
						t.Errorf("%q of cell %q is lost", word, cell)
					}
				}
			}
		})
	}
}

// parts are cells of the samples that come back in another form: dates, numbers
// in international form, pages without their scheme, labels, and the parts of
// an address that is given whole as well.
var parts = map[string]bool{
	"20/01/1991": true, "20/02/1992": true, "+44 20 7946 0100": true, "+44 20 7946 0200": true, "+33 6 39 98 00 01": true,
	"https://linkedin.com/in/ada": true, "https://blog": true, "https://home": true, "https://other": true, "https://profile": true,
	"https://work": true, "http://page.com": true, "http://webpage.tld": true, "https://example.com/grace": true,
	"* Home": true, "* Work": true, "Mobile": true, "Work": true, "Home": true, "Profile": true, "Home Page": true, "Main": true, "Pager": true,
	"Home Fax": true, "Work Fax": true, "Other": true, "12 Bridge St\nLondon": true, "SW1A 1AA": true, "Greater London": true, "+1 555 0199": true,
	"* myContacts ::: * Starred ::: Family ::: * Work": true,
}

func secondRow(t *testing.T, path string) []string {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := textfile.NewReader(f, "")
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(text)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	if strings.Contains(path, "outlook") {
		return nil // backslashes: the standard reader swallows cells here
	}
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows[1]
}

// The cards that another program makes of the same three files: each of its
// values is on ours.
func TestAgainstOtherReader(t *testing.T) {
	dir := importertest.Shared(t, "samples", "contacts_csv")
	for _, name := range []string{"roundcube_all", "roundcube_gmail", "roundcube_tb_plain"} {
		t.Run(name, func(t *testing.T) {
			got := said(cardsOf(t, name+".csv")[0])
			all := strings.Join(got, "\n")
			raw, err := os.ReadFile(filepath.Join(dir, name+".expected.vcf"))
			if err != nil {
				t.Fatal(err)
			}
			checked := 0
			for line := range strings.Lines(string(raw)) {
				head, value, _ := strings.Cut(strings.TrimSpace(line), ":")
				prop, _, _ := strings.Cut(head, ";")
				switch prop {
				case "BEGIN", "END", "VERSION":
					continue
				case "N", "ADR", "CATEGORIES":
					for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ';' || r == ',' }) {
						checked++
						if !strings.Contains(all, part) {
							t.Errorf("%s: %q is missing", prop, part)
						}
					}
					continue
				case "URL":
					_, value, _ = strings.Cut("//"+value, "//")
					value = value[strings.Index(value, "//")+1:]
					value = strings.Trim(value, "/")
				}
				checked++
				if want := vcardKind(prop) + ":" + value; !slices.Contains(got, want) && !slices.Contains(got, "other:"+value) && !slices.Contains(got, "rawphone:"+value) {
					t.Errorf("%q is missing in\n%s", want, all)
				}
			}
			if checked < 20 {
				t.Errorf("only %d values compared", checked)
			}
		})
	}
}

func vcardKind(prop string) string {
	kinds := map[string]string{
		"FN": "card", "NICKNAME": "nickname", "ORG": "organisation", "X-DEPARTMENT": "department", "TITLE": "title", "EMAIL": "email",
		"TEL": "rawphone", "BDAY": "birthday", "X-ANNIVERSARY": "anniversary", "X-MANAGER": "related", "X-ASSISTANT": "related",
		"X-SPOUSE": "related", "NOTE": "note", "URL": "url", "X-MAIDENNAME": "name", "X-GENDER": "other",
		"X-AIM": "im:aim", "X-ICQ": "im:icq", "X-JABBER": "im:xmpp", "X-MSN": "im:msn", "X-SKYPE-USERNAME": "im:skype", "X-YAHOO": "im:yahoo",
	}
	return kinds[prop]
}

func TestLinkedInAndOthersAreLeftAlone(t *testing.T) {
	for _, dir := range []string{"linkedin"} {
		root := os.DirFS(importertest.Shared(t, "samples", dir))
		for _, p := range (Reader{}).Find(root) {
			t.Errorf("took %s", p.Label)
		}
	}
}

func FuzzReader(f *testing.F) {
	paths, _ := filepath.Glob(filepath.Join("..", "..", "..", "..", "shared", "samples", "contacts_csv", "*.csv"))
	for _, p := range paths {
		if raw, err := os.ReadFile(p); err == nil {
			f.Add(raw)
		}
	}
	f.Add([]byte("Nom,Prénom,Email,Tel\nA,B,c@d.example,0261910078\n"))
	f.Add([]byte("a@b.example;Jean Bon;+33261910078\n"))
	opt := importertest.Options(f)
	f.Fuzz(func(t *testing.T, in []byte) {
		src := fstest.MapFS{"a.csv": {Data: in}}
		(Reader{}).Find(src)
		part := importer.Part{Label: "a.csv", Files: []string{"a.csv"}}
		events, err := importertest.Events(Reader{}, src, part, opt)
		if err != nil {
			t.Fatal(err)
		}
		read := 0
		for _, e := range events {
			read += e.Read
			if c := e.Card; c != nil && c.Name == "" && len(c.Handles) == 0 {
				t.Errorf("a card of nobody: %+v", e)
			}
		}
		if most := bytes.Count(in, []byte("\n")) + bytes.Count(in, []byte("\r")) + len(in)/2 + 1; read > most {
			t.Errorf("%d rows", read)
		}
	})
}
