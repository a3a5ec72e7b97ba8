package app_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/store"
)

// friends write to the keeper every so many days, until a day on which some of
// them fall silent.
var friends = []struct {
	name  string
	every int
	until int
}{
	{"Anne Roux", 7, 1000}, {"Yves Martin", 9, 90}, {"Karim Benali", 12, 1000}, {"Inès Lamy", 5, 100}, {"Paul Morel", 14, 1000},
	{"Zoé Petit", 6, 80}, {"Luc Garnier", 10, 1000}, {"Nora Blanc", 8, 85}, {"Hugo Faure", 11, 1000}, {"Rose Colin", 13, 95},
}

var firstDay = time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)

func letter(n int, mine bool, who string, at time.Time) string {
	address := strings.ToLower(strings.Fields(who)[0]) + "@exemple.example"
	from, to := who+" <"+address+">", "Moi <"+myMail+">"
	if mine {
		from, to = to, from
	}
	return fmt.Sprintf("From x %s\nMessage-ID: <l%d@exemple.example>\nFrom: %s\nTo: %s\nDate: %s\nSubject: mot\n\nUn mot.\n\n",
		at.Format(time.ANSIC), n, from, to, at.Format(time.RFC1123Z))
}

// lives lets weeks go by, in each of which the mail is read in and the desk
// looked at; but letters is told before, to hold some of them back.
func (h *house) lives(from, to int, held func(who string, day int) bool) {
	h.t.Helper()
	for day := from; day < to; day += 7 {
		var mails strings.Builder
		for d := day; d < day+7; d++ {
			for i, f := range friends {
				if d%f.every == i%f.every && d < f.until && (held == nil || !held(f.name, d)) {
					mails.WriteString(letter(d*100+i, d/f.every%2 == 0, f.name, firstDay.AddDate(0, 0, d)))
				}
			}
		}
		h.now = firstDay.AddDate(0, 0, day+6).Add(10 * time.Hour)
		h.reads1("semaine.mbox", mails.String())
		h.desk()
	}
}

// desk reads Today.
func (h *house) desk() app.Today {
	h.t.Helper()
	got, err := h.Today(context.Background(), h.keeper, i18n.For("fr"), 0)
	if err != nil {
		h.t.Fatal(err)
	}
	return got
}

func (h *house) reliability() app.Reliability {
	h.t.Helper()
	got, err := h.Reliability(context.Background(), h.keeper)
	if err != nil {
		h.t.Fatal(err)
	}
	return got
}

