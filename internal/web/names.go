package web

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"entregent/internal/app"
	"entregent/internal/network"
)

// askWho finds with whom it may have been, in the line and in what was written
// beside it, and offers for each name the people who answer to it. What was
// chosen before stays chosen.
func (v *visit) askWho(page *LogPage) error {
	page.Who = nil
	names := namesIn(page.Line)
	for name := range strings.SplitSeq(page.With, ",") {
		names = append(names, named{strings.TrimSpace(name), true})
	}
	asked := map[string]bool{"": true}
	for _, n := range names {
		who, err := v.whoIs(n)
		if err != nil {
			return err
		}
		if asked[who.Name] || len(page.Who) == maxWho {
			continue
		}
		asked[who.Name] = true
		if said := v.said(who.Name); said != "" {
			who.On = said
		}
		page.Who = append(page.Who, who)
	}
	return nil
}

// said returns what the form chose for a name.
func (v *visit) said(name string) string {
	for i := range maxWho {
		if n := strconv.Itoa(i); v.r.PostFormValue("name-"+n) == name {
			return v.r.PostFormValue("who-" + n)
		}
	}
	return ""
}

// whoIs offers the people who answer to a name. Of a run of words at the head of
// a sentence the first may only begin it: "Café Yves". The name is "" where it
// is nobody's and may well be no name.
func (v *visit) whoIs(n named) (WhoIs, error) {
	got, err := v.answering(n.name)
	if err != nil || len(got) > 0 || n.name == "" {
		return WhoIs{n.name, chosenOf(got), got}, err
	}
	if n.sure {
		return WhoIs{n.name, "new", nil}, nil
	}
	first, rest, several := strings.Cut(n.name, " ")
	if several {
		if got, err = v.answering(rest); err != nil || len(got) > 0 {
			return WhoIs{rest, chosenOf(got), got}, err
		}
		if strings.Contains(rest, " ") || !plainWords[network.Fold(first)] {
			return WhoIs{n.name, "new", nil}, nil
		}
		return WhoIs{rest, "nobody", nil}, nil
	}
	return WhoIs{}, nil
}

// chosenOf chooses where there is nothing to choose.
func chosenOf(people []PersonRow) string {
	if len(people) == 1 {
		return people[0].ID
	}
	return ""
}

// plainWords often begin a line with a capital and are nobody's name; folded.
var plainWords = map[string]bool{"cafe": true, "coffee": true, "dejeuner": true, "diner": true, "lunch": true, "dinner": true, "appel": true, "call": true,
	"rencontre": true, "met": true, "vu": true, "saw": true, "reunion": true, "meeting": true, "mail": true, "message": true, "lettre": true, "letter": true}

// someAnswers is how many people are offered for one name.
const someAnswers = 6

func (v *visit) answering(name string) ([]PersonRow, error) {
	got, err := v.app().People(v.ctx(), v.keeper(), app.PeopleAsk{Query: name, Limit: someAnswers})
	var out []PersonRow
	for _, p := range got.People {
		out = append(out, v.row(p))
	}
	return out, err
}

// joins are words that stand inside a name without a capital.
var joins = map[string]bool{"de": true, "du": true, "des": true, "la": true, "le": true, "van": true, "von": true, "der": true, "den": true, "di": true, "da": true, "al": true, "el": true, "ben": true}

// capitals returns the runs of words with a capital, in the order of the line.
func capitals(line string) []string {
	var out []string
	var run []string
	end := func() {
		for len(run) > 0 && joins[run[len(run)-1]] {
			run = run[:len(run)-1]
		}
		if len(run) > 0 {
			out = append(out, strings.Join(run, " "))
		}
		run = nil
	}
	for _, field := range strings.Fields(line) {
		word := strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
		r, _ := utf8.DecodeRuneInString(word)
		switch {
		case word != "" && unicode.IsUpper(r):
			run = append(run, word)
		case len(run) > 0 && joins[word]:
			run = append(run, word)
		default:
			end()
		}
		if strings.ContainsAny(field[len(field)-1:], ",;:.!?)") {
			end()
		}
	}
	end()
	return out
}

// A named is a run of words of a line that may be a name; sure when the keeper
// wrote it as one.
type named struct {
	name string
	sure bool
}

// namesIn finds the names in a line: runs of words with a capital, less those
// behind a word of place.
func namesIn(line string) []named {
	var out []named
	for _, name := range capitals(line) {
		if !afterPlace(line, name) {
			out = append(out, named{name, false})
		}
	}
	return out
}

// places are words after which a capital is more likely a place than a person.
var places = map[string]bool{"à": true, "aux": true, "au": true, "en": true, "at": true, "in": true, "chez": true}

// afterPlace reports whether a name of a line stands behind such a word.
func afterPlace(line, name string) bool {
	before, _, _ := strings.Cut(line, name)
	words := strings.Fields(before)
	return len(words) > 0 && places[strings.ToLower(words[len(words)-1])]
}
