// Package telegram reads what Telegram Desktop exports as JSON (result.json): the
// whole account, or one chat.
//
// Contacts become cards with their numbers, messages and calls encounters. People
// are known by Telegram's own number for them, which is the same in every export.
// In a group of more than eight others, and in a public one, only what answers the
// owner, or the owner's answer, is contact; the rest is a fact, or left out. Notes
// to oneself, bots and channels are nobody.
//
// It leaves out the HTML form of the export, reactions, what was forwarded (the
// words of others), and Telegram's own ranking of people.
package telegram

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/phone"
	"entregent/internal/importer/textfile"
	"entregent/internal/network"
)

// Reader reads exports of Telegram.
type Reader struct{}

// Name returns "telegram".
func (Reader) Name() string { return "telegram" }

var errStop = errors.New("telegram: stopped")

// Find returns each JSON file that begins as an export does.
func (Reader) Find(src fs.FS) []importer.Part {
	var parts []importer.Part
	// What cannot be opened is left to whoever asked for it by name.
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.EqualFold(path.Ext(name), ".json") && isExport(src, name) {
			label := path.Base(name)
			if dir := path.Base(path.Dir(name)); label == "result.json" && dir != "." {
				label = dir
			}
			parts = append(parts, importer.Part{Label: label, Files: []string{name}})
		}
		return nil
	})
	return parts
}

// beginning is how much of a file is looked at to see what it is, in bytes.
const beginning = 64 << 10

// isExport looks for what only Telegram writes: the parts of an account, the kind
// of a chat, or a message with its moment in seconds.
func isExport(src fs.FS, name string) bool {
	f, err := textfile.Open(src, name)
	if err != nil {
		return false
	}
	defer f.Close()
	parts, is := 0, false
	r := jsonfile.NewReader(io.LimitReader(f, beginning), importer.DefaultLimits)
	_ = r.Each(func(field string) error {
		switch field {
		case "personal_information", "frequent_contacts", "left_chats", "chats", "contacts":
			if parts++; parts > 1 {
				is = true
				return errStop
			}
		case "type":
			v, err := r.Value()
			is = is || kinds[v.Text()] != 0
			if is {
				return errStop
			}
			return err
		case "messages":
			return r.Records(func(v jsonfile.Value) error {
				is = is || v.Get("date_unixtime").Kind != jsonfile.None && v.Get("type").Text() != ""
				return errStop
			}, func(*jsonfile.Fault) error { return nil })
		}
		return nil
	})
	return is
}

// A kind is what sort of chat one is.
type kind int

const (
	unknown kind = iota
	personal
	group  // by invitation
	public // anybody may read
	channel
	bot
	saved
)

// kinds are Telegram's words for them.
var kinds = map[string]kind{
	"personal_chat": personal, "bot_chat": bot, "saved_messages": saved, "replies": channel, "verification_codes": bot,
	"private_group": group, "private_supergroup": group, "public_supergroup": public, "private_channel": channel, "public_channel": channel,
}

// Owner returns the account that the export is of. The export of one chat does
// not say it, but of two who speak in it the other is the one it is named after.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	var out []importer.Claim
	for _, name := range part.Files {
		s, err := survey(ctx, src, name, importer.DefaultLimits)
		if err != nil {
			return nil, err
		}
		out = append(out, s.claims()...)
	}
	return out, nil
}

func (s *surveyed) claims() []importer.Claim {
	if s.me.id != "" {
		c := importer.Claim{Name: s.me.name, Handles: []network.Handle{handle(s.me.id)}, Why: "me.profile", Sure: true, Weight: 1}
		if h, ok := phone.Handle(s.me.phone, ""); ok && h.Kind == network.Phone {
			c.Handles = append(c.Handles, h)
		}
		return []importer.Claim{c}
	}
	var out []importer.Claim
	for i := range s.rooms {
		r := &s.rooms[i]
		for _, id := range r.order {
			w := r.members[id]
			c := importer.Claim{Name: w.Name, Handles: w.Handles, Why: "me.chat_author", Weight: r.said[id]}
			if r.kind == personal && r.id != "" {
				if id == "user"+r.id {
					continue
				}
				c.Why, c.Sure = "me.chat_title", true
			}
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b importer.Claim) int { return b.Weight - a.Weight })
	return out[:min(len(out), 5)]
}

// handle is somebody's own number in Telegram.
func handle(id string) network.Handle {
	return network.Handle{Kind: network.Scoped, Value: "telegram:" + strings.TrimPrefix(id, "user")}
}

// Read goes through the file twice: who is in a chat is known only at its end.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		for _, name := range part.Files {
			s, err := survey(ctx, src, name, opt.Limits)
			if err == nil {
				r := &reading{surveyed: s, opt: opt, file: name, yield: yield}
				err = r.read(ctx, src)
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

// A visitor is handed what an export holds, in the order of the file. Chats are
// numbered as they come.
type visitor struct {
	owner   func(jsonfile.Value)
	contact func(jsonfile.Value) error
	ranking func(line int) error
	about   func(room int, field, value string)
	message func(room int, v jsonfile.Value) error
	fault   func(*jsonfile.Fault) error
}

// walk goes through one export. A fault beyond which nothing can be read is an
// error of type *jsonfile.Fault.
func walk(ctx context.Context, src fs.FS, name string, l importer.Limits, v visitor) error {
	f, err := jsonfile.Open(src, name, l)
	if err != nil {
		return err
	}
	defer f.Close()
	room, n := -1, 0
	message := func(m jsonfile.Value) error {
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		return v.message(room, m)
	}
	field := func(field string) error {
		switch field {
		case "name", "type", "id":
			x, err := f.Value()
			if err == nil {
				v.about(room, field, x.Words())
			}
			return passable(err, v.fault)
		case "messages":
			return f.Records(message, v.fault)
		}
		return nil
	}
	chats := func(string) error { room++; return f.Each(field) }
	return f.Each(func(top string) error {
		switch top {
		case "personal_information":
			x, err := f.Value()
			if err == nil {
				v.owner(x)
			}
			return passable(err, v.fault)
		case "contacts":
			return f.Each(func(field string) error {
				if field != "list" {
					return nil
				}
				return f.Records(v.contact, v.fault)
			})
		case "frequent_contacts":
			return v.ranking(f.Line())
		case "chats", "left_chats":
			return f.Each(func(field string) error {
				if field != "list" {
					return nil
				}
				return f.Each(chats)
			})
		case "name", "type", "id", "messages": // the chat alone
			room = max(room, 0)
			return field(top)
		}
		return nil
	})
}

// passable tells a fault that costs one value, and lets any other error through.
func passable(err error, fault func(*jsonfile.Fault) error) error {
	var f *jsonfile.Fault
	if errors.As(err, &f) && !f.Over {
		return fault(f)
	}
	return err
}
