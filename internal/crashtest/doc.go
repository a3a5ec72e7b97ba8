// Package crashtest drives the built program from outside, as a keeper, a crash
// or an enemy does: it is killed, stopped, started twice, given what it cannot
// read, and listened to.
//
// It leaves out what a package can be shown to do by itself: power cuts and full
// disks (package sqlstore), imports that are broken off (package app). A test
// here must fail when the program is spoilt on purpose; see sabotage_test.go.
package crashtest
