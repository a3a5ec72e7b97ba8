package mail_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
	"entregent/internal/importer/mail"
)

func TestRecorded(t *testing.T) { importertest.Run(t, mail.Reader{}, "testdata") }

func TestOwner(t *testing.T) {
	box := func(headers ...string) *fstest.MapFile {
		var b strings.Builder
		for _, h := range headers {
			b.WriteString("From - Mon Mar  2 10:00:00 2026\n" + h + "\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\nx\n\n")
		}
		return &fstest.MapFile{Data: []byte(b.String())}
	}
	tests := []struct {
		name string
		src  fstest.MapFS
		want string
	}{
		{"sent folder", fstest.MapFS{"Mail/Envoyés": box("From: Camille <c@c.example>", "From: Camille <c@c.example>", "From: C. <c@c.example>")},
			"c@c.example Camille me.sent 3"},
		{"Gmail's sent label", fstest.MapFS{"all.mbox": box("X-Gmail-Labels: Sent,Important\nFrom: c@c.example", "X-Gmail-Labels: Inbox\nFrom: d@d.example")},
			"c@c.example  me.sent 1"},
		{"delivered", fstest.MapFS{"inbox": box("Delivered-To: c@c.example\nFrom: a@x.example", "X-Original-To: c@c.example\nFrom: b@x.example", "Delivered-To: list@l.example\nFrom: b@x.example")},
			"c@c.example  me.delivered 2,list@l.example  me.delivered 1"},
		{"drafts and spam say nothing", fstest.MapFS{"Spam": box("Delivered-To: c@c.example\nFrom: a@x.example")}, ""},
		{"nothing known", fstest.MapFS{"inbox": box("From: a@x.example")}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mail.Reader{}
			parts := r.Find(tt.src)
			if len(parts) != 1 {
				t.Fatalf("%d parts", len(parts))
			}
			claims, err := r.Owner(context.Background(), tt.src, parts[0])
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range claims {
				got = append(got, fmt.Sprint(c.Handles[0].Value, " ", c.Name, " ", c.Why, " ", c.Weight))
			}
			if strings.Join(got, ",") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// one reads a single mail and returns its events.
func one(t *testing.T, text string) []importer.Event {
	t.Helper()
	src := fstest.MapFS{"m.eml": {Data: []byte(text)}}
	r := mail.Reader{}
	events, err := importertest.Events(r, src, r.Find(src)[0], importertest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func TestLeftOut(t *testing.T) {
	const rest = "\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nTo: c@c.example\nSubject: s\n\nx\n"
	tests := []struct{ header, want string }{
		{"From: a@x.example", ""},
		{"From: info@x.example", ""},
		{"From: a@x.example\nAuto-Submitted: no", ""},
		{"From: a@x.example\nPrecedence: normal", ""},
		{"From: a@x.example\nList-Id: <l.x.example>", "list"},
		{"From: a@x.example\nPrecedence: Bulk", "list"},
		{"From: a@x.example\nAuto-Submitted: auto-replied", "list"},
		{"From: a@x.example\nX-Autoreply: yes", "list"},
		{"From: no-reply@x.example", "list"},
		{"From: Shop <shop-noreply@x.example>", "list"},
		{"From: a@x.example\nContent-Type: multipart/report; boundary=b", "list"},
		{"From: a@x.example\nX-Spam-Flag: YES", "spam"},
		{"From: a@x.example\nX-Gmail-Labels: Inbox,Papierkorb", "trash"},
		{"From: a@x.example\nX-Gmail-Labels: =?UTF-8?Q?Brouillons?=", "draft"},
		{"From: a@x.example\nAuto-Submitted: auto-generated\nContent-Type: text/calendar; method=REQUEST", "calendar_notice"},
		{"From: a@x.example\nSender: calendar-notification@x.example\nContent-Type: text/calendar; method=REQUEST", "calendar_notice"},
		{"From: a@x.example\nContent-Type: text/calendar; method=REQUEST", ""},
	}
	for _, tt := range tests {
		got := ""
		if e := one(t, tt.header+rest)[0]; e.Ignored != nil {
			got = e.Ignored.Reason
		} else if e.Encounter == nil {
			got = "problem"
		}
		if got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.header, got, tt.want)
		}
	}
}

func TestMacintoshLines(t *testing.T) {
	e := one(t, "From: a@x.example\rDate: Mon, 2 Mar 2026 10:00:00 +0000\rSubject: s\r\rhello\r")[0].Encounter
	if e == nil || e.Subject != "s" || e.Text != "hello" {
		t.Errorf("%+v", e)
	}
}

func TestManyRecipients(t *testing.T) {
	var to strings.Builder
	for i := range 1234 {
		fmt.Fprintf(&to, "p%d@x.example,", i)
	}
	e := one(t, "From: a@x.example\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nTo: "+to.String()+"\n\nx\n")[0].Encounter
	if len(e.Parties) != 201 || e.Size != 1235 {
		t.Errorf("%d parties, size %d", len(e.Parties), e.Size)
	}
}

func TestLongMailIsReadByItsHeader(t *testing.T) {
	src := fstest.MapFS{"m.eml": {Data: []byte("From: a@x.example\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nSubject: big\n\n" + strings.Repeat("text\n", 1000))}}
	r := mail.Reader{}
	opt := importertest.Options(t)
	opt.Limits.MaxMessage = 1000
	events, err := importertest.Events(r, src, r.Find(src)[0], opt)
	if err != nil || len(events) != 2 || events[0].Encounter.Text != "" || events[1].Problem.Key != "mail_too_long" {
		t.Errorf("%v %+v", err, events)
	}
}

func TestSameMailInTwoFoldersHasOneKey(t *testing.T) {
	const a = "From: Ann <a@x.example>\nTo: b@x.example\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nSubject: s\n"
	key := func(text string) string { return one(t, text)[0].Encounter.Key }
	if key(a+"\nx") != key("X-Folder: other\n"+a+"\nx\n") {
		t.Error("without Message-ID the same mail has two keys")
	}
	if key(a+"Message-ID: <1@x>\n\nx") != "mail:1@x" || key(a+"Message-ID:\n < 1@x >\n\nx") != "mail:1@x" {
		t.Error("Message-ID is not the key")
	}
	if key(a+"\nx") == key(strings.Replace(a, "Subject: s", "Subject: t", 1)+"\nx") {
		t.Error("two mails have one key")
	}
}

func TestStopsAtOnce(t *testing.T) {
	src := fstest.MapFS{"a.mbox": {Data: []byte(strings.Repeat("From - \nFrom: a@x.example\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\nx\n\n", 100))}}
	r := mail.Reader{}
	part := r.Find(src)[0]
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for _, err := range r.Read(ctx, src, part, importertest.Options(t)) {
		if err != nil {
			break
		}
		if n++; n == 3 {
			cancel()
		}
	}
	if n != 3 {
		t.Errorf("%d events after the end of the context", n)
	}
	n = 0
	for range r.Read(context.Background(), src, part, importertest.Options(t)) {
		if n++; n == 2 {
			break
		}
	}
}

var _ importer.Reader = mail.Reader{}
