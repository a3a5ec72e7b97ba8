package match

import (
	"math"
	"strconv"
	"strings"
	"time"

	"entregent/internal/network"
)

// A when is what a text says of time: days of the calendar, days of the week,
// parts of the day. What it does not say is open.
type when struct {
	spans []days // any of these; none is always
	week  uint8  // bit i: time.Weekday(i); 0 is any
	part  uint8  // morning, afternoon, evening; 0 is any
	text  [2]int // bytes of the words, for the reason
}

// days are from one day to another, both included.
type days struct{ from, to network.Day }

const (
	forever network.Day = math.MaxInt32
	always  network.Day = math.MinInt32
)

const (
	morning uint8 = 1 << iota
	afternoon
	evening
)

// meets reports whether two whens leave a moment in common.
func (a when) meets(b when) bool {
	if a.week != 0 && b.week != 0 && a.week&b.week == 0 || a.part != 0 && b.part != 0 && a.part&b.part == 0 {
		return false
	}
	if len(a.spans) == 0 || len(b.spans) == 0 {
		return true
	}
	for _, x := range a.spans {
		for _, y := range b.spans {
			if x.from <= y.to && y.from <= x.to {
				return true
			}
		}
	}
	return false
}

// said reports whether anything is said.
func (a when) said() bool { return len(a.spans) > 0 || a.week != 0 || a.part != 0 }

// over reports whether it ended before a day.
func (a when) over(d network.Day) bool {
	for _, s := range a.spans {
		if s.to >= d {
			return false
		}
	}
	return len(a.spans) > 0
}

func (w Window) days() days {
	d := days{always, forever}
	if !w.From.IsZero() {
		d.from = dayOf(w.From)
	}
	if !w.To.IsZero() {
		d.to = dayOf(w.To)
	}
	return d
}

func dayOf(d network.Date) network.Day {
	return network.DayOf(time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC), time.UTC)
}

var months = table(`1 janvier janv january jan|2 fevrier fevr february feb|3 mars march|4 avril avr april|5 mai may|6 juin june jun|7 juillet juil july|8 aout august|
9 septembre sept september|10 octobre oct october|11 novembre nov november|12 decembre dec december`)

// inMonth are the words before "may", "march", "mars" and short forms that make months of them.
var inMonth = set(`en de du des d debut fin mi courant a partir in of from until till since by early late mid to and or through before after during next this le au et jusqu ou pour for`)

var unsureMonths = set(`may march mars jan dec oct nov sept jun feb avr`)

var weekdays = table(`1 dimanche dimanches sunday sundays|2 lundi lundis monday mondays|3 mardi mardis tuesday tuesdays|4 mercredi mercredis wednesday wednesdays|
5 jeudi jeudis thursday thursdays|6 vendredi vendredis friday fridays|7 samedi samedis saturday saturdays`)

var parts = table(`1 matin matins matinee matinees morning mornings|2 aprem afternoon afternoons|3 soir soirs evening evenings nights`)

func table(s string) map[string]int {
	m := map[string]int{}
	for row := range strings.SplitSeq(s, "|") {
		words := strings.Fields(row)
		n, _ := strconv.Atoi(words[0])
		for _, w := range words[1:] {
			m[w] = n
		}
	}
	return m
}

// A clock reads the times of one text.
type clock struct {
	tokens []token
	today  network.Date
	out    when
	used   []bool
}

func readWhen(tokens []token, used []bool, today network.Date) when {
	c := clock{tokens: tokens, used: used, today: today}
	for i := 0; i < len(tokens); {
		n := c.at(i)
		if n > 0 {
			c.mark(i, i+n)
		}
		i += max(n, 1)
	}
	return c.out
}

func (c *clock) word(i int) string {
	if i < 0 || i >= len(c.tokens) {
		return ""
	}
	return c.tokens[i].fold
}

func (c *clock) mark(a, b int) {
	for i := a; i < b && i < len(c.used); i++ {
		c.used[i] = true
	}
	if c.out.text[1] == 0 {
		c.out.text[0] = c.tokens[a].from
	}
	c.out.text[1] = c.tokens[min(b, len(c.tokens))-1].to
}

