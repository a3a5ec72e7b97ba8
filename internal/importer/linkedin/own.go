package linkedin

import (
	"html"
	"io"
	"path"
	"regexp"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/csvfile"
	"entregent/internal/importer/textfile"
	"entregent/internal/network"
)

// dated are the columns that say when a line was written or begins.
var dated = []string{"date", "date time", "started on", "start date", "published on", "followed on", "event time", "issued on"}

// standing are the lines that say how things are on the day of the archive, so that
// a newer one takes their place; the others say what was done, once.
var standing = map[string]bool{
	"profile": true, "position": true, "education": true, "skill": true, "language": true, "project": true, "publication": true,
	"certification": true, "course": true, "honour": true, "volunteering": true,
}

// own reads a row of the member's public trace. Fields carry the names of the
// columns; what they hold of dates is put in one form.
func (r *reading) own(t *table, what string, rec csvfile.Record) []importer.Event {
	o := &importer.Own{Kind: what, Fields: map[string]string{}}
	values := []string{what}
	for i, h := range t.header {
		v := clean(rec.At(i))
		if v == "" || h == "" {
			continue
		}
		field := snake(h)
		if datedField(field) {
			v = written(v, r.opt.Now)
		}
		o.Fields[field] = v
	}
	if what == "post" {
		straighten(o.Fields, t.has("visibility"))
	}
	for _, h := range t.header {
		values = append(values, o.Fields[snake(h)])
	}
	o.On = r.when(t, rec)
	if standing[what] && !r.asOf.IsZero() {
		o.Fields["as_of"] = network.DateOf(r.asOf).String()
		values = append(values, o.Fields["as_of"])
	}
	if what == "profile" {
		o.On = r.asOf
	}
	o.Key = "linkedin:" + hash(values...)
	return []importer.Event{{At: t.at(rec), Read: 1, Own: o}}
}

func datedField(f string) bool {
	return f == "date" || f == "date_time" || strings.HasSuffix(f, "_on") || strings.HasSuffix(f, "_date") || f == "event_time"
}

// when reads the first date of a row; an event gives its start, and a position
// may give a month alone.
func (r *reading) when(t *table, rec csvfile.Record) time.Time {
	for _, col := range dated {
		s := t.get(rec, col)
		if s == "" {
			continue
		}
		start, _, _ := strings.Cut(s, " - ")
		for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01"} {
			if at, err := time.Parse(layout, written(start, r.opt.Now)); err == nil {
				return at
			}
		}
	}
	return time.Time{}
}

// straighten sets right the posts of an archive whose rows lack a column that
// the words stand behind: who may see it stands in the place of what was said.
func straighten(f map[string]string, visible bool) {
	switch said := f["share_commentary"]; {
	case visible:
	case said == "PUBLIC" || said == "MEMBER_NETWORK" || said == "CONNECTIONS":
		f["visibility"], f["share_commentary"] = said, f["shared_url"]
		delete(f, "shared_url")
	}
}

var title = regexp.MustCompile(`(?is)<title>(.*?)</title>`)

// article reads an article the member wrote: its title, and its day from the
// name of the file.
func (r *reading) article(name string) error {
	f, err := textfile.Open(r.src, name)
	if err != nil {
		return err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 64<<10))
	if err != nil {
		return err
	}
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	o := &importer.Own{Kind: "post", Fields: map[string]string{"title": strings.ReplaceAll(base, "-", " ")}}
	if m := title.FindSubmatch(head); m != nil {
		o.Fields["title"] = importer.Cut(strings.TrimSpace(html.UnescapeString(string(m[1]))), importer.MaxText)
	}
	if len(base) >= len(time.DateOnly) {
		if d, ok := network.ParseDate(base[:len(time.DateOnly)]); ok {
			o.On = day(d)
		}
	}
	o.Key = "linkedin:" + hash("article", base)
	return r.give(importer.Event{At: importer.Pos{File: name, Line: 1}, Read: 1, Own: o})
}
