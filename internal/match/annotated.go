package match

import "embed"

// Annotated holds fr.txt, en.txt and across.txt in the folder testdata: needs
// with offers, and which of them meet them. They are in the program so that it
// can measure itself anywhere.
//
//go:embed testdata/*.txt
var Annotated embed.FS
