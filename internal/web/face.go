package web

import (
	"hash/fnv"
	"strings"
	"unicode"
)

// A Face is how a person appears in a list or beside a sentence: a name with a
// portrait of initials.
type Face struct {
	ID   string
	Name string
}

// Shown is the name, or dots for somebody without one, so that there is
// something to see and to click.
func (f Face) Shown() string {
	if strings.TrimSpace(f.Name) == "" {
		return "…"
	}
	return f.Name
}

// hues is how many classes .hue-0, .hue-1 … the style sheet has.
const hues = 12

// Hue is the number of the portrait's hue class, derived from the name so that
// it stays the same on every page and after every import.
func (f Face) Hue() int {
	h := fnv.New32a()
	h.Write([]byte(strings.ToLower(f.Name)))
	return int(h.Sum32() % hues)
}

// particles are not worth an initial: Hélène de la Tour is HT.
var particles = map[string]bool{
	"de": true, "du": true, "des": true, "la": true, "le": true, "les": true, "van": true, "von": true, "der": true,
	"den": true, "di": true, "da": true, "dos": true, "del": true, "al": true, "el": true, "ben": true, "bin": true, "of": true, "the": true,
}

// Initials are the first letters of the first and the last word of the name,
// or of the only one; a middle dot where the name has no letter at all.
func (f Face) Initials() string {
	var letters []string
	for word := range strings.FieldsSeq(f.Name) {
		if particles[word] {
			continue
		}
		word = strings.TrimPrefix(strings.TrimPrefix(word, "d’"), "d'")
		if l := firstLetter(word); l != "" {
			letters = append(letters, l)
		}
	}
	switch len(letters) {
	case 0:
		return "·"
	case 1:
		return letters[0]
	}
	return letters[0] + letters[len(letters)-1]
}

// firstLetter returns the first letter of word in upper case with the marks
// that sit on it.
func firstLetter(word string) string {
	var out []rune
	for _, r := range word {
		switch {
		case unicode.IsLetter(r) && len(out) == 0:
			out = append(out, unicode.ToUpper(r))
		case unicode.Is(unicode.Mn, r) && len(out) > 0:
			out = append(out, r)
		case len(out) > 0:
			return string(out)
		}
	}
	return string(out)
}
