package monica

import (
	"errors"
	"io"
	"io/fs"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/textfile"
	"entregent/internal/network"
)

// beginning is how much of a file is looked at to see what it is, in bytes.
const beginning = 64 << 10

var errSeen = errors.New("monica: seen enough")

// isJSON looks for the first members of an export.
func isJSON(src fs.FS, name string) bool {
	f, err := textfile.Open(src, name)
	if err != nil {
		return false
	}
	defer f.Close()
	version, account := false, false
	r := jsonfile.NewReader(io.LimitReader(f, beginning), importer.DefaultLimits)
	_ = r.Each(func(name string) error {
		switch name {
		case "app_version":
			version = true
		case "account":
			account = true
			return errSeen
		}
		return nil
	})
	return version && account
}

// singular names the sort of a list, which some writers give in the plural.
func singular(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if rest, ok := strings.CutSuffix(s, "ies"); ok {
		return rest + "y"
	}
	if rest, ok := strings.CutSuffix(s, "sses"); ok {
		return rest + "ss"
	}
	if strings.HasSuffix(s, "ss") {
		return s
	}
	return strings.TrimSuffix(s, "s")
}

// eachRecord walks through the lists of an export and hands on each record with
// the name of its list.
func (r *reading) eachRecord(each func(kind string, v jsonfile.Value) error) error {
	f, err := jsonfile.Open(r.src, r.file, r.opt.Limits)
	if err != nil {
		return err
	}
	defer f.Close()
	fault := func(f *jsonfile.Fault) error {
		r.told(f)
		return nil
	}
	list := func(name string) error {
		return f.Records(func(v jsonfile.Value) error { return each(name, v) }, fault)
	}
	err = f.Each(func(name string) error {
		switch name {
		case "exported_by":
			return list("exported_by")
		case "account":
			return f.Each(func(name string) error {
				switch name {
				case "data":
					return f.Each(func(string) error { return r.typed(f.Reader, list) })
				case "instance":
					return f.Each(list)
				case "properties":
					return list("properties")
				}
				return nil
			})
		}
		return nil
	})
	if err == nil {
		err = f.End()
	}
	return err
}

// typed reads {"count":…,"type":…,"values":[…]}.
func (r *reading) typed(f *jsonfile.Reader, list func(string) error) error {
	kind := ""
	return f.Each(func(name string) error {
		switch name {
		case "type":
			v, err := f.Value()
			kind = singular(v.Text())
			return err
		case "values":
			if kind == "photo" || kind == "document" { // pictures as text: too large to hold for nothing
				return f.Each(func(string) error {
					if r.silent {
						return nil
					}
					return r.give(importer.NewIgnored(importer.Pos{File: r.file, Line: f.Line()}, 1, "attachment", kind))
				})
			}
			return list(kind)
		}
		return nil
	})
}

// property is the getter of a record of the export.
func property(v jsonfile.Value) func(string) string {
	return func(name string) string {
		if p := v.Get("properties", name); p.Kind != jsonfile.None {
			return p.Words()
		}
		return v.Get(name).Words()
	}
}

func (r *reading) record(v jsonfile.Value) rec {
	return rec{at: importer.Pos{File: r.file, Line: v.Line}, get: property(v), day: func(name string) special {
		d := v.Get("properties", name)
		return special{d.Get("date").Words(), d.Get("is_age_based").True(), d.Get("is_year_unknown").True()}
	}}
}

// indexRecord learns from one record who is who.
func (r *reading) indexRecord(kind string, v jsonfile.Value) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	get, uuid := property(v), v.Get("uuid").Words()
	switch kind {
	case "exported_by":
		if h, ok := network.NewEmail(v.Text()); ok {
			r.book.owner.Handles = append(r.book.owner.Handles, h)
		}
	case "properties":
		r.book.meContact = v.First("me_contact", "me_contact_id").Words()
	case "user":
		r.book.owner.Name = strings.TrimSpace(get("first_name") + " " + get("last_name"))
	case "contact":
		p := newPerson(uuid, get)
		r.book.people[uuid] = p
		for _, part := range v.Get("data").List() {
			r.indexPart(p, uuid, singular(part.Get("type").Text()), part.Get("values").List())
		}
	case "relationship", "activity":
	default:
		if name := get("name"); uuid != "" && name != "" {
			r.book.words[uuid] = name
			r.book.words[uuid+"/type"] = get("type") + " " + get("protocol")
			r.book.words[uuid+"/key"] = get("translation_key") + " " + get("category")
		}
	}
	return nil
}

func (r *reading) indexPart(p *person, uuid, kind string, values []jsonfile.Value) {
	for _, v := range values {
		switch kind {
		case "contact_field":
			r.book.fields[uuid] = append(r.book.fields[uuid], [2]string{property(v)("type"), property(v)("data")})
		case "activity":
			r.book.guests[v.Words()] = append(r.book.guests[v.Words()], uuid)
		}
	}
}

// tellRecord gives what one record says.
func (r *reading) tellRecord(kind string, v jsonfile.Value) error {
	rec := r.record(v)
	switch kind {
	case "contact":
		return r.tellContact(v, rec)
	case "activity":
		return r.activity(rec, v.Get("uuid").Words())
	case "relationship":
		return r.related(rec, r.known(rec.get("contact_is")), r.known(rec.get("of_contact")), rec.get("type"))
	case "journal_entry", "entry", "day", "journal":
		return r.give(importer.NewIgnored(rec.at, 1, "journal", rec.get("title")))
	}
	return nil
}

// tellContact gives a contact and everything within it.
func (r *reading) tellContact(v jsonfile.Value, rec rec) error {
	uuid := v.Get("uuid").Words()
	p := r.known(uuid)
	if p == nil {
		return nil
	}
	var tags []string
	for _, t := range v.Get("properties", "tags").List() {
		tags = append(tags, t.Words())
	}
	if err := r.contact(rec, uuid, p, tags); err != nil {
		return err
	}
	for _, part := range v.Get("data").List() {
		kind := singular(part.Get("type").Text())
		for _, x := range part.Get("values").List() {
			if err := r.tellPart(p, kind, x); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *reading) tellPart(p *person, kind string, v jsonfile.Value) error {
	rec := r.record(v)
	switch kind {
	case "activity", "contact_field", "photo", "document":
		return nil // told with the activity, on the card, and in the list of pictures
	case "conversation":
		return r.conversation(p, v)
	}
	return r.part(p, kind, rec)
}

// conversation gives the messages of one day's talk.
func (r *reading) conversation(p *person, v jsonfile.Value) error {
	for _, m := range v.Get("properties", "messages").List() {
		rec := r.record(m)
		if rec.get("written_at") == "" {
			get := rec.get
			rec.get = func(name string) string {
				if name == "written_at" {
					name = "happened_at"
					return property(v)(name)
				}
				return get(name)
			}
		}
		if err := r.message(p, rec); err != nil {
			return err
		}
	}
	return nil
}
