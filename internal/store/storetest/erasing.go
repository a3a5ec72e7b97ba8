package storetest

import (
	"strings"

	"entregent/internal/network"
	"entregent/internal/store"
)

// erasing: somebody goes with all that hangs on them, what others have a part in
// stays without them, and texts are read as the caller says.
func erasing(b *bench) {
	b.put(alice, "anna", "bert", "carl")
	pid, cid := id[network.PersonID], id[network.CardID]
	b.update(alice, func(tx store.Tx) error {
		for word, e := range map[string]network.Encounter{
			"talk":    {Source: "x", Channel: network.InPerson, Subject: "with anna", Mine: network.Organizer, With: present("anna")},
			"meeting": {Source: "x", Channel: network.InPerson, Subject: "with anna and bert", Mine: network.Organizer, With: present("anna", "bert")},
			"mail":    {Source: "x", Channel: network.Mail, Subject: "from anna", Mine: network.To, With: said("anna", "bert")},
			"note":    {Source: network.Typed, Channel: network.InPerson, Subject: "anna said much", Mine: network.Organizer, With: present("anna", "bert")},
		} {
			e.ID, e.At = id[network.EncounterID](word), when
			if err := tx.AddEncounters([]network.Encounter{e}); err != nil {
				return err
			}
		}
		if err := tx.AddFavours([]network.Favour{
			{ID: id[network.FavourID]("hers"), Card: cid("anna"), Person: pid("anna"), Kind: network.Advice},
			{ID: id[network.FavourID]("his"), Card: cid("bert"), Person: pid("bert"), Kind: network.Introduction, What: "presented anna", Whom: cid("anna")},
		}); err != nil {
			return err
		}
		for word, made := range map[string]network.Ref{
			"of both":  {Kind: network.RefEncounter, ID: id[network.EncounterID]("meeting").String()},
			"of names": {Kind: network.RefPerson, ID: pid("bert").String()},
		} {
			if err := tx.PutLine(network.Line{ID: id[network.LineID](word), At: when, Text: "anna", Made: []network.Ref{made}}); err != nil {
				return err
			}
		}
		return tx.PutAnswer(store.Answer{Kind: "same", Subject: cid("anna").String() + "-" + cid("carl").String(), Verdict: "different", At: when})
	})
	var got store.Erased
	b.update(alice, func(tx store.Tx) (err error) {
		got, err = tx.Erase(store.Erasure{Person: pid("anna"), Blot: func(text string, _, _ bool) string { return strings.ReplaceAll(text, "anna", "…") }})
		return err
	})
	if got.Parted != 2 || got.Gone["encounter"] != 2 || got.Gone["favour"] != 1 || got.Gone["line"] != 1 || got.Gone["answer"] != 1 {
		b.Errorf("told %+v", got)
	}
	if len(got.Touched) != 1 || got.Touched[0] != pid("bert") {
		b.Errorf("touched %v", got.Touched)
	}
	b.view(alice, func(tx store.Tx) error {
		if _, err := tx.Person(pid("anna")); err == nil {
			b.Error("she is still there")
		}
		list, err := tx.EncountersOf(pid("bert"), when.AddDate(1, 0, 0), 9)
		if err != nil {
			return err
		}
		subjects := map[string]bool{}
		for _, e := range list {
			subjects[e.Subject] = true
			if len(e.With) != 1 {
				b.Errorf("%s: %d present", e.Subject, len(e.With))
			}
		}
		if len(list) != 2 || !subjects["with … and bert"] || !subjects[""] {
			b.Errorf("his encounters: %v", subjects)
		}
		fs, err := tx.Favours(network.PersonID{})
		if err != nil {
			return err
		}
		if len(fs) != 1 || fs[0].What != "presented …" || !fs[0].Whom.IsZero() {
			b.Errorf("favours: %+v", fs)
		}
		ls, err := tx.LinesBefore(when.AddDate(1, 0, 0), 9)
		if len(ls) != 1 || ls[0].Text != "…" {
			b.Errorf("lines: %+v", ls)
		}
		if _, gone, err := tx.ChangedSince(0); err != nil || len(gone) != 1 {
			b.Errorf("tombstones: %v, %v", gone, err)
		}
		return err
	})
	b.refuses(network.NotFound, "erasing nobody", func(tx store.Tx) error {
		_, err := tx.Erase(store.Erasure{Person: pid("anna")})
		return err
	})
	if err := b.house.Scour(b.Context()); err != nil {
		b.Error(err)
	}
}

// present are people at a meeting; said is words of the first to the others.
func present(names ...string) (out []network.Presence) {
	for _, n := range names {
		out = append(out, network.Presence{Card: id[network.CardID](n), Person: id[network.PersonID](n), Role: network.Attendee, Direction: network.Mutual, Contact: true, State: network.Held})
	}
	return out
}

func said(names ...string) []network.Presence {
	out := present(names...)
	for i := range out {
		out[i].Role, out[i].Direction = network.To, network.Apart
	}
	out[0].Role, out[0].Direction = network.From, network.In
	return out
}
