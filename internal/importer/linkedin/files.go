package linkedin

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/csvfile"
	"entregent/internal/network"
)

// A kind is one of the files that an archive is made of.
type kind struct {
	stem    string   // its name, folded, without extension and number
	needs   []string // columns without which it is not that file
	sign    bool     // having it makes a folder an archive: nobody else's table has these columns
	row     func(*reading, *table, csvfile.Record) []importer.Event
	ignored string // the reason it is left out unread
	article bool
}

// kinds lists the files known. Names drift between archives (space, underscore,
// case, a number behind), so that they are folded first.
func kinds() []kind {
	own := func(stem, what string, needs ...string) kind {
		return kind{stem: stem, needs: needs, row: func(r *reading, t *table, rec csvfile.Record) []importer.Event { return r.own(t, what, rec) }}
	}
	signed := func(k kind) kind { k.sign = true; return k }
	out := []kind{
		{stem: "connections", needs: []string{"first name", "last name", "connected on"}, sign: true, row: (*reading).connection},
		{stem: "messages", needs: []string{"conversation id", "from", "sender profile url", "to", "date", "content"}, sign: true, row: (*reading).message},
		{stem: "invitations", needs: []string{"from", "to", "sent at", "direction"}, sign: true, row: (*reading).invitation},
		{stem: "endorsement received info", needs: []string{"skill name", "endorser first name"}, sign: true, row: (*reading).endorsed},
		{stem: "endorsement given info", needs: []string{"skill name", "endorsee first name"}, sign: true, row: (*reading).endorsing},
		{stem: "recommendations received", needs: []string{"first name", "last name", "text", "creation date"}, sign: true, row: (*reading).recommended},
		{stem: "recommendations given", needs: []string{"first name", "last name", "text", "creation date"}, sign: true, row: (*reading).recommending},
		{stem: "notes", needs: []string{"connection first name", "note"}, sign: true, row: (*reading).note},
		{stem: "contacts", needs: []string{"firstname", "lastname", "bookmarkedat"}, sign: true, row: (*reading).synced},
		{stem: "member follows", needs: []string{"fullname|full name"}, row: (*reading).followed},
		{stem: "email addresses", needs: []string{"email address", "primary"}, row: (*reading).mine},
		{stem: "phonenumbers", needs: []string{"number", "extension"}, row: (*reading).mine},
		{stem: "whatsapp phone numbers", needs: []string{"number", "extension"}, row: (*reading).mine},
		signed(own("profile", "profile", "first name", "last name", "headline", "twitter handles")),
		own("profile summary", "profile", "profile summary"),
		own("positions", "position", "company name", "title", "started on"),
		own("education", "education", "school name", "degree name"),
		own("skills", "skill", "name"),
		own("languages", "language", "name", "proficiency"),
		own("projects", "project", "title", "started on"),
		own("publications", "publication", "name", "published on"),
		own("certifications", "certification", "name", "authority"),
		own("courses", "course", "name"),
		own("honors", "honour", "title"),
		own("volunteering", "volunteering", "role"),
		signed(own("shares", "post", "date", "sharelink", "sharecommentary")),
		own("comments", "comment", "date", "link", "message"),
		own("reactions", "reaction", "date", "type", "link"),
		own("votes", "vote", "date", "link", "optiontext"),
		own("rich media", "media", "media link"),
		own("events", "event", "event name", "event time"),
		own("company follows", "follow", "organization", "followed on"),
	}
	for reason, stems := range unread {
		for _, stem := range stems {
			out = append(out, kind{stem: stem, ignored: reason})
		}
	}
	return out
}

// unread are the files left out by name: what an assistant answered, what says
// too much of the member, and what says nothing of anybody.
var unread = map[string][]string{
	"assistant": {"guide messages", "coach messages", "learning coach messages", "learningcoachmessages", "learning role play messages"},
	"sensitive": {"logins", "security challenges", "ad targeting", "ads clicked", "receipts", "receipts v2", "registration", "verifications",
		"private identity asset", "job applications", "job seeker preferences", "job applicant saved answers", "search queries", "searchqueries",
		"job applicant saved screening question responses", "savedjobalerts", "saved jobs", "inferences about you", "lan ads engagement"},
	"no_tie": {"learning", "saved articles", "saved items", "causes you care about", "hashtag follows", "instant reposts", "services marketplace"},
}

