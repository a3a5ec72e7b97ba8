package i18n

import "strings"

// labelled are the kinds of fact that say little without the source's own word
// for them.
var labelled = map[string]bool{"other": true, "related": true, "interest": true}

// Fact names a fact: by its kind, and where that says too little by the source's
// own word for it. The words that readers give have texts ("fact.label.…"); any
// other stays as the source wrote it.
func (p *Printer) Fact(kind, label string) string {
	name := p.T("fact." + kind)
	if label == "" || !labelled[kind] {
		return name
	}
	if key := "fact.label." + strings.Map(func(c rune) rune {
		switch {
		case 'a' <= c && c <= 'z':
			return c
		case 'A' <= c && c <= 'Z':
			return c + 'a' - 'A'
		case c == ' ':
			return '_'
		}
		return -1
	}, label); p.Has(key) {
		label = p.T(key)
	}
	if kind == "other" {
		return label
	}
	return name + " (" + label + ")"
}
