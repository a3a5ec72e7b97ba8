// Package capture reads one line that the keeper typed after a meeting, in
// French or English, and proposes the records it holds: who was met, what they
// look for and can bring, what was learned, brought, promised and asked.
//
// It goes by tables of words and small matchers, one file for each type of
// record. The same line gives the same records, each with the words that gave
// it, and no word of the line is lost: what is not understood is the note of the
// encounter. It leaves out storage, and it decides nothing: everything is shown
// for a yes.
package capture

import (
	"strings"

	"entregent/internal/network"
)

// MaxLine is the number of bytes of a line that are read for records. What
// comes after them is kept in the note.
const MaxLine = 2 << 10

// A Context is what a line is read with.
type Context struct {
	People *People      // whom the keeper knows; nil for nobody
	Today  network.Date // the keeper's calendar day, from which "yesterday" counts
	Lang   string       // "fr" or "en": how to read what both write (3/12); "" goes by the line
}

// A Result is what was found in one line.
type Result struct {
	Line    string   `json:"line"`
	Lang    string   `json:"lang"` // language the line was taken for
	Records []Record `json:"records"`
	Unsure  []Unsure `json:"unsure"`
}

// An Unsure is a name that the keeper must be asked about: it answers to
// several people, none of them clearly the likely one.
type Unsure struct {
	Name       string      `json:"name"` // as written
	Words      Span        `json:"words"`
	Candidates []Candidate `json:"candidates"` // likeliest first
}

// A Candidate is one person whom a name may stand for.
type Candidate struct {
	ID           network.PersonID `json:"id"`
	Name         string           `json:"name"`
	Organisation string           `json:"organisation,omitempty"`
}

// Read returns the records of a line. Its time grows with the length of the
// line and hardly with the number of people.
func Read(line string, c Context) Result {
	r := reader{line: line, people: c.People, today: c.Today}
	if r.people == nil {
		r.people = nobody
	}
	r.read(c.Lang)
	return r.result()
}

func (r *reader) read(hint string) {
	r.tokens = tokenise(r.line[:readable(r.line)])
	r.mend()
	r.lang = language(r.tokens, hint)
	r.findWhens()
	r.findNames()
	r.units = r.joinUnits()
	r.findHits()
	r.clauses = r.split()
	r.assign()
}

var nobody = NewPeople(nil)

// readable is MaxLine, moved back to the end of a word.
func readable(line string) int {
	if len(line) <= MaxLine {
		return len(line)
	}
	if i := strings.LastIndexByte(line[:MaxLine], ' '); i > 0 {
		return i
	}
	i := MaxLine
	for i > 0 && line[i]&0xc0 == 0x80 {
		i--
	}
	return i
}

// A reader holds one line while it is read. The stages of Read fill it in
// order: tokens, names and whens, units, hits, clauses, records.
type reader struct {
	line    string
	people  *People
	today   network.Date
	lang    string
	tokens  []token
	whens   []when
	names   []mention
	units   []unit
	hits    []hit // by unit: the cue that begins there, if any
	clauses []clause

	records []Record
	current []Who // whom a clause without a subject is about
	header  encounter
	way     bool // the last offer was a way to somebody or something
	steps   int  // elements compared, for the test of growth
}

// A unit is what the cues are matched against: a word, or a name or a moment
// taken as one.
type unit struct {
	kind unitKind
	fold string // of a word or sign
	from int    // first token
	to   int    // one past the last token
	at   int    // index in names or whens
}

type unitKind uint8

const (
	wordUnit unitKind = iota
	signUnit
	nameUnit
	whenUnit
)

func (r *reader) joinUnits() []unit {
	units := make([]unit, 0, len(r.tokens))
	n, w := 0, 0
	for i := 0; i < len(r.tokens); {
		for n < len(r.names) && r.names[n].from < i {
			n++
		}
		for w < len(r.whens) && r.whens[w].from < i {
			w++
		}
		u := unit{fold: r.tokens[i].fold, from: i, to: i + 1}
		switch {
		case n < len(r.names) && r.names[n].from == i:
			u.kind, u.to, u.at = nameUnit, r.names[n].to, n
		case w < len(r.whens) && r.whens[w].from == i:
			u.kind, u.to, u.at = whenUnit, r.whens[w].to, w
		case r.tokens[i].sign:
			u.kind = signUnit
		}
		units = append(units, u)
		i = u.to
	}
	return units
}

// span returns the bytes of units from a up to b, without the signs and
// conjunctions at either end.
func (r *reader) span(a, b int) Span {
	for a < b && r.units[a].kind == signUnit {
		a++
	}
	for b > a && r.units[b-1].kind == signUnit {
		b--
	}
	if a >= b {
		return Span{}
	}
	return Span{r.tokens[r.units[a].from].from, r.tokens[r.units[b-1].to-1].to}
}

// text returns the words of units from a up to b as they were typed.
func (r *reader) text(a, b int) string {
	s := r.span(a, b)
	return network.OneLine(r.line[s.From:s.To])
}
