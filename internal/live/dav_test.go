package live

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"entregent/internal/app"
	"entregent/internal/network"
)

// shelves is a server with an address book and a calendar.
func shelves(t *testing.T) *davServer {
	s := radicale(t)
	s.collection(t, "/ada/people/", "addressbook", "carddav", "Carnet")
	s.collection(t, "/ada/agenda/", "calendar", "caldav", "Agenda")
	return s
}

func (s *davServer) setup(kind string) Setup {
	return Setup{Kind: kind, Address: s.url, Account: "ada", Password: canary, Near: true}
}

func TestAddressBook(t *testing.T) {
	s := shelves(t)
	for i := range 120 { // more than are fetched at once
		s.card(t, fmt.Sprint("c", i), fmt.Sprintf("Ami%d Durand%d", i, i), fmt.Sprintf("EMAIL:ami%d@example.net\r\n", i))
	}
	b := newBook(t)
	f, err := b.Try(t.Context(), s.setup(app.LiveCards))
	if err != nil || f.Name != "Carnet" || !slices.Equal(f.Keep, []string{"/ada/people/"}) {
		t.Fatalf("found %+v, %v", f, err)
	}
	knowMe(t, b)
	id := b.add(t, s.setup(app.LiveCards))
	if got := b.read(t, id); got.Read != 120 || got.People.New != 120 || got.ProblemCount != 0 {
		t.Errorf("first reading: %+v", got)
	}
	all := b.export(t)
	b.now = b.now.Add(24 * time.Hour)
	if got := b.read(t, id); got.Read != 0 || b.export(t) != all {
		t.Errorf("the same again: %+v", got)
	}
	s.card(t, "c7", "Ami7 Durand7", "EMAIL:ami7@example.net\r\nORG:Atelier Neuf\r\n")
	s.card(t, "new", "Zoé Blanc", "EMAIL:zoe@example.net\r\n")
	s.ask(t, "DELETE", "/ada/people/c8.vcf", "")
	if got := b.read(t, id); got.Read != 2 || got.People.New != 1 || got.People.Filled != 1 {
		t.Errorf("a changed and a new card: %+v", got)
	}
	after := b.export(t)
	if !strings.Contains(after, "Atelier Neuf") || !strings.Contains(after, "ami8@example.net") {
		t.Error("a change did not arrive, or what was deleted there was deleted here")
	}
	b.sound(t)
}

// knowMe tells the book who the keeper is.
func knowMe(t *testing.T, b *book) {
	t.Helper()
	k, err := b.app.Keeper(t.Context(), b.keeper)
	if err != nil {
		t.Fatal(err)
	}
	k.Settings.Handles = []network.Handle{{Kind: network.Email, Value: account}}
	if err := b.app.PutSettings(t.Context(), b.keeper, k.Settings); err != nil {
		t.Fatal(err)
	}
}

const meeting = "ORGANIZER:mailto:ada@example.org\r\nATTENDEE;PARTSTAT=ACCEPTED;CN=Yves Martin:mailto:yves@example.net\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@example.org\r\n"

