package asking

import "entregent/internal/relation"

// The keys of the reasons this package gives for a next step; Sentences says what
// they take.
const (
	Ask         = "asking.ask"
	AskDirect   = "asking.ask_direct"
	Wait        = "asking.wait"
	Release     = "asking.release"
	Ease        = "asking.ease"
	EaseDirect  = "asking.ease_direct"
	Meet        = "asking.meet"
	Thank       = "asking.thank"
	Tell        = "asking.tell"
	ThankAnswer = "asking.thank_answer"

	AskOne     = "asking.ask_one"
	AskOther   = "asking.ask_other"
	Present    = "asking.present"
	ThankOther = "asking.thank_other"
	Hear       = "asking.hear"
	TellOther  = "asking.tell_other"
)

// Sentences lists the keys of this package, for those who write the texts and
// for the test that none is missing.
func Sentences() []relation.Sentence {
	return []relation.Sentence{
		{Key: Ask, Args: []string{"name: who is asked", "name: whom it leads to"}},
		{Key: AskDirect, Args: []string{"name: who is asked", "what for"}},
		{Key: Wait, Args: []string{"name: who was asked", "date: until when to wait"}},
		{Key: Release, Args: []string{"name: who was asked", "days: since"}},
		{Key: Ease, Args: []string{"name: who said yes", "name: whom it leads to"}},
		{Key: EaseDirect, Args: []string{"name: who said yes"}},
		{Key: Meet, Args: []string{"name: whom to meet", "name: who presented them"}},
		{Key: Thank, Args: []string{"name: whom to thank"}},
		{Key: Tell, Args: []string{"name: whom to tell"}},
		{Key: ThankAnswer, Args: []string{"name: who said no"}},
		{Key: AskOne, Args: []string{"name: who is asked", "name: whom they would be presented to"}},
		{Key: AskOther, Args: []string{"name: who is asked", "name: whom they would be presented to"}},
		{Key: Present, Args: []string{"name: of one", "name: of the other"}},
		{Key: ThankOther, Args: []string{"name: who opened their door", "name: to whom"}},
		{Key: Hear, Args: []string{"name: whom to ask", "name: whom they were presented to"}},
		{Key: TellOther, Args: []string{"name: whom to tell", "name: who would rather not"}},
	}
}
