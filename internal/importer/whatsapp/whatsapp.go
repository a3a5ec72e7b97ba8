// Package whatsapp reads chats that somebody exported from WhatsApp: the text
// file from an Android telephone, the zip of an iPhone, in any language and with
// either clock.
//
// One file is one chat. Every message becomes an encounter with those who were
// in it; what the program itself wrote becomes nobody and no contact; a call that
// nobody took is a fact. A picture or a message taken back counts as sent that
// day, without words. In which order the file writes its dates is decided from
// the dates in it, and said where they leave it open.
//
// It leaves out what the file does not hold: reactions, who read what, members
// of a group who never spoke, time zones. Times are read in the keeper's zone. A
// message edited between two exports counts twice on its day: nothing in the file
// says that it is the same.
package whatsapp

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/network"
)

// Reader reads WhatsApp chats.
type Reader struct{}

// Name returns "whatsapp".
func (Reader) Name() string { return "whatsapp" }

// errStop ends a reading whose caller has broken off.
var errStop = errors.New("whatsapp: stopped")

// Read goes through the file twice: who is in the chat and how it writes its
// dates is known only at its end.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		for _, name := range part.Files {
			s, err := survey(ctx, src, name, opt, 0)
			if err == nil {
				r := &reading{surveyed: s, opt: opt, yield: yield}
				err = r.file(ctx, src)
			}
			if errors.Is(err, errStop) {
				return
			}
			if err != nil {
				yield(importer.Event{}, err)
				return
			}
		}
	}
}

// A reading is one chat on its way out.
type reading struct {
	*surveyed
	opt   importer.Options
	yield func(importer.Event, error) bool
	room  chat.Room
	keys  chat.Keys
	whos  map[string]importer.Who
	about string // what the key of a message says of the chat

	minute time.Time // of the message before
	within int       // how many messages of that minute came before
}

func (r *reading) give(e importer.Event) error {
	if !r.yield(e, nil) {
		return errStop
	}
	return nil
}

func (r *reading) file(ctx context.Context, src fs.FS) error {
	r.enter()
	if r.doubt != "" {
		if err := r.give(r.doubted()); err != nil {
			return err
		}
	}
	err := messages(ctx, src, r.name, r.opt.Limits, r.style, func(m *message) error {
		if m.long {
			if err := r.give(importer.NewProblem(m.at, 0, "chat_line_too_long", "", r.opt.Limits.MaxLine>>10)); err != nil {
				return err
			}
		}
		return r.give(r.event(m))
	})
	var cut *tooLong
	if errors.As(err, &cut) {
		return r.give(importer.NewProblem(importer.Pos{File: r.name}, 0, "chat_file_too_long", "", r.opt.Limits.MaxFile>>30))
	}
	return err
}

// doubted says in which order the dates were read, and why.
func (r *reading) doubted() importer.Event {
	at := importer.Pos{File: r.name, Line: r.firstLine}
	switch r.doubt {
	case "whatsapp_order_language":
		return importer.NewProblem(at, 0, "whatsapp_order_language", r.sample, r.sample)
	case "whatsapp_order_clock":
		return importer.NewProblem(at, 0, "whatsapp_order_clock", r.sample, r.sample)
	}
	return importer.NewProblem(at, 0, "whatsapp_order_usual", r.sample, r.sample)
}

// enter makes up who is in the chat.
func (r *reading) enter() {
	r.keys.Source = "whatsapp"
	r.whos = map[string]importer.Who{}
	for _, name := range r.members {
		r.room.Members = append(r.room.Members, r.who(name))
	}
	r.room.Owner = true
	if r.group {
		r.room.Name, r.about = r.title, "group"
		return
	}
	// The two sides of a chat of two: the same from either telephone.
	if len(r.members) == 2 {
		r.room.Owner = false
		a, b := chat.ID(r.room.Members[0]), chat.ID(r.room.Members[1])
		r.about = min(a, b) + "\x00" + max(a, b)
	}
}

