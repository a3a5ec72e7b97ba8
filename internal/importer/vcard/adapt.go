package vcard

import (
	"slices"
	"strings"
	"unicode"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// adapter makes events of the cards of one file.
type adapter struct {
	file   string
	opt    importer.Options
	groups map[string][]string
	alike  importer.Namesakes
}

// events returns what one card gives: the card first, so that it accounts for
// the record, then what was left out and what was not understood.
func (a *adapter) events(c *Card, faults []Fault) []importer.Event {
	var events []importer.Event
	if c != nil {
		events = a.card(c)
	}
	for _, f := range faults {
		events = append(events, importer.NewProblem(importer.Pos{File: a.file, Line: f.Line}, 0, f.Key, f.Raw))
	}
	return events
}

func (a *adapter) card(c *Card) []importer.Event {
	at := importer.Pos{File: a.file, Line: c.Line}
	kind := kindOf(c)
	switch kind {
	case "", "org", "organization":
	case "group":
		return []importer.Event{importer.NewIgnored(at, 1, "group", nameOf(c))}
	default:
		return []importer.Event{importer.NewIgnored(at, 1, "not_a_person", nameOf(c))}
	}
	b := builder{adapter: a, source: c, labels: labels(c)}
	card := b.build(kind != "")
	if card == nil {
		return append([]importer.Event{importer.NewIgnored(at, 1, "empty_card", "")}, b.left...)
	}
	return append([]importer.Event{{At: at, Read: 1, Card: card}}, b.left...)
}

// builder gathers what the properties of one card say.
type builder struct {
	*adapter
	source *Card
	labels map[string]string // by group, the label that Apple keeps apart
	card   importer.Card
	org    string
	left   []importer.Event
}

// build returns the card, nil if it says nothing of anybody.
func (b *builder) build(organisation bool) *importer.Card {
	name := nameOf(b.source)
	b.card.Vouched = true
	for i := range b.source.Props {
		if p := &b.source.Props[i]; p.Depth == 0 {
			b.property(p)
		} else {
			b.agent(p)
		}
	}
	b.names(name)
	if name == "" {
		name, organisation = b.org, organisation || b.org != ""
	} else if !organisation && b.org != "" && network.Fold(name) == network.Fold(b.org) && personal(b.source) == "" {
		organisation = true // Google and Outlook write firms so
	}
	b.card.Name = name
	if organisation {
		b.card.Kind = network.Organisation
		b.card.Facts = slices.DeleteFunc(b.card.Facts, func(f importer.Fact) bool {
			return f.Kind == network.FactOrganisation && f.Value == name
		})
	}
	b.finish()
	if name == "" && len(b.card.Handles) == 0 && len(b.card.Facts) == 0 {
		return nil
	}
	return &b.card
}

// finish puts strong handles first and gives a key to who has none.
func (b *builder) finish() {
	strong := func(h network.Handle) bool { return h.Kind.Strong() }
	slices.SortStableFunc(b.card.Handles, func(x, y network.Handle) int {
		switch {
		case strong(x) == strong(y):
			return 0
		case strong(x):
			return -1
		}
		return 1
	})
	if !slices.ContainsFunc(b.card.Handles, strong) {
		b.card.Key = b.alike.Key(b.key(), &b.card)
	}
}

// key tells the card apart within the book: by name and firm, or by the first
// thing it says where it has neither.
func (b *builder) key() string {
	switch {
	case b.card.Name != "" || b.org != "":
		return b.card.Name + "|" + b.org
	case len(b.card.Handles) > 0:
		return "|" + string(b.card.Handles[0].Kind) + ":" + b.card.Handles[0].Value
	case len(b.card.Facts) > 0:
		return "|" + string(b.card.Facts[0].Kind) + ":" + b.card.Facts[0].Value
	}
	return ""
}

// handle adds a handle once.
func (b *builder) handle(h network.Handle) {
	if !slices.Contains(b.card.Handles, h) {
		b.card.Handles = append(b.card.Handles, h)
	}
}

// fact adds a fact once, unless it says nothing.
func (b *builder) fact(kind network.FactKind, value, label string) {
	f := importer.Fact{Kind: kind, Value: strings.TrimSpace(value), Label: label}
	if f.Value != "" && !slices.Contains(b.card.Facts, f) {
		b.card.Facts = append(b.card.Facts, f)
	}
}

// names adds the other ways in which the card writes the name.
func (b *builder) names(shown string) {
	for i := range b.source.Props {
		p := &b.source.Props[i]
		if p.Depth > 0 {
			continue
		}
		other := ""
		switch {
		case p.Is("FN"):
			other = oneLineName(p.Text())
		case p.Is("N"):
			other = assembled(p.Fields())
		}
		if other != "" && !sameWords(other, shown) && !strings.Contains(other, "@") {
			b.fact(network.FactName, other, "")
		}
	}
}

// sameWords reports whether every word of one name is in the other.
func sameWords(some, all string) bool {
	words := strings.Fields(network.Fold(all))
	for _, w := range strings.Fields(network.Fold(some)) {
		if !slices.Contains(words, w) {
			return false
		}
	}
	return true
}

// nameOf returns the name to call a card by: as the card formats it, or put
// together from its parts; an LDAP common name where there is nothing else. A
// mail address is no name.
func nameOf(c *Card) string {
	for i := range c.Props {
		if p := &c.Props[i]; p.Depth == 0 && p.Is("FN") {
			if s := oneLineName(p.Text()); s != "" && !strings.Contains(s, "@") {
				return s
			}
		}
	}
	if s := personal(c); s != "" {
		return s
	}
	for i := range c.Props {
		if p := &c.Props[i]; p.Depth == 0 && p.Is("CN") {
			if s := oneLineName(p.Text()); s != "" {
				return s
			}
		}
	}
	return ""
}

// personal returns the name that N gives.
func personal(c *Card) string {
	for i := range c.Props {
		if p := &c.Props[i]; p.Depth == 0 && p.Is("N") {
			if s := assembled(p.Fields()); s != "" {
				return s
			}
		}
	}
	return ""
}

// assembled puts family; given; additional; prefix; suffix in speaking order.
func assembled(parts []string) string {
	var words []string
	for _, i := range []int{3, 1, 2, 0, 4} {
		if i < len(parts) {
			words = append(words, strings.ReplaceAll(parts[i], ", ", " "))
		}
	}
	return oneLineName(strings.Join(words, " "))
}

// oneLineName makes one line of a name, and nothing of one that cannot be seen.
func oneLineName(s string) string {
	s = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || r == 0x202d || r == 0x202e {
			return -1
		}
		return r
	}, s)), " ")
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSymbol(r) }) {
		return s
	}
	return ""
}

