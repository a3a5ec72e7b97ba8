package linkedin

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/csvfile"
	"entregent/internal/importer/phone"
	"entregent/internal/network"
)

// Owner returns what the archive states of its member (profile, addresses,
// numbers, their side of the invitations), which is sure, and the sender of
// most messages, which is not.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	opt := importer.Options{Limits: importer.DefaultLimits}
	r := &reading{ctx: ctx, src: src, part: part, opt: opt}
	o := owner{invited: map[string]int{}, sent: map[string]int{}, names: map[string]string{}}
	for _, name := range part.Files {
		if err := o.file(r, name); err != nil {
			return nil, err
		}
	}
	return o.claims(), ctx.Err()
}

// An owner is what was seen of the member so far.
type owner struct {
	profile       importer.Claim
	invited, sent map[string]int    // by page
	names         map[string]string // by page
}

func (o *owner) file(r *reading, name string) error {
	k := kindOf(name)
	if k == nil {
		return nil
	}
	row, ok := map[string]func(*table, csvfile.Record){
		"profile": o.named, "email addresses": o.email, "phonenumbers": o.number, "whatsapp phone numbers": o.number,
		"invitations": o.invitation, "messages": o.message,
	}[k.stem]
	if !ok {
		return nil
	}
	t, err := r.open(name, k)
	if errors.Is(err, csvfile.ErrNoHeader) {
		return nil
	}
	if err != nil {
		return err
	}
	defer t.Close()
	return t.each(r.ctx, func(rec csvfile.Record) error { row(t, rec); return nil }, func(*csvfile.Fault) error { return nil })
}

func (o *owner) named(t *table, rec csvfile.Record) {
	if o.profile.Name == "" {
		o.profile.Name = fullName(t, rec)
	}
}

func (o *owner) email(t *table, rec csvfile.Record) {
	if h, ok := network.NewEmail(t.get(rec, "email address")); ok && !strings.EqualFold(t.get(rec, "confirmed"), "no") {
		o.profile.Handles = append(o.profile.Handles, h)
	}
}

// number puts the code of the country before the number, which needs no default
// then.
func (o *owner) number(t *table, rec csvfile.Record) {
	code, number := t.get(rec, "extension"), t.get(rec, "number")
	if code != "" && !strings.HasPrefix(number, "+") {
		number = "+" + strings.TrimPrefix(code, "+") + " " + strings.TrimPrefix(number, "0")
	}
	h, ok := phone.Handle(number, "")
	if !ok {
		return
	}
	for _, had := range o.profile.Handles {
		if had == h {
			return
		}
	}
	o.profile.Handles = append(o.profile.Handles, h)
}

func (o *owner) invitation(t *table, rec csvfile.Record) {
	page, name := "inviterprofileurl", "from"
	if incoming(t.get(rec, "direction")) {
		page, name = "inviteeprofileurl", "to"
	}
	o.count(o.invited, t.get(rec, page), t.get(rec, name))
}

func (o *owner) message(t *table, rec csvfile.Record) {
	o.count(o.sent, t.get(rec, "sender profile url"), t.get(rec, "from"))
}

func (o *owner) count(in map[string]int, url, name string) {
	if h, ok := profile(url); ok {
		in[h.Value]++
		if o.names[h.Value] == "" {
			o.names[h.Value] = name
		}
	}
}

// claims puts together what belongs together: the profile, with the page that
// invitations give, or that the one sender of the same name has.
func (o *owner) claims() (out []importer.Claim) {
	page, why, sure := most(o.invited), "me.invitations", true
	n := o.invited[page]
	if page == "" {
		page, sure = o.namesake()
		why = "me.messages"
		n = o.sent[page]
	}
	p := o.profile
	if p.Name != "" || len(p.Handles) > 0 {
		p.Why, p.Sure, p.Weight = "me.profile", true, 1
		if page != "" && sure {
			p.Handles = append(p.Handles, network.Handle{Kind: network.LinkedIn, Value: page})
		}
		out = append(out, p)
	}
	if page != "" {
		out = append(out, importer.Claim{
			Handles: []network.Handle{{Kind: network.LinkedIn, Value: page}}, Name: o.names[page], Why: why, Weight: n, Sure: sure,
		})
	}
	return out
}

// namesake returns the page of the one sender who has the name of the profile,
// and is sure of it; else that of the sender of most messages, and is not.
func (o *owner) namesake() (page string, sure bool) {
	for p := range o.sent {
		if o.profile.Name != "" && network.Fold(o.names[p]) == network.Fold(o.profile.Name) {
			if page != "" {
				return most(o.sent), false
			}
			page = p
		}
	}
	if page != "" {
		return page, true
	}
	return most(o.sent), false
}
