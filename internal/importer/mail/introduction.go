package mail

import (
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// introduction finds the sentence by which the writer of a mail presents its
// recipients to each other. It is a proposal: words may mislead. Without at
// least two recipients besides the writer there is nobody to present.
func introduction(e *importer.Encounter) *importer.Favour {
	const farEnough = 3000 // one does not introduce people on the second page
	to := recipients(e, network.To)
	all := append(to, recipients(e, network.Cc)...)
	if len(all) < 2 || e.Text == "" {
		return nil
	}
	text := e.Text[:min(len(e.Text), farEnough)]
	for text != "" && hints(text) {
		var sentence string
		sentence, text = cutSentence(text)
		if introduces(sentence, all) {
			whom := named(sentence, all)
			if len(to) < 2 && !slices.ContainsFunc(whom, func(w importer.Who) bool {
				return !slices.ContainsFunc(to, func(t importer.Who) bool { return same(t, w) })
			}) {
				continue // whoever only gets a copy is presented where they are named
			}
			return favour(e, strings.Join(strings.Fields(sentence), " "), whom, to)
		}
	}
	if len(to) < 2 {
		return nil
	}
	if hints(e.Subject) && mentions(network.Fold(e.Subject), subjectPhrases) {
		return favour(e, e.Subject, named(e.Subject, all), to)
	}
	return nil
}

// hints reports whether any of the phrases can be in text: a quick look for a
// piece of each from one of its rarer letters, before letters are folded.
func hints(text string) bool {
	for i := 0; i < len(text); i++ {
		rest := text[i:]
		switch text[i] {
		case 'p', 'P':
			if strings.HasPrefix(rest[1:], "r") && strings.Contains(rest[:min(len(rest), 9)], "sent") {
				return true
			}
		case 'u':
			if strings.HasPrefix(rest, "uc") {
				return true
			}
		case 'm', 'M':
			if strings.HasPrefix(rest[1:], "eet") {
				return true
			}
		case 'l':
			if strings.HasPrefix(rest, "lation") {
				return true
			}
		case 'c', 'C':
			if strings.HasPrefix(rest[1:], "ontact") || strings.HasPrefix(rest[1:], "onnect") {
				return true
			}
		}
	}
	return false
}

// favour is the proposal. Who is named is presented; where nobody is, two
// recipients are, to each other.
func favour(e *importer.Encounter, what string, whom, to []importer.Who) *importer.Favour {
	if e.Parties[0].Role != network.From {
		return nil
	}
	if len(whom) < 2 && len(to) == 2 { // "Camille, this is Karim": the other is who is left
		whom = to
	}
	return &importer.Favour{
		Who: e.Parties[0].Who, Kind: network.Introduction, On: e.At, State: network.Proposed,
		What: firstLetters(strings.ToValidUTF8(what, ""), network.ExcerptLen), Key: "introduction:" + e.Key,
		Presented: whom,
	}
}

func firstLetters(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// recipients returns those who got a mail in one role.
func recipients(e *importer.Encounter, role network.Role) (to []importer.Who) {
	for _, p := range e.Parties {
		if p.Role == role {
			to = append(to, p.Who)
		}
	}
	return to
}

func same(a, b importer.Who) bool { return a.Name == b.Name && slices.Equal(a.Handles, b.Handles) }

// named returns those of whom a sentence says a name of theirs, or what stands
// before the @ of their address.
func named(sentence string, all []importer.Who) (out []importer.Who) {
	said := map[string]bool{}
	for w := range strings.FieldsSeq(network.Fold(sentence)) {
		said[w] = true
	}
	for _, w := range all {
		names := strings.Fields(network.Fold(w.Name))
		for _, h := range w.Handles {
			if local, _, ok := strings.Cut(h.Value, "@"); ok {
				names = append(names, strings.Fields(network.Fold(local))...)
			}
		}
		if slices.ContainsFunc(names, func(n string) bool { return len(n) > 1 && said[n] }) {
			out = append(out, w)
		}
	}
	return out
}

// cutSentence returns the first sentence of s and what follows it.
func cutSentence(s string) (sentence, rest string) {
	i := strings.IndexAny(s, ".!?\n")
	if i < 0 {
		return s, ""
	}
	return s[:i+1], s[i+1:]
}

// introduces judges one sentence.
func introduces(sentence string, to []importer.Who) bool {
	if len(sentence) < 8 {
		return false
	}
	folded := network.Fold(sentence)
	if mentions(folded, phrases) {
		return true
	}
	for _, p := range presents {
		if _, after, ok := strings.Cut(" "+folded+" ", p); ok && !thing(after) {
			return true
		}
	}
	return meets(folded, to)
}

// phrases say it whatever follows. They are folded.
var phrases = []string{
	"mise en relation", "mettre en relation", "mets en relation", "mets en contact", "mettre en contact", "met en relation", "je fais les presentations",
	"faire les presentations", "vous presenter l un a l autre", "let me introduce", "like to introduce you", "wanted to introduce you", "happy to introduce you", "introducing you",
	"introduce you to", "introduce you two", "make the introduction", "connecting you two", "put you in touch", "putting you in touch", "putting you two in touch", "i d like to connect you",
}

var subjectPhrases = []string{"mise en relation", "mise en contact", "introduction"}

// presents say it when a person follows.
var presents = []string{" je te presente ", " je vous presente ", " te presenter ", " vous presenter ", " i d like to introduce ", " pleased to introduce ", " happy to introduce "}

// thing reports words that follow "I present to you" when no person does.
func thing(after string) bool {
	word, _, _ := strings.Cut(after, " ")
	return word == "" || things[word]
}

var things = map[string]bool{"mes": true, "mon": true, "ma": true, "nos": true, "notre": true, "le": true, "la": true, "les": true, "un": true, "une": true,
	"des": true, "ce": true, "cet": true, "cette": true, "ces": true, "tous": true, "toutes": true, "ici": true, "ci": true, "donc": true, "l": true, "quelques": true,
	"the": true, "a": true, "an": true, "our": true, "this": true, "some": true, "new": true, "sa": true, "son": true, "leur": true, "et": true, "en": true, "aux": true, "au": true}

func mentions(folded string, list []string) bool {
	for _, p := range list {
		if i := strings.Index(folded, p); i >= 0 && (i == 0 || folded[i-1] == ' ') {
			return true
		}
	}
	return false
}

// meets finds "Ann, meet Bob", where Bob is one of the recipients.
func meets(folded string, to []importer.Who) bool {
	_, after, ok := strings.Cut(" "+folded, " meet ")
	if !ok {
		return false
	}
	word, _, _ := strings.Cut(after, " ")
	for _, w := range to {
		for name := range strings.FieldsSeq(network.Fold(w.Name)) {
			if name == word && len(name) > 1 {
				return true
			}
		}
	}
	return false
}
