package storetest

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// stirred says who was stirred since a change number, by the words of their ids.
func (b *bench) stirred(since int64) string {
	b.Helper()
	var out string
	b.view(alice, func(tx store.Tx) error {
		ids, all, err := tx.StirredSince(since)
		out = wordsOf(ids)
		if all {
			out = "all"
		}
		return err
	})
	return out
}

func wordsOf(ids []network.PersonID) string {
	var out []string
	for _, id := range ids {
		out = append(out, strings.TrimRight(string(id[:]), "\x00"))
	}
	return strings.Join(out, " ")
}

func (b *bench) change() (n int64) {
	b.Helper()
	b.view(alice, func(tx store.Tx) (err error) { n, err = tx.Change(); return err })
	return n
}

func stirs(b *bench) {
	b.put(alice, "Anne", "Béa", "Cléo", "Dina")
	p := id[network.PersonID]
	var favour network.Favour
	for _, c := range []struct {
		what string
		want string
		fn   func(store.Tx) error
	}{
		{"nothing", "", func(store.Tx) error { return nil }},
		{"an answer", "", func(tx store.Tx) error { return tx.PutAnswer(store.Answer{Kind: "gesture", Subject: "x", At: when}) }},
		{"a tie", "Anne", func(tx store.Tx) error { return tx.PutTies([]store.TieRow{{Person: p("Anne"), Days: 1}}) }},
		{"a person", "Béa", func(tx store.Tx) error {
			x, err := tx.Person(p("Béa"))
			return errors.Join(err, tx.PutPerson(&x, nil))
		}},
		{"a favour", "Cléo", func(tx store.Tx) error {
			favour = network.Favour{ID: id[network.FavourID]("f"), Card: id[network.CardID]("Cléo"), Person: p("Cléo"), Kind: network.Gift, On: when, Source: "book"}
			return tx.AddFavours([]network.Favour{favour})
		}},
		{"a favour that is another's now", "Anne Cléo", func(tx store.Tx) error {
			favour.Card, favour.Person = id[network.CardID]("Anne"), p("Anne")
			return tx.PutFavour(favour)
		}},
		{"a card moved, with the favour", "Anne Dina", func(tx store.Tx) error {
			return tx.MoveCard(id[network.CardID]("Anne"), p("Dina"))
		}},
		{"a favour gone", "Dina", func(tx store.Tx) error { return tx.DeleteFavour(favour.ID) }},
		{"a person gone", "Anne", func(tx store.Tx) error { return tx.DropPerson(p("Anne")) }},
		{"every tie gone", "all", func(tx store.Tx) error { return tx.DropTies() }},
		{"after that, one tie", "Béa", func(tx store.Tx) error { return tx.PutTies([]store.TieRow{{Person: p("Béa")}}) }},
		{"other days", "all", func(tx store.Tx) error { return tx.Redate(time.UTC) }},
	} {
		before := b.change()
		b.update(alice, func(tx store.Tx) error {
			if err := c.fn(tx); err != nil {
				return err
			}
			ids, all, err := tx.StirredSince(before)
			if got := wordsOf(ids); got != c.want && !all {
				b.Errorf("%s: stirred %q within the transaction, want %q", c.what, got, c.want)
			}
			return err
		})
		if got := b.stirred(before); got != c.want {
			b.Errorf("%s: stirred %q, want %q", c.what, got, c.want)
		}
		if got := b.stirred(b.change()); got != "" {
			b.Errorf("%s: stirred %q since now", c.what, got)
		}
	}
	if got := b.stirred(0); got != "all" {
		b.Errorf("stirred %q since the beginning, want all", got)
	}
	b.newKeeper(bob)
	b.view(bob, func(tx store.Tx) error {
		if ids, all, err := tx.StirredSince(0); len(ids) > 0 || all || err != nil {
			b.Errorf("of another keeper: %v, %v, %v", ids, all, err)
		}
		return nil
	})
}

func stirsOfAFailedUpdate(b *bench) {
	b.put(alice, "Anne")
	before := b.change()
	lost := errors.New("lost")
	err := b.house.Update(b.Context(), alice, func(tx store.Tx) error {
		if tx.Wrote() {
			b.Error("it has written before it wrote")
		}
		err := tx.PutTies([]store.TieRow{{Person: id[network.PersonID]("Anne")}})
		if !tx.Wrote() {
			b.Error("it has not written after it wrote")
		}
		return errors.Join(err, lost)
	})
	if !errors.Is(err, lost) {
		b.Fatal(err)
	}
	if got := b.stirred(before); got != "" {
		b.Errorf("stirred %q by what did not take place", got)
	}
}

