package addressbook

import (
	"io/fs"
	"strconv"

	"entregent/internal/importer"
)

// Columns shows what the columns of a table were taken for.
func (Reader) Columns(src fs.FS, part importer.Part, opt importer.Options) []importer.Column {
	if len(part.Files) == 0 {
		return nil
	}
	cols, _, err := Preview(src, part.Files[0], opt)
	if err != nil {
		return nil // reading the table will say what is wrong with it
	}
	out := make([]importer.Column, 0, len(cols))
	for i, c := range cols {
		name := c.Header
		if name == "" {
			name = strconv.Itoa(i + 1)
		}
		field := string(c.Field)
		if c.Field == Other {
			field = "other"
		}
		out = append(out, importer.Column{Name: name, Field: field, Example: c.Example, Sure: c.Certainty >= 1})
	}
	return out
}
