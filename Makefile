# `make` lists what you can do.
help:          ## list these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 16

run:           ## start the application on its embedded database
	go run ./cmd/entregent serve --open

test:          ## install what the tests need (as root on Debian), then run all of them
	./tools/test

quick:         ## the tests that need nothing installed
	go vet ./...
	go test -short ./...

build:         ## the program, for this machine
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o entregent ./cmd/entregent

release:       ## the program for Linux, macOS and Windows, with checksums, in dist/
	./tools/release

update:        ## rewrite recorded expectations; look at the diff before committing
	go test ./internal/importer/... -update
	UPDATE=1 go test ./internal/cli

.PHONY: help run test quick build release update
