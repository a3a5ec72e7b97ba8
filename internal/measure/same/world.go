// Package same measures how well package resolve tells who is one person with
// whom. It invents people whose cards stand in several sources, as sources write
// them, and so knows the truth: with typing mistakes, accents lost, married names,
// nicknames, mailboxes of couples, addresses of desks, namesakes, changed jobs.
// It counts which pairs of cards were joined or proposed rightly, beside what
// anybody would do first: the same name, the same mail address.
//
// The seed Dev is for tuning, Test for the figures; a third of the names each has
// to itself. It leaves out storage and files: app reads what is handed to it.
package same

import (
	_ "embed"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"entregent/internal/network"
)

// The seeds. Nothing in package resolve may be tuned by looking at Test.
const (
	Dev  = 1
	Test = 2
)

//go:embed given.txt
var givenText string

//go:embed family.txt
var familyText string

// A World is the invented truth: cards in the order in which sources would be
// read, what they say, and whose they are.
type World struct {
	Cards    []network.Card
	Facts    map[network.CardID][]network.Fact
	Truth    map[network.CardID]int // number of the person; organisations have none
	Together [][]network.CardID     // who was seen with whom: cards of one source
	People   int
}

type givenName struct {
	sex   byte
	name  string
	short []string
}

type pools struct {
	given       []givenName
	family      []string
	front, back []string
}

// pool keeps of a list what a seed may use: a third is for both seeds, a third
// for each.
func pool[T any](list []T, seed uint64) (out []T) {
	for i, x := range list {
		if k := uint64(i % 3); k == 0 || k == 1+seed%2 {
			out = append(out, x)
		}
	}
	return out
}

func readPools(seed uint64) pools {
	var p pools
	for line := range strings.Lines(givenText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		g := givenName{sex: line[0], name: line[2:]}
		if i := strings.LastIndexByte(g.name, ' '); i > 0 && (strings.Contains(g.name[i:], ",") || g.name[:i] != "Ana") {
			g.name, g.short = g.name[:i], strings.Split(g.name[i+1:], ",")
		}
		p.given = append(p.given, g)
	}
	for line := range strings.Lines(familyText) {
		line = strings.TrimSpace(line)
		rare, isRare := strings.CutPrefix(line, "= ")
		switch {
		case line == "" || line[0] == '#':
		case isRare && p.front == nil:
			p.front = strings.Fields(rare)
		case isRare:
			p.back = strings.Fields(rare)
		default:
			p.family = append(p.family, line)
		}
	}
	return pools{given: pool(p.given, seed), family: pool(p.family, seed), front: p.front, back: p.back}
}

// A dice draws.
type dice struct{ *rand.Rand }

func (d dice) chance(p float64) bool { return d.Float64() < p }

