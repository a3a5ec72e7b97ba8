// Package reach says who can present the keeper to somebody: which two others
// know each other and how likely that is (sign.go, organisation.go), how likely
// the keeper is to be heard by each and each to pass it on (link.go), and from
// there the go-betweens to begin with, with their evidence, in words of chance;
// or that there is no path to stake one's name on, and what would make one.
//
// What a sign is worth is judged, not measured, and stands in a table that the
// keeper may change (weights.txt; rulings §12). Only the probability of silence
// behind a keeper's own ties is measured (package relation), and that go-betweens
// are best compared by noisy-OR (relation-model §4). Probabilities are for
// ordering within one request and for explanations; faces show words.
//
// The package leaves out how signs are gathered, what may be asked of a
// go-between (package tact) and the search itself (package paths).
package reach
