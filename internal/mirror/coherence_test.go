package mirror

import (
	"slices"
	"testing"

	"entregent/internal/match"
)

// A CV and a profile of one person, in two languages and other words, are one
// story.
func TestMatchingPair(t *testing.T) {
	r := reading(t, input(nora().cv()), Coherence)
	want(t, keys(r.Facts))
	want(t, keys(r.Notes), "note.agree")
	if r.Notes[0].Args[0] != 4 || r.Next.Key != "mirror.next.coherent" || r.Empty {
		t.Errorf("%+v", r)
	}
}

// Each thing that is set wrong on the CV is told, once, with what either side says
// and the lines it stands on.
func TestContradictions(t *testing.T) {
	for _, c := range []struct {
		name  string
		wrong func(cv func(kind, field, was, is string))
		want  []string
		field string
	}{
		{"another name", func(cv func(a, b, c, d string)) { cv("profile", "name", "Mme Nora BLUM", "Norbert Klein") }, []string{"differs.name"}, "name"},
		{"another trade", func(cv func(a, b, c, d string)) {
			cv("profile", "headline", "Head of communications", "Boulangère")
		}, []string{"differs.headline"}, "headline"},
		{"another town", func(cv func(a, b, c, d string)) { cv("profile", "geo_location", "Lyon, FR", "Lille, FR") }, []string{"differs.place"}, "place"},
		{"a higher title", func(cv func(a, b, c, d string)) {
			cv("position", "title", "Chargé de communication", "Directeur de la communication")
		}, []string{"differs.title"}, "title"},
		{"another trade in a post", func(cv func(a, b, c, d string)) { cv("position", "title", "Chargé de communication", "Comptable") }, []string{"differs.title"}, "title"},
		{"an earlier beginning", func(cv func(a, b, c, d string)) { cv("position", "started_on", "2019-09-01", "2018-09-01") }, []string{"differs.start"}, "start"},
		{"a later end", func(cv func(a, b, c, d string)) { cv("position", "finished_on", "2019-08-31", "2019-12-31") }, []string{"differs.end"}, "end"},
		{"a post that goes on", func(cv func(a, b, c, d string)) { cv("position", "finished_on", "2019-08-31", "") }, []string{"differs.end"}, "end"},
		{"another employer", func(cv func(a, b, c, d string)) { cv("position", "company_name", "Nord Labs", "Sud Presse") }, []string{"differs.employer"}, "employer"},
		{"another employer now", func(cv func(a, b, c, d string)) {
			cv("position", "company_name", "City of Lyon", "Sud Presse")
			cv("position", "started_on", "2019-09-01", "2021-01")
		}, []string{"differs.current", "gap.cv"}, "employer"},
		{"another degree", func(cv func(a, b, c, d string)) {
			cv("education", "degree_name", "MA Communication", "PhD Communication")
		}, []string{"differs.degree"}, "degree"},
		{"a school in other words alone", func(cv func(a, b, c, d string)) {
			cv("education", "school_name", "Institut d’études politiques, Sciences Po Lyon", "Université de Caen")
		}, []string{"lacks_profile.study", "lacks_cv.study"}, "study"},
		{"no dates", func(cv func(a, b, c, d string)) {
			cv("education", "start_date", "2008-09", "")
			cv("education", "end_date", "2010-06", "")
		}, []string{"lacks_cv.dates"}, "dates"},
		{"no title", func(cv func(a, b, c, d string)) { cv("position", "title", "Chargé de communication", "") }, []string{"lacks_cv.title"}, "title"},
		{"a skill less", func(cv func(a, b, c, d string)) { cv("skill", "name", "crise", "") }, []string{"lacks_cv.skills"}, "skills"},
		{"a language more", func(cv func(a, b, c, d string)) { cv("language", "name", "French", "Danois") }, []string{"lacks_profile.languages", "lacks_cv.languages"}, "languages"},
		{"an end before the beginning", func(cv func(a, b, c, d string)) { cv("position", "started_on", "2010", "2016") }, []string{"differs.start", "dates.reversed"}, "start"},
		{"a date that is none", func(cv func(a, b, c, d string)) { cv("education", "end_date", "2010-06", "sometime") }, []string{"dates.unread"}, "dates"},
		{"a beginning to come", func(cv func(a, b, c, d string)) { cv("position", "started_on", "2019-09-01", "2029-09-01") }, []string{"differs.start", "dates.ahead", "gap.cv"}, "start"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := nora().cv()
			c.wrong(func(kind, field, was, is string) {
				i := slices.IndexFunc(d.lines, func(l Line) bool { return l.Fields["document"] != "" && l.Kind == kind && l.Fields[field] == was })
				if i < 0 {
					t.Fatalf("no %s with %s", kind, was)
				}
				if d.lines[i].Fields[field] = is; is == "" {
					delete(d.lines[i].Fields, field)
				}
			})
			r := reading(t, input(d), Coherence)
			want(t, keys(r.Facts), c.want...)
			if len(r.Facts) == 0 {
				return
			}
			f := r.Facts[0]
			if f.Field != c.field || f.Kind == "" || f.CV.IsZero() && f.Profile.IsZero() || len(f.Facts) == 0 {
				t.Errorf("%+v", f)
			}
		})
	}
}

