package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/store"
)

// What a visitor who holds a link can do. They see nothing of the book but the
// first name of the keeper, and their own where the keeper wants it.

// A GuestQuestion is what the page of a link shows.
type GuestQuestion struct {
	Keeper   string // how the keeper is called; "" if not at all
	Guest    string // the first name of whom it is to; "" to leave it out
	Lang     string
	Familiar network.Familiarity
	Until    network.Date
	Answered bool
	Answer   GuestAnswer
}

// A GuestAnswer is what somebody answers.
type GuestAnswer struct {
	MetHow  string
	CallFor string
	ToMeet  string
}

// MaxGuestAnswer is the greatest length of one answer, in characters.
const MaxGuestAnswer = 1000

// byLink finds the question to which a link leads. One that is unknown, withdrawn
// or over, or whose keeper publishes no address, is NotFound in the same words,
// after the same look into the book.
func (a *App) byLink(tx store.Tx, token string) (network.OpenQuestion, network.Keeper, error) {
	k, err := tx.Keeper()
	if err != nil {
		return network.OpenQuestion{}, k, err
	}
	q, err := tx.OpenQuestionByHash(linkHash(token))
	if err != nil && !errors.Is(err, network.NotFound) {
		return network.OpenQuestion{}, k, err
	}
	if k.Settings.Public == "" || err != nil || !q.Open(a.Now()) {
		return network.OpenQuestion{}, k, noSuchQuestionHere()
	}
	if p, err := person(tx, q.Person); err != nil || p.Binned { // the keeper put them away, and their link with them
		return network.OpenQuestion{}, k, noSuchQuestionHere()
	}
	return q, k, nil
}

// GuestQuestion returns what the page of a link shows.
func (a *App) GuestQuestion(ctx context.Context, keeper network.KeeperID, token string) (out GuestQuestion, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		q, k, err := a.byLink(tx, token)
		if err != nil {
			return err
		}
		out = GuestQuestion{
			Keeper: publicName(k.Settings), Lang: q.Lang, Familiar: q.Familiar, Answered: !q.Answered.IsZero(),
			Until: network.DateOf(q.Until.Add(-time.Microsecond).In(zone(k.Settings))), Answer: GuestAnswer{q.MetHow, q.CallFor, q.ToMeet},
		}
		if !q.Named {
			return nil
		}
		p, err := person(tx, q.Person)
		out.Guest = firstName(p.Name)
		return err
	})
	return out, err
}

// AnswerQuestion keeps what somebody answers by a link, in the place of what they
// answered before. It waits for the keeper's yes. Nothing at all is no answer.
func (a *App) AnswerQuestion(ctx context.Context, keeper network.KeeperID, token string, g GuestAnswer) error {
	for _, s := range []*string{&g.MetHow, &g.CallFor, &g.ToMeet} {
		*s = paragraphs(*s)
		if utf8.RuneCountInString(*s) > MaxGuestAnswer {
			return &network.Error{Kind: network.Invalid, Field: "answer", Msg: "error.answer_too_long", Args: []any{MaxGuestAnswer}}
		}
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		q, _, err := a.byLink(tx, token)
		if err != nil {
			return err
		}
		if g == (GuestAnswer{}) {
			return &network.Error{Kind: network.Invalid, Field: "answer", Msg: "error.answer_empty"}
		}
		if g == (GuestAnswer{q.MetHow, q.CallFor, q.ToMeet}) {
			return nil
		}
		q.MetHow, q.CallFor, q.ToMeet = g.MetHow, g.CallFor, g.ToMeet
		q.Answered = a.Now().UTC().Truncate(time.Microsecond)
		return tx.PutOpenQuestion(q)
	})
}

