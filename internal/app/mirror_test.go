package app_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/importer/importertest"
	"entregent/internal/mirror"
	"entregent/internal/network"
)

func (h *house) mirror(lang string) map[mirror.Key]app.MirrorReading {
	h.t.Helper()
	m, err := h.Mirror(context.Background(), h.keeper, i18n.For(lang))
	if err != nil {
		h.t.Fatal(err)
	}
	out := map[mirror.Key]app.MirrorReading{}
	for _, r := range m.Readings {
		out[r.Key] = r
		if r.Next == "" || r.Facts == nil || r.Notes == nil {
			h.t.Errorf("%s: %+v", r.Key, r)
		}
		for _, f := range slices.Concat(r.Facts, r.Notes) {
			if f.Text == "" || strings.ContainsAny(f.Text, "{}") || strings.Contains(f.Text, "mirror.") || f.Facts == nil {
				h.t.Errorf("%s: %+v", r.Key, f)
			}
			if side := f.Kind != ""; side != (f.CV != nil) || side != (f.Profile != nil) || side != (r.Key == mirror.Coherence && f.Field != "") {
				h.t.Errorf("%s: the sides of %+v", r.Key, f)
			}
		}
	}
	if len(out) != 5 {
		h.t.Errorf("%d readings", len(out))
	}
	return out
}

// short is a reading as "kind field: cv | profile", in order.
func short(r app.MirrorReading) (out []string) {
	for _, f := range r.Facts {
		out = append(out, string(f.Kind)+" "+f.Field+": "+*f.CV+" | "+*f.Profile)
	}
	return out
}

// The sample archive with each CV, which belong to others: the mirror shows what
// cannot be so, every fact on its file.
func TestMirrorOfSamples(t *testing.T) {
	archive := importertest.Shared(t, "samples", "linkedin", "sample_export.zip")
	for cv, want := range map[string][]string{
		"jsonresume_sample.resume.json": {
			"contradiction name: Richard Hendriks | Ada Byron-Lovelace",
			"contradiction place: San Francisco, US | London, England, United Kingdom",
			"contradiction title: CEO/President | Senior Software Engineer",
			"contradiction start: December 2013 | October 2005",
			"contradiction end: December 2014 | August 2007",
			"missing position:  | Intern, Monsters Inc (February 1998 – July 2000)",
			"missing study: Bachelor Information Technology, University of Oklahoma (June 2011 – January 2014) | ",
			"gap timeline:  | March 2022 – September 2022",
		},
		"europass_skillspassport_nested.xml": {
			"contradiction name: Alex Morgan | Ada Byron-Lovelace",
			"contradiction dates: Principal Engineer, Black Mesa (since July 2023) | ",
			"missing position: Senior Engineer, Aperture Science (March 2019 – June 2023) | ",
			"missing study:  | MSc, Distributed Systems, Starfleet Academy (September 2012 – June 2014)",
			"missing languages: português | ",
			"gap timeline: August 2018 – February 2019 | ",
		},
	} {
		t.Run(cv, func(t *testing.T) {
			h := newHouse(t, "1853-05-01T08:00:00Z")
			h.imports(archive)
			h.imports(importertest.Shared(t, "samples", "cv", cv))
			r := h.mirror("en")
			got := short(r[mirror.Coherence])
			for _, w := range want {
				if !slices.Contains(got, w) {
					t.Errorf("no %q among\n%s", w, strings.Join(got, "\n"))
				}
			}
			for key, facts := range map[mirror.Key]string{
				mirror.Approach: "mirror.approach.invitations", mirror.Tools: "mirror.tools.sources", mirror.Content: "mirror.content.relays", mirror.Presence: "mirror.presence.weeks",
			} {
				if !slices.ContainsFunc(r[key].Facts, func(f app.MirrorFact) bool { return f.Key == facts }) {
					t.Errorf("%s: no %s", key, facts)
				}
			}
			for _, f := range r[mirror.Coherence].Facts {
				e, err := h.Evidence(context.Background(), h.keeper, f.Facts)
				if err != nil || len(e) == 0 || len(e[0].Origins) == 0 || e[0].Origins[0].At == "" {
					t.Errorf("%s stands on %+v (%v)", f.Text, e, err)
				}
			}
			h.mirror("fr")
			h.whole()
		})
	}
}

// An invented pair of one person, in two languages: no fault is found with it.
// Nothing else is needed, not one contact.
func TestMirrorOfAPair(t *testing.T) {
	h := newHouse(t, noon)
	li, cv := h.pair(t.TempDir())
	h.imports(li)
	h.imports(cv)
	r := h.mirror("fr")
	if got := short(r[mirror.Coherence]); len(got) != 0 {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	if n := r[mirror.Coherence].Notes; len(n) != 1 || n[0].Text != "Sur 3 postes et formations, les deux s’accordent en tout." {
		t.Errorf("%+v", n)
	}
	if !r[mirror.Tools].Empty || !r[mirror.Approach].Empty || r[mirror.Coherence].Empty {
		t.Errorf("%+v", r)
	}
}

// puts writes a file and the folder it lies in.
func (h *house) puts(dir, name, text string) {
	h.t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		h.t.Fatal(err)
	}
	h.fileIn(dir, name, text)
}

