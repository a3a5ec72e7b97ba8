package facebook

import (
	"io/fs"
	"regexp"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/meta"
)

// activity are the folders that newer layouts put everything in that was done.
const activity = `(your_activity_across_facebook/|your_facebook_activity/)?`

// readers are those of each kind of file.
var readers = map[string]func(*reading, string) error{
	"friends": (*reading).friends, "sent": (*reading).sent, "received": (*reading).received, "removed": (*reading).removed, "following": (*reading).following,
	"followers": (*reading).followers, "profile": (*reading).own, "posts": (*reading).posts, "comments": (*reading).comments, "reactions": (*reading).reactions,
	"groups": (*reading).groups, "events": (*reading).attended, "pokes": (*reading).pokes,
}

// unread are the folders of which nothing is told, by the reason.
var unread = map[string]string{
	"sensitive": `(security_and_login_information|ads_information|apps_and_websites_off_of_facebook|apps_and_websites|logged_information|location|preferences|` +
		`payment_history|facebook_payments|about_you|personal_information)/.*`,
	"no_tie": activity + `(messages|events|posts|photos_and_videos|stories|reels|pages|saved_items_and_collections|search|search_history|facebook_marketplace|facebook_gaming|` +
		`dating|polls|shops_and_marketplace|reviews|voting|notifications|short_videos|live_audio_rooms|facebook_assistant|fundraisers|bug_bounty|navigation_bar|other_activity|` +
		`spark_ar|your_places|volunteering|feed|files|comments)/.*`,
}

// layout has the files known, those of each layout together.
var layout = meta.Layout{
	Label: "Facebook",
	Tops: regexp.MustCompile(`(?i)^(your_activity_across_facebook|your_facebook_activity|connections|friends_and_followers|friends|following_and_followers|personal_information|` +
		`profile_information|about_you|messages|posts|comments|comments_and_reactions|likes_and_reactions|groups|events|other_activity|interactions|` +
		`security_and_login_information|ads_information|apps_and_websites_off_of_facebook|apps_and_websites|logged_information|location|preferences|payment_history|` +
		`facebook_payments|photos_and_videos|stories|pages|saved_items_and_collections|search|search_history)$`),
	Foreign: regexp.MustCompile(`(^|/)(your_instagram_activity|followers_and_following|account_information|instagram[^/]*|personal_information/personal_information)(/|\.|$)`),
	Loose:   func(string) bool { return true },
	Kinds: []meta.Kind{
		kind(meta.Conversation, true, activity+`messages/(inbox|archived_threads|filtered_threads|message_requests|e2ee_cutover)/[^/]+/message_\d+`),
		kind("friends", true, `(connections/friends/your_friends|friends_and_followers/friends|friends/friends)(_\d+)?`),
		kind("sent", true, `(connections/friends|friends_and_followers|friends)/(sent_friend_requests|friend_requests_sent)(_\d+)?`),
		kind("received", true, `(connections/friends|friends_and_followers|friends)/(received_friend_requests|friend_requests_received)(_\d+)?`),
		kind("removed", true, `(connections/friends|friends_and_followers|friends)/removed_friends(_\d+)?`),
		kind("following", true, `(connections/followers/who_you.ve_followed|(friends_and_followers|following_and_followers)/(following|who_you.ve_followed))(_\d+)?`),
		kind("followers", true, `(connections/followers/people_who_followed_you|(friends_and_followers|following_and_followers)/followers)(_\d+)?`),
		left("suggestion", `(connections/friends|friends_and_followers|friends)/.*`),
		kind("profile", true, `(personal_information/|about_you/)?profile_information/profile_information`),
		kind("posts", true, activity+`posts/your_(posts|uncategorized_photos).*`),
		kind("comments", true, activity+`(comments|comments_and_reactions)/(comments|your_comments).*`),
		kind("reactions", false, activity+`(comments_and_reactions|likes_and_reactions)/.*`),
		kind("groups", false, activity+`groups/.*`),
		kind("events", true, activity+`events/your_event_responses.*`),
		kind("pokes", false, activity+`(other_activity|interactions)/pokes.*`),
		left("sensitive", unread["sensitive"]),
		left("no_tie", unread["no_tie"]),
	},
}

func kind(what string, sign bool, path string) meta.Kind {
	return meta.Kind{What: what, Sign: sign, Path: regexp.MustCompile(`^` + path + `$`)}
}

func left(why, path string) meta.Kind {
	return meta.Kind{Ignored: why, Path: regexp.MustCompile(`^` + path + `$`)}
}

// Find returns each folder that holds an archive, and conversations that lie
// alone: those of a backup.
func (Reader) Find(src fs.FS) []importer.Part { return layout.Find(src) }

func isData(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".json") }
