package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"entregent/internal/blot"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/store"
)

// A KeptAbout is what is kept about one person, in words, fit to be handed to
// them (rule 19): everything, where each thing comes from, and what is worked out
// of it.
//
// Of others it shows no more than it must: they are counted, and not named; a
// note that speaks of several is named as such and not shown, for it may hold
// what somebody else confided.
type KeptAbout struct {
	Person  Named        `json:"person"`
	Keeper  string       `json:"keeper,omitempty"` // whose book it is
	On      network.Date `json:"on"`
	Lang    string       `json:"lang"`
	Parts   []KeptPart   `json:"parts"`
	Sources []KeptSource `json:"sources"` // the files that say anything of them
}

// A KeptPart is one chapter.
type KeptPart struct {
	Key   string     `json:"key"` // text "kept_part.<key>" is its title
	Title string     `json:"title"`
	Note  string     `json:"note,omitempty"`
	Lines []KeptLine `json:"lines"`
}

// A KeptLine is one thing kept.
type KeptLine struct {
	Label string       `json:"label,omitempty"`
	Text  string       `json:"text"`
	More  string       `json:"more,omitempty"` // the words of a message
	On    network.Date `json:"on,omitzero"`
	From  []KeptFrom   `json:"from"` // none where it is worked out
}

// A KeptFrom is where something comes from.
type KeptFrom struct {
	Typed  bool         `json:"typed,omitempty"` // by the keeper's own hand
	Yours  bool         `json:"yours,omitempty"` // answered by them on a page of the keeper's
	Source string       `json:"source,omitempty"`
	At     string       `json:"at,omitempty"` // file and line
	Read   network.Date `json:"read,omitzero"`
}

// Words says where something comes from.
func (f KeptFrom) Words(p *i18n.Printer) string {
	switch {
	case f.Typed:
		return p.T("kept_about.typed")
	case f.Yours:
		return p.T("kept_about.yours")
	}
	return p.T("kept_about.from", f.Source, f.At, f.Read)
}

// A KeptSource is one file, and how much of it stands here.
type KeptSource struct {
	Source string       `json:"source"`
	File   string       `json:"file"`
	Read   network.Date `json:"read"`
	Things int          `json:"things"`
}

// KeptAbout returns what is kept about somebody, in the words of p.
func (a *App) KeptAbout(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, id network.PersonID) (out KeptAbout, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		who, err := person(tx, id)
		if err != nil {
			return err
		}
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		e, ok := b.entry(who.ID)
		if !ok {
			e = &entry{Person: who}
		}
		z := zone(b.settings)
		w := &keptWriter{ // the words know no present: a paper that is kept gives every date its year
			briefer: briefer{tx: tx, book: b, p: who, zone: z, now: a.Now(), places: map[[16]byte][]Origin{}},
			words:   i18n.For(p.Lang()), sources: map[string]*KeptSource{}, seen: map[string]bool{},
		}
		w.out = KeptAbout{
			Person: Named{who.ID.String(), who.Name}, Keeper: meName(b.settings), On: network.DateOf(a.Now().In(z)), Lang: p.Lang(),
			Parts: []KeptPart{}, Sources: []KeptSource{},
		}
		tie := tieView(b.reading(e), b.balance(e, b.lastBrought(map[network.PersonID]bool{e.ID: true})[e.ID]))
		for _, step := range []func() error{w.everybodyElse, w.whoTheyAre, w.known, w.took, w.brought, w.wished, w.questioned, w.tied, w.decided, w.said, func() error { return w.workedOut(tie) }} {
			if err := step(); err != nil {
				return err
			}
		}
		out = w.finish()
		return nil
	})
	return out, err
}

// Tongue returns the language in which the keeper writes to somebody: the one
// chosen, else that of their last exchange, "" where nothing says so.
func (a *App) Tongue(ctx context.Context, keeper network.KeeperID, id network.PersonID) (lang string, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		p, err := person(tx, id)
		if err == nil {
			lang, _, err = spokenTo(tx, p, &desk{now: a.Now()})
		}
		return err
	})
	return lang, err
}

