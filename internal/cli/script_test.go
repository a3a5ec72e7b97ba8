package cli

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The program runs as its users run it: as a process of its own, in the words
// of both languages. Each file of testdata is one story.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"entregent": func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("ENTREGENT_DATA", e.WorkDir+"/data")
			e.Setenv("LANG", "en_GB.UTF-8")
			e.Setenv("TZ", "Europe/Paris")
			e.Setenv("NOW", "2026-11-22T08:00:00+01:00")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ends":        ends,
			"one_line":    oneLineOnly,
			"keys":        keys,
			"let":         let,
			"same_report": sameReport,
		},
		RequireExplicitExec: false,
	})
}

// ends N entregent …: the command ends with that status.
func ends(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: ends STATUS COMMAND ARG…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	ts.Logf("[status %d]\n%s%s", got, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	if got != want {
		ts.Fatalf("status %d, not %d", got, want)
	}
}

// leak is what a person should never see: the words of Go, of the system and
// of the database, keys without a text, verbs of Printf.
var leak = regexp.MustCompile(`no such file|permission denied|flag provided|invalid value|parse error|open /|sqlite|SQL|goroutine|%!|\b(error|cli|problem|ignored|why|source)\.[a-z_]+\b|\{\d`)

// one_line [REGEXP]: what went wrong was told in one line of our own words, and
// nothing was answered.
func oneLineOnly(ts *testscript.TestScript, neg bool, args []string) {
	said := ts.ReadFile("stderr")
	line, rest, ok := strings.Cut(said, "\n")
	switch {
	case neg || len(args) > 1:
		ts.Fatalf("usage: one_line [REGEXP]")
	case !ok || rest != "" || !strings.HasPrefix(line, "entregent: "):
		ts.Fatalf("not one line: %q", said)
	case ts.ReadFile("stdout") != "":
		ts.Fatalf("an answer beside the failure: %q", ts.ReadFile("stdout"))
	}
	if m := leak.FindString(line); m != "" {
		ts.Fatalf("%q leaks in %q", m, line)
	}
	if len(args) == 1 {
		re, err := regexp.Compile(args[0])
		ts.Check(err)
		if !re.MatchString(line) {
			ts.Fatalf("%q is not in %q", args[0], line)
		}
	}
}

// keys PATH…: the JSON object on standard output has each of them. A path is
// names and indices with dots between.
func keys(ts *testscript.TestScript, neg bool, args []string) {
	for _, path := range args {
		if _, ok := look(ts, path); ok == neg {
			ts.Fatalf("%s: there %v, want %v", path, ok, !neg)
		}
	}
}

// let NAME PATH: the variable takes the value of that path.
func let(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: let NAME PATH")
	}
	v, ok := look(ts, args[1])
	s, text := v.(string)
	if !ok || !text {
		ts.Fatalf("%s: no text there", args[1])
	}
	ts.Setenv(args[0], s)
}

func look(ts *testscript.TestScript, path string) (any, bool) {
	v := decode(ts, "stdout")
	for _, step := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			next, ok := x[step]
			if !ok {
				return nil, false
			}
			v = next
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// decode reads a file that holds one JSON object, and nothing behind it.
func decode(ts *testscript.TestScript, name string) any {
	var v any
	if err := json.Unmarshal([]byte(ts.ReadFile(name)), &v); err != nil {
		ts.Fatalf("%s: not one JSON object: %v", name, err)
	}
	return v
}

// same_report DRY RUN: what a dry run said, the run did.
func sameReport(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: same_report DRY RUN")
	}
	dry, _ := decode(ts, args[0]).(map[string]any)
	run, _ := decode(ts, args[1]).(map[string]any)
	if dry["dry_run"] != true || run["dry_run"] != nil {
		ts.Fatalf("one of them is to be dry, and the other not")
	}
	delete(dry, "dry_run")
	if !reflect.DeepEqual(dry, run) {
		ts.Fatalf("%s and %s differ", args[0], args[1])
	}
}
