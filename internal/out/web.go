package out

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"entregent/internal/network"
)

const (
	mostBytes     = 5 << 20  // of an answer
	mostHeaders   = 64 << 10 // bytes of them
	mostRedirects = 3
)

// A Request is one question to a server on the web.
type Request struct {
	Method  string // "" is GET
	URL     string
	Header  map[string]string
	Body    string
	Account string // with Password, sent to the host of URL and to no other
	// Password is never sent in the clear, but to this machine itself.
	Password string
	Most     int64         // bytes the answer may have; 0 means 5 MB
	Within   time.Duration // for the whole answer; 0 means 10 seconds
}

// An Answer is what a server said. Close its Body.
type Answer struct {
	Status int
	Header http.Header
	URL    string // where it came from, after redirects
	Body   io.ReadCloser
}

// ParseWeb reads an address of the web as the keeper types it: "https://" may
// be left out, and "webcal://", as calendars write it, means the same.
func ParseWeb(s string) (*url.URL, error) {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, "\\ \t\r\n") {
		return nil, refused("out.bad_address", s)
	}
	switch scheme, rest, ok := strings.Cut(s, "://"); {
	case !ok && !strings.HasPrefix(s, "/") && !strings.Contains(head(s), ":"), ok && strings.EqualFold(scheme, "webcal"), ok && strings.EqualFold(scheme, "webcals"):
		if !ok {
			rest = s
		}
		s = "https://" + rest
	}
	u, err := url.Parse(s)
	if err != nil {
		return nil, refused("out.bad_address", s)
	}
	return u, checkURL(u)
}

// head is what stands before the first slash.
func head(s string) string {
	before, _, _ := strings.Cut(s, "/")
	return before
}

// checkURL refuses what is no plain address of the web.
func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return refused("out.scheme", u.Redacted())
	case u.Opaque != "" || u.Host == "" || u.User != nil:
		return refused("out.bad_address", u.Redacted())
	}
	_, err := host(u.Hostname())
	return err
}

// Do asks and returns the answer, whatever its status; redirects are followed.
// The answer ends with an error where it is too long or too slow.
func (c *Client) Do(ctx context.Context, q Request) (*Answer, error) {
	u, err := url.Parse(q.URL)
	if err != nil {
		return nil, refused("out.bad_address", q.URL)
	}
	if err := checkURL(u); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.span(q))
	first := *u
	for n := 0; ; n++ {
		a, next, err := c.once(ctx, q, u, sameHost(&first, u))
		if err == nil && next == nil {
			a.Body = closing{a.Body, cancel}
			return a, nil
		}
		if err == nil && n == mostRedirects {
			err = refused("out.redirects", first.Hostname())
		}
		if err == nil {
			err = follow(u, next)
		}
		if err != nil {
			cancel()
			return nil, err
		}
		u = next
	}
}

func (c *Client) span(q Request) time.Duration {
	if q.Within > 0 && c.limit == 0 {
		return q.Within
	}
	return c.time()
}

// sameHost reports whether a password for one address may go to another: the
// same host and port, or from the clear to the encrypted port of that host.
func sameHost(a, b *url.URL) bool {
	return strings.EqualFold(a.Hostname(), b.Hostname()) && (port(a) == port(b) || a.Scheme == "http" && port(a) == 80 && port(b) == 443)
}

func port(u *url.URL) int {
	if n, err := strconv.Atoi(u.Port()); err == nil {
		return n
	}
	if u.Scheme == "https" {
		return 443
	}
	return 80
}

// follow judges a redirect.
func follow(from, to *url.URL) error {
	if from.Scheme == "https" && to.Scheme != "https" {
		return refused("out.downgrade", from.Hostname())
	}
	return checkURL(to)
}