// A keptWriter writes what is kept about one person.
type keptWriter struct {
	briefer
	words   *i18n.Printer
	out     KeptAbout
	sources map[string]*KeptSource
	order   []string
	seen    map[string]bool // things counted of a source
	others  *blot.Pen       // takes everybody else's full name out of texts
}

func (w *keptWriter) t(key string, args ...any) string { return w.words.T("kept_about."+key, args...) }

// part adds a chapter that has anything to say.
func (w *keptWriter) part(key string, lines []KeptLine) {
	if len(lines) == 0 {
		return
	}
	out := KeptPart{Key: key, Title: w.words.T("kept_part." + key), Lines: lines}
	if note := "kept_note." + key; w.words.Has(note) {
		out.Note = w.words.T(note)
	}
	w.out.Parts = append(w.out.Parts, out)
}

// from says where a record comes from; what no file says was typed.
func (w *keptWriter) from(id [16]byte, source string) ([]KeptFrom, error) {
	origins, err := w.origins(id)
	if err != nil {
		return nil, err
	}
	var out []KeptFrom
	for _, o := range origins {
		f := KeptFrom{Source: w.words.T("source." + o.Source), At: o.At, Read: network.DateOf(o.Read.In(w.zone))}
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
		w.count(o, f.Source, id)
	}
	if len(out) == 0 || source == network.Typed {
		out = append([]KeptFrom{{Typed: true}}, out...)
	}
	return out, nil
}

func (w *keptWriter) count(o Origin, source string, id [16]byte) {
	file, _, _ := strings.Cut(o.At, ":")
	key := o.Batch + "\x00" + file
	s := w.sources[key]
	if s == nil {
		s = &KeptSource{Source: source, File: file, Read: network.DateOf(o.Read.In(w.zone))}
		w.sources[key] = s
		w.order = append(w.order, key)
	}
	if k := key + string(id[:]); !w.seen[k] {
		w.seen[k] = true
		s.Things++
	}
}

func (w *keptWriter) finish() KeptAbout {
	for _, key := range w.order {
		w.out.Sources = append(w.out.Sources, *w.sources[key])
	}
	slices.SortStableFunc(w.out.Sources, func(a, b KeptSource) int {
		return compareText(b.Read.String(), a.Read.String(), a.File, b.File)
	})
	return w.out
}

// everybodyElse learns whose names are not to be read here.
func (w *keptWriter) everybodyElse() error {
	var names []string
	own := network.Fold(w.p.Name)
	err := w.tx.AllPeople(func(p network.Person) error {
		if p.ID != w.p.ID && p.Standing != network.Body && network.Fold(p.Name) != own {
			names = append(names, p.Name)
		}
		return nil
	})
	w.others = blot.New(names, nil, nil)
	return err
}

// whoTheyAre lists names and ways to reach them.
func (w *keptWriter) whoTheyAre() error {
	cards, err := w.tx.CardsOf(w.p.ID)
	if err != nil {
		return err
	}
	var names, handles []KeptLine
	add := func(list *[]KeptLine, l KeptLine) {
		for i, o := range *list {
			if o.Label == l.Label && o.Text == l.Text {
				for _, f := range l.From {
					if !slices.Contains(o.From, f) {
						(*list)[i].From = append((*list)[i].From, f)
					}
				}
				return
			}
		}
		*list = append(*list, l)
	}
	for _, c := range cards {
		from, err := w.from(c.ID, c.Source)
		if err != nil {
			return err
		}
		if c.Name != "" {
			add(&names, KeptLine{Text: c.Name, From: slices.Clone(from)})
		}
		for _, h := range c.Handles {
			text := h.Value
			if h.Kind == network.LinkedIn {
				text = "linkedin.com/in/" + text
			}
			add(&handles, KeptLine{Label: w.words.T("handle." + string(h.Kind)), Text: text, From: slices.Clone(from)})
		}
	}
	w.part("names", names)
	w.part("handles", handles)
	return nil
}

