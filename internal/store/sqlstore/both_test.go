package sqlstore

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

func exported(t *testing.T, s *Store) string {
	t.Helper()
	var out strings.Builder
	if err := s.View(t.Context(), benchKeeper, func(tx store.Tx) error { return tx.Export(&out) }); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// The same data give the same export on both engines, and a book can move from
// one to the other and back.
func TestExportIsTheSameOnBothEngines(t *testing.T) {
	lite, pg := openSQLite(t), openPostgres(t)
	for _, s := range []*Store{lite, pg} {
		fill(t, s, 700)
		happenTo(t, s, 700, 0, 1500)
	}
	want := exported(t, lite)
	if got := exported(t, pg); got != want {
		t.Fatalf("exports differ: %d and %d bytes", len(want), len(got))
	}
	for _, s := range []*Store{openPostgres(t), openSQLite(t)} {
		if err := s.NewKeeper(t.Context(), network.Keeper{ID: benchKeeper}); err != nil {
			t.Fatal(err)
		}
		err := s.Update(t.Context(), benchKeeper, func(tx store.Tx) error { return tx.Restore(strings.NewReader(want)) })
		if err != nil {
			t.Fatal(err)
		}
		if got := exported(t, s); got != want {
			t.Errorf("moved to %s, the export differs", s.Engine())
		}
	}
}

// A caller who leaves stops a reading at once, and never a write.
func TestCallersWhoLeave(t *testing.T) {
	for name, open := range engines {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			fill(t, s, 3000)
			ctx, leave := context.WithCancel(t.Context())
			err := s.View(ctx, benchKeeper, func(tx store.Tx) error {
				n := 0
				return tx.AllPeople(func(network.Person) error {
					if n++; n == 10 {
						leave()
					}
					return nil
				})
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("a reading: %v, want Canceled", err)
			}
			if err := s.Update(ctx, benchKeeper, func(store.Tx) error { t.Error("begun"); return nil }); !errors.Is(err, context.Canceled) {
				t.Errorf("a write not begun: %v, want Canceled", err)
			}
			ctx, leave = context.WithCancel(t.Context())
			err = s.Update(ctx, benchKeeper, func(tx store.Tx) error {
				leave()
				return tx.PutSecret("x", []byte("y"))
			})
			if err != nil {
				t.Errorf("a write begun: %v", err)
			}
			err = s.View(t.Context(), benchKeeper, func(tx store.Tx) error {
				b, err := tx.Secret("x")
				if string(b) != "y" {
					t.Errorf("the write: %q", b)
				}
				return err
			})
			if err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

// Many readers leave at random moments while others write: nobody else is
// harmed.
func TestLeavingHarmsNobody(t *testing.T) {
	for name, open := range engines {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			fill(t, s, 300)
			var wg sync.WaitGroup
			for i := range 6 {
				wg.Go(func() {
					for n := range 60 {
						ctx, leave := context.WithTimeout(t.Context(), time.Duration(n*i)*50*time.Microsecond)
						err := s.View(ctx, benchKeeper, func(tx store.Tx) error {
							return tx.AllPeople(func(network.Person) error { return nil })
						})
						if err != nil && !errors.Is(err, context.DeadlineExceeded) {
							t.Errorf("a reader who stayed: %v", err)
						}
						leave()
					}
				})
			}
			for range 2 {
				wg.Go(func() {
					for range 40 {
						err := s.Update(t.Context(), benchKeeper, func(tx store.Tx) error {
							n, err := tx.Secret("n")
							return errors.Join(err, tx.PutSecret("n", append(n, 'x')))
						})
						if err != nil {
							t.Error(err)
						}
					}
				})
			}
			wg.Wait()
			err := s.View(t.Context(), benchKeeper, func(tx store.Tx) error {
				n, err := tx.Secret("n")
				if len(n) != 80 {
					t.Errorf("%d of 80 writes counted", len(n))
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// What a reader sees is of one moment, whatever is written meanwhile.
func TestSnapshots(t *testing.T) {
	for name, open := range engines {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			fill(t, s, 10)
			err := s.View(t.Context(), benchKeeper, func(tx store.Tx) error {
				before, err := tx.Change()
				if err != nil {
					return err
				}
				err = s.Update(t.Context(), benchKeeper, func(w store.Tx) error { return w.PutSecret("x", []byte("y")) })
				if err != nil {
					return err
				}
				after, err := tx.Change()
				b, err2 := tx.Secret("x")
				if after != before || b != nil {
					t.Errorf("seen during the view: change %d to %d, %q", before, after, b)
				}
				return errors.Join(err, err2)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
