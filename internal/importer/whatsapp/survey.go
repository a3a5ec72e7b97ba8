package whatsapp

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/network"
)

// A style is how the lines of a file begin.
type style int

const (
	dashed    style = iota // 12/03/2024, 14:23 - Claire: …
	bracketed              // [12/03/2024, 14:23:11] Claire: …
)

// A message is one message with all its lines.
type message struct {
	stamp
	at     importer.Pos
	author string // "" for what the program wrote
	words  string
	date   string // as it stands
	marked bool   // the program put its mark before the words
	long   bool   // a line of it was cut
}

// A tooLong ends a file that is longer than it may be.
type tooLong struct{}

func (*tooLong) Error() string { return "whatsapp: the file is longer than the limit" }

// messages hands over each message of a file. What stands before the first is
// passed by. The message is used again for the next.
func messages(ctx context.Context, src fs.FS, name string, l importer.Limits, sty style, take func(*message) error) error {
	in, err := chat.Open(src, name, l)
	if err != nil {
		return err
	}
	defer in.Close()
	var m message
	var more strings.Builder
	authors := map[string]bool{}
	give := func() error {
		if m.at.Line == 0 {
			return nil
		}
		if more.Len() > 0 {
			m.words += more.String()
			more.Reset()
		}
		if m.author != "" && len(authors) < chat.MaxMembers {
			authors[m.author] = true
		}
		return take(&m)
	}
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		raw, err := in.Next()
		if errors.Is(err, io.EOF) {
			if err := give(); err != nil {
				return err
			}
			if in.Cut() {
				return &tooLong{}
			}
			return nil
		}
		if err != nil {
			return err
		}
		line := chat.Clean(raw)
		st, rest, ok := head(line)
		if !ok || st.bracketed != (sty == bracketed) {
			m.long = m.long || in.Long
			if m.at.Line > 0 && more.Len()+len(m.words) < importer.MaxText {
				more.WriteByte('\n')
				more.WriteString(line)
			}
			continue
		}
		if err := give(); err != nil {
			return err
		}
		m = message{stamp: st, at: importer.Pos{File: name, Line: in.Line}, long: in.Long}
		m.date = strings.TrimLeft(line[:len(line)-len(rest)], "[")
		m.date = strings.TrimRight(m.date, " -–—]:\u00a0\u202f")
		m.author, m.words, _ = author(rest, func(s string) bool { return authors[s] })
		m.marked = m.author != "" && isMarked(raw, m.words)
	}
}

// isMarked reports whether words, in the line they come from, follow the mark
// that the program writes before what is its own.
func isMarked(raw, words string) bool {
	i := len(raw) - len(words)
	if j := strings.Index(raw, words); words != "" && j >= 0 && j < i {
		i = j
	}
	r, _ := utf8.DecodeLastRuneInString(raw[:max(i, 0)])
	return r == 0x200E
}

// A surveyed is what a first reading found out of a chat.
type surveyed struct {
	name      string
	style     style
	order     order
	doubt     string // why the order is not sure, "" where it is
	sample    string // the first date that leaves it open, as it stands
	firstLine int    // where it stands
	group     bool
	title     string // whom the chat is with, or the group
	named     bool   // the file bears that name
	members   []string
	said      map[string]int  // messages by author
	machine   map[string]bool // authors who are the program: the group itself
	count     int
}

