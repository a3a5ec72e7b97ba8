// Package textfile opens any text file as UTF-8, whatever it was saved in.
//
// It decides once, on the first 64 KiB, in one order for every format: a mark at
// the beginning, UTF-16 without a mark, valid UTF-8, the charset somebody
// declared, and last the old single-byte tables of Windows, Macintosh and Unix
// by the letters that stand inside words. It streams: a mailbox of gigabytes
// costs no more memory than a note. It leaves out line ends, columns and
// everything else a file is made of.
package textfile

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// sniffed is how much of a file decides how it is read, in bytes.
const sniffed = 64 << 10

// A Reader gives a text file as valid UTF-8 without the mark at its beginning.
type Reader struct {
	text     io.Reader
	encoding string
}

// NewReader reads the beginning of src and decides how to read the rest.
// Declared is the charset that the file, or what it came in, gives for itself;
// "" where nothing does. An empty source is empty UTF-8. The error is that of
// src, and only its own.
func NewReader(src io.Reader, declared string) (*Reader, error) {
	in := bufio.NewReaderSize(src, sniffed)
	head, err := in.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, err
	}
	name, decoder := detect(head, declared)
	return &Reader{text: transform.NewReader(in, decoder), encoding: name}, nil
}

// Read gives the text.
func (r *Reader) Read(p []byte) (int, error) { return r.text.Read(p) }

// Encoding names what the file was saved in: "utf-8", "utf-16le", "utf-16be",
// "windows-1252", "iso-8859-15", "macintosh", or the declared charset.
func (r *Reader) Encoding() string { return r.encoding }

// A File is a Reader that closes what it reads.
type File struct {
	*Reader
	io.Closer
}

// Open opens one file of src as text.
func Open(src fs.FS, name string) (*File, error) {
	f, err := src.Open(name)
	if err != nil {
		return nil, err
	}
	r, err := NewReader(f, "")
	if err != nil {
		f.Close()
		return nil, err
	}
	return &File{r, f}, nil
}

// detect names the encoding of a file that begins with head.
func detect(head []byte, declared string) (string, transform.Transformer) {
	switch {
	case hasPrefix(head, 0xEF, 0xBB, 0xBF):
		return "utf-8", &repair{mark: true}
	case hasPrefix(head, 0xFF, 0xFE):
		return "utf-16le", utf16(unicode.LittleEndian)
	case hasPrefix(head, 0xFE, 0xFF):
		return "utf-16be", utf16(unicode.BigEndian)
	}
	switch zeros(head) {
	case 1:
		return "utf-16le", utf16(unicode.LittleEndian)
	case 0:
		return "utf-16be", utf16(unicode.BigEndian)
	}
	if mostlyUTF8(head) {
		return "utf-8", &repair{}
	}
	if name, e := known(declared); e != nil {
		return name, e.NewDecoder()
	}
	return single(head)
}

func hasPrefix(head []byte, mark ...byte) bool {
	return len(head) >= len(mark) && string(head[:len(mark)]) == string(mark)
}

func utf16(order unicode.Endianness) transform.Transformer {
	return unicode.UTF16(order, unicode.UseBOM).NewDecoder()
}

// zeros tells on which side of each pair of bytes Latin text in UTF-16 has its
// zeros: 1 or 0, and -1 where it is no such text. A file of nothing but zeros
// is none.
func zeros(head []byte) int {
	if len(head) < 4 {
		return -1
	}
	var n [2]int
	for i, c := range head {
		if c == 0 {
			n[i&1]++
		}
	}
	most := len(head) / 2
	switch {
	case n[1]*10 >= most*4 && n[0]*10 <= most:
		return 1
	case n[0]*10 >= most*4 && n[1]*10 <= most:
		return 0
	}
	return -1
}

// mostlyUTF8 reports whether head is UTF-8, be it with a few bytes of another
// table pasted into it. Text of a single-byte table hardly ever makes valid
// sequences, so that a majority decides.
func mostlyUTF8(head []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(head); {
		if head[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(head[i:])
		if r == utf8.RuneError && n == 1 {
			if len(head) == sniffed && !utf8.FullRune(head[i:]) {
				break // cut by the end of what was sniffed
			}
			bad++
		} else {
			good++
		}
		i += n
	}
	return bad == 0 || good > bad
}

// known returns the encoding of a declared charset, nil where the name means
// nothing or names one that was ruled out before.
func known(declared string) (string, encoding.Encoding) {
	e, err := htmlindex.Get(declared)
	if err != nil || e == unicode.UTF8 || e == encoding.Replacement {
		return "", nil
	}
	name, _ := htmlindex.Name(e)
	return name, e
}

// single chooses among the single-byte tables.
func single(head []byte) (string, transform.Transformer) {
	switch {
	case macintosh(head):
		return "macintosh", charmap.Macintosh.NewDecoder()
	case latin9(head):
		return "iso-8859-15", charmap.ISO8859_15.NewDecoder()
	}
	return "windows-1252", charmap.Windows1252.NewDecoder()
}
