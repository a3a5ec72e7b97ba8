// Package relation reads what took place between the keeper and one person and
// says what it has become: how strong the tie is, how likely it is to fall
// silent, who turns to whom, which stage has been reached; each with its reasons
// as data.
//
// Two kinds of statement live here and are kept apart. Measured: PULSE, the
// probability of silence (pulse.go), the probability of a reply (reply.go) and
// strength (strength.go); their constants were fitted on public logs, and
// "bench drift" recomputes their figures; what they then learn of one keeper is
// one number for each horizon, from that keeper's own forecasts (diary.go,
// calibrate.go). Judged: stages, what counts as a
// relation, when a tie is due (stage.go, standing.go, due.go); these are the
// product's beliefs, and the keeper may overrule them.
//
// The package leaves out storage, words for the screen and the clock. The
// moment is an argument, and a Tie is a value of some two hundred bytes that
// takes one more contact in constant time, so that nothing needs its history to
// be read again.
package relation
