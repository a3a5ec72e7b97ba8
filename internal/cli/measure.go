package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"entregent/internal/bench"
	"entregent/internal/measure"
	"entregent/internal/measure/capture"
	"entregent/internal/measure/match"
	"entregent/internal/measure/same"
	"entregent/internal/network"
)

// measures lists the benches that measure how good a model is, not how fast.
func measures() []string { return append(measure.Names(), "capture", "match", "resolve") }

func measured(name string) bool { return slices.Contains(measures(), name) }

// measure runs one of them; those on public logs take the path of the logs.
func (c *call) measure(ctx context.Context, fit bool, people int) error {
	name := c.args[0]
	switch name {
	case "resolve":
		return c.measureSame(people)
	case "capture":
		return c.measureCapture()
	case "match":
		return c.measureMatch()
	}
	path := ""
	if len(c.args) == 2 {
		path = c.args[1]
	}
	if len(c.args) > 2 || path == "" && name != "relation" {
		return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"bench"}}
	}
	return measure.Run(ctx, name, path, c.out, c.json, fit)
}

func (c *call) measureCapture() error {
	rows, _, err := capture.Measure(capture.Lines())
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{"bench": "capture", "rows": rows})
	}
	c.line("%s", strings.TrimRight(capture.Format(rows), "\n"))
	return nil
}

// matchOffers is the number of offers that one need is timed against.
const matchOffers = 10000

func (c *call) measureMatch() error {
	rows, _, err := match.Measure(match.Annotated())
	if err != nil {
		return err
	}
	speed, err := match.Pace(match.Annotated(), matchOffers)
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{"bench": "match", "rows": rows, "speed": speed})
	}
	c.line("%s", strings.TrimRight(match.Format(rows), "\n"))
	c.line("%s", speed)
	return nil
}

// Usual sizes of bench resolve: where it counts who is one with whom, and where
// it only looks how long that takes.
const (
	samePeople = 10_000
	pacePeople = 100_000
)

// measureSame counts on the seed for figures. A size that is given is that of
// both.
func (c *call) measureSame(people int) error {
	many := people
	if people == 0 {
		people, many = samePeople, pacePeople
	}
	rows, _ := same.Measure(same.Invent(same.Test, people))
	pace := same.Time(same.Invent(same.Test, many), func() (time.Time, float64) { return time.Now(), bench.CPU() })
	if c.json {
		return c.answer(map[string]any{"bench": "resolve", "rows": rows, "pace": pace})
	}
	c.line("%s", strings.TrimRight(same.Format(rows), "\n"))
	c.line("%s", pace)
	return nil
}
