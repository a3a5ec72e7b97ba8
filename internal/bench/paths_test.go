package bench

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entregent/internal/network"
	"entregent/internal/paths"
)

// somePaths is a run on a small network, beside SQLite.
func somePaths(t *testing.T) *pathsRun {
	net := inventTies(300, 3000)
	p := &pathsRun{run: &run{dir: t.TempDir(), Options: Options{Pairs: 100}}, net: net, rows: newRows(net), limit: probe(1), dice: rand.New(rand.NewPCG(1, 1))}
	if err := p.build(); err != nil {
		t.Fatal(err)
	}
	s, err := p.openSQLite(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	p.sqls = []*pathsSQL{s}
	return p
}

// Sabotage: where one side knows a tie that the other does not, or another cost,
// each comparison fails.
func TestPathsNoticeAMismatch(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, p *pathsRun){
		"SQL has half the ties": func(t *testing.T, p *pathsRun) {
			if _, err := p.sqls[0].conn.ExecContext(t.Context(), `DELETE FROM tie WHERE (a + b) % 2 = 0`); err != nil {
				t.Fatal(err)
			}
		},
		"the graph lacks the ties of the hubs": func(t *testing.T, p *pathsRun) {
			for _, x := range p.net.Ties {
				if slices.Contains(p.net.hubs, x.A) || slices.Contains(p.net.hubs, x.B) {
					if _, err := p.graph.Remove(x.A, x.B, x.Label); err != nil {
						t.Fatal(err)
					}
				}
			}
		},
		"the plain list has other costs": func(t *testing.T, p *pathsRun) {
			for i := range p.net.Ties {
				p.net.Ties[i].Cost++
			}
		},
	} {
		p := somePaths(t)
		if err := p.exact(t.Context()); err != nil {
			t.Fatal(err)
		}
		p = somePaths(t)
		harm(t, p)
		var e *network.Error
		if err := p.exact(t.Context()); !errors.As(err, &e) || e.Msg != "error.bench_differs" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// gonum and SQL answer as the engine does, hence the timed parts pass too; with a
// layer of other costs they do not.
func TestPathsCompareWithGonum(t *testing.T) {
	p := somePaths(t)
	if err := errors.Join(p.timed(t.Context()), p.gonum(t.Context()), p.filtered(t.Context())); err != nil {
		t.Fatal(err)
	}
	for i := range p.rows.cost {
		p.rows.cost[i]++
	}
	if err := p.gonum(t.Context()); gonumHere && err == nil {
		t.Error("other costs were not noticed")
	}
}

func TestReadEdges(t *testing.T) {
	read := func(text string) (*ties, error) {
		path := filepath.Join(t.TempDir(), "ties.txt")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return readEdges(path)
	}
	got, err := read("# who knows whom\nanna\tbob 0.7\r\nbob, carl\n\ncarl carl 0.1\nbob anna 0.2\n")
	if err != nil || len(got.Will) != 3 || len(got.Ties) != 2 || got.Ties[0].Cost != paths.CostOf(0.7) || got.Ties[1].Cost != paths.CostOf(0.5) {
		t.Errorf("%+v, %v", got, err)
	}
	for text, where := range map[string]string{
		"a b\nc\n":                          "ties.txt:2",
		"a b\nb c 0.5 what\n":               "ties.txt:2",
		"a b 1.5\n":                         "ties.txt:1",
		"a b 0\n":                           "ties.txt:1",
		"a b NaN\n":                         "ties.txt:1",
		"":                                  "ties.txt",
		"a b " + strings.Repeat("x", 1<<20): "ties.txt",
	} {
		_, err := read(text)
		var e *network.Error
		if !errors.As(err, &e) || e.Kind != network.Unreadable || !strings.HasSuffix(e.Args[0].(string), where) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
	if _, err := readEdges(filepath.Join(t.TempDir(), "no")); !errors.Is(err, network.NotFound) {
		t.Error(err)
	}
}

// The same size is the same network, of the size asked for, without anybody
// knowing themselves or somebody twice.
func TestInventedTies(t *testing.T) {
	a, b := inventTies(2000, 40_000), inventTies(2000, 40_000)
	if !slices.Equal(a.Ties, b.Ties) || len(a.Ties) != 40_000 {
		t.Fatalf("%d and %d ties", len(a.Ties), len(b.Ties))
	}
	seen := map[[2]paths.Node]bool{}
	for _, x := range a.Ties {
		if x.A >= x.B || seen[[2]paths.Node{x.A, x.B}] {
			t.Fatalf("%v", x)
		}
		seen[[2]paths.Node{x.A, x.B}] = true
	}
}
