package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"entregent/internal/auth"
	"entregent/internal/job"
	"entregent/internal/web"
)

// listen opens a free port of this machine.
func listen() (net.Listener, error) { return net.Listen("tcp", "127.0.0.1:0") }

// serveOK is the child that answers every request with "ok", as plainly as Go
// can.
func serveOK(ctx context.Context, c Cast, _ []string) error {
	l, err := listen()
	if err != nil {
		return err
	}
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ok") })}
	return c.serve(l, "http://"+l.Addr().String()+"/", func() error { return s.Serve(l) }, s.Close)
}

// serve tells where the server is, and serves until whoever started it is done.
func (c Cast) serve(l net.Listener, url string, serve, stop func() error) error {
	done := make(chan error, 1)
	go func() { done <- serve() }()
	err := c.tell(map[string]string{"url": url})
	if err == nil {
		err = c.attend()
	}
	if err = errors.Join(err, stop()); err != nil {
		return err
	}
	if err := <-done; err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// serveWeb is the child that serves the real application on the book in a data
// directory, at the moment of the invented networks.
func serveWeb(ctx context.Context, c Cast, args []string) (err error) {
	if len(args) != 1 {
		return errors.New("bench: web DATA")
	}
	b, err := openBook(ctx, filepath.Join(args[0], bookFile), morning)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	jobs, err := job.Open(b.App, b.keeper, web.Staging(args[0]), nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, jobs.Close()) }()
	l, err := listen()
	if err != nil {
		return err
	}
	door := auth.New(b.Store, b.keeper, b.Now)
	s, err := web.New(web.Config{App: b.App, Keeper: b.keeper, Auth: door, Jobs: jobs, Listen: l.Addr().String(), Uploads: web.Staging(args[0])})
	if err != nil {
		return err
	}
	link, err := door.NewLink(ctx)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	return c.serve(l, "http://"+l.Addr().String()+web.SignInPath(link), func() error { return s.Serve(ctx, l) }, func() error { stop(); return nil })
}

// A browser asks for pages over one connection that stays open.
type browser struct {
	http.Client
	base   string
	cookie string
}

func newBrowser(base string) *browser {
	return &browser{base: base, Client: http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 1},
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func (b *browser) close() { b.CloseIdleConnections() }

// get returns a page. Anything but 200 is an error.
func (b *browser) get(ctx context.Context, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.base+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept-Language", "en")
	if b.cookie != "" {
		req.Header.Set("Cookie", b.cookie)
	}
	resp, err := b.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("bench: %s: %s", path, resp.Status)
	}
	return body, err
}

// signIn spends the link of a server, as the button on its page does. It
// returns the browser and the first page, that of the link.
func signIn(ctx context.Context, link string) (*browser, []byte, error) {
	u, err := url.Parse(link)
	if err != nil {
		return nil, nil, err
	}
	b := newBrowser("http://" + u.Host)
	first, err := b.get(ctx, u.RequestURI())
	if err != nil {
		return nil, nil, err
	}
	form := url.Values{"token": {u.Query().Get("token")}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, b.base+u.Path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", b.base)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := b.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	for _, c := range resp.Cookies() {
		b.cookie = strings.TrimPrefix(b.cookie+"; "+c.Name+"="+c.Value, "; ")
	}
	if err == nil && (b.cookie == "" || !bytes.Contains(first, []byte("</html>"))) {
		err = fmt.Errorf("bench: signing in: %s", resp.Status)
	}
	return b, first, err
}