func of[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// early draws from a list, the first entries more often, as names are shared out.
func early[T any](d dice, list []T) T {
	return list[int(float64(len(list))*d.Float64()*d.Float64())]
}

// A company is an invented employer.
type company struct {
	name, domain, town, switchboard string
	style                           int // how it makes addresses of names
}

// A post is one job with its years.
type post struct {
	at       *company
	title    string
	from, to int
	mail     string
}

// A human is one of the invented people.
type human struct {
	number      int
	given       givenName
	birth       string // family name at birth
	married     string // "" or the other name
	wedding     int    // year
	short       string // familiar form others use, "" for none
	mail        string // private
	oldMail     string // the private one before, "" for none
	phone       string
	slug        string
	birthday    string
	town        string
	posts       []post
	home        *home
	accents     bool // writes the name with its accents
	middle      string
	doubled     bool // the married name is both, with a hyphen
	keepsMaiden bool // wrote on networks under the name at birth
}

// A home is a mailbox and a telephone that a couple shares.
type home struct {
	mail, phone string
	people      []int
	family      string
}

var titles = []string{"Directrice commerciale", "Chef de projet", "Consultant", "Ingénieure", "Product manager", "Sales director", "Accountant", "Designer", "CTO", "Avocate", "DRH", "Journaliste", "Architect", "Data analyst", "Chercheur"}

var towns = []string{"Lyon", "Paris", "Nantes", "Lille", "Bordeaux", "Rennes", "London", "Leeds", "Bruxelles", "Genève", "Montréal", "Toulouse", "Strasbourg", "Dublin", "Boston"}

var trades = []string{"Conseil", "Systems", "Bâtiment", "Foods", "Atelier", "Partners", "Énergie", "Media", "Logistics", "Studio", "Assurances", "Labs"}

// invent makes people and where they work.
func invent(d dice, p pools, n int) []*human {
	firms := make([]*company, max(3, n/12))
	for i := range firms {
		root := of(d, p.front) + of(d, p.back)
		name := root + " " + of(d, trades)
		firms[i] = &company{name: name, domain: letters(name) + of(d, []string{".example", ".test", ".invalid"}), town: of(d, towns), style: d.IntN(5), switchboard: number(d, "1")}
	}
	people := make([]*human, n)
	for i := range people {
		h := &human{number: i, given: early(d, p.given), town: of(d, towns), accents: d.chance(0.8)}
		h.birth = early(d, p.family)
		if d.chance(0.6) {
			h.birth = of(d, p.front) + of(d, p.back)
		}
		if len(h.given.short) > 0 && d.chance(0.35) {
			h.short = of(d, h.given.short)
		}
		if d.chance(0.04) {
			h.middle = of(d, p.given).name
		}
		if h.given.sex == 'f' && d.chance(0.14) || d.chance(0.01) {
			h.married, h.wedding, h.doubled, h.keepsMaiden = early(d, p.family), 2012+d.IntN(10), d.chance(0.4), d.chance(0.3)
			if d.chance(0.5) {
				h.married = of(d, p.front) + of(d, p.back)
			}
		}
		h.birthday = time.Date(1950+d.IntN(52), time.Month(1+d.IntN(12)), 1+d.IntN(28), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		h.phone = number(d, "6")
		for year := 2006 + d.IntN(8); year < 2024; {
			j := post{at: of(d, firms), title: of(d, titles), from: year, to: min(2026, year+2+d.IntN(9))}
			j.mail = j.at.address(d, h, j.from)
			h.posts, year = append(h.posts, j), j.to
		}
		h.mail = private(d, h)
		if d.chance(0.25) {
			h.oldMail = private(d, h)
		}
		h.slug = letters(h.given.name) + "-" + letters(h.birth)
		if d.chance(0.7) {
			h.slug += "-" + of(d, strings.Fields("1a 7b4 90c 3e2f 55a1 88b 2c1d")) + string(rune('a'+d.IntN(26))) + string(rune('a'+d.IntN(26))) + string(rune('0'+d.IntN(10)))
		}
		people[i] = h
	}
	for i := 0; i+1 < n; i += 2 { // some live together: one mailbox, one telephone
		if d.chance(0.06) {
			a, b := people[i], people[i+1]
			w := &home{people: []int{i, i + 1}, phone: number(d, "1"), family: a.birth}
			if d.chance(0.7) && b.married == "" {
				b.married, b.wedding = a.birth, 2010+d.IntN(8)
			}
			w.mail = of(d, []string{letters(a.given.name) + "et" + letters(b.given.name) + "@maison.example", "famille." + letters(a.birth) + string(rune('0'+i%10)) + "@maison.example", letters(a.birth) + "s" + string(rune('a'+i%26)) + "@home.test"})
			a.home, b.home = w, w
		}
	}
	seen := map[string]bool{} // what names one person names no other
	for _, h := range people {
		for _, p := range []*string{&h.mail, &h.oldMail, &h.phone, &h.slug} {
			for *p != "" && seen[*p] {
				local, domain, at := strings.Cut(*p, "@")
				switch {
				case at:
					*p = local + string(rune('1'+d.IntN(9))) + "@" + domain
				case p == &h.phone:
					*p = number(d, "6")
				default:
					*p += string(rune('a' + d.IntN(26)))
				}
			}
			seen[*p] = true
		}
		for j := range h.posts {
			for m := &h.posts[j].mail; seen[*m]; {
				local, domain, _ := strings.Cut(*m, "@")
				*m = local + string(rune('2'+d.IntN(8))) + "@" + domain
			}
			seen[h.posts[j].mail] = true
		}
	}
	return people
}

// letters are what addresses are made of.
func letters(s string) string { return strings.ReplaceAll(network.Fold(s), " ", "") }

func number(d dice, zone string) string {
	b := []byte("+33" + zone)
	for range 8 {
		b = append(b, byte('0'+d.IntN(10)))
	}
	return string(b)
}

// family is the name somebody bears in a year.
func (h *human) family(year int) string {
	switch {
	case h.married == "" || year < h.wedding:
		return h.birth
	case h.doubled:
		return h.birth + "-" + h.married
	}
	return h.married
}

func (c *company) address(d dice, h *human, year int) string {
	g, f := letters(h.given.name), letters(h.family(year))
	local := ""
	switch c.style {
	case 0:
		local = g + "." + f
	case 1:
		local = g[:1] + f
	case 2:
		local = g[:1] + "." + f
	case 3:
		local = f + "." + g
	default:
		local = g
		if d.chance(0.5) {
			local += f[:1]
		}
	}
	return local + "@" + c.domain
}

func private(d dice, h *human) string {
	g, f := letters(h.given.name), letters(h.birth)
	host := of(d, []string{"gmail.com", "orange.example", "free.example", "outlook.example", "yahoo.example"})
	tail := of(d, []string{"", "", "75", "69", h.birthday[2:4], h.birthday[:4]})
	switch d.IntN(5) {
	case 0:
		return g + f + tail + "@" + host
	case 1:
		return g[:1] + f + tail + "@" + host
	case 2:
		return g + tail + string(rune('a'+d.IntN(26))) + "@" + host
	case 3:
		return of(d, []string{"petitchat", "bluebird", "surf", "jardin", "oldtimer", "cuisine"}) + string(rune('a'+d.IntN(26))) + string(rune('0'+d.IntN(10))) + string(rune('0'+d.IntN(10))) + "@" + host
	}
	return g + "." + f + tail + "@" + host
}

// at is the post somebody holds in a year, nil for none.
func (h *human) at(year int) *post {
	for i := range slices.Backward(h.posts) {
		if h.posts[i].from <= year && year <= h.posts[i].to {
			return &h.posts[i]
		}
	}
	return nil
}
