package out

import (
	"context"
	"crypto/tls"
	"net"
	"strings"
	"time"

	"entregent/internal/network"
)

// quiet is how long a mail server may say nothing: it may have to look through
// a large mailbox first.
const quiet = 30 * time.Second

// A Mail is the address of a mail server, read.
type Mail struct {
	Host     string
	Port     int
	StartTLS bool // the connection begins in the clear
}

// ParseMail reads "imap.example.org", with or without a port and "imaps://" or
// "imap://" before it. Without them it is port 993, encrypted from the start.
func ParseMail(s string) (m Mail, err error) {
	scheme, rest, ok := strings.Cut(strings.TrimSpace(s), "://")
	if !ok {
		scheme, rest = "", scheme
	}
	port := 993
	switch scheme = strings.ToLower(scheme); scheme {
	case "", "imaps":
	case "imap":
		port = 143
	default:
		return m, refused("out.scheme", s)
	}
	name, port, err := split(strings.TrimSuffix(rest, "/"), port)
	if err != nil {
		return m, err
	}
	if m.Host, err = host(name); err != nil {
		return m, err
	}
	m.Port = port
	m.StartTLS = scheme == "imap" || scheme == "" && port == 143
	return m, nil
}

// DialMail connects to a mail server. Where StartTLS is set, the connection is
// in the clear until Encrypt has made it safe.
func (c *Client) DialMail(ctx context.Context, m Mail) (net.Conn, error) {
	conn, err := c.dial(ctx, m.Host, m.Port, mailPorts)
	if err != nil {
		return nil, err
	}
	most := quiet
	if c.limit > 0 {
		most = c.limit
	}
	conn = patient{conn, most}
	if m.StartTLS {
		return conn, nil
	}
	return c.Encrypt(ctx, conn, m)
}

// Encrypt makes a connection safe and closes it where that fails.
func (c *Client) Encrypt(ctx context.Context, conn net.Conn, m Mail) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, c.time())
	defer cancel()
	t := tls.Client(conn, c.tls(m.Host))
	if err := t.HandshakeContext(ctx); err != nil {
		conn.Close()
		if e := certificate(m.Host, err); e != nil {
			return nil, e
		}
		return nil, &network.Error{Kind: network.Unreadable, Field: "address", Msg: "out.no_tls", Args: []any{m.Host}, Err: err}
	}
	return t, nil
}

// Own reports whether a connection in the clear stays on this machine.
func Own(conn net.Conn) bool { return loopback(conn) }

// A patient connection gives up on a server that says nothing.
type patient struct {
	net.Conn
	most time.Duration
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.SetReadDeadline(time.Now().Add(p.most)); err != nil {
		return 0, err
	}
	return p.Conn.Read(b)
}

func (p patient) Write(b []byte) (int, error) {
	if err := p.SetWriteDeadline(time.Now().Add(p.most)); err != nil {
		return 0, err
	}
	return p.Conn.Write(b)
}
