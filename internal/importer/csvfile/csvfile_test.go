package csvfile

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
	"entregent/internal/importer/textfile"
)

// read writes every row as "line: cell|cell" and every fault as "line! key".
func read(r *Reader) (rows []string, err error) {
	for {
		rec, err := r.Read()
		var fault *Fault
		switch {
		case errors.As(err, &fault):
			rows = append(rows, fmt.Sprintf("%d! %s", fault.Line, fault.Key))
		case errors.Is(err, io.EOF):
			return rows, nil
		case err != nil:
			return rows, err
		default:
			rows = append(rows, fmt.Sprintf("%d: %s", rec.Line, strings.Join(rec.Cells, "|")))
		}
	}
}

var small = importer.Limits{MaxFile: 1 << 20, MaxLine: 64, MaxColumns: 5}

func TestTables(t *testing.T) {
	long := strings.Repeat("x", 100)
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"nothing", "", nil},
		{"blank lines are no rows", "\n\r\n\n", nil},
		{"rows know their line", "a,b\n\n1,2\n", []string{"1: a|b", "3: 1|2"}},
		{"no line end at the end", "a,b\n1,2", []string{"1: a|b", "2: 1|2"}},
		{"an empty last cell", "a,b\n1,", []string{"1: a|b", "2: 1|"}},
		{"empty quotes are a row", "a\n\"\"\n", []string{"1: a", "2: "}},
		{"lines ended by returns alone", "a,b\r1,2\r", []string{"1: a|b", "2: 1|2"}},
		{"lines ended in three ways", "a,b\n1,2\r\n3,4\r5,6\n", []string{"1: a|b", "2: 1|2", "3: 3|4", "4: 5|6"}},
		{"rows too short and too long", "a,b,c\n1\n1,2,3,4\n", []string{"1: a|b|c", "2: 1", "3: 1|2|3|4"}},
		{"semicolons", "Nom;Prénom\nDupré, veuve Roy;Zoé\n", []string{"1: Nom|Prénom", "2: Dupré, veuve Roy|Zoé"}},
		{"tabs", "a\tb\n1,5\t2\n", []string{"1: a|b", "2: 1,5|2"}},
		{"bars", "a|b\n1|2\n", []string{"1: a|b", "2: 1|2"}},
		{"a list in a cell is not a delimiter", "name,mails,tags\nX,a;b;c;d;e,f;g;h\n", []string{"1: name|mails|tags", "2: X|a;b;c;d;e|f;g;h"}},
		{"a line that names the delimiter", "sep=;\nA;B,C\n1;2\n", []string{"2: A|B,C", "3: 1|2"}},
		{"doubled quotes", "a,b\n\"say \"\"hi\"\", you\",2\n", []string{"1: a|b", "2: say \"hi\", you|2"}},
		{"backslashed quotes", "a,b\n\"Ingénieure \\\"réseau\\\"\",2\n", []string{"1: a|b", "2: Ingénieure \"réseau\"|2"}},
		{"backslashed quotes before a comma", "a,b\n\"a \\\"b\\\", c\",2\n", []string{"1: a|b", "2: a \"b\", c|2"}},
		{"a path that ends a cell is no escape", "a,b\n\"C:\\dir\\\",2\n", []string{"1: a|b", "2: C:\\dir\\|2"}},
		{"backslashes stay where quotes are doubled", "a,b\n\"C:\\n \"\"x\"\"\",2\n", []string{"1: a|b", "2: C:\\n \"x\"|2"}},
		{"a stray quote is a letter", "a,b\n37°36'37.8\"N,5\"\n", []string{"1: a|b", "2: 37°36'37.8\"N|5\""}},
		{"spaces behind a closing quote", "a,b\n\"x\"  ,\"y\" \n1,2\n", []string{"1: a|b", "2: x|y", "3: 1|2"}},
		{"line breaks inside a cell", "a,b\n\"1\n2\r\n3\r4\",x\ny,z\n", []string{"1: a|b", "2: 1\n2\r\n3\r4|x", "6: y|z"}},
		{"a quote never closed costs its line", "a,b\n\"never,1\n2,3\n4,5\n", []string{"1: a|b", "2! csv_quote", "3: 2|3", "4: 4|5"}},
		{"closed rows behind it are safe", "a,b\n\"never,1\n\"2\",\"3\"\n4,5\n", []string{"1: a|b", "2! csv_quote", "3: 2|3", "4: 4|5"}},
		{"many quotes never closed", "a\n\"1\n\"2\n\"3\n", []string{"1: a", "2! csv_quote", "3! csv_quote", "4! csv_quote"}},
		{"a quote never closed within the limit", "a,b\n\"never,1\n" + strings.Repeat("2,3\n", 40), append([]string{"1: a|b", "2! csv_quote"}, numbered(3, 40, "2|3")...)},
		{"a cell too long", "a\n" + long + "\nb\n", []string{"1: a", "2! csv_cell", "3: b"}},
		{"a quoted cell too long", "a\n\"" + long + "\"\nb\n", []string{"1: a", "2! csv_cell", "3: b"}},
		{"too many columns", "a,b\n1,2,3,4,5,6\n7,8\n", []string{"1: a|b", "2! csv_columns", "3: 7|8"}},
		{"zeros stay", "a,b\n1\x002,3\n", []string{"1: a|b", "2: 1\x002|3"}},
		{"an apostrophe before a formula goes", "a,b\n'=1+1,'quoted'\n'+33,\"'@x\"\n", []string{"1: a|b", "2: =1+1|'quoted'", "3: +33|@x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, src := range []io.Reader{strings.NewReader(c.in), iotest.OneByteReader(strings.NewReader(c.in))} {
				got, err := read(NewReader(src, small))
				if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
					t.Errorf("%v, (-want +got):\n%s", err, diff)
				}
			}
		})
	}
}

