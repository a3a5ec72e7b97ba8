package today

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// When loops open and close, in days.
const (
	thanksWithin  = 60  // a word of thanks so soon after a favour closes its loop
	newsAfter     = 30  // after an introduction of which nothing was heard, what came of it is asked for (judged)
	askedFrom     = 3   // a question put to the keeper alone is a loop from here
	leftFrom      = 2   // any other message left unanswered is a gesture from here
	leftUntil     = 60  // and neither any more after this
	loopsUntil    = 365 // older favours go to the Year, not on the desk
	fewReaders    = 3   // a message to more than these asks nobody in particular
	loopsOnDesk   = 5
	laterForDays  = 7
	silentForDays = 90 // after "not this one"
)

// A Loop is something that the keeper owes somebody: thanks, news, what was
// promised, an answer.
type Loop struct {
	ID     string           `json:"id"`
	Kind   network.LoopKind `json:"kind"`
	Person network.PersonID `json:"person"`
	Name   string           `json:"name"`
	Since  network.Date     `json:"since"`
	Reason network.Reason   `json:"reason"`
	// Closed says how it was closed; nil while it is open.
	Closed *Closed `json:"closed,omitempty"`
	Later  bool    `json:"later,omitempty"` // put off by the keeper: open, not shown
}

// A Closed says when a loop was closed, and by which message, if it was not the
// keeper who said so.
type Closed struct {
	On network.Date `json:"on"`
	By *network.Ref `json:"by,omitempty"`
}

// An Owing is all that may be owed to one person.
type Owing struct {
	ID      network.PersonID
	Name    string
	Mark    network.Mark // as it holds on the day; whoever is marked is not on the desk
	Favours []Favour
	Thanks  []relation.Mark   // the keeper's own messages to them with a word of thanks
	Waiting *relation.Waiting // their message that waits for an answer
	Subject string            // what that message is about
}

// A Favour is a favour with the day on which it took place in the keeper's zone.
type Favour struct {
	network.Favour
	Day network.Day
	// Confirmed says that the keeper answered yes to it when it was proposed.
	Confirmed bool
	Who       string      // the name of who was presented, "" if that is not known
	Came      network.Day // of an introduction: the first day in contact with them since; 0 for none
	Said      network.Day // when the keeper wrote down what came of it; 0 if not
	// Told is the message or meeting in which the keeper told who brought it
	// what came of it; nil if none is known.
	Told *relation.Mark
}

// Opens reports whether a loop may come of it, on whatever day: a recommendation
// received by itself; anything else only when the keeper stands behind it.
func (f Favour) Opens() bool {
	if f.Given {
		return f.State == network.Planned && f.stated()
	}
	return f.State == network.Held && (f.Kind == network.Recommendation || f.stated())
}

// stated reports whether the keeper stands behind it: typed or confirmed.
func (f Favour) stated() bool { return f.Source == network.Typed || f.Confirmed }

// A LoopAnswer is what the keeper said to a loop.
type LoopAnswer struct {
	Verdict Verdict
	Day     network.Day
	Until   network.Day // of Later; 0 for the usual week
}

// Loops returns the loops of everybody on a day, oldest first: the open ones,
// and those that closed by themselves or by an answer, marked so. answers are
// the keeper's, by loop id.
func Loops(day network.Day, seed []byte, owing []Owing, answers map[string]LoopAnswer) []Loop {
	loops := []Loop{}
	for _, o := range owing {
		if o.Mark != network.NoMark {
			continue
		}
		b := birth{day, seed, o}
		for _, f := range o.Favours {
			loops = append(loops, b.ofFavour(f)...)
		}
		loops = append(loops, b.ofQuestion()...)
	}
	for i := range loops {
		loops[i].answer(day, answers)
	}
	slices.SortFunc(loops, func(a, b Loop) int {
		return cmp.Or(compareDates(a.Since, b.Since), cmp.Compare(a.ID, b.ID))
	})
	return loops
}

// Open returns the loops among these that stand open and are not put off.
func Open(loops []Loop) []Loop {
	return slices.DeleteFunc(slices.Clone(loops), func(l Loop) bool { return l.Closed != nil || l.Later })
}

func (l *Loop) answer(day network.Day, answers map[string]LoopAnswer) {
	a, ok := answers[l.ID]
	switch {
	case !ok || a.Day > day:
	case a.Verdict == Later:
		l.Later = day < a.until()
	case l.Closed == nil:
		l.Closed = &Closed{On: a.Day.Date()}
	}
}

func (a LoopAnswer) until() network.Day {
	if a.Until != 0 {
		return a.Until
	}
	return a.Day + laterForDays
}

// birth makes the loops of one person.
type birth struct {
	day  network.Day
	seed []byte
	Owing
}

func (b birth) loop(kind network.LoopKind, subject string, since network.Day, why network.Reason) Loop {
	return Loop{
		ID: LoopID(b.seed, kind, subject), Kind: kind,
		Person: b.ID, Name: b.Name, Since: since.Date(), Reason: why,
	}
}

