package importertest

import (
	"io/fs"
	"runtime"
	"testing"

	"entregent/internal/importer"
)

// Speed measures how fast r reads the one part of src, in bytes of the files
// named, beside bare, which only parses them with the standard library.
func Speed(b *testing.B, r importer.Reader, src fs.FS, bytes int64, bare func() error) {
	parts := r.Find(src)
	if len(parts) != 1 {
		b.Fatalf("%d parts", len(parts))
	}
	opt := Options(b)
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(bytes)
		n := 0
		for b.Loop() {
			n = 0
			for e, err := range r.Read(b.Context(), src, parts[0], opt) {
				if err != nil {
					b.Fatal(err)
				}
				n += e.Read
			}
		}
		b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
	})
	b.Run("standard", func(b *testing.B) {
		b.SetBytes(bytes)
		for b.Loop() {
			if err := bare(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// Flat reads a small source and one many times as large, made of n and of 20n
// records, and compares what is still held in memory in the middle of each: a
// reader keeps no more of a large file than of a small one, but for slack bytes.
func Flat(t *testing.T, r importer.Reader, slack uint64, n int, make func(n int) fs.FS) {
	t.Helper()
	held := func(n int) uint64 {
		src := make(n)
		part := r.Find(src)[0]
		var before, most runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		seen := 0
		for e, err := range r.Read(t.Context(), src, part, Options(t)) {
			if err != nil {
				t.Fatal(err)
			}
			if seen += e.Read; seen == n*9/10 {
				runtime.GC()
				runtime.ReadMemStats(&most)
			}
		}
		if most.HeapAlloc == 0 {
			t.Fatalf("%d records of %d", seen, n)
		}
		if most.HeapAlloc < before.HeapAlloc {
			return 0
		}
		return most.HeapAlloc - before.HeapAlloc
	}
	small, large := held(n), held(20*n)
	if large > small+slack {
		t.Errorf("%d records hold %d bytes, twenty times as many %d", n, small, large)
	}
}
