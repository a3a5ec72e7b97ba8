package sqlstore

import (
	"strings"

	"entregent/internal/network"
)

// The export is every row the keeper owns, less what can be worked out again.
// The tables below say of every column of the schema which of the two it is, and
// a test compares them with the live schema: no column can be forgotten.

// A kind says how a column is written in the export.
type kind byte

const (
	isText    kind = iota // a string; left out when empty
	isWhole               // a number; left out when 0
	isBit                 // true; left out when false
	isID                  // as network.ID writes it; left out when NULL
	isBytes               // base64; left out when NULL
	isInstant             // RFC 3339 with microseconds, in UTC; left out when NULL
	isDay                 // a date
	isJSON                // as it is; left out when NULL
)

// A column is one column of a table, the keeper aside: whose a row is, is
// settled by the transaction.
type column struct {
	name string
	kind kind
	why  string // it is not exported, "" if it is
	fill any    // what a derived column holds until it is worked out again
}

// A table is one table of the export.
type table struct {
	name    string
	columns []column
	order   string // by which its rows are sorted: its key
	// derive works out the derived columns of rows that are being restored.
	derive func(x *tx, t *table, rows [][]any) error
}

const (
	whyShown     = "worked out from the cards"
	whyEncounter = "a copy of the encounter's"
	whyCard      = "a copy of the card's"
	whySync      = "counts writes in this database"
	whyRead      = "how far this database has read the source"
)

