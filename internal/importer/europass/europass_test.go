package europass

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

const sampleName = "europass_skillspassport_nested.xml"

func sample(t testing.TB) fs.FS { return os.DirFS(importertest.Shared(t, "samples", "cv")) }

// What the sample says outright: two positions, the second still held.
func TestSample(t *testing.T) {
	src := sample(t)
	parts := (Reader{}).Find(src)
	if len(parts) != 1 || parts[0].Label != sampleName {
		t.Fatalf("%+v", parts)
	}
	events, err := importertest.Events(Reader{}, src, parts[0], importertest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range events {
		if e.Own == nil {
			t.Fatalf("%+v", e)
		}
		f := e.Own.Fields
		got = append(got, strings.Join([]string{e.Own.Kind, f["name"], f["company_name"], f["school_name"], f["title"], f["degree_name"], f["headline"], f["started_on"] + f["start_date"], f["finished_on"] + f["end_date"], f["proficiency"]}, "|"))
	}
	want := []string{
		"profile|Alex Morgan|||||Backend engineer|||",
		"position||Aperture Science||Senior Engineer|||2019-03-01|2023-06-30|",
		"position||Black Mesa||Principal Engineer|||2023-07||",
		"education|||Universidade de Lisboa||MSc Computer Science||2014-09|2018-07|",
		"language|português||||||||native",
		"language|English||||||||B2",
		"skill|Python||||||||", "skill|PostgreSQL||||||||", "skill|Docker||||||||", "skill|Mentoring||||||||", "skill|Planning||||||||",
		"honour||||Open source|||||",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	claims, err := Reader{}.Owner(context.Background(), src, parts[0])
	if err != nil || len(claims) != 1 || claims[0].Name != "Alex Morgan" || len(claims[0].Handles) != 2 {
		t.Errorf("owner: %+v, %v", claims, err)
	}
}

func TestCut(t *testing.T) { importertest.Cut(t, Reader{}, sample(t)) }

// What the decoder refuses is told as a place in the file, whatever it is called.
func TestRefused(t *testing.T) {
	for _, text := range []string{`<?xml version="0"?><SkillsPassport/>`, `<SkillsPassport a=b/>`, "<SkillsPassport>\x01</SkillsPassport>", "<SkillsPassport></ SkillsPassport>"} {
		got := importertest.Lines(t, Reader{}, fstest.MapFS{"cv.xml": {Data: []byte(text)}})
		if !strings.Contains(got, `"Key":"xml_syntax"`) {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// Entities that a file makes up are not resolved, so that none can grow.
func TestEntities(t *testing.T) {
	src := fstest.MapFS{"cv.xml": {Data: []byte(`<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
<SkillsPassport><LearnerInfo><Headline>&b;&c;</Headline></LearnerInfo></SkillsPassport>`)}}
	text := importertest.Lines(t, Reader{}, src)
	if strings.Contains(text, "boom") || strings.Contains(text, "root:") || !strings.Contains(text, "xml_syntax") {
		t.Error(text)
	}
}

func TestGrowth(t *testing.T) {
	rep := func(s string, n int) string { return strings.Repeat(s, n/len(s)+1) }
	const name = "cv.xml"
	in := func(s string) string { return "<SkillsPassport><LearnerInfo>" + s + "</LearnerInfo></SkillsPassport>" }
	importertest.Growth(t, Reader{}, fstest.MapFS{}, name, importer.Part{Files: []string{name}}, map[string]func(int) string{
		"work": func(n int) string {
			return in(rep(`<WorkExperience><Period><From year="x"/></Period></WorkExperience>`, n))
		},
		"nested":     func(n int) string { return in(rep("<WorkExperience>", n/2) + rep("</WorkExperience>", n/2)) },
		"attributes": func(n int) string { return in("<Headline " + rep(`a="b" `, n) + "/>") },
		"words":      func(n int) string { return in("<Headline>" + rep("a <b/>", n) + "</Headline>") },
		"skills": func(n int) string {
			return in("<Skills><Other><Description>" + rep("a;", n) + "</Description></Other></Skills>")
		},
		"photo": func(n int) string { return in("<Photo><Data>" + rep("QUJD", n) + "</Data></Photo>") },
	})
}

func FuzzCV(f *testing.F) { importertest.Fuzz(f, Reader{}, sample(f), sampleName) }

func TestEncodings(t *testing.T) {
	raw, err := fs.ReadFile(sample(t), sampleName)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(raw), ` encoding="UTF-8"`, "", 1)
	src := fstest.MapFS{sampleName: {Data: []byte(text)}}
	if !strings.Contains(importertest.Lines(t, Reader{}, src), `português`) {
		t.Fatal("the letters of the sample are gone")
	}
	wide := []byte{0xff, 0xfe}
	for _, r := range text {
		wide = append(wide, byte(r), byte(r>>8))
	}
	if got, want := importertest.Lines(t, Reader{}, fstest.MapFS{sampleName: {Data: wide}}), importertest.Lines(t, Reader{}, src); got != want {
		t.Errorf("in UTF-16: %s\nwant %s", got, want)
	}
}
