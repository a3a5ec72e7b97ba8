package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"entregent/internal/i18n"
)

// A device is one way to look at a page.
type device struct {
	name          string
	width, height int64
	scheme        string
	lang          string
}

var devices = []device{
	{"phone-light-fr", 390, 844, "light", "fr"},
	{"phone-dark-en", 390, 844, "dark", "en"},
	{"desk-light-en", 1280, 900, "light", "en"},
	{"desk-dark-fr", 1280, 900, "dark", "fr"},
	{"phone-light-en", 390, 844, "light", "en"},
	{"phone-dark-fr", 390, 844, "dark", "fr"},
	{"desk-light-fr", 1280, 900, "light", "fr"},
	{"desk-dark-en", 1280, 900, "dark", "en"},
}

// TestInABrowser opens every sample in Chromium and finds no refusal by the
// content policy, no error in the console, no request to anybody else, and
// nothing wider than the screen. With ENTREGENT_SHOTS=DIR it keeps pictures,
// for people to look at; with ENTREGENT_SHOTS_ALL=1 on every device.
func TestInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	site := httptest.NewServer(sampleSite())
	defer site.Close()
	ctx := browser(t)
	looks := devices[:4]
	if os.Getenv("ENTREGENT_SHOTS_ALL") != "" {
		looks = devices
	}
	for i, d := range looks {
		pages := newScene(d.lang).usual()
		if i == 0 || i == 3 {
			pages = samples(newScene(d.lang))
		}
		for _, s := range pages {
			t.Run(d.name+"/"+s.name, func(t *testing.T) { look(t, ctx, site.URL, d, s.name) })
		}
	}
}

// sampleSite serves /{lang}/{sample} and the static files, as the server does.
func sampleSite() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /static/{edition}/{file...}", func(w http.ResponseWriter, r *http.Request) { _ = serveStatic(w, r) })
	for path, page := range map[string]func(*visit) error{"/worker.js": worker, "/offline": offline} { // the page asks for them by itself
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) { _ = page(&visit{w: w, r: r, p: i18n.For("fr")}) })
	}
	for _, lang := range i18n.Languages {
		for _, s := range samples(newScene(lang)) {
			mux.HandleFunc("GET /"+lang+"/"+s.name, func(w http.ResponseWriter, r *http.Request) { _ = render(w, 200, s.view) })
		}
	}
	return headers(mux, false)
}

// browser starts Chromium and skips the test where there is none, except in CI.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("Chromium is missing in CI")
		}
		t.Skip("no Chromium")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-gpu", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func look(t *testing.T, ctx context.Context, site string, d device, name string) {
	tab, cancel := chromedp.NewContext(ctx)
	defer cancel()
	var complaints complaints
	if err := chromedp.Listen(tab, complaints.hear(site)); err != nil {
		t.Fatal(err)
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: d.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}
	if _, err := chromedp.Call(tab, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(tab, chromedp.EmulateViewport(d.width, d.height), chromedp.Navigate(fmt.Sprintf("%s/%s/%s", site, d.lang, name))); err != nil {
		t.Fatal(err)
	}
	wide, err := chromedp.Run(tab, chromedp.Evaluate[string](overflowing, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	if wide != "" {
		t.Errorf("wider than the screen: %s", wide)
	}
	accessible(t, tab)
	shoot(t, tab, d, name)
	complaints.report(t)
}

// axe is the accessibility checker, for tests alone.
var axe = sync.OnceValues(func() ([]byte, error) { return os.ReadFile("testdata/axe/axe.min.js") })

// accessible finds nothing that axe calls serious or critical.
func accessible(t *testing.T, tab context.Context) {
	script, err := axe()
	if err != nil {
		t.Fatal(err)
	}
	found, err := chromedp.Run(tab, chromedp.Evaluate[[]string](string(script)+`;axe.run({resultTypes: ["violations"], preload: false}).then(r =>
		r.violations.filter(v => v.impact == "serious" || v.impact == "critical").map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + " " + n.any.slice(0, 1).map(a => a.message)).join(" | ")))`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Error(f)
	}
}

// TestPersonPrintsOnOnePage holds the briefing to one sheet of A4.
func TestPersonPrintsOnOnePage(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	site := httptest.NewServer(sampleSite())
	defer site.Close()
	ctx := browser(t)
	for _, lang := range i18n.Languages {
		if err := chromedp.Do(ctx, chromedp.Navigate(site.URL+"/"+lang+"/person")); err != nil {
			t.Fatal(err)
		}
		pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPreferCSSPageSize()))
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(pdf), "/Type /Page\n"); n != 1 {
			t.Errorf("%s: %d pages", lang, n)
		}
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(673, 1017)); err != nil {
			t.Fatal(err)
		}
		shoot(t, ctx, device{name: "print-" + lang}, "person")
	}
}

// overflowing names the first element that reaches beyond the screen, once the
// fonts are there.
const overflowing = `document.fonts.ready.then(() => {
	const most = document.documentElement.clientWidth + 1
	if (document.documentElement.scrollWidth <= most) return ""
	const out = [...document.body.querySelectorAll("*")].find(e => e.getBoundingClientRect().right > most)
	return out ? out.tagName + "." + (out.className.baseVal ?? out.className) + " " + Math.round(out.getBoundingClientRect().right) + " > " + most : ""
})`

func shoot(t *testing.T, tab context.Context, d device, name string) {
	dir := os.Getenv("ENTREGENT_SHOTS")
	if dir == "" || strings.HasSuffix(name, "-extreme") && name != "today-extreme" && name != "village-extreme" {
		return
	}
	wait, cancel := context.WithTimeout(tab, 20*time.Second)
	defer cancel()
	png, err := chromedp.Run(wait, chromedp.FullScreenshot(100))
	if err != nil {
		t.Logf("no picture: %v", err)
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name+"-"+d.name+".png"), png, 0o600); err != nil {
		t.Fatal(err)
	}
}

// complaints collects what a browser has against a page.
type complaints struct {
	mu   sync.Mutex
	list []string
}

func (c *complaints) add(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, fmt.Sprintf(format, args...))
}

func (c *complaints) hear(site string) func(any) {
	return func(ev any) {
		switch ev := ev.(type) {
		case *log.EventEntryAdded:
			if ev.Entry.Level == "error" || ev.Entry.Level == "warning" {
				c.add("%s: %s", ev.Entry.Source, ev.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			c.add("exception: %s", ev.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			c.add("console: %s", ev.Type)
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(ev.Request.URL, site) && !strings.HasPrefix(ev.Request.URL, "data:") {
				c.add("asks another host: %s", ev.Request.URL)
			}
		}
	}
}

func (c *complaints) report(t *testing.T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.list {
		t.Error(s)
	}
}
