package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/network"
	"entregent/internal/store"
)

// encounter makes a mail from some persons, each present under the card of the
// same name.
func encounter(word string, who ...string) network.Encounter {
	e := network.Encounter{
		ID: id[network.EncounterID](word), Source: "mail", Channel: network.Mail, At: kept, Subject: "Objet", Excerpt: "Merci !", Place: "Lyon",
		Mine: network.To, MyCard: id[network.CardID]("me"), Size: len(who), Lang: "fr", Thanks: true, Question: true, Familiar: network.Tu,
	}
	for _, w := range who {
		e.With = append(e.With, network.Presence{
			Card: id[network.CardID](w), Person: id[network.PersonID](w), Role: network.From, Status: network.Accepted, Direction: network.In, Contact: true, CcOnly: true,
		})
	}
	return e
}

func favour(word, who string) network.Favour {
	return network.Favour{
		ID: id[network.FavourID](word), Card: id[network.CardID](who), Person: id[network.PersonID](who), Kind: network.Advice, Given: true, On: kept,
		What: "Conseil", Outcome: "Suivi", State: network.Proposed, Source: "linkedin",
	}
}

func encounters(b *bench) {
	b.put(alice, "Anne", "Yves")
	old, recent := encounter("old", "Anne"), encounter("recent", "Anne", "Yves")
	old.At = kept.AddDate(-1, 0, 0)
	twin := encounter("twin", "Anne")
	b.update(alice, func(tx store.Tx) error { return tx.AddEncounters([]network.Encounter{twin, old, recent}) })
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.EncountersOf(id[network.PersonID]("Anne"), kept.Add(time.Second), 10)
		if diff := cmp.Diff([]network.Encounter{recent, twin, old}, got); diff != "" {
			b.Errorf("encounters (-want +got):\n%s", diff)
		}
		before, err2 := tx.EncountersOf(id[network.PersonID]("Anne"), kept, 10)
		if len(before) != 1 || before[0].ID != old.ID {
			b.Errorf("before: %v", before)
		}
		first, err3 := tx.EncountersOf(id[network.PersonID]("Anne"), kept.Add(1), 0)
		if len(first) != 0 {
			b.Errorf("at most none: %v", first)
		}
		known, err4 := tx.KnownEncounters([]network.EncounterID{old.ID, id[network.EncounterID]("none")})
		if len(known) != 1 || !known[old.ID] {
			b.Errorf("known = %v", known)
		}
		of, err5 := tx.EncountersOfCard(id[network.CardID]("Yves"))
		if !slices.Equal(of, []network.EncounterID{recent.ID}) {
			b.Errorf("of a card: %v", of)
		}
		return errors.Join(err, err2, err3, err4, err5)
	})
	me := card("me", "")
	b.update(alice, func(tx store.Tx) error { return tx.AddCards([]network.Card{me}) })
	b.view(alice, func(tx store.Tx) error {
		of, err := tx.EncountersOfCard(me.ID)
		if len(of) != 3 {
			b.Errorf("of the keeper's own card: %v", of)
		}
		return err
	})
}

func encounterTwice(b *bench) {
	b.put(alice, "Anne", "Yves")
	first, again := encounter("e", "Anne"), encounter("e", "Anne", "Yves")
	again.Subject, again.Channel, again.At, again.Thanks, again.Size = "Other", network.Call, kept.AddDate(0, 0, 1), false, 9
	again.With[0].Role = network.Cc
	b.update(alice, func(tx store.Tx) error { return tx.AddEncounters([]network.Encounter{first}) })
	b.update(alice, func(tx store.Tx) error { return tx.AddEncounters([]network.Encounter{again, encounter("new", "Yves")}) })
	want := first
	want.With = append(slices.Clone(first.With), again.With[1])
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Encounters([]network.EncounterID{first.ID})
		if diff := cmp.Diff([]network.Encounter{want}, got); diff != "" {
			b.Errorf("encounter (-want +got):\n%s", diff)
		}
		err2 := tx.ContactsOf(id[network.PersonID]("Yves"), func(c store.Contact) error {
			if c.Channel != network.Mail || !c.At.Equal(kept) || !c.Thanks {
				b.Errorf("the new presence does not repeat the stored encounter: %+v", c)
			}
			return nil
		})
		return errors.Join(err, err2)
	})
}

