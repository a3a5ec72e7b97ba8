package web

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"entregent/internal/guest"
	"entregent/internal/network"
)

// chain puts the guards before the routes, outermost first: whatever breaks is
// told, every answer has its headers, no name but ours is answered to, and no
// other site can make a browser write here.
func (s *Server) chain() http.Handler {
	var h http.Handler = s.routes()
	h = s.sameSite(h)
	h = s.ownHost(h)
	h = headers(h, s.TLS)
	return s.record(h)
}

// allowed is the list of values of Host that are answered to.
func allowed(listen string, more []string) (map[string]bool, error) {
	_, port, err := net.SplitHostPort(listen)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, name := range append([]string{"127.0.0.1", "localhost", "[::1]"}, more...) {
		name = strings.ToLower(name)
		out[name+":"+port] = true
		if port == "80" || port == "443" {
			out[name] = true
		}
	}
	for _, name := range more { // behind a proxy the port is the proxy's
		out[strings.ToLower(name)] = true
	}
	return out, nil
}

// ownHost refuses every name that is not ours, so that a name of somebody
// else's that is made to lead here (DNS rebinding) leads nowhere. The name that the
// keeper has published leads visitors to the pages made for them, and to no other.
func (s *Server) ownHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.hosts[r.Host] && !s.hosts[strings.ToLower(r.Host)] {
			if s.visitors(r) {
				s.guests.ServeHTTP(w, r)
				return
			}
			s.refuse(w, r, http.StatusMisdirectedRequest, "error.host")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// visitors reports whether a request comes to the address that the keeper has
// published. While the book cannot be asked, there is none.
func (s *Server) visitors(r *http.Request) bool {
	st, err := s.own.state(r.Context())
	return err == nil && guest.Host(st.settings, r.Host)
}

// sameSite refuses what another site makes a browser send, and any unsafe
// request that does not say where it comes from.
func (s *Server) sameSite(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case http.MethodGet, http.MethodHead:
			next.ServeHTTP(w, r)
			return
		case http.MethodPost:
		default:
			s.refuse(w, r, http.StatusMethodNotAllowed, "error.method")
			return
		}
		silent := r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Site") == ""
		if silent || s.origins.Check(r) != nil {
			s.refuse(w, r, http.StatusForbidden, "error.other_site")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refuse answers before anybody is known.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, msg string) {
	v := &visit{Server: s, w: w, r: r, book: s.own}
	v.speak(network.Settings{})
	v.answerError(status, &network.Error{Kind: network.Forbidden, Msg: msg})
}

type requestKey struct{}

// requestID returns the number of a request, as text.
func requestID(ctx context.Context) string {
	n, _ := ctx.Value(requestKey{}).(uint64)
	return strconv.FormatUint(n, 36)
}

// record numbers each request, writes down how it went, without anything that
// was asked or answered, and turns a panic into an answer.
func (s *Server) record(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, s.requests.Add(1)))
		rec := &recorder{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(p)
				}
				s.Log.Error("panic", "request", requestID(r.Context()), "stack", string(debug.Stack()))
				if rec.status == 0 {
					s.refuse(rec, r, http.StatusInternalServerError, "error.internal")
				}
			}
			if s.Log.Enabled(r.Context(), slog.LevelInfo) {
				s.Log.Info("request", "request", requestID(r.Context()), "method", r.Method, "route", r.Pattern,
					"status", rec.status, "bytes", rec.bytes, "took", time.Since(began))
			}
		}()
		next.ServeHTTP(rec, r)
	})
}

// A recorder notes the status and the length of an answer.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
