package measure

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// The size of the invented book, and how often each side has its turn.
const (
	benchTies     = 10_000
	benchContacts = 1_000_000
	benchSpan     = 3650 // days
	benchAdds     = 2000
	benchRounds   = 3
)

// A RelationReport is what the tie states cost, in memory: reading them from a
// store comes on top of it. Naive is the model written down as its formulas
// stand, over the whole log each time.
type RelationReport struct {
	Ties     int     `json:"ties"`
	Contacts int     `json:"contacts"`
	Rebuild  float64 `json:"rebuild_ms"`       // all ties and the keeper's activity, from contacts in no order
	Read     float64 `json:"read_all_ms"`      // one forecast for each tie
	Naive    float64 `json:"naive_ms"`         // the same forecasts by the formulas
	Add      float64 `json:"add_us"`           // one more contact: its tie, the activity, its new forecast
	AddNaive float64 `json:"add_naive_us"`     // the same by the formulas
	Memory   float64 `json:"bytes_in_memory"`  // for each tie
	Stored   float64 `json:"bytes_stored"`     // for each tie
	Activity int     `json:"bytes_activity"`   // of the keeper's activity, stored
	Apart    float64 `json:"largest_distance"` // between the two sides' log-odds
}

// errApart reports that the two sides do not compute the same.
var errApart = errors.New("measure: the states and the formulas disagree")

// Relation measures what the tie states cost on an invented book. The path
// says nothing here.
func Relation(ctx context.Context, _ string) (RelationReport, error) {
	return relationOf(ctx, benchTies, benchContacts)
}

func relationOf(ctx context.Context, ties, contacts int) (RelationReport, error) {
	b := invent(ties, contacts)
	out := RelationReport{Ties: ties, Contacts: contacts, Rebuild: math.Inf(1), Read: math.Inf(1), Naive: math.Inf(1)}
	for range benchRounds {
		if ctx.Err() != nil {
			return RelationReport{}, ctx.Err()
		}
		out.Rebuild = min(out.Rebuild, milliseconds(b.rebuild))
		var states, formulas []float64
		out.Read = min(out.Read, milliseconds(func() { states = b.read() }))
		out.Naive = min(out.Naive, milliseconds(func() { formulas = b.formulas() }))
		for i := range states {
			out.Apart = max(out.Apart, math.Abs(states[i]-formulas[i]))
		}
	}
	if out.Apart > 1e-6 {
		return RelationReport{}, errApart
	}
	out.weigh(b)
	out.Add, out.AddNaive = b.add()
	return out, nil
}

func milliseconds(f func()) float64 {
	begun := time.Now()
	f()
	return float64(time.Since(begun).Microseconds()) / 1000
}

// weigh measures the states of a book, in memory by what the heap gives back
// when they are let go.
func (out *RelationReport) weigh(b *book) {
	stored := 0
	for i := range b.ties {
		raw, _ := b.ties[i].MarshalBinary()
		stored += len(raw)
	}
	activity, _ := b.ego.MarshalBinary()
	with := heap()
	ties := b.ties
	b.ties = nil
	runtime.KeepAlive(ties)
	ties = nil
	n := float64(len(b.contacts))
	out.Memory = (with - heap()) / n
	out.Stored, out.Activity = float64(stored)/n, len(activity)
	b.rebuild()
}

func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// A book is an invented log and the states made of it.
type book struct {
	contacts [][]relation.Contact // by tie, in no order
	day      network.Day          // the day it is read on
	ties     []relation.Tie
	ego      relation.Ego
}

// invent makes a book in which few ties hold most of the contacts, as in a life.
// The seed is fixed.
func invent(ties, contacts int) *book {
	rng := rand.New(rand.NewPCG(5, 6))
	b := &book{contacts: make([][]relation.Contact, ties), day: benchSpan}
	share := 0.0
	for i := range ties {
		share += 1 / math.Pow(float64(i+10), 0.8)
	}
	n := 0
	for i := range ties {
		size := max(1, int(float64(contacts)/share/math.Pow(float64(i+10), 0.8)))
		if i == ties-1 || n+size > contacts {
			size = contacts - n
		}
		begun := rng.IntN(benchSpan - 400)
		for range size {
			n++
			b.contacts[i] = append(b.contacts[i], inventContact(rng, n, begun))
		}
	}
	return b
}

var (
	inventedChannels   = []network.Channel{network.Mail, network.Mail, network.Message, network.Message, network.Call, network.InPerson}
	inventedDirections = []network.Direction{network.In, network.Out}
)

func inventContact(rng *rand.Rand, n, begun int) relation.Contact {
	day := begun + rng.IntN(benchSpan-begun)
	c := relation.Contact{
		At: time.Unix(int64(day)*86400+rng.Int64N(86400), 0), Day: network.Day(day), Counts: true,
		Channel:   inventedChannels[rng.IntN(len(inventedChannels))],
		Direction: inventedDirections[rng.IntN(2)],
	}
	binary.BigEndian.PutUint64(c.Encounter[:], uint64(n))
	return c
}

