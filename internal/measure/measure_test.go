package measure

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"entregent/internal/importer/importertest"
	"entregent/internal/network"
)

// measuredOnce measures the public logs once for all tests.
var measuredOnce = sync.OnceValues(func() (Measured, error) { return Measure(context.Background(), publicDir) })

// publicDir is set by public, for a function without arguments.
var publicDir string

func public(t *testing.T) Measured {
	t.Helper()
	publicDir = importertest.Shared(t, "data", "drift")
	m, err := measuredOnce()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// docs/measured.md says what the logs say: -update writes it anew.
func TestTheDocumentIsUpToDate(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "measured.md")
	var b bytes.Buffer
	if err := public(t).Write(&b); err != nil {
		t.Fatal(err)
	}
	if flag.Lookup("update").Value.String() == "true" { // declared by importertest
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(want, b.Bytes()) {
		t.Errorf("%s is not what is measured: run the test with -update (%v)", path, err)
	}
}

// What the page says of the rules people use instead.
func TestPlainRulesBeatTheHomemadeOnes(t *testing.T) {
	for _, task := range public(t).Drift.Tasks {
		auc := map[string]float64{}
		for _, m := range task.Models {
			auc[m.Name] = m.AUC
		}
		plain := max(auc["recency"], auc["frequency"])
		for _, name := range []string{"fixed cadence of 30 days", "days since ÷ own gap", "a published 0–10 score"} {
			if auc[name] >= plain {
				t.Errorf("%s: %s %.3f, plain rules %.3f", task.Name, name, auc[name], plain)
			}
		}
	}
}

// What the public logs are known to say, by the model's description.
func TestPublicLogs(t *testing.T) {
	got := public(t).Drift
	want := map[string][5]float64{
		"recency":                  {.749, .734, .798, .802, .795},
		"frequency":                {.763, .761, .757, .734, .742},
		"fixed cadence of 30 days": {.684, .668, .710, .714, .684},
		"days since ÷ own gap":     {.605, .601, .674, .707, .676},
		"decay, half-life H":       {.783, .782, .808, .797, .795},
		"a published 0–10 score":   {.705, .687, .733, .720, .679},
		"PULSE":                    {.787, .797, .827, .831, .822},
		"as shipped":               {.787, .797, .827, .831, .822},
	}
	for i, task := range got.Tasks {
		if !task.Expected {
			t.Errorf("%s: %d rows, %.4f silent", task.Name, task.Rows, task.Silent)
		}
		for _, m := range task.Models {
			if auc, known := want[m.Name]; known && math.Abs(m.AUC-auc[i]) > 0.005 {
				t.Errorf("%s: AUC of %s %.4f, known as %.3f", task.Name, m.Name, m.AUC, auc[i])
			}
			if m.AUC < m.Interval.Low || m.AUC > m.Interval.High {
				t.Errorf("%s: AUC of %s %.4f outside %v", task.Name, m.Name, m.AUC, m.Interval)
			}
		}
	}
	var b bytes.Buffer
	if err := got.Write(&b); err != nil || !strings.Contains(b.String(), "reality-texts/30: 1261 rows") {
		t.Errorf("%v\n%s", err, b.String())
	}
}

// Where its constants have never been, the model loses little.
func TestTransfer(t *testing.T) {
	for _, task := range public(t).Transfer.Tasks {
		if lost := task.Shipped.AUC - task.Elsewhere.AUC; lost > 0.005 {
			t.Errorf("%s: loses %.4f of AUC", task.Name, lost)
		}
	}
	if _, err := Transfer(context.Background(), folder(t, ours, at(0, 8, 9))); !errors.Is(err, network.Invalid) {
		t.Errorf("one family: %v", err)
	}
}

func TestTheShippedConstantsAreFoundAnew(t *testing.T) {
	fit, err := Refit(context.Background(), importertest.Shared(t, "data", "drift"))
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range fit.Names {
		if math.Abs(fit.Fitted[i]-fit.Ships[i]) > 0.005 {
			t.Errorf("%s: %.4f, shipped %.3f", name, fit.Fitted[i], fit.Ships[i])
		}
	}
}

// folder writes a table and its log.
func folder(t *testing.T, table, log string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{TableName: table, "log.txt": log} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const ours = `
[[task]]
name = "ours"
file = "log.txt"
broadcast = 2
lo = 0
hi = 400
within = 60
horizon = 30
from = 100
to = 100
step = 10
`

// at writes one message on a day.
func at(day float64, src, dst int) string { return fmt.Sprintf("%d %d %f\n", src, dst, day*86400) }

// Another log is measured without touching code, and the protocol is the one
// written down.
func TestAnotherLog(t *testing.T) {
	var log strings.Builder
	log.WriteString(at(0, 8, 9)) // the first day
	for _, d := range []float64{70, 80, 90} {
		log.WriteString(at(d, 1, 2))                             // falls silent
		log.WriteString(at(d, 3, 1))                             // goes on, see below
		log.WriteString(at(d, 1, 1))                             // a note to oneself is nothing
		log.WriteString(at(d, 4, 5) + at(d, 4, 6) + at(d, 4, 7)) // to three: a broadcast
	}
	log.WriteString(at(110, 3, 1) + at(140, 1, 3))
	log.WriteString(at(95, 1, 5) + at(96, 1, 5))                // two contact days are not enough
	log.WriteString(at(10, 1, 6) + at(20, 1, 6) + at(30, 1, 6)) // last seen too long ago
	tasks, dir, err := Tasks(folder(t, ours, log.String()))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := tasks[0].rows(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		z := shipped[4] * math.Log(4)
		for k, x := range terms(&r) {
			z += shipped[k] * x
		}
		if math.Abs(z-r.f.Z) > 1e-9 {
			t.Errorf("the constants shown are not those of the model: z = %v, model %v", z, r.f.Z)
		}
		got = append(got, fmt.Sprintf("%d:%v", r.ego, r.silent))
	}
	// Ego 2 is not active after the window, so its tie with 1 is no row of its own.
	if want := "1:true 1:false 3:false"; strings.Join(got, " ") != want {
		t.Errorf("rows %v, want %s", got, want)
	}
}

func TestMetrics(t *testing.T) {
	one := func(int) float64 { return 1 }
	for _, v := range []struct {
		name       string
		score      []float64
		silent     []bool
		auc, preci float64
	}{
		{"perfect", []float64{4, 3, 2, 1}, []bool{true, true, false, false}, 1, 1},
		{"the wrong way round", []float64{1, 2, 3, 4}, []bool{true, true, false, false}, 0, (1.0/3 + 2.0/4) / 2},
		{"knows nothing", []float64{1, 1, 1, 1}, []bool{true, true, false, false}, 0.5, 0.5},
		{"one mistake", []float64{4, 3, 2, 1}, []bool{true, false, true, false}, 0.75, (1 + 2.0/3) / 2},
	} {
		r := rank(v.score)
		if a, p := r.auc(v.silent, one), r.precision(v.silent); math.Abs(a-v.auc) > 1e-12 || math.Abs(p-v.preci) > 1e-12 {
			t.Errorf("%s: AUC %v, precision %v; want %v, %v", v.name, a, p, v.auc, v.preci)
		}
	}
	c := calibrate([]float64{0.5, 0.5}, []bool{true, false})
	if c.Brier != 0.25 || math.Abs(c.LogLoss-math.Ln2) > 1e-12 {
		t.Errorf("a coin: %+v", c)
	}
}

func TestWhatCannotBeMeasured(t *testing.T) {
	for _, v := range []struct{ name, table, log string }{
		{"no task", "", ""},
		{"no toml", "[[", ""},
		{"a horizon of a week", strings.Replace(ours, "horizon = 30", "horizon = 7", 1), ""},
		{"a file outside the folder", strings.Replace(ours, "log.txt", "../log.txt", 1), ""},
		{"a file that is not there", strings.Replace(ours, "log.txt", "none.txt", 1), ""},
		{"no row", ours, ""},
		{"half a row", ours, "1 2\n"},
		{"words for numbers", ours, "Ana Bob 12\n"},
	} {
		if _, err := Drift(context.Background(), folder(t, v.table, v.log)); !errors.Is(err, network.Invalid) {
			t.Errorf("%s: %v", v.name, err)
		}
	}
	if _, err := Drift(context.Background(), filepath.Join(t.TempDir(), "nowhere")); !errors.Is(err, network.Invalid) {
		t.Errorf("no folder: %v", err)
	}
}
