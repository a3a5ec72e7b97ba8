package calendar

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/ical"
	"entregent/internal/importer/ical/rrule"
	"entregent/internal/network"
)

// How far from now instances are told.
const (
	yearsBack   = 5
	daysPlanned = 90
)

// Work allowed for the rules of one file. It grows with the file, so that a
// small file cannot ask for much and a large one gets what it needs.
const (
	leastInstances   = 20_000
	instancesPerByte = 4
	stepsPerRule     = 500_000
	leastSteps       = 1_000_000
	stepsPerByte     = 64
	mostChangedInOne = 100_000 // instances of one series changed apart
)

// A teller turns the entries of one file into events.
type teller struct {
	name    string
	opt     importer.Options
	idx     *index
	yield   func(importer.Event, error) bool
	stopped bool

	window    ical.Window
	instances int64 // left for this file
	steps     int64 // left for this file

	cancelled bool // the calendar that is read says so of all its entries
	birthdays bool // the calendar that is read holds birthdays
	entries   int

	at   importer.Pos
	read int // to be told with the next event of the record
}

func newTeller(name string, opt importer.Options, idx *index, yield func(importer.Event, error) bool) *teller {
	from := opt.Now.AddDate(-yearsBack, 0, 0)
	if opt.Since.After(from) {
		from = opt.Since
	}
	return &teller{
		name: name, opt: opt, idx: idx, yield: yield,
		window: ical.Window{
			From:     from,
			To:       opt.Now.AddDate(0, 0, daysPlanned),
			Floating: opt.Zone,
		},
		instances: leastInstances + instancesPerByte*idx.size,
		steps:     leastSteps + stepsPerByte*idx.size,
	}
}

func (t *teller) tell(ctx context.Context, src fs.FS) error {
	f, err := open(src, t.name, t.opt.Limits.MaxFile)
	if err != nil {
		return err
	}
	defer f.Close()
	line := 0
	for item, err := range ical.Read(f, limits(t.opt.Limits)) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if item.Entry != nil {
			line = item.Entry.Line
		}
		t.item(item)
		if t.stopped {
			return nil
		}
	}
	if f.cut {
		t.begin(line, 0)
		t.problem("ics_file_too_big", t.name, t.opt.Limits.MaxFile)
	}
	return nil
}

func (t *teller) item(item ical.Item) {
	switch {
	case item.Fault != nil:
		t.fault(item.Fault)
	case item.Property != nil:
		t.property(item.Property)
	case item.Entry == nil:
		t.cancelled, t.birthdays = false, false
	default:
		t.entry(item.Entry)
	}
}

// property takes what a calendar says of all its entries.
func (t *teller) property(p *ical.Property) {
	switch p.Name {
	case "METHOD":
		t.cancelled = strings.EqualFold(strings.TrimSpace(p.Value), "CANCEL")
	case "X-WR-CALNAME", "NAME":
		t.birthdays = t.birthdays || namesBirthdays(p.Text())
	}
}

func (t *teller) entry(c *ical.Component) {
	t.begin(c.Line, 1)
	switch c.Name {
	case "VEVENT":
		t.entries++
		t.event(c, t.entries)
	case "VTIMEZONE":
		t.read = 0
		if t.idx.bad[c.Line] {
			t.problem("ics_zone_rules", c.Text("TZID"), c.Text("TZID"))
		}
	case "VTODO", "VJOURNAL", "VFREEBUSY":
		t.ignored("not_an_event", c)
	default:
		t.read = 0 // a program's own component
	}
}

// begin starts a record of the source.
func (t *teller) begin(line, read int) {
	t.at, t.read = importer.Pos{File: t.name, Line: line}, read
}

func (t *teller) send(e importer.Event) {
	if !t.stopped && !t.yield(e, nil) {
		t.stopped = true
	}
	t.read = 0
}

func (t *teller) problem(key, raw string, args ...any) {
	t.send(importer.NewProblem(t.at, t.read, key, raw, args...))
}

