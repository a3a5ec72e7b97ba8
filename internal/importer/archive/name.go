package archive

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// archiveExtensions are the files that are archives themselves.
var archiveExtensions = map[string]bool{
	".zip": true, ".gz": true, ".tgz": true, ".tar": true, ".bz2": true, ".xz": true, ".zst": true, ".7z": true, ".rar": true,
}

// housekeeping reports whether a file is only there for the sake of a desktop.
func housekeeping(name string) bool {
	for elem := range strings.SplitSeq(name, "/") {
		if elem == "__MACOSX" || elem == ".DS_Store" || strings.HasPrefix(elem, "._") {
			return true
		}
	}
	return false
}

// safeName brings the name that a zip gives into the form of an fs.FS. The key
// says why it is refused, "" if it is not.
func safeName(name string, limit int) (safe, key string) {
	if len(name) > limit {
		return "", "name_long"
	}
	name = strings.ReplaceAll(name, `\`, "/")
	switch {
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return "", "name"
	case strings.HasPrefix(name, "/"), drive(name):
		return "", "path"
	}
	for elem := range strings.SplitSeq(name, "/") {
		if elem == ".." || device(elem) {
			return "", "path"
		}
	}
	return path.Clean(name), ""
}

// drive reports whether name begins with a drive letter.
func drive(name string) bool {
	return len(name) >= 2 && name[1] == ':' && (name[0]|0x20) >= 'a' && (name[0]|0x20) <= 'z'
}

// device reports whether an element of a path means a device on Windows, where
// the extension and trailing dots do not count.
func device(elem string) bool {
	base, _, _ := strings.Cut(strings.ToLower(elem), ".")
	base = strings.TrimRight(base, " :")
	switch base {
	case "con", "prn", "aux", "nul", "conin$", "conout$", "clock$":
		return true
	}
	kind, number := base[:min(3, len(base))], base[min(3, len(base)):]
	if kind == "com" || kind == "lpt" {
		return utf8.RuneCountInString(number) == 1 && strings.ContainsAny(number, "123456789¹²³")
	}
	return false
}

// decodedName returns the name of a zip entry as UTF-8. Older tools write it in
// the code page of the machine, which for Western Europe is 850; some add the
// UTF-8 form beside it.
func decodedName(name string, extra []byte) string {
	if u, ok := unicodePath(name, extra); ok {
		return u
	}
	if utf8.ValidString(name) {
		return name
	}
	if s, err := charmap.CodePage850.NewDecoder().String(name); err == nil {
		return s
	}
	return name
}

// unicodePath looks for the Unicode Path field (0x7075): a version byte, the
// checksum of the plain name, and the name in UTF-8.
func unicodePath(name string, extra []byte) (string, bool) {
	for len(extra) >= 4 {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		extra = extra[4:]
		if size > len(extra) {
			break
		}
		field := extra[:size]
		extra = extra[size:]
		if id == 0x7075 && size > 5 && field[0] == 1 && binary.LittleEndian.Uint32(field[1:]) == crc32.ChecksumIEEE([]byte(name)) {
			u := bytes.Clone(field[5:])
			return string(u), utf8.Valid(u)
		}
	}
	return "", false
}
