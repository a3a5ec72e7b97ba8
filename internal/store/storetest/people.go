package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/network"
	"entregent/internal/store"
)

func keepers(b *bench) {
	b.newKeeper(bob)
	got, err := b.house.Keepers(context.Background())
	if err != nil || !slices.Equal(got, []network.KeeperID{alice, bob}) {
		b.Errorf("Keepers = %v, %v", got, err)
	}
	if err := b.house.NewKeeper(context.Background(), network.Keeper{ID: bob}); !errors.Is(err, network.Conflict) {
		b.Errorf("a second bob: %v, want Conflict", err)
	}
	b.update(alice, func(tx store.Tx) error {
		k, err := tx.Keeper()
		want := network.Keeper{ID: alice, Seed: []byte("seed of " + alice.String()), Settings: network.Settings{Zone: "Europe/Paris", Names: []string{"Élise"}}}
		if diff := cmp.Diff(want, k); diff != "" {
			b.Errorf("keeper (-want +got):\n%s", diff)
		}
		k.Settings.Lang = "fr"
		return errors.Join(err, tx.PutSettings(k.Settings))
	})
	b.view(alice, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if k.Settings.Lang != "fr" {
			b.Errorf("settings = %+v", k.Settings)
		}
		return err
	})
}

func noKeeper(b *bench) {
	err := b.house.View(context.Background(), bob, func(tx store.Tx) error { _, err := tx.Keeper(); return err })
	if !errors.Is(err, network.NotFound) {
		b.Errorf("Keeper = %v, want NotFound", err)
	}
	err = b.house.Update(context.Background(), bob, func(tx store.Tx) error { return tx.PutSecret("x", []byte("y")) })
	if !errors.Is(err, network.NotFound) {
		b.Errorf("a write for nobody = %v, want NotFound", err)
	}
}

func strangers(b *bench) {
	b.newKeeper(bob)
	b.put(alice, "Zoé")
	b.put(bob, "Zoé") // the same id in another network
	b.put(bob, "Yves")
	b.view(alice, func(tx store.Tx) error {
		if _, err := tx.Person(id[network.PersonID]("Yves")); !errors.Is(err, network.NotFound) {
			b.Errorf("alice sees bob's Yves: %v", err)
		}
		if got := listed(b, tx, store.PeopleQuery{}); !slices.Equal(got, []string{"Zoé"}) {
			b.Errorf("alice lists %v", got)
		}
		return nil
	})
	b.refuses(network.NotFound, "a fact on another's card", func(tx store.Tx) error {
		return tx.AddFacts([]network.Fact{{ID: id[network.FactID]("f"), Card: id[network.CardID]("Yves")}})
	})
}

func failedUpdate(b *bench) {
	boom := errors.New("boom")
	err := b.house.Update(context.Background(), alice, func(tx store.Tx) error {
		p := network.Person{ID: id[network.PersonID]("p"), Standing: network.Contact}
		return errors.Join(tx.PutPerson(&p, nil), boom)
	})
	if !errors.Is(err, boom) {
		b.Fatalf("Update = %v, want boom", err)
	}
	b.view(alice, func(tx store.Tx) error {
		if _, err := tx.Person(id[network.PersonID]("p")); !errors.Is(err, network.NotFound) {
			b.Errorf("after a failed update: %v, want NotFound", err)
		}
		return nil
	})
}

func viewCannotWrite(b *bench) {
	err := b.house.View(context.Background(), alice, func(tx store.Tx) error { return tx.PutSecret("x", []byte("y")) })
	if err == nil {
		b.Error("a view wrote")
	}
}

func change(b *bench) (n int64) {
	b.view(alice, func(tx store.Tx) (err error) { n, err = tx.Change(); return err })
	return n
}

func changeNumber(b *bench) {
	before := change(b)
	b.update(alice, func(tx store.Tx) error { _, err := tx.Answers(""); return err })
	if n := change(b); n != before {
		b.Errorf("an update that wrote nothing: %d, want %d", n, before)
	}
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(tx.PutSecret("x", []byte("y")), tx.PutSecret("z", []byte("y")))
	})
	if n := change(b); n != before+1 {
		b.Errorf("an update with two writes: %d, want %d", n, before+1)
	}
	b.house.Update(context.Background(), alice, func(tx store.Tx) error {
		return errors.Join(tx.PutSecret("x", []byte("w")), errors.New("boom"))
	})
	if n := change(b); n != before+1 {
		b.Errorf("a failed update: %d, want %d", n, before+1)
	}
}

