package app_test

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"entregent/internal/app"
	"entregent/internal/network"
)

// editions are what some exports of one calendar say, the oldest first.
func editions() (files map[string]string) {
	who := "ORGANIZER;CN=Anne Roux:mailto:a@exemple.example\nATTENDEE;CN=Moi;PARTSTAT=ACCEPTED:mailto:moi@exemple.example"
	at := func(day string, text string) string { return strings.ReplaceAll(text, "20261005", day) }
	stamp := func(day string) string { return "\nDTSTAMP:" + day + "T120000Z" }
	weekly := "\nRRULE:FREQ=WEEKLY;COUNT=3"
	return map[string]string{
		"first": calendarOf(event("alone", who+stamp("20261001")), event("series", who+stamp("20261001")+weekly)),
		// The single event is moved by two days, the series loses its second date.
		"moved": calendarOf(at("20261007", event("alone", who+stamp("20261008"))), event("series", who+stamp("20261008")+weekly+"\nEXDATE:20261012T080000Z")),
		// The single event is cancelled, the third date of the series is moved.
		"cancelled": calendarOf(event("alone", who+stamp("20261010")+"\nSTATUS:CANCELLED"),
			event("series", who+stamp("20261010")+weekly+"\nEXDATE:20261012T080000Z"),
			at("20261021", event("series", who+stamp("20261010")+"\nRECURRENCE-ID:20261019T080000Z"))),
		// An invitation to one date of the series, newer than everything.
		"invitation": calendarOf(at("20261014", event("series", who+stamp("20261011")+"\nRECURRENCE-ID:20261012T080000Z"))),
		// A later answer.
		"refused": calendarOf(event("alone", strings.Replace(who, "ACCEPTED", "DECLINED", 1)+stamp("20261020"))),
	}
}

