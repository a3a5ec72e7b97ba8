package app_test

import (
	"context"
	"testing"

	"entregent/internal/app"
)

// What a source brought is counted for each source, contacts beside relations.
func TestWhatEachSourceBrought(t *testing.T) {
	h := doubtful(t)
	list, err := h.Brought(context.Background(), h.keeper)
	if err != nil || len(list) < 2 {
		t.Fatalf("%v, %v", list, err)
	}
	batches, _ := h.Batches(context.Background(), h.keeper)
	of := map[string]app.SourceSum{}
	for _, s := range list {
		of[s.Source] = s
		if s.Relations > s.Contacts {
			t.Errorf("more relations than contacts: %+v", s)
		}
	}
	encounters := map[string]int{}
	for _, b := range batches {
		encounters[b.Format] += b.Encounters.New
	}
	for source, n := range encounters {
		if of[source].Encounters != n {
			t.Errorf("%s: %d encounters, the imports brought %d", source, of[source].Encounters, n)
		}
	}
}
