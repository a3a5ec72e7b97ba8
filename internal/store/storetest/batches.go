package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/network"
	"entregent/internal/store"
)

func batch(word string) store.Batch {
	return store.Batch{ID: id[network.BatchID](word), Source: "mail", Label: "Boîte " + word, At: kept, Report: []byte(`{"read":3}`)}
}

func file(word, of string) store.File {
	return store.File{ID: id[network.FileID](word), Batch: id[network.BatchID](of), Name: word + ".mbox", Hash: [32]byte([]byte(strings.Repeat(word[:1], 32))), Size: 1 << 40}
}

func batches(b *bench) {
	one, two := batch("one"), batch("two")
	f, g, half := file("f", "one"), file("a", "one"), file("half", "one")
	half.Partial = true
	origin := store.Origin{Record: id[[16]byte]("r"), Kind: network.RefFact, File: f.ID, Line: 7}
	b.update(alice, func(tx store.Tx) error {
		two.Report = nil
		return errors.Join(
			tx.PutBatch(one), tx.PutBatch(two), tx.PutBatch(one),
			tx.AddFiles([]store.File{f, g, half}),
			tx.AddOrigins([]store.Origin{origin, {Record: origin.Record, Kind: network.RefFact, File: g.ID}, origin}))
	})
	one.Seq, two.Seq = 1, 2
	b.view(alice, func(tx store.Tx) error {
		all, err := tx.AllBatches()
		got, err2 := tx.Batch(one.ID)
		if diff := cmp.Diff([]store.Batch{two, one, one}, append(all, got)); diff != "" {
			b.Errorf("batches (-want +got):\n%s", diff)
		}
		files, err3 := tx.FilesOf(one.ID)
		if diff := cmp.Diff([]store.File{g, f, half}, files); diff != "" {
			b.Errorf("files (-want +got):\n%s", diff)
		}
		places, err4 := tx.OriginsOf(origin.Record)
		want := []store.Place{{Batch: one.ID, Source: "mail", Label: one.Label, File: "a.mbox", At: kept}, {Batch: one.ID, Source: "mail", Label: one.Label, File: "f.mbox", Line: 7, At: kept}}
		if diff := cmp.Diff(want, places); diff != "" {
			b.Errorf("origins (-want +got):\n%s", diff)
		}
		for _, tt := range []struct {
			hash [32]byte
			want bool
		}{{f.Hash, true}, {half.Hash, false}, {[32]byte{}, false}} {
			if known, err := tx.KnownFile(tt.hash); err != nil || known != tt.want {
				b.Errorf("KnownFile = %v, %v, want %v", known, err, tt.want)
			}
		}
		return errors.Join(err, err2, err3, err4)
	})
	b.update(alice, func(tx store.Tx) error { return tx.ForgetFiles(one.ID) })
	b.view(alice, func(tx store.Tx) error {
		known, err := tx.KnownFile(f.Hash)
		if known {
			b.Error("forgotten, and known")
		}
		return err
	})
	b.refuses(network.NotFound, "no such batch", func(tx store.Tx) error { _, err := tx.Batch(id[network.BatchID]("none")); return err })
	b.refuses(network.NotFound, "a file of no batch", func(tx store.Tx) error { return tx.AddFiles([]store.File{file("x", "none")}) })
}

// origin says that a record was read in a file.
func origin(kind network.RefKind, record, file string) store.Origin {
	return store.Origin{Record: id[[16]byte](record), Kind: kind, File: id[network.FileID](file), Line: 1}
}

