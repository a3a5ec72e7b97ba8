// Package vcard reads address-book cards (vCard 2.1, 3.0 and 4.0), gives them to
// the import as events, and writes cards that any other program reads.
//
// The codec keeps every property in its order with group, name, parameters and
// value, known or not, so that a card can be given back as it came. It forgives
// what writers of thirty years have done: several encodings in one file, bare
// parameters, quoted-printable, cut folds, cards without an end. It leaves out
// jCard and xCard, pictures (counted, not kept) and whatever an URL points to,
// which it never fetches.
package vcard

import "strings"

// A Card is one card as written: its properties in order, without BEGIN and END.
type Card struct {
	Line  int // line of its BEGIN, from 1
	Props []Property
}

// A Property is one line of a card, unfolded.
type Property struct {
	Group  string // "item1" of item1.TEL, as written
	Name   string // as written; compare with Is
	Params []Param
	// Value is as written, in UTF-8, still escaped and, where a parameter says
	// so, in quoted-printable or base64. It holds no line break: Text, List and
	// Fields say what it means.
	Value string
	Line  int // from 1
	// Depth is 0 for the card's own properties. A 2.1 AGENT holds a whole card,
	// whose lines follow, BEGIN and END included, one deeper.
	Depth int
}

// A Param is a parameter of a property. A bare one, as in TEL;CELL, has no name.
type Param struct {
	Name   string
	Values []string // RFC 6868 decoded, without quotes
}

// Is reports whether the property bears the name, in whatever case.
func (p *Property) Is(name string) bool { return strings.EqualFold(p.Name, name) }

// Param returns the first value of a parameter, "" if there is none.
func (p *Property) Param(name string) string {
	for _, q := range p.Params {
		if strings.EqualFold(q.Name, name) && len(q.Values) > 0 {
			return q.Values[0]
		}
	}
	return ""
}

// Types returns the values of TYPE and the bare parameters, in lower case.
func (p *Property) Types() []string {
	var types []string
	for _, q := range p.Params {
		if q.Name != "" && !strings.EqualFold(q.Name, "TYPE") {
			continue
		}
		for _, v := range q.Values {
			for t := range strings.SplitSeq(v, ",") { // TYPE="work,voice" of some writers
				types = append(types, strings.ToLower(strings.TrimSpace(t)))
			}
		}
	}
	return types
}

// encoding returns how the value is wrapped: "Q", "B" or "".
func (p *Property) encoding() string {
	e := p.Param("ENCODING")
	for _, q := range p.Params {
		if q.Name == "" && len(q.Values) > 0 && e == "" {
			e = wrapping(q.Values[0])
		}
	}
	return wrapping(e)
}

func wrapping(e string) string {
	switch strings.ToUpper(e) {
	case "Q", "QUOTED-PRINTABLE":
		return "Q"
	case "B", "BASE64":
		return "B"
	}
	return ""
}

// binary reports whether a property holds a picture, a sound or a key, for which
// the limits allow more bytes.
func (p *Property) binary() bool {
	return p.Is("PHOTO") || p.Is("LOGO") || p.Is("SOUND") || p.Is("KEY")
}
