package live

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"entregent/internal/app"
	"entregent/internal/network"
	"entregent/internal/out"
	"entregent/internal/store"
)

// A Setup is what the keeper says of a source to be.
type Setup struct {
	Kind     string
	Name     string // "" for what the server calls it
	Address  string
	Account  string
	Password string
	Folders  []string // of mail, by name; none for the usual ones
	Words    bool
	Near     bool
	Every    time.Duration // 0 for what is usual
}

// A Found is what a test of the connection found.
type Found struct {
	Kind    string
	Address string
	Name    string   // as the server calls it, "" if it does not
	Folders []Choice // there are, and which would be read
	Keep    []string // what Source.Folders is to hold
	Records int      // mails in the folders to be read, events of a file, entries of a watched folder
	feed    string   // whole address of a calendar that is one file
}

// A Choice is one folder or collection.
type Choice struct {
	Path string
	Name string
	On   bool
}

// usual is how often a kind of source is read, unless told otherwise.
var usual = map[string]time.Duration{
	app.LiveMail: 6 * time.Hour, app.LiveCalendar: 6 * time.Hour, app.LiveCards: 24 * time.Hour, app.LiveFolder: time.Minute,
}

// Usual is how often a kind of source is read, unless told otherwise.
func Usual(kind string) time.Duration { return usual[kind] }

// least is how often a server is asked at most.
const least = 5 * time.Minute

// Try tests a connection: it signs in and looks round, and keeps nothing.
func (d *Desk) Try(ctx context.Context, s Setup) (f Found, err error) {
	s.Address = strings.TrimSpace(s.Address)
	if s.Address == "" {
		return f, &network.Error{Kind: network.Invalid, Field: "address", Msg: "live.no_address"}
	}
	switch s.Kind {
	case app.LiveMail:
		if s.Account == "" || s.Password == "" {
			return f, &network.Error{Kind: network.Invalid, Field: "account", Msg: "live.no_account"}
		}
		return d.mailboxes(ctx, s)
	case app.LiveCalendar, app.LiveCards:
		return d.onTheWeb(ctx, s)
	case app.LiveFolder:
		return d.watched(s)
	}
	return f, &network.Error{Kind: network.Invalid, Field: "kind", Msg: "live.no_such_kind", Args: []any{s.Kind, strings.Join(app.LiveKinds, ", ")}}
}

// onTheWeb looks for collections at an address, or for a calendar file.
func (d *Desk) onTheWeb(ctx context.Context, s Setup) (f Found, err error) {
	u, err := out.ParseWeb(s.Address)
	if err != nil {
		return f, err
	}
	if s.Account != "" && s.Password == "" {
		return f, &network.Error{Kind: network.Invalid, Field: "password", Msg: "live.no_account"}
	}
	s.Address = u.String()
	file := s.Kind == app.LiveCalendar && (s.Account == "" || strings.EqualFold(path.Ext(u.Path), ".ics"))
	var first error
	if file {
		if f, first = d.file(ctx, s, u); first == nil {
			return f, nil
		}
		var ne *network.Error
		if !errors.As(first, &ne) || ne.Msg != "live.no_calendar_file" && !strings.HasPrefix(ne.Msg, "live.") {
			return f, first // nobody there at all
		}
	}
	f, err = d.shelvesAt(ctx, s)
	if err != nil && first != nil {
		return f, first
	}
	return f, err
}

func (d *Desk) shelvesAt(ctx context.Context, s Setup) (f Found, err error) {
	r := &reading{Desk: d, s: store.Source{Kind: s.Kind, Address: s.Address, Account: s.Account, Near: s.Near}, secret: secret{Password: s.Password}}
	c, k := r.dav()
	all, err := c.Find(ctx, s.Address, k)
	if err != nil {
		return f, err
	}
	f = Found{Kind: s.Kind, Address: s.Address}
	for _, x := range all {
		u, err := url.Parse(x.URL)
		if err != nil {
			return f, err
		}
		p := u.EscapedPath()
		f.Folders = append(f.Folders, Choice{Path: p, Name: cmp.Or(x.Name, lastOf(p)), On: len(s.Folders) == 0 || slices.Contains(s.Folders, p) || slices.Contains(s.Folders, x.Name)})
	}
	for _, x := range f.Folders {
		if x.On {
			f.Keep = append(f.Keep, x.Path)
			f.Name = cmp.Or(f.Name, x.Name)
		}
	}
	if len(f.Keep) == 0 {
		err = &network.Error{Kind: network.NotFound, Field: "folder", Msg: "live.no_such_folder", Args: []any{strings.Join(s.Folders, ", ")}}
	}
	return f, err
}

