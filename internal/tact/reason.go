package tact

import (
	"entregent/internal/network"
	"entregent/internal/relation"
)

// The keys of the reasons and steps this package gives; Sentences says what they
// take.
const (
	Carries     = "tact.carries"
	CarriesLess = "tact.carries_less"
	Unthanked   = "tact.unthanked"
	OpenAsk     = "tact.open_ask"
	ManyAsks    = "tact.many_asks"
	Tilted      = "tact.tilted"
	Drifting    = "tact.drifting"
	Gave        = "tact.gave"
	Offered     = "tact.offered"

	FirstThank = "tact.first_thank"
	FirstClose = "tact.first_close"
	FirstBring = "tact.first_bring"
	FirstRenew = "tact.first_renew"
	FirstWait  = "tact.first_wait"
)

// Sentences lists the keys of this package, for those who write the texts and
// for the test that none is missing.
func Sentences() []relation.Sentence {
	return []relation.Sentence{
		{Key: Carries, Args: []string{"stage: as shown", "ask: its kind"}},
		{Key: CarriesLess, Args: []string{"stage: as shown", "ask: its kind"}},
		{Key: Unthanked, Args: []string{"n: favours"}},
		{Key: OpenAsk, Args: []string{"n: asks"}},
		{Key: ManyAsks, Args: []string{"n: asks in ninety days"}},
		{Key: Tilted, Args: []string{"n: favours"}},
		{Key: Drifting, Args: []string{"days: silence"}},
		{Key: Gave, Args: []string{"days: since"}},
		{Key: Offered},
		{Key: FirstThank, Args: []string{"n: favours"}},
		{Key: FirstClose, Args: []string{"n: asks"}},
		{Key: FirstBring},
		{Key: FirstRenew},
		{Key: FirstWait},
	}
}

func reason(key string, facts []network.Ref, args ...any) network.Reason {
	if facts == nil {
		facts = []network.Ref{}
	}
	return network.Reason{Key: key, Args: args, Facts: facts}
}
