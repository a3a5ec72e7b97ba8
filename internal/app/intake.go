package app

import (
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
	"entregent/internal/resolve"
	"entregent/internal/store"
)

// An intake turns the events of one command's sources into records. A dry run
// and a real one take the same way through it; only the last step, writing,
// falls away. So a preview cannot differ from what it previews.
type intake struct {
	keeper network.Keeper
	zone   *time.Location
	now    time.Time
	me     me
	book   *resolve.Book
	before map[network.PersonID]bool // contacts before the command
	known  map[network.CardID]bool   // cards of contacts: what makes their persons contacts
	made   made                      // what this command created
	learnt *Learnt                   // what it taught of the keeper, for the next report
	events *eventBook                // what files say of calendar events
	gone   *erasedBook               // who was erased, and stays so
}

// made remembers what a command created, so that meeting it again in the same
// command does not count as known. It may lie over that of the sources before.
type made struct {
	encounters map[network.EncounterID]bool
	favours    map[network.FavourID]bool
	people     map[network.PersonID]bool
	instances  map[network.InstanceID]bool // of calendar events, spoken of
	files      [][32]byte
	below      *made
}

func (m made) over(below *made) made {
	return made{map[network.EncounterID]bool{}, map[network.FavourID]bool{}, map[network.PersonID]bool{}, map[network.InstanceID]bool{}, nil, below}
}

func (m *made) hasEncounter(id network.EncounterID) bool {
	return m != nil && (m.encounters[id] || m.below.hasEncounter(id))
}

func (m *made) hasFavour(id network.FavourID) bool {
	return m != nil && (m.favours[id] || m.below.hasFavour(id))
}

func (m *made) hasPerson(id network.PersonID) bool {
	return m != nil && (m.people[id] || m.below.hasPerson(id))
}

func (m *made) hasInstance(id network.InstanceID) bool {
	return m != nil && (m.instances[id] || m.below.hasInstance(id))
}

func (m *made) hasFile(hash [32]byte) bool {
	return m != nil && (slices.Contains(m.files, hash) || m.below.hasFile(hash))
}

// with adds what one more source created.
func (m made) with(n made) made {
	if m.encounters == nil {
		m = made{}.over(nil)
	}
	maps.Copy(m.encounters, n.encounters)
	maps.Copy(m.favours, n.favours)
	maps.Copy(m.people, n.people)
	maps.Copy(m.instances, n.instances)
	m.files = append(m.files, n.files...)
	return m
}

// load reads what an intake must know of the book.
func load(tx store.Tx, now time.Time, own me) (*intake, error) {
	k, err := tx.Keeper()
	if err != nil {
		return nil, err
	}
	in := &intake{
		keeper: k, zone: zone(k.Settings), now: now, me: own,
		before: map[network.PersonID]bool{},
		known:  map[network.CardID]bool{},
		made:   made{}.over(nil),
	}
	if in.events, err = newEventBook(tx); err != nil {
		return nil, err
	}
	if in.gone, err = readErased(tx, k.Seed); err != nil {
		return nil, err
	}
	if err := tx.AllPeople(func(p network.Person) error {
		if p.Standing == network.Contact {
			in.before[p.ID] = true
		}
		return nil
	}); err != nil {
		return nil, err
	}
	in.book, err = loadBook(tx, k.Seed, func(c network.Card) {
		if in.before[c.Person] {
			in.known[c.ID] = true
		}
	})
	return in, err
}

// loadBook reads every card and every decision of the keeper on them.
func loadBook(tx store.Tx, seed []byte, each func(network.Card)) (*resolve.Book, error) {
	b := resolve.NewBook(seed)
	if err := tx.AllCards(func(c network.Card) error {
		b.Load(c)
		each(c)
		return nil
	}); err != nil {
		return nil, err
	}
	answers, err := tx.Answers("same")
	for _, a := range answers {
		if x, y, ok := cardPair(a.Subject); ok && a.Verdict != "later" {
			b.Decide(x, y, a.Verdict == "yes")
		}
	}
	return b, err
}

// cardPair reads the subject of an answer of kind "same".
func cardPair(subject string) (x, y network.CardID, ok bool) {
	l, r, found := strings.Cut(subject, "-")
	if !found {
		return x, y, false
	}
	return x, y, x.UnmarshalText([]byte(l)) == nil && y.UnmarshalText([]byte(r)) == nil
}

// A batch is one source on its way in.
type batch struct {
	*intake
	tx     store.Tx
	write  bool
	ledger *ledger // of a real run
	source string  // reader's name
	id     network.BatchID
	files  map[string]network.FileID
	skip   map[string]bool // files read before: what they say adds nothing
	report Report

	cards      []network.Card
	facts      []pendingFact
	encounters []network.Encounter
	favours    []network.Favour
	owns       []store.Own
	origins    []store.Origin
	editions   []network.Edition
	instance   map[network.EncounterID]network.Edition     // of the pending encounters that are of a calendar event
	earlier    map[network.EncounterID]network.EncounterID // their ids in books older than editions

	seen    map[network.CardID]bool              // cards this source speaks of
	stored  map[network.CardID]bool              // cards of this batch already written
	touched map[network.PersonID]bool            // persons to work out again
	gained  map[network.CardID]bool              // cards that brought something new
	news    map[network.CardID]*cardCount        // encounters per card
	values  map[network.PersonID]map[string]bool // what is known of known persons, read when needed
	moves   map[network.CardID]network.PersonID  // stored cards that changed person
	asked   map[string]bool                      // persons and kinds of proposed favours
	changed int                                  // encounters of the book that count no longer as they stood
	sighted map[sighting]bool
	talk    talk
	cache   map[string]network.CardID // recent mentions, by what identifies them
}

