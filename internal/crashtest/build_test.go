//go:build unix

package crashtest

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// The tests share one folder for what is built, which TestMain takes away.
var workshop string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "crashtest-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := os.Chmod(dir, 0o755); err != nil { // somebody without rights runs the program too
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	workshop = dir
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}

// build makes the program as it is, once for all tests.
var build = sync.OnceValues(func() (string, error) { return goBuild("entregent") })

// buildSpoilt makes the program with every sabotage in it, each asleep until the
// environment names it.
var buildSpoilt = sync.OnceValues(func() (string, error) {
	overlay, err := spoil()
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return "", err
	}
	file := filepath.Join(workshop, "overlay.json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		return "", err
	}
	return goBuild("spoilt", "-overlay", file)
})

func goBuild(name string, flags ...string) (string, error) {
	out := filepath.Join(workshop, name)
	cmd := exec.Command("go", append(append([]string{"build", "-trimpath", "-o", out}, flags...), "entregent/cmd/entregent")...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, text)
	}
	return out, nil
}

// spoil writes each spoilt file and says which file of the program it stands
// for.
func spoil() (map[string]string, error) {
	root, err := filepath.Abs("..")
	if err != nil {
		return nil, err
	}
	texts := map[string]string{filepath.Join(root, "network", "spoilt.go"): switchboard}
	for name, s := range sabotages {
		file := filepath.Join(root, filepath.FromSlash(s.file))
		text := texts[file]
		if text == "" {
			raw, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			text = string(raw)
		}
		if strings.Count(text, s.old) != 1 {
			return nil, fmt.Errorf("sabotage %q does not find its place in %s: the program has changed, change it too", name, s.file)
		}
		texts[file] = strings.Replace(text, s.old, s.new, 1)
	}
	out := map[string]string{}
	for file, text := range texts {
		spoilt := filepath.Join(workshop, fmt.Sprintf("spoilt%d.go", len(out)))
		if err := os.WriteFile(spoilt, []byte(text), 0o600); err != nil {
			return nil, err
		}
		out[file] = spoilt
	}
	return out, nil
}
