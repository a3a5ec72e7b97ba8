package slack

import (
	"context"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/network"
)

// says are the kinds of entry that hold somebody's words.
var says = []string{"", "me_message", "thread_broadcast", "reply_broadcast", "file_share", "file_mention", "file_comment", "huddle_thread", "sh_room_created"}

// spoken says why an entry is nobody's words, "" where it is somebody's.
func spoken(v jsonfile.Value) string {
	switch sub := v.Get("subtype").Text(); {
	case v.Get("bot_id").Words() != "" && v.Get("user").Words() == "", sub == "bot_message":
		return "machine"
	case !slices.Contains(says, sub):
		return "system_line"
	case v.Get("user").Words() == "":
		return "hidden_account"
	}
	return ""
}

// longest is how much of a text is looked at, in bytes; Slack takes 40,000
// characters.
const longest = 64 << 10

func textOf(v jsonfile.Value) string {
	s := v.Get("text").Text()
	return strings.ToValidUTF8(s[:min(len(s), longest)], "")
}

// day reads what was said in one room on one day.
func (w *workspace) day(ctx context.Context, src fs.FS, name string, give func(importer.Event) error) error {
	r, err := w.enter(ctx, src, name)
	if err != nil {
		return err
	}
	return records(ctx, src, name, w.opt.Limits, give, func(v jsonfile.Value) error {
		at := importer.Pos{File: name, Line: v.Line}
		e, ids := w.entry(r, at, v)
		for _, id := range ids {
			if c := w.card(at, id); c != nil {
				if err := give(*c); err != nil {
					return err
				}
			}
		}
		return give(e)
	})
}

// entry makes of one entry what it is worth, and tells who it brings in.
func (w *workspace) entry(r *room, at importer.Pos, v jsonfile.Value) (importer.Event, []string) {
	raw := textOf(v)
	id := v.Get("user").Words()
	why := spoken(v)
	switch u := w.who(id); {
	case why != "":
	case u.bot:
		why = "machine"
	case u.gone:
		why = "hidden_account"
	}
	if why == "" && len(r.ids) == 1 && r.ids[0] == id && r.Count == 0 {
		why = "to_self"
	}
	if why != "" {
		return importer.NewIgnored(at, 1, why, raw), nil
	}
	ts := v.Get("ts").Words()
	when, ok := moment(ts)
	if !ok {
		return importer.NewProblem(at, 1, "bad_date", raw, ts), nil
	}
	e := &importer.Encounter{At: when, Text: importer.Cut(w.shown(raw), importer.MaxText), Key: chat.Key("slack", r.id, ts, id)}
	from := w.who(id).who
	if people := w.participants(v); len(people) > 0 {
		return w.huddle(e, at, people, id), people
	}
	if r.Count <= network.Broadcast+2 && len(r.Members) <= network.Broadcast+2 {
		r.Message(e, from)
		return importer.Event{At: at, Read: 1, Encounter: e}, append([]string{id}, r.ids...)
	}
	if to := turnedTo(v, id); len(to) > 0 {
		e.Channel, e.Group = network.Answer, r.Name
		e.Parties = []importer.Party{{Who: from, Role: network.From}}
		for _, t := range to {
			if w.who(t).somebody() {
				e.Parties = append(e.Parties, importer.Party{Who: w.who(t).who, Role: network.To})
			}
		}
		if len(e.Parties) > 1 {
			return importer.Event{At: at, Read: 1, Encounter: e}, append(to, id)
		}
		e.Parties = nil
	}
	r.Message(e, from)
	return importer.Event{At: at, Read: 1, Encounter: e}, nil
}

// turnedTo returns, of what is said among many, to whom: the author of the
// message it replies to, and those it names.
func turnedTo(v jsonfile.Value, from string) (to []string) {
	add := func(id string) {
		if id != "" && id != from && !slices.Contains(to, id) {
			to = append(to, id)
		}
	}
	if thread := v.Get("thread_ts").Words(); thread != "" && thread != v.Get("ts").Words() {
		add(v.Get("parent_user_id").Words())
	}
	for text := textOf(v); len(to) <= network.Broadcast; {
		_, body, rest, ok := cutMark(text)
		if !ok {
			break
		}
		if id, isPerson := strings.CutPrefix(body, "@"); isPerson {
			id, _, _ = strings.Cut(id, "|")
			add(id)
		}
		text = rest
	}
	if len(to) > network.Broadcast {
		return nil
	}
	return to
}

// participants are those who joined a huddle.
func (w *workspace) participants(v jsonfile.Value) (out []string) {
	for _, p := range v.Get("room", "participants").List() {
		if id := p.Words(); id != "" && w.who(id).somebody() && !slices.Contains(out, id) && len(out) < network.Broadcast+3 {
			out = append(out, id)
		}
	}
	return out
}

// huddle is a call in which those who joined spoke with each other. One alone is
// none.
func (w *workspace) huddle(e *importer.Encounter, at importer.Pos, people []string, from string) importer.Event {
	if len(people) < 2 {
		return importer.NewIgnored(at, 1, "to_self", "huddle")
	}
	if !slices.Contains(people, from) {
		from = people[0]
	}
	var r chat.Room
	for _, id := range people {
		r.Members = append(r.Members, w.who(id).who)
	}
	e.Text = ""
	r.Call(e, w.who(from).who, true)
	e.Channel = network.Call
	return importer.Event{At: at, Read: 1, Encounter: e}
}

// moment reads "1434139102.000002": seconds since 1970 and a number that tells
// apart what was said in the same one.
func moment(ts string) (time.Time, bool) {
	sec, rest, _ := strings.Cut(ts, ".")
	n, err := strconv.ParseInt(sec, 10, 64)
	t := time.Unix(n, 0).UTC()
	if micro, err := strconv.ParseUint(rest, 10, 32); err == nil && len(rest) == 6 {
		t = t.Add(time.Duration(micro) * time.Microsecond)
	}
	return t, err == nil && t.Year() >= 2009 && t.Year() < 2200
}
