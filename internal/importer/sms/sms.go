// Package sms reads what the Android program SMS Backup & Restore saves: text
// messages, picture messages and the list of calls, as XML.
//
// The telephone itself says who sent what, so that the owner is always known.
// Messages become encounters, calls that were taken become calls, those that
// nobody took are facts. Drafts, what was never sent, and machines (short codes,
// names in the place of a number) are left out and counted. Pictures are read
// past. A file may be larger than the memory.
package sms

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/network"
)

// Reader reads backups of SMS Backup & Restore.
type Reader struct{}

// Name returns "sms".
func (Reader) Name() string { return "sms" }

// roots are the outermost tags of a backup.
var roots = []string{"smses", "calls"}

// Find returns each XML file that begins as a backup does.
func (Reader) Find(src fs.FS) []importer.Part {
	var parts []importer.Part
	// What cannot be opened is left to whoever asked for it by name.
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.EqualFold(path.Ext(name), ".xml") && isBackup(src, name) {
			parts = append(parts, importer.Part{Label: path.Base(name), Files: []string{name}})
		}
		return nil
	})
	return parts
}

func isBackup(src fs.FS, name string) bool {
	l := importer.DefaultLimits
	l.MaxFile = 16 << 10
	s, err := open(src, name, l)
	if err != nil {
		return false
	}
	defer s.close()
	return s.next() == nil && !s.tag.end && slices.Contains(roots, s.tag.name)
}

// Owner returns the number from which picture messages were sent, where there
// are any. Text messages and calls do not name their owner, and need not.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	sent, others := map[network.Handle]int{}, map[network.Handle]bool{}
	n := 0
	for _, name := range part.Files {
		err := records(ctx, src, name, importer.DefaultLimits, func(r *record) error {
			if n++; n > sampled {
				return errStop
			}
			if r.kind != "mms" {
				for _, h := range party(r.get("address")+r.get("number"), "", "").Handles {
					others[h] = true
				}
				return nil
			}
			from, to := r.addresses()
			for _, a := range to {
				for _, h := range party(a, "", "").Handles {
					others[h] = true
				}
			}
			if r.get("msg_box") == "2" && from != "" {
				for _, h := range party(from, "", "").Handles {
					sent[h]++
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) && !errors.Is(err, errCut) {
			return nil, err
		}
	}
	var out []importer.Claim
	for h, k := range sent {
		if !others[h] { // some programs note the other side as the sender
			out = append(out, importer.Claim{Handles: []network.Handle{h}, Why: "me.sms_sent", Weight: k})
		}
	}
	slices.SortFunc(out, func(a, b importer.Claim) int {
		if a.Weight != b.Weight {
			return b.Weight - a.Weight
		}
		return strings.Compare(a.Handles[0].Value, b.Handles[0].Value)
	})
	return out[:min(len(out), 1)], ctx.Err()
}

// sampled is how many records are looked at to find the owner.
const sampled = 5000

var errStop = errors.New("sms: stopped")

// Read yields one event for each message and each call, in the order of the file.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		for _, name := range part.Files {
			r := &reading{opt: opt}
			last := 0
			err := records(ctx, src, name, opt.Limits, func(rec *record) error {
				last = rec.line
				if !yield(r.event(name, rec), nil) {
					return errStop
				}
				return nil
			})
			switch {
			case errors.Is(err, errStop):
				return
			case errors.Is(err, errCut):
				if !yield(importer.NewProblem(importer.Pos{File: name, Line: max(last, 1)}, 0, "sms_cut", "", path.Base(name)), nil) {
					return
				}
			case err != nil:
				yield(importer.Event{}, err)
				return
			}
		}
	}
}

// A record is one message or call, with the addresses and words of a picture
// message.
type record struct {
	tag
	kind  string // "sms", "mms" or "call"
	addrs []addr
	text  strings.Builder
}

type addr struct{ kind, address string }

const maxAddrs = 1000

