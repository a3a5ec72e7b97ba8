package measure

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"entregent/internal/network"
)

// A message is one row of a log, its time in days since the task's first day.
type message struct {
	src, dst int
	t        float64
}

// An ego is one person's log: every tie of theirs, by the other's number.
type ego struct {
	id   int
	ties []*dyad
}

// A dyad is what took place between an ego and one other.
type dyad struct {
	alter  int
	days   []network.Day // contact days, ascending
	events []event       // ascending
}

// An event is one message, seen from the ego.
type event struct {
	t   float64
	out bool
}

// read returns the logs of a task's egos, and the last contact day of them all.
func (t Task) read(ctx context.Context, dir string) (egos []ego, last network.Day, err error) {
	rows, err := readMessages(ctx, filepath.Join(dir, t.File))
	if err != nil {
		return nil, 0, err
	}
	rows = t.window(rows)
	if t.Broadcast > 0 {
		rows = withoutBroadcasts(rows, t.Broadcast)
	}
	var core map[int]bool
	if t.Core != "" {
		if core, err = readCore(filepath.Join(dir, t.Core)); err != nil {
			return nil, 0, err
		}
	}
	egos, last = split(rows, core)
	return egos, last, nil
}

func readMessages(ctx context.Context, path string) ([]message, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(err)
	}
	defer f.Close()
	var rows []message
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if n%10_000 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		m, err := parseMessage(fields)
		if err != nil {
			return nil, unreadable(fmt.Errorf("%s:%d: %w", filepath.Base(path), n, err))
		}
		if m.src != m.dst {
			rows = append(rows, m)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, unreadable(err)
	}
	return rows, nil
}

func parseMessage(fields []string) (m message, err error) {
	if len(fields) < 3 {
		return m, fmt.Errorf("a row is src dst t")
	}
	if m.src, err = strconv.Atoi(fields[0]); err != nil {
		return m, err
	}
	if m.dst, err = strconv.Atoi(fields[1]); err != nil {
		return m, err
	}
	m.t, err = strconv.ParseFloat(fields[2], 64)
	return m, err
}

func readCore(path string) (map[int]bool, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, unreadable(err)
	}
	core := map[int]bool{}
	for _, s := range strings.Fields(string(raw)) {
		id, err := strconv.Atoi(s)
		if err != nil {
			return nil, unreadable(err)
		}
		core[id] = true
	}
	return core, nil
}

// window turns seconds into days since the first row, and keeps those of the task.
func (t Task) window(rows []message) []message {
	first := math.Inf(1)
	for _, m := range rows {
		first = min(first, m.t)
	}
	out := rows[:0]
	for _, m := range rows {
		day := (m.t - first) / 86400
		if day >= float64(t.Lo) && day < float64(t.Hi) {
			m.t = day - float64(t.Lo)
			out = append(out, m)
		}
	}
	return out
}

// withoutBroadcasts drops every message that went to more than most people at
// the same moment.
func withoutBroadcasts(rows []message, most int) []message {
	type sending struct {
		src int
		t   float64
	}
	to := map[sending]map[int]bool{}
	for _, m := range rows {
		s := sending{m.src, m.t}
		if to[s] == nil {
			to[s] = map[int]bool{}
		}
		to[s][m.dst] = true
	}
	return slices.DeleteFunc(rows, func(m message) bool { return len(to[sending{m.src, m.t}]) > most })
}

// split gives each message to both ends, and sorts each ego's ties. Egos and
// ties come in the order of their numbers, so that a run can be repeated.
func split(rows []message, core map[int]bool) (egos []ego, last network.Day) {
	all := map[int]map[int]*dyad{}
	add := func(ego, alter int, e event) {
		if core != nil && !core[ego] {
			return
		}
		if all[ego] == nil {
			all[ego] = map[int]*dyad{}
		}
		d := all[ego][alter]
		if d == nil {
			d = &dyad{alter: alter}
			all[ego][alter] = d
		}
		d.events = append(d.events, e)
	}
	for _, m := range rows {
		add(m.src, m.dst, event{m.t, true})
		add(m.dst, m.src, event{m.t, false})
		last = max(last, network.Day(m.t))
	}
	for id, ties := range all {
		e := ego{id: id}
		for _, d := range ties {
			d.finish()
			e.ties = append(e.ties, d)
		}
		slices.SortFunc(e.ties, func(a, b *dyad) int { return a.alter - b.alter })
		egos = append(egos, e)
	}
	slices.SortFunc(egos, func(a, b ego) int { return a.id - b.id })
	return egos, last
}

func (d *dyad) finish() {
	slices.SortStableFunc(d.events, func(a, b event) int {
		switch {
		case a.t < b.t:
			return -1
		case a.t > b.t:
			return 1
		}
		return 0
	})
	for _, e := range d.events {
		day := network.Day(e.t)
		if n := len(d.days); n == 0 || d.days[n-1] != day {
			d.days = append(d.days, day)
		}
	}
}

// before returns the contact days before a day.
func (d *dyad) before(t network.Day) []network.Day {
	n, _ := slices.BinarySearch(d.days, t)
	return d.days[:n]
}

// happened returns the events before a day.
func (d *dyad) happened(t network.Day) []event {
	n, _ := slices.BinarySearchFunc(d.events, float64(t), func(e event, t float64) int {
		if e.t < t {
			return -1
		}
		return 1
	})
	return d.events[:n]
}
