package facebook

import (
	"path"
	"regexp"
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
		at := importer.Pos{File: l.Name}
		var err error
		switch {
		case path.Base(l.Name) == "index.html":
		case l.Kind.Ignored != "":
			err = r.Give(importer.NewIgnored(at, 1, l.Kind.Ignored, l.Name))
		default:
			err = readers[l.Kind.What](r, l.Name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// page reports whether a file is a page, of which only lists of people and
// conversations are read.
func (r *reading) page(file string) (bool, error) {
	if isData(file) {
		return false, nil
	}
	return true, r.Give(importer.NewIgnored(importer.Pos{File: file}, 1, "html_only", file))
}

// own reads the profile: the member's own lines, and family, whom they named
// themselves.
func (r *reading) own(file string) error {
	if page, err := r.page(file); page {
		return err
	}
	return r.Records(file, func(_ string, v jsonfile.Value) error {
		at := importer.Pos{File: file, Line: v.Line}
		fields := map[string]string{}
		for name, val := range map[string]jsonfile.Value{
			"name": v.Get("name", "full_name"), "geo_location": v.Get("current_city", "name"), "hometown": v.Get("hometown", "name"), "url": v.Get("profile_uri"),
		} {
			if s := val.Words(); s != "" {
				fields[name] = s
			}
		}
		if len(fields) == 0 {
			return r.Give(importer.NewIgnored(at, 1, "no_tie", file))
		}
		events := []importer.Event{{At: at, Read: 1, Own: &importer.Own{Kind: "profile", Fields: fields,
			Key: "facebook:" + meta.Hash("profile", fields["name"], fields["geo_location"], fields["hometown"], fields["url"])}}}
		for _, m := range v.Get("family_members").List() {
			events = append(events, r.kin(file, m, m.Get("name").Words(), m.Get("relation").Words()))
		}
		rel := v.Get("relationship")
		partner := rel.First("partner", "name")
		name := partner.Words()
		if partner.Kind == jsonfile.Object {
			name = partner.Get("name").Words()
		}
		if name != "" {
			events = append(events, r.kin(file, rel, name, rel.Get("status").Words()))
		}
		return r.Give(events...)
	})
}

func (r *reading) kin(file string, v jsonfile.Value, name, relation string) importer.Event {
	e := entry{importer.Pos{File: file, Line: v.Line}, name, meta.Seconds(v.Get("timestamp"))}
	if meta.Hidden(name) {
		return importer.NewIgnored(e.at, 0, "hidden_account", name)
	}
	if relation == "" {
		relation = "✓"
	}
	event := r.card(e, true, importer.Fact{Kind: network.FactOther, Value: relation, Label: "family", On: e.on})
	event.Read = 0
	return event
}

// addressed are the sentences that say whose wall or post something was written
// on, in the language of the account. The name lies in the group.
var addressed = []*regexp.Regexp{
	regexp.MustCompile(`(?i) (?:wrote on|posted on|shared a (?:post|link|photo|video|memory) to) (.+)['’]s (?:timeline|wall|profile)\.?$`),
	regexp.MustCompile(`(?i) a (?:écrit|publié) (?:sur|dans) le (?:journal|mur|profil) (?:de |d['’])(.+?)\.?$`),
	regexp.MustCompile(`(?i) hat (?:etwas )?in (.+?)s? chronik gepostet\.?$`),
}

var answered = []*regexp.Regexp{
	regexp.MustCompile(`(?i) (?:commented on|replied to) (.+)['’]s (?:post|photo|video|link|comment|status|album|reel|life event|memory)\b.*$`),
	regexp.MustCompile(`(?i) a (?:commenté|répondu à) (?:la|le|l['’]|une?|au) ?(?:publication|photo|vidéo|lien|commentaire|statut|album|réel) (?:de |d['’])(.+?)\.?$`),
	regexp.MustCompile(`(?i) a répondu au commentaire (?:de |d['’])(.+?)\.?$`),
}

var liked = []*regexp.Regexp{
	regexp.MustCompile(`(?i) (?:reacted to|likes|liked) (.+)['’]s (?:post|photo|video|link|comment|status|album|reel|life event|memory)\b.*$`),
	regexp.MustCompile(`(?i) (?:a réagi à|aime) (?:la|le|l['’]|une?) ?(?:publication|photo|vidéo|lien|commentaire|statut|album|réel) (?:de |d['’])(.+?)\.?$`),
}

// whom returns the name that one of the sentences says, "" for none.
func whom(title string, sentences []*regexp.Regexp) string {
	for _, s := range sentences {
		if m := s.FindStringSubmatch(title); m != nil {
			return strings.TrimSpace(m[1])
		}
	}
	return ""
}

// toward is a word of the member's to somebody, in public.
func (r *reading) toward(at importer.Pos, ch network.Channel, name, words, title string, when time.Time) importer.Event {
	me := r.Profile
	me.Me = true
	return importer.Event{At: at, Encounter: &importer.Encounter{
		Key: "facebook:" + meta.Hash(string(ch), meta.Fold(name), when.Format(time.RFC3339), words, title), Channel: ch, At: when, Subject: title,
		Text:    importer.Cut(words, importer.MaxText),
		Parties: []importer.Party{{Who: me, Role: network.From}, {Who: r.People.Who(name, ""), Role: network.To}},
	}}
}

// trace gives a line of the member's own trace.
func trace(at importer.Pos, kind string, when time.Time, fields map[string]string) importer.Event {
	key := []string{kind, when.Format(time.RFC3339)}
	for _, f := range []string{"message", "share_commentary", "title", "type", "name", "status"} {
		key = append(key, fields[f])
		if fields[f] == "" {
			delete(fields, f)
		}
	}
	return importer.Event{At: at, Read: 1, Own: &importer.Own{Kind: kind, On: when, Fields: fields, Key: "facebook:" + meta.Hash(key...)}}
}

// data returns what a record keeps under a name within its list of data.
func data(v jsonfile.Value, names ...string) jsonfile.Value {
	for _, d := range v.Get("data").List() {
		if x := d.Get(names...); x.Kind != jsonfile.None {
			return x
		}
	}
	return jsonfile.Value{}
}

// said reads a list of what the member wrote or clicked.
func (r *reading) said(file string, tell func(at importer.Pos, v jsonfile.Value, title string, when time.Time) []importer.Event) error {
	if page, err := r.page(file); page {
		return err
	}
	return r.Records(file, func(_ string, v jsonfile.Value) error {
		at, when := importer.Pos{File: file, Line: v.Line}, meta.Seconds(v.Get("timestamp"))
		if when.IsZero() {
			return r.Give(importer.NewProblem(at, 1, "bad_date", v.Get("title").Words(), v.Get("timestamp").Text()))
		}
		return r.Give(tell(at, v, v.Get("title").Words(), when)...)
	})
}

func (r *reading) posts(file string) error {
	return r.said(file, func(at importer.Pos, v jsonfile.Value, title string, when time.Time) []importer.Event {
		words := data(v, "post").Words()
		out := []importer.Event{trace(at, "post", when, map[string]string{"share_commentary": words, "title": title})}
		if name := whom(title, addressed); name != "" && !r.mineIs(name) {
			out = append(out, r.toward(at, network.Answer, name, words, title, when))
		}
		return out
	})
}

func (r *reading) comments(file string) error {
	return r.said(file, func(at importer.Pos, v jsonfile.Value, title string, when time.Time) []importer.Event {
		words := data(v, "comment", "comment").Words()
		out := []importer.Event{trace(at, "comment", when, map[string]string{"message": words, "title": title})}
		switch name := whom(title, answered); {
		case name == "" || r.mineIs(name):
		case r.People.Known[meta.Fold(name)]:
			out = append(out, r.toward(at, network.Answer, name, words, title, when))
		default: // perhaps a page: the file does not say who it is
			out = append(out, importer.NewIgnored(at, 0, "public_unknown", title))
		}
		return out
	})
}

func (r *reading) reactions(file string) error {
	return r.said(file, func(at importer.Pos, v jsonfile.Value, title string, when time.Time) []importer.Event {
		kind := data(v, "reaction", "reaction").Words()
		out := []importer.Event{trace(at, "reaction", when, map[string]string{"type": kind, "title": title})}
		if name := whom(title, liked); name != "" && r.People.Known[meta.Fold(name)] && !r.mineIs(name) {
			out = append(out, r.toward(at, network.Social, name, "", title, when))
		}
		return out
	})
}

// mineIs reports whether a name in a sentence is the member's, or a word for it.
func (r *reading) mineIs(name string) bool {
	switch f := meta.Fold(name); f {
	case "his own", "her own", "their own", "your own", "own":
		return true
	default:
		return r.People.Me[f]
	}
}

func (r *reading) groups(file string) error {
	if page, err := r.page(file); page {
		return err
	}
	return r.Records(file, func(list string, v jsonfile.Value) error {
		at, when := importer.Pos{File: file, Line: v.Line}, meta.Seconds(v.Get("timestamp"))
		name := data(v, "name").Words()
		if !strings.HasPrefix(list, "groups_joined") || name == "" {
			return r.Give(importer.NewIgnored(at, 1, "no_tie", v.Get("title").Words()))
		}
		return r.Give(trace(at, "group", when, map[string]string{"name": name, "title": v.Get("title").Words()}))
	})
}

// status are the words of LinkedIn for the same answers, which the mirror reads.
var status = map[string]string{"events_joined": "ATTENDING", "events_declined": "DECLINED", "events_interested": "INTERESTED"}

func (r *reading) attended(file string) error {
	if page, err := r.page(file); page {
		return err
	}
	return r.Records(file, func(list string, v jsonfile.Value) error {
		var out []importer.Event
		tell := func(answer string, x jsonfile.Value) {
			at, when := importer.Pos{File: file, Line: x.Line}, meta.Seconds(x.Get("start_timestamp"))
			if name := x.Get("name").Words(); name != "" {
				e := trace(at, "event", when, map[string]string{"name": name, "status": answer})
				e.Own.Fields["event_name"] = name
				delete(e.Own.Fields, "name")
				out = append(out, e)
			}
		}
		if s := status[list]; s != "" {
			tell(s, v)
		}
		v.Fields(func(answer string, xs jsonfile.Value) {
			for _, x := range xs.List() {
				tell(status[answer], x)
			}
		})
		return r.Give(out...)
	})
}

// pokes are clicks.
func (r *reading) pokes(file string) error {
	if page, err := r.page(file); page {
		return err
	}
	return r.Records(file, func(_ string, v jsonfile.Value) error {
		for _, p := range v.Get("data").List() {
			from, to := p.Get("poker").Words(), p.Get("pokee").Words()
			at, when := importer.Pos{File: file, Line: p.Line}, meta.Seconds(p.Get("timestamp"))
			if meta.Hidden(from) || meta.Hidden(to) || when.IsZero() {
				if err := r.Give(importer.NewIgnored(at, 1, "hidden_account", from+" → "+to)); err != nil {
					return err
				}
				continue
			}
			if err := r.Give(importer.Event{At: at, Read: 1, Encounter: &importer.Encounter{
				Key: "facebook:" + meta.Hash("poke", meta.Fold(from), meta.Fold(to), when.Format(time.RFC3339)), Channel: network.Social, At: when,
				Parties: []importer.Party{{Who: r.People.Who(from, ""), Role: network.From}, {Who: r.People.Who(to, ""), Role: network.To}},
			}}); err != nil {
				return err
			}
		}
		return nil
	})
}
