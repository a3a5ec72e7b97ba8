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
	if toBoth(m.Key) {
		p, form := d.voice(m)
		return strings.TrimSpace(p.T(m.Key+"."+form, m.Args[1:]...) + "\n\n" + d.goodbye(p, form))
	}
	return d.letter(m, func(p *i18n.Printer, form string) string {
		name, _ := m.Args[0].(string)
		return p.T(m.Key+"."+form, append([]any{firstName(name)}, m.Args[1:]...)...)
	})
}

// letter puts what there is to say between a greeting and the keeper's name. The
// first argument of m is whom it is to.
func (d *desk) letter(m today.Draft, body func(p *i18n.Printer, form string) string) string {
	p, form := d.voice(m)
	name, _ := m.Args[0].(string)
	return strings.TrimSpace(p.T("draft.hello."+form, firstName(name)) + "\n\n" + body(p, form) + "\n\n" + d.goodbye(p, form))
}

// goodbye ends a letter, with the keeper's name where they have one.
func (d *desk) goodbye(p *i18n.Printer, form string) string {
	sign := meName(d.keeper.Settings)
	if form == string(network.Tu) || p.Lang() != i18n.French {
		sign = firstName(sign)
	}
	return p.T("draft.bye."+form) + "\n" + sign
}

// voice is the language of a draft, and its form of address.
func (d *desk) voice(m today.Draft) (p *i18n.Printer, form string) {
	lang := m.Lang
	if lang == "" {
		lang = d.keeper.Settings.Lang
	}
	if m.Familiar == network.Tu {
		return i18n.For(lang).At(d.now, d.zone), string(network.Tu)
	}
	return i18n.For(lang).At(d.now, d.zone), string(network.Vous)
}

// firstName is the first word of a name, as one writes it above a letter.
func firstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}
