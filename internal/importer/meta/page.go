package meta

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"entregent/internal/importer"
	"entregent/internal/importer/addressbook"
	"entregent/internal/importer/textfile"
)

func isPage(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".html" || ext == ".htm"
}

// A Row is one entry of an HTML page: what stood before a date.
type Row struct {
	Line  int
	Texts []string // in the order of the page
	Name  string   // of them, the one in the place of a name; "" where there is none
	When  time.Time
}

// A pageFault is a page that cannot be read further.
type pageFault struct {
	line int
	key  string
	arg  int64
}

func (f *pageFault) Error() string { return f.key }

func (f *pageFault) Event(file string) importer.Event {
	return importer.NewProblem(importer.Pos{File: file, Line: f.line}, 1, f.key, "", f.arg)
}

// named are the classes that pages of different years have for who wrote.
var named = map[string]bool{"_a6-h": true, "_2lel": true, "sender": true, "_3-96": true}

// void are elements that have no end.
var void = map[string]bool{"br": true, "img": true, "hr": true, "input": true, "meta": true, "link": true, "base": true, "source": true, "wbr": true}

// Rows reads an HTML page of an archive, and calls each for every row. Classes
// change from year to year; what does not is that a row ends with its date, which
// is read in zone.
func Rows(src fs.FS, name string, lim importer.Limits, zone *time.Location, each func(Row) error) error {
	f, err := textfile.Open(src, name)
	if err != nil {
		return err
	}
	defer f.Close()
	p := pager{zone: zone, line: 1}
	z := html.NewTokenizer(io.LimitReader(f, lim.MaxFile))
	z.SetMaxBuf(lim.MaxLine)
	for {
		kind := z.Next()
		raw := z.Raw()
		switch kind {
		case html.ErrorToken:
			if errors.Is(z.Err(), html.ErrBufferExceeded) {
				return &pageFault{p.line, "json_large", int64(lim.MaxLine >> 10)}
			}
			if !errors.Is(z.Err(), io.EOF) {
				return z.Err()
			}
			if !p.closed {
				return &pageFault{p.line, "json_cut", 0}
			}
			return nil
		case html.TextToken:
			if err := p.text(string(z.Text()), each); err != nil {
				return err
			}
		case html.StartTagToken:
			tag, more := z.TagName()
			if err := p.start(string(tag), more, z); err != nil {
				return err
			}
		case html.EndTagToken:
			tag, _ := z.TagName()
			p.end(string(tag))
		}
		p.line += strings.Count(string(raw), "\n")
	}
}

// A pager walks through one page.
type pager struct {
	zone   *time.Location
	line   int
	open   int // elements that are open
	nameAt int // how many were, where the element of a name began; 0 outside
	hush   bool
	closed bool // the end of the page was seen
	row    Row
}

// deepest is how deep elements may lie within each other before they are no more
// counted.
const deepest = 100_000

func (p *pager) start(tag string, more bool, z *html.Tokenizer) error {
	if void[tag] {
		return nil
	}
	p.open = min(p.open+1, deepest)
	p.hush = tag == "style" || tag == "script" || tag == "title"
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if string(key) != "class" {
			continue
		}
		for _, c := range strings.Fields(string(value)) {
			if named[c] && p.nameAt == 0 {
				p.nameAt = p.open
			}
		}
	}
	return nil
}

func (p *pager) end(tag string) {
	if void[tag] {
		return
	}
	if tag == "html" {
		p.closed = true
	}
	if p.nameAt == p.open {
		p.nameAt = 0
	}
	p.open = max(0, p.open-1)
	p.hush = false
}

// maxTexts bounds what one row holds.
const maxTexts = 200

func (p *pager) text(s string, each func(Row) error) error {
	s = strings.TrimSpace(s)
	if s == "" || p.hush {
		return nil
	}
	if when, ok := Moment(s, p.zone); ok && p.nameAt == 0 {
		row := p.row
		row.When = when
		p.row = Row{}
		if row.Line == 0 {
			row.Line = p.line
		}
		return each(row)
	}
	if p.nameAt > 0 {
		p.row.Name, p.row.Texts, p.row.Line = s, nil, p.line // what stood before is the head of the page
		return nil
	}
	if p.row.Line == 0 {
		p.row.Line = p.line
	}
	if len(p.row.Texts) < maxTexts {
		p.row.Texts = append(p.row.Texts, s)
	}
	return nil
}

