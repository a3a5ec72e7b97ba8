// Package paths is the graph of who knows whom, kept in memory so that the best
// chains from one person to another are found in microseconds: at most three
// ties, so at most two go-betweens, the most likely first.
//
// A tie holds with a probability and so does a go-between's willingness; a chain
// holds with their product. As products become sums by the logarithm, everything
// is a Cost here, a whole number, so that every engine that adds the same costs
// says exactly the same (Plain, and the SQL of package bench).
//
// Searching needs no lock and never waits: people and ties may be added, changed
// and taken away meanwhile. Every tie carries a Label, and a search is given the
// labels it may see, so that one graph can serve several people of whom each
// sees what was shared with them.
//
// It leaves out who people are, what a tie rests on and what a chance is called:
// see package reach.
package paths
