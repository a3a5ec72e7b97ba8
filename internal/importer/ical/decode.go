package ical

import (
	"errors"
	"io"
	"strings"
)

// A decoder holds the components that are open. It goes through the lines once
// and never calls itself, however deep they nest.
type decoder struct {
	lines   *lineReader
	lim     Limits
	yield   func(Item, error) bool
	open    []*Component // the entry and what is open in it; never the VCALENDAR
	size    int          // bytes of the entry
	props   int          // properties of the entry
	over    int          // components open below the deepest allowed
	garbled bool         // the last line was no property either
	stopped bool
}

func (d *decoder) run() {
	for !d.stopped {
		l, err := d.lines.read()
		if errors.Is(err, io.EOF) {
			d.endAll(d.lines.number)
			return
		}
		if err != nil {
			d.send(Item{}, err)
			return
		}
		d.line(l)
	}
}

func (d *decoder) send(it Item, err error) {
	if !d.stopped && !d.yield(it, err) {
		d.stopped = true
	}
}

func (d *decoder) fault(line int, kind FaultKind, raw string) {
	d.send(Item{Fault: &Fault{line, kind, raw}}, nil)
}

func (d *decoder) line(l line) {
	p, ok := parseLine(l.text, l.number)
	if !ok {
		if !d.garbled {
			d.fault(l.number, NoProperty, l.text)
		}
		d.garbled = true
		return
	}
	d.garbled = false
	switch p.Name {
	case "BEGIN":
		d.begin(strings.ToUpper(strings.TrimSpace(p.Value)), l.number)
	case "END":
		d.end(strings.ToUpper(strings.TrimSpace(p.Value)), l.number)
	default:
		d.property(p, l)
	}
}

// entries never hold one another: where one begins, the one before has ended,
// with or without its END.
var entries = map[string]bool{"VEVENT": true, "VTODO": true, "VJOURNAL": true, "VFREEBUSY": true, "VTIMEZONE": true}

func (d *decoder) begin(name string, line int) {
	if name == "VCALENDAR" {
		d.endAll(line)
		d.send(Item{}, nil)
		return
	}
	if entries[name] {
		d.endAll(line)
	}
	c := &Component{Name: name, Line: line}
	switch depth := len(d.open); {
	case depth == 0:
		d.size, d.props = 0, 0
	case depth > d.lim.Depth:
		if d.over == 0 {
			d.fault(line, TooDeep, name)
		}
		d.over++
		return
	default:
		if !d.room(len(name)) {
			break // kept open to be ended, but hung nowhere
		}
		up := d.open[depth-1]
		up.Children = append(up.Children, c)
	}
	d.open = append(d.open, c)
}

func (d *decoder) end(name string, line int) {
	switch {
	case name == "VCALENDAR":
		d.endAll(line)
		return
	case d.over > 0 && !entries[name]:
		d.over--
		return
	}
	at := len(d.open) - 1
	for at >= 0 && d.open[at].Name != name {
		at--
	}
	if at < 0 {
		d.fault(line, NoBegin, name)
		return
	}
	d.endTo(at, line)
}

// endTo ends the components from the innermost up to the at-th.
func (d *decoder) endTo(at, line int) {
	for i := len(d.open) - 1; i > at; i-- {
		d.fault(line, NoEnd, d.open[i].Name)
	}
	d.over = 0
	if at == 0 {
		d.send(Item{Entry: d.open[0]}, nil)
	}
	d.open = d.open[:at]
}

func (d *decoder) endAll(line int) {
	if len(d.open) == 0 {
		return
	}
	d.fault(line, NoEnd, d.open[0].Name)
	d.endTo(0, line)
}

func (d *decoder) property(p Property, l line) {
	if d.over > 0 {
		return
	}
	attached := p.Name == "ATTACH"
	switch {
	case !l.cut:
	case attached: // nobody here opens attachments
		p.Value = ""
	default:
		d.fault(l.number, LongLine, l.text)
	}
	if len(d.open) == 0 {
		d.send(Item{Property: &p}, nil)
		return
	}
	size := l.size
	if attached {
		size = 0
	}
	if !d.room(size) {
		return
	}
	c := d.open[len(d.open)-1]
	c.Props = append(c.Props, p)
}

// room reports whether the entry may take so many bytes more, and says so once
// where it may not.
func (d *decoder) room(size int) bool {
	d.size += size
	d.props++
	entry := d.open[0]
	if d.size <= d.lim.Entry && d.props < d.lim.Props {
		return true
	}
	if !entry.TooBig {
		entry.TooBig = true
		d.fault(entry.Line, BigEntry, entry.Name)
	}
	return false
}