func numbered(from, n int, row string) (rows []string) {
	for i := range n {
		rows = append(rows, fmt.Sprintf("%d: %s", from+i, row))
	}
	return rows
}

func TestHeaderSkipsPreamble(t *testing.T) {
	in := "Notes:\n\"Some words, and more\"\n\nFirst Name,Last Name\nA,B\n"
	r := NewReader(strings.NewReader(in), small)
	h, err := r.Header(func(c []string) bool { return c[0] == "First Name" })
	if err != nil || h.Line != 4 {
		t.Fatalf("line %d, %v", h.Line, err)
	}
	if rows, _ := read(r); len(rows) != 1 || rows[0] != "5: A|B" {
		t.Errorf("rows %q", rows)
	}
	r = NewReader(strings.NewReader(in), small)
	if _, err := r.Header(func(c []string) bool { return false }); !errors.Is(err, ErrNoHeader) {
		t.Errorf("got %v", err)
	}
}

func TestFileSizeIsBounded(t *testing.T) {
	lim := small
	lim.MaxFile = 100_000
	got, err := read(NewReader(strings.NewReader(strings.Repeat("a,b\n", 100_000)), lim))
	if err != nil || !strings.HasSuffix(got[len(got)-1], "! csv_size") || len(got) > 50_000 {
		t.Errorf("%d rows, last %q, %v", len(got), got[len(got)-1], err)
	}
}

