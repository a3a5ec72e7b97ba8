package sqlstore

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"entregent/internal/network"
)

// maxExportLine is the greatest length of a line that Restore reads, in bytes.
const maxExportLine = 64 << 20

// restoreRows is how many rows of one table are written at once.
const restoreRows = 512

// A restoring is one export on its way in.
type restoring struct {
	*tx
	line   int
	known  bool // the keeper's line has been read
	of     *table
	rows   [][]any
	lines  []int // of rows
	byName map[string]*table
	people map[network.PersonID]int // to whom a line refers: no key of the database sees to them
}

// Restore reads what Export wrote; see store.Dump. The export becomes part of
// the book of this transaction's keeper, whoever wrote it: a book without a card
// takes over seed and settings, any other must have the same seed.
func (x *tx) Restore(r io.Reader) error {
	if err := x.touch(); err != nil {
		return err
	}
	x.stir(network.PersonID{})
	in := &restoring{tx: x, byName: map[string]*table{}, people: map[network.PersonID]int{}}
	for i := range tables {
		in.byName[tables[i].name] = &tables[i]
	}
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 64<<10), maxExportLine)
	for sc.Scan() {
		in.line++
		if err := in.read(sc.Bytes()); err != nil {
			return err
		}
	}
	if err := sc.Err(); err != nil {
		in.line++
		if errors.Is(err, bufio.ErrTooLong) {
			return in.refuse("error.export_long_line", err)
		}
		return fmt.Errorf("sqlstore: restore: %w", err)
	}
	if in.line == 0 {
		in.line++
		return in.refuse("error.export_not_ours", nil)
	}
	if err := in.flush(); err != nil {
		return err
	}
	return in.checkPeople()
}

const selectKnownPersons = `SELECT id FROM person WHERE keeper = ?1 AND id IN (IDS)`

// checkPeople looks for the persons to whom lines refer. The database would do
// so only at the end of the transaction, or never, and name no line.
func (in *restoring) checkPeople() error {
	ids := slices.Collect(maps.Keys(in.people))
	there, err := known[network.PersonID](in.tx, keysOf(ids), selectKnownPersons)
	if err != nil {
		return err
	}
	for id, line := range in.people {
		if !there[id] {
			return refuseLine(line, "error.export_missing_record", nil)
		}
	}
	return nil
}

// refuse names the line at fault.
func (in *restoring) refuse(msg string, err error, args ...any) error {
	return refuseLine(in.line, msg, err, args...)
}

func refuseLine(n int, msg string, err error, args ...any) error {
	where := fmt.Sprintf("export.jsonl:%d", n)
	return &network.Error{Kind: network.Unreadable, Field: where, Msg: msg, Args: append([]any{where}, args...), Err: err}
}

func (in *restoring) read(b []byte) error {
	if in.line == 1 {
		return in.format(b)
	}
	var obj map[string]json.RawMessage
	if err := json.Unmarshal(b, &obj); err != nil {
		return in.refuse("error.export_not_json", err)
	}
	var record string
	if err := json.Unmarshal(obj["record"], &record); err != nil {
		return in.refuse("error.export_not_json", err)
	}
	delete(obj, "record")
	if record == "keeper" && !in.known {
		in.known = true
		return in.keeperLine(obj)
	}
	t := in.byName[record]
	if t == nil || !in.known {
		return in.refuse("error.export_unknown_record", nil, record)
	}
	row, err := in.row(t, obj)
	if err != nil {
		return err
	}
	if t != in.of || len(in.rows) == restoreRows {
		if err := in.flush(); err != nil {
			return err
		}
		in.of = t
	}
	switch t.name {
	case "person":
		in.refersTo(row[t.at("merged")])
	case "card", "forecast":
		in.refersTo(row[t.at("person")])
	}
	in.rows = append(in.rows, row)
	in.lines = append(in.lines, in.line)
	return nil
}

// refersTo notes to whom the line refers, the first time.
func (in *restoring) refersTo(person any) {
	if b, ok := person.([]byte); ok {
		if p := network.PersonID(b); in.people[p] == 0 {
			in.people[p] = in.line
		}
	}
}

func (in *restoring) format(b []byte) error {
	var f struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(b, &f); err != nil || f.Format != "entregent" || f.Version < 1 {
		return in.refuse("error.export_not_ours", err)
	}
	if f.Version > exportVersion {
		return in.refuse("error.export_newer", nil, f.Version)
	}
	return nil
}

const (
	selectAnyCard = `
		SELECT 1
		FROM card
		WHERE keeper = ?1
		LIMIT 1`

	updateKeeper = `
		UPDATE keeper
		SET seed = ?2, settings = ?3
		WHERE id = ?1`
)

