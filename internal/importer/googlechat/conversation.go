package googlechat

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/network"
)

// A conversation is one direct message or space.
type conversation struct {
	file string
	opt  importer.Options
	give func(importer.Event) error
	room chat.Room
	keys chat.Keys
}

// read hands over the messages of the file. What cannot be read is told, and ends
// at most this file.
func (c *conversation) read(ctx context.Context, src fs.FS, each func(jsonfile.Value) error) error {
	f, err := jsonfile.Open(src, c.file, c.opt.Limits)
	if err != nil {
		return err
	}
	defer f.Close()
	n := 0
	err = f.Each(func(field string) error {
		if field != "messages" {
			return nil
		}
		return f.Records(func(v jsonfile.Value) error {
			if n++; n%1024 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			return each(v)
		}, func(x *jsonfile.Fault) error { return c.give(x.Event(c.file)) })
	})
	var x *jsonfile.Fault
	if errors.As(err, &x) {
		return c.give(x.Event(c.file))
	}
	return err
}

// enter finds out who is in the conversation: as the file beside it says, else
// those who speak.
func (c *conversation) enter(ctx context.Context, src fs.FS) error {
	info := path.Join(path.Dir(c.file), groupFile)
	seen := map[string]bool{}
	add := func(v jsonfile.Value) {
		if w := who(v); human(v) && !seen[chat.ID(w)] && len(seen) < chat.MaxMembers {
			seen[chat.ID(w)] = true
			c.room.Members = append(c.room.Members, w)
		}
	}
	v, err := whole(src, info, c.opt.Limits)
	var x *jsonfile.Fault
	switch {
	case errors.As(err, &x):
		if err := c.give(x.Event(info)); err != nil {
			return err
		}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	c.room.Name = network.OneLine(v.Get("name").Words())
	for _, m := range v.Get("members").List() {
		add(m)
	}
	if len(c.room.Members) > 0 {
		return nil
	}
	quiet := *c
	quiet.give = func(importer.Event) error { return nil }
	return quiet.read(ctx, src, func(v jsonfile.Value) error {
		add(v.Get("creator"))
		return nil
	})
}

func (c *conversation) message(v jsonfile.Value) error {
	at, raw := importer.Pos{File: c.file, Line: v.Line}, v.Get("text").Text()
	creator := v.Get("creator")
	switch {
	case !human(creator) && creator.Get("user_type").Text() != "" && creator.Get("user_type").Text() != "Human":
		return c.give(importer.NewIgnored(at, 1, "machine", raw))
	case !human(creator):
		return c.give(importer.NewIgnored(at, 1, "hidden_account", raw))
	case len(c.room.Members) == 1 && chat.ID(c.room.Members[0]) == chat.ID(who(creator)):
		return c.give(importer.NewIgnored(at, 1, "to_self", raw))
	}
	date := v.Get("created_date").Words()
	when, ok := moment(date)
	if !ok {
		return c.give(importer.NewProblem(at, 1, "bad_date", raw, date))
	}
	from := who(creator)
	e := &importer.Encounter{At: when, Text: importer.Cut(chat.Clean(raw), importer.MaxText)}
	if id := v.Get("message_id").Words(); id != "" {
		e.Key = chat.Key("google-chat", id)
	} else {
		e.Key = c.keys.Of(path.Base(path.Dir(c.file)), date, chat.ID(from), raw)
	}
	if to := named(v, from); len(c.room.Members) > network.Broadcast+2 && len(to) > 0 {
		e.Channel, e.Group = network.Answer, c.room.Name
		e.Parties = append([]importer.Party{{Who: from, Role: network.From}}, to...)
	} else {
		c.room.Message(e, from)
	}
	return c.give(importer.Event{At: at, Read: 1, Encounter: e})
}

// named returns those whom a message names: among many, it turns to them.
func named(v jsonfile.Value, from importer.Who) (to []importer.Party) {
	seen := map[string]bool{chat.ID(from): true}
	for _, a := range v.Get("annotations").List() {
		u := a.Get("user_mention_metadata", "user")
		if w := who(u); human(u) && !seen[chat.ID(w)] {
			seen[chat.ID(w)] = true
			to = append(to, importer.Party{Who: w, Role: network.To})
		}
	}
	if len(to) > network.Broadcast {
		return nil
	}
	return to
}

// moment reads "Friday, March 17, 2023 at 9:00:00 AM UTC", which newer exports
// write with a narrow space.
func moment(s string) (time.Time, bool) {
	s = strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s)
	t, err := time.Parse("Monday, January 2, 2006 at 3:04:05 PM UTC", s)
	return t, err == nil && t.Year() >= 2000
}
