//go:build nogonum

package bench

import "entregent/internal/paths"

// gonumHere says that this program was built without gonum.
const gonumHere = false

func (r *rows) cheapest(paths.Node, paths.Node) uint32 { return noChain }
