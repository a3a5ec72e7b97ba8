package csvfile

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"testing"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

// messages returns the largest table of the shared samples.
func messages(b *testing.B) []byte {
	z, err := zip.OpenReader(importertest.Shared(b, "samples", "linkedin", "sample_export.zip"))
	if err != nil {
		b.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("messages.csv")
	if err != nil {
		b.Fatal(err)
	}
	raw, err := io.ReadAll(f)
	if err != nil {
		b.Fatal(err)
	}
	return raw
}

func BenchmarkReader(b *testing.B) {
	raw := messages(b)
	rows := 0
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		r := NewReader(bytes.NewReader(raw), importer.DefaultLimits)
		for {
			if _, err := r.Read(); err != nil {
				break
			}
			rows++
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkStandardReader(b *testing.B) {
	raw := messages(b)
	rows := 0
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		r := csv.NewReader(bytes.NewReader(raw))
		for {
			if _, err := r.Read(); err != nil {
				break
			}
			rows++
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
