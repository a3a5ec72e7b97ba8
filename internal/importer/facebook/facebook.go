// Package facebook reads what Facebook gives its members of their own data: the
// archive in each of its four layouts since 2018, as JSON or as HTML, and the
// separate backup of end-to-end encrypted conversations.
//
// Friends become cards, with the day of the friendship; conversations and calls
// encounters; a word on somebody's wall, or under the post of somebody who is
// known, an answer in public. What was followed, liked, joined or attended is
// the member's own trace. Facebook names people and gives no address of them:
// a name is all there is to know them by. Letters broken by the export are
// mended, one text at a time. Files of security, advertising and devices are not
// opened.
package facebook

import (
	"context"
	"io/fs"
	"iter"

	"entregent/internal/importer"
	"entregent/internal/importer/meta"
)

// Reader reads Facebook archives.
type Reader struct{}

// source is the name of the network, in handles and on connection dates.
const source = "facebook"

// Name returns "facebook".
func (Reader) Name() string { return source }

// Read gives the events of one archive, file after file.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		r := newReading(ctx, src, part, opt, yield)
		r.Run(r.index, r.files)
	}
}

// Owner returns whose profile the archive holds, or else who is in all of its
// conversations.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	r := newReading(ctx, src, part, importer.Options{Limits: importer.DefaultLimits}, func(importer.Event, error) bool { return true })
	if err := r.index(); err != nil {
		return nil, err
	}
	return r.Owner(), nil
}

// A reading is one archive being read.
type reading struct {
	meta.Archive
}

func newReading(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options, yield func(importer.Event, error) bool) *reading {
	r := &reading{Archive: meta.NewArchive(ctx, src, opt, source, yield)}
	var chats []string
	for _, name := range part.Files {
		if k := layout.KindOf(src, name, part.Hint); k.What == meta.Conversation {
			chats = append(chats, name)
		} else {
			r.Lists = append(r.Lists, meta.Listed{Name: name, Kind: k})
		}
	}
	r.Chats = meta.Chats(chats)
	return r
}