// pair writes a LinkedIn archive and a CV of one invented person.
func (h *house) pair(dir string) (archive, cv string) {
	archive = filepath.Join(dir, "Basic_LinkedInDataExport_11-01-2026")
	for name, text := range map[string]string{
		"Profile.csv":               "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\nNora,Blum,,,,Directrice de la communication,Vingt ans de presse.,,,\"Lyon, France\",,,\n",
		"Positions.csv":             "Company Name,Title,Description,Location,Started On,Finished On\nMairie de Lyon,Directrice de la communication,,,Sep 2019,\nNord Labs SAS,Chargée de communication,,,Jan 2011,Aug 2019\n",
		"Education.csv":             "School Name,Start Date,End Date,Notes,Degree Name,Activities\nSciences Po Lyon,2008,Jun 2010,,Master Communication,\n",
		"Skills.csv":                "Name\nRelations presse\n",
		"Email Addresses.csv":       "Email Address,Confirmed,Primary,Updated On\nnora@blum.example,Yes,Yes,Not Available\n",
		"Shares.csv":                "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n,https://x.example/1,Sans date,,,PUBLIC\n2026-10-05 16:41:18,https://x.example/2,Une campagne de communication,,,PUBLIC\n",
		"guide_messages.csv":        "CONVERSATION ID,FROM\n",
		"Company Follows.csv":       "Organization,Followed On\n",
		"Recommendations_Given.csv": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n",
	} {
		h.puts(archive, name, text)
	}
	cv = filepath.Join(dir, "resume.json")
	h.puts(dir, "resume.json", `{"basics":{"name":"Nora Blum","label":"Head of communications","email":"nora@blum.example","summary":"Press for twenty years.","location":{"city":"Lyon"}},
 "work":[{"name":"City of Lyon","position":"Communications director","startDate":"2019-09-01"},{"name":"Nord Labs","position":"Chargé de communication","startDate":"2011","endDate":"2019-08"}],
 "education":[{"institution":"Sciences Po, Lyon","studyType":"MA","area":"Communication","startDate":"2008-09","endDate":"2010-06-30"}],
 "skills":[{"name":"relations presse"}],"meta":{"lastModified":"2026-10-02"}}`)
	return archive, cv
}

// Neither the order of files nor reading them twice changes the book or the mirror;
// an import taken back leaves no trace.
func TestMirrorComesAndGoes(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	h := newHouse(t, noon)
	li, cv := h.pair(dir)
	before := h.export()
	h.imports(li)
	with := h.export()
	h.imports(cv)
	both, seen := h.export(), h.mirror("fr")
	h.imports(cv, li)
	if h.export() != both {
		t.Error("reading twice changes the book")
	}
	other := newHouse(t, noon)
	other.imports(cv)
	other.imports(li)
	if diff := cmp.Diff(h.normal(), other.normal()); diff != "" {
		t.Errorf("in the other order:\n%s", diff)
	}
	if diff := cmp.Diff(short(seen[mirror.Coherence]), short(other.mirror("fr")[mirror.Coherence])); diff != "" {
		t.Errorf("in the other order:\n%s", diff)
	}
	ids := h.batches()
	undo := func(id network.BatchID) {
		if _, err := h.Undo(ctx, h.keeper, id, ""); err != nil {
			t.Fatal(err)
		}
	}
	if len(ids) != 2 {
		t.Fatalf("%d batches", len(ids))
	}
	undo(ids[0]) // the CV, which came last
	if h.export() != with {
		t.Error("the CV taken back leaves a trace")
	}
	if r := h.mirror("fr")[mirror.Coherence]; !strings.HasPrefix(r.Next, "Apportez votre CV") {
		t.Errorf("%+v", r)
	}
	undo(ids[1])
	if h.export() != before {
		t.Error("the archive taken back leaves a trace")
	}
	for key, r := range h.mirror("en") {
		if !r.Empty || len(r.Facts)+len(r.Notes) > 0 {
			t.Errorf("%s: %+v", key, r)
		}
	}
	h.whole()
}

