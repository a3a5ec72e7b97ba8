package ical

import (
	"errors"
	"strings"
	"time"

	"entregent/internal/importer/ical/rrule"
)

// An Issue is something that a component says of its times and that cannot be.
// The rest of the component is good.
type Issue struct {
	Line int
	Kind IssueKind
	What string // the part of a rule, the name of a property or of a zone
	Raw  string
}

// An IssueKind says what is wrong.
type IssueKind string

// The issues.
const (
	NoStart     IssueKind = "no_start"
	BadTime     IssueKind = "bad_time"
	BadRule     IssueKind = "bad_rule"
	BadDuration IssueKind = "bad_duration"
	EndsBefore  IssueKind = "ends_before_start"
	UnknownZone IssueKind = "unknown_zone"
)

// ReadSeries reads when a component takes place. It is false where the start is
// missing or unreadable: then there is no series. Any other issue leaves its
// property out.
func ReadSeries(c *Component, z *Zones, floating *time.Location) (Series, []Issue, bool) {
	r := seriesReader{zones: z, floating: floating}
	p := c.Prop("DTSTART")
	if p == nil {
		return Series{}, []Issue{{c.Line, NoStart, "DTSTART", c.Text("SUMMARY")}}, false
	}
	var ok bool
	if r.s.Start, ok = r.moment(p, p.Value); !ok {
		return Series{}, r.issues, false
	}
	r.length(c)
	for i := range c.Props {
		switch p := &c.Props[i]; p.Name {
		case "RRULE":
			r.s.Rules = r.rule(r.s.Rules, p)
		case "EXRULE":
			r.s.Not = r.rule(r.s.Not, p)
		case "RDATE":
			r.s.Dates = r.list(r.s.Dates, p)
		case "EXDATE":
			r.s.Except = r.list(r.s.Except, p)
		}
	}
	return r.s, r.issues, true
}

type seriesReader struct {
	zones    *Zones
	floating *time.Location
	s        Series
	issues   []Issue
}

func (r *seriesReader) issue(p *Property, kind IssueKind, what, raw string) {
	r.issues = append(r.issues, Issue{p.Line, kind, what, raw})
}

func (r *seriesReader) moment(p *Property, value string) (Moment, bool) {
	m, unknown, err := r.zones.Moment(p, value)
	if err != nil {
		r.issue(p, BadTime, p.Name, value)
		return m, false
	}
	if unknown != "" && p.Name == "DTSTART" { // once an event is enough
		r.issue(p, UnknownZone, unknown, value)
	}
	return m, true
}

// length reads DTEND or DURATION. An event without either lasts its day, or no
// time at all.
func (r *seriesReader) length(c *Component) {
	if r.s.Start.Date {
		r.s.Length.Days = 1
	}
	if p := c.Prop("DURATION"); p != nil {
		d, err := ParseDuration(p.Value)
		switch {
		case err != nil:
			r.issue(p, BadDuration, p.Name, p.Value)
		case d.Days < 0 || d.Seconds < 0:
			r.issue(p, EndsBefore, p.Name, p.Value)
		default:
			r.s.Length = d
		}
		return
	}
	p := c.Prop("DTEND")
	if p == nil {
		p = c.Prop("DUE")
	}
	if p == nil || strings.TrimSpace(p.Value) == "" {
		return
	}
	if end, ok := r.moment(p, p.Value); ok {
		r.until(p, end)
	}
}

func (r *seriesReader) until(p *Property, end Moment) {
	d := Duration{Days: int(end.Wall-r.s.Start.Wall) / 86400}
	if !r.s.Start.Date || !end.Date {
		d = Duration{Seconds: int(end.In(r.floating).Unix() - r.s.Start.In(r.floating).Unix())}
	}
	switch {
	case d.Days < 0 || d.Seconds < 0:
		r.issue(p, EndsBefore, p.Name, p.Value)
	case d.Days > MaxDuration || d.Seconds > MaxDuration*86400:
		r.issue(p, BadDuration, p.Name, p.Value)
	default:
		r.s.Length = d
	}
}

func (r *seriesReader) rule(rules []rrule.Rule, p *Property) []rrule.Rule {
	rule, err := rrule.Parse(p.Value)
	if err == nil && r.s.Start.Date {
		rule, err = rule.AllDay()
	}
	var refused *rrule.Error
	if errors.As(err, &refused) {
		r.issue(p, BadRule, refused.Part, p.Value)
		return rules
	}
	return append(rules, rule)
}

// list reads RDATE or EXDATE. Of a period only the start matters.
func (r *seriesReader) list(dates []Moment, p *Property) []Moment {
	bad := false
	for value := range strings.SplitSeq(p.Value, ",") {
		value, _, _ = strings.Cut(strings.TrimSpace(value), "/")
		if value == "" {
			continue
		}
		m, _, err := r.zones.Moment(p, value)
		if err == nil {
			dates = append(dates, m)
			continue
		}
		if !bad {
			r.issue(p, BadTime, p.Name, value)
		}
		bad = true
	}
	return dates
}