// EraseAnswer erases what somebody answered by a link, and what the keeper has
// filed of it and not used since. They can answer anew while the link serves.
func (a *App) EraseAnswer(ctx context.Context, keeper network.KeeperID, token string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		q, _, err := a.byLink(tx, token)
		if err != nil {
			return err
		}
		for _, part := range partNames { // also of one that has been left empty since
			if err := a.unfile(tx, openSubject(q.ID, part)); err != nil {
				return err
			}
		}
		q.MetHow, q.CallFor, q.ToMeet, q.Answered = "", "", "", time.Time{}
		return tx.PutOpenQuestion(q)
	})
}

// paragraphs trims what was typed and keeps its line ends, three lines apart at
// most, and nothing that is no text.
func paragraphs(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n"), "\r", "\n")
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = network.OneLine(line); line != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// The three questions, as parts of one answer.
const (
	partHow  = "how"  // how do you know me?
	partCall = "call" // what would you call me for?
	partWhom = "whom" // whom should I meet?
)

var partNames = []string{partHow, partCall, partWhom}

// openParts yields the parts that were answered.
func openParts(q network.OpenQuestion) map[string]string {
	out := map[string]string{}
	for part, words := range map[string]string{partHow: q.MetHow, partCall: q.CallFor, partWhom: q.ToMeet} {
		if words != "" {
			out[part] = words
		}
	}
	return out
}

func openSubject(id network.QuestionID, part string) string { return id.String() + "-" + part }

// A filed is what the keeper said to one part of an answer: to which words, and
// what was made of them.
type filed struct {
	Words string        `json:"words"` // a hash of them: they may have changed since
	Made  []network.Ref `json:"made,omitempty"`
}

func wordsHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

// askOpen asks whether what somebody answered is to be kept, a part at a time. A
// part that changed since the keeper's word is asked about again.
func (b *book) askOpen(tx store.Tx) ([]Question, error) {
	all, err := tx.OpenQuestions()
	if err != nil {
		return nil, err
	}
	answers, err := tx.Answers(string(QuestionOpen))
	if err != nil {
		return nil, err
	}
	said := map[string]store.Answer{}
	for _, x := range answers {
		said[x.Subject] = x
	}
	var out []Question
	for _, q := range all {
		e, ok := b.entry(q.Person)
		if !ok || q.Answered.IsZero() {
			continue
		}
		on := network.DateOf(q.Answered.In(zone(b.settings)))
		words := openParts(q)
		for _, part := range partNames {
			id := openSubject(q.ID, part)
			if words[part] == "" || b.settled(said[id], words[part]) {
				continue
			}
			out = append(out, Question{Kind: QuestionOpen, ID: id, Person: b.row(e), On: &on, What: []string{words[part]}, Part: part})
		}
	}
	return out, nil
}

// settled reports whether the keeper has answered to these very words, or put
// them off.
func (b *book) settled(x store.Answer, words string) bool {
	if x.Verdict == "" || x.Verdict == "later" {
		return x.Verdict == "later" && untilDay(x.Until) > b.day
	}
	var f filed
	return json.Unmarshal([]byte(x.Detail), &f) == nil && f.Words == wordsHash(words)
}

// openPart finds the part of an answer that is spoken of.
func openPart(tx store.Tx, subject string) (q network.OpenQuestion, part, words string, err error) {
	id, part, _ := strings.Cut(subject, "-")
	if q, err = openQuestion(tx, id); err == nil && !slices.Contains(partNames, part) {
		err = noSuchQuestionHere()
	}
	return q, part, openParts(q)[part], err
}

// sayOpen files one part of an answer, or leaves it: how they know the keeper as
// a fact; what they would call for as how they see the keeper, and as an offer of
// the keeper's own; whom to meet as what they can bring.
func (a *App) sayOpen(ctx context.Context, keeper network.KeeperID, id string, yes bool) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		q, part, words, err := openPart(tx, id)
		if err != nil {
			return err
		}
		if words == "" { // taken back meanwhile
			return &network.Error{Kind: network.Conflict, Msg: "error.changed_meanwhile"}
		}
		x := filed{Words: wordsHash(words)}
		if old, ok, err := said(tx, QuestionOpen, id); err != nil || ok && old.Verdict == verdict(yes) && (&book{}).settled(old, words) {
			return err // a second click
		}
		if err := a.unfile(tx, id); err != nil {
			return err
		}
		if yes {
			if x.Made, err = a.file(tx, q, part, network.OneLine(words)); err != nil {
				return err
			}
		}
		detail, err := json.Marshal(x)
		if err != nil {
			return err
		}
		return tx.PutAnswer(store.Answer{Kind: string(QuestionOpen), Subject: id, Verdict: verdict(yes), Person: q.Person, Detail: string(detail), At: a.Now()})
	})
}

