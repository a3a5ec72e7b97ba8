package mail

import (
	"context"
	"io/fs"
	"iter"

	"entregent/internal/importer"
	"entregent/internal/importer/mime"
	"entregent/internal/network"
)

// Read yields, for each mail, one encounter, Ignored or Problem, and after an
// encounter what else the mail shows.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		r := newReading(part, opt)
		for l, err := range letters(ctx, src, part, opt.Limits) {
			if err != nil {
				yield(importer.Event{}, err)
				return
			}
			for _, e := range r.events(&l) {
				if !yield(e, nil) {
					return
				}
			}
		}
		if e, ok := tooLong(src, part, opt.Limits); ok {
			yield(e, nil)
		}
	}
}

// tooLong reports a mailbox file that was read up to the limit only.
func tooLong(src fs.FS, part importer.Part, limits importer.Limits) (importer.Event, bool) {
	if part.Hint != hintMbox {
		return importer.Event{}, false
	}
	info, err := fs.Stat(src, part.Files[0])
	if err != nil || info.Size() <= limits.MaxFile {
		return importer.Event{}, false
	}
	return importer.NewProblem(importer.Pos{File: part.Files[0]}, 0, "mail_file_too_long", "", limits.MaxFile>>30), true
}

// A reading is what is kept from one mail to the next of a part.
type reading struct {
	opt      importer.Options
	dec      mime.Decoder
	header   mime.Header
	folder   folder
	out      []importer.Event
	subject  string // of the mail at hand
	seen     map[string]bool
	lists    map[string]whos   // recipient lists already read, by their raw bytes
	labelled map[string]folder // label lists already read, by their raw bytes
}

func newReading(part importer.Part, opt importer.Options) *reading {
	l := opt.Limits
	return &reading{
		opt:      opt,
		dec:      mime.Decoder{Limits: mime.Limits{Headers: l.MaxHeaders, Parts: l.MaxParts, Depth: l.MaxDepth}},
		folder:   folderNamed(part.Label),
		seen:     map[string]bool{},
		lists:    map[string]whos{},
		labelled: map[string]folder{},
	}
}

// events reads one mail. The slice is used again for the next.
func (r *reading) events(l *letter) []importer.Event {
	r.out = r.out[:0]
	if l.failed != nil {
		return r.add(importer.NewProblem(l.at, 1, "mail_unreadable", l.failed.Error()))
	}
	body := r.header.Parse(l.data, r.opt.Limits.MaxHeaders)
	r.subject = r.dec.Text(r.header.Get(mime.Subject))
	from := r.sender()
	where := r.where(l)
	reason := where.leftOut()
	if reason == "" {
		reason = r.machine(from, body)
	}
	if reason != "" {
		return r.add(importer.NewIgnored(l.at, 1, reason, r.subject))
	}
	r.encounter(l, body, from.list, where)
	if l.cut {
		r.add(importer.NewProblem(l.at, 0, "mail_too_long", r.subject, r.opt.Limits.MaxMessage>>20))
	}
	return r.out
}

func (r *reading) add(e importer.Event) []importer.Event {
	r.out = append(r.out, e)
	return r.out
}

// encounter turns a mail that a person may have written into events.
func (r *reading) encounter(l *letter, body []byte, from []importer.Who, where folder) {
	e := &importer.Encounter{Channel: network.Mail, Subject: r.subject}
	if where == chats {
		e.Channel = network.Message
	}
	if !l.cut {
		content := r.dec.Content(&r.header, body, importer.MaxText, l.quoted)
		e.Text = r.dec.OwnWords(content.Text, importer.MaxText)
		if r.calendarNotice(content, e.Text) {
			r.add(importer.NewIgnored(l.at, 1, "calendar_notice", r.subject))
			return
		}
	}
	at, ok := r.moment(l)
	if !ok {
		r.add(r.undated(l))
		return
	}
	e.At = at
	r.parties(e, from)
	if len(e.Parties) == 0 {
		r.add(importer.NewProblem(l.at, 1, "mail_nobody", r.subject))
		return
	}
	e.Key = r.key(e)
	r.add(importer.Event{At: l.at, Read: 1, Encounter: e})
	if f := introduction(e); f != nil {
		r.add(importer.Event{At: l.at, Favour: f})
	}
}

// undated reports a mail that cannot be put in time.
func (r *reading) undated(l *letter) importer.Event {
	if date := r.dec.Text(r.header.Get(mime.Date)); date != "" {
		return importer.NewProblem(l.at, 1, "bad_date", r.subject, firstLetters(date, 60))
	}
	return importer.NewProblem(l.at, 1, "mail_no_date", r.subject, r.subject)
}
