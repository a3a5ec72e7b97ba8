package app

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"entregent/internal/i18n"
	"entregent/internal/match"
	"entregent/internal/network"
	"entregent/internal/reach"
	"entregent/internal/resolve"
	"entregent/internal/store"
	"entregent/internal/tact"
)

// A Reach is how to meet somebody: the shape of cli.md.
type Reach struct {
	Target string    `json:"target"` // as asked
	Kind   ReachKind `json:"kind,omitempty"`
	Known  bool      `json:"known"` // the book holds whom it is about
	// To are those who answer to the target, at most mostAimed.
	To []Named `json:"to"`
	// Direct are those among them whom the keeper can turn to without anybody.
	Direct []ReachDirect `json:"direct"`
	// Chance is that of all paths to one person together.
	Chance reach.Chance `json:"chance,omitempty"`
	Paths  []ReachPath  `json:"paths"` // one for each go-between to begin with
	// None says why there is no path to stake one's name on; nil where there is one.
	None *ReachNone `json:"none_because"`
}

// A ReachKind says what a target was taken for.
type ReachKind string

// The kinds of target. The zero value is nobody in the book.
const (
	ReachPerson       ReachKind = "person"
	ReachOrganisation ReachKind = "organisation"
	ReachRole         ReachKind = "role" // a title, a trade, a place, in words
)

// A ReachDirect is somebody with whom the keeper has a tie of their own.
type ReachDirect struct {
	Text   string       `json:"text"`
	Person Named        `json:"person"`
	Chance reach.Chance `json:"chance"`
	Why    Said         `json:"why"`
}

// A Said is a reason with its words.
type Said struct {
	Text string `json:"text"`
	network.Reason
}

// A ReachPath is a way to somebody through one or two go-betweens.
type ReachPath struct {
	Text     string        `json:"text"` // the path in a sentence
	To       Named         `json:"to"`
	Through  []Named       `json:"through"`
	Chance   reach.Chance  `json:"chance"`
	Evidence []ReachGround `json:"evidence"` // tie by tie, the surest reason of each first
	// Goal says to which goal whom it leads to matters, nil if to none.
	Goal *Said `json:"goal,omitempty"`
	// Spare says why the first go-between should be left in peace for now.
	Spare     []Said      `json:"spare,omitempty"`
	GiveFirst []ReachGift `json:"give_first"`
	Tact      ReachTact   `json:"tact"`
	Email     string      `json:"email,omitempty"`
	// Draft suits the verdict: the ask, to be passed on; or what comes before it.
	Draft string `json:"draft"`
}

// A ReachGround is what one tie of a path rests on. From is without an id where
// it is the keeper.
type ReachGround struct {
	From Named `json:"from"`
	To   Named `json:"to"`
	Said
}

// A ReachNone says why there is no path, and what would make one.
type ReachNone struct {
	Said
	Create []Said `json:"create"`
}

// A ReachGift is something to do for a go-between before anything is asked.
type ReachGift struct {
	// Kind is "loop" (something owed is closed), "bring", "tell", "introduce" (see
	// Match), or "seek": they look for something, and nobody is known yet who has it.
	Kind string `json:"kind"`
	// ID is that of the loop, the match or the need.
	ID    string         `json:"id"`
	Text  string         `json:"text"`
	Facts []network.Ref  `json:"facts"`
	draft string         // the letter that does it
	need  string         // the words of a need that can be met
	why   network.Reason // of that need
}

// A ReachTact is what may be asked of the first go-between now.
type ReachTact struct {
	Verdict tact.Answer `json:"verdict"`
	Reasons []Said      `json:"reasons"`
	Steps   []ReachStep `json:"steps"`
	// Smaller is the ask that would fit now, "" where it is not needed or none is.
	Smaller tact.Kind `json:"smaller_ask"`
}

// A ReachStep is one step of the plan, with the day from which it makes sense.
type ReachStep struct {
	On network.Date `json:"on"`
	Said
}

// A ReachAsk says whom to reach.
type ReachAsk struct {
	Target string
	Top    int // paths to name; 0 is 5
}

const (
	mostAimed   = 50 // people who answer to an organisation or a role, and are looked at
	usualTop    = 5
	furthestTop = 50
	near        = 0.05 // within so much two chances are alike, and a goal decides
)

// Reach looks for the go-betweens to a person (in the book or not), to an
// organisation, or to a role ("DRH dans une banque à Lille"). *TooMany if a name
// is that of several.
func (a *App) Reach(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, q ReachAsk) (Reach, error) {
	q.Target = network.OneLine(q.Target)
	out := Reach{Target: q.Target, To: []Named{}, Direct: []ReachDirect{}, Paths: []ReachPath{}}
	if q.Target == "" || strings.TrimSpace(network.Fold(q.Target)) == "" {
		return out, &network.Error{Kind: network.Invalid, Field: "target", Msg: "error.reach_whom"}
	}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		w, err := a.webOf(tx)
		if err != nil {
			return err
		}
		s := seeker{a: a, tx: tx, web: w, p: p.At(a.Now(), zone(w.book.settings)), top: min(max(cmp.Or(q.Top, usualTop), 1), furthestTop)}
		out, err = s.seek(out)
		return err
	})
	return out, err
}

