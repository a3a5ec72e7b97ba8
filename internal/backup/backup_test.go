package backup

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/store/sqlstore"
)

// quick is a work factor that lets many guesses be tried.
const quick = 10

var me = network.KeeperID{1}

// book opens a book with somebody in it.
func book(t *testing.T) *sqlstore.Store {
	t.Helper()
	s, err := sqlstore.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "book.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.NewKeeper(t.Context(), network.Keeper{ID: me, Seed: []byte("seed")}); err != nil {
		t.Fatal(err)
	}
	err = s.Update(t.Context(), me, func(tx store.Tx) error {
		return tx.PutPerson(&network.Person{ID: network.PersonID{1}, Standing: network.Contact, Circle: "canari"}, []string{"canari"})
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func export(t *testing.T, s *sqlstore.Store) string {
	t.Helper()
	var out strings.Builder
	if err := s.View(t.Context(), me, func(tx store.Tx) error { return tx.Export(&out) }); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func exportOf(t *testing.T, file string) string {
	t.Helper()
	s, err := sqlstore.OpenSQLite(t.Context(), file, sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	return export(t, s)
}

func identity(t *testing.T) (Lock, Key) {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return Lock{Recipient: id.Recipient().String()}, Key{Identity: id.String()}
}

func TestBackupAndRestore(t *testing.T) {
	lock, key := identity(t)
	for name, tt := range map[string]struct {
		lock *Lock
		key  Key
	}{
		"plain":          {},
		"a passphrase":   {&Lock{Passphrase: "un long secret"}, Key{Passphrase: "un long secret"}},
		"a public key":   {&lock, key},
		"an unasked key": {nil, key},
	} {
		t.Run(name, func(t *testing.T) {
			s := book(t)
			dir := t.TempDir()
			file, back := filepath.Join(dir, "b.age"), filepath.Join(dir, "back.db")
			if err := create(t.Context(), s, file, tt.lock, quick); err != nil {
				t.Fatal(err)
			}
			st, err := os.Stat(file)
			if err != nil || st.Mode().Perm() != 0o600 {
				t.Errorf("mode %v, %v", st.Mode(), err)
			}
			raw, _ := os.ReadFile(file)
			if bytes.Contains(raw, []byte("canari")) != (tt.lock == nil) {
				t.Errorf("sealed %v, and a name can be read: %v", tt.lock != nil, tt.lock == nil)
			}
			if err := Restore(t.Context(), back, file, tt.key); err != nil {
				t.Fatal(err)
			}
			if exportOf(t, back) != export(t, s) {
				t.Error("the restored book says something else")
			}
			for _, err := range []error{create(t.Context(), s, file, tt.lock, quick), Restore(t.Context(), back, file, tt.key)} {
				if !errors.Is(err, network.Conflict) {
					t.Errorf("over an existing file: %v, want Conflict", err)
				}
			}
			if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// A backup taken while somebody writes is of one moment.
func TestBackupUnderLoad(t *testing.T) {
	s := book(t)
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	wrote := make(chan int)
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			s.Update(ctx, me, func(tx store.Tx) error {
				p := network.Person{ID: network.PersonID{2, byte(n), byte(n >> 8)}, Standing: network.Contact}
				return errors.Join(tx.PutPerson(&p, []string{"x"}), tx.AddCards([]network.Card{{ID: network.CardID(p.ID), Source: network.Typed, Person: p.ID}}))
			})
		}
		wrote <- n
	}()
	dir := t.TempDir()
	for i := range 5 {
		file := filepath.Join(dir, string(rune('a'+i)))
		if err := Create(t.Context(), s, file, nil); err != nil {
			t.Fatal(err)
		}
		text := exportOf(t, file)
		if people, cards := strings.Count(text, `"record":"person"`), strings.Count(text, `"record":"card"`); people != cards+1 {
			t.Errorf("%d people, %d cards: not of one moment", people, cards)
		}
	}
	stop()
	if n := <-wrote; n < 10 {
		t.Errorf("only %d writes meanwhile: the test is void", n)
	}
}

// Whatever is wrong with a sealed backup, nothing comes of it (B3).
func TestSpoiledBackupsAreRefused(t *testing.T) {
	s := book(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "b.age")
	lock, key := identity(t)
	if err := create(t.Context(), s, file, &lock, quick); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, wrong := identity(t)
	refusedAs := func(kind network.Kind, what string, data []byte, k Key) {
		t.Helper()
		bad, back := filepath.Join(dir, "bad"), filepath.Join(dir, "back.db")
		if err := os.WriteFile(bad, data, 0o600); err != nil {
			t.Fatal(err)
		}
		err := Restore(t.Context(), back, bad, k)
		var e *network.Error
		if !errors.As(err, &e) || e.Kind != kind || e.Msg == "" {
			t.Errorf("%s: %v, want %v", what, err, kind)
		}
		for _, a := range e.Args {
			if name, ok := a.(string); ok && strings.Contains(name, ".restore-") {
				t.Errorf("%s: speaks of %s, which nobody knows", what, name)
			}
		}
		if _, err := os.Stat(back); err == nil {
			t.Fatalf("%s: a book was restored", what)
		}
	}
	refused := func(what string, data []byte, k Key) {
		t.Helper()
		refusedAs(network.Unreadable, what, data, k)
	}
	refused("another's key", good, wrong)
	refusedAs(network.Invalid, "no key", good, Key{})
	refused("a passphrase for a key", good, Key{Passphrase: "x"})
	refused("no identity", good, Key{Identity: "AGE-SECRET-KEY-1NOT"})
	refused("nothing", nil, key)
	for i := range 100 {
		refused("cut short", good[:len(good)*i/100], key)
		flipped := bytes.Clone(good)
		flipped[len(good)*i/100] ^= 1 << (i % 8)
		refused("one bit changed", flipped, key)
	}
	refused("more at the end", append(bytes.Clone(good), 'x'), key)
	phrase := filepath.Join(dir, "p.age")
	if err := create(t.Context(), s, phrase, &Lock{Passphrase: "juste"}, quick); err != nil {
		t.Fatal(err)
	}
	sealed, err := os.ReadFile(phrase)
	if err != nil {
		t.Fatal(err)
	}
	refused("a wrong passphrase", sealed, Key{Passphrase: "faux"})
}

func TestSealRefusesWhatIsNoKey(t *testing.T) {
	for name, lock := range map[string]Lock{"nothing": {}, "no recipient": {Recipient: "age1x"}} {
		if err := Seal(io.Discard, strings.NewReader("x"), lock); !errors.Is(err, network.Invalid) {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
	}
	if _, err := Open(strings.NewReader("x"), Key{}); !errors.Is(err, network.Invalid) {
		t.Errorf("no key: %v, want Invalid", err)
	}
}

// The factor that is used must be one that Open accepts.
func TestSealedWithThePassphraseOfUse(t *testing.T) {
	var out bytes.Buffer
	if err := Seal(&out, strings.NewReader("texte"), Lock{Passphrase: "secret"}); err != nil {
		t.Fatal(err)
	}
	r, err := Open(&out, Key{Passphrase: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); string(got) != "texte" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

// What a killed backup left is swept by a later one; one of today may be in use.
func TestSnapshotsAreSwept(t *testing.T) {
	s := book(t)
	own := filepath.Dir(s.File())
	old, young := filepath.Join(own, ".snapshot-1"), filepath.Join(own, ".snapshot-2")
	for _, dir := range []string{old, young} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	before := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(old, before, before); err != nil {
		t.Fatal(err)
	}
	lock, _ := identity(t)
	if err := create(t.Context(), s, filepath.Join(t.TempDir(), "b.age"), &lock, quick); err != nil {
		t.Fatal(err)
	}
	left, _ := filepath.Glob(filepath.Join(own, ".snapshot-*"))
	if len(left) != 1 || left[0] != young {
		t.Errorf("left: %v, want %s alone", left, young)
	}
}
