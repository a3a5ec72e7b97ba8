package csvfile

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// delimiters are the bytes that may stand between cells, the likelier first.
const delimiters = ",;\t|"

type dialect struct {
	delim  byte
	escape bool
	skip   int // bytes of a first line that only names the delimiter
}

// guess decides how the table that begins with head is written.
func guess(head []byte) dialect {
	if d, skip, ok := named(head); ok {
		return dialect{d, survey(head[skip:]).escape, skip}
	}
	s := survey(head)
	best, most := byte(','), 0.0
	for d := range delimiters {
		if score := s.score(d); score > most {
			best, most = delimiters[d], score
		}
	}
	return dialect{delim: best, escape: s.escape}
}

// named reads the line "sep=;" by which some programs tell Excel.
func named(head []byte) (delim byte, skip int, ok bool) {
	line := head
	if i := bytes.IndexAny(head, "\r\n"); i >= 0 {
		line = head[:i]
	}
	s := strings.Trim(string(line), `"`)
	if len(s) != 5 || !strings.EqualFold(s[:4], "sep=") || !strings.Contains(delimiters, s[4:]) {
		return 0, 0, false
	}
	skip = len(line)
	skip += len(head[skip:]) - len(bytes.TrimPrefix(bytes.TrimPrefix(head[skip:], []byte("\r")), []byte("\n")))
	return s[4], skip, true
}

// A tally counts, for each line that begins a row, each delimiter outside
// quotes.
type tally struct {
	lines  [][len(delimiters)]int
	escape bool
}

// survey walks over the first rows without knowing the delimiter: any of them
// may stand beside a quote.
func survey(head []byte) tally {
	const enough = 200
	var (
		t               tally
		now             [len(delimiters)]int
		slashes, double int
		quoted          bool
		begins          = true // a cell begins here
	)
	edge := func(i int) bool {
		return i >= len(head) || head[i] == '\n' || head[i] == '\r' || strings.IndexByte(delimiters, head[i]) >= 0
	}
	quote := func(i int) bool { return i < len(head) && head[i] == '"' }
	for i := 0; i < len(head) && len(t.lines) < enough; i++ {
		switch c := head[i]; {
		case quoted && c == '\\' && quote(i+1) && (slashes > double || !edge(i+2) && !quote(i+2)):
			if !edge(i+2) && !quote(i+2) {
				slashes++
			}
			i++
		case quoted && c == '"' && quote(i+1):
			double++
			i++
		case quoted:
			quoted = c != '"' || !edge(i+1)
		case c == '"' && begins:
			quoted = true
		case c == '\n' || c == '\r':
			if now != [len(delimiters)]int{} {
				t.lines, now = append(t.lines, now), [len(delimiters)]int{}
			}
		default:
			if d := strings.IndexByte(delimiters, c); d >= 0 {
				now[d]++
			}
		}
		begins = !quoted && edge(i)
	}
	if len(t.lines) == 0 {
		t.lines = append(t.lines, now)
	}
	t.escape = slashes > double
	return t
}

// score is high for a delimiter that makes many columns, and the same number
// on most lines. The share of lines weighs by its cube: a list within one cell
// of one row must not win over the commas of all.
func (t tally) score(d int) float64 {
	rows := map[int]int{}
	best := 0.0
	for _, line := range t.lines {
		if n := line[d]; n > 0 {
			rows[n]++
			share := float64(rows[n]) / float64(len(t.lines))
			best = max(best, float64(n)*share*share*share)
		}
	}
	return best
}

// Unguard removes the apostrophe that keeps a spreadsheet from running a cell:
// before = + - @, a tab, a carriage return or a zero, and the wide forms of the
// first four. Our own export puts it there, and so do others.
func Unguard(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && Runs(cell[1:]) {
		return cell[1:]
	}
	return cell
}

// Runs reports whether a spreadsheet might take cell for a formula, so that it
// has to be guarded when written.
func Runs(cell string) bool {
	if cell == "" {
		return false
	}
	switch r, _ := utf8.DecodeRuneInString(cell); r {
	case '=', '+', '-', '@', '\t', '\r', 0, '＝', '＋', '－', '＠':
		return true
	}
	return false
}
