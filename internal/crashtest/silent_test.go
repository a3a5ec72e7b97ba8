//go:build unix

package crashtest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// S3: without any network but the machine's own, everything works, and nothing
// even tries to reach another machine.
func TestSilentByDefault(t *testing.T) {
	if bad := silence(t, newProgram(t)); bad != "" {
		t.Fatal(bad)
	}
}

func TestSilenceFindsWhatIsSpoilt(t *testing.T) {
	if bad := silence(t, newSpoilt(t, "call home")); !strings.Contains(bad, "192.0.2.1") {
		t.Errorf("nothing was noticed: %s", bad)
	}
}

// session is run in a network of its own. It serves, fetches a page as a browser
// does, and stops.
const session = `set -eu
ip link set lo up 2>/dev/null || true
e() { strace -f -qq -o "$OUT/trace.$1" -e trace=connect,sendto -- "$E" --data "$DATA" "$@"; }
e import "$CARDS" >/dev/null
e today >/dev/null
e people >/dev/null
e export - >/dev/null
e check >/dev/null
e backup "$OUT/copy" >/dev/null
strace -f -qq -o "$OUT/trace.serve" -e trace=connect,sendto -- "$E" --data "$DATA" serve --json --listen 127.0.0.1:0 >"$OUT/url" 2>"$OUT/log" &
for i in $(seq 200); do [ -s "$OUT/url" ] && break; sleep 0.1; done
url=$(sed 's/.*"url":"//; s/".*//' "$OUT/url")
bash -c 'hp=${1#http://}; hp=${hp%%/*}; exec 3<>"/dev/tcp/${hp%:*}/${hp#*:}"; printf "GET /signin HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" "$hp" >&3; cat <&3' - "$url" >"$OUT/page"
pkill -TERM -P $!
wait $!
`

func silence(t *testing.T, p *program) string {
	for _, tool := range []string{"unshare", "strace", "bash", "ip"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("missing in CI: %v", err)
			}
			t.Skipf("not run: %v", err)
		}
	}
	if err := exec.Command("unshare", "-n", "true").Run(); err != nil {
		t.Skipf("not run: no network of its own can be made: %v", err)
	}
	out := t.TempDir()
	cmd := exec.Command("unshare", "-n", "bash", "-c", session)
	cmd.Env = append(os.Environ(), "E="+p.binary, "DATA="+p.data, "OUT="+out, "CARDS="+file(t, "a.vcf", cards(50)), spoilt+"="+p.spoiler)
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Sprintf("%v\n%s", err, text)
	}
	page, _ := os.ReadFile(filepath.Join(out, "page"))
	if !bytes.HasPrefix(page, []byte("HTTP/1.1 200")) {
		return fmt.Sprintf("the page: %.200s", page)
	}
	traces, _ := filepath.Glob(filepath.Join(out, "trace.*"))
	if len(traces) != 7 {
		return fmt.Sprintf("%d traces", len(traces))
	}
	far := regexp.MustCompile(`AF_INET6?\b.*`)
	near := regexp.MustCompile(`inet_addr\("127\.|"::1"`)
	for _, trace := range traces {
		raw, err := os.ReadFile(trace)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			if far.MatchString(line) && !near.MatchString(line) {
				return filepath.Base(trace) + ": " + line
			}
		}
	}
	return ""
}
