package app

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/today"
	"entregent/internal/year"
)

// A YearLetter is a letter of thanks for a year, begun: to somebody who brought
// something for which no thanks are on record.
type YearLetter struct {
	Person  Named               `json:"person"`
	Text    string              `json:"text"`
	Email   string              `json:"email,omitempty"`
	Lang    string              `json:"lang"`
	Address network.Familiarity `json:"address,omitempty"` // tu or vous
	For     []year.Brought      `json:"for"`
}

// YearLetters begins a letter to each person who is owed thanks of a year, in the
// order of their names: what they brought and what came of it, in their language,
// with tu or vous. The deceased and those who are better left alone get none.
func (a *App) YearLetters(ctx context.Context, keeper network.KeeperID, n int) ([]YearLetter, error) {
	y, err := a.Year(ctx, keeper, n)
	if err != nil {
		return nil, err
	}
	out := []YearLetter{}
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		d := &desk{keeper: k, zone: zone(k.Settings), now: a.Now()}
		for _, w := range y.NeverThanked {
			id, err := network.ParseID[network.PersonID](w.Person.ID)
			if err != nil {
				return err
			}
			p, err := whoever(tx, id)
			if err != nil {
				return err
			}
			if p.Mark == network.Deceased || p.Mark == network.RatherNot {
				continue
			}
			l, err := d.yearLetter(tx, p, y.Year, w)
			if err != nil {
				return err
			}
			out = append(out, l)
		}
		return nil
	})
	return out, err
}

func (d *desk) yearLetter(tx store.Tx, p network.Person, n int, w YearPerson) (YearLetter, error) {
	lang, familiar, err := spokenTo(tx, p, d)
	if err != nil {
		return YearLetter{}, err
	}
	if lang == "" {
		lang = d.keeper.Settings.Lang
	}
	m := today.Draft{Args: []any{p.Name}, Lang: lang, Familiar: familiar}
	l := YearLetter{Person: w.Person, Lang: i18n.For(lang).Lang(), Address: familiar, For: []year.Brought{}}
	for _, b := range w.BroughtMe {
		if !b.Thanked && b.Kind != network.Endorsement {
			l.For = append(l.For, b)
		}
	}
	l.Text = d.letter(m, func(p *i18n.Printer, form string) string { return yearWords(p, form, n, l.For) })
	l.Email, err = firstEmail(tx, p.ID)
	return l, err
}

// yearWords says thank you for what was brought in a year, each thing by name,
// and what came of it.
func yearWords(p *i18n.Printer, form string, n int, list []year.Brought) string {
	var things, came []string
	for _, b := range list {
		kind := p.T("draft.brought." + string(b.Kind) + "." + form)
		// The words of a recommendation are their own: they know them.
		if what := strings.TrimSuffix(shorten(network.OneLine(b.What), spokenLen), "."); what != "" && b.Kind != network.Recommendation {
			kind = p.T("year.letter.thing", kind, what)
		}
		if !slices.Contains(things, kind) {
			things = append(things, kind)
		}
		if b.Outcome != "" {
			came = append(came, i18n.Sentence(network.OneLine(b.Outcome)))
		}
	}
	out := p.T("year.letter.open."+form, strconv.Itoa(n), things)
	if len(came) > 0 {
		out += "\n\n" + p.T("year.letter.came."+form, strings.Join(came, " "))
	}
	return out + "\n\n" + p.T("year.letter.close."+form)
}

// spokenTo returns the language and the form of address in which the keeper
// writes to somebody: as chosen, else as in their last exchanges.
func spokenTo(tx store.Tx, p network.Person, d *desk) (lang string, familiar network.Familiarity, err error) {
	lang, familiar = p.Lang, p.Familiar
	if lang != "" && familiar != "" {
		return lang, familiar, nil
	}
	list, err := tx.EncountersOf(p.ID, d.now, spokenBack)
	for _, e := range list {
		if lang == "" && slices.Contains(i18n.Languages, e.Lang) {
			lang = e.Lang
		}
		if familiar == "" && e.Mine == network.From {
			familiar = e.Familiar
		}
	}
	return lang, familiar, err
}

// ThankYear notes that the keeper has thanked somebody for everything of a year
// for which no thanks were on record; or, with thanked false, takes that back.
func (a *App) ThankYear(ctx context.Context, keeper network.KeeperID, n int, id network.PersonID, thanked bool) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		p, err := person(tx, id)
		if err != nil {
			return err
		}
		favours, err := tx.Favours(p.ID)
		if err != nil {
			return err
		}
		answers, err := tx.Answers("loop")
		if err != nil {
			return err
		}
		said := map[string]store.Answer{}
		for _, x := range answers {
			said[x.Subject] = x
		}
		var open, last []string
		var at time.Time
		for _, f := range favours {
			if f.Given || f.State != network.Held || f.On.IsZero() || f.On.In(zone(k.Settings)).Year() != n {
				continue
			}
			loop := today.LoopID(k.Seed, network.ThanksDue, f.ID.String())
			switch x, ok := said[loop]; {
			case !ok:
				open = append(open, loop)
			case x.At.After(at):
				last, at = []string{loop}, x.At
			case x.At.Equal(at):
				last = append(last, loop)
			}
		}
		if !thanked { // what was said at once is taken back at once
			for _, loop := range last {
				if err := tx.DropAnswer("loop", loop); err != nil {
					return err
				}
			}
			return nil
		}
		for _, loop := range open {
			x := store.Answer{Kind: "loop", Subject: loop, Verdict: string(today.Done), Person: p.ID, Detail: string(network.ThanksDue), At: a.Now()}
			if err := tx.PutAnswer(x); err != nil {
				return err
			}
		}
		return nil
	})
}
