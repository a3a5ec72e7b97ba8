package demo

import (
	"strings"

	"entregent/internal/network"
)

// A topic is something two people write about, with what each side says. In
// French « [tu|vous] » is what the one or the other form of address takes.
type topic struct {
	subject string
	tell    []string // opens an exchange without asking anything
	ask     []string // opens it with a question
	answer  []string // answers the question at the same place in ask
	meet    string   // what a meeting about it is called
}

// A voice is the topics and turns of phrase of one language and one form of
// address.
type voice struct {
	lang      string
	topics    []topic
	hello     []string // before a first name
	bye       []string
	chat      [][2]string // a short message about nothing much, and what one says back
	echo      []string    // replies to what asked nothing
	thanks    []string
	wishes    []string // a broadcast for the new year
	recommend []string // a recommendation's words
	howMet    []string
	interests []string
	notes     []string // the words of an invitation
	favours   map[network.FavourKind][]string
}

// voices returns English, and French in vous and in tu.
func voices() (english, vous, tu *voice) {
	return &englishVoice, frenchVoice.addressed(1), frenchVoice.addressed(0)
}

// addressed returns v with one of its two forms of address.
func (v *voice) addressed(form int) *voice {
	out := *v
	out.topics = make([]topic, len(v.topics))
	for i, t := range v.topics {
		out.topics[i] = topic{choose(t.subject, form), all(t.tell, form), all(t.ask, form), all(t.answer, form), choose(t.meet, form)}
	}
	out.chat = make([][2]string, len(v.chat))
	for i, c := range v.chat {
		out.chat[i] = [2]string{choose(c[0], form), choose(c[1], form)}
	}
	for _, list := range []*[]string{&out.hello, &out.bye, &out.echo, &out.thanks, &out.recommend, &out.notes} {
		*list = all(*list, form)
	}
	return &out
}

func all(list []string, form int) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = choose(s, form)
	}
	return out
}

// choose keeps the form-th side of every [a|b].
func choose(s string, form int) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		inside, after, _ := strings.Cut(rest, "]")
		b.WriteString(strings.Split(inside, "|")[form])
		s = after
	}
}

// favour says what was brought.
func (v *voice) favour(k network.FavourKind, d *dice) string {
	if k == network.Recommendation {
		return d.of(v.recommend)
	}
	return d.of(v.favours[k])
}
