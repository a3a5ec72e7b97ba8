package linkedin

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/addressbook"
	"entregent/internal/importer/csvfile"
	"entregent/internal/network"
)

// people is what an archive says of who is who. It is read before everything
// else, because older files name people without their page.
type people struct {
	mySlug string
	myName string            // folded
	slugs  map[string]string // by folded name; "" where two people have it
	jobs   map[string]string // of connections, by name and company; "" where two have both
	names  map[string]string // by slug, as written
	pages  map[string]page   // by address as written: the same few stand in row after row
}

// A page is what profile said of one address.
type page struct {
	handle network.Handle
	ok     bool
}

// pagesKept bounds what is remembered of addresses.
const pagesKept = 50_000

func (p *people) profile(url string) (network.Handle, bool) {
	known, seen := p.pages[url]
	if !seen {
		known.handle, known.ok = profile(url)
		if len(p.pages) < pagesKept {
			p.pages[url] = known
		}
	}
	return known.handle, known.ok
}

// index reads who is who: connections, the two sides of invitations, and the
// senders of messages where something still needs them.
func (r *reading) index() error {
	r.slugs, r.jobs, r.names, r.pages = map[string]string{}, map[string]string{}, map[string]string{}, map[string]page{}
	mine := map[string]int{}
	steps := []struct {
		stem string
		row  func(*table, csvfile.Record)
	}{
		{"profile", func(t *table, rec csvfile.Record) { r.myName = network.Fold(fullName(t, rec)) }},
		{"connections", r.indexConnection},
		{"invitations", func(t *table, rec csvfile.Record) { r.indexInvitation(t, rec, mine) }},
		{"messages", func(t *table, rec csvfile.Record) { r.know(t.get(rec, "from"), t.get(rec, "sender profile url")) }},
	}
	for _, s := range steps {
		if s.stem == "messages" {
			r.mySlug = most(mine)
		}
		if err := r.indexFiles(s.stem, s.row); err != nil {
			return err
		}
	}
	if r.mySlug == "" {
		r.mySlug = r.slugs[r.myName]
	}
	if d, ok := labelled(r.part, r.opt.Source); ok {
		r.asOf = d
	}
	return r.ctx.Err()
}

