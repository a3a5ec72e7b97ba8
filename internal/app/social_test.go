package app_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"entregent/internal/app"
	"entregent/internal/importer/importertest"
	"entregent/internal/network"
)

// A brought is a recorded source of a network or of another program, with whom
// it belongs to and what the book holds of it afterwards.
type brought struct {
	path                        []string
	me                          string // "" where the source says it itself
	people, encounters, favours int
	met                         []string // names of some that must be contacts
	// alone says that it shares whole files with another source, or cannot say
	// whose it is: then what a book holds of it depends on what came before.
	alone bool
}

var social = []brought{
	{path: []string{"monica", "monica_export.json"}, people: 2, encounters: 3, favours: 3, met: []string{"John Michael Doe", "Jane Smith"}},
	{path: []string{"monica", "monica4_sql_export_derived.sql"}, people: 2, encounters: 4, favours: 3, met: []string{"Zoé O'Brien", "Karim Haddad"}},
	{path: []string{"facebook", "fb_2021_json.zip"}, alone: true, people: 9, met: []string{"Jürgen Müller", "Zoë 🌸 Dupont"}},
	{path: []string{"facebook", "fb_2025_json.zip"}, people: 9, met: []string{"Łukasz Wójcik"}},
	{path: []string{"facebook", "fb_2025_html.zip"}, me: "Jane Doe", people: 9},
	{path: []string{"facebook", "fb_2025_html_de.zip"}, me: "Jane Doe", people: 2},
	{path: []string{"facebook", "fb_activity_2025.zip"}, people: 4, encounters: 4, met: []string{"Daan Jansen", "Sanne Visser"}},
	{path: []string{"facebook", "fb2024"}, encounters: 6, people: 1, met: []string{"Jordan Pike"}},
	{path: []string{"facebook", "e2ee"}, alone: true, me: "Ana Kovač", people: 1, encounters: 3, met: []string{"Jordan Pike"}},
	{path: []string{"facebook", "msgvault_html_simple"}, me: "Test User", people: 1, encounters: 3, met: []string{"Alice Example"}},
	{path: []string{"instagram", "ig2025"}, people: 1, encounters: 1, met: []string{"otter lab"}},
	{path: []string{"x_twitter", "modern"}, people: 3, encounters: 7, met: []string{"River Otter", "Pine Marten"}},
	{path: []string{"foursquare"}, me: "Claire Moreau", people: 1, met: []string{"Léa Martin"}},
}

func (s brought) request(t testing.TB) app.ImportRequest {
	req := app.ImportRequest{Paths: []string{importertest.Shared(t, append([]string{"samples"}, s.path...)...)}}
	if s.me != "" {
		req.Me = []string{s.me}
	}
	return req
}

