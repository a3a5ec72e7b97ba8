package rrule

import "slices"

// A plan is a rule together with what it takes from the first instance: where
// a rule does not say on which day or at which hour, DTSTART does.
type plan struct {
	Rule
	start              Wall
	day, clock         int64 // of start
	year               int64
	month              int
	hours, mins, secs  []int
	hourSet            uint64
	minuteSet, secsSet uint64
}

func newPlan(r Rule, start Wall) *plan {
	p := &plan{Rule: r, start: start, day: start.day()}
	p.clock = int64(start) - p.day*secondsADay
	t := start.Time()
	p.year, p.month = int64(t.Year()), int(t.Month())
	p.fillDays(t.Day())
	p.hours, p.mins, p.secs = r.hours, r.minutes, r.seconds
	p.hourSet, p.minuteSet, p.secsSet = bits(r.hours), bits(r.minutes), bits(r.seconds)
	if r.Freq > Hourly && len(p.hours) == 0 {
		p.hours = []int{t.Hour()}
	}
	if r.Freq > Minutely && len(p.mins) == 0 {
		p.mins = []int{t.Minute()}
	}
	if r.Freq > Secondly && len(p.secs) == 0 {
		p.secs = []int{t.Second()}
	}
	return p
}

func bits(list []int) (set uint64) {
	for _, n := range list {
		set |= 1 << n
	}
	return set
}

// fillDays takes the day from DTSTART where the rule names none.
func (p *plan) fillDays(monthDay int) {
	weekday := p.week != 0 || p.ordinal
	switch {
	case p.Freq == Weekly && !weekday, p.Freq == Yearly && p.weeks.any && !weekday && !p.dates.any && !p.days.any:
		p.week = 1 << weekdayOf(p.day)
	case p.Freq < Monthly || weekday || p.days.any || p.weeks.any:
	default:
		// Yearly on the 29th, without a month, is on that day of the month of
		// DTSTART, as libical reads it: "every year" is what the words say.
		if p.Freq == Yearly && p.months == 0 {
			p.months = 1 << p.month
		}
		if !p.dates.any {
			p.dates.any = true
			p.dates.pos[0] |= 1 << monthDay
		}
	}
}

// inMonth returns the days of one month that the rule names, ascending.
func (p *plan) inMonth(out []int64, year int64, month int) []int64 {
	if p.months != 0 && p.months&(1<<month) == 0 {
		return out
	}
	first := dayOf(year, month, 1)
	length := monthLength(year, month)
	yearDay := int(first-dayOf(year, 1, 1)) + 1
	for d := 1; d <= length; d++ {
		if p.named(first+int64(d)-1, d, length, yearDay+d-1, year) {
			out = append(out, first+int64(d)-1)
		}
	}
	if p.Skip != Omit && p.dates.any {
		out = p.skipDates(out, first, length)
	}
	return out
}

// skipDates adds the days that stand in for those the month does not have.
func (p *plan) skipDates(out []int64, first int64, length int) []int64 {
	for n := length + 1; n <= 31; n++ {
		if p.dates.has(n) {
			out = p.addSkipped(out, first+int64(length)-1)
		}
		if p.dates.has(-n) {
			out = p.addSkipped(out, first-1)
		}
	}
	return out
}

// addSkipped adds last, the day before the gap, or the one after it.
func (p *plan) addSkipped(out []int64, last int64) []int64 {
	if p.Skip == Forward {
		last++
	}
	if p.week != 0 && p.week&(1<<weekdayOf(last)) == 0 {
		return out
	}
	return append(out, last)
}

// named reports whether the rule names a day, given as the d-th of a month of
// some length and as a day of the year.
func (p *plan) named(day int64, d, length, yearDay int, year int64) bool {
	if p.dates.any && !p.dates.has(d) && !p.dates.has(d-length-1) {
		return false
	}
	if p.days.any && !p.days.has(yearDay) && !p.days.has(yearDay-yearLength(year)-1) {
		return false
	}
	if (p.week != 0 || p.ordinal) && !p.namedWeekday(day, d, length, yearDay, year) {
		return false
	}
	return !p.weeks.any || p.namedWeek(day, yearDay, year)
}

// namedWeekday looks at BYDAY. An ordinal counts within the month where the
// rule is monthly or names months, else within the year.
func (p *plan) namedWeekday(day int64, d, length, yearDay int, year int64) bool {
	w := weekdayOf(day)
	if p.week&(1<<w) != 0 {
		return true
	}
	if !p.nth[w].any {
		return false
	}
	pos, of := d, length
	if p.Freq == Yearly && p.months == 0 {
		pos, of = yearDay, yearLength(year)
	}
	return p.nth[w].has((pos+6)/7) || p.nth[w].has(-((of - pos + 7) / 7))
}

// namedWeek looks at BYWEEKNO: weeks begin on WKST, and the first of a year is
// the first with four days in it. The days at either end of a year may belong
// to a week of its neighbour.
func (p *plan) namedWeek(day int64, yearDay int, year int64) bool {
	first := p.firstWeek(year)
	next := p.firstWeek(year + 1)
	switch {
	case day < first:
		next, first = first, p.firstWeek(year-1)
	case day >= next:
		first, next = next, p.firstWeek(year+2)
	}
	n := int(day-first)/7 + 1
	return p.weeks.has(n) || p.weeks.has(n-int(next-first)/7-1)
}

// firstWeek returns the day on which the first week of a year begins.
func (p *plan) firstWeek(year int64) int64 { return p.weekOf(dayOf(year, 1, 4)) }

// weekOf returns the first day of the week of day.
func (p *plan) weekOf(day int64) int64 {
	return day - int64((weekdayOf(day)-int(p.WeekFrom)+7)%7)
}

// inYear returns the days of one year that the rule names.
func (p *plan) inYear(out []int64, year int64) []int64 {
	for month := 1; month <= 12; month++ {
		out = p.inMonth(out, year, month)
	}
	if p.Skip != Omit && p.days.any && !leap(year) {
		if p.days.has(366) {
			out = p.addSkipped(out, dayOf(year, 12, 31))
		}
		if p.days.has(-366) {
			out = p.addSkipped(out, dayOf(year, 1, 1)-1)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// single reports whether the rule names a day, whatever its period.
func (p *plan) single(day int64) bool {
	if p.months == 0 && !p.dates.any && !p.days.any && p.week == 0 {
		return true
	}
	t := Wall(day * secondsADay).Time()
	month := int(t.Month())
	if p.months != 0 && p.months&(1<<month) == 0 {
		return false
	}
	year := int64(t.Year())
	return p.named(day, t.Day(), monthLength(year, month), t.YearDay(), year)
}
