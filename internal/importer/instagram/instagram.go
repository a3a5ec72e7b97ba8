// Package instagram reads what Instagram gives its members of their own data, as
// JSON, in the layouts since 2019.
//
// Conversations become encounters. A follow is a fact of somebody who is known
// from a conversation or the list of close friends, and only counted otherwise:
// nobody is made of it. A comment counts as an answer where it names somebody
// who is known. Conversations give the name that is shown and, in the name of
// their folder, the handle without its signs, by which the lists are put
// together with them. Times are read as universal time: whether Instagram writes
// local time into some of them is not settled. HTML is left out; the letters and
// conversations are those of package meta.
package instagram

import (
	"context"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"strings"
	"unicode"

	"entregent/internal/importer"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/meta"
	"entregent/internal/network"
)

// Reader reads Instagram archives.
type Reader struct{}

// source is the name of the network, in handles and facts.
const source = "instagram"

// Name returns "instagram".
func (Reader) Name() string { return source }

// activity is the folder that newer layouts put everything in that was done.
const activity = `(your_instagram_activity/)?`

// readers are those of each kind of file.
var readers = map[string]func(*reading, string) error{
	"following": (*reading).following, "followers": (*reading).followers, "close": (*reading).close, "requests": (*reading).requests,
	"profile": (*reading).own, "comments": (*reading).comments, "likes": (*reading).likes, "posts": (*reading).posts,
}

// layout has the files known, those of each layout together.
var layout = meta.Layout{
	Label: "Instagram",
	Tops: regexp.MustCompile(`(?i)^(your_instagram_activity|connections|followers_and_following|personal_information|account_information|messages|comments|likes|media|content|` +
		`story_sticker_interactions|ads_information|ads_and_topics|security_and_login_information|login_and_account_creation|preferences|apps_and_websites_off_of_instagram|` +
		`logged_information|your_topics|saved|information_about_you|past_instagram_insights|recent_searches|device_information)$`),
	Foreign: regexp.MustCompile(`(^|/)(your_activity_across_facebook|your_facebook_activity|friends_and_followers|connections/friends|profile_information)/`),
	Loose:   func(name string) bool { return strings.Contains(strings.ToLower(name), "instagram") },
	Kinds: []meta.Kind{
		kind(meta.Conversation, false, activity+`messages/(inbox|message_requests)/[^/]+/message_\d+`),
		kind("following", true, `(connections/)?followers_and_following/following(_\d+)?`),
		kind("followers", true, `(connections/)?followers_and_following/followers(_\d+)?`),
		kind("close", true, `(connections/)?followers_and_following/close_friends(_\d+)?`),
		kind("requests", true, `(connections/)?followers_and_following/(pending|recent)_follow_requests(_\d+)?`),
		left("suggestion", `(connections/)?followers_and_following/.*`, true),
		kind("profile", true, `(account_information|personal_information|personal_information/personal_information)/personal_information`),
		kind("comments", true, activity+`comments/(post|reels)_comments(_\d+)?`),
		kind("likes", true, activity+`(likes/liked_(posts|comments)|story_(sticker_)?interactions/story_likes)(_\d+)?`),
		kind("posts", true, activity+`(media|content)/(posts|reels|stories)(_\d+)?`),
		left("sensitive", `(ads_information|ads_and_topics|security_and_login_information|login_and_account_creation|preferences|apps_and_websites_off_of_instagram|`+
			`logged_information|information_about_you|recent_searches|device_information|personal_information|account_information|your_topics|connections)/.*`, false),
		left("no_tie", `your_instagram_activity/.*|(messages|comments|likes|media|content|saved|past_instagram_insights|story_sticker_interactions)/.*`, false),
	},
}

func kind(what string, sign bool, p string) meta.Kind {
	sign = sign || strings.HasPrefix(p, "your_instagram_activity")
	return meta.Kind{What: what, Sign: sign, Path: regexp.MustCompile(`^` + p + `$`)}
}

