package dav

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const two = `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:a="urn:ietf:params:xml:ns:carddav">
<d:response><d:href>/a.vcf</d:href><d:propstat><d:status>HTTP/1.1 404 Not Found</d:status><d:prop><d:getetag/></d:prop></d:propstat>
<d:propstat><d:status>HTTP/1.1 200 OK</d:status><d:prop><d:getetag>"1"</d:getetag><a:address-data>BEGIN:VCARD&#13;
END:VCARD</a:address-data></d:prop></d:propstat></d:response>
<d:response><d:href>/b.vcf</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>
<d:sync-token>t2</d:sync-token></d:multistatus>`

func TestMultistatus(t *testing.T) {
	var got []string
	token, err := each(strings.NewReader(two), func(r *response) error {
		p := r.prop()
		got = append(got, r.Href+" "+p.ETag+" "+p.Card)
		return nil
	})
	if err != nil || token != "t2" || len(got) != 2 || got[0] != "/a.vcf \"1\" BEGIN:VCARD\r\nEND:VCARD" || got[1] != "/b.vcf  " {
		t.Errorf("%q, %q, %v", got, token, err)
	}
}

// A reference leads to the same server or nowhere.
func TestResolve(t *testing.T) {
	const from = "https://dav.example.org:8443/ada/"
	for ref, want := range map[string]string{
		"b.vcf": "https://dav.example.org:8443/ada/b.vcf", "/x/%C3%A9/": "https://dav.example.org:8443/x/%C3%A9/", " https://DAV.example.org:8443/y ": "https://DAV.example.org:8443/y",
		"https://dav.example.org/y": "", "http://dav.example.org:8443/y": "", "//other.example.org/y": "", "https://dav.example.org:8443@evil.example/": "", "file:///etc/passwd": "", "%zz": "",
	} {
		got, err := resolve(from, ref)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q leads to %q, %v", ref, got, err)
		}
	}
}

// FuzzMultistatus reads whatever a server may answer.
func FuzzMultistatus(f *testing.F) {
	f.Add([]byte(two))
	_ = filepath.WalkDir("../../../../shared/corpora/dav-xml", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if raw, err := os.ReadFile(path); err == nil && len(raw) < 100_000 {
				f.Add(raw)
			}
		}
		return nil // without the corpus there is the one above
	})
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		_, _ = each(strings.NewReader(string(data)), func(r *response) error {
			if n++; n > mostItems {
				t.Error("more than there may be")
			}
			for _, k := range []Kind{Cards, Events} {
				_ = r.prop().is(k)
				_ = r.prop().home(k)
			}
			_, _ = pathOf("https://dav.example.org/", r.Href)
			return nil
		})
	})
}
