package i18n

import (
	"math"
	"strconv"
	"time"

	"entregent/internal/network"
)

// date returns the calendar day in v: a date, a day, a moment, or what became
// of one in JSON.
func (p *Printer) date(v any) (network.Date, bool) {
	switch v := v.(type) {
	case network.Date:
		return v, v.Valid()
	case network.Day:
		return v.Date(), true
	case time.Time:
		return network.DateOf(p.local(v)), !v.IsZero()
	case string:
		if d, ok := network.ParseDate(v); ok {
			return d, true
		}
		t, err := time.Parse(time.RFC3339Nano, v)
		return network.DateOf(p.local(t)), err == nil
	}
	if n, ok := whole(v); ok && n > math.MinInt32 && n < math.MaxInt32 {
		return network.Day(n).Date(), true
	}
	return network.Date{}, false
}

// moment returns the instant in v, in the printer's zone.
func (p *Printer) moment(v any) (time.Time, bool) {
	switch v := v.(type) {
	case time.Time:
		return p.local(v), !v.IsZero()
	case string:
		t, err := time.Parse(time.RFC3339Nano, v)
		return p.local(t), err == nil
	}
	return time.Time{}, false
}

func (p *Printer) local(t time.Time) time.Time {
	if p.zone == nil {
		return t
	}
	return t.In(p.zone)
}

func (p *Printer) appendDate(b []byte, as format, d network.Date) []byte {
	switch as {
	case asDay, asWhen:
		if word := p.relative(d); word != "" {
			return append(b, word...)
		}
		if as == asWhen {
			b = append(b, p.texts["date.on"].plain...)
		}
		return p.appendLong(b, d)
	case asShort:
		return p.appendShort(b, d)
	case asMonth:
		return p.appendMonth(b, d)
	}
	return p.appendLong(b, d)
}

// relative returns the word for a day beside today, "" for any other.
func (p *Printer) relative(d network.Date) string {
	if p.now.IsZero() || d.Year == 0 {
		return ""
	}
	today := network.DayOf(p.now, p.zone)
	switch d {
	case today.Date():
		return p.texts["date.today"].plain
	case (today - 1).Date():
		return p.texts["date.yesterday"].plain
	case (today + 1).Date():
		return p.texts["date.tomorrow"].plain
	}
	return ""
}

// appendLong writes the weekday too, except where the year is not known and
// with it the weekday.
func (p *Printer) appendLong(b []byte, d network.Date) []byte {
	if d.Year != 0 && d.Valid() {
		weekday := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
		b = append(b, p.texts[weekdayKeys[weekday]].plain...)
		b = append(b, ' ')
	}
	return p.appendShort(b, d)
}

func (p *Printer) appendShort(b []byte, d network.Date) []byte {
	if !d.Valid() {
		return b
	}
	b = strconv.AppendInt(b, int64(d.Day), 10)
	if d.Day == 1 && p.lang == French {
		b = append(b, "er"...)
	}
	b = append(b, ' ')
	b = append(b, p.texts[monthKeys[d.Month]].plain...)
	if d.Year == 0 || !p.now.IsZero() && d.Year == p.now.Year() {
		return b
	}
	b = append(b, ' ')
	return strconv.AppendInt(b, int64(d.Year), 10)
}

func (p *Printer) appendMonth(b []byte, d network.Date) []byte {
	if !d.Valid() {
		return b
	}
	b = append(b, p.texts[monthKeys[d.Month]].plain...)
	if d.Year == 0 {
		return b
	}
	b = append(b, ' ')
	return strconv.AppendInt(b, int64(d.Year), 10)
}

func (p *Printer) appendClock(b []byte, t time.Time) []byte {
	if p.lang != French {
		return t.AppendFormat(b, "15:04")
	}
	b = strconv.AppendInt(b, int64(t.Hour()), 10)
	b = append(b, narrow+"h"...)
	if t.Minute() == 0 {
		return b
	}
	b = append(b, narrow...)
	return t.AppendFormat(b, "04")
}

var monthKeys = [...]string{"", "month.1", "month.2", "month.3", "month.4", "month.5", "month.6",
	"month.7", "month.8", "month.9", "month.10", "month.11", "month.12"}

var weekdayKeys = [...]string{"weekday.0", "weekday.1", "weekday.2", "weekday.3", "weekday.4", "weekday.5", "weekday.6"}

// appendSpan says a number of days as a person would, who counts in days up to
// ten, then in weeks, months and half years.
func (p *Printer) appendSpan(b []byte, days float64) []byte {
	unit, n := span(math.Abs(days))
	return p.appendText(b, p.texts[unit], []any{n})
}

// appendPace says how often something comes back. What comes back within a day
// does so every day.
func (p *Printer) appendPace(b []byte, days float64) []byte {
	unit, n := span(math.Abs(days))
	if n == 0 {
		unit, n = "span.day", 1
	}
	return p.appendText(b, p.texts["every"+unit[len("span"):]], []any{n})
}

// span chooses the unit of a number of days, and how many of it.
func span(days float64) (unit string, n int) {
	round := func(per float64) int { return int(math.Round(days / per)) }
	switch months := days / 30.44; {
	case days < 0.5:
		return "span.none", 0
	case days < 6.5:
		return "span.day", round(1)
	case days < 8.5:
		return "span.week", 1
	case days < 11.5:
		return "span.day", 10
	case days < 25:
		return "span.week", round(7)
	case days < 38:
		return "span.month", 1
	case days < 53:
		return "span.week", 6
	case months < 11.5:
		return "span.month", round(30.44)
	case months < 15:
		return "span.year", 1
	case months < 42:
		halves := round(365.25 / 2)
		if halves%2 == 1 {
			return "span.year_half", halves / 2
		}
		return "span.year", halves / 2
	}
	return "span.year", round(365.25)
}
