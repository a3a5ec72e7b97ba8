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
func (p *person) chat(k kind, about int) string {
	small := about - len(p.voice.topics)
	switch {
	case small < 0:
		return p.words(k, &p.voice.topics[about])
	case k == answers:
		return p.voice.chat[small][1]
	}
	return p.voice.chat[small][0]
}

// words draws a sentence that does what a kind does.
func (p *person) words(k kind, t *topic) string {
	d, l := &p.dice, &p.line
	switch {
	case k == asks:
		return t.ask[l.which%len(t.ask)]
	case k == answers && l.asked:
		return t.answer[l.which%len(t.answer)]
	case k == answers:
		return d.of(p.voice.echo)
	case k == thanks:
		return d.of(p.voice.thanks)
	}
	return d.of(t.tell)
}