// known lists the facts.
func (w *keptWriter) known() error {
	cards, err := w.tx.CardsOf(w.p.ID)
	if err != nil {
		return err
	}
	source := map[network.CardID]string{}
	for _, c := range cards {
		source[c.ID] = c.Source
	}
	facts, err := w.tx.FactsOf(w.p.ID)
	if err != nil {
		return err
	}
	var lines []KeptLine
	for _, f := range facts {
		from, err := w.from(f.ID, source[f.Card])
		if err != nil {
			return err
		}
		l := KeptLine{Label: w.words.Fact(string(f.Kind), f.Label), Text: f.Value, From: from, On: dateOr(f.AsOf, f.On)}
		if d, ok := network.ParseDate(f.Value); ok {
			l.Text = w.words.T("web.short", d)
		} else if key := string(f.Kind) + "." + f.Value; (f.Kind == network.FactLanguage || f.Kind == network.FactCall) && w.words.Has(key) {
			l.Text = w.words.T(key)
		} else if f.Kind != network.FactRelated { // whom they are related to is theirs to know
			l.Text = w.others.Text(f.Value, false)
		}
		lines = append(lines, l)
	}
	w.part("facts", lines)
	return nil
}

// dateOr is the day of the first moment that is said.
func dateOr(at ...time.Time) network.Date {
	for _, t := range at {
		if !t.IsZero() {
			return network.DateOf(t.UTC())
		}
	}
	return network.Date{}
}

// took lists what took place and what is planned, newest first.
func (w *keptWriter) took() error {
	var lines []KeptLine
	before := w.now.AddDate(100, 0, 0)
	seen := map[network.EncounterID]bool{}
	for {
		list, err := w.tx.EncountersOf(w.p.ID, before, 200)
		if err != nil {
			return err
		}
		fresh := 0
		for _, e := range list {
			if seen[e.ID] {
				continue
			}
			seen[e.ID] = true
			fresh++
			l, err := w.encounterLine(e)
			if err != nil {
				return err
			}
			lines = append(lines, l)
		}
		if fresh == 0 {
			break
		}
		before = list[len(list)-1].At.Add(time.Microsecond) // others may be of the same moment
	}
	w.part("encounters", lines)
	return nil
}

func (w *keptWriter) encounterLine(e network.Encounter) (KeptLine, error) {
	from, err := w.from(e.ID, e.Source)
	if err != nil {
		return KeptLine{}, err
	}
	l := KeptLine{Label: w.words.T("channel." + string(e.Channel)), On: network.DateOf(e.At.In(w.zone)), From: from}
	others := map[network.PersonID]bool{}
	var names []string
	var parts []string
	for _, p := range e.With {
		if p.Person == w.p.ID {
			if key := "kept_about.direction." + string(p.Direction); w.words.Has(key) && !e.Held() {
				l.Label += ", " + w.words.T(key)
			}
			if p.State == network.Planned || p.State == network.Proposed {
				parts = append(parts, w.words.T("state."+string(p.State)))
			}
			continue
		}
		if !others[p.Person] {
			others[p.Person] = true
			if q, err := w.tx.Person(p.Person); err == nil {
				names = append(names, q.Name)
			}
		}
	}
	subject, words := w.others.Text(e.Subject, false), w.others.Text(e.Excerpt, false)
	if len(others) > 0 {
		if e.Source == network.Typed {
			subject, words = w.t("shared_note"), ""
		} else {
			pen := blot.New(names, nil, nil)
			subject, words = pen.Text(subject, true), pen.Text(words, true)
		}
	}
	if subject != "" {
		parts = append(parts, subject)
	}
	if e.Place != "" {
		parts = append(parts, w.others.Text(e.Place, false))
	}
	if n := len(others); n > 0 {
		parts = append(parts, w.t("others", n))
	}
	l.Text = strings.Join(parts, " · ")
	if words != subject {
		l.More = words
	}
	return l, nil
}

