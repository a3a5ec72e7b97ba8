package relation

import (
	"testing"

	"entregent/internal/network"
)

// A hundred contacts over three years, by mail and in person.
func hundred() (cs []Contact) {
	for i := range 100 {
		c := on(network.Day(11*i), network.Mail, [2]network.Direction{in, out}[i%2])
		if i%10 == 0 {
			c = on(network.Day(11*i), network.InPerson, both)
		}
		cs = append(cs, c)
	}
	return cs
}

func BenchmarkBuildHundred(b *testing.B) {
	cs := hundred()
	b.ReportAllocs()
	for b.Loop() {
		Build(cs)
	}
}

func BenchmarkAddOne(b *testing.B) {
	cs := hundred()
	tie := Build(cs[:99])
	b.ReportAllocs()
	for b.Loop() {
		t := tie
		t.Add(cs[99])
	}
}

func BenchmarkStoreAndRead(b *testing.B) {
	cs := hundred()
	tie := Build(cs)
	var e Ego
	e.Swap(nil, ContactDays(cs))
	g := e.At(1100)
	raw, _ := tie.MarshalBinary()
	b.ReportMetric(float64(len(raw)), "bytes/tie")
	b.ReportAllocs()
	for b.Loop() {
		var t Tie
		if err := t.UnmarshalBinary(raw); err != nil {
			b.Fatal(err)
		}
		t.Read(g, Profile{})
	}
}

// Twenty years with contact on every day.
func BenchmarkGround(b *testing.B) {
	var e Ego
	for d := range network.Day(7300) {
		e.Count(d, 3)
	}
	for b.Loop() {
		e.At(7300)
	}
}