// folders are those that an archive keeps files in; the reason is for what they
// hold.
var folders = map[string]string{"jobs": "sensitive", "verifications": "sensitive", "articles": ""}

// stem folds the name of a file and drops extension and number.
func stem(name string) string {
	base := path.Base(name)
	words := strings.Fields(network.Fold(strings.TrimSuffix(base, path.Ext(base))))
	for len(words) > 1 && strings.Trim(words[len(words)-1], "0123456789") == "" {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// kindOf returns what a file is by its name, nil where that says nothing.
func kindOf(name string) *kind {
	if strings.HasPrefix(stem(name), "linkedin connections export") {
		return &kind{needs: []string{"first name", "last name", "e mail address"}, sign: true, row: (*reading).legacy}
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if reason, ok := folders[network.Fold(path.Base(dir))]; ok {
			return &kind{ignored: reason, article: reason == "" && isPage(name)}
		}
	}
	s, all := stem(name), kinds()
	if i := slices.IndexFunc(all, func(k kind) bool { return k.stem == s }); i >= 0 && isTable(name) {
		return &all[i]
	}
	return nil
}

func isTable(name string) bool { return strings.EqualFold(path.Ext(name), ".csv") }
func isPage(name string) bool  { return strings.EqualFold(path.Ext(name), ".html") }

// byHeader returns what a file of another name is by its columns, where they
// are such as nobody else writes: somebody saved a table under a new name.
func (r *reading) byHeader(name string) *kind { return byHeader(r.src, name, r.opt.Limits) }

func byHeader(src fs.FS, name string, lim importer.Limits) *kind {
	if !isTable(name) {
		return nil
	}
	for _, k := range kinds()[:3] {
		if t, err := open(src, name, &k, lim); err == nil {
			t.Close()
			return &k
		}
	}
	return nil
}

// Find returns each folder that holds an archive, and tables of one that lie
// alone. A file counts by its columns, not by its name alone; files of other
// names belong to the archive only where three of LinkedIn's own lie beside
// them.
func (Reader) Find(src fs.FS) (parts []importer.Part) {
	dirs := map[string][]string{}
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (isTable(name) || isPage(name)) && !strings.HasPrefix(path.Base(name), ".") {
			dir := home(name)
			dirs[dir] = append(dirs[dir], name)
		}
		return nil
	})
	for dir, names := range dirs {
		if files := archive(src, dir, names); len(files) > 0 {
			parts = append(parts, importer.Part{Label: label(dir, files), Files: files})
		}
	}
	slices.SortFunc(parts, func(a, b importer.Part) int { return strings.Compare(a.Files[0], b.Files[0]) })
	return parts
}

// home is the folder of the archive that a file would belong to.
func home(name string) string {
	dir := path.Dir(name)
	for d := dir; d != "."; d = path.Dir(d) {
		if _, ok := folders[network.Fold(path.Base(d))]; ok {
			dir = path.Dir(d)
		}
	}
	return dir
}

// archive returns those of names that make an archive, none where nothing shows
// that it is one.
func archive(src fs.FS, dir string, names []string) (files []string) {
	var sure, other []string
	signs := 0
	for _, name := range names {
		k := kindOf(name)
		if k == nil {
			k = byHeader(src, name, importer.DefaultLimits)
		}
		switch {
		case k != nil && k.row == nil:
			sure = append(sure, name)
		case k != nil && fits(src, name, k):
			sure = append(sure, name)
			if k.sign {
				signs++
			}
		case isTable(name):
			other = append(other, name)
		}
	}
	if signs == 0 {
		return nil
	}
	if signs >= 3 || strings.Contains(network.Fold(dir), "linkedindataexport") {
		sure = append(sure, other...)
	}
	slices.Sort(sure)
	return sure
}

func fits(src fs.FS, name string, k *kind) bool {
	t, err := open(src, name, k, importer.DefaultLimits)
	if err != nil {
		return false
	}
	t.Close()
	return true
}

func label(dir string, files []string) string {
	switch {
	case dir != ".":
		return path.Base(dir)
	case len(files) == 1:
		return files[0]
	}
	return "LinkedIn"
}
