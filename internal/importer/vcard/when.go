package vcard

import (
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
)

func (b *builder) birthday(p *Property) {
	b.date(network.FactBirthday, p, p.Text(), "")
}

func (b *builder) anniversary(p *Property) {
	b.date(network.FactAnniversary, p, p.Text(), b.label(p))
}

// date keeps a day as a fact of that kind, or what is no day as it stands.
func (b *builder) date(kind network.FactKind, p *Property, s, label string) {
	d, ok := day(s, p.Param("X-APPLE-OMIT-YEAR"))
	if !ok {
		b.other(p)
		return
	}
	b.fact(kind, d.String(), label)
}

// death marks the person; the day is kept where it is one.
func (b *builder) death(p *Property) {
	f := importer.Fact{Kind: network.FactMark, Value: "deceased"}
	if d, ok := day(p.Text(), ""); ok && d.Year > 0 {
		f.On = time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, b.opt.Zone)
	} else {
		b.other(p)
	}
	b.card.Facts = append(b.card.Facts, f)
}

// rev dates what the card says.
func (b *builder) rev(p *Property) {
	s := strings.TrimSpace(p.Text())
	for _, layout := range []string{
		"20060102T150405Z07:00", "20060102T150405.999Z07:00", time.RFC3339, "20060102T150405", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "20060102", "2006-01-02",
	} {
		if t, err := time.ParseInLocation(layout, s, b.opt.Zone); err == nil {
			b.card.AsOf = t
			return
		}
	}
	b.other(p)
}

// appleNoYear is the year that Apple writes where there is none.
const appleNoYear = 1604

// day reads a date with or without its year. A time of day after it is left
// aside: a birthday is a day wherever one is.
func day(s, omit string) (network.Date, bool) {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "T")
	s, _, _ = strings.Cut(s, " ")
	var d network.Date
	switch digits := strings.ReplaceAll(s, "-", ""); {
	case strings.HasPrefix(s, "--") && len(digits) == 4:
		d = calendar("0000" + digits)
	case len(digits) == 8 && (len(s) == 8 || len(s) == 10 && s[4] == '-' && s[7] == '-'):
		d = calendar(digits)
	default:
		return d, false
	}
	if d.Year == appleNoYear || omit != "" && strconv.Itoa(d.Year) == omit {
		d.Year = 0
	}
	return d, d.Valid()
}

// calendar reads yyyymmdd; what is no number gives no day.
func calendar(digits string) network.Date {
	n, err := strconv.ParseUint(digits, 10, 32)
	if err != nil {
		return network.Date{}
	}
	return network.Date{Year: int(n / 10000), Month: time.Month(n / 100 % 100), Day: int(n % 100)}
}
