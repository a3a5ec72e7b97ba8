package web

import (
	"strconv"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A GivePage is the first unknown: of what problem am I the solution, and for
// whom? What can be brought comes first, what the keeper seeks last.
type GivePage struct {
	Page
	Bring      []MatchCard // what the keeper can bring, or have brought
	Stale      []WishLine  // is it still true?
	Gatherings []GatheringLine
	Mine       WishList // what I can bring
	Needs      WishList // what they seek
	Offers     WishList // what they can bring
	Wanted     WishList // what I seek
	Receive    []MatchCard
	Prev, Next string // paths of other pages of what can be brought, "" if none
}

// someNeeds is for how many needs it is shown what meets them.
const someNeeds = 20

// Empty reports whether nothing at all is noted yet.
func (p *GivePage) Empty() bool {
	return len(p.Mine.Lines)+len(p.Needs.Lines)+len(p.Offers.Lines)+len(p.Wanted.Lines) == 0
}

// A WishList is needs or offers with the form that adds one.
type WishList struct {
	Kind   network.WishKind
	Person string // id of whose they are; "" for the keeper's own
	Lines  []WishLine
	Add    string // of the form: what it asks; "" for none
}

// A WishLine is one need or offer.
type WishLine struct {
	ID     string
	Kind   network.WishKind
	Person *Face // nil for the keeper's own, and on the person's own page
	Text   string
	Place  string
	From   network.Date
	Until  network.Date
	For    string
	Since  network.Date
	Stale  bool
	Origin []Origin
}

// A MatchCard is a need and what meets it, with a letter to each end.
type MatchCard struct {
	ID      string
	Kind    string // of package app: bring, tell, introduce, receive
	Person  Face   // whom to turn to
	Why     string
	Words   []string
	Reasons []string
	Letters []LetterView
	// Introduce is the introduction that it would be; nil where nobody is presented.
	Introduce *NewIntroduction
	Others    []MatchCard // what else meets the same need, less well
}

// A NewIntroduction is an introduction to be prepared: of whom, to whom, about what.
type NewIntroduction struct{ Person, To, What string }

// A LetterView is a draft to somebody.
type LetterView struct {
	ID    string
	To    Face
	Draft Draft
}

func (*GivePage) template() string { return "give" }
func (*GivePage) section() string  { return "give" }

// give answers GET /give.
func give(v *visit) error {
	page := &GivePage{Page: v.newPage()}
	ms, err := v.app().Matches(v.ctx(), v.keeper(), v.p, app.MatchAsk{})
	if err != nil {
		return err
	}
	var bring, receive []app.Match
	for _, m := range ms {
		if m.Kind == app.MatchReceive {
			receive = append(receive, m)
		} else {
			bring = append(bring, m)
		}
	}
	page.Bring, page.Receive = v.matches(bring), v.matches(receive)
	from, _ := strconv.Atoi(v.form("from"))
	from = min(max(0, from), len(page.Bring))
	if from > 0 {
		page.Prev = fromURL("/give?", from-someNeeds)
	}
	if from+someNeeds < len(page.Bring) {
		page.Next = fromURL("/give?", from+someNeeds)
	}
	page.Bring = page.Bring[from:min(from+someNeeds, len(page.Bring))]
	all, err := v.app().Wishes(v.ctx(), v.keeper(), app.WishAsk{})
	if err != nil {
		return err
	}
	page.Mine = WishList{Kind: network.Offer, Add: v.words("web.give.add.offer")}
	page.Wanted = WishList{Kind: network.Need, Add: v.words("web.give.add.need")}
	for _, w := range all {
		l := v.wish(w)
		if w.Stale {
			page.Stale = append(page.Stale, l)
		}
		switch {
		case w.Kind == network.Offer && w.Mine():
			page.Mine.Lines = append(page.Mine.Lines, l)
		case w.Kind == network.Offer:
			page.Offers.Lines = append(page.Offers.Lines, l)
		case w.Kind == network.Need && w.Mine():
			page.Wanted.Lines = append(page.Wanted.Lines, l)
		case w.Kind == network.Need:
			page.Needs.Lines = append(page.Needs.Lines, l)
		}
	}
	gs, err := v.app().Gatherings(v.ctx(), v.keeper())
	if err != nil {
		return err
	}
	for _, g := range gs {
		if !g.Over {
			page.Gatherings = append(page.Gatherings, gatheringLine(g))
		}
	}
	return v.show(page)
}

func (v *visit) wish(w app.Wish) WishLine {
	out := WishLine{
		ID: w.ID, Kind: w.Kind, Text: w.Text, Place: w.Place, From: w.From, Until: w.Until, For: w.For, Since: w.Since, Stale: w.Stale,
		Origin: v.origins(w.Origins),
	}
	if !w.Mine() {
		out.Person = &Face{w.Person.ID, w.Person.Name}
	}
	return out
}

// matches puts matches into words, one card for each need, with what else meets
// it behind one line.
func (v *visit) matches(list []app.Match) []MatchCard {
	var out []MatchCard
	at := map[string]int{}
	for _, m := range list {
		c := v.match(m)
		if i, ok := at[m.Need.ID]; ok {
			out[i].Others = append(out[i].Others, c)
			continue
		}
		at[m.Need.ID] = len(out)
		out = append(out, c)
	}
	return out
}

// match puts a match into words.
func (v *visit) match(m app.Match) MatchCard {
	out := MatchCard{ID: m.ID, Kind: m.Kind, Person: Face{m.Person.ID, m.Person.Name}, Why: m.Why, Words: m.Words}
	for _, r := range m.Reasons {
		if v.p.Has(r.Key) {
			out.Reasons = append(out.Reasons, v.p.Reason(r))
		}
	}
	out.Letters = letters(m.ID, m.Drafts)
	if a, b := m.Need.Person.ID, m.Offer.Person.ID; a != "" && b != "" {
		out.Introduce = &NewIntroduction{a, b, m.Need.Text}
	}
	return out
}

func letters(of string, drafts []app.DraftTo) []LetterView {
	var out []LetterView
	for _, d := range drafts {
		l := LetterView{ID: of + "-" + d.To.ID, To: Face{d.To.ID, d.To.Name}, Draft: Draft{Text: d.Text}}
		if d.Email != "" && d.Text != "" {
			l.Draft.Mailto = mailto(d.Email, d.Text)
		}
		out = append(out, l)
	}
	return out
}

// answerMatch answers POST /matches/{id}.
func answerMatch(v *visit) error {
	id, answer := v.r.PathValue("id"), v.r.PostFormValue("answer")
	if err := v.app().DismissMatch(v.ctx(), v.keeper(), id, answer); err != nil {
		return err
	}
	return v.then(v.back("/give"), "match-"+answer, id)
}

// undoMatch answers POST /matches/{id}/undo.
func undoMatch(v *visit) error {
	if err := v.app().UndismissMatch(v.ctx(), v.keeper(), v.r.PathValue("id")); err != nil && !isNotFound(err) {
		return err
	}
	return v.then(v.back("/give"), "back")
}

// addWish answers POST /wishes.
func addWish(v *visit) error {
	n, err := v.newWish()
	if err != nil {
		return err
	}
	n.Kind = network.WishKind(v.r.PostFormValue("kind"))
	if s := v.r.PostFormValue("person"); s != "" {
		if n.Of, err = network.ParseID[network.PersonID](s); err != nil {
			return &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
		}
	}
	if _, err := v.app().AddWish(v.ctx(), v.keeper(), n, v.once()); err != nil {
		return err
	}
	return v.then(v.back("/give"), "saved")
}

func (v *visit) newWish() (n app.NewWish, err error) {
	f := v.r.PostFormValue
	n = app.NewWish{What: f("what"), Place: f("place"), Whom: f("for")}
	for name, at := range map[string]*network.Date{"from": &n.From, "until": &n.Until} {
		if *at, err = dateField(f(name)); err != nil {
			return n, err
		}
	}
	return n, nil
}

// dateField reads a day of a form, zero for none.
func dateField(s string) (network.Date, error) {
	if s == "" {
		return network.Date{}, nil
	}
	d, ok := network.ParseDate(s)
	if !ok {
		return d, &network.Error{Kind: network.Invalid, Msg: "error.not_a_date", Args: []any{s}}
	}
	return d, nil
}

// answerWish answers POST /wishes/{id}: still true, met, over, corrected or
// taken away.
func answerWish(v *visit) error {
	id, err := wishID(v)
	if err != nil {
		return err
	}
	switch answer := v.r.PostFormValue("answer"); answer {
	case "save":
		n, err := v.newWish()
		if err == nil {
			err = v.app().EditWish(v.ctx(), v.keeper(), id, n)
		}
		if err != nil {
			return err
		}
		return v.then(v.back("/give"), "saved")
	case "remove":
		if err := v.app().DropWish(v.ctx(), v.keeper(), id); err != nil {
			return err
		}
		return v.then(v.back("/give"), "removed")
	default:
		if err := v.app().AnswerWish(v.ctx(), v.keeper(), id, answer); err != nil {
			return err
		}
		return v.then(v.back("/give"), "wish-"+answer, id.String())
	}
}

func wishID(v *visit) (network.WishID, error) {
	id, err := network.ParseID[network.WishID](v.r.PathValue("id"))
	if err != nil {
		err = &network.Error{Kind: network.NotFound, Msg: "error.no_such_wish"}
	}
	return id, err
}

// undoWish answers POST /wishes/{id}/undo.
func undoWish(v *visit) error {
	id, err := wishID(v)
	if err != nil {
		return err
	}
	if err := v.app().UnsayWish(v.ctx(), v.keeper(), id); err != nil && !isNotFound(err) {
		return err
	}
	return v.then(v.back("/give"), "back")
}
