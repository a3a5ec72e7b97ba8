package addressbook

import (
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/phone"
	"entregent/internal/network"
)

// events turns the row into its card, and what else it says.
func (c *contact) events(at importer.Pos, raw string) []importer.Event {
	c.settle()
	name := c.name()
	card := &importer.Card{Vouched: true, AsOf: c.table.AsOf, Facts: c.facts} // after all that adds facts
	card.Name, card.Handles = name, slices.Concat(c.strong, c.weak)
	switch {
	case name == "" && len(c.strong) == 0 && len(c.orgs) > 0:
		card.Kind, card.Name = network.Organisation, c.orgs[0]
	case name == "" && len(card.Handles) == 0:
		return []importer.Event{importer.NewProblem(at, 1, "nameless_row", raw)}
	}
	if len(c.strong) == 0 {
		card.Key = c.table.alike.Key(Key(card.Name, first(c.orgs)), card)
	}
	out := []importer.Event{{At: at, Read: 1, Card: card}}
	for _, via := range c.via {
		out = append(out, importer.Event{At: at, Favour: introduction(via, card.Name)})
	}
	return out
}

// introduction is what "Referred By" suggests: that via made the keeper known
// to name. Only suggests, since people also write there where they found
// somebody.
func introduction(via, name string) *importer.Favour {
	return &importer.Favour{
		Who: importer.Who{Name: via}, WhoKey: Key(via, ""),
		Kind: network.Introduction, What: name, State: network.Proposed,
		Key: "referred by:" + network.Fold(via) + "|" + network.Fold(name),
	}
}

// Key tells apart the people of a table that have no mail address or telephone.
func Key(name, company string) string { return network.Fold(name) + "|" + network.Fold(company) }

func first(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

// name gives the name as the row shows it, else puts it together. What was not
// used becomes a fact.
func (c *contact) name() string {
	n := c.names
	made := strings.Join(strings.Fields(strings.Join([]string{n[given], n[middle], n[family], n[suffix]}, " ")), " ")
	name := n[full]
	if name == "" {
		name = made
	}
	if name == "" && c.known != "" && !strings.Contains(c.known, "@") {
		name = c.known
	}
	folded := " " + network.Fold(name) + " "
	for _, part := range []int{prefix, given, middle, family, suffix} {
		if n[part] != "" && !strings.Contains(folded, " "+network.Fold(n[part])+" ") {
			switch {
			case part == prefix || part == suffix:
				c.fact(network.FactOther, n[part], c.partNames[part])
			case made != "":
				c.fact(network.FactName, made, "")
			}
		}
	}
	c.alsoKnown(name)
	return name
}

// alsoKnown keeps the name that a mail program shows, where it is another one.
func (c *contact) alsoKnown(name string) {
	shown, _, _ := strings.Cut(strings.TrimSpace(c.known), "<")
	shown, _, _ = strings.Cut(shown, "(")
	shown = strings.TrimSpace(shown)
	if shown != "" && !strings.Contains(shown, "@") && network.Fold(shown) != network.Fold(name) {
		c.fact(network.FactName, shown, "")
	}
}

// settle turns what waited for its neighbours into handles and facts, the
// values that the source marks as primary first.
func (c *contact) settle() {
	slices.SortStableFunc(c.order, func(a, b *set) int { return b.primary() - a.primary() })
	for _, s := range c.order {
		switch s.field {
		case Email:
			c.emails(s)
		case Phone:
			c.phones(s)
		case URL:
			c.urls(s)
		case IM:
			for _, v := range several(s.value) {
				c.weak = append(c.weak, account(network.IM, s.label, v))
			}
		case Related:
			for _, v := range several(s.value) {
				c.fact(network.FactRelated, v, s.label)
			}
		case Event:
			kind := network.FactAnniversary
			if strings.EqualFold(s.label, "birthday") {
				kind = network.FactBirthday
			}
			c.date(kind, s.value, s.label)
		default:
			c.rest(s)
		}
	}
	c.born()
}

// primary is 1 for a value that the source marks so with a star.
func (s *set) primary() int {
	if strings.HasPrefix(s.value, "* ") {
		return 1
	}
	return 0
}

func (c *contact) rest(s *set) {
	if line := s.join(); line != "" {
		c.fact(network.FactAddress, line, s.label)
		if s.city != "" {
			c.fact(network.FactTown, s.city, s.label)
		}
		if s.country != "" {
			c.fact(network.FactCountry, s.country, s.label)
		}
		return
	}
	label := s.label
	if label == "" {
		label = s.header
	}
	if s.value != "" {
		c.fact(network.FactOther, s.value, label)
	}
}

// emails takes addresses. Inside a company Outlook writes a path of its
// directory in the place of one, which says nothing outside: it is kept as it
// is.
func (c *contact) emails(s *set) {
	for _, v := range several(s.value, ";", ",", " ") {
		if h, ok := network.NewEmail(v); ok {
			c.strong = addHandle(c.strong, h)
		} else {
			c.fact(network.FactOther, v, s.header)
		}
	}
}

func (c *contact) phones(s *set) {
	for _, v := range several(s.value, ";", "\n") {
		h, ok := phone.Handle(v, c.table.Country)
		switch {
		case !ok:
			label := s.header
			if s.label != "" {
				label = s.label
			}
			c.fact(network.FactOther, v, label)
		case shared(s.label):
			c.fact(network.FactOther, v, s.label)
		case h.Kind.Strong():
			c.strong = addHandle(c.strong, h)
		default:
			c.weak = addHandle(c.weak, h)
		}
	}
}

// shared reports whether a line of that kind is no way to know a person by: a
// fax stands in the corridor, a switchboard belongs to everybody.
func shared(label string) bool {
	l := network.Fold(label)
	return strings.Contains(l, "fax") || l == "pager" || l == "main" || l == "standard"
}

func (c *contact) urls(s *set) {
	for _, v := range several(s.value, " ") {
		h, ok := network.NewProfile(v)
		switch {
		case !ok:
			c.fact(network.FactOther, v, s.header)
		case h.Kind.Strong():
			c.strong = addHandle(c.strong, h)
		default:
			c.weak = addHandle(c.weak, h)
		}
	}
}

func addHandle(had []network.Handle, h network.Handle) []network.Handle {
	if slices.Contains(had, h) {
		return had
	}
	return append(had, h)
}

// born puts a birthday together whose parts stand in three columns.
func (c *contact) born() {
	if c.birth == [3]string{} {
		return
	}
	parts := strings.Join(c.birth[:], "-")
	if c.birth[0] == "" {
		parts = "-" + parts
	}
	c.date(network.FactBirthday, parts, "birthday")
}

func (s *set) address(f Field, cell string) {
	cell = oneLine(cell)
	switch f {
	case Formatted:
		s.whole = cell
	case City:
		s.city = cell
	case Postcode:
		s.post = cell
	case Region:
		s.region = cell
	case Country:
		s.country = cell
	default:
		s.lines = append(s.lines, cell)
	}
}

// join writes an address in one line, as the source has it where it gives the
// whole.
func (s *set) join() string {
	if s.whole != "" {
		return s.whole
	}
	parts := append(slices.Clone(s.lines), strings.TrimSpace(s.post+" "+s.city), s.region, s.country)
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}

func oneLine(s string) string {
	lines := strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' })
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, ", ")
}
