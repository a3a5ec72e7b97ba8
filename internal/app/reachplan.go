package app

import (
	"slices"

	"entregent/internal/network"
	"entregent/internal/reach"
	"entregent/internal/relation"
	"entregent/internal/resolve"
	"entregent/internal/tact"
	"entregent/internal/today"
)

// A planner says of go-betweens what to bring them, what may be asked of them
// now, and how to ask.
type planner struct {
	*seeker
	d      *desk
	gifts  []Match
	wishes []network.Wish
}

func (s *seeker) planner() (*planner, error) {
	d, err := s.a.openDesk(s.tx, 0)
	if err != nil {
		return nil, err
	}
	out := &planner{seeker: s, d: d}
	if out.gifts, err = s.a.matchViews(s.tx, s.p, MatchAsk{}); err != nil {
		return nil, err
	}
	out.wishes, err = s.book.wishes(s.tx)
	return out, err
}

// path puts a path into words, with the plan for its first go-between.
func (n *planner) path(to network.PersonID, x reach.Path) (ReachPath, error) {
	out := ReachPath{To: n.named(to), Chance: x.Chance, Evidence: []ReachGround{}, Spare: n.saids(x.StepsBack)}
	for _, id := range x.Through {
		out.Through = append(out.Through, n.named(id))
	}
	if len(out.Through) == 1 {
		out.Text = n.p.T("plan.path", out.To.Name, out.Through[0].Name, string(out.Chance))
	} else {
		out.Text = n.p.T("plan.path_two", out.To.Name, out.Through[0].Name, out.Through[1].Name, string(out.Chance))
	}
	for _, l := range x.Legs {
		for _, why := range l.Why {
			out.Evidence = append(out.Evidence, ReachGround{n.named(l.From), n.named(l.To), n.said(why)})
		}
	}
	by := x.Through[0]
	light, err := n.d.closely(n.tx, []today.Gesture{{Person: by}})
	if err != nil {
		return out, err
	}
	i, known := light.at[by]
	if !known { // a stranger has no tie, so that no path begins there
		return out, &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
	}
	c := &light.list[i]
	if out.GiveFirst, err = n.giveFirst(by); err != nil {
		return out, err
	}
	next := n.named(append(slices.Clone(x.Through[1:]), to)[0])
	ask := n.toAsk(by, c.Reading, next)
	verdict, err := tact.Judged().Judge(ask)
	if err != nil {
		return out, err
	}
	out.Tact = ReachTact{verdict.Verdict, n.saids(verdict.Reasons), n.steps(verdict, next, out.GiveFirst), verdict.Smaller}
	out.Email = n.d.email(n.tx, by)
	out.Draft = n.draft(c, verdict, next, out)
	return out, nil
}

// giveFirst is what to do for somebody first: close what is owed, then what they
// seek and can be brought now, then what they seek.
func (n *planner) giveFirst(by network.PersonID) ([]ReachGift, error) {
	out := []ReachGift{}
	open := slices.DeleteFunc(today.Open(n.d.loops), func(l today.Loop) bool { return l.Person != by })
	letters, err := n.d.letters(n.tx, open)
	if err != nil {
		return nil, err
	}
	for _, l := range open {
		v := letters.view(l, n.p)
		out = append(out, ReachGift{"loop", l.ID, v.Text, l.Reason.Facts, v.Draft, "", l.Reason})
	}
	met := map[string]bool{}
	for _, m := range n.gifts {
		if m.Need.Person.ID != by.String() || m.Kind == MatchReceive {
			continue
		}
		met[m.Need.ID] = true
		g := ReachGift{m.Kind, m.ID, m.Why, []network.Ref{{Kind: network.RefWish, ID: m.Need.ID}}, "", shorten(m.Need.Text, spokenLen), network.Reason{}}
		if m.Offer.ID != "" {
			g.Facts = append(g.Facts, network.Ref{Kind: network.RefWish, ID: m.Offer.ID})
		}
		g.why = network.Reason{Key: "match." + m.Kind, Args: []any{m.Need.Person.Name, m.Need.Text, m.Offer.Person.Name, m.Offer.Text}, Facts: g.Facts}
		if len(m.Drafts) > 0 {
			g.draft = m.Drafts[0].Text
		}
		out = append(out, g)
	}
	for _, w := range n.wishes {
		if id := w.ID.String(); w.Kind == network.Need && w.Person == by && w.State == network.WishOpen && !w.Past(n.book.day) && !met[id] {
			text := n.p.T("plan.seek", n.named(by).Name, shorten(w.What, spokenLen))
			out = append(out, ReachGift{"seek", id, text, []network.Ref{{Kind: network.RefWish, ID: id}}, "", "", network.Reason{}})
		}
	}
	return out, nil
}