func (in *intake) batch(tx store.Tx, write bool, source, label string, id network.BatchID) *batch {
	return &batch{
		intake: in, tx: tx, write: write, source: source, id: id,
		files: map[string]network.FileID{}, skip: map[string]bool{},
		report: Report{ID: id.String(), Source: label, Format: source, IgnoredWhy: map[string]int{}, Problems: []Problem{}},
		seen:   map[network.CardID]bool{}, stored: map[network.CardID]bool{}, touched: map[network.PersonID]bool{},
		gained: map[network.CardID]bool{}, news: map[network.CardID]*cardCount{},
		values: map[network.PersonID]map[string]bool{}, moves: map[network.CardID]network.PersonID{},
		cache: map[string]network.CardID{}, asked: map[string]bool{}, sighted: map[sighting]bool{},
		instance: map[network.EncounterID]network.Edition{}, earlier: map[network.EncounterID]network.EncounterID{},
	}
}

// flushAt is how many records are written at a time.
const flushAt = 1000

// take carries one event in.
func (b *batch) take(e importer.Event) error {
	if b.skip[e.At.File] {
		return nil
	}
	b.report.Read += e.Read
	switch {
	case e.Problem != nil:
		b.report.problem(e.At, *e.Problem)
	case e.Ignored != nil:
		b.report.ignore(e.Ignored.Reason, 1)
		if e.Ignored.Reason == "unknown_file" && len(b.report.IgnoredFiles) < 100 {
			b.report.IgnoredFiles = append(b.report.IgnoredFiles, e.At.File)
		}
	case e.Card != nil:
		b.takeCard(e.At, *e.Card)
	case e.Edition != nil:
		b.takeEdition(e.At, *e.Edition, nil)
	case e.Encounter != nil:
		b.takeEncounter(e.At, *e.Encounter)
	case e.Favour != nil:
		b.takeFavour(e.At, *e.Favour)
	case e.Own != nil:
		b.takeOwn(e.At, *e.Own)
	}
	if len(b.encounters) >= flushAt || len(b.facts) >= 4*flushAt || len(b.cards) >= 4*flushAt || len(b.favours) >= flushAt || len(b.owns) >= flushAt || len(b.editions) >= 4*flushAt {
		return b.flush()
	}
	return nil
}

// place writes a position as people look it up.
func place(at importer.Pos) string {
	file := network.OneLine(at.File)
	if at.Line == 0 {
		return file
	}
	return file + ":" + strconv.Itoa(at.Line)
}

func (b *batch) origin(record [16]byte, kind network.RefKind, at importer.Pos) {
	if f, ok := b.files[at.File]; ok {
		b.origins = append(b.origins, store.Origin{Record: record, Kind: kind, File: f, Line: at.Line})
	}
}

// asOfKinds are the facts that change with time, so that the source's date
// belongs to them. The others are the same fact whenever they are read.
var asOfKinds = map[network.FactKind]bool{
	network.FactOrganisation: true, network.FactTitle: true, network.FactDepartment: true,
	network.FactAddress: true, network.FactTown: true, network.FactCountry: true,
}

func (b *batch) takeFavour(at importer.Pos, f importer.Favour) {
	whom := slices.DeleteFunc(slices.Clone(f.Presented), b.me.is)
	if b.me.is(f.Who) {
		if f.Kind != network.Introduction || len(whom) != 2 {
			b.report.ignore("own_favour", 1)
			return
		}
		f.Who, f.Given, whom = whom[0], true, whom[1:] // the keeper presents two people to each other
	}
	if b.barred(f.Who, network.Human, f.Vouched, f.WhoKey) {
		b.report.ignore("erased", 1)
		return
	}
	card, ok := b.card(at, f.Who, network.Human, f.Vouched, f.WhoKey)
	if !ok {
		b.report.problem(at, importer.Problem{Key: "favour_without_name"})
		return
	}
	key := f.Key
	if key == "" {
		key = strings.Join([]string{b.source, card.String(), string(f.Kind), strconv.FormatBool(f.Given), stamp(f.On), f.What}, "\x00")
	}
	rec := network.Favour{Card: card, Kind: f.Kind, Given: f.Given, On: f.On, What: strings.TrimSpace(f.What), State: f.State, Source: b.source}
	rec.ID = network.Derive[network.FavourID](b.keeper.Seed, "favour", key)
	if len(whom) == 1 {
		rec.Whom, _ = b.card(at, whom[0], network.Human, false, "")
	}
	b.origin(rec.ID, network.RefFavour, at)
	if f.State == network.Held {
		b.intake.known[card] = true // who recommends the keeper is known to them
	}
	b.favours = append(b.favours, rec)
}

func (b *batch) takeOwn(at importer.Pos, o importer.Own) {
	key := o.Key
	if key == "" {
		names := make([]string, 0, len(o.Fields))
		for n, v := range o.Fields {
			names = append(names, n+"="+v)
		}
		sort.Strings(names)
		key = strings.Join(names, "\x00") + stamp(o.On)
	}
	rec := store.Own{Source: b.source, Kind: o.Kind, On: o.On, Fields: o.Fields}
	rec.ID = network.Derive[network.OwnID](b.keeper.Seed, "own", b.source, o.Kind, key)
	b.origin(rec.ID, network.RefOwn, at)
	b.owns = append(b.owns, rec)
}

func shorten(s string, most int) string {
	if len(s) <= most {
		return s
	}
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}
