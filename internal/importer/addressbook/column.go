package addressbook

import (
	"strconv"
	"strings"

	"entregent/internal/network"
)

// A Field is what the cells of a column are. The same words name the columns in
// Options.Columns, where a label may follow a colon: "phone:work".
type Field string

// The fields. The zero value keeps the cells as facts under the column's own
// name.
const (
	Other        Field = ""
	Skip         Field = "skip" // the keeper does not want the column
	FullName     Field = "name"
	GivenName    Field = "given_name"
	MiddleName   Field = "middle_name"
	FamilyName   Field = "family_name"
	Prefix       Field = "prefix"
	Suffix       Field = "suffix"
	Nickname     Field = "nickname"
	FormerName   Field = "former_name"
	KnownName    Field = "known_name" // name and address as a mail program shows them
	Organisation Field = "organisation"
	Title        Field = "title"
	Department   Field = "department"
	Email        Field = "email"
	Phone        Field = "phone"
	URL          Field = "url"
	IM           Field = "im"
	Account      Field = "account"
	Street       Field = "street"
	Extra        Field = "extra" // a second line of an address
	Box          Field = "box"
	City         Field = "city"
	Region       Field = "region"
	Postcode     Field = "postcode"
	Country      Field = "country"
	Formatted    Field = "formatted" // a whole address
	Town         Field = "town"
	Birthday     Field = "birthday"
	BirthYear    Field = "birth_year"
	BirthMonth   Field = "birth_month"
	BirthDay     Field = "birth_day"
	Anniversary  Field = "anniversary"
	Note         Field = "note"
	Tag          Field = "tag"
	Interest     Field = "interest"
	Language     Field = "language"
	Related      Field = "related"    // another person; the label says how
	Introduced   Field = "introduced" // who made the introduction
	Event        Field = "event"      // a date; the label says of what
	Label        Field = "label"      // says of which kind its neighbour is
)

// Fields lists every field, for a page that lets the keeper choose.
var Fields = []Field{Other, Skip, FullName, GivenName, MiddleName, FamilyName, Prefix, Suffix, Nickname, FormerName, KnownName,
	Organisation, Title, Department, Email, Phone, URL, IM, Account, Street, Extra, Box, City, Region, Postcode, Country, Formatted,
	Town, Birthday, BirthYear, BirthMonth, BirthDay, Anniversary, Note, Tag, Interest, Language, Related, Introduced, Event, Label}

// A Column is what one column of a table was taken for, and why.
type Column struct {
	Header    string
	Field     Field
	Label     string  // of which kind: "work", "spouse", a messenger
	Set       string  // columns with the same Set make one value: one address; a number and its label
	Certainty float64 // from 0, a column not understood, to 1, a name known or chosen by the keeper
	Saw       Evidence
	Example   string // the first cell that is not empty
}

// Evidence says what a column was recognised by.
type Evidence string

// What a column can be recognised by. The zero value is nothing.
const (
	SawHeader Evidence = "header"
	SawValues Evidence = "values"
	SawKeeper Evidence = "keeper" // it was said
)

// Guess takes each column for what its name says and, where the name says
// nothing, for what its cells look like. Header may be shorter than the rows,
// and empty where the table has none.
func Guess(header []string, rows [][]string) []Column {
	n := len(header)
	for _, row := range rows {
		n = max(n, len(row))
	}
	cols := make([]Column, n)
	seen := map[string]int{}
	for i := range cols {
		if i < len(header) {
			cols[i] = byName(header[i], seen)
		}
		cols[i].Example = example(rows, i)
	}
	twins(cols)
	for i := range cols {
		if cols[i].Saw == "" {
			byValues(&cols[i], cells(rows, i))
		}
	}
	nameByValues(cols, rows)
	return cols
}

// byName reads the name of a column. Seen counts how often each was met, so
// that two columns of one name are two numbers, not one.
func byName(header string, seen map[string]int) Column {
	key, number := split(header)
	c := Column{Header: strings.TrimSpace(header)}
	m, ok := meanings[key]
	if !ok {
		return c
	}
	c.Field, c.Label, c.Certainty, c.Saw = m.field, m.label, 1, SawHeader
	id := string(m.field) + " " + m.set + " " + number
	seen[id]++
	if m.set != "" && !addressPart(m.field) && m.set != "org" {
		if times := seen[id]; number == "" && times > 1 {
			number = strconv.Itoa(times)
		}
	}
	if m.set != "" {
		c.Set = m.set
		if number != "" && number != "1" && !countsLines(m, key, header) {
			c.Set += " " + number
		}
	}
	return c
}

// countsLines reports whether the number in the name of a column counts the
// lines of one address: "Rue (bureau) 2" is no second office.
func countsLines(m meaning, key, header string) bool {
	folded := network.Fold(header)
	return m.field == Street && (m.set != "address" || strings.HasPrefix(folded, key+" "))
}

// split folds the name of a column and sets its number apart: "E-mail 2 -
// Value" is "e mail value" and "2".
func split(header string) (key, number string) {
	words := strings.Fields(network.Fold(header))
	kept := words[:0]
	for _, w := range words {
		if len(w) <= 2 && w[0] >= '0' && w[0] <= '9' {
			number = w
			continue
		}
		kept = append(kept, w)
	}
	return strings.Join(kept, " "), number
}

func addressPart(f Field) bool {
	switch f {
	case Street, Extra, Box, City, Region, Postcode, Country, Formatted:
		return true
	}
	return false
}

// twins settles the names that mean two things: Outlook in French writes "Nom"
// for the name shown and for the family name, "Titre" for Madame and for the
// post held.
func twins(cols []Column) {
	nom, titre := named(cols, "nom"), named(cols, "titre", "title")
	set := func(i int, f Field) { cols[i].Field, cols[i].Certainty, cols[i].Saw = f, 1, SawHeader }
	switch {
	case len(nom) > 1:
		set(nom[0], FullName)
		set(nom[1], FamilyName)
	case len(nom) == 1 && has(cols, GivenName):
		set(nom[0], FamilyName)
	case len(nom) == 1:
		set(nom[0], FullName)
	}
	switch {
	case len(titre) > 1:
		set(titre[0], Prefix)
		set(titre[1], Title)
	case len(titre) == 1 && len(named(cols, "job title", "poste", "fonction")) > 0:
		set(titre[0], Prefix)
	case len(titre) == 1:
		set(titre[0], Title)
	}
}

// named returns the columns of one of the folded names.
func named(cols []Column, names ...string) (found []int) {
	for i, c := range cols {
		for _, n := range names {
			if network.Fold(c.Header) == n {
				found = append(found, i)
			}
		}
	}
	return found
}

func has(cols []Column, fields ...Field) bool {
	for _, c := range cols {
		for _, f := range fields {
			if c.Field == f && c.Saw != "" {
				return true
			}
		}
	}
	return false
}

// override lets the keeper's own words win: by the name of a column, or its
// number from 1 in a table without names.
func override(cols []Column, said map[string]string) {
	for i := range cols {
		what, ok := said[cols[i].Header]
		if !ok {
			what, ok = said[strconv.Itoa(i+1)]
		}
		if !ok {
			continue
		}
		f, label, _ := strings.Cut(what, ":")
		if f == "other" {
			f = ""
		}
		cols[i].Field, cols[i].Label, cols[i].Certainty, cols[i].Saw = Field(f), label, 1, SawKeeper
		if cols[i].Set == "" {
			cols[i].Set = "column " + strconv.Itoa(i+1)
		}
	}
}
