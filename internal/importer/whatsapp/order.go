package whatsapp

import "time"

// An order is how a file writes its dates.
type order int

const (
	dayFirst order = iota
	monthFirst
	yearFirst
)

// A calendarist gathers, over the stamps of a file, what tells in which order
// its dates are written. No file says so: fields above 12, dates that run
// backwards and dates that lie ahead do.
type calendarist struct {
	now  time.Time
	seen int
	year int // stamps whose first field can only be a year
	must [2]int
	back [2]int // dates that run backwards, by order
	late [2]int // dates that lie ahead of now, by order
	last [2]int

	dots, twelve, twoDigits int
}

func (c *calendarist) add(st *stamp) {
	if st.wide {
		return
	}
	c.seen++
	a, b := st.field[0], st.field[1]
	if a > 31 {
		c.year++
		return
	}
	if a > 12 {
		c.must[dayFirst]++
	}
	if b > 12 {
		c.must[monthFirst]++
	}
	if st.sep == '.' {
		c.dots++
	}
	if st.twelve {
		c.twelve++
	}
	if st.yearDigits == 2 {
		c.twoDigits++
	}
	for _, o := range []order{dayFirst, monthFirst} {
		y, m, d := st.day(o)
		n := (y*100+m)*100 + d
		if n < c.last[o] {
			c.back[o]++
		}
		c.last[o] = n
		if limit := c.now.AddDate(0, 0, 2); n > (limit.Year()*100+int(limit.Month()))*100+limit.Day() {
			c.late[o]++
		}
	}
}

// decide returns the order. Doubt is the key of the reason where the dates
// themselves do not tell, "" where they do. Language is that of the file, as far
// as its name and its system lines tell.
func (c *calendarist) decide(language string) (o order, doubt string) {
	switch {
	case c.seen == 0:
		return dayFirst, ""
	case 2*c.year > c.seen, c.year > 0 && c.must[0]+c.must[1] == 0:
		return yearFirst, ""
	case c.must[dayFirst] > 0 || c.must[monthFirst] > 0:
		return least(c.must[monthFirst], c.must[dayFirst]), ""
	case c.late[dayFirst] != c.late[monthFirst]:
		return least(c.late[dayFirst], c.late[monthFirst]), ""
	case c.back[dayFirst] != c.back[monthFirst]:
		return least(c.back[dayFirst], c.back[monthFirst]), ""
	case c.dots == c.seen:
		return dayFirst, "" // no country writes the month first and dots
	case language != "" && language != "en":
		return dayFirst, "whatsapp_order_language"
	case 2*c.twelve > c.seen && 2*c.twoDigits > c.seen:
		return monthFirst, "whatsapp_order_clock"
	}
	return dayFirst, "whatsapp_order_usual"
}

// least returns the order against which less speaks.
func least(againstDay, againstMonth int) order {
	if againstMonth < againstDay {
		return monthFirst
	}
	return dayFirst
}
