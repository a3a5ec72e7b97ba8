package meta

import (
	"context"
	"errors"
	"io/fs"

	"entregent/internal/importer"
)

// An Archive is a Reading of a whole archive: its conversations, and the files
// that are none, which packages facebook and instagram know how to read.
type Archive struct {
	Reading
	Lists   []Listed
	Chats   []*Chat
	Profile importer.Who // the owner, where a file says who that is
}

// A Listed is a file with what it is.
type Listed struct {
	Name string
	Kind Kind
}

// NewArchive reads nothing yet; source is the network's name, as in handles.
func NewArchive(ctx context.Context, src fs.FS, opt importer.Options, source string, yield func(importer.Event, error) bool) Archive {
	return Archive{Reading: Reading{Ctx: ctx, Src: src, Opt: opt, Yield: yield, People: NewPeople(source)}}
}

// Run takes the steps one after the other, then tells the conversations. An error
// that the caller did not ask for ends the stream.
func (a *Archive) Run(steps ...func() error) {
	for _, c := range a.Chats {
		steps = append(steps, func() error { return a.Tell(c) })
	}
	for _, step := range steps {
		if err := step(); err != nil {
			if !errors.Is(err, ErrStop) {
				a.Yield(importer.Event{}, err)
			}
			return
		}
	}
}

// Owner returns whose profile the archive holds, or else who is in all of its
// conversations, which must have been learnt.
func (a *Archive) Owner() []importer.Claim {
	if p := a.Profile; p.Name != "" {
		return []importer.Claim{{Name: p.Name, Handles: p.Handles, Why: "me.profile", Weight: 1, Sure: true}}
	}
	name, n := Owner(a.Chats)
	if name == "" {
		return nil
	}
	return []importer.Claim{{Name: name, Handles: a.People.Who(name, "").Handles, Why: "me.messages", Weight: n}}
}
