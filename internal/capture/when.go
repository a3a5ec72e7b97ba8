package capture

import (
	"strconv"
	"strings"
	"time"

	"entregent/internal/network"
)

// A when is a moment named in the line, from token from up to token to. A
// weekday or a day without its year can be read both ways: Past is the last
// such day before today, Next the first after it.
type when struct {
	from, to   int
	past, next network.Date
	ahead      bool // said to be in the future: demain, next Tuesday
	hour       bool // a time of day alone, which names no day
}

// findWhens looks for moments from left to right.
func (r *reader) findWhens() {
	for i := 0; i < len(r.tokens); {
		if w, ok := r.whenAt(i); ok {
			r.whens = append(r.whens, w)
			i = w.to
			continue
		}
		i++
	}
}

// whenAt reads a moment at token i with the words that lead to it (le, on) and
// those that follow it (soir, at 6pm).
func (r *reader) whenAt(i int) (when, bool) {
	for k := i; k <= i+1; k++ {
		for _, read := range [...]func(int) (when, bool){r.named, r.ago, r.within, r.weekday, r.period, r.monthDay, r.numeric, r.hourOfDay} {
			if w, ok := read(k); ok {
				w.from = i
				return r.trail(w), true
			}
		}
		if f := r.fold(i); f != "le" && f != "on" && f != "ce" && f != "du" && f != "des" && f != "depuis" && f != "l" && f != "d" && f != "the" && f != "this" && f != "by" {
			break
		}
		if f := r.fold(i); (f == "du" || f == "des" || f == "d" || f == "l" || f == "the") && !r.monthFollows(k+1) {
			break
		}
	}
	return when{}, false
}

// monthFollows reports whether a day of the month begins at token k, as in "du 3
// mars".
func (r *reader) monthFollows(k int) bool {
	_, ok := r.monthDay(k)
	return ok
}

// trail takes in what narrows the moment within its day.
func (r *reader) trail(w when) when {
	for {
		f := r.fold(w.to)
		switch {
		case f != "" && partsOfDay[f] && !w.hour:
			w.to++
		case (f == "vers" || f == "a" || f == "at" || f == "around" || f == "apres" || f == "l" || f == "in") && w.to+1 < len(r.tokens):
			next, ok := r.hourOfDay(w.to + 1)
			switch {
			case ok:
				w.to = next.to
			case f == "l" && r.fold(w.to+1) == "apres" && r.fold(w.to+2) == "midi":
				w.to += 3
			default:
				return w
			}
		default:
			next, ok := r.hourOfDay(w.to)
			if !ok || w.hour {
				return w
			}
			w.to = next.to
		}
	}
}

var partsOfDay = words(`matin midi soir soiree aprem apres-midi am pm morning afternoon evening night lunchtime noon`)

func (r *reader) fold(i int) string {
	if i < 0 || i >= len(r.tokens) || r.tokens[i].sign {
		return ""
	}
	return r.tokens[i].fold
}

// phrases are moments with a name: days from today. The longest counts.
var phrases = map[string]int{
	"aujourd hui": 0, "aujourdhui": 0, "auj": 0, "ce matin": 0, "ce midi": 0, "cet apres midi": 0, "cet aprem": 0, "cette apres midi": 0, "ce soir": 0, "a l instant": 0,
	"tout a l heure": 0, "tantot": 0, "cette semaine": 0, "ces jours ci": 0, "hier": -1, "hier soir": -1, "hier matin": -1, "hier midi": -1, "hier apres midi": -1, "hier aprem": -1,
	"avant hier": -2, "avanthier": -2, "avant hier soir": -2, "l autre jour": 0, "la semaine derniere": -7, "semaine derniere": -7, "la semaine passee": -7, "semaine passee": -7,
	"today": 0, "this morning": 0, "this am": 0, "this afternoon": 0, "this evening": 0, "this lunchtime": 0, "just now": 0, "earlier today": 0, "earlier": 0, "at noon": 0, "this week": 0,
	"yesterday": -1, "yesterday morning": -1, "yesterday afternoon": -1, "yesterday evening": -1, "last night": -1, "yday": -1, "ystd": -1, "the day before yesterday": -2, "day before yesterday": -2,
	"the other day": 0, "last week": -7, "past week": -7, "a midi": 0, "la veille": -1,
	"demain": 1, "demain matin": 1, "demain soir": 1, "apres demain": 2, "la semaine prochaine": 7, "semaine prochaine": 7, "tomorrow": 1, "tmrw": 1, "tomorrow morning": 1, "the day after tomorrow": 2,
	"day after tomorrow": 2, "next week": 7,
}