var (
	monthFirst = regexp.MustCompile(`^(\p{L}+)\.? (\d{1,2}), (\d{4}),?(?: \p{L}+)? (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])\.?[Mm]\.?)?$`)
	dayFirst   = regexp.MustCompile(`^(\d{1,2})\.? (?:de )?(\p{L}+)\.? (?:de )?(\d{4}),?(?: \p{L}+)? (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])\.?[Mm]\.?)?$`)
	spaces     = strings.NewReplacer("\u00a0", " ", "\u202f", " ", " à ", " ")
)

// Moment reads a date as pages write it, in English, French or German: "Nov 14,
// 2023 10:13:20 pm", "14. Nov. 2023, 22:13", "14 nov. 2023 à 22:13".
func Moment(s string, zone *time.Location) (time.Time, bool) {
	if len(s) > 60 || !strings.ContainsRune(s, ':') || !strings.ContainsFunc(s, unicode.IsLetter) {
		return time.Time{}, false
	}
	s = spaces.Replace(s)
	m := monthFirst.FindStringSubmatch(s)
	if m == nil {
		if m = dayFirst.FindStringSubmatch(s); m == nil {
			return time.Time{}, false
		}
		m[1], m[2] = m[2], m[1]
	}
	month, ok := addressbook.Month(m[1])
	n := func(i int) int { k, _ := strconv.Atoi(m[i]); return k }
	hour := n(4)
	if m[7] != "" {
		if hour %= 12; strings.EqualFold(m[7], "p") {
			hour += 12
		}
	}
	if !ok || n(2) < 1 || n(2) > 31 || hour > 23 || n(5) > 59 || n(6) > 59 || n(3) < 1990 {
		return time.Time{}, false
	}
	return time.Date(n(3), month, n(2), hour, n(5), n(6), 0, zone), true
}

// learnPage reads who takes part in a chat from its page: from the line that
// lists them, and from who wrote.
func (r *Reading) learnPage(c *Chat, name string) error {
	err := Rows(r.Src, name, r.Opt.Limits, r.Zone(), func(row Row) error {
		c.join(row.Name)
		return r.Ctx.Err()
	})
	var f *pageFault
	if err != nil && !errors.As(err, &f) { // telling the page will say what is wrong with it
		return err
	}
	return r.heading(c, name)
}

var listed = regexp.MustCompile(`(?i)(?:participants?|teilnehmer(?:\*innen)?)\s?: ([^<]+)<`)

// heading reads the line of those who take part, near the beginning of a page.
func (r *Reading) heading(c *Chat, name string) error {
	f, err := textfile.Open(r.Src, name)
	if err != nil {
		return err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 64<<10))
	if err != nil {
		return err
	}
	if m := listed.FindSubmatch(head); m != nil {
		for _, who := range strings.Split(html.UnescapeString(string(m[1])), ", ") {
			c.join(strings.TrimSpace(who))
		}
	}
	return nil
}

// tellPage gives what the page of a chat says.
func (r *Reading) tellPage(c *Chat, name string) error {
	err := Rows(r.Src, name, r.Opt.Limits, r.Zone(), func(row Row) error {
		n := note{at: importer.Pos{File: name, Line: row.Line}, from: row.Name, when: row.When.UTC(), words: strings.Join(row.Texts, "\n")}
		n.raw = n.from + ": " + n.words
		switch {
		case Hidden(n.from):
			return r.Give(importer.NewIgnored(n.at, 1, "hidden_account", n.raw))
		case byMachine(n.words):
			return r.Give(importer.NewIgnored(n.at, 1, "chat_system", n.raw))
		}
		return r.tell(c, n)
	})
	return r.Told(name, err)
}