func TestCalendar(t *testing.T) {
	s := shelves(t)
	b := newBook(t)
	knowMe(t, b)
	s.event(t, "lunch", "DTSTART:20261110T110000Z\r\nDTEND:20261110T120000Z\r\nSUMMARY:Déjeuner\r\nLOCATION:Halles\r\n"+meeting)
	s.event(t, "weekly", "DTSTART:20261102T080000Z\r\nDTEND:20261102T083000Z\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Point\r\n"+meeting)
	s.event(t, "coming", "DTSTART:20261126T080000Z\r\nDTEND:20261126T083000Z\r\nSUMMARY:À venir\r\n"+meeting)
	id := b.add(t, s.setup(app.LiveCalendar))
	got := b.read(t, id)
	if got.Read != 3 || got.ProblemCount != 0 {
		t.Fatalf("first reading: %+v", got)
	}
	held := b.met(t)
	if want := []string{"2026-11-02", "2026-11-09", "2026-11-10", "2026-11-16", "2026-11-23"}; !slices.Equal(held, want) {
		t.Errorf("met on %v, want %v", held, want)
	}
	b.now = b.now.Add(6 * time.Hour)
	if got := b.read(t, id); got.Read != 0 {
		t.Errorf("the same again: %+v", got)
	}
	// Time goes by: what was planned has taken place, and nothing else is told.
	b.now = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	if got := b.read(t, id); got.Read != 2 {
		t.Errorf("a week later: %+v", got)
	}
	if held := b.met(t); !slices.Equal(held, []string{"2026-11-02", "2026-11-09", "2026-11-10", "2026-11-16", "2026-11-23", "2026-11-26", "2026-11-30"}) {
		t.Errorf("a week later met on %v", held)
	}
	// The lunch is moved to the day after, as its organiser says now.
	s.event(t, "lunch", "SEQUENCE:1\r\nDTSTART:20261111T110000Z\r\nDTEND:20261111T120000Z\r\nSUMMARY:Déjeuner\r\nLOCATION:Halles\r\n"+meeting)
	if got := b.read(t, id); got.Encounters.Changed == 0 {
		t.Errorf("a moved event: %+v", got)
	}
	if held := b.met(t); !slices.Equal(held, []string{"2026-11-02", "2026-11-09", "2026-11-11", "2026-11-16", "2026-11-23", "2026-11-26", "2026-11-30"}) {
		t.Errorf("after the move met on %v", held)
	}
	// And stays moved when time goes on.
	b.now = b.now.AddDate(0, 0, 7)
	b.read(t, id)
	if held := b.met(t); !slices.Equal(held, []string{"2026-11-02", "2026-11-09", "2026-11-11", "2026-11-16", "2026-11-23", "2026-11-26", "2026-11-30", "2026-12-07"}) {
		t.Errorf("two weeks later met on %v", held)
	}
	b.sound(t)
}

// met lists the days on which the keeper met Yves.
func (b *book) met(t *testing.T) (days []string) {
	t.Helper()
	var said []string
	for line := range strings.Lines(b.export(t)) {
		if strings.HasPrefix(line, `{"record":"encounter"`) && !strings.Contains(line, `"state":"planned"`) {
			_, at, _ := strings.Cut(line, `"at":"`)
			_, id, _ := strings.Cut(line, `"id":"`)
			said = append(said, id[:26]+at[:10])
		}
	}
	counts := map[string]bool{}
	for line := range strings.Lines(b.export(t)) {
		if strings.HasPrefix(line, `{"record":"presence"`) && strings.Contains(line, `"contact":true`) {
			_, id, _ := strings.Cut(line, `"encounter":"`)
			counts[id[:26]] = true
		}
	}
	for _, s := range said {
		if counts[s[:26]] {
			days = append(days, s[26:])
		}
	}
	slices.Sort(days)
	return days
}

// A calendar that is one file: its server stamps every event anew whenever it is
// asked, and its address is all it takes to read it.
func TestCalendarFile(t *testing.T) {
	extra, asked, stamp := "", 0, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/private-canary-7f3a/basic.ics" {
			http.NotFound(w, r)
			return
		}
		asked++
		stamp++
		text := calendarOf("lunch", "DTSTART:20261110T110000Z\r\nDTEND:20261110T120000Z\r\nSUMMARY:Déjeuner\r\n"+meeting+extra)
		fmt.Fprint(w, strings.ReplaceAll(text, "DTSTAMP:20261101T100000Z", fmt.Sprintf("DTSTAMP:20261101T10%02d00Z", stamp)))
	}))
	defer server.Close()
	b := newBook(t)
	knowMe(t, b)
	set := Setup{Kind: app.LiveCalendar, Address: server.URL + "/private-canary-7f3a/basic.ics", Near: true, Name: "Privé"}
	id := b.add(t, set)
	if l := b.source(t, id); strings.Contains(l.Address, "canary") {
		t.Errorf("the address shows what opens the calendar: %s", l.Address)
	}
	if _, err := b.Add(t.Context(), set); !errors.Is(err, network.Conflict) {
		t.Errorf("the same calendar twice: %v", err)
	}
	if got := b.read(t, id); got.Read != 1 || got.Encounters.New != 1 {
		t.Errorf("first reading: %+v", got)
	}
	all := b.export(t)
	if got := b.read(t, id); got.Read != 0 || b.export(t) != all || asked < 3 {
		t.Errorf("stamped anew: %+v", got)
	}
	extra = "SEQUENCE:2\r\nSTATUS:CANCELLED\r\n"
	if got := b.read(t, id); got.Read != 1 || got.Encounters.Changed != 1 || len(b.met(t)) != 0 {
		t.Errorf("cancelled: %+v, met %v", got, b.met(t))
	}
	b.sound(t)
}

