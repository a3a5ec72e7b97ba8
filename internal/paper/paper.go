// Package paper writes documents that stand alone: one HTML file with its style
// in it, which asks for nothing, runs nothing and prints well on A4.
//
// It is given words and leaves out where they come from: package app says what is
// kept of somebody or who counted in a year, and a face hands it over.
package paper

import (
	"bufio"
	"crypto/sha256"
	_ "embed" // the style and the template
	"encoding/base64"
	"html/template"
	"io"
)

// A Document is one file. Everything in it is text.
type Document struct {
	Lang     string // of the words: "fr" or "en"
	Title    string
	Lead     string
	Notes    []string // in small print, below the lead
	Table    *Table   // before the sections
	Sections []Section
	Foot     []string
}

// A Section is one chapter.
type Section struct {
	Title string
	Note  string
	Items []Item
}

// An Item is one entry of a chapter.
type Item struct {
	Head  string   // who, or what
	Side  string   // a date, beside it
	Text  string   // lines are kept as they are
	Lines []string // one thing each
	Small []string // where it comes from
	Sheet bool     // a letter: keeps together, on a ground of its own
}

// A Table has one row of heads; the first cell of each row is its head.
type Table struct {
	Title string
	Head  []string
	Rows  [][]string
}

//go:embed paper.css
var style string

//go:embed paper.html
var page string

// policy lets the file use the style that is in it, and nothing else in the
// world.
var policy = func() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}()

var tmpl = template.Must(template.New("paper").Parse(page))

// Write writes the document.
func Write(w io.Writer, d Document) error {
	b := bufio.NewWriter(w)
	err := tmpl.Execute(b, struct {
		Document
		Style  template.CSS
		Policy string
	}{d, template.CSS(style), policy})
	if err != nil {
		return err
	}
	return b.Flush()
}
