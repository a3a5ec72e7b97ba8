package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
	"entregent/internal/store"
)

// Usual sizes of the search bench, and of those that need people and not a long
// history.
const (
	usualFew     = 20_000 // encounters
	searchRounds = 3
	searched     = 25 // names, and as many towns and organisations
	longest      = 8  // letters typed
	shown        = 20
)

// A keystroke is what stands in the field after one more letter.
type keystroke struct {
	text   string
	length int // in letters
}

// keystrokes types the beginnings of names, towns and organisations, spread
// over everybody.
func keystrokes(people []app.Person) (out []keystroke) {
	done := map[string]bool{}
	of := []func(app.Person) string{
		func(p app.Person) string { return p.Name },
		func(p app.Person) string { return p.Town },
		func(p app.Person) string { return p.Organisation },
	}
	for i := range searched {
		for _, word := range of {
			letters := []rune(strings.ToLower(word(people[(i*7919+13)%len(people)])))
			for n := 1; n <= min(longest, len(letters)); n++ {
				text := string(letters[:n])
				if letters[n-1] != ' ' && !done[text] {
					done[text] = true
					out = append(out, keystroke{text, n})
				}
			}
		}
	}
	return out
}

// measureSearch types beside a LIKE on the same people.
func (r *run) measureSearch(ctx context.Context) (err error) {
	dir, err := r.network(ctx, or(r.People, usualPeople), or(r.Encounters, usualFew))
	if err != nil {
		return err
	}
	file := filepath.Join(dir, bookFile)
	p, err := openPlain(ctx, file, plainPeople)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	b, err := openBook(ctx, file, morning)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	s := &search{book: b, plain: p}
	if err := s.load(ctx); err != nil {
		return err
	}
	return r.typing(ctx, s, or(r.Rounds, searchRounds))
}

// A search is a book and its plain twin, with what a person found by hand would
// find.
type search struct {
	*book
	*plain
	rows []searchable // in the order in which people are shown
	keys []keystroke
}

// A searchable is one person as searched by hand.
type searchable struct {
	id     network.PersonID
	words  []string // folded
	fields []string // name, mail and organisation in small letters
}

// load reads everybody by the plainest of ways: all cards, all people.
func (s *search) load(ctx context.Context) error {
	page, err := s.People(ctx, s.keeper, app.PeopleAsk{Limit: 1 << 30})
	if err != nil {
		return err
	}
	s.keys = keystrokes(page.People)
	return s.Store.View(ctx, s.keeper, func(tx store.Tx) error {
		handles := map[network.PersonID][]string{}
		mail := map[network.PersonID]string{}
		names := map[network.PersonID][]string{}
		err := tx.AllCards(func(c network.Card) error {
			names[c.Person] = append(names[c.Person], c.Name)
			for _, h := range c.Handles {
				switch h.Kind {
				case network.Email:
					mail[c.Person] = cmp.Or(mail[c.Person], h.Value)
					handles[c.Person] = append(handles[c.Person], h.Value)
				case network.LinkedIn:
					handles[c.Person] = append(handles[c.Person], h.Value)
				case network.Phone:
					handles[c.Person] = append(handles[c.Person], strings.TrimPrefix(h.Value, "+"))
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, x := range page.People {
			id, err := network.ParseID[network.PersonID](x.ID)
			if err != nil {
				return err
			}
			all := append(append([]string{x.Name, x.Organisation, x.Title, x.Town}, names[id]...), handles[id]...)
			s.rows = append(s.rows, searchable{id,
				strings.Fields(network.Fold(strings.Join(all, " "))),
				[]string{small(x.Name), small(mail[id]), small(x.Organisation)},
			})
		}
		return nil
	})
}

// small makes small letters of capital ones, those without accent only: so does
// LIKE.
func small(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// begins is who is found when each word typed must begin one of theirs.
func (s *search) begins(typed string) []network.PersonID {
	words := strings.Fields(network.Fold(typed))
	return s.first(func(x searchable) bool {
		for _, w := range words {
			if !slices.ContainsFunc(x.words, func(have string) bool { return strings.HasPrefix(have, w) }) {
				return false
			}
		}
		return true
	})
}

// holds is who is found when the text may stand anywhere, as LIKE has it.
func (s *search) holds(typed string) []network.PersonID {
	return s.first(func(x searchable) bool {
		return slices.ContainsFunc(x.fields, func(f string) bool { return strings.Contains(f, small(typed)) })
	})
}

func (s *search) first(fits func(searchable) bool) (out []network.PersonID) {
	for _, x := range s.rows {
		if len(out) < shown && fits(x) {
			out = append(out, x.id)
		}
	}
	return out
}

// typing types everything, each key on both sides before the next.
func (r *run) typing(ctx context.Context, s *search, rounds int) error {
	st, err := s.conn.PrepareContext(ctx, like)
	if err != nil {
		return err
	}
	defer st.Close()
	ours, theirs := make([]times, longest+1), make([]times, longest+1)
	for round := range rounds {
		for _, k := range s.keys {
			var list []app.Person
			var ids []network.PersonID
			a := ours[k.length].take(func() (err error) { list, err = s.Suggest(ctx, s.keeper, k.text, shown); return err })
			b := theirs[k.length].take(func() (err error) { ids, err = s.ids(ctx, st, "%"+k.text+"%"); return err })
			if err := errors.Join(a, b); err != nil {
				return err
			}
			if round > 0 {
				continue // the rows are the same
			}
			if got, want := fmt.Sprint(idsOf(list)), fmt.Sprint(texts(s.begins(k.text))); got != want {
				return differs("search "+k.text, got, want)
			}
			if got, want := fmt.Sprint(texts(ids)), fmt.Sprint(texts(s.holds(k.text))); got != want {
				return differs("LIKE "+k.text, got, want)
			}
		}
	}
	r.reportSearch(len(s.keys), ours, theirs)
	return nil
}

func idsOf(list []app.Person) []string {
	out := []string{}
	for _, p := range list {
		out = append(out, p.ID)
	}
	return out
}

func texts(ids []network.PersonID) []string {
	out := []string{}
	for _, id := range ids {
		out = append(out, id.String())
	}
	return out
}

func (r *run) reportSearch(keys int, ours, theirs []times) {
	var all, like times
	r.row("keystrokes", float64(keys), "")
	for n := 1; n <= longest; n++ {
		all, like = append(all, ours[n]...), append(like, theirs[n]...)
		if len(ours[n]) > 0 {
			r.row(fmt.Sprint("search_", n), ms(ours[n].median()), "ms")
			r.row(fmt.Sprint("like_", n), ms(theirs[n].median()), "ms")
		}
	}
	r.row("search", ms(all.median()), "ms")
	r.row("search_p99", ms(all.at(0.99)), "ms")
	r.row("like", ms(like.median()), "ms")
	r.ratio(Ratio{Name: "search_like", Value: float64(like.median()) / float64(all.median()), Goal: 8})
	r.ratio(Ratio{Name: "search_like_sum", Value: float64(like.sum()) / float64(all.sum())})
	for n := 1; n <= longest; n++ {
		if len(ours[n]) > 0 {
			r.ratio(Ratio{Name: fmt.Sprint("search_like_", n), Value: float64(theirs[n].median()) / float64(ours[n].median())})
		}
	}
}