func TestErrorsOfTheSourceAreGiven(t *testing.T) {
	src := io.MultiReader(strings.NewReader("a,b\n"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if _, err := read(NewReader(src, small)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

// The files of csv-spectrum against the values that come with them. One file is
// left to its second column: its expected telephone number is not that of its
// table.
func TestSpectrum(t *testing.T) {
	dir := importertest.Shared(t, "corpora", "csv", "csv-spectrum")
	paths, _ := filepath.Glob(filepath.Join(dir, "csvs", "*.csv"))
	if len(paths) < 12 {
		t.Fatalf("only %d files", len(paths))
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".csv")
		t.Run(name, func(t *testing.T) {
			want := expected(t, filepath.Join(dir, "json", name+".json"))
			r := open(t, path, importer.DefaultLimits)
			header, err := r.Read()
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range want {
				rec, err := r.Read()
				if err != nil {
					t.Fatal(err)
				}
				for i, h := range header.Cells {
					if got := rec.At(i); got != w[h] && h != "Contact Phone Number" && w[h] != "" {
						t.Errorf("%s: %q, want %q", h, got, w[h])
					}
				}
			}
			if _, err := r.Read(); err != io.EOF {
				t.Errorf("more rows than expected: %v", err)
			}
		})
	}
}

func expected(t *testing.T, path string) (rows []map[string]string) {
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if one := map[string]string{}; json.Unmarshal(raw, &one) == nil {
		return append(rows, one)
	}
	if err := json.Unmarshal(raw, &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

func open(t testing.TB, path string, lim importer.Limits) *Reader {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	var src io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if src, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	if strings.HasSuffix(path, ".gz.bin.gz") {
		if src, err = gzip.NewReader(src); err != nil {
			t.Fatal(err)
		}
	}
	text, err := textfile.NewReader(src, "")
	if err != nil {
		t.Fatal(err)
	}
	return NewReader(text, lim)
}

// The crafted files: what has a right answer gives it, what is a trap is
// refused by name, and memory stays bounded.
func TestCrafted(t *testing.T) {
	dir := importertest.Shared(t, "corpora", "crafted")
	for file, want := range map[string][]string{
		"csv/bom-utf8-semicolon.csv":        {"1: Nom|Prénom|Courriel", "2: Dupré|Zoé|z@x"},
		"csv/cols-20k.csv.gz":               {"1! csv_columns", "2! csv_columns"},
		"csv/cp1252-euro.csv":               {"1: a|b", "2: €|’"},
		"csv/cr-only.csv":                   {"1: a|b", "2: 1|2"},
		"csv/dup-headers.csv":               {"1: Email|Email|email", "2: a@b|c@d|e@f"},
		"csv/field-5MB.csv.gz":              {"1: a", "2! csv_cell"},
		"csv/html.csv":                      {"1: Name|Note", "2: <script>alert(1)</script>|<img src=x onerror=alert(1)>"},
		"csv/mixed-eol.csv":                 {"1: a|b", "2: 1|2", "3: 3|4", "4: 5|6"},
		"csv/multiline.csv":                 {"1: a|b", "2: line1\nline2\r\nline3|x"},
		"csv/no-header.csv":                 {"1: a@b|1"},
		"csv/nul.csv":                       {"1: a|b", "2: 1\x002|3"},
		"csv/only-header.csv":               {"1: First Name|Last Name"},
		"csv/pipe-excel.csv":                {"1: a|b|c"},
		"csv/sep-line.csv":                  {"2: A|B", "3: 1|2"},
		"csv/unterminated.csv":              {"1: a|b", "2! csv_quote", "3: 2|3"},
		"gz-bomb/zeros-300MB.csv.gz.bin.gz": {"1! csv_cell"},
	} {
		t.Run(filepath.Base(file), func(t *testing.T) {
			r := open(t, filepath.Join(dir, file), importer.DefaultLimits)
			got, err := read(r)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%v, (-want +got):\n%s", err, diff)
			}
			if cap(r.buf) > 8*importer.DefaultLimits.MaxLine {
				t.Errorf("kept %d bytes", cap(r.buf))
			}
		})
	}
	for _, file := range []string{"formula.csv", "linkedin-preamble.csv"} {
		if rows, err := read(open(t, filepath.Join(dir, "csv", file), importer.DefaultLimits)); err != nil || len(rows) < 3 {
			t.Errorf("%s: %q, %v", file, rows, err)
		}
	}
}

// Whatever is repeated, twice as much of it may cost little more than twice the
// work, counted in bytes searched.
func TestWorkGrowsWithTheFile(t *testing.T) {
	for name, piece := range map[string]string{
		"quotes never closed":       "\"open,1\n",
		"one quote never closed":    "1,2,3,4\n",
		"stray quotes":              "a\"b",
		"quotes that look opening":  ",\"b",
		"doubled quotes":            "\"\"",
		"backslashes":               "\\a",
		"backslashes before quotes": "\\\"a",
		"quotes and spaces":         "\"        x",
		"returns":                   "\"\r",
		"cells":                     "\"a\",",
		"empty rows of quotes":      "\"\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			cost := func(n int) float64 {
				r := NewReader(strings.NewReader("a,b\n\"x \\\"y\\\" z\",1\n\""+strings.Repeat(piece, n)), importer.DefaultLimits)
				if _, err := read(r); err != nil {
					t.Fatal(err)
				}
				return float64(r.looked + r.taken)
			}
			for n := 5_000; n <= 40_000; n *= 2 {
				if a, b := cost(n), cost(2*n); b/a > 2.6 {
					t.Errorf("%d: %.0f bytes, twice as many: %.0f", n, a, b)
				}
			}
		})
	}
}

// What the standard reader accepts as strict CSV must read the same here.
func FuzzReader(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\"a\"\"b\",c\r\n", "sep=;\na;b", "\"x\\\"y\",z\n", "\"open\n1,2\n", "a\rb\r", "\"a\" ,b"} {
		f.Add([]byte(s))
	}
	for _, g := range []string{"csv/csv-spectrum/csvs/*.csv", "crafted/csv/*.csv"} {
		dir := filepath.Join("..", "..", "..", "..", "shared", "corpora")
		paths, _ := filepath.Glob(filepath.Join(dir, g))
		for _, p := range paths {
			if raw, err := os.ReadFile(p); err == nil {
				f.Add(raw)
			}
		}
	}
	lim := importer.Limits{MaxFile: 1 << 30, MaxLine: 256, MaxColumns: 20}
	f.Fuzz(func(t *testing.T, in []byte) {
		r := NewReader(bytes.NewReader(in), lim)
		line, rows := 0, 0
		var got [][]string
		for {
			rec, err := r.Read()
			var fault *Fault
			if errors.As(err, &fault) {
				rec.Line, rec.Cells = fault.Line, nil
			} else if err != nil {
				break
			}
			if rec.Line <= line || len(rec.Cells) > lim.MaxColumns {
				t.Fatalf("line %d after %d, %d cells", rec.Line, line, len(rec.Cells))
			}
			got = append(got, rec.Cells)
			line = rec.Line
			rows++
		}
		if most := lineEnds(in) + 1; rows > most || line > most {
			t.Fatalf("%d rows on %d lines", rows, most)
		}
		strict(t, r, in, got, lim)
	})
}

