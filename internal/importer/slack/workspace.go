package slack

import (
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/phone"
	"entregent/internal/network"
)

// A workspace is who and what rooms an export knows.
type workspace struct {
	opt   importer.Options
	users map[string]*user
	rooms map[string]*room // by the folder in which their days lie
	pairs [][]string       // members of each conversation between two
	told  map[string]bool  // users whose card was given
}

// A user is one account of a workspace.
type user struct {
	who   importer.Who
	title string
	asOf  time.Time
	bot   bool
	gone  bool // the list does not have it
}

// somebody reports whether an account is that of a person who can be named.
func (u *user) somebody() bool { return !u.bot && !u.gone }

// A room is one conversation.
type room struct {
	chat.Room
	id  string
	ids []string
}

const (
	maxUsers = 500_000
	maxRooms = 200_000
)

func newWorkspace(opt importer.Options) *workspace {
	return &workspace{opt: opt, users: map[string]*user{}, rooms: map[string]*room{}, told: map[string]bool{}}
}

// load reads the lists of people, then those of rooms.
func (w *workspace) load(ctx context.Context, src fs.FS, part importer.Part, give func(importer.Event) error) error {
	for _, name := range part.Files {
		if !slices.Contains(rosters, path.Base(name)) {
			continue
		}
		if err := records(ctx, src, name, w.opt.Limits, give, func(v jsonfile.Value) error { w.user(v); return nil }); err != nil {
			return err
		}
	}
	for _, name := range part.Files {
		if !slices.Contains(rooms, path.Base(name)) {
			continue
		}
		dir, pair := path.Dir(name), path.Base(name) == "dms.json"
		if err := records(ctx, src, name, w.opt.Limits, give, func(v jsonfile.Value) error { w.room(dir, pair, v); return nil }); err != nil {
			return err
		}
	}
	return nil
}

// user reads one account.
func (w *workspace) user(v jsonfile.Value) {
	id := v.Get("id").Words()
	if id == "" || len(w.users) >= maxUsers {
		return
	}
	p := v.Get("profile")
	u := &user{title: network.OneLine(p.Get("title").Words()), bot: v.Get("is_bot").True() || v.Get("is_workflow_bot").True() || id == "USLACKBOT"}
	for _, name := range []jsonfile.Value{p.Get("real_name"), v.Get("real_name"), p.Get("display_name"), v.Get("name")} {
		if u.who.Name = network.OneLine(chat.Clean(name.Words())); u.who.Name != "" {
			break
		}
	}
	if h, ok := network.NewEmail(p.First("email").Words() + v.Get("email").Words()); ok {
		u.who.Handles = append(u.who.Handles, h)
	}
	if h, ok := phone.Handle(chat.Clean(p.Get("phone").Words()), w.opt.Country); ok {
		u.who.Handles = append(u.who.Handles, h)
	}
	u.who.Handles = append(u.who.Handles, network.Handle{Kind: network.Scoped, Value: "slack:" + v.First("team_id", "team").Words() + ":" + id})
	if n, ok := v.Get("updated").Int(); ok && n > 0 {
		u.asOf = time.Unix(n, 0).UTC()
	}
	w.users[id] = u
}

// who returns an account. One that the list does not have is nobody: all there is
// of it is a number.
func (w *workspace) who(id string) *user {
	u := w.users[id]
	if u == nil {
		u = &user{gone: true}
		if len(w.users) < maxUsers {
			w.users[id] = u
		}
	}
	return u
}

// room reads one room. Its days lie in a folder of its name, or of its number
// where it has none.
func (w *workspace) room(dir string, pair bool, v jsonfile.Value) {
	id := v.Get("id").Words()
	if id == "" || len(w.rooms) >= maxRooms {
		return
	}
	r := &room{id: id}
	r.Name = network.OneLine(v.Get("name").Words())
	for _, m := range v.Get("members").List() {
		if m := m.Words(); m != "" && !slices.Contains(r.ids, m) && w.who(m).somebody() {
			if len(r.ids) > network.Broadcast+2 { // which of them does not matter any more
				r.Count = max(r.Count, len(v.Get("members").List()))
				break
			}
			r.ids = append(r.ids, m)
		}
	}
	r.gather(w)
	w.rooms[path.Join(dir, id)] = r
	if r.Name != "" {
		w.rooms[path.Join(dir, r.Name)] = r
	}
	if pair {
		r.Name = ""
		w.pairs = append(w.pairs, r.ids)
	}
}

