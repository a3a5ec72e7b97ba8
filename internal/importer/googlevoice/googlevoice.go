// Package googlevoice reads the part of a Google Takeout that holds Google Voice:
// one page for each conversation and each call.
//
// Messages become encounters, calls that were taken become calls, those that
// nobody took are facts. The pages are told apart by what Google marks in them, not
// by their words or names, which are in the language of the account. Recordings and
// pictures stay closed. Cards that somebody sent along are not the keeper's address
// book, and are left out.
package googlevoice

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/textfile"
	"entregent/internal/network"
)

// Reader reads Google Voice.
type Reader struct{}

// Name returns "google-voice".
func (Reader) Name() string { return "google-voice" }

// mark stands in every page of Google Voice.
const mark = "http://www.google.com/voice#"

// maxPage is the greatest length of a page that is read, in bytes. Google begins a
// new one after a few hundred messages.
const maxPage = 16 << 20

// Find returns each folder of pages, told by the first page in it, with the cards
// that lie beside them.
func (Reader) Find(src fs.FS) []importer.Part {
	folders := map[string][]string{}
	judged := map[string]bool{}
	// What cannot be opened is left to whoever asked for it by name.
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		dir, ext := path.Dir(name), strings.ToLower(path.Ext(name))
		if ext != ".html" && ext != ".vcf" {
			return nil
		}
		if _, known := judged[dir]; !known && ext == ".html" {
			judged[dir] = isPage(src, name)
		}
		folders[dir] = append(folders[dir], name)
		return nil
	})
	var parts []importer.Part
	for dir, files := range folders {
		if judged[dir] {
			slices.Sort(files)
			parts = append(parts, importer.Part{Label: "Google Voice", Files: files})
		}
	}
	slices.SortFunc(parts, func(a, b importer.Part) int { return strings.Compare(a.Files[0], b.Files[0]) })
	return parts
}

func isPage(src fs.FS, name string) bool {
	raw, _, err := page(src, name, 1<<20)
	return err == nil && bytes.Contains(raw, []byte(mark)) && (bytes.Contains(raw, []byte(`class="hChatLog`)) || bytes.Contains(raw, []byte(`class="haudio"`)))
}

// page reads one page; cut says that there was more of it.
func page(src fs.FS, name string, most int64) (raw []byte, cut bool, err error) {
	f, err := textfile.Open(src, name)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	raw, err = io.ReadAll(io.LimitReader(f, most+1))
	if int64(len(raw)) > most {
		return raw[:most], true, err
	}
	return raw, false, err
}

// Owner returns the number from which the account's own messages were sent.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	n := map[network.Handle]int{}
	for i, name := range part.Files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if i >= sampled || path.Ext(name) != ".html" {
			continue
		}
		raw, _, err := page(src, name, 1<<20)
		if err != nil {
			continue // Read will say it
		}
		for _, m := range conversation(raw).messages {
			if m.from.me {
				for _, h := range m.from.who("").Handles {
					n[h]++
				}
			}
		}
	}
	var out []importer.Claim
	for h, k := range n {
		out = append(out, importer.Claim{Handles: []network.Handle{h}, Why: "me.voice", Sure: true, Weight: k})
	}
	slices.SortFunc(out, func(a, b importer.Claim) int {
		if a.Weight != b.Weight {
			return b.Weight - a.Weight
		}
		return strings.Compare(a.Handles[0].Value, b.Handles[0].Value)
	})
	return out[:min(len(out), 1)], nil
}

// sampled is how many pages are looked at to find the owner.
const sampled = 500

var errStop = errors.New("googlevoice: stopped")

// Read gives what is in each page, page after page.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		give := func(e importer.Event) error {
			if !yield(e, nil) {
				return errStop
			}
			return nil
		}
		r := &reading{opt: opt, give: give}
		for _, name := range part.Files {
			if err := ctx.Err(); err != nil {
				yield(importer.Event{}, err)
				return
			}
			err := r.file(src, name)
			if errors.Is(err, errStop) {
				return
			}
			if err != nil {
				yield(importer.Event{}, err)
				return
			}
		}
	}
}
