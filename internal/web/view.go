package web

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"sync"

	"entregent/internal/network"
)

//go:embed templates/*.html
var templates embed.FS

// A view is a page that knows the name of its template and its section of the
// rail ("" for none).
type view interface {
	page() *Page
	template() string
	section() string
}

func (p *Page) page() *Page { return p }

// shared are the template files that every page is parsed with.
var shared = map[string]bool{"layout": true, "parts": true, "importparts": true, "giveparts": true, "meetparts": true}

// views holds one set of templates for each page, parsed when the page is first
// made: a program that shows none does without. What is embedded either parses
// in the tests or in no build at all.
var views = lazyViews()

func lazyViews() map[string]func() *template.Template {
	names, _ := fs.Glob(templates, "templates/*.html")
	out := make(map[string]func() *template.Template, len(names))
	for _, file := range names {
		name := strings.TrimSuffix(strings.TrimPrefix(file, "templates/"), ".html")
		if shared[name] {
			continue
		}
		out[name] = sync.OnceValue(func() *template.Template {
			files := []string{file}
			for part := range shared {
				files = append(files, "templates/"+part+".html")
			}
			return template.Must(template.New(name).Funcs(funcs).ParseFS(templates, files...))
		})
	}
	return out
}

// funcs are the few things templates cannot say themselves. None makes HTML.
var funcs = template.FuncMap{
	"asset":       asset,
	"rail":        rail,
	"bar":         bar,
	"in":          in,
	"wide":        func(v view) bool { return v.template() == "welcome" },
	"refresh":     refresh,
	"less":        func(n int) int { return n - 1 },
	"steps":       func() []int { return []int{0, 1, 2, 3, 4} },
	"channels":    func() []network.Channel { return typedChannels },
	"factKinds":   func() []network.FactKind { return typedFacts },
	"marks":       func() []Mark { return []Mark{RatherNot, RestingFor, Deceased} },
	"importKinds": func() []string { return importKinds },
	"total":       total,
	"few":         func(list []TieLine) []TieLine { return list[:min(fewTies, len(list))] },
	"facts": func(list []Reason) bool {
		return slices.ContainsFunc(list, func(r Reason) bool { return len(r.Facts) > 0 })
	},
	"rest": func(list []TieLine) []TieLine { return list[min(fewTies, len(list)):] },
}

// fewTies is how many people a list beside a page shows before it folds.
const fewTies = 8

// A scope hands a part both the page, for its words, and what the part shows.
type scope struct {
	*Page
	Of any
}

func in(v interface{ page() *Page }, of any) scope { return scope{v.page(), of} }

// refresh returns after how many seconds the page loads itself again, so that
// an import can be followed without JavaScript; "" for never.
func refresh(v view) string {
	if _, ok := v.(*ProgressPage); ok {
		return "3"
	}
	return ""
}

func total(why []WhyCount) (n int) {
	for _, w := range why {
		n += w.N
	}
	return n
}

// typedChannels are those a keeper can say something took place by.
var typedChannels = []network.Channel{network.InPerson, network.Video, network.Call, network.Message, network.Mail, network.Letter}

// typedFacts are the kinds a keeper can add by hand.
var typedFacts = []network.FactKind{network.FactInterest, network.FactNote, network.FactHowMet, network.FactSeesMe, network.FactOrganisation, network.FactTitle,
	network.FactTown, network.FactBirthday, network.FactNickname, network.FactAddress, network.FactRelated, network.FactTag, network.FactLanguage}

// importKinds are the sources the import page names, as keys of texts.
var importKinds = []string{"linkedin", "facebook", "instagram", "x", "swarm", "cv", "whatsapp", "sms", "telegram", "signal", "slack", "takeout", "monica", "vcard", "mail", "ics", "csv", "entregent"}

// render writes a whole page or nothing. That whoever asked has gone meanwhile is
// answered already: nobody is there to be told.
func render(w http.ResponseWriter, code int, v view) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := execute(b, v); err != nil {
		return err
	}
	w.Header()["Content-Type"] = htmlType
	w.WriteHeader(code)
	if _, err := b.WriteTo(w); err != nil {
		return errAnswered
	}
	return nil
}

// execute makes a page.
func execute(b *bytes.Buffer, v view) error {
	return views[v.template()]().ExecuteTemplate(b, "layout", v)
}
