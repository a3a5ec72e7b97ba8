//go:build unix

package crashtest

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// K10: what is secret, and what is private, stands in the book and nowhere else:
// not in the log at its most talkative, not in a file beside the book, not in
// what the system shows of the process.
func TestSecretsStayInTheBook(t *testing.T) {
	if bad := canaries(t, newProgram(t)); bad != "" {
		t.Fatal(bad)
	}
}

func TestCanariesFindWhatIsSpoilt(t *testing.T) {
	if bad := canaries(t, newSpoilt(t, "write down what was asked")); bad == "" {
		t.Error("nothing was noticed")
	}
}

func canaries(t *testing.T, p *program) string {
	const (
		name, note, phrase = "Canarie Nomsecret", "confidence-quatre-vingt", "une phrase canari de passe"
		mail, inFile       = "canari@exemple.example", "Fichier Canarivcf"
	)
	birds := map[string]string{"a name": "Nomsecret", "a note": note, "a passphrase": phrase, "an address": mail, "an imported name": "Canarivcf", "a search": "chercheunoiseau"}
	srv := p.serve("--debug")
	_, link, _ := strings.Cut(srv.link, "token=")
	birds["the first link"] = link
	further := p.newLink()
	birds["a further link"] = further

	b := newBrowser(srv)
	b.get("/signin?token=" + link)
	b.signIn(link)
	stranger := newBrowser(srv)
	stranger.post("/signin", url.Values{"token": {link}})               // spent
	stranger.post("/signin", url.Values{"passphrase": {phrase + " ?"}}) // wrong
	stranger.get("/people?q=chercheunoiseau")
	stranger.signIn(further)
	b.must(b.post("/settings/passphrase", url.Values{"new": {phrase}}))
	for cookie, v := range b.cookies {
		if len(v) > 20 {
			birds["the cookie "+cookie] = v
		}
	}
	who, err := url.Parse(b.must(b.post("/log", url.Values{"who-0": {"new"}, "name-0": {name}, "line": {"Café : " + note}, "once": {"1"}})).location)
	if err != nil {
		t.Fatal(err)
	}
	b.must(b.post(who.Path+"/facts", url.Values{"kind": {"interest"}, "value": {note}, "once": {"2"}}))
	b.post(who.Path+"/facts", url.Values{"kind": {"birthday"}, "value": {note}, "once": {"3"}}) // refused
	b.must(b.post(who.Path+"/handles", url.Values{"value": {mail}, "once": {"4"}}))
	b.must(b.get("/people?q=chercheunoiseau"))
	b.get("/nowhere/Nomsecret")
	at := b.upload(file(t, "c.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:"+inFile+"\r\nEMAIL:vcf@exemple.example\r\nNOTE:"+note+"\r\nEND:VCARD\r\n"))
	within(t, patience, "the import", func() bool { return !b.working(at) })
	for _, path := range []string{"/", "/people", who.Path, "/village", "/imports", "/settings", "/export"} {
		b.must(b.get(path))
	}
	proc := fmt.Sprintf("/proc/%d/", srv.cmd.Process.Pid)
	places := map[string][]byte{"the log": []byte(srv.log.String())}
	for _, f := range []string{"cmdline", "environ"} {
		if raw, err := os.ReadFile(proc + f); err == nil {
			places[f] = raw
		}
	}
	if status, _ := srv.stop(); status != 0 {
		return fmt.Sprintf("stopped with %d", status)
	}
	places["the log, to its end"] = []byte(srv.log.String())
	if !bytes.Contains(places["the log"], []byte("level=")) {
		return "the log says nothing, which proves nothing"
	}
	err = filepath.WalkDir(p.data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), "entregent.db") {
			return err
		}
		places[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for place, text := range places {
		for what, bird := range birds {
			if bytes.Contains(text, []byte(bird)) || bytes.Contains(text, []byte(url.QueryEscape(bird))) {
				return fmt.Sprintf("%s is in %s", what, place)
			}
		}
	}
	return p.unsound()
}
