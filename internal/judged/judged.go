// Package judged reads the tables of what the product believes and a keeper may
// change: weights that nobody has measured, one on a line, words and then a
// number. It leaves out what the words mean; see packages reach and tact.
package judged

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Table is the numbers by their words, which are apart by one blank.
type Table map[string]float64

// Read reads a table. Lines that are empty or begin with # say nothing; a line
// without a number and words said twice are refused, with the line.
func Read(text string) (Table, error) {
	t, line := Table{}, 0
	for row := range strings.Lines(text) {
		line++
		f := strings.Fields(row)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		n, err := strconv.ParseFloat(f[len(f)-1], 64)
		if err != nil || len(f) < 2 || n != n || n < 0 || n > 1e6 {
			return nil, fmt.Errorf("line %d: words and a number are expected: %s", line, strings.TrimSpace(row))
		}
		words := strings.Join(f[:len(f)-1], " ")
		if _, had := t[words]; had {
			return nil, fmt.Errorf("line %d: said twice: %s", line, words)
		}
		t[words] = n
	}
	return t, nil
}

// Over returns the table of t with the numbers of own in place of its own: what
// a keeper changed over what the product believes. Words that t does not know are
// refused, so that a slip of the pen is noticed.
func (t Table) Over(own Table) (Table, error) {
	out := maps.Clone(t)
	for _, words := range slices.Sorted(maps.Keys(own)) {
		if _, known := t[words]; !known {
			return nil, fmt.Errorf("no such words in the table: %s", words)
		}
		out[words] = own[words]
	}
	return out, nil
}