func contacts(b *bench) {
	b.put(alice, "Anne", "Yves")
	var es []network.Encounter
	for i := range 30 {
		e := encounter(fmt.Sprint(i), "Anne", "Yves")
		e.At = kept.AddDate(0, 0, -i)
		es = append(es, e)
	}
	b.update(alice, func(tx store.Tx) error { return tx.AddEncounters(es) })
	b.view(alice, func(tx store.Tx) error {
		var all, of []store.Contact
		err := tx.AllContacts(func(c store.Contact) error { all = append(all, c); return nil })
		err2 := tx.ContactsOf(id[network.PersonID]("Anne"), func(c store.Contact) error { of = append(of, c); return nil })
		if len(all) != 60 || len(of) != 30 {
			b.Fatalf("%d in all, %d of one", len(all), len(of))
		}
		if diff := cmp.Diff(of, all[:30]); diff != "" {
			b.Errorf("the two ways differ:\n%s", diff)
		}
		want := store.Contact{
			Person: id[network.PersonID]("Anne"), Encounter: es[0].ID, At: kept, Day: network.DayOf(kept, zone(b)), Channel: network.Mail,
			Direction: network.In, Size: 2, Counts: true, CcOnly: true, Thanks: true, Question: true,
		}
		if diff := cmp.Diff(want, of[29]); diff != "" {
			b.Errorf("contact (-want +got):\n%s", diff)
		}
		return errors.Join(err, err2)
	})
}

func together(b *bench) {
	b.put(alice, "Anne", "Yves", "Zoé")
	alone, both, large, proposed, withdrawn := encounter("alone", "Anne"), encounter("both", "Yves", "Anne"), encounter("large", "Anne", "Yves"), encounter("proposed", "Anne", "Yves"), encounter("withdrawn", "Anne", "Yves", "Zoé")
	large.Size = 9
	proposed.With[1].State, withdrawn.With[1].State = network.Proposed, network.Withdrawn
	var many []network.Encounter
	for i := range 600 { // more than one page
		many = append(many, encounter(fmt.Sprint("many", i), "Anne", "Zoé"))
	}
	b.update(alice, func(tx store.Tx) error {
		return tx.AddEncounters(append(many, alone, both, large, proposed, withdrawn))
	})
	b.view(alice, func(tx store.Tx) error {
		var got []network.Encounter
		if err := tx.AllTogether(8, func(e network.Encounter) error { got = append(got, e); return nil }); err != nil {
			return err
		}
		if len(got) != 602 {
			b.Errorf("%d encounters", len(got))
		}
		for i, e := range got {
			if i > 0 && bytes.Compare(got[i-1].ID[:], e.ID[:]) >= 0 || len(e.With) != 2 || e.Subject == "" {
				b.Errorf("out of order, or not as it is: %+v", e)
			}
		}
		i := slices.IndexFunc(got, func(e network.Encounter) bool { return e.ID == withdrawn.ID })
		if i < 0 || slices.ContainsFunc(got[i].With, func(p network.Presence) bool { return p.Person == id[network.PersonID]("Yves") }) {
			b.Errorf("who was not there is there")
		}
		return nil
	})
}

func zone(b *bench) *time.Location {
	z, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		b.Fatal(err)
	}
	return z
}

