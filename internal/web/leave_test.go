package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A client that leaves is no fault of the server's: neither in the middle of its
// own form or files, nor while it is being answered, nor when the server stops.
func TestWhoLeavesIsNoError(t *testing.T) {
	s := lived(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Listen = l.Addr().String()
	if s.hosts, err = allowed(s.Listen, nil); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	begin := func(path, kind, body string, length int) net.Conn {
		c, err := net.Dial("tcp", s.Listen)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nCookie: %s=%s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s",
			path, s.Listen, s.Listen, sessionCookie, s.token, kind, length, body)
		return c
	}
	const form, files = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
	part := "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.vcf\"\r\n\r\nBEGIN:VCARD\r\n"
	begin("/log", form, "line=Caf", 400).Close()
	begin("/imports", files, part, 4000).Close()
	late := []net.Conn{begin("/log", form, "line=Caf", 400), begin("/imports", files, part, 4000)}
	time.Sleep(200 * time.Millisecond) // both are being read
	stop()
	time.Sleep(200 * time.Millisecond)
	for _, c := range late {
		c.Close()
	}
	if err := <-done; err != nil && !errors.Is(err, http.ErrServerClosed) {
		t.Error(err)
	}
	for _, path := range []string{"/", "/people", "/?did=back", "/export", "/nowhere"} {
		w := &deaf{ResponseRecorder: httptest.NewRecorder()}
		func() {
			defer func() {
				if p := recover(); p != nil && p != http.ErrAbortHandler {
					t.Errorf("%s: panic %v", path, p)
				}
			}()
			s.ServeHTTP(w, s.at(path))
		}()
	}
	if log := s.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("who left is told as an error:\n%s", log)
	}
}

// at is a request for a page by the address that the test listens on.
func (s *site) at(path string) *http.Request {
	r := s.request("GET", path, nil)
	r.Host = s.Listen
	return r
}

// A deaf answer goes to somebody who has gone.
type deaf struct{ *httptest.ResponseRecorder }

func (d *deaf) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// What breaks on our side is still told.
func TestWhatBreaksIsTold(t *testing.T) {
	s := newSite(t)
	broken := s.serve(route{method: "GET", handle: func(*visit) error { return errors.New("boom") }})
	w := httptest.NewRecorder()
	broken.ServeHTTP(w, s.request("GET", "/people", nil))
	if w.Code != http.StatusInternalServerError || !strings.Contains(s.log.String(), "level=ERROR") {
		t.Errorf("%d\n%s", w.Code, s.log)
	}
}
