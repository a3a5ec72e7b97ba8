package demo

import (
	"strconv"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// A turn is when somebody's next step is due.
type turn struct {
	minute int64
	who    int32
}

// turns is a heap, the earliest first, the lower index first among equals.
type turns []turn

func (t turns) before(i, j int) bool {
	return t[i].minute < t[j].minute || t[i].minute == t[j].minute && t[i].who < t[j].who
}

// sink restores the order after the i-th turn has moved later.
func (t turns) sink(i int) {
	for {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(t); c++ {
			if t.before(c, least) {
				least = c
			}
		}
		if least == i {
			return
		}
		t[i], t[least] = t[least], t[i]
		i = least
	}
}

// encounters yields every encounter in the order of its hour: the next step of
// whoever is next, and the beats of the scenes among them.
func (w *world) encounters(out func(importer.Event) bool) bool {
	var t turns
	for i := range w.people {
		if w.advance(&w.people[i]) {
			t = append(t, turn{w.people[i].line.minute, int32(i)})
		}
	}
	for i := len(t)/2 - 1; i >= 0; i-- {
		t.sink(i)
	}
	beats := w.beats
	for n := 0; len(t) > 0 || len(beats) > 0; n++ {
		if len(beats) > 0 && (len(t) == 0 || beats[0].minute <= t[0].minute) {
			b := beats[0]
			beats = beats[1:]
			if !out(importer.Event{Encounter: w.encounter(&w.people[b.who], b.minute, b.step, b.about, key(b.who, 'b', n))}) {
				return false
			}
			continue
		}
		p := &w.people[t[0].who]
		l := &p.line
		e := w.encounter(p, l.minute, l.next, l.about, key(t[0].who, 'e', l.done))
		l.done++
		if w.advance(p) {
			t[0].minute = l.minute
		} else {
			t[0] = t[len(t)-1]
			t = t[:len(t)-1]
		}
		t.sink(0)
		if !out(importer.Event{Encounter: e}) {
			return false
		}
	}
	return true
}

// key names a happening of the story.
func key(who int32, sort byte, n int) string {
	var room [32]byte
	b := append(room[:0], "demo:"...)
	b = strconv.AppendInt(b, int64(who), 10)
	b = append(b, sort)
	return string(strconv.AppendInt(b, int64(n), 10))
}

func (w *world) encounter(p *person, minute int64, s step, about int, key string) *importer.Encounter {
	e := &importer.Encounter{Key: key, Channel: s.channel, At: w.at(minute)}
	if !e.At.Before(w.now) {
		e.State = network.Planned
	}
	t := &p.voice.topics[about%len(p.voice.topics)]
	switch {
	case s.kind == wishes:
		w.wish(e, p)
		return e
	case s.kind == meets:
		w.meeting(e, p, t)
		return e
	case s.channel == network.Mail || s.channel == network.Letter:
		e.Subject = t.subject
		if s.kind == answers {
			e.Subject = "Re: " + e.Subject
		}
		e.Text = p.mail(s, t)
	case s.channel == network.Message:
		e.Text = p.chat(s.kind, about)
	default:
		e.Subject = t.subject
	}
	w.address(e, p, s)
	return e
}

// address says who wrote or rang, and who else was written to.
func (w *world) address(e *importer.Encounter, p *person, s step) {
	from, to := w.keeper, p.who()
	if !s.out {
		from, to = to, from
	}
	e.Parties = append(make([]importer.Party, 0, 4), importer.Party{Who: from, Role: network.From}, importer.Party{Who: to, Role: network.To})
	if s.channel == network.Mail && s.kind == tells && p.dice.chance(0.12) {
		w.invite(e, p, network.To, "")
	}
}

// meeting says who sat together, and where.
func (w *world) meeting(e *importer.Encounter, p *person, t *topic) {
	e.Subject = t.meet + ", " + p.first
	me, them := network.Organizer, network.Attendee
	if p.dice.chance(0.4) {
		me, them = them, me
	}
	if e.Channel == network.InPerson {
		e.Place = p.culture.cafes[p.dice.below(len(p.culture.cafes))] + ", " + p.town.town
	}
	e.Parties = append(make([]importer.Party, 0, 4), importer.Party{Who: w.keeper, Role: me, Status: network.Accepted}, importer.Party{Who: p.who(), Role: them, Status: network.Accepted})
	if p.dice.chance(0.15) {
		w.invite(e, p, network.Attendee, network.Accepted)
	}
}

// invite brings in a colleague or two of p who know the keeper at that time and
// have no part in a scene.
func (w *world) invite(e *importer.Encounter, p *person, as network.Role, status network.Status) {
	colleagues := w.members[p.org]
	day := int((e.At.Unix() - w.dawn[0]) / 86400)
	first := p.dice.below(len(colleagues))
	for i := range min(4, len(colleagues)) {
		q := &w.people[colleagues[(first+i)%len(colleagues)]]
		if q != p && q.tier <= once && !q.reserved && q.voice.lang == p.voice.lang && q.from <= day && day <= q.to && day < w.days-70 {
			e.Parties = append(e.Parties, importer.Party{Who: q.who(), Role: as, Status: status})
		}
		if len(e.Parties) == 4 {
			return
		}
	}
}

// wish writes to many at once.
func (w *world) wish(e *importer.Encounter, p *person) {
	e.Subject, e.Text = "Bonne année, happy new year", frenchVoice.wishes[0]+"\n\n"+englishVoice.wishes[0]
	e.Parties = append(make([]importer.Party, 0, crowd+1), importer.Party{Who: w.keeper, Role: network.From})
	for i := range crowd {
		q := &w.people[(int(p.index)+i*len(w.people)/crowd)%len(w.people)]
		e.Parties = append(e.Parties, importer.Party{Who: q.who(), Role: network.To})
	}
}
