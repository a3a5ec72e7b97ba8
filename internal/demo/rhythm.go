package demo

import (
	"math"

	"entregent/internal/network"
)

// A tier is a family of rhythms.
type tier uint8

const (
	weekly   tier = iota // a few people, most weeks
	monthly              // friends and colleagues
	seasonal             // round the same time each year
	bursts               // much for some weeks, then nothing
	dormant              // was close once, has been silent for more than a year
	once                 // one exchange, or two
	newcomer             // connected lately, never greeted
	click                // connected, and that is all
	tiers
)

// tierOf gives the place of a rank among n: few are close, most are clicks.
func tierOf(rank, n int) tier {
	share := float64(rank) / float64(n)
	for t, most := range [...]float64{weekly: 0.0125, monthly: 0.05, seasonal: 0.10, bursts: 0.13, dormant: 0.23, once: 0.43, newcomer: 0.45} {
		if share < most {
			return tier(t)
		}
	}
	return click
}

func (t tier) close() bool { return t <= monthly }

// relates reports whether there is, or was, more than an exchange or two.
func (t tier) relates() bool { return t <= dormant }

// familiar is how likely tu is said.
func (t tier) familiar() float64 {
	return [tiers]float64{weekly: 0.9, monthly: 0.75, seasonal: 0.5, bursts: 0.4, dormant: 0.6, once: 0.2}[t]
}

// pace is the number of encounters a year.
func (t tier) pace() float64 {
	return [tiers]float64{weekly: 75, monthly: 20, seasonal: 6, bursts: 11, dormant: 14}[t]
}

// channels are the chances of each channel, of a hundred.
var channels = []network.Channel{network.InPerson, network.Video, network.Call, network.Letter, network.Mail, network.Message}

func (t tier) channels() [6]int {
	return [tiers][6]int{
		weekly:   {22, 6, 12, 0, 20, 40},
		monthly:  {20, 8, 10, 1, 36, 25},
		seasonal: {20, 6, 6, 6, 42, 20},
		bursts:   {10, 14, 8, 0, 55, 13},
		dormant:  {18, 4, 10, 2, 46, 20},
		once:     {12, 6, 4, 0, 58, 20},
	}[t]
}

// live chooses when a tie began and ended, on days up to today.
func (p *person) live(today int) {
	d := &p.dice
	span := func(low, high float64) int { return int(float64(today) * (low + d.unit()*(high-low))) }
	p.from, p.to = span(0, 0.6), today-1
	switch p.tier {
	case weekly:
		p.from = span(0, 0.3)
	case dormant:
		p.from = span(0, 0.35)
		p.to = max(p.from+1, min(today-380-d.below(300), today-1))
	case once:
		p.from = span(0, 0.97)
		p.to = min(p.from+10+d.below(60), today-1)
	case newcomer:
		p.from = max(0, today-3-d.below(45))
	case click:
		p.from = min(span(0, 1), max(0, today-95))
	}
	p.from, p.to = max(0, min(p.from, today-1)), max(p.to, 0)
	p.connected = p.from
	p.remote = d.chance(0.18)
	p.line.wanted = p.appetite()
	p.line.peak = d.unit()
}

// appetite is how many encounters a tie would have by itself.
func (p *person) appetite() float64 {
	switch {
	case p.tier == once:
		return 1 + float64(p.dice.below(2))
	case !p.tier.relates():
		return 0
	}
	years := float64(p.to-p.from) / 365
	return max(4, p.tier.pace()*years*p.dice.spread(0.19))
}

// share turns appetites into whole numbers of encounters. With a total asked
// for, the numbers add up to it exactly, in the same proportions.
func (w *world) share() {
	sum := 0.0
	for i := range w.people {
		sum += w.people[i].line.wanted
	}
	factor := 1.0
	if w.size.Encounters > 0 && sum > 0 {
		factor = float64(max(0, w.size.Encounters-w.pastBeats())) / sum
	}
	so := 0.0
	given := 0
	for i := range w.people {
		so += w.people[i].line.wanted
		n := int(math.Round(so*factor)) - given
		given += n
		w.people[i].line.total = n
	}
}

// day returns the day of the k-th of a person's encounters, not before the one
// before.
func (p *person) day(k int) float64 {
	u := (float64(k) + 0.5 + 0.9*(p.dice.unit()-0.5)) / float64(p.line.total)
	years := float64(p.to-p.from) / 365
	switch p.tier {
	case seasonal:
		u = gather(u, years, 0.93, p.line.peak)
	case bursts:
		u = gather(u, max(1, math.Round(years*1.6)), 0.985, p.line.peak)
	case dormant: // it thinned out towards the end
		u = u * (0.55 + 0.45*u)
	}
	return float64(p.from) + min(max(u, 0), 1)*float64(p.to-p.from)
}

// gather draws what is spread evenly over the unit interval together around a
// point of each of so many rounds.
func gather(u, rounds, pull, peak float64) float64 {
	if rounds < 0.5 {
		return u
	}
	x := u * rounds
	return (x - pull*math.Sin(2*math.Pi*(x-peak))/(2*math.Pi)) / rounds
}
