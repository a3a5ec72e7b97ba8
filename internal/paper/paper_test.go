package paper

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func written(t *testing.T, d Document) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A file asks for nothing outside it and runs nothing, whatever is written in it.
func TestAFileStandsAlone(t *testing.T) {
	evil := `<script src=https://evil.example/x.js></script><img src=//evil.example onerror=alert(1)>"'</style>`
	d := Document{
		Lang: "fr", Title: evil, Lead: evil, Notes: []string{evil}, Foot: []string{evil},
		Table:    &Table{Title: evil, Head: []string{evil, evil}, Rows: [][]string{{evil, evil}}},
		Sections: []Section{{Title: evil, Note: evil, Items: []Item{{Head: evil, Side: evil, Text: "a\n" + evil, Lines: []string{evil}, Small: []string{evil}, Sheet: true}}}},
	}
	got := written(t, d)
	doc, err := html.Parse(strings.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	texts, styles := 0, 0
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && strings.Contains(n.Data, "evil.example/x.js") {
			texts++
		}
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "img", "link", "iframe", "object", "a", "form", "base":
			t.Errorf("there is a <%s>", n.Data)
		case "style":
			styles++
		}
		for _, a := range n.Attr {
			if a.Key == "style" || a.Key == "src" || a.Key == "href" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
	}
	if texts < 12 || styles != 1 {
		t.Errorf("%d texts, %d styles", texts, styles)
	}
	if regexp.MustCompile(`url\(|@import|https?:`).MatchString(style) {
		t.Error("the style asks for something")
	}
	if !strings.Contains(got, "default-src &#39;none&#39;; style-src &#39;sha256-") || !strings.Contains(got, "<style>"+style+"</style>") {
		t.Error("the policy does not name the style as it stands")
	}
}

// Nothing given, nothing left open.
func TestAnEmptyFile(t *testing.T) {
	got := written(t, Document{Lang: "en", Title: "Nothing"})
	if strings.Contains(got, "<section>") || strings.Contains(got, "<table>") || !strings.Contains(got, `<html lang="en">`) {
		t.Error(got)
	}
}