// labels returns by group what X-ABLabel says.
func labels(c *Card) map[string]string {
	var m map[string]string
	for i := range c.Props {
		p := &c.Props[i]
		if p.Group == "" || p.Depth > 0 || !(p.Is("X-ABLABEL") || p.Is("X-LABEL")) {
			continue
		}
		if m == nil {
			m = map[string]string{}
		}
		m[strings.ToLower(p.Group)] = plainLabel(p.Text())
	}
	return m
}

// plainLabel takes off the marks Apple puts around its own words: _$!<Spouse>!$_.
func plainLabel(s string) string {
	s = strings.TrimSpace(s)
	return strings.TrimSuffix(strings.TrimPrefix(s, "_$!<"), ">!$_")
}

// label returns the source's own word for a property.
func (b *builder) label(p *Property) string {
	if l := b.labels[strings.ToLower(p.Group)]; l != "" && p.Group != "" {
		return l
	}
	var kept []string
	for _, t := range p.Types() {
		switch t {
		case "", "pref", "internet", "voice", "text", "postal", "parcel", "intl", "dom", "x-pref", "quoted-printable", "base64":
		default:
			if len(t) < 40 && !slices.Contains(kept, t) {
				kept = append(kept, t)
			}
		}
	}
	return strings.Join(kept, ", ")
}
