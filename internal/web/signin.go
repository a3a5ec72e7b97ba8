package web

// A SignInPage lets the keeper in: by the one-time link printed at start, or by
// the passphrase.
type SignInPage struct {
	Page
	Mode  SignInMode
	Token string // of the link; posted back, so that a mere preview of the link does not spend it
	Next  string // own path to go on to
	Error string
	Plain bool // plain HTTP off loopback: signing in is refused
}

// A SignInMode says what is asked for.
type SignInMode string

// The modes. The zero value asks to open the link.
const (
	AskLink       SignInMode = ""
	ConfirmLink   SignInMode = "link"
	AskPassphrase SignInMode = "passphrase"
)

func (*SignInPage) template() string { return "signin" }
func (*SignInPage) section() string  { return "" }
