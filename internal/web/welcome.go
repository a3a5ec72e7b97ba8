package web

import (
	"context"
	"time"

	"entregent/internal/network"
)

// A WelcomePage is the first run: look round an invented network, or bring
// one's own files.
type WelcomePage struct {
	Page
	Zone    string // taken from the browser or the machine, to correct
	Looking bool   // the invented network is open
	Demo    bool   // there is one to look round
}

func (*WelcomePage) template() string { return "welcome" }
func (*WelcomePage) section() string  { return "" }

// welcome answers GET /welcome.
func welcome(v *visit) error {
	return v.show(&WelcomePage{Page: v.alone(), Zone: or(v.state.settings.Zone, zoneName(v.state.zone)), Looking: v.book != v.own, Demo: v.OpenDemo != nil})
}

// alone is a page without the rail, though somebody is signed in.
func (v *visit) alone() Page {
	p := v.newPage()
	p.Signed = false
	return p
}

// zoneName is a zone as it can be chosen: not the machine's own, which has no
// name that says where it is.
func zoneName(z *time.Location) string {
	if z == nil || z == time.Local {
		return ""
	}
	return z.String()
}

// chooseBook answers POST /welcome: one's own book, or the invented one.
func chooseBook(v *visit) error {
	if v.r.PostFormValue("book") == "demo" {
		if _, err := v.openDemo(); err != nil {
			return err
		}
		v.setCookie(bookCookie, "demo", 24*time.Hour)
		return v.then("/")
	}
	v.setCookie(bookCookie, "", 0)
	v.book = v.own
	var err error
	if v.state, err = v.own.state(v.ctx()); err != nil {
		return err
	}
	if v.state.settings.Demo {
		return &network.Error{Kind: network.Conflict, Msg: "error.demo_book"}
	}
	if zone := v.r.PostFormValue("zone"); zone != "" && v.state.settings.Zone == "" {
		err := v.change(func(s *network.Settings) error { s.Zone = zone; return nil })
		if err != nil && kindOf(err) != network.Invalid { // a zone nobody knows is asked for in the settings
			return err
		}
	}
	return v.then("/imports")
}

// open returns the book that this browser looks into.
func (v *visit) open() (*book, error) {
	if c, err := v.r.Cookie(bookCookie); err != nil || c.Value != "demo" || v.OpenDemo == nil {
		return v.own, nil
	}
	return v.openDemo()
}

// openDemo opens the invented network, once.
func (s *Server) openDemo() (*book, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.demo != nil {
		return s.demo, nil
	}
	if s.OpenDemo == nil {
		return nil, &network.Error{Kind: network.NotFound, Msg: "error.not_found"}
	}
	a, keeper, err := s.OpenDemo(context.Background()) // it outlives the request
	if err != nil {
		return nil, err
	}
	s.demo = newBook(a, keeper)
	return s.demo, nil
}