// file looks whether there is a calendar file. Its whole address may be all it
// takes to read it: that is sealed, and what is shown is where it is.
func (d *Desk) file(ctx context.Context, s Setup, u *url.URL) (f Found, err error) {
	r := &reading{Desk: d, s: store.Source{Near: s.Near}}
	data, _, err := r.get(ctx, out.Request{URL: s.Address, Account: s.Account, Password: s.Password, Most: mostFeed, Within: time.Minute})
	if err != nil {
		return f, err
	}
	c, err := cut(data)
	if err != nil {
		return f, &network.Error{Kind: network.Unreadable, Field: "address", Msg: "live.no_calendar_file", Args: []any{u.Hostname()}, Err: err}
	}
	shown := u.Scheme + "://" + u.Host + "/… (" + digest(s.Address)[:6] + ")"
	return Found{Kind: s.Kind, Address: shown, Name: c.name, Records: len(c.items), feed: s.Address}, nil
}

// Add tests a connection and sets the source up.
func (d *Desk) Add(ctx context.Context, s Setup) (app.Live, error) {
	if s.Every != 0 && s.Every < least && s.Kind != app.LiveFolder {
		return app.Live{}, &network.Error{Kind: network.Invalid, Field: "every", Msg: "live.too_often", Args: []any{int(least / time.Minute)}}
	}
	f, err := d.Try(ctx, s)
	if err != nil {
		return app.Live{}, err
	}
	id := app.NewSourceID()
	name := cmp.Or(strings.TrimSpace(s.Name), f.Name, s.Account, hostOf(f.Address), f.Address)
	src := store.Source{
		ID: id, Kind: s.Kind, Name: name, Address: f.Address, Account: s.Account, Folders: f.Keep, Words: s.Words, Near: s.Near,
		Every: cmp.Or(s.Every, usual[s.Kind]),
	}
	var sealed []byte
	if s.Password != "" || f.feed != "" {
		sealed, err = d.safe.seal(secret{Source: id.String(), Server: src.Address, Account: src.Account, Password: s.Password, URL: f.feed})
		if err != nil {
			return app.Live{}, err
		}
	}
	return d.app.AddSource(ctx, d.keeper, src, sealed)
}

// SetPassword tests a new password of a source, and keeps it. For a calendar
// that is one file and needs no account, it is the whole address.
func (d *Desk) SetPassword(ctx context.Context, id network.SourceID, password string) error {
	s, sealed, err := d.app.Source(ctx, d.keeper, id)
	if err != nil {
		return err
	}
	was, _ := d.safe.open(sealed, id, s.Address, s.Account) // what cannot be opened is what is to be replaced
	x := secret{Source: id.String(), Server: s.Address, Account: s.Account, Password: password}
	set := Setup{Kind: s.Kind, Address: s.Address, Account: s.Account, Password: password, Folders: s.Folders, Near: s.Near}
	if s.Account == "" {
		set.Address, set.Password = password, ""
		x.Password, x.URL = "", password
	} else if was.URL != "" {
		set.Address = was.URL
	}
	f, err := d.Try(ctx, set)
	if err != nil {
		return err
	}
	if s.Account == "" && f.Address != s.Address {
		return &network.Error{Kind: network.Invalid, Field: "password", Msg: "live.another", Args: []any{s.Name}}
	}
	if f.feed != "" {
		x.URL = f.feed
	}
	if sealed, err = d.safe.seal(x); err != nil {
		return err
	}
	return d.app.SetSourcePassword(ctx, d.keeper, id, sealed)
}

// Remove removes a source; with undo, also what it brought.
func (d *Desk) Remove(ctx context.Context, id network.SourceID, undo bool) (app.RemovedSource, error) {
	return d.app.RemoveSource(ctx, d.keeper, id, undo)
}

// join puts a path of a server behind its address.
func join(address, p string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	at, err := u.Parse(p)
	if err != nil || at.Host != u.Host || at.Scheme != u.Scheme {
		return "", &network.Error{Kind: network.Invalid, Field: "folder", Msg: "live.no_such_folder", Args: []any{p}, Err: err}
	}
	return at.String(), nil
}

func lastOf(p string) string {
	last := path.Base(strings.TrimSuffix(p, "/"))
	if plain, err := url.PathUnescape(last); err == nil {
		return plain
	}
	return last
}
