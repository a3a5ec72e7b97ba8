package app

import (
	"context"
	"errors"

	"entregent/internal/network"
	"entregent/internal/store"
)

// answered lists what was said to the questions of one kind, by subject. What
// was put off counts until its day.
func answered(tx store.Tx, kind string, day network.Day) (map[string]bool, error) {
	list, err := tx.Answers(kind)
	out := map[string]bool{}
	for _, x := range list {
		if x.Verdict != "later" || untilDay(x.Until) > day {
			out[x.Subject] = true
		}
	}
	return out, err
}

// said returns what was answered to one question.
func said(tx store.Tx, kind QuestionKind, subject string) (store.Answer, bool, error) {
	list, err := tx.Answers(string(kind))
	for _, x := range list {
		if x.Subject == subject {
			return x, true, err
		}
	}
	return store.Answer{}, false, err
}

// sayFavours answers for all that is still proposed of the same person, kind and
// direction as one favour.
func (a *App) sayFavours(ctx context.Context, keeper network.KeeperID, id string, yes bool) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		first, err := favourNamed(tx, id)
		if err != nil {
			return err
		}
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		done, err := answered(tx, string(QuestionFavour), a.today(k.Settings))
		if err != nil {
			return err
		}
		all, err := tx.Favours(first.Person)
		if err != nil {
			return err
		}
		var alike []network.Favour
		for _, f := range all {
			if f.ID == first.ID || alikeFavours(f, first) && f.State == network.Proposed && !done[f.ID.String()] {
				alike = append(alike, f)
			}
		}
		return a.turnFavours(tx, first.Person, alike, func(f *network.Favour) error {
			if yes {
				f.State = network.Held
			}
			return tx.PutAnswer(store.Answer{Kind: string(QuestionFavour), Subject: f.ID.String(), Verdict: verdict(yes), Person: f.Person, At: a.Now()})
		})
	})
}

func alikeFavours(a, b network.Favour) bool { return a.Kind == b.Kind && a.Given == b.Given }

func favourNamed(tx store.Tx, id string) (network.Favour, error) {
	fid, err := network.ParseID[network.FavourID](id)
	if err != nil {
		return network.Favour{}, &network.Error{Kind: network.NotFound, Msg: "error.no_such_favour"}
	}
	return favour(tx, fid)
}

// turnFavours changes favours of one person and works out what hangs on them.
func (a *App) turnFavours(tx store.Tx, who network.PersonID, list []network.Favour, change func(*network.Favour) error) error {
	l, err := openLedger(tx)
	if err != nil {
		return err
	}
	if err := l.open(who); err != nil {
		return err
	}
	for _, f := range list {
		was := f.State
		if err := change(&f); err != nil {
			return err
		}
		if f.State == was {
			continue
		}
		if err := tx.PutFavour(f); err != nil {
			return err
		}
	}
	return a.settleOpened(tx, l)
}

// unsayFavours takes back one answer and those given with it.
func (a *App) unsayFavours(ctx context.Context, keeper network.KeeperID, id string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		first, err := favourNamed(tx, id)
		if err != nil {
			return err
		}
		list, err := tx.Answers(string(QuestionFavour))
		if err != nil {
			return err
		}
		given := map[string]store.Answer{}
		for _, x := range list {
			given[x.Subject] = x
		}
		one, ok := given[id]
		if !ok {
			return nil
		}
		all, err := tx.Favours(first.Person)
		if err != nil {
			return err
		}
		var alike []network.Favour
		for _, f := range all {
			if x, ok := given[f.ID.String()]; ok && alikeFavours(f, first) && x.At.Equal(one.At) {
				alike = append(alike, f)
			}
		}
		return a.turnFavours(tx, first.Person, alike, func(f *network.Favour) error {
			if one.Verdict == "yes" {
				f.State = network.Proposed
			}
			return tx.DropAnswer(string(QuestionFavour), f.ID.String())
		})
	})
}

