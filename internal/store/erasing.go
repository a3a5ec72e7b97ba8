package store

import "entregent/internal/network"

// Erasing takes somebody out of the book for good.
type Erasing interface {
	// Erase removes persons with all their cards and everything that hangs on
	// them, and takes what names them out of all other texts. What took place with
	// others too stays without them, unless they said the words of it. Of them
	// nothing is left but a tombstone with their id, for those who keep a list.
	Erase(Erasure) (Erased, error)
}

// An Erasure says whom to erase, and how they are named in texts.
type Erasure struct {
	// Person goes with everybody merged into them.
	Person network.PersonID
	// Blot returns a text without what names them; nothing is blotted if it is
	// nil. json says that the text is JSON and must stay so, close that it is of
	// something they had a part in.
	Blot func(text string, json, close bool) string
}

// Erased says what an erasure did.
type Erased struct {
	Gone    map[string]int     // rows, by table
	Parted  int                // encounters that stay without them
	Blotted int                // rows of others in which they were named
	Touched []network.PersonID // others of whom something changed
}
