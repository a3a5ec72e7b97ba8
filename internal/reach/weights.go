package reach

import (
	_ "embed"

	"entregent/internal/judged"
)

//go:embed weights.txt
var weights string

// Weights are what the product believes of signs and chances, with what the
// keeper changed.
type Weights struct{ judged.Table }

// Judged returns the product's own weights.
func Judged() Weights {
	t, err := judged.Read(weights)
	if err != nil {
		panic("reach: " + err.Error()) // it is compiled in, and a test reads it
	}
	return Weights{t}
}

// Changed returns the weights with the keeper's own lines over them.
func Changed(own string) (Weights, error) {
	mine, err := judged.Read(own)
	if err != nil {
		return Weights{}, err
	}
	t, err := Judged().Over(mine)
	return Weights{t}, err
}

func (w Weights) of(words string) float64 { return w.Table[words] }

// A Chance is the word for a probability (rulings §12).
type Chance string

// The chances. The zero value is a path one would not stake one's name on.
const (
	None     Chance = ""
	Unlikely Chance = "unlikely"
	Possible Chance = "possible"
	Likely   Chance = "likely"
)

// Chances lists those that have a word, for tests that a table is complete.
var Chances = []Chance{Unlikely, Possible, Likely}

// Chance returns the word for p.
func (w Weights) Chance(p float64) Chance {
	for _, c := range []Chance{Likely, Possible, Unlikely} {
		if p >= w.of(string(c)) {
			return c
		}
	}
	return None
}
