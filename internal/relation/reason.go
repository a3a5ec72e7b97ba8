package relation

import "entregent/internal/network"

// The keys of the reasons this package gives. Sentences says what their
// arguments are; the words are in package i18n.
const (
	SilenceAgainstGap = "drift.silence_against_gap"
	SilenceMet        = "drift.silence_met"
	StillInRhythm     = "drift.still_in_rhythm"
	UsedToBeOften     = "drift.used_to_be_often"
	Seldom            = "drift.seldom"
	Missed            = "drift.missed"
	YouWereQuiet      = "drift.you_were_quiet"
	YourRhythm        = "drift.your_rhythm"
	SlowTie           = "drift.slow_tie"
	TooLittleHistory  = "drift.too_little_history"
	NotWatched        = "drift.not_watched"
	InFigures         = "drift.in_figures"

	Exchanged       = "evidence.exchanged"
	Conversed       = "evidence.conversed"
	MetInPerson     = "evidence.met"
	SaidMet         = "evidence.said_met"
	FavoursBothWays = "evidence.favours_both_ways"
	Vouched         = "evidence.vouched"

	NeedsExchange  = "missing.exchange"
	NeedsDays      = "missing.days"
	NeedsTime      = "missing.time"
	NeedsMeeting   = "missing.meeting"
	NeedsMeetings  = "missing.meetings"
	NeedsGift      = "missing.gift"
	NeedsTheirGift = "missing.their_gift"
	NeedsFavours   = "missing.favours"

	LoweredSilence = "lowered.silence"
	LoweredDormant = "lowered.dormant"
	YouSaidSo      = "lowered.you_said_so"
	YouSaidSoFor   = "lowered.you_said_so_for"

	TheyAnswer         = "reciprocity.they_answer"
	TheyRarelyAnswer   = "reciprocity.they_rarely_answer"
	NoWordBack         = "reciprocity.no_word_back"
	YouNeverAnswered   = "reciprocity.you_never_answered"
	NeverWroteFirst    = "reciprocity.never_wrote_first"
	YouNeverWroteFirst = "reciprocity.you_never_wrote_first"
	BothWriteFirst     = "reciprocity.both_write_first"
	TheyWait           = "reciprocity.they_wait"
)

// A Sentence says what the text of a key takes: one word for each argument, in
// order. "days" is a number of days for a span, "n" a count, "date" a
// network.Date, the rest words.
type Sentence struct {
	Key  string
	Args []string
}

// Sentences lists the keys of this package, for those who write the texts and
// for the test that none is missing.
func Sentences() []Sentence {
	return []Sentence{
		{SilenceAgainstGap, []string{"days: usual gap", "days: silence"}},
		{SilenceMet, []string{"days: usual gap", "days: silence"}},
		{StillInRhythm, []string{"days: usual gap", "days: silence"}},
		{UsedToBeOften, []string{"n: contact days", "days: from first to last"}},
		{Seldom, []string{"n: contact days", "days: from first to last"}},
		{Missed, []string{"n: contacts missed at the old pace"}},
		{YouWereQuiet, nil},
		{YourRhythm, []string{"days: rhythm set by hand", "days: silence"}},
		{SlowTie, nil},
		{TooLittleHistory, []string{"n: contact days"}},
		{NotWatched, nil},
		{InFigures, []string{"n: of 100 such ties that stay silent for 30 days", "n: for 90 days"}},
		{Exchanged, []string{"date: first turn"}},
		{Conversed, []string{"n: days with a turn", "days: from first to last"}},
		{MetInPerson, []string{"n: days met", "date: latest"}},
		{SaidMet, nil},
		{FavoursBothWays, nil},
		{Vouched, nil},
		{NeedsExchange, nil},
		{NeedsDays, []string{"n: days still missing"}},
		{NeedsTime, []string{"days: span asked for"}},
		{NeedsMeeting, nil},
		{NeedsMeetings, []string{"n: meetings still missing"}},
		{NeedsGift, nil},
		{NeedsTheirGift, nil},
		{NeedsFavours, nil},
		{LoweredSilence, []string{"days: silence"}},
		{LoweredDormant, []string{"days: silence"}},
		{YouSaidSo, nil},
		{YouSaidSoFor, []string{"the keeper's word of why"}},
		{TheyAnswer, []string{"n: answered", "n: outreaches closed"}},
		{TheyRarelyAnswer, []string{"n: answered", "n: outreaches closed"}},
		{NoWordBack, []string{"n: messages sent"}},
		{YouNeverAnswered, []string{"n: messages received"}},
		{NeverWroteFirst, []string{"n: exchanges the keeper began"}},
		{YouNeverWroteFirst, []string{"n: exchanges they began"}},
		{BothWriteFirst, []string{"n: exchanges they began", "n: exchanges the keeper began"}},
		{TheyWait, []string{"days: since their message"}},
	}
}

func reason(key string, facts []network.Ref, args ...any) network.Reason {
	if facts == nil {
		facts = []network.Ref{}
	}
	return network.Reason{Key: key, Args: args, Facts: facts}
}

func reasons(r ...network.Reason) []network.Reason { return r }

func refs(marks ...Mark) []network.Ref {
	out := make([]network.Ref, len(marks))
	for i, m := range marks {
		out[i] = m.Ref()
	}
	return out
}

// few takes the newest two of each list: a reason names few records.
func few(lists ...[]network.Ref) []network.Ref {
	var out []network.Ref
	for _, l := range lists {
		out = append(out, l[:min(2, len(l))]...)
	}
	return out
}
