// Package words reads what somebody wrote for the few things the relation model
// and the desk need of it: the language, whether it thanks, whether it asks the
// reader something, whether it says tu or vous, and its first words.
//
// It goes by words and their neighbours, not by grammar: it is quick, bounded
// and the same everywhere. It leaves out what a text is about, and keeps nothing.
package words

import (
	"entregent/internal/network"
)

// A Reading is what was found in one text.
type Reading struct {
	Lang     string              // "fr", "en", or "" when it is neither or cannot be told
	Thanks   bool                // the writer thanks the reader for something done
	Question bool                // the reader is asked something, beyond how they are
	Familiar network.Familiarity // tu or vous, in French
	Excerpt  string              // the first words that say something: one line, at most network.ExcerptLen characters
}

// maxText is the number of bytes that are read; what comes after them is left
// out of every finding.
const maxText = 8 << 10

// Read reads text, quoted lines left out. Its time is linear in at most maxText
// bytes.
func Read(text string) Reading {
	if len(text) > maxText {
		text = text[:maxText]
	}
	// No text doubles in its plain form.
	s := scan{out: append(make([]byte, 0, 2*len(text)+8), ' ')}
	s.read(text)
	r := Reading{Lang: s.lang(), Excerpt: Excerpt(text)}
	if r.Lang == "fr" {
		r.Familiar = s.familiar()
	}
	r.Question = s.asks || s.question()
	r.Thanks = s.thanks()
	return r
}

// lang compares how many small words of each language there are. Other
// languages are counted so that Spanish is not taken for bad French.
func (s *scan) lang() string {
	switch {
	case s.other >= s.fr && s.other >= s.en && s.other > 0:
		return ""
	case s.fr > s.en:
		return "fr"
	case s.en > s.fr:
		return "en"
	}
	return ""
}

// familiar weighs tu above vous, which is also said to several people one knows
// well.
func (s *scan) familiar() network.Familiarity {
	switch {
	case s.tu == 0 && s.vous == 0:
		return ""
	case 2*s.tu >= s.vous:
		return network.Tu
	}
	return network.Vous
}