// records hands over each record of a file. It is used again for the next.
// errCut ends a file that has no end.
func records(ctx context.Context, src fs.FS, name string, l importer.Limits, take func(*record) error) error {
	s, err := open(src, name, l)
	if err != nil {
		return err
	}
	defer s.close()
	var r record
	within, root := false, ""
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch err := s.next(); {
		case errors.Is(err, io.EOF):
			if root != "" {
				return errCut
			}
			return nil
		case err != nil:
			return err
		}
		t := &s.tag
		switch {
		case root == "" && !t.end:
			if !slices.Contains(roots, t.name) {
				return nil
			}
			if root = t.name; t.empty {
				root = ""
			}
		case t.end && t.name == root:
			root = ""
		case t.end && t.name == "mms" && within:
			within = false
			if err := take(&r); err != nil {
				return err
			}
		case t.end:
		case t.name == "sms", t.name == "call", t.name == "mms":
			if within { // the one before has no end
				if err := take(&r); err != nil {
					return err
				}
			}
			r = record{kind: t.name, addrs: r.addrs[:0]}
			r.tag = tag{name: t.name, line: t.line, attrs: slices.Clone(t.attrs)}
			within = t.name == "mms" && !t.empty
			if !within {
				if err := take(&r); err != nil {
					return err
				}
			}
		case within && t.name == "addr" && len(r.addrs) < maxAddrs:
			r.addrs = append(r.addrs, addr{t.get("type"), t.get("address")})
		case within && t.name == "part":
			if ct := t.get("ct"); (ct == "" || strings.HasPrefix(ct, "text/plain")) && t.get("seq") != "-1" && r.text.Len() < importer.MaxText {
				if r.text.Len() > 0 {
					r.text.WriteByte('\n')
				}
				r.text.WriteString(t.get("text"))
			}
		}
	}
}

// placeholder is what Android writes for the owner in the addresses of a message
// that is being sent.
const placeholder = "insert-address-token"

// addresses returns who sent a picture message and who received it, each once.
// Where the list of addresses is missing, the record's own address stands in.
func (r *record) addresses() (from string, to []string) {
	for _, a := range r.addrs {
		switch {
		case a.address == "" || a.address == placeholder:
		case a.kind == "137":
			from = a.address
		case !slices.Contains(to, a.address):
			to = append(to, a.address)
		}
	}
	if len(to) == 0 && from == "" || len(to) == 0 && r.get("msg_box") == "2" {
		to = strings.FieldsFunc(r.get("address"), func(c rune) bool { return c == '~' || c == ',' || c == ';' })
		if r.get("msg_box") == "1" && len(to) > 0 {
			from, to = to[0], to[1:]
		}
	}
	return from, slices.DeleteFunc(to, func(a string) bool { return a == from })
}

// party reads an address: a number, or that of a mail. No handles means that
// nobody can be known by it: a short code or a name, which are machines.
func party(address, name, country string) importer.Who {
	address = strings.TrimSpace(chat.Clean(address))
	if h, ok := network.NewEmail(address); ok {
		return importer.Who{Name: named(name, address), Handles: []network.Handle{h}}
	}
	if !chat.Number(address) || len(strings.TrimLeft(address, "+")) <= shortCode {
		return importer.Who{}
	}
	w := chat.Named(address, country)
	w.Name = named(name, address)
	return w
}

// shortCode is the greatest length of the numbers that only machines have.
const shortCode = 6

func named(name, address string) string {
	name = network.OneLine(chat.Clean(name))
	if name == "(Unknown)" || name == "null" || name == address || chat.Number(name) {
		return ""
	}
	return name
}

// moment reads milliseconds since 1970.
func moment(ms string, now time.Time) (time.Time, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(ms), 10, 64)
	t := time.UnixMilli(n).UTC()
	return t, err == nil && t.Year() >= 1990 && t.Before(now.AddDate(0, 0, 2))
}
