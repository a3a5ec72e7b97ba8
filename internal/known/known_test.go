package known

import (
	"testing"
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
)

const today network.Day = 20_000

var made byte

func contact(ago int, ch network.Channel, d network.Direction, counts bool) relation.Contact {
	made++
	day := today - network.Day(ago)
	return relation.Contact{Encounter: network.EncounterID{made}, Day: day, At: time.Unix(int64(day)*86400+3600, 0), Channel: ch, Direction: d, Counts: counts}
}

// Rulings §12: what says yes, what says perhaps, what says no.
func TestRead(t *testing.T) {
	favour := func(ago int, k network.FavourKind) []Favour {
		return []Favour{{ID: network.FavourID{1}, Kind: k, Day: today - network.Day(ago)}}
	}
	mail, met := network.Mail, network.InPerson
	for _, tt := range []struct {
		what     string
		contacts []relation.Contact
		favours  []Favour
		want     Knows
		first    string
	}{
		{"nothing", nil, nil, No, Nothing},
		{"I write, they do not", []relation.Contact{contact(40, mail, network.Out, true), contact(20, mail, network.Out, true)}, nil, No, OnlyYou},
		{"they answered this year", []relation.Contact{contact(40, mail, network.Out, true), contact(39, mail, network.In, true)}, nil, Yes, Heard},
		{"the last day of the year", []relation.Contact{contact(365, mail, network.In, true)}, nil, Yes, Heard},
		{"a day more", []relation.Contact{contact(366, mail, network.In, true)}, nil, Perhaps, HeardLong},
		{"met two years ago", []relation.Contact{contact(700, met, network.Mutual, true)}, nil, Yes, Met},
		{"met four years ago", []relation.Contact{contact(1500, met, network.Mutual, true)}, nil, Perhaps, Met},
		{"a like", []relation.Contact{contact(3, network.Social, network.In, false)}, nil, Perhaps, Signs},
		{"my own like", []relation.Contact{contact(3, network.Social, network.Out, false)}, nil, No, Nothing},
		{"vouched", nil, favour(900, network.Recommendation), Yes, VouchedFor},
		{"vouched long ago", nil, favour(1100, network.Recommendation), Perhaps, VouchedFor},
		{"introduced", nil, favour(10, network.Introduction), Yes, Introduced},
		{"invited", nil, favour(10, network.Invitation), Yes, Invited},
		{"endorsed", nil, favour(10, network.Endorsement), Perhaps, Endorsed},
		{"vouched, no date", nil, []Favour{{Kind: network.Recommendation}}, Perhaps, Brought},
	} {
		t.Run(tt.what, func(t *testing.T) {
			tie := relation.Build(tt.contacts)
			r := Read(&tie, tt.favours, today)
			if r.Knows != tt.want || len(r.Evidence) == 0 || r.Evidence[0].Key != tt.first {
				t.Errorf("%s because of %+v, want %s because of %s", r.Knows, r.Evidence, tt.want, tt.first)
			}
		})
	}
}
