package whatsapp

import (
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/network"
)

// Find returns each text file that begins as a chat does.
func (Reader) Find(src fs.FS) []importer.Part {
	var parts []importer.Part
	// What cannot be opened is left to whoever asked for it by name.
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !strings.EqualFold(path.Ext(name), ".txt") {
			return nil
		}
		if _, ok := styleOf(src, name); ok {
			parts = append(parts, importer.Part{Label: path.Base(name), Files: []string{name}})
		}
		return nil
	})
	return parts
}

// sniffed is how many lines tell whether a file is a chat.
const sniffed = 60

// levels are the words that stand where authors do in the logs of programs.
var levels = []string{"error", "info", "warn", "warning", "debug", "trace", "notice", "fatal", "critical"}

// styleOf tells how the lines of a file begin. It is false where the file is no
// chat: its first line must be one, and most of its authors no program.
func styleOf(src fs.FS, name string) (style, bool) {
	l := importer.DefaultLimits
	l.MaxLine = 64 << 10
	in, err := chat.Open(src, name, l)
	if err != nil {
		return dashed, false
	}
	defer in.Close()
	var n [2]int
	first, logs, spoken, short := true, 0, 0, 0
	for range sniffed {
		raw, err := in.Next()
		if err != nil {
			break
		}
		line := chat.Clean(raw)
		if strings.TrimSpace(line) == "" {
			continue
		}
		st, rest, ok := head(line)
		if first && !ok {
			return dashed, false
		}
		first = false
		if !ok {
			continue
		}
		sty := dashed
		if st.bracketed {
			sty = bracketed
		}
		n[sty]++
		if st.bracketed && st.wide && st.sep == '-' && st.sec < 0 {
			short++
		}
		if a, _, ok := author(rest, func(string) bool { return false }); ok {
			spoken++
			if slices.Contains(levels, strings.ToLower(a)) {
				logs++
			}
		} else if languageOf(rest) != "" {
			spoken++
		}
	}
	if spoken == 0 || 2*logs >= spoken || short > 0 && short == n[bracketed] && n[dashed] == 0 {
		return dashed, false // the last is how Signal's chats are written
	}
	if n[bracketed] > n[dashed] {
		return bracketed, true
	}
	return dashed, true
}

// surveyedForOwner is how many messages are looked at to find the owner.
const surveyedForOwner = 5000

// Owner returns, for a chat of two that is named after one of them, the other:
// that is sure. Otherwise those who speak most, for the keeper to choose.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	var out []importer.Claim
	for _, name := range part.Files {
		s, err := survey(ctx, src, name, importer.Options{Limits: importer.DefaultLimits}, surveyedForOwner)
		if err != nil {
			return nil, err
		}
		out = append(out, s.claims()...)
	}
	return out, nil
}

func (s *surveyed) claims() (out []importer.Claim) {
	for _, m := range s.members {
		w := chat.Named(m, "")
		c := importer.Claim{Name: w.Name, Handles: w.Handles, Why: "me.chat_author", Weight: s.said[m]}
		if !s.group && s.title != "" && len(s.members) == 2 {
			if network.Fold(m) == network.Fold(s.title) {
				continue
			}
			c.Why, c.Sure = "me.chat_title", s.named // a line of the program is less than the name of the file
		}
		if strings.HasPrefix(m, "~") || s.said[m] == 0 {
			continue // nobody is a stranger to their own telephone; and who is asked for speaks
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b importer.Claim) int { return b.Weight - a.Weight })
	return out[:min(len(out), 5)]
}
