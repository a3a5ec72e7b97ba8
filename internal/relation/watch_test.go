package relation_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// randomTie is a tie with some history before a day.
func randomTie(d *rand.Rand, day network.Day) relation.Tie {
	var contacts []relation.Contact
	at := int(day) - d.IntN(3000)
	pace := 1 + d.IntN(90)
	for at <= int(day) && len(contacts) < d.IntN(80) {
		var id network.EncounterID
		for i := range id {
			id[i] = byte(d.Uint32())
		}
		contacts = append(contacts, relation.Contact{
			Encounter: id, At: time.Unix(int64(at)*86400+int64(d.IntN(86400)), 0), Day: network.Day(at), Counts: true, Question: d.IntN(3) == 0,
			Channel:   []network.Channel{network.Mail, network.InPerson, network.Call}[d.IntN(3)],
			Direction: []network.Direction{network.In, network.Out}[d.IntN(2)], Size: d.IntN(2),
		})
		at += d.IntN(pace + 1)
	}
	return relation.Build(contacts)
}

// The little that is kept says the same as the whole reading, on any day.
func TestAWatchSaysWhatTheReadingSays(t *testing.T) {
	d := rand.New(rand.NewPCG(1, 2))
	drifting, asking := 0, 0
	for range 20_000 {
		day := network.Day(18_000 + d.IntN(2_000))
		tie := randomTie(d, day)
		g := relation.Ground{Day: day + network.Day(d.IntN(400)), Mu0: 5 * d.Float64(), Q: [2]float64{2*d.Float64() - 1, 2*d.Float64() - 1}, History: d.IntN(400)}
		p := relation.Profile{Slow: d.IntN(6) == 0, InCircle: d.IntN(4) == 0}
		if d.IntN(5) == 0 {
			p.Rhythm = 1 + d.IntN(120)
		}
		away := network.Day(-1)
		if d.IntN(5) == 0 {
			away = g.Day - 1 + network.Day(d.IntN(3))
		}
		p.Unwatched = g.Day <= away
		w := relation.NewWatch(&tie, p, away)
		r := tie.Read(g, p)
		if got := w.Drifting(&g); got != r.Drifting {
			t.Fatalf("Drifting = %t, the reading says %t: %+v %+v %+v", got, r.Drifting, g, p, tie)
		}
		if asks := r.Waiting != nil && r.Waiting.Alone(); asks != w.Asks || asks && w.Asked != r.Waiting.Day {
			t.Fatalf("Asks = %t, the reading says %+v", w.Asks, r.Waiting)
		}
		if r.Relation != tie.Relation(g.Day, p) {
			t.Fatalf("Relation: %+v", tie)
		}
		if r.Drifting {
			drifting++
		}
		if w.Asks {
			asking++
		}
		b, err := w.AppendBinary([]byte("x"))
		if err != nil {
			t.Fatal(err)
		}
		var back relation.Watch
		if rest, err := back.Take(append(b[1:], 'y')); err != nil || string(rest) != "y" || back != w {
			t.Fatalf("%+v came back as %+v, %q, %v", w, back, rest, err)
		}
		if _, err := back.Take(b[2:]); err == nil {
			t.Fatal("a byte is missing, and nothing is said")
		}
	}
	if drifting < 1000 || asking < 500 {
		t.Errorf("only %d of them drifted and %d asked: nothing was tried", drifting, asking)
	}
}
