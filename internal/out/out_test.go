package out

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entregent/internal/network"
)

// The list of addresses by which others were led astray.
const list = "../../../shared/corpora/crafted/lists/ssrf.jsonl"

// A world is a resolver and the servers behind its names: one on the internet,
// which answers at 93.184.215.14, and everything else, which must not be reached.
type world struct {
	client  Client
	leaks   atomic.Int64 // connections to what must not be reached
	reached atomic.Int64 // questions answered by the public server
	secrets sync.Map     // host → a password came with a question
	mu      sync.Mutex
	asked   map[string]int
}

// certificateFor signs a certificate for some names by itself.
func certificateFor(t *testing.T, names ...string) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: names, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

var publicAddr = netip.MustParseAddr("93.184.215.14")

func newWorld(t *testing.T) *world {
	w := &world{asked: map[string]int{}}
	plain := httptest.NewServer(http.HandlerFunc(w.serve))
	safe := httptest.NewUnstartedServer(http.HandlerFunc(w.serve))
	safe.TLS = &tls.Config{Certificates: []tls.Certificate{certificateFor(t, "public.test.example", "example.com", "www.example.com")}}
	safe.Config.ErrorLog = log.New(io.Discard, "", 0) // refused on purpose
	safe.StartTLS()
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(func() { plain.Close(); safe.Close(); inside.Close() })
	roots := x509.NewCertPool()
	roots.AddCert(safe.Certificate())
	w.client = Client{Roots: roots, limit: 2 * time.Second, lookup: w.lookup}
	w.client.dialer = func(ctx context.Context, at netip.AddrPort) (net.Conn, error) {
		to := inside.Listener.Addr().String()
		switch at {
		case netip.AddrPortFrom(publicAddr, 80):
			to = plain.Listener.Addr().String()
		case netip.AddrPortFrom(publicAddr, 443):
			to = safe.Listener.Addr().String()
		default:
			w.leaks.Add(1)
		}
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", to)
		if err == nil && to == plain.Listener.Addr().String() {
			conn = remote{conn}
		}
		return conn, err
	}
	return w
}

// A remote connection says that it goes to the internet.
type remote struct{ net.Conn }

func (remote) RemoteAddr() net.Addr { return &net.TCPAddr{IP: publicAddr.AsSlice(), Port: 80} }

func (w *world) lookup(_ context.Context, name string) ([]netip.Addr, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked[name]++
	switch {
	case name == "public.test.example", name == "example.com", name == "other.test.example", name == "rebind.test.example" && w.asked[name] == 1:
		return []netip.Addr{publicAddr}, nil
	case name == "aaaa.test.example":
		return []netip.Addr{publicAddr, netip.IPv6Loopback()}, nil
	}
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
}

func (w *world) serve(res http.ResponseWriter, r *http.Request) {
	w.reached.Add(1)
	if _, _, ok := r.BasicAuth(); ok {
		w.secrets.Store(r.Host, true)
	}
	switch r.URL.Path {
	case "/redirect":
		http.Redirect(res, r, r.URL.Query().Get("to"), http.StatusFound)
	case "/loop":
		http.Redirect(res, r, "/loop", http.StatusFound)
	case "/slow":
		for range 10 {
			fmt.Fprint(res, ".")
			http.NewResponseController(res).Flush()
			select {
			case <-r.Context().Done():
				return
			case <-time.After(time.Second):
			}
		}
	case "/gzipbomb":
		res.Header().Set("Content-Encoding", "gzip")
		res.Write([]byte("\x1f\x8b\x08"))
	case "/headers":
		for i := range 3000 {
			res.Header().Set(fmt.Sprint("X-", i), strings.Repeat("x", 1000))
		}
	case "/long":
		for range 80 {
			res.Write(make([]byte, 100_000))
		}
	case "/method":
		fmt.Fprint(res, r.Method)
	}
}

