package app_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/app"
	"entregent/internal/importer/importertest"
	"entregent/internal/network"
)

// sources are real-world files of every kind the first house reads, small
// enough to be read many times over.
func sources(t testing.TB) []string {
	return []string{
		importertest.Shared(t, "samples", "linkedin", "mini_linkedin"),
		importertest.Shared(t, "samples", "linkedin", "Basic_LinkedInDataExport_10-21-2023"),
		importertest.Shared(t, "samples", "linkedin", "Basic_LinkedInDataExport_05-14-2021"),
		importertest.Shared(t, "samples", "contacts_csv"),
		importertest.Shared(t, "samples", "vcard"),
		importertest.Shared(t, "samples", "mail", "mox_importtest.mbox"),
		importertest.Shared(t, "samples", "mail", "thunderbird_Inbox"),
		importertest.Shared(t, "samples", "mail", "mailparser"),
		importertest.Shared(t, "samples", "ics", "calcard_006.ics"),
		importertest.Shared(t, "samples", "whatsapp", "whatsr_germanandroid24h.txt"),
		importertest.Shared(t, "samples", "sms_backup"),
		importertest.Shared(t, "samples", "telegram"),
		importertest.Shared(t, "samples", "google_takeout"),
	}
}

const noon = "2026-11-01T12:00:00Z"

// withMe says who the keeper is, so that no source has to be asked.
func withMe(paths ...string) app.ImportRequest {
	return app.ImportRequest{Paths: paths, Me: []string{"keeper@example.invalid", "https://www.linkedin.com/in/jordanpike", "Bob", "Leo Brandt"}}
}

// normal returns the normal form of the book.
func (h *house) normal() []string {
	h.t.Helper()
	var b bytes.Buffer
	if err := h.ExportNormal(context.Background(), h.keeper, &b); err != nil {
		h.t.Fatal(err)
	}
	return strings.Split(b.String(), "\n")
}

func (h *house) whole() {
	h.t.Helper()
	got, err := h.Check(context.Background(), h.keeper)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, c := range got.Checks {
		if !c.OK {
			h.t.Errorf("check %s: not ok %v", c.Name, c.Args)
		}
	}
}

// I1: the same archive twice changes nothing.
func TestTheSameArchiveTwiceIsNothing(t *testing.T) {
	h := newHouse(t, noon)
	h.reads(withMe(sources(t)...))
	before := h.export()
	for _, path := range sources(t) {
		for _, r := range h.reads(withMe(path)) {
			if !r.Again {
				t.Errorf("%s was read again", r.Source)
			}
		}
	}
	if diff := cmp.Diff(strings.Split(before, "\n"), strings.Split(h.export(), "\n")); diff != "" {
		t.Errorf("export changed:\n%s", diff)
	}
	h.whole()
}

// I3: the order of files does not matter.
func TestTheOrderOfFilesDoesNotMatter(t *testing.T) {
	paths := sources(t)
	first := newHouse(t, noon)
	for _, p := range paths {
		first.reads(withMe(p))
	}
	want := first.normal()
	for seed := range uint64(3) {
		order := slices.Clone(paths)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		other := newHouse(t, noon)
		for _, p := range order {
			other.reads(withMe(p))
		}
		if diff := cmp.Diff(want, other.normal()); diff != "" {
			t.Fatalf("order %v gives another book:\n%s", order, diff)
		}
	}
}

// I3: nor does the order of rows.
func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	src := importertest.Shared(t, "samples", "linkedin", "Basic_LinkedInDataExport_08-15-2025")
	plain, mixed := newHouse(t, noon), newHouse(t, noon)
	plain.reads(withMe(src))
	dir := filepath.Join(t.TempDir(), filepath.Base(src))
	if err := os.CopyFS(dir, os.DirFS(src)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Invitations.csv", "messages.csv"} {
		shuffleRows(t, filepath.Join(dir, name))
	}
	mixed.reads(withMe(dir))
	if diff := cmp.Diff(plain.normal(), mixed.normal()); diff != "" {
		t.Errorf("another order of rows gives another book:\n%s", diff)
	}
}

