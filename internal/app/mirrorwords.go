package app

import (
	"time"

	"entregent/internal/i18n"
	"entregent/internal/mirror"
	"entregent/internal/network"
)

// A reflected puts what the mirror shows into words.
type reflected struct{ p *i18n.Printer }

func (w reflected) reading(r mirror.Reading) MirrorReading {
	out := MirrorReading{Key: r.Key, Facts: []MirrorFact{}, Notes: []MirrorFact{}, Next: w.reason(r.Next), Step: r.Next.Key, Empty: r.Empty}
	for _, f := range r.Facts {
		out.Facts = append(out.Facts, w.fact(f))
	}
	for _, f := range r.Notes {
		out.Notes = append(out.Notes, w.fact(f))
	}
	return out
}

func (w reflected) reason(r network.Reason) string {
	args := make([]any, len(r.Args))
	for i, a := range r.Args {
		args[i] = w.arg(a)
	}
	return w.p.T(r.Key, args...)
}

// arg puts the words of the lexicon into the language.
func (w reflected) arg(a any) any {
	switch a := a.(type) {
	case mirror.Name:
		return w.name(a)
	case []any:
		out := make([]any, len(a))
		for i := range a {
			out[i] = w.arg(a[i])
		}
		return out
	}
	return a
}

func (w reflected) name(n mirror.Name) string {
	if w.p.Lang() == i18n.French {
		return n.Fr
	}
	return n.En
}

func (w reflected) fact(f mirror.Fact) MirrorFact {
	out := MirrorFact{Key: f.Key, Text: w.reason(f.Reason), Shows: f.Shows, Kind: f.Kind, Field: f.Field, Facts: f.Facts}
	if f.Kind != "" {
		cv, profile := w.side(f.CV), w.side(f.Profile)
		out.CV, out.Profile = &cv, &profile
	}
	for _, r := range f.Rows {
		out.Rows = append(out.Rows, MirrorRow{w.label(r.Label), r.Counts})
	}
	return out
}

// label names a line of figures.
func (w reflected) label(l any) string {
	switch l := l.(type) {
	case mirror.Name:
		return w.name(l)
	case mirror.Source:
		if key := "source." + string(l); w.p.Has(key) {
			return w.p.T(key)
		}
		return string(l)
	case mirror.Height:
		return w.p.T("mirror.height." + string(l))
	case network.Day:
		return l.Date().String()
	case string:
		return l
	}
	return ""
}

// side says what one of two documents says.
func (w reflected) side(s mirror.Side) string {
	if !s.Times {
		return s.Text
	}
	times := ""
	from, to := w.when(s.From), w.when(s.To)
	switch {
	case s.From.IsZero() && s.Going:
		times = w.p.T("mirror.time.going")
	case s.Going:
		times = w.p.T("mirror.time.since", from)
	case s.To.IsZero():
		times = from
	case s.From.IsZero():
		times = to
	case s.From == s.To:
		times = from
	default:
		times = w.p.T("mirror.time.span", from, to)
	}
	if s.Text == "" {
		return times
	}
	return w.p.T("mirror.time.of", s.Text, times)
}

// when writes a month, or a year where no more is said.
func (w reflected) when(t mirror.When) string {
	if t.Month == 0 {
		return t.String()
	}
	return w.p.T("mirror.time.month", network.Date{Year: t.Year, Month: time.Month(t.Month), Day: 1})
}
