package googlevoice

import (
	"errors"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/network"
)

// A reading is one folder of pages on its way out.
type reading struct {
	opt  importer.Options
	give func(importer.Event) error
	whos map[person]importer.Who // sides already read
}

// who reads a side once: a number costs more than all the rest of a message.
func (r *reading) who(p person) importer.Who {
	w, ok := r.whos[p]
	if !ok {
		w = p.who(r.opt.Country)
		if r.whos == nil || len(r.whos) >= chat.MaxMembers {
			r.whos = map[person]importer.Who{}
		}
		r.whos[p] = w
	}
	return w
}

func (r *reading) file(src fs.FS, name string) error {
	at := importer.Pos{File: name, Line: 1}
	if path.Ext(name) != ".html" {
		return r.give(importer.NewIgnored(importer.Pos{File: name}, 1, "attachment", name))
	}
	raw, cut, err := page(src, name, min(maxPage, r.opt.Limits.MaxFile))
	var told *network.Error
	switch {
	case errors.As(err, &told):
		return err
	case err != nil:
		return r.give(importer.NewProblem(at, 1, "voice_page", err.Error(), path.Base(name)))
	}
	if cut {
		if err := r.give(importer.NewProblem(at, 0, "voice_long", "", maxPage>>20)); err != nil {
			return err
		}
	}
	switch k := kind(string(raw)); k {
	case "sms":
		return r.talk(name, conversation(raw))
	case "":
		return r.give(importer.NewProblem(at, 1, "voice_page", "", path.Base(name)))
	default:
		return r.give(r.call(at, k, string(raw)))
	}
}

// talk gives the messages of one conversation. A page on which only the owner
// writes names the other in the name of its file alone.
func (r *reading) talk(name string, t talk) error {
	group := len(t.members) > 1
	room := chat.Room{Owner: true}
	members := t.members
	if !group {
		members = nil
		for _, m := range t.messages {
			if !m.from.me && m.at != "" {
				members = []person{m.from}
				break
			}
		}
		if shown, _, ok := strings.Cut(path.Base(name), " - "); ok && shown != "" && len(members) == 0 {
			p := person{name: network.OneLine(shown)}
			if chat.Number(shown) {
				p = person{tel: shown}
			}
			members = []person{p}
		}
	}
	for _, p := range members {
		room.Members = append(room.Members, r.who(p))
	}
	keys := chat.Keys{Source: "google-voice"}
	for _, m := range t.messages {
		at := importer.Pos{File: name, Line: m.line}
		if err := r.give(r.message(at, m, &room, &keys)); err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) message(at importer.Pos, m message, room *chat.Room, keys *chat.Keys) importer.Event {
	when, ok := moment(m.at)
	if !ok {
		return importer.NewProblem(at, 1, "bad_date", m.text, m.at)
	}
	from := r.who(m.from)
	if !m.from.me && len(from.Handles) == 0 && from.Name == "" {
		return importer.NewIgnored(at, 1, "hidden_number", m.text)
	}
	e := &importer.Encounter{At: when, Text: m.text}
	e.Key = keys.Of("text", strconv.FormatInt(when.UnixMilli(), 10), side(m.from), room.Name)
	room.Message(e, from)
	return importer.Event{At: at, Read: 1, Encounter: e}
}

func side(p person) string {
	if p.me {
		return "me"
	}
	return p.tel + p.name
}

// call reads a page about one call.
func (r *reading) call(at importer.Pos, kind, page string) importer.Event {
	p, ok := personIn(page)
	if !ok || p.tel == "" {
		return importer.NewIgnored(at, 1, "hidden_number", "")
	}
	p.me = false
	other := r.who(p)
	date := titled(page, "published")
	when, ok := moment(date)
	if !ok {
		return importer.NewProblem(at, 1, "bad_date", p.tel, date)
	}
	long := lasted(titled(page, "duration"))
	switch {
	case kind == "missed", kind == "received" && !long:
		return chat.Untaken(at, 1, other, when, "missed")
	case kind == "voicemail":
		return chat.Untaken(at, 1, other, when, "voicemail")
	case kind == "placed" && !long:
		return chat.Untaken(at, 1, other, when, "unanswered")
	}
	return r.taken(at, kind, other, when)
}

func (r *reading) taken(at importer.Pos, kind string, other importer.Who, when time.Time) importer.Event {
	me := importer.Who{Me: true}
	room, from := chat.Room{Members: []importer.Who{me, other}}, other
	if kind == "placed" {
		from = me
	}
	e := &importer.Encounter{At: when, Key: chat.Key("google-voice", "call", strconv.FormatInt(when.UnixMilli(), 10), chat.ID(other))}
	room.Call(e, from, false)
	return importer.Event{At: at, Read: 1, Encounter: e}
}
