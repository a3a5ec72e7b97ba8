package rrule

import (
	"iter"
	"slices"
	"sort"
)

// A Budget bounds the work of expanding rules, in steps: a period looked at, a
// day of a year weighed, a moment made. Steps are counted, not timed, so that
// the same file gives the same result on every machine.
type Budget struct {
	Left  int64
	Spent bool // ran out: what was yielded is not all
}

// take spends n steps and reports whether there were so many.
func (b *Budget) take(n int64) bool {
	if b.Left < n {
		b.Left, b.Spent = 0, true
		return false
	}
	b.Left -= n
	return true
}

// Between yields the wall times that the rule names for an event whose first
// instance is start, ascending, from from to to, both included. last is the
// rule's own end (see Last). start itself is yielded only where the rule names
// it. A rule without COUNT is not run through from its beginning: it is entered
// just before from.
func (r Rule) Between(start, from, to, last Wall, b *Budget) iter.Seq[Wall] {
	return func(yield func(Wall) bool) {
		p := newPlan(r, start)
		to = min(to, last, Latest)
		var n, made int64
		previous := start - 1
		if r.Count == 0 && from > start {
			n, previous = p.enter(from), from-1
		}
		for {
			period, next, ok := p.period(n, b)
			if !ok || period.from > to {
				return
			}
			for w := range period.moments(r.setPos, previous, b) {
				if w <= previous {
					continue
				}
				if w > to {
					return
				}
				previous = w
				if made++; w >= from && !yield(w) || made == r.Count {
					return
				}
			}
			if b.Spent {
				return
			}
			n = next
		}
	}
}

// units are the seconds of one period, for the frequencies of fixed length.
var units = [...]int64{Secondly: 1, Minutely: 60, Hourly: 3600, Daily: secondsADay, Weekly: 7 * secondsADay}

// enter returns the number of a period that lies before from, but not by much.
func (p *plan) enter(from Wall) int64 {
	var gone int64
	switch p.Freq {
	case Yearly:
		gone = int64(from.Time().Year()) - p.year
	case Monthly:
		t := from.Time()
		gone = (int64(t.Year())-p.year)*12 + int64(t.Month()) - int64(p.month)
	default:
		gone = int64(from-p.start) / units[p.Freq]
	}
	return max(0, gone/p.Interval-1)
}

// A period is one year, month, … second of a rule, with the days and times in
// it that the rule names. Its moments are numbered, never stored: a year may
// hold thirty million.
type period struct {
	from              Wall
	days              []int64
	hours, mins, secs []int
}

// period returns the n-th period of the rule and the number of the next worth
// looking at. It is false when the years or the budget have run out.
func (p *plan) period(n int64, b *Budget) (period, int64, bool) {
	if !b.take(1) {
		return period{}, 0, false
	}
	out := period{hours: p.hours, mins: p.mins, secs: p.secs}
	switch p.Freq {
	case Yearly:
		year := p.year + n*p.Interval
		if year > 9999 || !b.take(366) {
			return out, 0, false
		}
		out.from = Wall(dayOf(year, 1, 1)-1) * secondsADay
		out.days = p.inYear(nil, year)
	case Monthly:
		month := p.year*12 + int64(p.month-1) + n*p.Interval
		if month >= 120000 || !b.take(31) {
			return out, 0, false
		}
		out.from = Wall(dayOf(month/12, int(month%12)+1, 1)-1) * secondsADay
		out.days = p.inMonth(nil, month/12, int(month%12)+1)
		slices.Sort(out.days)
		out.days = slices.Compact(out.days)
	case Weekly:
		first := p.weekOf(p.day) + 7*n*p.Interval
		out.from = Wall(first) * secondsADay
		for d := first; d < first+7; d++ {
			if p.single(d) {
				out.days = append(out.days, d)
			}
		}
	case Daily:
		d := p.day + n*p.Interval
		out.from = Wall(d) * secondsADay
		if p.single(d) {
			out.days = []int64{d}
		}
	default:
		return p.short(n)
	}
	return out, n + 1, out.from <= Latest
}

// short returns a period of at most an hour. Where the rule excludes its day,
// hour or minute, the next period worth a look is the first after that: an
// hourly rule for 29 February looks at days, not at hours.
func (p *plan) short(n int64) (period, int64, bool) {
	unit := units[p.Freq]
	step := unit * p.Interval
	base := floorDiv(int64(p.start), unit) * unit
	at := base + n*step
	day := floorDiv(at, secondsADay)
	clock := at - day*secondsADay
	hour, minute, second := int(clock/3600), int(clock/60%60), int(clock%60)
	out := period{from: Wall(at), hours: []int{hour}, mins: p.mins, secs: p.secs}
	over := Wall(at) <= Latest
	after := func(t int64) int64 { return max(n+1, ceilDiv(t-base, step)) }
	switch {
	case !p.single(day):
		return out, after((day + 1) * secondsADay), over
	case p.hourSet != 0 && p.hourSet&(1<<hour) == 0:
		return out, after(floorDiv(at, 3600)*3600 + 3600), over
	case p.Freq < Hourly && p.minuteSet != 0 && p.minuteSet&(1<<minute) == 0:
		return out, after(floorDiv(at, 60)*60 + 60), over
	case p.Freq < Minutely && p.secsSet != 0 && p.secsSet&(1<<second) == 0:
		return out, n + 1, over
	}
	out.days = []int64{day}
	if p.Freq < Hourly {
		out.mins = []int{minute}
	}
	if p.Freq < Minutely {
		out.secs = []int{second}
	}
	return out, n + 1, over
}

// moments yields the moments of the period after previous, in order, or those
// at the positions asked for.
func (p period) moments(positions []int, previous Wall, b *Budget) iter.Seq[Wall] {
	total := int64(len(p.days) * len(p.hours) * len(p.mins) * len(p.secs))
	return func(yield func(Wall) bool) {
		if len(positions) > 0 {
			for _, i := range chosen(positions, total) {
				if !b.take(1) || !yield(p.moment(i)) {
					return
				}
			}
			return
		}
		after := sort.Search(int(total), func(i int) bool { return p.moment(int64(i)) > previous })
		for i := int64(after); i < total; i++ {
			if !b.take(1) || !yield(p.moment(i)) {
				return
			}
		}
	}
}

// chosen turns positions, counted from one or from the end, into indexes.
func chosen(positions []int, total int64) []int64 {
	var out []int64
	for _, pos := range positions {
		i := int64(pos) - 1
		if pos < 0 {
			i = total + int64(pos)
		}
		if i >= 0 && i < total {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// moment returns the i-th moment of the period.
func (p period) moment(i int64) Wall {
	s := p.secs[i%int64(len(p.secs))]
	i /= int64(len(p.secs))
	m := p.mins[i%int64(len(p.mins))]
	i /= int64(len(p.mins))
	h := p.hours[i%int64(len(p.hours))]
	d := p.days[i/int64(len(p.hours))]
	return Wall(d*secondsADay + int64(h)*3600 + int64(m)*60 + int64(s))
}
