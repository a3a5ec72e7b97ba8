package match

import "testing"

// How far what people write of a place lies from a place that is asked for.
func TestDistance(t *testing.T) {
	m := Default().Map()
	for _, c := range []struct {
		place, words string
		want         Distance
	}{
		{"Lyon", "Lyon", There},
		{"lyon", "LYON", There},
		{"Lyon", "12 rue de Paris, 69003 Lyon, France", There},
		{"Paris", "12 rue de Paris, 69003 Lyon, France", Elsewhere},
		{"Lyon", "Villeurbanne", Near},
		{"Lyon", "Grenoble", Elsewhere},
		{"Rhône-Alpes", "Grenoble", There},
		{"Bretagne", "Rennes", There},
		{"Brittany", "Saint-Malo, Bretagne, France", There},
		{"Rennes", "Bretagne", Around},
		{"Rennes", "Brittany, France", Around},
		{"Rennes", "France", Unplaced},
		{"France", "Rennes", There},
		{"Lyon", "Café de la Gare", Unplaced},
		{"Trou-la-Ville", "Trou-la-Ville", There},
		{"Trou-la-Ville", "3 place du Marché, Trou-la-Ville", There},
		{"Trou-la-Ville", "Lyon", Elsewhere},
		{"Trou-la-Ville", "", Unplaced},
		{"", "Lyon", Elsewhere},
	} {
		if got := m.Distance(c.place, c.words); got != c.want {
			t.Errorf("from %q to %q: %d, want %d", c.place, c.words, got, c.want)
		}
	}
	if got := m.Name("brittany"); got != "Bretagne" {
		t.Errorf("brittany is called %q", got)
	}
	if got := m.Name(" Trou-la-Ville\n"); got != "Trou-la-Ville" {
		t.Errorf("an unknown place is called %q", got)
	}
}
