package app

import (
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// Words says what an erasure takes away, what stays and why; one sentence each.
func (e Erasure) Words(p *i18n.Printer) []string {
	var out []string
	say := func(key string, args ...any) { out = append(out, p.T("erase."+key, args...)) }
	g := e.Gone
	say("goes", g.Cards)
	if g.Facts > 0 {
		say("goes_facts", g.Facts)
	}
	if g.Encounters > 0 {
		say("goes_encounters", g.Encounters)
	}
	if n := g.Favours + g.Wishes + g.Pairs; n > 0 {
		say("goes_give", n)
	}
	if g.Lines > 0 {
		say("goes_lines", g.Lines)
	}
	if e.Parted > 0 {
		say("parted", e.Parted)
	}
	if e.Blotted > 0 {
		say("blotted", e.Blotted)
	}
	if !e.Erased {
		say("first_names")
	}
	for _, n := range e.Namesakes {
		say("namesake", n.Name)
	}
	say("remembered")
	if e.Erased {
		if e.Scoured {
			say("clean")
		} else {
			say("not_clean")
		}
	}
	return out
}

// Left says where whoever it was can still be read: in copies that the program
// knows of, each with its date, and in those it knows nothing of.
func (e Erasure) Left(p *i18n.Printer) []string {
	var out []string
	dated := i18n.For(p.Lang()) // with the year
	for _, c := range e.Copies {
		out = append(out, dated.T("erase.copy."+c.Kind, c.Name, network.DateOf(c.At.Local())))
	}
	if e.Engine == "postgres" {
		return append(out, p.T("erase.elsewhere_postgres"))
	}
	return append(out, p.T("erase.elsewhere"))
}
