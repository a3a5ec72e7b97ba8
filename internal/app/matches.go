package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"entregent/internal/i18n"
	"entregent/internal/match"
	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/today"
)

// A Match is a need met by what somebody can bring: the shape of cli.md.
type Match struct {
	ID     string   `json:"id"` // of need and offer together; by it the match is dismissed
	Kind   string   `json:"kind"`
	Need   Wish     `json:"need"`
	Offer  Wish     `json:"offer"`
	Person Named    `json:"person"` // whom to turn to
	Words  []string `json:"words"`
	Why    string   `json:"why"`
	// Reasons say by which words and facts the two meet.
	Reasons []network.Reason `json:"reasons"`
	Said    string           `json:"said"` // what tells of the offer: "offer", "job", "fact" or "work"
	New     bool             `json:"new,omitempty"`
	Perhaps bool             `json:"perhaps,omitempty"` // less than sure: only for who looks further
	Drafts  []DraftTo        `json:"drafts"`
}

// The kinds of match. The first three are gestures of the same name.
const (
	MatchBring     = string(network.GestureBring)     // the keeper can bring it
	MatchTell      = string(network.GestureTell)      // somebody newly offers it
	MatchIntroduce = string(network.GestureIntroduce) // somebody can bring it: an introduction the keeper could make
	MatchReceive   = "receive"                        // the keeper seeks it, and somebody could bring it
)

// A DraftTo is a draft, and to whom.
type DraftTo struct {
	To    Named  `json:"to"`
	Email string `json:"email,omitempty"`
	Text  string `json:"text"`
}

// A MatchAsk narrows the matches; zero fields do not.
type MatchAsk struct {
	Person network.PersonID // whose need or offer it is
	Kind   string
	Need   network.WishID // looks further for this open need: what is less than sure, too, and marked
}

// Matches lists what meets the open needs, those the keeper can bring first.
func (a *App) Matches(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, q MatchAsk) ([]Match, error) {
	out := []Match{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		var err error
		out, err = a.matchViews(tx, p, q)
		return err
	})
	return out, err
}

func (a *App) matchViews(tx store.Tx, p *i18n.Printer, q MatchAsk) ([]Match, error) {
	out := []Match{}
	find := func() ([]metNeed, *book, error) { return a.matches(tx) }
	if !q.Need.IsZero() {
		find = func() ([]metNeed, *book, error) { return a.further(tx, q.Need) }
	}
	all, b, err := find()
	if err != nil || b == nil {
		return out, err
	}
	all = slices.DeleteFunc(slices.Clone(all), func(f metNeed) bool {
		return !q.Person.IsZero() && f.need.Person != q.Person && f.offer.Person != q.Person || q.Kind != "" && f.kind != q.Kind
	})
	if len(all) == 0 {
		return out, nil
	}
	order := []string{MatchBring, MatchTell, MatchIntroduce, MatchReceive}
	slices.SortStableFunc(all, func(x, y metNeed) int {
		return cmp.Or(cmp.Compare(surely(x), surely(y)), cmp.Compare(slices.Index(order, x.kind), slices.Index(order, y.kind)))
	})
	d := &desk{zone: zone(b.settings), now: a.Now()}
	if d.keeper, err = tx.Keeper(); err != nil {
		return nil, err
	}
	if err := a.seat(tx, d); err != nil {
		return nil, err
	}
	var who []today.Gesture
	for _, f := range all {
		who = append(who, today.Gesture{Person: f.need.Person}, today.Gesture{Person: f.offer.Person})
	}
	light, err := d.closely(tx, who)
	if err != nil {
		return nil, err
	}
	p = p.At(a.Now(), d.zone)
	for _, f := range all {
		m := Match{
			ID: f.id, Kind: f.kind, Need: b.wish(f.need), Offer: b.offerView(f), Person: b.named(f.of), Words: f.match.Words,
			Reasons: f.match.Explain(), Said: saidBy[f.match.Entry.Kind], New: f.match.New, Perhaps: f.match.Perhaps, Drafts: light.drafts(tx, f),
		}
		if m.Words == nil {
			m.Words = []string{}
		}
		key := "match." + m.Kind
		if f.match.Entry.Kind != match.Offer { // a job or a fact is no offer
			key += "_may"
		}
		if f.match.Perhaps {
			key = "match.perhaps"
			if m.Kind == MatchBring {
				key = "match.perhaps_bring"
			}
		}
		m.Why = p.T(key, m.Need.Person.Name, m.Need.Text, m.Offer.Person.Name, m.Offer.Text)
		out = append(out, m)
	}
	return out, nil
}

