package reach

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"entregent/internal/network"
)

func id(n byte) network.PersonID { return network.PersonID{15: n} }

var ref = []network.Ref{{Kind: network.RefEncounter, ID: "e"}}

func TestOrganisation(t *testing.T) {
	for _, group := range [][]string{
		{"Société Générale", "SOCIETE GENERALE SA", "Sté Générale S.A.", "la Société Générale"},
		{"L’Oréal", "LOREAL", "L'Oreal S.A."},
		{"Dupont et Fils", "SARL Dupont & Fils", "Dupont & fils, S.A.R.L."},
		{"Acme", "Acme Inc.", "ACME, LLC", "Acme GmbH & Co. KG", "The Acme Company"},
		{"BNP Paribas", "B.N.P. Paribas", "bnp-paribas sa"},
		{"Univ. Lyon 2", "Université Lyon 2"},
		{"Hôpital Saint-Louis", "Hop. St Louis"},
		{"Müller AG", "Muller"},
		{"SA", "S.A."}, // a name of nothing but a form is a name
	} {
		for _, name := range group[1:] {
			if got, want := Organisation(name), Organisation(group[0]); got != want || got == "" {
				t.Errorf("%q is %q, %q is %q", name, got, group[0], want)
			}
		}
	}
	for _, pair := range [][2]string{{"Crédit Agricole", "Crédit Agricole Assurances"}, {"Acme", "Acme France"}, {"Saint-Gobain", "Gobain"}, {"EDF", "GDF"}, {"Cafés Martin", "Café Martin Lyon"}} {
		if Organisation(pair[0]) == Organisation(pair[1]) {
			t.Errorf("%q and %q are taken for one", pair[0], pair[1])
		}
	}
	if Organisation(" -- ") != "" {
		t.Error("no name has one")
	}
}

func TestColleagues(t *testing.T) {
	job := func(p byte, name string, from, until network.Day) Job {
		return Job{Person: id(p), Organisation: name, From: from, Until: until}
	}
	for _, c := range []struct {
		what string
		jobs []Job
		want int
	}{
		{"overlapping", []Job{job(1, "Acme SA", 100, 500), job(2, "ACME", 400, 900)}, 1},
		{"the last day of one is the first of the other", []Job{job(1, "Acme", 100, 500), job(2, "Acme", 500, 900)}, 1},
		{"one after the other", []Job{job(1, "Acme", 100, 500), job(2, "Acme", 501, 900)}, 0},
		{"other organisations", []Job{job(1, "Acme", 100, 500), job(2, "Acme Nord", 100, 500)}, 0},
		{"of which one is known to be the parent", []Job{job(1, "Filiale", 100, 500), job(2, "Grande Maison", 100, 500)}, 1},
		{"both there on the day of the source", []Job{job(1, "Acme", 0, 700), job(2, "Acme", 0, 700)}, 1},
		{"no dates at all say nothing", []Job{job(1, "Acme", 0, 0), job(2, "Acme", 0, 0)}, 0},
		{"two stays of one person", []Job{job(1, "Acme", 100, 500), job(1, "Acme", 100, 500)}, 0},
		{"no name", []Job{job(1, "", 100, 500), job(2, "", 100, 500)}, 0},
	} {
		firms := map[string]Firm{"filiale": {Parent: "Grande Maison SA"}, "grande maison": {Parent: "Filiale"}}
		if got := Colleagues(c.jobs, firms); len(got) != c.want {
			t.Errorf("%s: %v", c.what, got)
		}
	}
	var many []Job
	for i := range crowd + 1 {
		many = append(many, Job{Person: network.PersonID{1: byte(i / 256), 2: byte(i)}, Organisation: "Ministère", From: 1, Until: 9})
	}
	if got := Colleagues(many, nil); len(got) != 0 {
		t.Errorf("a crowd: %d signs", len(got))
	}
}