// imported fills the book with what two batches and the keeper say:
//
//	Anne  card of both       fact of one   encounter of both
//	Yves  card of one        fact of one   encounter and favour of one
//	Paul  typed card         typed fact    typed encounter, read in one as well
func imported(b *bench) {
	b.put(alice, "Anne", "Yves")
	b.update(alice, func(tx store.Tx) error {
		paul := network.Person{ID: id[network.PersonID]("Paul"), Standing: network.Contact, Name: "Paul", SortKey: "paul"}
		c, typed := card("Paul", "Paul"), encounter("typed", "Paul")
		c.Source, typed.Source = network.Typed, network.Typed
		fact := func(word, of string) network.Fact {
			return network.Fact{ID: id[network.FactID](word), Card: id[network.CardID](of), Kind: network.FactNote, Value: word}
		}
		return errors.Join(
			tx.PutPerson(&paul, []string{"paul"}), tx.AddCards([]network.Card{c}),
			tx.AddFacts([]network.Fact{fact("of Anne", "Anne"), fact("of Yves", "Yves"), fact("of Paul", "Paul")}),
			tx.AddEncounters([]network.Encounter{encounter("both", "Anne"), encounter("single", "Yves"), typed}),
			tx.AddFavours([]network.Favour{favour("favour", "Yves")}),
			tx.AddOwn([]store.Own{{ID: id[network.OwnID]("own"), Source: "linkedin", Kind: "post"}}),
			tx.PutBatch(batch("one")), tx.PutBatch(batch("two")),
			tx.AddFiles([]store.File{file("f", "one"), file("g", "two")}),
			tx.AddOrigins([]store.Origin{
				origin(network.RefCard, "Anne", "f"), origin(network.RefCard, "Anne", "g"), origin(network.RefCard, "Yves", "f"),
				origin(network.RefFact, "of Anne", "f"), origin(network.RefFact, "of Yves", "f"),
				origin(network.RefEncounter, "both", "f"), origin(network.RefEncounter, "both", "g"), origin(network.RefEncounter, "single", "f"),
				origin(network.RefEncounter, "typed", "f"), origin(network.RefFavour, "favour", "f"), origin("own", "own", "f"),
			}))
	})
}

func dropBatch(b *bench) {
	imported(b)
	b.view(alice, func(tx store.Tx) error {
		one, err := tx.SpokenOf(id[network.BatchID]("one"))
		two, err2 := tx.SpokenOf(id[network.BatchID]("two"))
		none, err3 := tx.SpokenOf(id[network.BatchID]("three"))
		anne, yves := id[network.PersonID]("Anne"), id[network.PersonID]("Yves")
		if len(one) != 2 || !slices.Contains(one, anne) || !slices.Contains(one, yves) || !slices.Equal(two, []network.PersonID{anne}) || len(none) != 0 {
			b.Errorf("spoken of: %v, %v, %v", one, two, none)
		}
		return errors.Join(err, err2, err3)
	})
	yves := network.Card{}
	b.view(alice, func(tx store.Tx) error {
		cs, err := tx.CardsOf(id[network.PersonID]("Yves"))
		yves = cs[0]
		return err
	})
	var got store.Dropped
	b.update(alice, func(tx store.Tx) (err error) {
		got, err = tx.DropBatch(id[network.BatchID]("one"), store.Hold{})
		return err
	})
	want := store.Dropped{
		Cards: []network.Card{yves}, Facts: 2, Encounters: []network.EncounterID{id[network.EncounterID]("single")},
		Favours: []network.FavourID{id[network.FavourID]("favour")}, Owns: 1,
		Touched: []network.PersonID{id[network.PersonID]("Anne"), id[network.PersonID]("Yves")},
		Spoken:  []network.PersonID{id[network.PersonID]("Anne"), id[network.PersonID]("Yves")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		b.Errorf("dropped (-want +got):\n%s", diff)
	}
	b.view(alice, func(tx store.Tx) error {
		es, err := tx.Encounters([]network.EncounterID{id[network.EncounterID]("both"), id[network.EncounterID]("typed"), id[network.EncounterID]("single")})
		fs, err2 := tx.FactsOf(id[network.PersonID]("Paul"))
		cs, err3 := tx.CardsOf(id[network.PersonID]("Anne"))
		if len(es) != 2 || len(fs) != 1 || len(cs) != 1 {
			b.Errorf("left: %d encounters, %d facts of Paul, %d cards of Anne", len(es), len(fs), len(cs))
		}
		places, err4 := tx.OriginsOf(id[[16]byte]("both"))
		if len(places) != 1 || places[0].File != "g.mbox" {
			b.Errorf("origins left: %v", places)
		}
		_, gone := tx.Batch(id[network.BatchID]("one"))
		if !errors.Is(gone, network.NotFound) {
			b.Errorf("the batch: %v", gone)
		}
		return errors.Join(err, err2, err3, err4)
	})
	b.update(alice, func(tx store.Tx) error { return tx.DropPerson(id[network.PersonID]("Yves")) })
	checkSound(b)
	b.refuses(network.NotFound, "a batch that is gone", func(tx store.Tx) error {
		_, err := tx.DropBatch(id[network.BatchID]("one"), store.Hold{})
		return err
	})
}

func dropBatchHold(b *bench) {
	imported(b)
	hold := store.Hold{
		Encounters: map[network.EncounterID]bool{id[network.EncounterID]("single"): true},
		Favours:    map[network.FavourID]bool{id[network.FavourID]("favour"): true},
	}
	var got store.Dropped
	b.update(alice, func(tx store.Tx) (err error) { got, err = tx.DropBatch(id[network.BatchID]("one"), hold); return err })
	if len(got.Cards)+len(got.Encounters)+len(got.Favours) != 0 || got.Facts != 2 {
		b.Errorf("dropped %+v: the card of Yves must stay with what hangs on it", got)
	}
	checkSound(b)
	b.update(alice, func(tx store.Tx) (err error) {
		got, err = tx.DropBatch(id[network.BatchID]("two"), store.Hold{})
		return err
	})
	if !slices.Equal(got.Spoken, []network.PersonID{id[network.PersonID]("Anne")}) {
		b.Errorf("the second batch spoke of %v", got.Spoken)
	}
	if len(got.Cards) != 1 || !slices.Equal(got.Encounters, []network.EncounterID{id[network.EncounterID]("both")}) {
		b.Errorf("dropped with the second batch: %+v", got)
	}
	checkSound(b)
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(tx.DeleteEncounter(id[network.EncounterID]("single")), tx.DeleteFavour(id[network.FavourID]("favour")))
	})
	checkSound(b)
}

