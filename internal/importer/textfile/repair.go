package textfile

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// repair lets valid UTF-8 through and reads each byte that is not as the letter
// it is in Windows-1252: a line pasted from an older file, far behind what was
// sniffed, so costs its own letters and not the file.
type repair struct {
	transform.NopResetter
	mark bool // a byte-order mark is still to be dropped
}

func (r *repair) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	if r.mark {
		nSrc, r.mark = 3, false // detect saw the three bytes
		if len(src) < nSrc {
			r.mark = true
			return 0, 0, transform.ErrShortSrc
		}
	}
	for nSrc < len(src) {
		good := valid(src[nSrc:])
		n := copy(dst[nDst:], src[nSrc:nSrc+good])
		nDst, nSrc = nDst+n, nSrc+n
		if n < good {
			return nDst, nSrc, transform.ErrShortDst
		}
		if nSrc == len(src) {
			break
		}
		if !atEOF && !utf8.FullRune(src[nSrc:]) {
			return nDst, nSrc, transform.ErrShortSrc
		}
		if len(dst)-nDst < utf8.UTFMax {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], charmap.Windows1252.DecodeByte(src[nSrc]))
		nSrc++
	}
	return nDst, nSrc, nil
}

// valid returns the length of the valid UTF-8 that src begins with.
func valid(src []byte) int {
	if utf8.Valid(src) {
		return len(src)
	}
	i := 0
	for i < len(src) {
		if src[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		i += n
	}
	return i
}
