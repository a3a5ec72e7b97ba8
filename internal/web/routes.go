package web

import (
	"errors"
	"net/http"

	"entregent/internal/network"
)

// A handler reads the request, calls package app and answers. What went wrong
// it returns, to be put into words in one place.
type handler func(v *visit) error

// An access says who may use a route. The zero value is the strict one.
type access int

const (
	signed access = iota // whoever is signed in
	public               // anybody
)

// A route is one line of the table of everything the server answers.
type route struct {
	method  string
	pattern string
	access  access
	handle  handler
	max     int64 // bytes a body may have; 0 for what a form needs
}

// maxForm bounds the body of a common form.
const maxForm = 256 << 10

// routes lists them all. There is no other way into the server, and the tests
// read this table to know what to hold to their rules.
var routes = []route{
	{"GET", "/static/{edition}/{file...}", public, staticFile, 0},
	{"GET", "/favicon.ico", public, favicon, 0},
	{"GET", "/worker.js", public, worker, 0},
	{"GET", "/offline", public, offline, 0},
	{"GET", "/signin", public, signInPage, 0},
	{"POST", "/signin", public, signIn, 0},
	{"POST", "/language", public, setLanguage, 0},
	{"POST", "/signout", signed, signOut, 0},
	{"GET", "/welcome", signed, welcome, 0},
	{"POST", "/welcome", signed, chooseBook, 0},

	{"GET", "/{$}", signed, today, 0},
	{"POST", "/gestures/{id}", signed, answerGesture, 0},
	{"POST", "/gestures/{id}/undo", signed, undoGesture, 0},
	{"POST", "/loops/{id}", signed, answerLoop, 0},
	{"POST", "/loops/{id}/undo", signed, undoLoop, 0},

	{"GET", "/log", signed, logPage, 0},
	{"POST", "/log", signed, record, 0},
	{"POST", "/lines/{id}/undo", signed, undoLine, 0},
	{"POST", "/ties/{id}", signed, answerTie, 0},
	{"POST", "/encounters/{id}", signed, answerEncounter, 0},
	{"POST", "/encounters/{id}/undo", signed, undoEncounter, 0},

	{"GET", "/reach", signed, reachPage, 0},
	{"GET", "/asks", signed, asks, 0},
	{"POST", "/asks", signed, addAsk, 0},
	{"GET", "/asks/{id}", signed, ask, 0},
	{"POST", "/asks/{id}", signed, sayAsk, 0},
	{"POST", "/asks/{id}/undo", signed, undoAsk, 0},
	{"POST", "/signs/{id}/undo", signed, undoSign, 0},

	{"GET", "/meet", signed, meetPage, 0},
	{"POST", "/meet/hours", signed, putHours, 0},
	{"GET", "/meet/{id}", signed, meetOne, 0},
	{"POST", "/meet/{id}", signed, answerCoffee, 0},
	{"POST", "/meet/{id}/undo", signed, undoCoffee, 0},
	{"GET", "/meet/{id}/invitation", signed, invitation, 0},
	{"POST", "/people/{id}/met", signed, weMet, 0},

	{"GET", "/goals", signed, goals, 0},
	{"POST", "/goals", signed, addGoal, 0},
	{"POST", "/goals/{id}", signed, answerGoal, 0},
	{"POST", "/goals/{id}/undo", signed, reopenGoal, 0},
	{"GET", "/known", signed, knownPage, 0},
	{"GET", "/known/{id}", signed, knownPerson, 0},
	{"POST", "/known/{id}/told", signed, addTold, 0},
	{"POST", "/known/told/{fact}/undo", signed, undoTold, 0},

	{"GET", "/give", signed, give, 0},
	{"GET", "/needs/{id}", signed, need, 0},
	{"POST", "/wishes", signed, addWish, 0},
	{"POST", "/wishes/{id}", signed, answerWish, 0},
	{"POST", "/wishes/{id}/undo", signed, undoWish, 0},
	{"POST", "/matches/{id}", signed, answerMatch, 0},
	{"POST", "/matches/{id}/undo", signed, undoMatch, 0},
	{"GET", "/favours", signed, favours, 0},
	{"POST", "/favours/{id}", signed, answerFavour, 0},
	{"POST", "/favours/{id}/undo", signed, undoFavour, 0},
	{"POST", "/people/{id}/favours", signed, addFavour, 0},
	{"GET", "/gatherings", signed, gatherings, 0},
	{"POST", "/gatherings", signed, addGathering, 0},
	{"GET", "/gatherings/{id}", signed, gathering, 0},
	{"POST", "/gatherings/{id}", signed, editGathering, 0},
	{"POST", "/gatherings/{id}/guests", signed, setGuest, 0},
	{"POST", "/gatherings/{id}/came", signed, came, 0},
	{"POST", "/gatherings/{id}/undo", signed, undoCame, 0},

	{"GET", "/people", signed, listPeople, 0},
	{"POST", "/people", signed, bulk, 0},
	{"POST", "/bulk/{id}/undo", signed, undoBulk, 0},
	{"GET", "/bin", signed, bin, 0},
	{"GET", "/people/{id}", signed, person, 0},
	{"GET", "/people/{id}/kept", signed, keptPage, 0},
	{"GET", "/people/{id}/erase", signed, askErase, 0},
	{"POST", "/people/{id}/erase", signed, erase, 0},
	{"POST", "/people/{id}/facts", signed, addFact, 0},
	{"POST", "/people/{id}/facts/{fact}", signed, correctFact, 0},
	{"POST", "/people/{id}/handles", signed, addHandle, 0},
	{"POST", "/people/{id}/tie", signed, decide, 0},
	{"POST", "/people/{id}/split", signed, split, 0},
	{"GET", "/pairs", signed, pairs, 0},
	{"GET", "/proposals", signed, proposals, 0},
	{"POST", "/proposals/{kind}/{id}", signed, answerQuestion, 0},
	{"POST", "/proposals/{kind}/{id}/undo", signed, undoQuestion, 0},
	{"POST", "/proposals/{id}", signed, answerProposal, 0},
	{"POST", "/proposals/{id}/undo", signed, undoProposal, 0},

	{"POST", "/people/{id}/question", signed, putQuestion, 0},
	{"GET", "/questions", signed, questions, 0},
	{"POST", "/questions/address", signed, putAddress, 0},
	{"POST", "/questions/{id}", signed, answerOpen, 0},
	{"POST", "/questions/{id}/undo", signed, undoOpen, 0},

	{"GET", "/village", signed, villagePage, 0},
	{"GET", "/village/map", signed, mapPage, 0},
	{"GET", "/village/reliability", signed, reliabilityPage, 0},
	{"POST", "/village/places/{id}", signed, answerPlace, 0},
	{"POST", "/village/places/{id}/undo", signed, undoPlace, 0},

	{"GET", "/mirror", signed, mirrorPage, 0},

	{"GET", "/year", signed, yearPage, 0},
	{"GET", "/year/letters", signed, yearLetters, 0},
	{"GET", "/year/beside", signed, yearsBeside, 0},
	{"POST", "/year/people", signed, sayYear, 0},
	{"POST", "/year/people/{id}/undo", signed, undoYear, 0},
	{"POST", "/year/thanks/{id}", signed, thankYear, 0},
	{"POST", "/year/thanks/{id}/undo", signed, undoThankYear, 0},

	{"GET", "/imports", signed, imports, 0},
	{"POST", "/imports", signed, upload, maxUpload},
	{"GET", "/imports/{id}", signed, oneImport, 0},
	{"POST", "/imports/{id}/run", signed, runImport, 0},
	{"POST", "/imports/{id}/drop", signed, dropImport, 0},
	{"POST", "/imports/{id}/stop", signed, stopImport, 0},
	{"POST", "/imports/{id}/undo", signed, undoImport, 0},

	{"GET", "/sources", signed, liveSources, 0},
	{"POST", "/sources", signed, addSource, 0},
	{"POST", "/sources/{id}", signed, answerSource, 0},

	{"GET", "/settings", signed, settings, 0},
	{"POST", "/settings/place", signed, putPlace, 0},
	{"POST", "/settings/me", signed, putMe, 0},
	{"POST", "/settings/time", signed, putTime, 0},
	{"POST", "/settings/pause", signed, putPause, 0},
	{"POST", "/settings/circles", signed, putCircles, 0},
	{"POST", "/settings/passphrase", signed, putPassphrase, 0},
	{"POST", "/settings/sessions", signed, endSession, 0},
	{"GET", "/export", signed, export, 0},
	{"POST", "/backup", signed, backup, 0},

	{"GET", "/", public, nothing, 0},
	{"POST", "/", public, nothing, 0},
}

