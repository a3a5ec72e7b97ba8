package sqlstore

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"entregent/internal/network"
)

// exportFormat is the first line of every export.
const exportFormat = `{"format":"entregent","version":1}`

// exportVersion is the version that exportFormat names.
const exportVersion = 1

// Export writes the canonical export; see store.Dump. After the first line and
// the keeper's comes one line for each row: the table as "record", then its
// columns in their order. What is empty is left out.
func (x *tx) Export(w io.Writer) error {
	out := bufio.NewWriterSize(w, 64<<10)
	out.WriteString(exportFormat + "\n")
	k, err := x.Keeper()
	if err != nil {
		return err
	}
	settings, err := json.Marshal(k.Settings)
	if err != nil {
		return fmt.Errorf("sqlstore: settings: %w", err)
	}
	var l line
	l.begin("keeper")
	l.field("seed", base64.StdEncoding.EncodeToString(k.Seed))
	l.raw("settings", settings)
	out.Write(l.end())
	for i := range tables {
		if err := x.exportTable(out, &tables[i], &l); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (x *tx) exportTable(out *bufio.Writer, t *table, l *line) error {
	cs := t.exported()
	type row struct{} // scanned into vals
	vals := make([]any, len(cs))
	dest := make([]any, len(cs))
	for i := range vals {
		dest[i] = &vals[i]
	}
	return each(x, func(*row) []any { return dest }, func(row) error {
		l.begin(t.name)
		for i, c := range cs {
			if err := l.column(c, vals[i]); err != nil {
				return fmt.Errorf("sqlstore: export %s.%s: %w", t.name, c.name, err)
			}
		}
		_, err := out.Write(l.end())
		return err
	}, t.selectAll(), x.key)
}

// A line is one line of the export in the making.
type line struct {
	buf bytes.Buffer
	enc *json.Encoder
}

func (l *line) begin(record string) {
	l.buf.Reset()
	l.buf.WriteString(`{"record":"` + record + `"`)
}

func (l *line) end() []byte {
	l.buf.WriteString("}\n")
	return l.buf.Bytes()
}

func (l *line) raw(name string, json []byte) {
	l.buf.WriteString(`,"` + name + `":`)
	l.buf.Write(json)
}

func (l *line) field(name, s string) {
	if l.enc == nil {
		l.enc = json.NewEncoder(&l.buf)
		l.enc.SetEscapeHTML(false)
	}
	l.raw(name, nil)
	l.enc.Encode(s) // a string cannot fail, nor can the buffer
	l.buf.Truncate(l.buf.Len() - 1)
}

// column writes one value as its kind says.
func (l *line) column(c column, v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case int64:
		return l.number(c, v)
	case string:
		return l.text(c, v)
	case []byte:
		return l.bytes(c, v)
	}
	return fmt.Errorf("unexpected %T", v)
}

func (l *line) number(c column, n int64) error {
	switch c.kind {
	case isBit:
		if n != 0 {
			l.raw(c.name, []byte("true"))
		}
	case isInstant:
		if t := time.UnixMicro(n).UTC(); t.Year() >= 1 && t.Year() <= 9999 {
			l.field(c.name, t.Format(exportTime))
			return nil
		}
		l.raw(c.name, strconv.AppendInt(nil, n, 10)) // no date that could be read back
	case isDay:
		l.field(c.name, network.Day(n).Date().String())
	case isWhole:
		if n != 0 {
			l.raw(c.name, strconv.AppendInt(nil, n, 10))
		}
	default:
		return fmt.Errorf("unexpected number")
	}
	return nil
}

const exportTime = "2006-01-02T15:04:05.000000Z"

func (l *line) text(c column, s string) error {
	switch {
	case c.kind == isJSON:
		l.raw(c.name, []byte(s))
	case c.kind != isText:
		return fmt.Errorf("unexpected text")
	case s != "":
		l.field(c.name, s)
	}
	return nil
}

func (l *line) bytes(c column, b []byte) error {
	switch {
	case c.kind == isText || c.kind == isJSON:
		return l.text(c, string(b))
	case c.kind == isID && len(b) == 16:
		l.field(c.name, network.PersonID(b).String())
	case c.kind == isBytes:
		l.field(c.name, base64.StdEncoding.EncodeToString(b))
	default:
		return fmt.Errorf("unexpected bytes")
	}
	return nil
}
