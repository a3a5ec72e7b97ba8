// Package chat holds what every kind of conversation has in common: who is in a
// room, how one message is told from another, what a call that nobody took is
// worth, and how a name on a screen is read.
//
// It knows no format: packages whatsapp, telegram, signal, sms, slack, googlechat
// and googlevoice read theirs and meet here; meta takes from it what a call is.
// Direction, broadcasts and contact are package app's
// (rulings §2).
package chat

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/phone"
	"entregent/internal/network"
)

// MaxMembers is how many members of one room are told apart. Beyond it only
// their number would matter, and it is far above what can be contact.
const MaxMembers = 5000

// A Room is one conversation and everybody who is known to be in it.
type Room struct {
	Name    string         // as the source calls it; "" where it has no name of its own
	Members []importer.Who // the owner among them where the source names them
	Count   int            // of members, where the source counts more than it names
	// Owner says that the source's owner reads along although none of Members
	// may stand for them: it is from their telephone.
	Owner bool

	ids []string // of Members
}

// size is the number of members, the owner with them.
func (r *Room) size() int { return max(len(r.Members), r.Count) }

// Message fills in who wrote e and who received it. Where more are there than
// can be written to at once, their number stands for them (rulings §2).
func (r *Room) Message(e *importer.Encounter, from importer.Who) {
	e.Channel = network.Message
	r.fill(e, from)
}

// Call fills in who called whom. By sight, it is a meeting held together;
// otherwise it has a direction, as words have.
func (r *Room) Call(e *importer.Encounter, from importer.Who, video bool) {
	e.Channel = network.Call
	r.fill(e, from)
	if !video {
		return
	}
	e.Channel = network.Video
	for i := range e.Parties {
		p := &e.Parties[i]
		p.Status = network.Accepted
		if p.Role == network.From {
			p.Role = network.Organizer
		} else {
			p.Role = network.Attendee
		}
	}
}

func (r *Room) fill(e *importer.Encounter, from importer.Who) {
	e.Group = r.Name
	e.Parties = append(make([]importer.Party, 0, 3), importer.Party{Who: from, Role: network.From})
	if r.size() > network.Broadcast+2 { // me, the sender and more than eight others
		e.Size = r.size()
	} else {
		r.to(e, from)
	}
	if r.Owner && !from.Me {
		e.Parties = append(e.Parties, importer.Party{Who: importer.Who{Me: true}, Role: network.To})
	}
}

func (r *Room) to(e *importer.Encounter, from importer.Who) {
	if len(r.ids) != len(r.Members) {
		r.ids = r.ids[:0]
		for _, m := range r.Members {
			r.ids = append(r.ids, ID(m))
		}
	}
	id := ID(from)
	for i, m := range r.Members {
		if r.ids[i] != id {
			e.Parties = append(e.Parties, importer.Party{Who: m, Role: network.To})
		}
	}
}

// ID is what tells members of one source apart: the first handle, else the name.
func ID(w importer.Who) string {
	if len(w.Handles) > 0 {
		return string(w.Handles[0].Kind) + ":" + w.Handles[0].Value
	}
	if w.Me && w.Name == "" {
		return "me"
	}
	if id := network.Fold(w.Name); id != "" {
		return id
	}
	return w.Name // nothing but pictures
}

// Keys names the messages of one source. A chat has no ids in most exports: the
// moment, the author and the words say which message it is, and those that agree
// in all of these are numbered. So the same chat exported again gives the same
// names for what was there before.
type Keys struct {
	Source string
	seen   map[[16]byte]int
}

// remembered bounds the memory of Keys. Doubles stand close together.
const remembered = 1 << 16

// Of returns the key of the message that these parts describe.
func (k *Keys) Of(parts ...string) string {
	sum := importer.Digest(parts...)
	if k.seen == nil || len(k.seen) >= remembered {
		k.seen = map[[16]byte]int{}
	}
	n := k.seen[sum]
	k.seen[sum] = n + 1
	key := k.Source + ":" + hex.EncodeToString(sum[:])
	if n > 0 {
		key += "." + strconv.Itoa(n)
	}
	return key
}

// Key names a message that has a name of its own, or whose doubles are the same
// message twice.
func Key(source string, parts ...string) string {
	sum := importer.Digest(parts...)
	return source + ":" + hex.EncodeToString(sum[:])
}

// Untaken reports a call that nobody took, as a fact on the card of the other:
// it is no contact (rulings §1). How is "missed", "refused", "unanswered" or
// "voicemail".
func Untaken(at importer.Pos, read int, other importer.Who, on time.Time, how string) importer.Event {
	return importer.Event{At: at, Read: read, Card: &importer.Card{Who: other, Facts: []importer.Fact{{
		Kind: network.FactCall, Value: how, On: on,
	}}}}
}

// Named reads what a source shows as a name. A number is a number: it joins by
// itself, and nobody is called by it.
func Named(shown, country string) importer.Who {
	shown = network.OneLine(shown)
	if Number(shown) {
		if h, ok := phone.Handle(shown, country); ok {
			return importer.Who{Handles: []network.Handle{h}}
		}
	}
	return importer.Who{Name: shown}
}

// Number reports whether s is written as a telephone number and nothing else.
func Number(s string) bool {
	digits := 0
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, strings.ContainsRune(" ().-/\u00a0\u202f\u2011", r):
		default:
			return false
		}
	}
	return digits >= 6 && digits <= 20
}

// Clean takes away the marks that cannot be seen and only say in which direction
// text runs, or stand where a file was put together.
func Clean(s string) string {
	if strings.IndexFunc(s, invisible) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, s)
}

func invisible(r rune) bool {
	switch {
	case r == 0x200E || r == 0x200F || r == 0x061C || r == 0xFEFF || r == 0,
		r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return r < ' ' && r != '\n' && r != '\t' && r != '\r'
}
