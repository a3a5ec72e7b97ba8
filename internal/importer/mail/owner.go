package mail

import (
	"context"
	"io/fs"
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/mime"
	"entregent/internal/network"
)

const (
	sampled   = 2000 // mails read to find the owner
	maxClaims = 3
)

// Owner counts, over the first mails, who wrote those that lie among the sent
// ones, and to whom the others were delivered.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	r := newReading(part, importer.Options{Limits: importer.DefaultLimits})
	wrote, got := tally{}, tally{}
	n := 0
	for l, err := range letters(ctx, src, part, importer.DefaultLimits) {
		if err != nil {
			return nil, err
		}
		if n++; n > sampled {
			break
		}
		if l.failed != nil {
			continue
		}
		r.header.Parse(l.data, r.opt.Limits.MaxHeaders)
		r.count(&l, wrote, got)
	}
	return append(wrote.claims("me.sent"), got.claims("me.delivered")...), nil
}

// count notes what one mail says of the owner.
func (r *reading) count(l *letter, wrote, got tally) {
	switch where := r.where(l); {
	case where.leftOut() != "":
		return
	case where == sent:
		for _, w := range r.sender().list {
			wrote.add(w)
		}
		return
	}
	for _, k := range []mime.Key{mime.DeliveredTo, mime.XOriginalTo, mime.EnvelopeTo} {
		if raw := r.header.Get(k); len(raw) > 0 {
			if w := r.who(raw); len(w.list) == 1 {
				got.add(w.list[0])
			}
			return
		}
	}
}

// A tally counts mails by address, and names by how often they stood with it.
type tally map[string]*counted

type counted struct {
	handle network.Handle
	mails  int
	names  map[string]int
}

func (t tally) add(w importer.Who) {
	if len(w.Handles) == 0 {
		return
	}
	h := w.Handles[0]
	c := t[h.Value]
	if c == nil {
		c = &counted{handle: h, names: map[string]int{}}
		t[h.Value] = c
	}
	c.mails++
	if w.Name != "" {
		c.names[w.Name]++
	}
}

// claims returns the addresses counted most, without those that are ten times
// rarer than the first.
func (t tally) claims(why string) (out []importer.Claim) {
	var list []*counted
	for _, c := range t {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *counted) int {
		if a.mails != b.mails {
			return b.mails - a.mails
		}
		return strings.Compare(a.handle.Value, b.handle.Value)
	})
	for _, c := range list[:min(len(list), maxClaims)] {
		if c.mails*10 < list[0].mails {
			break
		}
		out = append(out, importer.Claim{Handles: []network.Handle{c.handle}, Name: c.name(), Why: why, Weight: c.mails})
	}
	return out
}

// name returns the commonest name, the first by letters among equals.
func (c *counted) name() (best string) {
	for name, n := range c.names {
		if m := c.names[best]; n > m || n == m && name < best {
			best = name
		}
	}
	return best
}