// file makes records of one part of an answer.
func (a *App) file(tx store.Tx, q network.OpenQuestion, part, words string) (made []network.Ref, err error) {
	k, err := tx.Keeper()
	if err != nil {
		return nil, err
	}
	wish := func(kind network.WishKind, of network.PersonID, what string) error {
		w, err := a.addWish(tx, k, NewWish{Kind: kind, Of: of, What: shorten(what, MaxWish)}, a.Now())
		made = append(made, network.Ref{Kind: network.RefWish, ID: w.ID.String()})
		return err
	}
	fact := func(kind network.FactKind) error {
		_, err := a.change(tx, q.Person, func(k network.Keeper, p *network.Person) error {
			c, err := typedCard(tx, k.Seed, *p)
			if err != nil {
				return err
			}
			f := a.typedFact(k.Seed, c.ID, kind, words, i18n.For(k.Settings.Lang).T("open.label"))
			made = append(made, network.Ref{Kind: network.RefFact, ID: f.ID.String()})
			return tx.AddFacts([]network.Fact{f})
		})
		return err
	}
	switch part {
	case partHow:
		err = fact(network.FactHowMet)
	case partCall:
		if err = fact(network.FactSeesMe); err == nil {
			err = wish(network.Offer, network.PersonID{}, words)
		}
	case partWhom:
		err = wish(network.Offer, q.Person, i18n.For(cmp.Or(k.Settings.Lang, q.Lang)).T("open.introduces", words))
	}
	return made, err
}

// unfile takes back what was filed of one part of an answer and not used since,
// with the keeper's word on it.
func (a *App) unfile(tx store.Tx, id string) error {
	x, ok, err := said(tx, QuestionOpen, id)
	if err != nil || !ok {
		return err
	}
	var f filed
	if x.Detail != "" {
		if err := json.Unmarshal([]byte(x.Detail), &f); err != nil {
			return err
		}
	}
	if err := a.takeBack(tx, f.Made); err != nil {
		return err
	}
	return tx.DropAnswer(string(QuestionOpen), id)
}

// takeBack removes records that were made at once.
func (a *App) takeBack(tx store.Tx, made []network.Ref) error {
	if len(made) == 0 {
		return nil
	}
	u := unwriter{App: a, tx: tx}
	var err error
	if u.ledger, err = openLedger(tx); err != nil {
		return err
	}
	if err := u.index(); err != nil {
		return err
	}
	for _, r := range slices.Backward(made) {
		if err := u.take(r); err != nil && !errors.Is(err, network.NotFound) {
			return err
		}
	}
	return a.settleOpened(tx, u.ledger)
}

// unsayOpen takes back the keeper's word on one part of an answer, with what was
// filed by it.
func (a *App) unsayOpen(ctx context.Context, keeper network.KeeperID, id string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		if _, _, _, err := openPart(tx, id); err != nil {
			return err
		}
		return a.unfile(tx, id)
	})
}

// dropOpenAnswers forgets what the keeper said to the parts of an answer; what was
// filed stays.
func dropOpenAnswers(tx store.Tx, q network.QuestionID) error {
	for _, part := range partNames {
		if err := tx.DropAnswer(string(QuestionOpen), openSubject(q, part)); ignoreMissing(err) != nil {
			return err
		}
	}
	return nil
}
