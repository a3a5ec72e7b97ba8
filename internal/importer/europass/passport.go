package europass

import (
	"strings"
)

// passport reads the CV of before 2020. Lists stand in an element of the name of
// their members, with "List" behind it or not.
func (r *reading) passport(n *node) {
	info := n.get("LearnerInfo")
	who := info.get("Identification")
	d := r.doc
	d.At = r.at(who)
	d.Name = join(" ", who.get("PersonName", "FirstName").words(), who.get("PersonName", "Surname").words())
	d.Headline = r.plain(info.get("Headline", "Description").words())
	if d.Headline == "" {
		d.Headline = r.plain(info.get("Headline").words())
	}
	contact := who.get("ContactInfo")
	place := contact.get("Address", "Contact")
	d.Town = join(", ", place.get("Municipality").words(), place.get("Country", "Label").words())
	for name, list := range map[string]*[]string{"Email": &d.Emails, "Telephone": &d.Phones, "Website": &d.Pages} {
		for _, x := range contact.all(name, "Contact") {
			if s := x.words(); s != "" && len(*list) < 50 {
				*list = append(*list, s)
			}
		}
	}
	saved := n.get("DocumentInfo")
	if d.Updated = d.Date(r.at(saved), saved.get("LastUpdateDate").words()); d.Updated == "" {
		d.Updated = d.Date(r.at(saved), saved.get("CreationDate").words())
	}
	for _, w := range info.all("WorkExperience", "Employer", "Position", "Period") {
		from, to := r.period(w.get("Period"))
		ok := d.Add(r.at(w), "position", "company_name", w.get("Employer", "Name").words(), "title", w.get("Position").words(),
			"location", w.get("Employer", "ContactInfo", "Address", "Contact", "Municipality").words(),
			"description", r.plain(w.get("Activities").words()), "started_on", from, "finished_on", to)
		if !ok {
			return
		}
	}
	for _, e := range info.all("Education", "Organisation", "Title", "Period") {
		from, to := r.period(e.get("Period"))
		d.Add(r.at(e), "education", "school_name", e.get("Organisation", "Name").words(), "degree_name", e.get("Title").words(),
			"notes", r.plain(e.get("Activities").words()), "start_date", from, "end_date", to)
	}
	r.abilities(info.get("Skills"))
	for _, a := range info.all("Achievement", "Title", "Description") {
		d.Add(r.at(a), "honour", "title", r.plain(a.get("Title").words()), "description", r.plain(a.get("Description").words()))
	}
}

// abilities reads languages, and the other skills, which are written as prose.
func (r *reading) abilities(n *node) {
	for _, k := range n.kids {
		if k.name != "Linguistic" {
			r.skills(r.at(k), k.words())
			continue
		}
		for _, m := range k.all("MotherTongue", "Description") {
			r.doc.Add(r.at(m), "language", "name", m.words(), "proficiency", "native")
		}
		for _, f := range k.all("ForeignLanguage", "Description") {
			r.doc.Add(r.at(f), "language", "name", f.words(), "proficiency", level(f.get("ProficiencyLevel")))
		}
	}
}

// level is the lowest of the levels given for one language: it promises no more
// than each of them does.
func level(n *node) (least string) {
	for _, k := range n.kids {
		l := k.attr("level")
		if l == "" {
			l = k.words()
		}
		if l = strings.ToUpper(l); len(l) == 2 && (least == "" || l < least) {
			least = l
		}
	}
	return least
}

// period reads when something began and ended; what still goes on has no end.
func (r *reading) period(n *node) (from, to string) {
	from = r.moment(n.get("From"))
	if !strings.EqualFold(n.get("Current").words(), "true") {
		to = r.moment(n.get("To"))
	}
	return from, to
}

// moment reads a date given as attributes: month is "03" or "--03", day "01" or
// "---01".
func (r *reading) moment(n *node) string {
	parts := []string{n.attr("year")}
	for _, name := range []string{"month", "day"} {
		p := strings.TrimLeft(n.attr(name), "-")
		if p == "" {
			break
		}
		if len(p) == 1 {
			p = "0" + p
		}
		parts = append(parts, p)
	}
	if parts[0] == "" {
		return ""
	}
	return r.doc.Date(r.at(n), strings.Join(parts, "-"))
}
