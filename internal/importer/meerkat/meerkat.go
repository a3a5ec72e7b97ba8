// Package meerkat reads the full export of Meerkat CRM: one file of several
// tables, each under a line like "=== NOTES ===".
//
// Contacts become people, activities meetings with everyone they name, notes and
// relations facts of the contact; reminders are kept as facts in their own words
// and counted. Notes of nobody are counted and left out. A contact has a number
// and the moment it was made, which together tell it apart; activities name
// people, and a name that two contacts have joins neither. The vCards that
// Meerkat writes too are read by package vcard.
//
// The form is that of the program that writes it; no file of a real person's was
// seen.
package meerkat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/addressbook"
	"entregent/internal/importer/csvfile"
	"entregent/internal/importer/phone"
	"entregent/internal/network"
)

// Reader reads exports of Meerkat.
type Reader struct{}

// Name returns "meerkat".
func (Reader) Name() string { return "meerkat" }

// Find returns each table that begins as an export does.
func (Reader) Find(src fs.FS) (parts []importer.Part) {
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.EqualFold(path.Ext(name), ".csv") || strings.HasPrefix(path.Base(name), ".") {
			return nil
		}
		f, err := csvfile.Open(src, name, importer.DefaultLimits)
		if err != nil {
			return nil
		}
		defer f.Close()
		if rec, err := f.Read(); err == nil && section(rec) == "contacts" {
			parts = append(parts, importer.Part{Label: path.Base(name), Files: []string{name}})
		}
		return nil
	})
	return parts
}

// section names the table that a line begins, "" for any other line.
func section(rec csvfile.Record) string {
	title, begins := strings.CutPrefix(strings.TrimSpace(rec.At(0)), "=== ")
	title, ends := strings.CutSuffix(title, " ===")
	if !begins || !ends || strings.TrimSpace(strings.Join(rec.Cells[1:], "")) != "" {
		return ""
	}
	return strings.ToLower(title)
}

// Owner returns nobody: the export does not say.
func (Reader) Owner(ctx context.Context, _ fs.FS, _ importer.Part) ([]importer.Claim, error) {
	return nil, ctx.Err()
}

// Read gives the events of one export.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		for _, name := range part.Files {
			r := &reading{ctx: ctx, opt: opt, file: name, byID: map[string]importer.Who{}, byName: map[string]string{}}
			err := r.rows(src, r.learn, func(*csvfile.Fault) error { return nil })
			r.yield = yield
			if err == nil {
				err = r.rows(src, r.tell, func(f *csvfile.Fault) error { return r.give(f.Event(name)) })
			}
			if err != nil {
				if !errors.Is(err, errStop) {
					yield(importer.Event{}, err)
				}
				return
			}
		}
	}
}

// errStop ends a reading whose caller has broken off.
var errStop = errors.New("meerkat: stopped")

// A reading is one export being read: once for who is who, once for what it says.
type reading struct {
	ctx    context.Context
	opt    importer.Options
	file   string
	yield  func(importer.Event, error) bool
	byID   map[string]importer.Who
	byName map[string]string // the number of the one contact of a name; "" where two have it
}

func (r *reading) give(events ...importer.Event) error {
	for _, e := range events {
		if !r.yield(e, nil) {
			return errStop
		}
	}
	return nil
}

// A row is a line of one of the tables.
type row struct {
	table  string
	header []string
	rec    csvfile.Record
	at     importer.Pos
}

// get returns a cell by the name of its column. Newer versions put a quote before
// what a spreadsheet would take for a formula; it is no part of the value.
func (w *row) get(column string) string {
	i := slices.Index(w.header, column)
	if i < 0 {
		return ""
	}
	s := strings.TrimSpace(w.rec.At(i))
	if rest, ok := strings.CutPrefix(s, "'"); ok && rest != "" && strings.ContainsRune("=+-@", rune(rest[0])) {
		return rest
	}
	return s
}

