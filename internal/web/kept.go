package web

import (
	"slices"

	"entregent/internal/app"
	"entregent/internal/i18n"
)

// A KeptPage is what is kept about one person, fit to be handed to them. Its own
// words are in the language of that person, which may be another than the page's.
type KeptPage struct {
	Page
	Person Face
	Words  *i18n.Printer // of the sheet
	Kept   app.KeptAbout
	Other  string // path of the sheet in the other language
	Tongue string // which that is, in its own words
}

// An ErasePage says what erasing somebody takes away, what stays, and asks.
type ErasePage struct {
	Page
	Person Face
	Says   []string // what goes, what stays and why
	Copies []string // where they can still be read
}

func (*KeptPage) template() string  { return "kept" }
func (*KeptPage) section() string   { return "people" }
func (*ErasePage) template() string { return "erase" }
func (*ErasePage) section() string  { return "people" }

// keptPage answers GET /people/{id}/kept: in the language asked for, else in the
// one the keeper writes to them in.
func keptPage(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	lang := v.form("in")
	if !slices.Contains(i18n.Languages, lang) {
		if lang, err = v.app().Tongue(v.ctx(), v.keeper(), who); err != nil {
			return err
		}
		if lang == "" {
			lang = v.p.Lang()
		}
	}
	p := i18n.For(lang) // no present: every date with its year
	kept, err := v.app().KeptAbout(v.ctx(), v.keeper(), p, who)
	if err != nil {
		return err
	}
	if kept.Person.ID != who.String() { // merged into another meanwhile
		return v.then("/people/" + kept.Person.ID + "/kept")
	}
	other := i18n.Languages[0]
	if other == lang {
		other = i18n.Languages[1]
	}
	return v.show(&KeptPage{
		Page: v.newPage(), Person: Face{kept.Person.ID, kept.Person.Name}, Words: p, Kept: kept,
		Other: "/people/" + kept.Person.ID + "/kept?in=" + other, Tongue: i18n.For(other).T("language." + other),
	})
}

// askErase answers GET /people/{id}/erase.
func askErase(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	e, err := v.app().EraseDry(v.ctx(), v.keeper(), who)
	if err != nil {
		return err
	}
	return v.show(&ErasePage{Page: v.newPage(), Person: Face{e.Person.ID, e.Person.Name}, Says: e.Words(v.p), Copies: e.Left(v.p)})
}

// erase answers POST /people/{id}/erase. What it was sent with is not kept.
func erase(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	e, err := v.app().Erase(v.ctx(), v.keeper(), who)
	if err != nil {
		return err
	}
	if !e.Scoured {
		return v.then("/people", "erased-not-clean")
	}
	return v.then("/people", "erased")
}
