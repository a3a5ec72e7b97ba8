package capture

import (
	"os"
	"strings"
	"testing"

	"entregent/internal/capture"
)

func TestTrial(t *testing.T) {
	raw, err := os.ReadFile("/tmp/trial.txt")
	if err != nil {
		t.Skip()
	}
	p, _ := os.ReadFile("../../capture/testdata/people.txt")
	k, _ := Known(string(p))
	people := capture.NewPeople(k)
	m := meter{}
	for _, l := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		t.Log(l)
		for _, r := range capture.Read(l, capture.Context{People: people, Today: Today}).Records {
			t.Log("        ", m.show(r))
		}
	}
}
