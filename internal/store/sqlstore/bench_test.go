package sqlstore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

const (
	benchPeople = 10_000
	benchChunk  = 20_000 // encounters in a transaction: the more, the fewer pages are written twice
)

var benchKeeper = network.KeeperID{1}

func number[ID ~[16]byte](kind byte, n int) (out ID) {
	binary.BigEndian.PutUint64(out[8:], uint64(n))
	r := rand.New(rand.NewPCG(uint64(kind), uint64(n)))
	binary.BigEndian.PutUint64(out[:8], r.Uint64())
	return out
}

var (
	givenNames = strings.Fields("Anne Yves Karim Hélène Élodie Marc Paul Jean Marie Sophie Luc Nadia Chloé Hugo Zoé Emma Louis Adam Inès Rose Claire Denis Fanny Gilles Igor Julie Kevin Léa Maxime Noah")
	surnames   = strings.Fields("Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel Garcia David Bertrand Roux Vincent Fournier Morel Girard André Mercier Dupont Lambert Bonnet François Martinez")
	companies  = strings.Fields("Acme Orange Renault Airbus Danone Michelin Thales Capgemini Total Engie Veolia Safran")
)

// fill makes a network of n people.
func fill(b testing.TB, s *Store, n int) {
	b.Helper()
	if err := s.NewKeeper(b.Context(), network.Keeper{ID: benchKeeper, Seed: []byte("seed"), Settings: network.Settings{Zone: "Europe/Paris"}}); err != nil {
		b.Fatal(err)
	}
	err := s.Update(b.Context(), benchKeeper, func(tx store.Tx) error {
		r := rand.New(rand.NewPCG(1, 2))
		var cards []network.Card
		for i := range n {
			name := givenNames[r.IntN(len(givenNames))] + " " + surnames[r.IntN(len(surnames))] + fmt.Sprint(" ", i)
			mail := strings.ReplaceAll(network.Fold(name), " ", ".") + "@example.org"
			p := network.Person{ID: number[network.PersonID](1, i), Standing: network.Contact, Name: name, SortKey: network.Fold(name), Organisation: companies[r.IntN(len(companies))]}
			words := append(strings.Fields(p.SortKey), mail, network.Fold(p.Organisation))
			if err := tx.PutPerson(&p, words); err != nil {
				return err
			}
			cards = append(cards, network.Card{ID: number[network.CardID](2, i), Source: "mail", Name: name, Person: p.ID, Born: p.ID, Handles: []network.Handle{{Kind: network.Email, Value: mail}}})
		}
		return tx.AddCards(cards)
	})
	if err != nil {
		b.Fatal(err)
	}
}

// happen adds n encounters, each with one presence and one origin, in
// transactions of benchChunk.
func happen(b testing.TB, s *Store, from, n int) {
	b.Helper()
	happenTo(b, s, benchPeople, from, n)
}

