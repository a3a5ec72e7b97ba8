// Package swarm reads what Foursquare gives the users of Swarm of their own data.
//
// Friends become people. A check-in with somebody tagged is an event attended
// with them, which never counts as contact by itself; one alone is the member's
// own trace, and so are tips. Ratings, visits, photographs and lists of places
// say nothing of people; what tips and lists hold of other people is not read.
// The export does not say whose it is.
package swarm

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/textfile"
	"entregent/internal/network"
)

// Reader reads exports of Swarm.
type Reader struct{}

// source is the name of the network, in handles.
const source = "swarm"

// Name returns "swarm".
func (Reader) Name() string { return source }

var (
	known    = regexp.MustCompile(`^(checkins\d*|users|tips\d*|comments\d*|visits\d*|unconfirmed_visits\d*|photos\d*|lists\d*|shares\d*|venueratings|expertise|plans|likes\d*)\.json$`)
	checkins = regexp.MustCompile(`^checkins\d*\.json$`)
	tips     = regexp.MustCompile(`^tips\d*\.json$`)
)

func base(name string) string { return strings.ToLower(path.Base(name)) }

// Find returns each folder that holds an export: with check-ins or friends of
// its form.
func (Reader) Find(src fs.FS) (parts []importer.Part) {
	dirs, sure := map[string][]string{}, map[string]bool{}
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && known.MatchString(base(name)) {
			dir := path.Dir(name)
			dirs[dir] = append(dirs[dir], name)
			sure[dir] = sure[dir] || signed(src, name)
		}
		return nil
	})
	for dir, files := range dirs {
		if !sure[dir] {
			continue
		}
		slices.Sort(files)
		label := path.Base(dir)
		if label == "." {
			label = "Swarm"
		}
		parts = append(parts, importer.Part{Label: label, Files: files})
	}
	slices.SortFunc(parts, func(a, b importer.Part) int { return strings.Compare(a.Files[0], b.Files[0]) })
	return parts
}

// signed looks at the beginning of a file for what only this export has.
func signed(src fs.FS, name string) (yes bool) {
	isUsers := base(name) == "users.json"
	if !isUsers && !checkins.MatchString(base(name)) {
		return false
	}
	f, err := textfile.Open(src, name)
	if err != nil {
		return false
	}
	defer f.Close()
	r := jsonfile.NewReader(io.LimitReader(f, 64<<10), importer.DefaultLimits)
	_ = r.Each(func(member string) error {
		switch {
		case isUsers && (member == "friends" || member == "followers" || member == "following"):
			v, err := r.Value()
			yes = err == nil && v.Get("items").Kind == jsonfile.Array
			return io.EOF
		case !isUsers && member == "items":
			return r.Each(func(string) error {
				v, err := r.Value()
				yes = err == nil && v.Get("createdAt").Kind != jsonfile.None && (v.Get("venue").Kind != jsonfile.None || v.Get("timeZoneOffset").Kind != jsonfile.None)
				return io.EOF
			})
		}
		return nil
	})
	return yes
}

// Owner returns nobody: the export does not say.
func (Reader) Owner(ctx context.Context, _ fs.FS, _ importer.Part) ([]importer.Claim, error) {
	return nil, ctx.Err()
}

// errStop ends a reading whose caller has broken off.
var errStop = errors.New("swarm: stopped")

// A reading is one export being read.
type reading struct {
	ctx    context.Context
	src    fs.FS
	opt    importer.Options
	yield  func(importer.Event, error) bool
	people map[string]importer.Who // friends, and whoever a check-in names, by number
}

// Read gives the events of one export, file after file.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		r := &reading{ctx: ctx, src: src, opt: opt, yield: yield, people: map[string]importer.Who{}}
		err := r.index(part)
		for _, name := range part.Files {
			if err != nil {
				break
			}
			err = r.file(name)
		}
		if err != nil && !errors.Is(err, errStop) {
			yield(importer.Event{}, err)
		}
	}
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

// items reads the records under "items" of a file, or of each of its lists.
func (r *reading) items(name string, each func(list string, v jsonfile.Value) error) error {
	f, err := jsonfile.Open(r.src, name, r.opt.Limits)
	if err != nil {
		return err
	}
	defer f.Close()
	records := func(list string) error {
		return f.Records(func(v jsonfile.Value) error { return each(list, v) }, func(fault *jsonfile.Fault) error { return r.give(fault.Event(name)) })
	}
	err = f.Each(func(member string) error {
		kind, err := f.Kind()
		switch {
		case err != nil:
			return err
		case member == "items":
			return records("")
		case kind == jsonfile.Object:
			return f.Each(func(inner string) error {
				if inner != "items" {
					return nil
				}
				return records(member)
			})
		}
		return nil
	})
	if err == nil {
		err = f.End()
	}
	var fault *jsonfile.Fault
	if errors.As(err, &fault) {
		return r.give(fault.Event(name))
	}
	return err
}

// index learns the names of friends before check-ins speak of their numbers.
func (r *reading) index(part importer.Part) error {
	silent := *r
	silent.yield = nil
	for _, name := range part.Files {
		if base(name) != "users.json" {
			continue
		}
		if err := silent.items(name, func(_ string, v jsonfile.Value) error { r.learn(v); return nil }); err != nil {
			return err
		}
	}
	return r.ctx.Err()
}

