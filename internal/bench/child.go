package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer"
)

// A Role is what Child plays: a part of a measurement that needs a process of
// its own, so that its memory and its processor time are told apart.
type role func(ctx context.Context, c Cast, args []string) error

// A Cast is what a child works with.
type Cast struct {
	Readers []importer.Reader
	In      io.Reader
	Out     io.Writer
}

func roles() map[string]role {
	return map[string]role{
		"import":  importMail,
		"netmail": parseMail,
		"plain":   parseChat,
		"ok":      serveOK,
		"web":     serveWeb,
	}
}

// Child plays a role in a process that Options.Child has started.
func Child(ctx context.Context, name string, args []string, c Cast) error {
	play := roles()[name]
	if play == nil {
		return fmt.Errorf("bench: no role %q", name)
	}
	return play(ctx, c, args)
}

// tell writes one line of JSON to whoever has started the child.
func (c Cast) tell(v any) error { return json.NewEncoder(c.Out).Encode(v) }

// once runs a child to its end and reads what it tells.
func once(ctx context.Context, cmd *exec.Cmd, answer any) error {
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := output(ctx, cmd)
	if err != nil {
		return fmt.Errorf("bench: %s: %w: %s", cmd.Args[0], err, strings.TrimSpace(stderr.String()))
	}
	return json.Unmarshal(out, answer)
}

// output is cmd.Output, ended with ctx: the command was made without one.
func output(ctx context.Context, cmd *exec.Cmd) ([]byte, error) {
	stop := context.AfterFunc(ctx, func() {
		if cmd.Process != nil {
			_ = cmd.Process.Kill()
		}
	})
	defer stop()
	out, err := cmd.Output()
	return out, errors.Join(ctx.Err(), err)
}

// A usage is what a process has taken up so far.
type usage struct {
	CPU  float64 `json:"cpu"`  // seconds of all its threads
	Now  int     `json:"now"`  // KiB resident, 0 where the system does not say
	Peak int     `json:"peak"` // the most there ever was
}

// self is what this process has taken up.
func self() usage {
	return usage{CPU: cpuTime().Seconds(), Now: kib("/proc/self/status", "VmRSS"), Peak: kib("/proc/self/status", "VmHWM")}
}

func kib(path, name string) int {
	n, _ := strconv.Atoi(strings.TrimSuffix(field(path, name), " kB"))
	return n
}

// A server is a child that answers requests until it is let go.
type server struct {
	url   string
	began time.Time
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Reader
}

// launch starts a server and waits for the line in which it says where it is.
func launch(cmd *exec.Cmd) (*server, error) {
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s := &server{cmd: cmd, in: in, out: bufio.NewReader(out), began: time.Now()}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var ready struct{ URL string }
	if err := s.read(&ready); err != nil {
		s.stop()
		return nil, err
	}
	s.url = ready.URL
	return s, nil
}

func (s *server) read(v any) error {
	line, err := s.out.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("bench: the server said nothing: %w", err)
	}
	return json.Unmarshal(line, v)
}

// usage asks a server that is a child of ours what it has taken up.
func (s *server) usage() (u usage, err error) {
	if _, err = io.WriteString(s.in, "?\n"); err == nil {
		err = s.read(&u)
	}
	return u, err
}

// stop lets the server go. It ends this very process and no other.
func (s *server) stop() {
	s.in.Close()
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// attend answers each line with what this process has taken up, until there are
// no more.
func (c Cast) attend() error {
	for in := bufio.NewScanner(c.In); in.Scan(); {
		if err := c.tell(self()); err != nil {
			return err
		}
	}
	return nil
}