// A seeker answers one question.
type seeker struct {
	a *App
	*web
	tx  store.Tx
	p   *i18n.Printer
	top int
}

func (s *seeker) said(r network.Reason) Said {
	if r.Facts == nil {
		r.Facts = []network.Ref{}
	}
	return Said{s.p.Reason(r), r}
}

func (s *seeker) saids(rs []network.Reason) []Said {
	out := make([]Said, 0, len(rs))
	for _, r := range rs {
		out = append(out, s.said(r))
	}
	return out
}

// named points at somebody of the web; the zero id is the keeper.
func (s *seeker) named(id network.PersonID) Named {
	if p := s.people[id]; p != nil {
		return p.Named
	}
	return s.book.named(id)
}

func (s *seeker) seek(out Reach) (Reach, error) {
	kind, ids, err := s.aim(out.Target)
	if err != nil {
		return out, err
	}
	if out.Known = len(ids) > 0; out.Known {
		out.Kind = kind
	} else {
		none := reach.Unheard(out.Target)
		out.None = s.none(&none)
		return out, nil
	}
	answers, err := s.graph.FindEach(ids[:min(len(ids), mostAimed)], reach.Ask{Most: s.top})
	if err != nil {
		return out, err
	}
	type way struct {
		to network.PersonID
		reach.Path
	}
	var ways []way
	for _, x := range answers {
		out.To = append(out.To, s.named(x.To))
		if p := s.people[x.To]; x.Direct != nil && p.entry.last != nil { // a name in an address book is nobody one can turn to
			if c := weightsOf(s.book.settings).Chance(x.Direct.P); c != reach.None {
				out.Direct = append(out.Direct, ReachDirect{s.p.T("plan.direct", s.named(x.To).Name, string(c)), s.named(x.To), c, s.said(x.Direct.Why[0])})
			}
		}
		for _, p := range x.Paths {
			ways = append(ways, way{x.To, p})
		}
	}
	if kind == ReachPerson {
		out.Chance = answers[0].Chance
	}
	aimed, err := s.a.aimedAt(s.tx, s.book)
	if err != nil {
		return out, err
	}
	if len(answers) > 1 { // of one person the paths are in order already
		slices.SortStableFunc(ways, func(x, y way) int {
			return cmp.Or(
				min(len(x.StepsBack), 1)-min(len(y.StepsBack), 1),
				cmp.Compare(math.Round(y.P/near), math.Round(x.P/near)),
				cmp.Compare(bit(aimed.why(y.to) != nil), bit(aimed.why(x.to) != nil)),
				cmp.Compare(y.P, x.P))
		})
	}
	if len(ways) == 0 && len(out.Direct) == 0 {
		out.None = s.none(answers[0].None)
		return out, nil
	}
	planner, err := s.planner()
	if err != nil {
		return out, err
	}
	begun := map[network.PersonID]bool{}
	for _, x := range ways {
		if len(out.Paths) == s.top || begun[x.Through[0]] {
			continue
		}
		begun[x.Through[0]] = true
		path, err := planner.path(x.to, x.Path)
		if err != nil {
			return out, err
		}
		if why := aimed.why(x.to); why != nil {
			goal := s.said(*why)
			path.Goal = &goal
		}
		out.Paths = append(out.Paths, path)
	}
	return out, nil
}

func (s *seeker) none(x *reach.Absence) *ReachNone {
	if x == nil {
		return nil
	}
	return &ReachNone{s.said(x.Because), s.saids(x.Create)}
}

// aim finds whom a target means: somebody of that very name, the people of that
// organisation, somebody whose name holds these words, or those whose work and
// town answer to them; in this order.
func (s *seeker) aim(target string) (ReachKind, []network.PersonID, error) {
	if id, err := network.ParseID[network.PersonID](target); err == nil && s.people[id] != nil {
		return ReachPerson, []network.PersonID{id}, nil
	}
	if h, ok := anyHandle(target, s.book.settings.Country); ok && h.Kind.Strong() {
		ids, err := s.withHandle(h)
		return ReachPerson, ids, err
	}
	words := resolve.Tokens(target)
	held := s.bearers(words)
	exact := slices.DeleteFunc(slices.Clone(held), func(id network.PersonID) bool { return len(resolve.Tokens(s.people[id].Name)) != len(words) })
	if len(exact) > 0 {
		return s.one(target, exact)
	}
	if key := reach.Organisation(target); key != "" {
		if ids := s.where(func(p *webPerson) bool { return reach.Organisation(p.organisation) == key }); len(ids) > 0 {
			return ReachOrganisation, ids, nil
		}
	}
	if len(held) > 0 {
		return s.one(target, held)
	}
	return ReachRole, s.inRole(target), nil
}

