// Command entregent keeps a person's network: not a list of contacts, but the
// relations behind them.
package main

import (
	"os"
	_ "time/tzdata" // so that zones are known where the system has none

	"entregent/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
