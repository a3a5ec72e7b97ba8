// Package mime reads what mail programs have written for forty years: header
// blocks, encoded words, address lists, dates and nested parts.
//
// It refuses nothing. What breaks the rules is read as a person would read it,
// and the defect becomes a Note. Every function is iterative and takes time in
// proportion to its input, whatever that holds, because mail comes from
// strangers. It leaves out writing mail, attachments (they are skipped, never
// unpacked), signatures and encryption.
package mime

// Limits bound the structure of one mail. Beyond them reading stops and a Note
// says so; what was read until then stands.
type Limits struct {
	Headers int // fields of one header block
	Parts   int // parts of one mail, at all depths together
	Depth   int // of multiparts within multiparts
}

// A Note names a defect that was read over. Notes are a set.
type Note uint16

// The defects.
const (
	GarbageLine    Note = 1 << iota // a line in a header block that is no field
	TooManyHeaders                  // fields beyond Limits.Headers were left out
	TooManyParts                    // parts beyond Limits.Parts were left out
	TooDeep                         // multiparts beyond Limits.Depth were left out
	NoBoundary                      // a multipart whose boundary is missing or never comes
	UnknownCharset                  // a character set nobody knows: guessed
)

// A Decoder reads one mail after another and reuses its memory between them.
// It is not for use by two goroutines at once.
type Decoder struct {
	Limits Limits

	part  Header   // the header of the part being walked
	stack []level  // open multiparts
	raw   []byte   // a part after its transfer encoding was undone
	lines []byte   // an unfolded header value
	words []word   // the words of the address being read
	out   []byte   // text under construction
	rows  []string // lines of the text being trimmed
}
