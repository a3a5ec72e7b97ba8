// Package dav is what it takes to read calendars and address books on a server
// and to change nothing there: find the collections of an account, say what
// changed in one since the last time, and fetch that (RFC 4918, 6578, 4791, 6352,
// 6764). It leaves out what cards and events mean, and everything that writes.
package dav

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"entregent/internal/network"
	"entregent/internal/out"
)

// A Client reads from one account. Its fields are set before use.
type Client struct {
	Out      *out.Client
	Account  string
	Password string
}

// A Kind is what a collection holds.
type Kind string

const (
	Cards  Kind = "carddav"
	Events Kind = "caldav"
)

// A Collection is one address book or calendar.
type Collection struct {
	URL   string
	Name  string
	CTag  string // changes whenever anything in it does; "" if the server has none
	Token string // from which changes can be asked for; "" if the server cannot say
}

// An Item is one card or event. Data is set where it was fetched.
type Item struct {
	Href string // path on the server
	ETag string // changes whenever the item does
	Data string
}

// Bounds of what is taken from one server.
const (
	mostList  = 32 << 20 // bytes of the list of a collection
	mostData  = 16 << 20 // bytes of one fetch
	mostItems = 100_000  // in a collection
	slow      = 60 * time.Second
	// Chunk is how many items are fetched at once.
	Chunk = 50
)

// What servers answer, as far as it matters here.
type (
	response struct {
		Href   string `xml:"DAV: href"`
		Status string `xml:"DAV: status"`
		Props  []struct {
			Status string `xml:"DAV: status"`
			Prop   prop   `xml:"DAV: prop"`
		} `xml:"DAV: propstat"`
	}
	prop struct {
		Type struct {
			Book     *struct{} `xml:"urn:ietf:params:xml:ns:carddav addressbook"`
			Calendar *struct{} `xml:"urn:ietf:params:xml:ns:caldav calendar"`
		} `xml:"DAV: resourcetype"`
		Name      string `xml:"DAV: displayname"`
		ETag      string `xml:"DAV: getetag"`
		CTag      string `xml:"http://calendarserver.org/ns/ getctag"`
		Token     string `xml:"DAV: sync-token"`
		Principal href   `xml:"DAV: current-user-principal"`
		Books     href   `xml:"urn:ietf:params:xml:ns:carddav addressbook-home-set"`
		Calendars href   `xml:"urn:ietf:params:xml:ns:caldav calendar-home-set"`
		Card      string `xml:"urn:ietf:params:xml:ns:carddav address-data"`
		Event     string `xml:"urn:ietf:params:xml:ns:caldav calendar-data"`
		Holds     struct {
			Comp []struct {
				Name string `xml:"name,attr"`
			} `xml:"urn:ietf:params:xml:ns:caldav comp"`
		} `xml:"urn:ietf:params:xml:ns:caldav supported-calendar-component-set"`
	}
	href struct {
		Href string `xml:"DAV: href"`
	}
)

// prop is what the server says of a resource, as far as it does.
func (r *response) prop() (p prop) {
	for _, s := range r.Props {
		if s.Status == "" || strings.Contains(s.Status, " 200") {
			p = s.Prop
			break
		}
	}
	return p
}

func (p prop) is(k Kind) bool {
	if k == Cards {
		return p.Type.Book != nil
	}
	if p.Type.Calendar == nil {
		return false
	}
	for _, c := range p.Holds.Comp {
		if strings.EqualFold(c.Name, "VEVENT") {
			return true
		}
	}
	return len(p.Holds.Comp) == 0
}

func (p prop) home(k Kind) string {
	if k == Cards {
		return p.Books.Href
	}
	return p.Calendars.Href
}

const (
	askWhat = `<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:" xmlns:a="urn:ietf:params:xml:ns:carddav" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"><d:prop>` +
		`<d:resourcetype/><d:displayname/><d:current-user-principal/><a:addressbook-home-set/><c:calendar-home-set/><c:supported-calendar-component-set/><s:getctag/><d:sync-token/></d:prop></d:propfind>`
	askTags = `<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:"><d:prop><d:getetag/><d:resourcetype/></d:prop></d:propfind>`
)

// ask sends a question and calls fn for every response of the answer; it returns
// the token and the address that answered.
func (c *Client) ask(ctx context.Context, method, at, depth, body string, most int64, fn func(*response) error) (token, from string, err error) {
	a, err := c.Out.Do(ctx, out.Request{
		Method: method, URL: at, Body: body, Account: c.Account, Password: c.Password, Most: most, Within: slow,
		Header: map[string]string{"Depth": depth, "Content-Type": "application/xml; charset=utf-8"},
	})
	if err != nil {
		return "", "", err
	}
	defer a.Body.Close()
	if !sameServer(at, a.URL) {
		return "", "", elsewhere(at, a.URL)
	}
	if a.Status != http.StatusMultiStatus {
		return "", a.URL, failure(a.URL, a.Status)
	}
	token, err = each(a.Body, fn)
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = &network.Error{Kind: network.Unreadable, Msg: "live.garbled", Args: []any{hostOf(a.URL)}, Err: err}
	}
	return token, a.URL, err
}

