// Package blot takes somebody's name out of texts that are about others.
//
// It knows a person by full names, addresses, numbers and profiles, finds them
// however they are written (accents, order, spaces in a number, a name run
// together in a file's name), and puts a mark in their place. It leaves out who
// is erased, which texts are read and what becomes of records (package app and
// the store). A first name alone says too little: it is taken out only of what
// the person had a part in.
package blot

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"entregent/internal/network"
)

// Mark stands where a name was.
const Mark = "…"

// The least that is taken for somebody's name (judged).
const (
	minToken  = 3 // letters of a first name alone
	minJoined = 8 // letters of a name run together: "yvesmartin"
	minDigits = 8 // of a telephone number
)

// A Pen blots out one person.
type Pen struct {
	sequences [][]string      // folded words, the longest first
	single    map[string]bool // first and family names, nicknames: one word each
	only      map[string]bool // of single: the whole of a name, which stands for them in any text
	joined    []string        // names run together
	phones    []string        // digits
	first     map[string]bool // first words of sequences, so that most texts are passed over quickly
}

// particles are words of names that are no names by themselves.
var particles = map[string]bool{
	"des": true, "del": true, "der": true, "den": true, "von": true, "van": true, "dos": true, "las": true, "les": true, "los": true,
	"the": true, "and": true, "ben": true, "bin": true, "ibn": true, "abu": true, "mac": true, "madame": true, "monsieur": true, "mrs": true, "dr": true,
}

// New makes the pen that blots out whoever bears these names and handles. A name
// of one word is blotted out everywhere where alone says that nobody else bears
// it.
func New(names []string, handles []network.Handle, alone func(word string) bool) *Pen {
	p := &Pen{single: map[string]bool{}, only: map[string]bool{}, first: map[string]bool{}}
	for _, n := range names {
		p.name(strings.Fields(network.Fold(n)), alone)
	}
	for _, h := range handles {
		p.handle(h)
	}
	slices.SortFunc(p.sequences, func(a, b []string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), slices.Compare(a, b))
	})
	p.sequences = slices.CompactFunc(p.sequences, func(a, b []string) bool { return slices.Equal(a, b) })
	for _, s := range p.sequences {
		p.first[s[0]] = true
	}
	return p
}

func (p *Pen) name(words []string, alone func(string) bool) {
	for _, w := range words {
		if utf8.RuneCountInString(w) >= minToken && !particles[w] {
			p.single[w] = true
		}
	}
	switch n := len(words); {
	case n == 0:
		return
	case n == 1:
		if w := words[0]; p.single[w] && alone != nil && alone(w) {
			p.only[w] = true
		}
		return
	default:
		turned := append(slices.Clone(words[n-1:]), words[:n-1]...)
		p.sequences = append(p.sequences, words, turned)
		for _, s := range [][]string{words, turned} {
			if j := strings.Join(s, ""); len(j) >= minJoined {
				p.joined = append(p.joined, j)
			}
		}
		if n > 2 && p.single[words[0]] && p.single[words[n-1]] {
			p.sequences = append(p.sequences, []string{words[0], words[n-1]})
		}
	}
}

func (p *Pen) handle(h network.Handle) {
	value := h.Value
	if h.Kind == network.Scoped || h.Kind == network.IM || h.Kind == network.Account {
		if _, v, ok := strings.Cut(value, ":"); ok { // the service is nobody's
			value = v
		}
	}
	if h.Kind == network.Phone || h.Kind == network.RawPhone {
		if d := digits(value); len(d) >= minDigits {
			p.phones = append(p.phones, strings.TrimLeft(d, "0"))
		}
		return
	}
	words := strings.Fields(network.Fold(value))
	switch {
	case len(words) > 1:
		p.sequences = append(p.sequences, words)
	case len(words) == 1 && utf8.RuneCountInString(words[0]) >= 4:
		p.joined = append(p.joined, words[0]) // a login or a key of a source
	}
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// A token is one word of a text, folded.
type token struct {
	from, to int // in bytes
	word     string
	capital  bool
	number   bool
}

// tokens splits a text into words of letters, or of digits.
func tokens(s string) (out []token) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
			i += size
			continue
		}
		t := token{from: i, capital: unicode.IsUpper(r), number: true}
		for i < len(s) {
			r, size = utf8.DecodeRuneInString(s[i:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
				break
			}
			t.number = t.number && r >= '0' && r <= '9'
			i += size
		}
		t.to = i
		t.word = network.Fold(s[t.from:t.to])
		out = append(out, t)
	}
	return out
}

