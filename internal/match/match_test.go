package match

import "testing"

func TestARentalMeetsAHouse(t *testing.T) {
	x := New(nil)
	x.Add(Entry{ID: "o1", Owner: "a", Text: "recruteuse dans le numérique", Kind: Job})
	got := x.Meet(Need{ID: "n1", Owner: "b", Text: "cherche un poste de développeur à Lyon"}, Options{Keeper: "me"})
	if len(got) != 1 || got[0].Entry.ID != "o1" || got[0].Way != Introduce {
		t.Errorf("got %+v", got)
	}
}