// Names in other words that are one, and names that are not.
func TestSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Nord Labs", "Nord Labs, SAS", true}, {"Société Générale S.A.", "Société Générale", true}, {"The Acme Corporation", "Acme Corp.", true},
		{"Banque Nationale de Paris", "BNP", true}, {"Compagnie des Alpes", "CDA", true}, {"International Business Machines", "IBM", true},
		{"Université de Lyon 2", "University Lyon 2", true}, {"Univ. Lyon 2", "Université Lyon 2", true}, {"École Centrale", "Ecole centrale", true}, {"Google", "Google France", true},
		{"Analytical Engines (stealth)", "Analytical Engines", true}, {"Mairie de Lyon", "Ville de Lyon", true}, {"Bœuf & Fils", "Boeuf et fils", true},
		{"Université de Lyon", "Université de Lille", false}, {"Université", "Université de Lille", false}, {"Nord Labs", "Sud Labs", false}, {"Orange", "Groupe Apple", false},
		{"Black Mesa", "Aperture Science", false}, {"", "Acme", false}, {"Pied Piper", "Pied Piper", true}, {"IBM", "Imprimerie du Bourg", false},
	} {
		if sameName(c.a, c.b) != c.want || sameName(c.b, c.a) != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, !c.want)
		}
	}
}

func TestSameTitle(t *testing.T) {
	lex := match.Default()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Directeur de la communication", "Directrice de la communication", true}, {"Directrice de la communication", "Head of communications", true},
		{"Développeuse", "Développeur", true}, {"Développeur", "Software developer", true}, {"Programmer", "Développeuse", true}, {"Sr. Engineer", "Senior Engineer", true},
		{"Infirmière", "Nurse", true}, {"Chargé de projet", "Chargée de projet", true}, {"Ingénieur logiciel senior", "Senior Software Engineer", true},
		{"Senior Engineer", "Engineer", false}, {"CEO/President", "Senior Software Engineer", false}, {"Stagiaire communication", "Directrice de la communication", false}, {"Comptable", "Journaliste", false},
	} {
		if sameTitle(lex, c.a, c.b) != c.want || sameTitle(lex, c.b, c.a) != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, !c.want)
		}
	}
}

func TestSamePersonAndDegree(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"Mme Nora BLUM", "Nora Blum", true}, {"Mr A. Morgan", "Alex Morgan", true}, {"Ada Byron-Lovelace", "Ada Lovelace", true}, {"Zoé Dupré", "Zoe Dupre", true},
		{"Richard Hendriks", "Ada Byron-Lovelace", false}, {"Nora Blum", "Nora Klein", false}, {"Nora", "Nora Blum", false}} {
		if samePerson(c.a, c.b) != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, !c.want)
		}
	}
	lex := match.Default()
	for _, c := range []struct {
		a, b string
		want bool
	}{{"Master Communication", "MA Communication", true}, {"MSc Computer Science", "MSc, Computer science", true}, {"Licence d'informatique", "BSc Informatics", true}, {"Master", "", true},
		{"Licence de droit", "Master de droit", false}, {"PhD", "MSc", false}} {
		if sameDegree(lex, c.a, c.b) != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, !c.want)
		}
	}
}

// A year alone agrees with each of its months, and does not make a gap longer than
// it must be.
func TestPrecision(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{{"2015", "2015-07", true}, {"2015-07-03", "2015-07", true}, {"2015-06", "2015-07", false}, {"2015", "2016-01", false}} {
		x, _ := parseWhen(c.a)
		y, ok := parseWhen(c.b)
		if !ok || x.same(y) != c.same || y.same(x) != c.same {
			t.Errorf("%s and %s: %v", c.a, c.b, !c.same)
		}
	}
	for _, bad := range []string{"sometime", "2015-13", "15", "hier", "0000"} {
		if w, ok := parseWhen(bad); ok {
			t.Errorf("%q is %v", bad, w)
		}
	}
	months := func(spells ...[2]string) (out []int) {
		d := &desk{}
		for _, s := range spells {
			d.add("linkedin", "position", "company_name", "X", "started_on", s[0], "finished_on", s[1])
		}
		for _, f := range reading(t, input(d), Coherence).Facts {
			if f.Kind == Gap {
				out = append(out, f.Args[0].(int))
			}
		}
		return out
	}
	for _, c := range []struct {
		spells [][2]string
		want   []int
	}{
		{[][2]string{{"2010-01", "2012-01"}, {"2012-09", ""}}, []int{7}},
		{[][2]string{{"2010-01", "2012-01"}, {"2012-08", ""}}, nil},
		{[][2]string{{"2010", "2012"}, {"2013", ""}}, nil},
		{[][2]string{{"2010", "2012"}, {"2014-01", ""}}, []int{12}},
		{[][2]string{{"2010-01", "2020-01"}, {"2012-01", "2013-01"}, {"2021-01", ""}}, []int{11}},
		{[][2]string{{"2010-01", "2009-01"}, {"2021-01", ""}}, nil}, // a span that cannot be is none
		{[][2]string{{"2010-01", ""}, {"", "2013-01"}}, nil},
	} {
		if got := months(c.spells...); !slices.Equal(got, c.want) {
			t.Errorf("%v: gaps of %v months, want %v", c.spells, got, c.want)
		}
	}
}

