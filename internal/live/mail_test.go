package live

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"entregent/internal/app"
	"entregent/internal/network"
)

// post is a mailbox with letters both ways.
func post(t *testing.T, n int) *mailServer {
	m := dovecot(t)
	at := time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)
	me := "Ada Exemple <" + account + ">"
	for i := range n {
		who := fmt.Sprintf("Ami%d Durand%d <ami%d@example.net>", i, i, i)
		m.deliver(t, "", letter(fmt.Sprint("in", i), who, me, "Nouvelles", at.AddDate(0, 0, i%20)))
		m.deliver(t, "Courrier parti", letter(fmt.Sprint("out", i), me, who, "Re: Nouvelles", at.AddDate(0, 0, i%20+1)))
	}
	return m
}

func (m *mailServer) setup() Setup {
	return Setup{Kind: app.LiveMail, Name: "Courrier", Address: m.address(), Account: account, Password: canary, Near: true}
}

func TestMailbox(t *testing.T) {
	m := post(t, 3)
	b := newBook(t)
	b.out.Roots = m.roots
	f, err := b.Try(t.Context(), m.setup())
	if err != nil {
		t.Fatal(err)
	}
	on := ""
	for _, c := range f.Folders {
		if c.On {
			on += c.Name + " "
		}
	}
	if on != "INBOX Courrier parti " && on != "Courrier parti INBOX " || f.Records != 6 {
		t.Errorf("the folders to read are %q with %d mails", on, f.Records)
	}
	id := b.add(t, m.setup())
	dry, err := b.Read(t.Context(), id, true)
	if err != nil || sum(dry).Read == 0 {
		t.Errorf("a dry run: %+v, %v", sum(dry), err)
	}
	if s := b.source(t, id); s.Read != nil || s.Imports != 0 {
		t.Errorf("a dry run left %+v", s)
	}
	if got := b.read(t, id); got.Read != 6 || got.Encounters.New != 6 || got.People.New != 3 || got.ProblemCount != 0 {
		t.Errorf("first reading: %+v", got)
	}
	s := b.source(t, id)
	if s.Read == nil || s.Told != nil || s.Imports != 2 {
		t.Errorf("after the first reading: %+v", s)
	}
	all := b.export(t)
	if strings.Contains(all, "secret du corps") {
		t.Error("what was written was read, although headers were to do")
	}
	if !strings.Contains(all, `"mine":"sender"`) && !strings.Contains(all, `"direction":"out"`) {
		t.Error("nothing counts as sent")
	}
	b.now = b.now.Add(time.Hour)
	if got := b.read(t, id); got.Read != 0 {
		t.Errorf("the same again: %+v", got)
	}
	if b.export(t) != all {
		t.Error("reading the same twice changed the book")
	}
	m.deliver(t, "", letter("later", "Ami0 Durand0 <ami0@example.net>", "Ada <"+account+">", "Bonjour", b.now.Add(-time.Hour)))
	if got := b.read(t, id); got.Read != 1 || got.Encounters.New != 1 {
		t.Errorf("a new mail: %+v", got)
	}
	b.sound(t)
	// Nothing was marked as read.
	for _, flags := range []string{":2,S"} {
		if seen := filesWith(t, m.dir+"/mail", flags); seen > 0 {
			t.Errorf("%d mails were marked as read", seen)
		}
	}
}

func TestWordsOnlyIfWanted(t *testing.T) {
	m := post(t, 1)
	b := newBook(t)
	b.out.Roots = m.roots
	s := m.setup()
	s.Words = true
	id := b.add(t, s)
	if got := b.read(t, id); got.Encounters.New != 2 || !strings.Contains(b.export(t), "secret du corps") {
		t.Errorf("with words: %+v", got)
	}
}

// A folder that the server has numbered anew is read anew, and nothing comes of
// it that was there.
func TestNumberedAnew(t *testing.T) {
	m := post(t, 2)
	b := newBook(t)
	b.out.Roots = m.roots
	id := b.add(t, m.setup())
	b.read(t, id)
	before := records(b.export(t))
	removeMatching(t, m.dir+"/mail", "dovecot") // index, uid list: the numbers with them
	removeMatching(t, m.dir+"/home", "dovecot")
	time.Sleep(1100 * time.Millisecond) // UIDVALIDITY is a number of seconds
	m.deliver(t, "", letter("fresh", "Ami0 Durand0 <ami0@example.net>", "Ada <"+account+">", "Bonjour", b.now.Add(-time.Hour)))
	got := b.read(t, id)
	if got.Encounters.New != 1 || got.Encounters.Known < 2 {
		t.Errorf("numbered anew: %+v", got)
	}
	after := records(b.export(t))
	if after["encounter"] != before["encounter"]+1 || after["person"] != before["person"] {
		t.Errorf("records before %v, after %v", before, after)
	}
	b.sound(t)
}

