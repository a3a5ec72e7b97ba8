// Package twitter reads the archives of X: that of today, whose files are scripts
// named in a manifest, and that of Twitter until 2019, which its makers called
// Grailbird.
//
// Messages become encounters. So do answers and mentions in public, where the
// archive says whose account they name; a repost is a fact. Posts, answers and
// likes are the member's own trace. Followers and followed accounts are numbers
// without a name: they are facts of somebody who is known by a message or a
// mention, and counted otherwise. Whoever is blocked, deleted posts, and
// files about devices and advertising are not opened.
package twitter

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/network"
)

// Reader reads archives of X.
type Reader struct{}

// source is the name of the network, in handles and facts.
const source = "x"

// Name returns "x".
func (Reader) Name() string { return source }

// Read gives the events of one archive, file after file.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		r := newReading(ctx, src, part, opt, yield)
		err := r.index()
		for _, f := range r.files {
			if err != nil {
				break
			}
			err = r.file(f)
		}
		if err == nil {
			err = r.missing()
		}
		if err != nil && !errors.Is(err, errStop) {
			yield(importer.Event{}, err)
		}
	}
}

// Owner returns the account of the archive.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	r := newReading(ctx, src, part, importer.Options{Limits: importer.DefaultLimits}, nil)
	if err := r.account(); err != nil {
		return nil, err
	}
	if len(r.me.Handles) == 0 {
		return nil, nil
	}
	return []importer.Claim{{Name: r.me.Name, Handles: r.me.Handles, Why: "me.profile", Weight: 1, Sure: true}}, nil
}

// errStop ends a reading whose caller has broken off.
var errStop = errors.New("twitter: stopped")

// A reading is one archive being read. It goes through the posts and messages
// twice: names and handles stand only in what was said.
type reading struct {
	ctx    context.Context
	src    fs.FS
	opt    importer.Options
	part   importer.Part
	yield  func(importer.Event, error) bool // nil in passes that only learn
	files  []file
	lost   []string // that the manifest names and the archive lacks
	asOf   string   // the day of the archive, "" where it does not say
	me     importer.Who
	myID   string
	people map[string]person // by number of account
	spoken map[string]bool   // numbers of those with whom there is a message or a mention
	notes  map[int64]string  // long posts, by the second they were written
	groups map[string]*group // by conversation
}

// A person is what mentions say of an account.
type person struct{ handle, name string }

// remembered bounds how many accounts are remembered.
const remembered = 200_000

func newReading(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options, yield func(importer.Event, error) bool) *reading {
	r := &reading{ctx: ctx, src: src, opt: opt, part: part, yield: yield,
		people: map[string]person{}, spoken: map[string]bool{}, notes: map[int64]string{}, groups: map[string]*group{}}
	r.files, r.lost, r.asOf = sort(src, part)
	return r
}

func (r *reading) give(events ...importer.Event) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	for _, e := range events {
		if r.yield != nil && !r.yield(e, nil) {
			return errStop
		}
	}
	return nil
}

// records reads the records of one script.
func (r *reading) records(name string, each func(jsonfile.Value) error) error {
	return r.script(name, func(f *jsonfile.Reader) error { return f.Records(each, r.fault(name)) })
}

// fault tells of a record that had to be left out.
func (r *reading) fault(name string) func(*jsonfile.Fault) error {
	return func(f *jsonfile.Fault) error { return r.give(f.Event(name)) }
}

// script reads what one script assigns.
func (r *reading) script(name string, read func(*jsonfile.Reader) error) error {
	f, err := jsonfile.Open(r.src, name, r.opt.Limits)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Assignment()
	if err == nil {
		err = read(f.Reader)
	}
	if err == nil {
		err = f.End()
	}
	var fault *jsonfile.Fault
	if errors.As(err, &fault) {
		return r.give(fault.Event(name))
	}
	return err
}

// learn goes through the files of one kind without telling anything.
func (r *reading) learn(kind string, each func(jsonfile.Value)) error {
	silent := *r
	silent.yield = nil
	for _, f := range r.files {
		if f.kind != kind {
			continue
		}
		if err := silent.records(f.name, func(v jsonfile.Value) error { each(v); return nil }); err != nil {
			return err
		}
	}
	return r.ctx.Err()
}

