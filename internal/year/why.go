package year

import (
	"slices"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// The keys of the reasons this package gives. Sentences says what their
// arguments are; the words are in package i18n.
const (
	Met        = "year.met"
	Helped     = "year.helped"
	Introduced = "year.introduced"
	Vouched    = "year.vouched"
	YouHelped  = "year.you_helped"
	DrewNearer = "year.drew_nearer"
	Often      = "year.often"
	PassedBy   = "year.passed"
	Began      = "year.began"
	FoundAgain = "year.found"
	Drifts     = "year.drifts"
	Asleep     = "year.asleep"
	NoThanks   = "year.no_thanks"
	MetFirst   = "year.met_first"
	YouSaid    = "year.you_said"
)

// Sentences lists the keys of this package with what the text of each takes, as
// relation.Sentences does.
func Sentences() []relation.Sentence {
	return []relation.Sentence{
		{Key: Met, Args: []string{"n: days met", "date: latest"}},
		{Key: Helped, Args: []string{"n: favours of theirs"}},
		{Key: Introduced, Args: []string{"n: introductions of theirs"}},
		{Key: Vouched, Args: []string{"date: of the latest recommendation"}},
		{Key: YouHelped, Args: []string{"n: favours of the keeper's"}},
		{Key: DrewNearer, Args: []string{"stage: reached in the year"}},
		{Key: Often, Args: []string{"n: contact days of the year"}},
		{Key: PassedBy, Args: []string{"date: first contact", "date: last contact"}},
		{Key: Began, Args: []string{"date: first contact"}},
		{Key: FoundAgain, Args: []string{"days: silence before", "date: first contact after"}},
		{Key: Drifts, Args: []string{"days: silence at the end"}},
		{Key: Asleep, Args: []string{"days: silence at the end"}},
		{Key: NoThanks, Args: []string{"n: favours without thanks"}},
		{Key: MetFirst, Args: []string{"date: of the meeting"}},
		{Key: YouSaid},
	}
}

// often is the number of contact days in a year from which somebody counts for
// being there, whatever else took place (judged: twice a month).
const often = 24

func reason(key string, facts []network.Ref, args ...any) network.Reason {
	if facts == nil {
		facts = []network.Ref{}
	}
	return network.Reason{Key: key, Args: args, Facts: facts}
}

func ref(c relation.Contact) network.Ref {
	return network.Ref{Kind: network.RefEncounter, ID: c.Encounter.String()}
}

// favours returns the facts behind some of the favours, newest first, at most
// three, and how many there are.
func (l *Life) favours(which func(Favour) bool) (facts []network.Ref, n int, last network.Day) {
	for _, f := range slices.Backward(l.Favours) {
		if f.State != network.Held || !which(f) {
			continue
		}
		if n++; n <= 3 {
			facts = append(facts, network.Ref{Kind: network.RefFavour, ID: f.ID.String()})
		}
		last = max(last, f.Day)
	}
	return facts, n, last
}

// counted says why somebody counted: they brought something or were brought
// something, were met, drew nearer, or were simply there.
func (l *Life) counted() (why []network.Reason) {
	if facts, n, _ := l.favours(func(f Favour) bool { return !f.Given && f.Kind == network.Introduction }); n > 0 {
		why = append(why, reason(Introduced, facts, n))
	}
	if facts, n, last := l.favours(func(f Favour) bool { return !f.Given && f.Kind == network.Recommendation }); n > 0 {
		why = append(why, reason(Vouched, facts, last.Date()))
	}
	if facts, n, _ := l.favours(func(f Favour) bool {
		return !f.Given && f.Kind != network.Introduction && f.Kind != network.Recommendation && f.Kind != network.Endorsement
	}); n > 0 {
		why = append(why, reason(Helped, facts, n))
	}
	if facts, n, _ := l.favours(func(f Favour) bool { return f.Given }); n > 0 {
		why = append(why, reason(YouHelped, facts, n))
	}
	if why = append(why, l.metWhy()...); l.End.Stage.Earned > l.Before.Stage.Earned && l.End.Stage.Earned >= relation.Conversation && len(l.In) > 0 {
		why = append(why, reason(DrewNearer, latest(l.In), l.End.Stage.Earned))
	}
	if n := len(relation.ContactDays(l.In)); n >= often && l.End.TwoWay {
		why = append(why, reason(Often, latest(l.In), n))
	}
	return why
}

// metWhy says on how many days of the year somebody was met in person.
func (l *Life) metWhy() []network.Reason {
	days := met(l.In)
	if len(days) == 0 {
		return nil
	}
	var facts []network.Ref
	var last network.Day
	for _, c := range slices.Backward(l.In) {
		if d, ok := days[c.Day]; ok && d.Encounter == c.Encounter {
			last = max(last, c.Day)
			if len(facts) < 3 {
				facts = append(facts, ref(c))
			}
		}
	}
	return []network.Reason{reason(Met, facts, len(days), last.Date())}
}

// latest returns the latest contacts as facts.
func latest(cs []relation.Contact) (facts []network.Ref) {
	for _, c := range slices.Backward(cs) {
		if len(facts) == 3 {
			break
		}
		facts = append(facts, ref(c))
	}
	return facts
}

// passed says that somebody only passed through, and mattered: a short time of
// contact in this year and never before, silence since, and in it a favour, a
// meeting in person, or several days.
func (l *Life) passed(s Span) []network.Reason {
	if len(l.In) == 0 || l.Earlier > 0 {
		return nil
	}
	first, last := l.In[0].Day, l.In[len(l.In)-1].Day
	if last-first > passing || s.To-last < since {
		return nil
	}
	_, helped, _ := l.favours(func(f Favour) bool { return !f.Given })
	if helped == 0 && len(met(l.In)) == 0 && len(relation.ContactDays(l.In)) < shared || !l.End.TwoWay && helped == 0 {
		return nil
	}
	facts := []network.Ref{ref(l.In[0])}
	if len(l.In) > 1 {
		facts = append(facts, ref(l.In[len(l.In)-1]))
	}
	return []network.Reason{reason(PassedBy, facts, first.Date(), last.Date())}
}

// began says that the first contact fell in this year.
func (l *Life) began() []network.Reason {
	if l.Earlier > 0 || len(l.In) == 0 || !l.End.TwoWay {
		return nil
	}
	return []network.Reason{reason(Began, []network.Ref{ref(l.In[0])}, l.In[0].Day.Date())}
}

// found says that a long silence ended.
func (l *Life) found() []network.Reason {
	if l.Earlier < shared || len(l.In) == 0 || l.In[0].Day-l.Last < lost || !l.End.TwoWay {
		return nil
	}
	return []network.Reason{reason(FoundAgain, []network.Ref{ref(l.In[0])}, int(l.In[0].Day-l.Last), l.In[0].Day.Date())}
}

// drifted says that a tie which was alive a year ago is likely to fall silent, or
// has. What came due a fortnight ago is for Today, not for the year.
func (l *Life) drifted() []network.Reason {
	if l.Marked == network.Deceased || l.Before.Dormant || l.Before.Drifting {
		return nil
	}
	var facts []network.Ref
	for _, m := range l.End.Recent {
		facts = append(facts, m.Ref())
	}
	switch {
	case l.End.Dormant:
		return []network.Reason{reason(Asleep, facts, l.End.Silence)}
	case l.End.Drifting && l.End.Silence >= season:
		return []network.Reason{reason(Drifts, facts, l.End.Silence)}
	}
	return nil
}

// unthanked says that something was brought for which no thanks are on record.
// An endorsement is a click, and owes nothing.
func (l *Life) unthanked() []network.Reason {
	facts, n, _ := l.favours(func(f Favour) bool { return !f.Given && !f.Thanked && f.Kind != network.Endorsement })
	if n == 0 {
		return nil
	}
	return []network.Reason{reason(NoThanks, facts, n)}
}

// firstMet says that they were met in person for the first time.
func (l *Life) firstMet(s Span) []network.Reason {
	if l.MetAt < s.From || l.MetAt > s.To || l.MetAt == 0 {
		return nil
	}
	return []network.Reason{reason(MetFirst, []network.Ref{{Kind: network.RefEncounter, ID: l.MetBy.String()}}, l.MetAt.Date())}
}
