package reach

import (
	"entregent/internal/network"
	"entregent/internal/relation"
)

// Link returns how likely the keeper is to be heard by somebody, and why:
// 1 − P(silent 90 d), measured; with too little history a judged figure.
func (w Weights) Link(r relation.Reading) (p float64, why network.Reason) {
	facts := make([]network.Ref, 0, len(r.Recent))
	for _, m := range r.Recent[:min(2, len(r.Recent))] {
		facts = append(facts, m.Ref())
	}
	if r.Drift.P90 != nil {
		p = 1 - *r.Drift.P90
		keys := map[relation.Band]string{relation.Steady: LinkSteady, relation.Unclear: LinkUnclear}
		if key := keys[relation.BandOf(*r.Drift.P90)]; key != "" {
			return p, reason(key, facts, r.Silence)
		}
		return p, reason(LinkSilent, facts, r.Silence)
	}
	if r.TwoWay {
		return w.of("link heard"), reason(LinkLittle, facts)
	}
	return w.of("link unheard"), reason(LinkNone, facts)
}

// Asked is what is known of asks to one go-between, to present the keeper or
// otherwise.
type Asked struct {
	Yes, No int
	Silent  int // left without an answer for fourteen days
	Recent  int // in ninety days, all kinds
	Open    []network.Ref
	// Favours of a year, both ways.
	Received, Given []network.Ref
	// Busy are introductions they have promised the keeper and not made yet.
	Busy []network.Ref
}

// Will returns how likely somebody is to pass it on: a Beta that each yes and no
// moves. inner says that they are one of the closest fifteen.
func (w Weights) Will(inner bool, a Asked) float64 {
	yes, no := w.of("other yes"), w.of("other no")
	if inner {
		yes, no = w.of("close yes"), w.of("close no")
	}
	yes += float64(a.Yes)
	no += float64(a.No) + w.of("silence no")*float64(a.Silent)
	return yes / (yes + no)
}

// StepsBack returns why a go-between should be spared, nothing where not: they
// come after the others.
func (w Weights) StepsBack(a Asked) (why []network.Reason) {
	if a.Recent > int(w.of("back asks")) {
		why = append(why, reason(AskedOften, nil, a.Recent))
	}
	if n := int(w.of("back open")); n > 0 && len(a.Open) >= n {
		why = append(why, reason(AskStillOpen, few(a.Open), len(a.Open)))
	}
	if n := int(w.of("back balance")); n > 0 && len(a.Received)-len(a.Given) >= n {
		why = append(why, reason(BroughtMore, few(a.Received), len(a.Received), len(a.Given)))
	}
	if len(a.Busy) > 0 {
		why = append(why, reason(AlreadyBusy, few(a.Busy), len(a.Busy)))
	}
	return why
}
