package resolve

import (
	"slices"
	"strings"
	"time"

	"entregent/internal/network"
)

// Traits are what is known of one person besides names and handles, as far as it
// tells people apart. The zero value knows nothing.
type Traits struct {
	Employers []Employer
	Towns     []string           // folded
	Birthdays []string           // as network.Date writes them
	With      []network.PersonID // who was seen together with them
}

// An Employer is where a source says somebody works, and as of when.
type Employer struct {
	Name string // folded, in one word, without what the company is in law
	Said string // as written
	AsOf time.Time
}

// mostTraits bounds what is kept of one person, so that nobody costs more than
// the rest.
const mostTraits = 32

// Take takes in a fact of the person, if it is of a kind that tells.
func (t *Traits) Take(f network.Fact) {
	switch f.Kind {
	case network.FactOrganisation:
		e := Employer{employer(f.Value), f.Value, f.AsOf}
		if e.Name != "" && len(t.Employers) < mostTraits && !slices.Contains(t.Employers, e) {
			t.Employers = append(t.Employers, e)
		}
	case network.FactTown:
		t.Towns = note(t.Towns, network.Fold(f.Value))
	case network.FactBirthday:
		t.Birthdays = note(t.Birthdays, f.Value)
	}
}

func note(list []string, s string) []string {
	if s == "" || len(list) >= mostTraits || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// Meet notes that somebody else was there too.
func (t *Traits) Meet(p network.PersonID) {
	if len(t.With) < 4*mostTraits && !slices.Contains(t.With, p) {
		t.With = append(t.With, p)
	}
}

// forms in law, which some write after a company's name and some do not.
var legal = setOf("sa sas sasu sarl eurl snc scop sca scs ltd limited inc llc llp plc corp corporation co company gmbh ag kg bv nv spa srl sl oy ab as aps the groupe group")

// employer folds the name of a company to what tells it apart.
func employer(name string) string {
	words := slices.DeleteFunc(strings.Fields(network.Fold(name)), func(w string) bool { return legal[w] })
	if len(words) == 0 {
		return strings.ReplaceAll(network.Fold(name), " ", "")
	}
	return strings.Join(words, "")
}
