package demo

// mail writes a mail or a letter of one step: a salutation, what it is about, a
// closing, the writer's first name.
func (p *person) mail(s step, t *topic) string {
	d, v := &p.dice, p.voice
	to, from := p.first, keeperFirst
	if !s.out {
		to, from = from, to
	}
	words := p.words(s.kind, t)
	if s.kind == tells && len(t.tell) > 1 && d.chance(0.3) {
		if more := d.of(t.tell); more != words {
			words += " " + more
		}
	}
	return d.of(v.hello) + to + ",\n\n" + words + "\n\n" + d.of(v.bye) + "\n" + from
}

// chat writes a short message.
func (p *person) chat(k kind, t *topic) string {
	d, v := &p.dice, p.voice
	switch {
	case k == tells && d.chance(0.5):
		return d.of(v.chat)
	case k == answers && d.chance(0.6):
		return d.of(v.chatBack)
	}
	return p.words(k, t)
}

// words draws a sentence that does what a kind does.
func (p *person) words(k kind, t *topic) string {
	switch k {
	case asks:
		return p.dice.of(t.ask)
	case answers:
		return p.dice.of(t.answer)
	case thanks:
		return p.dice.of(p.voice.thanks)
	}
	return p.dice.of(t.tell)
}