// brought lists favours both ways.
func (w *keptWriter) brought() error {
	list, err := w.tx.Favours(w.p.ID)
	var lines []KeptLine
	for _, f := range list {
		from, err := w.from(f.ID, f.Source)
		if err != nil {
			return err
		}
		key := "received"
		if f.Given {
			key = "given"
		}
		l := KeptLine{Label: w.t(key, w.words.T("favour."+string(f.Kind))), Text: w.others.Text(f.What, false), On: dateOr(f.On), From: from, More: w.others.Text(f.Outcome, false)}
		if f.State == network.Planned || f.State == network.Proposed {
			l.Label += ", " + w.words.T("state."+string(f.State))
		}
		lines = append(lines, l)
	}
	w.part("favours", lines)
	return err
}

// wished lists needs, offers, what they were asked, and goals they are aimed at
// by.
func (w *keptWriter) wished() error {
	all, err := w.tx.Wishes()
	if err != nil {
		return err
	}
	steps, err := w.steps()
	if err != nil {
		return err
	}
	var lines []KeptLine
	leads := 0
	for _, x := range all {
		if x.Person != w.p.ID {
			if x.Leads == w.p.ID {
				leads++
			}
			continue
		}
		from, err := w.from(x.ID, x.Source)
		if err != nil {
			return err
		}
		parts := []string{x.What}
		for _, s := range []string{x.Place, x.Whom} {
			if s != "" && !strings.Contains(x.What, s) {
				parts = append(parts, s)
			}
		}
		lines = append(lines, KeptLine{Label: w.t("wish." + string(x.Kind)), Text: w.others.Text(strings.Join(parts, " · "), false), On: dateOr(x.At), From: from, More: steps[x.ID]})
	}
	if leads > 0 {
		lines = append(lines, KeptLine{Text: w.t("leads", leads), From: []KeptFrom{{Typed: true}}})
	}
	goals, err := w.tx.Goals()
	for _, g := range goals {
		if slices.ContainsFunc(g.Aims, func(x network.Aim) bool { return x.Person == w.p.ID }) {
			lines = append(lines, KeptLine{Label: w.t("goal"), Text: w.others.Text(g.What, false), On: dateOr(g.At), From: []KeptFrom{{Typed: true}}})
		}
	}
	w.part("wishes", lines)
	return err
}

// steps says what became of asks and introductions, and when.
func (w *keptWriter) steps() (map[network.WishID]string, error) {
	all, err := w.tx.Steps()
	out := map[network.WishID]string{}
	for _, x := range all {
		if out[x.Wish] != "" {
			out[x.Wish] += ", "
		}
		out[x.Wish] += w.t("step", w.t("step."+string(x.What)), network.DateOf(x.At.In(w.zone)))
	}
	return out, err
}

// questioned lists the open questions put to them, with their answers.
func (w *keptWriter) questioned() error {
	all, err := w.tx.OpenQuestions()
	var lines []KeptLine
	for _, q := range all {
		if q.Person != w.p.ID {
			continue
		}
		from := []KeptFrom{{Typed: true}}
		lines = append(lines, KeptLine{Text: w.t("asked", network.DateOf(q.Until.In(w.zone))), On: network.DateOf(q.At.In(w.zone)), From: from})
		for _, a := range []struct{ key, text string }{{"met_how", q.MetHow}, {"call_for", q.CallFor}, {"to_meet", q.ToMeet}} {
			if a.text != "" {
				lines = append(lines, KeptLine{Label: w.t("asked." + a.key), Text: a.text, On: network.DateOf(q.Answered.In(w.zone)), From: []KeptFrom{{Yours: true}}})
			}
		}
	}
	w.part("questions", lines)
	return err
}

// tied says of how many others it is kept that they know them, and names none.
func (w *keptWriter) tied() error {
	all, err := w.tx.Pairs()
	n := map[network.PairKind]int{}
	var kinds []network.PairKind
	for _, x := range all {
		if x.PersonA == w.p.ID || x.PersonB == w.p.ID {
			if n[x.Kind]++; n[x.Kind] == 1 {
				kinds = append(kinds, x.Kind)
			}
		}
	}
	slices.Sort(kinds)
	var lines []KeptLine
	for _, k := range kinds {
		lines = append(lines, KeptLine{Text: w.t("pair."+string(k), n[k]), From: []KeptFrom{{Typed: true}}})
	}
	w.part("pairs", lines)
	return err
}

