// Package googlechat reads the part of a Google Takeout that holds Google Chat
// (and what was Hangouts before): direct messages and spaces.
//
// People are known by their address, a message by Google's own number for it,
// which is the same in every account. Folder names are in the language of the
// account, so everything is told by what the files hold. It leaves out
// attachments and reactions. Mail, calendars and address books of the same
// Takeout have readers of their own.
package googlechat

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/textfile"
	"entregent/internal/network"
)

// Reader reads Google Chat.
type Reader struct{}

// Name returns "google-chat".
func (Reader) Name() string { return "google-chat" }

var errStop = errors.New("googlechat: stopped")

const (
	messagesFile = "messages.json"
	groupFile    = "group_info.json"
	userFile     = "user_info.json"
)

// Find returns one part for each account: the conversations that lie two folders
// below the same one, and what is said there of the account.
func (Reader) Find(src fs.FS) []importer.Part {
	groups, users := map[string][]string{}, map[string][]string{}
	// What cannot be opened is left to whoever asked for it by name.
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		switch base := above(name); path.Base(name) {
		case messagesFile:
			if isChat(src, name) {
				groups[base] = append(groups[base], name)
				if info := path.Join(path.Dir(name), groupFile); exists(src, info) {
					groups[base] = append(groups[base], info)
				}
			}
		case userFile:
			users[base] = append(users[base], name)
		}
		return nil
	})
	var parts []importer.Part
	for base, files := range groups {
		p := importer.Part{Label: "Google Chat", Files: append(files, users[base]...)}
		slices.Sort(p.Files)
		parts = append(parts, p)
	}
	slices.SortFunc(parts, func(a, b importer.Part) int { return strings.Compare(a.Files[0], b.Files[0]) })
	return parts
}

// above is the folder two above that of a file.
func above(name string) string { return path.Dir(path.Dir(path.Dir(name))) }

func exists(src fs.FS, name string) bool {
	info, err := fs.Stat(src, name)
	return err == nil && info.Mode().IsRegular()
}

func isChat(src fs.FS, name string) bool {
	f, err := textfile.Open(src, name)
	if err != nil {
		return false
	}
	defer f.Close()
	is := false
	r := jsonfile.NewReader(io.LimitReader(f, 64<<10), importer.DefaultLimits)
	_ = r.Each(func(field string) error {
		if field != "messages" {
			return nil
		}
		return r.Records(func(v jsonfile.Value) error {
			is = v.Get("creator").Kind != jsonfile.None && v.Get("created_date").Kind != jsonfile.None
			return errStop
		}, func(*jsonfile.Fault) error { return nil })
	})
	return is
}

// Owner returns whom the account's own file names, which is sure; else who has a
// part in every conversation, where there are several.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	var own []importer.Claim
	n, order, groups := map[string]int{}, []importer.Who{}, 0
	for _, name := range part.Files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		switch path.Base(name) {
		case userFile:
			v, err := whole(src, name, importer.DefaultLimits)
			if w := who(v.Get("user")); err == nil && len(w.Handles) > 0 {
				own = append(own, importer.Claim{Name: w.Name, Handles: w.Handles, Why: "me.profile", Sure: true, Weight: 1})
			}
		case groupFile:
			v, err := whole(src, name, importer.DefaultLimits)
			if err != nil {
				continue
			}
			groups++
			for _, m := range v.Get("members").List() {
				if w := who(m); len(w.Handles) > 0 {
					if n[chat.ID(w)]++; n[chat.ID(w)] == 1 {
						order = append(order, w)
					}
				}
			}
		}
	}
	if len(own) > 0 {
		return own, nil
	}
	var out []importer.Claim
	for _, w := range order {
		if groups > 1 && n[chat.ID(w)] == groups {
			out = append(out, importer.Claim{Name: w.Name, Handles: w.Handles, Why: "me.every_pair", Weight: groups})
		}
	}
	return out, nil
}

// whole reads a small file in one piece.
func whole(src fs.FS, name string, l importer.Limits) (jsonfile.Value, error) {
	f, err := jsonfile.Open(src, name, l)
	if err != nil {
		return jsonfile.Value{}, err
	}
	defer f.Close()
	return f.Value()
}

// who reads one member.
func who(v jsonfile.Value) importer.Who {
	w := importer.Who{Name: network.OneLine(chat.Clean(v.Get("name").Words()))}
	if h, ok := network.NewEmail(v.Get("email").Words()); ok {
		w.Handles = []network.Handle{h}
	}
	return w
}

// human reports whether a member is a person who can be named.
func human(v jsonfile.Value) bool {
	t := v.Get("user_type").Text()
	return (t == "" || t == "Human") && (v.Get("name").Words() != "" || v.Get("email").Words() != "")
}

// Read gives the messages of one account, conversation after conversation.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		give := func(e importer.Event) error {
			if !yield(e, nil) {
				return errStop
			}
			return nil
		}
		for _, name := range part.Files {
			if path.Base(name) != messagesFile {
				continue
			}
			c := &conversation{file: name, opt: opt, give: give, keys: chat.Keys{Source: "google-chat"}}
			err := c.enter(ctx, src)
			if err == nil {
				err = c.read(ctx, src, c.message)
			}
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