func TestWrongDavPassword(t *testing.T) {
	s := shelves(t)
	b := newBook(t)
	set := s.setup(app.LiveCards)
	set.Password = "canary-wrong"
	if _, err := b.Try(t.Context(), set); !told(err, "live.password") {
		t.Errorf("a wrong password: %v", err)
	}
	set = s.setup(app.LiveCards)
	set.Near = false
	if _, err := b.Try(t.Context(), set); !told(err, "out.near") {
		t.Errorf("a near server without leave: %v", err)
	}
}

// A server that hands out items and breaks off: what came is kept, the rest
// comes the next time.
func TestCutAddressBook(t *testing.T) {
	s := shelves(t)
	for i := range 120 {
		s.card(t, fmt.Sprint("c", i), fmt.Sprintf("Ami%d Durand%d", i, i), fmt.Sprintf("EMAIL:ami%d@example.net\r\n", i))
	}
	gets, cut := 0, false
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "REPORT" {
			if gets++; gets == 2 && cut {
				panic(http.ErrAbortHandler)
			}
		}
		pass(w, r, s.url)
	}))
	defer proxy.Close()
	b := newBook(t)
	knowMe(t, b)
	set := s.setup(app.LiveCards)
	set.Address = strings.Replace(proxy.URL, "127.0.0.1", "localhost", 1)
	id := b.add(t, set)
	gets, cut = 0, true
	got, err := b.Read(t.Context(), id, false)
	if err == nil || sum(got).People.New != 50 {
		t.Errorf("cut: %+v, %v", sum(got), err)
	}
	if l := b.source(t, id); l.Failures != 1 || l.Read != nil || l.Told == nil {
		t.Errorf("the source after a cut: %+v", l)
	}
	cut = false
	if got := b.read(t, id); got.People.New != 70 || got.Read != 70 {
		t.Errorf("the rest: %+v", got)
	}
	b.sound(t)
}

// A server that sends on to another host gets nothing there.
func TestAnotherHost(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("the other host was asked %s %s", r.Method, r.URL)
	}))
	defer other.Close()
	for what, to := range map[string]string{
		"another host":      strings.Replace(other.URL, "127.0.0.1", "127.0.0.2", 1) + "/home/",
		"another port":      strings.Replace(other.URL, "127.0.0.1", "localhost", 1) + "/home/",
		"another scheme":    "https://localhost/home/",
		"no address at all": "::::",
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusMultiStatus)
			fmt.Fprintf(w, `<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><d:response><d:href>%s</d:href><d:propstat><d:status>HTTP/1.1 200 OK</d:status><d:prop><c:addressbook-home-set><d:href>%s</d:href></c:addressbook-home-set></d:prop></d:propstat></d:response></d:multistatus>`, r.URL.Path, to)
		}))
		b := newBook(t)
		_, err := b.Try(t.Context(), Setup{Kind: app.LiveCards, Address: strings.Replace(server.URL, "127.0.0.1", "localhost", 1), Account: "ada", Password: canary, Near: true})
		if err == nil || to[0] != ':' && !told(err, "live.elsewhere") {
			t.Errorf("%s: %v", what, err)
		}
		server.Close()
	}
}
