package cli

import (
	"encoding/xml"
	"strings"
	"testing"
)

// What a path may hold must not break out of the service file.
func TestServiceFilesHoldOddPaths(t *testing.T) {
	s := service{program: `/opt/a "b" 100%/entregent`, args: []string{"serve", "--data", `/home/é & <x>/$HOME\y`}}
	unit := s.systemd()
	if want := `ExecStart="/opt/a \"b\" 100%%/entregent" "serve" "--data" "/home/é & <x>/$$HOME\\y"` + "\n"; !strings.Contains(unit, want) {
		t.Errorf("systemd: %s", unit)
	}
	var list struct {
		Strings []string `xml:"dict>array>string"`
	}
	if err := xml.Unmarshal([]byte(s.launchd()), &list); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(list.Strings, "|"); got != s.program+"|serve|--data|"+s.args[2] {
		t.Errorf("launchd: %s", got)
	}
}
