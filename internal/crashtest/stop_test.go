//go:build unix

package crashtest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// R9: asked to stop under load, the server lets what is under way finish or says
// 503, and is gone within ten seconds with status 0.
func TestAskedToStopUnderLoad(t *testing.T) {
	skipLong(t)
	if bad := stopUnderLoad(t, newProgram(t)); bad != "" {
		t.Fatal(bad)
	}
}

func TestStoppingFindsWhatIsSpoilt(t *testing.T) {
	skipLong(t)
	for _, sabotage := range []string{"stop at once", "stop late"} {
		t.Run(sabotage, func(t *testing.T) {
			if bad := stopUnderLoad(t, newSpoilt(t, sabotage)); bad == "" {
				t.Error("nothing was noticed")
			} else {
				t.Logf("noticed: %.200s", bad)
			}
		})
	}
}

func stopUnderLoad(t *testing.T, p *program) string {
	srv := p.serve()
	wrong := make(chan string, 100)
	var wg sync.WaitGroup
	for c := range clients {
		b := newBrowser(srv)
		b.signIn(p.newLink())
		wg.Go(func() {
			for n := 0; ; n++ {
				a, err := b.post("/log", url.Values{"who-0": {"new"}, "name-0": {fmt.Sprintf("Personne Numéro%dx%d", c, n)}, "line": {"Café"}, "once": {fmt.Sprint(c, n)}})
				if err != nil {
					if !refused(err) {
						wrong <- "a request under way was cut off: " + err.Error()
					}
					return
				}
				if !a.did() && a.status != http.StatusServiceUnavailable {
					wrong <- fmt.Sprintf("answered with %d", a.status)
					return
				}
			}
		})
	}
	// One form arrives slowly, and is still arriving when the server is asked;
	// another never arrives.
	b := newBrowser(srv)
	b.signIn(p.newLink())
	slow := b.begin("/log", "who-0=new&name-0=Lent+Tement&line=Caf%C3%A9", 10)
	defer slow.Close()
	silent := b.begin("/signin", "token=nothing", 3)
	defer silent.Close()
	time.Sleep(400 * time.Millisecond)
	wg.Go(func() {
		time.Sleep(500 * time.Millisecond)
		io.WriteString(slow, "who-0=new&name-0=Lent+Tement&line=Caf%C3%A9"[10:])
		resp, err := http.ReadResponse(bufio.NewReader(slow), nil)
		if err != nil || resp.StatusCode != http.StatusSeeOther && resp.StatusCode != http.StatusServiceUnavailable {
			wrong <- fmt.Sprintf("the slow form: %v %v", resp, err)
		}
	})
	status, took := srv.stop()
	wg.Wait()
	close(wrong)
	for bad := range wrong {
		return bad
	}
	if status != 0 || took > 10*time.Second {
		return fmt.Sprintf("status %d after %v: %s", status, took, srv.log)
	}
	t.Logf("stopped after %v", took.Round(time.Millisecond))
	return p.unsound()
}

// begin sends a form as far as some byte, and returns the connection.
func (b *browser) begin(path, form string, as int) net.Conn {
	b.t.Helper()
	addr := strings.TrimPrefix(b.base, "http://")
	c, err := net.Dial("tcp", addr)
	if err != nil {
		b.t.Fatal(err)
	}
	c.SetDeadline(time.Now().Add(patience))
	fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n", path, addr, b.base, len(form))
	for name, value := range b.cookies {
		fmt.Fprintf(c, "Cookie: %s=%s\r\n", name, value)
	}
	fmt.Fprintf(c, "\r\n%s", form[:as])
	return c
}

// refused reports whether a connection was never taken up, or was an idle one
// that the server had closed.
func refused(err error) bool {
	for _, s := range []string{"connection refused", "server closed idle connection", "EOF", "connection reset"} {
		if strings.Contains(err.Error(), s) {
			return !strings.Contains(err.Error(), "unexpected EOF")
		}
	}
	return false
}
