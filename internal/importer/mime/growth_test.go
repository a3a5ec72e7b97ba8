package mime_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"entregent/internal/importer/mime"
)

// families are the ways in which a short mail has been made to cost much: each
// gives a mail of about n bytes.
var families = []struct {
	name string
	mail func(n int) string
}{
	{"nested multiparts", func(n int) string {
		var b strings.Builder
		b.WriteString("Content-Type: multipart/mixed; boundary=b0\n\n")
		for i := 0; b.Len() < n; i++ {
			fmt.Fprintf(&b, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i, i+1)
		}
		return b.String()
	}},
	{"nested in the same boundary", func(n int) string {
		return rep("Content-Type: multipart/alternative; boundary=b\n\n--b\n", n)
	}},
	{"empty parts", func(n int) string { return "Content-Type: multipart/mixed; boundary=b\n\n" + rep("--b\n\n", n) }},
	{"parts with endless headers", func(n int) string {
		return "Content-Type: multipart/mixed; boundary=b\n\n" + rep("--b\nX: y\n z\n", n)
	}},
	{"lines of dashes", func(n int) string { return "Content-Type: multipart/mixed; boundary=b\n\n" + rep("--\n", n) }},
	{"boundaries that almost are", func(n int) string {
		return "Content-Type: multipart/mixed; boundary=" + strings.Repeat("b", 60) + "\n\n" + rep("--"+strings.Repeat("b", 59)+"\n", n)
	}},
	{"parts without boundary", func(n int) string {
		return "Content-Type: multipart/mixed; boundary=b\n\n" + rep("--b\nContent-Type: multipart/mixed\n\n", n)
	}},
	{"header fields", func(n int) string { return rep("To: a@b\n", n) + "\nx" }},
	{"folded lines", func(n int) string { return "To: a\n" + rep(" a@b,\n", n) + "\nx" }},
	{"garbage lines", func(n int) string { return rep("garbage\nX: y\n", n) }},
	{"addresses", func(n int) string { return "To: " + rep("a@b,", n) + "\n\nx" }},
	{"nested comments", func(n int) string { return "To: " + rep("(", n) + "\n\nx" }},
	{"open quotes", func(n int) string { return "To: " + rep(`"\`, n) + "\n\nx" }},
	{"quotes that swallow", func(n int) string { return "To: " + rep(`"a@b>,"x`, n) + "\n\nx" }},
	{"open angles", func(n int) string { return "To: " + rep("<a,", n) + ">\n\nx" }},
	{"doubled angles", func(n int) string { return "To: " + rep("<", n) + ">\n\nx" }},
	{"dots that join", func(n int) string { return "To: " + rep("a@b . ", n) + "\n\nx" }},
	{"colons", func(n int) string { return "To: " + rep("a:", n) + "\n\nx" }},
	{"encoded words", func(n int) string { return "Subject: " + rep("=?utf-8?q?=41?= ", n) + "\n\nx" }},
	{"encoded words never closed", func(n int) string { return "Subject: " + rep("=?utf-8?q?", n) + "\n\nx" }},
	{"encoded words of many charsets", func(n int) string { return "Subject: " + rep("=?a?q?b?= =?b?q?b?= ", n) + "\n\nx" }},
	{"encoded words in addresses", func(n int) string { return "To: " + rep("=?a?q?x", n) + "\n\nx" }},
	{"parameters", func(n int) string { return "Content-Type: text/plain" + rep("; a=b", n) + "\n\nx" }},
	{"parameters in pieces", func(n int) string { return "Content-Type: text/plain" + rep("; charset*7*=b", n) + "\n\nx" }},
	{"parameters in open quotes", func(n int) string { return "Content-Type: text/plain" + rep(`; a="b\`, n) + "\n\nx" }},
	{"tags never closed", func(n int) string { return "Content-Type: text/html\n\n" + rep("<a =\"", n) }},
	{"styles never closed", func(n int) string { return "Content-Type: text/html\n\n" + rep("<style></x", n) }},
	{"comments never closed", func(n int) string { return "Content-Type: text/html\n\n" + rep("<!--", n) }},
	{"ampersands", func(n int) string { return "Content-Type: text/html\n\n" + rep("&amp", n) }},
	{"blockquotes", func(n int) string { return "Content-Type: text/html\n\n" + rep("<blockquote>x", n) }},
	{"attributions", func(n int) string { return "\n" + rep("On\n", n) }},
	{"header blocks", func(n int) string { return "\n" + rep("From: x\nTo: y\n\n", n) }},
	{"soft breaks", func(n int) string { return "Content-Transfer-Encoding: quoted-printable\n\n" + rep("=  ", n) }},
	{"UTF-7", func(n int) string { return "Content-Type: text/plain; charset=utf-7\n\n" + rep("+A", n) }},
	{"dates", func(n int) string { return "Date: " + rep("1 ", n) + "\n\nx" }},
}

func rep(s string, n int) string { return strings.Repeat(s, n/len(s)+1) }

// whole does with a mail all that the mail reader does.
func whole(mail []byte) {
	var h mime.Header
	d := mime.Decoder{Limits: limits}
	body := h.Parse(mail, limits.Headers)
	for _, k := range []mime.Key{mime.To, mime.Subject} {
		for v := range h.All(k) {
			d.Addresses(nil, v, 200)
			d.Text(v)
		}
	}
	mime.ParseDate(string(h.Get(mime.Date)), time.UTC)
	d.OwnWords(d.Content(&h, body, 8<<10, true).Text, 8<<10)
}

// allocated returns the bytes that f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestGrowth: of each family, twice the mail allocates no more than about twice
// as much, and in all no more than a fixed multiple of its size.
func TestGrowth(t *testing.T) {
	const slack = 512 << 10 // tables loaded once, buffers of fixed size
	for _, f := range families {
		t.Run(f.name, func(t *testing.T) {
			whole([]byte(f.mail(1000)))
			var last uint64
			for _, n := range []int{64 << 10, 128 << 10, 256 << 10, 512 << 10} {
				mail := []byte(f.mail(n))
				got := allocated(func() { whole(mail) })
				if last > 0 && float64(got) > 2.6*float64(last)+slack {
					t.Errorf("%d bytes allocate %d, half of them %d", n, got, last)
				}
				if got > uint64(40*n+4<<20) {
					t.Errorf("%d bytes allocate %d", n, got)
				}
				last = got
			}
		})
	}
}

// TestFamiliesEnd: a reader whose time grows with the square of a mail's size
// would not see the end of these.
func TestFamiliesEnd(t *testing.T) {
	for _, f := range families {
		whole([]byte(f.mail(4 << 20)))
	}
}

// BenchmarkFamilies puts each family beside an honest mail of the same size.
func BenchmarkFamilies(b *testing.B) {
	const size = 2 << 20
	honest := "To: a@b.example\nSubject: hello\nContent-Type: text/plain; charset=utf-8\n\n" + rep("Some words on a line of their own.\n", size)
	run := func(name, mail string) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(mail)))
			for b.Loop() {
				whole([]byte(mail))
			}
		})
	}
	run("honest", honest)
	for _, f := range families {
		run(f.name, f.mail(size))
	}
}