// undoIsExact imports a second batch over a first, undoes it, and wants the
// export of before.
func undoIsExact(b *bench) {
	imported(b)
	before := export(b, alice)
	anne := card("Anne again", "Anne")
	anne.Handles = []network.Handle{{Kind: network.Email, Value: "anne@b.example"}}
	fresh := encounter("new", "Anne again", "Yves")
	fresh.With[0].Person = anne.Person
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(
			tx.PutBatch(batch("three")), tx.AddFiles([]store.File{file("h", "three")}),
			tx.AddCards([]network.Card{anne}),
			tx.AddFacts([]network.Fact{{ID: id[network.FactID]("newer"), Card: anne.ID, Kind: network.FactTitle, Value: "Cheffe"}}),
			tx.AddEncounters([]network.Encounter{encounter("both", "Anne"), fresh}),
			tx.AddOrigins([]store.Origin{origin(network.RefCard, "Anne again", "h"), origin(network.RefFact, "newer", "h"), origin(network.RefEncounter, "both", "h"), origin(network.RefEncounter, "new", "h")}))
	})
	if export(b, alice) == before {
		b.Fatal("the import changed nothing")
	}
	b.update(alice, func(tx store.Tx) error {
		_, err := tx.DropBatch(id[network.BatchID]("three"), store.Hold{})
		return err
	})
	if diff := cmp.Diff(strings.Split(before, "\n"), strings.Split(export(b, alice), "\n")); diff != "" {
		b.Errorf("after undo (-before +after):\n%s", diff)
	}
}

func export(b *bench, k network.KeeperID) string {
	b.Helper()
	var out strings.Builder
	b.view(k, func(tx store.Tx) error { return tx.Export(&out) })
	return out.String()
}

func restore(b *bench, k network.KeeperID, text string) error {
	return b.house.Update(context.Background(), k, func(tx store.Tx) error { return tx.Restore(strings.NewReader(text)) })
}

