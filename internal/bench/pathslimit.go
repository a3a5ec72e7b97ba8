package bench

import (
	"math/bits"
	"time"

	"entregent/internal/paths"
)

// probes are what this machine can do, measured on memory of the size of the
// graph.
type probes struct {
	read float64 // nanoseconds for one word somewhere, while others are being read
	band float64 // bytes a second, one after the other
}

// probe measures on so many bytes, half a GiB at most. The quickest try counts:
// the limit is what the machine can do, not what it does beside other work.
func probe(bytes int) probes {
	words := make([]uint64, min(max(bytes, 1<<20), 1<<29)/8)
	for i := range words {
		words[i] = uint64(i) * 0x9e3779b97f4a7c15
	}
	var p probes
	var sink uint64
	const reads = 400_000
	mask := uint64(1)<<(bits.Len(uint(len(words)))-1) - 1
	quickest, at := never, uint64(1)
	for range 10 {
		begun := time.Now()
		for range reads {
			at = at*6364136223846793005 + 1442695040888963407
			sink += words[at>>30&mask]
		}
		quickest = min(quickest, time.Since(begun))
	}
	p.read = float64(quickest.Nanoseconds()) / reads
	best := never
	for range 5 {
		begun := time.Now()
		var a, b, c, d uint64
		for i := 0; i+3 < len(words); i += 4 {
			a, b, c, d = a+words[i], b+words[i+1], c+words[i+2], d+words[i+3]
		}
		sink += a + b + c + d
		best = min(best, time.Since(begun))
	}
	p.band = float64(len(words)*8) / best.Seconds()
	if sink == 42 { // so that nothing is left out
		p.band++
	}
	return p
}

// of is the least time that work can take: three reads for each row, each arc
// brought from memory and looked at (rulings §16).
func (p probes) of(w paths.Work) time.Duration {
	arcs := float64(w.Arcs)
	return time.Duration(3*float64(w.Rows)*p.read + arcs*8/p.band*1e9 + arcs*1.5)
}
