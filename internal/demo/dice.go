package demo

import "math/rand/v2"

// Dice are one person's own source of chance: what happens to one person does
// not depend on how many others there are. Figures are drawn from the bits here
// and not by the library's methods, which may change from release to release.
type dice struct{ pcg rand.PCG }

func newDice(seed, who uint64) dice {
	d := dice{}
	d.pcg.Seed(seed*0x9e3779b97f4a7c15+who, who^0xd1b54a32d192ed03)
	d.pcg.Uint64()
	return d
}

// unit draws from [0, 1).
func (d *dice) unit() float64 { return float64(d.pcg.Uint64()>>11) / (1 << 53) }

// below draws from [0, n).
func (d *dice) below(n int) int { return int(d.pcg.Uint64() >> 32 * uint64(n) >> 32) }

// chance is true with probability p.
func (d *dice) chance(p float64) bool { return d.unit() < p }

// of draws from a list.
func (d *dice) of(list []string) string { return list[d.below(len(list))] }

// spread draws a factor around 1 with a heavy upper tail: twelve steps up or
// down, multiplied.
func (d *dice) spread(step float64) float64 {
	f := 1.0
	for bits := d.pcg.Uint64()&(1<<12-1) | 1<<12; bits > 1; bits >>= 1 {
		if bits&1 == 1 {
			f *= 1 + step
		} else {
			f /= 1 + step
		}
	}
	return f
}
