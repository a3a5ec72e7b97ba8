package vcard

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
)

// Reader reads address books kept as vCard files.
type Reader struct{}

// Name returns "vcard".
func (Reader) Name() string { return "vcard" }

// Owner returns nothing: no writer known marks which card is the owner's own.
func (Reader) Owner(context.Context, fs.FS, importer.Part) ([]importer.Claim, error) {
	return nil, nil
}

// Find yields one part for each folder with card files in it: phones and servers
// write one card a file.
func (Reader) Find(src fs.FS) []importer.Part {
	byFolder := map[string][]string{}
	fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && holdsCards(src, name) {
			byFolder[path.Dir(name)] = append(byFolder[path.Dir(name)], name)
		}
		return nil
	})
	var parts []importer.Part
	for dir, files := range byFolder {
		slices.Sort(files)
		label := dir
		if len(files) == 1 || dir == "." {
			label = files[0]
		}
		parts = append(parts, importer.Part{Label: label, Files: files})
	}
	slices.SortFunc(parts, func(a, b importer.Part) int { return strings.Compare(a.Files[0], b.Files[0]) })
	return parts
}

// holdsCards looks into a file whose name may be that of an address book.
func holdsCards(src fs.FS, name string) bool {
	within := 0 // how far from the start the first card may begin
	switch strings.ToLower(path.Ext(name)) {
	case ".vcf", ".vcard":
		within = 4 << 10
	case "", ".txt":
	default:
		return false
	}
	file, err := src.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	head := make([]byte, 4<<10)
	n, _ := io.ReadFull(file, head)
	plain := bytes.ReplaceAll(bytes.ToUpper(head[:n]), []byte{0}, nil) // UTF-16 as well
	at := bytes.Index(plain, []byte("BEGIN:VCARD"))
	return at >= 0 && (at <= within || len(bytes.TrimSpace(bytes.TrimPrefix(plain[:at], []byte("\ufeff")))) == 0)
}

// Read yields a Card for every card of a person or organisation. Groups become
// tags on their members, wherever in the part they stand.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		groups, err := memberships(ctx, src, part, opt.Limits)
		if err != nil {
			yield(importer.Event{}, err)
			return
		}
		for _, name := range part.Files {
			a := adapter{file: name, opt: opt, groups: groups}
			err := each(ctx, src, name, opt.Limits, func(c *Card, faults []Fault) bool {
				for _, e := range a.events(c, faults) {
					if !yield(e, nil) {
						return false
					}
				}
				return true
			})
			switch {
			case errors.Is(err, errStopped):
				return
			case err != nil && (ctx.Err() != nil || len(part.Files) == 1):
				yield(importer.Event{}, err)
				return
			case err != nil && !yield(importer.NewProblem(importer.Pos{File: name}, 0, "vcard_file", err.Error(), path.Base(name)), nil):
				return
			}
		}
	}
}

var errStopped = errors.New("vcard: reading was broken off")

// each decodes a file and hands over its cards. After the last one, and before
// an error, take is asked once more without a card if there are faults left.
func each(ctx context.Context, src fs.FS, name string, limits importer.Limits, take func(*Card, []Fault) bool) error {
	file, err := src.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	d := NewDecoder(file, limits)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, err := d.Next()
		faults := d.Faults()
		if (c != nil || len(faults) > 0) && !take(c, faults) {
			return errStopped
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// memberships reads the part for its groups alone: by the UID of a member, the
// names of the groups.
func memberships(ctx context.Context, src fs.FS, part importer.Part, limits importer.Limits) (map[string][]string, error) {
	groups := map[string][]string{}
	for _, name := range part.Files {
		err := each(ctx, src, name, limits, func(c *Card, _ []Fault) bool {
			if c == nil || kindOf(c) != "group" {
				return true
			}
			group := nameOf(c)
			for i := range c.Props {
				p := &c.Props[i]
				if group != "" && (p.Is("MEMBER") || p.Is("X-ADDRESSBOOKSERVER-MEMBER")) {
					uid := plainUID(p.Text())
					groups[uid] = append(groups[uid], group)
				}
			}
			return true
		})
		if ctx.Err() != nil {
			return nil, err // what else is wrong with the file, Read says
		}
	}
	return groups, nil
}

// kindOf returns what a card says it stands for, in lower case; "" is a person.
func kindOf(c *Card) string {
	for i := range c.Props {
		p := &c.Props[i]
		switch {
		case p.Depth > 0:
		case p.Is("KIND"), p.Is("X-ADDRESSBOOKSERVER-KIND"):
			if k := strings.ToLower(strings.TrimSpace(p.Text())); k != "individual" {
				return k
			}
		case p.Is("X-ABSHOWAS") && strings.EqualFold(strings.TrimSpace(p.Value), "COMPANY"):
			return "org"
		}
	}
	return ""
}

// plainUID brings a UID and a reference to it into one form.
func plainUID(s string) string {
	s = strings.TrimSpace(s)
	if low := strings.ToLower(s); strings.HasPrefix(low, "urn:uuid:") {
		return low[len("urn:uuid:"):]
	}
	return s
}