// survey reads a file to its end, or its first most messages.
func survey(ctx context.Context, src fs.FS, name string, opt importer.Options, most int) (*surveyed, error) {
	s := &surveyed{name: name, said: map[string]int{}, machine: map[string]bool{}}
	sty, ok := styleOf(src, name)
	if !ok {
		return s, nil
	}
	s.style = sty
	title, language := titleOf(name)
	s.title, s.named = title, title != ""
	dates := calendarist{now: opt.Now}
	var order, silent []string
	enough := errors.New("enough")
	err := messages(ctx, src, name, opt.Limits, sty, func(m *message) error {
		if s.count++; most > 0 && s.count > most {
			return enough
		}
		if s.firstLine == 0 && !m.wide {
			s.firstLine, s.sample = m.at.Line, m.date
		}
		dates.add(&m.stamp)
		if s.count <= 5 && language == "" {
			language = languageOf(m.words)
		}
		if m.author == "" {
			silent = s.brought(silent, m.words)
			s.group = s.group || hasAny(strings.ToLower(unquoted(m.words)), rooms) && !hasAny(strings.ToLower(m.words), sealed)
			return nil
		}
		what := judge(m.words, m.marked, func(string) bool { return false })
		if what.kind == system {
			silent = s.brought(silent, m.words)
			low := strings.ToLower(unquoted(m.words))
			if hasAny(low, sealed) && s.title == "" {
				s.title = m.author
			}
			s.group = s.group || hasAny(low, rooms) && !hasAny(low, sealed)
		}
		if _, known := s.said[m.author]; !known {
			if len(order) >= chat.MaxMembers {
				return nil
			}
			order = append(order, m.author)
		}
		if what.kind == system {
			s.said[m.author] += 0
		} else {
			s.said[m.author]++
		}
		return nil
	})
	var cut *tooLong
	if err != nil && err != enough && !errors.As(err, &cut) {
		return nil, err
	}
	for _, a := range order {
		if s.said[a] == 0 {
			s.machine[a] = true
			continue
		}
		s.members = append(s.members, a)
	}
	if language == "" && s.count > 0 && s.spaced(ctx, src, opt.Limits) {
		language = "fr"
	}
	s.order, s.doubt = dates.decide(language)
	s.people()
	if s.group {
		s.join(silent)
	}
	return s, nil
}

// brought adds to the list those whom a line of the program brings in.
func (s *surveyed) brought(list []string, line string) []string {
	if len(line) > 10_000 || len(list) >= chat.MaxMembers {
		return list
	}
	return append(list, joined(line)...)
}

// join adds members who never spoke to those who did.
func (s *surveyed) join(silent []string) {
	known := make(map[string]bool, len(s.members))
	id := func(name string) string { return chat.ID(chat.Named(strings.TrimLeft(name, "~ "), "")) }
	for _, m := range s.members {
		known[id(m)] = true
	}
	for _, n := range silent {
		if !known[id(n)] && len(s.members) < chat.MaxMembers {
			known[id(n)] = true
			s.members = append(s.members, n)
		}
	}
}

// people decides whether the chat is one of two, and completes the two.
func (s *surveyed) people() {
	if len(s.members) > 2 {
		s.group = true
	}
	if s.group {
		if slices.Contains(s.members, s.title) { // the program spoke in a member's name
			s.title = ""
		}
		return
	}
	if s.title == "" || s.machine[s.title] && len(s.members) == 2 {
		return
	}
	for _, m := range s.members {
		if network.Fold(m) == network.Fold(s.title) {
			s.title = m
			return
		}
	}
	switch len(s.members) {
	case 1: // only the owner has written
		s.members = append(s.members, s.title)
		delete(s.machine, s.title)
	case 2: // the title is neither: a group in which two have spoken
		s.group = true
	}
}

// unquoted leaves out what a line of the program quotes: the name of a group may
// say anything.
func unquoted(s string) string {
	i := strings.IndexAny(s, "\"“«„")
	if i < 0 {
		return s
	}
	return s[:i]
}

// spaced reports whether the file puts a space before the colon, as French does.
func (s *surveyed) spaced(ctx context.Context, src fs.FS, l importer.Limits) bool {
	with, without := 0, 0
	in, err := chat.Open(src, s.name, l)
	if err != nil {
		return false
	}
	defer in.Close()
	for n := 0; n < 200 && ctx.Err() == nil; n++ {
		raw, err := in.Next()
		if err != nil {
			break
		}
		_, rest, ok := head(chat.Clean(raw))
		if !ok {
			continue
		}
		i := strings.IndexByte(rest, ':')
		if i < 1 {
			continue
		}
		if r, _ := utf8.DecodeLastRuneInString(rest[:i]); blank(r) {
			with++
		} else {
			without++
		}
	}
	return with > without
}

// titleOf reads whom a chat is with, and in which language, from its file's name.
func titleOf(name string) (title, language string) {
	base := strings.TrimSuffix(chat.Clean(path.Base(name)), path.Ext(name))
	if base == "_chat" {
		base = path.Base(path.Dir(name))
	}
	for _, t := range titles {
		if after, ok := strings.CutPrefix(base, t.before); ok {
			return strings.TrimSpace(after), t.language
		}
	}
	return "", ""
}