// ofFavour makes the loops that a favour opens.
func (b birth) ofFavour(f Favour) (loops []Loop) {
	age := int(b.day) - int(f.Day)
	if age < 0 || age > loopsUntil {
		return nil
	}
	add := func(kind network.LoopKind, since network.Day, bare, about string) {
		loops = append(loops, b.loop(kind, f.ID.String(), since, f.reason(bare, about)))
	}
	switch {
	case !f.Opens():
	case f.Given:
		loops = append(loops, b.loop(network.PromiseDue, f.ID.String(), f.Day, f.promised()))
	default:
		add(network.ThanksDue, f.Day, WhyThanks+"_"+string(f.Kind), WhyThanksAbout)
		loops[0].Closed = b.thanked(f.Day)
		if f.Who != "" {
			loops[0].Reason = reason(WhyThanksFor, f.refs(), f.Day.Date(), f.Who)
		}
		if since := f.news(); since != 0 && since <= b.day {
			add(network.NewsDue, since, WhyNews+"_"+string(f.Kind), WhyNewsAbout)
			l := &loops[len(loops)-1]
			l.Reason = f.toTell(l.Reason)
			if f.Told != nil && f.Told.Day >= since && f.Told.Day <= b.day {
				by := f.Told.Ref()
				l.Closed = &Closed{On: f.Told.Day.Date(), By: &by}
			}
		}
	}
	return loops
}

// news is the day from which there is something to tell of a favour: since the
// keeper wrote down what came of it, or met who was presented; of an
// introduction nothing is known of, after a month. 0 if there is nothing.
func (f Favour) news() network.Day {
	first := network.Day(0)
	sooner := func(day network.Day, is bool) {
		if is && (first == 0 || day < first) {
			first = day
		}
	}
	sooner(max(f.Said, f.Day), f.Outcome != "")
	sooner(f.Came, f.Came != 0)
	sooner(f.Day+newsAfter, tells(f.Kind) && f.stated())
	return first
}

// toTell says what there is to tell: what came of it where that is written down.
func (f Favour) toTell(bare network.Reason) network.Reason {
	switch n := utf8.RuneCountInString(f.Outcome); {
	case n > 0 && n <= fewWords && f.Who != "":
		return reason(WhyNewsForOutcome, f.refs(), f.Day.Date(), f.Who, f.Outcome)
	case n > 0 && n <= fewWords:
		return reason(WhyNewsOutcome, f.refs(), f.Day.Date(), f.Outcome)
	case f.Who != "":
		return reason(WhyNewsFor, f.refs(), f.Day.Date(), f.Who)
	}
	return bare
}

// promised says what was promised, and by when.
func (f Favour) promised() network.Reason {
	why := f.reason(WhyPromise, WhyPromiseAbout)
	if !f.Due.IsZero() && why.Key == WhyPromiseAbout {
		return reason(WhyPromiseDue, why.Facts, f.Due, f.What)
	}
	return why
}

func (f Favour) refs() []network.Ref {
	return []network.Ref{{Kind: network.RefFavour, ID: f.ID.String()}}
}

// reason says which favour it is: by its own words where they are few, by its
// kind otherwise.
func (f Favour) reason(bare, about string) network.Reason {
	facts := f.refs()
	if n := utf8.RuneCountInString(f.What); n == 0 || n > fewWords {
		return reason(bare, facts, f.Day.Date())
	}
	return reason(about, facts, f.Day.Date(), f.What)
}

// fewWords is the greatest length, in characters, of words that fit in a line.
const fewWords = 80

// tells reports whether something comes of such a favour that its giver would
// like to hear of.
func tells(k network.FavourKind) bool { return k == network.Introduction || k == network.Referral }

// ThanksFrom returns between which days a word of thanks may close a loop of
// these favours, the first and the last; false where none has any.
func ThanksFrom(favours []Favour) (first, last network.Day, ok bool) {
	for _, f := range favours {
		if f.Given {
			continue
		}
		if !ok || f.Day < first {
			first = f.Day
		}
		last, ok = max(last, f.Day+thanksWithin), true
	}
	return first, last, ok
}

// thanked returns how a favour of a day was thanked for by message, nil if it
// was not within the time.
func (b birth) thanked(since network.Day) *Closed {
	var first *relation.Mark
	for i, m := range b.Thanks {
		if m.Day >= since && m.Day <= since+thanksWithin && m.Day <= b.day && (first == nil || m.Day < first.Day) {
			first = &b.Thanks[i]
		}
	}
	if first == nil {
		return nil
	}
	by := first.Ref()
	return &Closed{On: first.Day.Date(), By: &by}
}

// ofQuestion makes the loop of a question put to the keeper alone. Any other
// message that waits is a gesture; the same one is never both.
func (b birth) ofQuestion() []Loop {
	w := b.Waiting
	if w == nil || !w.Alone() {
		return nil
	}
	if !Stands(b.day, w.Day) {
		return nil
	}
	age := int(b.day) - int(w.Day)
	return []Loop{b.loop(network.AnswerDue, w.Encounter.String(), w.Day, waits(WhyQuestion, WhyQuestionAbout, *w, age, b.Subject))}
}

// Stands reports whether a question of one day is a loop on another.
func Stands(day, asked network.Day) bool {
	age := int(day) - int(asked)
	return age >= askedFrom && age <= leftUntil
}

// waits is the reason for an answer, with the subject where there is one.
func waits(bare, about string, w relation.Waiting, age int, subject string) network.Reason {
	facts := []network.Ref{{Kind: network.RefEncounter, ID: w.Encounter.String()}}
	if subject == "" {
		return reason(bare, facts, age)
	}
	return reason(about, facts, age, subject)
}
