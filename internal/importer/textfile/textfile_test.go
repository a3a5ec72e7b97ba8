package textfile

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"
	"unicode/utf8"
)

func TestDetection(t *testing.T) {
	long := strings.Repeat("plain words\n", 8000)
	for _, c := range []struct {
		name, declared, in, encoding, want string
	}{
		{"an empty file is empty", "", "", "utf-8", ""},
		{"plain letters need no table", "", "Yves Martin", "utf-8", "Yves Martin"},
		{"a mark is dropped", "", "\xEF\xBB\xBFZoé", "utf-8", "Zoé"},
		{"a mark alone is nothing", "", "\xEF\xBB\xBF", "utf-8", ""},
		{"UTF-16 with a mark", "", "\xFF\xFEZ\x00o\x00\xE9\x00", "utf-16le", "Zoé"},
		{"UTF-16 the other way round", "", "\xFE\xFF\x00Z\x00o\x00\xE9", "utf-16be", "Zoé"},
		{"UTF-16 without a mark", "", "N\x00o\x00m\x00,\x00Z\x00o\x00\xE9\x00", "utf-16le", "Nom,Zoé"},
		{"UTF-16 without a mark, the other way round", "", "\x00N\x00o\x00m\x00,\x00Z\x00o\x00\xE9", "utf-16be", "Nom,Zoé"},
		{"one zero does not make UTF-16", "", "a,b\n1\x002,3\n", "utf-8", "a,b\n1\x002,3\n"},
		{"nothing but zeros is not UTF-16", "", strings.Repeat("\x00", 64), "utf-8", strings.Repeat("\x00", 64)},
		{"valid UTF-8 wins over what is declared", "iso-8859-1", "Zoé", "utf-8", "Zoé"},
		{"what is declared wins over guessing", "koi8-r", "\xF7\xC1\xD3\xD1", "koi8-r", "Вася"},
		{"an unknown charset is not believed", "x-marsian", "Zo\xE9", "windows-1252", "Zoé"},
		{"a charset declared to break readers is not believed", "iso-2022-kr", "Zo\xE9", "windows-1252", "Zoé"},
		{"Windows: accents and the euro", "", "Ren\xE9 a pay\xE9 12 \x80, c\x92est d\x9Cuvre", "windows-1252", "René a payé 12 €, c’est dœuvre"},
		{"Macintosh: é and à inside words", "", "Ren\x8E D\x8Ejeuner", "macintosh", "René Déjeuner"},
		{"Macintosh: a Spanish name", "", "\"L\x97pez\",\"Garc\x92a\"", "macintosh", "\"López\",\"García\""},
		{"Unix: the œ of cœur", "", "Zo\xE9 C\xBDurdefer", "iso-8859-15", "Zoé Cœurdefer"},
		{"Unix: the Œ of Œuvre", "", "\xBCuvre d'\xE9t\xE9", "iso-8859-15", "Œuvre d'été"},
		{"a fraction is not an œ", "", "1\xBD caf\xE9", "windows-1252", "1½ café"},
		{"one stray byte does not spoil a file", "", "Zoé, Chloé, Ren\xE9", "utf-8", "Zoé, Chloé, René"},
		{"a stray byte far behind", "", long + "Ren\xE9", "utf-8", long + "René"},
		{"a letter cut by the end", "", "Zoé, Zo\xC3", "windows-1252", "ZoÃ©, ZoÃ"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, src := range []io.Reader{strings.NewReader(c.in), iotest.OneByteReader(strings.NewReader(c.in))} {
				r, err := NewReader(src, c.declared)
				if err != nil {
					t.Fatal(err)
				}
				got, err := io.ReadAll(r)
				if err != nil || string(got) != c.want || r.Encoding() != c.encoding {
					t.Errorf("got %.80q as %s, %v; want %.80q as %s", got, r.Encoding(), err, c.want, c.encoding)
				}
			}
		})
	}
}

// A letter of several bytes may lie across the end of what is sniffed and of
// every buffer behind it.
func TestLettersAcrossBuffers(t *testing.T) {
	for shift := range 4 {
		want := strings.Repeat("x", shift) + strings.Repeat("é€😀", 60_000)
		r, err := NewReader(strings.NewReader("\xEF\xBB\xBF"+want), "")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != want {
			t.Errorf("shift %d: %d bytes, %v; want %d", shift, len(got), err, len(want))
		}
	}
}

func TestOpenSaysWhatFails(t *testing.T) {
	src := fstest.MapFS{"a.txt": {Data: []byte("\xEF\xBB\xBFok")}}
	f, err := Open(src, "a.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, _ := io.ReadAll(f); string(got) != "ok" {
		t.Errorf("got %q", got)
	}
	if _, err := Open(src, "b.txt"); err == nil {
		t.Error("a missing file opened")
	}
	if _, err := NewReader(iotest.ErrReader(io.ErrUnexpectedEOF), ""); err == nil {
		t.Error("a broken source opened")
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{"", "\xEF\xBB\xBF\xEF\xBB\xBF", "\xFF\xFEa", "a\x00b\x00", "Ren\xE9", "Ren\x8E", "\xC3\x28é"} {
		f.Add([]byte(s), "")
	}
	f.Add([]byte("\xF7\xC1"), "koi8-r")
	f.Fuzz(func(t *testing.T, in []byte, declared string) {
		r, err := NewReader(bytes.NewReader(in), declared)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(got) {
			t.Errorf("%q became %q", in, got)
		}
		if len(got) > 8*len(in)+16 {
			t.Errorf("%d bytes became %d", len(in), len(got))
		}
		if utf8.Valid(in) && zeros(in) < 0 && !bytes.HasPrefix(in, []byte("\xEF\xBB\xBF")) && !bytes.Equal(got, in) {
			t.Errorf("valid text changed: %q, %q", in, got)
		}
	})
}

// Reading must keep up with a disk: the whole of an import goes through here.
func BenchmarkReader(b *testing.B) {
	text := []byte(strings.Repeat("Zoé Cœurdefer,zoe@example.org,déjeuner aux Halles\n", 200_000))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r, err := NewReader(bytes.NewReader(text), "")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}
