package resolve

import (
	"slices"
	"strings"
	"unicode"

	"entregent/internal/network"
)

// A name is one way somebody is called, taken apart to be compared.
type name struct {
	said  string // as written
	words []word
	bare  bool // read from an address: nobody wrote it as a name
	// capital says that the first word stands in capitals and another does not:
	// "DUPONT Anne".
	capital bool
	hyphen  bool // some words are parts of one
}

// A word is one part of a name. A family name with a particle is one word that
// may be written without it; a given name with a hyphen is as many as it has
// parts.
type word struct {
	text  string
	with  string // particles and all, "" where there are none
	from  string // the hyphenated name it is part of, as one
	short bool   // a letter: an initial
	forms []uint16
}

// mostWords bounds a name: what is longer is a sentence.
const mostWords = 6

// namesIn returns the names in what a source writes: one, and with another family
// name in brackets a second.
func namesIn(said string) []name {
	if said == "" || strings.Contains(said, "@") || household(said) {
		return nil
	}
	n := parseName(said)
	if len(n.words) == 0 {
		return nil
	}
	_, inside, ok := strings.Cut(said, "(")
	inside, _, closed := strings.Cut(inside, ")")
	if !ok || !closed || strings.ContainsAny(inside, " /") || len(n.words) < 2 {
		return []name{n}
	}
	other := parseName(strings.Replace(said[:strings.IndexByte(said, '(')], "(", "", 1))
	other.words = append(slices.Clone(other.words[:len(other.words)-1]), parseName(inside).words...)
	if len(other.words) < 2 || len(other.words) > mostWords {
		return []name{n}
	}
	other.said = said
	return []name{n, other}
}

// household reports whether a name is that of several people under one roof.
func household(said string) bool {
	words := strings.Fields(strings.ToLower(said))
	return slices.ContainsFunc(words, func(w string) bool {
		return w == "et" || w == "and" || w == "&" || w == "und" || w == "famille" || w == "family"
	})
}

// parseName takes a name apart.
func parseName(said string) name {
	n := name{said: said}
	text := transliterate(said)
	for _, drop := range []string{"(", "\"", "“", "«"} { // what stands in brackets is another name, or none
		if i := strings.Index(text, drop); i > 0 {
			text = text[:i]
		}
	}
	particle := ""
	chunks := strings.Fields(apostrophes.Replace(text))
	for _, chunk := range chunks {
		parts := strings.Fields(network.Fold(strings.ReplaceAll(chunk, "'", "")))
		before, after, elided := strings.Cut(chunk, "'") // O'Brien, d'Aubigny
		one := network.Fold(after)
		switch {
		case elided && len([]rune(before)) <= 2 && one != "" && !strings.Contains(one, " "):
			n.words = append(n.words, word{text: one, with: network.Fold(before) + one})
			particle = ""
			continue
		case len(parts) == 1 && (particles[parts[0]] || parts[0] == "ben" && (len(n.words) > 0 || len(chunks) > 2) || parts[0] == "mc" || parts[0] == "mac"):
			particle += parts[0]
			continue
		}
		for i, p := range parts {
			w := word{text: p, short: len(p) == 1}
			if titles[p] && len(parts) == 1 {
				continue
			}
			if i == 0 && particle != "" {
				w.with = particle + p
				particle = ""
			}
			if len(parts) > 1 {
				w.from = strings.Join(parts, "")
			}
			n.words = append(n.words, w)
		}
	}
	if particle != "" && len(n.words) < 2 { // "Le Ben": nothing but particles
		n.words = append(n.words, word{text: particle})
	}
	if len(n.words) > mostWords {
		n.words = nil
	}
	if len(n.words) > 2 && n.words[0].from == "" && n.words[1].from == "" { // Jean Philippe, without the hyphen
		if both := n.words[0].text + n.words[1].text; nicknames.of[both] != nil {
			n.words[0].from, n.words[1].from = both, both
		}
	}
	for i := range n.words {
		n.words[i].forms = nicknames.of[n.words[i].text]
		n.hyphen = n.hyphen || n.words[i].from != ""
	}
	n.capital = inCapitals(said)
	return n
}

// inCapitals reports whether the first word of a name stands in capitals while
// another does not.
func inCapitals(said string) bool {
	f := strings.Fields(said)
	upper := func(s string) bool { return len(s) > 2 && s == strings.ToUpper(s) && s != strings.ToLower(s) }
	return len(f) > 1 && upper(f[0]) && slices.ContainsFunc(f, func(s string) bool { return len(s) > 1 && !upper(s) && s[0] != '(' })
}

var apostrophes = strings.NewReplacer("’", "'", "ʼ", "'", "`", "'", "´", "'", ",", " ", "/", " ", "_", " ")

// fromAddress reads a name from an address where somebody has made it of one:
// jean.dupont@. One that has no two words gives none.
func fromAddress(local string) name {
	parts := strings.FieldsFunc(local, func(r rune) bool { return r == '.' || r == '_' || r == '-' || unicode.IsDigit(r) })
	if len(parts) < 2 || len(parts) > 3 {
		return name{}
	}
	n := parseName(strings.Join(parts, " "))
	n.said, n.bare = local, true
	return n
}

