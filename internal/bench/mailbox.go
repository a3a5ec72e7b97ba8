package bench

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"time"
)

// keeperAddress is whose mailbox it is.
const keeperAddress = "camille@arnaud.example"

// A mailbox is an invented one, and what is known of it.
type mailbox struct {
	file     string
	messages int
	personal int    // not from lists: what becomes an encounter
	people   int    // who was written to
	digest   string // of all Message-IDs
	bytes    int64
}

// writeMailbox invents n messages of ten years: a third from lists, the others
// to and from people who know the keeper. The same n gives the same bytes.
func writeMailbox(file string, n int) (m mailbox, err error) {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return m, err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<16)
	m = mailbox{file: file, messages: n, people: max(1, n/40)}
	sum := sha256.New()
	p := post{dice: rand.New(rand.NewPCG(11, uint64(n))), people: m.people}
	for i := range n {
		l := p.letter(i, n)
		if !l.list {
			m.personal++
		}
		fmt.Fprintf(sum, "<%s>\n", l.id)
		l.write(w)
	}
	m.people = min(m.people, m.personal)
	m.digest = hex.EncodeToString(sum.Sum(nil))
	if err := w.Flush(); err != nil {
		return m, err
	}
	info, err := f.Stat()
	if err == nil {
		m.bytes = info.Size()
	}
	return m, err
}

// A post brings letters.
type post struct {
	dice   *rand.Rand
	people int
	told   int // how many were written to so far
}

// A letter is one message.
type letter struct {
	id, from, to, subject string
	other                 int // number of the other
	at                    time.Time
	out, list             bool
	body                  []string
}

// letter invents the i-th of n. Everybody is written to once before anything
// else happens, so that all of them are people of the keeper's.
func (p *post) letter(i, n int) letter {
	start := time.Date(2015, time.March, 2, 7, 0, 0, 0, time.UTC)
	l := letter{
		id: fmt.Sprintf("CA+%08x.%d@mail.example", p.dice.Uint32(), i), at: start.Add(time.Duration(i) * 87600 * time.Hour / time.Duration(n)),
		list: i%3 == 2, subject: p.words(3), other: p.dice.IntN(p.people),
	}
	switch {
	case l.list:
		l.from = fmt.Sprintf("Nouvelles du quartier <lettre%d@liste%d.example>", l.other%20, l.other%20)
	case p.told < p.people:
		l.other, l.out = p.told, true
		p.told++
	default:
		l.out = p.dice.IntN(100) < 45
	}
	me, them := "Camille Arnaud <"+keeperAddress+">", correspondent(l.other)
	switch {
	case l.out:
		l.from, l.to = me, them
	case l.list:
		l.to = me
	default:
		l.from, l.to = them, me
	}
	for range 3 + p.dice.IntN(6) {
		l.body = append(l.body, p.words(11))
	}
	return l
}

// correspondent returns the name and address of somebody; every fourth has a
// name that a header must encode.
func correspondent(n int) string {
	firsts := strings.Fields("Anne Yves Karim Paul Nadia Hugo Emma Louis Claire Denis Julie Rose Adam Fanny Gilles Maxime Sarah Owen Harriet Miles")
	lasts := strings.Fields("Aubry Besson Carlier Delmas Estève Ferrand Guitton Hamelin Jaffre Kerbrat Lemoine Mazurier Navarro Ollivier Perrin Quéré Rousset Salmon Tessier Vasseur")
	first, last := firsts[n%len(firsts)], lasts[n/len(firsts)%len(lasts)]
	name := first + " " + last
	if n%4 == 3 {
		name = "=?UTF-8?Q?Zo=C3=A9_" + fmt.Sprintf("%s=C3=A9", strings.Map(ascii, last)) + "?="
	}
	return fmt.Sprintf("%s <%s.%d@maison%d.example>", strings.Map(ascii, name), strings.ToLower(first), n, n%60)
}

// ascii leaves out what a header cannot hold as it is.
func ascii(r rune) rune {
	if r < 128 {
		return r
	}
	return -1
}

func (p *post) words(n int) string {
	list := strings.Fields("demain mardi rendez-vous projet dossier question train gare jardin maison atelier merci bonjour lettre livre voyage enfants musique cuisine equipe reunion avec pour sans entre chez notre votre encore toujours")
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(list[p.dice.IntN(len(list))])
	}
	return b.String()
}

// write writes the letter as a mail server files it: with the trail of the
// servers it went through, which is most of a header in any real mailbox.
func (l letter) write(w io.Writer) {
	date := l.at.Format("Mon, 02 Jan 2006 15:04:05 -0700")
	fmt.Fprintf(w, "From %d@xxx %s\nDelivered-To: %s\n", l.other, l.at.Format(time.ANSIC), keeperAddress)
	fmt.Fprintf(w, "Received: by 2001:db8:10:1234:b0:5a5:6ed9 with SMTP id ab12cd34ef;\n        %s\n", date)
	fmt.Fprintf(w, "X-Received: by 2001:db8:aa:5a10:b0:1d0:22f8 with SMTP id k6mr1234;\n        %s\n", date)
	fmt.Fprintf(w, "Received: from mail.example (mail.example. [192.0.2.%d])\n        by mx.arnaud.example with ESMTPS id x1;\n        %s\n", l.other%250, date)
	fmt.Fprintf(w, "Authentication-Results: mx.arnaud.example;\n       dkim=pass header.i=@mail.example header.s=2015 header.b=aBcD;\n       spf=pass smtp.mailfrom=mail.example\n")
	fmt.Fprintf(w, "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=mail.example; s=2015;\n        h=to:subject:message-id:date:from:mime-version;\n        bh=%s=;\n        b=%s\n", strings.Repeat("q", 43), strings.Repeat("Zy0x", 60))
	if l.list {
		fmt.Fprintf(w, "List-Id: <quartier%d.liste.example>\nList-Unsubscribe: <mailto:stop@liste.example>\nPrecedence: list\n", l.other%20)
	}
	fmt.Fprintf(w, "MIME-Version: 1.0\nMessage-ID: <%s>\nDate: %s\nFrom: %s\nTo: %s\nSubject: %s\n", l.id, date, l.from, l.to, l.subject)
	fmt.Fprintf(w, "Content-Type: multipart/alternative; boundary=\"%s\"\n\n--%[1]s\nContent-Type: text/plain; charset=\"UTF-8\"\n\nBonjour,\n\n", boundary)
	for _, line := range l.body {
		fmt.Fprintln(w, line)
	}
	fmt.Fprintf(w, "\nLe %s, on a écrit :\n", l.at.Format(time.DateOnly))
	for _, line := range l.body {
		fmt.Fprintln(w, "> "+line)
	}
	fmt.Fprintf(w, "\n--%s\nContent-Type: text/html; charset=\"UTF-8\"\n\n<div dir=\"ltr\"><div>Bonjour,</div>\n", boundary)
	for _, line := range l.body {
		fmt.Fprintf(w, "<div>%s</div>\n", line)
	}
	fmt.Fprintf(w, "</div>\n<blockquote class=\"quote\" style=\"margin:0 0 0 .8ex;border-left:1px solid;padding-left:1ex\">\n")
	for _, line := range l.body {
		fmt.Fprintf(w, "<div>%s</div>\n", line)
	}
	fmt.Fprintf(w, "</blockquote>\n--%s--\n\n", boundary)
}

// boundary parts the two bodies of a letter, as text and as HTML: hardly any
// mail of today comes with one alone.
const boundary = "000000000000a1b2c306"
