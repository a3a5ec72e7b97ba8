package sqlstore

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"entregent/internal/network"
)

// What goes into a column.

func raw[Of any](id network.ID[Of]) []byte { return id[:] }

// rawOrNull is for ids that may be missing.
func rawOrNull[Of any](id network.ID[Of]) any {
	if id.IsZero() {
		return nil
	}
	return id[:]
}

// micros is for instants that may not be said. Microseconds are what
// PostgreSQL keeps, in a type both databases order and index alike.
func micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// bytesOrNull keeps nil apart from no bytes: the drivers do not agree on it.
func bytesOrNull(b []byte) any {
	if b == nil {
		return nil
	}
	return b
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func dayOrNull(d *network.Day) any {
	if d == nil {
		return nil
	}
	return int64(*d)
}

// clean returns s as both databases can keep it: PostgreSQL takes neither NUL
// nor bytes that are no UTF-8.
func clean[S ~string](v S) string {
	s := string(v)
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// compact returns JSON on one line, nil for nil, so that it can stand in a line
// of the export as it is.
func compact(b []byte) (any, error) {
	if b == nil {
		return nil, nil
	}
	var out bytes.Buffer
	if err := json.Compact(&out, b); err != nil {
		return nil, fmt.Errorf("sqlstore: not JSON: %w", err)
	}
	return clean(out.String()), nil
}

// Where a column goes.

// An idDest takes 16 bytes, or NULL for the zero id.
type idDest struct{ p *[16]byte }

func toID[Of any](p *network.ID[Of]) idDest { return idDest{(*[16]byte)(p)} }

func (d idDest) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d.p = [16]byte{}
		return nil
	case []byte:
		if copy(d.p[:], v) == 16 && len(v) == 16 {
			return nil
		}
	}
	return fmt.Errorf("sqlstore: not an id: %T", src)
}

// A hashDest takes 32 bytes.
type hashDest struct{ p *[32]byte }

func (d hashDest) Scan(src any) error {
	if v, ok := src.([]byte); ok && len(v) == 32 {
		copy(d.p[:], v)
		return nil
	}
	return fmt.Errorf("sqlstore: not a hash: %T", src)
}

// An instant takes microseconds, or NULL for the zero time.
type instant struct{ p *time.Time }

func (d instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d.p = time.Time{}
		return nil
	case int64:
		*d.p = time.UnixMicro(v).UTC()
		return nil
	}
	return fmt.Errorf("sqlstore: not an instant: %T", src)
}

// A dayDest takes a day, or NULL for none.
type dayDest struct{ p **network.Day }

func (d dayDest) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d.p = nil
		return nil
	case int64:
		n := network.Day(v)
		*d.p = &n
		return nil
	}
	return fmt.Errorf("sqlstore: not a day: %T", src)
}

// A dateDest takes a date as text, "" for none.
type dateDest struct{ p *network.Date }

func (d dateDest) Scan(src any) error {
	switch v := src.(type) {
	case string:
		return d.p.UnmarshalText([]byte(v))
	case []byte:
		return d.p.UnmarshalText(v)
	}
	return fmt.Errorf("sqlstore: not a date: %T", src)
}
