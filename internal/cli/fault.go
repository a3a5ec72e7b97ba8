package cli

import (
	"errors"
	"io/fs"
	"regexp"
	"strconv"
	"syscall"

	"entregent/internal/network"
)

// What Go's flag package says of a mistake. Its errors have no type, so that
// they are known by their words; whatever is not known here is told in general,
// and its English is shown to nobody.
var (
	noSuchFlag = regexp.MustCompile(`^flag provided but not defined: -+(.*)$`)
	noValue    = regexp.MustCompile(`^flag needs an argument: -+(.*)$`)
	badValue   = regexp.MustCompile(`^invalid (?:boolean )?value ("(?:[^"\\]|\\.)*") for (?:flag )?-+([^:]+):`)
)

// flagError says in words what is wrong with the flags of a command.
func (e *env) flagError(command string, err error) error {
	said := err.Error()
	wrong := &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{command}, Err: err}
	if m := noSuchFlag.FindStringSubmatch(said); m != nil {
		wrong.Msg, wrong.Args = "cli.no_such_flag", []any{m[1], command}
	}
	if m := noValue.FindStringSubmatch(said); m != nil {
		wrong.Msg, wrong.Args = "cli.no_value", []any{m[1], command}
	}
	if m := badValue.FindStringSubmatch(said); m != nil {
		value, _ := strconv.Unquote(m[1])
		wrong.Msg, wrong.Args = "cli.bad_value", []any{value, m[2], command}
		if own := "cli.bad_value." + m[2]; e.p.Has(own) {
			wrong.Msg, wrong.Args = own, []any{value}
		}
	}
	return wrong
}

// errValue refuses the value of a flag; flagError finds the words.
var errValue = errors.New("cli: no such value")

// reason says in words why the system refused something: its own text is in
// another language than the reader's, and names calls nobody knows.
func (e *env) reason(err error) string {
	for _, c := range []struct {
		cause error
		key   string
	}{
		{fs.ErrNotExist, "cli.why.not_there"},
		{fs.ErrPermission, "cli.why.denied"},
		{syscall.EROFS, "cli.why.denied"},
		{syscall.ENOTDIR, "cli.why.no_folder"},
		{syscall.EISDIR, "cli.why.folder"},
		{fs.ErrExist, "cli.why.folder"}, // a file is replaced, a folder is not
		{syscall.ENOSPC, "cli.why.full"},
		{syscall.EADDRINUSE, "cli.why.taken"},
		{syscall.EADDRNOTAVAIL, "cli.why.not_ours"},
	} {
		if errors.Is(err, c.cause) {
			return e.p.T(c.key)
		}
	}
	return e.p.T("cli.why.other")
}
