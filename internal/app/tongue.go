package app

import (
	"cmp"
	"strings"

	"golang.org/x/text/language"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/today"
)

// tongue is the language in which to write to somebody: that of the last exchange,
// else the one they are known to speak, else that of their country, else the
// keeper's (rulings §14). other is for a keeper who has chosen none.
func (d *desk) tongue(tx store.Tx, c today.Candidate, other string) (string, error) {
	if c.Lang != "" {
		return c.Lang, nil
	}
	facts, err := d.factsOf(tx, c.ID)
	if err != nil {
		return "", err
	}
	spoken, country := map[string]bool{}, ""
	for _, f := range facts {
		switch f.Kind {
		case network.FactLanguage:
			spoken[f.Value] = true
		case network.FactCountry:
			country = cmp.Or(country, f.Value)
		}
	}
	fr, en := spoken[i18n.French], spoken[i18n.English]
	switch {
	case fr && !en:
		return i18n.French, nil
	case en && !fr:
		return i18n.English, nil
	}
	return cmp.Or(ofCountry(country), d.keeper.Settings.Lang, other), nil
}

// ofCountry is the language of a country that has one of ours alone, "" for any
// other: in Belgium or Canada the country does not tell.
func ofCountry(name string) string {
	switch strings.ToUpper(strings.TrimSpace(name)) {
	case "FR", "FRANCE", "MC", "MONACO":
		return i18n.French
	}
	region, err := language.ParseRegion(name)
	if err != nil {
		return ""
	}
	switch region.String() {
	case "GB", "US", "IE", "AU", "NZ":
		return i18n.English
	}
	return ""
}