func (r *reader) named(i int) (when, bool) {
	var best when
	ok := false
	key := ""
	for n := 0; n < 4 && i+n < len(r.tokens) && !r.tokens[i+n].sign; n++ {
		if n > 0 {
			key += " "
		}
		key += r.tokens[i+n].fold
		if days, found := phrases[key]; found {
			d := r.day(days)
			best, ok = when{from: i, to: i + n + 1, past: d, next: d, ahead: days > 0}, true
		}
	}
	return best, ok
}

// day returns the date that many days from today.
func (r *reader) day(n int) network.Date {
	t := time.Date(r.today.Year, r.today.Month, r.today.Day+n, 0, 0, 0, 0, time.UTC)
	return network.DateOf(t)
}

// shift returns the date n months from today, at the end of a shorter month.
func (r *reader) shift(months int) network.Date {
	d := network.DateOf(time.Date(r.today.Year, r.today.Month+time.Month(months), 1, 0, 0, 0, 0, time.UTC))
	for d.Day = r.today.Day; d.Day > 1 && !d.Valid(); d.Day-- {
		continue
	}
	return d
}

var numbers = map[string]int{"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "quinze": 15, "quelques": 3,
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "couple": 2, "few": 3}

func (r *reader) count(i int) (n int, ok bool) {
	f := r.fold(i)
	if n, ok = numbers[f]; ok {
		return n, true
	}
	n, err := strconv.Atoi(f)
	return n, err == nil && n > 0 && n < 1000
}

// amount reads "deux semaines", "a couple of weeks", "3 days" and returns the
// date that far off in the direction of sign.
func (r *reader) amount(i, sign int) (d network.Date, to int, ok bool) {
	n, ok := r.count(i)
	if !ok {
		return d, 0, false
	}
	i++
	if f := r.fold(i); f == "couple" || f == "few" {
		n, i = numbers[f], i+1
	}
	if r.fold(i) == "of" {
		i++
	}
	switch r.fold(i) {
	case "jour", "jours", "day", "days", "j":
		if n == 15 {
			n = 14 // quinze jours are two weeks
		}
		return r.day(sign * n), i + 1, true
	case "semaine", "semaines", "sem", "week", "weeks", "wk", "wks":
		return r.day(sign * 7 * n), i + 1, true
	case "mois", "month", "months":
		return r.shift(sign * n), i + 1, true
	case "an", "ans", "annee", "annees", "year", "years":
		return r.shift(sign * 12 * n), i + 1, true
	case "heure", "heures", "h", "hour", "hours", "minutes", "min", "mn":
		return r.today, i + 1, true
	}
	return d, 0, false
}

// ago reads "il y a deux semaines", "y a 3 jours", "two weeks ago".
func (r *reader) ago(i int) (when, bool) {
	k := i
	if r.fold(k) == "il" {
		k++
	}
	if (r.fold(k) == "y" && r.fold(k+1) == "a") || (r.fold(k) == "ya" && k == i) {
		k += 2
		if r.fold(k-2) == "ya" {
			k--
		}
		if d, to, ok := r.amount(k, -1); ok {
			return when{from: i, to: to, past: d, next: d}, true
		}
		return when{}, false
	}
	if d, to, ok := r.amount(i, -1); ok && (r.fold(to) == "ago" || r.fold(to) == "back") {
		return when{from: i, to: to + 1, past: d, next: d}, true
	}
	return when{}, false
}

// within reads "dans deux semaines", "in 3 days".
func (r *reader) within(i int) (when, bool) {
	if f := r.fold(i); f != "dans" && f != "in" {
		return when{}, false
	}
	d, to, ok := r.amount(i+1, 1)
	return when{from: i, to: to, past: d, next: d, ahead: true}, ok
}

