package meta

import (
	"path"
	"slices"
	"strings"

	"entregent/internal/importer/jsonfile"
)

// A Chat is one conversation: its files, newest first as the archive numbers
// them.
type Chat struct {
	Files  []string
	Name   string // of the folder, or of the file in a backup: tells chats apart
	Title  string
	People []string // who takes part, as written
	// Sealed says that it comes from an end-to-end encrypted backup, whose
	// letters are whole.
	Sealed bool
	who    string
}

// Chats puts files together that are parts of one conversation: those of a
// folder, where they are called message_1, message_2 and so on; else each is one.
func Chats(files []string) (out []*Chat) {
	at := map[string]*Chat{}
	for _, f := range files {
		dir, base := path.Split(f)
		key := f
		name := strings.TrimSuffix(base, path.Ext(base))
		if numbered, ok := strings.CutPrefix(name, "message_"); ok && strings.Trim(numbered, "0123456789") == "" && dir != "" {
			key, name = dir, path.Base(dir)
		}
		c := at[key]
		if c == nil {
			c = &Chat{Name: strings.ToLower(name)}
			at[key] = c
			out = append(out, c)
		}
		c.Files = append(c.Files, f)
	}
	for _, c := range out {
		slices.SortFunc(c.Files, Numbered)
	}
	return out
}

// Numbered orders names that end in numbers by them: 2 before 10.
func Numbered(a, b string) int {
	sa, sb := strings.TrimSuffix(a, path.Ext(a)), strings.TrimSuffix(b, path.Ext(b))
	ta, tb := strings.TrimRight(sa, "0123456789"), strings.TrimRight(sb, "0123456789")
	if ta == tb && len(sa) != len(sb) {
		return len(sa) - len(sb)
	}
	return strings.Compare(a, b)
}

// Learn reads who takes part in a chat, and how it is called, without its
// messages.
func (r *Reading) Learn(c *Chat) error {
	for _, name := range c.Files {
		if isPage(name) {
			if err := r.learnPage(c, name); err != nil {
				return err
			}
			continue
		}
		f, err := jsonfile.Open(r.Src, name, r.Opt.Limits)
		if err != nil {
			return err
		}
		err = f.Each(func(member string) error {
			switch member {
			case "participants", "title", "threadName":
				v, err := f.Value()
				if err != nil {
					return err
				}
				c.learn(member, v)
			}
			return r.Ctx.Err()
		})
		f.Close()
		if _, faulty := err.(*jsonfile.Fault); err != nil && !faulty { // reading the messages will say what is wrong
			return err
		}
	}
	return nil
}

func (c *Chat) learn(member string, v jsonfile.Value) {
	if member == "threadName" {
		c.Sealed = true
	}
	for _, p := range v.List() {
		c.Sealed = c.Sealed || p.Kind == jsonfile.String
	}
	if !c.Sealed {
		v.Mend(Mend)
	}
	if member != "participants" {
		c.Title = v.Words()
		return
	}
	for _, p := range v.List() {
		c.join(p.Get("name").Words() + p.Words())
	}
}

// join notes that somebody takes part.
func (c *Chat) join(name string) {
	if name != "" && len(c.People) < maxPeople && !slices.Contains(c.People, name) {
		c.People = append(c.People, name)
	}
}

// maxPeople bounds who is remembered of one conversation: far above the number
// from which it is a crowd.
const maxPeople = 300

// crew reads who else speaks in a group: the list of those who take part lacks
// who left.
func (r *Reading) crew(c *Chat) error {
	return r.messages(c, func(_ string, v jsonfile.Value) error {
		c.join(v.First("sender_name", "senderName").Words())
		for _, u := range v.Get("users").List() {
			c.join(u.Get("name").Words())
		}
		return nil
	}, func(string, *jsonfile.Fault) error { return nil })
}

// messages walks through the messages of a chat.
func (r *Reading) messages(c *Chat, each func(file string, v jsonfile.Value) error, fault func(file string, f *jsonfile.Fault) error) error {
	for _, name := range c.Files {
		if isPage(name) {
			continue
		}
		f, err := jsonfile.Open(r.Src, name, r.Opt.Limits)
		if err != nil {
			return err
		}
		err = f.Each(func(member string) error {
			if member != "messages" {
				return r.Ctx.Err()
			}
			return f.Records(func(v jsonfile.Value) error {
				if !c.Sealed {
					v.Mend(Mend)
				}
				return each(name, v)
			}, func(f *jsonfile.Fault) error { return fault(name, f) })
		})
		if err == nil {
			err = f.End()
		}
		f.Close()
		if over, ok := err.(*jsonfile.Fault); ok {
			err = fault(name, over)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Tell gives what a chat says.
func (r *Reading) Tell(c *Chat) error {
	if len(c.People) != 2 || !slices.Contains(c.People, c.Title) { // a group may be called as it likes
		if err := r.crew(c); err != nil {
			return err
		}
	}
	err := r.messages(c, func(file string, v jsonfile.Value) error { return r.message(c, file, v) },
		func(file string, f *jsonfile.Fault) error { return r.Give(f.Event(file)) })
	for _, name := range c.Files {
		if err == nil && isPage(name) {
			err = r.tellPage(c, name)
		}
	}
	return err
}

// Owner counts in how many chats each name takes part: their owner is in all of
// them. It returns the one who alone is in most, and whether that is every one
// of at least two.
func Owner(chats []*Chat) (name string, n int) {
	count := map[string]int{}
	for _, c := range chats {
		for _, p := range c.People {
			count[p]++
		}
	}
	for p, k := range count {
		if k > n || k == n && p < name {
			name, n = p, k
		}
	}
	for p, k := range count {
		if k == n && p != name {
			return "", 0
		}
	}
	return name, n
}
