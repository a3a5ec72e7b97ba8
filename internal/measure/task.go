// Package measure checks what the relation model claims, on logs that anybody
// can fetch: how well it foretells which ties fall silent, beside what simpler
// rules would have said on the same rows.
//
// It uses package relation as the product does, so that what is measured is what
// is shipped, and leaves out everything else of the product. The logs are not
// part of it: a path is given, and a small table says what lies there.
package measure

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"entregent/internal/network"
	"entregent/internal/relation"
	"github.com/BurntSushi/toml"
)

// TableName is the name of the table beside the logs.
const TableName = "tasks.toml"

//go:embed tasks.toml
var publicTasks string

// A Task is one log with the days on which silence is foretold.
type Task struct {
	Name      string  `toml:"name" json:"name"`
	Family    string  `toml:"family" json:"family"` // without one, each log is its own
	File      string  `toml:"file" json:"-"`
	Core      string  `toml:"core" json:"-"`
	Broadcast int     `toml:"broadcast" json:"-"` // 0 keeps all
	Lo        int     `toml:"lo" json:"-"`
	Hi        int     `toml:"hi" json:"-"`
	Within    int     `toml:"within" json:"-"` // days since the last contact, at most
	Horizon   int     `toml:"horizon" json:"horizon"`
	From      int     `toml:"from" json:"-"`
	To        int     `toml:"to" json:"-"`
	Step      int     `toml:"step" json:"-"`
	Rows      int     `toml:"rows" json:"-"`   // expected; 0 where nothing is
	Silent    float64 `toml:"silent" json:"-"` // expected share
}

// horizon returns the model's horizon of that many days.
func (t Task) horizon() (relation.Horizon, bool) {
	for _, h := range relation.Horizons {
		if h.Days() == t.Horizon {
			return h, true
		}
	}
	return 0, false
}

func (t Task) check() error {
	_, known := t.horizon()
	switch {
	case t.Name == "" || t.File == "":
		return errors.New("a task needs a name and a file")
	case !known:
		return fmt.Errorf("%s: the horizon is 30 or 90 days, not %d", t.Name, t.Horizon)
	case t.Step <= 0 || t.To < t.From || t.From <= 0 || t.Hi <= t.Lo || t.Within <= 0:
		return fmt.Errorf("%s: from, to, step, lo, hi and within name no days", t.Name)
	case !filepath.IsLocal(t.File) || t.Core != "" && !filepath.IsLocal(t.Core):
		return fmt.Errorf("%s: files lie in the folder of the table", t.Name)
	}
	return nil
}

// Tasks reads the table at a path: a table file, a folder that holds one, or a
// folder that holds the public logs. It returns the folder of the logs as well.
func Tasks(path string) (tasks []Task, dir string, err error) {
	text, dir, err := table(path)
	if err != nil {
		return nil, "", unreadable(err)
	}
	var doc struct {
		Task []Task `toml:"task"`
	}
	if _, err := toml.Decode(text, &doc); err != nil {
		return nil, "", unreadable(err)
	}
	if len(doc.Task) == 0 {
		return nil, "", unreadable(errors.New("the table names no task"))
	}
	for i := range doc.Task {
		t := &doc.Task[i]
		if err := t.check(); err != nil {
			return nil, "", unreadable(err)
		}
		if t.Family == "" {
			t.Family = t.File
		}
	}
	return doc.Task, dir, nil
}

func table(path string) (text, dir string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", "", err
	}
	if dir = path; info.IsDir() {
		path = filepath.Join(path, TableName)
	} else {
		dir = filepath.Dir(path)
	}
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return publicTasks, dir, nil
	}
	return string(raw), dir, err
}

// unreadable tells the one who gave the path that nothing can be measured there.
func unreadable(err error) error {
	if missing := new(fs.PathError); errors.Is(err, fs.ErrNotExist) && errors.As(err, &missing) {
		err = fmt.Errorf("%s is not there", missing.Path)
	}
	return &network.Error{Kind: network.Invalid, Field: "path", Msg: "error.measure_path", Args: []any{err.Error()}, Err: err}
}
