package web

import "entregent/internal/network"

// A PeoplePage is the search: a line to type in, filters, and one page of the
// answer. The list is the part with id "results", which the script replaces
// while the keeper types.
type PeoplePage struct {
	Page
	Ask     PeopleAsk
	Rows    []PersonRow
	Total   int      // how many answer in all
	Of      int      // how many people are in the book
	Letters []Letter // index of first letters; none while searching
	First   int      // number of the first row shown, from 1
	Prev    string   // path of the page before, "" if none
	Next    string
	Into    []Choice // circles to put those ticked into
	Tags    []string // there are already
	All     string   // path of the same list, for what is done to all of it
}

// A PeopleAsk is the question as it was asked.
type PeopleAsk struct {
	Query     string
	Circle    []Choice
	Silent    []Choice // not seen for 30, 90, 180, 365 days
	NeverMet  bool
	Town      string
	Towns     []string // suggestions
	Org       string
	Orgs      []string
	Relations bool // only those counted as relations
	Archived  bool // only those never to be proposed
	Tag       string
	Source    []Choice
	Batch     []Choice
	Filtered  bool // any filter is set
}

// A Letter is one entry of the index.
type Letter struct {
	Letter string
	URL    string
	On     bool
}

// A PersonRow is one person in a list.
type PersonRow struct {
	Face
	Role     string // title and organisation, as far as known
	Town     string
	Stage    string       // in words
	Circle   string       // its name, "" outside
	Last     network.Date // last contact, zero if never
	Planned  network.Date // next thing planned, zero if none
	Drifting bool
	NeverMet bool
	Mark     Mark
}

// A Mark is what the keeper said of somebody that keeps them from being
// proposed.
type Mark string

// The marks. The zero value is none.
const (
	NoMark     Mark = ""
	Deceased   Mark = "deceased"
	RatherNot  Mark = "rather_not"
	RestingFor Mark = "resting"
)

// Until is the number of the last row shown.
func (p *PeoplePage) Until() int { return p.First + len(p.Rows) - 1 }

func (*PeoplePage) template() string { return "people" }
func (*PeoplePage) section() string  { return "people" }
