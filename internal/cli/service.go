package cli

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"entregent/internal/network"
)

// serviceCommand writes a service of the user's own, which starts the
// application when they sign in. It starts nothing by itself: it says how.
func serviceCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if len(c.args) != 1 || c.args[0] != "install" {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"service"}}
		}
		dir, url, err := c.where()
		if err != nil {
			return err
		}
		program, err := os.Executable()
		if err != nil {
			return err
		}
		s := service{program: program, args: []string{"serve", "--data", dir}}
		if url != "" { // the address holds a password: it stays in the environment's file, not on a command line
			return &network.Error{Kind: network.Invalid, Msg: "cli.service.sqlite_only"}
		}
		path, text, start, err := s.unit(runtime.GOOS)
		if err != nil {
			return err
		}
		if err := c.makeDir(filepath.Dir(path)); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return &network.Error{Kind: network.Unreadable, Msg: "cli.cannot_write", Args: []any{path, c.reason(err)}, Err: err}
		}
		return c.done(map[string]any{"service": path, "start": start}, "cli.service.done", path, start)
	}
}

// A service is how the application is started.
type service struct {
	program string
	args    []string
}

// unit returns where a service file belongs on a system, what stands in it, and
// the command that starts it.
func (s service) unit(goos string) (path, text, start string, err error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", "", "", &network.Error{Kind: network.Invalid, Msg: "cli.no_home", Err: err}
	}
	switch goos {
	case "linux":
		config := os.Getenv("XDG_CONFIG_HOME")
		if config == "" {
			config = filepath.Join(home, ".config")
		}
		return filepath.Join(config, "systemd", "user", "entregent.service"), s.systemd(), "systemctl --user enable --now entregent", nil
	case "darwin":
		path := filepath.Join(home, "Library", "LaunchAgents", "entregent.plist")
		return path, s.launchd(), "launchctl load " + path, nil
	}
	return "", "", "", &network.Error{Kind: network.Invalid, Msg: "cli.service.not_here", Args: []any{goos}}
}

func (s service) systemd() string {
	words := []string{quoteUnit(s.program)}
	for _, a := range s.args {
		words = append(words, quoteUnit(a))
	}
	return fmt.Sprintf(`[Unit]
Description=Entregent

[Service]
ExecStart=%s
Restart=on-failure
UMask=0077
NoNewPrivileges=true

[Install]
WantedBy=default.target
`, strings.Join(words, " "))
}

// quoteUnit writes one word of a systemd command line.
func quoteUnit(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `%`, `%%`, `$`, `$$`).Replace(s) + `"`
}

func (s service) launchd() string {
	var words strings.Builder
	for _, w := range append([]string{s.program}, s.args...) {
		fmt.Fprintf(&words, "\t\t<string>%s</string>\n", strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(w))
	}
	return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>entregent</string>
	<key>ProgramArguments</key>
	<array>
` + words.String() + `	</array>
	<key>RunAtLoad</key>
	<true/>
	<key>KeepAlive</key>
	<dict>
		<key>SuccessfulExit</key>
		<false/>
	</dict>
</dict>
</plist>
`
}