// rebuild makes all states of the contacts.
func (b *book) rebuild() {
	b.ties, b.ego = make([]relation.Tie, len(b.contacts)), relation.Ego{}
	counts := map[network.Day]int{}
	for i, cs := range b.contacts {
		b.ties[i] = relation.Build(cs)
		for _, d := range relation.ContactDays(cs) {
			counts[d]++
		}
		b.ego.Replace(relation.Pulse{}, b.ties[i].Pulse)
	}
	for d := range network.Day(benchSpan) {
		if counts[d] > 0 {
			b.ego.Count(d, counts[d])
		}
	}
}

// read returns the log-odds of every tie by its state.
func (b *book) read() []float64 {
	g, out := b.ego.At(b.day), make([]float64, len(b.ties))
	for i := range b.ties {
		if b.ties[i].Pulse.N > 0 {
			out[i] = b.ties[i].Pulse.At(g, relation.H90).Z
		}
	}
	return out
}

// add returns what one more contact costs, in microseconds, with the states and
// by the formulas. All of them fall on the last day.
func (b *book) add() (states, formulas float64) {
	rng := rand.New(rand.NewPCG(7, 8))
	begun := time.Now()
	for n := range benchAdds {
		c := inventContact(rng, math.MaxInt32+n, benchSpan-1)
		c.At = c.Day.Start(time.UTC).Add(24*time.Hour + time.Duration(n)*time.Microsecond) // after all others
		t := &b.ties[rng.IntN(len(b.ties))]
		was := t.Pulse
		t.Add(c)
		b.ego.Replace(was, t.Pulse)
		if t.Pulse.N > was.N {
			b.ego.Count(c.Day, 1)
		}
		t.Pulse.At(b.ego.At(b.day), relation.H90)
	}
	states = float64(time.Since(begun).Microseconds()) / benchAdds
	return states, 1000 * milliseconds(func() { b.formulas() })
}

// formulas returns the log-odds of every tie over 90 days as the model's
// description states them, from the contacts alone and without any state.
func (b *book) formulas() []float64 {
	const h = 180
	days := make([][]network.Day, len(b.contacts))
	var sumG, sumK, fast, slow float64
	for i, cs := range b.contacts {
		days[i] = distinctDays(cs)
		for k, d := range days[i] {
			age := float64(b.day - d)
			fast, slow = fast+math.Exp2(-age/45), slow+math.Exp2(-age/180)
			if k > 0 {
				sumG, sumK = sumG+math.Log(float64(d-days[i][k-1])), sumK+1
			}
		}
	}
	mu0, q := sumG/sumK, math.Log(fast+0.02)-math.Log(slow+0.02)+math.Log(4)
	out := make([]float64, len(days))
	for i, ds := range days {
		if len(ds) == 0 {
			continue
		}
		last, l, g := ds[len(ds)-1], 0.0, 0.0
		for k, d := range ds {
			l += math.Exp2(-float64(last-d) / h)
			if k > 0 {
				g += math.Log(float64(d - ds[k-1]))
			}
		}
		s := float64(b.day - last)
		gap := math.Exp((g + 2*mu0) / float64(len(ds)-1+2))
		missed := s * l * math.Ln2 / h
		out[i] = 1.143 - 1.499*math.Log(l) + 1.425*math.Log(1+0.3*missed) + 0.477*math.Log(1+s/gap) - 0.585*q
	}
	return out
}

func distinctDays(cs []relation.Contact) []network.Day {
	days := make([]network.Day, len(cs))
	for i, c := range cs {
		days[i] = c.Day
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// Write lays the report out for reading.
func (r RelationReport) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "%d ties\t%d contacts, in memory\t\n", r.Ties, r.Contacts)
	fmt.Fprintf(t, "\twith states\tby the formulas\t\n")
	fmt.Fprintf(t, "rebuild all\t%.0f ms\t\t\n", r.Rebuild)
	fmt.Fprintf(t, "a forecast for each\t%.2f ms\t%.0f ms\t\n", r.Read, r.Naive)
	fmt.Fprintf(t, "one more contact\t%.1f µs\t%.0f µs\t\n", r.Add, r.AddNaive)
	fmt.Fprintf(t, "a tie in memory\t%.0f bytes\t\t\n", r.Memory)
	fmt.Fprintf(t, "a tie stored\t%.0f bytes\t\t\n", r.Stored)
	fmt.Fprintf(t, "the keeper's activity stored\t%d bytes\t\t\n", r.Activity)
	return t.Flush()
}

// JSON writes the report as one object.
func (r RelationReport) JSON(w io.Writer) error { return json.NewEncoder(w).Encode(r) }
