package resolve

import (
	"slices"
	"strings"

	"entregent/internal/network"
)

// A portrait is one person as they are compared: all names and all handles of
// their cards, and their traits.
type portrait struct {
	person  network.PersonID
	first   *node // the card with the smallest id: the subject of a proposal
	names   []name
	mails   []mailbox
	phones  []string
	own     []profile // handles of which a person has one in one place
	sources []string  // where the keeper has listed them
	traits  Traits
}

// A mailbox is a mail address in two.
type mailbox struct {
	said, local, domain string
	plain               string // the local part without points and figures
	firm                string // the company the domain is named for, "" of a provider's
	private             bool   // of a provider, not of a company
}

// A profile is a handle of which a person has only one, in one place: a profile
// page, an entry of one address book.
type profile struct {
	place string
	value string
}

// mostNames is how many names of one person are compared.
const mostNames = 8

// portraits draws everybody for whom keep says yes, in a fixed order.
func (b *Book) portraits(keep func(network.PersonID) bool, traits func(network.PersonID) Traits) []*portrait {
	out := make([]*portrait, 0, len(b.persons))
	for id, cards := range b.persons {
		if len(cards) == 0 || !keep(id) {
			continue
		}
		if p := b.portrait(id); p != nil {
			p.traits = traits(id)
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(x, y *portrait) int { return slices.Compare(x.first.ID[:], y.first.ID[:]) })
	firms := map[string]int{}
	for _, p := range out {
		for _, e := range p.traits.Employers {
			firms[e.Name]++
		}
		for _, m := range p.mails {
			if m.firm != "" {
				firms[m.firm]++
			}
		}
	}
	for _, p := range out {
		p.employed(firms)
	}
	return out
}

func (b *Book) portrait(id network.PersonID) *portrait {
	p := &portrait{person: id}
	seen := map[string]bool{}
	cards := make([]*node, 0, len(b.persons[id]))
	for n := range b.persons[id] {
		cards = append(cards, n)
	}
	slices.SortFunc(cards, func(x, y *node) int { return slices.Compare(x.ID[:], y.ID[:]) }) // whichever came first
	for _, n := range cards {
		if n.Kind == network.Organisation || n.own {
			continue
		}
		if p.first == nil || slices.Compare(n.ID[:], p.first.ID[:]) < 0 {
			p.first = n
		}
		for _, one := range namesIn(n.Name) {
			if k := one.key(); !seen[k] && len(p.names) < mostNames {
				seen[k] = true
				p.names = append(p.names, one)
			}
		}
		p.sources = n.place(p.sources)
		for _, h := range n.Handles {
			p.take(n, h)
		}
	}
	if p.first == nil {
		return nil
	}
	if len(p.names) == 0 {
		for _, m := range p.mails {
			if n := fromAddress(m.local); n.full() > 0 {
				p.called(n)
			}
		}
	}
	return p
}

// called adds a way in which somebody is called, if it is another.
func (p *portrait) called(n name) {
	k := n.key()
	if len(n.words) > 1 && len(p.names) < mostNames && !slices.ContainsFunc(p.names, func(o name) bool { return o.key() == k }) {
		p.names = append(p.names, n)
	}
}

// employed takes the employer out of names that say it: "Fred Acme" is a Fred,
// and at Acme.
func (p *portrait) employed(firms map[string]int) {
	for i, n := range p.names {
		for k := len(n.words) - 1; k > 0 && !n.bare; k-- {
			var rest []string
			for _, w := range n.words[k:] {
				rest = append(rest, w.text)
			}
			firm := strings.Join(rest, "")
			if firms[firm] == 0 || len(rest) < 2 && firms[firm] < 2 {
				continue
			}
			p.names[i].words = n.words[:k:k]
			p.traits.Employers = append(slices.Clone(p.traits.Employers), Employer{Name: firm, Said: strings.Join(rest, " ")})
			break
		}
	}
}

// place notes the address book or network in which the keeper has listed a card.
func (n *node) place(list []string) []string {
	if !n.Vouched || n.Source == network.Typed || slices.Contains(list, n.Source) {
		return list
	}
	return append(list, n.Source)
}

func (p *portrait) take(n *node, h network.Handle) {
	if slices.ContainsFunc(p.mails, func(m mailbox) bool { return h.Kind == network.Email && m.said == h.Value }) {
		return
	}
	switch h.Kind {
	case network.Email:
		if network.RoleAddress(h.Value) || len(p.mails) >= mostTraits {
			return
		}
		local, domain, _ := strings.Cut(h.Value, "@")
		m := mailbox{said: h.Value, local: local, domain: domain, plain: plainLocal(local), private: private(domain)}
		if !m.private {
			m.firm = firmOf(domain)
		}
		p.mails = append(p.mails, m)
	case network.Phone:
		p.phones = note(p.phones, h.Value)
	case network.LinkedIn:
		p.own = append(p.own, profile{"linkedin", h.Value})
		p.called(fromSlug(h.Value))
	case network.CardUID:
		p.own = append(p.own, profile{n.Source, h.Value})
	case network.Scoped:
		place, value, _ := strings.Cut(h.Value, ":")
		p.own = append(p.own, profile{place, value})
	}
}

// plainLocal keeps the letters of a local part.
func plainLocal(local string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, local)
}

