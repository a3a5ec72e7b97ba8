// Package out is the only way from this program to other machines, and only to
// those whose address the keeper has typed.
//
// It resolves each name itself, refuses what is not a server on the internet
// unless the keeper has allowed that very host, and connects to the address that
// it has judged, so that a name cannot mean two things. It bounds time and size,
// keeps no cookies, follows three redirects at most and sends a password to no
// other host than the one it was given for. What is asked and what the answers
// mean is left to others.
package out

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"entregent/internal/network"
)

// patience is how long a connection, or a whole answer, may take.
const patience = 10 * time.Second

// A Client talks to other machines. The zero value talks to servers on the
// internet and to nobody else; it is safe for use by several goroutines.
type Client struct {
	// Allowed is a host, as the keeper typed it, that may be near (a server at
	// home) and may answer at any port. "" for none.
	Allowed string
	// Roots are the authorities that certificates are judged by, nil for those of
	// the machine.
	Roots *x509.CertPool

	// Set by tests only.
	lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	dialer func(ctx context.Context, at netip.AddrPort) (net.Conn, error)
	judge  func(netip.Addr) bool
	limit  time.Duration
}

// The ports of the web and of mail.
var (
	webPorts  = []int{80, 443}
	mailPorts = []int{143, 993}
)

func (c *Client) allowed(name string) bool {
	own, err := host(c.Allowed)
	return c.Allowed != "" && err == nil && own == name
}

func (c *Client) time() time.Duration {
	if c.limit > 0 {
		return c.limit
	}
	return patience
}

// dial connects to one host, whose addresses are all judged first: a name that
// stands for a server and for this machine at once is a trap.
func (c *Client) dial(ctx context.Context, name string, port int, ports []int) (net.Conn, error) {
	name, err := host(name)
	if err != nil {
		return nil, err
	}
	free := c.allowed(name)
	good := public
	if c.judge != nil {
		good = c.judge
	}
	literal, _ := netip.ParseAddr(name)
	switch {
	case free:
	case near(name), literal.IsValid() && !good(literal):
		return nil, refused("out.near", name)
	case !slices.Contains(ports, port):
		return nil, refused("out.port", name, port)
	}
	ctx, cancel := context.WithTimeout(ctx, c.time())
	defer cancel()
	addrs, err := c.resolve(ctx, name)
	if err != nil {
		return nil, err
	}
	for _, a := range addrs {
		if !free && !good(a) {
			return nil, refused("out.near", name)
		}
	}
	var last error
	for _, a := range addrs {
		conn, err := c.connect(ctx, netip.AddrPortFrom(a, uint16(port)))
		if err == nil {
			return conn, nil
		}
		last = err
	}
	return nil, unreachable(name, last)
}

func (c *Client) resolve(ctx context.Context, name string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(name); err == nil {
		return []netip.Addr{a}, nil
	}
	lookup := c.lookup
	if lookup == nil {
		lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	found, err := lookup(ctx, name)
	if err != nil || len(found) == 0 {
		return nil, &network.Error{Kind: network.Unreadable, Field: "address", Msg: "out.no_such_host", Args: []any{name}, Err: err}
	}
	out := make([]netip.Addr, 0, len(found))
	for _, a := range found {
		out = append(out, a.Unmap())
	}
	return out, nil
}

func (c *Client) connect(ctx context.Context, at netip.AddrPort) (net.Conn, error) {
	if c.dialer != nil {
		return c.dialer(ctx, at)
	}
	var d net.Dialer
	return d.DialContext(ctx, "tcp", at.String())
}

// unreachable is the error of a host that does not answer.
func unreachable(name string, err error) error {
	msg := "out.unreachable"
	if errors.Is(err, context.DeadlineExceeded) {
		msg = "out.too_slow"
	}
	return &network.Error{Kind: network.Unreadable, Field: "address", Msg: msg, Args: []any{name}, Err: err}
}

func (c *Client) tls(name string) *tls.Config {
	return &tls.Config{ServerName: name, RootCAs: c.Roots, MinVersion: tls.VersionTLS12}
}

// certificate puts into words what is wrong with a certificate; nil if that is
// not what err is about.
func certificate(name string, err error) error {
	var invalid x509.CertificateInvalidError
	msg := ""
	switch {
	case errors.As(err, new(x509.UnknownAuthorityError)):
		msg = "out.cert_unknown"
	case errors.As(err, new(x509.HostnameError)):
		msg = "out.cert_name"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		msg = "out.cert_expired"
	case errors.As(err, new(*tls.CertificateVerificationError)), errors.As(err, &invalid):
		msg = "out.cert_bad"
	default:
		return nil
	}
	return &network.Error{Kind: network.Unreadable, Field: "address", Msg: msg, Args: []any{name}, Err: err}
}

// loopback reports whether a connection goes to this machine itself, where
// nobody can listen in.
func loopback(conn net.Conn) bool {
	a, ok := conn.RemoteAddr().(*net.TCPAddr)
	return ok && a.IP.IsLoopback()
}

// split reads "host" or "host:port".
func split(s string, port int) (string, int, error) {
	if _, err := netip.ParseAddr(s); err == nil {
		return s, port, nil
	}
	name, p, err := net.SplitHostPort(s)
	if err != nil {
		return s, port, nil
	}
	n, err := strconv.ParseUint(p, 10, 16)
	if err != nil || n == 0 {
		return "", 0, refused("out.bad_host", s)
	}
	return name, int(n), nil
}
