package twitter

import (
	"html"
	"slices"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/network"
)

// A group is who came into a conversation and left it.
type group struct {
	name   string
	named  time.Time
	steps  []step // by time, once the conversation is told
	sorted bool
	upTo   int      // steps that had been taken when in was worked out
	in     []string // who was in it then
}

// A step is somebody coming into a conversation or leaving it.
type step struct {
	at   time.Time
	id   string
	left bool
}

// maxSteps bounds what is remembered of one conversation.
const maxSteps = 10_000

// isChat reports whether files of a kind hold conversations.
func isChat(kind string) bool { return kind == "direct_messages" || kind == "direct_messages_group" }

// conversations goes through the messages of one script, each with the number of
// its conversation, which stands before them. A conversation can hold all that two
// people wrote to each other in twenty years: it is never held whole.
func (r *reading) conversations(name string, each func(id string, m jsonfile.Value) error) error {
	return r.script(name, func(f *jsonfile.Reader) error {
		id := ""
		var member func(string) error
		member = func(n string) error {
			switch n {
			case "dmConversation":
				return f.Each(member)
			case "conversationId":
				return f.Records(func(v jsonfile.Value) error { id = v.Words(); return nil }, r.fault(name))
			case "messages":
				return f.Records(func(m jsonfile.Value) error { return each(id, m) }, r.fault(name))
			}
			return nil
		}
		return f.Each(func(string) error { id = ""; return f.Each(member) })
	})
}

// indexChats learns who is in conversations, and with whom there are messages.
func (r *reading) indexChats() error {
	silent := *r
	silent.yield = nil
	for _, f := range r.files {
		if !isChat(f.kind) {
			continue
		}
		err := silent.conversations(f.name, func(id string, m jsonfile.Value) error {
			r.indexMessage(id, m)
			return r.ctx.Err()
		})
		if err != nil {
			return err
		}
	}
	return r.ctx.Err()
}

func (r *reading) indexMessage(id string, m jsonfile.Value) {
	g := r.groups[id]
	if g == nil {
		if g = (&group{}); len(r.groups) < remembered {
			r.groups[id] = g
		}
	}
	m.Fields(func(kind string, x jsonfile.Value) {
		at, _ := moment(x.Get("createdAt").Words())
		for _, who := range []string{"senderId", "recipientId"} {
			if n := x.Get(who).Words(); n != "" && n != r.myID && len(r.spoken) < remembered {
				r.spoken[n] = true
			}
		}
		if kind == "conversationNameUpdate" && !at.Before(g.named) {
			g.name, g.named = x.Get("name").Words(), at
		}
		g.step(kind, at, x)
	})
}

// step notes who an event brought in or took out.
func (g *group) step(kind string, at time.Time, x jsonfile.Value) {
	take := func(id string, left bool) {
		if id != "" && len(g.steps) < maxSteps {
			g.steps = append(g.steps, step{at, id, left})
		}
	}
	for _, list := range []string{"userIds", "participantsSnapshot"} {
		for _, n := range x.Get(list).List() {
			take(n.Words(), kind == "participantsLeave")
		}
	}
	if kind != "participantsLeave" && kind != "messageCreate" {
		take(x.Get("initiatingUserId").Words(), false)
	}
}

// members are those in a conversation at a moment, by number. Messages come in
// the order of time, so that what was worked out for one mostly holds for the
// next.
func (g *group) members(at time.Time) []string {
	if !g.sorted {
		slices.SortStableFunc(g.steps, func(a, b step) int { return a.at.Compare(b.at) })
		g.sorted, g.upTo = true, -1
	}
	n, _ := slices.BinarySearchFunc(g.steps, at, func(s step, at time.Time) int {
		if s.at.After(at) {
			return 1
		}
		return -1
	})
	if n == g.upTo {
		return g.in
	}
	in := map[string]bool{}
	for _, s := range g.steps[:n] {
		in[s.id] = !s.left
	}
	g.in, g.upTo = nil, n
	for id, is := range in {
		if is {
			g.in = append(g.in, id)
		}
	}
	slices.Sort(g.in)
	return g.in
}

// chat gives the messages of one script.
func (r *reading) chat(name string) error {
	return r.conversations(name, func(id string, m jsonfile.Value) error {
		g := r.groups[id]
		if g == nil {
			g = &group{}
		}
		at := importer.Pos{File: name, Line: m.Line}
		if x := m.Get("messageCreate"); x.Kind == jsonfile.Object {
			return r.message(at, g, x)
		}
		kind := ""
		m.Fields(func(k string, _ jsonfile.Value) { kind = k })
		return r.give(importer.NewIgnored(at, 1, "chat_system", kind))
	})
}

// message gives one message, to everybody who was in the conversation then.
func (r *reading) message(at importer.Pos, g *group, x jsonfile.Value) error {
	id, from, to := x.Get("id").Words(), x.Get("senderId").Words(), x.Get("recipientId").Words()
	words := html.UnescapeString(x.Get("text").Text())
	when, ok := moment(x.Get("createdAt").Words())
	if !ok || id == "" {
		return r.give(importer.NewProblem(at, 1, "bad_date", words, x.Get("createdAt").Text()))
	}
	if from == "" {
		return r.give(importer.NewIgnored(at, 1, "hidden_account", words))
	}
	e := &importer.Encounter{Key: "x:dm:" + id, Channel: network.Message, At: when, Text: importer.Cut(words, importer.MaxText),
		Parties: []importer.Party{{Who: r.who(from), Role: network.From}}}
	if to != "" && to != from {
		e.Parties = append(e.Parties, importer.Party{Who: r.who(to), Role: network.To})
	} else if to == "" {
		for _, m := range g.members(when) {
			if m != from {
				e.Parties = append(e.Parties, importer.Party{Who: r.who(m), Role: network.To})
			}
		}
		e.Group = g.name
		e.OwnerTookPart = !slices.ContainsFunc(e.Parties, func(p importer.Party) bool { return p.Me }) // it lay in their box
	}
	return r.give(importer.Event{At: at, Read: 1, Encounter: e})
}