// each reads a multistatus, one response at a time.
func each(r io.Reader, fn func(*response) error) (token string, err error) {
	dec := xml.NewDecoder(r)
	for n := 0; ; {
		t, err := dec.Token()
		if err == io.EOF {
			return token, nil
		}
		if err != nil {
			return "", err
		}
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Space != "DAV:" {
			continue
		}
		switch e.Name.Local {
		case "response":
			var one response
			if err := dec.DecodeElement(&one, &e); err != nil {
				return "", err
			}
			if n++; n > mostItems {
				return "", &network.Error{Kind: network.Unreadable, Msg: "live.too_many", Args: []any{mostItems}}
			}
			if err := fn(&one); err != nil {
				return "", err
			}
		case "sync-token":
			if err := dec.DecodeElement(&token, &e); err != nil {
				return "", err
			}
		}
	}
}

// A Status is an answer that is no list: a refusal, mostly.
type Status struct{ Code int }

func (s *Status) Error() string { return "dav: status " + strconv.Itoa(s.Code) }

func failure(at string, code int) error {
	e := &network.Error{Kind: network.Unreadable, Field: "address", Msg: "live.status", Args: []any{hostOf(at), code}, Err: &Status{code}}
	switch code {
	case http.StatusUnauthorized:
		e.Kind, e.Field, e.Msg, e.Args = network.Forbidden, "password", "live.password", e.Args[:1]
	case http.StatusForbidden:
		e.Msg, e.Args = "live.forbidden", e.Args[:1]
	case http.StatusNotFound, http.StatusGone:
		e.Msg, e.Args = "live.not_there", e.Args[:1]
	case http.StatusMethodNotAllowed, http.StatusNotImplemented, http.StatusOK:
		e.Msg, e.Args = "live.no_dav", e.Args[:1]
	}
	return e
}

func hostOf(at string) string {
	u, err := url.Parse(at)
	if err != nil {
		return at
	}
	return u.Hostname()
}

// resolve reads an href that a server gave. What lies on another host is not
// followed: the password is this one's.
func resolve(from, ref string) (string, error) {
	base, err := url.Parse(from)
	if err != nil {
		return "", err
	}
	u, err := base.Parse(strings.TrimSpace(ref))
	if err != nil {
		return "", &network.Error{Kind: network.Unreadable, Msg: "live.garbled", Args: []any{base.Hostname()}, Err: err}
	}
	if !strings.EqualFold(u.Host, base.Host) || u.Scheme != base.Scheme {
		return "", elsewhere(from, u.Redacted())
	}
	return u.String(), nil
}

// sameServer reports whether an answer came from the server that was asked, if
// need be by way of its encrypted port.
func sameServer(asked, answered string) bool {
	a, err := url.Parse(asked)
	b, err2 := url.Parse(answered)
	return err == nil && err2 == nil && strings.EqualFold(a.Hostname(), b.Hostname()) && (a.Host == b.Host || a.Scheme != b.Scheme)
}

// elsewhere is the error of a server that keeps things on another host, which
// the keeper has to name: the password is for the one that was named.
func elsewhere(from, to string) error {
	return &network.Error{Kind: network.Forbidden, Field: "address", Msg: "live.elsewhere", Args: []any{hostOf(from), to}}
}

// Find returns the collections of one kind: the address itself if it is one, or
// those of the account, by way of its principal and its home.
func (c *Client) Find(ctx context.Context, address string, k Kind) ([]Collection, error) {
	here, err := c.at(ctx, address, k)
	if err == nil && here.found.URL != "" {
		return []Collection{here.found}, nil
	}
	refused := new(network.Error)
	if err != nil && errors.As(err, &refused) && refused.Kind == network.Forbidden {
		return nil, err
	}
	if err != nil || here.principal == "" && here.home == "" {
		known, ferr := url.Parse(address)
		if ferr != nil {
			return nil, ferr
		}
		known.Path, known.RawQuery = "/.well-known/"+string(k), ""
		again, werr := c.at(ctx, known.String(), k)
		switch {
		case werr != nil && err != nil:
			return nil, err
		case werr != nil:
			return nil, werr
		}
		here = again
	}
	if here.home == "" && here.principal != "" {
		if here, err = c.at(ctx, here.principal, k); err != nil {
			return nil, err
		}
	}
	if here.home == "" {
		return nil, nothing(address, k)
	}
	var all []Collection
	_, _, err = c.ask(ctx, "PROPFIND", here.home, "1", askWhat, mostList, func(r *response) error {
		p := r.prop()
		if !p.is(k) {
			return nil
		}
		at, err := resolve(here.home, r.Href)
		if err == nil {
			all = append(all, collection(at, p))
		}
		return err
	})
	if err == nil && len(all) == 0 {
		err = nothing(address, k)
	}
	return all, err
}

func nothing(address string, k Kind) error {
	msg := "live.no_calendar"
	if k == Cards {
		msg = "live.no_cards"
	}
	return &network.Error{Kind: network.NotFound, Field: "address", Msg: msg, Args: []any{hostOf(address)}}
}

