// Package jsonresume reads a CV written as JSON Resume, of version 1.0 and of
// those before it.
//
// The head, work, studies, skills, languages and the rest become lines of the
// keeper's own trace; references become recommendations received, as the format
// means them, without a day, because it has none. A file is taken for a CV by
// what it holds (a name or a headline under "basics", and one list of the
// format), never by its name alone. Links in it are not followed.
package jsonresume

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"path"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/cv"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/textfile"
)

// Reader reads CVs in JSON Resume.
type Reader struct{}

// Name returns "jsonresume".
func (Reader) Name() string { return "jsonresume" }

// Find returns each file that is a CV of this form.
func (Reader) Find(src fs.FS) (parts []importer.Part) {
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.EqualFold(path.Ext(name), ".json") && !strings.HasPrefix(path.Base(name), ".") && signed(src, name) {
			parts = append(parts, importer.Part{Label: name, Files: []string{name}})
		}
		return nil
	})
	return parts
}

// signed looks at the beginning of a file: only a CV has "basics" with a name or
// a label, or names the schema.
func signed(src fs.FS, name string) (yes bool) {
	f, err := textfile.Open(src, name)
	if err != nil {
		return false
	}
	defer f.Close()
	r := jsonfile.NewReader(io.LimitReader(f, 64<<10), importer.DefaultLimits)
	if k, err := r.Kind(); err != nil || k != jsonfile.Object {
		return false
	}
	_ = r.Each(func(member string) error {
		switch member {
		case "$schema":
			v, err := r.Value()
			if yes = strings.Contains(v.Text(), "resume-schema"); yes {
				return io.EOF
			}
			return err
		case "basics":
			v, err := r.Value()
			yes = err == nil && v.Kind == jsonfile.Object && v.First("name", "label", "headline").Kind == jsonfile.String
			return io.EOF
		case "work", "education", "skills", "meta", "volunteer", "references", "languages":
			return nil
		}
		return io.EOF // whatever it is, it begins otherwise
	})
	return yes
}

