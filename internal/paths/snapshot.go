package paths

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"sync"
	"sync/atomic"
)

// A snapshot is the segments one after the other, then a table of where each
// begins with its checksum, then an end of fixed length with the checksum of the
// table. Whole numbers stand with the lowest byte first.
//
//	segment  arcs u32, span+1 × {first u32, will u32}, arcs × {to u32, meta u32}
//	table    for each segment {offset u64, arcs u32, crc u32}
//	end      magic 8, people u32, segments u32, ties u64, table at u64, crc u32 of
//	         the table and of the end so far
const (
	magic      = "ENTPATH1"
	endLen     = 8 + 4 + 4 + 8 + 8 + 4
	tableEntry = 16
	placesLen  = 4 + 8*(span+1)
)

// ErrDamaged says that a snapshot is not as it was written, or none at all.
var ErrDamaged = errors.New("paths: damaged snapshot")

func damaged(what string) error { return fmt.Errorf("%w: %s", ErrDamaged, what) }

var sums = crc32.MakeTable(crc32.Castagnoli)

// Snapshot writes the graph as it is at this moment. Nobody waits for it: those
// who write meanwhile write beside what it reads.
func (g *Graph) Snapshot(to io.Writer) error {
	g.mu.Lock()
	if g.epoch != 0 {
		g.mu.Unlock()
		return errors.New("paths: a snapshot is under way")
	}
	var list []*segment
	var err error
	if p := g.shelf.Load(); p != nil {
		list = make([]*segment, len(*p))
		for i := range list {
			list[i] = (*p)[i].Load() // those not read yet are fetched below, without the lock
		}
	}
	people, ties := g.people.Load(), g.ties.Load()
	g.epoch = 1
	for _, s := range list {
		if s != nil {
			s.epoch = 0
		}
	}
	g.mu.Unlock()
	defer func() {
		g.mu.Lock()
		g.epoch = 0
		g.mu.Unlock()
	}()
	w := &counter{w: bufio.NewWriterSize(to, 1<<20)}
	table := make([]byte, 0, tableEntry*len(list))
	var buf []byte
	for i, s := range list {
		if s == nil {
			if s, err = g.source.read(i); err != nil {
				return err
			}
		}
		buf = s.encode(buf[:0])
		table = binary.LittleEndian.AppendUint64(table, uint64(w.n))
		table = binary.LittleEndian.AppendUint32(table, binary.LittleEndian.Uint32(buf))
		table = binary.LittleEndian.AppendUint32(table, crc32.Checksum(buf, sums))
		if _, err := w.Write(buf); err != nil {
			return err
		}
	}
	end := make([]byte, 0, endLen)
	end = append(end, magic...)
	end = binary.LittleEndian.AppendUint32(end, uint32(people))
	end = binary.LittleEndian.AppendUint32(end, uint32(len(list)))
	end = binary.LittleEndian.AppendUint64(end, uint64(ties))
	end = binary.LittleEndian.AppendUint64(end, uint64(w.n))
	end = binary.LittleEndian.AppendUint32(end, crc32.Update(crc32.Checksum(table, sums), sums, end))
	_, err1 := w.Write(table)
	_, err2 := w.Write(end)
	return errors.Join(err1, err2, w.w.Flush())
}

