// Package cli is the product on the command line, and the place where its parts
// are put together. One file holds one command; the table below lists them.
//
// It leaves out every rule: a command reads its arguments, calls package app,
// and prints what it answered, as sentences or as one JSON object.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// A command is one verb of the program. Its help is the text "cli.<name>", its
// usage line "cli.<name>.usage".
type command struct {
	name string
	// flags declares the command's own flags and returns what runs it.
	flags func(*flag.FlagSet) func(context.Context, *call) error
	// bare commands need no book: they must not open one.
	bare bool
}

// commands lists every verb, in the order in which help shows them.
var commands []command

// A call is one run of one command.
type call struct {
	*env
	app    *app.App
	keeper network.KeeperID
	args   []string // what is neither a verb nor a flag
}

// An env is what every command shares: where it prints, in which language, and
// the global flags.
type env struct {
	out, err io.Writer
	in       io.Reader
	p        *i18n.Printer
	json     bool
	data, db string
	at       time.Time // zero for the present
	lang     string
}

// exit is the command line's word for each kind of error.
var exit = map[network.Kind]int{
	network.Internal: 1, network.Invalid: 2, network.NotFound: 1, network.Ambiguous: 2, network.Conflict: 1,
	network.Forbidden: 1, network.Busy: 1, network.Full: 1, network.Unreadable: 1,
}

// exitProblems is the status of what was done, with problems that were listed.
const exitProblems = 3

// errProblems ends a command that did its work and has listed problems.
var errProblems = errors.New("cli: done, with problems")

// Main runs the program and returns its exit status.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	e := &env{out: stdout, err: stderr, in: stdin}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return e.status(e.run(ctx, args))
}

// status tells an error in one line and returns the exit status for it.
func (e *env) status(err error) int {
	if e.p == nil {
		e.p = i18n.For(i18n.FromEnv(locale()))
	}
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errProblems):
		return exitProblems
	}
	kind := network.Internal
	errors.As(err, &kind)
	fmt.Fprintln(e.err, "entregent: "+printable(e.wordsOf(err, kind)))
	return exit[kind]
}

// wordsOf are those of an error; of one that nobody classified the operator, who
// is the reader here, gets to see the cause.
func (e *env) wordsOf(err error, kind network.Kind) string {
	var who *app.WhoAreYou
	var many *app.TooMany
	switch {
	case errors.As(err, &who):
		return e.p.T("cli.who_are_you", strings.Join(candidateNames(who.Candidates), "; "))
	case errors.As(err, &many):
		var names []string
		for _, p := range many.People {
			names = append(names, personLine(p))
		}
		return e.p.T("cli.too_many", many.Name, strings.Join(names, "; "))
	case kind == network.Internal && !hasWords(err):
		return oneLine(err.Error())
	}
	return oneLine(e.p.Error(err))
}

func hasWords(err error) bool {
	var ne *network.Error
	return errors.As(err, &ne) && ne.Msg != ""
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func candidateNames(cs []app.Candidate) []string {
	var out []string
	for _, c := range cs {
		var parts []string
		if c.Name != "" {
			parts = append(parts, c.Name)
		}
		for i, h := range c.Handles {
			if i == 3 {
				break
			}
			parts = append(parts, h.Value)
		}
		out = append(out, strings.Join(parts, " "))
	}
	return out
}

func personLine(p app.Person) string {
	s := p.Name
	if p.Organisation != "" {
		s += ", " + p.Organisation
	}
	return s + " (" + p.ID + ")"
}

// run finds the verb, reads the flags wherever they stand, and runs it.
func (e *env) run(ctx context.Context, args []string) error {
	name, rest := verb(args)
	e.p = i18n.For(e.language(args))
	c, ok := find(name)
	if !ok {
		if name == "help" {
			return e.help(rest)
		}
		return &network.Error{Kind: network.Invalid, Msg: "cli.no_such_command", Args: []any{name}}
	}
	fl := flag.NewFlagSet(name, flag.ContinueOnError)
	fl.SetOutput(io.Discard)
	e.globals(fl)
	run := c.flags(fl)
	pos, err := parse(fl, rest)
	if errors.Is(err, flag.ErrHelp) {
		return e.usage(c, fl)
	}
	if err != nil {
		return e.flagError(name, err)
	}
	e.p = i18n.For(e.chosen())
	cl := &call{env: e, args: pos}
	if c.bare {
		return run(ctx, cl)
	}
	done, err := cl.open(ctx)
	if err != nil {
		return err
	}
	err = run(ctx, cl)
	return errors.Join(err, done())
}

// verb returns the first argument that is not a flag or a global flag's value;
// without one the program serves.
func verb(args []string) (string, []string) {
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "--":
			return "serve", args
		case a == "-h" || a == "--help" || a == "-help":
			return "help", nil
		case strings.HasPrefix(a, "-"):
			name := strings.TrimLeft(a, "-")
			if (name == "data" || name == "db" || name == "lang" || name == "at" || name == "listen") && i+1 < len(args) {
				i++
			}
		default:
			return a, append(append([]string{}, args[:i]...), args[i+1:]...)
		}
	}
	return "serve", args
}

