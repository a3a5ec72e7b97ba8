package telegram

import (
	"context"
	"errors"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/phone"
	"entregent/internal/network"
)

// A reading is one export on its way out.
type reading struct {
	*surveyed
	opt   importer.Options
	file  string
	yield func(importer.Event, error) bool

	index int // of the chat at hand
	room  *room
	with  chat.Room
	me    string            // id of the owner, as far as the chat at hand tells
	about string            // what the key of a message says of the chat
	wrote map[string]string // who wrote which message of the chat at hand, by its number
	keys  chat.Keys
}

func (r *reading) give(e importer.Event) error {
	if !r.yield(e, nil) {
		return errStop
	}
	return nil
}

func (r *reading) at(line int) importer.Pos { return importer.Pos{File: r.file, Line: line} }

func (r *reading) read(ctx context.Context, src fs.FS) error {
	r.index, r.keys.Source = -1, "telegram"
	err := walk(ctx, src, r.file, r.opt.Limits, visitor{
		owner:   func(jsonfile.Value) {},
		contact: func(v jsonfile.Value) error { return r.give(r.contact(v)) },
		ranking: func(line int) error {
			return r.give(importer.NewIgnored(r.at(line), 1, "ranking", "frequent_contacts"))
		},
		about:   func(int, string, string) {},
		message: func(i int, v jsonfile.Value) error { return r.give(r.message(i, v)) },
		fault:   func(f *jsonfile.Fault) error { return r.give(f.Event(r.file)) },
	})
	var f *jsonfile.Fault
	if errors.As(err, &f) {
		return r.give(f.Event(r.file))
	}
	return err
}

// contact reads an entry of the address book in Telegram.
func (r *reading) contact(v jsonfile.Value) importer.Event {
	at, name, id := r.at(v.Line), fullName(v), prefixed(v.Get("user_id").Words())
	c := &importer.Card{Who: importer.Who{Name: name}, Vouched: true}
	if h, ok := phone.Handle(chat.Clean(v.Get("phone_number").Words()), r.opt.Country); ok {
		c.Handles = append(c.Handles, h)
	}
	if id != "" {
		c.Handles = append(c.Handles, handle(id))
	}
	if name == "" {
		return importer.NewIgnored(at, 1, "hidden_account", v.Get("phone_number").Words())
	}
	return importer.Event{At: at, Read: 1, Card: c}
}

// enter takes up another chat.
func (r *reading) enter(i int) {
	r.index, r.room = i, r.surveyed.at(i)
	r.me = r.owner(r.room)
	r.with = chat.Room{Name: r.room.name}
	for _, id := range r.room.order {
		r.with.Members = append(r.with.Members, r.room.members[id])
	}
	r.with.Owner = r.me == "" && (r.room.kind != personal || len(r.with.Members) < 2)
	r.about = "chat " + r.room.id
	if r.room.kind == personal || r.room.kind == unknown && len(r.with.Members) < 3 {
		// The two sides: the same from either account.
		r.with.Name, r.about = "", "two "+strings.Join(two(r.room, r.me), " ")
	} else if r.room.id == "" {
		r.about = "chat " + r.room.name
	}
	r.wrote = map[string]string{}
}

func two(r *room, me string) []string {
	other := prefixed(r.id)
	if other == "" && len(r.order) == 2 {
		me, other = r.order[0], r.order[1]
	}
	return []string{min(me, other), max(me, other)}
}

// aside says why a whole chat is with nobody.
var aside = map[kind]string{channel: "channel", bot: "machine", saved: "to_self"}

func (r *reading) message(i int, v jsonfile.Value) importer.Event {
	if i != r.index {
		r.enter(i)
	}
	at := r.at(v.Line)
	raw := words(v)
	if why := aside[r.room.kind]; why != "" {
		return importer.NewIgnored(at, 1, why, raw)
	}
	switch v.Get("type").Text() {
	case "message":
	case "service":
		return r.service(at, v)
	default:
		return importer.NewIgnored(at, 1, "unsupported_record", v.Get("type").Text())
	}
	from := sender(v, "from")
	if from.not {
		return importer.NewIgnored(at, 1, "channel", raw)
	}
	if from.none() {
		return importer.NewIgnored(at, 1, "hidden_account", raw)
	}
	when, ok := r.moment(v)
	if !ok {
		return importer.NewProblem(at, 1, "bad_date", raw, v.Get("date").Words())
	}
	if id := v.Get("id").Words(); id != "" && len(r.wrote) < maxNames {
		r.wrote[id] = from.key()
	}
	e := &importer.Encounter{At: when, Key: r.key("message", when, from)}
	if v.Get("forwarded_from").Kind != jsonfile.String {
		e.Text = importer.Cut(raw, importer.MaxText)
	}
	if r.room.kind == public || len(r.with.Members) > network.Broadcast+2 {
		if r.answers(e, v, from) {
			return importer.Event{At: at, Read: 1, Encounter: e}
		}
		if r.room.kind == public {
			return importer.NewIgnored(at, 1, "public_group", raw)
		}
	}
	r.with.Message(e, from.who)
	return importer.Event{At: at, Read: 1, Encounter: e}
}

