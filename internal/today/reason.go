package today

import (
	"cmp"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// The keys of the reasons this package gives, and of what to bring. Sentences
// says what their arguments are.
const (
	WhyAnswer          = "why.answer"
	WhyAnswerAbout     = "why.answer_about"
	WhyGreet           = "why.greet"
	WhyGreetOn         = "why.greet_on"
	WhyNewPost         = "why.new_post"
	WhyNewOrganisation = "why.new_organisation"
	WhyNewTitle        = "why.new_title"
	WhyNeverMet        = "why.never_met"
	WhyBirthday        = "why.birthday"
	WhyRevive          = "why.revive"
	WhyThanks          = "why.thanks" // followed by _ and the kind of favour
	WhyThanksAbout     = "why.thanks_about"
	WhyNews            = "why.news" // followed by _ and the kind of favour
	WhyNewsAbout       = "why.news_about"
	WhyThanksFor       = "why.thanks_for"
	WhyNewsFor         = "why.news_for"
	WhyNewsOutcome     = "why.news_outcome"
	WhyNewsForOutcome  = "why.news_for_outcome"
	WhyPromise         = "why.promise"
	WhyPromiseDue      = "why.promise_due"
	WhyPromiseAbout    = "why.promise_about"
	WhyQuestion        = "why.question"
	WhyQuestionAbout   = "why.question_about"
	WhyBring           = "why.bring"
	WhyTell            = "why.tell"
	WhyIntroduce       = "why.introduce"
	WhyLetKnow         = "why.let_know"
	WhyLetKnowAgain    = "why.let_know_again"

	BringOffer        = "bring.offer"
	BringIntroduction = "bring.introduction"
	BringPost         = "bring.new_post"
	BringOrganisation = "bring.new_organisation"
	BringTitle        = "bring.new_title"
	BringLast         = "bring.last_spoke"
	BringFact         = "bring.known"
	BringHowMet       = "bring.how_met"
)

// Sentences lists the keys of this package with their arguments.
func Sentences() []relation.Sentence {
	out := []relation.Sentence{
		{Key: WhyAnswer, Args: []string{"days: since their message"}},
		{Key: WhyAnswerAbout, Args: []string{"days: since their message", "its subject"}},
		{Key: WhyGreet, Args: []string{"date: of the connection"}},
		{Key: WhyGreetOn, Args: []string{"date: of the connection", "name of the network"}},
		{Key: WhyNewPost, Args: []string{"title", "organisation"}},
		{Key: WhyNewOrganisation, Args: []string{"organisation"}},
		{Key: WhyNewTitle, Args: []string{"title"}},
		{Key: WhyNeverMet, Args: []string{"n: contact days"}},
		{Key: WhyBirthday, Args: []string{"date: of the birthday"}},
		{Key: WhyRevive, Args: []string{"n: contact days", "days: silence"}},
		{Key: WhyThanksAbout, Args: []string{"date: of the favour", "its words"}},
		{Key: WhyNewsAbout, Args: []string{"date: of the favour", "its words"}},
		{Key: WhyThanksFor, Args: []string{"date: of the introduction", "who was presented"}},
		{Key: WhyNewsFor, Args: []string{"date: of the introduction", "who was presented"}},
		{Key: WhyNewsOutcome, Args: []string{"date: of the favour", "what came of it"}},
		{Key: WhyNewsForOutcome, Args: []string{"date: of the introduction", "who was presented", "what came of it"}},
		{Key: WhyPromiseDue, Args: []string{"date: by which", "its words"}},
		{Key: WhyPromise, Args: []string{"date: of the promise"}},
		{Key: WhyPromiseAbout, Args: []string{"date: of the promise", "its words"}},
		{Key: WhyQuestion, Args: []string{"days: since their question"}},
		{Key: WhyQuestionAbout, Args: []string{"days: since their question", "its subject"}},
		{Key: WhyBring, Args: []string{"the need", "what the keeper can bring"}},
		{Key: WhyTell, Args: []string{"the need", "who can bring it", "what"}},
		{Key: WhyIntroduce, Args: []string{"the need", "who can bring it", "what"}},
		{Key: WhyLetKnow, Args: []string{"what to be known for"}},
		{Key: WhyLetKnowAgain, Args: []string{"what to be known for", "date: last told"}},
		{Key: BringOffer, Args: []string{"the need", "what the keeper can bring"}},
		{Key: BringIntroduction, Args: []string{"the need", "who can bring it", "what"}},
		{Key: BringFact + "_child", Args: []string{"what is known"}},
		{Key: BringFact + "_family", Args: []string{"what is known"}},
		{Key: BringFact + "_holiday", Args: []string{"what is known"}},
		{Key: BringPost, Args: []string{"title", "organisation"}},
		{Key: BringOrganisation, Args: []string{"organisation"}},
		{Key: BringTitle, Args: []string{"title"}},
		{Key: BringLast, Args: []string{"subject", "date: when"}},
		{Key: BringFact, Args: []string{"what is known"}},
		{Key: BringHowMet, Args: []string{"how they met"}},
	}
	for _, k := range network.FavourKinds {
		out = append(out, relation.Sentence{Key: WhyThanks + "_" + string(k), Args: []string{"date: of the favour"}})
		if tells(k) {
			out = append(out, relation.Sentence{Key: WhyNews + "_" + string(k), Args: []string{"date: of the favour"}})
		}
	}
	return out
}

func reason(key string, facts []network.Ref, args ...any) network.Reason {
	return network.Reason{Key: key, Args: args, Facts: facts}
}

// subject is what the ids of loops and gestures name; it only keeps them apart
// from other ids.
type subject struct{}

// LoopID returns the id of the loop of a kind that a record opens.
func LoopID(seed []byte, kind network.LoopKind, subject string) string {
	return derive(seed, "loop", string(kind), subject)
}

// derive makes an id from what it is about, the same at every reading.
func derive(seed []byte, kind string, parts ...string) string {
	return network.Derive[network.ID[subject]](seed, kind, parts...).String()
}

func compareDates(a, b network.Date) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Day, b.Day))
}
