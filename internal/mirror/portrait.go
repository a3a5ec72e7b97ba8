package mirror

import (
	"cmp"
	"slices"
	"strings"

	"entregent/internal/network"
)

// A portrait is what one document says of the keeper: a CV, or a profile as one
// network has it.
type portrait struct {
	source    string
	asOf      string // the day it is of, as far as it says
	id        string // of the line that is its head
	document  string // of a CV, what tells it from others
	name      string
	headline  string
	summary   string
	place     string
	positions []spell
	studies   []spell
	skills    []entry
	languages []entry
}

// A spell is a post held, or studies.
type spell struct {
	id    string
	where string // employer or school
	what  string // title or degree
	from  When
	to    When
	going bool     // no end is said
	wrong []string // dates that cannot be read, as written
}

// An entry is a skill or a language.
type entry struct{ id, name string }

func (s spell) side() Side {
	return Side{Text: join(s.what, s.where), From: s.from, To: s.to, Going: s.going && !s.from.IsZero(), Times: !s.from.IsZero() || !s.to.IsZero()}
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// called is what a spell is called in a sentence, which ends in a full stop itself.
func (s spell) called() string { return strings.TrimSuffix(join(s.what, s.where), ".") }

// A likeness is everything that shows the keeper: the profile, the other ones, and
// the CVs, newest first.
type likeness struct {
	profile *portrait // LinkedIn's, else another; nil if there is none
	others  []*portrait
	cvs     []*portrait
}

func (l likeness) cv() *portrait {
	if len(l.cvs) == 0 {
		return nil
	}
	return l.cvs[0]
}

// isCV reports whether a source is a CV.
func isCV(l Line) bool { return l.Fields["document"] != "" }

// portraits puts the lines of the trace together. Of each network and kind of line
// only those of its newest archive count: what was taken off a profile is not on
// it any more. A CV counts as a whole.
func portraits(lines []Line, today network.Day) likeness {
	newest := map[string]string{} // of source and kind
	for _, l := range lines {
		if k := l.Source + "\x00" + l.Kind; !isCV(l) && l.Fields["as_of"] > newest[k] {
			newest[k] = l.Fields["as_of"]
		}
	}
	byDoc := map[string]*portrait{}
	for _, l := range sorted(lines) {
		doc := l.Fields["document"]
		if doc == "" && l.Fields["as_of"] != newest[l.Source+"\x00"+l.Kind] {
			continue
		}
		key := l.Source + "\x00" + doc
		p := byDoc[key]
		if p == nil {
			p = &portrait{source: l.Source, document: doc}
		}
		if p.add(l) {
			p.asOf = max(p.asOf, l.Fields["as_of"])
			byDoc[key] = p
		}
	}
	var out likeness
	for _, p := range byDoc {
		switch {
		case p.document != "":
			out.cvs = append(out.cvs, p)
		case p.source == "linkedin", p.headline != "", len(p.positions) > 0: // a name alone shows nobody at work
			out.others = append(out.others, p)
		}
	}
	slices.SortFunc(out.cvs, func(a, b *portrait) int {
		return cmp.Or(cmp.Compare(b.asOf, a.asOf), cmp.Compare(a.source, b.source), cmp.Compare(a.document, b.document))
	})
	slices.SortFunc(out.others, func(a, b *portrait) int {
		first := func(p *portrait) bool { return p.source == "linkedin" }
		if first(a) != first(b) {
			if first(a) {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.source, b.source)
	})
	if len(out.others) > 0 {
		out.profile, out.others = out.others[0], out.others[1:]
	}
	for _, p := range slices.Concat(out.cvs, out.others) {
		p.order()
	}
	if out.profile != nil {
		out.profile.order()
	}
	return out
}

// sorted puts lines in an order that hangs on nothing but them.
func sorted(lines []Line) []Line {
	lines = slices.Clone(lines)
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.ID, b.ID)) })
	return lines
}

// add takes one line in; false for a line of what was done.
func (p *portrait) add(l Line) bool {
	f := l.Fields
	switch l.Kind {
	case "profile":
		if p.id == "" || f["headline"] != "" {
			p.id = l.ID
		}
		name := f["name"]
		if name == "" {
			name = strings.TrimSpace(f["first_name"] + " " + f["last_name"])
		}
		p.name = either(p.name, name)
		p.headline = either(p.headline, f["headline"])
		p.summary = either(either(p.summary, f["summary"]), f["profile_summary"])
		p.place = either(p.place, f["geo_location"])
	case "position":
		p.positions = append(p.positions, spellOf(l, f["company_name"], f["title"], f["started_on"], f["finished_on"]))
	case "education":
		p.studies = append(p.studies, spellOf(l, f["school_name"], f["degree_name"], f["start_date"], f["end_date"]))
	case "skill":
		p.skills = append(p.skills, entry{l.ID, f["name"]})
	case "language":
		p.languages = append(p.languages, entry{l.ID, f["name"]})
	case "project", "publication", "certification", "course", "honour", "volunteering":
	default:
		return false
	}
	return true
}

func either(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func spellOf(l Line, where, what, from, to string) spell {
	s := spell{id: l.ID, where: where, what: what}
	var ok bool
	if s.from, ok = parseWhen(from); !ok {
		s.wrong = append(s.wrong, from)
	}
	if s.to, ok = parseWhen(to); !ok {
		s.wrong = append(s.wrong, to)
	}
	s.going = strings.TrimSpace(to) == ""
	return s
}

// order sorts posts and studies, newest first.
func (p *portrait) order() {
	for _, list := range [][]spell{p.positions, p.studies} {
		slices.SortStableFunc(list, func(a, b spell) int {
			return cmp.Or(cmp.Compare(b.from.first(), a.from.first()), cmp.Compare(b.to.first(), a.to.first()), cmp.Compare(a.where, b.where), cmp.Compare(a.what, b.what), cmp.Compare(a.id, b.id))
		})
	}
}

// current is the post that is still held and began last, nil if none is.
func (p *portrait) current() *spell {
	for i := range p.positions {
		if p.positions[i].going && !p.positions[i].from.IsZero() {
			return &p.positions[i]
		}
	}
	return nil
}
