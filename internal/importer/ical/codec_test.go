package ical

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/importer/importertest"
)

// outline writes what Read yields, one item a line.
func outline(t testing.TB, s string, lim Limits) string {
	var b strings.Builder
	for item, err := range Read(strings.NewReader(s), lim) {
		switch {
		case err != nil:
			t.Fatal(err)
		case item.Property != nil:
			fmt.Fprintf(&b, "%d %s\n", item.Property.Line, shown(item.Property))
		case item.Fault != nil:
			fmt.Fprintf(&b, "%d ! %s %q\n", item.Fault.Line, item.Fault.Kind, item.Fault.Raw)
		case item.Entry != nil:
			outlineOf(&b, item.Entry, "")
		default:
			b.WriteString("calendar\n")
		}
	}
	return b.String()
}

func outlineOf(b *strings.Builder, c *Component, indent string) {
	fmt.Fprintf(b, "%s%d %s\n", indent, c.Line, c.Name)
	for i := range c.Props {
		fmt.Fprintf(b, "%s  %d %s\n", indent, c.Props[i].Line, shown(&c.Props[i]))
	}
	for _, x := range c.Children {
		outlineOf(b, x, indent+"  ")
	}
}

func shown(p *Property) string {
	s := p.Name
	for _, q := range p.Params {
		s += fmt.Sprintf(" %s=%q", q.Name, q.Values)
	}
	return s + fmt.Sprintf(" %q", p.Text())
}

func TestRead(t *testing.T) {
	small := testLimits
	small.Depth, small.Entry, small.Props, small.Line = 1, 60, 3, 40
	for _, c := range []struct {
		what, in, want string
		lim            Limits
	}{
		{"properties of the calendar, then its entries",
			"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:a\r\nBEGIN:VALARM\r\nACTION:x\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
			"calendar\n2 VERSION \"2.0\"\n3 VEVENT\n  4 SUMMARY \"a\"\n  5 VALARM\n    6 ACTION \"x\"\n", testLimits},
		{"a byte order mark, bare line feeds, lower case, blank lines",
			"\xef\xbb\xbfbegin:vcalendar\n\nbegin:vevent\nsummary:a\n\n end of it\nend:vevent\n",
			"calendar\n5 ! no_property \"end of it\"\n3 VEVENT\n  4 SUMMARY \"a\"\n", testLimits},
		{"carriage returns alone, in a file without a line feed",
			"BEGIN:VEVENT\rSUMMARY:a\r b\rEND:VEVENT\r", "1 VEVENT\n  2 SUMMARY \"ab\"\n", testLimits},
		{"a carriage return in a value is no line end elsewhere",
			"BEGIN:VEVENT\r\nSUMMARY:a\rATTENDEE:mailto:evil@x\r\nEND:VEVENT\r\n", "1 VEVENT\n  2 SUMMARY \"a ATTENDEE:mailto:evil@x\"\n", testLimits},
		{"folding within a character", "BEGIN:VEVENT\nSUMMARY:caf\xc3\n \xa9\n\tX\nEND:VEVENT\n", "1 VEVENT\n  2 SUMMARY \"caféX\"\n", testLimits},
		{"Windows-1252", "BEGIN:VEVENT\nSUMMARY:caf\xe9 \x80\nEND:VEVENT\n", "1 VEVENT\n  2 SUMMARY \"café €\"\n", testLimits},
		{"UTF-16", "\xff\xfeB\x00E\x00G\x00I\x00N\x00:\x00V\x00E\x00V\x00E\x00N\x00T\x00\n\x00", "1 ! no_end \"VEVENT\"\n1 VEVENT\n", testLimits},
		{"parameters: quotes, lists, carets, none",
			"A;B=\"x;y:z\",w;C=a^nb^'c^^d;D=;E:v\n", "1 A B=[\"x;y:z\" \"w\"] C=[\"a\\nb\\\"c^d\"] D=[\"\"] E=[] \"v\"\n", testLimits},
		{"a comma in a name nobody quoted", "A;CN=Doe, John:v\n", "1 A CN=[\"Doe\" \" John\"] \"v\"\n", testLimits},
		{"a quote that is never closed", "A;CN=\"Doe;X=y:v\n", "1 A CN=[\"\\\"Doe\"] X=[\"y\"] \"v\"\n", testLimits},
		{"a parameter without a name", "A;=:x\n", "1 A \"x\"\n", testLimits},
		{"escapes, and what only looks like one", `A:a\nb\,\;\\ C:\Users \"q\"` + "\\", "1 A \"a\\nb,;\\\\ C:\\\\Users \\\"q\\\"\\\\\"\n", testLimits},
		{"lines that are no property, told once", "0;0=\nnonsense\n:x\n;y\nA:b\nagain", "1 ! no_property \"0;0=\"\n5 A \"b\"\n6 ! no_property \"again\"\n", testLimits},
		{"an END that is missing", "BEGIN:VEVENT\nBEGIN:VALARM\nEND:VEVENT\nBEGIN:VEVENT\nBEGIN:VTODO\nEND:VTODO\n",
			"3 ! no_end \"VALARM\"\n1 VEVENT\n  2 VALARM\n5 ! no_end \"VEVENT\"\n4 VEVENT\n5 VTODO\n", testLimits},
		{"an END of nothing", "END:VEVENT\nBEGIN:VEVENT\nEND:VTODO\nEND:VEVENT\n", "1 ! no_begin \"VEVENT\"\n3 ! no_begin \"VTODO\"\n2 VEVENT\n", testLimits},
		{"the end of the calendar ends what is open", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR\n", "calendar\n3 ! no_end \"VEVENT\"\n2 VEVENT\ncalendar\n", testLimits},
		{"too deep", "BEGIN:VEVENT\nBEGIN:A\nBEGIN:B\nX:y\nBEGIN:C\nEND:C\nEND:B\nEND:A\nX:z\nEND:VEVENT\n",
			"3 ! too_deep \"B\"\n1 VEVENT\n  9 X \"z\"\n  2 A\n", Limits{Line: 100, Entry: 100, Props: 100, Depth: 1}},
		{"too many properties, told once", "BEGIN:VEVENT\nA:1\nA:2\nA:3\nA:4\nA:5\nEND:VEVENT\n", "1 ! entry_too_big \"VEVENT\"\n1 VEVENT\n  2 A \"1\"\n  3 A \"2\"\n", small},
		{"a line too long keeps its beginning, an attachment nothing", "BEGIN:VEVENT\nA:" + strings.Repeat("é", 30) + "\nATTACH:" + strings.Repeat("x", 90) + "\nEND:VEVENT\n",
			"2 ! line_too_long \"A:" + strings.Repeat("é", 19) + "\"\n1 VEVENT\n  2 A \"" + strings.Repeat("é", 19) + "\"\n  3 ATTACH \"\"\n", Limits{Line: 40, Entry: 100, Props: 9, Depth: 1}},
	} {
		t.Run(c.what, func(t *testing.T) {
			if diff := cmp.Diff(c.want, outline(t, c.in, c.lim)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", c.in, diff)
			}
		})
	}
}

