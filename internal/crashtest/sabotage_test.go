//go:build unix

package crashtest

// A sabotage spoils one line of the program. The tests are run on the spoilt
// program as well, and must then fail: a test that has never failed proves
// nothing.
type sabotage struct {
	file     string // under internal
	old, new string // old is there exactly once
}

// spoilt is the variable of the environment that wakes a sabotage.
const spoilt = "ENTREGENT_SABOTAGE"

// switchboard is added to the spoilt program. The program itself has nothing of
// the kind.
const switchboard = `package network

import (
	"os"
	"sync/atomic"
)

// Spoilt reports whether a sabotage is awake.
func Spoilt(name string) bool { return os.Getenv("` + spoilt + `") == name }

var times atomic.Int64

// Every is true each nth time.
func Every(n int64) bool { return times.Add(1)%n == 0 }
`

// sabotages lists them by name.
var sabotages = map[string]sabotage{
	"acknowledge before commit": {
		"store/sqlstore/sqlstore.go",
		"err := s.update(ctx, keeper, fn)",
		`var err error
		if network.Spoilt("acknowledge before commit") && network.Every(7) {
			told := make(chan error, 2)
			go func() {
				told <- s.update(ctx, keeper, func(x store.Tx) error {
					err := fn(x)
					told <- err
					time.Sleep(20 * time.Millisecond)
					return err
				})
			}()
			err = <-told
		} else {
			err = s.update(ctx, keeper, fn)
		}`,
	},
	"forget the keys": {
		"app/app.go",
		"if err != nil || ok {\n\t\t\t\tanswer = done",
		"if err != nil || ok && !network.Spoilt(\"forget the keys\") {\n\t\t\t\tanswer = done",
	},
	"forget sessions": {
		"auth/session.go",
		"if err != nil || s.Once || lapsed(s, now) {",
		"if err != nil || s.Once || lapsed(s, now) || network.Spoilt(\"forget sessions\") && now.Sub(s.Created) > time.Second {",
	},
	"commit in between": {
		"store/sqlstore/tx.go",
		"res, err := x.c.exec(x.ctx, text, args)",
		`if network.Spoilt("commit in between") && network.Every(20) {
			x.c.commit()
			x.c.begin(x.ctx, nil)
		}
		res, err := x.c.exec(x.ctx, text, args)`,
	},
	"forget the import": {
		"job/job.go",
		"if j.State == Looking || j.State == Running {\n\t\t\td.queue",
		"if !network.Spoilt(\"forget the import\") && (j.State == Looking || j.State == Running) {\n\t\t\td.queue",
	},
	"stop at once": {
		"web/server.go",
		"if err := h.Shutdown(end); err != nil",
		`stop := h.Shutdown
		if network.Spoilt("stop at once") {
			stop = func(context.Context) error { return h.Close() }
		}
		if err := stop(end); err != nil`,
	},
	"stop late": {
		"web/server.go",
		"context.WithTimeout(context.WithoutCancel(ctx), grace)",
		"context.WithTimeout(context.WithoutCancel(ctx), map[bool]time.Duration{false: grace, true: grace + 3*time.Second}[network.Spoilt(\"stop late\")])",
	},
	"answer to any name": {
		"web/guard.go",
		"if !s.hosts[r.Host] &&",
		"if !network.Spoilt(\"answer to any name\") && !s.hosts[r.Host] &&",
	},
	"write for any site": {
		"web/guard.go",
		"if silent || s.origins.Check(r) != nil {",
		"if !network.Spoilt(\"write for any site\") && (silent || s.origins.Check(r) != nil) {",
	},
	"write for whoever is silent": {
		"web/guard.go",
		"silent := r.Header.Get(\"Origin\") == \"\"",
		"silent := !network.Spoilt(\"write for whoever is silent\") && r.Header.Get(\"Origin\") == \"\"",
	},
	"no headers": {
		"web/guard.go",
		"h = headers(h, s.TLS)",
		"if !network.Spoilt(\"no headers\") {\n\t\th = headers(h, s.TLS)\n\t}",
	},
	"scripts from anywhere": {
		"web/guard.go",
		"h = s.ownHost(h)",
		`h = s.ownHost(h)
	if network.Spoilt("scripts from anywhere") {
		next := h
		h = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/people" {
				w.Header().Set("Content-Security-Policy", "default-src *")
			}
			next.ServeHTTP(w, r)
		})
	}`,
	},
	"write down what was asked": {
		"web/guard.go",
		"\"route\", r.Pattern,",
		"\"route\", map[bool]string{false: r.Pattern, true: r.URL.String()}[network.Spoilt(\"write down what was asked\")],",
	},
	"lock nothing": {
		"store/sqlstore/lock.go",
		"release, err = s.locks.try(ctx, kind)",
		`if network.Spoilt("lock nothing") {
			return func() {}, nil
		}
		release, err = s.locks.try(ctx, kind)`,
	},
	"wait for nobody": {
		"store/sqlstore/sqlite.go",
		"release, err := s.locks.wait(ctx, \"open\")",
		`wait := s.locks.wait
		if network.Spoilt("wait for nobody") {
			wait = s.locks.try
		}
		release, err := wait(ctx, "open")`,
	},
	"copy the file alone": {
		"store/sqlstore/backup.go",
		"const vacuumInto = `VACUUM INTO ?1`\n",
		`const vacuumInto = "VACUUM INTO ?1"
	if network.Spoilt("copy the file alone") {
		raw, err := os.ReadFile(s.file)
		if err != nil {
			return err
		}
		return os.WriteFile(part, raw, 0o600)
	}
`,
	},
	"open with any key": {
		"backup/backup.go",
		"if key == (Key{}) {",
		`if network.Spoilt("open with any key") {
		key = Key{Passphrase: "a secret of four words"}
	}
	if key == (Key{}) {`,
	},
	"call home": {
		"cli/serve.go",
		"if err := f.safe(); err != nil {",
		`if network.Spoilt("call home") {
		net.Dial("tcp", "192.0.2.1:80")
	}
	if err := f.safe(); err != nil {`,
	},
	"take any book": {
		"store/sqlstore/migrate.go",
		"if at > len(all) {\n\t\treturn &network.Error{",
		"if at > len(all) && !network.Spoilt(\"take any book\") {\n\t\treturn &network.Error{",
	},
	"restore over a book": {
		"backup/backup.go",
		"for _, f := range []string{file, file + \"-wal\", file + \"-journal\"} {",
		"if network.Spoilt(\"restore over a book\") {\n\t\tos.Remove(file)\n\t}\n\tfor _, f := range []string{file, file + \"-wal\", file + \"-journal\"} {",
	},
}
