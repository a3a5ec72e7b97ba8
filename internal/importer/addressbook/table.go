package addressbook

import (
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// A Table turns the rows of one file into events. Other readers whose files
// hold an address book in a table use it too.
type Table struct {
	Columns  []Column
	Country  string    // by which national telephone numbers are read
	Now      time.Time // the import, for years of two digits
	DayFirst bool      // 5/3 is the fifth of March
	AsOf     time.Time // the source's own date, zero if none

	alike importer.Namesakes
}

// NewTable makes the table that begins with rows under header.
func NewTable(header []string, rows [][]string, opt importer.Options) *Table {
	t := &Table{Columns: Guess(header, rows), Country: opt.Country, Now: opt.Now}
	override(t.Columns, opt.Columns)
	t.DayFirst = t.dayFirst(rows)
	return t
}

// dayFirst looks for a date that can only be read one way. Where there is none
// the words of the header decide, then the country.
func (t *Table) dayFirst(rows [][]string) bool {
	for i, c := range t.Columns {
		if c.Field != Birthday && c.Field != Anniversary && c.Field != Event {
			continue
		}
		for _, cell := range cells(rows, i) {
			if n, ok := numbers(dayWords(cell)); ok && len(n) == 3 && n[0] <= 31 {
				if n[0] > 12 {
					return true
				}
				if n[1] > 12 {
					return false
				}
			}
		}
	}
	return len(named(t.Columns, "prenom", "nom", "anniversaire", "date de naissance", "vorname")) > 0 ||
		t.Country != "US" && t.Country != ""
}

// Read gives the events of one row. Missing cells are empty, and cells beyond
// the columns become facts under their number.
func (t *Table) Read(at importer.Pos, row []string) []importer.Event {
	c := &contact{table: t, sets: map[string]*set{}}
	some := false
	for i := range row {
		cell := clean(row[i])
		if cell == "" {
			continue
		}
		some = true
		col := Column{}
		if i < len(t.Columns) {
			col = t.Columns[i]
		}
		if col.Header == "" {
			col.Header = "#" + strconv.Itoa(i+1)
		}
		c.take(col, cell)
	}
	if !some {
		return []importer.Event{importer.NewIgnored(at, 1, "empty_row", "")}
	}
	return c.events(at, strings.Join(row, " "))
}

// A contact is one row being read.
type contact struct {
	table     *Table
	names     [6]string // by slot
	partNames [6]string // of the columns they stand in
	known     string
	birth     [3]string
	strong    []network.Handle
	weak      []network.Handle
	facts     []importer.Fact
	orgs      []string
	sets      map[string]*set
	order     []*set
	via       []string // who introduced them
}

// A set is the cells of columns that make one value together.
type set struct {
	field  Field
	label  string
	header string
	value  string

	// The parts of an address.
	lines                       []string
	city, post, region, country string
	whole                       string
}

// Slots of names.
const (
	full = iota
	prefix
	given
	middle
	family
	suffix
)

func (c *contact) take(col Column, cell string) {
	switch col.Field {
	case Skip:
	case FullName:
		c.names[full] = cell
	case Prefix:
		c.names[prefix], c.partNames[prefix] = cell, col.Header
	case GivenName:
		c.names[given] = cell
	case MiddleName:
		c.names[middle] = cell
	case FamilyName:
		c.names[family] = cell
	case Suffix:
		c.names[suffix], c.partNames[suffix] = cell, col.Header
	case KnownName:
		c.known = cell
	case BirthYear:
		c.birth[0] = cell
	case BirthMonth:
		c.birth[1] = cell
	case BirthDay:
		c.birth[2] = cell
	case Street, Extra, Box, City, Region, Postcode, Country, Formatted:
		c.set(col).address(col.Field, cell)
	case Label:
		c.set(col).label = strings.TrimPrefix(cell, "* ")
	case Email, Phone, URL, IM, Related, Event:
		c.value(col, cell)
	case Other:
		if col.Set != "" {
			c.value(col, cell)
			return
		}
		c.fact(network.FactOther, cell, col.Header)
	default:
		c.plain(col, cell)
	}
}

// plain takes a cell that needs nothing of its neighbours.
func (c *contact) plain(col Column, cell string) {
	switch col.Field {
	case Nickname:
		c.fact(network.FactNickname, cell, "")
	case FormerName:
		c.fact(network.FactName, cell, col.Header)
	case Organisation:
		c.orgs = append(c.orgs, cell)
		c.fact(network.FactOrganisation, cell, "")
	case Title:
		c.fact(network.FactTitle, cell, "")
	case Department:
		c.fact(network.FactDepartment, cell, "")
	case Town:
		c.fact(network.FactTown, cell, "")
	case Note:
		c.fact(network.FactNote, cell, "")
	case Interest:
		c.fact(network.FactInterest, cell, "")
	case Language:
		c.fact(network.FactLanguage, cell, "")
	case Tag:
		for _, tag := range several(cell, ";", ",") {
			c.fact(network.FactTag, tag, "")
		}
	case Account:
		c.weak = append(c.weak, account(network.Account, col.Label, cell))
	case Birthday:
		c.date(network.FactBirthday, cell, col.Header)
	case Anniversary:
		c.date(network.FactAnniversary, cell, "")
	case Introduced:
		c.via = append(c.via, cell)
		c.fact(network.FactRelated, cell, "referred_by")
	default:
		c.fact(network.FactOther, cell, col.Header)
	}
}

func (c *contact) fact(kind network.FactKind, value, label string) {
	f := importer.Fact{Kind: kind, Value: value, Label: label}
	for _, had := range c.facts {
		if had == f {
			return
		}
	}
	c.facts = append(c.facts, f)
}

// date keeps a day, and what is none under the name of its column. Outlook
// writes 0/0/00 for a day not known.
func (c *contact) date(kind network.FactKind, cell, label string) {
	if strings.Trim(cell, "0/-. :") == "" {
		return
	}
	d, ok := ParseDay(cell, c.table.DayFirst, c.table.Now)
	if !ok {
		c.fact(network.FactOther, cell, label)
		return
	}
	if kind == network.FactBirthday {
		label = ""
	}
	c.fact(kind, d.String(), label)
}

func (c *contact) set(col Column) *set {
	key := col.Set
	if key == "" {
		key = "column " + col.Header
	}
	s, ok := c.sets[key]
	if !ok {
		s = &set{}
		c.sets[key] = s
		c.order = append(c.order, s)
	}
	if col.Label != "" {
		s.label = col.Label
	}
	return s
}

// value keeps a cell until its label is known, which may stand behind it.
func (c *contact) value(col Column, cell string) {
	s := c.set(col)
	if s.value != "" {
		cell = s.value + " ::: " + cell
	}
	s.field, s.value, s.header = col.Field, cell, col.Header
}

func account(kind network.HandleKind, service, name string) network.Handle {
	if service == "" {
		service = "im"
	}
	return network.Handle{Kind: kind, Value: strings.ToLower(service) + ":" + strings.TrimPrefix(name, "@")}
}

// several parts a cell that holds more than one value: by the mark that Google
// puts between them, else by the first of the others that occurs.
func several(cell string, others ...string) (out []string) {
	sep := ":::"
	for _, o := range others {
		if !strings.Contains(cell, sep) {
			sep = o
		}
	}
	for v := range strings.SplitSeq(cell, sep) {
		if v = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(v), "* ")); v != "" && v != "*" {
			out = append(out, v)
		}
	}
	return out
}