// strict compares with encoding/csv where that one reads the file without
// doubt: no returns (it changes them), no backslash before a quote, no
// apostrophe to remove, nothing beyond the limits.
func strict(t *testing.T, r *Reader, in []byte, got [][]string, lim importer.Limits) {
	if len(in) > lim.MaxLine || bytes.ContainsAny(in, "\r\\'") || bytes.HasPrefix(bytes.ToLower(bytes.TrimLeft(in, `"`)), []byte("sep=")) {
		return
	}
	std := csv.NewReader(bytes.NewReader(in))
	std.Comma, std.FieldsPerRecord = rune(r.Delimiter()), -1
	want, err := std.ReadAll()
	if err != nil {
		return
	}
	for _, row := range want {
		if len(row) > lim.MaxColumns {
			return
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q (-standard +ours):\n%s", in, diff)
	}
}

// Values made to break out of their cell, written as our export writes them,
// come back as they were, from this reader and from the standard one.
func TestInjectedValuesComeBack(t *testing.T) {
	raw, err := os.ReadFile(importertest.Shared(t, "corpora", "crafted", "lists", "field-values.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range bytes.Lines(raw) {
		var item struct{ V string }
		if err := json.Unmarshal(line, &item); err != nil {
			t.Fatal(err)
		}
		cell := item.V
		if Runs(cell) {
			cell = "'" + cell
		}
		in := `"a","` + strings.ReplaceAll(cell, `"`, `""`) + "\",\"z\"\r\n\"1\",\"2\",\"3\"\r\n"
		if len(in) > 100_000 {
			continue
		}
		r := NewReader(strings.NewReader(in), importer.DefaultLimits)
		rec, err := r.Read()
		if err != nil || len(rec.Cells) != 3 || rec.Cells[1] != item.V {
			t.Errorf("%q came back as %q, %v", item.V, rec.Cells, err)
		}
		if rec, err := r.Read(); err != nil || strings.Join(rec.Cells, "") != "123" {
			t.Errorf("behind %q: %q, %v", item.V, rec.Cells, err)
		}
		std, err := csv.NewReader(strings.NewReader(in)).ReadAll()
		if err != nil || len(std) != 2 || Unguard(std[0][1]) != strings.ReplaceAll(item.V, "\r\n", "\n") {
			t.Errorf("the standard reader gives %q, %v", std, err)
		}
		n++
	}
	if n < 20 {
		t.Errorf("only %d values", n)
	}
}
