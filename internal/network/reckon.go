package network

import "slices"

// Reckon works out, for everyone present, who turned to whom and whether it
// counts as contact with the keeper (rulings §2 and §3). It reads the roles,
// the channel, the state, Mine and Size, and nothing else, so that it can be
// done again when the keeper's own handles change.
//
// Mine is "" when the keeper had no part in it. Size is the number of other
// people: for words, recipients without the keeper and the sender; for a
// meeting, everyone but the keeper.
func (e *Encounter) Reckon() {
	if e.Withdrawn() {
		e.Withdraw()
		return
	}
	for i := range e.With {
		p := &e.With[i]
		p.Direction, p.Contact, p.CcOnly = Apart, false, false
		if p.State != Planned {
			p.State = Held
		}
		switch {
		case e.Mine == "":
		case e.Channel == Event:
			p.Direction = Mutual
		case e.Held():
			e.reckonMeeting(p)
		default:
			e.reckonWords(p)
		}
		if e.State != Held || !e.Channel.Contact() {
			p.Contact = false
		}
	}
}

// Withdrawn reports whether the encounter does not count, as a newer edition of
// its calendar says otherwise.
func (e *Encounter) Withdrawn() bool {
	return slices.ContainsFunc(e.With, func(p Presence) bool { return p.State == Withdrawn })
}

// Withdraw takes the encounter out of every count.
func (e *Encounter) Withdraw() {
	for i := range e.With {
		p := &e.With[i]
		p.State, p.Direction, p.Contact, p.CcOnly = Withdrawn, Apart, false, false
	}
}

// Restate undoes Withdraw.
func (e *Encounter) Restate() {
	for i := range e.With {
		e.With[i].State = Held
		if e.State == Planned {
			e.With[i].State = Planned
		}
	}
	e.Reckon()
}

// Held reports whether the encounter was held together, at a time agreed on: a
// meeting of any kind, or a call in a calendar. Words have a sender instead.
func (e *Encounter) Held() bool {
	return e.Channel.Met() || e.Mine == Organizer || e.Mine == Attendee
}

func (e *Encounter) reckonWords(p *Presence) {
	switch {
	case e.Mine == From && p.Role != From:
		p.Direction = Out
	case e.Mine != From && p.Role == From:
		p.Direction = In
		p.CcOnly = e.Mine == Cc
	default:
		return
	}
	p.Contact = e.Size <= Broadcast
}

func (e *Encounter) reckonMeeting(p *Presence) {
	if p.Status == Declined {
		return
	}
	p.Direction = Mutual
	if e.Size > Broadcast && e.Source != Typed {
		return // attended among many; whom the keeper says they met there, they met
	}
	if p.Role == Organizer || p.Status == Accepted || e.Mine == Organizer {
		p.Contact = true
		return
	}
	p.State = Proposed // did you meet?
}
