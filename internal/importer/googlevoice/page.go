package googlevoice

import (
	"html"
	"regexp"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/network"
)

// The pages are written by one program and hold few forms, so that a few patterns
// read them; each is looked for once, from where the one before ended.
var (
	persons  = regexp.MustCompile(`<a class="tel" href="tel:([^"]{0,100})"><(span|abbr) class="fn"[^>]{0,100}>([^<]{0,300})<`)
	moments  = regexp.MustCompile(`<abbr class="(?:dt|published)" title="([^"]{0,60})"`)
	lengths  = regexp.MustCompile(`<abbr class="duration" title="([^"]{0,40})"`)
	labels   = regexp.MustCompile(`href="http://www\.google\.com/voice#([a-z]{1,20})"`)
	breaks   = regexp.MustCompile(`(?i)<br ?/?>`)
	tags     = regexp.MustCompile(`<[^<>]{0,200}>`)
	unsoiled = strings.NewReplacer("\r\n", "\n")
)

// A person is one side as a page shows it.
type person struct {
	tel, name string
	me        bool // the page marks them as its owner
}

func personIn(s string) (person, bool) {
	m := persons.FindStringSubmatch(s)
	if m == nil {
		return person{}, false
	}
	return person{tel: html.UnescapeString(m[1]), name: network.OneLine(chat.Clean(html.UnescapeString(m[3]))), me: m[2] == "abbr"}, true
}

// who reads a side. A name that is only the number says nothing more.
func (p person) who(country string) importer.Who {
	w := importer.Who{}
	if p.tel != "" {
		w = chat.Named(strings.TrimSpace(p.tel), country)
		w.Name = ""
	}
	if !p.me && !chat.Number(p.name) {
		w.Name = p.name
	}
	w.Me = p.me
	return w
}

// A talk is one conversation.
type talk struct {
	members  []person // of a group, the owner left out
	messages []message
}

type message struct {
	from person
	at   string // as the page writes it
	text string
	line int
}

const (
	between     = `<div class="message">`
	memberships = `<div class="participants">`
)

// conversation takes a page of messages apart.
func conversation(raw []byte) talk {
	var t talk
	whole := string(raw)
	line := 1
	head, rest, more := strings.Cut(whole, between)
	if _, list, ok := strings.Cut(head, memberships); ok {
		for _, m := range strings.SplitAfter(list, "</cite>") {
			if p, ok := personIn(m); ok && len(t.members) < chat.MaxMembers {
				t.members = append(t.members, p)
			}
		}
	}
	for more {
		line += strings.Count(head, "\n")
		head, rest, more = strings.Cut(rest, between)
		if m, ok := messageIn(head); ok {
			m.line = line
			t.messages = append(t.messages, m)
		} else {
			t.messages = append(t.messages, message{line: line})
		}
	}
	return t
}

func messageIn(s string) (message, bool) {
	var m message
	at := moments.FindStringSubmatch(s)
	p, ok := personIn(s)
	if at == nil || !ok {
		return m, false
	}
	m.at, m.from = at[1], p
	if _, q, ok := strings.Cut(s, "<q>"); ok {
		q, _, _ = strings.Cut(q, "</q>")
		m.text = plain(q)
	}
	return m, true
}

// plain makes text of what stands in a message. What Google itself writes in the
// place of a picture is no word of anybody.
func plain(s string) string {
	s = tags.ReplaceAllString(breaks.ReplaceAllString(unsoiled.Replace(s), "\n"), "")
	s = strings.TrimSpace(chat.Clean(html.UnescapeString(s)))
	if s == "MMS Sent" || s == "MMS Received" {
		return ""
	}
	return chat.Cut(s)
}

// kind returns what Google labels a page with: sms, placed, received, missed,
// voicemail, recorded. A page may have several labels; the first of these counts.
func kind(raw []byte) string {
	for _, m := range labels.FindAllSubmatch(raw, 20) {
		switch k := string(m[1]); k {
		case "sms", "placed", "received", "missed", "voicemail", "recorded":
			return k
		}
	}
	return ""
}

func moment(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, strings.TrimSpace(s))
	return t.UTC(), err == nil && t.Year() >= 2000
}

// lasted reports whether a length like PT12M51S is more than nothing.
func lasted(s string) bool { return strings.ContainsAny(s, "123456789") }
