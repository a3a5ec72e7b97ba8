//go:build !race

package vcard

// patience is how much longer everything takes under the race detector.
const patience = 1
