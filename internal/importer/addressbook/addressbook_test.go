package addressbook

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/importer/importertest"
	"entregent/internal/network"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

func TestGuess(t *testing.T) {
	for _, c := range []struct {
		name   string
		header []string
		row    []string
		want   []Field
	}{
		{"names known in two languages", []string{"First Name", "Nom", "Courriel"}, nil, []Field{GivenName, FamilyName, Email}},
		{"one Nom alone is the whole name", []string{"Nom", "Téléphone"}, nil, []Field{FullName, Phone}},
		{"Outlook's two Noms and two Titres", []string{"Nom", "Titre", "Prénom", "Nom", "Titre"}, nil, []Field{FullName, Prefix, GivenName, FamilyName, Title}},
		{"a title beside a job title is Madame", []string{"Title", "First Name", "Job Title"}, nil, []Field{Prefix, GivenName, Title}},
		{"a title alone is the post held", []string{"Name", "Title"}, nil, []Field{FullName, Title}},
		{"cells speak where the name does not", []string{"Qui", "Joindre", "Ou"}, []string{"x", "a@b.example", "+33 2 61 91 00 78"}, []Field{Other, Email, Phone}},
		{"somebody else's mail is no handle", []string{"Name", "Assistant mail"}, []string{"x", "a@b.example"}, []Field{FullName, Other}},
		{"no names at all", nil, []string{"Anne Legrand", "a@b.example", "https://a.example"}, []Field{FullName, Email, URL}},
		{"a number is not a telephone", []string{"Id"}, []string{"102938475"}, []Field{Other}},
		{"a date is not a telephone", []string{"Vu"}, []string{"01-02-2026"}, []Field{Other}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []Field
			for _, col := range Guess(c.header, [][]string{c.row}) {
				got = append(got, col.Field)
				if (col.Certainty > 0) != (col.Saw != "") {
					t.Errorf("%s: certainty %v by %q", col.Header, col.Certainty, col.Saw)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheKeeperDecides(t *testing.T) {
	opt := importertest.Options(t)
	opt.Columns = map[string]string{"Qui": "name", "Ligne": "phone:work", "Email": "other", "4": "skip"}
	table := NewTable([]string{"Qui", "Ligne", "Email", ""}, nil, opt)
	var got []Field
	for _, c := range table.Columns {
		got = append(got, c.Field)
		if c.Saw != SawKeeper || c.Certainty != 1 {
			t.Errorf("%+v", c)
		}
	}
	if diff := cmp.Diff([]Field{FullName, Phone, Other, Skip}, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseDay(t *testing.T) {
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		in       string
		dayFirst bool
		want     string
	}{
		{"1906-12-09", false, "1906-12-09"}, {"19061209", false, "1906-12-09"}, {"1984-02-29T00:00:00Z", false, "1984-02-29"},
		{"--01-22", false, "--01-22"}, {"--0122", false, "--01-22"}, {"1604-03-05", false, "--03-05"},
		{"20/01/1991", false, "1991-01-20"}, {"12/28/1969", true, "1969-12-28"}, {"5/3/2020", true, "2020-03-05"}, {"5/3/2020", false, "2020-05-03"},
		{"05.03.69", true, "1969-03-05"}, {"5/3/26", true, "2026-03-05"}, {"8-Feb-23", false, "2023-02-08"},
		{"5 March 2026", false, "2026-03-05"}, {"March 5, 2026", false, "2026-03-05"}, {"12 mars 2023", false, "2023-03-12"},
		{"1er août 1970", false, "1970-08-01"}, {"12. März 2023", false, "2023-03-12"}, {"31 déc. 1999", false, "1999-12-31"}, {"24 juillet", false, "--07-24"},
		{"28/12/1969 00:00:00", false, "1969-12-28"},
		{"2026-02-30", false, ""}, {"0/0/00", false, ""}, {"bientôt", false, ""}, {"", false, ""}, {"12", false, ""}, {"31/31/2000", true, ""},
	} {
		got, ok := ParseDay(c.in, c.dayFirst, now)
		if !ok {
			got = network.Date{}
		}
		if got.String() != c.want {
			t.Errorf("%q: %s, want %s", c.in, got, c.want)
		}
	}
}
