package telegram

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/network"
)

// A surveyed is what a first reading found out of an export.
type surveyed struct {
	me    struct{ id, name, phone string }
	rooms []room
	ids   map[string]string // by folded name, who alone bears it; "" where several do
}

// A room is one chat and everybody seen in it.
type room struct {
	name, id string
	kind     kind
	members  map[string]importer.Who // by id, or by name where the export gives none
	order    []string
	said     map[string]int
	called   []string // members whom the program names, without their number
}

func survey(ctx context.Context, src fs.FS, name string, l importer.Limits) (*surveyed, error) {
	s := &surveyed{ids: map[string]string{}}
	err := walk(ctx, src, name, l, visitor{
		owner: func(v jsonfile.Value) {
			s.me.id = prefixed(v.Get("user_id").Words())
			s.me.name = fullName(v)
			s.me.phone = v.Get("phone_number").Words()
			s.learn(s.me.name, s.me.id)
		},
		contact: func(v jsonfile.Value) error {
			s.learn(fullName(v), prefixed(v.Get("user_id").Words()))
			return nil
		},
		ranking: func(int) error { return nil },
		about:   s.about,
		message: func(i int, v jsonfile.Value) error { s.message(s.at(i), v); return nil },
		fault:   func(*jsonfile.Fault) error { return nil },
	})
	var f *jsonfile.Fault
	if errors.As(err, &f) {
		err = nil // Read will say it
	}
	s.complete()
	return s, err
}

func prefixed(id string) string {
	if id == "" {
		return ""
	}
	return "user" + id
}

func fullName(v jsonfile.Value) string {
	return network.OneLine(v.Get("first_name").Words() + " " + v.Get("last_name").Words())
}

func (s *surveyed) at(i int) *room {
	for i >= len(s.rooms) {
		s.rooms = append(s.rooms, room{members: map[string]importer.Who{}, said: map[string]int{}})
	}
	return &s.rooms[i]
}

func (s *surveyed) about(i int, field, value string) {
	r := s.at(i)
	switch field {
	case "name":
		r.name = network.OneLine(value)
	case "type":
		r.kind = kinds[value]
	case "id":
		r.id = value
	}
}

// maxNames bounds what is remembered of names over a whole account.
const maxNames = 200_000

// learn notes who bears a name.
func (s *surveyed) learn(name, id string) {
	key := network.Fold(name)
	if key == "" || id == "" || len(s.ids) >= maxNames {
		return
	}
	if had, ok := s.ids[key]; ok && had != id {
		id = ""
	}
	s.ids[key] = id
}

func (s *surveyed) message(r *room, v jsonfile.Value) {
	if v.Get("type").Text() == "service" {
		switch v.Get("action").Text() {
		case "create_group", "invite_members", "phone_call":
		default:
			return
		}
		r.add(sender(v, "actor"), 0)
		for _, m := range v.Get("members").List() {
			if name := network.OneLine(m.Text()); name != "" && len(r.called) < chat.MaxMembers {
				r.called = append(r.called, name)
			}
		}
		return
	}
	w := sender(v, "from")
	r.add(w, 1)
	if w.id != "" {
		s.learn(w.who.Name, w.id)
	}
}

func (r *room) add(w author, n int) {
	if w.none() {
		return
	}
	key := w.key()
	if _, ok := r.members[key]; !ok {
		if len(r.order) >= chat.MaxMembers {
			return
		}
		r.members[key] = w.who
		r.order = append(r.order, key)
	}
	r.said[key] += n
}

// An author is who a message says it is from.
type author struct {
	id  string // "user123"; "" in old exports
	who importer.Who
	not bool // a channel or the group itself
}

func sender(v jsonfile.Value, field string) author {
	a := author{id: v.Get(field + "_id").Words()}
	a.who.Name = network.OneLine(chat.Clean(v.Get(field).Words()))
	switch {
	case strings.HasPrefix(a.id, "user"):
		a.who.Handles = []network.Handle{handle(a.id)}
	case a.id != "":
		a.not = true
	}
	return a
}

// none reports whether nobody stands there: a channel, or an account that is gone.
func (a author) none() bool { return a.not || a.who.Name == "" }

func (a author) key() string {
	if a.id != "" {
		return a.id
	}
	return network.Fold(a.who.Name)
}

// complete adds the other side of a chat of two who never wrote, and members who
// are only named: by their number where one alone bears that name.
func (s *surveyed) complete() {
	for i := range s.rooms {
		r := &s.rooms[i]
		if id := prefixed(r.id); r.kind == personal && id != "" && r.name != "" {
			r.add(author{id: id, who: importer.Who{Name: r.name, Handles: []network.Handle{handle(id)}}}, 0)
		}
		for _, name := range r.called {
			if id := s.ids[network.Fold(name)]; id != "" {
				r.add(author{id: id, who: importer.Who{Name: name, Handles: []network.Handle{handle(id)}}}, 0)
			} else if !r.has(name) {
				r.add(author{who: importer.Who{Name: name}}, 0)
			}
		}
		if r.kind == unknown && len(r.members) > 2 {
			r.kind = group
		}
		if s.me.id != "" && (r.kind == group || r.kind == personal) {
			r.add(author{id: s.me.id, who: importer.Who{Name: s.me.name, Handles: []network.Handle{handle(s.me.id)}}}, 0)
		}
	}
}

func (r *room) has(name string) bool {
	for _, w := range r.members {
		if network.Fold(w.Name) == network.Fold(name) {
			return true
		}
	}
	return false
}

// owner returns the id of whose account this is, "" where that is not told.
func (s *surveyed) owner(r *room) string {
	if s.me.id != "" || r.kind != personal || r.id == "" {
		return s.me.id
	}
	for _, id := range r.order {
		if id != "user"+r.id {
			return id
		}
	}
	return ""
}