// tables are those of the export, each after those it refers to.
var tables = []table{
	{name: "person", order: "id", derive: deriveChange, columns: []column{
		{name: "id", kind: isID}, {name: "merged", kind: isID}, {name: "standing"}, {name: "circle"}, {name: "slow", kind: isBit},
		{name: "rhythm", kind: isWhole}, {name: "mark"}, {name: "mark_until"}, {name: "stage"}, {name: "stage_word"}, {name: "familiar"},
		{name: "lang"}, {name: "binned", kind: isBit},
		{name: "name", why: whyShown, fill: ""}, {name: "sort_key", why: whyShown, fill: ""}, {name: "organisation", why: whyShown, fill: ""},
		{name: "title", why: whyShown, fill: ""}, {name: "town", why: whyShown, fill: ""}, {name: "town_key", why: whyShown, fill: ""},
		{name: "birthday", why: whyShown, fill: ""}, {name: "since", kind: isInstant, why: whyShown},
		{name: "version", kind: isWhole, why: whySync, fill: int64(1)}, {name: "changed", kind: isWhole, why: whySync, fill: int64(0)},
	}},
	{name: "card", order: "id", columns: []column{
		{name: "id", kind: isID}, {name: "source"}, {name: "kind"}, {name: "name"}, {name: "vouched", kind: isBit},
		{name: "person", kind: isID}, {name: "born", kind: isID}, {name: "seq", kind: isWhole},
	}},
	{name: "handle", order: "card, n", columns: []column{
		{name: "card", kind: isID}, {name: "n", kind: isWhole}, {name: "kind"}, {name: "value"},
	}},
	{name: "fact", order: "id", columns: []column{
		{name: "id", kind: isID}, {name: "card", kind: isID}, {name: "kind"}, {name: "value"}, {name: "label"},
		{name: "on_at", kind: isInstant}, {name: "as_of", kind: isInstant},
	}},
	{name: "encounter", order: "id", columns: []column{
		{name: "id", kind: isID}, {name: "source"}, {name: "channel"}, {name: "at", kind: isInstant}, {name: "subject"}, {name: "excerpt"},
		{name: "place"}, {name: "state"}, {name: "mine"}, {name: "my_card", kind: isID}, {name: "size", kind: isWhole}, {name: "lang"},
		{name: "thanks", kind: isBit}, {name: "question", kind: isBit}, {name: "familiar"}, {name: "until_at", kind: isInstant},
	}},
	{name: "presence", order: "encounter, card", derive: derivePresences, columns: []column{
		{name: "encounter", kind: isID}, {name: "card", kind: isID}, {name: "role"}, {name: "status"}, {name: "direction"},
		{name: "contact", kind: isBit}, {name: "cc_only", kind: isBit}, {name: "state"},
		{name: "person", kind: isID, why: whyCard}, {name: "at", kind: isInstant, why: whyEncounter},
		{name: "day", kind: isDay, why: "the day of the encounter in the keeper's zone"}, {name: "channel", why: whyEncounter},
		{name: "size", kind: isWhole, why: whyEncounter}, {name: "thanks", kind: isBit, why: whyEncounter}, {name: "question", kind: isBit, why: whyEncounter},
	}},
	{name: "favour", order: "id", derive: derivePerson("card", "person"), columns: []column{
		{name: "id", kind: isID}, {name: "card", kind: isID}, {name: "kind"}, {name: "given", kind: isBit}, {name: "on_at", kind: isInstant},
		{name: "what"}, {name: "outcome"}, {name: "state"}, {name: "source"}, {name: "due"}, {name: "whom", kind: isID},
		{name: "person", kind: isID, why: whyCard},
	}},
	{name: "wish", order: "id", derive: deriveWish, columns: []column{
		{name: "id", kind: isID}, {name: "kind"}, {name: "card", kind: isID}, {name: "what"}, {name: "place"}, {name: "from_on"}, {name: "until_on"},
		{name: "whom"}, {name: "state"}, {name: "at", kind: isInstant}, {name: "confirmed", kind: isInstant}, {name: "source"},
		{name: "aim"}, {name: "toward", kind: isID},
		{name: "person", kind: isID, why: whyCard}, {name: "leads", kind: isID, why: whyCard},
	}},
	{name: "step", order: "wish, what, side", columns: []column{
		{name: "wish", kind: isID}, {name: "what"}, {name: "side"}, {name: "at", kind: isInstant}, {name: "favour", kind: isID}, {name: "encounter", kind: isID},
	}},
	{name: "pair", order: "id", derive: derivePair, columns: []column{
		{name: "id", kind: isID}, {name: "a", kind: isID}, {name: "b", kind: isID}, {name: "kind"}, {name: "what"}, {name: "on_at", kind: isInstant},
		{name: "source"}, {name: "person_a", kind: isID, why: whyCard}, {name: "person_b", kind: isID, why: whyCard},
	}},
	{name: "open_question", order: "id", derive: derivePerson("card", "person"), columns: []column{
		{name: "id", kind: isID}, {name: "card", kind: isID}, {name: "at", kind: isInstant}, {name: "until_at", kind: isInstant},
		{name: "withdrawn", kind: isInstant}, {name: "lang"}, {name: "familiar"}, {name: "named", kind: isBit}, {name: "answered", kind: isInstant},
		{name: "met_how"}, {name: "call_for"}, {name: "to_meet"},
		{name: "person", kind: isID, why: whyCard}, {name: "hash", kind: isBytes, why: "opens a link to this database, and to no other"},
	}},
	{name: "goal", order: "id", columns: []column{
		{name: "id", kind: isID}, {name: "what"}, {name: "from_on"}, {name: "until_on"}, {name: "state"}, {name: "at", kind: isInstant},
		{name: "ended", kind: isInstant},
	}},
	{name: "aim", order: "goal, n", derive: derivePerson("card", "person"), columns: []column{
		{name: "goal", kind: isID}, {name: "n", kind: isWhole}, {name: "kind"}, {name: "what"}, {name: "card", kind: isID},
		{name: "person", kind: isID, why: whyCard},
	}},
	{name: "gathering", order: "id", columns: []column{{name: "id", kind: isID}, {name: "hosts", kind: isBit}, {name: "about"}}},
	{name: "line", order: "id", columns: []column{
		{name: "id", kind: isID}, {name: "at", kind: isInstant}, {name: "text"}, {name: "made", kind: isJSON},
	}},
	{name: "own", order: "id", columns: []column{
		{name: "id", kind: isID}, {name: "source"}, {name: "kind"}, {name: "on_at", kind: isInstant}, {name: "fields", kind: isJSON},
	}},
	{name: "batch", order: "id", columns: []column{
		{name: "id", kind: isID}, {name: "seq", kind: isWhole}, {name: "source"}, {name: "label"}, {name: "at", kind: isInstant}, {name: "report", kind: isJSON},
	}},
	{name: "file", order: "id", columns: []column{
		{name: "id", kind: isID}, {name: "batch", kind: isID}, {name: "name"}, {name: "hash", kind: isBytes}, {name: "size", kind: isWhole}, {name: "partial", kind: isBit},
	}},
	{name: "origin", order: "file, line, about", columns: []column{
		{name: "file", kind: isID}, {name: "line", kind: isWhole}, {name: "about", kind: isID}, {name: "kind"},
	}},
	{name: "edition", order: "event, file, instance", columns: []column{
		{name: "event", kind: isID}, {name: "file", kind: isID}, {name: "instance", kind: isID}, {name: "about", kind: isID},
		{name: "version", kind: isWhole}, {name: "since", kind: isInstant}, {name: "at", kind: isInstant},
	}},
	{name: "source", order: "id", columns: []column{
		{name: "id", kind: isID}, {name: "kind"}, {name: "name"}, {name: "address"}, {name: "account"}, {name: "folders", kind: isJSON},
		{name: "words", kind: isBit}, {name: "near", kind: isBit}, {name: "every", kind: isWhole}, {name: "paused", kind: isBit}, {name: "at", kind: isInstant},
		{name: "state", kind: isJSON, why: whyRead}, {name: "read_at", kind: isInstant, why: whyRead}, {name: "tried_at", kind: isInstant, why: whyRead},
		{name: "failures", kind: isWhole, why: whyRead, fill: int64(0)}, {name: "told", kind: isJSON, why: whyRead},
	}},
	{name: "taken", order: "batch", columns: []column{{name: "batch", kind: isID}, {name: "source", kind: isID}}},
	{name: "kept", order: "about", columns: []column{{name: "about", kind: isID}}},
	{name: "forecast", order: "person, horizon, day", columns: []column{
		{name: "person", kind: isID}, {name: "horizon", kind: isWhole}, {name: "day", kind: isDay}, {name: "z", kind: isWhole}, {name: "outcome"},
	}},
	{name: "day_list", order: "day", columns: []column{{name: "day", kind: isDay}, {name: "list", kind: isJSON}}},
	{name: "answer", order: "kind, subject", columns: []column{
		{name: "kind"}, {name: "subject"}, {name: "verdict"}, {name: "person", kind: isID}, {name: "detail"}, {name: "at", kind: isInstant}, {name: "until"},
	}},
}