// once asks at one address; next is where the server sends us instead.
func (c *Client) once(ctx context.Context, q Request, u *url.URL, known bool) (a *Answer, next *url.URL, err error) {
	method := q.Method
	if method == "" {
		method = http.MethodGet
	}
	req, err := http.NewRequestWithContext(ctx, method, u.String(), strings.NewReader(q.Body))
	if err != nil {
		return nil, nil, refused("out.bad_address", u.Redacted())
	}
	for k, v := range q.Header {
		req.Header.Set(k, v)
	}
	req.Header.Set("User-Agent", "Entregent")
	req.Header.Set("Accept-Encoding", "identity")
	secret := known && q.Password != ""
	if secret {
		req.SetBasicAuth(q.Account, q.Password)
	}
	t := c.transport(secret)
	res, err := t.RoundTrip(req)
	if err != nil {
		return nil, nil, inWords(u.Hostname(), err)
	}
	if to := res.Header.Get("Location"); isRedirect(res.StatusCode) && to != "" {
		res.Body.Close()
		next, err = u.Parse(to)
		if err != nil {
			return nil, nil, refused("out.bad_address", to)
		}
		return nil, next, nil
	}
	most := q.Most
	if most == 0 {
		most = mostBytes
	}
	enc := res.Header.Get("Content-Encoding")
	if res.ContentLength > most || enc != "" && enc != "identity" {
		res.Body.Close()
		if res.ContentLength > most {
			return nil, nil, tooLong(u.Hostname(), most)
		}
		return nil, nil, &network.Error{Kind: network.Unreadable, Msg: "out.packed", Args: []any{u.Hostname()}}
	}
	return &Answer{Status: res.StatusCode, Header: res.Header, URL: u.String(), Body: &capped{res.Body, most, most, u.Hostname()}}, nil, nil
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// transport makes a connection for one question. With a secret to send, one in
// the clear must end on this machine.
func (c *Client) transport(secret bool) *http.Transport {
	return &http.Transport{
		DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: mostHeaders, Proxy: nil,
		TLSClientConfig: c.tls(""),
		DialContext: func(ctx context.Context, _, addr string) (net.Conn, error) {
			conn, err := c.dialWeb(ctx, addr)
			if err == nil && secret && !loopback(conn) {
				conn.Close()
				return nil, refused("out.clear")
			}
			return conn, err
		},
		DialTLSContext: func(ctx context.Context, _, addr string) (net.Conn, error) {
			conn, err := c.dialWeb(ctx, addr)
			if err != nil {
				return nil, err
			}
			name, _, err := split(addr, 443)
			if err != nil {
				return nil, err
			}
			return c.Encrypt(ctx, conn, Mail{Host: name})
		},
	}
}

func (c *Client) dialWeb(ctx context.Context, addr string) (net.Conn, error) {
	name, port, err := split(addr, 0)
	if err != nil {
		return nil, err
	}
	return c.dial(ctx, name, port, webPorts)
}

// inWords tells what went wrong on the way.
func inWords(name string, err error) error {
	var e *network.Error
	if errors.As(err, &e) {
		return e
	}
	if e := certificate(name, err); e != nil {
		return e
	}
	var wait net.Error
	if errors.As(err, &wait) && wait.Timeout() {
		err = errors.Join(context.DeadlineExceeded, err)
	}
	return unreachable(name, err)
}

func tooLong(name string, most int64) error {
	return &network.Error{Kind: network.Unreadable, Msg: "out.too_long", Args: []any{name, most >> 20}}
}

// A capped body ends with an error where the answer is longer than it may be.
type capped struct {
	io.ReadCloser
	left, most int64
	name       string
}

func (b *capped) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, tooLong(b.name, b.most)
	}
	if err != nil && err != io.EOF {
		err = inWords(b.name, err)
	}
	return n, err
}

// closing ends the time of a question with its answer.
type closing struct {
	io.ReadCloser
	cancel func()
}

func (c closing) Close() error {
	defer c.cancel()
	return c.ReadCloser.Close()
}
