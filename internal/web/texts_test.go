package web

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/tact"
)

// sources returns the templates and the Go files of the package, tests left out.
func sources(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, glob := range []string{"*.go", "templates/*.html", "static/*.js"} {
		names, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out[name] = string(b)
		}
	}
	return out
}

// made are the keys that templates put together from a value.
func made() []string {
	var keys []string
	for _, s := range sections {
		keys = append(keys, "web.nav."+s.Key)
	}
	for _, k := range network.LoopKinds {
		keys = append(keys, "web.loop."+string(k))
	}
	for _, c := range chapters {
		keys = append(keys, "web.year.note."+c)
	}
	for _, k := range app.QuestionKinds {
		keys = append(keys, "web.ask.kind."+string(k))
	}
	for _, k := range []string{app.MatchBring, app.MatchTell, app.MatchIntroduce, app.MatchReceive} {
		keys = append(keys, "web.match."+k)
	}
	for _, k := range tact.Answers {
		keys = append(keys, "web.reach.verdict."+string(k))
	}
	for _, k := range knownParts {
		keys = append(keys, "web.known.part."+k, "web.known.is."+k)
	}
	for _, c := range columns {
		keys = append(keys, "web.asks.column."+c.key)
	}
	for _, k := range network.StepKinds[1:] {
		switch key := "web.asks.do." + string(k); k {
		case network.StepMade:
			keys = append(keys, key+".direct", key+".through", key+".between")
		case network.StepMet:
			keys = append(keys, key+".through", key+".between")
		case network.StepTold:
			keys = append(keys, key, key+".between")
		default:
			keys = append(keys, key)
		}
	}
	for _, k := range []network.WishKind{network.Need, network.Offer} {
		keys = append(keys, "web.give.what."+string(k), "web.give.met."+string(k))
	}
	for _, m := range []Mark{Deceased, RatherNot} {
		keys = append(keys, "web.ask.mark."+string(m))
	}
	for _, m := range []Mark{"none", Deceased, RatherNot, RestingFor} {
		keys = append(keys, "web.mark."+string(m))
	}
	for _, cols := range counted {
		for _, k := range cols {
			keys = append(keys, "web.mirror.col."+k)
		}
	}
	for _, k := range app.PairFields {
		keys = append(keys, "web.pairs.field."+k)
	}
	for _, k := range importKinds {
		keys = append(keys, "web.imports.kind."+k)
	}
	for _, c := range network.Channels {
		keys = append(keys, "channel."+string(c))
	}
	for _, k := range typedFacts {
		keys = append(keys, "fact."+string(k))
	}
	for _, k := range network.GestureKinds {
		keys = append(keys, "gesture."+string(k))
	}
	for _, s := range relation.Stages {
		keys = append(keys, "web.person.lead."+s.String())
	}
	for _, b := range []relation.Band{relation.Steady, relation.Unclear, relation.Falling} {
		keys = append(keys, "web.drift."+string(b))
	}
	return keys
}