// A newer export of a calendar moves, cancels and refuses what an older one
// said, in whichever order they are read; undone, the older one counts again.
func TestEditionsOfACalendar(t *testing.T) {
	for what, tt := range map[string]struct {
		read []string
		want string // days of October
	}{
		"one":                    {[]string{"first"}, "5 5 12 19"},
		"moved":                  {[]string{"first", "moved"}, "5 7 19"},
		"cancelled":              {[]string{"first", "moved", "cancelled"}, "5 21"},
		"a newer single date":    {[]string{"first", "moved", "cancelled", "invitation"}, "5 14 21"},
		"a single date alone":    {[]string{"invitation"}, "14"},
		"an answer that changed": {[]string{"first", "refused"}, "5 12 19"},
	} {
		t.Run(what, func(t *testing.T) {
			seeds := uint64(4)
			if testing.Short() {
				seeds = 1
			}
			for seed := range seeds {
				h := newHouse(t, noon)
				h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Anne Roux\nEMAIL:a@exemple.example\nEND:VCARD\n"))
				order := slices.Clone(tt.read)
				rand.New(rand.NewPCG(seed, 7)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
				exports := []string{h.export()}
				var ids []network.BatchID
				for _, name := range order {
					path := h.file(name+".ics", editions()[name])
					dry := h.reads(app.ImportRequest{Paths: []string{path}, Me: []string{"moi@exemple.example"}, DryRun: true})
					r := h.reads(app.ImportRequest{Paths: []string{path}, Me: []string{"moi@exemple.example"}})
					if diff := gocmp.Diff(dry, r); diff != "" {
						t.Errorf("%v: a dry run says otherwise:\n%s", order, diff)
					}
					id, _ := network.ParseID[network.BatchID](r[0].ID)
					ids, exports = append(ids, id), append(exports, h.export())
				}
				if got := h.octoberDays("Anne"); got != tt.want {
					t.Errorf("%v: %q, want %q", order, got, tt.want)
				}
				h.whole()
				for i := len(ids) - 1; i >= 0; i-- {
					if _, err := h.Undo(context.Background(), h.keeper, ids[i], ""); err != nil {
						t.Fatal(err)
					}
					if diff := gocmp.Diff(strings.Split(exports[i], "\n"), strings.Split(h.export(), "\n")); diff != "" {
						t.Errorf("%v: undo of %s:\n%s", order, order[i], diff)
					}
					h.whole()
				}
			}
		})
	}
}

// Several exports in one command say the same as one after the other.
func TestEditionsInOneCommand(t *testing.T) {
	h := newHouse(t, noon)
	var paths []string
	for _, name := range []string{"cancelled", "first", "moved"} {
		paths = append(paths, h.file(name+".ics", editions()[name]))
	}
	h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Anne Roux\nEMAIL:a@exemple.example\nEND:VCARD\n"))
	req := app.ImportRequest{Paths: paths, Me: []string{"moi@exemple.example"}, DryRun: true}
	dry := h.reads(req)
	req.DryRun = false
	if diff := gocmp.Diff(dry, h.reads(req)); diff != "" {
		t.Errorf("a dry run says otherwise:\n%s", diff)
	}
	if got := h.octoberDays("Anne"); got != "5 21" {
		t.Errorf("%q", got)
	}
	h.whole()
}

// A meeting that the keeper has said yes to stands above newer editions.
func TestAnAnswerStandsAboveEditions(t *testing.T) {
	h := newHouse(t, noon)
	h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Anne Roux\nEMAIL:a@exemple.example\nEND:VCARD\n"))
	ask := "ORGANIZER:mailto:z@exemple.example\nATTENDEE;CN=Anne Roux;PARTSTAT=TENTATIVE:mailto:a@exemple.example\nATTENDEE;PARTSTAT=ACCEPTED:mailto:moi@exemple.example"
	h.reads1("one.ics", calendarOf(event("u", ask)))
	p, err := h.Proposals(context.Background(), h.keeper, network.PersonID{}, 10)
	if err != nil || len(p.Meetings) != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	id, _ := network.ParseID[network.EncounterID](p.Meetings[0].ID)
	if err := h.AnswerMeeting(context.Background(), h.keeper, id, true); err != nil {
		t.Fatal(err)
	}
	h.reads1("two.ics", calendarOf(event("u", ask+"\nSEQUENCE:4\nLOCATION:Café")))
	if p, _ = h.Proposals(context.Background(), h.keeper, network.PersonID{}, 10); len(p.Meetings) != 0 {
		t.Errorf("asked again: %+v", p.Meetings)
	}
	if b := h.briefing("Anne"); b.Tie.Days != 1 || b.Encounters[0].Place != "" {
		t.Errorf("contact days: %d", b.Tie.Days)
	}
	h.whole()
	if err := h.UnsayEncounter(context.Background(), h.keeper, id); err != nil {
		t.Fatal(err)
	}
	if p, _ = h.Proposals(context.Background(), h.keeper, network.PersonID{}, 10); len(p.Meetings) != 1 || p.Meetings[0].ID == id.String() {
		t.Errorf("taken back, the newer edition is not asked about: %+v", p.Meetings)
	}
	h.whole()
}

// octoberDays lists the days in October on which somebody was met, as the
// timeline has them.
func (h *house) octoberDays(name string) string {
	var days []string
	for _, e := range slices.Backward(h.briefing(name).Encounters) {
		days = append(days, strconv.Itoa(e.On.Day))
	}
	return strings.Join(days, " ")
}

// asOfOld writes an export as it was when a book held no editions yet, and an
// instance of an event was known by its event and its time.
func asOfOld(t *testing.T, export string) string {
	t.Helper()
	seed := regexp.MustCompile(`"seed":"([^"]+)"`).FindStringSubmatch(export)
	if seed == nil {
		t.Fatal("no seed")
	}
	key, err := base64.StdEncoding.DecodeString(seed[1])
	if err != nil {
		t.Fatal(err)
	}
	old := map[string]string{}
	for now, before := range map[string]string{
		"ics:alone": "ics:alone|20261005T080000Z", "ics:series|20261005T080000Z": "", "ics:series|20261012T080000Z": "", "ics:series|20261019T080000Z": "",
	} {
		instance := network.Derive[network.InstanceID](key, "instance", now).String()
		old[instance] = network.Derive[network.EncounterID](key, "encounter", cmp.Or(before, now), "").String()
	}
	var names []string
	lines := slices.DeleteFunc(strings.Split(export, "\n"), func(line string) bool {
		if !strings.HasPrefix(line, `{"record":"edition"`) {
			return false
		}
		var e struct{ Instance, About string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if e.About != "" {
			names = append(names, e.About, old[e.Instance])
		}
		return true
	})
	if len(names) != 8 {
		t.Fatalf("names: %q", names)
	}
	return strings.NewReplacer(names...).Replace(strings.Join(lines, "\n"))
}

// In a book older than editions, a newer export of the calendar finds the
// meetings that are there; what it says otherwise of them counts from then on.
func TestCalendarOfAnOlderBook(t *testing.T) {
	before := newHouse(t, noon)
	before.imports(before.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Anne Roux\nEMAIL:a@exemple.example\nEND:VCARD\n"))
	before.reads(app.ImportRequest{Paths: []string{before.file("first.ics", editions()["first"])}, Me: []string{"moi@exemple.example"}})
	h := newHouse(t, noon)
	h.imports(h.file("old.jsonl", asOfOld(t, before.export())))
	h.whole()
	exports := []string{h.export()}
	var ids []network.BatchID
	again := strings.Replace(editions()["first"], "VERSION:2.0", "VERSION:2.0\nX-WR-CALDESC:again", 1)
	for _, step := range []struct {
		name, text, days string
		changed          int
	}{
		{"again", again, "5 5 12 19", 0},
		{"moved", editions()["moved"], "5 7 19", 2},
		{"cancelled", editions()["cancelled"], "5 21", 2},
	} {
		path := h.file(step.name+".ics", step.text)
		dry := h.reads(app.ImportRequest{Paths: []string{path}, DryRun: true})
		r := h.reads(app.ImportRequest{Paths: []string{path}})
		if diff := gocmp.Diff(dry, r); diff != "" {
			t.Errorf("%s: a dry run says otherwise:\n%s", step.name, diff)
		}
		if got := h.octoberDays("Anne"); got != step.days || r[0].Encounters.Changed != step.changed {
			t.Errorf("%s: %q, want %q; %+v", step.name, got, step.days, r[0].Encounters)
		}
		h.whole()
		id, _ := network.ParseID[network.BatchID](r[0].ID)
		ids, exports = append(ids, id), append(exports, h.export())
	}
	for i := len(ids) - 1; i >= 0; i-- {
		if _, err := h.Undo(context.Background(), h.keeper, ids[i], ""); err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(strings.Split(exports[i], "\n"), strings.Split(h.export(), "\n")); diff != "" {
			t.Errorf("undo %d:\n%s", i, diff)
		}
		h.whole()
	}
}
