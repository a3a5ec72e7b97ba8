package europass

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/textfile"
)

// A node is one element of a CV. The zero node is what get gives for what is not
// there: every question to it has the empty answer.
type node struct {
	name  string // without its prefix
	text  string // the words directly in it
	attrs []xml.Attr
	kids  []*node
	line  int
}

// What one CV may hold. A life is shorter, and a picture is not read.
const (
	maxNodes = 50_000
	maxBytes = 25 << 20 // of the file
	maxDepth = 24
)

// maxWords bounds the words of one element, in bytes.
const maxWords = importer.MaxText

// read reads a file to its end, or to where it cannot be read further; the problem
// says where that is, nil for a whole file. Entities that a file declares are not
// resolved, and nothing outside it is opened.
func read(ctx context.Context, src fs.FS, name string) (root *node, problem *importer.Event, err error) {
	f, err := textfile.Open(src, name)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	in := &source{from: f, left: maxBytes}
	d := xml.NewDecoder(in)
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	t := tree{root: &node{}}
	t.open = []*node{t.root}
	for n := 0; ; n++ {
		if n%256 == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		tok, err := d.RawToken()
		line, _ := d.InputPos()
		if err != nil {
			if in.err != nil {
				return nil, nil, in.err
			}
			if errors.Is(err, io.EOF) && len(t.open) == 1 && t.skip == 0 && in.left > 0 {
				return t.root, nil, nil
			}
			e := fault(name, line, err, in.left <= 0)
			return t.root, &e, nil
		}
		if !t.take(tok, line) {
			e := importer.NewProblem(importer.Pos{File: name, Line: line}, 0, "cv_long", "", maxNodes)
			return t.root, &e, nil
		}
	}
}

// fault tells why a file cannot be read further: it ends in the middle, is too
// large, or is no XML any more.
func fault(name string, line int, err error, large bool) importer.Event {
	key, args := "xml_syntax", []any{}
	var bad *xml.SyntaxError
	switch {
	case large:
		key, args = "xml_large", []any{maxBytes >> 20}
	case errors.Is(err, io.EOF), errors.As(err, &bad) && strings.Contains(bad.Msg, "unexpected EOF"):
		key = "xml_cut"
	}
	return importer.NewProblem(importer.Pos{File: name, Line: line}, 0, key, "", args...)
}

// A source is what is read, up to a limit. It remembers an error of its own, which
// is none of the XML.
type source struct {
	from io.Reader
	left int
	err  error
}

func (s *source) Read(p []byte) (int, error) {
	if s.left <= 0 {
		return 0, io.EOF
	}
	n, err := s.from.Read(p[:min(len(p), s.left)])
	if s.left -= n; err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// A tree is a CV as far as it was read.
type tree struct {
	root  *node
	open  []*node
	count int
	skip  int // elements open below what is kept
}

// take takes one token in; false says that the CV is full.
func (t *tree) take(tok xml.Token, line int) bool {
	switch tok := tok.(type) {
	case xml.StartElement:
		if t.skip > 0 || len(t.open) >= maxDepth {
			t.skip++
			return true
		}
		if t.count++; t.count > maxNodes {
			return false
		}
		n := &node{name: tok.Name.Local, line: line}
		for _, a := range tok.Attr {
			if len(n.attrs) < 20 && len(a.Value) < 200 {
				n.attrs = append(n.attrs, xml.Attr{Name: xml.Name{Local: a.Name.Local}, Value: strings.Clone(a.Value)})
			}
		}
		last := t.open[len(t.open)-1]
		last.kids = append(last.kids, n)
		t.open = append(t.open, n)
	case xml.EndElement:
		switch {
		case t.skip > 0:
			t.skip--
		case len(t.open) > 1:
			t.open = t.open[:len(t.open)-1]
		}
	case xml.CharData:
		n := t.open[len(t.open)-1]
		if t.skip == 0 && len(tok) <= 1<<16 && len(n.text) < maxWords && len(strings.TrimSpace(string(tok))) > 0 {
			n.text = importer.Cut(n.text+string(tok), maxWords)
		}
	}
	return true
}

// get returns the first element under the names given, one within the other.
func (n *node) get(names ...string) *node {
	for _, name := range names {
		found := &node{}
		for _, k := range n.kids {
			if k.name == name {
				found = k
				break
			}
		}
		n = found
	}
	return n
}

// all returns every element of a name below n, however deep, but none within
// another of that name that holds one of the signs.
func (n *node) all(name string, signs ...string) (out []*node) {
	for _, k := range n.kids {
		if k.name == name && (len(signs) == 0 || k.has(signs...)) {
			out = append(out, k)
			continue
		}
		out = append(out, k.all(name, signs...)...)
	}
	return out
}

func (n *node) has(names ...string) bool {
	for _, k := range n.kids {
		for _, name := range names {
			if k.name == name {
				return true
			}
		}
	}
	return false
}

func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// words returns the words of an element, or those of the label or description
// that it wraps them in.
func (n *node) words() string {
	if s := strings.TrimSpace(n.text); s != "" {
		return s
	}
	for _, k := range n.kids {
		switch k.name {
		case "Label", "Description", "Contact", "Name":
			if s := k.words(); s != "" {
				return s
			}
		}
	}
	return ""
}
