package live

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"entregent/internal/app"
	mailfile "entregent/internal/importer/mail"
	"entregent/internal/live/imap"
	"entregent/internal/network"
	"entregent/internal/out"
)

const (
	mailWindow  = 20_000    // uids asked for at once
	mailWindows = 5_000     // of them, in one reading
	mailGroup   = 100       // mails fetched at once
	mailChunk   = 2_000     // mails in one import
	mailBytes   = 64 << 20  // of one import
	mailWords   = 200 << 10 // bytes of each mail, where words are wanted
	mailTries   = 4         // connections in one reading, as long as each brings something
	lastUID     = 1<<32 - 1 // the greatest there can be
)

// A mailState is how far mailboxes are read.
type mailState struct {
	Folders map[string]folderState `json:"folders"`
}

// A folderState holds as long as the server's own number for the folder does.
type folderState struct {
	Validity uint32 `json:"validity"`
	Next     uint32 `json:"next"` // the first uid that is not read
}

// mail reads a mailbox. A connection that is cut is made again, as long as that
// leads further.
func (r *reading) mail(ctx context.Context) error {
	for try := 1; ; try++ {
		before := r.was
		st := mailState{} // as it stands in the book: what did not enter is fetched again
		if r.was != nil {
			_ = json.Unmarshal(r.was, &st) // written by us; at worst all is read anew
		}
		if st.Folders == nil {
			st.Folders = map[string]folderState{}
		}
		err := r.mailOnce(ctx, &st)
		var ne *network.Error
		if err == nil || try == mailTries || bytes.Equal(before, r.was) || !errors.As(err, &ne) || ne.Msg != "live.cut" {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(try) * time.Second):
		}
	}
}

