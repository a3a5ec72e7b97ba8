package store

import (
	"time"

	"entregent/internal/network"
)

// Ties holds what is worked out from encounters so that nothing is worked out
// twice. It can be rebuilt from the rest at any time.
type Ties interface {
	// Tie returns a person's row; a zero row if there is none.
	Tie(network.PersonID) (TieRow, error)

	// TiesOf returns the rows of these persons, in no order.
	TiesOf(people []network.PersonID) ([]TieRow, error)

	// PutTies replaces rows.
	PutTies([]TieRow) error

	// AllTies calls fn for every row, in person order.
	AllTies(fn func(TieRow) error) error

	// DropTies removes every row, before a rebuild.
	DropTies() error

	// Ego returns the state of the keeper's own activity, nil if there is none.
	Ego() ([]byte, error)

	// PutEgo replaces it.
	PutEgo([]byte) error
}

// A TieRow is the stored state of one tie. State is package relation's; the
// rest are columns that lists filter by.
type TieRow struct {
	Person  network.PersonID
	State   []byte
	Days    int          // contact days
	LastDay *network.Day // last contact day
	MetDay  *network.Day // last met in person
}

// Forecasts holds what was foretold of ties, to be judged when its horizon is
// over, and what that has taught. They go with their person, and stay with
// somebody who was merged, who may be split off again.
type Forecasts interface {
	// PutForecasts records forecasts, or replaces them.
	PutForecasts([]Forecast) error

	// DropForecasts removes forecasts; those that are not there do no harm.
	DropForecasts([]Forecast) error

	// ForecastsOf returns those of one person, by horizon and day.
	ForecastsOf(network.PersonID) ([]Forecast, error)

	// OpenForecasts returns those whose outcome is not known, by person,
	// horizon and day.
	OpenForecasts() ([]Forecast, error)

	// AllForecasts calls fn for every one, by person, horizon and day. fn must
	// not use the transaction.
	AllForecasts(fn func(Forecast) error) error

	// Calibration returns what closed forecasts have taught, nil if nothing. It
	// can be worked out from them.
	Calibration() ([]byte, error)

	// PutCalibration replaces it.
	PutCalibration([]byte) error
}

// A Forecast is what was foretold of one tie; see relation.Snapshot.
type Forecast struct {
	Person  network.PersonID
	Horizon int         // days of silence that were foretold
	Day     network.Day // the first of them
	Z       int         // log-odds in hundredths, before self-calibration
	Outcome string      // "" while it is not known, then "contact" or "silent"
}

// Desk holds the day's lists and the keeper's answers.
type Desk interface {
	// DayList returns the list fixed for a day, nil if none was. A list is JSON.
	DayList(network.Day) ([]byte, error)

	// PutDayList fixes the list of a day, or replaces it.
	PutDayList(day network.Day, list []byte) error

	// DayLists calls fn for each list from one day to another, oldest first.
	DayLists(from, to network.Day, fn func(day network.Day, list []byte) error) error

	// PutAnswer records an answer; a later one to the same subject replaces it.
	PutAnswer(Answer) error

	// DropAnswer takes an answer back. NotFound if there is none.
	DropAnswer(kind, subject string) error

	// Answers returns the answers of one kind ("" for all), oldest first, then
	// by kind and subject.
	Answers(kind string) ([]Answer, error)
}

// An Answer is what the keeper said to something proposed: a gesture, a loop,
// a meeting, a favour, two cards that may be one person, a place in a circle, a
// mark that a source sets.
type Answer struct {
	// Kind is "gesture", "loop", "meeting", "favour", "same", "place", "mark",
	// "wish", "outcome" (of a favour), "match", "ask", "erased" or "year"
	// (somebody's place in a review). To "ask" it is that an exchange is no step of
	// one, or that what could be done for a step was.
	Kind string
	// Subject is the id of what was answered; for "same" two card ids, smaller
	// first; for "place" and "mark" a person and a word, for "match" need and offer,
	// for "ask" an ask and an exchange or a step.
	Subject string
	Verdict string           // "done", "later", "no", "closed", "yes", "different"
	Person  network.PersonID // whom it is about; zero if nobody
	Detail  string           // the gesture's or loop's kind, or a word of why
	At      time.Time
	Until   network.Date // of "later"
}