// surely puts what is sure before what is not.
func surely(f metNeed) int {
	if f.match.Perhaps {
		return 1
	}
	return 0
}

var saidBy = map[match.Kind]string{match.Offer: "offer", match.Job: "job", match.Fact: "fact", match.Organisation: "work"}

// offerView is what meets a need; a job or a fact has no id of its own.
func (b *book) offerView(f metNeed) Wish {
	if !f.offer.ID.IsZero() {
		return b.wish(f.offer)
	}
	return Wish{Kind: network.Offer, Text: f.offer.What, Person: b.named(f.offer.Person), State: "open"}
}

// drafts are the letters of a match: to whoever seeks, and, where somebody else
// can bring it, to them as well: each is asked before the two are put in touch.
func (l *lightly) drafts(tx store.Tx, f metNeed) []DraftTo {
	out := []DraftTo{}
	add := func(to network.PersonID, key string, args ...any) {
		if i, ok := l.at[to]; ok {
			c := l.list[i]
			m := today.Draft{Key: key, Args: append([]any{c.Name}, args...), Lang: c.Lang, Familiar: c.Familiar}
			out = append(out, DraftTo{Named{to.String(), c.Name}, l.d.email(tx, to), l.d.draft(m)})
		}
	}
	need, offer := shorten(f.need.What, spokenLen), shorten(f.offer.What, spokenLen)
	them, other := l.d.named(f.need.Person).Name, l.d.named(f.offer.Person).Name
	switch f.kind {
	case MatchBring:
		add(f.need.Person, "draft.bring", need, offer)
	case MatchReceive:
		add(f.offer.Person, "draft.receive", need, offer)
	default:
		add(f.need.Person, "draft.introduce", need, other, offer)
		add(f.offer.Person, "draft.introduce_other", need, them, offer)
	}
	return out
}

// DismissMatch says that a need and what would meet it are not to be proposed
// again ("no"), or that it has been done ("done"): what the keeper brought is
// then a favour.
func (a *App) DismissMatch(ctx context.Context, keeper network.KeeperID, id, verdict string) error {
	if verdict != string(today.No) && verdict != string(today.Done) {
		return &network.Error{Kind: network.Invalid, Field: "verdict", Msg: "error.not_understood", Args: []any{verdict}}
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		all, _, err := a.matches(tx)
		if err != nil {
			return err
		}
		if need, err := network.ParseID[network.WishID](id[:strings.Index(id+"-", "-")]); err == nil && !slices.ContainsFunc(all, func(f metNeed) bool { return f.id == id }) {
			if all, _, err = a.further(tx, need); err != nil { // it may be one of those looked for further
				return &network.Error{Kind: network.NotFound, Msg: "error.no_such_match"}
			}
		}
		for _, f := range all {
			if f.id == id {
				return a.followGift(tx, k, f.gesture(), verdict)
			}
		}
		return &network.Error{Kind: network.NotFound, Msg: "error.no_such_match"}
	})
}

// gesture is the match as the gesture that it would be.
func (f metNeed) gesture() today.Gesture {
	g := today.Gesture{ID: f.id, Kind: network.GestureKind(f.kind), Person: f.of, Pair: f.id, Draft: today.Draft{Args: []any{"", f.offer.What}}}
	if f.kind != MatchReceive {
		g.Other = f.offer.Person
	}
	return g
}

// UndismissMatch takes that back. What was taken back already is NotFound.
func (a *App) UndismissMatch(ctx context.Context, keeper network.KeeperID, id string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		if err := a.dropGift(tx, k.Seed, id); err != nil {
			return err
		}
		return tx.DropAnswer("match", id)
	})
}