// A connection that is cut again and again loses nothing and reads nothing
// twice.
func TestCutConnection(t *testing.T) {
	const friends = 150
	m := post(t, friends)
	whole := newBook(t)
	whole.out.Roots = m.roots
	whole.read(t, whole.add(t, m.setup()))
	want := records(whole.export(t))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c := &cutter{Listener: l}
	c.after.Store(1 << 40)
	go c.serve(t.Context(), fmt.Sprint("127.0.0.1:", m.safe))
	b := newBook(t)
	b.out.Roots = m.roots
	s := m.setup()
	s.Address = fmt.Sprint("imaps://localhost:", l.Addr().(*net.TCPAddr).Port)
	id := b.add(t, s)
	c.after.Store(25_000)
	c.made.Store(0)
	tries := 0
	for ; tries < 30; tries++ {
		if _, err := b.Read(t.Context(), id, false); err == nil {
			break
		}
	}
	got := records(b.export(t))
	if c.made.Load() < 3 || tries == 30 {
		t.Errorf("%d connections, %d readings: they were not cut, or nothing got through", c.made.Load(), tries)
	}
	if got["encounter"] != want["encounter"] || got["person"] != want["person"] {
		t.Errorf("cut: %v, whole: %v", got, want)
	}
	b.sound(t)
}

func TestWrongPasswordAndCertificate(t *testing.T) {
	m := post(t, 1)
	b := newBook(t)
	s := m.setup()
	_, err := b.Try(t.Context(), s)
	if !told(err, "out.cert_unknown") {
		t.Errorf("a certificate signed by itself: %v", err)
	}
	b.out.Roots = m.roots
	s.Password = "canary-wrong"
	if _, err = b.Try(t.Context(), s); !told(err, "live.password") {
		t.Errorf("a wrong password: %v", err)
	}
	s.Near = false
	if _, err = b.Try(t.Context(), s); !told(err, "out.near") {
		t.Errorf("a near server without leave: %v", err)
	}
	id := b.add(t, m.setup())
	write(t, m.dir+"/passwd", account+":{PLAIN}changed\n")
	if err := os.Chmod(m.dir+"/passwd", 0o644); err != nil {
		t.Fatal(err)
	}
	time.Sleep(1100 * time.Millisecond) // the server looks at its file once a second
	if _, err := b.Read(t.Context(), id, false); !told(err, "live.password") {
		t.Errorf("a password that was changed: %v", err)
	}
	l := b.source(t, id)
	if !l.Paused || l.Told == nil || l.Told.Key != "live.password" {
		t.Errorf("a wrong password must not be tried again: %+v", l)
	}
	if err := b.SetPassword(t.Context(), id, "still wrong"); !told(err, "live.password") {
		t.Errorf("a new password is tried before it is kept: %v", err)
	}
	if err := b.SetPassword(t.Context(), id, "changed"); err != nil {
		t.Fatal(err)
	}
	if got := b.read(t, id); got.Encounters.New != 2 {
		t.Errorf("with the new password: %+v", got)
	}
	b.sound(t)
}

// STARTTLS is asked for, and in the clear nothing is said but on this machine.
func TestStartTLS(t *testing.T) {
	m := post(t, 1)
	b := newBook(t)
	s := m.setup()
	s.Address = fmt.Sprint("imap://localhost:", m.plain)
	if _, err := b.Try(t.Context(), s); !told(err, "out.cert_unknown") {
		t.Errorf("STARTTLS with a certificate signed by itself: %v", err)
	}
	b.out.Roots = m.roots
	if f, err := b.Try(t.Context(), s); err != nil || f.Records != 2 {
		t.Errorf("STARTTLS: %+v, %v", f, err)
	}
}

func TestRemoveTakesBack(t *testing.T) {
	m := post(t, 2)
	b := newBook(t)
	b.out.Roots = m.roots
	before := records(b.export(t))
	id := b.add(t, m.setup())
	b.read(t, id)
	got, err := b.Remove(t.Context(), id, true)
	if err != nil || len(got.Undone) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	if after := records(b.export(t)); after["encounter"] != before["encounter"] || after["source"] != 0 || after["batch"] != 0 {
		t.Errorf("before %v, after %v", before, after)
	}
	if _, _, err := b.app.Source(t.Context(), b.keeper, id); !errors.Is(err, network.NotFound) {
		t.Errorf("the source is there: %v", err)
	}
	id = b.add(t, m.setup())
	b.read(t, id)
	if got, err := b.Remove(t.Context(), id, false); err != nil || len(got.Undone) != 0 {
		t.Fatal(got, err)
	}
	if after := records(b.export(t)); after["encounter"] != 4 || after["source"] != 0 {
		t.Errorf("what it brought is gone: %v", after)
	}
	b.sound(t)
}

// told reports whether an error is the one with this text.
func told(err error, key string) bool {
	var e *network.Error
	return errors.As(err, &e) && e.Msg == key
}