// What Write writes of any text is one property on lines of at most 75 bytes,
// and reads back as that text.
func TestWriteIsReadBack(t *testing.T) {
	values := []string{"", "a,b;c\\d\ne", "a\rb", "a\r\nb", "END:VEVENT\nBEGIN:VEVENT", strings.Repeat("é", 200), "\"quoted\" ^n: ^", "nul\x00", "\xff", "a\u0085b\u2028c"}
	for _, v := range append(values, fieldValues(t)...) {
		raw := v
		event := &Component{Name: "VEVENT", Props: []Property{
			NewText("SUMMARY", v, Param{"X-NOTE", []string{v, v}}),
			{Name: "X-RAW", Value: v},
			{Name: "BAD NAME:" + v, Value: v},
			{Name: "BEGIN", Value: "VEVENT"},
		}}
		var b bytes.Buffer
		if err := Write(&b, event); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(b.String(), "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
				t.Errorf("%.40q: a line of %d bytes: %q", raw, len(line), line)
			}
		}
		checkReadBack(t, b.String(), normalised(v))
	}
}

// normalised is a text with one kind of line end and no control characters.
func normalised(v string) string {
	v = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(v)
	parts := strings.Split(v, "\n")
	for i := range parts {
		parts[i] = clean(parts[i])
	}
	return strings.Join(parts, "\n")
}

func checkReadBack(t *testing.T, written, want string) {
	t.Helper()
	entries := 0
	for item, err := range Read(strings.NewReader(written), testLimits) {
		if err != nil || item.Fault != nil {
			t.Fatalf("%q: %v %v", written, err, item.Fault)
		}
		if item.Entry == nil {
			continue
		}
		entries++
		p := item.Entry.Prop("SUMMARY")
		if len(item.Entry.Props) != 2 || len(item.Entry.Children) != 0 || p == nil {
			t.Fatalf("%q: %+v", written, item.Entry)
		}
		if p.Text() != want || p.Params[0].Values[0] != want || p.Params[0].Values[1] != want {
			t.Errorf("%q read back as %q, %q", want, p.Text(), p.Params)
		}
	}
	if entries != 1 {
		t.Errorf("%d entries in %q", entries, written)
	}
}

// fieldValues are the texts of the shared list that every writer must survive.
func fieldValues(t *testing.T) (out []string) {
	f, err := os.Open(importertest.Shared(t, "corpora", "crafted", "lists", "field-values.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v struct{ V string }
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v.V)
	}
	if len(out) < 10 {
		t.Errorf("only %d values", len(out))
	}
	return out
}
