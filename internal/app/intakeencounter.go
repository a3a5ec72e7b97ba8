package app

import (
	"slices"
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
	"entregent/internal/words"
)

// A talk counts the conversations of a source, and those in which a name or a
// number stood for the keeper.
type talk struct{ all, mine int }

// hear notes whether the keeper is recognised among those who speak. Where they
// only read along, among several, one of these may be the keeper under another
// name.
func (t *talk) hear(e *network.Encounter, own *importer.Party, others int) {
	if e.Channel != network.Message && e.Channel != network.Call || e.Size > network.Broadcast {
		return
	}
	t.all++
	if own != nil && (own.Name != "" || len(own.Handles) > 0 || own.Role == network.From || others == 1) {
		t.mine++
	}
}

func (b *batch) takeEncounter(at importer.Pos, e importer.Encounter) {
	enc, reason := b.encounter(at, e)
	if reason != "" {
		b.report.ignore(reason, 1)
		if e.Edition != nil {
			b.takeEdition(at, *e.Edition, nil)
		}
		return
	}
	if e.Edition != nil {
		b.takeEdition(at, *e.Edition, &enc)
		b.earlier[enc.ID] = b.earlierID(e)
	}
	b.origin(enc.ID, network.RefEncounter, at)
	b.encounters = append(b.encounters, enc)
}

// encounter makes the record of something that took place; or says why it is
// left out.
func (b *batch) encounter(at importer.Pos, e importer.Encounter) (network.Encounter, string) {
	w := words.Read(e.Text)
	enc := network.Encounter{
		ID:     network.Derive[network.EncounterID](b.keeper.Seed, "encounter", encounterKey(e)...),
		Source: b.source, Channel: e.Channel, At: e.At.UTC().Truncate(time.Microsecond),
		Subject: shorten(network.OneLine(e.Subject), 300), Place: shorten(network.OneLine(e.Place), 200),
		Excerpt: w.Excerpt, State: e.State,
		Lang: w.Lang, Thanks: w.Thanks, Question: w.Question, Familiar: w.Familiar,
	}
	if !e.Until.IsZero() {
		enc.Until = e.Until.UTC().Truncate(time.Microsecond)
	}
	parties, mine, own := b.parties(e)
	enc.Mine = mine
	if own != nil {
		enc.MyCard, _ = b.card(at, own.Who, network.Human, false, "")
		if own.Status == network.Declined {
			return enc, "declined"
		}
	}
	spoken := !enc.Held() && enc.Channel != network.Event
	if spoken && len(parties) == 0 && e.Size <= 1 {
		return enc, "to_self"
	}
	enc.Size = others(e, parties, mine, spoken)
	b.talk.hear(&enc, own, len(parties))
	gone := false
	for _, p := range parties {
		if spoken && enc.Size > network.Broadcast && p.Role != network.From {
			continue // nobody is created from a broadcast
		}
		if machine(p.Handles) {
			if p.Role == network.From {
				return enc, "machine"
			}
			continue
		}
		if b.barred(p.Who, network.Human, false, "") {
			if p.Role == network.From {
				return enc, "erased" // their words go with them
			}
			b.blotOut(&enc, p.Who)
			gone = true
			continue
		}
		if card, ok := b.card(at, p.Who, network.Human, false, ""); ok {
			enc.With = append(enc.With, network.Presence{Card: card, Role: p.Role, Status: p.Status, State: presenceState(e.State)})
		}
	}
	if spoken && enc.Size > network.Broadcast && mine == network.From {
		b.report.ignore("broadcast", 1)
	}
	if gone && len(enc.With) == 0 {
		return enc, "erased"
	}
	enc.With = distinct(enc.With)
	enc.Reckon()
	return enc, ""
}

// plan is Planned for what is planned: it is another record than what takes
// place later, so that a newer calendar can say that it did.
func plan(s network.State) network.State {
	if s == network.Planned {
		return s
	}
	return network.Held
}

func presenceState(s network.State) network.State {
	return plan(s)
}

// parties returns everybody but the keeper, and the keeper's own part.
func (b *batch) parties(e importer.Encounter) (rest []importer.Party, mine network.Role, own *importer.Party) {
	for _, p := range e.Parties {
		if !b.me.is(p.Who) {
			rest = append(rest, p)
			continue
		}
		if own == nil || rank(p.Role) < rank(own.Role) {
			q := p
			own, mine = &q, p.Role
		}
	}
	if mine == "" && e.OwnerTookPart {
		mine = network.Attendee
	}
	if e.OwnerDeclined && own == nil {
		own = &importer.Party{Role: network.Attendee, Status: network.Declined}
	}
	return rest, mine, own
}

// rank orders the roles of somebody named more than once: the weightiest wins.
func rank(r network.Role) int {
	return slices.Index([]network.Role{network.From, network.Organizer, network.To, network.Attendee, network.Cc, network.Bcc}, r)
}

// others counts the people besides the keeper, and for words besides the
// sender, whether the source lists them or only counts them.
func others(e importer.Encounter, parties []importer.Party, mine network.Role, words bool) int {
	seen := map[string]bool{}
	for _, p := range parties {
		if words && p.Role == network.From {
			continue
		}
		k := p.Name
		if len(p.Handles) > 0 {
			k = string(p.Handles[0].Kind) + p.Handles[0].Value
		}
		seen[k] = true
	}
	n := e.Size
	if mine != "" && !(words && mine == network.From) && n > 0 {
		n--
	}
	return max(len(seen), n)
}

func machine(hs []network.Handle) bool {
	for _, h := range hs {
		if h.Kind == network.Email && network.MachineAddress(h.Value) {
			return true
		}
	}
	return false
}

// distinct keeps one presence of each card: the weightiest role.
func distinct(in []network.Presence) []network.Presence {
	var out []network.Presence
	for _, p := range in {
		i := slices.IndexFunc(out, func(q network.Presence) bool { return q.Card == p.Card })
		if i < 0 {
			out = append(out, p)
		} else if rank(p.Role) < rank(out[i].Role) {
			out[i] = p
		}
	}
	return out
}
