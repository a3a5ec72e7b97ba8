package linkedin

import (
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"entregent/internal/importer"
	"entregent/internal/importer/csvfile"
	"entregent/internal/network"
)

// A table is one file of the archive, read up to and with its header.
type table struct {
	*csvfile.File
	name   string
	header []string
	cols   []string // folded names, English
}

// english gives the names that LinkedIn uses for those of other languages. No
// such file was ever seen; other programs that read archives expect them.
var english = map[string]string{
	"prenom": "first name", "vorname": "first name", "nom": "last name", "nachname": "last name",
	"adresse e mail": "email address", "e mail": "email address", "e mail adresse": "email address", "email": "email address",
	"entreprise": "company", "societe": "company", "unternehmen": "company", "firma": "company", "poste": "position", "fonction": "position",
	"date de connexion": "connected on", "connecte le": "connected on", "verbunden am": "connected on", "vernetzt am": "connected on",
}

func open(src fs.FS, name string, k *kind, lim importer.Limits) (*table, error) {
	f, err := csvfile.Open(src, name, lim)
	if err != nil {
		return nil, err
	}
	t := &table{File: f, name: name}
	rec, err := f.Header(func(cells []string) bool {
		t.cols = columns(cells)
		return t.all(k.needs)
	})
	if err != nil {
		f.Close()
		return nil, err
	}
	t.header = rec.Cells
	return t, nil
}

func (r *reading) open(name string, k *kind) (*table, error) {
	return open(r.src, name, k, r.opt.Limits)
}

func columns(header []string) []string {
	cols := make([]string, len(header))
	for i, h := range header {
		cols[i] = network.Fold(h)
		if e := english[cols[i]]; e != "" {
			cols[i] = e
		}
	}
	return cols
}

// all reports whether every column is there; a bar parts names of the same.
func (t *table) all(names []string) bool {
	for _, n := range names {
		if !slices.ContainsFunc(strings.Split(n, "|"), func(n string) bool { return slices.Contains(t.cols, n) }) {
			return false
		}
	}
	return true
}

// get returns the cell of the first of the columns named that the table has.
func (t *table) get(rec csvfile.Record, names ...string) string {
	for _, n := range names {
		if i := slices.Index(t.cols, n); i >= 0 {
			return clean(rec.At(i))
		}
	}
	return ""
}

func (t *table) has(name string) bool { return slices.Contains(t.cols, name) }

// at is the place of a row.
func (t *table) at(rec csvfile.Record) importer.Pos {
	return importer.Pos{File: t.name, Line: rec.Line}
}

// raw shows a row as it might be looked for.
func raw(rec csvfile.Record) string { return strings.Join(rec.Cells, ",") }

func clean(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return strings.TrimSpace(s)
}

// snake writes the name of a column as a field: "ShareCommentary" is
// share_commentary, "Date/Time" date_time.
func snake(header string) string { return strings.ReplaceAll(spaced(header), " ", "_") }

// spaced folds a name and parts the words that only a capital parts.
func spaced(header string) string {
	var b strings.Builder
	was := rune(0)
	for _, c := range header {
		if unicode.IsUpper(c) && unicode.IsLower(was) {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
		was = c
	}
	return network.Fold(b.String())
}
