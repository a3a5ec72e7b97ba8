//go:build unix

package crashtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// R1: a server that is killed while four browsers write has lost nothing that it
// said was done, and done nothing twice when what it left unanswered is sent
// again.
func TestKilledServerKeepsItsWord(t *testing.T) {
	kills := 50
	if testing.Short() {
		kills = 5
	}
	siege := newSiege(newProgram(t), seed(t))
	if bad := siege.last(kills); bad != "" {
		t.Fatal(bad)
	}
	t.Logf("%d kills, %d writes told as done, %d left unanswered, %d sent twice; ready again after %v at most",
		kills, siege.told, siege.unanswered, siege.twice, siege.slowest.Round(time.Millisecond))
	if siege.told < kills*4 || siege.unanswered == 0 && kills > 20 {
		t.Error("too little was written for this to prove anything")
	}
}

func TestKillingFindsWhatIsSpoilt(t *testing.T) {
	for _, sabotage := range []string{"acknowledge before commit", "forget the keys", "forget sessions"} {
		t.Run(sabotage, func(t *testing.T) {
			siege := newSiege(newSpoilt(t, sabotage), seed(t))
			if bad := siege.last(30); bad == "" {
				t.Error("nothing was noticed")
			} else {
				t.Logf("noticed: %.200s", bad)
			}
		})
	}
}

// seed returns a seed for the dice and has it printed when the test fails.
func seed(t *testing.T) uint64 {
	n := rand.Uint64()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", n)
		}
	})
	return n
}

// clients is how many browsers write at once.
const clients = 4

// A siege writes into a book and kills its server, again and again. What it
// knows of the book is a table: for each thing written, what an export must say
// of it (most often, how many times it is there).
type siege struct {
	*program
	dice     *rand.Rand
	browsers []*browser
	own      [clients]string // a person for each, whose rhythm is changed

	mu    sync.Mutex
	known map[string]string // as it was told
	open  []write           // sent and not answered
	sent  []write           // told as done
	n     int

	told, unanswered, twice, rounds int
	slowest                         time.Duration
}

// A write is one form, with what the book says once it has been taken in.
type write struct {
	client int
	path   string
	form   url.Values
	says   map[string]string
}

func newSiege(p *program, seed uint64) *siege {
	return &siege{program: p, dice: rand.New(rand.NewPCG(seed, seed)), known: map[string]string{}}
}

// last holds out for a number of kills and returns what went wrong, if anything.
func (s *siege) last(kills int) string {
	for range kills {
		began := time.Now()
		srv := s.serve()
		if bad := s.enter(srv); bad != "" {
			return bad
		}
		s.slowest = max(s.slowest, time.Since(began))
		if bad := s.settle(); bad != "" {
			return bad
		}
		var wg sync.WaitGroup
		wrong := make(chan string, clients)
		for c := range clients {
			dice := rand.New(rand.NewPCG(s.dice.Uint64(), 0))
			wg.Go(func() { wrong <- s.keepWriting(c, dice) })
		}
		time.Sleep(time.Duration(20+s.dice.IntN(280)) * time.Millisecond)
		srv.kill()
		wg.Wait()
		for range clients {
			if bad := <-wrong; bad != "" {
				return bad
			}
		}
	}
	s.enter(s.serve())
	if bad := s.settle(); bad != "" {
		return bad
	}
	return s.unsound()
}

// enter signs the browsers in, the first time, and then finds them signed in.
func (s *siege) enter(srv *server) string {
	for c := range clients {
		if c >= len(s.browsers) {
			b := newBrowser(srv)
			b.signIn(s.newLink())
			s.browsers = append(s.browsers, b)
		}
		b := s.browsers[c]
		b.base = srv.base
		if a, err := b.get("/people"); err != nil || a.status != http.StatusOK {
			return fmt.Sprintf("a browser that was signed in gets %d %s: %v", a.status, a.location, err)
		}
	}
	return ""
}

// settle compares the book with what was told, sends again what was left
// unanswered and some of what was not, and compares again.
func (s *siege) settle() string {
	if bad := s.compare(); bad != "" {
		return "after the kill: " + bad
	}
	again := s.open
	s.open = nil
	for _, w := range again {
		if bad := s.resend(w); bad != "" {
			return bad
		}
		maps.Copy(s.known, w.says)
	}
	// What was told as done is known already: it may have been taken back since,
	// and sending it again must not bring it back.
	if len(s.sent) > 0 {
		w := s.sent[len(s.sent)-1-s.dice.IntN(min(20, len(s.sent)))]
		if w.form.Get("once") != "" {
			if bad := s.resend(w); bad != "" {
				return bad
			}
			s.twice++
		}
	}
	if bad := s.compare(); bad != "" {
		return "after sending again: " + bad
	}
	if s.rounds++; s.rounds%5 == 0 {
		return s.unsound()
	}
	return ""
}

// resend sends a write again, and returns what is wrong with the answer.
func (s *siege) resend(w write) string {
	a, err := s.browsers[w.client].post(w.path, w.form)
	if gone := a.status == http.StatusNotFound && strings.HasSuffix(w.path, "/undo"); err != nil || !a.did() && !gone {
		return fmt.Sprintf("%s sent again: %d %.200s: %v", w.path, a.status, a.body, err)
	}
	return ""
}