// firmOf is the word of a domain that names whose it is.
func firmOf(domain string) string {
	parts := strings.Split(domain, ".")
	i := len(parts) - 2
	if i > 0 && (len(parts[i]) <= 2 || parts[i] == "com" || parts[i] == "org" || parts[i] == "gov") { // co.uk, com.br
		i--
	}
	return strings.ReplaceAll(parts[max(0, i)], "-", "")
}

// private reports whether a domain gives addresses to anybody.
func private(domain string) bool {
	root, rest, _ := strings.Cut(domain, ".")
	if providers[root] {
		return true
	}
	second, _, _ := strings.Cut(rest, ".")
	return providers[second] && rest != ""
}

// providers are those who give mail addresses to anybody, by the word before the
// country.
var providers = setOf(`gmail googlemail yahoo ymail rocketmail hotmail outlook live msn orange wanadoo free laposte sfr neuf bbox numericable aol icloud me mac
	proton protonmail pm gmx web t-online posteo mailbox fastmail hey zoho yandex mail btinternet bt sky virginmedia talktalk comcast verizon att bellsouth
	skynet telenet bluewin hispeed videotron sympatico club-internet aliceadsl noos`)

// A census counts how common what people are called is.
type census struct {
	people int
	word   map[string]int // persons with that word in a name
	firm   map[string]int // persons at that employer
	local  map[string]int // persons with an address of that local part
	reach  map[string]int // persons with that address or number
}

func count(all []*portrait) census {
	c := census{len(all), make(map[string]int, len(all)), map[string]int{}, map[string]int{}, map[string]int{}}
	for _, p := range all {
		var words, firms, locals []string
		for _, n := range p.names {
			for _, w := range n.words {
				words = note(words, w.text)
			}
		}
		for _, w := range words {
			c.word[w]++
		}
		for _, e := range p.traits.Employers {
			firms = note(firms, e.Name)
		}
		for _, m := range p.mails {
			if !m.private {
				firms = note(firms, m.firm)
			}
			locals = note(locals, m.plain)
		}
		for _, l := range locals {
			c.local[l]++
		}
		for _, m := range p.mails {
			c.reach[m.said]++
		}
		for _, t := range p.phones {
			c.reach[t]++
		}
		for _, f := range firms {
			c.firm[f]++
		}
	}
	return c
}

// byLetter is the share of names that begin with a given letter.
const byLetter = 1.0 / 12

// share is the part of the people who are called by one of two words that met,
// with a few people more than there are, for a small book knows little.
func (c census) share(w, o word) float64 {
	if w.short || o.short {
		return byLetter
	}
	return float64(max(c.word[w.text], c.word[o.text])+1) / float64(max(c.people, 500))
}