func TestWhatSignsAreWorth(t *testing.T) {
	one := func(kind SignKind, days ...network.Day) (out []Sign) {
		for _, d := range days {
			out = append(out, Sign{A: id(1), B: id(2), Kind: kind, On: d, Refs: ref})
		}
		return out
	}
	mails := func(share float64, days ...network.Day) []Sign {
		out := one(Together, days...)
		for i := range out {
			out[i].Share = share
		}
		return out
	}
	worked := func(size int) []Sign {
		return []Sign{{A: id(1), B: id(2), Kind: Worked, From: 1, On: 9, Where: "Acme", Size: size}}
	}
	for _, c := range []struct {
		what  string
		signs []Sign
		p     float64
		first string
	}{
		{"the keeper was told", one(Told, 1), 0.7, ToldSo},
		{"introduced", one(Introduced, 1), 0.7, WereIntroduced},
		{"recommended", one(Recommended, 1), 0.6, HaveRecommended},
		{"together once", one(Together, 1), 0.25, SeenTogether},
		{"together twice", one(Together, 1, 2), 0.25, SeenTogether},
		{"together three times within two years", one(Together, 1, 300, 731), 0.5, OftenTogether},
		{"three times over more than two years", one(Together, 1, 300, 732), 0.25, SeenTogether},
		{"three times within two years, long after another", one(Together, 1, 2000, 2300, 2700), 0.5, OftenTogether},
		{"three times on one day is once", one(Together, 5, 5, 5), 0.25, SeenTogether},
		{"three mails to two", mails(ShareOfMail(2), 1, 2, 3), 0.5, OftenTogether},
		{"three mails to five are not three times", mails(ShareOfMail(5), 1, 2, 3), 0.25, SeenTogether},
		{"twelve are", mails(ShareOfMail(5), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), 0.5, OftenTogether},
		{"in one group chat", one(Chat, 1), 0.2, InOneChat},
		{"the same employer", worked(0), 0.1, WereColleagues},
		{"of two hundred", worked(200), 0.1, WereColleagues},
		{"of more", worked(201), 0.05, AmongMany},
		{"the strongest counts", append(worked(0), append(one(Told, 1), one(Chat, 1)...)...), 0.7, ToldSo},
		{"often beats a chat and once does too", append(one(Chat, 1), one(Together, 1)...), 0.25, SeenTogether},
	} {
		e := Judged().Edges(c.signs)
		if len(e) != 1 || e[0].P != c.p || e[0].Why[0].Key != c.first {
			t.Errorf("%s: %+v; want %v by %s", c.what, e, c.p, c.first)
			continue
		}
		if only := e[0].Why[0].Key == WereColleagues || e[0].Why[0].Key == AmongMany; e[0].Employer != only {
			t.Errorf("%s: employer alone %v", c.what, e[0].Employer)
		}
	}
	if e := Judged().Edges([]Sign{{A: id(1), B: id(1), Kind: Told}}); len(e) != 0 {
		t.Errorf("of somebody with themselves: %v", e)
	}
}

// Neither the order of signs nor of names matters.
func TestEdgesDoNotDependOnOrder(t *testing.T) {
	var signs []Sign
	r := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		signs = append(signs, Sign{A: id(byte(r.IntN(5))), B: id(byte(r.IntN(5))), Kind: SignKinds[r.IntN(len(SignKinds))], On: network.Day(r.IntN(2000)), Where: "Acme"})
	}
	want := Judged().Edges(signs)
	for range 20 {
		r.Shuffle(len(signs), func(i, j int) { signs[i], signs[j] = signs[j], signs[i] })
		for i := range signs {
			if r.IntN(2) == 0 {
				signs[i].A, signs[i].B = signs[i].B, signs[i].A
			}
		}
		if got := Judged().Edges(signs); !reflect.DeepEqual(got, want) {
			t.Fatalf("%v\nis not %v", got, want)
		}
	}
}

func TestTheKeeperMayChangeWeights(t *testing.T) {
	w, err := Changed("told 0.9\n# my friends talk\n")
	if e := w.Edges([]Sign{{A: id(1), B: id(2), Kind: Told}}); err != nil || e[0].P != 0.9 {
		t.Errorf("%v, %v", e, err)
	}
	if _, err := Changed("tolt 0.9"); err == nil {
		t.Error("a slip of the pen was taken")
	}
	for _, words := range []string{"told", "introduced", "recommended", "often", "once", "chat", "colleagues", "many colleagues", "often times", "often days", "many from",
		"link heard", "link unheard", "close yes", "close no", "other yes", "other no", "silence no", "likely", "possible", "unlikely", "back asks", "back open", "back balance"} {
		if _, ok := Judged().Table[words]; !ok {
			t.Errorf("the table lacks %q", words)
		}
	}
	if n := len(Judged().Table); n != 24 {
		t.Errorf("the table has %d lines, 24 are looked at", n)
	}
}

func close6(a, b float64) bool { return math.Abs(a-b) < 5e-7 }
