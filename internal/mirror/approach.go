package mirror

import (
	"slices"
	"strings"

	"entregent/internal/network"
)

// stock are the beginnings of what LinkedIn writes in the place of a word.
var stock = []string{
	"i d like to add you to my professional network", "i d like to join your linkedin network", "since you are a person i trust", "je souhaiterais vous ajouter a mon reseau",
	"j aimerais vous ajouter a mon reseau", "j aimerais vous inviter a rejoindre mon reseau", "rejoignez mon reseau", "join my network on linkedin",
}

// alike is how many times the same words make them nobody's own.
const alike = 3

// enoughOpened is from how many first letters on it tells something that none of
// them asked.
const enoughOpened = 5

// approach reads how the keeper turns to people.
func (in *Input) approach() Reading {
	r := Reading{Key: Approach}
	sent, personal := r.invitations(in.Invited)
	m := in.Manners
	if m == nil {
		m = &Manners{}
	}
	switch {
	case m.asked.n > 0:
		r.done("approach.asked_first", m.asked.refs(), m.asked.n, m.opened, m.asked.names())
	case m.opened >= enoughOpened:
		r.done("approach.asked_none", nil, m.opened)
	}
	if m.theirs.n > 0 {
		r.done("approach.theirs_wait", m.theirs.refs(), m.theirs.n, m.theirs.names())
	}
	if m.mine.n > 0 {
		r.done("approach.mine_wait", m.mine.refs(), m.mine.n, m.mine.names())
	}
	r.Empty = len(r.Facts) == 0
	switch {
	case r.Empty:
		r.Next = reason("next.bring_invitations", nil)
	case m.theirs.n > 0:
		r.Next = reason("next.answer", m.theirs.refs()[:1], m.theirs.some[0].name)
	case sent > 0 && 2*personal < sent:
		r.Next = reason("next.word", nil)
	case m.asked.n > 0 && 4*m.asked.n >= m.opened:
		r.Next = reason("next.give_first", nil)
	default:
		r.Next = reason("next.go_on", nil)
	}
	return r
}

// done adds a fact of what was done.
func (r *Reading) done(key string, refs []network.Ref, args ...any) {
	r.Facts = append(r.Facts, Fact{Reason: reason(key, refs, args...), Shows: Done})
}

// note adds what is to be known of the files.
func (r *Reading) note(key string, refs []network.Ref, args ...any) {
	r.Notes = append(r.Notes, Fact{Reason: reason("note."+key, refs, args...), Shows: Done})
}

// invitations counts those sent with a word of the keeper's own: not LinkedIn's,
// and not the same words to one after another.
func (r *Reading) invitations(all []Invited) (sent, personal int) {
	times := map[string]int{}
	for _, i := range all {
		if i.Sent {
			times[network.Fold(i.Words)]++
		}
	}
	same, received, with := 0, 0, 0
	var own, bare, again []Invited
	for _, i := range all {
		words := network.Fold(i.Words)
		isStock := slices.ContainsFunc(stock, func(s string) bool { return strings.HasPrefix(words, s) })
		switch {
		case !i.Sent:
			if received++; words != "" && !isStock {
				with++
			}
			continue
		case words == "" || isStock:
			bare = append(bare, i)
		case times[words] >= alike:
			same++
			again = append(again, i)
		default:
			personal++
			own = append(own, i)
		}
		sent++
	}
	if sent > 0 {
		if personal > 0 {
			r.done("approach.invitations", latest(own), personal, sent)
		} else {
			r.done("approach.bare", latest(bare), sent)
		}
	}
	if same > 0 {
		r.done("approach.same_words", latest(again), same)
	}
	if received > 0 {
		r.done("approach.received", nil, with, received)
	}
	return sent, personal
}

// latest returns the records of the latest few.
func latest(list []Invited) (out []network.Ref) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Invited) int {
		if a.Day != b.Day {
			return int(b.Day) - int(a.Day)
		}
		return strings.Compare(a.Ref.ID, b.Ref.ID)
	})
	for _, i := range list[:min(someCases, len(list))] {
		out = append(out, i.Ref)
	}
	return out
}
