package capture

import (
	"strings"

	"entregent/internal/network"
)

// clause takes in a clause that holds no cue: names, a day, a place, or a
// remark that becomes the note.
func (e *encounter) clause(r *reader, c clause) {
	s := r.span(c.a, c.b)
	if s == (Span{}) {
		return
	}
	opening := len(r.records) == 0 && len(e.notes) == 0
	who := r.attend(c)
	if opening && !e.found {
		e.pending = appendWho(e.pending, who...)
		if len(who) > 0 {
			r.current = who[:1]
		}
		e.opened = e.opened || r.together(c)
	}
	before, leads := e.place, r.leadsToPlace(c)
	if opening && !e.found || r.bare(c) || leads {
		r.circumstances(c)
	}
	if e.words = append(e.words, s); r.says(c) && !(leads && e.place != before) {
		e.notes = append(e.notes, s)
	}
}

// together reports whether a clause without a cue still tells of contact:
// "après-midi avec Benoît au golf", "Yves hier".
func (r *reader) together(c clause) bool {
	named, with, day := false, false, false
	for i := c.a; i < c.b; i++ {
		u := r.units[i]
		named = named || u.kind == nameUnit
		day = day || u.kind == whenUnit && !after(r.whens[u.at].past, r.today)
		with = with || u.kind == wordUnit && (u.fold == "avec" || u.fold == "with" || u.fold == "av") && i+1 < c.b && r.units[i+1].kind == nameUnit
	}
	return named && (with || day && r.bare(c))
}

// leadsToPlace reports whether a clause begins as a place does.
func (r *reader) leadsToPlace(c clause) bool {
	for i := c.a; i < c.b; i++ {
		if r.units[i].kind == wordUnit {
			_, ok := placeLeads[r.units[i].fold]
			return ok
		}
	}
	return false
}

// bare reports whether a clause holds hardly a word beside names, days and places.
func (r *reader) bare(c clause) bool {
	n := 0
	for i := c.a; i < c.b; i++ {
		if _, lead := placeLeads[r.units[i].fold]; r.units[i].kind == wordUnit && !lead {
			n++
		}
	}
	return n <= 1
}

// says reports whether a clause has words of its own, beside names, days and
// the words that bind them.
func (r *reader) says(c clause) bool {
	for i := c.a; i < c.b; i++ {
		if u := r.units[i]; u.kind == wordUnit && !withWords[u.fold] && !r.conjunction(u.fold) {
			return true
		}
	}
	return false
}

// finish makes the record of the encounter, or what stands for it: an
// appointment yet to come, or a note where nobody was met.
func (r *reader) finish() []Record {
	e := &r.header
	if n := readable(r.line); n < len(r.line) {
		e.words = append(e.words, Span{n, len(r.line)})
		e.notes = append(e.notes, Span{n, len(r.line)})
	}
	if !e.found && e.opened {
		e.found, e.channel = true, "meeting"
	}
	if len(e.who) == 0 {
		e.who = e.pending
	}
	if len(e.who) == 0 && e.found {
		e.who = r.spokenOf()
	}
	switch {
	case e.found && e.dated && r.yetToCome(e.when):
		return []Record{{Type: Promise, Who: e.who, Due: e.when.next, What: r.join(e.words), Words: e.words, Cue: e.cue}}
	case e.found:
		return []Record{r.met(e)}
	}
	return r.noted(e)
}

// met makes the record of an encounter that took place.
func (r *reader) met(e *encounter) Record {
	rec := Record{Type: Encounter, Who: e.who, On: r.today, Channel: network.Channel(e.channel), Place: e.place, What: r.join(e.notes), Words: e.words, Cue: e.cue}
	if e.dated {
		rec.On = e.when.past
	}
	switch {
	case rec.Channel == network.Meeting && e.place != "", rec.Channel == network.Event && len(e.who) > 0:
		rec.Channel = network.InPerson
	}
	switch rec.Channel {
	case network.Mail, network.Message, network.Letter:
		rec.Direction = network.Out
		if e.direction == "in" {
			rec.Direction = network.In
		}
	case network.Event:
	default:
		rec.Direction = network.Mutual
	}
	return rec
}

// soon and long tell a day without its year that is yet to come from one of
// last year: "le 20 mars", written on the 12th, is an appointment.
const (
	soon = 120
	long = 240
)

func (r *reader) yetToCome(w when) bool {
	if w.ahead {
		return true
	}
	today := dayOf(r.today)
	return after(w.next, r.today) && dayOf(w.next)-today <= soon && today-dayOf(w.past) >= long
}

// spokenOf is the first person whom a record is about.
func (r *reader) spokenOf() []Who {
	for _, rec := range r.records {
		if len(rec.Who) > 0 {
			return rec.Who[:1]
		}
	}
	return nil
}

// noted keeps the words of a line in which nobody was met. A name at its head
// belongs to the record that follows.
func (r *reader) noted(e *encounter) []Record {
	switch {
	case len(e.words) == 0:
		return nil
	case len(e.notes) == 0 && len(r.records) > 0:
		r.records[0].Words = append(append([]Span{}, e.words...), r.records[0].Words...)
		return nil
	}
	rec := Record{Type: Fact, Kind: Note, Who: r.firstNamed(), What: r.join(e.notes), Words: e.words}
	if len(e.notes) == 0 {
		rec.What = r.join(e.words)
	}
	return []Record{rec}
}

func (r *reader) join(spans []Span) string {
	var b strings.Builder
	for i, s := range spans {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(network.OneLine(r.line[s.From:s.To]))
	}
	return b.String()
}