// sayMark takes over what a source says of somebody, or remembers that it is not
// so.
func (a *App) sayMark(ctx context.Context, keeper network.KeeperID, id string, yes bool) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		who, mark, err := ofSubject(id)
		if err != nil {
			return err
		}
		p, err := person(tx, who)
		if err != nil {
			return err
		}
		if m := network.Mark(mark); m != network.Deceased && m != network.RatherNot {
			return &network.Error{Kind: network.Invalid, Field: "mark", Msg: "error.not_understood", Args: []any{mark}}
		}
		if err := tx.PutAnswer(store.Answer{Kind: string(QuestionMark), Subject: id, Verdict: verdict(yes), Person: p.ID, At: a.Now()}); err != nil || !yes {
			return err
		}
		p.Mark, p.MarkUntil = network.Mark(mark), network.Date{}
		return put(tx, p)
	})
}

func (a *App) unsayMark(ctx context.Context, keeper network.KeeperID, id string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		x, ok, err := said(tx, QuestionMark, id)
		if err != nil || !ok {
			return err
		}
		if err := tx.DropAnswer(string(QuestionMark), id); err != nil || x.Verdict != "yes" {
			return err
		}
		who, mark, err := ofSubject(id)
		if err != nil {
			return err
		}
		p, err := person(tx, who)
		if err != nil || p.Mark != network.Mark(mark) { // decided otherwise since
			return err
		}
		p.Mark, p.MarkUntil = network.NoMark, network.Date{}
		return put(tx, p)
	})
}

// alive lists those of whom the keeper said that they have not died, whatever an
// address book says.
func alive(tx store.Tx) (map[network.PersonID]bool, error) {
	list, err := tx.Answers(string(QuestionMark))
	out := map[network.PersonID]bool{}
	for _, x := range list {
		if x.Verdict == "no" && x.Subject == subject(x.Person, string(network.Deceased)) {
			out[x.Person] = true
		}
	}
	return out, err
}

// sayPlace gives somebody the place they are proposed for, or remembers that
// they are not to be proposed for it, nor for one further in.
func (a *App) sayPlace(ctx context.Context, keeper network.KeeperID, id string, yes bool) error {
	who, circle, err := ofSubject(id)
	if err != nil {
		return err
	}
	if yes {
		full, err := a.Place(ctx, keeper, who, circle)
		if err == nil && full != nil {
			err = &network.Error{Kind: network.Conflict, Field: "circle", Msg: "error.circle_full", Args: []any{full.Circle}}
		}
		return err
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		if !hasCircle(k.Settings, circle) {
			return &network.Error{Kind: network.Invalid, Field: "circle", Msg: "error.no_such_circle", Args: []any{circle}}
		}
		p, err := person(tx, who)
		if err != nil {
			return err
		}
		return tx.PutAnswer(store.Answer{Kind: string(QuestionPlace), Subject: subject(p.ID, circle), Verdict: "no", Person: p.ID, Detail: circle, At: a.Now()})
	})
}

// unsayPlace takes the place back, or the word that they are not to have it.
func (a *App) unsayPlace(ctx context.Context, keeper network.KeeperID, id string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		who, circle, err := ofSubject(id)
		if err != nil {
			return err
		}
		p, err := person(tx, who)
		if err != nil {
			return err
		}
		err = tx.DropAnswer(string(QuestionPlace), subject(p.ID, circle))
		if !errors.Is(err, network.NotFound) || p.Circle != circle {
			return ignoreMissing(err)
		}
		p.Circle = ""
		return put(tx, p)
	})
}

func ignoreMissing(err error) error {
	if errors.Is(err, network.NotFound) {
		return nil
	}
	return err
}

// declined returns for whom the keeper said no to a place, with the outermost
// circle they said it of: whoever is not among the fifteen is not among the
// five either.
func declined(tx store.Tx, circles []network.Circle) (map[network.PersonID]string, error) {
	list, err := tx.Answers(string(QuestionPlace))
	depth := map[string]int{}
	for i, c := range circles {
		depth[c.Name] = i + 1
	}
	out := map[network.PersonID]string{}
	for _, x := range list {
		if x.Verdict == "no" && depth[x.Detail] > depth[out[x.Person]] {
			out[x.Person] = x.Detail
		}
	}
	return out, err
}
