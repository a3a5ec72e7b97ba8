package relation

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"entregent/internal/network"
)

// tieFormat is the first byte of a stored tie. A tie of another format is built
// anew from its encounters.
const tieFormat = 1

var errTie = errors.New("relation: not a stored tie")

// ErrFormat reports a tie stored by another version: build it anew.
var ErrFormat = errors.New("relation: a tie of another format")

// AppendBinary appends the tie as the store keeps it, some two hundred bytes.
func (t *Tie) AppendBinary(b []byte) ([]byte, error) {
	w := writer{append(b, tieFormat)}
	w.pulse(t.Pulse)
	w.float(t.Strength.Before)
	w.float(t.Strength.Last)
	w.ints(int64(t.Strength.Day), int64(t.Strength.Months), t.LastAt, t.Heard)
	w.counts(t.Yes, t.All, t.In, t.Out, t.Together, t.Theirs, t.Mine, t.Seen, t.Met, t.Turns, t.Signs, len(t.Open))
	w.ints(t.Open...)
	w.ints(int64(t.SeenDay), int64(t.LastTurn), int64(t.LastSign))
	w.b = append(w.b, direction(t.Side))
	w.id(t.First)
	for _, m := range t.marks() {
		w.mark(*m)
	}
	w.waiting(t.Waiting)
	return w.b, nil
}

// MarshalBinary writes the tie as AppendBinary does.
func (t *Tie) MarshalBinary() ([]byte, error) { return t.AppendBinary(make([]byte, 0, 256)) }

// UnmarshalBinary reads what AppendBinary wrote.
func (t *Tie) UnmarshalBinary(b []byte) error {
	if len(b) == 0 {
		return errTie
	}
	if b[0] != tieFormat {
		return ErrFormat
	}
	r, out := reader{b: b[1:]}, Tie{}
	out.Pulse = r.pulse()
	out.Strength.Before, out.Strength.Last = r.float(), r.float()
	out.Strength.Day, out.Strength.Months = r.day(), int(r.int())
	out.LastAt, out.Heard = r.int(), r.int()
	open := 0
	for _, n := range []*int{&out.Yes, &out.All, &out.In, &out.Out, &out.Together, &out.Theirs, &out.Mine, &out.Seen, &out.Met, &out.Turns, &out.Signs, &open} {
		*n = r.count()
	}
	for range min(open, len(r.b)) {
		out.Open = append(out.Open, r.int())
	}
	out.SeenDay, out.LastTurn, out.LastSign = r.day(), r.day(), r.day()
	out.Side = undirected(r.byte())
	r.id(&out.First)
	for _, m := range out.marks() {
		*m = r.mark()
	}
	out.Waiting = r.waiting()
	if r.bad || len(r.b) > 0 {
		return errTie
	}
	*t = out
	return nil
}

func (t *Tie) marks() []*Mark {
	return []*Mark{&t.LastMet, &t.FirstTurn, &t.Recent[0], &t.Recent[1], &t.Recent[2]}
}

// A writer appends the parts of a tie.
type writer struct{ b []byte }

func (w *writer) float(f float64) {
	w.b = binary.LittleEndian.AppendUint64(w.b, math.Float64bits(f))
}

func (w *writer) ints(v ...int64) {
	for _, n := range v {
		w.b = binary.AppendVarint(w.b, n)
	}
}

func (w *writer) counts(v ...int) {
	for _, n := range v {
		w.b = binary.AppendUvarint(w.b, uint64(n))
	}
}

func (w *writer) id(id network.EncounterID) { w.b = append(w.b, id[:]...) }

func (w *writer) pulse(p Pulse) {
	w.ints(int64(p.First), int64(p.Last), int64(p.N), int64(p.G))
	w.float(p.L[H30])
	w.float(p.L[H90])
}

// mark writes one byte for no encounter, so that a short tie stays short.
func (w *writer) mark(m Mark) {
	b := channel(m.Channel)<<2 | direction(m.Direction)
	w.b = append(w.b, b)
	if b == 0 {
		return
	}
	w.ints(int64(m.Day))
	w.id(m.Encounter)
}

func (w *writer) waiting(m *Waiting) {
	if m == nil {
		w.b = append(w.b, 0)
		return
	}
	asked := byte(0)
	if m.Question {
		asked = 1
	}
	w.b = append(w.b, 1+asked, channel(m.Channel))
	w.ints(int64(m.Day), int64(m.Readers))
	w.id(m.Encounter)
}

// A reader takes the parts of a tie off its bytes. After the first fault it
// returns zeros, and bad says so.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if r.bad || len(r.b) < n {
		r.bad = true
		return make([]byte, n)
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) byte() byte { return r.take(1)[0] }

func (r *reader) float() float64 {
	f := math.Float64frombits(binary.LittleEndian.Uint64(r.take(8)))
	if math.IsNaN(f) || math.IsInf(f, 0) {
		r.bad = true
		return 0
	}
	return f
}

func (r *reader) int() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) count() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > math.MaxInt32 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *reader) day() network.Day {
	v := r.int()
	if v < math.MinInt32 || v > math.MaxInt32 {
		r.bad = true
		return 0
	}
	return network.Day(v)
}

func (r *reader) id(id *network.EncounterID) { copy(id[:], r.take(len(id))) }

func (r *reader) pulse() (p Pulse) {
	p.First, p.Last = r.day(), r.day()
	p.N, p.G = int(r.int()), LogDays(r.int())
	p.L = [2]float64{r.float(), r.float()}
	return p
}

