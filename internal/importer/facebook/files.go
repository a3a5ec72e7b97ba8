package facebook

import (
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/meta"
	"entregent/internal/importer/textfile"
)

// A kind is one of the files that an archive is made of.
type kind struct {
	what    string         // "friends" and "profile", which are read before all others
	path    *regexp.Regexp // of the file below the archive's folder, lower case, without extension
	read    func(*reading, string) error
	chat    bool
	sign    bool   // makes a folder an archive of Facebook's
	ignored string // the reason it is left out unread
}

// activity are the folders that newer layouts put everything in that was done.
const activity = `(your_activity_across_facebook/|your_facebook_activity/)?`

func k(path, ignored string, sign bool, read func(*reading, string) error) kind {
	return kind{path: regexp.MustCompile(`^` + path + `$`), read: read, sign: sign, ignored: ignored}
}

// kinds lists the files known, those of each layout together.
func kinds() []kind {
	conversation := k(activity+`messages/(inbox|archived_threads|filtered_threads|message_requests|e2ee_cutover)/[^/]+/message_\d+`, "", true, nil)
	conversation.chat = true
	friends := k(`(connections/friends/your_friends|friends_and_followers/friends|friends/friends)(_\d+)?`, "", true, (*reading).friends)
	friends.what = "friends"
	profile := k(`(personal_information/|about_you/)?profile_information/profile_information`, "", true, (*reading).own)
	profile.what = "profile"
	return []kind{
		conversation, friends, profile,
		k(`(connections/friends|friends_and_followers|friends)/(sent_friend_requests|friend_requests_sent)(_\d+)?`, "", true, (*reading).sent),
		k(`(connections/friends|friends_and_followers|friends)/(received_friend_requests|friend_requests_received)(_\d+)?`, "", true, (*reading).received),
		k(`(connections/friends|friends_and_followers|friends)/removed_friends(_\d+)?`, "", true, (*reading).removed),
		k(`(connections/followers/who_you.ve_followed|(friends_and_followers|following_and_followers)/(following|who_you.ve_followed))(_\d+)?`, "", true, (*reading).following),
		k(`(connections/followers/people_who_followed_you|(friends_and_followers|following_and_followers)/followers)(_\d+)?`, "", true, (*reading).followers),
		k(`(connections/friends|friends_and_followers|friends)/.*`, "suggestion", false, nil),
		k(activity+`posts/your_(posts|uncategorized_photos).*`, "", true, (*reading).posts),
		k(activity+`(comments|comments_and_reactions)/(comments|your_comments).*`, "", true, (*reading).comments),
		k(activity+`(comments_and_reactions|likes_and_reactions)/.*`, "", false, (*reading).reactions),
		k(activity+`groups/.*`, "", false, (*reading).groups),
		k(activity+`events/your_event_responses.*`, "", true, (*reading).attended),
		k(activity+`(other_activity|interactions)/pokes.*`, "", false, (*reading).pokes),
		k(activity+`messages/.*`, "no_tie", false, nil),
		k(`(security_and_login_information|ads_information|apps_and_websites_off_of_facebook|apps_and_websites|logged_information|location|preferences|payment_history|facebook_payments|about_you|personal_information)/.*`,
			"sensitive", false, nil),
		k(activity+`(`+strings.Join([]string{"events", "posts", "photos_and_videos", "stories", "reels", "pages", "saved_items_and_collections", "search", "facebook_marketplace", "facebook_gaming",
			"dating", "polls", "shops_and_marketplace", "reviews", "voting", "notifications", "short_videos", "live_audio_rooms", "facebook_assistant", "fundraisers", "bug_bounty",
			"navigation_bar", "other_activity", "spark_ar", "your_places", "volunteering", "feed", "files", "comments"}, "|")+`)/.*`, "no_tie", false, nil),
	}
}

var all = kinds()

// foreign are folders that only Instagram's archives have.
var foreign = regexp.MustCompile(`(^|/)(your_instagram_activity|followers_and_following|account_information|instagram[^/]*|personal_information/personal_information)(/|\.|$)`)

// below is the name of a file within the archive, as kinds compare it.
func below(name, root string) string {
	name = strings.TrimPrefix(name, root)
	return strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
}

