package bench_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"entregent/internal/bench"
	"entregent/internal/i18n"
	"entregent/internal/importer"
	"entregent/internal/importer/googlechat"
	"entregent/internal/importer/mail"
	"entregent/internal/importer/slack"
	"entregent/internal/importer/sms"
	"entregent/internal/importer/telegram"
	"entregent/internal/importer/whatsapp"
)

// asChild makes the test's own program play a role instead of testing.
const asChild = "ENTREGENT_BENCH_CHILD"

func readers() []importer.Reader {
	return []importer.Reader{whatsapp.Reader{}, sms.Reader{}, telegram.Reader{}, slack.Reader{}, googlechat.Reader{}, mail.Reader{}}
}

func TestMain(m *testing.M) {
	if role := os.Getenv(asChild); role != "" {
		err := bench.Child(context.Background(), role, os.Args[1:], bench.Cast{Readers: readers(), In: os.Stdin, Out: os.Stdout})
		if err != nil {
			os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func child(role string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asChild+"="+role)
	return cmd
}

// small is a size at which a bench says nothing of speed, and everything of
// whether it works.
func small() bench.Options {
	return bench.Options{
		Child: child, Serve: func(data string) *exec.Cmd { return child("web", data) }, Readers: readers(),
		Messages: 200, People: 400, Encounters: 4000, Pairs: 60, Rounds: 1, Settle: 200 * time.Millisecond,
	}
}

// Each bench checks by itself that both sides answer alike, and fails where they
// do not.
func TestEveryBenchRunsAndItsSidesAgree(t *testing.T) {
	want := map[string]string{
		"import": "import_netmail", "today": "today_naive", "search": "search_like", "page": "page_ok", "start": "start_plain", "paths": "paths_sqlite_median_400",
	}
	for _, name := range bench.Names() {
		t.Run(name, func(t *testing.T) {
			got, err := bench.Run(t.Context(), name, small())
			if err != nil {
				t.Fatal(err)
			}
			if got.Bench != name || len(got.Rows) == 0 {
				t.Errorf("result: %+v", got)
			}
			haveWords(t, got)
			for _, r := range got.Ratios {
				if r.Name == want[name] && r.Value > 0 {
					return
				}
			}
			raw, _ := json.Marshal(got)
			t.Errorf("no ratio %s: %s", want[name], raw)
		})
	}
}

// haveWords reports figures that have no words in one of the languages. Those
// that end in a number share one text.
func haveWords(t *testing.T, r bench.Result) {
	t.Helper()
	var keys []string
	for _, x := range r.Rows {
		keys = append(keys, "bench.row."+x.Name)
	}
	for _, x := range r.Ratios {
		keys = append(keys, "bench.ratio."+x.Name)
	}
	for _, lang := range i18n.Languages {
		p := i18n.For(lang)
		for _, k := range keys {
			if shared := strings.TrimRight(k, "0123456789"); !p.Has(k) && !p.Has(shared+"n") {
				t.Errorf("%s: no words for %s", lang, k)
			}
		}
	}
}

func TestABookIsKeptForTheNextRun(t *testing.T) {
	opt := small()
	opt.Dir = t.TempDir()
	for range 2 {
		if _, err := bench.Run(t.Context(), "search", opt); err != nil {
			t.Fatal(err)
		}
	}
	left, err := os.ReadDir(opt.Dir)
	if err != nil || len(left) != 1 || left[0].Name() != "bench-400-4000" {
		t.Errorf("kept: %v, %v", left, err)
	}
}

func TestNoSuchBench(t *testing.T) {
	if _, err := bench.Run(t.Context(), "coffee", small()); err == nil {
		t.Error("measured coffee")
	}
}
