package reach

import (
	"slices"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// The keys of the reasons this package gives; Sentences says what they take.
const (
	ToldSo          = "reach.told"
	WereIntroduced  = "reach.introduced"
	HaveRecommended = "reach.recommended"
	OftenTogether   = "reach.often"
	SeenTogether    = "reach.once"
	InOneChat       = "reach.chat"
	WereColleagues  = "reach.colleagues"
	AmongMany       = "reach.many_colleagues"

	LinkSteady  = "reach.link_steady"
	LinkUnclear = "reach.link_unclear"
	LinkSilent  = "reach.link_silent"
	LinkLittle  = "reach.link_little"
	LinkNone    = "reach.link_none"

	AskedOften   = "reach.asked_often"
	AskStillOpen = "reach.ask_open"
	BroughtMore  = "reach.brought_more"
	AlreadyBusy  = "reach.busy"

	NobodyAround = "reach.none_nobody"
	TooFar       = "reach.none_far"
	AllSpared    = "reach.none_spared"
	TooThin      = "reach.none_thin"

	LearnWho  = "reach.create_learn_who"
	MeetThem  = "reach.create_meet"
	AskOfThem = "reach.create_ask_of"
	RenewWith = "reach.create_renew"
	MakeSure  = "reach.create_make_sure"
)

// Sentences lists the keys of this package, for those who write the texts and
// for the test that none is missing.
func Sentences() []relation.Sentence {
	return []relation.Sentence{
		{Key: ToldSo}, {Key: WereIntroduced}, {Key: HaveRecommended},
		{Key: OftenTogether, Args: []string{"n: days", "date: the last"}},
		{Key: SeenTogether, Args: []string{"n: days", "date: the last"}},
		{Key: InOneChat},
		{Key: WereColleagues, Args: []string{"organisation"}},
		{Key: AmongMany, Args: []string{"organisation"}},
		{Key: LinkSteady, Args: []string{"days: silence"}},
		{Key: LinkUnclear, Args: []string{"days: silence"}},
		{Key: LinkSilent, Args: []string{"days: silence"}},
		{Key: LinkLittle}, {Key: LinkNone},
		{Key: AskedOften, Args: []string{"n: asks in ninety days"}},
		{Key: AskStillOpen, Args: []string{"n: asks"}},
		{Key: BroughtMore, Args: []string{"n: brought by them", "n: brought by the keeper"}},
		{Key: AlreadyBusy, Args: []string{"n: introductions promised"}},
		{Key: NobodyAround, Args: []string{"name: whom to reach"}},
		{Key: TooFar, Args: []string{"name: whom to reach"}},
		{Key: AllSpared, Args: []string{"name: whom to reach"}},
		{Key: TooThin, Args: []string{"name: whom to reach"}},
		{Key: LearnWho, Args: []string{"name: whom to reach"}},
		{Key: MeetThem, Args: []string{"name: whom to meet", "name: whom to reach"}},
		{Key: AskOfThem, Args: []string{"name: whom to meet", "name: who knows them"}},
		{Key: RenewWith, Args: []string{"name: with whom", "name: whom to reach"}},
		{Key: MakeSure, Args: []string{"name: who", "name: knows whom"}},
	}
}

func reason(key string, facts []network.Ref, args ...any) network.Reason {
	if facts == nil {
		facts = []network.Ref{}
	}
	return network.Reason{Key: key, Args: args, Facts: facts}
}

// few takes two records: a reason names few.
func few(refs []network.Ref) []network.Ref { return slices.Clone(refs[:min(2, len(refs))]) }
