package app

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/village"
)

// A BulkDeed is one thing done to many people at once.
type BulkDeed string

// The deeds. Each can be taken back as a whole.
const (
	BulkTag     BulkDeed = "tag"     // give them a tag: a fact typed by the keeper
	BulkUntag   BulkDeed = "untag"   // take a typed tag away; what a source says stays
	BulkCircle  BulkDeed = "circle"  // put them in a circle, "" for out of any
	BulkArchive BulkDeed = "archive" // never proposed, still found
	BulkRevive  BulkDeed = "revive"  // proposed again
	BulkBin     BulkDeed = "bin"     // not counted, not shown, can come back
	BulkRestore BulkDeed = "restore" // out of the bin
)

// BulkDeeds lists them.
var BulkDeeds = []BulkDeed{BulkTag, BulkUntag, BulkCircle, BulkArchive, BulkRevive, BulkBin, BulkRestore}

// MostBulk is to how many people something can be done at once.
const MostBulk = 5000

// A Bulked says what was done: to how many, and the id by which it is taken back.
type Bulked struct {
	ID     string `json:"id"`
	Done   int    `json:"done"`   // people to whom it made a difference
	Asked  int    `json:"asked"`  // people it was asked for
	Circle string `json:"circle"` // of BulkCircle
}

// A was is what one person was before.
type was struct {
	Person network.PersonID `json:"person"`
	Value  string           `json:"value,omitempty"` // circle or mark
	Until  network.Date     `json:"until,omitzero"`
	Fact   network.FactID   `json:"fact,omitzero"` // the tag that was made
	Card   network.CardID   `json:"card,omitzero"` // the keeper's card that was made for it
	Tags   []network.Fact   `json:"tags,omitempty"`
}

// A bulkRecord is kept with the answer, to take the deed back.
type bulkRecord struct {
	Value string `json:"value,omitempty"`
	Was   []was  `json:"was"`
}

// Bulk does one thing to many people at once, all or none. A circle that cannot
// hold them all is a Conflict: nobody is moved.
func (a *App) Bulk(ctx context.Context, keeper network.KeeperID, ids []network.PersonID, do BulkDeed, value, key string) (out Bulked, err error) {
	value = network.OneLine(value)
	switch {
	case !slices.Contains(BulkDeeds, do):
		return out, &network.Error{Kind: network.Invalid, Field: "do", Msg: "error.not_understood", Args: []any{string(do)}}
	case len(ids) == 0:
		return out, &network.Error{Kind: network.Invalid, Field: "people", Msg: "error.nobody_chosen"}
	case len(ids) > MostBulk:
		return out, &network.Error{Kind: network.Invalid, Field: "people", Msg: "error.too_many_chosen", Args: []any{MostBulk}}
	case (do == BulkTag || do == BulkUntag) && (value == "" || len(value) > MaxTag):
		return out, &network.Error{Kind: network.Invalid, Field: "value", Msg: "error.not_a_tag", Args: []any{MaxTag}}
	}
	raw, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		got, err := a.bulk(tx, ids, do, value)
		if err != nil {
			return nil, err
		}
		return json.Marshal(got)
	})
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	return out, err
}

// MaxTag is the greatest length of a tag, in bytes.
const MaxTag = 100

func (a *App) bulk(tx store.Tx, ids []network.PersonID, do BulkDeed, value string) (Bulked, error) {
	k, err := tx.Keeper()
	if err != nil {
		return Bulked{}, err
	}
	people, err := chosen(tx, ids)
	if err != nil {
		return Bulked{}, err
	}
	if do == BulkCircle {
		if err := a.roomFor(tx, people, value); err != nil {
			return Bulked{}, err
		}
	}
	rec := bulkRecord{Value: value}
	for _, p := range people {
		w, did, err := a.bulkOne(tx, k, p, do, value)
		if err != nil {
			return Bulked{}, err
		}
		if did {
			rec.Was = append(rec.Was, w)
		}
	}
	out := Bulked{Done: len(rec.Was), Asked: len(people), Circle: value}
	if len(rec.Was) == 0 {
		return out, nil
	}
	detail, err := json.Marshal(rec)
	if err != nil {
		return out, err
	}
	sum := sha256.Sum256(detail)
	id := network.Derive[network.LineID](k.Seed, "bulk", string(do), string(sum[:]), stamp(a.Now()))
	out.ID = id.String()
	return out, tx.PutAnswer(store.Answer{Kind: bulkKind, Subject: out.ID, Verdict: string(do), Detail: string(detail), At: a.Now()})
}

// bulkKind is the kind of answer that remembers a deed.
const bulkKind = "bulk"