// Owner returns whose CV it is.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	var out []importer.Claim
	for _, name := range part.Files {
		d, err := read(ctx, src, name, importer.DefaultLimits)
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
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		for _, name := range part.Files {
			d, err := read(ctx, src, name, opt.Limits)
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

// read reads a CV to its end, or to where it cannot be read further.
func read(ctx context.Context, src fs.FS, name string, lim importer.Limits) (*cv.Document, error) {
	f, err := jsonfile.Open(src, name, lim)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := &reading{&cv.Document{Format: Reader{}.Name(), At: importer.Pos{File: name, Line: 1}}, f, name, ctx}
	err = f.Each(r.member)
	if err == nil {
		err = f.End()
	}
	var fault *jsonfile.Fault
	if errors.As(err, &fault) {
		r.doc.Trouble(fault.Event(name))
		err = nil
	}
	return r.doc, err
}

// A reading is one CV being read, a record at a time.
type reading struct {
	doc  *cv.Document
	file *jsonfile.File
	name string
	ctx  context.Context
}

// member reads one member of the CV.
func (r *reading) member(member string) error {
	record := records[member]
	switch {
	case member == "basics":
		record = (*reading).basics
	case member == "meta":
		record = (*reading).meta
	case record == nil:
		return r.file.Skip()
	}
	full := false
	return r.file.Records(func(v jsonfile.Value) error {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		at := importer.Pos{File: r.name, Line: v.Line}
		if len(r.doc.Lines) >= cv.MaxLines {
			if !full {
				full = true
				r.doc.Trouble(importer.NewProblem(at, 0, "cv_long", "", cv.MaxLines))
			}
			return nil
		}
		if v.Kind != jsonfile.Null {
			record(r, at, v)
		}
		return nil
	}, func(f *jsonfile.Fault) error {
		r.doc.Trouble(f.Event(r.name))
		return nil
	})
}

// records says what becomes of each list of a CV.
var records = map[string]func(*reading, importer.Pos, jsonfile.Value){
	"work": func(r *reading, at importer.Pos, v jsonfile.Value) {
		r.doc.Add(at, "position", "company_name", v.First("name", "company").Words(), "title", v.Get("position").Words(),
			"location", v.Get("location").Words(), "description", words(v), "started_on", r.date(at, v, "startDate"), "finished_on", r.date(at, v, "endDate"))
	},
	"volunteer": func(r *reading, at importer.Pos, v jsonfile.Value) {
		r.doc.Add(at, "volunteering", "company_name", v.Get("organization").Words(), "role", v.Get("position").Words(),
			"description", words(v), "started_on", r.date(at, v, "startDate"), "finished_on", r.date(at, v, "endDate"))
	},
	"education": func(r *reading, at importer.Pos, v jsonfile.Value) {
		degree := strings.TrimSpace(v.Get("studyType").Words() + " " + v.Get("area").Words())
		r.doc.Add(at, "education", "school_name", v.Get("institution").Words(), "degree_name", degree,
			"start_date", r.date(at, v, "startDate"), "end_date", r.date(at, v, "endDate"))
	},
	"awards": func(r *reading, at importer.Pos, v jsonfile.Value) {
		r.doc.Add(at, "honour", "title", v.Get("title").Words(), "issuer", v.Get("awarder").Words(), "description", v.Get("summary").Words(), "date", r.date(at, v, "date"))
	},
	"certificates": func(r *reading, at importer.Pos, v jsonfile.Value) {
		r.doc.Add(at, "certification", "name", v.Get("name").Words(), "authority", v.Get("issuer").Words(), "date", r.date(at, v, "date"))
	},
	"publications": func(r *reading, at importer.Pos, v jsonfile.Value) {
		r.doc.Add(at, "publication", "name", v.Get("name").Words(), "publisher", v.Get("publisher").Words(),
			"description", v.Get("summary").Words(), "published_on", r.date(at, v, "releaseDate"))
	},
	"projects": func(r *reading, at importer.Pos, v jsonfile.Value) {
		r.doc.Add(at, "project", "title", v.Get("name").Words(), "description", v.First("description", "summary").Words(),
			"started_on", r.date(at, v, "startDate"), "finished_on", r.date(at, v, "endDate"))
	},
	"skills": func(r *reading, at importer.Pos, v jsonfile.Value) {
		r.doc.Add(at, "skill", "name", named(v))
		for _, k := range v.Get("keywords").List() {
			if !r.doc.Add(at, "skill", "name", k.Words()) {
				return
			}
		}
	},
	"languages": func(r *reading, at importer.Pos, v jsonfile.Value) {
		r.doc.Add(at, "language", "name", v.First("language", "name").Words(), "proficiency", v.Get("fluency").Words())
	},
	"interests": func(r *reading, at importer.Pos, v jsonfile.Value) { r.doc.Add(at, "interest", "name", named(v)) },
	"references": func(r *reading, at importer.Pos, v jsonfile.Value) {
		r.doc.Vouch(at, v.Get("name").Words(), v.Get("reference").Words())
	},
}

// named reads something that has a name, or is nothing but one.
func named(v jsonfile.Value) string {
	if v.Kind == jsonfile.String {
		return v.Words()
	}
	return v.Get("name").Words()
}

func (r *reading) date(at importer.Pos, v jsonfile.Value, member string) string {
	return r.doc.Date(at, v.Get(member).Words())
}

// words joins what a line tells of itself.
func words(v jsonfile.Value) string {
	out := []string{}
	if s := v.Get("summary").Words(); s != "" {
		out = append(out, s)
	}
	for _, h := range v.Get("highlights").List() {
		if s := h.Words(); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}

func (r *reading) basics(at importer.Pos, v jsonfile.Value) {
	d := r.doc
	d.At, d.Name = at, v.Get("name").Words()
	d.Headline, d.Summary = v.First("label", "headline").Words(), v.Get("summary").Words()
	place := v.Get("location")
	d.Town = place.Get("city").Words()
	if c := place.First("countryCode", "country").Words(); c != "" && d.Town != "" {
		d.Town += ", " + c
	}
	add := func(list *[]string, s string) {
		if s != "" && len(*list) < 50 {
			*list = append(*list, s)
		}
	}
	add(&d.Emails, v.Get("email").Words())
	add(&d.Phones, v.Get("phone").Words())
	add(&d.Pages, v.First("url", "website").Words())
	for _, p := range v.Get("profiles").List() {
		add(&d.Pages, p.Get("url").Words())
	}
}

func (r *reading) meta(at importer.Pos, v jsonfile.Value) {
	r.doc.Updated = r.doc.Date(at, v.Get("lastModified").Words())
}