// gather makes the members of a room out of their numbers.
func (r *room) gather(w *workspace) {
	r.Members = nil
	for _, id := range r.ids {
		r.Members = append(r.Members, w.who(id).who)
	}
}

// enter returns the room whose days lie in a folder. Where no list has it, those
// who speak in it make it up.
func (w *workspace) enter(ctx context.Context, src fs.FS, name string) (*room, error) {
	dir := path.Dir(name)
	if r := w.rooms[dir]; r != nil && (len(r.ids) > 0 || r.Count > 0) {
		return r, nil
	}
	r := &room{id: path.Base(dir)}
	r.Name = r.id
	if known := w.rooms[dir]; known != nil {
		r.id = known.id
	}
	days, err := fs.ReadDir(src, dir)
	if err != nil {
		return nil, err
	}
	for _, d := range days {
		if !dayFile.MatchString(d.Name()) {
			continue
		}
		err := records(ctx, src, path.Join(dir, d.Name()), w.opt.Limits, func(importer.Event) error { return nil }, func(v jsonfile.Value) error {
			id := v.Get("user").Words()
			if id != "" && len(r.ids) < chat.MaxMembers && !slices.Contains(r.ids, id) && w.who(id).somebody() && spoken(v) == "" {
				r.ids = append(r.ids, id)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	r.gather(w)
	if len(w.rooms) < maxRooms {
		w.rooms[dir] = r
	}
	return r, nil
}

// claims finds who is in every conversation between two.
func (w *workspace) claims() []importer.Claim {
	n, most, best := map[string]int{}, 0, ""
	pairs := 0
	for _, p := range w.pairs {
		if len(p) != 2 {
			continue
		}
		pairs++
		for _, id := range p {
			if n[id]++; n[id] > most || n[id] == most && id < best {
				most, best = n[id], id
			}
		}
	}
	if pairs < 2 || most < pairs {
		return nil
	}
	u := w.who(best)
	return []importer.Claim{{Name: u.who.Name, Handles: u.who.Handles, Why: "me.every_pair", Weight: most}}
}

// card gives, once, what the list of people says of somebody.
func (w *workspace) card(at importer.Pos, id string) *importer.Event {
	u := w.who(id)
	if w.told[id] || !u.somebody() || u.title == "" {
		return nil
	}
	w.told[id] = true
	return &importer.Event{At: at, Card: &importer.Card{Who: u.who, AsOf: u.asOf,
		Facts: []importer.Fact{{Kind: network.FactTitle, Value: u.title, Label: "Slack"}}}}
}

// shown puts names in the place of numbers, and takes the marks of links away.
func (w *workspace) shown(text string) string {
	var b strings.Builder
	for {
		before, body, rest, ok := cutMark(text)
		b.WriteString(before)
		if !ok {
			return chat.Clean(unescape.Replace(b.String()))
		}
		b.WriteString(w.word(body))
		text = rest
	}
}

// word is what a mark is read as.
func (w *workspace) word(body string) string {
	body, label, labelled := strings.Cut(body, "|")
	switch {
	case strings.HasPrefix(body, "@") && !labelled:
		return "@" + w.who(body[1:]).who.Name
	case strings.HasPrefix(body, "#"), strings.HasPrefix(body, "@"):
		return body[:1] + label
	case strings.HasPrefix(body, "!"):
		return "@" + strings.TrimPrefix(body, "!")
	case labelled && label != "":
		return label
	}
	return body
}

// cutMark cuts a text around its first mark: what Slack writes between angles for
// people, rooms and links. What somebody types there is escaped.
func cutMark(text string) (before, body, rest string, ok bool) {
	before, rest, ok = strings.Cut(text, "<")
	if ok {
		body, rest, ok = strings.Cut(rest, ">")
	}
	if !ok {
		return text, "", "", false
	}
	return before, body, rest, true
}

var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
