package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/today"
)

// An OpenQuestion is three questions put to somebody, and what became of them.
type OpenQuestion struct {
	ID       string        `json:"id"`
	Person   Named         `json:"person"`
	On       network.Date  `json:"on"`
	Until    network.Date  `json:"until"`            // the last day of the link
	State    string        `json:"state"`            // "waiting", "answered", "withdrawn" or "over"
	Serves   bool          `json:"serves,omitempty"` // the link opens the page
	Answered *network.Date `json:"answered,omitempty"`
	MetHow   string        `json:"met_how,omitempty"`
	CallFor  string        `json:"call_for,omitempty"`
	ToMeet   string        `json:"to_meet,omitempty"`
}

// The states of an open question.
const (
	OpenWaiting   = "waiting"
	OpenAnswered  = "answered"
	OpenWithdrawn = "withdrawn"
	OpenOver      = "over" // its days have passed without an answer
)

// A PutQuestion is an open question that has just been put: this is the only time
// at which its link is known.
type PutQuestion struct {
	OpenQuestion
	URL   string `json:"url"`
	Text  string `json:"text"` // to paste into a mail
	Email string `json:"email,omitempty"`
}

// A NewQuestion says to whom the three questions are put.
type NewQuestion struct {
	Of    network.PersonID
	Days  int  // for which the link serves; 0 for the usual
	Named bool // the page greets them by their first name
	// Lang is the language of the page and the letter where nothing tells theirs.
	Lang string
}

// For how many days a link serves: usually, and at most.
const (
	questionDays = 30
	mostDays     = 180
)

// checkPublic refuses a public address that is none: an address of its own, by
// https, without a path.
func checkPublic(s *network.Settings) error {
	s.PublicName = shorten(network.OneLine(s.PublicName), 100)
	if s.Public = strings.TrimSuffix(strings.TrimSpace(s.Public), "/"); s.Public == "" {
		return nil
	}
	bad := &network.Error{Kind: network.Invalid, Field: "public", Msg: "error.not_public", Args: []any{shorten(network.OneLine(s.Public), 100)}}
	u, err := url.Parse(s.Public)
	if err != nil || len(s.Public) > 200 || u.Host == "" || u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.Opaque != "" || strings.ContainsAny(s.Public, " \\\"'<>@?#") {
		return bad
	}
	here := u.Hostname() == "localhost" || strings.HasSuffix(u.Hostname(), ".localhost")
	if u.Scheme != "https" && !(u.Scheme == "http" && here) {
		return bad
	}
	s.Public = u.Scheme + "://" + strings.ToLower(u.Host)
	return nil
}

// PublicHost is the value of Host to which visitors come, "" where the keeper has
// published no address.
func PublicHost(s network.Settings) string {
	_, host, _ := strings.Cut(s.Public, "://")
	return host
}

// publicName is how the keeper is called on the page: as they chose, else by
// their first name.
func publicName(s network.Settings) string { return cmp.Or(s.PublicName, firstName(meName(s))) }

// newLink returns 160 random bits as text fit for an address, and what is kept of
// them.
func newLink() (token string, hash [32]byte) {
	var b [20]byte
	rand.Read(b[:])
	token = base64.RawURLEncoding.EncodeToString(b[:])
	return token, linkHash(token)
}

// linkHash is what is kept of a link.
func linkHash(token string) [32]byte { return sha256.Sum256([]byte("open question\x00" + token)) }

// PutOpenQuestion puts the three questions to somebody. It sends nothing: the
// link is the keeper's to send. A link to the same person that is still open is
// withdrawn. Conflict where no address is published.
func (a *App) PutOpenQuestion(ctx context.Context, keeper network.KeeperID, n NewQuestion) (out PutQuestion, err error) {
	days := cmp.Or(n.Days, questionDays)
	if days < 1 || days > mostDays {
		return out, &network.Error{Kind: network.Invalid, Field: "days", Msg: "error.question_days", Args: []any{mostDays}}
	}
	token, hash := newLink()
	err = a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		if k.Settings.Public == "" {
			return &network.Error{Kind: network.Conflict, Field: "public", Msg: "error.no_public_address"}
		}
		d, err := a.openDesk(tx, 0)
		if err != nil {
			return err
		}
		now := a.Now().UTC().Truncate(time.Microsecond)
		q := network.OpenQuestion{Hash: hash, At: now, Until: (a.today(k.Settings) + network.Day(days) + 1).Start(d.zone).UTC(), Named: n.Named}
		rand.Read(q.ID[:])
		p, err := a.change(tx, n.Of, func(k network.Keeper, p *network.Person) error {
			c, err := typedCard(tx, k.Seed, *p)
			if err != nil {
				return err
			}
			q.Card, q.Person = c.ID, p.ID
			return nil
		})
		if err != nil {
			return err
		}
		if err := a.withdrawOpen(tx, p.ID, now); err != nil {
			return err
		}
		light, err := d.closely(tx, []today.Gesture{{Person: p.ID}})
		if err != nil {
			return err
		}
		m := today.Draft{Key: "draft.open_question"}
		if i, ok := light.at[p.ID]; ok {
			m.Familiar = light.list[i].Familiar
			if m.Lang, err = d.tongue(tx, light.list[i], n.Lang); err != nil {
				return err
			}
		}
		words, form := d.voice(m)
		q.Lang, q.Familiar = words.Lang(), network.Familiarity(form)
		if err := tx.PutOpenQuestion(q); err != nil {
			return err
		}
		out.OpenQuestion = openView(q, Named{p.ID.String(), p.Name}, now, d.zone)
		out.URL = k.Settings.Public + "/q/" + token
		m.Args = []any{p.Name, out.URL, out.Until}
		out.Text, out.Email = d.draft(m), d.email(tx, p.ID)
		return nil
	})
	return out, err
}