// rows walks through the tables.
func (r *reading) rows(src fs.FS, each func(*row) error, fault func(*csvfile.Fault) error) error {
	f, err := csvfile.Open(src, r.file, r.opt.Limits)
	if err != nil {
		return err
	}
	defer f.Close()
	w := &row{}
	for {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		rec, err := f.Read()
		var bad *csvfile.Fault
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			err = fault(bad)
		case err != nil:
		case section(rec) != "":
			*w = row{table: section(rec)}
		case w.header == nil:
			w.header = make([]string, len(rec.Cells))
			for i, c := range rec.Cells {
				w.header[i] = network.Fold(c)
			}
		default:
			w.rec, w.at = rec, importer.Pos{File: r.file, Line: rec.Line}
			err = each(w)
		}
		if err != nil {
			return err
		}
	}
}

// learn remembers who a number and a name is.
func (r *reading) learn(w *row) error {
	if w.table != "contacts" {
		return nil
	}
	id := w.get("id")
	who := importer.Who{Name: strings.Join(strings.Fields(w.get("firstname")+" "+w.get("lastname")), " ")}
	if who.Name == "" {
		who.Name = w.get("nickname")
	}
	who.Handles = []network.Handle{{Kind: network.Scoped, Value: "meerkat:" + id + "@" + w.get("created at")}}
	if h, ok := network.NewEmail(w.get("email")); ok {
		who.Handles = append(who.Handles, h)
	}
	if h, ok := phone.Handle(w.get("phone"), r.opt.Country); ok {
		who.Handles = append(who.Handles, h)
	}
	r.byID[id] = who
	if had, ok := r.byName[who.Name]; ok && had != id {
		id = ""
	}
	r.byName[who.Name] = id
	return nil
}

// tell gives what one row says.
func (r *reading) tell(w *row) error {
	switch w.table {
	case "contacts":
		return r.contact(w)
	case "activities":
		return r.activity(w)
	case "relationships", "notes", "reminders":
		who, ok := r.byID[w.get("contact id")]
		switch {
		case ok && w.table == "relationships":
			return r.relation(w, who)
		case ok:
			return r.note(w, who)
		case w.get("contact id") == "":
			return r.give(importer.NewIgnored(w.at, 1, "journal", w.get("content")+w.get("message")))
		}
		return r.give(importer.NewProblem(w.at, 1, "monica_unknown", w.get("contact id"), w.get("contact name")))
	}
	return r.give(importer.NewIgnored(w.at, 1, "unsupported_record", w.table))
}

// plain are the columns of a contact that are one fact each.
var plain = []struct {
	column string
	importer.Fact
}{
	{"nickname", importer.Fact{Kind: network.FactNickname}},
	{"gender", importer.Fact{Kind: network.FactOther, Label: "gender"}},
	{"address", importer.Fact{Kind: network.FactAddress}},
	{"how we met", importer.Fact{Kind: network.FactHowMet}},
	{"food preference", importer.Fact{Kind: network.FactInterest, Label: "food"}},
	{"work information", importer.Fact{Kind: network.FactOther, Label: "work"}},
	{"contact information", importer.Fact{Kind: network.FactNote}},
}

// apart are the columns that are no fact by their own name.
var apart = []string{"id", "firstname", "lastname", "email", "phone", "birthday", "circles", "created at", "updated at"}

func (r *reading) contact(w *row) error {
	who := r.byID[w.get("id")]
	c := &importer.Card{Who: who, Vouched: true}
	c.AsOf, _ = time.Parse(time.RFC3339, w.get("updated at"))
	add := func(f importer.Fact) {
		if f.Value != "" {
			c.Facts = append(c.Facts, f)
		}
	}
	known := slices.Clone(apart)
	for _, p := range plain {
		f := p.Fact
		f.Value = w.get(p.column)
		add(f)
		known = append(known, p.column)
	}
	if day := w.get("birthday"); day != "" {
		if d, ok := addressbook.ParseDay(day, true, r.opt.Now); ok {
			add(importer.Fact{Kind: network.FactBirthday, Value: d.String()})
		} else {
			add(importer.Fact{Kind: network.FactOther, Label: "birthday", Value: day})
		}
	}
	for _, circle := range strings.Split(w.get("circles"), ";") {
		add(importer.Fact{Kind: network.FactTag, Value: strings.TrimSpace(circle)})
	}
	for kind, column := range map[network.HandleKind]string{network.Email: "email", network.Phone: "phone"} {
		has := slices.ContainsFunc(who.Handles, func(h network.Handle) bool {
			return h.Kind == kind || h.Kind == network.RawPhone && kind == network.Phone
		})
		if !has {
			add(importer.Fact{Kind: network.FactOther, Label: column, Value: w.get(column)})
		}
	}
	for _, h := range w.header { // the keeper's own columns
		if !slices.Contains(known, h) {
			add(importer.Fact{Kind: network.FactOther, Label: h, Value: w.get(h)})
		}
	}
	return r.give(importer.Event{At: w.at, Read: 1, Card: c})
}