// Text returns s without the person. close says that s is of something they had
// a part in, where one word of their name means them as well.
func (p *Pen) Text(s string, close bool) string {
	if s == "" {
		return s
	}
	ts := tokens(s)
	var out strings.Builder
	at := 0
	for i := 0; i < len(ts); {
		n, from, to := p.match(s, ts[i:], close)
		if n == 0 {
			i++
			continue
		}
		out.WriteString(s[at:from])
		if !strings.HasSuffix(out.String(), Mark) {
			out.WriteString(Mark)
		}
		at, i = to, i+n
	}
	if at == 0 {
		return s
	}
	out.WriteString(s[at:])
	return out.String()
}

// match returns how many tokens, from the first of ts, name the person, and
// which bytes of the text they are.
func (p *Pen) match(s string, ts []token, close bool) (n, from, to int) {
	t := ts[0]
	if p.first[t.word] {
		for _, seq := range p.sequences {
			if seq[0] == t.word && follows(s, ts, seq) {
				return len(seq), t.from, ts[len(seq)-1].to
			}
		}
	}
	if t.number {
		if n := p.phone(s, ts); n > 0 {
			return n, t.from, ts[n-1].to
		}
	}
	if len(t.word) >= 4 {
		for _, j := range p.joined {
			if t.word == j || len(j) >= minJoined && strings.HasPrefix(t.word, j) {
				return 1, t.from, t.to
			}
		}
	}
	if t.capital && (p.only[t.word] || close && p.single[t.word]) {
		return 1, t.from, t.to
	}
	return 0, 0, 0
}

// follows reports whether the tokens are the words of a sequence, close to each
// other: a name does not reach over a line.
func follows(s string, ts []token, seq []string) bool {
	if len(ts) < len(seq) {
		return false
	}
	for i, w := range seq {
		if ts[i].word != w {
			return false
		}
		if i > 0 {
			if gap := s[ts[i-1].to:ts[i].from]; len(gap) > 4 || strings.Contains(gap, "\n") {
				return false
			}
		}
	}
	return true
}

// phone returns how many tokens, from the first, are one of the numbers: in
// international form, or with the zero of home.
func (p *Pen) phone(s string, ts []token) int {
	if len(p.phones) == 0 {
		return 0
	}
	all := ""
	for i, t := range ts {
		if !t.number || i > 0 && (t.from-ts[i-1].to > 3 || strings.Contains(s[ts[i-1].to:t.from], "\n")) || len(all)+len(t.word) > 18 {
			return 0
		}
		all += t.word
		bare := strings.TrimLeft(all, "0")
		if len(bare) < minDigits {
			continue
		}
		for _, d := range p.phones {
			if bare == d || strings.HasSuffix(d, bare) && len(d)-len(bare) <= 3 {
				return i + 1
			}
		}
	}
	return 0
}

// JSON returns a JSON text in which every string is as Text leaves it, and
// nothing else is changed. What is no JSON is blotted as text.
func (p *Pen) JSON(s string, close bool) string {
	if !json.Valid([]byte(s)) {
		return p.Text(s, close)
	}
	var out strings.Builder
	at := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '"' {
			continue
		}
		end := i + 1
		for s[end] != '"' {
			if s[end] == '\\' {
				end++
			}
			end++
		}
		var text string
		if err := json.Unmarshal([]byte(s[i:end+1]), &text); err == nil {
			if blotted := p.Text(text, close); blotted != text {
				out.WriteString(s[at:i])
				out.WriteString(quoted(blotted))
				at = end + 1
			}
		}
		i = end
	}
	if at == 0 {
		return s
	}
	out.WriteString(s[at:])
	return out.String()
}

func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil { // a string cannot fail
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}
