//go:build unix

package crashtest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything may take before a test gives up.
const patience = 60 * time.Second

// skipLong skips what takes long under -short.
func skipLong(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("long")
	}
}

// A program is the built binary and the book it is used on.
type program struct {
	t          testing.TB
	binary     string
	data       string
	spoiler    string // the sabotage to wake, "" for none
	credential *syscall.Credential
}

// newProgram returns the program with a data directory that is not there yet.
func newProgram(t testing.TB) *program {
	t.Helper()
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return &program{t: t, binary: binary, data: filepath.Join(t.TempDir(), "data")}
}

// newSpoilt returns the program with one sabotage awake.
func newSpoilt(t testing.TB, sabotage string) *program {
	t.Helper()
	binary, err := buildSpoilt()
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := sabotages[sabotage]; !ok {
		t.Fatalf("no sabotage %q", sabotage)
	}
	return &program{t: t, binary: binary, data: filepath.Join(t.TempDir(), "data"), spoiler: sabotage}
}

// elsewhere is the same program on another data directory.
func (p *program) elsewhere(dir string) *program {
	q := *p
	q.data = dir
	return &q
}

// command makes a command on the book, in English, without anything of the
// tester's own environment that could tell.
func (p *program) command(args ...string) *exec.Cmd {
	cmd := exec.Command(p.binary, append([]string{"--data", p.data}, args...)...)
	cmd.Env = []string{"LANG=en_GB.UTF-8", "HOME=" + workshop, "TZ=UTC", spoilt + "=" + p.spoiler}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.credential}
	cmd.Dir = workshop
	return cmd
}

// An outcome is how a command ended.
type outcome struct {
	out, err string
	status   int
}

// try runs a command to its end.
func (p *program) try(args ...string) outcome {
	p.t.Helper()
	cmd := p.command(args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	return outcome{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

// do runs a command that must succeed and returns what it printed.
func (p *program) do(args ...string) string {
	p.t.Helper()
	o := p.try(args...)
	if o.status != 0 {
		p.t.Fatalf("%v: status %d\n%s%s", args, o.status, o.out, o.err)
	}
	return o.out
}

// sound fails the test unless the book passes every check.
func (p *program) sound() {
	p.t.Helper()
	if bad := p.unsound(); bad != "" {
		p.t.Fatal(bad)
	}
}

// unsound returns what is wrong with the book, "" for nothing.
func (p *program) unsound() string {
	p.t.Helper()
	o := p.try("check", "--json")
	var got struct {
		OK     bool
		Checks []struct {
			Name string
			OK   bool
		}
	}
	if err := json.Unmarshal([]byte(o.out), &got); err != nil || o.status != 0 || !got.OK || len(got.Checks) < 5 {
		return "check: " + o.out + o.err
	}
	return ""
}

// A server is the program while it serves.
type server struct {
	*program
	cmd  *exec.Cmd
	base string // "http://127.0.0.1:port"
	link string // of the one-time link, its path
	log  *lines
	done chan error
}

// A lines holds what a process printed, while it still prints.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// serve starts the server and waits until it listens.
func (p *program) serve(flags ...string) *server {
	p.t.Helper()
	s := &server{program: p, log: &lines{}, done: make(chan error, 1)}
	s.cmd = p.command(append([]string{"serve", "--json", "--listen", "127.0.0.1:0"}, flags...)...)
	s.cmd.Stderr = s.log
	out, in, err := os.Pipe()
	if err != nil {
		p.t.Fatal(err)
	}
	s.cmd.Stdout = in
	if err := s.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	in.Close()
	p.t.Cleanup(func() {
		s.cmd.Process.Kill()
		<-s.done
		out.Close()
	})
	go func() { s.done <- s.cmd.Wait(); close(s.done) }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		p.t.Fatalf("the server did not start: %v\n%s", err, s.log)
	}
	go io.Copy(io.Discard, out)
	var first struct{ URL string }
	if err := json.Unmarshal([]byte(line), &first); err != nil {
		p.t.Fatalf("%v in %q", err, line)
	}
	u, err := url.Parse(first.URL)
	if err != nil {
		p.t.Fatal(err)
	}
	s.base, s.link = u.Scheme+"://"+u.Host, u.RequestURI()
	return s
}

// kill ends the server as a crash does.
func (s *server) kill() {
	s.cmd.Process.Signal(syscall.SIGKILL)
	<-s.done
}

// stop asks the server to stop, and returns its status and how long it took.
func (s *server) stop() (status int, took time.Duration) {
	s.t.Helper()
	began := time.Now()
	s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.done:
	case <-time.After(patience):
		s.t.Fatal("the server does not stop")
	}
	return s.cmd.ProcessState.ExitCode(), time.Since(began)
}

// newLink asks the program for a further one-time link, and returns its token.
func (p *program) newLink() string {
	p.t.Helper()
	var got struct{ URL string }
	if err := json.Unmarshal([]byte(p.do("open", "--json")), &got); err != nil {
		p.t.Fatal(err)
	}
	_, token, _ := strings.Cut(got.URL, "token=")
	return token
}