func card(word, person string) network.Card {
	return network.Card{ID: id[network.CardID](word), Source: "book", Name: word, Person: id[network.PersonID](person), Born: id[network.PersonID](person)}
}

func cards(b *bench) {
	b.put(alice, "Anne", "Yves")
	more := []network.Card{
		{
			ID: id[network.CardID]("z"), Source: "mail", Kind: network.Organisation, Name: "Zoé", Vouched: true, Person: id[network.PersonID]("Anne"), Born: id[network.PersonID]("Yves"),
			Handles: []network.Handle{{Kind: network.Phone, Value: "+33261910078"}, {Kind: network.Email, Value: "a@b.example"}, {Kind: network.Website, Value: "x.org"}},
		},
		card("a", "Anne"),
	}
	b.update(alice, func(tx store.Tx) error { return tx.AddCards(more) })
	if more[0].Seq != 3 || more[1].Seq != 4 {
		b.Errorf("Seq = %d, %d, want 3, 4", more[0].Seq, more[1].Seq)
	}
	b.view(alice, func(tx store.Tx) error {
		var names []string
		err := tx.AllCards(func(c network.Card) error { names = append(names, c.Name); return nil })
		if want := []string{"Anne", "Yves", "Zoé", "a"}; !slices.Equal(names, want) {
			b.Errorf("AllCards = %v, want %v", names, want)
		}
		of, err2 := tx.CardsOf(id[network.PersonID]("Anne"))
		if len(of) != 3 {
			b.Fatalf("CardsOf: %d cards", len(of))
		}
		if diff := cmp.Diff(more, of[1:]); diff != "" {
			b.Errorf("CardsOf (-want +got):\n%s", diff)
		}
		return errors.Join(err, err2)
	})
	b.update(alice, func(tx store.Tx) error {
		p, err := tx.Person(id[network.PersonID]("Yves"))
		p.Merged = id[network.PersonID]("Anne")
		return errors.Join(err, tx.PutPerson(&p, nil))
	})
	b.view(alice, func(tx store.Tx) error {
		of, err := tx.CardsOf(id[network.PersonID]("Anne"))
		if len(of) != 4 || of[1].Name != "Yves" {
			b.Errorf("with the merged person's: %v", of)
		}
		return err
	})
}

func cardTwice(b *bench) {
	b.put(alice, "Anne")
	other := card("Anne", "Anne")
	other.Name, other.Handles = "Other", []network.Handle{{Kind: network.Email, Value: "a@b.example"}}
	b.update(alice, func(tx store.Tx) error {
		return tx.AddCards([]network.Card{other, card("new", "Anne"), card("new", "Anne")})
	})
	b.view(alice, func(tx store.Tx) error {
		of, err := tx.CardsOf(id[network.PersonID]("Anne"))
		if len(of) != 2 || of[0].Name != "Anne" || len(of[0].Handles) != 0 {
			b.Errorf("cards = %v", of)
		}
		return err
	})
}

func moveCard(b *bench) {
	b.put(alice, "Anne", "Yves")
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(
			tx.AddEncounters([]network.Encounter{encounter("e", "Anne")}),
			tx.AddFavours([]network.Favour{favour("f", "Anne")}),
			tx.MoveCard(id[network.CardID]("Anne"), id[network.PersonID]("Yves")))
	})
	where := func(want network.PersonID) {
		b.view(alice, func(tx store.Tx) error {
			es, err := tx.Encounters([]network.EncounterID{id[network.EncounterID]("e")})
			fs, err2 := tx.Favours(network.PersonID{})
			if es[0].With[0].Person != want || fs[0].Person != want {
				b.Errorf("presence of %v, favour of %v, want %v", es[0].With[0].Person, fs[0].Person, want)
			}
			n := 0
			err3 := tx.ContactsOf(want, func(store.Contact) error { n++; return nil })
			if n != 1 {
				b.Errorf("%d contacts where the card went", n)
			}
			return errors.Join(err, err2, err3)
		})
	}
	where(id[network.PersonID]("Yves"))
	b.update(alice, func(tx store.Tx) error { return tx.MoveCard(id[network.CardID]("Anne"), network.PersonID{}) })
	where(network.PersonID{})
	b.update(alice, func(tx store.Tx) error {
		return tx.MoveCard(id[network.CardID]("Anne"), id[network.PersonID]("Anne"))
	})
	where(id[network.PersonID]("Anne"))
	b.refuses(network.NotFound, "no such card", func(tx store.Tx) error {
		return tx.MoveCard(id[network.CardID]("nobody"), id[network.PersonID]("Anne"))
	})
}

