package network

import "time"

// An OpenQuestion is three questions put to one person by a private link: how do
// you know me, what would you call me for, whom should I meet?
type OpenQuestion struct {
	ID     QuestionID
	Card   CardID
	Person PersonID // of the card
	// Hash is that of the link's token; zero where no link leads to it (any more).
	Hash      [32]byte
	At        time.Time
	Until     time.Time // from then on the link opens nothing
	Withdrawn time.Time // the keeper took the link back; zero while it stands
	Lang      string    // of the page: "fr" or "en"
	Familiar  Familiarity
	Named     bool // the page greets them by their first name

	Answered time.Time // last; zero while it is not
	MetHow   string    // their words
	CallFor  string
	ToMeet   string
}

// Open reports whether the link opens the question at a moment.
func (q *OpenQuestion) Open(now time.Time) bool {
	return q.Hash != [32]byte{} && q.Withdrawn.IsZero() && now.Before(q.Until)
}
