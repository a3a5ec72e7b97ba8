package match

import "embed"

// Annotated holds the sets fr, en and across in the folder testdata, each in a
// development and a test half: needs with offers, and which of them meet them. They are in the program so that it
// can measure itself anywhere.
//
//go:embed testdata/*.txt
var Annotated embed.FS