func TestEveryKeyHasWordsInBothLanguages(t *testing.T) {
	keys := made()
	literal := regexp.MustCompile(`"(web\.[a-z_.]*[a-z])"`)
	for _, text := range sources(t) {
		for _, m := range literal.FindAllStringSubmatch(text, -1) {
			keys = append(keys, m[1])
		}
	}
	used := map[string]bool{}
	for _, key := range keys {
		used[key] = true
		for _, lang := range i18n.Languages {
			if !i18n.For(lang).Has(key) {
				t.Errorf("%s has no words in %s", key, lang)
			}
		}
	}
	for _, key := range i18n.For("en").Keys() {
		if strings.HasPrefix(key, "web.") && !used[key] {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

// What the content policy refuses is not written in the first place.
func TestNothingInline(t *testing.T) {
	for name, text := range sources(t) {
		bad := map[string]*regexp.Regexp{
			"a style":          regexp.MustCompile(`(?i)<style|\sstyle=`),
			"a handler":        regexp.MustCompile(`(?i)<[a-z][^>]*\son[a-z]+=`),
			"a script":         regexp.MustCompile(`(?i)<script[^>]*>[^<]`),
			"another host":     regexp.MustCompile(`(?i)(src|href|action)="(https?:)?//`),
			"a cut-off URL":    regexp.MustCompile(`javascript:`),
			"a tabindex":       regexp.MustCompile(`tabindex="[1-9]`),
			"markup by script": regexp.MustCompile(`innerHTML\s*=|outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser\(`),
		}
		if strings.HasSuffix(name, ".go") {
			continue
		}
		for what, re := range bad {
			if m := re.FindString(text); m != "" {
				t.Errorf("%s holds %s: %q", name, what, m)
			}
		}
	}
}

// The fonts come with their licences and stay small.
func TestFontsAreSmallAndLicensed(t *testing.T) {
	var bytes int64
	licences := 0
	err := fs.WalkDir(static, "static/fonts", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if strings.HasSuffix(p, ".woff2") {
			bytes += info.Size()
		}
		if strings.Contains(p, "OFL") {
			licences++
		}
		return err
	})
	if err != nil || bytes > 400<<10 || licences != 2 {
		t.Errorf("%d bytes of fonts, %d licences, %v", bytes, licences, err)
	}
}

func TestInitials(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"Hélène d’Ormesson", "HO"},
		{"Margaux de la Tour", "MT"},
		{"Zoé", "Z"},
		{"jean-luc picot", "JP"},
		{"李小龙", "李"},
		{"🚀", "·"},
		{"", "·"},
		{"de la", "·"},
		{"(Bob) O'Neill", "BO"},
	} {
		if got := (Face{Name: tt.name}).Initials(); got != tt.want {
			t.Errorf("%q gives %q, want %q", tt.name, got, tt.want)
		}
	}
}

// The drawing seats everybody once and shows every free place.
func TestDrawingSeatsEverybody(t *testing.T) {
	for _, sizes := range [][4]int{{5, 10, 35, 100}, {1, 0, 0, 0}, {0, 3, 35, 1}, {5, 12, 40, 140}} {
		v := newScene("en").village(sizes)
		d := v.Drawing()
		seats, free := 0, 0
		for _, c := range v.Circles {
			seats += len(c.Seats)
			free += c.Free()
		}
		if len(d.Seats) != seats || len(d.Free) != free {
			t.Errorf("%v: %d seats and %d free places, want %d and %d", sizes, len(d.Seats), len(d.Free), seats, free)
		}
	}
	late := newScene("en").village([4]int{2, 0, 0, 0})
	late.Newcomers, late.Dormant = nil, nil
	for _, f := range people(160)[1:] {
		late.Newcomers = append(late.Newcomers, TieLine{Face: f})
		late.Dormant = append(late.Dormant, TieLine{Face: f})
	}
	d := late.Drawing()
	for _, r := range []*Row{d.Gate, d.Asleep} { // one of them has a seat already
		if len(r.Seats)+r.More != 158 || len(r.Seats) == 0 || r.More == 0 {
			t.Errorf("%d stand outside and %d are counted, of 158", len(r.Seats), r.More)
		}
	}
	if got := firstNames([]Seat{{Face: Face{Name: "Yann Chabot"}}, {Face: Face{Name: "Yann Bouchasset"}}, {Face: Face{Name: "Zoé"}}}); !slices.Equal(got, []string{"Yann C.", "Yann B.", "Zoé"}) {
		t.Errorf("under the seats stands %q", got)
	}
	if newScene("en").village([4]int{}).Drawing() != nil {
		t.Error("an empty village is drawn")
	}
}

func BenchmarkToday(b *testing.B) {
	s := newScene("fr")
	page := s.usual()[0].view
	b.ReportAllocs()
	for b.Loop() {
		if err := render(discard{}, 200, page); err != nil {
			b.Fatal(err)
		}
	}
}

// discard is an answer nobody reads.
type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) WriteHeader(int)             {}
