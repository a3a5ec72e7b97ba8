package app

import (
	"strings"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/today"
)

// draft writes a message in the language and with the familiarity of the
// person, else of the keeper; in French vous unless the keeper says tu to them.
// It is signed in the same way: first name to tu, full name to vous.
func (d *desk) draft(m today.Draft) string {
	if m.Key == "" || len(m.Args) == 0 {
		return ""
	}
	lang := m.Lang
	if lang == "" {
		lang = d.keeper.Settings.Lang
	}
	p := i18n.For(lang).At(d.now, d.zone)
	form := network.Vous
	if m.Familiar == network.Tu {
		form = network.Tu
	}
	name, _ := m.Args[0].(string)
	sign := meName(d.keeper.Settings)
	if form == network.Tu || lang != i18n.French {
		sign = firstName(sign)
	}
	args := append([]any{firstName(name)}, m.Args[1:]...)
	body := p.T(m.Key+"."+string(form), args...)
	letter := p.T("draft.hello."+string(form), firstName(name)) + "\n\n" + body + "\n\n" + p.T("draft.bye."+string(form)) + "\n" + sign
	return strings.TrimSpace(letter) // nobody's name to sign with
}

// firstName is the first word of a name, as one writes it above a letter.
func firstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}