func find(name string) (command, bool) {
	for _, c := range commands {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}

// parse reads flags and positional arguments in any order; after "--" nothing
// is a flag.
func parse(fl *flag.FlagSet, args []string) (pos []string, err error) {
	for {
		if err := fl.Parse(args); err != nil {
			return nil, err
		}
		rest := fl.Args()
		if len(rest) == 0 {
			return pos, nil
		}
		if n := len(args) - len(rest); n > 0 && args[n-1] == "--" {
			return append(pos, rest...), nil
		}
		pos, args = append(pos, rest[0]), rest[1:]
	}
}

// globals declares the flags that every command takes.
func (e *env) globals(fl *flag.FlagSet) {
	fl.StringVar(&e.data, "data", "", "")
	fl.StringVar(&e.db, "db", "", "")
	fl.Func("lang", "", func(s string) error {
		if !slices.Contains(i18n.Languages, s) {
			return errValue
		}
		e.lang = s
		return nil
	})
	fl.BoolVar(&e.json, "json", false, "")
	fl.Func("at", "", func(s string) error {
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			if t, err = time.ParseInLocation(time.DateOnly, s, time.Local); err != nil {
				return errValue
			}
			t = t.Add(12 * time.Hour)
		}
		e.at = t
		return nil
	})
}

// language finds --lang before the flags are read, so that even their errors
// are in the right language.
func (e *env) language(args []string) string {
	for i, a := range args {
		if v, ok := strings.CutPrefix(strings.TrimLeft(a, "-"), "lang="); ok && strings.HasPrefix(a, "-") {
			return v
		}
		if (a == "--lang" || a == "-lang") && i+1 < len(args) {
			return args[i+1]
		}
	}
	return i18n.FromEnv(locale())
}

func (e *env) chosen() string {
	if e.lang != "" {
		return e.lang
	}
	return i18n.FromEnv(locale())
}

// say prints one line of text to standard output, or to standard error when
// standard output is for JSON.
func (e *env) say(key string, args ...any) {
	w := e.out
	if e.json {
		w = e.err
	}
	fmt.Fprintln(w, printable(e.p.T(key, args...)))
}

// note prints one line to standard error.
func (e *env) note(key string, args ...any) { fmt.Fprintln(e.err, printable(e.p.T(key, args...))) }

// line prints one line that is no text of ours.
func (e *env) line(format string, args ...any) {
	fmt.Fprintln(e.out, printable(fmt.Sprintf(format, args...)))
}

// printable replaces what a terminal would obey instead of showing: a file may
// be called anything.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r >= 0x20 && r < 0x7f || r >= 0xa0 && !(r >= 0x202a && r <= 0x202e) && !(r >= 0x2066 && r <= 0x2069) {
			return r
		}
		return 0xfffd
	}, s)
}

// answer prints the JSON answer.
func (e *env) answer(v any) error {
	enc := json.NewEncoder(e.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// help lists the commands, or explains one.
func (e *env) help(args []string) error {
	for _, a := range args { // global flags may stand before it
		if c, ok := find(a); ok {
			fl := flag.NewFlagSet(c.name, flag.ContinueOnError)
			e.globals(fl)
			c.flags(fl)
			return e.usage(c, fl)
		}
	}
	fmt.Fprintln(e.out, e.p.T("cli.help"))
	wide := 0
	for _, c := range commands {
		wide = max(wide, len(c.name))
	}
	for _, c := range commands {
		fmt.Fprintf(e.out, "  %-*s  %s\n", wide, c.name, e.p.T("cli."+c.name))
	}
	fmt.Fprintln(e.out, e.p.T("cli.help.globals"))
	return nil
}

func (e *env) usage(c command, fl *flag.FlagSet) error {
	fmt.Fprintln(e.out, e.p.T("cli."+c.name))
	fmt.Fprintln(e.out, "  entregent "+e.p.T("cli."+c.name+".usage"))
	fl.VisitAll(func(f *flag.Flag) {
		key := "cli." + c.name + "." + f.Name
		if e.p.Has(key) {
			fmt.Fprintf(e.out, "  --%-12s %s\n", f.Name, e.p.T(key))
		}
	})
	fmt.Fprintln(e.out, e.p.T("cli.help.globals"))
	return nil
}

// locale is the language the environment asks for, by the usual order.
func locale() string {
	for _, v := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if s := os.Getenv(v); s != "" {
			return s
		}
	}
	return ""
}
