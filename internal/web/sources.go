package web

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"time"

	"entregent/internal/app"
	"entregent/internal/live"
	"entregent/internal/network"
)

// A SourcesPage is where live sources are set up, read and removed.
type SourcesPage struct {
	Page
	Sources []SourceLine
	Kinds   []SourceKind
	Form    SourceForm
	Away    bool // the invented network is open, or nothing can be read here
}

// A SourceKind is one kind of source to set up, as a way to its form.
type SourceKind struct {
	Kind string
	Text string
	On   bool
}

// A SourceForm is what the keeper says of a source to be. The password is never
// sent back to the browser.
type SourceForm struct {
	Kind    string
	Name    string
	Address Field
	Account string
	Words   bool
	Near    bool
	Every   []Choice
	Error   string
	Found   *SourceFound // what a test of the connection found
}

// A SourceFound is what a test of the connection found.
type SourceFound struct {
	Text    string
	Folders []Choice
}

// A SourceLine is one source in the list.
type SourceLine struct {
	ID       string
	Kind     string // in words
	Name     string
	Where    string
	State    string // when it was last read, in words
	Told     string // what went wrong, in words
	Imports  int
	Paused   bool
	Working  bool
	Password bool // it has one, or an address that is one
	Secret   bool // what is sealed is an address
}

func (*SourcesPage) template() string { return "sources" }
func (*SourcesPage) section() string  { return "import" }

// rhythms are how often a source may be read, in the order of the list.
var rhythms = []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour}

// liveSources answers GET /sources.
func liveSources(v *visit) error {
	page, err := v.sourcesPage(live.Setup{Kind: v.form("kind")})
	if err != nil {
		return err
	}
	return v.show(page)
}

// ownBook reports whether sources can be read here: into the keeper's own book.
func (v *visit) ownBook() bool { return v.Live != nil && v.book == v.own }

func (v *visit) sourcesPage(s live.Setup) (*SourcesPage, error) {
	page := &SourcesPage{Page: v.newPage(), Away: !v.ownBook()}
	if page.Away {
		return page, nil
	}
	if !slices.Contains(app.LiveKinds, s.Kind) {
		s.Kind = app.LiveMail
	}
	for _, k := range app.LiveKinds {
		page.Kinds = append(page.Kinds, SourceKind{k, v.words("live.kind." + k), k == s.Kind})
	}
	page.Form = SourceForm{Kind: s.Kind, Name: s.Name, Address: Field{Value: s.Address}, Account: s.Account, Words: s.Words, Near: s.Near}
	every := cmp.Or(s.Every, live.Usual(s.Kind))
	for _, d := range rhythms {
		page.Form.Every = append(page.Form.Every, Choice{d.String(), v.words("live.web.every." + d.String()), d == every})
	}
	all, err := v.app().Sources(v.ctx(), v.keeper())
	for _, l := range all {
		page.Sources = append(page.Sources, v.sourceLine(l))
	}
	return page, err
}

func (v *visit) sourceLine(l app.Live) SourceLine {
	out := SourceLine{
		ID: l.ID, Kind: v.words("live.kind." + l.Kind), Name: l.Name, Where: l.Address, Imports: l.Imports, Paused: l.Paused,
		Password: l.Account != "" || l.Kind == app.LiveCalendar && len(l.Folders) == 0, Secret: l.Account == "",
	}
	if l.Account != "" {
		out.Where = l.Account + " · " + l.Address
	}
	if id, err := network.ParseID[network.SourceID](l.ID); err == nil {
		out.Working = v.Live.Working(id) && !l.Paused
	}
	switch {
	case out.Working:
		out.State = v.words("live.web.working")
	case l.Read != nil:
		out.State = v.words("live.web.read", *l.Read)
	default:
		out.State = v.words("live.web.never")
	}
	if l.Told != nil {
		out.Told = v.words(l.Told.Key, l.Told.Args...)
	}
	return out
}

// addSource answers POST /sources: a test of the connection, or the source set
// up and read at once.
func addSource(v *visit) error {
	if !v.ownBook() {
		return &network.Error{Kind: network.Forbidden, Msg: "live.web.away"}
	}
	f := v.r.PostFormValue
	every, _ := time.ParseDuration(f("every"))
	s := live.Setup{
		Kind: f("kind"), Name: f("name"), Address: f("address"), Account: f("account"), Password: f("password"),
		Words: f("words") != "", Near: f("near") != "", Every: every, Folders: v.r.PostForm["folder"],
	}
	if s.Kind == app.LiveFolder {
		s.Every = 0
	}
	if f("do") == "try" {
		found, err := v.Live.Try(v.ctx(), s)
		return v.sourceAgain(s, &found, err)
	}
	l, err := v.Live.Add(v.ctx(), s)
	if err != nil {
		return v.sourceAgain(s, nil, err)
	}
	id, err := network.ParseID[network.SourceID](l.ID)
	if err != nil {
		return err
	}
	v.Live.ReadSoon(id)
	return v.then("/sources", "live-added")
}

// sourceAgain shows the form again, with what was found or what went wrong.
func (v *visit) sourceAgain(s live.Setup, found *live.Found, err error) error {
	var e *network.Error
	if err != nil && (!errors.As(err, &e) || e.Msg == "" || e.Kind == network.Internal) {
		return err
	}
	page, perr := v.sourcesPage(s)
	if perr != nil {
		return perr
	}
	page.Path = "/sources?" + url.Values{"kind": {page.Form.Kind}}.Encode()
	if err != nil {
		page.Form.Error = v.p.Error(err)
		return v.show(page)
	}
	page.Form.Found = &SourceFound{Text: v.words("live.web.found."+page.Form.Kind, found.Records)}
	for _, c := range found.Folders {
		page.Form.Found.Folders = append(page.Form.Found.Folders, Choice{c.Path, c.Name, c.On})
	}
	return v.show(page)
}

// answerSource answers POST /sources/{id}.
func answerSource(v *visit) error {
	if !v.ownBook() {
		return &network.Error{Kind: network.Forbidden, Msg: "live.web.away"}
	}
	src, err := id[network.SourceID](v, "id", "error.not_found")
	if err != nil {
		return err
	}
	switch v.r.PostFormValue("answer") {
	case "read":
		if _, _, err := v.app().Source(v.ctx(), v.keeper(), src); err != nil {
			return err
		}
		v.Live.ReadSoon(src)
		return v.then("/sources", "live-read")
	case "pause", "resume":
		pause := v.r.PostFormValue("answer") == "pause"
		if err := v.app().PauseSource(v.ctx(), v.keeper(), src, pause); err != nil {
			return err
		}
		return v.then("/sources", "saved")
	case "password":
		if err := v.Live.SetPassword(v.ctx(), src, v.r.PostFormValue("password")); err != nil {
			return v.sourceAgain(live.Setup{}, nil, err)
		}
		v.Live.ReadSoon(src)
		return v.then("/sources", "saved")
	case "remove", "undo":
		undo := v.r.PostFormValue("answer") == "undo"
		if _, err := v.Live.Remove(v.ctx(), src, undo); err != nil {
			return err
		}
		if undo {
			return v.then("/sources", "live-undone")
		}
		return v.then("/sources", "live-removed")
	}
	return &network.Error{Kind: network.Invalid, Msg: "error.invalid"}
}