// One gap in both is told once; one that the other side fills is told as such.
func TestGaps(t *testing.T) {
	d := &desk{}
	p := func(from, to string) {
		d.add("linkedin", "position", "company_name", "A", "title", "b", "started_on", from, "finished_on", to)
	}
	c := func(from, to string) {
		d.add("europass", "position", "company_name", "A", "title", "b", "started_on", from, "finished_on", to, "document", "1")
	}
	p("2010-01", "2012-01")
	p("2013-01", "")
	c("2010-01", "2012-01")
	c("2013-01", "")
	r := reading(t, input(d), Coherence)
	if i := slices.IndexFunc(r.Facts, func(f Fact) bool { return f.Key == "mirror.gap.both" }); i < 0 || r.Facts[i].CV.From != (When{2012, 2}) || r.Facts[i].Profile.To != (When{2012, 12}) {
		t.Errorf("%v", keys(r.Facts))
	}
	p("2012-02", "2012-12")
	r = reading(t, input(d), Coherence)
	if !slices.Contains(keys(r.Facts), "gap.cv") || slices.Contains(keys(r.Facts), "gap.both") {
		t.Errorf("%v", keys(r.Facts))
	}
}

// Two CVs are both kept, and the newest is shown; a file without a day is the
// older one.
func TestTwoCVs(t *testing.T) {
	d := nora().cv()
	d.add("europass", "profile", "document", "old", "name", "Somebody Else", "headline", "Boulangère")
	d.add("europass", "profile", "document", "older", "as_of", "2019", "name", "Nora Klein")
	r := reading(t, input(d), Coherence)
	want(t, keys(r.Facts))
	want(t, keys(r.Notes), "note.cvs", "note.agree")
	if r.Notes[0].Args[0] != 3 || r.Notes[0].CV.From != (When{2026, 10}) || len(r.Notes[0].Facts) != 3 {
		t.Errorf("%+v", r.Notes[0])
	}
}

// Of two archives the newer one says how things are, kind by kind: what was taken
// off the profile is off it.
func TestNewestArchive(t *testing.T) {
	d := nora().cv()
	d.add("linkedin", "position", "as_of", "2019-01-01", "company_name", "Nord Labs", "title", "Stagiaire", "started_on", "2014-01", "finished_on", "2018-01")
	d.add("linkedin", "profile", "as_of", "2019-01-01", "first_name", "Nora", "last_name", "Klein")
	d.add("linkedin", "skill", "name", "from before days were kept")
	want(t, keys(reading(t, input(d), Coherence).Facts))
}

// One document alone is told what it leaves out, and which file to lay beside it.
func TestAlone(t *testing.T) {
	r := reading(t, input(new(desk).add("linkedin", "profile", "first_name", "Nora")), Coherence)
	want(t, keys(r.Facts), "lacks.headline", "lacks.position", "lacks.skills", "lacks.study", "lacks.summary")
	if r.Next.Key != "mirror.next.bring_cv" || r.Empty {
		t.Errorf("%+v", r.Next)
	}
	d := &desk{}
	d.add("jsonresume", "profile", "document", "1", "name", "Nora Blum", "headline", "Communications")
	d.add("jsonresume", "position", "document", "1", "company_name", "A", "started_on", "2019")
	if r = reading(t, input(d), Coherence); r.Next.Key != "mirror.next.bring_profile" {
		t.Errorf("%+v", r.Next)
	}
}

// Two networks that tell of two trades contradict each other.
func TestOtherNetworks(t *testing.T) {
	d := nora().cv()
	d.add("x", "profile", "name", "nora", "headline", "Boulangère, levain et vélo")
	r := reading(t, input(d), Coherence)
	want(t, keys(r.Facts), "differs.profiles")
	if r.Facts[0].Args[0] != Source("x") {
		t.Errorf("%+v", r.Facts[0])
	}
}

// A long gap of one that the other fills but for a part is told as what it is: the
// part of which neither speaks, and the rest.
func TestGapsOverlap(t *testing.T) {
	d := &desk{}
	for _, s := range [][3]string{{"linkedin", "2010-01", "2014-05"}, {"linkedin", "2015-01", ""}, {"europass", "2010-01", "2010-12"}, {"europass", "2015-01", ""}} {
		doc := ""
		if s[0] == "europass" {
			doc = "1"
		}
		d.add(s[0], "position", "company_name", "A", "title", "b", "started_on", s[1], "finished_on", s[2], "document", doc)
	}
	got := map[string]any{}
	for _, f := range reading(t, input(d), Coherence).Facts {
		if f.Kind == Gap {
			got[f.Key] = f.Args[0]
		}
	}
	if len(got) != 2 || got["mirror.gap.both"] != 7 || got["mirror.gap.cv"] != 41 {
		t.Errorf("%v", got)
	}
}