// withdrawOpen takes back the links to somebody that still serve.
func (a *App) withdrawOpen(tx store.Tx, who network.PersonID, now time.Time) error {
	all, err := tx.OpenQuestions()
	for _, q := range all {
		if q.Person == who && q.Open(now) {
			q.Withdrawn = now
			if err := tx.PutOpenQuestion(q); err != nil {
				return err
			}
		}
	}
	return err
}

func openView(q network.OpenQuestion, who Named, now time.Time, z *time.Location) OpenQuestion {
	out := OpenQuestion{
		ID: q.ID.String(), Person: who, On: network.DateOf(q.At.In(z)), Until: network.DateOf(q.Until.Add(-time.Microsecond).In(z)),
		State: OpenWaiting, Serves: q.Open(now), MetHow: q.MetHow, CallFor: q.CallFor, ToMeet: q.ToMeet,
	}
	switch {
	case !q.Answered.IsZero():
		d := network.DateOf(q.Answered.In(z))
		out.State, out.Answered = OpenAnswered, &d
	case !q.Withdrawn.IsZero():
		out.State = OpenWithdrawn
	case !q.Open(now):
		out.State = OpenOver
	}
	return out
}

// OpenQuestions lists what was put to everybody, or to one person, newest first.
func (a *App) OpenQuestions(ctx context.Context, keeper network.KeeperID, about network.PersonID) ([]OpenQuestion, error) {
	out := []OpenQuestion{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		all, err := tx.OpenQuestions()
		for _, q := range all {
			if _, ok := b.entry(q.Person); ok && (about.IsZero() || q.Person == about) && !q.At.After(a.Now()) {
				out = append(out, openView(q, b.named(q.Person), a.Now(), zone(b.settings)))
			}
		}
		return err
	})
	return out, err
}

func noSuchQuestionHere() error {
	return &network.Error{Kind: network.NotFound, Msg: "error.no_such_question"}
}

func openQuestion(tx store.Tx, text string) (network.OpenQuestion, error) {
	id, err := network.ParseID[network.QuestionID](text)
	if err != nil {
		return network.OpenQuestion{}, noSuchQuestionHere()
	}
	all, err := tx.OpenQuestions()
	if err != nil {
		return network.OpenQuestion{}, err
	}
	if i := slices.IndexFunc(all, func(q network.OpenQuestion) bool { return q.ID == id }); i >= 0 {
		return all[i], nil
	}
	return network.OpenQuestion{}, noSuchQuestionHere()
}

// WithdrawQuestion takes a link back: it opens nothing from then on. What was
// answered stays.
func (a *App) WithdrawQuestion(ctx context.Context, keeper network.KeeperID, id string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		q, err := openQuestion(tx, id)
		if err != nil || !q.Withdrawn.IsZero() {
			return err
		}
		q.Withdrawn = a.Now().UTC().Truncate(time.Microsecond)
		return tx.PutOpenQuestion(q)
	})
}

// RestoreQuestion lets a link that was taken back serve again, until its day; of
// two links to one person only one serves.
func (a *App) RestoreQuestion(ctx context.Context, keeper network.KeeperID, id string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		q, err := openQuestion(tx, id)
		if err != nil || q.Withdrawn.IsZero() {
			return err
		}
		if err := a.withdrawOpen(tx, q.Person, a.Now().UTC().Truncate(time.Microsecond)); err != nil {
			return err
		}
		q.Withdrawn = time.Time{}
		return tx.PutOpenQuestion(q)
	})
}

// DropQuestion removes an open question, its link and its answer. What the keeper
// has filed of the answer stays.
func (a *App) DropQuestion(ctx context.Context, keeper network.KeeperID, id string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		q, err := openQuestion(tx, id)
		if err != nil {
			return err
		}
		if err := dropOpenAnswers(tx, q.ID); err != nil {
			return err
		}
		return tx.DeleteOpenQuestion(q.ID)
	})
}
