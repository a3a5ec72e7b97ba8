package meta

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/network"
)

// A note is one message, whatever form it stood in.
type note struct {
	at    importer.Pos
	from  string
	when  time.Time
	words string
	call  bool
	raw   string
}

// message gives what one message says.
func (r *Reading) message(c *Chat, file string, v jsonfile.Value) error {
	n := note{at: importer.Pos{File: file, Line: v.Line}, from: v.First("sender_name", "senderName").Words(), words: v.First("content", "text").Words()}
	if s := v.Get("share"); s.Kind == jsonfile.Object {
		n.words = strings.TrimSpace(n.words + "\n" + s.Get("share_text").Words() + "\n" + s.Get("link").Words())
	}
	n.raw = n.from + ": " + n.words
	kind := strings.ToLower(v.Get("type").Words())
	if why := aside(n, kind, v); why != "" {
		return r.Give(importer.NewIgnored(n.at, 1, why, n.raw))
	}
	ms, ok := v.First("timestamp_ms", "timestamp").Int()
	if !ok || ms <= 0 || ms > 1<<46 {
		when := v.First("timestamp_ms", "timestamp").Text()
		return r.Give(importer.NewProblem(n.at, 1, "bad_date", n.raw, when))
	}
	n.when = time.UnixMilli(ms).UTC()
	if _, n.call = v.Get("call_duration").Int(); n.call || kind == "call" {
		n.call = true
		if secs, _ := v.Get("call_duration").Int(); secs <= 0 || v.Get("missed").True() {
			return r.missed(c, n)
		}
	}
	return r.tell(c, n)
}

// aside says why a message is none between people.
func aside(n note, kind string, v jsonfile.Value) string {
	switch {
	case v.First("is_unsent", "isUnsent").True():
		return "unsent"
	case Hidden(n.from):
		return "hidden_account"
	case kind == "subscribe", kind == "unsubscribe", byMachine(n.words):
		return "chat_system"
	}
	return ""
}

// machine are sentences that the program writes in the name of somebody.
var machine = regexp.MustCompile(`(?i)( (named the group|changed the group photo|set the nickname|left the (group|chat)|set the quick reaction|changed the (chat )?theme|created the group)\b` +
	`|are now connected on messenger\.?$|^you can now (message|call)|^vous pouvez désormais (échanger|discuter)|^vous êtes maintenant en contact` +
	`| a (nommé le groupe|modifié la photo du groupe|quitté le groupe|créé le groupe|défini le surnom|changé le thème))`)

// hints are pieces of which each of those sentences has one: looking for them is
// much quicker.
var hints = []string{" the ", "essenger", "ou can now", "ous pouvez", "ous êtes", " a "}

func byMachine(words string) bool {
	return len(words) <= 300 && slices.ContainsFunc(hints, func(h string) bool { return strings.Contains(words, h) }) && machine.MatchString(words)
}

// isReaction reports whether a message only says that somebody clicked.
func isReaction(words string) bool {
	return len(words) <= 100 && (strings.Contains(words, "essage") || strings.HasSuffix(words, "reagiert")) && reacted.MatchString(words)
}

// reacted are the sentences that a click on a heart sends as a message.
var reacted = regexp.MustCompile(`(?i)^(reacted .{1,20} to your message|liked a message|a réagi .{1,30} à votre message|a aimé (votre|un) message|hat mit .{1,20} auf deine nachricht reagiert)\s*$`)

// missed keeps a call that was not taken as a fact of who it was with.
func (r *Reading) missed(c *Chat, n note) error {
	other, how := r.People.Who(n.from, c.Name), "missed"
	if other.Me {
		how = "unanswered"
		for _, p := range c.People {
			if w := r.People.Who(p, c.Name); !w.Me && len(c.People) == 2 {
				other = w
			}
		}
	}
	if other.Me || Hidden(other.Name) {
		return r.Give(importer.NewIgnored(n.at, 1, "missed_call", n.raw))
	}
	e := chat.Untaken(n.at, 1, other, n.when, how)
	e.Card.Key = r.key(other)
	return r.Give(e)
}

// key tells apart a card that has no handle.
func (r *Reading) key(w importer.Who) string {
	if len(w.Handles) > 0 {
		return ""
	}
	return Fold(w.Name)
}

// tell gives words, or a call, from one to all others of the chat.
func (r *Reading) tell(c *Chat, n note) error {
	folder := "" // which tells apart people of one name
	if len(c.People) <= 2 {
		folder = c.Name
	}
	e := &importer.Encounter{
		Key:     r.People.Source + ":" + Hash("message", r.People.fold(n.from), strconv.FormatInt(n.when.UnixMilli(), 10), c.peers(), oneSpaced(n.words)),
		Channel: network.Message, At: n.when, Text: importer.Cut(n.words, importer.MaxText),
		Parties: []importer.Party{{Who: r.People.Who(n.from, folder), Role: network.From}},
	}
	switch {
	case n.call:
		e.Channel, e.Text = network.Call, ""
	case isReaction(n.words):
		e.Channel = network.Social
	}
	for _, p := range c.People {
		if p != n.from && !Hidden(p) {
			e.Parties = append(e.Parties, importer.Party{Who: r.People.Who(p, folder), Role: network.To})
		}
	}
	if len(c.People) > 2 {
		e.Group, e.Size = c.Title, len(c.People)-1
	}
	return r.Give(importer.Event{At: n.at, Read: 1, Encounter: e})
}

// peers is what between says, worked out once: nobody joins a chat while it is
// told.
func (c *Chat) peers() string {
	if c.who == "" {
		c.who = c.between()
	}
	return c.who
}

// between names a chat by who is in it, so that the same message has the same key
// in a backup, which knows nothing of folders: the two of them, or the title of
// a group.
func (c *Chat) between() string {
	if len(c.People) != 2 {
		return Fold(c.Title)
	}
	two := []string{Fold(c.People[0]), Fold(c.People[1])}
	slices.Sort(two)
	return two[0] + "\x00" + two[1]
}

func oneSpaced(s string) string { return strings.Join(strings.Fields(s), " ") }
