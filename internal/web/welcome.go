package web

// A WelcomePage is the first run: look round an invented network, or bring
// one's own files.
type WelcomePage struct {
	Page
	Zone    string // taken from the browser or the machine, to correct
	Country []Choice
}

func (*WelcomePage) template() string { return "welcome" }
func (*WelcomePage) section() string  { return "" }