// chosen reads those chosen, each once, in the order of their ids.
func chosen(tx store.Tx, ids []network.PersonID) ([]network.Person, error) {
	var out []network.Person
	seen := map[network.PersonID]bool{}
	for _, id := range ids {
		p, err := person(tx, id)
		if err != nil {
			return nil, err
		}
		if !seen[p.ID] {
			seen[p.ID] = true
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(x, y network.Person) int { return compareIDs(x.ID, y.ID) })
	return out, nil
}

// roomFor reports as Conflict that a circle cannot hold all of them.
func (a *App) roomFor(tx store.Tx, people []network.Person, circle string) error {
	if circle == "" {
		return nil
	}
	b, err := a.readBook(tx)
	if err != nil {
		return err
	}
	if !hasCircle(b.settings, circle) {
		return &network.Error{Kind: network.Invalid, Field: "circle", Msg: "error.no_such_circle", Args: []any{circle}}
	}
	all := b.neighbours()
	for _, p := range people {
		if full := village.Room(b.settings.Circles(), all, p.ID, circle); full != nil {
			return &network.Error{Kind: network.Conflict, Field: "circle", Msg: "error.no_room_for_all", Args: []any{len(people)}}
		}
		for i := range all {
			if all[i].ID == p.ID {
				all[i].Circle = circle
			}
		}
	}
	return nil
}

// bulkOne does the deed to one person, and says what they were before.
func (a *App) bulkOne(tx store.Tx, k network.Keeper, p network.Person, do BulkDeed, value string) (w was, did bool, err error) {
	w.Person = p.ID
	switch do {
	case BulkTag:
		return a.tagOne(tx, k, p, value)
	case BulkUntag:
		return a.untagOne(tx, p, value)
	case BulkCircle:
		w.Value, did = p.Circle, p.Circle != value
		p.Circle = value
	case BulkArchive:
		w.Value, w.Until, did = string(p.Mark), p.MarkUntil, p.Mark != network.RatherNot && p.Mark != network.Deceased
		if did {
			p.Mark, p.MarkUntil = network.RatherNot, network.Date{}
		}
	case BulkRevive:
		w.Value, w.Until, did = string(p.Mark), p.MarkUntil, p.Mark == network.RatherNot || p.Mark == network.Resting
		if did {
			p.Mark, p.MarkUntil = network.NoMark, network.Date{}
		}
	case BulkBin, BulkRestore:
		did = p.Binned != (do == BulkBin)
		p.Binned = do == BulkBin
	}
	if !did {
		return w, false, nil
	}
	return w, true, put(tx, p)
}

// tagsOf are the tags of a person that are of the keeper's typing, with that value.
func tagsOf(tx store.Tx, id network.PersonID, value string) (typed []network.Fact, has bool, err error) {
	facts, err := tx.FactsOf(id)
	if err != nil {
		return nil, false, err
	}
	cards, err := tx.CardsOf(id)
	own := map[network.CardID]bool{}
	for _, c := range cards {
		own[c.ID] = c.Source == network.Typed
	}
	for _, f := range facts {
		if f.Kind == network.FactTag && network.Fold(f.Value) == network.Fold(value) {
			has = true
			if own[f.Card] {
				typed = append(typed, f)
			}
		}
	}
	return typed, has, err
}

func (a *App) tagOne(tx store.Tx, k network.Keeper, p network.Person, value string) (w was, did bool, err error) {
	w.Person = p.ID
	if _, has, err := tagsOf(tx, p.ID, value); err != nil || has {
		return w, false, err
	}
	cards, err := tx.CardsOf(p.ID)
	if err != nil {
		return w, false, err
	}
	_, err = a.change(tx, p.ID, func(_ network.Keeper, p *network.Person) error {
		c, err := typedCard(tx, k.Seed, *p)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(cards, func(x network.Card) bool { return x.ID == c.ID }) {
			w.Card = c.ID
		}
		f := a.typedFact(k.Seed, c.ID, network.FactTag, value, "")
		w.Fact = f.ID
		return tx.AddFacts([]network.Fact{f})
	})
	return w, true, err
}

func (a *App) untagOne(tx store.Tx, p network.Person, value string) (w was, did bool, err error) {
	w.Person = p.ID
	if w.Tags, _, err = tagsOf(tx, p.ID, value); err != nil || len(w.Tags) == 0 {
		return w, false, err
	}
	_, err = a.change(tx, p.ID, func(network.Keeper, *network.Person) error {
		for _, f := range w.Tags {
			if err := tx.DeleteFact(f.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return w, true, err
}

// UndoBulk takes a deed back: each is again what they were, unless that was
// changed again since. Taken back already, it does nothing.
func (a *App) UndoBulk(ctx context.Context, keeper network.KeeperID, id string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		x, ok, err := said(tx, bulkKind, id)
		if err != nil || !ok {
			return err
		}
		var rec bulkRecord
		if err := json.Unmarshal([]byte(x.Detail), &rec); err != nil {
			return err
		}
		for _, w := range rec.Was {
			if err := a.undoOne(tx, BulkDeed(x.Verdict), rec.Value, w); err != nil && !errors.Is(err, network.NotFound) {
				return err
			}
		}
		return tx.DropAnswer(bulkKind, id)
	})
}

func (a *App) undoOne(tx store.Tx, do BulkDeed, value string, w was) error {
	p, err := person(tx, w.Person)
	if err != nil {
		return err
	}
	switch do {
	case BulkTag, BulkUntag:
		_, err := a.change(tx, p.ID, func(network.Keeper, *network.Person) error {
			if do == BulkUntag {
				return tx.AddFacts(w.Tags)
			}
			return tx.DeleteFact(w.Fact)
		})
		if err != nil || do == BulkUntag || w.Card.IsZero() {
			return err
		}
		return a.dropSpare(tx, p.ID, w.Card)
	case BulkCircle:
		if p.Circle != value {
			return nil
		}
		p.Circle = w.Value
	case BulkArchive, BulkRevive:
		if set := p.Mark == network.RatherNot; set != (do == BulkArchive) {
			return nil
		}
		p.Mark, p.MarkUntil = network.Mark(w.Value), w.Until
	case BulkBin, BulkRestore:
		p.Binned = do == BulkRestore
	}
	return put(tx, p)
}

// scrubBulk takes out of what is kept of earlier deeds whatever is about one
// person, before they are erased.
func scrubBulk(tx store.Tx, id network.PersonID) error {
	list, err := tx.Answers(bulkKind)
	if err != nil {
		return err
	}
	for _, x := range list {
		var rec bulkRecord
		if err := json.Unmarshal([]byte(x.Detail), &rec); err != nil {
			return err
		}
		n := len(rec.Was)
		rec.Was = slices.DeleteFunc(rec.Was, func(w was) bool {
			p, err := tx.Person(w.Person)
			for range 10 {
				if err != nil || p.Merged.IsZero() {
					break
				}
				p, err = tx.Person(p.Merged)
			}
			return w.Person == id || err == nil && p.ID == id
		})
		if len(rec.Was) == n {
			continue
		}
		if err := tx.DropAnswer(bulkKind, x.Subject); err != nil {
			return err
		}
		if len(rec.Was) == 0 {
			continue
		}
		detail, err := json.Marshal(rec)
		if err != nil {
			return err
		}
		x.Detail = string(detail)
		if err := tx.PutAnswer(x); err != nil {
			return err
		}
	}
	return nil
}

// dropSpare takes the keeper's card of a person away, which was made for a tag, if
// nothing hangs on it any more.
func (a *App) dropSpare(tx store.Tx, id network.PersonID, card network.CardID) error {
	facts, err := tx.FactsOf(id)
	if err != nil || slices.ContainsFunc(facts, func(f network.Fact) bool { return f.Card == card }) {
		return err
	}
	met, err := tx.EncountersOf(id, a.Now().AddDate(100, 0, 0), everything)
	if err != nil || slices.ContainsFunc(met, func(e network.Encounter) bool { return e.Source == network.Typed }) {
		return err
	}
	favours, err := tx.Favours(id)
	if err != nil || len(favours) > 0 {
		return err
	}
	wishes, err := tx.Wishes()
	if err != nil || slices.ContainsFunc(wishes, func(w network.Wish) bool { return w.Person == id }) {
		return err
	}
	pairs, err := tx.Pairs()
	if err != nil || slices.ContainsFunc(pairs, func(x network.Pair) bool { return x.PersonA == id || x.PersonB == id }) {
		return err
	}
	answers, err := tx.Answers(string(QuestionSame))
	if err != nil {
		return err
	}
	for _, x := range answers {
		if x.Detail == network.Typed && strings.Contains(x.Subject, card.String()) {
			if err := tx.DropAnswer(x.Kind, x.Subject); err != nil {
				return err
			}
		}
	}
	_, err = a.change(tx, id, func(network.Keeper, *network.Person) error { return tx.DropCard(card) })
	return err
}

// Binned lists who is in the bin, by name.
func (a *App) Binned(ctx context.Context, keeper network.KeeperID) (out []Named, err error) {
	out = []Named{}
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		return tx.AllPeople(func(p network.Person) error {
			if p.Binned && p.Merged.IsZero() {
				out = append(out, Named{p.ID.String(), p.Name})
			}
			return nil
		})
	})
	slices.SortFunc(out, func(x, y Named) int { return compareText(x.Name, y.Name, x.ID, y.ID) })
	return out, err
}

// Tags lists the tags there are, each as it is most often written, by name.
func (a *App) Tags(ctx context.Context, keeper network.KeeperID) (out []string, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		seen := map[string]bool{}
		return tx.FactsOfKind(network.FactTag, func(_ network.PersonID, f network.Fact) error {
			if k := network.Fold(f.Value); !seen[k] && k != "" {
				seen[k] = true
				out = append(out, f.Value)
			}
			return nil
		})
	})
	slices.SortFunc(out, func(x, y string) int { return strings.Compare(network.Fold(x), network.Fold(y)) })
	return out, err
}
