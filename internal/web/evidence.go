package web

import (
	"strconv"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A witness gathers the records behind all reasons of a page, reads them at
// once, and then puts each reason beside its facts.
type witness struct {
	v     *visit
	asked map[network.Ref]bool
	refs  []network.Ref
	found map[network.Ref]app.Evidence
}

func (v *visit) witness() *witness {
	return &witness{v: v, asked: map[network.Ref]bool{}, found: map[network.Ref]app.Evidence{}}
}

// hear notes what reasons rest on.
func (w *witness) hear(reasons ...network.Reason) {
	for _, r := range reasons {
		for _, f := range r.Facts {
			if !w.asked[f] {
				w.asked[f] = true
				w.refs = append(w.refs, f)
			}
		}
	}
}

// read reads all that was heard of.
func (w *witness) read() error {
	if len(w.refs) == 0 {
		return nil
	}
	list, err := w.v.app().Evidence(w.v.ctx(), w.v.keeper(), w.refs)
	for _, e := range list {
		w.found[e.Ref] = e
	}
	return err
}

// reasons puts reasons into words, with their facts.
func (w *witness) reasons(list []network.Reason) []Reason {
	var out []Reason
	for _, r := range list {
		x := Reason{Text: w.v.p.Reason(r)}
		for _, f := range r.Facts {
			if e, ok := w.found[f]; ok {
				x.Facts = append(x.Facts, w.v.evidence(e))
			}
		}
		out = append(out, x)
	}
	return out
}

// evidence is one fact with the first of its origins.
func (v *visit) evidence(e app.Evidence) Evidence {
	out := Evidence{Text: e.Text, Origin: Origin{Typed: true}}
	if e.On != nil {
		out.On = *e.On
	}
	if len(e.Origins) > 0 {
		out.Origin = v.origin(e.Origins[0])
	}
	what := ""
	switch {
	case e.Channel != "":
		what = v.words("channel." + string(e.Channel))
		if e.Direction == network.In || e.Direction == network.Out {
			what += ", " + v.words("direction."+string(e.Direction))
		}
	case e.Favour != "":
		what = v.words("favour." + string(e.Favour))
	case e.Own != "":
		what = v.words("mirror.line." + e.Own)
	case e.Fact != "":
		what = v.words("fact." + string(e.Fact))
	}
	switch {
	case out.Text == "":
		out.Text = what
	case what != "":
		out.Text = what + v.words("web.colon") + out.Text
	}
	return out
}

// origin says where something was read.
func (v *visit) origin(o app.Origin) Origin {
	file, line, _ := cutLine(o.At)
	return Origin{Typed: o.Source == network.Typed, Source: v.sourceName(o.Source), File: file, Line: line, Batch: o.Batch}
}

// sourceName is a reader's name in words, or as it is where there are none.
func (v *visit) sourceName(source string) string {
	if key := "source." + source; v.p.Has(key) {
		return v.words(key)
	}
	return source
}

// cutLine takes "Connections.csv:6" apart.
func cutLine(at string) (file string, line int, ok bool) {
	i := strings.LastIndexByte(at, ':')
	if i < 0 {
		return at, 0, false
	}
	n, err := strconv.Atoi(at[i+1:])
	if err != nil {
		return at, 0, false
	}
	return at[:i], n, true
}

// origins says where something was read; what was read nowhere was typed.
func (v *visit) origins(list []app.Origin) []Origin {
	if len(list) == 0 {
		return []Origin{{Typed: true}}
	}
	out := make([]Origin, len(list))
	for i, o := range list {
		out[i] = v.origin(o)
	}
	return out
}
