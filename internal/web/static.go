package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

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
	".woff2": "font/woff2", ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8",
}

// serveStatic answers GET /static/{edition}/{file...}. An address of another
// edition is answered with the present file, but not to be kept.
func serveStatic(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("file")
	b, err := fs.ReadFile(static, path.Join("static", path.Clean("/"+name)))
	if err != nil {
		return network.NotFound
	}
	ext := path.Ext(name)
	kind := types[strings.ToLower(ext)]
	if kind == "" {
		kind = mime.TypeByExtension(ext)
	}
	w.Header().Set("Content-Type", kind)
	if r.PathValue("edition") == edition {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		w.Header().Set("Cache-Control", "no-cache")
	}
	_, err = w.Write(b)
	return err
}