type counter struct {
	w *bufio.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// encode appends a segment with its additions in their places.
func (s *segment) encode(to []byte) []byte {
	places, arcs := s.fold()
	to = binary.LittleEndian.AppendUint32(to, uint32(len(arcs)))
	for _, p := range places {
		to = binary.LittleEndian.AppendUint32(to, p.first)
		to = binary.LittleEndian.AppendUint32(to, p.will)
	}
	for _, a := range arcs {
		to = binary.LittleEndian.AppendUint32(to, a.to)
		to = binary.LittleEndian.AppendUint32(to, a.meta)
	}
	return to
}

// decode reads what encode wrote, of a graph of so many people, and refuses what
// no graph holds.
func decode(b []byte, people uint32) (*segment, error) {
	if len(b) < placesLen || uint64(len(b)) != placesLen+8*uint64(binary.LittleEndian.Uint32(b)) {
		return nil, damaged("length of a segment")
	}
	n := binary.LittleEndian.Uint32(b)
	s := &segment{places: make([]place, span+1), arcs: make([]arc, n)}
	at := uint32(0)
	for i := range s.places {
		p := b[4+8*i:]
		s.places[i] = place{binary.LittleEndian.Uint32(p), binary.LittleEndian.Uint32(p[4:])}
		if f := s.places[i].first; f < at || f > n || s.places[i].will > math.MaxUint16 {
			return nil, damaged("places of a segment")
		}
		at = s.places[i].first
	}
	if s.places[0].first != 0 || at != n {
		return nil, damaged("places of a segment")
	}
	b = b[placesLen:]
	for i := range s.arcs {
		s.arcs[i] = arc{binary.LittleEndian.Uint32(b[8*i:]), binary.LittleEndian.Uint32(b[8*i+4:])}
		if s.arcs[i].to >= people {
			return nil, damaged("a tie with nobody")
		}
	}
	return s, nil
}

// An end is what stands at the end of a snapshot.
type end struct {
	people, segments uint32
	ties             uint64
	table            int64
}

func readEnd(b []byte) (e end, err error) {
	if len(b) != endLen || string(b[:8]) != magic {
		return e, damaged("no end")
	}
	e.people = binary.LittleEndian.Uint32(b[8:])
	e.segments = binary.LittleEndian.Uint32(b[12:])
	e.ties = binary.LittleEndian.Uint64(b[16:])
	e.table = int64(binary.LittleEndian.Uint64(b[24:]))
	if e.people > math.MaxUint32-span || int(e.segments) != segments(int(e.people)) || e.ties > math.MaxInt64 || e.table < 0 {
		return e, damaged("figures at the end")
	}
	return e, nil
}

// A source is a snapshot from which segments are read when they are needed.
type source struct {
	r      io.ReaderAt
	people uint32
	table  []byte
	size   int64      // of the segments together
	mu     sync.Mutex // one reads a segment, the others wait for it
}

// Open returns the graph of a snapshot of so many bytes without reading all of
// it: each segment is read, and its checksum compared, when it is first needed.
// r must stay readable, and as it is, while the graph is used; Load lets go of
// it.
func Open(r io.ReaderAt, size int64) (*Graph, error) {
	b := make([]byte, endLen)
	if size < endLen {
		return nil, damaged("too short")
	}
	if _, err := r.ReadAt(b, size-endLen); err != nil && err != io.EOF {
		return nil, err
	}
	e, err := readEnd(b)
	if err != nil {
		return nil, err
	}
	if size-endLen-e.table != int64(e.segments)*tableEntry {
		return nil, damaged("place of the table")
	}
	table := make([]byte, size-endLen-e.table)
	if n, err := r.ReadAt(table, e.table); n < len(table) && err != nil {
		return nil, err
	}
	if crc32.Update(crc32.Checksum(table, sums), sums, b[:endLen-4]) != binary.LittleEndian.Uint32(b[endLen-4:]) {
		return nil, damaged("checksum of the table")
	}
	g := &Graph{source: &source{r: r, people: e.people, table: table, size: e.table}}
	shelf := make([]atomic.Pointer[segment], e.segments)
	g.shelf.Store(&shelf)
	g.people.Store(int64(e.people))
	g.ties.Store(int64(e.ties))
	return g, nil
}

// Read returns the graph of a snapshot read to its end. It is refused where any
// of it is damaged.
func Read(r io.Reader) (*Graph, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	g, err := Open(bytesAt(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	return g, g.Load()
}

type bytesAt []byte

func (b bytesAt) ReadAt(to []byte, at int64) (int, error) {
	if at < 0 || at > int64(len(b)) {
		return 0, io.EOF
	}
	n := copy(to, b[at:])
	if n < len(to) {
		return n, io.EOF
	}
	return n, nil
}

// Load reads what was not needed yet, so that the snapshot is not needed any
// more. Searches and writers go on meanwhile.
func (g *Graph) Load() error {
	if g.source == nil {
		return nil
	}
	for i := range g.source.segments() {
		if _, err := g.segment(*g.shelf.Load(), i); err != nil {
			return err
		}
	}
	return nil
}

func (s *source) segments() int { return len(s.table) / tableEntry }

// fetch reads a segment into its place, unless somebody was faster.
func (s *source) fetch(shelf []atomic.Pointer[segment], i int) (*segment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if got := shelf[i].Load(); got != nil {
		return got, nil
	}
	got, err := s.read(i)
	if err != nil {
		return nil, err
	}
	if !shelf[i].CompareAndSwap(nil, got) {
		got = shelf[i].Load()
	}
	return got, nil
}

func (s *source) read(i int) (*segment, error) {
	e := s.table[tableEntry*i:]
	at, n := int64(binary.LittleEndian.Uint64(e)), int64(binary.LittleEndian.Uint32(e[8:]))
	if at < 0 || at > s.size || placesLen+8*n > s.size-at {
		return nil, damaged("place of a segment")
	}
	b := make([]byte, placesLen+8*n)
	if got, err := s.r.ReadAt(b, at); got < len(b) {
		if err == nil || err == io.EOF {
			err = damaged("a segment is missing")
		}
		return nil, err
	}
	if crc32.Checksum(b, sums) != binary.LittleEndian.Uint32(e[12:]) {
		return nil, damaged("checksum of a segment")
	}
	return decode(b, s.people)
}
