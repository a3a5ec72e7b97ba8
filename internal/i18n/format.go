package i18n

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"time"

	"entregent/internal/network"
)

// A format is what a text does with an argument.
type format uint8

const (
	asText format = iota
	asDate
	asDay
	asWhen
	asShort
	asMonth
	asTime
	asSpan
	asEvery
	asPercent
	asNumber
	asWord
	asList
	asDe
	asQue
	asA
	firstEnum // from here on, the argument is looked up as <name>.<argument>
)

var formats = formatTable()

// Formats lists what may stand after the colon of a placeholder:
//
//	text     as it is (what {0} means); numbers from 10,000 are grouped
//	date     Thursday 12 March, with the year where it is not this one
//	day      today, yesterday, tomorrow, else as date
//	when     today, yesterday, else "on Thursday 12 March", « le jeudi 12 mars »
//	short    12 March, with the year where it is not this one
//	month    March 2026
//	time     14:30, « 14 h 30 »
//	span     a number of days in warm words: three weeks, a year and a half
//	every    a number of days as a pace: every three weeks, « toutes les trois semaines »
//	percent  a share from 0 to 1: 42%
//	number   grouped by thousands, with the language's decimal sign
//	word     a whole number, in words up to twelve
//	list     a, b and c
//	de que a « d’Yves », « qu’Anne », « à Paul »; in French texts only
//
// and the names of vocabularies (channel, favour, stage…): the argument is a
// value of it, and its word is the text "channel.mail".
func Formats() []string {
	names := make([]string, 0, len(formats))
	for name := range formats {
		names = append(names, name)
	}
	return names
}

// vocabularies are the prefixes of keys that name the values of a closed set.
var vocabularies = []string{
	"channel", "direction", "role", "status", "state", "favour", "loop", "gesture",
	"handle", "fact", "card", "mark", "stage", "source", "language", "ignored", "circle", "ask", "chance", "verdict", "near",
}

func formatTable() map[string]format {
	m := map[string]format{
		"text": asText, "date": asDate, "day": asDay, "when": asWhen, "short": asShort, "month": asMonth, "time": asTime,
		"span": asSpan, "every": asEvery, "percent": asPercent, "number": asNumber, "word": asWord, "list": asList, "de": asDe, "que": asQue, "a": asA,
	}
	for i, name := range vocabularies {
		m[name] = firstEnum + format(i)
	}
	return m
}

// dated reports whether an argument in this format counts nothing, and so
// chooses no plural even when it came as a bare number.
func (f format) dated() bool {
	switch f {
	case asDate, asDay, asWhen, asShort, asMonth, asTime, asPercent:
		return true
	}
	return false
}

func (p *Printer) appendText(b []byte, t text, args []any) []byte {
	if t.other != nil {
		t = *p.plural(t, args)
	}
	if len(t.parts) == 0 {
		return append(b, t.plain...)
	}
	for _, x := range t.parts {
		switch {
		case x.arg < 0:
			b = append(b, x.words...)
		case x.arg < len(args):
			b = p.appendArg(b, x.as, args[x.arg])
		default: // seen, rather than silently short
			b = append(b, '{')
			b = strconv.AppendInt(b, int64(x.arg), 10)
			b = append(b, '}')
		}
	}
	return b
}

// plural chooses by the first whole number among the arguments. In French
// nought and one and a half are singular; in English one alone is.
func (p *Printer) plural(t text, args []any) *text {
	for i, a := range args {
		if i < maxArgs && t.dates&(1<<i) != 0 {
			continue
		}
		n, ok := whole(a)
		if !ok {
			continue
		}
		if n == 1 || n == -1 || n == 0 && p.lang == French {
			return t.one
		}
		return t.other
	}
	return t.other
}

// whole returns the integer in v. Numbers that went through JSON are floats;
// days are no counts.
func whole(v any) (int64, bool) {
	switch v := v.(type) {
	case int:
		return int64(v), true
	case int64:
		return v, true
	case int32:
		return int64(v), true
	case float64:
		return int64(v), v == math.Trunc(v) && math.Abs(v) < 1<<53
	case network.Day, time.Duration, time.Month, time.Weekday:
		return 0, false
	}
	return 0, false
}