func (r *reader) mark() (m Mark) {
	b := r.byte()
	if b == 0 {
		return m
	}
	m.Channel, m.Direction = r.channel(b>>2), undirected(b&3)
	m.Day = r.day()
	r.id(&m.Encounter)
	return m
}

func (r *reader) waiting() *Waiting {
	b := r.byte()
	if b == 0 || r.bad {
		return nil
	}
	r.bad = b > 2
	m := &Waiting{Question: b == 2, Channel: r.channel(r.byte())}
	m.Day, m.Readers = r.day(), int(r.int())
	r.id(&m.Encounter)
	return m
}

// channelCodes gives each channel the byte it is stored as. New channels go at
// the end.
var channelCodes = []network.Channel{"", network.InPerson, network.Video, network.Meeting, network.Call, network.Letter,
	network.Mail, network.Message, network.Answer, network.Social, network.Event}

func channel(c network.Channel) byte { return byte(max(0, slices.Index(channelCodes, c))) }

func (r *reader) channel(b byte) network.Channel {
	if int(b) >= len(channelCodes) {
		r.bad = true
		return ""
	}
	return channelCodes[b]
}

var directionCodes = [4]network.Direction{network.Apart, network.In, network.Out, network.Mutual}

func direction(d network.Direction) byte { return byte(max(0, slices.Index(directionCodes[:], d))) }

func undirected(b byte) network.Direction { return directionCodes[b&3] }

// egoFormat is the first byte of a stored Ego.
const egoFormat = 1

var errEgo = errors.New("relation: not a stored activity")

// MarshalBinary writes the keeper's activity as the store keeps it: two or
// three bytes for each day with contact.
func (e *Ego) MarshalBinary() ([]byte, error) {
	w := writer{append(make([]byte, 0, 32+3*len(e.Days)), egoFormat)}
	w.ints(int64(e.SumG), e.SumK)
	w.counts(len(e.Days))
	var last network.Day
	for _, c := range e.Days {
		w.ints(int64(c.Day) - int64(last))
		w.counts(c.N)
		last = c.Day
	}
	return w.b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (e *Ego) UnmarshalBinary(b []byte) error {
	if len(b) == 0 {
		return errEgo
	}
	if b[0] != egoFormat {
		return ErrFormat
	}
	r, out := reader{b: b[1:]}, Ego{}
	out.SumG, out.SumK = LogDays(r.int()), r.int()
	n := r.count()
	var last int64
	for i := range min(n, len(r.b)) {
		gap := r.int()
		last += gap
		c := DayCount{network.Day(last), r.count()}
		r.bad = r.bad || i > 0 && gap <= 0 || int64(c.Day) != last || c.N == 0
		out.Days = append(out.Days, c)
	}
	if r.bad || len(r.b) > 0 || len(out.Days) != n {
		return errEgo
	}
	*e = out
	return nil
}

// diaryFormat is the first byte of a stored Diary.
const diaryFormat = 1

var errDiary = errors.New("relation: not a stored diary")

// MarshalBinary writes the diary as the store keeps it: some twenty bytes for
// each open forecast, and a few for each hundredth of log-odds ever said.
func (d *Diary) MarshalBinary() ([]byte, error) {
	w := writer{append(make([]byte, 0, 64+24*(len(d.Open[H30])+len(d.Open[H90]))), diaryFormat)}
	w.ints(int64(d.Taken))
	for _, h := range Horizons {
		w.counts(len(d.Open[h]))
		for _, s := range d.Open[h] {
			w.id(network.EncounterID(s.Tie))
			w.ints(int64(s.Day)-int64(d.Taken), int64(s.Z))
		}
		w.counts(len(d.Closed[h]))
		for _, x := range d.Closed[h] {
			w.ints(int64(x.Z))
			w.counts(x.All, x.Silent)
		}
	}
	return w.b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (d *Diary) UnmarshalBinary(b []byte) error {
	if len(b) == 0 {
		return errDiary
	}
	if b[0] != diaryFormat {
		return ErrFormat
	}
	r, out := reader{b: b[1:]}, Diary{}
	out.Taken = r.day()
	for _, h := range Horizons {
		out.Open[h] = r.snapshots(out.Taken)
		out.Closed[h] = r.tally()
	}
	if r.bad || len(r.b) > 0 {
		return errDiary
	}
	*d = out
	return nil
}

func (r *reader) snapshots(taken network.Day) (out []Snapshot) {
	n := r.count()
	for i := range min(n, len(r.b)) {
		var s Snapshot
		r.id((*network.EncounterID)(&s.Tie))
		day := r.int() + int64(taken)
		s.Day, s.Z = network.Day(day), r.logOdds()
		r.bad = r.bad || int64(s.Day) != day || i > 0 && bytes.Compare(out[i-1].Tie[:], s.Tie[:]) >= 0
		out = append(out, s)
	}
	r.bad = r.bad || len(out) != n
	return out
}

func (r *reader) tally() (out Tally) {
	n := r.count()
	for i := range min(n, len(r.b)) {
		x := Tallied{r.logOdds(), r.count(), r.count()}
		r.bad = r.bad || x.All == 0 || x.Silent > x.All || i > 0 && out[i-1].Z >= x.Z
		out = append(out, x)
	}
	r.bad = r.bad || len(out) != n
	return out
}

func (r *reader) logOdds() LogOdds {
	v := r.int()
	r.bad = r.bad || v < -mostLogOdds || v > mostLogOdds
	return LogOdds(v)
}
