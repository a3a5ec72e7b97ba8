package web

import (
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// A Page is what every page has around its own content. Pages embed it.
type Page struct {
	P      *i18n.Printer // words, in the reader's language; it knows the moment
	Path   string        // of this page with its query, own path only: where the language switch comes back to
	Signed bool          // signed in: the rail, the bar and the capture line are shown
	Demo   bool          // the invented network is open: a line on every page says so
	Notice *Notice       // what has just been done
	Once   string        // idempotency key for the forms of this page
	Forced bool          // served over plain HTTP off loopback because the keeper forced it
}

// A Notice tells what has just been done and offers to take it back.
type Notice struct {
	Text string
	Undo string // path to post to, "" when there is nothing to take back
}

// A Reason is one ground of a verdict in words, with the facts it rests on.
type Reason struct {
	Text  string
	Facts []Evidence
}

// An Evidence is one fact behind a reason.
type Evidence struct {
	Text   string
	On     network.Date
	Origin Origin
}

// An Origin is where a fact comes from: which source, file and line, or the
// keeper's own typing.
type Origin struct {
	Typed  bool
	Source string // in words: "LinkedIn"
	File   string
	Line   int    // 0 where the file has no lines
	Batch  string // id of the import, "" if gone
}

// A Verdict is a sentence that opens onto its reasons.
type Verdict struct {
	Text    string
	Reasons []Reason
}

// A Draft is a letter begun for the keeper.
type Draft struct {
	Subject string
	Text    string
	Mailto  string // a mailto: link with subject and body; "" without an address
}

// A Field is one value of a form as it came back, with what is wrong with it.
type Field struct {
	Value string
	Error string // in words; "" when there is nothing to say
}

// A Choice is one entry of a list to choose from.
type Choice struct {
	Value string
	Text  string
	On    bool
}