func (r *reading) relation(w *row, who importer.Who) error {
	facts := []importer.Fact{{Kind: network.FactRelated, Value: w.get("name"), Label: w.get("type")}}
	if other, ok := r.byID[w.get("related contact id")]; ok {
		facts[0].Value = other.Name
	}
	if day := w.get("birthday"); day != "" {
		facts = append(facts, importer.Fact{Kind: network.FactOther, Value: day, Label: "birthday of " + facts[0].Value})
	}
	return r.give(importer.Event{At: w.at, Read: 1, Card: &importer.Card{Who: who, Vouched: true, Facts: facts}},
		importer.NewIgnored(w.at, 0, "relationship_as_fact", facts[0].Value+" → "+who.Name))
}

// note gives a note, or a reminder as one.
func (r *reading) note(w *row, who importer.Who) error {
	f := importer.Fact{Kind: network.FactNote, Value: w.get("content")}
	f.On, _ = time.Parse(time.RFC3339, w.get("date"))
	events := []importer.Event{{At: w.at, Read: 1, Card: &importer.Card{Who: who, Vouched: true}}}
	if w.table == "reminders" {
		f = importer.Fact{Kind: network.FactOther, Label: "reminder", Value: w.get("message")}
		f.On, _ = time.Parse(time.RFC3339, w.get("remind at"))
		if again := w.get("recurrence"); again != "" {
			f.Value += " — " + again
		}
		events = append(events, importer.NewIgnored(w.at, 0, "reminder_as_fact", f.Value))
	}
	if f.Value != "" {
		events[0].Card.Facts = []importer.Fact{f}
	}
	return r.give(events...)
}

// maxGuests is how many people of one activity are listed: many times what is
// still a meeting.
const maxGuests = 200

// activity gives a meeting with those it names. A place that is no page is one
// where people were.
func (r *reading) activity(w *row) error {
	at, err := time.Parse(time.RFC3339, w.get("date"))
	if err != nil || at.Year() < 1900 {
		return r.give(importer.NewProblem(w.at, 1, "bad_date", w.get("title"), w.get("date")))
	}
	if u := at.UTC(); u.Hour()+u.Minute()+u.Second() == 0 { // a day
		at = time.Date(u.Year(), u.Month(), u.Day(), 12, 0, 0, 0, r.opt.Zone)
	}
	place := w.get("location")
	e := &importer.Encounter{Channel: network.Meeting, At: at, Subject: w.get("title"), Text: importer.Cut(w.get("description"), importer.MaxText), Place: place, OwnerTookPart: true}
	if place != "" && !strings.Contains(place, "://") {
		e.Channel = network.InPerson
	}
	key := []string{w.get("date"), w.get("title"), w.get("description")}
	for name := range strings.SplitSeq(w.get("contact names"), "; ") {
		if name = strings.Join(strings.Fields(name), " "); name == "" {
			continue
		}
		if e.Size++; e.Size > maxGuests {
			continue // counted, not listed
		}
		who := importer.Who{Name: name}
		if id := r.byName[name]; id != "" {
			who = r.byID[id]
		}
		e.Parties = append(e.Parties, importer.Party{Who: who, Role: network.Attendee, Status: network.Accepted})
		key = append(key, name)
	}
	if len(e.Parties) == 0 {
		return r.give(importer.NewIgnored(w.at, 1, "activity_alone", e.Subject))
	}
	e.Size++ // the keeper
	slices.Sort(key[3:])
	h := sha256.Sum256([]byte(strings.Join(key, "\x00")))
	e.Key = "meerkat:" + hex.EncodeToString(h[:16])
	return r.give(importer.Event{At: w.at, Read: 1, Encounter: e})
}