func facts(b *bench) {
	b.put(alice, "Anne")
	typed := card("typed", "Anne")
	typed.Source = network.Typed
	fact := func(word string, c string, kind network.FactKind, value string) network.Fact {
		return network.Fact{ID: id[network.FactID](word), Card: id[network.CardID](c), Kind: kind, Value: value}
	}
	old, recent, undated, note := fact("1", "Anne", network.FactTitle, "a"), fact("2", "Anne", network.FactTitle, "z"), fact("3", "Anne", network.FactTitle, "b"), fact("4", "typed", network.FactNote, "n")
	old.AsOf, recent.AsOf, recent.On = kept, kept.AddDate(1, 0, 0), kept
	note.Label = "étiquette"
	b.update(alice, func(tx store.Tx) error {
		err := tx.AddCards([]network.Card{typed})
		return errors.Join(err, tx.AddFacts([]network.Fact{undated, old, note, recent}), tx.AddFacts([]network.Fact{fact("1", "typed", network.FactTitle, "again")}))
	})
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.FactsOf(id[network.PersonID]("Anne"))
		if diff := cmp.Diff([]network.Fact{note, recent, old, undated}, got); diff != "" {
			b.Errorf("facts (-want +got):\n%s", diff)
		}
		some, err2 := tx.Facts([]network.FactID{old.ID, id[network.FactID]("none"), old.ID})
		if diff := cmp.Diff([]network.Fact{old}, some); diff != "" {
			b.Errorf("facts by id (-want +got):\n%s", diff)
		}
		var titles []network.FactID
		err3 := tx.FactsOfKind(network.FactTitle, func(p network.PersonID, f network.Fact) error {
			if p != id[network.PersonID]("Anne") || f.Kind != network.FactTitle {
				b.Errorf("of a kind: %v of %v", f, p)
			}
			titles = append(titles, f.ID)
			return nil
		})
		if !slices.Equal(titles, []network.FactID{old.ID, recent.ID, undated.ID}) {
			b.Errorf("of a kind, in id order: %v", titles)
		}
		return errors.Join(err, err2, err3)
	})
	b.refuses(network.NotFound, "an imported fact", func(tx store.Tx) error { return tx.DeleteFact(old.ID) })
	b.update(alice, func(tx store.Tx) error { return tx.DeleteFact(note.ID) })
	b.refuses(network.NotFound, "a fact that is gone", func(tx store.Tx) error { return tx.DeleteFact(note.ID) })
}

func personRoundTrip(b *bench) {
	b.put(alice, "Yves")
	want := network.Person{
		ID: id[network.PersonID]("p"), Merged: id[network.PersonID]("Yves"), Standing: network.Stranger, Circle: "15", Slow: true, Rhythm: 30,
		Mark: network.Resting, MarkUntil: network.Date{Year: 2027, Month: 2, Day: 3}, Stage: "bond", StageWord: "parce que", Familiar: network.Tu, Lang: "fr", Binned: true,
		Name: "Élodie", SortKey: "elodie", Organisation: "Acme", Title: "Cheffe", Town: "Lyon", Birthday: "--03-05", Since: when,
	}
	b.update(alice, func(tx store.Tx) error { return tx.PutPerson(&want, []string{"elodie"}) })
	if want.Version != 1 || want.Changed != change(b) {
		b.Errorf("Version %d, Changed %d", want.Version, want.Changed)
	}
	want.Since = kept
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Person(want.ID)
		if diff := cmp.Diff(want, got); diff != "" {
			b.Errorf("person (-want +got):\n%s", diff)
		}
		n := 0
		err2 := tx.AllPeople(func(network.Person) error { n++; return nil })
		if n != 1 {
			b.Errorf("AllPeople: %d, want only the one that is not merged", n)
		}
		return errors.Join(err, err2)
	})
	b.refuses(network.NotFound, "nobody", func(tx store.Tx) error { _, err := tx.Person(id[network.PersonID]("nobody")); return err })
}

