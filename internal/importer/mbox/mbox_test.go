package mbox_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
	"entregent/internal/importer/mbox"
)

const limit = 25 << 20

// shape writes each mail as "line@offset separator | data".
func shape(r io.Reader, max int64) string {
	var b strings.Builder
	s := mbox.NewScanner(r, max)
	for s.Next() {
		m := s.Message()
		fmt.Fprintf(&b, "%d@%d %s|%s", m.Line, m.Offset, m.From, m.Data)
		if m.Cut {
			b.WriteString("|cut")
		}
		b.WriteString("\n")
	}
	if s.Err() != nil {
		fmt.Fprintf(&b, "! %v\n", s.Err())
	}
	return b.String()
}

func TestDialects(t *testing.T) {
	const sep = "From a@b.example Mon Jan  2 15:04:05 2006\n"
	tests := []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"no mailbox", "Dear all,\n\nhello\n", ""},
		{"two mails", sep + "A: 1\n\nx\n\n" + sep + "B: 2\n\ny\n",
			"1@0 From a@b.example Mon Jan  2 15:04:05 2006|A: 1\n\nx\n\n6@51 From a@b.example Mon Jan  2 15:04:05 2006|B: 2\n\ny\n\n"},
		{"no blank line before a dated separator", sep + "A: 1\n\nx\n" + sep + "B: 2\n\ny\n",
			"1@0 From a@b.example Mon Jan  2 15:04:05 2006|A: 1\n\nx\n\n5@50 From a@b.example Mon Jan  2 15:04:05 2006|B: 2\n\ny\n\n"},
		{"byte order mark", "\xEF\xBB\xBF" + sep + "A: 1\n\nx\n", "1@3 From a@b.example Mon Jan  2 15:04:05 2006|A: 1\n\nx\n\n"},
		{"CRLF", "From - Sat\r\nA: 1\r\n\r\nx\r\n\r\nFrom - Sun\r\nB: 2\r\n\r\ny\r\n",
			"1@0 From - Sat|A: 1\r\n\r\nx\r\n\n6@25 From - Sun|B: 2\r\n\r\ny\r\n\n"},
		{"Takeout without date", "From 178@xxx\nX-GM-THRID: 1\n\nx\n\nFrom 179@xxx\nX-GM-THRID: 2\n\ny\n",
			"1@0 From 178@xxx|X-GM-THRID: 1\n\nx\n\n6@31 From 179@xxx|X-GM-THRID: 2\n\ny\n\n"},
		{"a sentence that begins with From", sep + "A: 1\n\nx\n\nFrom Russia with love\nand kisses\n\nFrom here: on\nthere: is\n",
			"1@0 From a@b.example Mon Jan  2 15:04:05 2006|A: 1\n\nx\n\nFrom Russia with love\nand kisses\n\nFrom here: on\nthere: is\n\n"},
		{"Content-Length that fits", sep + "Content-Length: 53\n\nx\n\n" + sep + "To: y\n\n" + "\n" + sep + "B: 2\n\ny\n",
			"1@0 From a@b.example Mon Jan  2 15:04:05 2006|Content-Length: 53\n\nx\n\n" + sep + "To: y\n\n\n10@115 From a@b.example Mon Jan  2 15:04:05 2006|B: 2\n\ny\n\n"},
		{"Content-Length that lies", sep + "Content-Length: 4000\n\nx\n\n" + sep + "B: 2\n\ny\n",
			"1@0 From a@b.example Mon Jan  2 15:04:05 2006|Content-Length: 4000\n\nx\n\n6@67 From a@b.example Mon Jan  2 15:04:05 2006|B: 2\n\ny\n\n"},
		{"something before the first mail", "junk\n\n" + sep + "A: 1\n\nx\n", "3@6 From a@b.example Mon Jan  2 15:04:05 2006|A: 1\n\nx\n\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := shape(strings.NewReader(tt.in), limit); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			if got := shape(iotest.OneByteReader(strings.NewReader(tt.in)), limit); got != tt.want {
				t.Errorf("byte by byte: got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestLongMailIsCut(t *testing.T) {
	const sep = "From a@b.example Mon Jan  2 15:04:05 2006\n"
	long := sep + "A: 1\n\n" + strings.Repeat("long line of no use\n", 500_000)
	in := long + "\n" + sep + "B: 2\n\ny\n"
	s := mbox.NewScanner(strings.NewReader(in), 1<<20)
	var got []string
	for s.Next() {
		m := s.Message()
		got = append(got, fmt.Sprint(m.Line, " ", m.Offset, " ", m.Cut, " ", len(m.Data) <= 1<<20, " ", string(m.Data[:4])))
	}
	want := fmt.Sprint([]string{"1 0 true true A: 1", fmt.Sprint(500_005, " ", len(long)+1, " false true B: 2")})
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The scanner must not hold more than a few times the greatest mail, and must
// look at each byte a bounded number of times, whatever lengths mails claim.
func TestLyingLengthsStayLinear(t *testing.T) {
	one := "From a@b.example Mon Jan  2 15:04:05 2006\nContent-Length: 900000\nTo: x\n\nx\n\n"
	for _, n := range []int{20_000, 40_000} {
		r := &counting{r: strings.NewReader(strings.Repeat(one, n))}
		s := mbox.NewScanner(r, 1<<20)
		mails := 0
		for s.Next() {
			mails++
		}
		if mails != n || r.biggest > 4<<20 {
			t.Errorf("%d mails of %d, reads of up to %d bytes", mails, n, r.biggest)
		}
	}
}

type counting struct {
	r       io.Reader
	biggest int
}

func (c *counting) Read(b []byte) (int, error) {
	c.biggest = max(c.biggest, len(b))
	return c.r.Read(b)
}

func TestBrokenReader(t *testing.T) {
	in := "From a@b.example Mon Jan  2 15:04:05 2006\nA: 1\n\nx\n"
	if got := shape(io.MultiReader(strings.NewReader(in), iotest.ErrReader(io.ErrUnexpectedEOF)), limit); !strings.Contains(got, "! unexpected EOF") {
		t.Errorf("got %q", got)
	}
}

// Number of mails in each mailbox of the collection, counted by hand.
func TestCollection(t *testing.T) {
	tests := []struct {
		path  string
		mails int
	}{
		{"samples/mail/dialects/mboxo.mbox", 2},
		{"samples/mail/dialects/mboxrd.mbox", 2},
		{"samples/mail/enron-web-fixture.mbox.gz", 20},
		{"samples/mail/mimekit_issue1189.mbox.txt", 4},
		{"samples/mail/mimekit_simple.mbox.txt", 3},
		{"samples/mail/mox_importtest.mbox", 2},
		{"samples/mail/thunderbird_Inbox", 2},
		{"corpora/mail/mimekit/mbox/unmunged.mbox.txt", 2},
		{"corpora/crafted/mbox/content-length-lies.mbox", 2},
		{"corpora/crafted/mbox/empty.mbox", 0},
		{"corpora/crafted/mbox/from-quoting.mbox", 2},
		{"corpora/crafted/mbox/gmail-takeout.mbox", 1},
		{"corpora/crafted/mbox/only-from-lines.mbox.gz", 0},
	}
	for _, tt := range tests {
		t.Run(filepath.Base(tt.path), func(t *testing.T) {
			data := open(t, importertest.Shared(t, strings.Split(tt.path, "/")...))
			n := strings.Count("\n"+shape(bytes.NewReader(data), limit), "\nFrom ")
			s := mbox.NewScanner(bytes.NewReader(data), importer.DefaultLimits.MaxMessage)
			mails := 0
			for s.Next() {
				mails++
			}
			if s.Err() != nil || mails != tt.mails {
				t.Errorf("%d mails, want %d (%v) %d", mails, tt.mails, s.Err(), n)
			}
		})
	}
}

func open(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(path, ".gz") {
		return data
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(io.LimitReader(z, 200<<20))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// FuzzScanner: however the input is cut into reads, the mails are the same, lie
// in order within the file, and their places are right.
func FuzzScanner(f *testing.F) {
	f.Add([]byte("From a@b Mon Jan  2 15:04:05 2006\nContent-Length: 3\nA: 1\n\nx\n\nFrom - \nB: 1\n\n"), int16(100))
	f.Add([]byte("\xEF\xBB\xBFFrom 1@xxx\r\nA: 1\r\n\r\n>From x\r\n\r\nFrom 2@xxx\r\nB: 2\r\n"), int16(20))
	f.Fuzz(func(t *testing.T, in []byte, small int16) {
		max := int64(small)
		if max < 64 {
			max = 64
		}
		whole := shape(bytes.NewReader(in), limit)
		if parts := shape(iotest.HalfReader(bytes.NewReader(in)), limit); parts != whole {
			t.Fatalf("cut into reads: %q, whole: %q", parts, whole)
		}
		s := mbox.NewScanner(bytes.NewReader(in), max)
		last := int64(-1)
		for s.Next() {
			m := s.Message()
			if m.Offset <= last || !bytes.HasPrefix(in[m.Offset:], m.From) {
				t.Fatalf("offset %d after %d", m.Offset, last)
			}
			if line := 1 + bytes.Count(in[:m.Offset], []byte("\n")); line != m.Line {
				t.Fatalf("line %d, should be %d", m.Line, line)
			}
			last = m.Offset
		}
	})
}

func TestRandomCuts(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"From a@b Mon Jan  2 15:04:05 2006\n", "From x\n", "A: 1\n", "To: b\n", "\n", "\r\n", "text\n", "Content-Length: 12\n", ">From q\n", "From - \n"}
	for range 2000 {
		var in strings.Builder
		for range rng.IntN(30) {
			in.WriteString(pieces[rng.IntN(len(pieces))])
		}
		whole := shape(strings.NewReader(in.String()), limit)
		if got := shape(iotest.OneByteReader(strings.NewReader(in.String())), limit); got != whole {
			t.Fatalf("%q: %q and %q", in.String(), whole, got)
		}
	}
}
