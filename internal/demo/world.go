package demo

import (
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// A world is the people of one invented network, and the calendar they live by.
// Days are numbered from the first day of the story; today is the last.
type world struct {
	size    Size
	zone    *time.Location
	now     time.Time
	today   time.Time // midnight
	start   time.Time
	days    int     // number of today
	dawn    []int64 // Unix time at which each day begins
	months  []uint8 // month of each day
	week    []uint8 // weekday of each day
	people  []person
	tiers   [tiers][]int32 // who is in each, those without a part in a scene last
	members map[string][]int32
	beats   []beat
	chance  dice
	keeper  importer.Who
	used    map[string]bool // local handles, so that no two people share one
	phones  [2]int          // numbers given out in France and in Britain
}

// A person is one character of the story.
type person struct {
	index     int32
	dice      dice
	culture   *culture
	voice     *voice
	name      string
	first     string
	woman     bool
	handles   []network.Handle
	town      place
	org       string
	title     string
	birthday  network.Date
	tier      tier
	reserved  bool // has a part in a scene: nothing else may happen near the end
	remote    bool // never met in person
	newPost   bool // began elsewhere last week
	from, to  int  // first and last day of the tie
	connected int  // day of the connection
	line      line // what happens between them and the keeper
}

func newWorld(size Size, opt importer.Options) *world {
	w := &world{size: size, zone: opt.Zone, now: opt.Now.In(opt.Zone), chance: newDice(size.Seed, 0), keeper: keeper(), used: map[string]bool{}, members: map[string][]int32{}}
	y, m, d := w.now.Date()
	w.today = time.Date(y, m, d, 0, 0, 0, 0, w.zone)
	w.start = time.Date(y-size.Years, m, d, 0, 0, 0, 0, w.zone)
	w.calendar()
	w.populate()
	w.cast()
	w.share()
	return w
}

// calendar lists every day up to a fortnight from now, for what is planned.
func (w *world) calendar() {
	y, m, d := w.start.Date()
	for day := 0; ; day++ {
		t := time.Date(y, m, d+day, 0, 0, 0, 0, w.zone)
		if t.Equal(w.today) {
			w.days = day
		}
		if t.After(w.today.AddDate(0, 0, 15)) {
			return
		}
		w.dawn = append(w.dawn, t.Unix())
		w.months = append(w.months, uint8(t.Month()))
		w.week = append(w.week, uint8(t.Weekday()))
	}
}

// at returns the moment of a minute of the story.
func (w *world) at(minute int64) time.Time {
	day := min(max(int(minute/perDay), 0), len(w.dawn)-1)
	return time.Unix(w.dawn[day]+minute%perDay*60, 0).In(w.zone)
}

// perDay is the number of minutes of a day of the story.
const perDay = 24 * 60

func (w *world) date(day int) time.Time { return time.Unix(w.dawn[day], 0).In(w.zone) }

func (w *world) populate() {
	w.people = make([]person, w.size.People)
	english, vous, tu := voices()
	ranks := w.ranks()
	var counts [2]int
	for i := range w.people {
		p := &w.people[i]
		p.index, p.dice = int32(i), newDice(w.size.Seed, uint64(i)+1)
		p.tier = tierOf(ranks[i], len(w.people))
		p.culture, p.voice = &frenchCulture, vous
		n := &counts[0]
		switch {
		case p.dice.chance(0.38):
			p.culture, p.voice, n = &englishCulture, english, &counts[1]
		case p.dice.chance(p.tier.familiar()):
			p.voice = tu
		}
		p.woman = p.call(w.size.Seed, *n)
		*n++
		p.town = p.culture.towns[p.dice.below(len(p.culture.towns))]
		if p.tier.close() && p.dice.chance(0.4) {
			p.town = frenchCulture.towns[0]
		}
		p.org = p.culture.organisation(p.dice.below(max(4, w.size.People/12)))
		p.title = p.culture.job(p.dice.below(1000), p.woman)
		w.identify(p)
		p.live(w.days)
		w.tiers[p.tier] = append(w.tiers[p.tier], int32(i))
		w.members[p.org] = append(w.members[p.org], int32(i))
	}
}

// ranks shuffles the places of the village, so that closeness and order of
// arrival have nothing to do with each other.
func (w *world) ranks() []int {
	r := make([]int, w.size.People)
	for i := range r {
		r[i] = i
	}
	for i := len(r) - 1; i > 0; i-- {
		j := w.chance.below(i + 1)
		r[i], r[j] = r[j], r[i]
	}
	return r
}

// call names the n-th person of a culture. A stride that shares no factor with
// the number of names goes through all of them before one comes again.
func (p *person) call(seed uint64, n int) (woman bool) {
	const stride = 7919
	c := p.culture
	firsts := len(c.women) + len(c.men)
	all := firsts * len(c.heads) * len(c.tails)
	i := int((uint64(n)*stride + seed*131) % uint64(all))
	first := i % firsts
	if woman = first < len(c.women); woman {
		p.first = c.women[first]
	} else {
		p.first = c.men[first-len(c.women)]
	}
	p.name = p.first + " " + c.surname(i/firsts)
	return woman
}

// identify gives a person handles that nobody else has.
func (w *world) identify(p *person) {
	flat := network.Fold(p.name)
	if p.tier != click || p.dice.chance(0.3) {
		domain := strings.ReplaceAll(network.Fold(p.org), " ", "-") + ".example"
		if p.dice.chance(0.25) {
			domain = p.dice.of([]string{"courriel.example", "poste-libre.example", "inbox.example", "letterbox.example"})
		}
		local := w.unused(strings.ReplaceAll(flat, " ", "."), "@"+domain)
		p.handles = append(p.handles, network.Handle{Kind: network.Email, Value: local})
	}
	if p.tier == click || p.dice.chance(0.7) {
		p.handles = append(p.handles, network.Handle{Kind: network.LinkedIn, Value: w.unused(strings.ReplaceAll(flat, " ", "-"), "")})
	}
	if p.tier != click && p.dice.chance(0.65) {
		if phone := w.phone(p.town.country); phone != "" {
			p.handles = append(p.handles, network.Handle{Kind: network.Phone, Value: phone})
		}
	}
}

// unused adds a number to a name until nobody has it.
func (w *world) unused(name, tail string) string {
	out := name + tail
	for n := 2; w.used[out]; n++ {
		out = name + strconv.Itoa(n) + tail
	}
	w.used[out] = true
	return out
}

// frenchRanges and britishRange are kept for fiction by the regulators: nobody
// can be rung by mistake. Each French one holds ten thousand numbers.
var frenchRanges = []string{"+3363998", "+3326191", "+3335301", "+3346571", "+3353649"}

const britishRange = "+447700900"

// phone gives out the next number of a country, "" where there is none left.
func (w *world) phone(country string) string {
	switch country {
	case "FR":
		n := w.phones[0]
		w.phones[0]++
		if n < 10_000*len(frenchRanges) {
			return frenchRanges[n/10_000] + digits(n%10_000*7919%10_000, 4)
		}
	case "GB":
		n := w.phones[1]
		w.phones[1]++
		if n < 1000 {
			return britishRange + digits(n*37%1000, 3)
		}
	}
	return ""
}

func digits(n, width int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", width-len(s)) + s
}

// who names a person in passing.
func (p *person) who() importer.Who {
	n := 1
	if len(p.handles) == 0 {
		n = 0
	}
	return importer.Who{Name: p.name, Handles: p.handles[:n]}
}
