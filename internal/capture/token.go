package capture

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entregent/internal/network"
)

// A token is a word, a number, an address or a sign of the line.
type token struct {
	from, to int
	fold     string // as network.Fold writes it; a sign stands for itself
	sign     bool
	capital  bool // begins with a capital letter
	shout    bool // two capitals or more and nothing else
	hyphen   bool // a hyphen binds it to the word before
	elided   bool // an apostrophe stands right after it, or before it
	number   bool
}

// tokenise parts a line. Elisions and English contractions become words of
// their own (m’a is m, a; isn’t is is, not), hyphens bind words, and the dot of
// an abbreviation is no sign.
func tokenise(line string) []token {
	out := make([]token, 0, len(line)/4+4)
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRuneInString(line[i:])
		switch {
		case unicode.IsSpace(r) || unicode.IsMark(r):
			if r == '\n' {
				out = append(out, token{from: i, to: i + n, fold: ".", sign: true})
			}
			i += n
		case unicode.IsDigit(r):
			j := number(line, i)
			out = append(out, token{from: i, to: j, fold: strings.ToLower(line[i:j]), number: true})
			i = j
		case unicode.IsLetter(r):
			j := word(line, i)
			out = appendWord(out, line, i, j)
			i = j
		default:
			out = appendSign(out, line, i, n, r)
			i += n
		}
	}
	return out
}

// word returns where the word that begins at i ends; an address is one word.
func word(line string, i int) int {
	j := i
	for j < len(line) {
		r, n := utf8.DecodeRuneInString(line[j:])
		switch {
		case r == '@':
			return address(line, j)
		case r == ':' && strings.HasPrefix(line[j:], "://"):
			return address(line, j)
		case !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r):
			return j
		}
		j += n
	}
	return j
}

func address(line string, j int) int {
	for j < len(line) && !strings.ContainsRune(" \t\n,;()<>", rune(line[j])) {
		j++
	}
	return j
}

// number returns where a number, date or time of day ends: 12th, 3/3, 14h30,
// 2026-03-02, 10:30.
func number(line string, i int) int {
	_, n := utf8.DecodeRuneInString(line[i:])
	j := i + n // the first digit, of whatever script
	for j < len(line) {
		c := line[j]
		switch {
		case '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z':
		case strings.IndexByte("/.:-,", c) >= 0 && j+1 < len(line) && '0' <= line[j+1] && line[j+1] <= '9':
		default:
			return j
		}
		j++
	}
	return j
}

func appendWord(out []token, line string, i, j int) []token {
	t := token{from: i, to: j, fold: network.Fold(line[i:j])}
	first, n := utf8.DecodeRuneInString(line[i:])
	t.capital = unicode.IsUpper(first)
	t.shout = t.capital && j > i+n && strings.ToUpper(line[i:j]) == line[i:j]
	if k := len(out) - 1; k >= 0 && out[k].sign && out[k].to == i {
		switch {
		case out[k].fold == "-" && k > 0 && !out[k-1].sign && out[k-1].to == out[k].from:
			out, t.hyphen = out[:k], true
		case out[k].fold == "'":
			out, t.elided = out[:k], true
			if t.fold == "t" && k > 0 && strings.HasSuffix(out[k-1].fold, "n") {
				return negated(out, t)
			}
		}
	}
	if t.fold == "" {
		t.fold = "_" // letters that fold to nothing still are a word
	}
	return append(out, t)
}

// negated turns isn’t into is, not.
func negated(out []token, t token) []token {
	last := &out[len(out)-1]
	if host := strings.TrimSuffix(last.fold, "n"); host != "ca" && host != "wo" && host != "" {
		last.fold = host
	}
	t.fold = "not"
	return append(out, t)
}

func appendSign(out []token, line string, i, n int, r rune) []token {
	t := token{from: i, to: i + n, fold: string(r), sign: true}
	last := len(out) - 1
	switch r {
	case '\'', '’', 'ʼ', '‘', '`', '´':
		if last < 0 || out[last].sign || out[last].to != i {
			return out
		}
		out[last].elided = true
		t.fold = "'"
	case '.', '…':
		if r == '.' && last >= 0 && abbreviated(out[last]) {
			return out
		}
		t.fold = "."
	case '-', '–', '—', '‑', '‐':
		t.fold = "-"
	case '/':
		if last >= 0 && out[last].fold == "w" {
			return out
		}
	case '!', '?', ';', '|', '→', '>', '•':
		t.fold = ";"
	case '"', '«', '»', '“', '”', '*', '_', '#':
		return out
	}
	return append(out, t)
}

// abbreviated reports whether a dot after the token ends no sentence.
func abbreviated(t token) bool {
	return !t.sign && (abbreviations[t.fold] || t.capital && len(t.fold) == 1)
}

var abbreviations = words(`m mr mrs ms dr me mme mlle st ste prof tel dej rv rdv cf appt apt av bd etc ex env max min no nb vs approx tél`)

// words makes a set of the words of a list.
func words(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// language tells French from English by their small words, and by the hint
// where these do not decide.
func language(tokens []token, hint string) string {
	fr, en := 0, 0
	for _, t := range tokens {
		if frenchWords[t.fold] {
			fr++
		}
		if englishWords[t.fold] {
			en++
		}
	}
	switch {
	case fr > en:
		return "fr"
	case en > fr:
		return "en"
	case hint == "en":
		return "en"
	}
	return "fr"
}

var frenchWords = words(`avec le la les un une des du de et il elle ils elles je lui leur sa ses est pour chez au aux hier ce cette qui que
	cherche avant ai matin rdv dej dejeuner mois lundi mardi mercredi jeudi vendredi samedi dimanche dans sur besoin sont ont semaine dernier derniere
	janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre tel visio vu appel`)

var englishWords = words(`with the and he she they his her their is are was has had at for to of from yesterday this morning last week on in
	who looking lunch met needs call monday tuesday wednesday thursday friday saturday sunday today i my next about knows works
	january february march april may june july august september october november december dinner saw`)