func left(why, p string, sign bool) meta.Kind {
	return meta.Kind{Ignored: why, Sign: sign, Path: regexp.MustCompile(`^(` + p + `)$`)}
}

// Find returns each folder that holds an archive.
func (Reader) Find(src fs.FS) []importer.Part { return layout.Find(src) }

// Read gives the events of one archive, file after file.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		r := newReading(ctx, src, part, opt, yield)
		r.Run(r.index, r.files)
	}
}

// Owner returns whose profile the archive holds, or else who is in all of its
// conversations.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	r := newReading(ctx, src, part, importer.Options{Limits: importer.DefaultLimits}, func(importer.Event, error) bool { return true })
	if err := r.index(); err != nil {
		return nil, err
	}
	return r.Owner(), nil
}

// A reading is one archive being read.
type reading struct {
	meta.Archive
	shown map[string]string // the name shown, by the handle without its signs; "" where two have it
}

func newReading(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options, yield func(importer.Event, error) bool) *reading {
	r := &reading{Archive: meta.NewArchive(ctx, src, opt, source, yield), shown: map[string]string{}}
	var chats []string
	for _, name := range part.Files {
		k := layout.KindOf(src, name, part.Hint)
		switch {
		case !strings.EqualFold(path.Ext(name), ".json"):
			r.Lists = append(r.Lists, meta.Listed{Name: name, Kind: meta.Kind{Ignored: "html_only"}})
		case k.What == meta.Conversation:
			chats = append(chats, name)
		default:
			r.Lists = append(r.Lists, meta.Listed{Name: name, Kind: k})
		}
	}
	r.Chats = meta.Chats(chats)
	return r
}

// index reads who is who: the profile, who takes part in conversations, and
// which handle goes with which name.
func (r *reading) index() error {
	silent := *r
	silent.Yield = func(importer.Event, error) bool { return r.Ctx.Err() == nil }
	for _, l := range r.Lists {
		if l.Kind.What == "profile" {
			if err := silent.Records(l.Name, func(_ string, v jsonfile.Value) error { r.mine(v); return nil }); err != nil {
				return err
			}
		}
	}
	for _, c := range r.Chats {
		if err := r.Learn(c); err != nil {
			return err
		}
	}
	if len(r.People.Me) == 0 {
		if name, n := meta.Owner(r.Chats); n > 1 {
			r.People.Me[meta.Fold(name)] = true
		}
	}
	for _, c := range r.Chats {
		if len(c.People) == 2 {
			r.pair(c)
		}
	}
	return r.Ctx.Err()
}

// pair learns the handle of the other one of a conversation of two, from the
// name of its folder: "otter.lab" is in "otterlab_17841". Two folders for one
// name are two people.
func (r *reading) pair(c *meta.Chat) {
	flat := c.Name
	if i := strings.LastIndexByte(flat, '_'); i > 0 {
		flat = flat[:i]
	}
	for _, p := range c.People {
		f := meta.Fold(p)
		if r.People.Me[f] || meta.Hidden(p) {
			continue
		}
		r.People.Known[f] = true
		if had, ok := r.shown[flat]; ok && had != p {
			p = ""
		}
		r.shown[flat] = p
	}
}

// squeezed is a handle as folders have it: letters and digits alone.
func squeezed(handle string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, handle)
}

// account is the handle of a page; it joins nothing by itself.
func account(handle string) network.Handle {
	return network.Handle{Kind: network.Account, Value: source + ":" + strings.ToLower(strings.TrimPrefix(handle, "@"))}
}

// who makes somebody of a handle; false where the archive says nothing more of
// them than that.
func (r *reading) who(handle string) (importer.Who, bool) {
	name := r.shown[squeezed(handle)]
	if name == "" || handle == "" {
		return importer.Who{Name: handle, Handles: []network.Handle{account(handle)}}, false
	}
	w := r.People.Who(name, "")
	w.Handles = append(w.Handles, account(handle))
	return w, true
}
