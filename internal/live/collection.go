package live

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"entregent/internal/app"
	"entregent/internal/live/dav"
	"entregent/internal/network"
	"entregent/internal/out"
)

// A shelf is how far one collection, or one calendar file, is read.
type shelf struct {
	CTag  string `json:"ctag,omitempty"`
	Token string `json:"token,omitempty"`
	// Items are those in the book, as they were when they were read.
	Items map[string]itemState `json:"items,omitempty"`
	// Due is the moment up to which instances of unchanged events are told.
	Due time.Time `json:"due,omitzero"`
}

type itemState struct {
	ETag string `json:"etag"`
	// Open events have instances to come: they are looked at again as time goes by.
	Open bool `json:"open,omitempty"`
}

// A shelfState is how far all collections of a source are read.
type shelfState struct {
	Shelves map[string]*shelf `json:"shelves"`
}

// feedShelf is the one shelf of a calendar that is a single file.
const feedShelf = ""

// mostFeed is how long a calendar file may be; one that people have kept for
// years is longer than other answers may be.
const mostFeed = 32 << 20

// An item is one card, or one event with all that is said of its instances.
type item struct {
	key  string
	tag  string
	data string
}

// collections reads calendars or address books.
func (r *reading) collections(ctx context.Context) error {
	st := shelfState{}
	if r.was != nil {
		_ = json.Unmarshal(r.was, &st) // written by us; at worst all is read anew
	}
	if st.Shelves == nil {
		st.Shelves = map[string]*shelf{}
	}
	if len(r.s.Folders) == 0 {
		return r.feed(ctx, &st)
	}
	c, k := r.dav()
	for _, path := range r.s.Folders {
		at, err := join(r.s.Address, path)
		if err != nil {
			return err
		}
		if err := r.collection(ctx, c, k, at, path, &st); err != nil {
			return err
		}
	}
	return r.keep(ctx, &st)
}

func (r *reading) dav() (*dav.Client, dav.Kind) {
	k := dav.Events
	if r.s.Kind == app.LiveCards {
		k = dav.Cards
	}
	return &dav.Client{Out: r.client(hostOf(r.s.Address), r.s.Near), Account: r.s.Account, Password: r.secret.Password}, k
}

// on returns the shelf of a collection.
func (st *shelfState) on(key string) *shelf {
	s := st.Shelves[key]
	if s == nil {
		s = &shelf{}
		st.Shelves[key] = s
	}
	if s.Items == nil {
		s.Items = map[string]itemState{}
	}
	return s
}

// collection reads what is new or changed in one collection.
func (r *reading) collection(ctx context.Context, c *dav.Client, k dav.Kind, at, key string, st *shelfState) error {
	s := st.on(key)
	now, err := c.Now(ctx, at, k)
	if err != nil {
		return err
	}
	now.Name = cmp.Or(now.Name, lastOf(key))
	var fresh []dav.Item
	next := *s
	if s.CTag == "" || s.CTag != now.CTag {
		if fresh, next.Token, err = r.changes(ctx, c, at, s, now); err != nil {
			return err
		}
	}
	next.CTag = now.CTag
	var want []string
	for _, i := range fresh {
		if s.Items[i.Href].ETag != i.ETag {
			want = append(want, i.Href)
		}
	}
	got, err := fetchItems(ctx, c, at, k, want)
	if err == nil {
		s.CTag, s.Token = next.CTag, next.Token
	}
	// What came before the connection was cut is kept; the rest is still to come.
	if err := errors.Join(r.shelve(ctx, k, now.Name, s, st, got), err); err != nil {
		return err
	}
	if k == dav.Cards {
		return nil
	}
	open := slices.Collect(func(yield func(string) bool) {
		for h, i := range s.Items {
			if i.Open && !slices.Contains(want, h) && !yield(h) {
				return
			}
		}
	})
	if len(open) == 0 {
		s.Due = r.app.Now().UTC().Truncate(time.Second)
		return nil
	}
	slices.Sort(open)
	old, err := fetchItems(ctx, c, at, k, open)
	if err != nil {
		return err
	}
	return r.due(ctx, now.Name, s, st, old)
}

// changes asks what is new since the last time, or, where the server cannot say,
// what there is.
func (r *reading) changes(ctx context.Context, c *dav.Client, at string, s *shelf, now dav.Collection) ([]dav.Item, string, error) {
	if s.Token != "" && now.Token != "" {
		items, token, err := c.Changes(ctx, at, s.Token)
		if !errors.Is(err, dav.ErrToken) {
			return items, token, err
		}
	}
	items, err := c.List(ctx, at)
	return items, now.Token, err
}

// fetchItems fetches items, and returns those that came even where the
// connection was cut.
func fetchItems(ctx context.Context, c *dav.Client, at string, k dav.Kind, hrefs []string) (out []item, err error) {
	err = c.Get(ctx, at, k, hrefs, func(i dav.Item) error {
		out = append(out, item{i.Href, i.ETag, i.Data})
		return nil
	})
	slices.SortFunc(out, func(a, b item) int { return cmp.Compare(a.key, b.key) })
	return out, err
}

