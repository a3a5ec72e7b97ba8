package web

import (
	"time"

	"entregent/internal/network"
)

// A SettingsPage holds what the keeper decides, in sections that are saved one
// by one.
type SettingsPage struct {
	Page
	Languages []Choice
	Zone      Field
	Zones     []string // suggestions
	Country   []Choice
	Me        MeView
	Minutes   Field // a day
	Most      Field // gestures a day
	Quiet     []Choice
	Pause     PauseView
	Circles   []CircleField
	Access    AccessView
	People    int // how many are in the book
}

// A MeView is who the keeper is: handles and names.
type MeView struct {
	Names   []string
	Handles []HandleLine
	Guesses []Claim // to confirm
	Add     Field
}

// A PauseView says whether the program holds its tongue for a while.
type PauseView struct {
	On    bool
	Until network.Date
}

// A CircleField sets how many a circle holds.
type CircleField struct {
	Key    string
	Name   string
	Places Field
}

// An AccessView is who can open the book.
type AccessView struct {
	Passphrase bool // one is set
	Error      string
	Sessions   []SessionLine
}

// A SessionLine is one browser that is signed in.
type SessionLine struct {
	ID    string
	Name  string // "Firefox on Linux"
	Seen  time.Time
	Since time.Time
	This  bool
}

func (*SettingsPage) template() string { return "settings" }
func (*SettingsPage) section() string  { return "settings" }