// toAsk is the case of asking somebody to present the keeper.
func (n *planner) toAsk(by network.PersonID, r relation.Reading, next Named) tact.Case {
	asked := n.asked[by]
	c := tact.Case{
		Kind: tact.Introduction, Stage: r.Stage.Shown, Open: asked.Open, Asks: asked.Recent,
		Drifting: r.Drifting, Silence: r.Silence, Missing: r.Stage.Missing,
	}
	for _, l := range n.d.loops { // put off or not
		if l.Person == by && l.Closed == nil && (l.Kind == network.ThanksDue || l.Kind == network.NewsDue) {
			c.Unthanked = append(c.Unthanked, l.Reason.Facts...)
		}
	}
	if len(asked.Received) > len(asked.Given)+1 {
		c.Tilted = asked.Received
	}
	if len(asked.Given) > 0 {
		c.Gift, c.GiftAge = asked.Given[:1], n.sinceGift(by)
	}
	words := resolve.Tokens(next.Name)
	for _, w := range n.wishes {
		if w.Kind != network.Offer || w.Person != by || w.State != network.WishOpen || w.Past(n.book.day) {
			continue
		}
		said := resolve.Tokens(w.What)
		if len(words) > 0 && !slices.ContainsFunc(words, func(x string) bool { return !slices.Contains(said, x) }) {
			c.Offers = append(c.Offers, network.Ref{Kind: network.RefWish, ID: w.ID.String()})
		}
	}
	return c
}

// sinceGift is how many days ago the keeper last brought somebody something.
func (n *planner) sinceGift(by network.PersonID) int {
	for _, f := range n.book.favours { // newest first
		if f.Person == by && f.Given && f.State == network.Held && !f.On.IsZero() {
			if day := network.DayOf(f.On, n.d.zone); day <= n.book.day {
				return int(n.book.day - day)
			}
		}
	}
	return balanceOf
}

// Days of the plan: what is owed is closed today; what is brought takes a few
// days; what needs to be lived takes weeks; the ask comes a week after. Judged.
const (
	planBring = 3
	planLive  = 14
	planWait  = 30
	planAsk   = 7
)

// steps are the plan: what tact says comes first, then the ask, or the smaller
// one that fits.
func (n *planner) steps(v tact.Verdict, next Named, gifts []ReachGift) []ReachStep {
	out := []ReachStep{}
	day := n.book.day
	add := func(d network.Day, r network.Reason) { out = append(out, ReachStep{d.Date(), n.said(r)}) }
	bring := slices.IndexFunc(gifts, func(g ReachGift) bool { return g.need != "" })
	for _, r := range v.Steps {
		switch r.Key {
		case tact.FirstThank, tact.FirstClose:
		case tact.FirstBring:
			if day = max(day, n.book.day+planBring); bring >= 0 { // what there is to bring, rather than something
				r = gifts[bring].why
			}
		case tact.FirstWait:
			day = max(day, n.book.day+planWait)
		default:
			day = max(day, n.book.day+planLive)
		}
		add(day, r)
	}
	if len(out) > 0 {
		day += planAsk
	} else if bring >= 0 { // one letter brings it and asks
		add(day, gifts[bring].why)
	}
	switch {
	case v.Verdict != tact.NotNow:
		add(day, network.Reason{Key: "plan.ask", Args: []any{next.Name}})
	case v.Smaller != "": // it can be asked at once
		small := network.Reason{Key: "plan.smaller", Args: []any{string(v.Smaller), next.Name}}
		out = slices.Insert(out, 0, ReachStep{n.book.day.Date(), n.said(small)})
	}
	return out
}

// draft begins the message that suits the verdict: the ask, which can be passed
// on as it is and is easily declined; what comes before it; or the smaller ask.
func (n *planner) draft(c *today.Candidate, v tact.Verdict, next Named, path ReachPath) string {
	m := today.Draft{Key: "draft.reach", Lang: c.Lang, Familiar: c.Familiar}
	me := meName(n.d.keeper.Settings)
	if p, _ := n.d.voice(m); me == "" {
		me = p.T("draft.reach_somebody")
	}
	m.Args = []any{c.Name, next.Name, me}
	if gift := slices.IndexFunc(path.GiveFirst, func(g ReachGift) bool { return g.need != "" }); path.To != next {
		m.Key, m.Args = "draft.reach_towards", append(m.Args, path.To.Name)
	} else if gift >= 0 {
		m.Key, m.Args = "draft.reach_give", append(m.Args, path.GiveFirst[gift].need)
	}
	switch {
	case v.Verdict == tact.Go:
		return n.d.draft(m)
	case v.Verdict == tact.Prepare || v.Smaller == "":
		for _, g := range path.GiveFirst {
			if g.draft != "" {
				return g.draft
			}
		}
		m.Key, m.Args = "draft.drift", m.Args[:1]
		if c.Last != nil {
			m.Key, m.Args = "draft.drift_about", append(m.Args, c.Last.Subject)
		}
	default:
		m.Key, m.Args = "draft.reach_smaller", []any{c.Name, path.To.Name}
	}
	return n.d.draft(m)
}
