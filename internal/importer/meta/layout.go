package meta

import (
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/jsonfile"
	"entregent/internal/importer/textfile"
)

// A Kind is one of the files that an archive is made of.
type Kind struct {
	What    string         // the package's own word for it
	Path    *regexp.Regexp // of the file below the archive's folder, lower case, without extension
	Sign    bool           // makes a folder an archive of this network
	Ignored string         // the reason it is left out unread
}

// Conversation is what files of conversations are.
const Conversation = "conversation"

// A Layout says how the archives of a network are laid out.
type Layout struct {
	Label   string         // of an archive without a name
	Kinds   []Kind         // the first that fits counts
	Tops    *regexp.Regexp // folders that lie directly in an archive
	Foreign *regexp.Regexp // paths that make a folder another network's
	Loose   func(name string) bool
}

// below is the name of a file within the archive, as kinds compare it.
func below(name, root string) string {
	name = strings.TrimPrefix(name, root)
	return strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
}

// KindOf tells what a file of the archive in root is. A backup keeps each
// conversation in one file, under a name of its own.
func (l *Layout) KindOf(src fs.FS, name, root string) Kind {
	rel := below(name, root)
	i := slices.IndexFunc(l.Kinds, func(k Kind) bool { return k.Path.MatchString(rel) })
	switch {
	case i >= 0 && l.Kinds[i].Ignored != "no_tie":
		return l.Kinds[i]
	case isChat(src, name):
		return Kind{What: Conversation}
	case i >= 0:
		return l.Kinds[i]
	}
	return Kind{Ignored: "unknown_file"}
}

// rootOf is the folder of the archive that a file would belong to, with its
// slash; false for a file that lies in no folder of an archive.
func (l *Layout) rootOf(name string) (string, bool) {
	parts := strings.Split(name, "/")
	for i, p := range parts[:len(parts)-1] {
		if l.Tops.MatchString(p) {
			return strings.Join(append(parts[:i:i], ""), "/"), true
		}
	}
	return "", false
}

// Find returns each folder that holds an archive, and conversations that lie
// alone, by what stands at their beginning. The hint of a part is its folder.
func (l *Layout) Find(src fs.FS) (parts []importer.Part) {
	roots, loose := map[string][]string{}, map[string][]string{}
	signs, not := map[string]bool{}, map[string]bool{}
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		ext := strings.ToLower(path.Ext(name))
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") || ext != ".json" && ext != ".html" {
			return nil
		}
		root, in := l.rootOf(name)
		switch {
		case l.Foreign != nil && l.Foreign.MatchString(strings.ToLower(name)):
			not[root] = true
		case in:
			roots[root] = append(roots[root], name)
			signs[root] = signs[root] || l.sign(src, name, root)
		case ext == ".json" && l.Loose(name) && isChat(src, name):
			loose[path.Dir(name)] = append(loose[path.Dir(name)], name)
		}
		return nil
	})
	for root, files := range roots {
		if signs[root] && !not[root] {
			parts = append(parts, importer.Part{Label: l.label(strings.TrimSuffix(root, "/"), files), Files: files, Hint: root})
		}
	}
	for dir, files := range loose {
		parts = append(parts, importer.Part{Label: l.label(dir, files), Files: files, Hint: dir + "/"})
	}
	for _, p := range parts {
		slices.SortFunc(p.Files, Numbered)
	}
	slices.SortFunc(parts, func(a, b importer.Part) int { return strings.Compare(a.Files[0], b.Files[0]) })
	return parts
}

// sign reports whether a file shows whose archive its folder is.
func (l *Layout) sign(src fs.FS, name, root string) bool {
	rel := below(name, root)
	i := slices.IndexFunc(l.Kinds, func(k Kind) bool { return k.Path.MatchString(rel) })
	return i >= 0 && (l.Kinds[i].Sign || strings.Contains(rel, "/messages/") && isChat(src, name))
}

func (l *Layout) label(dir string, files []string) string {
	switch {
	case dir != "" && dir != ".":
		return path.Base(dir)
	case len(files) == 1:
		return files[0]
	}
	return l.Label
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
