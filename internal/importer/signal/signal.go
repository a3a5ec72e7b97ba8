// Package signal reads the text that community tools make of Signal's chats:
// chat.md, one a conversation, as signal-export writes it, and the plain form
// "[2019-12-24, 12:23] Jane Doe: Hello".
//
// Signal itself exports nothing that can be read. The texts hold names alone, no
// numbers: whoever has the same name is taken for the same person, and joins
// nobody elsewhere. The owner is "Me" where the tool says so. What the program
// notes (No-Sender) is nobody; reactions and pictures are no words.
package signal

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
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/network"
)

// Reader reads chats of Signal.
type Reader struct{}

// Name returns "signal".
func (Reader) Name() string { return "signal" }

var errStop = errors.New("signal: stopped")

// maxName is the greatest length of an author's name, in bytes.
const maxName = 400

// head splits a line that begins a message, "[2019-12-24, 12:23] Jane: Hello", into
// day, hour, name and words. Whether the day exists is asked later.
func head(line string) (m message, ok bool) {
	in, rest, ok := strings.Cut(line, "] ")
	if !ok || len(in) < 17 || in[0] != '[' {
		return m, false
	}
	m.day = in[1:11]
	m.clock = strings.TrimPrefix(in[11:], ",")
	if !shaped(m.day, "0000-00-00") || !shaped(m.clock, " 00:00") && !shaped(m.clock, " 00:00:00") {
		return m, false
	}
	m.clock = m.clock[1:]
	m.name, m.text, ok = strings.Cut(rest, ":")
	m.name, m.text = strings.TrimSpace(m.name), strings.TrimPrefix(m.text, " ")
	return m, ok && m.name != "" && len(m.name) <= maxName
}

// shaped reports whether s is like a pattern in which 0 stands for any digit.
func shaped(s, pattern string) bool {
	if len(s) != len(pattern) {
		return false
	}
	for i := range len(s) {
		if digit := s[i] >= '0' && s[i] <= '9'; digit != (pattern[i] == '0') || !digit && s[i] != pattern[i] {
			return false
		}
	}
	return true
}

// Find returns each text that begins as one of these chats. A text file with
// seconds is how WhatsApp writes, and left to its reader.
func (Reader) Find(src fs.FS) []importer.Part {
	var parts []importer.Part
	// What cannot be opened is left to whoever asked for it by name.
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		ext := strings.ToLower(path.Ext(name))
		if err == nil && d.Type().IsRegular() && (ext == ".md" || ext == ".txt") && isChat(src, name, ext == ".md") {
			parts = append(parts, importer.Part{Label: label(name), Files: []string{name}})
		}
		return nil
	})
	return parts
}

// label names a chat by its folder, as signal-export does.
func label(name string) string {
	if t := title(name); t != "" {
		return t
	}
	return path.Base(name)
}

// title is whom a chat is with, where its folder says so.
func title(name string) string {
	if base := path.Base(name); (base == "chat.md" || base == "index.md") && path.Dir(name) != "." {
		return network.OneLine(chat.Clean(path.Base(path.Dir(name))))
	}
	return ""
}

func isChat(src fs.FS, name string, seconds bool) bool {
	l := importer.DefaultLimits
	l.MaxLine = 64 << 10
	in, err := chat.Open(src, name, l)
	if err != nil {
		return false
	}
	defer in.Close()
	for range 20 {
		raw, err := in.Next()
		if err != nil {
			return false
		}
		line := chat.Clean(raw)
		if strings.TrimSpace(line) == "" {
			continue
		}
		m, ok := head(line)
		return ok && (seconds || len(m.clock) == len("15:04"))
	}
	return false
}

// A message is one message with all its lines.
type message struct {
	line             int
	day, clock, name string
	text             string
	long             bool
}

// none is the author of what the program notes.
const none = "No-Sender"

// owner is what signal-export calls the owner.
const owner = "Me"

// messages hands over each message of a file. What stands before the first is
// passed by. cut says that the file is longer than it may be.
func messages(ctx context.Context, src fs.FS, name string, l importer.Limits, take func(*message) error) (cut bool, err error) {
	in, err := chat.Open(src, name, l)
	if err != nil {
		return false, err
	}
	defer in.Close()
	var m message
	var more strings.Builder
	give := func() error {
		if m.line == 0 {
			return nil
		}
		m.text += more.String()
		more.Reset()
		return take(&m)
	}
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		raw, err := in.Next()
		if errors.Is(err, io.EOF) {
			return in.Cut(), give()
		}
		if err != nil {
			return false, err
		}
		line := chat.Clean(raw)
		h, ok := head(line)
		if !ok {
			m.long = m.long || in.Long
			if m.line > 0 && more.Len()+len(m.text) < importer.MaxText {
				more.WriteByte('\n')
				more.WriteString(line)
			}
			continue
		}
		if err := give(); err != nil {
			return false, err
		}
		m = h
		m.line, m.long = in.Line, in.Long
	}
}

