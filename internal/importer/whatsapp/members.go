package whatsapp

import (
	"strings"
	"unicode/utf8"

	"entregent/internal/importer/chat"
)

// Who joins and who leaves is written by the program, and is all there is of
// members who never speak. Without them a group of thirty in which four speak
// would pass for a group of four.

// A coming is how the program writes that somebody became a member: who stands
// between before and after.
type coming struct{ before, after string }

// comings begin with what is longest, so that "Vous avez ajouté" is not read as
// somebody called Vous. The owner, as "You", is no name.
var comings = []coming{
	{"You added ", ""}, {" added ", ""}, {"Vous avez ajouté ", ""}, {" a ajouté ", ""}, {"Du hast ", " hinzugefügt"}, {" hat ", " hinzugefügt"},
	{"Añadiste a ", ""}, {" añadió a ", ""}, {"Hai aggiunto ", ""}, {" ha aggiunto ", ""}, {"Você adicionou ", ""}, {" adicionou ", ""},
	{"", " joined using "}, {"", " joined from "}, {"", " was added"}, {"", " a rejoint le groupe"}, {"", " a rejoint "}, {"", " a été ajouté"},
	{"", " ist der Gruppe "}, {"", " wurde hinzugefügt"}, {"", " se unió "}, {"", " created group "}, {"", " created this group"}, {"", " a créé "},
	{"", " hat die Gruppe "}, {"", " creó el grupo"},
}

// owners are how the program calls the owner of the telephone.
var owners = []string{"you", "vous", "du", "tú", "tu", "usted", "você", "hai", "toi", "dich", "te"}

// joined returns the names of those whom a line of the program brings into the
// group.
func joined(line string) []string {
	line = strings.TrimRight(line, ". ")
	for _, c := range comings {
		_, after, ok := strings.Cut(line, c.before)
		if !ok || c.before != "" && c.before[0] != ' ' && !strings.HasPrefix(line, c.before) {
			continue
		}
		if c.after != "" {
			if after, _, ok = strings.Cut(after, c.after); !ok {
				continue
			}
		}
		return names(after)
	}
	return nil
}

// names splits "Paul, Zoé et Marc". A line that holds more than names is none.
func names(s string) []string {
	if s == "" || strings.ContainsAny(s, "\"“”«»„:") {
		return nil
	}
	var out []string
	for part := range strings.SplitSeq(s, ", ") {
		for _, and := range []string{" and ", " et ", " und ", " y ", " e "} {
			part = strings.ReplaceAll(part, and, "\x00")
		}
		for n := range strings.SplitSeq(part, "\x00") {
			n = strings.TrimFunc(n, blank)
			if n == "" || utf8.RuneCountInString(n) > maxName || within(strings.ToLower(n), owners) {
				continue
			}
			if out = append(out, n); len(out) > chat.MaxMembers {
				return out
			}
		}
	}
	return out
}