// at reads a time that begins at a word, and returns how many words it takes.
func (c *clock) at(i int) int {
	w, next := c.word(i), c.word(i+1)
	switch {
	case w == "week" && next == "end", w == "week" && next == "ends":
		c.out.week |= 1<<time.Saturday | 1<<time.Sunday
		return 2
	case w == "weekend" || w == "weekends" || w == "we" && c.tokens[i].to-c.tokens[i].from == 2 && (c.word(i-1) == "le" || c.word(i-1) == "les" || c.word(i-1) == "ce"):
		if c.word(i-1) == "ce" || c.word(i-1) == "this" {
			d := dayOf(network.Date(c.now()))
			sat := d + network.Day((6-int(c.now().weekday())+7)%7)
			c.span(sat-1, sat+1)
		}
		c.out.week |= 1<<time.Saturday | 1<<time.Sunday
		return 1
	case w == "en" && next == "semaine", w == "la" && next == "semaine" && c.word(i-1) == "dans":
		c.out.week |= workdays
		return 2
	case w == "weekdays" || w == "weekday":
		c.out.week |= workdays
		return 1
	case w == "apres" && (next == "midi" || next == "midis"):
		c.out.part |= afternoon
		return 2
	case parts[w] > 0 && w != "soir" || w == "soir" && c.word(i+1) != "de":
		c.out.part |= 1 << (parts[w] - 1)
		return 1
	case weekdays[w] > 0:
		c.out.week |= 1 << (weekdays[w] - 1)
		return 1
	case w == "demain" || w == "tomorrow":
		d := dayOf(network.Date(c.now()))
		c.span(d+1, d+1)
		return 1
	case (w == "semaine" && next == "prochaine") || (w == "next" && next == "week"):
		d := dayOf(network.Date(c.now()))
		mon := d + network.Day((8-int(c.now().weekday()))%7)
		if mon == d {
			mon += 7
		}
		c.span(mon, mon+6)
		return 2
	case (w == "mois" && next == "prochain") || (w == "next" && next == "month"):
		y, m := c.now().Year, c.now().Month+1
		c.month(y, int(m), int(m))
		return 2
	case w == "rentree":
		c.bounded(i, c.from(9, 1), c.from(9, 30))
		return 1
	case w == "noel" || w == "christmas" || w == "xmas":
		c.bounded(i, c.from(12, 18), c.from(12, 18)+20)
		return 1
	case w == "paques" || w == "easter":
		c.bounded(i, c.from(3, 25), c.from(3, 25)+35)
		return 1
	case w == "toussaint":
		c.bounded(i, c.from(10, 17), c.from(10, 17)+18)
		return 1
	case w == "ete" && c.season(i), w == "summer":
		c.bounded(i, c.from(6, 15), c.from(6, 15)+92)
		return 1
	case w == "hiver" || w == "winter":
		c.bounded(i, c.from(12, 1), c.from(12, 1)+110)
		return 1
	case w == "printemps" || w == "spring" && (inMonth[c.word(i-1)] || c.word(i-1) == "the"):
		c.bounded(i, c.from(3, 10), c.from(3, 10)+103)
		return 1
	case w == "automne" || w == "autumn":
		c.bounded(i, c.from(9, 10), c.from(9, 10)+100)
		return 1
	}
	return c.monthAt(i)
}

const workdays = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday

// season tells the summer from the participle.
func (c *clock) season(i int) bool {
	switch c.word(i - 1) {
	case "a", "ai", "avons", "ont", "avez", "as", "avait":
		return false
	}
	return true
}

// monthAt reads a month with what stands around it: "du 3 au 10 août", "June to
// August", "à partir de septembre", "12 May 2027".
func (c *clock) monthAt(i int) int {
	w := c.word(i)
	if n, d1, d2 := c.dayRange(i); n > 0 { // "3 au 10 août", "12 May", "3rd to 9th of August"
		if m := months[c.word(i+n)]; m > 0 {
			y, extra := c.year(i + n + 1)
			a, b := c.on(y, m, d1), c.on(y, m, d2)
			c.bounded(i, a, b)
			return n + 1 + extra
		}
		return 0
	}
	m := months[w]
	if m == 0 || unsureMonths[w] && !inMonth[c.word(i-1)] && c.tokens[i].to-c.tokens[i].from < 5 || (w == "march" || w == "mars" || w == "may") && !inMonth[c.word(i-1)] && months[c.word(i+2)] == 0 {
		return 0
	}
	n, last := 1, m
	first, ranged := 0, false
	if d, k := c.dayNumber(i + 1); k > 0 && !isYear(c.word(i+1)) { // "May 12"
		first, n = d, n+k
	}
	if sep := c.word(i + n); sep == "a" || sep == "au" || sep == "to" || sep == "et" || sep == "and" || sep == "ou" || sep == "or" || sep == "jusqu" || sep == "through" || sep == "until" {
		k := 1
		if sep == "jusqu" {
			k = 2
		}
		if to := months[c.word(i+n+k)]; to > 0 {
			last, n, ranged = to, n+k+1, true
		}
	} else if to := months[sep]; to > 0 && first == 0 && !c.tokens[i+n].first {
		last, n, ranged = to, n+1, true // "juillet-août"
	}
	y, extra := c.year(i + n)
	n += extra
	a, b := c.on(y, m, max(first, 1)), c.on(y, m, max(first, 1))
	if first == 0 || ranged {
		b = c.endOf(a, last)
	}
	c.bounded(i, a, b)
	return n
}

