// Package cv is what a curriculum vitae comes down to, whatever its format: who
// it is of, and the lines that they say of themselves.
//
// A CV becomes lines of the keeper's own trace, under the names that a LinkedIn
// archive has for the same things (company_name, school_name, started_on…), so
// that one can be laid beside the other. Each line carries the document it stands
// in and the day that document says it is of: a later CV replaces an earlier one
// as a whole, and both are kept. It leaves out how a file is read (jsonresume,
// europass) and every comparison (package mirror).
package cv

import (
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/phone"
	"entregent/internal/network"
)

// A Document is one CV.
type Document struct {
	Format   string // name of the reader
	At       importer.Pos
	Name     string
	Headline string
	Summary  string
	Town     string
	Emails   []string
	Phones   []string
	Pages    []string
	Updated  string // the day it says it is of, in the form of Date; "" where it does not say
	Lines    []Line
	Vouchers []Voucher
	Problems []importer.Event // what could not be understood
}

// A Line is one thing that the CV says of its owner.
type Line struct {
	At     importer.Pos
	Kind   string // as importer.Own has them: "position", "education", "skill"…
	Fields map[string]string
}

// A Voucher is somebody who vouches in the CV, with their words; without any
// they are only named.
type Voucher struct {
	At          importer.Pos
	Name, Words string
}

// MaxLines bounds what one CV may hold: a life is shorter.
const MaxLines = 2000

// Add adds a line of one kind, fields in pairs of name and value; those without a
// value are left out, and so is a line of which nothing is left. False says that
// the CV is full.
func (d *Document) Add(at importer.Pos, kind string, fields ...string) bool {
	l := Line{At: at, Kind: kind, Fields: map[string]string{}}
	for i := 0; i+1 < len(fields); i += 2 {
		if v := clean(fields[i+1]); v != "" {
			l.Fields[fields[i]] = v
		}
	}
	if len(l.Fields) > 0 && len(d.Lines) < MaxLines {
		d.Lines = append(d.Lines, l)
	}
	return len(d.Lines) < MaxLines
}

// Vouch adds somebody who vouches.
func (d *Document) Vouch(at importer.Pos, name, words string) {
	if name = network.OneLine(clean(name)); name != "" && len(d.Vouchers) < MaxLines {
		d.Vouchers = append(d.Vouchers, Voucher{at, name, clean(words)})
	}
}

func clean(s string) string {
	return importer.Cut(strings.TrimSpace(strings.ReplaceAll(s, "\x00", "")), importer.MaxText)
}

// Date puts a date in the form that it keeps its precision in: 2015-01-31,
// 2015-01 or 2015. What is none is told as a problem of the file, and is "".
func (d *Document) Date(at importer.Pos, s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	day, _, _ := strings.Cut(s, "T")
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, day); err == nil && t.Year() > 0 {
			return t.Format(layout)
		}
	}
	d.Trouble(importer.NewProblem(at, 0, "bad_date", s, importer.Cut(s, 100)))
	return ""
}

// Trouble notes what could not be understood; of a file that is nothing else, the
// first of it.
func (d *Document) Trouble(e importer.Event) {
	if len(d.Problems) < MaxLines {
		d.Problems = append(d.Problems, e)
	}
}

// Empty reports whether the file says nothing of anybody.
func (d *Document) Empty() bool {
	return d.Name == "" && d.Headline == "" && d.Summary == "" && len(d.Lines) == 0
}

// dated are the fields by which a CV that does not say its day is placed: it
// cannot be older than what begins in it.
var dated = []string{"started_on", "start_date", "date"}

// asOf is the day of the CV: what it says, else the newest beginning in it.
func (d *Document) asOf() string {
	newest := d.Updated
	for _, l := range d.Lines {
		for _, f := range dated {
			if v := l.Fields[f]; d.Updated == "" && v > newest {
				newest = v
			}
		}
	}
	return newest
}

