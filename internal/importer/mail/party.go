package mail

import (
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/mime"
	"entregent/internal/network"
)

const (
	// maxParties is the greatest number of recipients listed; beyond it the
	// encounter tells their number.
	maxParties = 200
	maxAuthors = 5
	// maxCounted is the greatest number of recipients told apart.
	maxCounted = 5000
	// maxLists bounds the recipient lists remembered from mail to mail.
	maxLists = 20_000
)

// whos is a recipient list once read.
type whos struct {
	list []importer.Who
	more int // beyond those in list
	// machine says that nobody reads what is sent to any of them.
	machine bool
}

// who reads an address list. The same few lists fill most of a mailbox, so each
// is read once.
func (r *reading) who(raw []byte) whos {
	if len(raw) == 0 {
		return whos{}
	}
	if w, ok := r.lists[string(raw)]; ok {
		return w
	}
	addrs, total := r.dec.Addresses(nil, raw, maxCounted)
	w := whos{more: total - len(addrs), list: make([]importer.Who, 0, len(addrs))}
	handles := make([]network.Handle, 0, len(addrs))
	for _, a := range addrs {
		who := importer.Who{Name: a.Name}
		if h, ok := network.NewEmail(a.Spec); ok {
			handles = append(handles, h)
			n := len(handles)
			who.Handles = handles[n-1 : n : n]
		} else if !personal(a.Name) {
			continue
		}
		w.list = append(w.list, who)
	}
	w.machine = allMachines(w.list)
	if len(raw) < 500 {
		if len(r.lists) >= maxLists {
			clear(r.lists)
		}
		r.lists[string(raw)] = w
	}
	return w
}

// personal reports whether a name without an address may be somebody's. What
// programs write in the place of recipients not shown is nobody's.
func personal(name string) bool {
	if name == "" || len(name) > 100 || strings.ContainsAny(name, "<>@=\\/") {
		return false
	}
	low := strings.ToLower(name)
	for _, p := range []string{"undisclosed", "unlisted", "recipient list", "destinataires inconnus", "destinataire inconnu", "verborgene"} {
		if strings.HasPrefix(low, p) {
			return false
		}
	}
	return true
}

// sender returns who wrote the mail: From, else Sender, else where it came back
// to. More than one author is rare and kept.
func (r *reading) sender() whos {
	for _, k := range []mime.Key{mime.From, mime.Sender, mime.ReplyTo, mime.ReturnPath} {
		if w := r.who(r.header.Get(k)); len(w.list) > 0 {
			w.list = w.list[:min(len(w.list), maxAuthors)]
			return w
		}
	}
	return whos{}
}

// parties fills in who wrote and who received, each once, in the first role
// they have.
func (r *reading) parties(e *importer.Encounter, from []importer.Who) {
	clear(r.seen)
	e.Parties = make([]importer.Party, 0, len(from)+2)
	for _, w := range from {
		if r.isNew(w) {
			e.Parties = append(e.Parties, importer.Party{Who: w, Role: network.From})
		}
	}
	listed, total := 0, 0
	for _, field := range recipientFields {
		for raw := range r.header.All(field.key) {
			w := r.who(raw)
			total += w.more
			for _, who := range w.list {
				if !r.isNew(who) {
					continue
				}
				if total++; listed < maxParties {
					e.Parties = append(e.Parties, importer.Party{Who: who, Role: field.role})
					listed++
				}
			}
		}
	}
	if total > listed {
		e.Size = total + len(from)
	}
}

var recipientFields = []struct {
	key  mime.Key
	role network.Role
}{{mime.To, network.To}, {mime.Cc, network.Cc}, {mime.Bcc, network.Bcc}}

// isNew reports whether the mail at hand has not named w yet.
func (r *reading) isNew(w importer.Who) bool {
	id := identity(w)
	if r.seen[id] {
		return false
	}
	r.seen[id] = true
	return true
}

func identity(w importer.Who) string {
	if len(w.Handles) > 0 {
		return w.Handles[0].Value
	}
	return w.Name
}
