package cli

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// How an idle program is told from a busy one: by what it allocates between two
// looks.
const (
	lookEvery = 3 * time.Second
	hardlyAny = 256 << 10 // bytes
)

// rest gives memory back to the machine once the program has come to rest. Left
// to itself Go would keep it for minutes: a desk read in the morning would then
// hold three times what it needs until noon.
func rest(ctx context.Context) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	last, rested := allocated(), false
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		now := allocated()
		idle := now-last < hardlyAny
		if idle && !rested {
			debug.FreeOSMemory()
			now = allocated()
		}
		last, rested = now, idle
	}
}

// allocated is how many bytes were ever allocated.
func allocated() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
