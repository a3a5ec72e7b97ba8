package facebook

import (
	"strconv"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/meta"
	"entregent/internal/network"
)

// An entry is one line of a list of people.
type entry struct {
	at   importer.Pos
	name string
	on   time.Time
}

// entries reads a list of people in any of its forms: under one member or none,
// as names with a moment, as data of strings, as labelled values, or as a page.
func (r *reading) entries(file string, each func(entry) error) error {
	if !isData(file) {
		err := meta.Rows(r.Src, file, r.Opt.Limits, r.Zone(), func(row meta.Row) error {
			name := row.Name
			if name == "" && len(row.Texts) > 0 {
				name = row.Texts[len(row.Texts)-1]
			}
			return each(entry{importer.Pos{File: file, Line: row.Line}, name, row.When})
		})
		return r.Told(file, err)
	}
	return r.Records(file, func(_ string, v jsonfile.Value) error {
		e := entry{at: importer.Pos{File: file, Line: v.Line}, name: v.Get("name").Words(), on: meta.Seconds(v.Get("timestamp"))}
		for _, s := range v.Get("string_list_data").List() {
			e.name, e.on = s.Get("value").Words(), meta.Seconds(s.Get("timestamp"))
		}
		if e.name == "" {
			e.name = v.Get("title").Words()
		}
		for _, l := range v.Get("label_values").List() {
			if e.name == "" {
				e.name = l.Get("value").Words()
			}
		}
		return each(e)
	})
}

// index reads who is who: the profile, who takes part in conversations, and of
// friends those whose name another friend has too.
func (r *reading) index() error {
	silent := *r
	silent.Yield = func(importer.Event, error) bool { return r.Ctx.Err() == nil }
	since := map[string]time.Time{}
	for _, l := range r.Lists {
		var err error
		switch {
		case l.Kind.What == "friends":
			err = silent.entries(l.Name, func(e entry) error {
				f := meta.Fold(e.name)
				if was, ok := since[f]; ok && !was.Equal(e.on) {
					r.People.Twice[f] = true
				}
				since[f] = e.on
				r.People.Known[f] = true
				return nil
			})
		case l.Kind.What == "profile" && isData(l.Name):
			err = silent.Records(l.Name, func(_ string, v jsonfile.Value) error {
				r.mine(v)
				return nil
			})
		}
		if err != nil {
			return err
		}
	}
	for _, c := range r.Chats {
		if err := r.Learn(c); err != nil {
			return err
		}
		for _, p := range c.People {
			if len(c.People) == 2 {
				r.People.Known[meta.Fold(p)] = true
			}
		}
	}
	if len(r.People.Me) == 0 {
		if name, n := meta.Owner(r.Chats); n > 1 {
			r.People.Me[meta.Fold(name)] = true
		}
	}
	return r.Ctx.Err()
}

// mine learns from the profile who the member is.
func (r *reading) mine(v jsonfile.Value) {
	name := v.Get("name", "full_name").Words()
	if name == "" {
		name = v.Get("name").Words()
	}
	if name == "" {
		return
	}
	r.Profile.Name = name
	r.People.Me[meta.Fold(name)] = true
	r.Profile.Handles = append(r.Profile.Handles, r.People.Who(name, "").Handles...)
	for _, e := range append(v.Get("emails", "emails").List(), v.Get("emails", "previous_emails").List()...) {
		if h, ok := network.NewEmail(e.Text()); ok {
			r.Profile.Handles = append(r.Profile.Handles, h)
		}
	}
}

// card is that of somebody in a list.
func (r *reading) card(e entry, vouched bool, facts ...importer.Fact) importer.Event {
	c := &importer.Card{Who: r.People.Who(e.name, ""), Vouched: vouched}
	if len(c.Handles) == 0 { // a namesake: the day tells the two apart
		c.Key = meta.Fold(e.name) + " " + strconv.FormatInt(e.on.Unix(), 10)
	}
	for _, f := range facts {
		if f.Value != "" {
			c.Facts = append(c.Facts, f)
		}
	}
	return importer.Event{At: e.at, Read: 1, Card: c}
}

func (r *reading) friends(file string) error {
	return r.entries(file, func(e entry) error {
		if meta.Hidden(e.name) {
			return r.Give(importer.NewIgnored(e.at, 1, "hidden_account", e.name))
		}
		return r.Give(r.card(e, true, importer.Fact{Kind: network.FactConnected, Value: r.Day(e.on), Label: source, On: e.on}))
	})
}

func (r *reading) sent(file string) error     { return r.requests(file, "out") }
func (r *reading) received(file string) error { return r.requests(file, "in") }

// requests are invitations without a word: facts.
func (r *reading) requests(file, side string) error {
	return r.entries(file, func(e entry) error {
		if meta.Hidden(e.name) {
			return r.Give(importer.NewIgnored(e.at, 1, "hidden_account", e.name))
		}
		return r.Give(r.card(e, false, importer.Fact{Kind: network.FactInvited, Value: r.Day(e.on), Label: side, On: e.on}))
	})
}

func (r *reading) removed(file string) error {
	return r.clicks(file, "removed_friend", "friendship ended")
}
func (r *reading) following(file string) error { return r.clicks(file, "follow", "you follow") }
func (r *reading) followers(file string) error { return r.clicks(file, "follower", "follows you") }

// clicks are facts of those who are known from elsewhere in the archive. Nobody
// is made of the others, who may be pages and brands: they are counted.
func (r *reading) clicks(file, why, label string) error {
	return r.entries(file, func(e entry) error {
		f := meta.Fold(e.name)
		switch {
		case meta.Hidden(e.name):
			return r.Give(importer.NewIgnored(e.at, 1, "hidden_account", e.name))
		case !r.People.Known[f], r.People.Twice[f]:
			return r.Give(importer.NewIgnored(e.at, 1, why, e.name))
		}
		value := r.Day(e.on)
		if value == "" {
			value = source
		}
		return r.Give(r.card(e, false, importer.Fact{Kind: network.FactOther, Value: value, Label: label, On: e.on}))
	})
}