// decided lists what the keeper has settled about them.
func (w *keptWriter) decided() error {
	p := w.p
	var lines []KeptLine
	add := func(key string, args ...any) {
		lines = append(lines, KeptLine{Text: w.t(key, args...), From: []KeptFrom{{Typed: true}}})
	}
	if p.Circle != "" {
		name := p.Circle
		if key := "circle." + name; w.words.Has(key) {
			name = w.words.T(key)
		}
		add("circle", name)
	}
	if p.Stage != "" {
		add("stage", w.words.T("stage."+p.Stage))
	}
	if p.StageWord != "" {
		add("stage_word", p.StageWord)
	}
	if p.Slow {
		add("slow")
	}
	if p.Rhythm > 0 {
		add("rhythm", p.Rhythm)
	}
	if p.Mark != "" {
		add("mark", w.words.T("web.mark."+string(p.Mark)))
	}
	if p.Familiar != "" {
		add("familiar", string(p.Familiar))
	}
	if p.Lang != "" {
		add("lang", w.words.T("language."+p.Lang))
	}
	if p.Binned {
		add("binned")
	}
	w.part("decided", lines)
	return nil
}

// said lists what the keeper answered to what was proposed about them.
func (w *keptWriter) said() error {
	all, err := w.tx.Answers("")
	if err != nil {
		return err
	}
	n, order := map[string]int{}, []string{}
	last := map[string]network.Date{}
	for _, x := range all {
		if x.Person != w.p.ID {
			continue
		}
		what := w.t("question")
		if key := "gesture." + x.Detail; x.Kind == "gesture" && w.words.Has(key) {
			what = w.words.T(key)
		} else if key := "loop." + x.Detail; x.Kind == "loop" && w.words.Has(key) {
			what = w.words.T(key)
		}
		if verdict := "kept_about.verdict." + x.Verdict; w.words.Has(verdict) {
			what = w.t("answered", what, w.words.T(verdict))
		}
		if n[what]++; n[what] == 1 {
			order = append(order, what)
		}
		last[what] = network.DateOf(x.At.In(w.zone))
	}
	var lines []KeptLine
	for _, what := range order {
		text := what
		if n[what] > 1 {
			text += " (" + w.t("times", n[what]) + ")"
		}
		lines = append(lines, KeptLine{Text: text, On: last[what], From: []KeptFrom{{Typed: true}}})
	}
	w.part("answers", lines)
	return nil
}

// workedOut says in words what the program makes of all that.
func (w *keptWriter) workedOut(t Tie) error {
	var lines []KeptLine
	add := func(label, text string) {
		if text != "" {
			lines = append(lines, KeptLine{Label: label, Text: text, From: []KeptFrom{}})
		}
	}
	reasons := func(rs []network.Reason) string {
		var out []string
		for _, r := range rs {
			out = append(out, w.words.Reason(r))
		}
		return strings.Join(out, " ")
	}
	add(w.t("worked.stage"), strings.TrimSpace(i18n.Sentence(w.words.T("stage."+t.Progress.Shown.String()))+" "+reasons(t.Progress.Evidence)))
	add(w.t("worked.drift"), reasons(t.Drift.Reasons))
	add(w.t("worked.turns"), reasons(t.Reciprocity.Reasons))
	add(w.t("worked.balance"), reasons(t.Balance))
	forecasts, err := w.tx.ForecastsOf(w.p.ID)
	if err != nil && !errors.Is(err, network.NotFound) {
		return err
	}
	if n := len(forecasts); n > 0 {
		add(w.t("worked.forecasts_label"), w.t("worked.forecasts", n))
	}
	w.part("worked_out", lines)
	return nil
}
