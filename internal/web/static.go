package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"entregent/internal/network"
)

//go:embed static
var static embed.FS

// edition names the static files by their content. It stands in every address
// of theirs, so that a browser may keep them for ever and style sheets may name
// fonts by relative paths.
var edition = contentHash(static)

func contentHash(files fs.FS) string {
	h := sha256.New()
	_ = fs.WalkDir(files, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(files, p)
		h.Write([]byte(p))
		h.Write(b)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// asset returns the address of a static file.
func asset(name string) string { return "/static/" + edition + "/" + name }

// types are those the system's own table may not know, or not agree on.
var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
	".woff2": "font/woff2", ".webmanifest": "application/manifest+json", ".png": "image/png", ".txt": "text/plain; charset=utf-8",
}

// A file is a static file, ready to be sent either way.
type file struct {
	kind         []string
	plain, small []byte // small is gzip, nil where it would gain nothing
}

// files holds every static file by its path. What is embedded is packed once,
// when it is first asked for.
var files = sync.OnceValue(func() map[string]file {
	out := map[string]file{}
	_ = fs.WalkDir(static, "static", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(static, p)
		out[strings.TrimPrefix(p, "static/")] = file{[]string{kindOfFile(p)}, b, packed(b)}
		return err
	})
	return out
})

func kindOfFile(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if kind := types[ext]; kind != "" {
		return kind
	}
	return mime.TypeByExtension(ext)
}

func packed(b []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil
	}
	_, _ = w.Write(b) // into memory
	_ = w.Close()
	if out.Len() > len(b)*9/10 {
		return nil
	}
	return out.Bytes()
}

// Headers of static files.
var (
	keepForEver = []string{"public, max-age=31536000, immutable"}
	askAlways   = []string{"no-cache"}
	isPacked    = []string{"gzip"}
	byEncoding  = []string{"Accept-Encoding"}
)

// staticFile answers GET /static/{edition}/{file...}.
func staticFile(v *visit) error { return serveStatic(v.w, v.r) }

// serveStatic sends a file. An address of another edition is answered with the
// present file, but not to be kept.
func serveStatic(w http.ResponseWriter, r *http.Request) error {
	f, ok := files()[r.PathValue("file")]
	if !ok {
		return network.NotFound
	}
	h := w.Header()
	h["Content-Type"], h["Cache-Control"] = f.kind, askAlways
	if r.PathValue("edition") == edition {
		h["Cache-Control"] = keepForEver
	}
	body := f.plain
	if f.small != nil {
		h["Vary"] = byEncoding
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h["Content-Encoding"], body = isPacked, f.small
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, err := w.Write(body)
	if err != nil {
		return errAnswered // whoever asked has gone
	}
	return nil
}

// favicon answers the one address that browsers ask for unasked.
func favicon(v *visit) error {
	v.r.SetPathValue("file", "icon.svg")
	return serveStatic(v.w, v.r)
}
