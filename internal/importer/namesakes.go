package importer

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
)

// Namesakes tells apart, within one file, the cards that bear the same name and
// have nothing by which they could be known for certain: two such cards that say
// different things are two people until the keeper says otherwise; the same card
// twice is one. They are counted in the order of the file, so that a newer export
// of the same address book finds each of them again. The zero value is ready.
type Namesakes struct {
	seen map[string][][sha256.Size]byte
}

// Key returns key for the first card that bears it, and another one for each
// namesake after it.
func (n *Namesakes) Key(key string, c *Card) string {
	name := fmt.Sprintf("%q %q", key, c.Handles) // different weak handles make them two anyway
	said := make([]string, 0, len(c.Facts))
	for _, f := range c.Facts {
		said = append(said, fmt.Sprintf("%q %q %q", f.Kind, f.Value, f.Label))
	}
	slices.Sort(said)
	sum := sha256.Sum256([]byte(fmt.Sprint(said)))
	i := slices.Index(n.seen[name], sum)
	if i < 0 {
		if n.seen == nil {
			n.seen = map[string][][sha256.Size]byte{}
		}
		i = len(n.seen[name])
		n.seen[name] = append(n.seen[name], sum)
	}
	if i == 0 {
		return key
	}
	return key + "#" + strconv.Itoa(i+1)
}
