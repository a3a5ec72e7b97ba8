// Package pgtest gives tests a PostgreSQL: the one that the environment names,
// or one of its own, started from Debian's binaries and ended with the test
// binary. It is for tests only.
package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
)

// Env names the database to use, as a URL. Its user must be allowed to create
// schemas.
const Env = "ENTREGENT_TEST_POSTGRES"

// server is the one of this test binary. It is the only state of the package:
// starting one for each test would take longer than the tests.
var server struct {
	once sync.Once
	url  string
	err  error
	stop func()
	next int
	mu   sync.Mutex
}

var errNone = errors.New("pgtest: no PostgreSQL: set " + Env + " or install Debian's package postgresql")

// Main runs the tests of a package and then ends the server. Call it from
// TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if server.stop != nil {
		server.stop()
	}
	os.Exit(code)
}

// URL returns the URL of a database, and skips the test where there is none;
// in CI that is a failure.
func URL(t testing.TB) string {
	t.Helper()
	server.once.Do(func() {
		if server.url = os.Getenv(Env); server.url == "" {
			server.url, server.stop, server.err = start()
		}
	})
	if server.err != nil {
		if errors.Is(server.err, errNone) && os.Getenv("CI") == "" {
			t.Skip(server.err)
		}
		t.Fatal(server.err)
	}
	return server.url
}

// Schema returns the URL of an empty schema, which is dropped when the test
// ends.
func Schema(t testing.TB) string {
	t.Helper()
	base := URL(t)
	server.mu.Lock()
	server.next++
	name := fmt.Sprintf("t%d_%d", os.Getpid(), server.next)
	server.mu.Unlock()
	run(t, base, "CREATE SCHEMA "+name)
	t.Cleanup(func() { run(t, base, "DROP SCHEMA "+name+" CASCADE") })
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

func run(t testing.TB, url, query string) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), query); err != nil {
		t.Fatal(err)
	}
}

// start makes a cluster in a folder of its own and serves it on a free port of
// the loopback.
func start() (address string, stop func(), err error) {
	bin, err := binaries()
	if err != nil {
		return "", nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return "", nil, err
	}
	as := asServant(dir)
	data := filepath.Join(dir, "data")
	if out, err := command(as, filepath.Join(bin, "initdb"), "-D", data, "-U", "test", "-A", "trust", "-N", "-E", "UTF8", "--locale=C").CombinedOutput(); err != nil {
		os.RemoveAll(dir)
		return "", nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	// The test data is thrown away: nothing needs to reach the disk.
	cmd := command(as, filepath.Join(bin, "postgres"), "-D", data, "-k", dir, "-h", "127.0.0.1", "-p", strconv.Itoa(port),
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "shared_buffers=64MB", "-c", "max_connections=100")
	if err := cmd.Start(); err != nil {
		os.RemoveAll(dir)
		return "", nil, err
	}
	stop = func() {
		cmd.Process.Signal(syscall.SIGINT) // the fast way down
		cmd.Wait()
		os.RemoveAll(dir)
	}
	address = fmt.Sprintf("postgres://test@127.0.0.1:%d/postgres?sslmode=disable", port)
	if err := wait(address); err != nil {
		stop()
		return "", nil, err
	}
	return address, stop, nil
}

// binaries returns the folder of the newest server installed.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	best, most := "", 0
	for _, f := range found {
		v, _ := strconv.Atoi(strings.Split(f, "/")[4])
		if v > most {
			best, most = filepath.Dir(f), v
		}
	}
	if best == "" {
		return "", errNone
	}
	return best, nil
}

// asServant returns the words before a command that make it run as somebody
// else: PostgreSQL refuses to run as root.
func asServant(dir string) []string {
	if os.Geteuid() != 0 {
		return nil
	}
	as := []string{"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"}
	if exec.Command(as[0], append(as[1:], "true")...).Run() != nil {
		as = []string{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"}
	}
	exec.Command("chown", strings.TrimPrefix(as[1], "--reuid="), dir).Run()
	return as
}

func command(as []string, name string, args ...string) *exec.Cmd {
	all := append(append(append([]string{}, as...), name), args...)
	return exec.Command(all[0], all[1:]...)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func wait(address string) error {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer db.Close()
	for range 200 {
		if err = db.Ping(); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("pgtest: the server does not answer: %w", err)
}
