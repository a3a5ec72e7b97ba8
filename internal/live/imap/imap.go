// Package imap is what it takes to read a mailbox on a server and to change
// nothing there: sign in, list the folders, open one read-only, and fetch the
// headers of mails without marking them as read (RFC 3501, RFC 6154).
//
// It is given its connection and never makes one. Every answer is bounded, and
// nothing runs beside the caller, so that a hostile server can cost an error and
// nothing else. It leaves out what mails mean, and everything that writes.
package imap

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"entregent/internal/network"
)

// A Client talks to one server. Its methods are called one after the other.
type Client struct {
	conn net.Conn
	p    parser
	host string
	tags int
	caps []string
	bye  bool
	dead error // why the connection was ended
}

// New reads the server's greeting. host is its name, for errors.
func New(conn net.Conn, host string) (*Client, error) {
	c := &Client{conn: conn, host: host}
	c.attach(conn)
	r, err := c.p.read()
	if err != nil {
		return nil, c.broken(err)
	}
	if r.tag != "*" || r.word(0) != "OK" && r.word(0) != "PREAUTH" {
		return nil, c.broken(errGarbled)
	}
	return c, nil
}

func (c *Client) attach(conn net.Conn) {
	c.conn = conn
	c.p = parser{r: bufio.NewReaderSize(conn, 32<<10), literal: 1 << 20}
}

// StartTLS asks for an encrypted connection and takes the one that encrypt
// makes of the present one. What the server has said in the clear is forgotten.
func (c *Client) StartTLS(encrypt func(net.Conn) (net.Conn, error)) error {
	if !c.can("STARTTLS") {
		return &network.Error{Kind: network.Unreadable, Field: "address", Msg: "out.no_tls", Args: []any{c.host}}
	}
	if err := c.plain("STARTTLS"); err != nil {
		return err
	}
	if c.p.r.Buffered() > 0 { // said in the clear, to be taken for said in secret
		return c.broken(errGarbled)
	}
	conn, err := encrypt(c.conn)
	if err != nil {
		return err
	}
	c.attach(conn)
	c.caps = nil
	return nil
}

// can reports whether the server says that it can do something.
func (c *Client) can(what string) bool {
	if c.caps == nil {
		c.caps = []string{"IMAP4REV1"}
		_ = c.do("CAPABILITY", func(r *response) error {
			if r.word(0) == "CAPABILITY" {
				for i := range r.parts[1:] {
					c.caps = append(c.caps, r.word(i+1))
				}
			}
			return nil
		})
	}
	return slices.Contains(c.caps, what)
}

// Login signs in. Forbidden, with words, where the server refuses the account or
// its password.
func (c *Client) Login(account, password string) error {
	var err error
	if c.can("AUTH=PLAIN") {
		err = c.authenticate(base64.StdEncoding.EncodeToString([]byte("\x00" + account + "\x00" + password)))
	} else {
		err = c.do("LOGIN "+quote(account)+" "+quote(password), nil)
	}
	c.caps = nil
	var no *refusal
	if errors.As(err, &no) {
		switch no.code {
		case "UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "CONTACTADMIN":
		default:
			return &network.Error{Kind: network.Forbidden, Field: "password", Msg: "live.password", Args: []any{c.host}}
		}
	}
	return err
}

func (c *Client) authenticate(secret string) error {
	tag, err := c.send("AUTHENTICATE PLAIN")
	if err != nil {
		return err
	}
	sent := false
	return c.until(tag, func(r *response) error {
		if r.tag != "+" {
			return nil
		}
		if sent {
			return c.broken(errGarbled)
		}
		sent = true
		_, err := io.WriteString(c.conn, secret+"\r\n")
		return err
	})
}

// A Mailbox is one folder on the server.
type Mailbox struct {
	Name  string // as a person reads it
	Path  string // as the server wants it
	Last  string // the last part of Name, below what it lies in
	Marks []string
}

// Is reports whether the server says that the folder is for something: "\Sent".
func (m Mailbox) Is(mark string) bool { return slices.Contains(m.Marks, strings.ToUpper(mark)) }

// mostMailboxes is how many folders are listed.
const mostMailboxes = 10_000

// List returns the folders that can be opened.
func (c *Client) List() (out []Mailbox, err error) {
	command := `LIST "" "*"`
	if c.can("SPECIAL-USE") && c.can("LIST-EXTENDED") {
		command += " RETURN (SPECIAL-USE)"
	}
	err = c.do(command, func(r *response) error {
		if r.word(0) != "LIST" || len(r.parts) < 4 || r.parts[1].is != list {
			return nil
		}
		m := Mailbox{Path: r.parts[3].text, Name: decode(r.parts[3].text)}
		m.Last = m.Name
		if d := r.parts[2].text; r.parts[2].is == text && d != "" {
			m.Last = m.Name[strings.LastIndex(m.Name, d)+1:]
		}
		for _, n := range r.parts[1].list {
			m.Marks = append(m.Marks, strings.ToUpper(n.text))
		}
		if len(out) < mostMailboxes && !m.Is(`\Noselect`) && !m.Is(`\NonExistent`) {
			out = append(out, m)
		}
		return nil
	})
	return out, err
}

// A Status is what a folder holds. A uid means the same mail as long as Validity
// is the same.
type Status struct {
	Mails    int
	Validity uint32
	Next     uint32 // greater than every uid there is; 0 if not said
}

// Examine opens a folder read-only.
func (c *Client) Examine(path string) (s Status, err error) {
	err = c.do("EXAMINE "+quote(path), func(r *response) error {
		switch {
		case r.word(0) == "OK":
			word, arg := r.code()
			n, _ := strconv.ParseUint(arg, 10, 32)
			switch word {
			case "UIDVALIDITY":
				s.Validity = uint32(n)
			case "UIDNEXT":
				s.Next = uint32(n)
			}
		case r.word(1) == "EXISTS":
			s.Mails, _ = strconv.Atoi(r.parts[0].text)
		}
		return nil
	})
	return s, err
}

