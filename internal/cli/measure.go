package cli

import (
	"context"
	"slices"
	"strings"

	"entregent/internal/measure"
	"entregent/internal/measure/capture"
	"entregent/internal/measure/match"
	"entregent/internal/network"
)

// measures lists the benches that measure how good a model is, not how fast.
func measures() []string { return append(measure.Names(), "capture", "match") }

func measured(name string) bool { return slices.Contains(measures(), name) }

// measure runs one of them; those on public logs take the path of the logs.
func (c *call) measure(ctx context.Context, fit bool) error {
	name := c.args[0]
	switch name {
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
