package imap

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"entregent/internal/network"
)

// served talks to a server that says what it is told to, line by line of ours.
func served(t *testing.T, answers func(tag, command string) string) *Client {
	t.Helper()
	near, far := net.Pipe()
	t.Cleanup(func() { near.Close(); far.Close() })
	go func() {
		defer far.Close()
		fmt.Fprint(far, "* OK ready\r\n")
		for s := bufio.NewScanner(far); s.Scan(); {
			tag, command, _ := strings.Cut(s.Text(), " ")
			out := answers(tag, command)
			if out == "" {
				return
			}
			fmt.Fprint(far, strings.ReplaceAll(out, "TAG", tag))
		}
	}()
	c, err := New(near, "imap.example.org")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFetchReadsWhatAServerMaySay(t *testing.T) {
	c := served(t, func(tag, command string) string {
		if !strings.HasPrefix(command, "UID FETCH 3,7 (UID FLAGS INTERNALDATE BODY.PEEK[HEADER])") {
			return "TAG BAD what\r\n"
		}
		return "* 4 FETCH (FLAGS (\\Seen))\r\n" + // another program's doing
			"* 1 FETCH (UID 3 FLAGS (\\Draft \\Seen) INTERNALDATE \"24-Nov-2026 10:00:00 +0100\" BODY[HEADER] {11}\r\nSubject: a\n)\r\n" +
			"* 9 FETCH (UID 99 BODY[HEADER] \"not asked for\")\r\n" +
			"* 2 FETCH (BODY[HEADER] \"Subject: \\\"b\\\"\" UID 7)\r\nTAG OK done\r\n"
	})
	var got []Message
	if err := c.Fetch([]uint32{3, 7}, 0, func(m Message) error { got = append(got, m); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || !got[0].Draft || got[0].At.Hour() != 10 || string(got[0].Data) != "Subject: a\n" || got[1].UID != 7 || string(got[1].Data) != `Subject: "b"` {
		t.Errorf("%+v", got)
	}
}

func TestListAndNames(t *testing.T) {
	c := served(t, func(tag, command string) string {
		return "* CAPABILITY IMAP4rev1\r\n* LIST (\\HasNoChildren \\Sent) \".\" \"INBOX.&AMk-l&AOk-ments envoy&AOk-s\"\r\n* LIST (\\Noselect) NIL top\r\n* LIST () \"/\" {6}\r\na \"b\\c\r\nTAG OK\r\n"
	})
	got, err := c.List()
	if err != nil || len(got) != 2 || got[0].Name != "INBOX.Éléments envoyés" || got[0].Last != "Éléments envoyés" || !got[0].Is(`\Sent`) || got[1].Path != `a "b\c` {
		t.Errorf("%+v, %v", got, err)
	}
	for in, want := range map[string]string{"a&-b": "a&b", "&AMk": "&AMk", "&!!-x": "&!!-x", "": ""} {
		if got := decode(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestRefusedLogin(t *testing.T) {
	for answer, kind := range map[string]network.Kind{
		"TAG NO [AUTHENTICATIONFAILED] no\r\n": network.Forbidden,
		"TAG NO no\r\n":                        network.Forbidden,
		"TAG NO [UNAVAILABLE] later\r\n":       network.Unreadable,
		"* BYE\r\n":                            network.Unreadable,
	} {
		c := served(t, func(tag, command string) string {
			if strings.HasPrefix(command, "CAPABILITY") {
				return "* CAPABILITY IMAP4rev1\r\nTAG OK\r\n"
			}
			return answer
		})
		err := c.Login("ada", `canary"\`)
		if !errors.Is(err, kind) || strings.Contains(fmt.Sprint(err), "canary") {
			t.Errorf("%q: %v", answer, err)
		}
	}
}

// What was said before the connection was safe must not be taken for said after.
func TestNothingIsSlippedInBeforeTLS(t *testing.T) {
	c := served(t, func(tag, command string) string {
		if strings.HasPrefix(command, "STARTTLS") {
			return "TAG OK go\r\n* PREAUTH slipped in\r\n"
		}
		return "* CAPABILITY IMAP4rev1 STARTTLS\r\nTAG OK\r\n"
	})
	err := c.StartTLS(func(net.Conn) (net.Conn, error) {
		t.Error("the connection was used")
		return nil, io.EOF
	})
	if err == nil {
		t.Error("no error")
	}
}

// A server that never ends its answer is left, with bounded memory.
func TestEndlessAnswers(t *testing.T) {
	for what, bit := range map[string]string{
		"lists within lists": "(", "one long word": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "many words": "a ", "a long string": `"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`,
	} {
		near, far := net.Pipe()
		go func() {
			defer far.Close()
			fmt.Fprint(far, "* OK ready\r\n")
			_, _ = bufio.NewReader(far).ReadString('\n')
			fmt.Fprint(far, "* LIST ")
			chunk := strings.Repeat(bit, 64<<10/len(bit))
			if bit[0] == '"' {
				chunk = strings.Repeat("a", 64<<10)
				fmt.Fprint(far, `"`)
			}
			for {
				if _, err := io.WriteString(far, chunk); err != nil {
					return
				}
			}
		}()
		c, err := New(near, "imap.example.org")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.List(); !errors.Is(err, errTooLong) && !errors.Is(err, errGarbled) {
			t.Errorf("%s: %v", what, err)
		}
		near.Close()
	}
}

// FuzzAnswers reads whatever a server may say as the answer to each command.
func FuzzAnswers(f *testing.F) {
	for _, s := range []string{
		"* OK ready\r\ne1 OK done\r\n", "* OK\r\n* 1 FETCH (UID 1 BODY[HEADER] {3}\r\nabc)\r\ne1 OK\r\n", "* OK x\r\n* LIST (\\Sent) \"/\" \"a\"\r\ne1 OK\r\n",
		"* OK x\r\n* SEARCH 1 2 3\r\ne1 OK\r\n", "* PREAUTH\r\n+ go\r\ne1 NO [X y] z\r\n", "* OK\r\n* 1 FETCH (FLAGS (a (b)) BODY[]<0> {99999999999}\r\n",
		"* OK\r\n* ESEARCH ]]]] [[[ \r\n", "* OK\r\n* LIST () ~{1}\r\n\x00\r\ne1 OK\r\n", "* BYE\r\n", "",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, do := range []func(*Client) error{
			func(c *Client) error { _, err := c.List(); return err },
			func(c *Client) error { _, err := c.Examine("INBOX"); return err },
			func(c *Client) error { _, err := c.Search(1, 9); return err },
			func(c *Client) error { return c.Login("a", "b") },
			func(c *Client) error { return c.Fetch([]uint32{1, 2}, 0, func(Message) error { return nil }) },
		} {
			c, err := New(&said{Reader: strings.NewReader(string(data))}, "imap.example.org")
			if err == nil {
				_ = do(c)
			}
		}
	})
}

// said is a connection from which a text comes.
type said struct {
	net.Conn
	io.Reader
}

func (s *said) Read(b []byte) (int, error)    { return s.Reader.Read(b) }
func (*said) Write(b []byte) (int, error)     { return len(b), nil }
func (*said) Close() error                    { return nil }
func (*said) SetDeadline(time.Time) error     { return nil }
func (*said) SetReadDeadline(time.Time) error { return nil }