// derivedTables are those left out of the export, each with the reason.
var derivedTables = map[string]string{
	"word":        whyShown,
	"tie":         "worked out from the encounters",
	"ego":         "worked out from the encounters",
	"calibration": "worked out from the forecasts",
	"tombstone":   whySync,
	"stir":        whySync,
	"roll":        "worked out from persons, ties and favours",
	"session":     "lets a browser in, here and now",
	"secret":      "opens this database, and no other",
	"done":        "answers a request that this database got",
	"migration":   "is of the database, not of a keeper",
}

// exported returns the columns that are.
func (t *table) exported() []column {
	var out []column
	for _, c := range t.columns {
		if c.why == "" {
			out = append(out, c)
		}
	}
	return out
}

// selectAll is the statement that reads a table for the export.
func (t *table) selectAll() string {
	return "SELECT " + names(t.exported()) + " FROM " + t.name + " WHERE keeper = ?1 ORDER BY " + t.order
}

// insert is the statement by which rows come back.
func (t *table) insert() bulk { return bulk{t.name, names(t.columns)} }

func names(cs []column) string {
	out := make([]string, len(cs))
	for i, c := range cs {
		out[i] = c.name
	}
	return strings.Join(out, ", ")
}

// at returns the place of a column in a row; the names are constants of this
// package, and a test looks each of them up.
func (t *table) at(name string) int {
	for i, c := range t.columns {
		if c.name == name {
			return i
		}
	}
	return -1
}

func deriveChange(x *tx, t *table, rows [][]any) error {
	for _, r := range rows {
		r[t.at("changed")] = x.changed
	}
	return nil
}

// derivePerson puts into one column whose the card in another is.
func derivePerson(card, person string) func(x *tx, t *table, rows [][]any) error {
	return func(x *tx, t *table, rows [][]any) error {
		persons, err := x.cardPersons(rows, t.at(card))
		for _, r := range rows {
			if p, ok := persons[idOf(r[t.at(card)])]; ok {
				r[t.at(person)] = rawOrNull(p)
			}
		}
		return err
	}
}

func deriveWish(x *tx, t *table, rows [][]any) error {
	if err := derivePerson("card", "person")(x, t, rows); err != nil {
		return err
	}
	return derivePerson("toward", "leads")(x, t, rows)
}

func derivePair(x *tx, t *table, rows [][]any) error {
	if err := derivePerson("a", "person_a")(x, t, rows); err != nil {
		return err
	}
	return derivePerson("b", "person_b")(x, t, rows)
}

func derivePresences(x *tx, t *table, rows [][]any) error {
	zone, err := x.inZone()
	if err != nil {
		return err
	}
	persons, err := x.cardPersons(rows, t.at("card"))
	if err != nil {
		return err
	}
	es := make([]network.Encounter, len(rows))
	for i, r := range rows {
		es[i].ID = idOf(r[t.at("encounter")])
	}
	if es, err = x.asStored(es); err != nil {
		return err
	}
	for i, r := range rows {
		p, ok := persons[idOf(r[t.at("card")])]
		if !ok || es[i].Channel == "" {
			return notFound("error.no_such_record")
		}
		e := &es[i]
		for name, v := range map[string]any{
			"person": raw(p), "at": e.At.UnixMicro(), "day": int64(network.DayOf(e.At, zone)), "channel": string(e.Channel),
			"size": int64(e.Size), "thanks": bit(e.Thanks), "question": bit(e.Question),
		} {
			r[t.at(name)] = v
		}
	}
	return nil
}

const selectCardPersons = `SELECT id, person FROM card WHERE keeper = ?1 AND id IN (IDS)`

// cardPersons returns whose the cards are that stand in one column of rows.
func (x *tx) cardPersons(rows [][]any, at int) (map[[16]byte]network.PersonID, error) {
	type row struct {
		card   [16]byte
		person network.PersonID
	}
	ids := make([][]byte, 0, len(rows))
	for _, r := range rows {
		if b, ok := r[at].([]byte); ok {
			ids = append(ids, b)
		}
	}
	out := map[[16]byte]network.PersonID{}
	err := eachOf(x, ids, func(r *row) []any { return []any{idDest{&r.card}, toID(&r.person)} }, func(r row) error {
		out[r.card] = r.person
		return nil
	}, selectCardPersons)
	return out, err
}

func idOf(v any) (id [16]byte) {
	b, _ := v.([]byte)
	copy(id[:], b)
	return id
}
