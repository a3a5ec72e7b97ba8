package monica

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/textfile"
)

// isSQL looks for the beginning of a dump: Monica's header, or an insertion
// into one of its tables.
func isSQL(src fs.FS, name string) bool {
	f, err := textfile.Open(src, name)
	if err != nil {
		return false
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, beginning))
	if err != nil || !bytes.Contains(head, []byte("INSERT IGNORE INTO ")) {
		return false
	}
	return bytes.Contains(head, []byte("php artisan migrate")) || bytes.Contains(head, []byte("contacts (`id`,`account_id`,`first_name`"))
}

// A dump walks through the insertions of an SQL dump. Strings are quoted as PHP's
// addslashes does it, and whatever looks like a number stands without quotes: a
// token is text, whatever it looks like.
type dump struct {
	in    *bufio.Reader
	lim   importer.Limits
	line  int
	taken int64
}

// A fault is a place where a dump cannot be read further.
type fault struct {
	line int
	key  string
	args []any
}

func (f *fault) Error() string { return f.key }

func (f *fault) Event(file string) importer.Event {
	return importer.NewProblem(importer.Pos{File: file, Line: f.line}, 1, f.key, "", f.args...)
}

// A row is one line of a table.
type row struct {
	table   string
	columns []string
	cells   []string
	null    []bool
	line    int
}

// get returns a cell, "" for NULL and for a column that is not there.
func (w *row) get(name string) string {
	for i, c := range w.columns {
		if c == name && i < len(w.cells) && !w.null[i] {
			return strings.TrimSpace(w.cells[i])
		}
	}
	return ""
}

// rows calls each for every row of the tables that want asks for.
// A dump turns the checking of keys off at its beginning and on at its end: one
// that does not come to that was cut.
func (d *dump) rows(ctx context.Context, want func(table string) bool, each func(*row) error) error {
	open := true
	for {
		word, err := d.word()
		if errors.Is(err, io.EOF) {
			if open {
				return d.cut(err)
			}
			return nil
		}
		if err != nil {
			return err
		}
		if !strings.EqualFold(word, "insert") {
			said, err := d.statement()
			if err != nil {
				return err
			}
			open = open && !strings.HasSuffix(said, "=1") || strings.HasSuffix(said, "=0")
			continue
		}
		w, err := d.head()
		if err != nil {
			return err
		}
		if err := d.values(ctx, w, want(w.table), each); err != nil {
			return err
		}
	}
}

func (d *dump) read() (byte, error) {
	c, err := d.in.ReadByte()
	if err != nil {
		return 0, err
	}
	if d.taken++; d.taken > d.lim.MaxFile {
		return 0, &fault{d.line, "json_size", []any{d.lim.MaxFile >> 20}}
	}
	if c == '\n' {
		d.line++
	}
	return c, nil
}

func (d *dump) unread(c byte) {
	d.taken--
	if c == '\n' {
		d.line--
	}
	_ = d.in.UnreadByte() // the byte just read
}

// next returns the next byte that is neither white space nor comment.
func (d *dump) next() (byte, error) {
	for {
		c, err := d.read()
		if err != nil {
			return 0, err
		}
		switch c {
		case ' ', '\t', '\r', '\n':
			continue
		case '#':
		case '-':
			if ahead, _ := d.in.Peek(1); len(ahead) == 0 || ahead[0] != '-' {
				return c, nil
			}
		default:
			return c, nil
		}
		for c != '\n' && err == nil {
			c, err = d.read()
		}
		if err != nil {
			return 0, err
		}
	}
}

// cut is the fault of a dump that ends too early.
func (d *dump) cut(err error) error {
	if errors.Is(err, io.EOF) {
		return &fault{d.line, "json_cut", nil}
	}
	return err
}

func (d *dump) wrong(c byte) error {
	return &fault{d.line, "sql_syntax", []any{string(rune(c))}}
}

const plainSigns = "_$`.+-:"

