package instagram

import (
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/meta"
	"entregent/internal/network"
)

// files tells every file that is no conversation.
func (r *reading) files() error {
	for _, l := range r.Lists {
		var err error
		switch read := readers[l.Kind.What]; {
		case l.Kind.Ignored != "":
			err = r.Give(importer.NewIgnored(importer.Pos{File: l.Name}, 1, l.Kind.Ignored, l.Name))
		case read != nil:
			err = read(r, l.Name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// An entry is one line of a list of accounts.
type entry struct {
	at     importer.Pos
	handle string
	on     time.Time
}

// entries reads a list of accounts. The handle is the value, the title, or the
// end of the link, by the year of the archive.
func (r *reading) entries(file string, each func(entry) error) error {
	return r.Records(file, func(_ string, v jsonfile.Value) error {
		e := entry{at: importer.Pos{File: file, Line: v.Line}, handle: v.Get("title").Words()}
		for _, s := range v.Get("string_list_data").List() {
			e.on = meta.Seconds(s.Get("timestamp"))
			if e.handle == "" {
				e.handle = s.Get("value").Words()
			}
			if link := strings.Trim(s.Get("href").Words(), "/"); e.handle == "" {
				e.handle = link[strings.LastIndexByte(link, '/')+1:]
			}
		}
		if e.handle == "" || meta.Hidden(e.handle) {
			return r.Give(importer.NewIgnored(e.at, 1, "hidden_account", e.handle))
		}
		return each(e)
	})
}

func (r *reading) following(file string) error { return r.clicks(file, "follow", "you follow") }
func (r *reading) followers(file string) error { return r.clicks(file, "follower", "follows you") }

// clicks are facts of those who are known; the others, who may be brands, are
// counted.
func (r *reading) clicks(file, why, label string) error {
	return r.entries(file, func(e entry) error {
		w, ok := r.who(e.handle)
		if !ok {
			return r.Give(importer.NewIgnored(e.at, 1, why, e.handle))
		}
		return r.Give(r.card(e, w, false, importer.Fact{Kind: network.FactOther, Value: r.value(e.on), Label: label, On: e.on}))
	})
}

// value is the day of a fact that has none but its date.
func (r *reading) value(on time.Time) string {
	if on.IsZero() {
		return source
	}
	return r.Day(on)
}

func (r *reading) card(e entry, w importer.Who, vouched bool, f importer.Fact) importer.Event {
	c := &importer.Card{Who: w, Vouched: vouched, Facts: []importer.Fact{f}}
	if _, known := r.who(e.handle); !known {
		c.Key = "@" + strings.ToLower(e.handle)
	}
	return importer.Event{At: e.at, Read: 1, Card: c}
}

// close reads the member's own list of close friends: people they named.
func (r *reading) close(file string) error {
	return r.entries(file, func(e entry) error {
		w, _ := r.who(e.handle)
		return r.Give(r.card(e, w, true, importer.Fact{Kind: network.FactTag, Value: "close friends", On: e.on}))
	})
}

// requests are requests to follow, which were not answered.
func (r *reading) requests(file string) error { return r.clicks(file, "follow", "you asked to follow") }

// labels are what a field of a string map is called, in English, French and
// German.
var labels = map[string][]string{
	"username": {"Username", "Nom d’utilisateur", "Nom d'utilisateur", "Nom d’utilisateur ou d’utilisatrice", "Benutzername"},
	"name":     {"Name", "Nom", "Nom complet"},
	"email":    {"Email", "Email address", "Adresse e-mail", "E-mail", "E-Mail", "E-Mail-Adresse"},
	"comment":  {"Comment", "Commentaire", "Kommentar"},
	"owner":    {"Media Owner", "Media owner", "Propriétaire du contenu", "Propriétaire du contenu multimédia", "Medieninhaber", "Medieneigentümer"},
	"time":     {"Time", "Heure", "Date", "Zeit", "Uhrzeit"},
}

// field returns one entry of a string map.
func field(v jsonfile.Value, what string) jsonfile.Value {
	return v.Get("string_map_data").First(labels[what]...)
}

// mine learns from the profile who the member is.
func (r *reading) mine(v jsonfile.Value) {
	handle, name := field(v, "username").Get("value").Words(), field(v, "name").Get("value").Words()
	for _, n := range []string{name, handle} {
		if n == "" {
			continue
		}
		r.People.Me[meta.Fold(n)] = true
		r.Profile.Handles = append(r.Profile.Handles, r.People.Who(n, "").Handles...)
		if r.Profile.Name == "" {
			r.Profile.Name = n
		}
	}
	if h, ok := network.NewEmail(field(v, "email").Get("value").Text()); ok {
		r.Profile.Handles = append(r.Profile.Handles, h)
	}
	if handle != "" {
		r.Profile.Handles = append(r.Profile.Handles, account(handle))
	}
}

func (r *reading) own(file string) error {
	return r.Records(file, func(_ string, v jsonfile.Value) error {
		at := importer.Pos{File: file, Line: v.Line}
		fields := map[string]string{}
		for to, what := range map[string]string{"name": "name", "username": "username"} {
			if s := field(v, what).Get("value").Words(); s != "" {
				fields[to] = s
			}
		}
		if len(fields) == 0 {
			return r.Give(importer.NewIgnored(at, 1, "no_tie", file))
		}
		return r.Give(importer.Event{At: at, Read: 1, Own: &importer.Own{Kind: "profile", Fields: fields, Key: "instagram:" + meta.Hash("profile", fields["name"], fields["username"])}})
	})
}

// trace gives a line of the member's own trace, and what was addressed to
// somebody who is known.
func (r *reading) trace(at importer.Pos, kind, handle, words string, when time.Time, ch network.Channel) error {
	fields := map[string]string{}
	for name, value := range map[string]string{"message": words, "owner": handle} {
		if value != "" {
			fields[name] = value
		}
	}
	events := []importer.Event{{At: at, Read: 1, Own: &importer.Own{Kind: kind, On: when, Fields: fields,
		Key: "instagram:" + meta.Hash(kind, handle, when.Format(time.RFC3339), words)}}}
	w, known := r.who(handle)
	switch {
	case handle == "" || r.People.Me[meta.Fold(handle)]:
	case known && !when.IsZero():
		me := r.Profile
		me.Me = true
		e := &importer.Encounter{Key: "instagram:" + meta.Hash(string(ch), squeezed(handle), when.Format(time.RFC3339), words), Channel: ch, At: when,
			Parties: []importer.Party{{Who: me, Role: network.From}, {Who: w, Role: network.To}}}
		if ch == network.Answer {
			e.Text = importer.Cut(words, importer.MaxText)
		}
		events = append(events, importer.Event{At: at, Encounter: e})
	case ch == network.Answer:
		events = append(events, importer.NewIgnored(at, 0, "public_unknown", handle))
	}
	return r.Give(events...)
}

func (r *reading) comments(file string) error {
	return r.Records(file, func(_ string, v jsonfile.Value) error {
		at := importer.Pos{File: file, Line: v.Line}
		when := meta.Seconds(field(v, "time").Get("timestamp"))
		if when.IsZero() {
			return r.Give(importer.NewProblem(at, 1, "bad_date", file, field(v, "time").Get("timestamp").Text()))
		}
		return r.trace(at, "comment", field(v, "owner").Get("value").Words(), field(v, "comment").Get("value").Words(), when, network.Answer)
	})
}

func (r *reading) likes(file string) error {
	return r.entries(file, func(e entry) error { return r.trace(e.at, "reaction", e.handle, "", e.on, network.Social) })
}

// posts read what the member showed: the moment, and the words under it.
func (r *reading) posts(file string) error {
	return r.Records(file, func(_ string, v jsonfile.Value) error {
		first := v
		if m := v.Get("media").List(); len(m) > 0 {
			first = m[0]
		}
		when := meta.Seconds(v.Get("creation_timestamp"))
		if when.IsZero() {
			when = meta.Seconds(first.Get("creation_timestamp"))
		}
		words := v.Get("title").Words()
		if words == "" {
			words = first.Get("title").Words()
		}
		return r.trace(importer.Pos{File: file, Line: v.Line}, "post", "", words, when, "")
	})
}
