// Package europass reads a CV that Europass wrote as XML: the SkillsPassport of
// before 2020, and the Candidate since.
//
// Head, work, studies, skills and languages become lines of the keeper's own
// trace. The picture, the date of birth and the nationality are not read: the
// mirror does not need them. The PDF of Europass is not read, although an older
// one holds the same XML, nor is its JSON, of which no example was seen. Of the
// SkillsPassport one sample was seen; the Candidate is known from the published
// description and from programs that write it.
package europass

import (
	"context"
	"io"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/cv"
	"entregent/internal/importer/mime"
	"entregent/internal/importer/textfile"
)

// Reader reads CVs of Europass.
type Reader struct{}

// Name returns "europass".
func (Reader) Name() string { return "europass" }

// root is how the first element of a CV begins; a Candidate belongs to Europass
// only where it says so.
var root = regexp.MustCompile(`<(?:\w+:)?(SkillsPassport|Candidate)[\s/>]`)

// Find returns each file that is a CV of Europass.
func (Reader) Find(src fs.FS) (parts []importer.Part) {
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.EqualFold(path.Ext(name), ".xml") && !strings.HasPrefix(path.Base(name), ".") && signed(src, name) {
			parts = append(parts, importer.Part{Label: name, Files: []string{name}})
		}
		return nil
	})
	return parts
}

func signed(src fs.FS, name string) bool {
	f, err := textfile.Open(src, name)
	if err != nil {
		return false
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 4<<10))
	m := root.FindSubmatch(head)
	return err == nil && m != nil && (string(m[1]) == "SkillsPassport" || strings.Contains(string(head), "europass"))
}

// Owner returns whose CV it is.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	var out []importer.Claim
	for _, name := range part.Files {
		d, err := document(ctx, src, name)
		if err != nil {
			return nil, err
		}
		if c, ok := d.Claim(""); ok {
			out = append(out, c)
		}
	}
	return out, nil
}

// Read gives the lines of one CV.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, _ importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		for _, name := range part.Files {
			d, err := document(ctx, src, name)
			if err != nil {
				yield(importer.Event{}, err)
				return
			}
			for _, e := range d.Events() {
				if !yield(e, nil) {
					return
				}
			}
		}
	}
}

// document reads one file.
func document(ctx context.Context, src fs.FS, name string) (*cv.Document, error) {
	tree, problem, err := read(ctx, src, name)
	if err != nil {
		return nil, err
	}
	r := &reading{doc: &cv.Document{Format: Reader{}.Name(), At: importer.Pos{File: name, Line: 1}}, name: name}
	switch {
	case tree.has("SkillsPassport"):
		r.passport(tree.get("SkillsPassport"))
	case tree.has("Candidate"):
		r.candidate(tree.get("Candidate"))
	case problem == nil: // it was one when it was found
		e := importer.NewProblem(r.doc.At, 0, "xml_cut", "")
		problem = &e
	}
	if problem != nil {
		r.doc.Trouble(*problem)
	}
	return r.doc, nil
}

// A reading is one CV being read.
type reading struct {
	doc  *cv.Document
	name string
	html mime.Decoder
}

func (r *reading) at(n *node) importer.Pos { return importer.Pos{File: r.name, Line: max(1, n.line)} }

// plain takes the markup out of words that may hold some.
func (r *reading) plain(s string) string {
	if strings.ContainsAny(s, "<&") {
		s = strings.TrimSpace(r.html.HTMLText(s, importer.MaxText))
	}
	return s
}

// skills adds each of a list of skills written as one text.
func (r *reading) skills(at importer.Pos, text string) {
	for _, s := range strings.FieldsFunc(r.plain(text), func(c rune) bool { return c == ';' || c == '\n' || c == '•' || c == '|' }) {
		if s = strings.Trim(s, " \t-–*."); len(s) <= 200 && !r.doc.Add(at, "skill", "name", s) {
			return
		}
	}
}

// join puts words together that are there.
func join(sep string, words ...string) string {
	var out []string
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, sep)
}