// word reads a word of letters, digits and a few signs; EOF where nothing is
// left.
func (d *dump) word() (string, error) {
	c, err := d.next()
	if err != nil {
		return "", err
	}
	var out []byte
	for err == nil && (c >= 0x80 || 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte(plainSigns, c) >= 0) {
		if out = append(out, c); len(out) > d.lim.MaxLine {
			return "", &fault{d.line, "sql_large", []any{d.lim.MaxLine >> 10}}
		}
		c, err = d.read()
	}
	if err == nil && len(out) > 0 {
		d.unread(c)
	}
	if len(out) == 0 {
		return "", d.wrong(c)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return string(out), nil
}

// statement reads over the rest of a statement, and returns its beginning
// without spaces and strings.
func (d *dump) statement() (said string, err error) {
	for {
		c, err := d.next()
		switch {
		case errors.Is(err, io.EOF):
			return "", d.cut(err)
		case err != nil:
			return "", err
		case c == ';':
			return said, nil
		case c == '\'':
			if _, err := d.quoted(false); err != nil {
				return "", err
			}
		case len(said) < 100:
			said += string(rune(c))
		}
	}
}

// head reads from behind INSERT to behind VALUES.
func (d *dump) head() (*row, error) {
	w := &row{}
	for {
		word, err := d.word()
		if err != nil {
			return nil, d.cut(err)
		}
		switch strings.ToLower(word) {
		case "ignore", "into":
			continue
		}
		w.table = strings.ToLower(strings.Trim(word, "`"))
		break
	}
	if err := d.expect('('); err != nil {
		return nil, err
	}
	for {
		word, err := d.word()
		if err != nil {
			return nil, d.cut(err)
		}
		if w.columns = append(w.columns, strings.ToLower(strings.Trim(word, "`"))); len(w.columns) > d.lim.MaxColumns {
			return nil, &fault{d.line, "csv_columns", []any{d.lim.MaxColumns}}
		}
		c, err := d.next()
		if err != nil {
			return nil, d.cut(err)
		}
		if c == ')' {
			break
		}
		if c != ',' {
			return nil, d.wrong(c)
		}
	}
	word, err := d.word()
	if err != nil {
		return nil, d.cut(err)
	}
	if !strings.EqualFold(word, "values") {
		return nil, d.wrong(word[0])
	}
	return w, nil
}

func (d *dump) expect(want byte) error {
	c, err := d.next()
	if err != nil {
		return d.cut(err)
	}
	if c != want {
		return d.wrong(c)
	}
	return nil
}

// values reads the rows of one insertion.
func (d *dump) values(ctx context.Context, w *row, keep bool, each func(*row) error) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := d.expect('('); err != nil {
			return err
		}
		w.line, w.cells, w.null = d.line, w.cells[:0], w.null[:0]
		for more := true; more; {
			var err error
			if more, err = d.cell(w, keep); err != nil {
				return err
			}
		}
		if keep {
			if err := each(w); err != nil {
				return err
			}
		}
		c, err := d.next()
		if err != nil {
			return d.cut(err)
		}
		if c == ';' {
			return nil
		}
		if c != ',' {
			return d.wrong(c)
		}
	}
}

// cell reads one value and what stands behind it; more is false at the end of
// the row.
func (d *dump) cell(w *row, keep bool) (more bool, err error) {
	c, err := d.next()
	if err != nil {
		return false, d.cut(err)
	}
	text, null := "", false
	if c == '\'' {
		if text, err = d.quoted(keep); err != nil {
			return false, err
		}
	} else {
		d.unread(c)
		if text, err = d.word(); err != nil {
			return false, d.cut(err)
		}
		null = strings.EqualFold(text, "null")
	}
	if len(w.cells) >= len(w.columns) {
		return false, &fault{w.line, "csv_columns", []any{len(w.columns)}}
	}
	w.cells, w.null = append(w.cells, text), append(w.null, null)
	if c, err = d.next(); err != nil {
		return false, d.cut(err)
	}
	if c != ',' && c != ')' {
		return false, d.wrong(c)
	}
	return c == ',', nil
}

// quoted reads a string from behind its first quote. A backslash keeps the byte
// behind it; two quotes are one.
func (d *dump) quoted(keep bool) (string, error) {
	var out []byte
	line := d.line
	for {
		c, err := d.read()
		if err == nil && c == '\'' {
			if ahead, _ := d.in.Peek(1); len(ahead) == 0 || ahead[0] != '\'' {
				return string(out), nil
			}
			c, err = d.read()
		} else if err == nil && c == '\\' {
			if c, err = d.read(); err == nil && c == '0' {
				continue // NUL, which no text needs
			}
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				return "", &fault{line, "json_cut", nil}
			}
			return "", err
		}
		if keep {
			if out = append(out, c); len(out) > d.lim.MaxLine {
				return "", &fault{line, "sql_large", []any{d.lim.MaxLine >> 10}}
			}
		}
	}
}