func rolls(b *bench) {
	b.put(alice, "Anne")
	read := func() (change int64, state []byte) {
		b.view(alice, func(tx store.Tx) (err error) { change, state, err = tx.Roll(); return err })
		return change, state
	}
	if _, state := read(); state != nil {
		b.Errorf("a roll that nobody kept: %x", state)
	}
	for _, want := range [][]byte{{1, 2, 3}, bytes.Repeat([]byte{7}, 500_000)} {
		b.update(alice, func(tx store.Tx) error { return tx.PutRoll(42, want) })
		if change, state := read(); change != 42 || !bytes.Equal(state, want) {
			b.Errorf("%d bytes at %d came back as %d at %d", len(want), 42, len(state), change)
		}
	}
	b.update(alice, func(tx store.Tx) error {
		if err := tx.MoveCard(id[network.CardID]("Anne"), network.PersonID{}); err != nil {
			return err
		}
		return tx.DropPerson(id[network.PersonID]("Anne"))
	})
	if _, state := read(); state != nil {
		b.Error("the roll remembers somebody who is gone")
	}
}

func several(b *bench) {
	var names []string
	for c := 'a'; c <= 'z'; c++ {
		for d := '0'; d <= '4'; d++ { // more than are asked for at once
			names = append(names, string(c)+string(d))
		}
	}
	b.put(alice, names...)
	var ids, want []network.PersonID
	b.update(alice, func(tx store.Tx) error {
		for i, n := range names {
			p := id[network.PersonID](n)
			err := tx.PutTies([]store.TieRow{{Person: p, Days: i}})
			if i%2 == 0 {
				err = errors.Join(err, tx.AddFavours([]network.Favour{{
					ID: id[network.FavourID](n), Card: id[network.CardID](n), Person: p, Kind: network.Gift, On: when.AddDate(0, 0, i), Source: "book",
				}}))
			}
			if err != nil {
				return err
			}
			if i != 3 {
				ids, want = append(ids, p), append(want, p)
			}
		}
		return tx.AddFavours([]network.Favour{{ID: id[network.FavourID]("undated"), Card: id[network.CardID]("a0"), Person: id[network.PersonID]("a0"), Kind: network.Gift, Source: "book"}})
	})
	ids = append(ids, id[network.PersonID]("nobody"))
	b.view(alice, func(tx store.Tx) error {
		people, err := tx.People(ids)
		var got []network.PersonID
		for _, p := range people {
			if got = append(got, p.ID); p.Name == "" || p.SortKey != p.Name {
				b.Errorf("%+v", p)
			}
		}
		same(b, "people", got, want)
		ties, err2 := tx.TiesOf(ids)
		got = nil
		for _, t := range ties {
			if got = append(got, t.Person); names[t.Days] != wordsOf([]network.PersonID{t.Person}) {
				b.Errorf("%+v", t)
			}
		}
		same(b, "ties", got, want)
		favours, err3 := tx.FavoursOf(ids)
		if len(favours) != len(names)/2+1 {
			b.Errorf("%d favours of them, want %d", len(favours), len(names)/2+1)
		}
		since, err4 := tx.FavoursSince(when.AddDate(0, 0, 10).Truncate(time.Microsecond))
		if len(since) != len(names)/2-5 {
			b.Errorf("%d favours since, want %d", len(since), len(names)/2-5)
		}
		return errors.Join(err, err2, err3, err4)
	})
}

func same(b *bench, what string, got, want []network.PersonID) {
	b.Helper()
	slices.SortFunc(got, func(x, y network.PersonID) int { return slices.Compare(x[:], y[:]) })
	if !slices.Equal(got, want) {
		b.Errorf("%s: %d of them, want %d", what, len(got), len(want))
	}
}

func contactsBetween(b *bench) {
	b.put(alice, "Anne")
	anne := id[network.PersonID]("Anne")
	b.update(alice, func(tx store.Tx) error {
		var es []network.Encounter
		for i := range 6 {
			es = append(es, network.Encounter{
				ID: id[network.EncounterID](string(rune('a' + i))), Source: "book", Channel: network.Mail, At: kept.AddDate(0, 0, i),
				With: []network.Presence{{Card: id[network.CardID]("Anne"), Person: anne, Role: network.From}},
			})
		}
		return tx.AddEncounters(es)
	})
	b.view(alice, func(tx store.Tx) error {
		got := ""
		err := tx.ContactsFrom(anne, kept.AddDate(0, 0, 1), kept.AddDate(0, 0, 4), func(c store.Contact) error {
			got += strings.TrimRight(string(c.Encounter[:]), "\x00")
			return nil
		})
		if got != "bcd" {
			b.Errorf("between the second and the fifth: %q", got)
		}
		return err
	})
}
