// Package pgserver starts a PostgreSQL of its own from Debian's binaries, for
// tests and for what measures beside one. It leaves out the databases of keepers:
// what is written in it goes when it stops.
package pgserver

import (
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
)

// Env names a database to use instead of starting one, as a URL. Its user must
// be allowed to create schemas.
const Env = "ENTREGENT_TEST_POSTGRES"

// ErrNone says that there is no PostgreSQL to start.
var ErrNone = errors.New("pgserver: no PostgreSQL: set " + Env + " or install Debian's package postgresql")

// Start makes a cluster in a folder of its own and serves it on a free port of
// the loopback until stop is called. Settings are written name=value. ErrNone
// where PostgreSQL is not installed.
func Start(settings ...string) (address string, stop func(), err error) {
	bin, err := binaries()
	if err != nil {
		return "", nil, err
	}
	dir, err := os.MkdirTemp("", "pgserver")
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
	// The data is thrown away: nothing needs to reach the disk.
	args := []string{"-D", data, "-k", dir, "-h", "127.0.0.1", "-p", strconv.Itoa(port)}
	for _, s := range append([]string{"fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=64MB", "max_connections=100"}, settings...) {
		args = append(args, "-c", s)
	}
	cmd := command(as, filepath.Join(bin, "postgres"), args...)
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
		return "", ErrNone
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
	return fmt.Errorf("pgserver: the server does not answer: %w", err)
}
