package web

import (
	"time"

	"entregent/internal/app"
)

// An ImportsPage is where files are dropped and past imports are found again.
type ImportsPage struct {
	Page
	Waiting []Progress // imports at work, or that wait for a word of the keeper
	Batches []BatchLine
	Sources []BroughtLine
	Asked   int    // questions that wait for a word
	Max     string // greatest upload, in words: "10 GB"
	Error   string
}

// A BroughtLine says what one source has really brought.
type BroughtLine struct {
	Source string // in words
	URL    string // of those it speaks of
	app.SourceSum
}

// A BatchLine is one import in the list.
type BatchLine struct {
	ID     string
	Name   string // how a person would name it
	Source string // in words
	At     time.Time
	Counts Counts
	Undone bool
	Wrong  int // records not understood
}

// Counts are what an import did or will do. All of distinct people or records.
type Counts struct {
	Read       int
	New        int // people created
	Known      int
	Filled     int // of the known, those that gained a value
	Encounters int // new
	Again      int // encounters known before
	Changed    int // of those, moved, cancelled or told otherwise
	Favours    int
	Proposals  int
}

// A PreviewPage tells exactly what an import will do before it does it.
type PreviewPage struct {
	Page
	ID       string
	Sources  []SourceView
	Me       []Claim // who the files say the keeper is; asked once
	Columns  []ColumnGuess
	Restored bool     // an export of this program, to be read back
	Told     string   // why nothing can enter, in words
	Country  []Choice // for telephone numbers without a country; none when known
	Nothing  bool     // nothing in the files was understood
}

// A SourceView is one source found in what was given.
type SourceView struct {
	Name     string
	Source   string
	Counts   Counts
	Ignored  []WhyCount
	Problems []ProblemLine // the first of them
	Wrong    int           // how many there are
	Sample   []PersonRow   // some of those who would be created
	Again    bool          // read before: nothing would enter
}

// A Claim is one guess at who the keeper is.
type Claim struct {
	Value string // what the form sends back
	Text  string // "anna@example.org"
	Why   string // "the sender of your Sent folder (1 204 messages)"
	On    bool
}

// A ColumnGuess shows what one column of an unknown table was taken for.
type ColumnGuess struct {
	Column  string
	Example string
	Taken   []Choice
}

// A WhyCount is how many records were left out on purpose, and why.
type WhyCount struct {
	Why string
	N   int
}

// A ProblemLine is one record that was not understood.
type ProblemLine struct {
	File string
	Line int
	Text string
	Raw  string
}

// A ProgressPage follows an import at work. It may be left and found again.
type ProgressPage struct {
	Page
	ID string
	Progress
}

// A Progress is how far an import has come.
type Progress struct {
	URL   string
	Name  string
	Phase string // in words: "reading", "joining"
	Done  int64  // bytes, or records
	Of    int64  // 0 when not known
	Text  string // "12 400 messages of about 30 000"
	Found Counts
	Ready bool // looked through: the keeper decides
}

// Percent is the share done, 0 to 100.
func (p Progress) Percent() int {
	if p.Of <= 0 {
		return 0
	}
	return int(min(100, p.Done*100/p.Of))
}

// A BatchPage is the report of one import.
type BatchPage struct {
	Page
	BatchLine
	Files    []string
	Ignored  []WhyCount
	Problems []ProblemLine
	More     int // problems beyond those listed
	People   []PersonRow
	Merges   []MergeLine
	Asked    int      // questions that wait for a word
	Undo     *UndoAsk // asked for: what it would take away
	Gone     *UndoAsk // done: what it took away
}

// An UndoAsk says what undoing an import takes away and what stays.
type UndoAsk struct {
	People     int
	Encounters int
	Favours    int
	Gone       []Face // who goes
	Kept       []KeptLine
	Others     []Face // who stays for another import's sake
}

// A KeptLine is somebody who stays, and why.
type KeptLine struct {
	Face
	Why string
}

func (*ImportsPage) template() string  { return "imports" }
func (*ImportsPage) section() string   { return "import" }
func (*PreviewPage) template() string  { return "preview" }
func (*PreviewPage) section() string   { return "import" }
func (*ProgressPage) template() string { return "progress" }
func (*ProgressPage) section() string  { return "import" }
func (*BatchPage) template() string    { return "batch" }
func (*BatchPage) section() string     { return "import" }