// A newer archive takes the place of an older one, whichever is read first; so does
// a newer CV, and both are kept.
func TestMirrorShowsTheNewest(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "Basic_LinkedInDataExport_03-01-2024")
	cv2019 := `{"basics":{"name":"Nora Klein","label":"Boulangère"},"meta":{"lastModified":"2019-01-01"}}`
	for _, first := range []bool{true, false} {
		h := newHouse(t, noon)
		li, cv := h.pair(dir)
		h.puts(old, "Profile.csv", "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\nNora,Blum,,,,Boulangère,,,,Lille,,,\n")
		h.puts(old, "Positions.csv", "Company Name,Title,Description,Location,Started On,Finished On\nNord Labs SAS,Stagiaire,,,Jan 2014,\n")
		h.puts(dir, "cv2019.json", cv2019)
		paths := []string{old, filepath.Join(dir, "cv2019.json"), li, cv}
		if !first {
			slices.Reverse(paths)
		}
		for _, p := range paths {
			h.reads(app.ImportRequest{Paths: []string{p}, Me: []string{"Nora Blum"}})
		}
		r := h.mirror("en")[mirror.Coherence]
		if got := short(r); len(got) != 0 {
			t.Errorf("%s", strings.Join(got, "\n"))
		}
		if len(r.Notes) != 2 || r.Notes[0].Text != "2 CVs are kept. The newest is shown." {
			t.Errorf("%+v", r.Notes)
		}
	}
}

// Files that hold nothing, or what cannot be so, are told; there is no figure where
// there is nothing to count.
func TestMirrorOfBadInput(t *testing.T) {
	h := newHouse(t, noon)
	dir := filepath.Join(t.TempDir(), "Basic_LinkedInDataExport_11-01-2026")
	h.puts(dir, "Profile.csv", "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n")
	h.puts(dir, "Connections.csv", "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n")
	h.puts(dir, "messages.csv", "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n")
	h.puts(dir, "Positions.csv", "Company Name,Title,Description,Location,Started On,Finished On\n")
	h.puts(dir, "Shares.csv", "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n")
	h.reads(app.ImportRequest{Paths: []string{dir}, Me: []string{"Nora Blum"}})
	for key, r := range h.mirror("fr") {
		if !r.Empty || len(r.Facts) > 0 {
			t.Errorf("%s: %+v", key, r)
		}
	}
	h.puts(dir, "Positions.csv", "Company Name,Title,Description,Location,Started On,Finished On\nNord Labs,Comptable,,,Mar 2020,Jan 2019\nSud Presse,Comptable,,,bientôt,\nMairie,Comptable,,,Jan 2031,\n")
	h.puts(dir, "Shares.csv", "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n,https://x.example/1,Une idée,,,PUBLIC\n")
	if err := os.Remove(filepath.Join(dir, "Profile.csv")); err != nil {
		t.Fatal(err)
	}
	h.puts(filepath.Dir(dir), "cv.json", `{"basics":{"name":"Nora Blum"},"work":[{"name":"Nord Labs","position":"Comptable","startDate":"2020-13","endDate":"hier"}]}`)
	h.reads(app.ImportRequest{Paths: []string{dir}, Me: []string{"Nora Blum"}})
	got := h.imports(filepath.Join(filepath.Dir(dir), "cv.json"))
	if len(got) != 1 || len(got[0].Problems) != 2 || !strings.HasPrefix(got[0].Problems[0].At, "cv.json:1") {
		t.Errorf("%+v", got)
	}
	r := h.mirror("fr")
	var texts []string
	for _, f := range r[mirror.Coherence].Facts {
		texts = append(texts, f.Text)
	}
	for _, want := range []string{"La fin précède le début : Comptable, Nord Labs.", "Une date illisible (« bientôt ») : Comptable, Sud Presse.", "1 ligne commence dans le futur."} {
		if !slices.Contains(texts, want) {
			t.Errorf("no %q among\n%s", want, strings.Join(texts, "\n"))
		}
	}
	if p := r[mirror.Presence]; len(p.Facts) != 0 || len(p.Notes) != 1 || p.Notes[0].Text != "1 ligne n’a pas de date. Elle n’est pas comptée." {
		t.Errorf("%+v", p)
	}
}

// What the goals of the season name is what the mirror is held up to.
func TestMirrorKnowsTheGoals(t *testing.T) {
	h := newHouse(t, noon)
	li, _ := h.pair(t.TempDir())
	h.imports(li)
	h.reads1("carnet.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Yves Martin\r\nTITLE:Comptable\r\nEMAIL:yves@halles.example\r\nEND:VCARD\r\n")
	h.goal(app.NewGoal{What: "Faire parler de la ville", Fields: []string{"journalistes", "comptables"}, KnownFor: []string{"communication", "vélo en ville"}})
	r := h.mirror("en")
	var texts []string
	for _, f := range slices.Concat(r[mirror.Content].Facts, r[mirror.Tools].Facts) {
		texts = append(texts, f.Text)
	}
	for _, want := range []string{
		"You want to be known for communication and vélo en ville.", "1 of 2 speaks of communication.", "Not one of the 2 speaks of vélo en ville.",
		"You are after “journalistes”, and among 1 contacts whose trade is known there is nobody for: journalist.", "You are after “comptables”, and you know 1 person for accountant, 0 of them a relation.",
	} {
		if !slices.Contains(texts, want) {
			t.Errorf("no %q among\n%s", want, strings.Join(texts, "\n"))
		}
	}
	if got := r[mirror.Content].Next; got != "Make vélo en ville the subject of your next post." {
		t.Error(got)
	}
}
