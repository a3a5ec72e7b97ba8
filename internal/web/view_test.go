package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"entregent/internal/i18n"
)

// Every page is shown in both languages with all it can hold, and with nothing.
func TestEveryPageRenders(t *testing.T) {
	for _, lang := range i18n.Languages {
		for _, s := range samples(newScene(lang)) {
			t.Run(lang+"/"+s.name, func(t *testing.T) {
				w := httptest.NewRecorder()
				if err := render(w, 200, s.view); err != nil {
					t.Fatal(err)
				}
				checkPage(t, w.Body.String())
			})
		}
	}
}

// checkPage holds one rendered page to what is true of all: no inline script or
// style, no key without its words, every control labelled, unique ids.
func checkPage(t *testing.T, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids, labels := map[string]bool{}, map[string]bool{}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "label" {
			labels[attr(n, "for")] = true
		}
	}
	for n := range doc.Descendants() {
		switch n.Type {
		case html.TextNode:
			if s := n.Data; strings.Contains(s, "web.") && !strings.Contains(s, "example") || strings.Contains(s, "ZgotmplZ") {
				t.Errorf("text without words: %q", s)
			}
		case html.ElementNode:
			checkElement(t, n, ids, labels)
		}
	}
}

func checkElement(t *testing.T, n *html.Node, ids, labels map[string]bool) {
	t.Helper()
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			t.Errorf("<%s> has an inline %s", n.Data, a.Key)
		}
		if strings.Contains(a.Val, "ZgotmplZ") || strings.HasPrefix(a.Val, "web.") {
			t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
		}
		if (a.Key == "src" || a.Key == "href" || a.Key == "action") && strings.HasPrefix(a.Val, "http") && attr(n, "rel") != "noreferrer noopener" {
			t.Errorf("<%s> leads outside: %s", n.Data, a.Val)
		}
	}
	if id := attr(n, "id"); id != "" {
		if ids[id] && !strings.Contains(id, "-g") && !strings.HasPrefix(id, "moment-") {
			t.Errorf("two elements have the id %s", id)
		}
		ids[id] = true
	}
	switch n.Data {
	case "style":
		t.Error("inline style")
	case "script":
		if n.FirstChild != nil {
			t.Error("inline script")
		}
	case "input", "select", "textarea":
		if typ := attr(n, "type"); typ == "hidden" || hasAttr(n, "hidden") {
			return
		}
		if !labels[attr(n, "id")] && attr(n, "aria-label") == "" && !within(n, "label") {
			t.Errorf("<%s name=%s> has no label", n.Data, attr(n, "name"))
		}
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func within(n *html.Node, tag string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == tag {
			return true
		}
	}
	return false
}

func TestEveryPageHasSamples(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range samples(newScene("en")) {
		seen[s.view.template()] = true
	}
	for name := range views {
		if !seen[name] {
			t.Errorf("no sample of page %s", name)
		}
	}
}
