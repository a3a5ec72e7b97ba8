package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/mime"
	"entregent/internal/network"
)

// moment returns when the mail was written: its Date, else when the first
// server took it, else what the mailbox says.
func (r *reading) moment(l *letter) (time.Time, bool) {
	if t, ok := r.sane(r.header.Get(mime.Date)); ok {
		return t, true
	}
	var first time.Time
	for raw := range r.header.All(mime.Received) { // the first server's is the last
		if t, ok := r.sane(raw[bytes.LastIndexByte(raw, ';')+1:]); ok {
			first = t
		}
	}
	if !first.IsZero() {
		return first, true
	}
	return r.sane(separatorDate(l.from))
}

// separatorDate cuts "From ann@x.example " off the line that opens a mail.
func separatorDate(line []byte) []byte {
	line = bytes.TrimPrefix(line, []byte("From "))
	_, date, _ := bytes.Cut(line, []byte(" "))
	return date
}

// sane reads a date and refuses what cannot be: before there was mail, or after
// tomorrow.
func (r *reading) sane(raw []byte) (time.Time, bool) {
	if len(raw) == 0 {
		return time.Time{}, false
	}
	t, ok := mime.ParseDate(string(raw), r.opt.Zone)
	if !ok || t.Year() < 1971 || t.After(r.opt.Now.AddDate(0, 0, 1)) {
		return time.Time{}, false
	}
	return t, true
}

// key returns what makes the mail the same wherever it is read: its Message-ID,
// else a digest of when, from whom, to whom and about what.
func (r *reading) key(e *importer.Encounter) string {
	if id := messageID(r.header.Get(mime.MessageID)); id != "" {
		return "mail:" + id
	}
	h := sha256.New()
	h.Write(strconv.AppendInt(nil, e.At.Unix(), 10))
	for _, p := range e.Parties {
		if p.Role == network.From || p.Role == network.To {
			h.Write([]byte("\x00" + string(p.Role) + "\x00" + identity(p.Who)))
		}
	}
	h.Write([]byte("\x00" + e.Subject))
	return "mail:#" + hex.EncodeToString(h.Sum(nil)[:16])
}

// maxMessageID is the length beyond which an identifier is cut: longer ones are
// an attack or an accident.
const maxMessageID = 500

// messageID takes angles, comments and white space off an identifier.
func messageID(raw []byte) string {
	if i := bytes.IndexByte(raw, '<'); i >= 0 {
		raw = raw[i+1:]
	}
	if i := bytes.IndexByte(raw, '>'); i >= 0 {
		raw = raw[:i]
	}
	raw = raw[:min(len(raw), maxMessageID)]
	if bytes.ContainsAny(raw, " \t\r\n") {
		raw = bytes.Join(bytes.Fields(raw), nil)
	}
	return strings.ToValidUTF8(string(raw), "\uFFFD")
}