// Owner returns nothing where the chat says "Me" itself; else those who speak, or
// of two the one after whom the chat is not named.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	var out []importer.Claim
	for _, name := range part.Files {
		s, err := survey(ctx, src, name, importer.DefaultLimits)
		if err != nil {
			return nil, err
		}
		if s.said[owner] > 0 {
			continue
		}
		for _, m := range s.names {
			w := chat.Named(m, "")
			c := importer.Claim{Name: w.Name, Handles: w.Handles, Why: "me.chat_author", Weight: s.said[m]}
			if !s.group && s.title != "" {
				if network.Fold(m) == network.Fold(s.title) {
					continue
				}
				c.Why, c.Sure = "me.chat_title", true
			}
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b importer.Claim) int { return b.Weight - a.Weight })
	return out[:min(len(out), 5)], nil
}

// A surveyed is what a first reading found out of a chat.
type surveyed struct {
	title string
	names []string // in order of appearance
	said  map[string]int
	group bool
}

func survey(ctx context.Context, src fs.FS, name string, l importer.Limits) (*surveyed, error) {
	s := &surveyed{title: title(name), said: map[string]int{}}
	_, err := messages(ctx, src, name, l, func(m *message) error {
		if m.name == none {
			return nil
		}
		if _, known := s.said[m.name]; !known {
			if len(s.names) >= chat.MaxMembers {
				return nil
			}
			s.names = append(s.names, m.name)
		}
		s.said[m.name]++
		return nil
	})
	s.complete()
	return s, err
}

// complete adds the other side of a chat of two who has not written, and takes for
// a group what is named after none of two.
func (s *surveyed) complete() {
	named := slices.IndexFunc(s.names, func(n string) bool { return network.Fold(n) == network.Fold(s.title) })
	switch {
	case len(s.names) > 2:
		s.group = true
	case s.title == "" || named >= 0:
	case len(s.names) == 2:
		s.group = true
	case len(s.names) == 1:
		s.names = append(s.names, s.title)
	}
}

// Read goes through the file twice: who is in the chat is known only at its end.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		for _, name := range part.Files {
			s, err := survey(ctx, src, name, opt.Limits)
			if err == nil {
				r := &reading{surveyed: s, file: name, opt: opt, yield: yield}
				err = r.read(ctx, src)
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

// A reading is one chat on its way out.
type reading struct {
	*surveyed
	file  string
	opt   importer.Options
	yield func(importer.Event, error) bool
	room  chat.Room
	keys  chat.Keys
	about string
}

func (r *reading) give(e importer.Event) error {
	if !r.yield(e, nil) {
		return errStop
	}
	return nil
}

func (r *reading) who(name string) importer.Who {
	if name == owner {
		return importer.Who{Me: true}
	}
	return chat.Named(name, r.opt.Country)
}

func (r *reading) read(ctx context.Context, src fs.FS) error {
	r.keys.Source = "signal"
	for _, n := range r.names {
		r.room.Members = append(r.room.Members, r.who(n))
	}
	r.room.Owner = r.said[owner] == 0 && (r.group || len(r.names) < 2)
	if r.about = "group"; !r.group {
		ids := make([]string, 0, 2)
		for _, m := range r.room.Members {
			ids = append(ids, chat.ID(m))
		}
		slices.Sort(ids)
		r.about = strings.Join(ids, "\x00")
	} else {
		r.room.Name = r.title
	}
	cut, err := messages(ctx, src, r.file, r.opt.Limits, func(m *message) error {
		at := importer.Pos{File: r.file, Line: m.line}
		if m.long {
			if err := r.give(importer.NewProblem(at, 0, "chat_line_too_long", "", r.opt.Limits.MaxLine>>10)); err != nil {
				return err
			}
		}
		return r.give(r.event(at, m))
	})
	if err == nil && cut {
		return r.give(importer.NewProblem(importer.Pos{File: r.file}, 0, "chat_file_too_long", "", r.opt.Limits.MaxFile>>30))
	}
	return err
}

// pictures are what stands in the place of a file that was sent.
var pictures = regexp.MustCompile(`!?\[[^\]\n]*\]\(\.?/?media/[^)\n]*\)`)

// spoken is what was said: without the reactions that the tool puts behind it,
// "(- Zoé: 👍 -)", and without pictures.
func spoken(text string) string {
	text = strings.TrimSpace(text)
	if strings.HasSuffix(text, " -)") {
		if i := strings.LastIndex(text, "(- "); i >= 0 {
			text = text[:i]
		}
	}
	if strings.Contains(text, "media/") {
		text = pictures.ReplaceAllString(text, "")
	}
	return strings.TrimSpace(text)
}

func (r *reading) event(at importer.Pos, m *message) importer.Event {
	if m.name == none {
		return importer.NewIgnored(at, 1, "system_line", m.text)
	}
	layout := "2006-01-02 15:04"
	if len(m.clock) > len("15:04") {
		layout += ":05"
	}
	when, err := time.ParseInLocation(layout, m.day+" "+m.clock, r.opt.Zone)
	if err != nil || when.Year() < 2000 {
		return importer.NewProblem(at, 1, "bad_date", m.text, m.day+" "+m.clock)
	}
	text := spoken(m.text)
	from := r.who(m.name)
	e := &importer.Encounter{At: when, Text: importer.Cut(text, importer.MaxText)}
	e.Key = r.keys.Of(r.about, m.day, m.clock, chat.ID(from), strings.Join(strings.Fields(text), " "))
	r.room.Message(e, from)
	return importer.Event{At: at, Read: 1, Encounter: e}
}
