package mirror

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed expects.txt
var expectsText string

// An expectation says whom the network of somebody in a trade needs.
type expectation struct {
	trade string
	whom  []string
}

// expectations are the lines of the table, by keys of the lexicon.
var expectations = sync.OnceValue(func() []expectation {
	list, err := readExpectations(expectsText)
	if err != nil { // a test reads this very text
		panic("mirror: " + err.Error())
	}
	return list
})

func readExpectations(text string) (out []expectation, err error) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		trade, whom, ok := strings.Cut(line, "|")
		if !ok {
			return nil, fmt.Errorf("expects.txt:%d: trade | whom is wanted", n)
		}
		e := expectation{trade: strings.TrimSpace(trade)}
		for w := range strings.SplitSeq(whom, ",") {
			e.whom = append(e.whom, strings.TrimSpace(w))
		}
		out = append(out, e)
	}
	return out, nil
}
