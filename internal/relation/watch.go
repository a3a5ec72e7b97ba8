package relation

import (
	"encoding/binary"
	"math"

	"entregent/internal/network"
)

// A Watch is the little of a tie that it takes to say whether it drifts: what a
// list of everybody keeps, so that ten thousand ties are gone through in less
// than a millisecond. It says the same as Reading.Drifting, on any day.
type Watch struct {
	Last   network.Day // latest contact day
	N      int32       // contact days
	G      LogDays     // as Pulse has it
	L      float64     // Pulse.L over the longer horizon
	Rhythm int32       // the keeper's own wish, in days; 0 none
	Slow   bool        // declared a slow tie
	Close  bool        // silence makes it dormant and not drifting
	Asks   bool        // a question put to the keeper alone waits
	Asked  network.Day // since this day
	Away   network.Day // not watched up to and including this day
}

// Forever is the Away of somebody who is never watched.
const Forever network.Day = math.MaxInt32

// NewWatch makes the watch of a tie. What the profile says of one day alone
// (Unwatched) is not looked at: away is.
func NewWatch(t *Tie, p Profile, away network.Day) Watch {
	w := Watch{
		Last: t.Pulse.Last, N: int32(t.Pulse.N), G: t.Pulse.G, L: t.Pulse.L[H90], Rhythm: int32(p.Rhythm), Slow: p.Slow,
		Close: t.Pulse.N >= wasClose || t.earned(p, nil).Earned >= Conversation,
		Away:  away,
	}
	if t.Waiting != nil && t.Waiting.Alone() {
		w.Asks, w.Asked = true, t.Waiting.Day
	}
	return w
}

// Drifting says whether the tie drifts on the day of g.
func (w *Watch) Drifting(g *Ground) bool {
	if w.N < enoughHistory || w.Slow || g.Day <= w.Away {
		return false
	}
	silence := max(0, int(g.Day)-int(w.Last))
	switch {
	case silence > aliveDays && w.Close: // dormant
		return false
	case w.Rhythm > 0:
		return silence >= int(w.Rhythm)
	}
	return w.overdue(g, silence)
}

// What alone makes a tie due, with a margin: so many missed contacts, so many
// gaps of silence. They save the logarithms for the doubtful.
var (
	surelyMissed = 1.01 * math.Expm1(dueDrift/driftMissed) / 0.3
	surelySilent = 1.01 * math.Expm1(dueDrift/driftSilence)
)

// overdue says whether so many days of silence are no fewer than Pulse.Due.
func (w *Watch) overdue(g *Ground, silence int) bool {
	p := Pulse{N: int(w.N), G: w.G, L: [2]float64{H90: w.L}}
	gap := math.Min(p.gap(g.Mu0), longestWait)
	s := float64(silence)
	switch {
	case silence < max(1, int(math.Ceil(gap))):
		return false
	case s > surelySilent*gap, s*w.L*math.Ln2/H90.halfLife() > surelyMissed:
		return true
	}
	f := p.after(*g, H90, silence)
	return f.Drift >= dueDrift || f.P >= dueProbability
}

// watchSize is how many bytes a watch takes in the store.
const watchSize = 4 + 4 + 8 + 8 + 4 + 4 + 4 + 1

// AppendBinary appends the watch in a form of fixed length.
func (w *Watch) AppendBinary(b []byte) ([]byte, error) {
	b = binary.LittleEndian.AppendUint32(b, uint32(w.Last))
	b = binary.LittleEndian.AppendUint32(b, uint32(w.N))
	b = binary.LittleEndian.AppendUint64(b, uint64(w.G))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(w.L))
	b = binary.LittleEndian.AppendUint32(b, uint32(w.Rhythm))
	b = binary.LittleEndian.AppendUint32(b, uint32(w.Away))
	b = binary.LittleEndian.AppendUint32(b, uint32(w.Asked))
	flags := byte(0)
	for i, f := range []bool{w.Slow, w.Close, w.Asks} {
		if f {
			flags |= 1 << i
		}
	}
	return append(b, flags), nil
}

// Take reads a watch off the front of what AppendBinary wrote, and returns the
// rest.
func (w *Watch) Take(b []byte) ([]byte, error) {
	if len(b) < watchSize {
		return nil, errTie
	}
	w.Last = network.Day(binary.LittleEndian.Uint32(b))
	w.N = int32(binary.LittleEndian.Uint32(b[4:]))
	w.G = LogDays(binary.LittleEndian.Uint64(b[8:]))
	w.L = math.Float64frombits(binary.LittleEndian.Uint64(b[16:]))
	w.Rhythm = int32(binary.LittleEndian.Uint32(b[24:]))
	w.Away = network.Day(binary.LittleEndian.Uint32(b[28:]))
	w.Asked = network.Day(binary.LittleEndian.Uint32(b[32:]))
	flags := b[36]
	w.Slow, w.Close, w.Asks = flags&1 != 0, flags&2 != 0, flags&4 != 0
	return b[watchSize:], nil
}
