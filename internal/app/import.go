package app

import (
	"context"
	"errors"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// An ImportRequest says what to read, and how.
type ImportRequest struct {
	Paths   []string
	As      string            // name of a format, "" to find out
	Me      []string          // the keeper's addresses, profile URLs or names
	DryRun  bool              // only say what would be done
	Columns map[string]string // what the columns of an unknown CSV are
	// BringBack asks for those back who were erased and whom the sources name.
	BringBack bool
	Since     time.Time // leaves what calendars say of earlier days to earlier readings; zero for none
	From      *Taking   // the live source that this is a reading of, nil for none
	// Progress is called now and then, and at the end of each source, from the
	// goroutine that imports. It may be nil.
	Progress func(Progress)
}

// A Progress says how far an import has come.
type Progress struct {
	Source string // what is being read
	Format string
	Part   int // of Parts, from 1
	Parts  int
	Done   int64 // bytes read of this part
	Total  int64 // bytes of this part
	Read   int   // records read of this part
}

// An Imported says what an import did, one report for each source.
type Imported struct {
	Batches []Report `json:"batches"`
	DryRun  bool     `json:"dry_run,omitempty"`
	// Me is whom the files were read as belonging to; Guessed tells that nobody
	// had said so before.
	Me      *Candidate `json:"me,omitempty"`
	Guessed bool       `json:"me_guessed,omitempty"`
	// Restored is set where a path was an export of this program.
	Restored []string `json:"restored,omitempty"`
}

// WhoAreYou is the error of an import that cannot tell who the keeper is: the
// sources do not agree.
type WhoAreYou struct {
	Candidates []Candidate
}

func (*WhoAreYou) Error() string { return "app: the sources do not agree on whose they are" }

// Unwrap makes it a network.Ambiguous.
func (*WhoAreYou) Unwrap() error { return network.Ambiguous }

// Import reads sources into the book. Each source is one batch and one
// transaction: it is there whole or not at all. What could not be understood is
// in the reports; an error means that nothing of that source, or of those after
// it, was kept.
func (a *App) Import(ctx context.Context, keeper network.KeeperID, req ImportRequest) (Imported, error) {
	defer a.rest()
	out := Imported{Batches: []Report{}, DryRun: req.DryRun}
	var parts []found
	var lefts []leftover
	defer func() {
		for _, l := range lefts {
			l.close()
		}
	}()
	for _, path := range req.Paths {
		sources, err := openSource(path)
		if err != nil {
			return out, err
		}
		some := false
		for _, s := range sources {
			lefts = append(lefts, leftover{source: s})
			if isExport(s.files) {
				if err := a.restoreExport(ctx, keeper, s, req); err != nil {
					return out, err
				}
				out.Restored = append(out.Restored, s.label)
				some = true
				continue
			}
			ps, left, err := a.find(s, req.As)
			if err != nil {
				return out, err
			}
			lefts[len(lefts)-1].files = left
			lefts[len(lefts)-1].first = len(parts)
			lefts[len(lefts)-1].parts = len(ps)
			parts = append(parts, ps...)
			some = some || len(ps) > 0
		}
		if !some {
			return out, &network.Error{Kind: network.Unreadable, Msg: "error.nothing_recognised", Args: []any{path}}
		}
	}
	if len(parts) == 0 {
		return out, a.advance(ctx, keeper, req)
	}
	own, err := a.whose(ctx, keeper, parts, req, &out)
	if err != nil {
		return out, err
	}
	c := &command{App: a, keeper: keeper, req: req, me: own, parts: parts}
	reports, err := c.run(ctx)
	out.Batches = append(out.Batches, reports...)
	for _, l := range lefts {
		l.report(out.Batches)
	}
	return out, err
}

// A leftover is what nobody claimed in a source.
type leftover struct {
	source
	files        []string
	first, parts int // which reports are of this source
}

// report names what was left out in the first report of the source.
func (l leftover) report(batches []Report) {
	if l.parts == 0 || l.first >= len(batches) {
		return
	}
	r := &batches[l.first]
	for _, f := range l.files {
		r.ignore("unsupported_file", 1)
		if len(r.IgnoredFiles) < 100 {
			r.IgnoredFiles = append(r.IgnoredFiles, f)
		}
	}
	for _, x := range l.refused {
		r.ProblemCount++
		r.Problems = append(r.Problems, Problem{At: x.Name, Key: x.Err.Msg, Args: x.Err.Args})
	}
}

func (l leftover) close() {
	if l.source.close != nil {
		l.source.close()
	}
}

// whose finds out who the keeper is: as told, else as stored, else as the
// sources agree.
func (a *App) whose(ctx context.Context, keeper network.KeeperID, parts []found, req ImportRequest, out *Imported) (Candidate, error) {
	var k network.Keeper
	err := a.Store.View(ctx, keeper, func(tx store.Tx) (err error) {
		k, err = tx.Keeper()
		return err
	})
	if err != nil {
		return Candidate{}, err
	}
	known := Candidate{Handles: k.Settings.Handles, Why: []string{}, names: k.Settings.Names}
	for _, s := range req.Me {
		h, name := ParseMe(s, k.Settings.Country)
		if h != (network.Handle{}) {
			known.Handles = union(known.Handles, []network.Handle{h})
		} else if name != "" {
			known.names = union(known.names, []string{name})
		}
	}
	if len(known.names) > 0 {
		known.Name = known.names[0]
	}
	claims, err := candidates(ctx, parts)
	if err != nil {
		return known, err
	}
	if len(known.Handles) == 0 && known.Name == "" {
		switch len(claims) {
		case 0:
			if claims, err = frequent(ctx, a.Now(), parts); err != nil || len(claims) == 0 {
				return known, err
			}
			return known, &WhoAreYou{claims}
		case 1:
			known, out.Guessed = claims[0], true
			if known.Name != "" {
				known.names = []string{known.Name}
			}
		default:
			return known, &WhoAreYou{claims}
		}
	} else {
		for _, c := range claims { // what a file says of the same person helps too
			if c.Sure && sameOwner(known, c) {
				known.Handles = union(known.Handles, c.Handles)
				if known.Name == "" && c.Name != "" {
					known.Name, known.names = c.Name, []string{c.Name}
				}
			}
		}
	}
	out.Me = &known
	return known, nil
}

// A command is one import of several parts.
type command struct {
	*App
	keeper network.KeeperID
	req    ImportRequest
	me     Candidate
	parts  []found
	before map[network.PersonID]bool
	made   made
}

func (c *command) run(ctx context.Context) ([]Report, error) {
	if c.req.DryRun {
		return c.preview(ctx)
	}
	var batches []*batch
	for i := range c.parts {
		var b *batch
		var fresh made
		err := c.Store.Update(ctx, c.keeper, func(tx store.Tx) error {
			in, err := c.learn(tx)
			if err != nil {
				return err
			}
			in.made = made{}.over(&c.made)
			if b, err = c.part(ctx, tx, in, i); err == nil {
				err = c.take(tx, b, i == len(c.parts)-1)
			}
			fresh = in.made
			return err
		})
		if err != nil {
			return reports(batches), err
		}
		c.made = c.made.with(fresh)
		batches = append(batches, b)
	}
	changed := recount(batches)
	if len(changed) == 0 {
		return reports(batches), nil
	}
	return reports(batches), c.Store.Update(ctx, c.keeper, func(tx store.Tx) error {
		for _, b := range changed {
			if err := b.file(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// errPreview ends the transaction of a preview, so that nothing of it stays.
var errPreview = errors.New("app: a preview is not kept")

// preview takes the way of a real run, up to writing. Only where the command
// teaches who the keeper is, and what was read before must be turned for that,
// it does write, in a transaction that is then given up.
func (c *command) preview(ctx context.Context) ([]Report, error) {
	var batches []*batch
	look := func(tx store.Tx, learn func(store.Tx) (*intake, error)) error {
		in, err := learn(tx)
		if err != nil {
			return err
		}
		batches = nil
		for i := range c.parts {
			b, err := c.part(ctx, tx, in, i)
			if err != nil {
				return err
			}
			batches = append(batches, b)
		}
		return nil
	}
	turns := false
	err := c.Store.View(ctx, c.keeper, func(tx store.Tx) (err error) {
		if turns, err = c.wouldTurn(tx); err != nil || turns {
			return err
		}
		return look(tx, c.wouldLearn)
	})
	if err == nil && turns {
		err = c.Store.Update(ctx, c.keeper, func(tx store.Tx) error {
			if err := look(tx, c.learn); err != nil {
				return err
			}
			return errPreview
		})
		if errors.Is(err, errPreview) {
			err = nil
		}
	}
	recount(batches)
	return reports(batches), err
}

func reports(batches []*batch) []Report {
	out := []Report{}
	for _, b := range batches {
		out = append(out, b.report)
	}
	return out
}

// recount counts people, and the encounters with them, once all sources have
// been read: somebody may have become known only by the last, and counts then as
// if all had been read together. It returns those whose report changed.
func recount(batches []*batch) (changed []*batch) {
	if len(batches) < 2 {
		return nil
	}
	last := batches[len(batches)-1].intake
	counted := map[network.PersonID]bool{}
	first := func(p network.PersonID) bool {
		was := counted[p]
		counted[p] = true
		return !was
	}
	for _, b := range batches {
		b.intake = last
		people, encounters, strangers := b.report.People, b.report.Encounters, b.report.IgnoredWhy["stranger"]
		b.countPeople(first)
		if people != b.report.People || encounters != b.report.Encounters || strangers != b.report.IgnoredWhy["stranger"] {
			changed = append(changed, b)
		}
	}
	return changed
}

// intake loads the book for one transaction, with what the command knows since
// its beginning.
func (c *command) intake(tx store.Tx) (*intake, error) {
	in, err := load(tx, c.Now(), newMe(c.me.Handles, c.me.names))
	if err != nil {
		return nil, err
	}
	if err := c.remember(tx); err != nil {
		return nil, err
	}
	in.before = c.before
	in.gone.asked = c.req.BringBack && len(in.gone.groups) > 0
	return in, nil
}

// learn stores who the keeper is, once it is known, turns what was read before
// accordingly, and loads the book.
func (c *command) learn(tx store.Tx) (*intake, error) {
	k, err := tx.Keeper()
	if err != nil {
		return nil, err
	}
	if err := c.remember(tx); err != nil {
		return nil, err
	}
	s, learnt := c.taught(k.Settings)
	if learnt != nil {
		if err := tx.PutSettings(s); err != nil {
			return nil, err
		}
		turned, err := turn(tx, k, s)
		if err == nil && turned {
			err = c.reckonAll(tx)
		}
		if err != nil {
			return nil, err
		}
	}
	in, err := c.intake(tx)
	if err == nil {
		in.learnt = learnt
	}
	return in, err
}

// wouldLearn is learn for a preview in which nothing has to be turned.
func (c *command) wouldLearn(tx store.Tx) (*intake, error) {
	in, err := c.intake(tx)
	if err == nil {
		_, in.learnt = c.taught(in.keeper.Settings)
	}
	return in, err
}

// wouldTurn reports whether what the command teaches of the keeper concerns
// cards that were read before.
func (c *command) wouldTurn(tx store.Tx) (bool, error) {
	k, err := tx.Keeper()
	if err != nil {
		return false, err
	}
	s, learnt := c.taught(k.Settings)
	if learnt == nil {
		return false, nil
	}
	own, turns := newMe(s.Handles, s.Names), false
	err = tx.AllCards(func(card network.Card) error {
		turns = turns || own.card(card) != card.Person.IsZero()
		return nil
	})
	return turns, err
}

// taught returns the settings with what the command says of the keeper, and
// what of it is new, nil for nothing.
func (c *command) taught(old network.Settings) (s network.Settings, learnt *Learnt) {
	s = old
	s.Handles = union(s.Handles, c.me.Handles)
	s.Names = union(s.Names, c.me.names)
	learnt = &Learnt{Names: s.Names[len(old.Names):], Handles: s.Handles[len(old.Handles):]}
	if len(learnt.Names)+len(learnt.Handles) == 0 {
		return s, nil
	}
	return s, learnt
}

// remember notes who was a contact before the command, once.
func (c *command) remember(tx store.Tx) error {
	if c.before != nil {
		return nil
	}
	c.before = map[network.PersonID]bool{}
	return tx.AllPeople(func(p network.Person) error {
		if p.Standing == network.Contact {
			c.before[p.ID] = true
		}
		return nil
	})
}
