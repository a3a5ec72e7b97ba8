package twitter

import (
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/textfile"
)

// A file is one script of an archive, with what it holds.
type file struct {
	name    string
	kind    string
	ignored string
}

// kinds gives the name under which each file is read, for the names that the
// years have given it.
var kinds = map[string]string{
	"account": "account", "profile": "profile", "follower": "follower", "following": "following", "tweet": "tweets", "tweets": "tweets", "note_tweet": "note_tweet",
	"like": "like", "direct_message": "direct_messages", "direct_messages": "direct_messages", "direct_message_group": "direct_messages_group",
	"direct_messages_group": "direct_messages_group", "user_details": "user_details",
}

// sensitive are beginnings of files that say too much of the member or of those
// they keep away.
var sensitive = []string{"ad_", "ads_", "ip_audit", "device", "personalization", "phone", "email_address", "connected_application", "screen_name_change", "ni_devices",
	"key_registry", "protected_history", "verified", "age_info", "account_", "block", "mute", "contact", "deleted_", "user_link_clicks", "sso", "sensitive"}

// kindOf tells what a script is by its name.
func kindOf(name string) file {
	base := strings.ToLower(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	if month.MatchString(name) {
		return file{name: name, kind: "tweets"}
	}
	stem := part.ReplaceAllString(base, "")
	stem = strings.ReplaceAll(stem, "-", "_")
	switch k := kinds[stem]; {
	case k != "":
		return file{name: name, kind: k}
	case stem == "manifest", stem == "payload_details", stem == "tweet_index", stem == "readme":
		return file{name: name, kind: "frame"}
	case slices.ContainsFunc(sensitive, func(p string) bool { return strings.HasPrefix(stem, p) }):
		return file{name: name, ignored: "sensitive"}
	}
	return file{name: name, ignored: "no_tie"}
}

var (
	part  = regexp.MustCompile(`-part\d+$`)
	month = regexp.MustCompile(`(^|/)data/js/tweets/\d{4}_\d{2}\.js$`)
	// signs are the beginnings of scripts that nobody else writes.
	sign = regexp.MustCompile(`^\s*(window\.YTD\.[a-z_]+\.part\d+|window\.__THAR_CONFIG|Grailbird\.data\.\w+|var user_details)\s*=`)
)

// Find returns each folder above a folder "data" with scripts of an archive in
// it, and scripts that lie alone.
func (Reader) Find(src fs.FS) (parts []importer.Part) {
	roots := map[string][]string{}
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.EqualFold(path.Ext(name), ".js") || strings.HasPrefix(path.Base(name), ".") || !signed(src, name) {
			return nil
		}
		root := path.Dir(name) + "/"
		if i := strings.LastIndex("/"+name, "/data/"); i >= 0 {
			root = name[:i]
		} else if strings.Contains("/"+name, "/assets/") {
			return nil // the page that comes with the archive
		}
		roots[root] = append(roots[root], name)
		return nil
	})
	for root, files := range roots {
		slices.Sort(files)
		label := path.Base(root)
		if label == "." || label == "/" {
			if label = "X"; len(files) == 1 {
				label = files[0]
			}
		}
		parts = append(parts, importer.Part{Label: label, Files: files, Hint: root})
	}
	slices.SortFunc(parts, func(a, b importer.Part) int { return strings.Compare(a.Files[0], b.Files[0]) })
	return parts
}

// signed looks at the first line of a script.
func signed(src fs.FS, name string) bool {
	f, err := textfile.Open(src, name)
	if err != nil {
		return false
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 300))
	return err == nil && sign.Match(head)
}

// sort tells what each file of an archive is. Where there is a manifest it
// counts: a script that it does not name is no part of the archive, and one that
// is not there is lost.
func sort(src fs.FS, p importer.Part) (files []file, lost []string, asOf string) {
	named, asOf := manifest(src, p)
	for _, name := range p.Files {
		f := kindOf(name)
		if named != nil && f.kind != "frame" && !slices.Contains(named, strings.TrimPrefix(name, p.Hint)) {
			f = file{name: name, ignored: "not_listed"}
		}
		files = append(files, f)
	}
	for _, name := range named {
		if f := kindOf(name); f.kind != "" && !slices.Contains(p.Files, p.Hint+name) && strings.HasSuffix(name, ".js") {
			lost = append(lost, name)
		}
	}
	return files, lost, asOf
}

// manifest returns the scripts that an archive says it has, nil where it says
// nothing, and the day it was made.
func manifest(src fs.FS, p importer.Part) (named []string, asOf string) {
	i := slices.IndexFunc(p.Files, func(n string) bool { return path.Base(n) == "manifest.js" })
	if i < 0 {
		return nil, ""
	}
	f, err := jsonfile.Open(src, p.Files[i], importer.DefaultLimits)
	if err != nil {
		return nil, ""
	}
	defer f.Close()
	if _, err := f.Assignment(); err != nil {
		return nil, ""
	}
	v, err := f.Value()
	if err != nil {
		return nil, ""
	}
	if at, ok := moment(v.Get("archiveInfo", "generationDate").Words()); ok {
		asOf = at.Format(time.DateOnly)
	}
	v.Get("dataTypes").Fields(func(_ string, t jsonfile.Value) {
		for _, x := range t.Get("files").List() {
			if n, _ := x.Get("count").Int(); n > 0 || x.Get("count").Kind == jsonfile.None {
				named = append(named, x.Get("fileName").Words())
			}
		}
	})
	return named, asOf
}

// missing reports the parts that the manifest names and that are not there.
func (r *reading) missing() error {
	for _, name := range r.lost {
		at := importer.Pos{File: r.part.Files[0]}
		for _, f := range r.files {
			if path.Base(f.name) == "manifest.js" {
				at.File = f.name
			}
		}
		if err := r.give(importer.NewProblem(at, 0, "x_missing_part", name, name)); err != nil {
			return err
		}
	}
	return nil
}
