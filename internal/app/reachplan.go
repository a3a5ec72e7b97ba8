package app

import (
	"cmp"
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
	next := n.named(append(slices.Clone(x.Through[1:]), to)[0])
	plan, err := n.plan(aim{tact.Introduction, x.Through[0], next, out.To, ""})
	if err != nil {
		return out, err
	}
	out.GiveFirst, out.Tact, out.Email, out.Draft = plan.gifts, plan.tact, plan.email, plan.draft
	return out, nil
}

// An aim is what would be asked of somebody.
type aim struct {
	kind tact.Kind
	by   network.PersonID // who is asked
	next Named            // to whom they would present the keeper; zero for nobody
	to   Named            // whom that leads to in the end
	what string           // the words of what they are asked for, where it is no introduction
}

// An approach is what to do before an ask, and how to begin.
type approach struct {
	gifts        []ReachGift
	tact         ReachTact
	email, draft string
	on           network.Day // from which the ask makes sense; 0 where it is not to be asked
}

// plan says of an aim what to bring first, what tact says, and what to write now.
func (n *planner) plan(x aim) (out approach, err error) {
	light, err := n.d.closely(n.tx, []today.Gesture{{Person: x.by}})
	if err != nil {
		return out, err
	}
	i, known := light.at[x.by]
	if !known { // a stranger has no tie, so that no path begins there
		return out, &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
	}
	c := &light.list[i]
	if out.gifts, err = n.giveFirst(x.by); err != nil {
		return out, err
	}
	verdict, err := tactOf(n.d.keeper.Settings).Judge(n.toAsk(x, c.Reading))
	if err != nil {
		return out, err
	}
	steps, on := n.steps(verdict, x, out.gifts)
	out.tact = ReachTact{verdict.Verdict, n.saids(verdict.Reasons), steps, verdict.Smaller}
	out.email, out.on = n.d.email(n.tx, x.by), on
	out.draft = n.draft(c, verdict, x, out.gifts)
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

// toAsk is the case of asking somebody.
func (n *planner) toAsk(x aim, r relation.Reading) tact.Case {
	by, asked := x.by, n.asked[x.by]
	c := tact.Case{
		Kind: x.kind, Stage: r.Stage.Shown, Open: asked.Open, Asks: asked.Recent,
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
	words := resolve.Tokens(cmp.Or(x.next.Name, x.what))
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
// one that fits; on is the day of the ask, 0 where it is not to be asked.
func (n *planner) steps(v tact.Verdict, x aim, gifts []ReachGift) (out []ReachStep, on network.Day) {
	out = []ReachStep{}
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
		on = day
		if x.next.Name == "" {
			add(day, network.Reason{Key: "plan.ask_direct", Args: []any{x.what}})
		} else {
			add(day, network.Reason{Key: "plan.ask", Args: []any{x.next.Name}})
		}
	case v.Smaller != "" && x.next.Name == "":
		small := network.Reason{Key: "plan.smaller_direct", Args: []any{string(v.Smaller), x.what}}
		out = slices.Insert(out, 0, ReachStep{n.book.day.Date(), n.said(small)})
	case v.Smaller != "": // it can be asked at once
		small := network.Reason{Key: "plan.smaller", Args: []any{string(v.Smaller), x.next.Name}}
		out = slices.Insert(out, 0, ReachStep{n.book.day.Date(), n.said(small)})
	}
	return out, on
}

// draft begins the message that suits the verdict: the ask, which can be passed
// on as it is and is easily declined; what comes before it; or the smaller ask.
func (n *planner) draft(c *today.Candidate, v tact.Verdict, x aim, gifts []ReachGift) string {
	m := today.Draft{Key: "draft.reach", Lang: c.Lang, Familiar: c.Familiar}
	m.Args = []any{c.Name, x.next.Name, n.d.signature(m)}
	if x.next.Name == "" {
		m.Key, m.Args = "draft.asking_direct", []any{c.Name, x.what}
	}
	if gift := slices.IndexFunc(gifts, func(g ReachGift) bool { return g.need != "" }); x.to != x.next {
		m.Key, m.Args = "draft.reach_towards", append(m.Args, x.to.Name)
	} else if gift >= 0 {
		m.Key, m.Args = m.Key+"_give", append(m.Args, gifts[gift].need)
	}
	switch {
	case v.Verdict == tact.Go:
		return n.d.draft(m)
	case v.Verdict == tact.Prepare || v.Smaller == "":
		for _, g := range gifts {
			if g.draft != "" {
				return g.draft
			}
		}
		m.Key, m.Args = "draft.drift", m.Args[:1]
		if c.Last != nil {
			m.Key, m.Args = "draft.drift_about", append(m.Args, c.Last.Subject)
		}
	case x.next.Name == "":
		m.Key, m.Args = "draft.asking_smaller", []any{c.Name, x.what}
	default:
		m.Key, m.Args = "draft.reach_smaller", []any{c.Name, x.to.Name}
	}
	return n.d.draft(m)
}
