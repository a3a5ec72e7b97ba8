package monica

import (
	"bufio"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/textfile"
	"entregent/internal/network"
)

// named are the tables that only give numbers a name.
var named = map[string]string{
	"genders": "gender", "contact_field_types": "contact_field_type", "activity_types": "activity_type", "life_event_types": "life_event_type",
	"relationship_types": "relationship_type", "tags": "tag", "pet_categories": "pet_category", "currencies": "currency",
}

// told are the tables whose rows are records of a contact.
var told = map[string]string{
	"notes": "note", "calls": "call", "tasks": "task", "reminders": "reminder", "addresses": "address", "pets": "pet", "gifts": "gift",
	"debts": "debt", "life_events": "life_event",
}

// aside are the tables that are counted and left out.
var aside = map[string]string{"photos": "attachment", "documents": "attachment", "entries": "journal", "journal_entries": "journal", "days": "journal"}

// asked reports whether a table is read at all. The others hold settings of the
// account, or secrets.
func asked(table string) bool {
	switch table {
	case "contacts", "contact_fields", "contact_tag", "special_dates", "activities", "activity_contact", "conversations", "messages", "relationships",
		"places", "users":
		return true
	}
	return named[table] != "" || told[table] != "" || aside[table] != ""
}

// eachRow reads the tables of a dump.
func (r *reading) eachRow(each func(*row) error) error {
	f, err := textfile.Open(r.src, r.file)
	if err != nil {
		return err
	}
	defer f.Close()
	d := &dump{in: bufio.NewReaderSize(f, beginning), lim: r.opt.Limits, line: 1}
	return d.rows(r.ctx, asked, each)
}

// indexRow learns from one row who is who, and what numbers stand for.
func (r *reading) indexRow(w *row) error {
	b, id := r.book, w.get("id")
	if table := named[w.table]; table != "" {
		b.words[table+"/"+id] = first(rec{get: w.get}, "name", "iso")
		b.words[table+"/"+id+"/type"] = w.get("type") + " " + w.get("protocol")
		b.words[table+"/"+id+"/key"] = w.get("translation_key")
		return nil
	}
	switch w.table {
	case "contacts":
		b.people[id] = newPerson(w.get("uuid"), w.get)
		b.people[id].via = w.get("first_met_through_contact_id")
	case "contact_fields":
		of := w.get("contact_id")
		b.fields[of] = append(b.fields[of], [2]string{"contact_field_type/" + w.get("contact_field_type_id"), w.get("data")})
	case "contact_tag":
		b.tags[w.get("contact_id")] = append(b.tags[w.get("contact_id")], w.get("tag_id"))
	case "special_dates":
		b.specials[id] = special{w.get("date"), yes(w.get("is_age_based")), yes(w.get("is_year_unknown"))}
	case "activity_contact":
		b.guests[w.get("activity_id")] = append(b.guests[w.get("activity_id")], w.get("contact_id"))
	case "conversations":
		b.chats[id] = w.get("contact_id")
	case "places":
		for _, c := range []string{"street", "city", "province", "postal_code", "country"} {
			b.words["place/"+id+"/"+c] = w.get(c)
		}
	case "users": // nothing else of this table is looked at
		b.owner.Name = strings.TrimSpace(w.get("first_name") + " " + w.get("last_name"))
		if h, ok := network.NewEmail(w.get("email")); ok {
			b.owner.Handles = append(b.owner.Handles, h)
		}
		b.meContact = w.get("me_contact_id")
	}
	return nil
}

// tellRow gives what one row says.
func (r *reading) tellRow(w *row) error {
	rec := r.rowRecord(w)
	if kind := told[w.table]; kind != "" {
		p := r.known(w.get("contact_id"))
		if p == nil {
			return r.give(importer.NewProblem(rec.at, 1, "monica_unknown", w.table, kind))
		}
		return r.part(p, kind, rec)
	}
	if why := aside[w.table]; why != "" {
		return r.give(importer.NewIgnored(rec.at, 1, why, w.table))
	}
	switch w.table {
	case "contacts":
		var tags []string
		for _, t := range r.book.tags[w.get("id")] {
			tags = append(tags, r.book.words["tag/"+t])
		}
		return r.contact(rec, w.get("id"), r.known(w.get("id")), tags)
	case "activities":
		return r.activity(rec, w.get("id"))
	case "relationships":
		return r.related(rec, r.known(w.get("contact_is")), r.known(w.get("of_contact")), r.book.words["relationship_type/"+w.get("relationship_type_id")])
	case "messages":
		p := r.known(w.get("contact_id"))
		if p == nil {
			p = r.known(r.book.chats[w.get("conversation_id")])
		}
		if p == nil {
			return r.give(importer.NewProblem(rec.at, 1, "monica_unknown", w.table, "message"))
		}
		return r.message(p, rec)
	}
	return nil
}

// rowRecord makes a record of a row: numbers become the words they stand for.
func (r *reading) rowRecord(w *row) rec {
	words := r.book.words
	get := func(name string) string {
		if v := w.get(name); v != "" {
			return v
		}
		switch name {
		case "gender":
			return w.get("gender_id")
		case "category":
			return words["pet_category/"+w.get("pet_category_id")]
		case "currency":
			return words["currency/"+w.get("currency_id")]
		case "type":
			return w.get("activity_type_id") + w.get("life_event_type_id")
		}
		if place := w.get("place_id"); place != "" {
			return words["place/"+place+"/"+name]
		}
		return ""
	}
	return rec{at: importer.Pos{File: r.file, Line: w.line}, get: get, day: func(name string) special {
		return r.book.specials[w.get(map[string]string{
			"birthdate": "birthday_special_date_id", "first_met_date": "first_met_special_date_id", "deceased_date": "deceased_special_date_id",
		}[name])]
	}}
}