// full fills the book with one of everything that is exported.
func full(b *bench) {
	imported(b)
	day := network.Day(20541)
	b.update(alice, func(tx store.Tx) error {
		p, err := tx.Person(id[network.PersonID]("Yves"))
		p.Merged, p.Circle, p.Slow, p.MarkUntil, p.Stage = id[network.PersonID]("Anne"), "5", true, network.Date{Year: 2027, Month: 1, Day: 2}, "bond"
		c := card("me", "")
		c.Handles = []network.Handle{{Kind: network.Email, Value: "élise@b.example"}, {Kind: network.Phone, Value: "+331"}}
		mine := encounter("mine", "me")
		mine.With[0].Person = network.PersonID{}
		_, err2 := tx.DropBatch(id[network.BatchID]("two"), store.Hold{Encounters: map[network.EncounterID]bool{id[network.EncounterID]("typed"): true}})
		return errors.Join(err, err2,
			tx.PutPerson(&p, nil), tx.AddCards([]network.Card{c}), tx.AddEncounters([]network.Encounter{mine}),
			given(tx), tx.MoveCard(id[network.CardID]("Yves"), p.Merged),
			tx.PutDayList(day, []byte(`{"gestures": ["<a>"], "at": 1}`)),
			tx.PutAnswer(store.Answer{Kind: "gesture", Subject: "x", Verdict: "later", Person: id[network.PersonID]("Anne"), At: kept, Until: network.Date{Year: 2026, Month: 4, Day: 5}}),
			tx.AddOwn([]store.Own{{ID: id[network.OwnID]("o2"), Kind: "post", On: time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC), Fields: map[string]string{"z": "<&>", "a": "\u2028"}}}),
			tx.PutSecret("pass", []byte("s3cret")),
			tx.PutSession(store.Session{Hash: [32]byte{9}, Expires: kept}))
	})
}

func exportRestore(b *bench) {
	full(b)
	b.newKeeper(bob)
	first := export(b, alice)
	for _, secret := range []string{"s3cret", `"session"`, alice.String()} {
		if strings.Contains(first, secret) {
			b.Errorf("the export holds %s", secret)
		}
	}
	if err := restore(b, bob, first); err != nil {
		b.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(first, "\n"), strings.Split(export(b, bob), "\n")); diff != "" {
		b.Errorf("restored (-want +got):\n%s", diff)
	}
	contacts := func(k network.KeeperID) (out []store.Contact) {
		b.view(k, func(tx store.Tx) error {
			return tx.AllContacts(func(c store.Contact) error { out = append(out, c); return nil })
		})
		return out
	}
	if diff := cmp.Diff(contacts(alice), contacts(bob)); diff != "" {
		b.Errorf("what is worked out again (-want +got):\n%s", diff)
	}
	for range 2 { // it is all there already
		if err := restore(b, bob, first); err != nil {
			b.Fatal(err)
		}
	}
	if export(b, bob) != first {
		b.Error("restoring twice changed something")
	}
	checkNamed(b, "keys", "presence", "days", "keeper")
}

func restoreOther(b *bench) {
	b.put(alice, "Anne")
	b.newKeeper(bob)
	b.put(bob, "Yves")
	before := export(b, bob)
	if err := restore(b, bob, export(b, alice)); !errors.Is(err, network.Conflict) {
		b.Errorf("another's export: %v, want Conflict", err)
	}
	if export(b, bob) != before {
		b.Error("a refused export left something")
	}
}

func restoreBadLine(b *bench) {
	full(b)
	b.newKeeper(bob)
	good := strings.Split(strings.TrimSuffix(export(b, alice), "\n"), "\n")
	with := func(n int, line string) string {
		lines := slices.Clone(good)
		lines[n-1] = line
		return strings.Join(lines, "\n")
	}
	card := slices.IndexFunc(good, func(l string) bool { return strings.HasPrefix(l, `{"record":"card"`) }) + 1
	for name, tt := range map[string]struct{ text, where string }{
		"nothing":            {"", "export.jsonl:1"},
		"another format":     {with(1, `{"format":"other","version":1}`), "export.jsonl:1"},
		"a newer version":    {with(1, `{"format":"entregent","version":2}`), "export.jsonl:1"},
		"no keeper":          {with(2, good[2]), "export.jsonl:2"},
		"no JSON":            {with(5, `{"record":`), "export.jsonl:5"},
		"no record":          {with(5, `{"id":"x"}`), "export.jsonl:5"},
		"an unknown record":  {with(5, `{"record":"spell"}`), "export.jsonl:5"},
		"an unknown field":   {with(card, strings.Replace(good[card-1], `"source"`, `"sauce"`, 1)), ""},
		"a bad id":           {with(card, strings.Replace(good[card-1], `"id":"`, `"id":"!`, 1)), ""},
		"a missing person":   {with(3, `{"record":"person","id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","standing":"contact"}`), ""},
		"a cut line":         {with(len(good), good[len(good)-1][:9]), ""},
		"a field of another": {with(card, strings.Replace(good[card-1], `{`, `{"keeper":"x",`, 1)), ""},
	} {
		err := restore(b, bob, tt.text)
		var e *network.Error
		if !errors.As(err, &e) || e.Kind != network.Unreadable || e.Msg == "" || !strings.HasPrefix(e.Field, "export.jsonl:") {
			b.Errorf("%s: %v, want Unreadable with a line", name, err)
		} else if tt.where != "" && e.Field != tt.where {
			b.Errorf("%s: blames %s, want %s", name, e.Field, tt.where)
		}
	}
	if got := strings.Count(export(b, bob), "\n"); got != 2 {
		b.Errorf("refused exports left %d lines", got)
	}
}