func shuffleRows(t *testing.T, path string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(rows[1:])
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// I11: the dry run's counts are those of the run, and it writes nothing.
func TestPreviewTellsTheTruth(t *testing.T) {
	h := newHouse(t, noon)
	for _, path := range sources(t) {
		req := withMe(path)
		req.DryRun = true
		before := h.export()
		dry := h.reads(req)
		if h.export() != before {
			t.Fatalf("%s: the dry run wrote", path)
		}
		wet := h.reads(withMe(path))
		if diff := cmp.Diff(dry, wet); diff != "" {
			t.Errorf("%s: preview and run differ:\n%s", path, diff)
		}
	}
	all := withMe(sources(t)...)
	all.DryRun = true
	fresh := newHouse(t, noon)
	dry := fresh.reads(all)
	wet := fresh.reads(withMe(sources(t)...))
	for i := range dry { // ids are each book's own, reports are not
		dry[i].ID, wet[i].ID = "", ""
	}
	if diff := cmp.Diff(dry, wet); diff != "" {
		t.Errorf("all at once: preview and run differ:\n%s", diff)
	}
}

// I12: undo gives back every byte.
func TestUndoGivesBackEveryByte(t *testing.T) {
	paths := sources(t)
	for i := range paths {
		if testing.Short() && i%4 != 0 {
			continue
		}
		t.Run(filepath.Base(paths[i]), func(t *testing.T) {
			h := newHouse(t, noon)
			for j, p := range paths {
				if j != i {
					h.reads(withMe(p))
				}
			}
			before := h.export()
			h.at("2026-12-24T18:00:00Z")
			reports := h.reads(withMe(paths[i]))
			slices.Reverse(reports)
			for _, r := range reports {
				if r.Again {
					continue
				}
				id, err := network.ParseID[network.BatchID](r.ID)
				if err != nil {
					t.Fatal(err)
				}
				u, err := h.Undo(context.Background(), h.keeper, id, "")
				if err != nil {
					t.Fatal(err)
				}
				if len(u.Kept) > 0 {
					t.Errorf("kept %v, but nothing was typed", u.Kept)
				}
			}
			if diff := cmp.Diff(strings.Split(before, "\n"), strings.Split(h.export(), "\n")); diff != "" {
				t.Errorf("not as before (-before +after):\n%s", diff)
			}
			h.whole()
		})
	}
}

// I4: the export reads back into an empty book as the same bytes, and into its
// own as no change.
func TestTheExportReadsBack(t *testing.T) {
	h := newHouse(t, noon)
	h.reads(withMe(sources(t)...))
	file := filepath.Join(t.TempDir(), "export.jsonl")
	want := h.export()
	if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
	h.imports(file)
	if got := h.export(); got != want {
		t.Errorf("reading its own export changed the book:\n%s", cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
	}
	other := newHouse(t, noon)
	other.imports(file)
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(other.export(), "\n")); diff != "" {
		t.Errorf("in an empty book (-want +got):\n%s", diff)
	}
	other.whole()
	for _, r := range other.reads(withMe(sources(t)...)) { // and the archives are known there too
		if !r.Again {
			t.Errorf("%s was read again", r.Source)
		}
	}
}

func TestWhatWasTypedSinceStays(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, noon)
	r := h.reads(withMe(importertest.Shared(t, "samples", "linkedin", "Basic_LinkedInDataExport_10-21-2023")))[0]
	who, err := h.Find(ctx, h.keeper, "Tomás Reyes")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.AddFact(ctx, h.keeper, who, network.FactInterest, "sa fille commence le judo", "", ""); err != nil {
		t.Fatal(err)
	}
	id, _ := network.ParseID[network.BatchID](r.ID)
	u, err := h.Undo(ctx, h.keeper, id, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(u.Kept) != 1 || u.Kept[0].Name != "Tomás Reyes" || u.Kept[0].Why != "typed" {
		t.Errorf("kept: %+v", u.Kept)
	}
	page, err := h.People(ctx, h.keeper, app.PeopleAsk{})
	if err != nil {
		t.Fatal(err)
	}
	if page.Total != 1 || page.People[0].Name != "Tomás Reyes" {
		t.Errorf("people left: %+v", page.People)
	}
	h.whole()
	// The archive can be read again, and finds him.
	again := h.reads(withMe(importertest.Shared(t, "samples", "linkedin", "Basic_LinkedInDataExport_10-21-2023")))[0]
	if again.Again || again.People.Known != 1 || again.People.Filled != 1 {
		t.Errorf("read again after the undo: %+v", again.People)
	}
}

// Two of three imports say the same person: undoing one leaves what the other
// says.
func TestUndoLeavesWhatAnotherImportSays(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	card := "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Yves Martin\r\nEMAIL:yves@exemple.example\r\nORG:Atelier Nord\r\n%sEND:VCARD\r\n"
	h := newHouse(t, noon)
	first := h.imports(write("a.vcf", fmt.Sprintf(card, "")))[0]
	h.imports(write("b.vcf", fmt.Sprintf(card, "TITLE:Relieur\r\n")))
	id, _ := network.ParseID[network.BatchID](first.ID)
	if _, err := h.Undo(ctx, h.keeper, id, ""); err != nil {
		t.Fatal(err)
	}
	page, err := h.People(ctx, h.keeper, app.PeopleAsk{Query: "yves"})
	if err != nil {
		t.Fatal(err)
	}
	if page.Total != 1 || page.People[0].Title != "Relieur" || page.People[0].Organisation != "Atelier Nord" {
		t.Errorf("people: %+v", page.People)
	}
	h.whole()
}

// An import that is broken off leaves nothing, and taken up again gives what an
// unbroken one gives.
func TestBrokenOffAndTakenUpAgain(t *testing.T) {
	path := importertest.Shared(t, "samples", "linkedin", "sample_export.zip")
	const then = "1853-05-01T08:00:00Z"
	straight := newHouse(t, then)
	straight.imports(path)
	want := straight.normal()

	h := newHouse(t, then)
	before := h.export()
	places := []int{100, 5000, 20000}
	if testing.Short() {
		places = places[:1]
	}
	for _, at := range places {
		ctx, stop := context.WithCancel(context.Background())
		_, err := h.Import(ctx, h.keeper, app.ImportRequest{Paths: []string{path}, Progress: func(p app.Progress) {
			if p.Read >= at {
				stop()
			}
		}})
		stop()
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("broken off at %d: %v", at, err)
		}
		if h.export() != before {
			t.Fatalf("broken off at %d, something was left behind", at)
		}
	}
	h.imports(path)
	if diff := cmp.Diff(want, h.normal()); diff != "" {
		t.Errorf("another book:\n%s", diff)
	}
}