func (in *restoring) keeperLine(obj map[string]json.RawMessage) error {
	var seed []byte
	var settings network.Settings
	if err := json.Unmarshal(obj["seed"], &seed); err != nil {
		return in.refuse("error.export_bad_value", err, "seed")
	}
	dec := json.NewDecoder(bytes.NewReader(obj["settings"]))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&settings); err != nil {
		return in.refuse("error.export_bad_value", err, "settings")
	}
	for name := range obj {
		if name != "seed" && name != "settings" {
			return in.refuse("error.export_unknown_field", nil, name)
		}
	}
	used, err := in.has(selectAnyCard, in.key)
	if err != nil {
		return err
	}
	if used {
		return in.sameBook(seed)
	}
	text, err := json.Marshal(settings)
	if err != nil {
		return fmt.Errorf("sqlstore: settings: %w", err)
	}
	in.zone = nil
	_, err = in.exec(updateKeeper, in.key, append([]byte{}, seed...), clean(string(text)))
	return err
}

func (in *restoring) sameBook(seed []byte) error {
	k, err := in.Keeper()
	if err == nil && !bytes.Equal(k.Seed, seed) {
		return conflict("error.export_of_another_book")
	}
	return err
}

// row makes a row of a line's fields.
func (in *restoring) row(t *table, obj map[string]json.RawMessage) ([]any, error) {
	row := make([]any, len(t.columns))
	for i, c := range t.columns {
		if c.why != "" {
			row[i] = c.fill
			continue
		}
		b, said := obj[c.name]
		delete(obj, c.name)
		v, err := c.value(b, said)
		if err != nil {
			return nil, in.refuse("error.export_bad_value", err, c.name)
		}
		row[i] = v
	}
	for name := range obj {
		return nil, in.refuse("error.export_unknown_field", nil, name)
	}
	return row, nil
}

// value reads one field as its kind says.
func (c column) value(b []byte, said bool) (any, error) {
	switch c.kind {
	case isText:
		var s string
		err := ifSaid(b, said, &s)
		return clean(s), err
	case isWhole:
		var n int64
		err := ifSaid(b, said, &n)
		return n, err
	case isBit:
		var v bool
		err := ifSaid(b, said, &v)
		return bit(v), err
	}
	if !said {
		return nil, nil
	}
	switch c.kind {
	case isID:
		var id network.PersonID
		err := json.Unmarshal(b, &id)
		return raw(id), err
	case isBytes:
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return nil, err
		}
		return base64.StdEncoding.DecodeString(s)
	case isInstant:
		return readInstant(b)
	case isDay:
		var d network.Date
		err := json.Unmarshal(b, &d)
		return int64(network.DayOf(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC), time.UTC)), err
	}
	return compact(b)
}

func readInstant(b []byte) (any, error) {
	var n int64
	if json.Unmarshal(b, &n) == nil {
		return n, nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, err
	}
	t, err := time.Parse(exportTime, s)
	return t.UnixMicro(), err
}

func ifSaid(b []byte, said bool, into any) error {
	if !said {
		return nil
	}
	return json.Unmarshal(b, into)
}

// flush writes the rows read so far. If it fails they are tried one by one, to
// name the line.
func (in *restoring) flush() error {
	rows, lines := in.rows, in.lines
	in.rows, in.lines = nil, nil
	if len(rows) == 0 {
		return nil
	}
	err := in.guarded(rows)
	if err == nil || len(rows) == 1 {
		return in.named(lines, err)
	}
	for i := range rows {
		if err := in.guarded(rows[i : i+1]); err != nil {
			return in.named(lines[i:], err)
		}
	}
	return nil
}

func (in *restoring) named(lines []int, err error) error {
	if errors.Is(err, network.NotFound) || errors.Is(err, network.Conflict) {
		return refuseLine(lines[0], "error.export_missing_record", err)
	}
	return err
}

const (
	savepoint = `SAVEPOINT restore`
	release   = `RELEASE SAVEPOINT restore`
	rollback  = `ROLLBACK TO SAVEPOINT restore`
)

// guarded writes rows, and leaves the transaction as it was if that fails.
func (in *restoring) guarded(rows [][]any) error {
	if _, err := in.run(savepoint, nil); err != nil {
		return err
	}
	if err := in.write(rows); err != nil {
		in.run(rollback, nil)
		return err
	}
	_, err := in.run(release, nil)
	return err
}

func (in *restoring) write(rows [][]any) error {
	if in.of.derive != nil {
		if err := in.of.derive(in.tx, in.of, rows); err != nil {
			return err
		}
	}
	vals := make([]any, 0, len(rows)*len(in.of.columns))
	for _, r := range rows {
		vals = append(vals, r...)
	}
	_, err := in.insert(in.of.insert(), vals)
	return err
}
