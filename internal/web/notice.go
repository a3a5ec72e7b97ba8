package web

import "entregent/internal/app"

// A deed is what a page may say has just been done: a text, and the path that
// takes it back, with the id of what it was done to in the middle.
type deed struct {
	text        string
	undo, after string
}

// deeds lists them by the word that stands in the address of the page a form
// leads to. The page says nothing that is not in this table.
var deeds = withAnswers(map[string]deed{
	"gesture-done":     {"web.did.gesture.done", "/gestures/", "/undo"},
	"gesture-later":    {"web.did.gesture.later", "/gestures/", "/undo"},
	"gesture-no":       {"web.did.gesture.no", "/gestures/", "/undo"},
	"loop-done":        {"web.did.loop", "/loops/", "/undo"},
	"match-done":       {"web.did.match.done", "/matches/", "/undo"},
	"match-no":         {"web.did.match.no", "/matches/", "/undo"},
	"wish-still":       {"web.did.wish.still", "/wishes/", "/undo"},
	"wish-met":         {"web.did.wish.met", "/wishes/", "/undo"},
	"wish-closed":      {"web.did.wish.closed", "/wishes/", "/undo"},
	"goal-reached":     {"web.did.goal.reached", "/goals/", "/undo"},
	"goal-closed":      {"web.did.goal.closed", "/goals/", "/undo"},
	"told":             {"web.did.told", "/known/told/", "/undo"},
	"ask-step":         {"web.did.ask", "/asks/", "/undo"},
	"ask-sign":         {"web.did.ask.sign", "/signs/", "/undo"},
	"outcome":          {"web.did.outcome", "/favours/", "/undo"},
	"came":             {"web.did.came", "/gatherings/", "/undo"},
	"noted":            {"web.did.noted", "/lines/", "/undo"},
	"met":              {"web.did.met", "/encounters/", "/undo"},
	"not-met":          {"web.did.not_met", "/encounters/", "/undo"},
	"coffee-done":      {"web.did.coffee.done", "/meet/", "/undo"},
	"coffee-later":     {"web.did.coffee.later", "/meet/", "/undo"},
	"coffee-no":        {"web.did.coffee.no", "/meet/", "/undo"},
	"withdrawn":        {"web.did.question.withdrawn", "/questions/", "/undo"},
	"same":             {"web.did.same", "/proposals/", "/undo"},
	"different":        {"web.did.different", "/proposals/", "/undo"},
	"split":            {"web.did.split", "/proposals/", "/undo"},
	"placed":           {"web.did.placed", "/village/places/", "/undo"},
	"back":             {text: "web.did.back"},
	"saved":            {text: "web.did.saved"},
	"removed":          {text: "web.did.removed"},
	"passphrase":       {text: "web.did.passphrase"},
	"imported":         {text: "web.did.imported"},
	"restored":         {text: "web.did.restored"},
	"undone":           {text: "web.did.undone"},
	"dropped":          {text: "web.did.dropped"},
	"signed-out":       {text: "web.did.signed_out"},
	"year-in":          {"web.did.year.in", "/year/people/", "/undo"},
	"year-out":         {"web.did.year.out", "/year/people/", "/undo"},
	"year-said":        {text: "web.did.year.said"},
	"year-thanked":     {"web.did.year.thanked", "/year/thanks/", "/undo"},
	"erased":           {text: "web.did.erased"},
	"erased-not-clean": {text: "web.did.erased_not_clean"},
	"live-added":       {text: "live.did.added"},
	"live-read":        {text: "live.did.read"},
	"live-removed":     {text: "live.did.removed"},
	"live-undone":      {text: "live.did.undone"},
	"bulk-tag":         {"web.did.bulk.tag", "/bulk/", "/undo"},
	"bulk-untag":       {"web.did.bulk.untag", "/bulk/", "/undo"},
	"bulk-circle":      {"web.did.bulk.circle", "/bulk/", "/undo"},
	"bulk-archive":     {"web.did.bulk.archive", "/bulk/", "/undo"},
	"bulk-revive":      {"web.did.bulk.revive", "/bulk/", "/undo"},
	"bulk-bin":         {"web.did.bulk.bin", "/bulk/", "/undo"},
	"bulk-restore":     {"web.did.bulk.restore", "/bulk/", "/undo"},
	"nothing":          {text: "web.did.nothing"},
})

// withAnswers adds the answers to questions, each of which can be taken back.
func withAnswers(table map[string]deed) map[string]deed {
	for _, kind := range app.QuestionKinds {
		for answer, text := range map[string]string{"yes": "web.did.said.yes", "no": "web.did.said.no", "later": "web.did.said.later"} {
			table[string(kind)+"-"+answer] = deed{text, "/proposals/" + string(kind) + "/", "/undo"}
		}
	}
	return table
}

// maxOf bounds an id in an address: two card ids and a dash.
const maxOf = 60

// notice reads from the address what has just been done.
func (v *visit) notice() *Notice {
	if v.r.URL.RawQuery == "" {
		return nil
	}
	q := v.r.URL.Query()
	d, ok := deeds[q.Get("did")]
	if !ok {
		return nil
	}
	n := &Notice{Text: v.p.T(d.text)}
	if of := q.Get("of"); d.undo != "" && of != "" && len(of) <= maxOf && plain(of) {
		n.Undo = d.undo + of + d.after
	}
	return n
}

// plain reports whether s is made of what ids are made of.
func plain(s string) bool {
	for _, r := range s {
		if r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return true
}