func personVersion(b *bench) {
	p := network.Person{ID: id[network.PersonID]("p"), Standing: network.Contact}
	b.update(alice, func(tx store.Tx) error { return tx.PutPerson(&p, nil) })
	stale, again := p, network.Person{ID: p.ID, Standing: network.Contact}
	b.update(alice, func(tx store.Tx) error { return tx.PutPerson(&p, nil) })
	if p.Version != 2 {
		b.Errorf("Version = %d after one update, want 2", p.Version)
	}
	for name, bad := range map[string]*network.Person{"an old version": &stale, "inserted twice": &again} {
		b.refuses(network.Conflict, name, func(tx store.Tx) error { return tx.PutPerson(bad, nil) })
	}
}

func dropPerson(b *bench) {
	b.put(alice, "Anne", "Yves")
	b.refuses(network.Conflict, "with a card", func(tx store.Tx) error { return tx.DropPerson(id[network.PersonID]("Anne")) })
	before := change(b)
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(
			tx.PutTies([]store.TieRow{{Person: id[network.PersonID]("Anne")}}),
			tx.MoveCard(id[network.CardID]("Anne"), id[network.PersonID]("Yves")),
			tx.DropPerson(id[network.PersonID]("Anne")))
	})
	since := func(n int64) (changed, gone []network.PersonID) {
		b.view(alice, func(tx store.Tx) (err error) { changed, gone, err = tx.ChangedSince(n); return err })
		return changed, gone
	}
	if _, gone := since(before); !slices.Equal(gone, []network.PersonID{id[network.PersonID]("Anne")}) {
		b.Errorf("gone = %v", gone)
	}
	if changed, gone := since(0); len(changed) != 1 || len(gone) != 1 {
		b.Errorf("since the beginning: %v, %v", changed, gone)
	}
	if changed, gone := since(change(b)); len(changed)+len(gone) != 0 {
		b.Errorf("since now: %v, %v", changed, gone)
	}
	b.put(alice, "Anne2")
	b.update(alice, func(tx store.Tx) error {
		return tx.PutPerson(&network.Person{ID: id[network.PersonID]("Anne"), Standing: network.Contact}, nil)
	})
	if _, gone := since(0); len(gone) != 0 {
		b.Errorf("back again, and still gone: %v", gone)
	}
	b.refuses(network.NotFound, "nobody", func(tx store.Tx) error { return tx.DropPerson(id[network.PersonID]("nobody")) })
}

// listed returns the names of a list.
func listed(b *bench, tx store.Tx, q store.PeopleQuery) []string {
	b.Helper()
	got, err := tx.ListPeople(q)
	if err != nil {
		b.Fatal(err)
	}
	var out []string
	for _, l := range got {
		out = append(out, l.Name)
	}
	return out
}

func sorts(b *bench) {
	b.put(alice, "Zoé", "eric", "Éric", "_x", "Ève", "eve", "Œdipe", "Łukasz")
	b.view(alice, func(tx store.Tx) error {
		var got []string
		q := store.PeopleQuery{Limit: 3}
		for {
			page, err := tx.ListPeople(q)
			if err != nil || len(page) == 0 {
				if want := []string{"eric", "Éric", "eve", "Ève", "Łukasz", "Œdipe", "_x", "Zoé"}; !slices.Equal(got, want) {
					b.Errorf("order = %v, want %v", got, want)
				}
				return err
			}
			for _, l := range page {
				got = append(got, l.Name)
			}
			last := page[len(page)-1]
			q.AfterKey, q.After = last.SortKey, last.ID
		}
	})
}