func (p *Printer) appendArg(b []byte, as format, v any) []byte {
	switch as {
	case asText:
		return p.appendAny(b, v)
	case asDate, asDay, asWhen, asShort, asMonth:
		if d, ok := p.date(v); ok {
			return p.appendDate(b, as, d)
		}
	case asTime:
		if t, ok := p.moment(v); ok {
			return p.appendClock(b, t)
		}
	case asSpan:
		if days, ok := number(v); ok {
			return p.appendSpan(b, days)
		}
	case asEvery:
		if days, ok := number(v); ok {
			return p.appendPace(b, days)
		}
	case asPercent:
		if share, ok := number(v); ok {
			return p.appendPercent(b, share)
		}
	case asNumber:
		if n, ok := number(v); ok {
			return p.appendNumber(b, n, 1000)
		}
	case asWord:
		if n, ok := number(v); ok {
			return p.appendWord(b, n)
		}
	case asList:
		return p.appendList(b, v)
	case asDe, asQue, asA:
		return appendElided(b, as, string(p.appendAny(nil, v)))
	default:
		return p.appendEnum(b, vocabularies[as-firstEnum], v)
	}
	return p.appendAny(b, v)
}

// appendAny writes a value without a format: what it is decides.
func (p *Printer) appendAny(b []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		return append(b, v...)
	case network.Date:
		return p.appendDate(b, asDate, v)
	case network.Day:
		return p.appendDate(b, asDate, v.Date())
	case time.Time:
		d, _ := p.date(v)
		return p.appendDate(b, asDate, d)
	case time.Duration:
		return p.appendSpan(b, v.Hours()/24)
	case []string, []any:
		return p.appendList(b, v)
	case network.Reason:
		return append(b, p.Reason(v)...)
	case error:
		return append(b, p.Error(v)...)
	case nil:
		return b
	}
	if name := vocabulary(v); name != "" {
		return p.appendEnum(b, name, v)
	}
	if n, ok := number(v); ok {
		return p.appendNumber(b, n, 10_000)
	}
	return append(b, plain(v)...)
}

// vocabulary returns the prefix of the keys that name values of v's type.
func vocabulary(v any) string {
	switch v.(type) {
	case network.Channel:
		return "channel"
	case network.Direction:
		return "direction"
	case network.Role:
		return "role"
	case network.Status:
		return "status"
	case network.State:
		return "state"
	case network.FavourKind:
		return "favour"
	case network.LoopKind:
		return "loop"
	case network.GestureKind:
		return "gesture"
	case network.HandleKind:
		return "handle"
	case network.FactKind:
		return "fact"
	case network.Mark:
		return "mark"
	case network.CardKind:
		return "card"
	}
	return ""
}

// appendEnum writes the word for a value; a value without one as it is.
func (p *Printer) appendEnum(b []byte, vocabulary string, v any) []byte {
	value := plain(v)
	if t, ok := p.texts[vocabulary+"."+value]; ok {
		return p.appendText(b, t, nil)
	}
	return append(b, value...)
}

// plain returns v as a string, whatever named type it has.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case fmt.Stringer:
		return v.String()
	}
	if r := reflect.ValueOf(v); r.Kind() == reflect.String {
		return r.String()
	}
	return fmt.Sprint(v)
}

// number returns the figure in v.
func number(v any) (float64, bool) {
	switch v := v.(type) {
	case int:
		return float64(v), true
	case float64:
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	case int64:
		return float64(v), true
	case int32:
		return float64(v), true
	case time.Duration:
		return v.Hours() / 24, true
	case string, nil:
		return 0, false
	}
	switch r := reflect.ValueOf(v); {
	case r.CanInt():
		return float64(r.Int()), true
	case r.CanUint():
		return float64(r.Uint()), true
	case r.CanFloat():
		return r.Float(), true
	}
	return 0, false
}
