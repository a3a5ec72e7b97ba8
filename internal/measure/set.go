package measure

import (
	"context"
	"strings"

	"entregent/internal/network"
)

// A set is one log as a whole, whatever tasks of drift are drawn from it.
type set struct {
	name string
	task Task // the first that names the log
	egos []ego
	last network.Day
}

// sets reads the logs that the table at a path names, each once.
func sets(ctx context.Context, path string) ([]set, error) {
	tasks, dir, err := Tasks(path)
	if err != nil {
		return nil, err
	}
	var out []set
	seen := map[Task]bool{}
	for _, t := range tasks {
		log := Task{File: t.File, Core: t.Core, Broadcast: t.Broadcast, Lo: t.Lo, Hi: t.Hi}
		if seen[log] {
			continue
		}
		seen[log] = true
		s := set{task: t}
		s.name, _, _ = strings.Cut(t.Name, "/")
		if s.egos, s.last, err = t.read(ctx, dir); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}
