package demo

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
	"entregent/internal/network"
	"entregent/internal/words"
)

func events(t testing.TB, s Size) []importer.Event {
	t.Helper()
	out, err := importertest.Events(Reader{s}, nil, importer.Part{}, importertest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func digest(t testing.TB, events []importer.Event) string {
	t.Helper()
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(events); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func TestSameSeedSameNetwork(t *testing.T) {
	first := digest(t, events(t, Village))
	if digest(t, events(t, Village)) != first {
		t.Error("the same size and seed gave other events")
	}
	other := Village
	other.Seed = 2
	if digest(t, events(t, other)) == first {
		t.Error("another seed gave the same events")
	}
}

// a tie is what one person's encounters amount to, as the rulings count.
type tie struct {
	days    map[string]bool
	in, out bool
	met     bool
	last    time.Time
	waiting *importer.Encounter // the last that came in, unless answered
}

func ties(t testing.TB, all []importer.Event) map[string]*tie {
	t.Helper()
	out := map[string]*tie{}
	for _, e := range all {
		if e.Encounter == nil || e.Encounter.State != network.Held || len(e.Encounter.Parties) > network.Broadcast+1 {
			continue
		}
		for _, p := range e.Encounter.Parties {
			if p.Me {
				continue
			}
			x := out[p.Name]
			if x == nil {
				x = &tie{days: map[string]bool{}}
				out[p.Name] = x
			}
			incoming := p.Role == network.From
			if !incoming && !e.Encounter.Parties[0].Me && !e.Encounter.Channel.Met() {
				continue // written to by somebody else
			}
			x.days[e.Encounter.At.Format(time.DateOnly)] = true
			x.last = e.Encounter.At
			switch {
			case e.Encounter.Channel.Met():
				x.in, x.out, x.met, x.waiting = true, true, x.met || e.Encounter.Channel == network.InPerson, nil
			case incoming:
				x.in, x.waiting = true, e.Encounter
			default:
				x.out, x.waiting = true, nil
			}
		}
	}
	return out
}

// The first look: four hundred contacts, of whom a few dozen are relations, and
// something of each kind to do today.
func TestVillageIsBelievable(t *testing.T) {
	all := events(t, Village)
	now := importertest.Options(t).Now
	cards, people := 0, map[string]bool{}
	newPosts, birthdays, newcomers := 0, 0, 0
	known := ties(t, all)
	for _, e := range all {
		if e.Card == nil {
			continue
		}
		cards++
		if people[e.Card.Name] {
			newPosts++
			continue
		}
		people[e.Card.Name] = true
		for _, f := range e.Card.Facts {
			if f.Kind == network.FactConnected && now.Sub(f.On) < 60*24*time.Hour && known[e.Card.Name] == nil {
				newcomers++
			}
			if d, ok := network.ParseDate(f.Value); ok && f.Kind == network.FactBirthday {
				next := time.Date(now.Year(), d.Month, d.Day, 23, 0, 0, 0, now.Location())
				if in := next.Sub(now).Hours() / 24; in >= 0 && in <= 3 {
					birthdays++
				}
			}
		}
	}
	relations, questions, others, drifting, dormant, met, neverMet := 0, 0, 0, 0, 0, 0, 0
	for _, x := range known {
		silent := int(now.Sub(x.last).Hours() / 24)
		if len(x.days) >= 10 && silent > 365 {
			dormant++
		}
		if len(x.days) < 3 || !x.in || !x.out || silent > 365 {
			continue
		}
		relations++
		if x.met {
			met++
		} else {
			neverMet++
		}
		if len(x.days) >= 20 && silent > 60 {
			drifting++
		}
		if x.waiting != nil && silent >= 2 && silent <= 60 {
			if words.Read(x.waiting.Text).Question {
				questions++
			} else {
				others++
			}
		}
	}
	unthanked := 0
	for _, e := range all {
		if f := e.Favour; f != nil && f.Kind == network.Recommendation && !f.Given && now.Sub(f.On) < 60*24*time.Hour {
			unthanked++
		}
	}
	for _, c := range []struct {
		what           string
		got, low, high int
	}{
		{"people", len(people), 395, 400},
		{"relations", relations, 35, 60},
		{"of them met in person", met, 25, 55},
		{"of them never met", neverMet, 3, 20},
		{"questions unanswered", questions, 1, 4},
		{"other messages unanswered", others, 1, 4},
		{"recommendations to thank for", unthanked, 1, 3},
		{"drifting", drifting, 3, 20},
		{"dormant", dormant, 10, 60},
		{"newcomers never greeted", newcomers, 3, 15},
		{"birthdays near", birthdays, 1, 2},
		{"new posts", newPosts, 1, 4},
	} {
		if c.got < c.low || c.got > c.high {
			t.Errorf("%s: %d, want %d to %d", c.what, c.got, c.low, c.high)
		}
		t.Logf("%s: %d", c.what, c.got)
	}
}

func TestEncounterCountIsExact(t *testing.T) {
	for _, n := range []int{2000, 30_000} {
		got := 0
		for _, e := range events(t, Size{People: 500, Years: 4, Encounters: n, Seed: 3}) {
			if e.Encounter != nil {
				got++
			}
		}
		if got != n {
			t.Errorf("%d encounters, want %d", got, n)
		}
	}
}

// A few people have most of the contact, and most have hardly any.
func TestContactIsHeavyTailed(t *testing.T) {
	var counts []int
	sum := 0
	for _, x := range ties(t, events(t, Village)) {
		counts = append(counts, len(x.days))
		sum += len(x.days)
	}
	slices.Sort(counts)
	slices.Reverse(counts)
	top := 0
	for _, n := range counts[:20] { // one in twenty
		top += n
	}
	if share := float64(top) / float64(sum); share < 0.4 || share > 0.9 {
		t.Errorf("the first twenty have %.2f of all contact days", share)
	}
	if counts[0] < 10*counts[len(counts)/2] {
		t.Errorf("the most seen has %d days, the middle one %d", counts[0], counts[len(counts)/2])
	}
}

func TestHandlesAreInventedAndDistinct(t *testing.T) {
	owner := map[network.Handle]string{}
	for _, h := range keeperHandles() {
		owner[h] = KeeperName
	}
	phones := 0
	for _, e := range events(t, Size{People: 10_000, Years: 1, Seed: 5}) {
		if e.Card == nil {
			continue
		}
		who := e.Card.Handles[0]
		for _, h := range e.Card.Handles {
			if was, taken := owner[h]; taken && was != who.Value {
				t.Fatalf("%v belongs to %s and %s", h, was, e.Card.Name)
			}
			owner[h] = who.Value
			switch h.Kind {
			case network.Email:
				if n, ok := network.NewEmail(h.Value); !ok || n != h || !strings.HasSuffix(h.Value, ".example") || network.RoleAddress(h.Value) {
					t.Errorf("e-mail %q", h.Value)
				}
			case network.Phone:
				phones++
				if !fictional(h.Value) {
					t.Errorf("telephone %q", h.Value)
				}
			case network.LinkedIn:
				if n, ok := network.NewProfile("https://www.linkedin.com/in/" + h.Value); !ok || n != h {
					t.Errorf("profile %q", h.Value)
				}
			}
		}
	}
	if phones < 1000 {
		t.Errorf("only %d telephones", phones)
	}
}

// fictional reports whether nobody can be rung by a number.
func fictional(phone string) bool {
	for _, p := range append(slices.Clone(frenchRanges), "+3319900") {
		if strings.HasPrefix(phone, p) && len(phone) == len("+33199000089") {
			return true
		}
	}
	return strings.HasPrefix(phone, "+447700900") && len(phone) == len("+447700900123")
}

func TestEncountersComeInOrderAndKeepToTheirLimits(t *testing.T) {
	opt := importertest.Options(t)
	var last time.Time
	keys := map[string]bool{}
	planned := 0
	for _, e := range events(t, Village) {
		x := e.Encounter
		if x == nil {
			continue
		}
		if x.At.Before(last) {
			t.Fatalf("%s at %v comes after %v", x.Key, x.At, last)
		}
		last = x.At
		if keys[x.Key] {
			t.Errorf("key %s twice", x.Key)
		}
		keys[x.Key] = true
		if (x.State == network.Planned) != !x.At.Before(opt.Now) {
			t.Errorf("%s at %v is %q", x.Key, x.At, x.State)
		}
		if x.State == network.Planned {
			planned++
		}
		if len(x.Text) > importer.MaxText || !utf8.ValidString(x.Text) {
			t.Errorf("text of %s", x.Key)
		}
	}
	if planned == 0 {
		t.Error("nothing is planned")
	}
}

// What is written reads as it is meant: in its language, with its form of
// address, thanking and asking where it should.
func TestTextsReadAsMeant(t *testing.T) {
	english, vous, tu := voices()
	for _, v := range []*voice{english, vous, tu} {
		for _, x := range v.topics {
			if len(x.answer) != len(x.ask) || len(x.ask) == 0 || len(x.tell) == 0 {
				t.Errorf("%q does not answer each question", x.subject)
			}
			for _, s := range x.tell {
				if r := words.Read(s); r.Question || r.Thanks || r.Lang != v.lang {
					t.Errorf("%q reads as %+v", s, r)
				}
			}
			for _, s := range x.ask {
				if r := words.Read(s); !r.Question || r.Lang != v.lang {
					t.Errorf("%q reads as %+v", s, r)
				}
			}
			for _, s := range x.answer {
				if r := words.Read(s); r.Question || r.Lang != v.lang {
					t.Errorf("%q reads as %+v", s, r)
				}
			}
		}
		for _, s := range v.thanks {
			if !words.Read(s).Thanks {
				t.Errorf("%q does not thank", s)
			}
		}
		written := slices.Concat(v.echo, v.thanks, v.recommend, v.hello, v.bye)
		for _, c := range v.chat {
			written = append(written, c[0], c[1])
		}
		for _, s := range written {
			if strings.ContainsAny(s, "[|]") {
				t.Errorf("%q is not addressed", s)
			}
			if r := words.Read(s); v == vous && r.Familiar == network.Tu || v == tu && r.Familiar == network.Vous {
				t.Errorf("%q says %s", s, r.Familiar)
			}
		}
	}
}

func TestBothLanguagesAreSpoken(t *testing.T) {
	count := map[string]int{}
	for _, e := range events(t, Village) {
		if e.Encounter != nil && e.Encounter.Text != "" {
			count[words.Read(e.Encounter.Text).Lang]++
		}
	}
	if all := count["fr"] + count["en"]; count["fr"] < all/3 || count["en"] < all/8 || count[""] > all/50 {
		t.Errorf("languages %v", count)
	}
}

func TestAnySizeHolds(t *testing.T) {
	for _, s := range []Size{{People: 1}, {People: 2, Years: 1}, {People: 7, Years: 2}, {People: 30, Years: 3, Encounters: 1}, {People: 50, Years: 40}, {People: 3, Years: 1, Encounters: 5000}} {
		if len(events(t, s)) == 0 {
			t.Errorf("%+v gave nothing", s)
		}
	}
}

func TestStopsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	var last error
	for _, err := range (Reader{Village}).Read(ctx, nil, importer.Part{}, importertest.Options(t)) {
		last = err
		if n++; n == 10 {
			cancel()
		}
	}
	if last == nil || n > 1000 {
		t.Errorf("%d events, then %v", n, last)
	}
	for range (Reader{Village}).Read(context.Background(), nil, importer.Part{}, importertest.Options(t)) {
		break
	}
}

func BenchmarkRead(b *testing.B) {
	opt := importertest.Options(b)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		for range (Reader{Size{People: 10_000, Years: 6, Encounters: 200_000, Seed: 1}}).Read(context.Background(), nil, importer.Part{}, opt) {
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
}