func redate(b *bench) {
	b.put(alice, "Anne")
	e := encounter("e", "Anne")
	e.At = time.Date(2026, 3, 29, 22, 30, 0, 0, time.UTC) // already the 30th in Paris
	b.update(alice, func(tx store.Tx) error { return tx.AddEncounters([]network.Encounter{e}) })
	day := func() (d network.Day) {
		b.view(alice, func(tx store.Tx) error {
			return tx.ContactsOf(id[network.PersonID]("Anne"), func(c store.Contact) error { d = c.Day; return nil })
		})
		return d
	}
	if got := day().Date().String(); got != "2026-03-30" {
		b.Errorf("in Paris: %s", got)
	}
	b.update(alice, func(tx store.Tx) error { return tx.Redate(time.UTC) })
	if got := day().Date().String(); got != "2026-03-29" {
		b.Errorf("in Greenwich: %s", got)
	}
}

func putEncounter(b *bench) {
	b.put(alice, "Anne", "Yves")
	e := encounter("e", "Anne")
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(tx.PutEncounter(e), tx.AddOrigins([]store.Origin{{Record: e.ID, Kind: network.RefEncounter}}))
	})
	e = encounter("e", "Yves")
	e.Channel, e.At, e.Subject = network.InPerson, kept.AddDate(0, 0, 1), "Café"
	b.update(alice, func(tx store.Tx) error { return tx.PutEncounter(e) })
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Encounters([]network.EncounterID{e.ID})
		if diff := cmp.Diff([]network.Encounter{e}, got); diff != "" {
			b.Errorf("encounter (-want +got):\n%s", diff)
		}
		return errors.Join(err, tx.ContactsOf(id[network.PersonID]("Anne"), func(store.Contact) error { b.Error("Anne is still there"); return nil }))
	})
	b.update(alice, func(tx store.Tx) error { return tx.DeleteEncounter(e.ID) })
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Encounters([]network.EncounterID{e.ID})
		if len(got) != 0 {
			b.Errorf("deleted, and there: %v", got)
		}
		return errors.Join(err, tx.ContactsOf(id[network.PersonID]("Yves"), func(store.Contact) error { b.Error("a presence stayed"); return nil }))
	})
	b.refuses(network.NotFound, "one that is gone", func(tx store.Tx) error { return tx.DeleteEncounter(e.ID) })
}

func proposed(b *bench) {
	b.put(alice, "Anne")
	var es []network.Encounter
	for i := range 4 {
		e := encounter(fmt.Sprint(i), "Anne")
		e.At = kept.AddDate(0, 0, i)
		if i != 2 {
			e.With[0].State = network.Proposed
		}
		es = append(es, e)
	}
	b.update(alice, func(tx store.Tx) error { return tx.AddEncounters(es) })
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.ProposedMeetings(2)
		if diff := cmp.Diff([]network.Encounter{es[3], es[1]}, got); diff != "" {
			b.Errorf("proposed (-want +got):\n%s", diff)
		}
		return err
	})
}

func favours(b *bench) {
	b.put(alice, "Anne", "Yves")
	old, recent, undated := favour("old", "Anne"), favour("recent", "Yves"), favour("undated", "Anne")
	old.On, undated.On = kept.AddDate(-1, 0, 0), time.Time{}
	b.update(alice, func(tx store.Tx) error {
		again := favour("old", "Yves")
		return errors.Join(tx.AddFavours([]network.Favour{undated, old, recent}), tx.AddFavours([]network.Favour{again}))
	})
	list := func(p network.PersonID, want ...network.Favour) {
		b.Helper()
		b.view(alice, func(tx store.Tx) error {
			got, err := tx.Favours(p)
			if diff := cmp.Diff(want, got); diff != "" {
				b.Errorf("favours (-want +got):\n%s", diff)
			}
			return err
		})
	}
	list(network.PersonID{}, recent, old, undated)
	list(id[network.PersonID]("Anne"), old, undated)
	old.State, old.Outcome = network.Held, "Embauchée"
	b.update(alice, func(tx store.Tx) error { return errors.Join(tx.PutFavour(old), tx.DeleteFavour(undated.ID)) })
	list(id[network.PersonID]("Anne"), old)
	b.view(alice, func(tx store.Tx) error {
		known, err := tx.KnownFavours([]network.FavourID{old.ID, undated.ID})
		if len(known) != 1 || !known[old.ID] {
			b.Errorf("known = %v", known)
		}
		return err
	})
	b.refuses(network.NotFound, "one that is gone", func(tx store.Tx) error { return tx.DeleteFavour(undated.ID) })
}