func collection(at string, p prop) Collection {
	return Collection{URL: at, Name: strings.TrimSpace(p.Name), CTag: p.CTag, Token: p.Token}
}

// A place is what one address says of itself.
type place struct {
	found           Collection
	principal, home string
}

func (c *Client) at(ctx context.Context, address string, k Kind) (out place, err error) {
	var p prop
	some := false
	_, from, err := c.ask(ctx, "PROPFIND", address, "0", askWhat, 0, func(r *response) error {
		if !some {
			p, some = r.prop(), true
		}
		return nil
	})
	if err != nil {
		return out, err
	}
	if p.is(k) {
		out.found = collection(from, p)
	}
	for ref, to := range map[string]*string{p.Principal.Href: &out.principal, p.home(k): &out.home} {
		if ref != "" {
			if *to, err = resolve(from, ref); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

// Now returns what a collection says of itself.
func (c *Client) Now(ctx context.Context, at string, k Kind) (Collection, error) {
	p, err := c.at(ctx, at, k)
	if err == nil && p.found.URL == "" {
		err = nothing(at, k)
	}
	return p.found, err
}

// List returns all items of a collection, without their data.
func (c *Client) List(ctx context.Context, at string) (out []Item, err error) {
	_, from, err := c.ask(ctx, "PROPFIND", at, "1", askTags, mostList, func(r *response) error {
		if p := r.prop(); p.ETag != "" && p.Type.Book == nil && p.Type.Calendar == nil && !strings.HasSuffix(r.Href, "/") {
			out = append(out, Item{Href: r.Href, ETag: p.ETag})
		}
		return nil
	})
	for i := range out {
		if out[i].Href, err = pathOf(from, out[i].Href); err != nil {
			return nil, err
		}
	}
	return out, err
}

// pathOf is the path of an href: servers write it with or without their name.
func pathOf(from, ref string) (string, error) {
	full, err := resolve(from, ref)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(full)
	if err != nil {
		return "", err
	}
	return u.EscapedPath(), nil
}

// ErrToken is the error of Changes where the server no longer knows the token:
// List tells what there is.
var ErrToken = errors.New("dav: the server does not know the token")

// mostRounds is how often a server may say that there is more.
const mostRounds = 100

// Changes returns what is new or changed in a collection since a token, and the
// next token. What was deleted is left out: it is not deleted here.
func (c *Client) Changes(ctx context.Context, at, token string) (items []Item, next string, err error) {
	next = token
	for range mostRounds {
		more := false
		body := `<?xml version="1.0" encoding="utf-8"?>
<d:sync-collection xmlns:d="DAV:"><d:sync-token>` + escape(next) + `</d:sync-token><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>`
		after, from, err := c.ask(ctx, "REPORT", at, "0", body, mostList, func(r *response) error {
			switch p := r.prop(); {
			case strings.Contains(r.Status, " 507"):
				more = true
			case p.ETag != "" && !strings.HasSuffix(r.Href, "/"):
				items = append(items, Item{Href: r.Href, ETag: p.ETag})
			}
			return nil
		})
		var s *Status
		if errors.As(err, &s) && s.Code != http.StatusUnauthorized && s.Code < 500 || err == nil && after == "" {
			return nil, "", ErrToken
		}
		if err != nil {
			return nil, "", err
		}
		for i := range items {
			if items[i].Href, err = pathOf(from, items[i].Href); err != nil {
				return nil, "", err
			}
		}
		if !more || after == next {
			return items, after, nil
		}
		next = after
	}
	return nil, "", ErrToken
}

// Get fetches items by their hrefs, a few at a time, and calls fn for each that
// the server still has.
func (c *Client) Get(ctx context.Context, at string, k Kind, hrefs []string, fn func(Item) error) error {
	for len(hrefs) > 0 {
		n := min(len(hrefs), Chunk)
		if err := c.get(ctx, at, k, hrefs[:n], fn); err != nil {
			return err
		}
		hrefs = hrefs[n:]
	}
	return nil
}

func (c *Client) get(ctx context.Context, at string, k Kind, hrefs []string, fn func(Item) error) error {
	name, data := "calendar", "calendar-data"
	if k == Cards {
		name, data = "addressbook", "address-data"
	}
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?>
<x:` + name + `-multiget xmlns:d="DAV:" xmlns:x="urn:ietf:params:xml:ns:` + string(k) + `"><d:prop><d:getetag/><x:` + data + `/></d:prop>`)
	for _, h := range hrefs {
		b.WriteString("<d:href>" + escape(h) + "</d:href>")
	}
	b.WriteString("</x:" + name + "-multiget>")
	_, _, err := c.ask(ctx, "REPORT", at, "1", b.String(), mostData, func(r *response) error {
		p := r.prop()
		i := Item{ETag: p.ETag, Data: p.Event + p.Card}
		if i.Data == "" {
			return nil
		}
		var err error
		if i.Href, err = pathOf(at, r.Href); err != nil {
			return err
		}
		return fn(i)
	})
	return err
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
