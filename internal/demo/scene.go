package demo

import (
	"slices"
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// A beat is one encounter that the story needs at its hour, beside those that
// the rhythms bring.
type beat struct {
	minute int64
	who    int32
	step   step
	about  int
}

// cast gives a few people a part in what waits for the keeper today: each kind
// of loop and gesture has somebody to be about. A small world leaves some out.
func (w *world) cast() {
	w.recommended()
	w.unanswered()
	w.introduced()
	w.drifting()
	w.birthdays()
	w.neverMet()
	w.planned()
	w.newYears()
	w.brought()
	slices.SortStableFunc(w.beats, func(a, b beat) int { return int(a.minute - b.minute) })
}

// pick reserves somebody of a tier for a scene, whose tie began early and from
// now on is silent for so many days.
func (w *world) pick(t tier, silent int) *person {
	n := len(w.tiers[t])
	if n < 2 || w.days < 400 { // leave somebody who has no part in anything
		return nil
	}
	p := &w.people[w.tiers[t][n-1]]
	w.tiers[t] = w.tiers[t][:n-1]
	p.reserved = true
	p.to = w.days - silent
	if p.to-p.from < 300 {
		p.from = max(0, p.to-500)
		p.connected = p.from
	}
	p.line.wanted = p.appetite()
	return p
}

// recommended: somebody wrote a recommendation and was not thanked.
func (w *world) recommended() {
	if p := w.pick(monthly, 26); p != nil {
		p.line.favours = append(p.line.favours, brought{network.Recommendation, false, w.days - 18, p.dice.of(p.voice.recommend)})
	}
	if p := w.pick(seasonal, 60); p != nil {
		p.line.favours = append(p.line.favours, brought{network.Recommendation, false, w.days - 47, p.dice.of(p.voice.recommend)})
	}
}

// unanswered: a question and some news came in and were left.
func (w *world) unanswered() {
	if p := w.pick(monthly, 16); p != nil {
		w.beat(p, w.days-9, step{network.Mail, false, asks})
	}
	if p := w.pick(seasonal, 40); p != nil {
		w.beat(p, w.days-33, step{network.Mail, false, asks})
	}
	if p := w.pick(monthly, 14); p != nil {
		w.beat(p, w.days-5, step{network.Mail, false, tells})
	}
}

// introduced: a friend presented somebody, and waits to hear of it.
func (w *world) introduced() {
	friend := w.pick(monthly, 40)
	if friend == nil || len(w.tiers[newcomer]) == 0 {
		return
	}
	other := &w.people[w.tiers[newcomer][0]]
	what := "m’a présenté " + other.name
	if friend.voice.lang == "en" {
		what = "introduced me to " + other.name
	}
	friend.line.favours = append(friend.line.favours, brought{network.Introduction, false, w.days - 30, what})
}

// drifting: once every week, and for weeks now nothing.
func (w *world) drifting() {
	for _, silent := range []int{66, 110, 150} {
		t := monthly
		if silent == 66 {
			t = weekly
		}
		w.pick(t, silent)
	}
	w.pick(bursts, 120)
}

// birthdays: one in two days, one within a fortnight.
func (w *world) birthdays() {
	for i, in := range []int{2, 12} {
		if p := w.pick(tier(i), 6); p != nil {
			on := w.today.AddDate(0, 0, in)
			p.birthday = network.Date{Year: on.Year() - 38 - 5*i, Month: on.Month(), Day: on.Day()}
		}
	}
}

// neverMet: letters and calls for years, and the same town.
func (w *world) neverMet() {
	for range 3 {
		if p := w.pick(seasonal, 20); p != nil {
			p.remote = true
			p.town = frenchCulture.towns[0]
		}
	}
	if p := w.pick(bursts, 30); p != nil {
		p.newPost = true
	}
	if p := w.pick(monthly, 12); p != nil {
		p.newPost = true
	}
}

// planned: a lunch and a call that have a date.
func (w *world) planned() {
	if p := w.pick(weekly, 5); p != nil {
		p.remote = false
		w.beat(p, w.days+3, step{network.InPerson, true, meets})
	}
	if p := w.pick(monthly, 9); p != nil {
		w.beat(p, w.days+8, step{network.Video, true, meets})
	}
}

// newYears: wishes to forty people at once, which are contact with nobody.
func (w *world) newYears() {
	for day := range w.days {
		if day > 0 && w.months[day] == 1 && w.months[day-1] == 12 && len(w.people) > 2*crowd {
			w.beats = append(w.beats, beat{int64(day+3)*perDay + 10*60, 0, step{network.Mail, true, wishes}, 0})
		}
	}
}

// crowd is how many the wishes go to.
const crowd = 40

func (w *world) beat(p *person, day int, s step) {
	at := int64(day)*perDay + hour(&p.dice, s.channel)
	w.beats = append(w.beats, beat{at, p.index, s, p.dice.below(len(p.voice.topics))})
}

// pastBeats is how many beats there are.
func (w *world) pastBeats() int { return len(w.beats) }

// A brought is a favour between the keeper and one person.
type brought struct {
	kind  network.FavourKind
	given bool
	day   int
	what  string
}

// brought gives those who relate the favours of an ordinary life, both ways.
// What was brought to the keeper is followed by her thanks, mostly.
func (w *world) brought() {
	for i := range w.people {
		p := &w.people[i]
		d := &p.dice
		if !p.tier.relates() || p.reserved || p.to-p.from < 120 || !d.chance(0.6) {
			continue
		}
		for range 1 + d.below(3) {
			day := p.from + 60 + d.below(p.to-p.from-100)
			if day > w.days-80 {
				continue
			}
			f := brought{kind: favourKinds[d.below(len(favourKinds))], given: d.chance(0.45), day: day}
			f.what = p.voice.favour(f.kind, d)
			p.line.favours = append(p.line.favours, f)
			if !f.given && (day > w.days-400 || d.chance(0.8)) {
				w.beat(p, min(day+1+d.below(10), p.to), step{network.Mail, true, thanks})
			}
		}
	}
}

var favourKinds = []network.FavourKind{network.Advice, network.Advice, network.Information, network.Introduction, network.Introduction, network.Referral,
	network.Service, network.Recommendation, network.Invitation, network.Support, network.Gift}

// favours yields what was brought.
func (w *world) favours(out func(importer.Event) bool) bool {
	for i := range w.people {
		p := &w.people[i]
		for j, f := range p.line.favours {
			e := importer.Favour{Who: p.who(), Kind: f.kind, Given: f.given, On: w.date(f.day).Add(10 * time.Hour), What: f.what, Key: key(int32(i), 'f', j)}
			if !out(importer.Event{Favour: &e}) {
				return false
			}
		}
		if p.tier == click && p.dice.chance(0.08) {
			e := importer.Favour{Who: p.who(), Kind: network.Endorsement, On: w.date(min(p.connected+30, w.days-1)), What: "Facilitation", State: network.Proposed, Key: key(int32(i), 'f', 0)}
			if !out(importer.Event{Favour: &e}) {
				return false
			}
		}
	}
	return true
}