// person makes a person who is found by the words of their name and more.
func (b *bench) person(p network.Person, more ...string) {
	b.Helper()
	if p.Standing == "" {
		p.Standing = network.Contact
	}
	p.ID, p.SortKey = id[network.PersonID](p.Name), network.Fold(p.Name)
	b.update(alice, func(tx store.Tx) error { return tx.PutPerson(&p, append(strings.Fields(p.SortKey), more...)) })
}

func found(b *bench) {
	b.person(network.Person{Name: "Élodie Martin"}, "elodie@acme.example", "acme")
	b.person(network.Person{Name: "Marc Élan"}, "marc@renault.example")
	b.person(network.Person{Name: "Marie Martin"})
	for _, tt := range []struct {
		words string
		want  []string
	}{
		{"el", []string{"Élodie Martin", "Marc Élan"}},
		{"mar", []string{"Élodie Martin", "Marc Élan", "Marie Martin"}},
		{"martin mari", []string{"Marie Martin"}},
		{"mar el acm", []string{"Élodie Martin"}},
		{"martine", nil},
		{"elodie@", []string{"Élodie Martin"}},
		{"m m m m m m", []string{"Élodie Martin", "Marc Élan", "Marie Martin"}},
		{strings.Repeat("x", 5000), nil},
		{"%", nil},
	} {
		b.view(alice, func(tx store.Tx) error {
			if got := listed(b, tx, store.PeopleQuery{Words: strings.Fields(tt.words)}); !slices.Equal(got, tt.want) {
				b.Errorf("%q finds %v, want %v", tt.words, got, tt.want)
			}
			return nil
		})
	}
	b.update(alice, func(tx store.Tx) error {
		p, err := tx.Person(id[network.PersonID]("Marie Martin"))
		return errors.Join(err, tx.PutPerson(&p, []string{"durand"}))
	})
	b.view(alice, func(tx store.Tx) error {
		if got := listed(b, tx, store.PeopleQuery{Words: []string{"mari"}}); len(got) != 0 {
			b.Errorf("found by a word of before: %v", got)
		}
		return nil
	})
}

func narrow(b *bench) {
	b.person(network.Person{Name: "A", Circle: "5", Town: "Saint-Étienne"})
	b.person(network.Person{Name: "B", Town: "Lyon"})
	b.person(network.Person{Name: "C", Binned: true})
	b.person(network.Person{Name: "D", Standing: network.Stranger})
	b.person(network.Person{Name: "E"})
	day, later := network.Day(100), network.Day(200)
	b.update(alice, func(tx store.Tx) error {
		return tx.PutTies([]store.TieRow{{Person: id[network.PersonID]("A"), State: []byte("s"), Days: 3, LastDay: &day, MetDay: &day}, {Person: id[network.PersonID]("B"), LastDay: &later}})
	})
	for name, tt := range map[string]struct {
		q    store.PeopleQuery
		want []string
	}{
		"everybody":            {store.PeopleQuery{}, []string{"A", "B", "E"}},
		"a circle":             {store.PeopleQuery{Circle: "5"}, []string{"A"}},
		"the bin":              {store.PeopleQuery{Binned: true}, []string{"C"}},
		"strangers":            {store.PeopleQuery{Standing: network.Stranger}, []string{"D"}},
		"a town":               {store.PeopleQuery{Town: "etienne"}, []string{"A"}},
		"half a word of it":    {store.PeopleQuery{Town: "etien"}, nil},
		"never met":            {store.PeopleQuery{NeverMet: true}, []string{"B", "E"}},
		"not since":            {store.PeopleQuery{LastUpTo: &day}, []string{"A", "E"}},
		"all at once":          {store.PeopleQuery{LastUpTo: &later, NeverMet: true, Town: "lyon", Words: []string{"b"}}, []string{"B"}},
		"the first two":        {store.PeopleQuery{Limit: 2}, []string{"A", "B"}},
		"after the first":      {store.PeopleQuery{AfterKey: "a", After: id[network.PersonID]("A")}, []string{"B", "E"}},
		"a word and the limit": {store.PeopleQuery{Words: []string{"e"}, Limit: 1}, []string{"E"}},
	} {
		b.view(alice, func(tx store.Tx) error {
			if got := listed(b, tx, tt.q); !slices.Equal(got, tt.want) {
				b.Errorf("%s: %v, want %v", name, got, tt.want)
			}
			return nil
		})
	}
	b.view(alice, func(tx store.Tx) error {
		l, err := tx.ListPeople(store.PeopleQuery{Circle: "5"})
		want := store.TieRow{Person: id[network.PersonID]("A"), State: []byte("s"), Days: 3, LastDay: &day, MetDay: &day}
		if diff := cmp.Diff(want, l[0].Tie); diff != "" {
			b.Errorf("tie (-want +got):\n%s", diff)
		}
		return err
	})
}

