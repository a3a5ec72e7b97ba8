package network

import "testing"

// Who turned to whom, and what counts (rulings §2 and §3).
func TestReckon(t *testing.T) {
	for _, tt := range []struct {
		what    string
		e       Encounter
		role    Role
		status  Status
		want    Direction
		contact bool
		state   State
		ccOnly  bool
	}{
		{"I write to them", Encounter{Channel: Mail, Mine: From, Size: 1}, To, "", Out, true, Held, false},
		{"I copy them", Encounter{Channel: Mail, Mine: From, Size: 2}, Cc, "", Out, true, Held, false},
		{"they write to me", Encounter{Channel: Mail, Mine: To}, From, "", In, true, Held, false},
		{"they write with me in copy", Encounter{Channel: Mail, Mine: Cc, Size: 1}, From, "", In, true, Held, true},
		{"another reader of their mail", Encounter{Channel: Mail, Mine: To, Size: 1}, To, "", Apart, false, Held, false},
		{"eight others still count", Encounter{Channel: Mail, Mine: From, Size: 8}, To, "", Out, true, Held, false},
		{"nine do not", Encounter{Channel: Mail, Mine: From, Size: 9}, To, "", Out, false, Held, false},
		{"a broadcast of theirs", Encounter{Channel: Mail, Mine: To, Size: 9}, From, "", In, false, Held, false},
		{"I had no part", Encounter{Channel: Mail, Size: 1}, From, "", Apart, false, Held, false},
		{"a like is no contact", Encounter{Channel: Social, Mine: From, Size: 1}, To, "", Out, false, Held, false},
		{"they accepted", Encounter{Channel: Meeting, Mine: Attendee, Size: 2}, Attendee, Accepted, Mutual, true, Held, false},
		{"they organise", Encounter{Channel: Meeting, Mine: Attendee, Size: 2}, Organizer, NeedsAction, Mutual, true, Held, false},
		{"I organise, they are silent", Encounter{Channel: Meeting, Mine: Organizer, Size: 2}, Attendee, NeedsAction, Mutual, true, Held, false},
		{"I organise, they declined", Encounter{Channel: Meeting, Mine: Organizer, Size: 2}, Attendee, Declined, Apart, false, Held, false},
		{"both guests, they are silent", Encounter{Channel: Meeting, Mine: Attendee, Size: 2}, Attendee, NeedsAction, Mutual, false, Proposed, false},
		{"a crowd", Encounter{Channel: InPerson, Mine: Attendee, Size: 9}, Attendee, Accepted, Mutual, false, Held, false},
		{"a call in the calendar", Encounter{Channel: Call, Mine: Attendee, Size: 1}, Organizer, Accepted, Mutual, true, Held, false},
		{"what is planned never counts", Encounter{Channel: InPerson, Mine: Organizer, Size: 1, State: Planned}, Attendee, Accepted, Mutual, false, Held, false},
		{"an event attended", Encounter{Channel: Event, Mine: Attendee, Size: 3}, Attendee, Accepted, Mutual, false, Held, false},
	} {
		t.Run(tt.what, func(t *testing.T) {
			e := tt.e
			e.With = []Presence{{Role: tt.role, Status: tt.status}}
			e.Reckon()
			p := e.With[0]
			if p.Direction != tt.want || p.Contact != tt.contact || p.State != tt.state || p.CcOnly != tt.ccOnly {
				t.Errorf("got %q contact=%v state=%q ccOnly=%v", p.Direction, p.Contact, p.State, p.CcOnly)
			}
			again := e
			again.Reckon()
			if again.With[0] != p {
				t.Error("reckoning twice is not the same")
			}
		})
	}
}
