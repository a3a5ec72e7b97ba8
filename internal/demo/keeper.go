package demo

import (
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// KeeperName is the name of the keeper of every invented network.
const KeeperName = "Camille Laurent"

// keeperFirst is how friends call her, and how she signs.
const keeperFirst = "Camille"

func keeperHandles() []network.Handle {
	return []network.Handle{
		{Kind: network.Email, Value: "camille@laurent.example"},
		{Kind: network.Email, Value: "camille.laurent@maree-conseil.example"},
		{Kind: network.Phone, Value: "+33199001234"},
		{Kind: network.LinkedIn, Value: "camille-laurent-maree"},
	}
}

func keeper() importer.Who {
	return importer.Who{Name: KeeperName, Handles: keeperHandles()[:1], Me: true}
}

// own yields the lines of Camille's own public trace.
func own(today time.Time, out func(importer.Event) bool) bool {
	year := today.Year()
	lines := []importer.Own{
		{Kind: "profile", Key: "profile", Fields: map[string]string{"first_name": "Camille", "last_name": "Laurent",
			"headline": "Conseil aux coopératives et aux associations", "geo_location": "Rennes, France",
			"summary": "J’aide des équipes de cinq à cinquante personnes à décider ensemble. Français, English."}},
		position("Marée Conseil", "Conseil indépendant", "Rennes", year-4, 0),
		position("Atelier Boréal", "Responsable de projets", "Nantes", year-9, year-4),
		{Kind: "education", Key: "education", Fields: map[string]string{"school_name": "École des Quais", "degree_name": "Master, économie sociale"}},
	}
	for _, skill := range []string{"Animation de groupes", "Gouvernance", "Conduite de projet", "Co-operatives", "Facilitation"} {
		lines = append(lines, importer.Own{Kind: "skill", Key: "skill:" + skill, Fields: map[string]string{"name": skill}})
	}
	for i, words := range []string{
		"Trois coopératives, trois façons de voter le budget. Laquelle vous ressemble ?",
		"Notes from a day in Bristol: what small teams there do better than ours.",
		"Une question que je pose à chaque première réunion : qui manque autour de la table ?",
	} {
		on := today.AddDate(0, 0, -20-37*i)
		lines = append(lines, importer.Own{Kind: "post", Key: "post:" + on.Format(time.DateOnly), On: on, Fields: map[string]string{"share_commentary": words}})
	}
	for i := range lines {
		if !out(importer.Event{Own: &lines[i]}) {
			return false
		}
	}
	return true
}

// position is a line of work; a year of 0 means that it goes on.
func position(company, title, town string, from, to int) importer.Own {
	fields := map[string]string{"company_name": company, "title": title, "location": town, "started_on": time.Date(from, 9, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")}
	if to != 0 {
		fields["finished_on"] = time.Date(to, 8, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
	}
	return importer.Own{Kind: "position", Key: "position:" + company, Fields: fields}
}