// profile returns what the head of the CV says.
func (d *Document) profile() Line {
	l := Line{At: d.At, Kind: "profile", Fields: map[string]string{}}
	for field, v := range map[string]string{
		"name": network.OneLine(clean(d.Name)), "headline": clean(d.Headline), "summary": clean(d.Summary), "geo_location": clean(d.Town),
		"websites": clean(strings.Join(d.Pages, ", ")),
	} {
		if v != "" {
			l.Fields[field] = v
		}
	}
	return l
}

// digest is the same for two files that say the same, however they are laid out.
func (d *Document) digest(lines []Line) string {
	parts := []string{d.Format, d.asOf()}
	for _, l := range lines {
		parts = append(parts, l.Kind)
		for _, f := range slices.Sorted(maps.Keys(l.Fields)) {
			parts = append(parts, f, l.Fields[f])
		}
	}
	sum := importer.Digest(parts...)
	return hex.EncodeToString(sum[:])
}

// Events gives the CV as the neutral stream.
func (d *Document) Events() []importer.Event {
	lines := append([]Line{d.profile()}, d.Lines...)
	doc, asOf := d.digest(lines), d.asOf()
	var out []importer.Event
	for i, l := range lines {
		fields := maps.Clone(l.Fields)
		if fields["document"] = doc[:16]; asOf != "" {
			fields["as_of"] = asOf
		}
		o := &importer.Own{Kind: l.Kind, Fields: fields, On: day(l.Fields)}
		o.Key = d.Format + ":" + doc + ":" + l.Kind + ":" + key(l)
		e := importer.Event{At: l.At, Own: o, Read: 1}
		if i == 0 && len(l.Fields) == 0 {
			e = importer.NewIgnored(l.At, 1, "cv_no_head", "")
		}
		out = append(out, e)
	}
	for _, v := range d.Vouchers {
		out = append(out, d.voucher(v)...)
	}
	return append(out, d.Problems...)
}

func key(l Line) string {
	var parts []string
	for _, f := range slices.Sorted(maps.Keys(l.Fields)) {
		parts = append(parts, f, l.Fields[f])
	}
	sum := importer.Digest(parts...)
	return hex.EncodeToString(sum[:])
}

// day is the first whole day or month that a line names.
func day(fields map[string]string) time.Time {
	for _, f := range dated {
		for _, layout := range []string{time.DateOnly, "2006-01"} {
			if t, err := time.Parse(layout, fields[f]); err == nil {
				return t
			}
		}
	}
	return time.Time{}
}

// voucher is a recommendation, or, without words, somebody who is named.
func (d *Document) voucher(v Voucher) []importer.Event {
	who := importer.Who{Name: v.Name}
	k := network.Fold(v.Name)
	card := importer.Event{At: v.At, Read: 1, Card: &importer.Card{Who: who, Key: k, Vouched: true}}
	if v.Words == "" {
		return []importer.Event{card}
	}
	sum := importer.Digest("reference", k, strings.Join(strings.Fields(v.Words), " "))
	card.Read = 0
	return []importer.Event{{At: v.At, Read: 1, Favour: &importer.Favour{
		Who: who, WhoKey: k, Vouched: true, Kind: network.Recommendation, What: v.Words,
		Key: d.Format + ":" + hex.EncodeToString(sum[:]),
	}}, card}
}

// Claim says whose CV it is; false where it does not say.
func (d *Document) Claim(country string) (importer.Claim, bool) {
	c := importer.Claim{Name: network.OneLine(clean(d.Name)), Why: "me.cv", Weight: 1, Sure: true}
	add := func(h network.Handle, ok bool) {
		if ok && !slices.Contains(c.Handles, h) {
			c.Handles = append(c.Handles, h)
		}
	}
	for _, e := range d.Emails {
		add(network.NewEmail(e))
	}
	for _, p := range d.Phones {
		if h, ok := phone.Handle(p, country); h.Kind == network.Phone {
			add(h, ok)
		}
	}
	for _, p := range d.Pages {
		if h, ok := network.NewProfile(p); h.Kind == network.LinkedIn {
			add(h, ok)
		}
	}
	return c, c.Name != "" || len(c.Handles) > 0
}