// answers makes an answer in public of a message among many that turns to the
// owner, or by which the owner turns to somebody: by replying or by name.
func (r *reading) answers(e *importer.Encounter, v jsonfile.Value, from author) bool {
	if r.me == "" {
		return false
	}
	to := map[string]bool{}
	if id, ok := r.wrote[v.Get("reply_to_message_id").Words()]; ok && v.Get("reply_to_peer_id").Kind == jsonfile.None {
		to[id] = true
	}
	for _, x := range v.Get("text_entities").List() {
		if x.Get("type").Text() == "mention_name" {
			to[prefixed(x.Get("user_id").Words())] = true
		}
	}
	delete(to, from.key())
	if len(to) == 0 || len(to) > network.Broadcast || from.key() != r.me && !to[r.me] {
		return false
	}
	e.Channel, e.Group = network.Answer, r.room.name
	e.Parties = []importer.Party{{Who: from.who, Role: network.From}}
	for _, id := range r.room.order {
		if to[id] {
			e.Parties = append(e.Parties, importer.Party{Who: r.room.members[id], Role: network.To})
		}
	}
	if to[r.me] && r.room.members[r.me].Handles == nil {
		e.Parties = append(e.Parties, importer.Party{Who: importer.Who{Name: r.surveyed.me.name, Handles: []network.Handle{handle(r.me)}}, Role: network.To})
	}
	return len(e.Parties) > 1
}

// service reads what the program notes: calls, and who came and went.
func (r *reading) service(at importer.Pos, v jsonfile.Value) importer.Event {
	action := v.Get("action").Text()
	if action != "phone_call" {
		return importer.NewIgnored(at, 1, "system_line", action)
	}
	from := sender(v, "actor")
	when, ok := r.moment(v)
	switch {
	case from.none():
		return importer.NewIgnored(at, 1, "hidden_account", action)
	case r.room.kind != personal:
		return importer.NewIgnored(at, 1, "group_call", action)
	case !ok:
		return importer.NewProblem(at, 1, "bad_date", action, v.Get("date").Words())
	}
	if n, _ := v.Get("duration_seconds").Int(); n <= 0 {
		other, how := from.who, "missed"
		if w, ok := r.room.members["user"+r.room.id]; ok && from.key() != "user"+r.room.id {
			other, how = w, "unanswered"
		}
		return chat.Untaken(at, 1, other, when, how)
	}
	e := &importer.Encounter{At: when, Key: r.key("call", when, from)}
	r.with.Call(e, from.who, false)
	return importer.Event{At: at, Read: 1, Encounter: e}
}

// key names a message by its moment and author: the numbers that Telegram gives
// to messages between two differ from one account to the other.
func (r *reading) key(what string, when time.Time, from author) string {
	return r.keys.Of(what, r.about, from.key(), strconv.FormatInt(when.Unix(), 10))
}

// moment reads the seconds since 1970, or in exports from before 2022 the time
// of day where the program ran.
func (r *reading) moment(v jsonfile.Value) (time.Time, bool) {
	if n, ok := v.Get("date_unixtime").Int(); ok {
		t := time.Unix(n, 0).UTC()
		return t, t.Year() >= 2000 && t.Before(r.opt.Now.AddDate(0, 0, 2))
	}
	t, err := time.ParseInLocation("2006-01-02T15:04:05", v.Get("date").Words(), r.opt.Zone)
	return t, err == nil && t.Year() >= 2000
}

// words puts the pieces of a text together.
func words(v jsonfile.Value) string {
	for _, field := range []string{"text", "text_entities"} {
		t := v.Get(field)
		if s := t.Text(); s != "" {
			return chat.Clean(s)
		}
		if s := pieces(t); s != "" {
			return s
		}
	}
	return pieces(v.Get("rich_message", "blocks"))
}

func pieces(list jsonfile.Value) string {
	var b strings.Builder
	for _, x := range list.List() {
		if x.Kind == jsonfile.Object {
			x = x.Get("text")
		}
		b.WriteString(x.Text())
	}
	return chat.Clean(b.String())
}
