package measure

import (
	"context"
	"encoding/json"
	"io"
	"slices"

	"entregent/internal/network"
)

// A report writes itself for reading and as one JSON object.
type report interface {
	Write(io.Writer) error
	JSON(io.Writer) error
}

// A measurement is one name of the command "bench".
type measurement struct {
	name string
	run  func(ctx context.Context, path string) (report, error)
}

// as lets a function of one report stand for any.
func as[R report](f func(context.Context, string) (R, error)) func(context.Context, string) (report, error) {
	return func(ctx context.Context, path string) (report, error) { return f(ctx, path) }
}

func measurements() []measurement {
	return []measurement{
		{"drift", as(Drift)},
		{"reply", as(Reply)},
		{"strength", as(Strength)},
		{"transfer", as(Transfer)},
		{"keepers", as(Keepers)},
		{"relation", as(Relation)},
		{"document", as(Measure)},
	}
}

// Names lists what can be measured.
func Names() []string {
	var out []string
	for _, m := range measurements() {
		out = append(out, m.name)
	}
	return out
}

// Run measures what has a name on the logs at a path and writes the tables, or
// one JSON object. With fit, drift finds its constants anew instead. It fails
// with NotFound if nothing has the name.
func Run(ctx context.Context, name, path string, w io.Writer, asJSON, fit bool) error {
	i := slices.IndexFunc(measurements(), func(m measurement) bool { return m.name == name })
	if i < 0 {
		return &network.Error{Kind: network.NotFound, Msg: "error.bench_unknown", Args: []any{name, Names()}}
	}
	run := measurements()[i].run
	if fit && name == "drift" {
		run = as(Refit)
	}
	r, err := run(ctx, path)
	switch {
	case err != nil:
		return err
	case asJSON:
		return r.JSON(w)
	}
	return r.Write(w)
}

// JSON writes the constants as one object.
func (f Fit) JSON(w io.Writer) error { return json.NewEncoder(w).Encode(f) }