func TestWhoTheKeeperIsMustBeAgreed(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"Ada Lovelace", "Charles Babbage"} {
		sub := filepath.Join(dir, fmt.Sprint(i))
		if err := os.MkdirAll(sub, 0o700); err != nil {
			t.Fatal(err)
		}
		first, last, _ := strings.Cut(name, " ")
		files := map[string]string{
			"Profile.csv":         "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n" + first + "," + last + ",,,,,,,,,,,\n",
			"Email Addresses.csv": "Email Address,Confirmed,Primary,Updated On\n" + strings.ToLower(first) + "@exemple.example,Yes,Yes,Not Available\n",
			"Connections.csv":     "First Name,Last Name,Email Address,Company,Position,Connected On\nYves,Martin,yves@exemple.example,Atelier,Relieur,05 Mar 2021\n",
		}
		for n, text := range files {
			if err := os.WriteFile(filepath.Join(sub, n), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	h := newHouse(t, noon)
	_, err := h.Import(context.Background(), h.keeper, app.ImportRequest{Paths: []string{filepath.Join(dir, "0"), filepath.Join(dir, "1")}})
	var who *app.WhoAreYou
	if !errors.As(err, &who) || len(who.Candidates) != 2 {
		t.Fatalf("two owners: %v", err)
	}
	h.imports(filepath.Join(dir, "0"))
	k, err := h.Keeper(context.Background(), h.keeper)
	if err != nil || len(k.Settings.Names) != 1 || k.Settings.Names[0] != "Ada Lovelace" {
		t.Errorf("remembered: %v, %v", k.Settings.Names, err)
	}
}

// A zip of hostile names is refused or read without anything outside the book.
func TestAHostileArchiveIsRefusedByName(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"../../escape.vcf", "ok.vcf"} {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		f.Write([]byte("BEGIN:VCARD\nVERSION:3.0\nFN:Zoé Blanc\nEMAIL:zoe@exemple.example\nEND:VCARD\n"))
	}
	z.Close()
	path := filepath.Join(t.TempDir(), "evil.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, noon)
	r := h.imports(path)[0]
	if r.People.New != 1 || r.ProblemCount != 1 || !strings.Contains(r.Problems[0].At, "escape") {
		t.Errorf("report: %+v", r)
	}
}
