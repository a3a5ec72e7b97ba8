package year

import (
	"cmp"
	"slices"

	"entregent/internal/network"
)

// A Meeting is somebody met in person at a place that is named.
type Meeting struct {
	Place     string
	Encounter network.EncounterID
	Person    network.PersonID
}

// A Place is where people were met in the year.
type Place struct {
	Name   string `json:"name"`
	Times  int    `json:"times"`  // meetings there
	People int    `json:"people"` // people met there
}

// mostPlaces is how many places a review names.
const mostPlaces = 12

// Places counts where people were met, the place of most meetings first, then by
// name. A place is the same however it is written in capitals or accents; the
// spelling of most meetings is shown.
func Places(met []Meeting) []Place {
	type count struct {
		times, people map[string]bool
		spelling      map[string]int
	}
	at := map[string]*count{}
	for _, m := range met {
		key := network.Fold(m.Place)
		if key == "" {
			continue
		}
		c := at[key]
		if c == nil {
			c = &count{map[string]bool{}, map[string]bool{}, map[string]int{}}
			at[key] = c
		}
		c.people[string(m.Person[:])] = true
		if e := string(m.Encounter[:]); !c.times[e] {
			c.times[e] = true
			c.spelling[m.Place]++
		}
	}
	out := make([]Place, 0, len(at))
	for _, c := range at {
		best := ""
		for s, n := range c.spelling {
			if m := c.spelling[best]; best == "" || n > m || n == m && s < best {
				best = s
			}
		}
		out = append(out, Place{Name: best, Times: len(c.times), People: len(c.people)})
	}
	slices.SortFunc(out, func(a, b Place) int {
		return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(network.Fold(a.Name), network.Fold(b.Name)))
	})
	return out[:min(len(out), mostPlaces)]
}