// ask reads an address as the keeper would have typed it, and what is there.
func (w *world) ask(t *testing.T, url string) ([]byte, error) {
	u, err := ParseWeb(url)
	if err != nil {
		return nil, err
	}
	a, err := w.client.Do(t.Context(), Request{URL: u.String()})
	if err != nil {
		return nil, err
	}
	defer a.Body.Close()
	return io.ReadAll(a.Body)
}

type entry struct{ URL, Expect, Why string }

func entries(t *testing.T) (out []entry) {
	f, err := os.Open(list)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("the list of addresses is not here")
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var e entry
		if err := json.Unmarshal(s.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

func TestAddresses(t *testing.T) {
	w := newWorld(t)
	all := entries(t)
	for _, e := range all {
		if strings.Contains(e.URL, "rebind") { // asked for a second time
			if _, err := w.ask(t, e.URL); err != nil {
				t.Errorf("%s: the first answer of the resolver is a server's: %v", e.URL, err)
			}
		}
		_, err := w.ask(t, e.URL)
		if got := err == nil; got != (e.Expect == "allow") {
			t.Errorf("%q (%s): want %s, got %v", e.URL, e.Why, e.Expect, err)
		}
		var ne *network.Error
		if err != nil && (!errors.As(err, &ne) || ne.Msg == "") {
			t.Errorf("%q: the error has no words: %v", e.URL, err)
		}
	}
	if n := w.leaks.Load(); n > 0 || len(all) < 60 {
		t.Errorf("%d connections to what must not be reached, by %d addresses", n, len(all))
	}
}

// The test above must fail where addresses are not judged.
func TestAddressesSabotaged(t *testing.T) {
	w := newWorld(t)
	w.client.judge = func(netip.Addr) bool { return true }
	for _, e := range entries(t) {
		if !strings.HasSuffix(e.URL, "/slow") {
			w.ask(t, e.URL)
		}
	}
	if n := w.leaks.Load(); n < 20 {
		t.Errorf("without judgement only %d connections go astray: the list shows nothing", n)
	}
}

func TestAHostTheKeeperAllows(t *testing.T) {
	w := newWorld(t)
	for _, url := range []string{"http://cloud.lan:8080/", "http://192.168.1.5:5232/", "https://localhost/"} {
		if _, err := w.ask(t, url); !errors.Is(err, network.Forbidden) {
			t.Errorf("%s without leave: %v", url, err)
		}
	}
	w.client.Allowed = "Cloud.lan"
	if _, err := w.ask(t, "http://cloud.lan:8080/"); err != nil {
		t.Errorf("the allowed host: %v", err)
	}
	if _, err := w.ask(t, "http://router.lan/"); !errors.Is(err, network.Forbidden) {
		t.Errorf("its neighbour: %v", err)
	}
	if _, err := w.ask(t, "http://public.test.example/redirect?to=http://127.0.0.1/"); !errors.Is(err, network.Forbidden) {
		t.Errorf("a redirect to what is near: %v", err)
	}
}

func TestBounds(t *testing.T) {
	w := newWorld(t)
	if _, err := w.ask(t, "https://example.com/long"); err == nil {
		t.Error("8 MB were read")
	}
	a, err := w.client.Do(t.Context(), Request{URL: "https://example.com/long", Most: 16 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if n, err := io.Copy(io.Discard, a.Body); n != 8_000_000 || err != nil {
		t.Errorf("with leave for 16 MB: %d bytes, %v", n, err)
	}
	if _, err := w.ask(t, "https://example.com/redirect?to=http://example.com/"); !errors.Is(err, network.Forbidden) {
		t.Errorf("from https to http: %v", err)
	}
	a, err = w.client.Do(t.Context(), Request{Method: "PROPFIND", URL: "https://example.com/redirect?to=/method"})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if b, _ := io.ReadAll(a.Body); string(b) != "PROPFIND" {
		t.Errorf("after a redirect the method was %q", b)
	}
}

func TestSecrets(t *testing.T) {
	w := newWorld(t)
	ask := func(url string) error {
		a, err := w.client.Do(t.Context(), Request{URL: url, Account: "ada", Password: "canary"})
		if err == nil {
			a.Body.Close()
		}
		return err
	}
	if err := ask("http://other.test.example/"); !errors.Is(err, network.Forbidden) {
		t.Errorf("a password in the clear: %v", err)
	}
	if _, sent := w.secrets.Load("other.test.example"); sent {
		t.Error("the password was sent in the clear")
	}
	w.client.dialer = strict(w.client.dialer)
	if err := ask("https://example.com/"); err != nil {
		t.Fatal(err)
	}
	if _, sent := w.secrets.Load("example.com"); !sent {
		t.Error("the password was not sent to its own host")
	}
	w.client.Roots = nil
	if err := ask("https://example.com/"); err == nil || !strings.Contains(err.Error(), "out.cert_") {
		t.Errorf("a certificate that nobody vouches for: %v", err)
	}
}

// strict leaves a dialer as it is; it is here so that the password to an
// encrypted host is tried with a connection that goes to the internet.
func strict(d func(context.Context, netip.AddrPort) (net.Conn, error)) func(context.Context, netip.AddrPort) (net.Conn, error) {
	return func(ctx context.Context, at netip.AddrPort) (net.Conn, error) {
		conn, err := d(ctx, at)
		if err != nil {
			return nil, err
		}
		return remote{conn}, nil
	}
}

func TestSecretsStayWithTheirHost(t *testing.T) {
	w := newWorld(t)
	a, err := w.client.Do(t.Context(), Request{URL: "https://example.com/redirect?to=https://www.example.com/", Account: "ada", Password: "canary"})
	if err == nil {
		a.Body.Close()
	}
	if _, sent := w.secrets.Load("www.example.com"); sent {
		t.Error("the password went to another host")
	}
}

func TestMailAddresses(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Mail
	}{
		{"imap.example.org", Mail{"imap.example.org", 993, false}},
		{"imap.example.org:143", Mail{"imap.example.org", 143, true}},
		{"imap://imap.example.org", Mail{"imap.example.org", 143, true}},
		{"imaps://imap.example.org:1993/", Mail{"imap.example.org", 1993, false}},
		{"::1", Mail{"::1", 993, false}},
	} {
		if got, err := ParseMail(c.in); err != nil || got != c.want {
			t.Errorf("%s: %+v, %v", c.in, got, err)
		}
	}
	for _, bad := range []string{"", "http://imap.example.org", "imap.example.org:x", "0177.0.0.1", "a b"} {
		if got, err := ParseMail(bad); err == nil {
			t.Errorf("%q was read as %+v", bad, got)
		}
	}
	w := newWorld(t)
	for _, m := range []Mail{{"public.test.example", 25, false}, {"public.test.example", 80, false}, {"localhost", 993, false}, {"10.0.0.1", 143, true}} {
		if _, err := w.client.DialMail(t.Context(), m); !errors.Is(err, network.Forbidden) {
			t.Errorf("%+v: %v", m, err)
		}
	}
	if w.leaks.Load() > 0 {
		t.Error("a connection was made")
	}
}

func FuzzHost(f *testing.F) {
	for _, s := range []string{"example.org", "127.1", "①②⑦.⓪.⓪.①", "[::1]", "a..b", "xn--", "1.2.3.4.", "0x7f.1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name, err := host(s)
		if err != nil {
			return
		}
		if again, err := host(name); err != nil || again != name {
			t.Errorf("%q is %q, and that is %q, %v", s, name, again, err)
		}
		if a, err := netip.ParseAddr(name); err != nil && (net.ParseIP(name) != nil || strings.ContainsAny(name, " /:@\\")) {
			t.Errorf("%q was let through as a name: %v", s, a)
		}
	})
}
