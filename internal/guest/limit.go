package guest

import (
	"crypto/sha256"
	"sync"
	"time"
)

// How much may be asked: of one link, and of all of them together. A page costs
// one, an answer four.
const (
	linkMost  = 40
	linkEvery = 6 * time.Second // one more
	allMost   = 300
	allEvery  = 500 * time.Millisecond
	// mostLinks bounds what is remembered of links that were tried.
	mostLinks = 5000
)

// A bucket is what is left to ask, and when that was so.
type bucket struct {
	left float64
	at   time.Time
}

func (b *bucket) take(cost float64, most int, every time.Duration, now time.Time) bool {
	if gone := now.Sub(b.at); gone > 0 {
		b.left = min(float64(most), b.left+float64(gone)/float64(every))
	}
	b.at = now
	if b.left < cost {
		return false
	}
	b.left -= cost
	return true
}

// limits counts what is asked. Links are told apart by a hash: none is kept.
type limits struct {
	mu    *sync.Mutex
	all   *bucket
	links map[[8]byte]*bucket
}

func newLimits() limits {
	return limits{mu: new(sync.Mutex), all: &bucket{left: allMost}, links: map[[8]byte]*bucket{}}
}

// take reports whether a link may be asked for now.
func (l *limits) take(token string, cost float64, now time.Time) bool {
	sum := sha256.Sum256([]byte(token))
	key := [8]byte(sum[:8])
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.links[key]
	if b == nil {
		if len(l.links) >= mostLinks {
			l.forget(now)
		}
		b = &bucket{left: linkMost, at: now}
		l.links[key] = b
	}
	return b.take(cost, linkMost, linkEvery, now) && l.all.take(cost, allMost, allEvery, now)
}

// forget lets go of links of which all may be asked again; where none is, of all:
// together they are held back anyway.
func (l *limits) forget(now time.Time) {
	for key, b := range l.links {
		if b.left+float64(now.Sub(b.at))/float64(linkEvery) >= linkMost {
			delete(l.links, key)
		}
	}
	if len(l.links) >= mostLinks {
		clear(l.links)
	}
}
