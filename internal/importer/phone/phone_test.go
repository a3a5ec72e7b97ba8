package phone

import (
	"strings"
	"testing"
	"unicode/utf8"

	"entregent/internal/network"
)

func TestHandle(t *testing.T) {
	const (
		none = ""
		raw  = "raw:"
	)
	tests := []struct{ why, typed, country, want string }{
		{"a number of the country", "02 61 91 00 78", "FR", "+33261910078"},
		{"the country may be in small letters", "02 61 91 00 78", "fr", "+33261910078"},
		{"dots, hyphens, no-break spaces", "02.61-91\u00a000\u202f78", "FR", "+33261910078"},
		{"in full, wherever one is", "+33 2 61 91 00 78", "", "+33261910078"},
		{"in full, from another country", "+33 2 61 91 00 78", "US", "+33261910078"},
		{"the zero in brackets is not dialled", "+33 (0)2 61 91 00 78", "", "+33261910078"},
		{"nor without brackets", "+33 02 61 91 00 78", "", "+33261910078"},
		{"in Britain", "+44 (0)20 7946 0958", "", "+442079460958"},
		{"the zero of Italy is part of the number", "+39 02 1234 5678", "", "+390212345678"},
		{"00 stands for plus", "0041 79 123 45 67", "FR", "+41791234567"},
		{"00 without a country", "00 33 2 61 91 00 78", "", "+33261910078"},
		{"00 where one dials 011", "0033 2 61 91 00 78", "US", "+33261910078"},
		{"00 and a zero too many", "0033 (0)2 61 91 00 78", "FR", "+33261910078"},
		{"a tel: address", "tel:+33-2-61-91-00-78", "", "+33261910078"},
		{"marks of direction around it", "\u202a+33 2 61 91 00 78\u202c", "FR", "+33261910078"},
		{"digits of other scripts", "+４４ 20 7946 0456", "", "+442079460456"},
		{"a word after it", "02 61 91 00 78 (bureau)", "FR", "+33261910078"},
		{"a word before it", "Tél. : 02 61 91 00 78", "FR", "+33261910078"},
		{"letters for keys", "1-212-JKL-0123", "US", "+12125550123"},
		{"letters for keys, elsewhere", "1-212-JKL-0123", "FR", raw + "1-212-JKL-0123"},

		{"a national number without a country", "02 61 91 00 78", "", raw + "02 61 91 00 78"},
		{"a country that does not exist", "02 61 91 00 78", "XX", raw + "02 61 91 00 78"},
		{"a number of another country", "514-555-0199", "FR", raw + "514-555-0199"},
		{"a number that nobody is given", "+1 555 123 4567", "", raw + "+1 555 123 4567"},
		{"a calling code that does not exist", "+999 123456", "FR", raw + "+999 123456"},
		{"too short", "+33 1 23", "FR", raw + "+33 1 23"},
		{"a short code", "3631", "FR", raw + "3631"},
		{"a code of the network", "*123#", "FR", raw + "*123#"},
		{"two numbers", "02 61 91 00 78 / 02 61 91 00 71", "FR", raw + "02 61 91 00 78 / 02 61 91 00 71"},
		{"typed with spaces around", "  3631\t", "FR", raw + "3631"},

		{"an extension is a shared line", "+33 1 99 00 00 78 ext 12", "FR", raw + "+33 1 99 00 00 78 ext 12"},
		{"an extension in French", "01 99 00 00 78 poste 12", "FR", raw + "01 99 00 00 78 poste 12"},
		{"an extension after x", "01 99 00 00 78x12", "FR", raw + "01 99 00 00 78x12"},
		{"an extension after #", "01 99 00 00 78 #12", "FR", raw + "01 99 00 00 78 #12"},
		{"an extension of a tel: address", "tel:+33-1-99-00-00-78;ext=12", "FR", raw + "+33-1-99-00-00-78;ext=12"},

		{"nothing", " \u200e ", "FR", none},
		{"words", "appeler Yves", "FR", none},
		{"a name with a number", "Yves 2", "FR", none},
		{"a mail address", "33261910078@s.example", "FR", none},
		{"a page", "https://example.org/33261910078", "FR", none},
		{"a story", strings.Repeat("0261910078 ", 20), "FR", none},
		{"one digit", "4", "FR", none},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			h, ok := Handle(tt.typed, tt.country)
			got := h.Value
			if h.Kind == network.RawPhone {
				got = raw + got
			}
			if got != tt.want || ok != (tt.want != none) {
				t.Errorf("Handle(%q, %q) = %q, %v; want %q", tt.typed, tt.country, got, ok, tt.want)
			}
		})
	}
}

// Whatever is read, an E.164 number reads as itself everywhere, and what is kept
// as typed reads as itself again.
func FuzzHandle(f *testing.F) {
	for _, s := range []string{"02 61 91 00 78", "+33 (0)2 61 91 00 78 poste 3", "tel:1;phone-context=+33", "1-212-JKL-0123", "\u202a00 1", "((0"} {
		f.Add(s, "FR")
	}
	f.Fuzz(func(t *testing.T, s, country string) {
		h, ok := Handle(s, country)
		if !ok {
			return
		}
		if again, ok := Handle(h.Value, country); !ok || again != h {
			t.Errorf("Handle(%q) = %v, read again %v %v", s, h, again, ok)
		}
		if h.Kind == network.Phone {
			if again, _ := Handle(h.Value, ""); again != h {
				t.Errorf("%v without a country is %v", h, again)
			}
		}
		if !utf8.ValidString(h.Value) || strings.ContainsAny(h.Value, "\r\n\x00") {
			t.Errorf("Handle(%q) = %q", s, h.Value)
		}
	})
}

func BenchmarkHandle(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Handle("02 61 91 00 78", "FR")
	}
}
