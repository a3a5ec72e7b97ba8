package same

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
	"unicode"

	"entregent/internal/network"
)

// Invent makes a world of so many people.
func Invent(seed uint64, people int) World {
	d := dice{rand.New(rand.NewPCG(seed, 0x656e7472))}
	w := &writer{d: d, p: readPools(seed), World: World{Facts: map[network.CardID][]network.Fact{}, Truth: map[network.CardID]int{}, People: people}}
	w.people = invent(d, w.p, people)
	for _, s := range sources {
		w.source = s.name
		met := map[*company][]network.CardID{}
		for _, h := range w.people {
			w.at = ""
			s.write(w, h)
			if w.at == "" || !s.meets {
				continue
			}
			if p := h.at(s.year); p != nil {
				met[p.at] = append(met[p.at], w.last)
			}
		}
		for _, h := range w.people { // in an order of its own: maps have none
			if p := h.at(s.year); p != nil && len(met[p.at]) > 1 {
				w.meet(met[p.at])
				delete(met, p.at)
			}
		}
		w.desks(s.name)
	}
	return w.World
}

// A sourceKind is one place where people are written down.
type sourceKind struct {
	name  string
	year  int
	meets bool // it tells who was together with whom
	write func(w *writer, h *human)
}

// sources are read in this order: by the year of what they say.
var sources = []sourceKind{
	{"crm", 2014, false, (*writer).crm},
	{"phone", 2017, false, (*writer).addressBook},
	{"facebook", 2018, false, (*writer).facebook},
	{"mail", 2019, true, (*writer).mails},
	{"chat", 2021, false, (*writer).chat},
	{"google", 2022, false, (*writer).google},
	{"ics", 2023, true, (*writer).calendar},
	{"linkedin", 2024, false, (*writer).linkedIn},
}

// A writer writes cards.
type writer struct {
	World
	d      dice
	p      pools
	people []*human
	source string
	at     string // "" until a card was written of the one at hand
	last   network.CardID
	n      int
}

var worldSeed = []byte("an invented world")

// card writes what a source says of somebody.
func (w *writer) card(who int, name string, vouched bool, handles ...network.Handle) network.CardID {
	w.n++
	c := network.Card{ID: network.Derive[network.CardID](worldSeed, w.source, fmt.Sprint(w.n)), Source: w.source, Name: name, Vouched: vouched}
	for _, h := range handles {
		if h.Value != "" {
			c.Handles = append(c.Handles, h)
		}
	}
	if who >= 0 {
		w.Truth[c.ID] = who
	} else {
		c.Kind = network.Organisation
	}
	w.Cards = append(w.Cards, c)
	w.last, w.at = c.ID, w.source
	return c.ID
}

func (w *writer) fact(card network.CardID, kind network.FactKind, value string, year int) {
	if value == "" {
		return
	}
	w.Facts[card] = append(w.Facts[card], network.Fact{Card: card, Kind: kind, Value: value, AsOf: time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)})
}

func (w *writer) job(card network.CardID, p *post, year int, share float64) {
	if p == nil || !w.d.chance(share) {
		return
	}
	w.fact(card, network.FactOrganisation, w.firm(p.at.name), year)
	if w.d.chance(0.7) {
		w.fact(card, network.FactTitle, p.title, year)
	}
}

// firm writes a company as people do: with what it is in law, in capitals.
func (w *writer) firm(name string) string {
	switch w.d.IntN(10) {
	case 0:
		return strings.ToUpper(name)
	case 1:
		return name + of(w.d, []string{" SA", " SAS", " Ltd", " Inc.", " GmbH", " SARL"})
	}
	return name
}

// meet lets some of a company's people be seen together, three or four at a time.
func (w *writer) meet(cards []network.CardID) {
	for range 1 + len(cards)/2 {
		var few []network.CardID
		for range 2 + w.d.IntN(3) {
			few = append(few, of(w.d, cards))
		}
		w.Together = append(w.Together, few)
	}
}

func mail(s string) network.Handle {
	if s == "" {
		return network.Handle{}
	}
	h, _ := network.NewEmail(s)
	return h
}

func tel(s string) network.Handle { return network.Handle{Kind: network.Phone, Value: s} }

