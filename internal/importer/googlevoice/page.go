package googlevoice

import (
	"html"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/network"
)

// The pages are written by one program and hold few forms, so that what stands
// between two known pieces is enough to read them.

// within returns what stands between before and after in s, and what follows.
func within(s, before, after string) (inner, rest string, ok bool) {
	if _, s, ok = strings.Cut(s, before); ok {
		inner, rest, ok = strings.Cut(s, after)
	}
	return inner, rest, ok && len(inner) <= maxPiece
}

// maxPiece is the greatest length of a number, name or moment, in bytes.
const maxPiece = 1000

// A person is one side as a page shows it.
type person struct {
	tel, name string
	me        bool // the page marks them as its owner
}

// personIn reads <a class="tel" href="tel:…"><span class="fn">…</span></a>. The
// owner stands in an abbr instead.
func personIn(s string) (person, bool) {
	tel, rest, ok := within(s, `<a class="tel" href="tel:`, `">`)
	if !ok {
		return person{}, false
	}
	me := strings.HasPrefix(rest, "<abbr ")
	if !me && !strings.HasPrefix(rest, "<span ") {
		return person{}, false
	}
	name, _, ok := within(rest, ">", "<")
	return person{tel: html.UnescapeString(tel), name: network.OneLine(chat.Clean(html.UnescapeString(name))), me: me}, ok
}

// titled returns the title of the first abbr of a class, which is for programs.
func titled(s, class string) string {
	t, _, _ := within(s, `<abbr class="`+class+`" title="`, `"`)
	return t
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
	at := titled(s, "dt")
	p, ok := personIn(s)
	if at == "" || !ok {
		return m, false
	}
	m.at, m.from = at, p
	if _, q, ok := strings.Cut(s, "<q>"); ok {
		q, _, _ = strings.Cut(q, "</q>")
		m.text = plain(q)
	}
	return m, true
}

// plain makes text of what stands in a message. What Google itself writes in the
// place of a picture is no word of anybody.
func plain(s string) string {
	if len(s) > 4*importer.MaxText {
		s = s[:4*importer.MaxText]
	}
	s = strings.NewReplacer("\r\n", "\n", "<br>", "\n", "<br/>", "\n", "<br />", "\n").Replace(s)
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "<")
		b.WriteString(before)
		if !ok {
			break
		}
		if _, s, ok = strings.Cut(rest, ">"); !ok {
			break
		}
	}
	s = strings.TrimSpace(chat.Clean(html.UnescapeString(strings.ToValidUTF8(b.String(), ""))))
	if s == "MMS Sent" || s == "MMS Received" {
		return ""
	}
	return importer.Cut(s, importer.MaxText)
}

// kind returns what Google labels a page with: sms, placed, received, missed,
// voicemail, recorded. A page may have several labels; the first of these counts.
func kind(page string) string {
	for range 20 {
		var k string
		var ok bool
		if k, page, ok = within(page, `href="`+mark, `"`); !ok {
			return ""
		}
		switch k {
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
