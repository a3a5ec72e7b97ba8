// Package mail reads mailboxes: mbox files of every program, Maildir folders,
// and folders of single mails (.eml). Each mail becomes one encounter with the
// people in its header and the words its writer added.
//
// It leaves out who the keeper is, and with it direction, broadcasts and what
// counts as contact: those are package app's. It leaves out attachments. A mail
// is never refused for its form; what a machine sent is reported as Ignored.
package mail

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"iter"
	"path"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/mbox"
)

// Reader reads mail. The zero value is ready.
type Reader struct{}

// Name returns "mail".
func (Reader) Name() string { return "mail" }

// The hints that Find leaves for Read.
const (
	hintMbox    = "mbox"
	hintMaildir = "maildir"
	hintFiles   = "eml"
)

// headOnly is read of a mail file that is longer than the limit.
const headOnly = 1 << 20

// A letter is one mail as it lies in its source.
type letter struct {
	data   []byte
	at     importer.Pos
	cut    bool   // too long: data is its beginning
	quoted bool   // ">From " in its body is "From "
	from   []byte // the mailbox's separator line
	flags  string // Maildir flags
	failed error  // it could not be read
}

// letters yields the mails of part in order. What it yields holds until the
// next. An error ends the part.
func letters(ctx context.Context, src fs.FS, part importer.Part, limits importer.Limits) iter.Seq2[letter, error] {
	return func(yield func(letter, error) bool) {
		for _, name := range part.Files {
			var more bool
			switch part.Hint {
			case hintMbox:
				more = mailbox(ctx, src, name, limits, yield)
			default:
				more = single(ctx, src, name, limits, yield)
			}
			if !more {
				return
			}
		}
	}
}

func mailbox(ctx context.Context, src fs.FS, name string, limits importer.Limits, yield func(letter, error) bool) bool {
	f, err := src.Open(name)
	if err != nil {
		return yield(letter{}, err)
	}
	defer f.Close()
	s := mbox.NewScanner(io.LimitReader(f, limits.MaxFile), limits.MaxMessage)
	for s.Next() {
		if err := ctx.Err(); err != nil {
			yield(letter{}, err)
			return false
		}
		m := s.Message()
		l := letter{data: m.Data, at: importer.Pos{File: name, Line: m.Line}, cut: m.Cut, quoted: m.Quoted, from: m.From}
		if !yield(l, nil) {
			return false
		}
	}
	if err := s.Err(); err != nil {
		yield(letter{}, err)
		return false
	}
	return true
}

func single(ctx context.Context, src fs.FS, name string, limits importer.Limits, yield func(letter, error) bool) bool {
	if err := ctx.Err(); err != nil {
		yield(letter{}, err)
		return false
	}
	l := letter{at: importer.Pos{File: name, Line: 1}, flags: flagsOf(name)}
	l.data, l.cut, l.failed = readMail(src, name, limits.MaxMessage)
	l.data = lineEnds(l.data)
	return yield(l, nil)
}

// readMail reads one file, or its beginning where it is longer than most.
func readMail(src fs.FS, name string, most int64) (data []byte, cut bool, err error) {
	f, err := src.Open(name)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Size() > most {
		data, err = io.ReadAll(io.LimitReader(f, min(most, headOnly)))
		return data, true, err
	}
	data, err = io.ReadAll(io.LimitReader(f, most+1))
	if int64(len(data)) > most {
		return data[:min(most, headOnly)], true, err
	}
	return data, false, err
}

// flagsOf returns the flags at the end of a Maildir name: letters behind ":2,",
// or ";2," and "!2," where the file system knows no colon.
func flagsOf(name string) string {
	base := path.Base(name)
	for _, mark := range []string{":2,", ";2,", "!2,"} {
		if i := strings.LastIndex(base, mark); i >= 0 {
			return base[i+len(mark):]
		}
	}
	return ""
}

// lineEnds puts line feeds into a mail of old Macintosh lines, which has none.
func lineEnds(data []byte) []byte {
	if bytes.IndexByte(data, '\n') >= 0 || bytes.IndexByte(data, '\r') < 0 {
		return data
	}
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
}