func (w *writer) crm(h *human) {
	p := h.at(2014)
	if p == nil || !w.d.chance(0.25) {
		return
	}
	name := h.given.name + " " + h.family(2014)
	if w.d.chance(0.4) {
		name = strings.ToUpper(plain(h.family(2014))) + " " + plain(h.given.name)
	}
	m, t := "", ""
	if w.d.chance(0.6) {
		m = p.mail
	}
	if w.d.chance(0.4) {
		t = p.at.switchboard
	}
	id := w.card(h.number, w.typed(name, 0.08), true, mail(m), tel(t))
	w.job(id, p, 2014, 0.95)
}

func (w *writer) addressBook(h *human) {
	if !w.d.chance(0.35) {
		return
	}
	given, family := h.given.name, h.family(2017)
	p := h.at(2017)
	if h.short != "" && w.d.chance(0.6) {
		given = h.short
	}
	name := given + " " + family
	switch r := w.d.Float64(); {
	case r < 0.03:
		name = given
	case r < 0.06 && p != nil:
		name = given + " " + p.at.name
	case r < 0.10:
		name = family + " " + given
	case r < 0.12:
		name = string([]rune(given)[:1]) + ". " + family
	}
	m, t := "", h.phone
	if w.d.chance(0.5) {
		m = h.mail
		if h.oldMail != "" {
			m = h.oldMail
		}
	}
	if h.home != nil && w.d.chance(0.6) {
		m, t = h.home.mail, of(w.d, []string{h.phone, h.home.phone})
	}
	if w.d.chance(0.12) {
		t = ""
	}
	handles := []network.Handle{mail(m), tel(t), {Kind: network.CardUID, Value: fmt.Sprint("uid-", h.number)}}
	id := w.card(h.number, w.typed(name, 0.06), true, handles...)
	w.job(id, p, 2017, 0.4)
	if w.d.chance(0.2) {
		w.fact(id, network.FactBirthday, h.birthday, 2017)
	}
	if w.d.chance(0.15) {
		w.fact(id, network.FactTown, h.town, 2017)
	}
}

func (w *writer) facebook(h *human) {
	if !w.d.chance(0.25) {
		return
	}
	given, family := h.given.name, h.family(2018)
	if h.keepsMaiden {
		family = h.birth
	}
	if h.short != "" && w.d.chance(0.4) {
		given = h.short
	}
	name := w.own(h, given+" "+family)
	if w.d.chance(0.02) {
		name = given + " " + of(w.d, []string{"Du Soleil", "Rock", "Wanderer", "Lalune"})
	}
	id := w.card(h.number, name, true, network.Handle{Kind: network.Scoped, Value: fmt.Sprint("facebook:", h.number)})
	if w.d.chance(0.4) {
		w.fact(id, network.FactBirthday, h.birthday, 2018)
	}
	if w.d.chance(0.3) {
		w.fact(id, network.FactTown, h.town, 2018)
	}
	w.job(id, h.at(2018), 2018, 0.15)
}

// mails are the headers of years: each address somebody wrote from, and how they
// signed there.
func (w *writer) mails(h *human) {
	if !w.d.chance(0.5) {
		return
	}
	for _, year := range []int{2013, 2019} {
		p := h.at(year)
		if p == nil || !w.d.chance(0.5) {
			continue
		}
		family := h.family(year)
		name := w.own(h, h.given.name+" "+family)
		switch r := w.d.Float64(); {
		case r < 0.15:
			name = strings.ToUpper(family) + " " + h.given.name
		case r < 0.25:
			name = family + ", " + h.given.name
		case r < 0.33:
			name = p.mail
		case r < 0.40:
			name = ""
		case r < 0.45:
			name = string([]rune(h.given.name)[:1]) + ". " + family
		case r < 0.50:
			name = h.given.name + " " + family + " (" + p.at.name + ")"
		}
		w.card(h.number, name, false, mail(p.mail))
	}
	if w.d.chance(0.4) {
		m, name := h.mail, w.own(h, h.given.name+" "+h.family(2019))
		if h.short != "" && w.d.chance(0.3) {
			name = h.short + " " + h.family(2019)
		}
		switch {
		case h.home != nil && w.d.chance(0.7):
			m = h.home.mail
			if w.d.chance(0.15) {
				name = h.given.name
			}
		case w.d.chance(0.1):
			name = ""
		case w.d.chance(0.08):
			name = h.given.name
		}
		w.card(h.number, name, false, mail(m))
	}
}

func (w *writer) chat(h *human) {
	if !w.d.chance(0.25) {
		return
	}
	name := h.given.name + " " + h.family(2021)
	if h.short != "" {
		name = h.short + " " + h.family(2021)
	}
	if w.d.chance(0.06) {
		name = h.given.name
	}
	if w.d.chance(0.8) {
		w.card(h.number, name, true, tel(h.phone))
		return
	}
	w.card(h.number, name, true, network.Handle{Kind: network.Scoped, Value: fmt.Sprint("whatsapp:", h.number)})
}