func owns(b *bench) {
	post := store.Own{ID: id[network.OwnID]("1"), Source: "linkedin", Kind: "post", On: kept, Fields: map[string]string{"text": "Bonjour <b>\u2028", "link": ""}}
	skill := store.Own{ID: id[network.OwnID]("2"), Source: "linkedin", Kind: "skill", Fields: map[string]string{"name": "Go"}}
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(tx.AddOwn([]store.Own{post, skill}), tx.AddOwn([]store.Own{{ID: post.ID, Kind: "other"}}))
	})
	b.view(alice, func(tx store.Tx) error {
		all, err := tx.Owns("")
		posts, err2 := tx.Owns("post")
		if diff := cmp.Diff([][]store.Own{{skill, post}, {post}}, [][]store.Own{all, posts}); diff != "" {
			b.Errorf("own (-want +got):\n%s", diff)
		}
		return errors.Join(err, err2)
	})
}

func ties(b *bench) {
	b.put(alice, "Anne", "Yves")
	day := network.Day(20000)
	anne := store.TieRow{Person: id[network.PersonID]("Anne"), State: []byte{0, 1}, Days: 3, LastDay: &day, MetDay: &day}
	yves := store.TieRow{Person: id[network.PersonID]("Yves")}
	b.update(alice, func(tx store.Tx) error {
		if ego, err := tx.Ego(); err != nil || ego != nil {
			b.Errorf("no ego yet: %v, %v", ego, err)
		}
		return errors.Join(tx.PutTies([]store.TieRow{yves, {Person: anne.Person, Days: 1}}), tx.PutTies([]store.TieRow{anne}), tx.PutEgo([]byte("a")), tx.PutEgo([]byte("b")))
	})
	all := func() (out []store.TieRow) {
		b.view(alice, func(tx store.Tx) error {
			return tx.AllTies(func(r store.TieRow) error { out = append(out, r); return nil })
		})
		return out
	}
	if diff := cmp.Diff([]store.TieRow{anne, yves}, all()); diff != "" {
		b.Errorf("ties (-want +got):\n%s", diff)
	}
	b.update(alice, func(tx store.Tx) error {
		one, err := tx.Tie(anne.Person)
		none, err2 := tx.Tie(id[network.PersonID]("nobody"))
		if one.Days != 3 || !none.Person.IsZero() {
			b.Errorf("Tie = %v, %v", one, none)
		}
		if ego, _ := tx.Ego(); string(ego) != "b" {
			b.Errorf("Ego = %q", ego)
		}
		return errors.Join(err, err2, tx.DropTies())
	})
	if got := all(); len(got) != 0 {
		b.Errorf("dropped, and there: %v", got)
	}
}

func desk(b *bench) {
	b.update(alice, func(tx store.Tx) error {
		if l, err := tx.DayList(5); err != nil || l != nil {
			b.Errorf("no list yet: %q, %v", l, err)
		}
		return errors.Join(tx.PutDayList(5, []byte(`{"a": 1}`)), tx.PutDayList(5, []byte(`{"a":2}`)), tx.PutDayList(-3, []byte(`[]`)))
	})
	again := store.Answer{Kind: "gesture", Subject: "x", Verdict: "later", Person: id[network.PersonID]("Anne"), Detail: "drift", At: kept, Until: network.Date{Year: 2026, Month: 4, Day: 5}}
	loop := store.Answer{Kind: "loop", Subject: "x", Verdict: "closed", At: kept.Add(-time.Hour)}
	b.update(alice, func(tx store.Tx) error {
		first := again
		first.Verdict, first.At = "done", kept.AddDate(1, 0, 0)
		return errors.Join(tx.PutAnswer(first), tx.PutAnswer(again), tx.PutAnswer(loop))
	})
	b.view(alice, func(tx store.Tx) error {
		var days []network.Day
		err := tx.DayLists(-10, 5, func(d network.Day, l []byte) error { days = append(days, d); return nil })
		l, err2 := tx.DayList(5)
		if !slices.Equal(days, []network.Day{-3, 5}) || string(l) != `{"a":2}` {
			b.Errorf("lists of %v, %s", days, l)
		}
		all, err3 := tx.Answers("")
		some, err4 := tx.Answers("gesture")
		if diff := cmp.Diff([][]store.Answer{{loop, again}, {again}}, [][]store.Answer{all, some}); diff != "" {
			b.Errorf("answers (-want +got):\n%s", diff)
		}
		return errors.Join(err, err2, err3, err4)
	})
	b.update(alice, func(tx store.Tx) error { return tx.DropAnswer("loop", "x") })
	b.refuses(network.NotFound, "an answer taken back twice", func(tx store.Tx) error { return tx.DropAnswer("loop", "x") })
}

