package i18n

import (
	"strconv"
	"strings"
)

// Accept returns the language a browser asks for in its Accept-Language header,
// English where it asks for neither.
func Accept(header string) string {
	best, weight := English, 0.0
	if len(header) > 1000 {
		header = header[:1000]
	}
	for item := range strings.SplitSeq(header, ",") {
		tag, q := preference(item)
		if lang := known(tag); lang != "" && q > weight {
			best, weight = lang, q
		}
	}
	return best
}

// preference reads "fr-CA;q=0.8". A weight that is none is taken as nothing.
func preference(item string) (tag string, q float64) {
	tag, rest, weighted := strings.Cut(item, ";")
	if !weighted {
		return tag, 1
	}
	value, ok := strings.CutPrefix(strings.TrimSpace(rest), "q=")
	q, err := strconv.ParseFloat(value, 64)
	if !ok || err != nil || !(q >= 0 && q <= 1) {
		return tag, 0
	}
	return tag, q
}

// known returns the language of a tag such as fr-CA or en_GB, "" for others.
func known(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_.@"); i >= 0 {
		tag = tag[:i]
	}
	if tag == French || tag == English {
		return tag
	}
	return ""
}

// FromEnv returns the language of a locale as LANG names it: fr_FR.UTF-8.
// English for C, POSIX, nothing and all others.
func FromEnv(locale string) string {
	if known(locale) == French {
		return French
	}
	return English
}