// shelve brings new and changed items into the book.
func (r *reading) shelve(ctx context.Context, k dav.Kind, name string, s *shelf, st *shelfState, items []item) error {
	if len(items) == 0 {
		return nil
	}
	now := r.app.Now()
	for _, i := range items {
		s.Items[i.key] = itemState{ETag: i.tag, Open: k == dav.Events && open(i.data, now)}
	}
	if len(s.Items) == len(items) || s.Due.IsZero() {
		s.Due = now.UTC().Truncate(time.Second)
	}
	as, ext := "vcard", ".vcf"
	if k == dav.Events {
		as, ext = "ics", ".ics"
	}
	return r.bring(ctx, name+ext, as, items, st, time.Time{})
}

// due tells of instances of unchanged events that took place since the last
// reading, or that have come near enough to be planned.
func (r *reading) due(ctx context.Context, name string, s *shelf, st *shelfState, items []item) error {
	since := s.Due
	zone, err := r.zone(ctx)
	if err != nil {
		return err
	}
	now := r.app.Now().UTC().Truncate(time.Second)
	ripe := due(ctx, items, since, now, zone)
	if len(ripe) == 0 {
		return nil // asked again next time, from the same moment on
	}
	for _, i := range ripe {
		s.Items[i.key] = itemState{ETag: i.tag, Open: open(i.data, now)}
	}
	s.Due = now
	return r.bring(ctx, name+".ics", "ics", ripe, st, since)
}

// bring puts items down as one file and imports it.
func (r *reading) bring(ctx context.Context, name, as string, items []item, st *shelfState, since time.Time) error {
	var b bytes.Buffer
	for _, i := range items {
		b.WriteString(i.data)
		if !strings.HasSuffix(i.data, "\n") {
			b.WriteString("\r\n")
		}
	}
	dir, err := r.put(r.app.Now().UTC().Format("2006-01-02 15.04.05"), name, b.Bytes())
	if err != nil {
		return err
	}
	return r.take(ctx, dir, as, st, since)
}

func (r *reading) zone(ctx context.Context) (*time.Location, error) {
	k, err := r.app.Keeper(ctx, r.keeper)
	if err != nil {
		return nil, err
	}
	if z, err := time.LoadLocation(k.Settings.Zone); err == nil && k.Settings.Zone != "" {
		return z, nil
	}
	return time.Local, nil
}

// feed reads a calendar that is one file.
func (r *reading) feed(ctx context.Context, st *shelfState) error {
	s := st.on(feedShelf)
	q := out.Request{URL: cmp.Or(r.secret.URL, r.s.Address), Account: r.s.Account, Password: r.secret.Password, Most: mostFeed, Within: 2 * time.Minute, Header: map[string]string{}}
	some := slices.ContainsFunc(slices.Collect(maps.Values(s.Items)), func(i itemState) bool { return i.Open })
	if s.CTag != "" && !some {
		q.Header["If-None-Match"] = s.CTag
	}
	data, tag, err := r.get(ctx, q)
	if err != nil || data == nil {
		return err
	}
	f, err := cut(data)
	if err != nil {
		return &network.Error{Kind: network.Unreadable, Field: "address", Msg: "live.no_calendar_file", Args: []any{hostOf(q.URL)}, Err: err}
	}
	var fresh, old []item
	for _, i := range f.items {
		switch was, ok := s.Items[i.key]; {
		case !ok || was.ETag != i.tag:
			fresh = append(fresh, i)
		case was.Open:
			old = append(old, i)
		}
	}
	name := cmp.Or(f.name, r.s.Name)
	if err := r.shelve(ctx, dav.Events, name, s, st, f.files(fresh)); err != nil {
		return err
	}
	s.CTag = tag
	if s.Due.IsZero() {
		s.Due = r.app.Now().UTC().Truncate(time.Second)
	}
	if err := r.due(ctx, name, s, st, f.files(old)); err != nil {
		return err
	}
	return r.keep(ctx, st)
}

// get fetches a file; nil where it has not changed.
func (d *reading) get(ctx context.Context, q out.Request) (data []byte, tag string, err error) {
	a, err := d.client(hostOf(q.URL), d.s.Near).Do(ctx, q)
	if err != nil {
		return nil, "", err
	}
	defer a.Body.Close()
	switch a.Status {
	case http.StatusOK:
		data, err = io.ReadAll(a.Body)
		return data, a.Header.Get("ETag"), err
	case http.StatusNotModified:
		return nil, "", nil
	case http.StatusUnauthorized:
		return nil, "", &network.Error{Kind: network.Forbidden, Field: "password", Msg: "live.password", Args: []any{hostOf(q.URL)}}
	case http.StatusForbidden:
		return nil, "", &network.Error{Kind: network.Unreadable, Field: "address", Msg: "live.forbidden", Args: []any{hostOf(q.URL)}}
	case http.StatusNotFound, http.StatusGone:
		return nil, "", &network.Error{Kind: network.Unreadable, Field: "address", Msg: "live.not_there", Args: []any{hostOf(q.URL)}}
	}
	return nil, "", &network.Error{Kind: network.Unreadable, Field: "address", Msg: "live.status", Args: []any{hostOf(q.URL), a.Status}}
}