func doors(b *bench) {
	one := store.Session{Hash: [32]byte{1}, Once: true, Created: kept, Seen: kept, Expires: kept.AddDate(0, 1, 0), Agent: "Firefox"}
	two := store.Session{Hash: [32]byte{2}, Created: kept.Add(time.Hour), Expires: kept.AddDate(0, 1, 0)}
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(tx.PutSession(store.Session{Hash: one.Hash, Expires: kept}), tx.PutSession(one), tx.PutSession(two))
	})
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Sessions()
		s, err2 := tx.Session(one.Hash)
		if diff := cmp.Diff([]store.Session{two, one, one}, append(got, s)); diff != "" {
			b.Errorf("sessions (-want +got):\n%s", diff)
		}
		return errors.Join(err, err2)
	})
	b.update(alice, func(tx store.Tx) error { return tx.DropSession(one.Hash) })
	b.refuses(network.NotFound, "an ended session", func(tx store.Tx) error { _, err := tx.Session(one.Hash); return err })
	b.update(alice, func(tx store.Tx) error { return tx.DropSession([32]byte{}) })
	b.update(alice, func(tx store.Tx) error {
		left, err := tx.Sessions()
		if len(left) != 0 {
			b.Errorf("all ended, and there: %v", left)
		}
		return errors.Join(err, tx.PutSecret("pass", []byte("1")), tx.PutSecret("pass", []byte("2")))
	})
	b.update(alice, func(tx store.Tx) error {
		got, err := tx.Secret("pass")
		if string(got) != "2" {
			b.Errorf("secret = %q", got)
		}
		return errors.Join(err, tx.PutSecret("pass", nil))
	})
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Secret("pass")
		if got != nil {
			b.Errorf("removed, and there: %q", got)
		}
		return err
	})
}

// doneOnce plays the same request in many goroutines at once: it is done by
// one of them.
func doneOnce(b *bench) {
	const clients = 16
	outcome := make(chan error, clients)
	for range clients {
		go func() {
			outcome <- b.house.Update(context.Background(), alice, func(tx store.Tx) error {
				if _, ok, err := tx.Done("key"); err != nil || ok {
					return errors.Join(err, errors.New("answered before"))
				}
				return errors.Join(tx.PutDone("key", []byte("answer"), kept), tx.PutSecret("count", []byte("x")))
			})
		}()
	}
	done := 0
	for range clients {
		if <-outcome == nil {
			done++
		}
	}
	if done != 1 {
		b.Errorf("done %d times", done)
	}
	b.view(alice, func(tx store.Tx) error {
		got, ok, err := tx.Done("key")
		if !ok || string(got) != "answer" {
			b.Errorf("Done = %q, %v", got, ok)
		}
		_, ok, err2 := tx.Done("other")
		if ok {
			b.Error("another key was done")
		}
		return errors.Join(err, err2)
	})
	b.refuses(network.Conflict, "the same key again", func(tx store.Tx) error { return tx.PutDone("key", nil, kept) })
}