func (r *reading) indexFiles(stem string, row func(*table, csvfile.Record)) error {
	for _, name := range r.part.Files {
		k := kindOf(name)
		if k == nil {
			k = r.byHeader(name)
		}
		if k == nil || k.stem != stem {
			continue
		}
		t, err := r.open(name, k)
		if errors.Is(err, csvfile.ErrNoHeader) {
			continue
		}
		if err != nil {
			return err
		}
		if stem != "messages" || r.mySlug == "" || !t.has("recipient profile urls") {
			err = t.each(r.ctx, func(rec csvfile.Record) error { row(t, rec); return nil }, func(*csvfile.Fault) error { return nil })
		}
		t.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) indexConnection(t *table, rec csvfile.Record) {
	name, url := fullName(t, rec), t.get(rec, "url")
	r.know(name, url)
	if on, ok := moment(t.get(rec, "connected on"), t.dayFirst(), r.opt.Now); ok && on.After(r.asOf) {
		r.asOf = on
	}
	if h, ok := profile(url); ok {
		once(r.jobs, addressbook.Key(name, t.get(rec, "company")), h.Value)
	}
}

func (r *reading) indexInvitation(t *table, rec csvfile.Record, mine map[string]int) {
	r.know(t.get(rec, "from"), t.get(rec, "inviterprofileurl"))
	r.know(t.get(rec, "to"), t.get(rec, "inviteeprofileurl"))
	me := "inviterprofileurl"
	if incoming(t.get(rec, "direction")) {
		me = "inviteeprofileurl"
	}
	if h, ok := profile(t.get(rec, me)); ok {
		mine[h.Value]++
	}
}

// know remembers that a name goes with a page.
func (r *reading) know(name, url string) {
	h, ok := r.profile(url)
	if !ok || hidden(name) {
		return
	}
	once(r.slugs, network.Fold(name), h.Value)
	if r.names[h.Value] == "" {
		r.names[h.Value] = name
	}
}

// once keeps value under key, and nothing where another was kept before.
func once(m map[string]string, key, value string) {
	if had, ok := m[key]; ok && had != value {
		value = ""
	}
	m[key] = value
}

// most returns the key counted most often, the smaller of two that are even.
func most(counts map[string]int) (key string) {
	for k, n := range counts {
		if n > counts[key] || n == counts[key] && k < key {
			key = k
		}
	}
	return key
}

var exported = regexp.MustCompile(`(\d\d)-(\d\d)-(\d{4})`)

// labelled reads the date in the name of the archive or its folder: month, day,
// year.
func labelled(part importer.Part, source string) (time.Time, bool) {
	for _, name := range append([]string{part.Label, source}, part.Files...) {
		if m := exported.FindString(name); m != "" {
			if t, err := time.Parse("01-02-2006", m); err == nil {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

func fullName(t *table, rec csvfile.Record) string {
	return strings.TrimSpace(t.get(rec, "first name") + " " + t.get(rec, "last name"))
}

// profile returns the handle of a member's page.
func profile(url string) (network.Handle, bool) {
	if url == "" {
		return network.Handle{}, false
	}
	h, ok := network.NewProfile(url)
	return h, ok && h.Kind == network.LinkedIn
}

// hidden reports whether a name stands for a member who left or hides.
func hidden(name string) bool {
	switch network.Fold(name) {
	case "", "linkedin member", "membre de linkedin", "membre linkedin", "utilisateur linkedin", "linkedin mitglied":
		return true
	}
	return false
}

// who makes somebody of a name and, where the file has one, a page. A name
// alone is looked up among the names of this archive.
func (r *reading) who(name, url string) importer.Who {
	w := importer.Who{Name: name}
	h, ok := r.profile(url)
	if !ok {
		if slug := r.slugs[network.Fold(name)]; slug != "" {
			h, ok = network.Handle{Kind: network.LinkedIn, Value: slug}, true
		}
	}
	if ok {
		w.Handles = []network.Handle{h}
		w.Me = h.Value == r.mySlug
	} else if _, other := r.slugs[network.Fold(name)]; !other {
		w.Me = r.myName != "" && network.Fold(name) == r.myName
	}
	if w.Name == "" && ok {
		w.Name = r.names[h.Value]
	}
	return w
}

// list parts "Ann Lee, Bo Hale, PhD": names are joined by commas and hold
// commas themselves. Known names win, the longest first; a degree belongs to
// the name before it.
func (r *reading) list(to string) (names []string) {
	const longest = 5 // commas that one name is searched with
	parts := strings.Split(to, ", ")
	for i := 0; i < len(parts); {
		n := 1
		for j := min(len(parts), i+longest); j > i+1; j-- {
			f := network.Fold(strings.Join(parts[i:j], ", "))
			if _, known := r.slugs[f]; known || f == r.myName {
				n = j - i
				break
			}
		}
		for n == 1 && i+n < len(parts) && degrees[network.Fold(parts[i+n])] {
			n++
		}
		if name := strings.TrimSpace(strings.Join(parts[i:i+n], ", ")); name != "" {
			names = append(names, name)
		}
		i += n
	}
	return names
}

// degrees are words that follow a name behind a comma, folded.
var degrees = map[string]bool{
	"phd": true, "ph d": true, "dr": true, "md": true, "m d": true, "mba": true, "emba": true, "msc": true, "m sc": true, "bsc": true, "ma": true,
	"cpa": true, "cfa": true, "pmp": true, "jr": true, "sr": true, "ii": true, "iii": true, "iv": true, "esq": true, "pe": true, "rn": true,
	"cissp": true, "frsa": true, "mrics": true, "pcc": true, "acc": true, "cipd": true, "llm": true, "jd": true,
}

func (t *table) dayFirst() bool { return t.Delimiter() == ';' }