// listsAreExact compares lists of a larger book with a plain search of it,
// whichever of the two ways the store takes.
func listsAreExact(b *bench) {
	r := rand.New(rand.NewPCG(1, 2))
	given := []string{"Anne", "Yves", "Élodie", "Marc", "Marie", "Éric"}
	type one struct {
		network.Person
		words []string
	}
	var all []one
	b.update(alice, func(tx store.Tx) error {
		for i := range 2600 {
			name := fmt.Sprintf("%s %s %d", given[r.IntN(len(given))], given[r.IntN(len(given))], i%70)
			p := network.Person{ID: id[network.PersonID](fmt.Sprint(i)), Standing: network.Contact, Name: name, SortKey: network.Fold(name), Binned: i%9 == 0}
			words := strings.Fields(p.SortKey)
			if err := tx.PutPerson(&p, words); err != nil {
				return err
			}
			all = append(all, one{p, words})
		}
		for i := range 1200 { // a common word, and all of them at the end of the list
			name := fmt.Sprintf("Zoé Zola %d", i)
			p := network.Person{ID: id[network.PersonID](fmt.Sprint("z", i)), Standing: network.Contact, Name: name, SortKey: network.Fold(name)}
			if i%5 == 0 {
				p.Standing = network.Stranger
			}
			words := strings.Fields(p.SortKey)
			if err := tx.PutPerson(&p, words); err != nil {
				return err
			}
			all = append(all, one{p, words})
		}
		// What is found by their words moves with them: into the bin and out of
		// it, to another name, into somebody else.
		for i := range 300 {
			x := &all[r.IntN(len(all))]
			var err error
			if x.Person, err = tx.Person(x.ID); err != nil {
				return err
			}
			switch i % 3 {
			case 0:
				x.Binned = !x.Binned
			case 1:
				x.Name = "Marc " + x.Name
				x.SortKey = network.Fold(x.Name)
				x.words = strings.Fields(x.SortKey)
			case 2:
				if x.Merged.IsZero() {
					x.Merged = id[network.PersonID]("1")
				}
			}
			if err := tx.PutPerson(&x.Person, x.words); err != nil {
				return err
			}
		}
		return nil
	})
	slices.SortFunc(all, func(a, b one) int {
		if c := strings.Compare(a.SortKey, b.SortKey); c != 0 {
			return c
		}
		return slices.Compare(a.ID[:], b.ID[:])
	})
	plain := func(words []string, limit, from int) (out []string) {
		for _, p := range all[from:] {
			fits := !p.Binned && p.Standing == network.Contact && p.Merged.IsZero()
			for _, w := range words {
				fits = fits && slices.ContainsFunc(p.words, func(x string) bool { return strings.HasPrefix(x, w) })
			}
			if fits && len(out) < limit {
				out = append(out, p.Name)
			}
		}
		return out
	}
	b.view(alice, func(tx store.Tx) error {
		for _, words := range []string{"a", "m", "mar", "e", "anne", "anne 1", "1", "12", "mar mar", "z", "zo", "zola 7", "zoe zola", "mar zo", "an yv 3", "1 6", "nobody"} {
			ws := strings.Fields(words)
			for _, limit := range []int{1, 20, 700} {
				for _, from := range []int{0, len(all) - 30} {
					q := store.PeopleQuery{Words: ws, Limit: limit}
					if from > 0 {
						q.AfterKey, q.After = all[from-1].SortKey, all[from-1].ID
					}
					if diff := cmp.Diff(plain(ws, limit, from), listed(b, tx, q)); diff != "" {
						b.Errorf("%q, %d from row %d on (-want +got):\n%s", words, limit, from, diff)
					}
				}
			}
		}
		return nil
	})
}
