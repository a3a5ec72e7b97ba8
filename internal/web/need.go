package web

import (
	"entregent/internal/app"
	"entregent/internal/network"
)

// A NeedPage is one open need: what meets it, and, for whoever looks further,
// what may.
type NeedPage struct {
	Page
	Need    WishLine
	Met     []MatchCard
	Perhaps []MatchCard
}

func (*NeedPage) template() string { return "need" }
func (*NeedPage) section() string  { return "give" }

// need answers GET /needs/{id}.
func need(v *visit) error {
	id, err := wishID(v)
	if err != nil {
		return err
	}
	ms, err := v.app().Matches(v.ctx(), v.keeper(), v.p, app.MatchAsk{Need: id})
	if err != nil {
		return err
	}
	ws, err := v.app().Wishes(v.ctx(), v.keeper(), app.WishAsk{Kind: network.Need})
	if err != nil {
		return err
	}
	page := &NeedPage{Page: v.newPage()}
	for _, w := range ws {
		if w.ID == id.String() {
			page.Need = v.wish(w)
		}
	}
	for _, m := range ms {
		c := v.match(m)
		if !m.Perhaps {
			page.Met = append(page.Met, c)
			continue
		}
		page.Perhaps = append(page.Perhaps, c)
	}
	return v.show(page)
}
