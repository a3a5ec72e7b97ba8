package paper

import (
	"encoding/csv"
	"io"
	"strings"
)

// CSV writes a table for a spreadsheet: UTF-8 with the mark by which they know it,
// commas, one line for each row. A cell that a spreadsheet would take for a formula
// is kept from it by an apostrophe.
func CSV(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for _, r := range rows {
		safe := make([]string, len(r))
		for i, cell := range r {
			safe[i] = inert(cell)
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// inert returns a cell that no spreadsheet runs.
func inert(cell string) string {
	cell = strings.ReplaceAll(cell, "\x00", "")
	if cell != "" && strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", []rune(cell)[0]) {
		return "'" + cell
	}
	return cell
}
