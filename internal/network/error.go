package network

// A Kind says what went wrong in terms a face can act on. Kinds are few and
// closed: each face has one table from Kind to its own words, and a test that
// the table is complete.
type Kind int

// The zero Kind is Internal, so that an error nobody classified is never blamed
// on the user and its text is never shown.
const (
	Internal   Kind = iota // a bug, or something we stand on broke
	Invalid                // the request can never succeed as made
	NotFound               // no such thing, or not yours to see
	Ambiguous              // several things answer to that name
	Conflict               // it changed meanwhile, or is there already
	Forbidden              // you are known, and may not
	Busy                   // try again later: somebody else holds the book
	Full                   // no room left on the disk
	Unreadable             // what was handed in cannot be read as what it should be
)

// Kinds lists every kind, for tests that a table is complete.
var Kinds = []Kind{Internal, Invalid, NotFound, Ambiguous, Conflict, Forbidden, Busy, Full, Unreadable}

// Error lets a Kind be a target: errors.Is(err, network.NotFound).
func (k Kind) Error() string {
	return [...]string{"internal", "invalid", "not found", "ambiguous", "conflict", "forbidden", "busy", "full", "unreadable"}[k]
}

// An Error is a failure that a person can be told about.
type Error struct {
	Kind  Kind
	Field string // the input to blame, if one is
	Msg   string // key of the message in package i18n; never prose
	Args  []any  // arguments of the message
	Err   error  // the cause, for the log only
}

func (e *Error) Error() string {
	s := e.Kind.Error()
	if e.Msg != "" {
		s += ": " + e.Msg
	}
	if e.Field != "" {
		s += " (" + e.Field + ")"
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap shows both the kind and the cause to errors.Is and errors.As.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}
