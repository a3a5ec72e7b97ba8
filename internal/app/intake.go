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
	"entregent/internal/words"
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

type pendingFact struct {
	network.Fact
}

// A cardCount counts the encounters that one card took part in.
type cardCount struct {
	new, known int
	messages   int // from them, in case they turn out to be a stranger
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

// A talk counts the conversations of a source, and those in which a name or a
// number stood for the keeper.
type talk struct{ all, mine int }

// hear notes whether the keeper is recognised among those who speak. Where they
// only read along, among several, one of these may be the keeper under another
// name.
func (t *talk) hear(e *network.Encounter, own *importer.Party, others int) {
	if e.Channel != network.Message && e.Channel != network.Call || e.Size > network.Broadcast {
		return
	}
	t.all++
	if own != nil && (own.Name != "" || len(own.Handles) > 0 || own.Role == network.From || others == 1) {
		t.mine++
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

func (b *batch) takeCard(at importer.Pos, c importer.Card) {
	id, ok := b.card(at, c.Who, c.Kind, c.Vouched, c.Key)
	if !ok {
		return
	}
	for _, f := range c.Facts {
		b.fact(at, id, f, c.AsOf)
	}
}

func (b *batch) fact(at importer.Pos, card network.CardID, f importer.Fact, asOf time.Time) {
	value := strings.TrimSpace(strings.ToValidUTF8(f.Value, "\uFFFD"))
	if value == "" {
		return
	}
	if !asOfKinds[f.Kind] {
		asOf = time.Time{}
	}
	rec := network.Fact{Card: card, Kind: f.Kind, Value: value, Label: network.OneLine(f.Label), On: f.On, AsOf: asOf}
	rec.ID = network.Derive[network.FactID](b.keeper.Seed, "fact", string(card[:]), string(f.Kind), rec.Label, value, stamp(f.On), stamp(asOf))
	b.origin(rec.ID, network.RefFact, at)
	b.facts = append(b.facts, pendingFact{rec})
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strconv.FormatInt(t.UnixMicro(), 36)
}

// unstamp reads what stamp wrote; anything else is no moment.
func unstamp(s string) time.Time {
	n, err := strconv.ParseInt(s, 36, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// card finds or makes the card by which this source knows somebody, and returns
// its id. It is false for somebody who cannot be known again: no name, no
// handle.
func (b *batch) card(at importer.Pos, who importer.Who, kind network.CardKind, vouched bool, key string) (network.CardID, bool) {
	name := network.OneLine(who.Name)
	if r := []rune(name); len(r) > network.MaxNameLen {
		name = string(r[:network.MaxNameLen])
	}
	handles := tidy(who.Handles)
	if name == "" && len(handles) == 0 {
		return network.CardID{}, false
	}
	if !anyStrong(handles) && key == "" {
		key = network.Fold(name)
	}
	if who.Me {
		kind = network.Owner
	}
	parts := []string{b.source, string(kind), name, key, strconv.FormatBool(vouched)}
	for _, h := range handles {
		parts = append(parts, string(h.Kind), h.Value)
	}
	cached := strings.Join(parts, "\x00")
	if id, ok := b.cache[cached]; ok {
		b.see(at, id)
		return id, true
	}
	id := network.Derive[network.CardID](b.keeper.Seed, "card", parts...)
	if len(b.cache) > 50_000 {
		clear(b.cache)
	}
	b.cache[cached] = id
	b.see(at, id)
	if b.book.Has(id) {
		return id, true
	}
	if onlyRole(handles) && !who.Me && !vouched {
		kind = network.Organisation
	}
	c := network.Card{ID: id, Source: b.source, Kind: kind, Name: name, Handles: handles, Vouched: vouched}
	b.gained[id] = true
	moves := b.book.Add(c, b.me.is(who))
	b.moved(moves)
	c, _ = b.book.Card(id)
	b.cards = append(b.cards, c)
	return id, true
}

// see notes that this source speaks of a card, and once for each file, where.
func (b *batch) see(at importer.Pos, id network.CardID) {
	b.seen[id] = true
	if key := (sighting{id, at.File}); !b.sighted[key] {
		b.sighted[key] = true
		b.origin(id, network.RefCard, at)
	}
}

// A sighting is a card in a file.
type sighting struct {
	card network.CardID
	file string
}

// moved notes what a new card changed in who is one with whom.
func (b *batch) moved(moves []resolve.Move) {
	for _, m := range moves {
		for _, p := range []network.PersonID{m.From, m.To} {
			if !p.IsZero() {
				b.touched[p] = true
			}
		}
		if !m.From.IsZero() {
			b.moves[m.Card] = m.To
		}
	}
}

// tidy sorts handles, strong ones first, without doubles, and keeps the first
// fifty.
func tidy(in []network.Handle) []network.Handle {
	out := make([]network.Handle, 0, len(in))
	for _, h := range in {
		h.Value = network.OneLine(h.Value)
		if h.Value != "" && !slices.Contains(out, h) {
			out = append(out, h)
		}
		if len(out) == 50 {
			break
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, c := out[i], out[j]
		if a.Kind.Strong() != c.Kind.Strong() {
			return a.Kind.Strong()
		}
		if a.Kind != c.Kind {
			return a.Kind < c.Kind
		}
		return a.Value < c.Value
	})
	return out
}

func anyStrong(hs []network.Handle) bool { return len(hs) > 0 && hs[0].Kind.Strong() }

// onlyRole reports whether all that identifies somebody is the address of a
// desk.
func onlyRole(hs []network.Handle) bool {
	if !anyStrong(hs) {
		return false
	}
	for _, h := range hs {
		if h.Kind.Strong() && !(h.Kind == network.Email && network.RoleAddress(h.Value)) {
			return false
		}
	}
	return true
}

func (b *batch) takeFavour(at importer.Pos, f importer.Favour) {
	if b.me.is(f.Who) {
		b.report.ignore("own_favour", 1)
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
	b.origin(rec.ID, "own", at)
	b.owns = append(b.owns, rec)
}

func (b *batch) takeEncounter(at importer.Pos, e importer.Encounter) {
	enc, reason := b.encounter(at, e)
	if reason != "" {
		b.report.ignore(reason, 1)
		if e.Edition != nil {
			b.takeEdition(at, *e.Edition, nil)
		}
		return
	}
	if e.Edition != nil {
		b.takeEdition(at, *e.Edition, &enc)
		b.earlier[enc.ID] = b.earlierID(e)
	}
	b.origin(enc.ID, network.RefEncounter, at)
	b.encounters = append(b.encounters, enc)
}

// encounter makes the record of something that took place; or says why it is
// left out.
func (b *batch) encounter(at importer.Pos, e importer.Encounter) (network.Encounter, string) {
	w := words.Read(e.Text)
	enc := network.Encounter{
		ID:     network.Derive[network.EncounterID](b.keeper.Seed, "encounter", encounterKey(e)...),
		Source: b.source, Channel: e.Channel, At: e.At.UTC().Truncate(time.Microsecond),
		Subject: shorten(network.OneLine(e.Subject), 300), Place: shorten(network.OneLine(e.Place), 200),
		Excerpt: w.Excerpt, State: e.State,
		Lang: w.Lang, Thanks: w.Thanks, Question: w.Question, Familiar: w.Familiar,
	}
	parties, mine, own := b.parties(e)
	enc.Mine = mine
	if own != nil {
		enc.MyCard, _ = b.card(at, own.Who, network.Human, false, "")
		if own.Status == network.Declined {
			return enc, "declined"
		}
	}
	spoken := !enc.Held() && enc.Channel != network.Event
	if spoken && len(parties) == 0 && e.Size <= 1 {
		return enc, "to_self"
	}
	enc.Size = others(e, parties, mine, spoken)
	b.talk.hear(&enc, own, len(parties))
	for _, p := range parties {
		if spoken && enc.Size > network.Broadcast && p.Role != network.From {
			continue // nobody is created from a broadcast
		}
		if machine(p.Handles) {
			if p.Role == network.From {
				return enc, "machine"
			}
			continue
		}
		if card, ok := b.card(at, p.Who, network.Human, false, ""); ok {
			enc.With = append(enc.With, network.Presence{Card: card, Role: p.Role, Status: p.Status, State: presenceState(e.State)})
		}
	}
	if spoken && enc.Size > network.Broadcast && mine == network.From {
		b.report.ignore("broadcast", 1)
	}
	enc.With = distinct(enc.With)
	enc.Reckon()
	return enc, ""
}

// plan is Planned for what is planned: it is another record than what takes
// place later, so that a newer calendar can say that it did.
func plan(s network.State) network.State {
	if s == network.Planned {
		return s
	}
	return network.Held
}

func presenceState(s network.State) network.State {
	return plan(s)
}

// parties returns everybody but the keeper, and the keeper's own part.
func (b *batch) parties(e importer.Encounter) (rest []importer.Party, mine network.Role, own *importer.Party) {
	for _, p := range e.Parties {
		if !b.me.is(p.Who) {
			rest = append(rest, p)
			continue
		}
		if own == nil || rank(p.Role) < rank(own.Role) {
			q := p
			own, mine = &q, p.Role
		}
	}
	if mine == "" && e.OwnerTookPart {
		mine = network.Attendee
	}
	if e.OwnerDeclined && own == nil {
		own = &importer.Party{Role: network.Attendee, Status: network.Declined}
	}
	return rest, mine, own
}

// rank orders the roles of somebody named more than once: the weightiest wins.
func rank(r network.Role) int {
	return slices.Index([]network.Role{network.From, network.Organizer, network.To, network.Attendee, network.Cc, network.Bcc}, r)
}

// others counts the people besides the keeper, and for words besides the
// sender, whether the source lists them or only counts them.
func others(e importer.Encounter, parties []importer.Party, mine network.Role, words bool) int {
	seen := map[string]bool{}
	for _, p := range parties {
		if words && p.Role == network.From {
			continue
		}
		k := p.Name
		if len(p.Handles) > 0 {
			k = string(p.Handles[0].Kind) + p.Handles[0].Value
		}
		seen[k] = true
	}
	n := e.Size
	if mine != "" && !(words && mine == network.From) && n > 0 {
		n--
	}
	return max(len(seen), n)
}

func machine(hs []network.Handle) bool {
	for _, h := range hs {
		if h.Kind == network.Email && network.MachineAddress(h.Value) {
			return true
		}
	}
	return false
}

// distinct keeps one presence of each card: the weightiest role.
func distinct(in []network.Presence) []network.Presence {
	var out []network.Presence
	for _, p := range in {
		i := slices.IndexFunc(out, func(q network.Presence) bool { return q.Card == p.Card })
		if i < 0 {
			out = append(out, p)
		} else if rank(p.Role) < rank(out[i].Role) {
			out[i] = p
		}
	}
	return out
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