// dayRange reads "3 au 10", "3 to 10", "3-10", "12".
func (c *clock) dayRange(i int) (n, from, to int) {
	d, k := c.dayNumber(i)
	if k == 0 {
		return 0, 0, 0
	}
	n, from, to = k, d, d
	j := i + n
	if s := c.word(j); s == "au" || s == "to" || s == "a" || s == "et" || s == "and" || s == "ou" || s == "or" {
		j++
	}
	if d, k := c.dayNumber(j); k > 0 {
		n, to = j+k-i, d
	}
	if c.word(i+n) == "of" {
		n++
	}
	return n, from, to
}

func (c *clock) dayNumber(i int) (d, n int) {
	w := c.word(i)
	digits := 0
	for digits < len(w) && w[digits] >= '0' && w[digits] <= '9' {
		digits++
	}
	if digits == 0 || digits > 2 {
		return 0, 0
	}
	switch w[digits:] {
	case "", "er", "st", "nd", "rd", "th":
	default:
		return 0, 0
	}
	d, _ = strconv.Atoi(w[:digits])
	if d < 1 || d > 31 {
		return 0, 0
	}
	return d, 1
}

func isYear(w string) bool { return len(w) == 4 && w >= "1990" && w <= "2099" }

// year reads a year that follows a month; 0 is the next time the month comes.
func (c *clock) year(i int) (y, n int) {
	if w := c.word(i); isYear(w) {
		y, _ = strconv.Atoi(w)
		return y, 1
	}
	return 0, 0
}

// now is the day the text was said; without one, months count from an arbitrary
// year, the same for every text.
func (c *clock) now() date {
	if c.today.IsZero() {
		return date{Year: 2000, Month: 1, Day: 1}
	}
	return date(c.today)
}

type date network.Date

func (d date) weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Weekday()
}

// from returns the next time a day of the year comes, the month under way
// counted as coming.
func (c *clock) from(m, d int) network.Day { return c.on(0, m, d) }

func (c *clock) on(y, m, d int) network.Day {
	if y == 0 {
		y = c.now().Year
		if m < int(c.now().Month) {
			y++
		}
	}
	return network.DayOf(time.Date(y, time.Month(m), d, 12, 0, 0, 0, time.UTC), time.UTC)
}

// endOf returns the last day of a month that is or follows the month of a day.
func (c *clock) endOf(a network.Day, m int) network.Day {
	d := a.Date()
	y := d.Year
	if m < int(d.Month) {
		y++
	}
	return network.DayOf(time.Date(y, time.Month(m)+1, 0, 12, 0, 0, 0, time.UTC), time.UTC)
}

func (c *clock) month(y, from, to int) {
	a := c.on(y, from, 1)
	c.span(a, c.endOf(a, (to-1)%12+1))
}

// bounded adds days, open at an end where the words before say so.
func (c *clock) bounded(i int, a, b network.Day) {
	switch {
	case c.before(i, fromWords):
		b = forever
	case c.before(i, untilWords):
		a = always
	}
	c.span(a, b)
}

var (
	fromWords  = set(`partir des from starting after apres since depuis onwards`)
	untilWords = set(`jusqu until till before avant by`)
)

// before looks at the three words before a time.
func (c *clock) before(i int, list map[string]bool) bool {
	for k := 1; k <= 3 && i-k >= 0; k++ {
		w := c.tokens[i-k].fold
		if w == "des" && k > 1 {
			continue
		}
		if list[w] && !(w == "after" && c.word(i-k-1) == "look") {
			return true
		}
		if months[w] > 0 || c.tokens[i-k+1].gap {
			return false
		}
	}
	return false
}

func (c *clock) span(a, b network.Day) { c.out.spans = append(c.out.spans, days{a, b}) }