// kindOf tells what a file of the archive in root is.
func kindOf(src fs.FS, name, root string) kind {
	rel := below(name, root)
	i := slices.IndexFunc(all, func(k kind) bool { return k.path.MatchString(rel) })
	if i >= 0 && all[i].ignored != "no_tie" {
		return all[i]
	}
	if sealed := isChat(src, name); sealed { // a backup keeps each conversation in one file
		return kind{chat: true}
	}
	if i >= 0 {
		return all[i]
	}
	return kind{ignored: "unknown_file"}
}

// tops are the folders that lie directly in an archive.
var tops = regexp.MustCompile(`(?i)^(your_activity_across_facebook|your_facebook_activity|connections|friends_and_followers|friends|following_and_followers|personal_information|profile_information|` +
	`about_you|messages|posts|comments|comments_and_reactions|likes_and_reactions|groups|events|other_activity|interactions|security_and_login_information|ads_information|` +
	`apps_and_websites_off_of_facebook|apps_and_websites|logged_information|location|preferences|payment_history|facebook_payments|photos_and_videos|stories|pages|` +
	`saved_items_and_collections|search|search_history)$`)

// rootOf is the folder of the archive that a file would belong to, with its
// slash; false for a file that lies in no folder of an archive.
func rootOf(name string) (string, bool) {
	parts := strings.Split(name, "/")
	for i, p := range parts[:len(parts)-1] {
		if tops.MatchString(p) {
			if i == 0 {
				return "", true
			}
			return strings.Join(parts[:i], "/") + "/", true
		}
	}
	return "", false
}

// Find returns each folder that holds an archive, and conversations that lie
// alone: those of a backup, by what stands at their beginning.
func (Reader) Find(src fs.FS) (parts []importer.Part) {
	roots, loose := map[string][]string{}, map[string][]string{}
	signs, not := map[string]bool{}, map[string]bool{}
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return nil
		}
		ext := strings.ToLower(path.Ext(name))
		if ext != ".json" && ext != ".html" {
			return nil
		}
		root, in := rootOf(name)
		if foreign.MatchString(strings.ToLower(name)) {
			not[root] = true
			return nil
		}
		switch {
		case in:
			roots[root] = append(roots[root], name)
			rel := below(name, root)
			signs[root] = signs[root] || slices.ContainsFunc(all, func(k kind) bool { return k.sign && k.path.MatchString(rel) }) ||
				strings.Contains(rel, "facebook") && strings.Contains(rel, "/messages/") && isChat(src, name)
		case ext == ".json" && isChat(src, name):
			loose[path.Dir(name)] = append(loose[path.Dir(name)], name)
		}
		return nil
	})
	for root, files := range roots {
		if signs[root] && !not[root] {
			parts = append(parts, importer.Part{Label: label(strings.TrimSuffix(root, "/"), files), Files: files, Hint: root})
		}
	}
	for dir, files := range loose {
		parts = append(parts, importer.Part{Label: label(dir, files), Files: files, Hint: dir + "/"})
	}
	for _, p := range parts {
		slices.SortFunc(p.Files, meta.Numbered)
	}
	slices.SortFunc(parts, func(a, b importer.Part) int { return strings.Compare(a.Files[0], b.Files[0]) })
	return parts
}

func label(dir string, files []string) string {
	switch {
	case dir != "" && dir != ".":
		return path.Base(dir)
	case len(files) == 1:
		return files[0]
	}
	return "Facebook"
}

// isChat looks at the beginning of a file for what only a conversation has: who
// takes part and how it is called, or messages with their senders.
func isChat(src fs.FS, name string) (yes bool) {
	if !strings.EqualFold(path.Ext(name), ".json") {
		return false
	}
	f, err := textfile.Open(src, name)
	if err != nil {
		return false
	}
	defer f.Close()
	r := jsonfile.NewReader(io.LimitReader(f, 64<<10), importer.DefaultLimits)
	people := false
	_ = r.Each(func(member string) error {
		switch member {
		case "participants":
			people = true
			return nil
		case "threadName", "thread_path":
			yes = people
		case "messages":
			_ = r.Each(func(string) error {
				v, _ := r.Value()
				yes = yes || v.First("sender_name", "senderName").Kind == jsonfile.String && v.First("timestamp_ms", "timestamp").Kind == jsonfile.Number
				return io.EOF
			})
			return io.EOF
		}
		return nil
	})
	return yes
}