// signIn opens a mail server for an account.
func (d *Desk) signIn(ctx context.Context, address string, near bool, account, password string) (*imap.Client, func(), error) {
	m, err := out.ParseMail(address)
	if err != nil {
		return nil, nil, err
	}
	way := d.client(m.Host, near)
	conn, err := way.DialMail(ctx, m)
	if err != nil {
		return nil, nil, err
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	c, err := imap.New(conn, m.Host)
	if err == nil && m.StartTLS {
		err = c.StartTLS(func(in net.Conn) (net.Conn, error) { return way.Encrypt(ctx, in, m) })
		var ne *network.Error
		if errors.As(err, &ne) && ne.Msg == "out.no_tls" && ne.Err == nil && out.Own(conn) {
			err = nil // in the clear to this machine itself: nobody can listen in
		}
	}
	if err == nil {
		err = c.Login(account, password)
	}
	if err != nil {
		stop()
		conn.Close()
		return nil, nil, err
	}
	return c, func() { stop(); c.Close() }, nil
}

func (r *reading) mailOnce(ctx context.Context, st *mailState) error {
	c, done, err := r.signIn(ctx, r.s.Address, r.s.Near, r.s.Account, r.secret.Password)
	if err != nil {
		return err
	}
	defer done()
	all, err := c.List()
	if err != nil {
		return err
	}
	boxes, err := choose(all, r.s.Folders)
	if err != nil {
		return err
	}
	for _, m := range boxes {
		if err := r.mailbox(ctx, c, m, st); err != nil {
			return err
		}
	}
	return r.keep(ctx, st)
}

// choose returns the folders to read: those the keeper named, else the inbox,
// what was sent, and the archive, as the server marks them or by their names.
func choose(all []imap.Mailbox, names []string) (out []imap.Mailbox, err error) {
	if len(names) > 0 {
		for _, n := range names {
			i := slices.IndexFunc(all, func(m imap.Mailbox) bool { return m.Name == n || m.Path == n })
			if i < 0 {
				return nil, &network.Error{Kind: network.NotFound, Field: "folder", Msg: "live.no_such_folder", Args: []any{n}}
			}
			out = append(out, all[i])
		}
		return out, nil
	}
	marked := slices.ContainsFunc(all, func(m imap.Mailbox) bool { return m.Is(`\Sent`) })
	for _, m := range all {
		switch {
		case strings.EqualFold(m.Path, "INBOX"), m.Is(`\Archive`), m.Is(`\Sent`), !marked && mailfile.Sent(m.Last):
			out = append(out, m)
		}
	}
	return out, nil
}

// A pile is mails that are fetched and not yet in the book.
type pile struct {
	data        bytes.Buffer
	n           int
	first, last uint32
}

// mailbox reads one folder from where it was left.
func (r *reading) mailbox(ctx context.Context, c *imap.Client, m imap.Mailbox, st *mailState) error {
	now, err := c.Examine(m.Path)
	if err != nil {
		return err
	}
	at := st.Folders[m.Path]
	if at.Validity != now.Validity || at.Next == 0 {
		at = folderState{now.Validity, 1} // other numbers: all anew, and what is known is known
	}
	end := now.Next
	if end == 0 {
		end = lastUID
	}
	var p pile
	// What was fetched before something went wrong is kept.
	flush := func() error {
		if st.Folders[m.Path] == at {
			return nil
		}
		st.Folders[m.Path] = at
		return r.flush(ctx, m, &p, st)
	}
	for n := 0; at.Next < end && now.Mails > 0 && n < mailWindows; n++ {
		to := end - 1
		if now.Next != 0 {
			to = uint32(min(uint64(at.Next)+mailWindow, uint64(end)) - 1)
		}
		uids, err := c.Search(at.Next, to)
		if err != nil {
			return errors.Join(err, flush())
		}
		for group := range slices.Chunk(uids, mailGroup) {
			got, err := r.fetch(c, group, &p)
			if got > 0 {
				at.Next = group[got-1] + 1
			}
			if err != nil {
				return errors.Join(err, flush())
			}
			if p.n >= mailChunk || p.data.Len() > mailBytes {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		if now.Next != 0 || len(uids) == 0 {
			at.Next = max(at.Next, to+1)
		}
		if now.Next == 0 {
			break
		}
	}
	if now.Next != 0 {
		at.Next = max(at.Next, 1)
	}
	return flush()
}

// fetch puts some mails on the pile and returns how many of them are done with.
// Where the connection is cut, those are the ones that came, if they came in
// order.
func (r *reading) fetch(c *imap.Client, uids []uint32, p *pile) (done int, err error) {
	words := 0
	if r.s.Words {
		words = mailWords
	}
	got := make([]imap.Message, 0, len(uids))
	err = c.Fetch(uids, words, func(m imap.Message) error {
		got = append(got, m)
		return nil
	})
	done = len(uids)
	if err != nil {
		for done = 0; done < len(got) && got[done].UID == uids[done]; {
			done++
		}
		got = got[:done]
	}
	slices.SortFunc(got, func(a, b imap.Message) int { return cmp.Compare(a.UID, b.UID) })
	for _, m := range got {
		if m.Draft || m.Gone {
			continue
		}
		if p.n == 0 {
			p.first = m.UID
		}
		p.n++
		p.last = m.UID
		writeMbox(&p.data, m)
	}
	return done, err
}

// writeMbox adds a mail to a mailbox file.
func writeMbox(w *bytes.Buffer, m imap.Message) {
	at := m.At
	if at.IsZero() {
		at = time.Unix(0, 0)
	}
	fmt.Fprintf(w, "From MAILER-DAEMON %s\n", at.UTC().Format(time.ANSIC))
	for line := range bytes.Lines(m.Data) {
		if bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
			w.WriteByte('>')
		}
		w.Write(line)
	}
	_, _ = io.WriteString(w, "\n\n")
}

// flush brings the pile into the book, together with how far that is.
func (r *reading) flush(ctx context.Context, m imap.Mailbox, p *pile, st *mailState) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if p.n == 0 {
		return r.keep(ctx, st)
	}
	name := m.Last
	if m.Is(`\Sent`) {
		name = "Sent" // by which the reader of mailboxes knows it
	}
	dir, err := r.put(fmt.Sprintf("uid %d-%d", p.first, p.last), name+".mbox", p.data.Bytes())
	if err != nil {
		return err
	}
	*p = pile{}
	if err := r.take(ctx, dir, "mail", st, time.Time{}); err != nil {
		return err
	}
	if r.dry {
		return errEnough
	}
	return nil
}

// mailboxes says what a test of the connection found.
func (d *Desk) mailboxes(ctx context.Context, s Setup) (f Found, err error) {
	c, done, err := d.signIn(ctx, s.Address, s.Near, s.Account, s.Password)
	if err != nil {
		return f, err
	}
	defer done()
	all, err := c.List()
	if err != nil {
		return f, err
	}
	chosen, err := choose(all, s.Folders)
	if err != nil {
		return f, err
	}
	for _, m := range all {
		f.Folders = append(f.Folders, Choice{Path: m.Name, Name: m.Name, On: slices.ContainsFunc(chosen, func(x imap.Mailbox) bool { return x.Path == m.Path })})
	}
	for _, m := range chosen {
		st, err := c.Examine(m.Path)
		if err != nil {
			return f, err
		}
		f.Records += st.Mails
	}
	f.Kind, f.Address, f.Keep = app.LiveMail, s.Address, s.Folders
	return f, nil
}
