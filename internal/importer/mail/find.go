package mail

import (
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/mbox"
	"entregent/internal/importer/mime"
)

// Find returns mailboxes in the order of their paths: mbox files told by their
// first lines, Maildir folders told by their cur and new, folders that hold
// .eml files.
func (Reader) Find(src fs.FS) []importer.Part {
	f := finder{src: src, eml: map[string][]string{}, maildir: map[string][]string{}, judged: map[string]bool{}}
	// What cannot be opened is left to whoever asked for it by name.
	_ = fs.WalkDir(src, ".", f.visit)
	for dir, files := range f.eml {
		slices.Sort(files)
		f.parts = append(f.parts, importer.Part{Label: folderLabel(dir, files), Files: files, Hint: hintFiles})
	}
	for dir, files := range f.maildir {
		slices.Sort(files)
		f.parts = append(f.parts, importer.Part{Label: maildirLabel(dir), Files: files, Hint: hintMaildir})
	}
	slices.SortFunc(f.parts, func(a, b importer.Part) int { return strings.Compare(a.Files[0], b.Files[0]) })
	return f.parts
}

type finder struct {
	src     fs.FS
	parts   []importer.Part
	eml     map[string][]string // by folder
	maildir map[string][]string // by folder
	judged  map[string]bool     // whether a folder is a Maildir
}

func (f *finder) visit(name string, d fs.DirEntry, err error) error {
	switch {
	case err != nil:
		if d != nil && d.IsDir() {
			return fs.SkipDir
		}
		return nil
	case d.IsDir() || !d.Type().IsRegular():
		return nil
	}
	dir, sub := path.Split(path.Dir(name))
	dir = path.Clean(dir)
	switch {
	case (sub == "cur" || sub == "new") && f.isMaildir(dir):
		if !strings.HasPrefix(path.Base(name), ".") {
			f.maildir[dir] = append(f.maildir[dir], name)
		}
	case strings.EqualFold(path.Ext(name), ".eml"):
		f.eml[path.Dir(name)] = append(f.eml[path.Dir(name)], name)
	case mayBeMbox(name) && mbox.Sniff(head(f.src, name, 4<<10)):
		f.parts = append(f.parts, importer.Part{Label: mboxLabel(name), Files: []string{name}, Hint: hintMbox})
	}
	return nil
}

func (f *finder) isMaildir(dir string) bool {
	is, known := f.judged[dir]
	if !known {
		is = isMaildir(f.src, dir)
		f.judged[dir] = is
	}
	return is
}

// isMaildir reports whether dir has two of the three folders that make a
// Maildir. Archives leave empty folders out, so one with mails in it may be all
// that is left; then its neighbour files must look like mail.
func isMaildir(src fs.FS, dir string) bool {
	n := 0
	for _, sub := range []string{"cur", "new", "tmp"} {
		if info, err := fs.Stat(src, path.Join(dir, sub)); err == nil && info.IsDir() {
			n++
		}
	}
	if n >= 2 {
		return true
	}
	for _, sub := range []string{"cur", "new"} {
		list, _ := fs.ReadDir(src, path.Join(dir, sub))
		for _, e := range list[:min(len(list), 3)] {
			line, _, _ := strings.Cut(string(head(src, path.Join(dir, sub, e.Name()), 512)), "\n")
			if mime.Known([]byte(line)) {
				return true
			}
		}
	}
	return false
}

// mayBeMbox rules out files by name whose content is surely something else, so
// that an archive of photographs is not opened file by file.
func mayBeMbox(name string) bool {
	base := strings.ToLower(path.Base(name))
	if strings.HasPrefix(base, "._") {
		return false
	}
	switch path.Ext(base) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".mp4", ".mov", ".mp3", ".m4a", ".opus", ".ogg", ".wav", ".zip", ".gz", ".tgz",
		".json", ".html", ".htm", ".css", ".js", ".csv", ".vcf", ".ics", ".pdf", ".docx", ".xlsx", ".xml", ".msf", ".db", ".sqlite", ".webm", ".pst", ".msg":
		return false
	}
	return true
}

// head reads the first n bytes of a file; none where it cannot.
func head(src fs.FS, name string, n int64) []byte {
	f, err := src.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, n))
	if err != nil && len(data) == 0 {
		return nil
	}
	return data
}

// mboxLabel names a mailbox as its program shows it: without extension, and for
// Apple Mail's "Archive.mbox/mbox" by the folder.
func mboxLabel(name string) string {
	base := path.Base(name)
	if base == "mbox" && path.Dir(name) != "." {
		base = path.Base(path.Dir(name))
	}
	for _, ext := range []string{".txt", ".mbox", ".mbx"} {
		if trimmed := strings.TrimSuffix(base, ext); trimmed != "" {
			base = trimmed
		}
	}
	return base
}

// maildirLabel names a Maildir by its folder; ".Clients.Paris" is Clients/Paris.
func maildirLabel(dir string) string {
	base := path.Base(dir)
	if base == "." {
		return "Maildir"
	}
	if sub, ok := strings.CutPrefix(base, "."); ok {
		return strings.ReplaceAll(sub, ".", "/")
	}
	return base
}

func folderLabel(dir string, files []string) string {
	switch {
	case dir != ".":
		return path.Base(dir)
	case len(files) == 1:
		return strings.TrimSuffix(path.Base(files[0]), path.Ext(files[0]))
	}
	return "eml"
}