// fromSlug reads a name from the address of a profile: jean-dupont-4a1b22.
func fromSlug(slug string) name {
	parts := strings.Split(slug, "-")
	if len(parts) > 2 && strings.ContainsAny(parts[len(parts)-1], "0123456789") {
		parts = parts[:len(parts)-1]
	}
	if len(parts) < 2 || len(parts) > 4 || strings.ContainsAny(slug, "/?") {
		return name{}
	}
	n := parseName(strings.Join(parts, " "))
	n.said, n.bare = slug, true
	return n
}

// full counts the words that are more than a letter.
func (n name) full() (k int) {
	for _, w := range n.words {
		if !w.short {
			k++
		}
	}
	return k
}

// key is the same for names that differ in order, case, accents, particles and
// hyphens only.
func (n name) key() string {
	var out []string
	for _, w := range n.words {
		out = append(out, w.text)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// written is the word as it stands in a name.
func (w word) written(said string) string {
	for _, f := range strings.FieldsFunc(said, func(r rune) bool { return unicode.IsSpace(r) || r == '-' || r == ',' }) {
		if k := network.Fold(f); k == w.text || strings.ReplaceAll(k, " ", "") == w.with {
			return f
		}
	}
	return w.text
}

// A touch says how two words of names meet.
type touch int

const (
	apart   touch = iota
	initial       // a letter for a name
	mistyped
	familiar
	alike
)

// meets tells how two words meet.
func (w *word) meets(o *word) touch {
	switch {
	case w.short || o.short:
		if w.text[0] == o.text[0] {
			return initial
		}
		return apart
	case w.text == o.text, w.with != "" && (w.with == o.text || w.with == o.with), o.with != "" && o.with == w.text:
		return alike
	case kin(w.forms, o.forms):
		return familiar
	case near(w.text, o.text):
		return mistyped
	}
	return apart
}

// near reports whether a finger may have made one word of the other: a letter
// more, less or other, or two swapped; in long words two of these.
func near(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 3 && len(b) == 3 { // so short only two letters swapped
		return a[0] == b[0] && a[1] == b[2] && a[2] == b[1] || a[2] == b[2] && a[0] == b[1] && a[1] == b[0]
	}
	if len(a) < 4 || len(b)-len(a) > 2 {
		return false
	}
	limit := 1
	if len(a) >= 8 {
		limit = 2
	}
	return within(a, b, limit)
}

// within reports whether b can be made of a in so many steps: a letter put in,
// taken out or changed, or two neighbours swapped.
func within(a, b string, limit int) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 0 || len(b) == 0 {
		return max(len(a), len(b)) <= limit
	}
	if limit == 0 {
		return false
	}
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] && within(a[2:], b[2:], limit-1) {
		return true
	}
	return within(a[1:], b[1:], limit-1) || within(a[1:], b, limit-1) || within(a, b[1:], limit-1)
}

// A meeting is how two names meet, word by word.
type meeting struct {
	a, b     name
	alike    int // words that are the same
	familiar int // one a familiar form of the other
	mistyped int
	initials int
	restA    int       // full words of a that meet nothing
	restB    int       //
	pairs    [6][2]int // which words met: index in a, index in b
	n        int
}

// words counts the whole words that met.
func (m meeting) words() int { return m.alike + m.familiar + m.mistyped }

// compare lets two names meet: each word with the one it is closest to.
func compare(a, b name) meeting {
	a, b = a.against(b), b.against(a)
	m := meeting{a: a, b: b}
	var usedA, usedB [mostWords]bool
	var met [mostWords][mostWords]touch
	most := apart
	for i := range a.words {
		for j := range b.words {
			met[i][j] = a.words[i].meets(&b.words[j])
			most = max(most, met[i][j])
		}
	}
	for want := most; want > apart; want-- {
		for i := range a.words {
			for j := range b.words {
				if usedA[i] || usedB[j] || met[i][j] != want {
					continue
				}
				usedA[i], usedB[j] = true, true
				m.pairs[m.n] = [2]int{i, j}
				m.n++
				switch want {
				case alike:
					m.alike++
				case familiar:
					m.familiar++
				case mistyped:
					m.mistyped++
				case initial:
					m.initials++
				}
			}
		}
	}
	for i := range a.words {
		if !usedA[i] && !a.words[i].short {
			m.restA++
		}
	}
	for j := range b.words {
		if !usedB[j] && !b.words[j].short {
			m.restB++
		}
	}
	return m
}

// against returns the name with its hyphenated words as one where the other
// writes them so, or by their initials, or by a familiar form of the whole.
func (n name) against(o name) name {
	if !n.hyphen {
		return n
	}
	for i, w := range n.words {
		if w.from == "" || i+1 >= len(n.words) || n.words[i+1].from != w.from {
			continue
		}
		j := i
		letters := ""
		for j < len(n.words) && n.words[j].from == w.from {
			letters += n.words[j].text[:1]
			j++
		}
		for _, x := range o.words {
			if x.text == w.from || x.text == letters || x.from == "" && kin(x.forms, nicknames.of[w.from]) {
				one := word{text: x.text, forms: x.forms}
				out := append(slices.Clone(n.words[:i]), one)
				n.words = append(out, n.words[j:]...)
				return n
			}
		}
	}
	return n
}
