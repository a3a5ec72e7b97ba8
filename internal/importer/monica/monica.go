// Package monica reads what Monica 4 gives its users of their own data: the JSON
// export and the SQL dump, which say the same in two ways.
//
// Contacts become cards; activities, calls and written words encounters; gifts,
// debts and "met through" favours; notes, tags, life events, pets, addresses and
// the ways to reach somebody facts and handles. Relationships between two
// contacts are kept as facts on both. What the book has no place for (reminders,
// tasks) stays as a fact in its own words and is counted in the report. Pictures,
// documents and the journal are counted and left out; passwords and codes of the
// account are never read.
//
// A contact is known again by its UUID, which both forms carry, and a record by
// what it says: so the two exports of one account give one book. Monica keeps
// most moments as days; a time of midnight is a day, and lies at noon in the
// keeper's zone.
package monica

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"path"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// Reader reads Monica exports.
type Reader struct{}

// Name returns "monica".
func (Reader) Name() string { return "monica" }

// Find returns each file that is an export, by what stands at its beginning.
func (Reader) Find(src fs.FS) (parts []importer.Part) {
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return nil
		}
		switch ext := strings.ToLower(path.Ext(name)); {
		case ext == ".json" && isJSON(src, name), ext == ".sql" && isSQL(src, name):
			parts = append(parts, importer.Part{Label: path.Base(name), Files: []string{name}})
		}
		return nil
	})
	return parts
}

// Read gives the events of one export.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		for _, name := range part.Files {
			r := &reading{ctx: ctx, src: src, opt: opt, file: name, yield: yield, book: newBook()}
			if err := r.read(); err != nil {
				if !errors.Is(err, errStop) {
					yield(importer.Event{}, err)
				}
				return
			}
		}
	}
}

// Owner returns the account that was exported: its address, and in a dump its
// name.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) (out []importer.Claim, err error) {
	for _, name := range part.Files {
		r := &reading{ctx: ctx, src: src, opt: importer.Options{Limits: importer.DefaultLimits}, file: name, book: newBook(), silent: true}
		if err := r.first(); err != nil && !r.told(err) {
			return nil, err
		}
		o := r.book.owner
		if p := r.book.people[r.book.meContact]; p != nil {
			o.Handles = append(o.Handles, p.who.Handles...)
			if o.Name == "" {
				o.Name = p.who.Name
			}
		}
		if o.Name != "" || len(o.Handles) > 0 {
			out = append(out, importer.Claim{Handles: o.Handles, Name: o.Name, Why: "me.profile", Weight: 1, Sure: true})
		}
	}
	return out, ctx.Err()
}

// errStop ends a reading whose caller has broken off.
var errStop = errors.New("monica: stopped")

// A reading is one export being read, twice: first for who is who and what the
// numbers stand for, then for what it says.
type reading struct {
	ctx    context.Context
	src    fs.FS
	opt    importer.Options
	file   string
	yield  func(importer.Event, error) bool
	silent bool // the first pass tells nothing of faults: the second meets them again
	book   *book
	rest   map[string][]importer.Fact // ways to reach a contact that are no handle
}

func (r *reading) read() error {
	r.silent = true
	if err := r.first(); err != nil && !r.told(err) {
		return err
	}
	r.silent, r.rest = false, r.ready()
	err := r.second()
	if err != nil && r.told(err) {
		return nil
	}
	return err
}

func (r *reading) isSQL() bool { return strings.EqualFold(path.Ext(r.file), ".sql") }

func (r *reading) first() error {
	if r.isSQL() {
		return r.eachRow(r.indexRow)
	}
	return r.eachRecord(r.indexRecord)
}

func (r *reading) second() error {
	if r.isSQL() {
		return r.eachRow(r.tellRow)
	}
	return r.eachRecord(r.tellRecord)
}

func (r *reading) give(events ...importer.Event) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	for _, e := range events {
		if !r.yield(e, nil) {
			return errStop
		}
	}
	return nil
}

// A faulty says where a file could not be read.
type faulty interface {
	error
	Event(file string) importer.Event
}

// told reports a fault of the file as a problem; false where err is none.
func (r *reading) told(err error) bool {
	var f faulty
	if !errors.As(err, &f) {
		return false
	}
	if !r.silent {
		r.yield(f.Event(r.file), nil)
	}
	return true
}

// A rec is one record of either form: what a column or property says, under the
// names that both share.
type rec struct {
	at  importer.Pos
	get func(name string) string
	day func(name string) special // "birthdate", "first_met_date", "deceased_date"
}

// A special is a date of somebody's life.
type special struct {
	date     string
	aged     bool // worked out from an age: only the year means something
	yearless bool
}

// A person is one contact.
type person struct {
	who     importer.Who
	partial bool // a relative without a page of their own
	via     string
}

func (p *person) card(facts ...importer.Fact) *importer.Card {
	return &importer.Card{Who: p.who, Vouched: !p.partial, Facts: facts}
}

// A book is what the first pass learns.
type book struct {
	owner     importer.Who
	meContact string
	people    map[string]*person     // by UUID, or by number in a dump
	guests    map[string][]string    // of an activity
	tags      map[string][]string    // of a contact of a dump
	words     map[string]string      // names of types: "gender/7", "activity_type/…"
	specials  map[string]special     // dates of a dump
	chats     map[string]string      // contact of a conversation
	fields    map[string][][2]string // type and data, by contact
}

func newBook() *book {
	return &book{people: map[string]*person{}, guests: map[string][]string{}, tags: map[string][]string{}, words: map[string]string{},
		specials: map[string]special{}, chats: map[string]string{}, fields: map[string][][2]string{}}
}

// known returns a contact that another record speaks of.
func (r *reading) known(id string) *person { return r.book.people[id] }

// person makes the person of a contact's own record. The handle is the UUID,
// which a contact keeps for good.
func newPerson(uuid string, get func(string) string) *person {
	words := []string{get("first_name"), get("middle_name"), get("last_name")}
	p := &person{partial: yes(get("is_partial")), via: get("first_met_through")}
	p.who.Name = strings.Join(strings.Fields(strings.Join(words, " ")), " ")
	if p.who.Name == "" {
		p.who.Name = get("nickname")
	}
	if uuid != "" {
		p.who.Handles = []network.Handle{{Kind: network.Scoped, Value: "monica:" + strings.ToLower(uuid)}}
	}
	return p
}

func yes(s string) bool {
	switch strings.ToLower(s) {
	case "true", "1", "yes":
		return true
	}
	return false
}
