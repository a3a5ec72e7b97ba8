package twitter

import (
	"html"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/network"
)

// file tells one script.
func (r *reading) file(f file) error {
	at := importer.Pos{File: f.name}
	if f.ignored != "" {
		return r.give(importer.NewIgnored(at, 1, f.ignored, f.name))
	}
	if isChat(f.kind) {
		return r.chat(f.name)
	}
	tell := map[string]func(importer.Pos, jsonfile.Value) error{
		"tweets": r.tweet, "like": r.like, "profile": r.profile,
		"follower": func(at importer.Pos, v jsonfile.Value) error {
			return r.click(at, unwrap(v, "follower"), "follower", "follows you")
		},
		"following": func(at importer.Pos, v jsonfile.Value) error {
			return r.click(at, unwrap(v, "following"), "follow", "you follow")
		},
	}[f.kind]
	if tell == nil {
		tell = func(importer.Pos, jsonfile.Value) error { return nil } // learnt before; told only what is wrong with it
	}
	return r.records(f.name, func(v jsonfile.Value) error { return tell(importer.Pos{File: f.name, Line: v.Line}, v) })
}

// A mention is an account that a post names.
type mention struct {
	id string
	person
}

func mentions(v jsonfile.Value) (out []mention) {
	for _, m := range v.Get("entities", "user_mentions").List() {
		out = append(out, mention{m.First("id_str", "id").Words(), person{m.Get("screen_name").Words(), m.Get("name").Words()}})
	}
	return out
}

// tweet gives one post: the member's own line, and whom it was addressed to.
func (r *reading) tweet(at importer.Pos, v jsonfile.Value) error {
	v = unwrap(v, "tweet")
	id := v.First("id_str", "id").Words()
	written := v.Get("created_at").Words()
	when, ok := moment(written)
	if !ok || id == "" {
		return r.give(importer.NewProblem(at, 1, "bad_date", v.First("full_text", "text").Words(), written))
	}
	words := html.UnescapeString(v.First("full_text", "text").Text())
	if long, ok := r.notes[when.Unix()]; ok && begins(long, words) {
		words = long
	}
	repost := strings.HasPrefix(words, "RT @") || v.Get("retweeted_status").Kind == jsonfile.Object
	to := v.First("in_reply_to_user_id_str", "in_reply_to_user_id").Words()
	kind := "post"
	switch {
	case repost:
		kind = "reaction"
	case to != "", v.First("in_reply_to_status_id_str", "in_reply_to_status_id").Words() != "":
		kind = "comment"
	}
	name := map[string]string{"post": "share_commentary", "comment": "message", "reaction": "message"}[kind]
	own := &importer.Own{Kind: kind, On: when, Fields: map[string]string{name: words}, Key: "x:" + id}
	if repost {
		own.Fields["type"] = "repost"
	}
	events := []importer.Event{{At: at, Read: 1, Own: own}}
	e := &importer.Encounter{Key: "x:tweet:" + id, Channel: network.Answer, At: when, Text: importer.Cut(words, importer.MaxText), Parties: []importer.Party{{Who: r.self(), Role: network.From}}}
	if repost {
		e.Channel, e.Text = network.Social, ""
	}
	seen := map[string]bool{r.myID: true, "": true}
	add := func(id, handle string) {
		switch {
		case id == "-1":
			events = append(events, importer.NewIgnored(at, 0, "mention_unknown", "@"+handle))
		case !seen[id]:
			seen[id] = true
			e.Parties = append(e.Parties, importer.Party{Who: r.who(id), Role: network.To})
		}
	}
	add(to, v.Get("in_reply_to_screen_name").Words())
	for i, m := range mentions(v) {
		if !repost || i == 0 { // of a repost, only who is reposted
			add(m.id, m.handle)
		}
	}
	if len(e.Parties) > 1 {
		events = append(events, importer.Event{At: at, Encounter: e})
	}
	return r.give(events...)
}

func (r *reading) self() importer.Who {
	w := r.me
	w.Me = true
	return w
}

// begins reports whether a long post begins with the words of a shortened one.
func begins(long, words string) bool {
	short, _, found := strings.Cut(words, "…")
	return found && strings.HasPrefix(html.UnescapeString(long), strings.TrimSpace(short))
}

// like gives one line of the member's own trace: the archive says neither when
// nor whose post it was.
func (r *reading) like(at importer.Pos, v jsonfile.Value) error {
	v = unwrap(v, "like")
	id := v.Get("tweetId").Words()
	if id == "" {
		return r.give(importer.NewIgnored(at, 1, "unsupported_record", "like"))
	}
	fields := map[string]string{"type": "like", "link": v.Get("expandedUrl").Words()}
	if words := html.UnescapeString(v.Get("fullText").Words()); words != "" {
		fields["message"] = words
	}
	return r.give(importer.Event{At: at, Read: 1, Own: &importer.Own{Kind: "reaction", Fields: fields, Key: "x:like:" + id}})
}

func (r *reading) profile(at importer.Pos, v jsonfile.Value) error {
	v = unwrap(v, "profile")
	fields := map[string]string{}
	for to, from := range map[string]string{"headline": "bio", "websites": "website", "geo_location": "location"} {
		if s := v.Get("description", from).Words(); s != "" {
			fields[to] = s
		}
	}
	if r.me.Name != "" {
		fields["name"] = r.me.Name
	}
	key := []string{fields["name"], fields["headline"], fields["websites"], fields["geo_location"]}
	if r.asOf != "" {
		fields["as_of"] = r.asOf
		key = append(key, r.asOf)
	}
	return r.give(importer.Event{At: at, Read: 1, Own: &importer.Own{Kind: "profile", Fields: fields, Key: "x:profile:" + strings.Join(key, "\x00")}})
}

// click is a fact of somebody who is known, and counted otherwise: a number says
// nothing of who it is.
func (r *reading) click(at importer.Pos, v jsonfile.Value, why, label string) error {
	id := v.Get("accountId").Words()
	if !r.spoken[id] {
		return r.give(importer.NewIgnored(at, 1, why, id))
	}
	return r.give(importer.Event{At: at, Read: 1, Card: &importer.Card{Who: r.who(id), Facts: []importer.Fact{{Kind: network.FactOther, Value: "X", Label: label}}}})
}
