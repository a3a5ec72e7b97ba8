package measure

import (
	"fmt"

	"entregent/internal/measure/match"
)

// match writes the table of "bench match". What depends on the machine is left
// to the command.
func (p *page) match(rows []match.Row) {
	p.text("## Needs and offers", `"bench match". Scenes of eight offers or so and some needs, written by us; every need is put to all offers of its scene, among them the same words on the wrong side, in the wrong place or at the wrong time. The lexicon and the matcher were tuned on the development half. The test half tells what a stranger's words would find, and has two parts. The first was written when both had been closed, and was looked at in totals only; the matcher and the lexicon were worked on after it. The second was written when they had been closed again, was measured once, and nothing was changed for it. The fresh part was written last, in another voice, after a last round of work on both: the board of a club and small ads, where towns and words are seldom shared. Nothing was changed for it; that a name beside a thing tells little was learned elsewhere afterwards. All were written by the authors of the lexicon: other hands may find less. The distance between the halves is what the lexicon does not know yet.

"Precision@1" is the share of needs that something meets for which the first offer returned is right (silence counts as wrong); "recall@5" the share of right offers among the first five; "false" the share of needs that nothing meets for which something was returned all the same; "precision" the share of right ones among all that was returned. "match" is what the program says by itself, on the desk and on Give. "match, perhaps" is what a keeper gets who looks further for one need: the same first, then whatever else has anything in common with it, ranked, never against side, place or time; there, "false" and "precision" say only that something is always shown. Both baselines see the place as words and return whatever shares a word.`)
	p.head("set", "half", "method", "needs", "precision@1", "recall@5", "nothing fits", "false", "precision")
	for _, r := range rows {
		p.row(r.Set, r.Half, r.Method, fmt.Sprint(r.Cases+r.Nothing), three(r.Precision1()), three(r.Recall5()), fmt.Sprint(r.Nothing), three(r.FalseRate()), three(r.Precision()))
	}
	p.printf("\n")
}
