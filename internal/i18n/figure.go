package i18n

import (
	"math"
	"strconv"
)

// narrow is the space French typography sets before ; : ! ? and %, and between
// thousands: narrow, and no line ends there.
const narrow = "\u202f"

// appendNumber writes n with at most two decimals, its thousands set apart when
// it is at least from.
func (p *Printer) appendNumber(b []byte, n, from float64) []byte {
	if n < 0 {
		b, n = append(b, "−"...), -n
	}
	var room [32]byte
	digits := strconv.AppendFloat(room[:0], math.Round(n*100)/100, 'f', -1, 64)
	whole := len(digits)
	for i, c := range digits {
		if c == '.' {
			whole = i
		}
	}
	for i, c := range digits[:whole] {
		if i > 0 && (whole-i)%3 == 0 && n >= from {
			b = append(b, p.separator()...)
		}
		b = append(b, c)
	}
	if whole == len(digits) {
		return b
	}
	if p.lang == French {
		b = append(b, ',')
	} else {
		b = append(b, '.')
	}
	return append(b, digits[whole+1:]...)
}

func (p *Printer) separator() string {
	if p.lang == French {
		return narrow
	}
	return ","
}

// appendPercent writes a share from 0 to 1, rounded to the whole percent. Only
// what is certain is written as 0 or 100.
func (p *Printer) appendPercent(b []byte, share float64) []byte {
	n := math.Round(share * 100)
	switch {
	case n <= 0 && share > 0:
		n = 1
	case n >= 100 && share < 1:
		n = 99
	}
	b = strconv.AppendFloat(b, n, 'f', 0, 64)
	if p.lang == French {
		b = append(b, narrow...)
	}
	return append(b, '%')
}

// appendWord writes a whole number in words up to twelve.
func (p *Printer) appendWord(b []byte, n float64) []byte {
	if n == math.Trunc(n) && n >= 0 && n <= 12 {
		return p.appendText(b, p.texts["number."+strconv.Itoa(int(n))], nil)
	}
	return p.appendNumber(b, n, 10_000)
}

// appendList joins with commas and a last "and".
func (p *Printer) appendList(b []byte, v any) []byte {
	var items []any
	switch v := v.(type) {
	case []any:
		items = v
	case []string:
		for _, s := range v {
			items = append(items, s)
		}
	default:
		return p.appendAny(b, v)
	}
	for i, x := range items {
		switch {
		case i == 0:
		case i == len(items)-1:
			b = append(b, p.texts["list.and"].plain...)
		default:
			b = append(b, ", "...)
		}
		b = p.appendAny(b, x)
	}
	return b
}