func (t *teller) ignored(reason string, c *ical.Component) {
	title := c.Text("SUMMARY")
	if private(c) {
		title = ""
	}
	t.send(importer.NewIgnored(t.at, t.read, reason, title))
}

func (t *teller) fault(f *ical.Fault) {
	t.begin(f.Line, 0)
	switch f.Kind {
	case ical.LongLine:
		t.problem("ics_line_too_long", f.Raw, t.opt.Limits.MaxLine)
	case ical.BigEntry:
		t.problem("ics_entry_too_big", f.Raw, t.opt.Limits.MaxCard, t.opt.Limits.MaxProperties)
	case ical.TooDeep:
		t.problem("ics_too_deep", f.Raw, t.opt.Limits.MaxDepth)
	case ical.NoEnd, ical.NoBegin:
		t.problem("ics_"+string(f.Kind), f.Raw, f.Raw)
	default:
		t.problem("ics_no_property", f.Raw)
	}
}

// event tells one VEVENT: its problems, then its instances in the window.
func (t *teller) event(c *ical.Component, n int) {
	switch {
	case !t.idx.current(c, n):
		t.ignored("superseded", c)
		return
	case t.cancelled || cancelled(c):
		t.withdrawn(c)
		t.ignored("cancelled", c)
		return
	case birthday(c, t.birthdays):
		t.ignored("birthday_calendar", c)
		return
	}
	series, issues, ok := ical.ReadSeries(c, &t.idx.zones, t.opt.Zone)
	t.issues(issues)
	if !ok {
		return
	}
	moved := c.Prop("RECURRENCE-ID")
	switch {
	case moved == nil:
		t.leaveOutChanged(&series, c)
	case follows(c, moved):
		moved = nil // a series of its own
	default:
		series.Rules, series.Dates, series.Except = nil, nil, nil
	}
	list, most, err := t.expand(&series)
	if errors.Is(err, ical.ErrTooMany) {
		t.problem("ics_too_many", c.Text("RRULE"), most)
	}
	// What ended before the window is not told; that it took place then stays
	// said by whatever file was read for it.
	past := len(list) == 0 && c.Prop("RRULE") == nil && c.Prop("RDATE") == nil && series.Start.In(t.opt.Zone).Before(t.window.From)
	if moved == nil && !past {
		t.edition(t.idx.edition(c))
	}
	t.instancesOf(c, moved, series.Start.Date, list)
}

// instancesOf tells the instances of an event; moved is the RECURRENCE-ID of one
// that was changed apart.
func (t *teller) instancesOf(c *ical.Component, moved *ical.Property, allDay bool, list []ical.Instance) {
	e := t.encounter(c, allDay)
	ed := t.idx.edition(c)
	alone := ed != nil && moved == nil && c.Prop("RRULE") == nil && c.Prop("RDATE") == nil
	for _, i := range list {
		one := e
		one.Key = key(c, i, allDay)
		before := ""
		switch {
		case moved != nil:
			one.Key = t.movedKey(c, moved, one.Key)
		case alone: // moved to another hour it is still the same
			before, one.Key = one.Key, eventKey(c)
		}
		if ed != nil {
			one.Edition = &importer.Edition{Event: ed.Event, Instance: one.Key, Version: ed.Version, Since: t.window.From, Before: before}
		}
		one.At = i.Start.In(t.opt.Zone)
		if one.At.After(t.opt.Now) {
			one.State = network.Planned
		}
		if end := t.end(c, i, allDay); end.After(t.opt.Now) {
			one.Until = end
		}
		t.send(importer.Event{At: t.at, Read: t.read, Encounter: &one})
		if t.stopped {
			return
		}
	}
	if len(list) == 0 && t.read > 0 {
		t.ignored("outside_window", c)
	}
}

