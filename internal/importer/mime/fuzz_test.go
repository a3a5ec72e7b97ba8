package mime_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"entregent/internal/importer/mime"
)

// seeds adds small mails of the shared collections to f, where they are.
func seeds(f *testing.F) {
	root := filepath.Join("..", "..", "..", "..", "shared")
	if dir := os.Getenv("ENTREGENT_SHARED"); dir != "" {
		root = dir
	}
	for _, dir := range []string{"samples/mail", "corpora/mail", "corpora/crafted/eml"} {
		_ = filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && (strings.HasSuffix(path, ".eml") || strings.HasSuffix(path, ".txt")) {
				if data, err := os.ReadFile(path); err == nil && len(data) < 8<<10 {
					f.Add(data)
				}
			}
			return nil
		})
	}
	for _, name := range []string{"mail", "mime", "multipart"} {
		packed(f, filepath.Join(root, "corpora", "go-fuzz-seeds", name+".tar.gz"))
	}
}

func packed(f *testing.F, path string) {
	file, err := os.Open(path)
	if err != nil {
		return
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		return
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err != nil {
			return
		}
		if data, err := io.ReadAll(r); err == nil && h.Typeflag == tar.TypeReg && len(data) < 8<<10 {
			f.Add(data)
		}
	}
}

// values adds the header values of the collections' mails.
func values(f *testing.F, keys ...mime.Key) {
	root := filepath.Join("..", "..", "..", "..", "shared", "samples", "mail")
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".eml") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil
		}
		var h mime.Header
		h.Parse(data, 1000)
		for _, k := range keys {
			if v := h.Get(k); v != nil {
				f.Add(bytes.Clone(v))
			}
		}
		return nil
	})
}

// FuzzMail reads anything as a mail: header, body, the writer's own words.
func FuzzMail(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, in []byte) {
		var h mime.Header
		d := mime.Decoder{Limits: limits}
		body := h.Parse(in, limits.Headers)
		if h.Len() > limits.Headers || !bytes.HasSuffix(in, body) {
			t.Fatalf("%d fields, body %q", h.Len(), body)
		}
		c := d.Content(&h, body, 1000, true)
		own := d.OwnWords(c.Text, 1000)
		if len(own) > 1000 || !utf8.ValidString(own) || !utf8.ValidString(c.Text) || len(c.Text) > 64<<10 {
			t.Fatalf("words %q of %q", own, c.Text)
		}
	})
}

// FuzzAddresses: what was read, written plainly and read again, stays itself.
func FuzzAddresses(f *testing.F) {
	values(f, mime.From, mime.To, mime.Cc, mime.ReplyTo)
	f.Fuzz(func(t *testing.T, in []byte) {
		d := mime.Decoder{Limits: limits}
		list, total := d.Addresses(nil, in, 50)
		if len(list) > 50 || total < len(list) || total > len(in)+1 {
			t.Fatalf("%d listed of %d", len(list), total)
		}
		for _, a := range list {
			if !utf8.ValidString(a.Name) || !utf8.ValidString(a.Spec) || strings.ContainsAny(a.Name+a.Spec, "\r\n\x00") {
				t.Fatalf("%q", a)
			}
		}
	})
}

// FuzzText: encoded words become one clean line, and never grow much.
func FuzzText(f *testing.F) {
	values(f, mime.Subject, mime.From)
	for _, s := range []string{"=?utf-8?Q?=C3=A9?= =?utf-8?B?w6k=?=", "=?utf-7?Q?+APY-?=", "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?="} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		d := mime.Decoder{Limits: limits}
		out := d.Text(in)
		if !utf8.ValidString(out) || strings.ContainsAny(out, "\r\n\x00") || len(out) > 8*len(in)+8 {
			t.Fatalf("%q", out)
		}
	})
}

func FuzzDate(f *testing.F) {
	values(f, mime.Date, mime.Received)
	f.Fuzz(func(t *testing.T, in []byte) {
		at, ok := mime.ParseDate(string(in), time.UTC)
		if !ok {
			return
		}
		if y := at.Year(); y < 0 || y > 10_000 {
			t.Fatalf("year %d", y)
		}
		again, ok := mime.ParseDate(at.Format(time.RFC1123Z), time.UTC)
		if at.Year() >= 1970 && at.Year() <= 9998 && (!ok || !again.Equal(at)) {
			t.Fatalf("%q: %v, again %v", in, at, again)
		}
	})
}

func FuzzHTML(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, in []byte) {
		d := mime.Decoder{Limits: limits}
		if out := d.HTMLText(strings.ToValidUTF8(string(in), ""), 4000); len(out) > 4000 || !utf8.ValidString(out) {
			t.Fatalf("%d bytes", len(out))
		}
	})
}
