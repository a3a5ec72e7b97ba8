// Package slack reads the export of a Slack workspace, or of several in a Grid:
// who is in it, which rooms there are, and what was said in them day by day.
//
// People are known by the address in their profile and by Slack's own number for
// them, which holds within the workspace. In a room of up to eight others, what
// is said is said to them; in a larger one it is a fact, and only a reply or a
// mention turns to somebody. Huddles are calls. Programs, and what Slack notes
// itself, are nobody.
//
// It leaves out reactions, files and canvases. Nobody becomes a contact by being
// in the same workspace.
package slack

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/textfile"
)

// Reader reads exports of Slack.
type Reader struct{}

// Name returns "slack".
func (Reader) Name() string { return "slack" }

var errStop = errors.New("slack: stopped")

// rosters are the files that list people, rooms those that list rooms.
var (
	rosters = []string{"users.json", "org_users.json"}
	rooms   = []string{"channels.json", "groups.json", "dms.json", "mpims.json"}
	dayFile = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}\.json$`)
)

// Find returns each folder that holds a list of people as Slack writes it, with
// all that belongs to it below.
func (Reader) Find(src fs.FS) []importer.Part {
	var roots, all []string
	// What cannot be opened is left to whoever asked for it by name.
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || path.Ext(name) != ".json" {
			return nil
		}
		all = append(all, name)
		dir := path.Dir(name)
		if slices.Contains(rosters, path.Base(name)) && !slices.ContainsFunc(roots, func(r string) bool { return below(dir, r) }) && isRoster(src, name) {
			roots = append(roots, dir)
		}
		return nil
	})
	var parts []importer.Part
	for _, root := range roots {
		p := importer.Part{Label: "Slack", Hint: root}
		if root != "." {
			p.Label = path.Base(root)
		}
		for _, name := range all {
			if below(path.Dir(name), root) && belongs(name, root) {
				p.Files = append(p.Files, name)
			}
		}
		parts = append(parts, p)
	}
	return parts
}

// below reports whether dir is root or lies in it.
func below(dir, root string) bool {
	return root == "." || dir == root || strings.HasPrefix(dir, root+"/")
}

// belongs reports whether a file is one of those that Slack writes.
func belongs(name, root string) bool {
	dir, base := path.Dir(name), path.Base(name)
	if dayFile.MatchString(base) {
		return dir != root
	}
	return slices.Contains(rosters, base) || slices.Contains(rooms, base) || slices.Contains(others, base)
}

// others are files of an export that say nothing of anybody.
var others = []string{"integration_logs.json", "canvases.json", "lists.json", "huddle_transcripts.json", "file_conversations.json", "org_user_groups.json"}

// isRoster looks for the first people of a list.
func isRoster(src fs.FS, name string) bool {
	f, err := textfile.Open(src, name)
	if err != nil {
		return false
	}
	defer f.Close()
	is := false
	r := jsonfile.NewReader(io.LimitReader(f, 256<<10), importer.DefaultLimits)
	_ = r.Records(func(v jsonfile.Value) error {
		is = v.Get("id").Text() != "" && (v.Get("profile").Kind == jsonfile.Object || v.Get("team_id").Text() != "")
		return errStop
	}, func(*jsonfile.Fault) error { return nil })
	return is
}

// Owner returns who has a part in every conversation between two, where there
// are several: an export holds those of its owner. It names nobody otherwise.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	w := newWorkspace(importer.Options{Limits: importer.DefaultLimits})
	if err := w.load(ctx, src, part, func(importer.Event) error { return nil }); err != nil {
		return nil, err
	}
	return w.claims(), nil
}

// Read gives the messages of one export, file after file.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		give := func(e importer.Event) error {
			if !yield(e, nil) {
				return errStop
			}
			return nil
		}
		w := newWorkspace(opt)
		err := w.load(ctx, src, part, give)
		for _, name := range part.Files {
			if err != nil {
				break
			}
			switch base := path.Base(name); {
			case dayFile.MatchString(base):
				err = w.day(ctx, src, name, give)
			case slices.Contains(others, base):
				err = give(importer.NewIgnored(importer.Pos{File: name}, 1, "no_tie", name))
			}
		}
		if err != nil && !errors.Is(err, errStop) {
			yield(importer.Event{}, err)
		}
	}
}

// records hands over the records of one file. What cannot be read is told, and
// ends at most this file.
func records(ctx context.Context, src fs.FS, name string, l importer.Limits, give func(importer.Event) error, each func(jsonfile.Value) error) error {
	f, err := jsonfile.Open(src, name, l)
	if err != nil {
		return err
	}
	defer f.Close()
	n := 0
	err = f.Records(func(v jsonfile.Value) error {
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		return each(v)
	}, func(x *jsonfile.Fault) error { return give(x.Event(name)) })
	var x *jsonfile.Fault
	if errors.As(err, &x) {
		return give(x.Event(name))
	}
	return err
}
