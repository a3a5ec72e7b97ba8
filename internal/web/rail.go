package web

import "slices"

// A section is one entry of the rail. The rail lists what exists: a later page
// joins it by one line here, one icon and one text.
type section struct {
	Key  string // of the text "web.nav.<key>" and of the icon
	Path string
	Less bool // set apart at the foot of the rail
	Here bool // the page shown belongs to it
	More bool // behind "more" on a telephone
}

var sections = []section{
	{Key: "today", Path: "/"},
	{Key: "village", Path: "/village"},
	{Key: "give", Path: "/give"},
	{Key: "reach", Path: "/reach"},
	{Key: "known", Path: "/known"},
	{Key: "meet", Path: "/meet"},
	{Key: "people", Path: "/people"},
	{Key: "mirror", Path: "/mirror", Less: true},
	{Key: "year", Path: "/year", Less: true},
	{Key: "import", Path: "/imports", Less: true},
	{Key: "settings", Path: "/settings", Less: true},
}

// thumb is the bar at the foot of a telephone's screen: what does not fit
// behind five thumbs goes behind "more".
var thumb = []string{"today", "give", "plus", "people", "more"}

// rail returns the sections with the current one marked.
func rail(v view) []section {
	out := make([]section, len(sections))
	for i, s := range sections {
		s.Here, s.More = s.Key == v.section(), !slices.Contains(thumb, s.Key)
		out[i] = s
	}
	return out
}

// bar returns what the telephone's bar shows.
func bar(v view) []section {
	all := rail(v)
	out := make([]section, 0, len(thumb))
	for _, key := range thumb {
		s := section{Key: key}
		for _, r := range all {
			if r.Key == key {
				s = r
			}
			if key == "more" && r.More && r.Here {
				s.Here = true
			}
		}
		out = append(out, s)
	}
	return out
}
