package network

import (
	"testing"
	"time"
)

// What the newest file leaves out counts only where it was not read for that
// time, or where a newer file of that one instance says so.
func TestCounting(t *testing.T) {
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return now.AddDate(0, 0, n) }
	whole := func(file byte, version int64, since time.Time) Edition {
		return Edition{File: FileID{file}, Version: version, Since: since}
	}
	of := func(w Edition, instance, about byte, at time.Time) Edition {
		w.Instance, w.About, w.At = InstanceID{instance}, EncounterID{about}, at
		return w
	}
	old, recent := whole(1, 1, day(-1000)), whole(2, 2, day(-100))
	later := whole(3, 1, day(-90))   // the same version, read later
	moved := whole(4, 2, day(-1000)) // newer than old, read for as long
	tail := whole(5, 2, day(-3))     // the same as moved, read again for the last days only
	single := whole(9, 3, day(-1000))
	for what, tt := range map[string]struct {
		said []Edition
		yes  []byte // encounters the keeper has answered
		want []byte
	}{
		"one file":                           {[]Edition{old, of(old, 1, 11, day(-5)), of(old, 2, 12, day(-4))}, nil, []byte{11, 12}},
		"a newer one changes an instance":    {[]Edition{old, of(old, 1, 11, day(-5)), recent, of(recent, 1, 21, day(-3))}, nil, []byte{21}},
		"a newer one leaves it out":          {[]Edition{old, of(old, 1, 11, day(-5)), recent}, nil, nil},
		"before what the newer was read for": {[]Edition{old, of(old, 1, 11, day(-200)), recent}, nil, []byte{11}},
		"the keeper has said so":             {[]Edition{old, of(old, 1, 11, day(-5)), recent, of(recent, 1, 21, day(-3))}, []byte{11}, []byte{11}},
		"equally new, read later":            {[]Edition{old, of(old, 1, 11, day(-5)), later, of(later, 1, 31, day(-5))}, nil, []byte{31}},
		"read again for the last days":       {[]Edition{moved, of(moved, 1, 41, day(-5)), of(moved, 2, 42, day(1)), tail, of(tail, 2, 52, day(-1))}, nil, []byte{41, 52}},
		"no ghost of what was moved before":  {[]Edition{old, of(old, 1, 11, day(-50)), moved, of(moved, 2, 42, day(-5)), tail}, nil, []byte{42}},
		"a newer file of one instance":       {[]Edition{recent, of(recent, 1, 21, day(-5)), of(recent, 2, 22, day(-4)), of(single, 2, 91, day(-2))}, nil, []byte{21, 91}},
		"an older file of one instance":      {[]Edition{whole(2, 4, day(-100)), of(whole(2, 4, day(-100)), 1, 21, day(-5)), of(single, 2, 91, day(-2))}, nil, []byte{21}},
		"an instance cancelled by itself":    {[]Edition{recent, of(recent, 2, 22, day(-4)), of(single, 2, 0, time.Time{})}, nil, nil},
		"single instances alone":             {[]Edition{of(single, 1, 91, day(-2)), of(whole(8, 4, day(-1000)), 1, 81, day(-2))}, nil, []byte{81}},
	} {
		for range 2 { // in whichever order
			got := Counting(tt.said, func(id EncounterID) bool { return len(tt.yes) > 0 && id == EncounterID{tt.yes[0]} })
			want := map[EncounterID]bool{}
			for _, b := range tt.want {
				want[EncounterID{b}] = true
			}
			same := len(got) == len(want)
			for id := range want {
				same = same && got[id]
			}
			if !same {
				t.Errorf("%s: %v, want %v", what, got, want)
			}
			for i, j := 0, len(tt.said)-1; i < j; i, j = i+1, j-1 {
				tt.said[i], tt.said[j] = tt.said[j], tt.said[i]
			}
		}
	}
}