// Search returns the uids from one to another, both included, in order.
func (c *Client) Search(from, to uint32) (out []uint32, err error) {
	err = c.do(fmt.Sprintf("UID SEARCH UID %d:%d", from, to), func(r *response) error {
		if r.word(0) != "SEARCH" {
			return nil
		}
		for _, n := range r.parts[1:] {
			uid, err := strconv.ParseUint(n.text, 10, 32)
			if err == nil && uint32(uid) >= from && uint32(uid) <= to {
				out = append(out, uint32(uid))
			}
		}
		return nil
	})
	slices.Sort(out)
	return slices.Compact(out), err
}

// A Message is one mail as it was fetched.
type Message struct {
	UID   uint32
	At    time.Time // when it came to the server, zero if not said
	Draft bool
	Gone  bool // marked as deleted
	Data  []byte
}

// Fetch fetches mails by their uids, in no order: headers alone, or with words
// > 0 so many bytes of each whole mail. It leaves every mail as it is.
func (c *Client) Fetch(uids []uint32, words int, fn func(Message) error) error {
	if len(uids) == 0 {
		return nil
	}
	what := "BODY.PEEK[HEADER]"
	if words > 0 {
		what = fmt.Sprintf("BODY.PEEK[]<0.%d>", words)
	}
	var set strings.Builder
	for i, u := range uids {
		if i > 0 {
			set.WriteByte(',')
		}
		set.WriteString(strconv.FormatUint(uint64(u), 10))
	}
	return c.do("UID FETCH "+set.String()+" (UID FLAGS INTERNALDATE "+what+")", func(r *response) error {
		if r.word(1) != "FETCH" || len(r.parts) < 3 || r.parts[2].is != list {
			return nil
		}
		m := message(r.parts[2].list)
		if m.Data == nil || !slices.Contains(uids, m.UID) { // of flags that another program changes
			return nil
		}
		return fn(m)
	})
}

// message reads the list of a FETCH answer: names, each followed by its value.
func message(parts []node) (m Message) {
	for i := 0; i+1 < len(parts); i += 2 {
		v := parts[i+1]
		switch name := strings.ToUpper(parts[i].text); {
		case name == "UID":
			n, _ := strconv.ParseUint(v.text, 10, 32)
			m.UID = uint32(n)
		case name == "INTERNALDATE":
			m.At, _ = time.Parse("_2-Jan-2006 15:04:05 -0700", v.text)
		case name == "FLAGS":
			for _, f := range v.list {
				m.Draft = m.Draft || strings.EqualFold(f.text, `\Draft`)
				m.Gone = m.Gone || strings.EqualFold(f.text, `\Deleted`)
			}
		case strings.HasPrefix(name, "BODY[") && v.is == text:
			m.Data = []byte(v.text)
		}
	}
	return m
}

// Close says goodbye, as far as the server listens, and ends the connection.
func (c *Client) Close() error {
	if !c.bye {
		_, _ = c.send("LOGOUT")
	}
	return c.conn.Close()
}

// A refusal is a NO or BAD.
type refusal struct{ code, words string }

func (r *refusal) Error() string { return "imap: the server refuses: " + r.words }

// plain gives a command that has no answer but its status.
func (c *Client) plain(command string) error { return c.do(command, nil) }

// do gives a command and calls fn for every answer before its status.
func (c *Client) do(command string, fn func(*response) error) error {
	tag, err := c.send(command)
	if err != nil {
		return err
	}
	return c.until(tag, func(r *response) error {
		if fn == nil || r.tag != "*" {
			return nil
		}
		return fn(r)
	})
}

func (c *Client) send(command string) (tag string, err error) {
	if c.dead != nil {
		return "", c.dead
	}
	c.tags++
	tag = "e" + strconv.Itoa(c.tags)
	_, err = io.WriteString(c.conn, tag+" "+command+"\r\n")
	if err != nil {
		err = c.broken(err)
	}
	return tag, err
}

func (c *Client) until(tag string, fn func(*response) error) error {
	for {
		r, err := c.p.read()
		if err != nil {
			return c.broken(err)
		}
		if r.tag == tag {
			if r.word(0) == "OK" {
				return nil
			}
			code, _ := r.code()
			return c.said(&refusal{code, r.rest})
		}
		if r.tag == "*" && r.word(0) == "BYE" {
			c.bye = true
			return c.broken(io.ErrUnexpectedEOF)
		}
		if err := fn(r); err != nil {
			return err
		}
	}
}

// said puts a refusal into words; a person may know what to make of the server's
// own.
func (c *Client) said(r *refusal) error {
	words := []rune(strings.ToValidUTF8(r.words, "?"))
	return &network.Error{Kind: network.Unreadable, Msg: "live.refused", Args: []any{c.host, string(words[:min(len(words), 200)])}, Err: r}
}

// broken ends the connection, and tells one that was cut from one on which
// nobody makes sense.
func (c *Client) broken(err error) error {
	c.bye = true
	c.conn.Close()
	msg := "live.cut"
	if errors.Is(err, errGarbled) || errors.Is(err, errTooLong) {
		msg = "live.no_mail_server"
	}
	c.dead = &network.Error{Kind: network.Unreadable, Msg: msg, Args: []any{c.host}, Err: err}
	return c.dead
}

// quote writes a string as a command takes it. What cannot stand in quotes is
// left out: no name of a folder or account has it.
func quote(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\r' || r == '\n' || r == 0 {
			return -1
		}
		return r
	}, s)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