// learn remembers who a number is, and returns them.
func (r *reading) learn(v jsonfile.Value) importer.Who {
	id := v.Get("id").Words()
	w := importer.Who{Name: strings.Join(strings.Fields(v.Get("firstName").Words()+" "+v.Get("lastName").Words()), " ")}
	if id == "" {
		return w
	}
	w.Handles = []network.Handle{{Kind: network.Scoped, Value: source + ":" + id}}
	if had, ok := r.people[id]; ok && (w.Name == "" || had.Name != "") {
		return had
	}
	if len(r.people) < 200_000 {
		r.people[id] = w
	}
	return w
}

func (r *reading) file(name string) error {
	switch b := base(name); {
	case b == "users.json":
		return r.items(name, func(list string, v jsonfile.Value) error {
			return r.user(importer.Pos{File: name, Line: v.Line}, list, v)
		})
	case checkins.MatchString(b):
		return r.items(name, func(_ string, v jsonfile.Value) error { return r.checkin(importer.Pos{File: name, Line: v.Line}, v) })
	case tips.MatchString(b):
		return r.items(name, func(_ string, v jsonfile.Value) error { return r.tip(importer.Pos{File: name, Line: v.Line}, v) })
	}
	return r.give(importer.NewIgnored(importer.Pos{File: name}, 1, "no_tie", name))
}

// user gives a friend. Who is followed may be a shop: it is counted.
func (r *reading) user(at importer.Pos, list string, v jsonfile.Value) error {
	w := r.learn(v)
	switch {
	case list == "followers":
		return r.give(importer.NewIgnored(at, 1, "follower", w.Name))
	case list != "friends":
		return r.give(importer.NewIgnored(at, 1, "follow", w.Name))
	case w.Name == "" || len(w.Handles) == 0:
		return r.give(importer.NewIgnored(at, 1, "hidden_account", w.Name))
	}
	return r.give(importer.Event{At: at, Read: 1, Card: &importer.Card{Who: w, Vouched: true,
		Facts: []importer.Fact{{Kind: network.FactTag, Value: "Swarm"}}}})
}

// checkin gives a place where the member was: an event with those who were
// tagged, or a line of their own trace.
func (r *reading) checkin(at importer.Pos, v jsonfile.Value) error {
	id, when := v.Get("id").Words(), moment(v.Get("createdAt"))
	if id == "" || when.IsZero() {
		return r.give(importer.NewProblem(at, 1, "bad_date", v.Get("shout").Words(), v.Get("createdAt").Text()))
	}
	place, words := v.Get("venue", "name").Words(), v.Get("shout").Words()
	e := &importer.Encounter{Key: "swarm:checkin:" + id, Channel: network.Event, At: when, Subject: words, Text: importer.Cut(words, importer.MaxText), Place: place, OwnerTookPart: true}
	if e.Subject == "" {
		e.Subject = place
	}
	seen := map[string]bool{}
	add := func(w importer.Who) {
		if len(w.Handles) > 0 && !seen[w.Handles[0].Value] {
			seen[w.Handles[0].Value] = true
			e.Parties = append(e.Parties, importer.Party{Who: w, Role: network.Attendee, Status: network.Accepted})
		}
	}
	for _, x := range v.Get("entities").List() {
		if x.Get("type").Words() == "user" {
			w := r.learn(x)
			if w.Name == "" {
				w.Name = tagged(words, x.Get("indices"))
			}
			add(w)
		}
	}
	for _, x := range v.Get("with").List() {
		add(r.learn(x))
	}
	if len(e.Parties) > 0 {
		return r.give(importer.Event{At: at, Read: 1, Encounter: e})
	}
	fields := map[string]string{}
	for name, s := range map[string]string{"name": place, "message": words} {
		if s != "" {
			fields[name] = s
		}
	}
	return r.give(importer.Event{At: at, Read: 1, Own: &importer.Own{Kind: "checkin", On: when, Fields: fields, Key: "swarm:" + id}})
}

// tagged cuts the name out of the words of a check-in, where somebody is no
// friend any more.
func tagged(words string, indices jsonfile.Value) string {
	at := indices.List()
	if len(at) != 2 {
		return ""
	}
	from, _ := at[0].Int()
	to, _ := at[1].Int()
	letters := []rune(words)
	if from < 0 || to > int64(len(letters)) || from >= to {
		return ""
	}
	return strings.TrimSpace(string(letters[from:to]))
}

// tip gives a public word about a place.
func (r *reading) tip(at importer.Pos, v jsonfile.Value) error {
	when, words := moment(v.Get("createdAt")), v.Get("text").Words()
	if words == "" {
		return r.give(importer.NewIgnored(at, 1, "unsupported_record", "tip"))
	}
	return r.give(importer.Event{At: at, Read: 1, Own: &importer.Own{Kind: "post", On: when, Key: "swarm:tip:" + v.Get("id").Words() + words,
		Fields: map[string]string{"share_commentary": words, "name": v.Get("venue", "name").Words()}}})
}

// moment reads a date of the export, which is in universal time, or of the
// programming interface, which counts seconds.
func moment(v jsonfile.Value) time.Time {
	if n, ok := v.Int(); ok && v.Kind == jsonfile.Number && n > 0 && n < 1<<36 {
		return time.Unix(n, 0).UTC()
	}
	for _, layout := range []string{"2006-01-02 15:04:05.999999", time.RFC3339} {
		if t, err := time.Parse(layout, v.Words()); err == nil && t.Year() > 2000 {
			return t.UTC()
		}
	}
	return time.Time{}
}