func oddText(b *bench) {
	odd := "NUL \x00, half \xff, \u2028, 😀, \"\\<&>', ?1, $1"
	want := "NUL \uFFFD, half \uFFFD, \u2028, 😀, \"\\<&>', ?1, $1"
	b.update(alice, func(tx store.Tx) error {
		p := network.Person{ID: id[network.PersonID]("p"), Standing: network.Contact, Name: odd, SortKey: odd, Circle: odd}
		return errors.Join(tx.PutPerson(&p, []string{odd, ""}), tx.PutSecret(odd, []byte("s")), tx.PutAnswer(store.Answer{Kind: odd, Subject: odd}))
	})
	b.view(alice, func(tx store.Tx) error {
		p, err := tx.Person(id[network.PersonID]("p"))
		if p.Name != want {
			b.Errorf("name = %q", p.Name)
		}
		s, err2 := tx.Secret(odd)
		as, err3 := tx.Answers(odd)
		if string(s) != "s" || len(as) != 1 || len(listed(b, tx, store.PeopleQuery{Circle: odd, Words: []string{odd}})) != 1 {
			b.Errorf("not found again: %q, %v", s, as)
		}
		return errors.Join(err, err2, err3)
	})
	text := export(b, alice)
	b.newKeeper(bob)
	if err := restore(b, bob, text); err != nil || export(b, bob) != text {
		b.Errorf("export and back: %v", err)
	}
}

// walkAsks uses the transaction inside every walk.
func walkAsks(b *bench) {
	b.put(alice, "Anne", "Yves")
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(tx.AddEncounters([]network.Encounter{encounter("e", "Anne", "Yves")}), tx.PutTies([]store.TieRow{{Person: id[network.PersonID]("Anne")}}), tx.PutDayList(1, []byte("{}")))
	})
	b.update(alice, func(tx store.Tx) error {
		n := 0
		ask := func() error {
			n++
			_, err := tx.CardsOf(id[network.PersonID]("Anne"))
			return errors.Join(err, tx.AllPeople(func(network.Person) error { return nil }), tx.PutSecret("x", []byte{byte(n)}))
		}
		err := errors.Join(
			tx.AllCards(func(network.Card) error { return ask() }),
			tx.AllPeople(func(network.Person) error { return ask() }),
			tx.AllContacts(func(store.Contact) error { return ask() }),
			tx.ContactsOf(id[network.PersonID]("Anne"), func(store.Contact) error { return ask() }),
			tx.AllTies(func(store.TieRow) error { return ask() }),
			tx.DayLists(0, 2, func(network.Day, []byte) error { return ask() }))
		if n != 9 {
			b.Errorf("%d steps, want 9", n)
		}
		return err
	})
}

// checkSound wants every check to be content.
func checkSound(b *bench) { b.Helper(); checkNamed(b) }

// checkNamed wants the named checks to be content, or all.
func checkNamed(b *bench, names ...string) {
	b.Helper()
	cs, err := b.house.Check(context.Background())
	if err != nil || len(cs) < 5 {
		b.Fatalf("Check = %v, %v", cs, err)
	}
	for _, c := range cs {
		if !c.OK && (len(names) == 0 || slices.Contains(names, c.Name)) {
			b.Errorf("check %s: %v", c.Name, c.Args)
		}
	}
}
