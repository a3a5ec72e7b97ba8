package capture

import "embed"

// Annotated holds people.txt, fr.txt and en.txt in the folder testdata: lines
// with what should be found in them. They are in the program so that it can
// measure itself anywhere.
//
//go:embed testdata/people.txt testdata/fr.txt testdata/en.txt
var Annotated embed.FS
