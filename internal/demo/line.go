package demo

import (
	"entregent/internal/network"
)

// A line is what happens between the keeper and one person, one step after the
// other. It holds only what the next step needs.
type line struct {
	wanted  float64 // encounters, before they are shared out
	total   int
	done    int
	peak    float64
	favours []brought

	next    step
	minute  int64 // of the next step
	about   int   // the topic; from the number of topics on, the chat
	which   int   // the question asked
	asked   bool  // the step before asked
	opened  bool  // the step before opened an exchange that the next one answers
	openOut bool  // the keeper opened it
}

// A step is the next encounter of a line, its hour already known.
type step struct {
	channel network.Channel
	out     bool // the keeper turns to them
	kind    kind
}

// A kind is what an encounter's words do.
type kind uint8

const (
	tells kind = iota
	asks
	answers
	thanks
	meets
	wishes
)

// advance chooses the next step of p and when it takes place; false when there
// is none left.
func (w *world) advance(p *person) bool {
	l := &p.line
	if l.done >= l.total {
		return false
	}
	if l.opened {
		w.reply(p)
		return true
	}
	d := &p.dice
	l.next = step{channel: p.channel(), out: d.chance(0.5)}
	l.about = p.subject(l.next.channel)
	switch {
	case l.next.channel.Met():
		l.next.kind = meets
	case l.about < len(p.voice.topics) && d.chance(0.4):
		l.next.kind = asks
		l.which = d.below(len(p.voice.topics[l.about].ask))
	}
	l.asked = l.next.kind == asks
	day := w.settle(p, int(p.day(l.done)), l.next.channel)
	l.minute = max(l.minute+7, int64(day)*perDay+hour(d, l.next.channel))
	w.rest(p)
	if l.next.channel.Weight() == 1 { // words in writing, which await a reply
		l.opened = l.done+1 < l.total && d.chance(0.72)
		l.openOut = l.next.out
	}
	return true
}

// reply answers the step before, after minutes in a chat and within days by
// mail.
func (w *world) reply(p *person) {
	l := &p.line
	d := &p.dice
	l.opened = false
	l.next = step{channel: l.next.channel, out: !l.openOut, kind: answers}
	delay := int64(2 + d.below(180))
	if l.next.channel != network.Message {
		delay = int64(60 + d.below(3*perDay))
	}
	last := int64(w.days)*perDay - 1 // nothing takes place today: the day is young
	l.minute = max(l.minute+1, min(awake(l.minute+delay), last))
	w.rest(p)
}

// rest makes sure that the last step near today leaves nothing unanswered:
// what waits for the keeper is cast on purpose, in scenes.
func (w *world) rest(p *person) {
	l := &p.line
	if l.done+1 == l.total && !l.next.out && l.next.kind != meets && l.minute/perDay > int64(w.days)-70 {
		l.next.out, l.next.kind, l.about = true, tells, 0
	}
}

// subject draws what an exchange is about. Chats are often about nothing much.
func (p *person) subject(c network.Channel) int {
	topics := len(p.voice.topics)
	if c == network.Message && p.dice.chance(0.5) {
		return topics + p.dice.below(len(p.voice.chat))
	}
	return p.dice.below(topics)
}

// channel draws one by the tier's chances. Who is never met is seen by video, and
// mostly so is who lives abroad.
func (p *person) channel() network.Channel {
	roll := p.dice.below(100)
	for i, share := range p.tier.channels() {
		if roll -= share; roll < 0 {
			if far := p.town.country != "FR"; channels[i] == network.InPerson && (p.remote || far && p.dice.chance(0.6)) {
				return network.Video
			}
			return channels[i]
		}
	}
	return network.Mail
}

// settle moves a day on to where such things take place: little in August and
// between the years, hardly any mail on Sundays.
func (w *world) settle(p *person, day int, c network.Channel) int {
	d := &p.dice
	last := min(p.to, w.days-1)
	meant := min(day, last)
	if w.months[day] == 8 && c != network.Letter && d.chance(0.55) {
		day += 10 + d.below(25)
	}
	switch {
	case c == network.Message:
	case w.week[min(day, w.days)] == 0 && d.chance(0.85):
		day++
	case w.week[min(day, w.days)] == 6 && d.chance(0.6):
		day += 2
	}
	if day > last {
		day = meant
	}
	return max(0, day)
}

// hour draws the minute of the day at which things of a channel take place.
func hour(d *dice, c network.Channel) int64 {
	switch c {
	case network.InPerson:
		return [...]int64{9 * 60, 12*60 + 30, 12*60 + 30, 16 * 60, 18*60 + 30}[d.below(5)]
	case network.Video:
		return int64(9*60 + 30*d.below(17))
	case network.Message:
		return int64(8*60 + d.below(14*60))
	}
	return int64(8*60 + d.below(11*60))
}

// awake moves what would fall in the night to the morning after.
func awake(minute int64) int64 {
	switch of := minute % perDay; {
	case of < 7*60+30:
		return minute - of + 8*60 + of%90
	case of > 22*60:
		return minute - of + perDay + 8*60 + of%90
	}
	return minute
}
