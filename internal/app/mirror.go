package app

import (
	"context"
	"slices"
	"sync"
	"time"

	"entregent/internal/i18n"
	"entregent/internal/match"
	"entregent/internal/mirror"
	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
)

// A Mirror is the keeper seen from outside: the shape of cli.md.
type Mirror struct {
	Readings []MirrorReading `json:"readings"`
}

// A MirrorReading is one of the five, in words.
type MirrorReading struct {
	Key   mirror.Key   `json:"key"`
	Facts []MirrorFact `json:"facts"`
	Notes []MirrorFact `json:"notes"`     // what is to be known of the files themselves
	Next  string       `json:"next_step"` // in words
	Step  string       `json:"next_key"`  // its key, by which a face may lead somewhere
	Empty bool         `json:"empty"`     // no file to read it from: next_step says which brings it
}

// A MirrorFact is one thing that can be seen, in words, with the records it rests
// on. Kind, Field, CV and Profile are those of coherence.
type MirrorFact struct {
	Key     string        `json:"key"`
	Text    string        `json:"text"`
	Shows   mirror.Shows  `json:"shows"` // said (typed by the keeper), done, or voice (others say it)
	Kind    mirror.Kind   `json:"kind,omitempty"`
	Field   string        `json:"field,omitempty"`
	CV      *string       `json:"cv,omitempty"`
	Profile *string       `json:"profile,omitempty"`
	Rows    []MirrorRow   `json:"rows,omitempty"`
	Facts   []network.Ref `json:"facts"`
}

// A MirrorRow is one line of the figures behind a fact.
type MirrorRow struct {
	Label  string `json:"label"`
	Counts []int  `json:"counts"`
}

// Mirror holds up the mirror, in the language of p. It reads all that was ever
// exchanged; what was worked out is kept until something is written.
func (a *App) Mirror(ctx context.Context, keeper network.KeeperID, p *i18n.Printer) (out Mirror, err error) {
	var readings []mirror.Reading
	var z *time.Location
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		z = zone(k.Settings)
		at, err := a.stateOf(tx, k, a.today(k.Settings))
		if err != nil {
			return err
		}
		m := &a.mirrored
		m.Lock()
		defer m.Unlock()
		if m.at == at && !a.Replay {
			readings = m.out
			return nil
		}
		in, err := a.reflection(tx, k)
		if err != nil {
			return err
		}
		if readings = mirror.Look(in); !a.Replay {
			m.at, m.out = at, readings
		}
		return nil
	})
	if err != nil {
		return out, err
	}
	w := reflected{p.At(a.Now(), z)}
	for _, r := range readings {
		out.Readings = append(out.Readings, w.reading(r))
	}
	return out, nil
}

// A keptMirror is what was seen at one state of the book.
type keptMirror struct {
	sync.Mutex
	at  bookState
	out []mirror.Reading
}

// reflection gathers what the mirror is held up to.
func (a *App) reflection(tx store.Tx, k network.Keeper) (in mirror.Input, err error) {
	z := zone(k.Settings)
	in.Lexicon, in.Today = match.Default(), a.today(k.Settings)
	if in.Lines, err = traceLines(tx, z); err != nil {
		return in, err
	}
	b, err := a.readBook(tx)
	if err != nil {
		return in, err
	}
	if in.Contacts, err = b.seenBy(tx); err != nil {
		return in, err
	}
	if in.Wanted, in.Goals, in.Trades, err = aims(tx, b); err != nil {
		return in, err
	}
	for _, list := range b.broughtMe() {
		for _, f := range list {
			if f.What != "" && (f.Kind == network.Recommendation || f.Kind == network.Endorsement) {
				in.Told = append(in.Told, mirror.Told{Text: f.What, Skill: f.Kind == network.Endorsement, Ref: network.Ref{Kind: network.RefFavour, ID: f.ID.String()}})
			}
		}
	}
	slices.SortFunc(in.Told, func(x, y mirror.Told) int { return compareStrings(x.Ref.ID, y.Ref.ID) })
	if in.Invited, err = a.invited(tx, z); err != nil {
		return in, err
	}
	in.Manners = &mirror.Manners{Today: in.Today}
	past := func(c store.Contact) bool { return !c.At.After(a.Now()) }
	return in, eachTie(tx, past, func(id network.PersonID, contacts []relation.Contact) error {
		if e := b.byID[id]; e != nil {
			in.Manners.Add(e.Name, contacts)
		}
		return nil
	})
}

func compareStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// traceLines returns the keeper's own trace. Lines carry the day of their source's
// own zone where they have no hour: a day is a day everywhere.
func traceLines(tx store.Tx, z *time.Location) ([]mirror.Line, error) {
	owns, err := tx.Owns("")
	if err != nil {
		return nil, err
	}
	out := make([]mirror.Line, 0, len(owns))
	for _, o := range owns {
		l := mirror.Line{ID: o.ID.String(), Source: o.Source, Kind: o.Kind, Fields: o.Fields}
		if !o.On.IsZero() {
			if utc := o.On.UTC(); utc.Hour() == 0 && utc.Minute() == 0 && utc.Second() == 0 {
				l.Day = network.DayOf(utc, time.UTC)
			} else {
				l.Day = network.DayOf(o.On, z)
			}
		}
		out = append(out, l)
	}
	return out, nil
}

// seenBy returns everybody with the networks that know them.
func (b *book) seenBy(tx store.Tx) ([]mirror.Contact, error) {
	sources := map[network.PersonID][]string{}
	if err := tx.AllCards(func(c network.Card) error {
		if c.Source != network.Typed && !slices.Contains(sources[c.Person], c.Source) {
			sources[c.Person] = append(sources[c.Person], c.Source)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	out := make([]mirror.Contact, len(b.entries))
	for i, e := range b.entries {
		out[i] = mirror.Contact{ID: e.ID, Name: e.Name, Title: e.Title, Town: e.Town, Sources: sources[e.ID], Relation: e.relation, Met: e.met}
	}
	return out, nil
}

// aims are, in the keeper's words, what they want to be known for, and what they
// are after: what their goals of the season name, trades apart, and what they seek
// and ask for.
func aims(tx store.Tx, b *book) (wanted, after, trades []string, err error) {
	goals, err := b.currentGoals(tx)
	if err != nil {
		return nil, nil, nil, err
	}
	add := func(list *[]string, words ...string) {
		for _, w := range words {
			if !slices.Contains(*list, w) {
				*list = append(*list, w)
			}
		}
	}
	for _, g := range goals {
		add(&wanted, g.Words(network.AimKnownFor)...)
		add(&after, g.What)
		add(&trades, g.Words(network.AimField)...)
	}
	all, err := b.wishes(tx)
	for _, w := range all {
		if w.Person.IsZero() && w.State == network.WishOpen && (w.Kind == network.Need || w.Kind == network.Ask) {
			add(&after, w.What)
		}
	}
	return wanted, after, trades, err
}

// invited returns the invitations of networks, from the facts that they left.
func (a *App) invited(tx store.Tx, z *time.Location) (out []mirror.Invited, err error) {
	for _, kind := range []network.FactKind{network.FactInvited, network.FactHowMet} {
		err := tx.FactsOfKind(kind, func(_ network.PersonID, f network.Fact) error {
			if f.Label != "in" && f.Label != "out" || f.On.IsZero() || f.On.After(a.Now()) {
				return nil
			}
			i := mirror.Invited{Sent: f.Label == "out", Day: network.DayOf(f.On, z), Ref: network.Ref{Kind: network.RefFact, ID: f.ID.String()}}
			if kind == network.FactHowMet {
				i.Words = f.Value
			}
			out = append(out, i)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
