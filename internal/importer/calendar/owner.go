package calendar

import (
	"cmp"
	"context"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/ical"
	"entregent/internal/network"
)

// How much of a calendar is read to guess whose it is.
const (
	ownerBytes  = 8 << 20
	ownerEvents = 2000
	ownerShare  = 60 // percent of the events that list people
)

// Owner takes the calendar's own name for its owner where that is an address, as
// Google names the first calendar of each account, and whoever is in most of the
// events that list people.
func (Reader) Owner(ctx context.Context, src fs.FS, part importer.Part) ([]importer.Claim, error) {
	var claims []importer.Claim
	for _, name := range part.Files {
		c, err := ownerOf(ctx, src, name)
		if err != nil {
			return claims, err
		}
		claims = append(claims, c...)
	}
	return claims, nil
}

// A census counts who is seen in events.
type census struct {
	events int // that list somebody
	seen   map[string]*sighting
	name   string // of the calendar
}

type sighting struct {
	who    importer.Who
	events int
}

func ownerOf(ctx context.Context, src fs.FS, name string) ([]importer.Claim, error) {
	f, err := src.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := census{seen: map[string]*sighting{}}
	for item, err := range ical.Read(io.LimitReader(f, ownerBytes), limits(importer.DefaultLimits)) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		switch {
		case item.Property != nil && item.Property.Name == "X-WR-CALNAME":
			s.name = item.Property.Text()
		case item.Entry != nil && item.Entry.Name == "VEVENT":
			s.count(item.Entry)
		}
		if s.events >= ownerEvents {
			break
		}
	}
	return s.claims(), nil
}

func (s *census) count(c *ical.Component) {
	list := parties(c)
	if len(list) < 2 { // alone, somebody could be anybody
		return
	}
	s.events++
	for _, p := range list {
		if len(p.Handles) == 0 {
			continue
		}
		key := p.Handles[0].Value
		seen := s.seen[key]
		if seen == nil {
			seen = &sighting{who: p.Who}
			s.seen[key] = seen
		}
		seen.events++
		if seen.who.Name == "" {
			seen.who.Name = p.Name
		}
	}
}

func (s *census) claims() (out []importer.Claim) {
	if h, ok := network.NewEmail(s.name); ok && !strings.HasSuffix(h.Value, ".calendar.google.com") {
		claim := importer.Claim{Handles: []network.Handle{h}, Why: "me.calendar", Weight: 1}
		if seen := s.seen[h.Value]; seen != nil {
			claim.Name, claim.Weight = seen.who.Name, max(1, seen.events)
		}
		out = append(out, claim)
	}
	most := s.most()
	if most != nil && most.events*100 >= s.events*ownerShare {
		out = append(out, importer.Claim{Handles: most.who.Handles, Name: most.who.Name, Why: "me.attendee", Weight: most.events})
	}
	return out
}

// most returns who was seen in most events, if in more than anybody else.
func (s *census) most() *sighting {
	all := slices.SortedFunc(maps.Values(s.seen), func(a, b *sighting) int { return cmp.Compare(b.events, a.events) })
	if len(all) == 0 || len(all) > 1 && all[1].events == all[0].events {
		return nil
	}
	return all[0]
}
