package mail_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	netmail "net/mail"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer/importertest"
	"entregent/internal/importer/mail"
	"entregent/internal/importer/mime"
)

// generated writes a mailbox of n mails as a person's would be: a few hundred
// correspondents, most mails alternatives of text and HTML with the earlier
// mail below, some with an attachment, a third from lists.
func generated(n int) []byte {
	rng := rand.New(rand.NewPCG(7, 7))
	var b bytes.Buffer
	words := strings.Fields("le la une rendez-vous mardi projet équipe question réponse demain bonjour merci pour avec sans client dossier lettre livre café gare train maison jardin")
	sentence := func(n int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = words[rng.IntN(len(words))]
		}
		return strings.Join(out, " ")
	}
	attachment := strings.Repeat("TWFpbCBhdHRhY2htZW50cyBhcmUgbWFkZSBvZiBtYW55IGxpbmVzIG9mIGxldHRlcnMuIFRoZXkg\n", 200)
	for i := range n {
		who := rng.IntN(400)
		fmt.Fprintf(&b, "From %d@xxx Mon Mar 02 09:12:%02d +0000 2026\nX-GM-THRID: %d\nX-Gmail-Labels: =?UTF-8?Q?Bo=C3=AEte_de_r=C3=A9ception,Important?=\n", i, i%60, i)
		b.WriteString("Delivered-To: camille@c.example\nReceived: by 2002:a05:6a10:1234 with SMTP id abcdef;\n        Mon, 2 Mar 2026 01:12:03 -0800 (PST)\n")
		b.WriteString("Received: from mail.x.example (mail.x.example. [192.0.2.1])\n        by mx.c.example with ESMTPS id 12345\n        for <camille@c.example>; Mon, 02 Mar 2026 01:12:02 -0800 (PST)\n")
		b.WriteString("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=x.example; s=20230601;\n        h=to:subject:message-id:date:from;\n        bh=" + strings.Repeat("A", 44) + ";\n        b=" + strings.Repeat("B", 344) + "\n")
		b.WriteString("Authentication-Results: mx.c.example;\n       dkim=pass header.i=@x.example; spf=pass smtp.mailfrom=a@x.example\nMIME-Version: 1.0\n")
		fmt.Fprintf(&b, "Message-ID: <CA+%d.abcdef@mail.x.example>\nDate: Mon, %d Mar 2026 10:12:%02d +0100\nFrom: =?UTF-8?Q?Ren=C3=A9_Dupr=C3=A9_%d?= <rene.%d@x.example>\n", i, 1+i%28, i%60, who, who)
		fmt.Fprintf(&b, "To: Camille Arnaud <camille@c.example>, \"Martin, Yves\" <yves.%d@y.example>\nSubject: =?UTF-8?Q?R=C3=A9union_de_mardi_%d?=\n", who%37, i)
		if i%3 == 0 {
			b.WriteString("List-Id: <l.x.example>\nList-Unsubscribe: <mailto:x@x.example>\n")
		}
		b.WriteString("Content-Type: multipart/mixed; boundary=\"0000000000001\"\n\n--0000000000001\nContent-Type: multipart/alternative; boundary=\"0000000000002\"\n\n")
		b.WriteString("--0000000000002\nContent-Type: text/plain; charset=\"UTF-8\"\nContent-Transfer-Encoding: quoted-printable\n\n")
		quoted := strings.NewReplacer("é", "=C3=A9")
		for range 4 + rng.IntN(8) {
			b.WriteString(quoted.Replace(sentence(8)) + "=\n" + quoted.Replace(sentence(6)) + "\n")
		}
		b.WriteString("\nLe lun. 2 mars 2026 =C3=A0 10:12, Yves <yves@y.example> a =C3=A9crit :\n\n")
		for range 20 {
			b.WriteString("> " + quoted.Replace(sentence(9)) + "\n")
		}
		b.WriteString("\n--0000000000002\nContent-Type: text/html; charset=\"UTF-8\"\n\n<div>" + sentence(200) + "</div>\n--0000000000002--\n")
		if i%10 == 0 {
			b.WriteString("--0000000000001\nContent-Type: application/pdf; name=\"a.pdf\"\nContent-Disposition: attachment; filename=\"a.pdf\"\nContent-Transfer-Encoding: base64\n\n" + attachment)
		}
		b.WriteString("--0000000000001--\n\n")
	}
	return b.Bytes()
}

const benchMails = 20_000

// BenchmarkReader reads a mailbox whole: separators, headers, people, dates,
// the words of each mail without quotes.
func BenchmarkReader(b *testing.B) {
	data := generated(benchMails)
	src := fstest.MapFS{"all.mbox": {Data: data}}
	r := mail.Reader{}
	part := r.Find(src)[0]
	opt := importertest.Options(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for e, err := range r.Read(b.Context(), src, part, opt) {
			if err != nil {
				b.Fatal(err)
			}
			n += e.Read
		}
		if n != benchMails {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(b.N)*benchMails/b.Elapsed().Seconds(), "mails/s")
}

// BenchmarkNetMail reads the header blocks of the same mails with the standard
// library, and nothing else: no bodies, no addresses, no dates.
func BenchmarkNetMail(b *testing.B) {
	mails := cutMails(b)
	for b.Loop() {
		for _, m := range mails {
			if _, err := netmail.ReadMessage(bytes.NewReader(m)); err != nil && err != io.EOF {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N)*float64(len(mails))/b.Elapsed().Seconds(), "mails/s")
}

// BenchmarkHeaders does with our codec what BenchmarkNetMail does.
func BenchmarkHeaders(b *testing.B) {
	mails := cutMails(b)
	var h mime.Header
	for b.Loop() {
		for _, m := range mails {
			if h.Parse(m, 1000) == nil {
				b.Fatal("no body")
			}
		}
	}
	b.ReportMetric(float64(b.N)*float64(len(mails))/b.Elapsed().Seconds(), "mails/s")
}

func cutMails(b *testing.B) (mails [][]byte) {
	data := generated(benchMails)
	for _, m := range bytes.Split(data, []byte("\nFrom ")) {
		_, m, _ = bytes.Cut(m, []byte("\n"))
		mails = append(mails, m)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	return mails
}
