package resolve

import (
	_ "embed"
	"slices"
	"strings"

	"entregent/internal/network"
)

// Tokens returns the words of a name that can tell people apart: folded,
// nicknames turned into the name they stand for, titles and single letters
// left out. A name that is really an address has none: it says nothing that
// the address does not.
func Tokens(name string) []string {
	if strings.Contains(name, "@") {
		return nil
	}
	var out []string
	for _, w := range strings.Fields(network.Fold(name)) {
		if len(w) < 2 || titles[w] || particles[w] {
			continue
		}
		if full, ok := nicknames.full[w]; ok {
			w = full
		}
		out = append(out, w)
	}
	return out
}

// titles are the words around a name that are no part of it.
var titles = setOf(`mr mrs ms miss dr prof sir dame lord lady m mme mlle me monsieur madame mademoiselle maitre docteur professeur
	phd mba md cpa cfa pmp jr sr ii iii iv esq pe rn bsc msc ing`)

// particles stand before a family name, which is the same with them and without,
// apart or together.
var particles = setOf("de du des del della van von der den la le el al bin ibn di da dos")

func setOf(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

//go:embed nicknames.txt
var nicknameText string

// A forms knows which given names are forms of one.
type forms struct {
	full map[string]string   // the one full name of a form
	of   map[string][]uint16 // the lines on which a name stands
}

// nicknames is read from the table beside this file.
var nicknames = readForms(nicknameText)

func readForms(text string) forms {
	f := forms{map[string]string{}, map[string][]uint16{}}
	followed := map[string]string{}
	n := uint16(0)
	own := map[string]uint16{} // the line on which a name is the full one
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		n++
		list, spellings := strings.CutPrefix(line, "= ")
		names := strings.Fields(strings.Replace(list, ":", "", 1))
		compound := strings.Contains(names[0], "-")
		names[0] = strings.ReplaceAll(names[0], "-", "")
		lines := []uint16{n}
		for _, w := range names {
			if spellings && own[w] != 0 { // forms of one spelling are forms of all
				lines = append(lines, own[w])
			}
		}
		for _, w := range names {
			f.of[w] = append(f.of[w], lines...)
			if _, taken := f.full[w]; !taken && !compound && w != names[0] {
				f.full[w] = names[0]
			}
		}
		if !spellings {
			own[names[0]] = n
		}
	}
	for w, full := range f.full { // what stands for a form of a third name stands for that
		for range 3 {
			if next, ok := f.full[full]; ok && next != w {
				full = next
			}
		}
		followed[w] = full
	}
	f.full = followed
	return f
}

// kin reports whether two given names may be forms of one: whether they stand on
// one line.
func kin(a, b []uint16) bool {
	return len(a) > 0 && slices.ContainsFunc(a, func(n uint16) bool { return slices.Contains(b, n) })
}
