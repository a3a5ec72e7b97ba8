//go:build unix

package crashtest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// W7: a name of somebody else's that is made to lead here leads nowhere, be it
// for a page, for what is static, or for the door.
func TestForeignNames(t *testing.T) {
	if bad := foreignNames(t, newProgram(t)); bad != "" {
		t.Fatal(bad)
	}
}

func TestForeignNamesFindWhatIsSpoilt(t *testing.T) {
	if bad := foreignNames(t, newSpoilt(t, "answer to any name")); bad == "" {
		t.Error("nothing was noticed")
	}
}

func foreignNames(t *testing.T, p *program) string {
	srv := p.serve()
	addr := strings.TrimPrefix(srv.base, "http://")
	b := newBrowser(srv)
	door := b.must(b.get("/signin")).body
	static := regexp.MustCompile(`/static/[^"]+\.css`).FindString(door)
	paths := []string{"/", "/signin", static, "/favicon.ico", srv.link, "/nowhere"}
	if a, err := b.get(static); err != nil || a.status != http.StatusOK {
		return fmt.Sprintf("%s: %d %v", static, a.status, err)
	}
	hosts := []string{"evil.example", "evil.example:80", "localhost", "127.0.0.1", "127.0.0.2:" + port(addr), "localhost.:" + port(addr), "127.1:" + port(addr), "0.0.0.0:" + port(addr)}
	for _, h := range append(hosts, badHosts(t)...) {
		for _, path := range paths {
			// Where the name is no name at all, net/http itself may refuse it.
			if status := raw(t, addr, "GET", path, h); status != http.StatusMisdirectedRequest && status != http.StatusBadRequest {
				return fmt.Sprintf("GET %s from %q: %d", path, h, status)
			}
		}
		if status := raw(t, addr, "POST", "/signin", h); status != http.StatusMisdirectedRequest && status != http.StatusBadRequest {
			return fmt.Sprintf("POST /signin from %q: %d", h, status)
		}
	}
	for _, h := range []string{addr, "localhost:" + port(addr), "LOCALHOST:" + port(addr), "[::1]:" + port(addr)} {
		if status := raw(t, addr, "GET", static, h); status != http.StatusOK {
			return fmt.Sprintf("its own name %q: %d", h, status)
		}
	}
	return ""
}

func port(addr string) string {
	_, p, _ := net.SplitHostPort(addr)
	return p
}

// raw sends a request with any Host and returns the status.
func raw(t *testing.T, addr, method, path, host string) int {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	fmt.Fprintf(c, "%s %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", method, path, host, host)
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("%s %s from %q: %v", method, path, host, err)
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return resp.StatusCode
}

// badHosts reads the list that is shared with other projects, where it is there.
func badHosts(t *testing.T) []string {
	t.Helper()
	root := os.Getenv("ENTREGENT_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(root, "corpora", "crafted", "lists", "bad-hosts.jsonl"))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Log("without the shared list of names")
		return nil
	}
	defer f.Close()
	var out []string
	for dec := json.NewDecoder(f); ; {
		var line struct {
			Host   string
			Expect int
		}
		if err := dec.Decode(&line); err == io.EOF {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		if line.Expect == http.StatusMisdirectedRequest {
			out = append(out, line.Host)
		}
	}
}
