package linkedin

import (
	"strings"
	"time"

	"entregent/internal/importer/addressbook"
	"entregent/internal/network"
)

// layouts are the ways an archive writes a moment; days are read apart.
var layouts = []string{
	"2006-01-02 15:04:05", "2006/01/02 15:04:05", "1/2/06, 3:04 PM", "1/2/2006, 3:04 PM", "1/2/06 3:04 PM", "1/2/06 15:04",
	"Mon Jan 2 15:04:05 2006", "2006-01-02T15:04:05Z",
}

// moment reads a time or day of an archive, as UTC. DayFirst is for tables that
// a spreadsheet has saved again; LinkedIn itself never leaves a doubt.
func moment(s string, dayFirst bool, now time.Time) (time.Time, bool) {
	if len(s) == len("2006-01-02 15:04:05 UTC") && s[10] == ' ' { // nearly every row of nearly every file
		if t, err := time.Parse("2006-01-02 15:04:05 UTC", s); err == nil {
			return t, true
		}
	}
	s = plain(s)
	if s == "" {
		return time.Time{}, false
	}
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil {
			return nearest(t, l, now), true
		}
	}
	d, ok := addressbook.ParseDay(s, dayFirst, now)
	if !ok || d.Year == 0 {
		return time.Time{}, false
	}
	return day(d), true
}

// plain drops the zone, always UTC, and the narrow spaces that newer archives
// put before AM and PM.
func plain(s string) string {
	return strings.TrimSuffix(strings.TrimSpace(unzoned.Replace(s)), " GMT")
}

var unzoned = strings.NewReplacer("\u202f", " ", "\u00a0", " ", " UTC", "")

// nearest moves a year of two digits, which the standard reader puts between
// 1969 and 2068, before now.
func nearest(t time.Time, layout string, now time.Time) time.Time {
	if !strings.Contains(layout, "2006") && t.Year() > now.Year() {
		return t.AddDate(-100, 0, 0)
	}
	return t
}

func day(d network.Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// written puts a date in the form of all records: 2015-01-31, 2015-01 or 2015.
// What is no date stays as it is.
func written(s string, now time.Time) string {
	if t, ok := moment(s, false, now); ok {
		if t.Hour()+t.Minute()+t.Second() == 0 {
			return network.DateOf(t).String()
		}
		return t.Format(time.RFC3339)
	}
	if word, year, ok := strings.Cut(strings.TrimSpace(s), " "); ok && len(year) == 4 {
		if m, ok := addressbook.Month(word); ok {
			if y, err := time.Parse("2006", year); err == nil {
				return time.Date(y.Year(), m, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
			}
		}
	}
	return s
}