var weekdays = map[string]time.Weekday{"lundi": 1, "mardi": 2, "mercredi": 3, "jeudi": 4, "vendredi": 5, "samedi": 6, "dimanche": 0,
	"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 0,
	"tues": 2, "thurs": 4, "lun": 1, "mer": 3, "jeu": 4, "ven": 5, "tue": 2, "thu": 4, "fri": 5, "mon": 1, "wed": 3, "dim": 0}

// short weekdays are words of their own too; they need a number after them.
var shortWeekday = words(`lun mer jeu ven mon dim wed fri tue thu`)

// weekday reads "mardi", "lundi dernier", "last Monday", "next Tuesday" and a
// weekday with its date, "mardi 3 mars".
func (r *reader) weekday(i int) (when, bool) {
	k := i
	lead := r.fold(k)
	if lead == "last" || lead == "next" || lead == "this" || lead == "past" {
		k++
	}
	day, ok := weekdays[r.fold(k)]
	if !ok || shortWeekday[r.fold(k)] && !r.number(k+1) {
		return when{}, false
	}
	if w, ok := r.monthDay(k + 1); ok {
		w.from = i
		return w, true
	}
	if w, ok := r.numeric(k + 1); ok {
		w.from = i
		return w, true
	}
	w := r.eitherSide(day)
	w.from, w.to = i, k+1
	return r.whichSide(w, day, lead), true
}

// eitherSide returns the last such weekday before today and the next after it.
func (r *reader) eitherSide(day time.Weekday) when {
	back := (int(r.weekdayToday())-int(day)+6)%7 + 1
	next := 7 - back
	if next == 0 {
		next = 7
	}
	return when{past: r.day(-back), next: r.day(next)}
}

// whichSide settles a weekday by the words around it: "last", "prochain".
func (r *reader) whichSide(w when, day time.Weekday, lead string) when {
	switch f := r.fold(w.to); {
	case f == "dernier" || f == "passe":
		w.to++
		w.next = w.past
	case f == "prochain":
		w.to++
		w.past, w.ahead = w.next, true
	case f == "de" && r.fold(w.to+1) == "la" && r.fold(w.to+2) == "semaine" && (r.fold(w.to+3) == "derniere" || r.fold(w.to+3) == "prochaine"):
		w = r.inWeek(w, day, r.fold(w.to+3) == "prochaine")
		w.to += 4
	}
	switch lead {
	case "last", "past":
		w.next = w.past
	case "next":
		w.past, w.ahead = w.next, true
	}
	return w
}

// inWeek puts a weekday into last week or next week, weeks beginning on Monday.
func (r *reader) inWeek(w when, day time.Weekday, next bool) when {
	monday := (int(r.weekdayToday()) + 6) % 7
	offset := (int(day)+6)%7 - monday
	if next {
		w.past = r.day(offset + 7)
	} else {
		w.past = r.day(offset - 7)
	}
	w.next, w.ahead = w.past, next
	return w
}

func (r *reader) weekdayToday() time.Weekday {
	return time.Date(r.today.Year, r.today.Month, r.today.Day, 0, 0, 0, 0, time.UTC).Weekday()
}

// period reads "le mois dernier", "last month", "ce week-end", "last weekend".
// A month is the same day of it; a week-end is its Saturday.
func (r *reader) period(i int) (when, bool) {
	k := i
	lead := r.fold(k)
	if lead == "last" || lead == "this" || lead == "next" || lead == "past" || lead == "ce" || lead == "le" || lead == "l" || lead == "cet" || lead == "the" {
		k++
	} else {
		lead = ""
	}
	w := when{from: i}
	unit := r.fold(k)
	if unit == "week" && r.fold(k+1) == "end" {
		unit, k = "weekend", k+1
	}
	tail := r.fold(k + 1)
	w.to = k + 1
	past := lead == "last" || lead == "past" || tail == "dernier" || tail == "passe" || tail == "derniere"
	future := lead == "next" || tail == "prochain" || tail == "prochaine"
	if strings.HasPrefix(tail, "derni") || tail == "passe" || strings.HasPrefix(tail, "prochain") {
		w.to++
	}
	switch {
	case unit == "weekend" || unit == "we" && (past || future || lead == "ce"):
		back := (int(r.weekdayToday()) + 1) % 7
		w.past, w.next = r.day(-back), r.day(7-back)
	case (unit == "month" || unit == "mois") && (past || future):
		w.past, w.next = r.shift(-1), r.shift(1)
	case (unit == "year" || unit == "an" || unit == "annee") && (past || future):
		w.past, w.next = r.shift(-12), r.shift(12)
	case unit == "ete" && (lead == "cet" || past || future), unit == "summer" && lead != "" && lead != "the":
		return when{}, false
	default:
		return when{}, false
	}
	if future {
		w.past, w.ahead = w.next, true
	}
	return w, true
}

