package europass

import "strings"

// candidate reads the CV since 2020. Words of several elements are HTML, escaped.
func (r *reading) candidate(n *node) {
	d := r.doc
	who, profile := n.get("CandidatePerson"), n.get("CandidateProfile")
	d.At = r.at(who)
	d.Name = join(" ", who.get("PersonName", "GivenName").words(), who.get("PersonName", "FamilyName").words())
	for _, c := range who.all("Communication") {
		switch strings.ToLower(c.get("ChannelCode").words()) {
		case "email":
			d.Emails = append(d.Emails, c.get("URI").words())
		case "telephone":
			d.Phones = append(d.Phones, "+"+strings.TrimLeft(c.get("CountryDialing").words(), "+0")+c.get("DialNumber").words())
		case "web", "social media":
			d.Pages = append(d.Pages, c.get("URI").words())
		}
		if place := c.get("Address"); d.Town == "" {
			d.Town = join(", ", place.get("CityName").words(), place.get("CountryCode").words())
		}
	}
	d.Summary = r.plain(profile.get("ExecutiveSummary").words())
	for _, e := range profile.get("EmploymentHistory").all("EmployerHistory") {
		for _, p := range e.all("PositionHistory") {
			from, to := r.span(p, "EmploymentPeriod")
			d.Add(r.at(p), "position", "company_name", e.get("OrganizationName").words(), "title", p.get("PositionTitle").words(),
				"location", p.get("City").words(), "description", r.plain(p.get("Description").words()), "started_on", from, "finished_on", to)
		}
	}
	for _, e := range profile.get("EducationHistory").all("EducationOrganizationAttendance") {
		from, to := r.span(e, "AttendancePeriod")
		degree := e.get("EducationDegree", "DegreeName").words()
		for _, name := range []string{"DegreeName", "ProgramName"} {
			if degree == "" {
				degree = e.get(name).words()
			}
		}
		d.Add(r.at(e), "education", "school_name", e.get("OrganizationName").words(), "degree_name", degree, "start_date", from, "end_date", to)
	}
	for _, c := range profile.get("PersonQualifications").all("PersonCompetency") {
		if strings.EqualFold(c.get("TaxonomyID").words(), "language") {
			d.Add(r.at(c), "language", "name", c.get("CompetencyID").words())
		} else {
			d.Add(r.at(c), "skill", "name", c.get("CompetencyName").words())
		}
	}
	if l := who.get("PrimaryLanguageCode"); l.words() != "" {
		d.Add(r.at(l), "language", "name", l.words(), "proficiency", "native")
	}
}

// span reads the period of a position or of studies.
func (r *reading) span(n *node, period string) (from, to string) {
	p := n.get(period)
	from = r.written(p.get("StartDate"))
	going := strings.EqualFold(n.get("CurrentIndicator").words(), "true") || strings.EqualFold(p.get("CurrentIndicator").words(), "true") ||
		strings.EqualFold(n.get("Ongoing").words(), "true")
	if !going {
		to = r.written(p.get("EndDate"))
	}
	return from, to
}

func (r *reading) written(n *node) string {
	s := n.get("FormattedDateTime").words()
	if s == "" {
		s = n.words()
	}
	return r.doc.Date(r.at(n), s)
}