// routes puts the table into a mux.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for _, r := range routes {
		mux.Handle(r.method+" "+r.pattern, s.serve(r))
	}
	return mux
}

// serve makes of a route what net/http calls.
func (s *Server) serve(rt route) http.Handler {
	limit := rt.max
	if limit == 0 {
		limit = maxForm
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{Server: s, w: w, r: r}
		if r.Method == http.MethodPost {
			v.sent.ReadCloser = http.MaxBytesReader(w, r.Body, limit)
			r.Body = &v.sent
		}
		if err := v.enter(rt.access); err != nil {
			v.fail(err)
			return
		}
		if rt.access == signed && !v.signed {
			v.ask()
			return
		}
		if err := v.readForm(rt); err != nil {
			v.fail(err)
			return
		}
		if err := rt.handle(v); err != nil && !errors.Is(err, errAnswered) {
			v.fail(err)
		}
	})
}

// readForm reads a common form; what may be long is left to its handler.
func (v *visit) readForm(rt route) error {
	if v.r.Method != http.MethodPost || rt.max != 0 {
		return nil
	}
	err := v.r.ParseForm()
	if big := new(http.MaxBytesError); err != nil && !errors.As(err, &big) {
		return &network.Error{Kind: network.Invalid, Msg: "error.invalid", Err: err}
	}
	return err
}

// errAnswered ends a handler that has already told what went wrong.
var errAnswered = errors.New("web: answered")