// end is when an instance ends, in whole days where it is one; zero where nothing
// says so. What leaves its time free (TRANSPARENT) ends as it begins.
func (t *teller) end(c *ical.Component, i ical.Instance, allDay bool) time.Time {
	start, end := i.Start.In(t.opt.Zone), i.End.In(t.opt.Zone)
	switch {
	case strings.EqualFold(strings.TrimSpace(c.Text("TRANSP")), "TRANSPARENT"):
		return start
	case allDay && !end.After(start): // a day without an end is that day
		return start.AddDate(0, 0, 1)
	case !end.After(start) && c.Prop("DTEND") == nil && c.Prop("DURATION") == nil:
		return time.Time{}
	case end.Before(start):
		return start
	}
	return end
}

// edition tells that the file knows an event as a whole.
func (t *teller) edition(ed *importer.Edition) {
	if ed == nil {
		return
	}
	ed.Since = t.window.From
	read := t.read
	t.read = 0 // the record is counted with what it gives
	t.send(importer.Event{At: t.at, Edition: ed})
	t.read = read
}

// withdrawn tells that an event does not take place, or one instance of it.
func (t *teller) withdrawn(c *ical.Component) {
	ed := t.idx.edition(c)
	if p := c.Prop("RECURRENCE-ID"); ed != nil && p != nil {
		if ed.Instance = t.movedKey(c, p, ""); ed.Instance == "" {
			return // it cannot be understood which
		}
	}
	t.edition(ed)
}

func (t *teller) issues(issues []ical.Issue) {
	line := t.at.Line
	for _, i := range issues {
		t.at.Line = i.Line
		switch i.Kind {
		case ical.NoStart:
			t.problem("ics_no_start", i.Raw)
		default:
			t.problem("ics_"+string(i.Kind), i.Raw, i.What)
		}
	}
	t.at.Line = line
}

// leaveOutChanged takes the instances out of a series that an entry of their
// own has changed or cancelled.
func (t *teller) leaveOutChanged(s *ical.Series, c *ical.Component) {
	id := strings.TrimSpace(c.Text("UID"))
	if id == "" {
		return
	}
	changed := t.idx.instance[hashUID(id)]
	for _, r := range changed[:min(len(changed), mostChangedInOne)] {
		m, _, err := t.idx.zones.Moment(r.property, r.property.Value)
		if err != nil {
			continue
		}
		s.Except = append(s.Except, m)
		if r.following {
			s.Before = earlier(s.Before, m)
		}
	}
}

func earlier(a *ical.Moment, b ical.Moment) *ical.Moment {
	if a != nil && a.Wall < b.Wall {
		return a
	}
	return &b
}

// expand works out the instances, within the limits of the series and of the
// file, and returns how many were allowed. One always is.
func (t *teller) expand(s *ical.Series) ([]ical.Instance, int, error) {
	w := t.window
	w.Most = int(min(int64(t.opt.Limits.MaxInstances), max(t.instances, 1)))
	b := rrule.Budget{Left: min(stepsPerRule, t.steps)}
	before := b.Left
	list, err := s.Instances(w, &b)
	t.steps -= before - b.Left
	t.instances -= int64(len(list))
	return list, w.Most, err
}

// key names one instance, wherever its event is read.
func key(c *ical.Component, i ical.Instance, allDay bool) string {
	if allDay {
		return eventKey(c) + "|" + i.Wall.Time().Format("20060102")
	}
	return eventKey(c) + "|" + i.Start.UTC().Format(keyTime)
}

const keyTime = "20060102T150405Z"

// movedKey names an instance by the time that the series had for it: moved to
// another hour it is still the same, and never takes the name of a neighbour.
func (t *teller) movedKey(c *ical.Component, p *ical.Property, otherwise string) string {
	m, _, err := t.idx.zones.Moment(p, p.Value)
	switch {
	case err != nil:
		return otherwise
	case m.Date:
		return eventKey(c) + "|" + m.Wall.Time().Format("20060102")
	}
	return eventKey(c) + "|" + m.In(t.opt.Zone).UTC().Format(keyTime)
}
