package web

import (
	"entregent/internal/app"
	"entregent/internal/i18n"
)

// kept are the sheet to be handed to somebody, and what is asked before they are
// erased.
func (s scene) kept() []sample {
	other := i18n.English
	if s.p.Lang() == other {
		other = i18n.French
	}
	word := func(key string, args ...any) string { return s.p.T(key, args...) }
	typed := []app.KeptFrom{{Typed: true}}
	read := []app.KeptFrom{{Source: word("source.vcard"), At: "contacts.vcf:12", Read: day(2026, 2, 1)}, {Source: word("source.linkedin"), At: "Connections.csv:6", Read: day(2026, 2, 3)}}
	k := app.KeptAbout{
		Person: app.Named{ID: face("Yves Martin").ID, Name: "Yves Martin"}, Keeper: "Anna Kowalska", On: day(2026, 3, 12), Lang: s.p.Lang(),
		Parts: []app.KeptPart{
			{Key: "names", Title: word("kept_part.names"), Lines: []app.KeptLine{{Text: "Yves Martin", From: read}}},
			{Key: "handles", Title: word("kept_part.handles"), Lines: []app.KeptLine{{Label: word("handle.email"), Text: "yves@example.org", From: read[:1]}}},
			{Key: "encounters", Title: word("kept_part.encounters"), Note: word("kept_note.encounters"), Lines: []app.KeptLine{
				{Label: word("channel.mail"), Text: "Re: the catalogue", More: "Thank you for …", On: day(2025, 12, 18), From: read[1:]},
				{Label: word("channel.in_person"), Text: word("kept_about.shared_note"), On: day(2025, 11, 2), From: typed}}},
			{Key: "worked_out", Title: word("kept_part.worked_out"), Lines: []app.KeptLine{{Label: word("kept_about.worked.drift"), Text: s.reasons()[0].Text, From: []app.KeptFrom{}}}},
		},
		Sources: []app.KeptSource{{Source: word("source.vcard"), File: "contacts.vcf", Read: day(2026, 2, 1), Things: 4}},
	}
	p := s.page("/people/x/kept")
	return []sample{
		{"kept", &KeptPage{Page: p, Person: face("Yves Martin"), Words: s.p, Kept: k, Other: "/people/x/kept?in=" + other, Tongue: i18n.For(other).T("language." + other)}},
		{"kept-bare", &KeptPage{Page: p, Person: face("Zoé"), Words: i18n.For(other).At(now, nil), Kept: app.KeptAbout{Person: app.Named{Name: "Zoé"}, On: day(2026, 3, 12)}, Other: "/people/x/kept?in=fr", Tongue: "x"}},
		{"erase", &ErasePage{Page: s.page("/people/x/erase"), Person: face("Yves Martin"), Says: []string{word("erase.goes", 2), word("erase.parted", 3), word("erase.remembered")},
			Copies: []string{word("erase.copy.book", "book.db.before-6.bak", now), word("erase.elsewhere")}}},
	}
}