// who reads an author. A tilde before a name says that it is not from the
// address book: whoever bears it chose it, and may share it with somebody who is.
func (r *reading) who(name string) importer.Who {
	if w, ok := r.whos[name]; ok {
		return w
	}
	w := chat.Named(strings.TrimFunc(strings.TrimPrefix(name, "~"), blank), r.opt.Country)
	if strings.HasPrefix(name, "~") && len(w.Handles) == 0 {
		w.Handles = []network.Handle{{Kind: network.Scoped, Value: "whatsapp:~" + chat.ID(w)}}
	}
	if len(r.whos) < chat.MaxMembers {
		r.whos[name] = w
	}
	return w
}

// event makes of one message what it is worth.
func (r *reading) event(m *message) importer.Event {
	at, name := m.at, m.author
	if name == "" || r.machine[name] {
		if name == "" && begins(strings.ToLower(m.words), untaken) && !r.group {
			return r.missedBySystem(m)
		}
		return importer.NewIgnored(at, 1, "system_line", m.words)
	}
	what := judge(m.words, m.marked, r.named)
	if what.kind == system {
		return importer.NewIgnored(at, 1, "system_line", m.words)
	}
	when, ok := m.moment(r.order, r.opt.Zone)
	if !ok {
		return importer.NewProblem(at, 1, "bad_date", m.words, m.date)
	}
	from := r.who(name)
	if what.kind == missed || what.kind == call && r.group {
		if r.group {
			return importer.NewIgnored(at, 1, "group_call", m.words)
		}
		return r.untaken(at, from, when)
	}
	when = r.inOrder(when)
	e := &importer.Encounter{At: when, Text: what.text, Key: r.key(when, from, what)}
	if what.kind == call {
		r.room.Call(e, from, what.video)
	} else {
		r.room.Message(e, from)
	}
	return importer.Event{At: at, Read: 1, Encounter: e}
}

// inOrder places a message within its minute by its turn. Only the minute is
// kept of the time, so that a chat exported from either kind of telephone says
// the same, and an answer still comes after its question.
func (r *reading) inOrder(when time.Time) time.Time {
	when = when.Add(-time.Duration(when.Second()) * time.Second)
	if r.within++; !when.Equal(r.minute) {
		r.minute, r.within = when, 0
	}
	return when.Add(time.Duration(min(r.within, 59)) * time.Second)
}

// untaken is a call that nobody took. It is a fact of the other, whoever rang.
func (r *reading) untaken(at importer.Pos, from importer.Who, when time.Time) importer.Event {
	if r.title == "" {
		return chat.Untaken(at, 1, from, when, "missed")
	}
	other, how := r.who(r.title), "missed"
	if chat.ID(other) != chat.ID(from) {
		how = "unanswered"
	}
	return chat.Untaken(at, 1, other, when, how)
}

// missedBySystem is a missed call as Android notes it: by nobody. It is a fact
// of the other, where the title says who that is.
func (r *reading) missedBySystem(m *message) importer.Event {
	when, ok := m.moment(r.order, r.opt.Zone)
	if !ok || r.title == "" {
		return importer.NewIgnored(m.at, 1, "system_line", m.words)
	}
	return chat.Untaken(m.at, 1, r.who(r.title), when, "missed")
}

// key names a message by the minute, which both kinds of telephone write, and by
// what was said: the spaces and marks around it do not count.
func (r *reading) key(when time.Time, from importer.Who, what meaning) string {
	words := [...]string{said: "said", media: "media", deleted: "deleted", call: "call"}[what.kind]
	return r.keys.Of(r.about, when.Format("2006-01-02 15:04"), chat.ID(from), words, strings.Join(strings.Fields(what.text), " "))
}

// named reports whether a line names somebody in the chat.
func (r *reading) named(line string) bool {
	for _, n := range r.members[:min(len(r.members), 50)] {
		if len(n) > 2 && strings.Contains(line, n) {
			return true
		}
	}
	return false
}
