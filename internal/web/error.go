package web

// An ErrorPage says what happened, what is safe, and what to do.
type ErrorPage struct {
	Page
	Status  int
	Title   string
	Message string // what happened, and where
	Safe    string // what is safe; "" when nothing was at stake
	Do      string // what to do
	Retry   bool   // trying again may help
	Back    string // own path to go back to, "" for Today
}

func (*ErrorPage) template() string { return "error" }
func (*ErrorPage) section() string  { return "" }
