package ical

import (
	"io"
	"iter"
)

// A Component is a BEGIN, what it holds, and its END.
type Component struct {
	Name     string // upper case: "VEVENT"
	Line     int    // of its BEGIN
	Props    []Property
	Children []*Component
	// TooBig says that the component passed a limit, and that what came after
	// is missing.
	TooBig bool
}

// Prop returns the first property of that name, nil where there is none.
func (c *Component) Prop(name string) *Property {
	for i := range c.Props {
		if c.Props[i].Name == name {
			return &c.Props[i]
		}
	}
	return nil
}

// All yields the properties of that name in order.
func (c *Component) All(name string) iter.Seq[*Property] {
	return func(yield func(*Property) bool) {
		for i := range c.Props {
			if c.Props[i].Name == name && !yield(&c.Props[i]) {
				return
			}
		}
	}
}

// Text returns the text of the first property of that name, "" for none.
func (c *Component) Text(name string) string {
	if p := c.Prop(name); p != nil {
		return p.Text()
	}
	return ""
}

// Limits bound what is read of a file.
type Limits struct {
	Line  int // bytes of one unfolded line
	Entry int // bytes of one entry, attachments aside
	Props int // properties of one entry
	Depth int // of components within an entry
}

// A Fault is something in a file that is not iCalendar. Reading goes on.
type Fault struct {
	Line int
	Kind FaultKind
	Raw  string // the line at fault, or the name of the component
}

// A FaultKind says what is wrong.
type FaultKind string

// The faults.
const (
	NoProperty FaultKind = "no_property"   // lines that are no property; the first is given
	LongLine   FaultKind = "line_too_long" // the rest was left out
	NoEnd      FaultKind = "no_end"        // the component is ended by what follows
	NoBegin    FaultKind = "no_begin"      // an END without its BEGIN
	BigEntry   FaultKind = "entry_too_big" // over the bytes or properties; the rest was left out
	TooDeep    FaultKind = "too_deep"      // components too deep were left out
)

// An Item is what a file is made of, seen from the outside: at most one field
// is set, and none where a calendar begins.
type Item struct {
	Property *Property  // of the calendar itself
	Entry    *Component // VEVENT, VTIMEZONE…, complete
	Fault    *Fault
}

// Read yields the items of a file in order, entry by entry. A non-nil error
// ends it and is that of r. Faults of an entry come before the entry.
func Read(r io.Reader, lim Limits) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		d := &decoder{lines: newLineReader(r, lim.Line), lim: lim, yield: yield}
		d.run()
	}
}
