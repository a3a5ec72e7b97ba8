package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/store/pgtest"
	"entregent/internal/store/sqlstore"
)

// A wanderer writes at random, in one of two programs that have the same book
// open.
type wanderer struct {
	*rand.Rand
	houses  [2]*house
	batches []network.BatchID
}

// somebody is a contact, or nobody.
func (w *wanderer) somebody(h *house) (app.Person, network.PersonID, bool) {
	page, err := h.People(context.Background(), h.keeper, app.PeopleAsk{Limit: 1000})
	if err != nil {
		h.t.Fatal(err)
	}
	if len(page.People) == 0 {
		return app.Person{}, network.PersonID{}, false
	}
	p := page.People[w.IntN(len(page.People))]
	id, err := network.ParseID[network.PersonID](p.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	return p, id, true
}

// card is one of the cards of somebody.
func (w *wanderer) card(h *house, id network.PersonID) (c network.CardID) {
	err := h.Store.View(context.Background(), h.keeper, func(tx store.Tx) error {
		cards, err := tx.CardsOf(id)
		if len(cards) > 0 {
			c = cards[w.IntN(len(cards))].ID
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

func (w *wanderer) date(h *house) network.Date {
	return network.DateOf(h.now.AddDate(0, 0, -w.IntN(400)))
}

// step does one thing, and says what.
func (w *wanderer) step() (what string, err error) {
	ctx, h := context.Background(), w.houses[w.IntN(2)]
	_, id, ok := w.somebody(h)
	kind := w.IntN(16)
	if !ok {
		kind = 0
	}
	switch kind {
	case 0, 1:
		n := w.IntN(40)
		_, err = h.AddPerson(ctx, h.keeper, app.NewPerson{Name: fmt.Sprintf("Aline Marchand%c", 'a'+n), Email: fmt.Sprintf("a%d@exemple.example", n), Town: "Lyon"}, "")
		return "a person typed", err
	case 2, 3, 4:
		with := []network.PersonID{id}
		if _, other, _ := w.somebody(h); w.IntN(3) == 0 && other != id {
			with = append(with, other)
		}
		channel := []network.Channel{network.InPerson, network.Mail, network.Call}[w.IntN(3)]
		_, err = h.Record(ctx, h.keeper, app.NewEncounter{With: with, Channel: channel, Direction: network.Out, On: w.date(h), Note: "Merci beaucoup pour tout !"}, "")
		return "an encounter typed", err
	case 5:
		kind := []network.FavourKind{network.Recommendation, network.Introduction, network.Gift}[w.IntN(3)]
		return "a favour typed", h.AddFavour(ctx, h.keeper, id, app.NewFavour{Kind: kind, Given: w.IntN(2) == 0, On: w.date(h), What: "un coup de main"}, "")
	case 6:
		return "a fact typed", h.AddFact(ctx, h.keeper, id, network.FactTitle, fmt.Sprint("relieuse ", w.IntN(9)), "", "")
	case 7:
		d := app.Decided{Rhythm: 10 * w.IntN(3), Slow: w.IntN(4) == 0}
		switch w.IntN(4) {
		case 0:
			d.Mark, d.MarkUntil = network.Resting, network.DateOf(h.now.AddDate(0, 0, w.IntN(5)-2))
		case 1:
			d.Mark = network.RatherNot
		case 2:
			d.Circle = "150"
		}
		return "something decided", h.Decide(ctx, h.keeper, id, d)
	case 8:
		return "put in the bin", h.Bin(ctx, h.keeper, id, true)
	case 9, 10:
		_, other, _ := w.somebody(h)
		if a, b := w.card(h, id), w.card(h, other); a != b && !a.IsZero() && !b.IsZero() {
			return "two said to be one, or not", h.Same(ctx, h.keeper, a, b, w.IntN(3) > 0)
		}
	case 11, 12:
		var mails []string
		for range 1 + w.IntN(6) {
			n, on := w.IntN(40), h.now.AddDate(0, 0, -w.IntN(300))
			from, to := fmt.Sprintf("Aline Marchand%c <a%d@exemple.example>", 'a'+n, n), "Moi <"+myMail+">"
			if w.IntN(2) == 0 {
				from, to = to, from
			}
			mails = append(mails, fmt.Sprintf("From: %s\nTo: %s\nDate: %s\nSubject: Une question %d\n\nPeux-tu venir jeudi ?", from, to, on.Format(time.RFC1123Z), w.Int()))
		}
		box := mailbox(mails...)
		box = strings.ReplaceAll(box, "<m", fmt.Sprintf("<m%d-", w.Int())) // each import has mails of its own
		r := h.reads1("Boîte.mbox", box)
		b, err := network.ParseID[network.BatchID](r.ID)
		w.batches = append(w.batches, b)
		return "mail read", err
	case 13:
		if n := len(w.batches); n > 0 {
			b := w.batches[n-1]
			w.batches = w.batches[:n-1]
			_, err = h.Undo(ctx, h.keeper, b, "")
			return "an import undone", err
		}
	case 14:
		today, err := h.Today(ctx, h.keeper, i18n.For(i18n.French), 0)
		if err == nil && len(today.Gestures) > 0 {
			err = h.AnswerGesture(ctx, h.keeper, today.Gestures[0].ID, "done", network.Date{})
		}
		if err == nil && len(today.Loops) > 0 {
			err = h.AnswerLoop(ctx, h.keeper, today.Loops[0].ID, "later", network.Date{})
		}
		return "the desk read and answered", err
	case 15:
		if w.IntN(3) > 0 {
			for _, h := range w.houses {
				h.now = h.now.AddDate(0, 0, 1)
			}
			return "a night", nil
		}
		k, err := h.Keeper(ctx, h.keeper)
		k.Settings.Zone = []string{"Europe/Paris", "Pacific/Auckland", "America/Lima"}[w.IntN(3)]
		if err == nil {
			err = h.PutSettings(ctx, h.keeper, k.Settings)
		}
		return "another zone", err
	}
	return "nothing", nil
}

// wander takes so many steps and returns the first difference between what a
// program holds in memory and what it would read anew.
func (w *wanderer) wander(steps int) (diff string) {
	for n := range steps {
		what, err := w.step()
		if err != nil {
			w.houses[0].t.Fatalf("step %d, %s: %v", n, what, err)
		}
		for i, h := range w.houses {
			if w.IntN(3) == 0 {
				continue // several writes between two readings
			}
			held, anew, err := h.Held(context.Background(), h.keeper)
			if err != nil {
				h.t.Fatal(err)
			}
			if held != anew {
				return fmt.Sprintf("step %d, %s, program %d (-anew +held):\n%s", n, what, i, cmp.Diff(strings.Split(anew, "\n"), strings.Split(held, "\n")))
			}
			there, right, err := h.StoredRoll(context.Background(), h.keeper)
			if err != nil || there && !right {
				return fmt.Sprintf("step %d, %s: the roll in the store is wrong, %v", n, what, err)
			}
		}
	}
	return ""
}

const someSteps = 60

// twoPrograms opens a book twice.
func twoPrograms(t *testing.T, seed uint64, open func() store.House) *wanderer {
	w := &wanderer{Rand: rand.New(rand.NewPCG(seed, 1))}
	for i := range w.houses {
		w.houses[i] = newHouseOn(t, noon, open())
	}
	return w
}

func onSQLite(t *testing.T) func() store.House {
	file := filepath.Join(t.TempDir(), "book.db")
	return func() store.House {
		st, err := sqlstore.OpenSQLite(t.Context(), file, sqlstore.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { st.Close() })
		return st
	}
}

// Whatever is written, and by whichever program, what is held in memory of
// everybody is brought up to date by reading a few of them, and is then the same
// as if all had been read anew.
func TestWhatIsHeldIsAsIfReadAnew(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("sqlite ", seed), func(t *testing.T) {
			if diff := twoPrograms(t, seed, onSQLite(t)).wander(someSteps); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("postgres", func(t *testing.T) {
		url := pgtest.Schema(t)
		open := func() store.House {
			st, err := sqlstore.OpenPostgres(t.Context(), url, sqlstore.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { st.Close() })
			return st
		}
		if diff := twoPrograms(t, 9, open).wander(someSteps); diff != "" {
			t.Error(diff)
		}
	})
}

// A deaf store does not tell of whom something has changed.
type deaf struct{ store.House }

func (s deaf) View(ctx context.Context, k network.KeeperID, fn func(store.Tx) error) error {
	return s.House.View(ctx, k, func(tx store.Tx) error { return fn(deafTx{tx}) })
}

type deafTx struct{ store.Tx }

func (deafTx) StirredSince(int64) ([]network.PersonID, bool, error) { return nil, false, nil }

// Sabotage: were nobody told, the test above would say so.
func TestWhatIsHeldSabotage(t *testing.T) {
	open := onSQLite(t)
	if diff := twoPrograms(t, 1, func() store.House { return deaf{open()} }).wander(someSteps); diff == "" {
		t.Error("nobody told of what changed, and nothing was found out")
	}
}

// A roll that lies in the store and is not what persons and ties make it is
// noticed by "check".
func TestCheckNoticesAWrongRoll(t *testing.T) {
	h := newHouse(t, noon)
	for i := range 5 {
		if _, err := h.AddPerson(t.Context(), h.keeper, app.NewPerson{Name: fmt.Sprint("Aline Marchand ", i)}, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.Today(t.Context(), h.keeper, i18n.For(i18n.French), 0); err != nil {
		t.Fatal(err)
	}
	h.whole()
	err := h.Store.Update(t.Context(), h.keeper, func(tx store.Tx) error {
		change, state, err := tx.Roll()
		if err != nil || len(state) == 0 {
			t.Fatalf("no roll was kept: %v", err)
		}
		state[len(state)-1] ^= 1
		return tx.PutRoll(change, state)
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := h.Check(t.Context(), h.keeper)
	if err != nil || got.OK {
		t.Errorf("Check = %+v, %v", got, err)
	}
}

// The reading that fixes a day's list shows what every later one shows.
func TestTheFirstReadingShowsWhatTheNextShows(t *testing.T) {
	h := newHouse(t, noon)
	for i := range 5 {
		if _, err := h.AddPerson(t.Context(), h.keeper, app.NewPerson{
			Name: fmt.Sprint("Aline Marchand ", i), Email: fmt.Sprintf("a%d@exemple.example", i), Organisation: "Reliure du Port",
		}, ""); err != nil {
			t.Fatal(err)
		}
	}
	h.reads1("Boîte.mbox", mailbox(
		"From: Aline Marchand 0 <a0@exemple.example>\nTo: Moi <"+myMail+">\nDate: "+h.now.AddDate(0, 0, -9).Format(time.RFC1123Z)+"\nSubject: Le salon\n\nJe t’en dirai plus.",
	))
	var got [3]app.Today
	for i := range got {
		a := h.App
		if i == 1 { // a program just started
			a = &app.App{Store: h.Store, Now: h.Now}
		}
		var err error
		if got[i], err = a.Today(t.Context(), h.keeper, i18n.For(i18n.French), 0); err != nil {
			t.Fatal(err)
		}
	}
	if len(got[0].Gestures) == 0 || got[0].Gestures[0].Email == "" || got[0].Gestures[0].Role == "" {
		t.Errorf("the first reading shows %+v", got[0])
	}
	first, _ := json.Marshal(got[0])
	for i, again := range got[1:] {
		if b, _ := json.Marshal(again); string(b) != string(first) {
			t.Errorf("reading %d shows\n%s, the first one\n%s", i+2, b, first)
		}
	}
}