// one takes the only one of several, the contact where only one of them is.
func (s *seeker) one(target string, ids []network.PersonID) (ReachKind, []network.PersonID, error) {
	if contacts := slices.DeleteFunc(slices.Clone(ids), func(id network.PersonID) bool { return s.people[id].entry == nil }); len(contacts) > 0 {
		ids = contacts
	}
	if len(ids) == 1 {
		return ReachPerson, ids, nil
	}
	many := &TooMany{Name: target}
	for _, id := range ids[:min(len(ids), 20)] {
		row := Person{ID: id.String(), Name: s.people[id].Name}
		if e := s.people[id].entry; e != nil {
			row = s.book.row(e)
		}
		many.People = append(many.People, row)
	}
	return "", nil, many
}

// withHandle finds who has an address or a number.
func (s *seeker) withHandle(h network.Handle) (out []network.PersonID, err error) {
	err = s.tx.AllCards(func(c network.Card) error {
		if s.people[c.Person] != nil && !slices.Contains(out, c.Person) && slices.Contains(c.Handles, h) {
			out = append(out, c.Person)
		}
		return nil
	})
	return out, err
}

// bearers are those whose names hold all of some words.
func (w *web) bearers(words []string) (out []network.PersonID) {
	if len(words) == 0 {
		return nil
	}
	for _, id := range w.names[words[0]] {
		if !slices.ContainsFunc(words[1:], func(x string) bool { return !slices.Contains(w.names[x], id) }) {
			out = append(out, id)
		}
	}
	return out
}

func (w *web) where(is func(*webPerson) bool) (out []network.PersonID) {
	for _, id := range w.order {
		if is(w.people[id]) {
			out = append(out, id)
		}
	}
	return out
}

// joints stand between the parts of a role: who, where, in which town.
var joints = map[string]bool{"dans": true, "a": true, "au": true, "aux": true, "chez": true, "en": true, "in": true, "at": true, "for": true, "pour": true}

// inRole finds those whose title, organisation and town answer to a role.
func (s *seeker) inRole(target string) []network.PersonID {
	r := readPosition(target, s.meaning)
	return s.where(func(p *webPerson) bool { return r.has(p.id, p.title, p.organisation, p.town) })
}

// A position is who somebody is, in words: what they do, where, in which town. All
// of its parts are to be answered to, by its words or by what the lexicon of package
// match knows they mean.
type position struct {
	parts [][]string
	meant []map[network.PersonID]bool
}

// readPosition reads the words of a role; meaning finds whose work means what some
// words do.
func readPosition(target string, meaning func(text string) map[network.PersonID]bool) position {
	var parts [][]string
	fresh := true
	for _, w := range strings.Fields(network.Fold(target)) {
		switch {
		case joints[w]:
			fresh = true
		case match.Small(w):
		case fresh:
			parts, fresh = append(parts, []string{w}), false
		default:
			parts[len(parts)-1] = append(parts[len(parts)-1], w)
		}
	}
	r := position{parts, make([]map[network.PersonID]bool, len(parts))}
	for i, words := range parts {
		r.meant[i] = meaning(strings.Join(words, " "))
	}
	return r
}

// has reports whether somebody answers to every part of it; to one without
// parts nobody does.
func (r position) has(id network.PersonID, title, organisation, town string) bool {
	text := " " + network.Fold(title+" "+organisation+" "+town) + " "
	if len(r.parts) == 0 || strings.TrimSpace(text) == "" {
		return false
	}
	for i, words := range r.parts {
		if !r.meant[i][id] && slices.ContainsFunc(words, func(w string) bool {
			return !strings.Contains(text, " "+w+" ") && !strings.Contains(text, " "+strings.TrimSuffix(w, "s")+" ")
		}) {
			return false
		}
	}
	return true
}

// meaning finds whose work or organisation means what some words do.
func (w *web) meaning(text string) map[network.PersonID]bool {
	w.once.Do(func() {
		w.roles = match.New(nil)
		for _, id := range w.order {
			p := w.people[id]
			for _, e := range trade(id, p.title, p.organisation) {
				w.roles.Add(e)
			}
		}
	})
	return w.book.meaning(w.roles, text)
}

// trade is what somebody does and where, as entries of an index.
func trade(id network.PersonID, title, organisation string) (out []match.Entry) {
	owner := id.String()
	if title != "" {
		out = append(out, match.Entry{ID: "job" + owner, Owner: owner, Kind: match.Job, Text: title})
	}
	if organisation != "" {
		out = append(out, match.Entry{ID: "work" + owner, Owner: owner, Kind: match.Organisation, Text: organisation})
	}
	return out
}

// meaning finds, among the trades of an index, whose mean what some words do.
func (b *book) meaning(trades *match.Index, text string) map[network.PersonID]bool {
	out := map[network.PersonID]bool{}
	for _, m := range trades.Meet(match.Need{ID: "role", Owner: theKeeper, Text: text, Lang: b.settings.Lang}, match.Options{Keeper: theKeeper, Today: b.day.Date()}) {
		if id, err := network.ParseID[network.PersonID](m.Entry.Owner); err == nil {
			out[id] = true
		}
	}
	return out
}
