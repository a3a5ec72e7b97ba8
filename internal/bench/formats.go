package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// A format is one kind of archive that is invented at any size, imported, and
// beside that only parsed, by what the standard library has for it.
type format struct {
	name string // of the reader
	me   string // who the keeper is in it
	path string // of the file or folder to import, below the run's own
	// write invents an archive of n messages with others of people.
	write func(dir string, n int) error
	// others is how many people it is with, at most.
	others int
	// plain parses all files and counts the messages, and does nothing else.
	plain func(f io.Reader) (int, error)
}

// formats lists the chats. Mail has its own measurement.
func formats() []format {
	return []format{
		{"whatsapp", "Marc Petit", "WhatsApp Chat with Zoé Blanc.txt", writeWhatsApp, 1, plainLines},
		{"sms", "+33261910011", "sms-20260101.xml", writeSMS, chatPeople, plainXML},
		{"telegram", "Marc Petit", "result.json", writeTelegram, chatPeople, plainTelegram},
		{"slack", "marc@atelier.example", "slack", writeSlack, chatPeople, plainSlack},
		{"google-chat", "marc@exemple.example", "takeout", writeGoogleChat, chatPeople, plainGoogleChat},
	}
}

// chatPeople is how many people the invented chats are with.
const chatPeople = 100

// aQuarter is the part of an archive that shows whether memory grows with it.
const aQuarter = 4

// measureFormats brings each of the formats into a new book, at full size and at
// a quarter of it.
func (r *run) measureFormats(ctx context.Context) error {
	n := or(r.Messages, usualMessages)
	for _, f := range formats() {
		var whole, part []importDone
		var plain []parsed
		full, quarter := filepath.Join(r.dir, f.name), filepath.Join(r.dir, f.name+"-quarter")
		if err := errors.Join(f.invent(full, n), f.invent(quarter, n/aQuarter)); err != nil {
			return err
		}
		for i := range or(r.Rounds, importRounds) {
			d, err := r.bring(ctx, f, full, n, i)
			if err != nil {
				return err
			}
			q, err := r.bring(ctx, f, quarter, n/aQuarter, i)
			if err != nil {
				return err
			}
			var p parsed
			if err := once(ctx, r.Child("plain", f.name, filepath.Join(full, f.path)), &p); err != nil {
				return err
			}
			if p.Messages != n {
				return differs(f.name, p.Messages, n)
			}
			whole, part, plain = append(whole, d), append(part, q), append(plain, p)
		}
		r.reportFormat(f, n, whole, part, plain)
		if err := errors.Join(os.RemoveAll(full), os.RemoveAll(quarter)); err != nil {
			return err
		}
	}
	return nil
}

func (f format) invent(dir string, n int) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return f.write(dir, n)
}

// bring imports an archive into a book of its own, and looks whether all of it
// came in.
func (r *run) bring(ctx context.Context, f format, dir string, n, round int) (importDone, error) {
	var d importDone
	book := filepath.Join(r.dir, fmt.Sprint("book-", filepath.Base(dir), round))
	if err := once(ctx, r.Child("import", filepath.Join(dir, f.path), filepath.Join(book, "entregent.db"), f.me), &d); err != nil {
		return d, err
	}
	got, want := [3]int{d.Read, d.People, d.Encounters}, [3]int{n, min(f.others, n), n}
	if got != want || !d.Same {
		return d, differs(f.name, got, want)
	}
	return d, os.RemoveAll(book)
}

func (r *run) reportFormat(f format, n int, whole, part []importDone, plain []parsed) {
	seconds := middleOf(whole, func(d importDone) float64 { return d.Seconds })
	bare := middleOf(plain, func(p parsed) float64 { return p.Seconds })
	peak := func(d importDone) float64 { return float64(d.Peak) }
	r.row(f.name, seconds, "s")
	r.row(f.name+"_rate", float64(n)/seconds, "/s")
	r.row(f.name+"_plain", float64(n)/bare, "/s")
	r.ratio(Ratio{Name: "import_" + f.name, Value: bare / seconds})
	if most, less := middleOf(whole, peak), middleOf(part, peak); less > 0 {
		r.row(f.name+"_peak", most/1024, "MiB")
		r.ratio(Ratio{Name: "flat_" + f.name, Value: most / less, Goal: 1.5, AtMost: true})
	}
}

// parseChat is the child that parses an archive with the standard library, and
// does nothing else with it.
func parseChat(ctx context.Context, c Cast, args []string) error {
	if len(args) != 2 {
		return errors.New("bench: plain FORMAT PATH")
	}
	for _, f := range formats() {
		if f.name != args[0] {
			continue
		}
		begun, n := time.Now(), 0
		err := filepath.WalkDir(args[1], func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return errors.Join(err, ctx.Err())
			}
			in, err := os.Open(path)
			if err != nil {
				return err
			}
			defer in.Close()
			k, err := f.plain(bufio.NewReaderSize(in, 1<<16))
			n += k
			return err
		})
		if err != nil {
			return err
		}
		u := self()
		return c.tell(parsed{Seconds: time.Since(begun).Seconds(), CPU: u.CPU, Messages: n, Peak: u.Peak})
	}
	return fmt.Errorf("bench: no format %q", args[0])
}

// header is what anybody would write to cut a chat into its messages.
var header = regexp.MustCompile(`^(\d{2}/\d{2}/\d{4}, \d{2}:\d{2}) - ([^:]+): (.*)$`)

func plainLines(r io.Reader) (n int, err error) {
	in := bufio.NewScanner(r)
	for in.Scan() {
		m := header.FindStringSubmatch(in.Text())
		if m == nil {
			continue
		}
		if _, err := time.Parse("02/01/2006, 15:04", m[1]); err != nil {
			return n, err
		}
		n++
	}
	return n, in.Err()
}

func plainXML(r io.Reader) (n int, err error) {
	d := xml.NewDecoder(r)
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		if s, ok := t.(xml.StartElement); ok && s.Name.Local == "sms" {
			n++
		}
	}
}

func plainTelegram(r io.Reader) (n int, err error) {
	var all struct {
		Chats struct {
			List []struct {
				Messages []struct {
					From string `json:"from"`
					Date string `json:"date_unixtime"`
					Text string `json:"text"`
				}
			}
		}
	}
	err = json.NewDecoder(r).Decode(&all)
	for _, c := range all.Chats.List {
		n += len(c.Messages)
	}
	return n, err
}

func plainSlack(r io.Reader) (n int, err error) {
	var day []struct{ User, Text, TS string }
	err = json.NewDecoder(r).Decode(&day)
	for _, m := range day {
		if m.TS != "" { // the lists of people and rooms have none
			n++
		}
	}
	return n, err
}

func plainGoogleChat(r io.Reader) (n int, err error) {
	var all struct {
		Messages []struct {
			Creator struct{ Name, Email string }
			Date    string `json:"created_date"`
			Text    string
		}
	}
	err = json.NewDecoder(r).Decode(&all)
	return len(all.Messages), err
}
