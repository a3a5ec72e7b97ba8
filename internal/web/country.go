package web

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"entregent/internal/i18n"
)

// codes are the countries whose telephone numbers can be told apart, by their
// ISO codes.
var codes = strings.Fields(`AD AE AL AM AR AT AU AZ BA BD BE BF BG BI BJ BO BR BY CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DO DZ
EC EE EG ES ET FI FR GA GB GE GF GH GN GP GR GT HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KM KR KW KZ LB LI LK LT LU LV LY MA
MC MD ME MG MK ML MQ MR MT MU MX MY MZ NC NE NG NI NL NO NP NZ OM PA PE PF PH PK PL PM PS PT PY QA RE RO RS RU RW SA SC SD SE SG SI SK SN SV SY
TD TG TH TN TR TW TZ UA UG US UY UZ VE VN YT ZA ZM ZW`)

// countries lists them by their names in the reader's language.
func (v *visit) countries(on string) []Choice {
	tag := v.tag()
	names := display.Regions(tag)
	out := make([]Choice, 0, len(codes)+1)
	for _, code := range codes {
		out = append(out, Choice{code, names.Name(language.MustParseRegion(code)), code == on})
	}
	by := collate.New(tag)
	slices.SortFunc(out, func(a, b Choice) int { return by.CompareString(a.Text, b.Text) })
	return append([]Choice{{"", v.words("web.settings.country.none"), on == ""}}, out...)
}

// countryName is a country's name where it is written as a code.
func (v *visit) countryName(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil || len(code) != 2 {
		return code
	}
	return or(display.Regions(v.tag()).Name(region), code)
}

// tag is the reader's language as the names of countries know it.
func (v *visit) tag() language.Tag {
	if v.p.Lang() == i18n.French {
		return language.French
	}
	return language.English
}

// zones are suggestions; any name of the zone database will do.
var zones = strings.Fields(`Europe/Paris Europe/Brussels Europe/Zurich Europe/Luxembourg Europe/London Europe/Dublin Europe/Lisbon Europe/Madrid
Europe/Berlin Europe/Amsterdam Europe/Rome Europe/Vienna Europe/Warsaw Europe/Prague Europe/Stockholm Europe/Helsinki Europe/Athens Europe/Istanbul
Africa/Casablanca Africa/Algiers Africa/Tunis Africa/Dakar Africa/Abidjan Africa/Douala Africa/Kinshasa Africa/Johannesburg Indian/Reunion
America/Montreal America/Toronto America/New_York America/Chicago America/Denver America/Los_Angeles America/Martinique America/Guadeloupe
America/Cayenne America/Sao_Paulo America/Mexico_City Asia/Beirut Asia/Dubai Asia/Kolkata Asia/Singapore Asia/Shanghai Asia/Tokyo
Australia/Sydney Pacific/Noumea Pacific/Tahiti`)