// compare returns in what the book differs from what was told. Of what is
// unanswered either may be there.
func (s *siege) compare() string {
	a, err := s.browsers[0].get("/export")
	if err != nil || a.status != http.StatusOK {
		return fmt.Sprintf("export: %d: %v", a.status, err)
	}
	got := contents(a.body)
	perhaps := map[string][]string{}
	for _, w := range s.open {
		for k, v := range w.says {
			perhaps[k] = append(perhaps[k], v)
		}
	}
	for k, want := range s.known {
		if got[k] == want || got[k] == "" && want == "0" {
			continue
		}
		if !contains(perhaps[k], got[k]) {
			return fmt.Sprintf("%s: the book says %q, the server had said %q", k, got[k], want)
		}
	}
	for k, wants := range perhaps {
		if _, told := s.known[k]; !told && got[k] != "" && !contains(wants, got[k]) {
			return fmt.Sprintf("%s: the book says %q, which nobody wrote", k, got[k])
		}
	}
	return ""
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s || x == "0" && s == "" {
			return true
		}
	}
	return false
}

var token = regexp.MustCompile(`zq0\d+x`) // no id has a nought in it

// contents reads an export: how many records of each kind bear each token, and
// the settings that are changed.
func contents(export string) map[string]string {
	count, people := map[string]int{}, map[string]map[string]bool{}
	out := map[string]string{}
	for line := range strings.Lines(export) {
		var r struct {
			Record, ID   string
			Name, Person string
			Rhythm       json.Number
			Settings     struct{ Minutes json.Number }
		}
		if json.Unmarshal([]byte(line), &r) != nil {
			continue
		}
		switch r.Record {
		case "keeper":
			out["minutes"] = r.Settings.Minutes.String()
		case "person":
			out["rhythm "+r.ID] = r.Rhythm.String()
		case "card":
			// One person may have several cards; one name may have one person.
			if tok := token.FindString(strings.ToLower(r.Name)); tok != "" {
				if people[tok] == nil {
					people[tok] = map[string]bool{}
				}
				people[tok][r.Person] = true
			}
		case "fact", "handle", "encounter":
			for _, tok := range token.FindAllString(strings.ToLower(line), 1) {
				count[r.Record+" "+tok]++
			}
		}
	}
	for tok, who := range people {
		count["person "+tok] = len(who)
	}
	for k, n := range count {
		out[k] = fmt.Sprint(n)
	}
	return out
}

// keepWriting sends one write after the other until the server is gone, and
// returns what it was refused.
func (s *siege) keepWriting(c int, dice *rand.Rand) string {
	var noted string // the path of what was noted last
	var said string
	for {
		w := s.next(c, dice, noted, said)
		a, err := s.browsers[c].post(w.path, w.form)
		if bad := s.write(w, a, err); err != nil || bad != "" {
			return bad
		}
		noted = ""
		if u, err := url.Parse(a.location); err == nil && w.path == "/log" {
			if w.form.Has("person") { // taking back a line of somebody new would take them with it
				noted, said = u.Query().Get("of"), w.form.Get("line")
			}
			s.own[c] = strings.TrimPrefix(u.Path, "/people/")
		}
	}
}

// write notes how a write went.
func (s *siege) write(w write, a answer, err error) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err != nil:
		s.unanswered++
		s.open = append(s.open, w)
	case !a.did():
		return fmt.Sprintf("%s %v: refused with %d %.300s", w.path, w.form, a.status, a.body)
	default:
		s.told++
		s.sent = append(s.sent, w)
		maps.Copy(s.known, w.says)
	}
	return ""
}

// next makes up a write: of somebody new, of somebody known, or of the keeper.
func (s *siege) next(c int, dice *rand.Rand, noted, said string) write {
	s.mu.Lock()
	s.n++
	n := s.n
	s.mu.Unlock()
	tok := fmt.Sprintf("zq0%dx", n)
	once := url.Values{"once": {fmt.Sprintf("once%d", n)}}
	with := func(pairs ...string) url.Values {
		f := maps.Clone(once)
		for i := 0; i < len(pairs); i += 2 {
			f.Set(pairs[i], pairs[i+1])
		}
		return f
	}
	who := "/people/" + s.own[c]
	switch what := dice.IntN(8); {
	case s.own[c] != "" && what == 0:
		return write{c, "/log", with("person", s.own[c], "line", "Café "+tok), map[string]string{"encounter " + tok: "1"}}
	case s.own[c] == "" || what < 2:
		return write{c, "/log", with("who-0", "new", "name-0", "Testeur "+tok, "line", "Café "+tok), map[string]string{"person " + tok: "1", "encounter " + tok: "1"}}
	case what < 4:
		return write{c, who + "/facts", with("kind", "interest", "value", "le judo "+tok), map[string]string{"fact " + tok: "1"}}
	case what == 4:
		return write{c, who + "/handles", with("value", tok+"@exemple.example"), map[string]string{"handle " + tok: "1"}}
	case what == 5 && noted != "":
		return write{c, "/lines/" + noted + "/undo", url.Values{}, map[string]string{"encounter " + token.FindString(said): "0"}}
	case what == 6 && c == 0:
		minutes := fmt.Sprint(1 + n%480)
		return write{c, "/settings/time", url.Values{"most": {"3"}, "minutes": {minutes}}, map[string]string{"minutes": minutes}}
	}
	rhythm := fmt.Sprint(1 + n%300)
	return write{c, who + "/tie", url.Values{"rhythm": {rhythm}}, map[string]string{"rhythm " + s.own[c]: rhythm}}
}
