package chat

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
)

func who(name string) importer.Who { return importer.Who{Name: name} }

func TestARoomSaysWhoHears(t *testing.T) {
	var few, many Room
	for i := range 12 {
		w := who("P" + string(rune('a'+i)))
		if many.Members = append(many.Members, w); i < 3 {
			few.Members = append(few.Members, w)
		}
	}
	var e importer.Encounter
	few.Message(&e, few.Members[1])
	if len(e.Parties) != 3 || e.Parties[0].Name != "Pb" || e.Parties[0].Role != network.From || e.Parties[2].Role != network.To || e.Size != 0 {
		t.Errorf("few: %+v", e)
	}
	// A room may grow while it is read.
	few.Members = append(few.Members, who("Pz"))
	e = importer.Encounter{}
	if few.Message(&e, few.Members[1]); len(e.Parties) != 4 {
		t.Errorf("grown: %+v", e)
	}
	e = importer.Encounter{}
	many.Owner = true
	if many.Message(&e, many.Members[0]); len(e.Parties) != 2 || e.Size != 12 || !e.Parties[1].Me {
		t.Errorf("many: %+v", e)
	}
	e = importer.Encounter{}
	if many.Message(&e, importer.Who{Me: true}); len(e.Parties) != 1 {
		t.Errorf("the owner hears themselves: %+v", e)
	}
	e = importer.Encounter{}
	(&Room{Members: few.Members[:2]}).Call(&e, few.Members[0], true)
	if e.Channel != network.Video || e.Parties[0].Role != network.Organizer || e.Parties[1].Status != network.Accepted {
		t.Errorf("by sight: %+v", e)
	}
}

func TestKeys(t *testing.T) {
	a, b := Keys{Source: "x"}, Keys{Source: "x"}
	one, two := a.Of("m", "n"), a.Of("m", "n")
	if one == two || !strings.HasPrefix(two, one) || b.Of("m", "n") != one || b.Of("mn", "") == one || b.Of("m", "n") != two {
		t.Errorf("%s, %s", one, two)
	}
	if key := Key("x", "m"); key == Key("y", "m") || key == Key("x", "n") || key != Key("x", "m") {
		t.Error("a key is not what its parts say")
	}
	for i := range 3 * remembered {
		a.Of(string(rune(i)))
	}
	if len(a.seen) > remembered {
		t.Errorf("%d remembered", len(a.seen))
	}
}

func TestNamed(t *testing.T) {
	for shown, want := range map[string]string{
		"Zoé Blanc": "Zoé Blanc", " Zoé \n Blanc ": "Zoé Blanc", "+33 2 61 91 00 78": "phone +33261910078", "02 61 91 00 78": "phone +33261910078",
		"+1 123 456 789": "rawphone +1 123 456 789", "2024": "2024", "R2D2 123456": "R2D2 123456", "": "",
	} {
		w := Named(shown, "FR")
		got := w.Name
		if len(w.Handles) > 0 {
			got = string(w.Handles[0].Kind) + " " + w.Handles[0].Value
		}
		if got != want {
			t.Errorf("%q: %q, want %q", shown, got, want)
		}
	}
}

func TestIDs(t *testing.T) {
	seen := map[string]string{}
	for name, w := range map[string]importer.Who{
		"a name": who("Zoé"), "pictures alone": who("🤓"), "the owner": {Me: true}, "a handle": {Name: "Zoé", Handles: []network.Handle{{Kind: network.Scoped, Value: "x:1"}}},
	} {
		id := ID(w)
		if id == "" || seen[id] != "" {
			t.Errorf("%s and %s: %q", name, seen[id], id)
		}
		seen[id] = name
	}
}

func TestClean(t *testing.T) {
	if got := Clean("\ufeff\u200e\u202a+33\u202c \u2068Zoé\u2069\x00\x1b ok\n"); got != "+33 Zoé ok\n" {
		t.Errorf("%q", got)
	}
}

func TestUntaken(t *testing.T) {
	at := time.Date(2026, 3, 4, 23, 30, 0, 0, time.FixedZone("", 3600))
	e := Untaken(importer.Pos{File: "f", Line: 2}, 1, who("Zoé"), at, "missed")
	if f := e.Card.Facts[0]; f.Kind != network.FactCall || f.Value != "missed" || !f.On.Equal(at) || e.Encounter != nil || e.Card.Vouched {
		t.Errorf("%+v", e.Card)
	}
}

func TestLines(t *testing.T) {
	lim := importer.DefaultLimits
	lim.MaxLine = 10
	long := strings.Repeat("x", 200<<10)
	src := fstest.MapFS{"a": {Data: []byte("one\r\n\ntwo\n" + long + "\nthree")}}
	in, err := Open(src, "a", lim)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	for i, want := range []string{"one", "", "two", "xxxxxxxxxx", "three"} {
		got, err := in.Next()
		if err != nil || got != want || in.Line != i+1 || in.Long != (i == 3) {
			t.Errorf("line %d: %q, %v, %v", in.Line, got, in.Long, err)
		}
	}
	if _, err := in.Next(); !errors.Is(err, io.EOF) || in.Cut() {
		t.Errorf("the end: %v, %v", err, in.Cut())
	}
	lim.MaxFile = 6
	if in, err = Open(src, "a", lim); err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	for err == nil {
		_, err = in.Next()
	}
	if !in.Cut() {
		t.Error("a file longer than it may be was not noticed")
	}
}