func happenTo(b testing.TB, s *Store, people, from, n int) {
	b.Helper()
	start := time.Date(2015, 1, 1, 8, 0, 0, 0, time.UTC)
	r := rand.New(rand.NewPCG(3, 4))
	for i := from; i < from+n; {
		var es []network.Encounter
		var os []store.Origin
		for ; len(es) < benchChunk && i < from+n; i++ {
			k := r.IntN(people)
			e := network.Encounter{
				ID: number[network.EncounterID](3, i), Source: "mail", Channel: network.Mail, At: start.Add(time.Duration(i) * 5 * time.Minute),
				Subject: "Déjeuner de la semaine prochaine", Excerpt: "Bonjour, comment vas-tu depuis la dernière fois ? Je serai à Lyon mardi, prenons un café si tu peux.",
				Mine: network.To, Size: 1, Lang: "fr",
				With: []network.Presence{{Card: number[network.CardID](2, k), Person: number[network.PersonID](1, k), Role: network.From, Direction: network.In, Contact: true}},
			}
			es = append(es, e)
			os = append(os, store.Origin{Record: e.ID, Kind: network.RefEncounter, File: network.FileID{1}, Line: i})
		}
		err := s.Update(b.Context(), benchKeeper, func(tx store.Tx) error {
			if err := tx.AddEncounters(es); err != nil {
				return err
			}
			return tx.AddOrigins(os)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// typed are what somebody types, letter by letter, to find a person.
var typed = []string{"m", "ma", "mar", "mart", "e", "el", "elo", "y", "dub", "acm", "lefevre", "anne ma", "42", "jean.d"}

// BenchmarkSearch finds the first 20 of 10,000 people as somebody types, and
// BenchmarkLike does it the plain way on the same rows.
func BenchmarkSearch(b *testing.B) {
	for name, open := range engines {
		b.Run(name, func(b *testing.B) {
			s := open(b)
			fill(b, s, benchPeople)
			b.ResetTimer()
			for i := range b.N {
				q := store.PeopleQuery{Words: strings.Fields(typed[i%len(typed)]), Limit: 20}
				err := s.View(b.Context(), benchKeeper, func(tx store.Tx) error { _, err := tx.ListPeople(q); return err })
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkLike(b *testing.B) {
	const like = `
		SELECT p.id, p.name
		FROM person p
		LEFT JOIN card c ON c.keeper = p.keeper AND c.person = p.id
		LEFT JOIN handle h ON h.keeper = c.keeper AND h.card = c.id AND h.kind = 'email'
		WHERE p.keeper = ?1 AND (p.name LIKE ?2 OR h.value LIKE ?2 OR p.organisation LIKE ?2)
		ORDER BY p.sort_key, p.id
		LIMIT 20`
	s := openSQLite(b)
	fill(b, s, benchPeople)
	b.ResetTimer()
	for i := range b.N {
		err := s.View(b.Context(), benchKeeper, func(t store.Tx) error {
			x := t.(*tx)
			type row struct {
				id   network.PersonID
				name string
			}
			_, err := collect(x, func(r *row) []any { return []any{toID(&r.id), &r.name} }, like, x.key, "%"+typed[i%len(typed)]+"%")
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkList(b *testing.B) {
	s := openSQLite(b)
	fill(b, s, benchPeople)
	b.ResetTimer()
	for range b.N {
		err := s.View(b.Context(), benchKeeper, func(tx store.Tx) error {
			_, err := tx.ListPeople(store.PeopleQuery{NeverMet: true})
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAllContacts reads what the relation model reads of 100,000
// encounters.
func BenchmarkAllContacts(b *testing.B) {
	for name, open := range engines {
		b.Run(name, func(b *testing.B) {
			s := open(b)
			fill(b, s, benchPeople)
			happen(b, s, 0, 100_000)
			b.ResetTimer()
			for range b.N {
				n := 0
				err := s.View(b.Context(), benchKeeper, func(tx store.Tx) error {
					return tx.AllContacts(func(store.Contact) error { n++; return nil })
				})
				if err != nil || n != 100_000 {
					b.Fatal(n, err)
				}
			}
		})
	}
}

func BenchmarkInsert100k(b *testing.B) {
	for name, open := range engines {
		b.Run(name, func(b *testing.B) {
			s := open(b)
			fill(b, s, benchPeople)
			b.ResetTimer()
			for i := range b.N {
				happen(b, s, i*100_000, 100_000)
			}
			b.ReportMetric(float64(b.N)*100_000/b.Elapsed().Seconds(), "encounters/s")
		})
	}
}

// BenchmarkUndo100k undoes an import of 100,000 encounters.
func BenchmarkUndo100k(b *testing.B) {
	for name, open := range engines {
		b.Run(name, func(b *testing.B) {
			s := open(b)
			fill(b, s, benchPeople)
			for i := range b.N {
				b.StopTimer()
				batch := network.BatchID{byte(i + 1)}
				err := s.Update(b.Context(), benchKeeper, func(tx store.Tx) error {
					return errors.Join(tx.PutBatch(store.Batch{ID: batch}), tx.AddFiles([]store.File{{ID: network.FileID{1}, Batch: batch}}))
				})
				if err != nil {
					b.Fatal(err)
				}
				happen(b, s, i*100_000, 100_000)
				b.StartTimer()
				err = s.Update(b.Context(), benchKeeper, func(tx store.Tx) error {
					d, err := tx.DropBatch(batch, store.Hold{})
					if len(d.Encounters) != 100_000 {
						b.Errorf("%d encounters went", len(d.Encounters))
					}
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