// The whole road: from a file to the book, once and twice, as the preview said
// it, and back again to the byte.
func TestWhatNetworksBring(t *testing.T) {
	for _, s := range social {
		t.Run(strings.Join(s.path, "/"), func(t *testing.T) {
			ctx := context.Background()
			h := newHouse(t, noon)
			h.imports(importertest.Shared(t, "samples", "vcard", "roundcube_johndoe.vcf"))
			before := h.export()
			h.at("2026-12-24T18:00:00Z")
			dry := s.request(t)
			dry.DryRun = true
			said := h.reads(dry)
			got := h.reads(s.request(t))
			for i := range said {
				if diff := cmp.Diff(said[i], got[i]); diff != "" {
					t.Errorf("preview and run differ:\n%s", diff)
				}
			}
			var people, encounters, favours int
			for _, r := range got {
				people += r.People.New
				encounters += r.Encounters.New
				favours += r.Favours.New
				t.Logf("%s %s: people %+v, encounters %+v, favours %+v, proposals %d, ignored %v, problems %v", r.Format, r.Source, r.People, r.Encounters, r.Favours, r.Proposals, r.IgnoredWhy, r.Problems)
			}
			if people != s.people || encounters != s.encounters || favours != s.favours {
				t.Errorf("%d people, %d encounters, %d favours; want %d, %d, %d", people, encounters, favours, s.people, s.encounters, s.favours)
			}
			for _, name := range s.met {
				if _, err := h.Find(ctx, h.keeper, name); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			h.whole()
			once := h.export()
			for _, r := range h.reads(s.request(t)) {
				if !r.Again {
					t.Errorf("%s was read again", r.Source)
				}
			}
			if once != h.export() {
				t.Error("the same source twice changed the book")
			}
			slices.Reverse(got)
			for _, r := range got {
				id, err := network.ParseID[network.BatchID](r.ID)
				if err != nil {
					t.Fatal(err)
				}
				if u, err := h.Undo(ctx, h.keeper, id, ""); err != nil || len(u.Kept) > 0 {
					t.Fatalf("undo: %+v, %v", u, err)
				}
			}
			if diff := cmp.Diff(strings.Split(known(before), "\n"), strings.Split(known(h.export()), "\n")); diff != "" {
				t.Errorf("not as before:\n%s", diff)
			}
			h.whole()
		})
	}
}

// The recorded sources of each reader, which hold what samples do not: before and
// after, once and twice, and back again.
func TestRecordedSourcesComeAndGo(t *testing.T) {
	ctx := context.Background()
	paths, err := filepath.Glob("../importer/*/testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		reader := filepath.Base(filepath.Dir(filepath.Dir(path)))
		if !slices.Contains([]string{"europass", "facebook", "instagram", "jsonresume", "meerkat", "monica", "swarm", "twitter"}, reader) {
			continue
		}
		t.Run(reader+"/"+filepath.Base(path), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			ar.Files = slices.DeleteFunc(ar.Files, func(f txtar.File) bool { return f.Name == "want" || f.Name == "other.csv" })
			src, err := txtar.FS(ar)
			if err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(t.TempDir(), "source")
			if err := os.CopyFS(dir, src); err != nil {
				t.Fatal(err)
			}
			h := newHouse(t, noon)
			req := app.ImportRequest{Paths: []string{dir}, Me: []string{"Claire Moreau"}}
			before := h.export()
			h.at("2026-12-24T18:00:00Z")
			got := h.reads(req)
			if len(got) == 0 || got[0].Read == 0 {
				t.Fatalf("nothing was read: %+v", got)
			}
			if strings.Contains(h.export(), "NEVER") {
				t.Error("what must not be read is in the book")
			}
			h.whole()
			once := h.export()
			if h.reads(req); h.export() != once {
				t.Error("the same source twice changed the book")
			}
			for _, r := range slices.Backward(got) {
				if id, err := network.ParseID[network.BatchID](r.ID); err == nil {
					if _, err := h.Undo(ctx, h.keeper, id, ""); err != nil {
						t.Fatal(err)
					}
				}
			}
			if diff := cmp.Diff(strings.Split(known(before), "\n"), strings.Split(known(h.export()), "\n")); diff != "" {
				t.Errorf("not as before:\n%s", diff)
			}
			h.whole()
		})
	}
}

// known leaves out the keeper's own line: what a source taught of who the keeper
// is stays theirs when it is undone.
func known(export string) string {
	var out strings.Builder
	for line := range strings.Lines(export) {
		if !strings.HasPrefix(line, `{"record":"keeper"`) {
			out.WriteString(line)
		}
	}
	return out.String()
}

// The order in which networks are read does not matter.
func TestTheOrderOfNetworksDoesNotMatter(t *testing.T) {
	var want []string
	order := slices.DeleteFunc(slices.Clone(social), func(s brought) bool { return s.alone })
	for range 2 {
		h := newHouse(t, noon)
		for _, s := range order {
			req := s.request(t)
			req.Me = []string{"keeper@example.invalid"}
			h.reads(req)
		}
		if want == nil {
			want = h.normal()
		} else if diff := cmp.Diff(want, h.normal()); diff != "" {
			t.Errorf("another order, another book:\n%s", diff)
		}
		slices.Reverse(order)
	}
}

// Of Xing there are vCards, of Viadeo tables without a row of names: nothing of
// either was seen as a real file, so that these are made by what is said of them.
func TestXingAndViadeo(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	h := newHouse(t, noon)
	h.imports(write("xing.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jürgen Weiß\r\nN:Weiß;Jürgen;;;\r\nORG:Werk GmbH\r\nTITLE:Meister\r\nURL:https://www.xing.com/profile/Juergen_Weiss3\r\nEND:VCARD\r\n"))
	line := func(cells map[int]string) string {
		row := make([]string, 20)
		for i, c := range cells {
			row[i] = c
		}
		return strings.Join(row, ",") + "\n"
	}
	req := app.ImportRequest{
		Paths: []string{write("viadeo.csv", line(map[int]string{0: "1", 1: "Zoé Blanc", 2: "Relieuse", 5: "69", 6: "France", 12: "02 61 91 00 78", 19: "zoe@exemple.example"})+
			line(map[int]string{0: "2", 1: "Paul Martin", 2: "Libraire", 6: "France", 19: "paul@exemple.example"}))},
		Columns: map[string]string{"2": "name", "3": "title", "7": "country", "13": "phone", "20": "email"},
	}
	if got := h.reads(req); len(got) != 1 || got[0].People.New != 2 {
		t.Errorf("Viadeo: %+v", got)
	}
	for _, name := range []string{"Jürgen Weiß", "Zoé Blanc", "Paul Martin"} {
		if _, err := h.Find(ctx, h.keeper, name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !strings.Contains(h.export(), `"xing:Juergen_Weiss3"`) {
		t.Error("the profile at Xing is not kept")
	}
}
