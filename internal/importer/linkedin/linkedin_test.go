package linkedin

import (
	"archive/zip"
	"encoding/csv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/importer"
	"entregent/internal/importer/csvfile"
	"entregent/internal/importer/importertest"
	"entregent/internal/network"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

// tally counts what a reading gave.
type tally struct{ cards, encounters, favours, own, ignored, problems, read int }

func count(t testing.TB, src fs.FS, part importer.Part) tally {
	t.Helper()
	events, err := importertest.Events(Reader{}, src, part, importertest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	var n tally
	keys := map[string]bool{}
	for _, e := range events {
		n.read += e.Read
		switch {
		case e.Card != nil:
			n.cards++
		case e.Encounter != nil:
			n.encounters++
			keys[e.Encounter.Key] = true
		case e.Favour != nil:
			n.favours++
		case e.Own != nil:
			n.own++
		case e.Ignored != nil:
			n.ignored++
		case e.Problem != nil:
			n.problems++
			t.Logf("%+v %+v", e.At, e.Problem)
		}
	}
	return n
}

// The large invented archive, against counts made with the standard reader.
func TestSampleArchive(t *testing.T) {
	z, err := zip.OpenReader(importertest.Shared(t, "samples", "linkedin", "sample_export.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	parts := Reader{}.Find(z)
	if len(parts) != 1 || len(parts[0].Files) != len(z.File) {
		t.Fatalf("%d parts, %d of %d files", len(parts), len(parts[0].Files), len(z.File))
	}
	got := count(t, z, parts[0])
	rows := func(name string, skip int) int { return standardRows(t, z, name, skip) }
	want := tally{
		encounters: rows("messages.csv", 0) - drafts(t, z) + withWords(t, z),
		favours: rows("Endorsement_Received_Info.csv", 0) + rows("Endorsement_Given_Info.csv", 0) +
			rows("Recommendations_Received.csv", 0) + rows("Recommendations_Given.csv", 0),
		cards: rows("Connections.csv", 2) + rows("Invitations.csv", 0) + rows("Recommendations_Received.csv", 0) + rows("Recommendations_Given.csv", 0),
	}
	for _, f := range []string{"Profile.csv", "Profile Summary.csv", "Positions.csv", "Education.csv", "Skills.csv", "Languages.csv", "Projects.csv",
		"Publications.csv", "Shares.csv", "Comments.csv", "Reactions.csv", "Votes.csv", "Rich_Media.csv", "Events.csv", "Company Follows.csv"} {
		want.own += rows(f, 0)
	}
	want.own += 5 // articles
	if got.encounters != want.encounters || got.favours != want.favours || got.cards != want.cards || got.own != want.own || got.problems != 0 {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func standardRows(t *testing.T, src fs.FS, name string, preamble int) int {
	return len(standard(t, src, name)) - preamble
}

// standard reads a table with the standard reader, without its header.
func standard(t *testing.T, src fs.FS, name string) [][]string {
	f, err := src.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func drafts(t *testing.T, src fs.FS) (n int) {
	for _, row := range standard(t, src, "messages.csv") {
		if len(row) > 11 && row[11] == "true" || row[9] == "SPAM" || row[2] == "LinkedIn Member" || strings.Contains(row[8], "spinmail-") {
			n++
		}
	}
	return n
}

func withWords(t *testing.T, src fs.FS) (n int) {
	for _, row := range standard(t, src, "Invitations.csv") {
		if row[3] != "" {
			n++
		}
	}
	return n
}

func TestEverySample(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "linkedin"))
	want := map[string]tally{
		"Basic_LinkedInDataExport_05-14-2021": {cards: 5, encounters: 5, own: 1, ignored: 1, read: 11},
		"Basic_LinkedInDataExport_10-21-2023": {cards: 5, encounters: 4, favours: 1, own: 1, ignored: 5, read: 16},
		"Basic_LinkedInDataExport_08-15-2025": {cards: 3, encounters: 3, ignored: 1, read: 7},
		"legacy":                              {cards: 1, read: 1},
		"mini_linkedin":                       {cards: 3, encounters: 2, own: 6, ignored: 2, read: 13},
		"odd":                                 {cards: 4, ignored: 1, read: 5},
	}
	for _, part := range (Reader{}).Find(src) {
		if got := count(t, src, part); got != want[part.Label] {
			t.Errorf("%s: %+v, want %+v", part.Label, got, want[part.Label])
		}
		delete(want, part.Label)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

func TestOwner(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "linkedin"))
	want := map[string]string{
		"Basic_LinkedInDataExport_05-14-2021": "me.profile Maya Lindgren maya-lindgren-4a1b2c sure; me.messages Maya Lindgren maya-lindgren-4a1b2c sure",
		"Basic_LinkedInDataExport_10-21-2023": "me.profile Jordan Pike jordanpike sure; me.invitations Jordan Pike jordanpike sure",
		"Basic_LinkedInDataExport_08-15-2025": "me.invitations Jordan Pike jordanpike sure",
		"legacy":                              "", "odd": "",
		"mini_linkedin": "me.profile  secret@example.com owner-demo sure; me.invitations Owner Demo owner-demo sure",
	}
	for _, part := range (Reader{}).Find(src) {
		claims, err := Reader{}.Owner(t.Context(), src, part)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range claims {
			words := []string{c.Why, c.Name}
			for _, h := range c.Handles {
				words = append(words, h.Value)
			}
			if c.Sure {
				words = append(words, "sure")
			}
			got = append(got, strings.Join(words, " "))
		}
		if diff := cmp.Diff(want[part.Label], strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", part.Label, diff)
		}
	}
}

func TestOthersAreLeftAlone(t *testing.T) {
	for _, dir := range [][]string{{"samples", "contacts_csv"}, {"corpora", "csv"}} {
		if parts := (Reader{}).Find(os.DirFS(importertest.Shared(t, dir...))); len(parts) > 0 {
			t.Errorf("took %+v", parts)
		}
	}
}

// The same message in an archive of before March 2026 and in one after it.
func TestOneMessageInTwoArchives(t *testing.T) {
	at := time.Date(2021, 4, 2, 9, 15, 0, 0, time.UTC)
	ann := importer.Who{Name: "Ann", Handles: []network.Handle{{Kind: network.LinkedIn, Value: "ann"}}}
	if messageKey("c", at, ann, "One  two") != messageKey("c", at, ann, "One\r\n\r\ntwo") {
		t.Error("line breaks make it another")
	}
	if messageKey("c", at, ann, "One") == messageKey("c", at, ann, "Two") {
		t.Error("two messages of one second are taken for one")
	}
}

func TestMoments(t *testing.T) {
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for in, want := range map[string]string{
		"05 Sep 2026": "2026-09-05T00:00:00Z", "5 Sep 2026": "2026-09-05T00:00:00Z", "4-Apr-21": "2021-04-04T00:00:00Z",
		"2026-08-31 21:20:46 UTC": "2026-08-31T21:20:46Z", "2026-05-07 16:41:18": "2026-05-07T16:41:18Z",
		"2023/06/20 13:05:02 UTC": "2023-06-20T13:05:02Z", "2/7/23, 2:37 PM": "2023-02-07T14:37:00Z", "2/7/23, 2:37\u202fPM": "2023-02-07T14:37:00Z",
		"07/21/09, 12:11 PM": "2009-07-21T12:11:00Z", "Sat Sep 05 08:12:14 UTC 2026": "2026-09-05T08:12:14Z", "22 Mar 1833": "1833-03-22T00:00:00Z",
		"12 mars 2023": "2023-03-12T00:00:00Z", "1/1/60, 1:00 AM": "1960-01-01T01:00:00Z", "": "", "Not Available": "", "31 Feb 2020": "", "--05-17": "",
	} {
		got, ok := moment(in, false, now)
		text := ""
		if ok {
			text = got.Format(time.RFC3339)
		}
		if text != want {
			t.Errorf("%q: %s, want %s", in, text, want)
		}
	}
}

func TestBreakingOff(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "linkedin"))
	part := Reader{}.Find(src)[0]
	n := 0
	for range (Reader{}).Read(t.Context(), src, part, importertest.Options(t)) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("read %d", n)
	}
}

func FuzzReader(f *testing.F) {
	paths, _ := filepath.Glob(filepath.Join("..", "..", "..", "..", "shared", "samples", "linkedin", "*", "*.csv"))
	for _, p := range paths {
		if raw, err := os.ReadFile(p); err == nil {
			f.Add(filepath.Base(p), raw)
		}
	}
	f.Add("messages.csv", []byte("CONVERSATION ID,FROM,SENDER PROFILE URL,TO,DATE,CONTENT\n1,A,x,\"B, C, PhD\",2020-01-01 00:00:00 UTC,<p>x</p>\n"))
	opt := importertest.Options(f)
	f.Fuzz(func(t *testing.T, name string, in []byte) {
		if !fs.ValidPath(name) || name == "." {
			return
		}
		src := fstest.MapFS{name: {Data: in}}
		part := importer.Part{Label: "x", Files: []string{name}}
		(Reader{}).Find(src)
		if _, err := (Reader{}).Owner(t.Context(), src, part); err != nil {
			t.Fatal(err)
		}
		events, err := importertest.Events(Reader{}, src, part, opt)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if c := e.Card; c != nil && c.Key == "" && len(c.Handles) == 0 {
				t.Errorf("a card that cannot be known again: %+v", c)
			}
			if m := e.Encounter; m != nil && (m.Key == "" || len(m.Text) > importer.MaxText || m.At.IsZero()) {
				t.Errorf("%+v", m)
			}
		}
	})
}

// The messages of the large archive: whole reading, and the standard reader
// that only splits the rows.
func BenchmarkMessages(b *testing.B) {
	src, part := onlyMessages(b)
	opt := importertest.Options(b)
	rows := 0
	b.ReportAllocs()
	for b.Loop() {
		for e, err := range (Reader{}).Read(b.Context(), src, part, opt) {
			if err != nil {
				b.Fatal(err)
			}
			rows += e.Read
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkMessagesSplitOnly(b *testing.B) {
	src, _ := onlyMessages(b)
	rows := 0
	for b.Loop() {
		f, err := csvfile.Open(src, "messages.csv", importer.DefaultLimits)
		if err != nil {
			b.Fatal(err)
		}
		for {
			if _, err := f.Read(); err != nil {
				break
			}
			rows++
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkMessagesStandard(b *testing.B) {
	src, _ := onlyMessages(b)
	rows := 0
	for b.Loop() {
		f, err := src.Open("messages.csv")
		if err != nil {
			b.Fatal(err)
		}
		r := csv.NewReader(f)
		for {
			if _, err := r.Read(); err != nil {
				break
			}
			rows++
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

func onlyMessages(b *testing.B) (fs.FS, importer.Part) {
	z, err := zip.OpenReader(importertest.Shared(b, "samples", "linkedin", "sample_export.zip"))
	if err != nil {
		b.Fatal(err)
	}
	defer z.Close()
	src := fstest.MapFS{}
	for _, name := range []string{"messages.csv", "Invitations.csv"} {
		f, err := z.Open(name)
		if err != nil {
			b.Fatal(err)
		}
		raw, err := io.ReadAll(f)
		if err != nil {
			b.Fatal(err)
		}
		src[name] = &fstest.MapFile{Data: raw}
	}
	return src, importer.Part{Label: "LinkedIn", Files: []string{"Invitations.csv", "messages.csv"}}
}