func (w *writer) google(h *human) {
	if !w.d.chance(0.35) {
		return
	}
	name := h.given.name + " " + h.family(2022)
	if h.middle != "" {
		name = h.given.name + " " + h.middle + " " + h.family(2022)
	}
	p := h.at(2022)
	m, t := h.mail, ""
	if p != nil && w.d.chance(0.3) {
		m = p.mail
	}
	if w.d.chance(0.3) {
		t = h.phone
	}
	if w.d.chance(0.08) {
		m = ""
	}
	id := w.card(h.number, w.typed(name, 0.05), true, mail(m), tel(t), network.Handle{Kind: network.CardUID, Value: fmt.Sprint("g", h.number)})
	w.job(id, p, 2022, 0.5)
	if w.d.chance(0.2) {
		w.fact(id, network.FactBirthday, h.birthday, 2022)
	}
}

func (w *writer) calendar(h *human) {
	p := h.at(2023)
	if p == nil || !w.d.chance(0.3) {
		return
	}
	name := h.given.name + " " + h.family(2023)
	if w.d.chance(0.2) {
		name = p.mail
	}
	w.card(h.number, name, false, mail(p.mail))
}

func (w *writer) linkedIn(h *human) {
	if !w.d.chance(0.55) {
		return
	}
	family := h.family(2024)
	if h.keepsMaiden {
		family = h.birth
	}
	name := w.own(h, h.given.name+" "+family)
	switch r := w.d.Float64(); {
	case r < 0.04:
		name += of(w.d, []string{", MBA", ", PhD", " PMP", " 🚀", " (She/Her)", ", CFA"})
	case r < 0.07 && h.married != "":
		name = h.given.name + " " + h.married + " (" + h.birth + ")"
	}
	m := ""
	if w.d.chance(0.15) {
		m = h.mail
	}
	id := w.card(h.number, name, true, mail(m), network.Handle{Kind: network.LinkedIn, Value: h.slug})
	w.job(id, h.at(2024), 2024, 0.92)
}

// desks are the addresses and telephones of companies, and machines.
func (w *writer) desks(source string) {
	if source != "mail" && source != "phone" {
		return
	}
	for _, h := range w.people {
		if len(h.posts) > 0 && w.d.chance(0.02) {
			c := h.posts[0].at
			if source == "mail" {
				w.card(-1, of(w.d, []string{"Contact " + c.name, c.name, "Accueil", ""}), false, mail(of(w.d, []string{"contact@", "info@", "rh@", "newsletter@", "no-reply@"})+c.domain))
			} else {
				w.card(-1, c.name, true, tel(c.switchboard))
			}
		}
	}
}

// own is a name as its bearer writes it: with the accents, or all without.
func (w *writer) own(h *human, name string) string {
	if h.accents {
		return name
	}
	return plain(name)
}

// plain drops accents and keeps everything else.
func plain(s string) string {
	var b strings.Builder
	for _, r := range s {
		f := network.Fold(string(r))
		switch {
		case r < 0x80 || f == "":
			b.WriteRune(r)
		case unicode.IsUpper(r):
			b.WriteString(strings.ToUpper(f[:1]) + f[1:])
		default:
			b.WriteString(f)
		}
	}
	return b.String()
}

// typed is what fingers make of a name: a letter lost, doubled, swapped or its
// neighbour's, accents gone, a hyphen for a space.
func (w *writer) typed(name string, wrong float64) string {
	if w.d.chance(0.25) {
		name = plain(name)
	}
	if w.d.chance(0.1) {
		name = strings.ReplaceAll(name, "-", " ")
	}
	if w.d.chance(0.04) {
		name = strings.ToLower(name)
	}
	r := []rune(name)
	if !w.d.chance(wrong) || len(r) < 6 {
		return name
	}
	i := 1 + w.d.IntN(len(r)-2)
	if r[i] == ' ' || r[i-1] == ' ' {
		i++
	}
	i = min(i, len(r)-2)
	switch w.d.IntN(4) {
	case 0:
		return string(append(r[:i:i], r[i+1:]...))
	case 1:
		return string(append(r[:i+1:i+1], r[i:]...))
	case 2:
		r[i], r[i+1] = r[i+1], r[i]
	default:
		r[i] = rune('a' + w.d.IntN(26))
	}
	return string(r)
}