// account learns whose archive it is.
func (r *reading) account() error {
	own := func(id, handle, name, email string) {
		if id != "" {
			r.myID = id
			r.me.Handles = append(r.me.Handles, numbered(id))
		}
		if handle != "" {
			r.me.Handles = append(r.me.Handles, account(handle))
		}
		if h, ok := network.NewEmail(email); ok {
			r.me.Handles = append(r.me.Handles, h)
		}
		if r.me.Name = name; name == "" {
			r.me.Name = handle
		}
	}
	err := r.learn("account", func(v jsonfile.Value) {
		if v = unwrap(v, "account"); r.myID == "" {
			own(v.Get("accountId").Words(), v.Get("username").Words(), v.Get("accountDisplayName").Words(), v.Get("email").Text())
		}
	})
	if err != nil {
		return err
	}
	return r.learn("user_details", func(v jsonfile.Value) {
		if r.myID == "" {
			own(v.First("id_str", "id").Words(), v.Get("screen_name").Words(), v.Get("full_name").Words(), "")
		}
	})
}

// index learns who is who before anything is told.
func (r *reading) index() error {
	steps := []struct {
		kind string
		each func(jsonfile.Value)
	}{
		{"tweets", r.indexTweet}, {"note_tweet", r.indexNote},
	}
	if err := r.account(); err != nil {
		return err
	}
	for _, s := range steps {
		if err := r.learn(s.kind, s.each); err != nil {
			return err
		}
	}
	return r.indexChats()
}

func (r *reading) indexTweet(v jsonfile.Value) {
	v = unwrap(v, "tweet")
	for _, m := range mentions(v) {
		r.know(m.id, m.person)
	}
	if id := v.First("in_reply_to_user_id_str", "in_reply_to_user_id").Words(); id != "" {
		r.know(id, person{handle: v.Get("in_reply_to_screen_name").Words()})
	}
}

// know remembers an account that was spoken to. Of several names the least is
// kept, whatever their order.
func (r *reading) know(id string, p person) {
	if id == "" || id == r.myID || id == "-1" || len(r.people) >= remembered {
		return
	}
	had := r.people[id]
	if had.handle == "" || p.handle != "" && p.handle < had.handle {
		had.handle = p.handle
	}
	if had.name == "" || p.name != "" && p.name < had.name {
		had.name = p.name
	}
	r.people[id], r.spoken[id] = had, true
}

func (r *reading) indexNote(v jsonfile.Value) {
	v = unwrap(v, "noteTweet")
	if at, ok := moment(v.Get("createdAt").Words()); ok && len(r.notes) < remembered {
		r.notes[at.Unix()] = v.Get("core", "text").Text()
	}
}

// numbered is the handle of an account's number, which it keeps for good.
func numbered(id string) network.Handle {
	return network.Handle{Kind: network.Scoped, Value: source + ":" + id}
}

// account is the handle that is shown, which can change.
func account(handle string) network.Handle {
	return network.Handle{Kind: network.Account, Value: source + ":" + strings.ToLower(strings.TrimPrefix(handle, "@"))}
}

// who makes somebody of the number of an account.
func (r *reading) who(id string) importer.Who {
	if id == r.myID && id != "" {
		w := r.me
		w.Me = true
		return w
	}
	p := r.people[id]
	w := importer.Who{Name: p.name, Handles: []network.Handle{numbered(id)}}
	if p.handle != "" {
		w.Handles = append(w.Handles, account(p.handle))
		if w.Name == "" {
			w.Name = p.handle
		}
	}
	return w
}

// unwrap takes a record out of the object of one member that most entries put
// around it.
func unwrap(v jsonfile.Value, name string) jsonfile.Value {
	if in := v.Get(name); in.Kind == jsonfile.Object {
		return in
	}
	return v
}

// moment reads a date in one of the forms that the years have brought.
func moment(s string) (time.Time, bool) {
	for _, layout := range []string{"Mon Jan 02 15:04:05 -0700 2006", "2006-01-02 15:04:05 -0700", time.RFC3339, "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), t.Year() > 2000
		}
	}
	return time.Time{}, false
}