var months = map[string]time.Month{"janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"janv": 1, "fev": 2, "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9}

// monthDay reads "12 mars", "1er mars 2026", "March 12th", "the 12th of March".
func (r *reader) monthDay(i int) (when, bool) {
	if n, ok := ordinal(r.fold(i)); ok {
		k := i + 1
		if r.fold(k) == "of" {
			k++
		}
		if m, ok := months[r.fold(k)]; ok {
			return r.dated(i, k+1, n, m)
		}
		if f := r.fold(i); strings.HasSuffix(f, "th") || strings.HasSuffix(f, "st") || strings.HasSuffix(f, "nd") || strings.HasSuffix(f, "rd") || r.fold(i-1) == "le" {
			return r.dayOfMonth(i, n)
		}
		return when{}, false
	}
	if m, ok := months[r.fold(i)]; ok {
		if n, ok := ordinal(r.fold(i + 1)); ok && !(r.fold(i) == "mars" || r.fold(i) == "mai") {
			return r.dated(i, i+2, n, m)
		}
	}
	return when{}, false
}

// ordinal reads the number of a day: 12, 1er, 12th.
func ordinal(f string) (int, bool) {
	for _, s := range [...]string{"er", "th", "st", "nd", "rd"} {
		if t, ok := strings.CutSuffix(f, s); ok {
			f = t
			break
		}
	}
	n, err := strconv.Atoi(f)
	return n, err == nil && n >= 1 && n <= 31 && len(f) <= 2
}

func (r *reader) number(i int) bool {
	_, ok := ordinal(r.fold(i))
	return ok
}

// dated makes a moment of a day and month, with the year if one follows.
func (r *reader) dated(from, to, day int, month time.Month) (when, bool) {
	w := when{from: from, to: to}
	year, err := strconv.Atoi(r.fold(to))
	if err == nil && year >= 1900 && year <= 2200 {
		w.to++
		w.past = network.Date{Year: year, Month: month, Day: day}
		w.next = w.past
		w.ahead = after(w.past, r.today)
		return w, w.past.Valid()
	}
	w.past, w.next = r.around(month, day)
	return w, w.past.Valid() && w.next.Valid()
}

// around returns the last such day up to today and the first after it. The 29th
// of February goes back, or on, to a leap year.
func (r *reader) around(month time.Month, day int) (past, next network.Date) {
	past = network.Date{Year: r.today.Year, Month: month, Day: day}
	for i := 0; i < 8 && (!past.Valid() || after(past, r.today)); i++ {
		past.Year--
	}
	next = network.Date{Year: r.today.Year, Month: month, Day: day}
	for i := 0; i < 8 && (!next.Valid() || !after(next, r.today)); i++ {
		next.Year++
	}
	return past, next
}

// dayOfMonth reads "le 12", "the 20th": the last and the next such day.
func (r *reader) dayOfMonth(i, day int) (when, bool) {
	w := when{from: i, to: i + 1}
	w.past = network.Date{Year: r.today.Year, Month: r.today.Month, Day: day}
	for k := 0; k < 3 && (!w.past.Valid() || after(w.past, r.today)); k++ {
		if w.past.Month--; w.past.Month == 0 {
			w.past.Year, w.past.Month = w.past.Year-1, 12
		}
	}
	w.next = network.Date{Year: r.today.Year, Month: r.today.Month, Day: day}
	for k := 0; k < 3 && (!w.next.Valid() || !after(w.next, r.today)); k++ {
		if w.next.Month++; w.next.Month == 13 {
			w.next.Year, w.next.Month = w.next.Year+1, 1
		}
	}
	return w, w.past.Valid() && w.next.Valid()
}

func after(a, b network.Date) bool { return a.String() > b.String() }
