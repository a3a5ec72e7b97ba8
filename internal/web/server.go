package web

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"entregent/internal/app"
	"entregent/internal/auth"
	"entregent/internal/guest"
	"entregent/internal/job"
	"entregent/internal/live"
	"entregent/internal/network"
)

// A Config is what a server stands on.
type Config struct {
	App    *app.App
	Keeper network.KeeperID
	Auth   *auth.Door
	Jobs   *job.Desk
	Live   *live.Desk // reads live sources; nil where there are none to be
	// OpenDemo opens the invented network, in a book of its own, and fills it
	// when it is empty. Nil where there is none to look round.
	OpenDemo func(context.Context) (*app.App, network.KeeperID, error)
	// Listen is the address the server listens on, as net.Addr writes it: the
	// names of this machine are answered to with its port.
	Listen string
	// Hosts are further names the server answers to, with or without a port.
	Hosts []string
	// TLS says that browsers reach the server by https, here or at a proxy.
	TLS bool
	// Forced says that the keeper wants plain HTTP off this machine all the same.
	Forced bool
	// Uploads is the folder in which a backup is made before it is sent.
	Uploads string
	Log     *slog.Logger
}

// A Server answers the browser. Make it with New.
type Server struct {
	Config
	own     *book
	guests  *guest.Door
	hosts   map[string]bool
	origins *http.CrossOriginProtection
	handler http.Handler
	// requests are numbered from a random beginning, so that a number in a log
	// and one on a page can be put together and tell nothing else.
	requests atomic.Uint64

	mu   sync.Mutex
	demo *book // nil until somebody looks round
}

// New returns a server for one keeper's book.
func New(c Config) (*Server, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	hosts, err := allowed(c.Listen, c.Hosts)
	if err != nil {
		return nil, err
	}
	s := &Server{Config: c, own: newBook(c.App, c.Keeper), guests: guest.New(c.App, c.Keeper, c.Log), hosts: hosts, origins: http.NewCrossOriginProtection()}
	s.requests.Store(rand.Uint64() &^ (1<<20 - 1))
	s.handler = s.chain()
	return s, nil
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Limits of one connection. Uploads may take long, so that there is no limit to
// reading a body as a whole: each handler bounds its size.
const (
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
	maxHeader  = 64 << 10
	// grace is how long requests under way may take once the server is asked to
	// stop.
	grace = 8 * time.Second
)

// Serve answers on l until ctx ends, then lets what is under way finish.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler: s, ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := h.Shutdown(end); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return h.Close()
}

// SignInPath is where a link of auth.Door.NewLink leads: a page that asks before
// it spends the link.
func SignInPath(token string) string { return "/signin?token=" + token }

// Staging returns the folder under a data directory in which imports wait.
func Staging(data string) string { return filepath.Join(data, "imports") }
