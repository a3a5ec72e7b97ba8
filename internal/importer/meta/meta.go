// Package meta holds what the archives of Facebook and Instagram have in common:
// conversations, as JSON, as HTML and from end-to-end encrypted backups, the
// broken letters of their JSON, and people who have a name and nothing else.
//
// A person is told apart by the folded name, within that network alone; where the
// archive itself shows that two people have a name, that name joins nobody. The
// layouts of the archives are those of packages facebook and instagram.
package meta

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"strings"
	"unicode/utf8"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// ErrStop ends a reading whose caller has broken off.
var ErrStop = errors.New("meta: stopped")

// A Reading is one archive being read.
type Reading struct {
	Ctx    context.Context
	Src    fs.FS
	Opt    importer.Options
	Yield  func(importer.Event, error) bool
	People People
}

// Give hands events on.
func (r *Reading) Give(events ...importer.Event) error {
	if err := r.Ctx.Err(); err != nil {
		return err
	}
	for _, e := range events {
		if !r.Yield(e, nil) {
			return ErrStop
		}
	}
	return nil
}

// A faulty says where a file could not be read.
type faulty interface {
	error
	Event(file string) importer.Event
}

// Told reports a fault of a file as a problem, and gives back any other error.
func (r *Reading) Told(file string, err error) error {
	var f faulty
	if errors.As(err, &f) {
		return r.Give(f.Event(file))
	}
	return err
}

// People tells who somebody of a name is.
type People struct {
	Source string          // the network: "facebook", "instagram"
	Me     map[string]bool // the owner's names, folded
	Twice  map[string]bool // folded names that two people have
	Known  map[string]bool // folded names of friends and of who was written to
	folded map[string]string
}

// NewPeople knows nobody yet.
func NewPeople(source string) People {
	return People{Source: source, Me: map[string]bool{}, Twice: map[string]bool{}, Known: map[string]bool{}, folded: map[string]string{}}
}

// Fold is the form in which names are compared: a name of nothing but signs is
// compared as it stands.
func Fold(name string) string {
	if f := network.Fold(name); f != "" {
		return f
	}
	return strings.Join(strings.Fields(name), " ")
}

// Who makes somebody of a name. The chat is the conversation of two in which
// they stand, which tells apart people of one name; "" elsewhere.
func (p *People) Who(name, chat string) importer.Who {
	name = network.OneLine(name)
	f := p.fold(name)
	w := importer.Who{Name: name, Me: p.Me[f]}
	switch {
	case f == "":
	case !p.Twice[f] || w.Me:
		w.Handles = []network.Handle{{Kind: network.Scoped, Value: p.Source + ":" + f}}
	case chat != "":
		w.Handles = []network.Handle{{Kind: network.Scoped, Value: p.Source + ":" + chat}}
	}
	return w
}

// fold is Fold, which the few names of a conversation ask for in every message.
func (p *People) fold(name string) string {
	f, ok := p.folded[name]
	if !ok {
		f = Fold(name)
		if len(p.folded) < 10_000 {
			p.folded[name] = f
		}
	}
	return f
}

// Hidden reports whether a name stands for somebody who left the network.
func Hidden(name string) bool {
	switch network.Fold(name) {
	case "facebook user", "utilisateur de facebook", "utilisateur facebook", "facebook nutzer", "facebook nutzerin", "instagram user", "instagramuser",
		"utilisateur instagram", "utilisateur d instagram", "utilisateur ou utilisatrice instagram", "instagram nutzer":
		return true
	}
	return strings.TrimSpace(name) == ""
}

// Mend undoes what these archives do to letters: every byte of UTF-8 was written
// as a letter of its own. A text is mended as a whole or not at all: only where
// every letter can be such a byte and together they are UTF-8 again.
func Mend(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] < utf8.RuneSelf
	}
	if plain {
		return s
	}
	b := make([]byte, 0, len(s))
	for _, c := range s {
		if c > 0xFF {
			return s
		}
		b = append(b, byte(c))
	}
	if !utf8.Valid(b) {
		return s
	}
	return string(b)
}

// Hash is short for what makes a record that record.
func Hash(parts ...string) string {
	sum := importer.Digest(parts...)
	return hex.EncodeToString(sum[:])
}