func (h *house) forecasts() (out []store.Forecast) {
	h.t.Helper()
	err := h.Store.View(context.Background(), h.keeper, func(tx store.Tx) error {
		return tx.AllForecasts(func(f store.Forecast) error { out = append(out, f); return nil })
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// sound fails the test where check finds anything.
func (h *house) sound(when string) {
	h.t.Helper()
	got, err := h.Check(context.Background(), h.keeper)
	if err != nil || !got.OK {
		h.t.Fatalf("%s: %+v, %v", when, got, err)
	}
}

// p90 is what a briefing says.
func (h *house) p90(name string) float64 {
	h.t.Helper()
	p := h.briefing(name).Tie.Drift.P90
	if p == nil {
		h.t.Fatalf("%s: too little history", name)
	}
	return *p
}

func idOf[ID ~[16]byte](t *testing.T, text string) ID {
	t.Helper()
	id, err := network.ParseID[network.PersonID](text)
	if err != nil {
		t.Fatal(err)
	}
	return ID(id)
}

// same says whether two cards are one person.
func (h *house) same(x, y string, yes bool) {
	h.t.Helper()
	a, err := network.ParseID[network.CardID](x)
	b, err2 := network.ParseID[network.CardID](y)
	if err = errors.Join(err, err2); err == nil {
		err = h.Same(context.Background(), h.keeper, a, b, yes)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestForecastsAreKeptAndJudged(t *testing.T) {
	h := newHouse(t, "2026-01-01T08:00:00Z")
	h.lives(0, 63, nil)
	before := h.forecasts()
	open := map[string]int{}
	for _, f := range before {
		if f.Outcome == "" {
			open[fmt.Sprint(f.Person, f.Horizon)]++
		}
	}
	for key, n := range open {
		if n != 1 {
			t.Errorf("%s: %d open at once", key, n)
		}
	}
	if len(open) != 2*len(friends) {
		t.Errorf("%d open, want two for each of %d friends", len(open), len(friends))
	}
	early := h.reliability()
	if x := early.Horizons[0]; x.Enough || x.Closed == 0 || x.Silent != 0 || x.Next == nil {
		t.Errorf("after nine weeks: %+v", x)
	}
	h.sound("after nine weeks")
	h.lives(63, 245, nil)
	got := h.reliability()
	for _, x := range got.Horizons {
		counted, silent := 0, 0
		for _, b := range x.Bins {
			counted += b.Count
			silent += b.Silent
		}
		if counted != x.Closed || silent != x.Silent || x.Silent == 0 || x.Silent == x.Closed {
			t.Errorf("%+v", x)
		}
	}
	if x := got.Horizons[0]; !x.Enough || x.Bias == 0 {
		t.Errorf("after thirty-five weeks: %+v", x)
	}
	h.sound("after thirty-five weeks")
	names := map[string]string{}
	for _, f := range friends {
		names[h.briefing(f.name).Person.ID] = f.name
	}
	for _, f := range h.forecasts() { // what came, by the letters themselves
		name, want := names[f.Person.String()], "silent"
		for i, x := range friends {
			for d := range min(245, x.until) {
				if on := int(f.Day) - int(firstDay.Unix()/86400); x.name == name && d%x.every == i%x.every && d >= on && d < on+f.Horizon {
					want = "contact"
				}
			}
		}
		if f.Outcome != "" && f.Outcome != want {
			t.Errorf("%s, %d days from %v: %s, want %s", name, f.Horizon, f.Day.Date(), f.Outcome, want)
		}
	}
}

// What is learnt moves what is said, towards what came; a replay knows only
// what was known by then.
func TestWhatIsLearntIsUsed(t *testing.T) {
	h := newHouse(t, "2026-01-01T08:00:00Z")
	h.lives(0, 210, nil)
	said := h.briefing("Anne Roux").Tie.Drift
	bias := h.reliability().Horizons[1].Bias
	if bias == 0 || said.Closed != h.reliability().Horizons[1].Closed {
		t.Fatalf("bias %v, %+v", bias, said)
	}
	if err := h.Store.Update(context.Background(), h.keeper, func(tx store.Tx) error { return tx.PutCalibration(nil) }); err != nil {
		t.Fatal(err)
	}
	plain := h.p90("Anne Roux")
	if (bias > 0) != (*said.P90 > plain) || *said.P90 == plain {
		t.Errorf("bias %v, but %v where the model alone says %v", bias, *said.P90, plain)
	}
	h.Replay = true
	if again := h.p90("Anne Roux"); again != *said.P90 {
		t.Errorf("replayed at this very moment: %v, want %v", again, *said.P90)
	}
	h.now = firstDay.AddDate(0, 0, 62)
	if x := h.reliability(); x.Horizons[1].Closed != 0 || x.Horizons[1].Bias != 0 || x.Horizons[0].Closed == 0 {
		t.Errorf("of that day: %+v", x)
	}
}

// Rulings §8: what only reads writes nothing; and a week has one first reading.
func TestForecastsAreForTheFirstReadingOfAWeek(t *testing.T) {
	h := newHouse(t, "2026-01-01T08:00:00Z")
	h.lives(0, 63, nil)
	h.now = h.now.AddDate(0, 0, 30)
	h.Replay = true
	before := h.export()
	h.desk()
	h.briefing("Anne Roux")
	h.reliability()
	if h.export() != before {
		t.Error("a replay wrote something")
	}
	h.Replay = false
	h.briefing("Anne Roux")
	if _, err := h.Village(context.Background(), h.keeper); err != nil || h.export() != before {
		t.Errorf("looking at people wrote something (%v)", err)
	}
	h.now = firstDay.AddDate(0, 0, 64).Add(10 * time.Hour) // two days after the last taking
	n := len(h.forecasts())
	h.desk()
	if got := len(h.forecasts()); got != n {
		t.Errorf("%d forecasts in the middle of a week, %d before", got, n)
	}
}

// A silence that a late import belies was none; undone, it is one again.
func TestALateImportIsHeard(t *testing.T) {
	h := newHouse(t, "2026-01-01T08:00:00Z")
	held := func(who string, day int) bool { return who == "Karim Benali" && day > 70 }
	h.lives(0, 210, held)
	silent := func() (n int) {
		for _, x := range h.reliability().Horizons {
			n += x.Silent
		}
		return n
	}
	first, taught, before := silent(), h.reliability(), h.export()
	late := h.reads1("retard.mbox", letter(9001, true, "Karim Benali", firstDay.AddDate(0, 0, 100)))
	if got := silent(); got >= first {
		t.Errorf("%d silences, %d before the letter was found", got, first)
	}
	h.sound("after a late import")
	if _, err := h.Undo(context.Background(), h.keeper, idOf[network.BatchID](t, late.ID), ""); err != nil {
		t.Fatal(err)
	}
	if h.export() != before || !reflect.DeepEqual(h.reliability(), taught) {
		t.Errorf("undone, the book is not what it was: %d silences, %d before", silent(), first)
	}
	h.sound("after the undoing")
}

// What was foretold of two who are one person waits for a split.
func TestForecastsOutliveAMerge(t *testing.T) {
	h := newHouse(t, "2026-01-01T08:00:00Z")
	h.lives(0, 140, nil)
	n := len(h.forecasts())
	anne, luc := h.briefing("Anne Roux").Origins[0].Card, h.briefing("Luc Garnier").Origins[0].Card
	h.same(anne, luc, true)
	h.sound("merged")
	h.lives(140, 175, nil)
	h.sound("merged, weeks later")
	h.same(anne, luc, false)
	h.sound("split")
	if got := len(h.forecasts()); got < n {
		t.Errorf("%d forecasts after merge and split, %d before", got, n)
	}
	h.lives(175, 210, nil)
	h.sound("split, weeks later")
	for _, name := range []string{"Anne Roux", "Luc Garnier"} {
		id := h.briefing(name).Person.ID
		open := 0
		for _, f := range h.forecasts() {
			if f.Person.String() == id && f.Outcome == "" {
				open++
			}
		}
		if open != 2 {
			t.Errorf("%s: %d open, want one for each horizon", name, open)
		}
	}
}

// Whoever the keeper no longer wants to have watched is not judged, and nothing
// more is foretold of them.
func TestWhoIsLeftInPeaceIsNotForetold(t *testing.T) {
	h := newHouse(t, "2026-01-01T08:00:00Z")
	h.lives(0, 63, nil)
	b := h.briefing("Zoé Petit")
	d := b.Decided
	d.Mark = "rather_not"
	if err := h.Decide(context.Background(), h.keeper, idOf[network.PersonID](t, b.Person.ID), d); err != nil {
		t.Fatal(err)
	}
	h.lives(63, 210, nil)
	for _, f := range h.forecasts() {
		if f.Person.String() == b.Person.ID && f.Outcome == "" {
			t.Errorf("still watched: %+v", f)
		}
	}
	h.sound("with somebody left in peace")
}

// The forecasts are in the export, and what they taught comes back with them.
func TestForecastsComeBackWithAnExport(t *testing.T) {
	h := newHouse(t, "2026-01-01T08:00:00Z")
	h.lives(0, 210, nil)
	want := h.export()
	there := newHouse(t, h.now.Format(time.RFC3339))
	there.reads(app.ImportRequest{Paths: []string{h.file("carnet.jsonl", want)}})
	if there.export() != want {
		t.Error("the export of the copy differs")
	}
	if !reflect.DeepEqual(there.reliability(), h.reliability()) || there.p90("Anne Roux") != h.p90("Anne Roux") {
		t.Error("the copy has not learnt what the book had")
	}
	there.sound("a copy")
}

// What another hand wrote into an export harms nothing: a horizon that is not
// ours is let be, odds beyond measure are held within it, a false outcome is put
// right.
func TestForeignForecasts(t *testing.T) {
	h := newHouse(t, "2026-01-01T08:00:00Z")
	h.lives(0, 70, nil)
	anne := h.briefing("Anne Roux").Person.ID
	lines := strings.SplitAfter(h.export(), "\n")
	i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, `{"record":"forecast"`) })
	for _, f := range []string{
		`{"record":"forecast","person":"%s","horizon":7,"day":"2026-01-20","z":5,"outcome":"silent"}`,
		`{"record":"forecast","person":"%s","horizon":30,"day":"2026-01-03","z":9000000000,"outcome":"perhaps"}`,
		`{"record":"forecast","person":"%s","horizon":30,"day":"2026-01-04","z":-70000,"outcome":"silent"}`,
	} {
		lines = slices.Insert(lines, i, fmt.Sprintf(f, anne)+"\n")
	}
	there := newHouse(t, h.now.Format(time.RFC3339))
	there.reads(app.ImportRequest{Paths: []string{h.file("carnet.jsonl", strings.Join(lines, ""))}})
	there.sound("with forecasts of another hand")
	if x := there.reliability().Horizons[0]; x.Closed != h.reliability().Horizons[0].Closed+2 || x.Silent != 0 {
		t.Errorf("%+v", x)
	}
	there.p90("Anne Roux")
}

// Sabotage: an outcome that the encounters belie, and a calibration that the
// forecasts do not bear out, do not pass the check.
func TestCheckSeesAWrongOutcome(t *testing.T) {
	h := newHouse(t, "2026-01-01T08:00:00Z")
	h.lives(0, 140, nil)
	wrong := func(fn func(tx store.Tx) error) string {
		if err := h.Store.Update(context.Background(), h.keeper, fn); err != nil {
			t.Fatal(err)
		}
		got, err := h.Check(context.Background(), h.keeper)
		if err != nil {
			t.Fatal(err)
		}
		var bad []string
		for _, c := range got.Checks {
			if !c.OK {
				bad = append(bad, c.Name)
			}
		}
		return strings.Join(bad, " ")
	}
	var f store.Forecast
	for _, x := range h.forecasts() {
		if x.Outcome == "contact" {
			f = x
		}
	}
	lie := f
	lie.Outcome = "silent"
	if got := wrong(func(tx store.Tx) error { return tx.PutForecasts([]store.Forecast{lie}) }); got != "forecasts" {
		t.Errorf("a wrong outcome: %q", got)
	}
	if got := wrong(func(tx store.Tx) error { return tx.PutForecasts([]store.Forecast{f}) }); got != "" {
		t.Errorf("put right: %q", got)
	}
	if got := wrong(func(tx store.Tx) error { return tx.PutCalibration(nil) }); got != "forecasts" {
		t.Errorf("nothing learnt: %q", got)
	}
}

// The answer of the command line is what cli.md says.
func TestReliabilityJSON(t *testing.T) {
	h := newHouse(t, "2026-01-01T08:00:00Z")
	raw, err := json.Marshal(h.reliability())
	if err != nil || !strings.Contains(string(raw), `"bins":[]`) {
		t.Errorf("of an empty book: %s, %v", raw, err)
	}
}
