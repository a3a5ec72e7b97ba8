package live

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"entregent/internal/app"
)

// settled makes a file one that nobody has touched for a while.
func settled(t *testing.T, file, text string) {
	t.Helper()
	write(t, file, text)
	age(t, file, time.Hour)
}

func age(t *testing.T, file string, by time.Duration) {
	t.Helper()
	then := time.Now().Add(-by)
	if err := os.Chtimes(file, then, then); err != nil {
		t.Fatal(err)
	}
}

func card(name, mail string) string {
	return "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + name + "\r\nEMAIL:" + mail + "\r\nEND:VCARD\r\n"
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	b := newBook(t)
	knowMe(t, b)
	id := b.add(t, Setup{Kind: app.LiveFolder, Address: dir})
	settled(t, dir+"/one.vcf", card("Ana Lima", "ana@example.org"))
	write(t, dir+"/arriving.vcf", card("Half Way", "half@example.org")) // touched just now
	settled(t, dir+"/next.vcf.part", card("Not Yet", "not@example.org"))
	settled(t, dir+"/box/two.vcf", card("Yves Martin", "yves@example.org"))
	settled(t, dir+"/box/three.zip.crdownload", "PK")
	if got := b.read(t, id); got.People.New != 1 {
		t.Errorf("one is whole, one is being written, one folder is incomplete: %+v", got)
	}
	age(t, dir+"/arriving.vcf", time.Hour)
	if err := os.Remove(dir + "/box/three.zip.crdownload"); err != nil {
		t.Fatal(err)
	}
	age(t, dir+"/box", time.Hour)
	if got := b.read(t, id); got.People.New != 2 {
		t.Errorf("what was arriving is there: %+v", got)
	}
	all := b.export(t)
	if got := b.read(t, id); got.Read != 0 || b.export(t) != all {
		t.Errorf("the same again: %+v", got)
	}
	settled(t, dir+"/one.vcf", card("Ana Lima", "ana@example.org")+card("Zoé Blanc", "zoe@example.org"))
	if got := b.read(t, id); got.People.New != 1 {
		t.Errorf("a changed file: %+v", got)
	}
	// What cannot be read is told once, and what lies beside it is read.
	settled(t, dir+"/a-stone.bin", "no archive at all")
	settled(t, dir+"/z.vcf", card("Karim Benali", "karim@example.org"))
	got, err := b.Read(t.Context(), id, false)
	if sum(got).People.New != 1 || !told(err, "error.nothing_recognised") {
		t.Errorf("beside a stone: %+v, %v", sum(got), err)
	}
	if l := b.source(t, id); l.Told == nil || l.Paused {
		t.Errorf("after a stone: %+v", l)
	}
	if _, err := b.Read(t.Context(), id, false); err != nil {
		t.Errorf("the stone is told again: %v", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Read(t.Context(), id, false); !told(err, "live.folder_gone") {
		t.Errorf("the folder is gone: %v", err)
	}
	b.sound(t)
}

func TestNoFolderOfOurOwn(t *testing.T) {
	b := newBook(t)
	for _, dir := range []string{b.data, filepath.Dir(b.data)} {
		if _, err := b.Try(t.Context(), Setup{Kind: app.LiveFolder, Address: dir}); !told(err, "live.own_folder") {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

// What was sealed for one source does not open for another, nor with another
// key.
func TestSealed(t *testing.T) {
	s := safe{t.TempDir()}
	id := app.NewSourceID()
	x := secret{Source: id.String(), Server: "imap.example.org", Account: "ada", Password: "canary"}
	sealed, err := s.seal(x)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.open(sealed, id, "imap.example.org", "ada"); err != nil || got != x {
		t.Errorf("%+v, %v", got, err)
	}
	for what, open := range map[string]func() (secret, error){
		"another source":  func() (secret, error) { return s.open(sealed, app.NewSourceID(), "imap.example.org", "ada") },
		"another server":  func() (secret, error) { return s.open(sealed, id, "imap.example.net", "ada") },
		"another account": func() (secret, error) { return s.open(sealed, id, "imap.example.org", "eve") },
		"another key": func() (secret, error) {
			o := safe{t.TempDir()}
			if _, err := o.seal(x); err != nil {
				t.Fatal(err)
			}
			return o.open(sealed, id, "imap.example.org", "ada")
		},
		"no key": func() (secret, error) { return safe{t.TempDir()}.open(sealed, id, "imap.example.org", "ada") },
		"one changed byte": func() (secret, error) {
			bad := append([]byte{}, sealed...)
			bad[len(bad)-1] ^= 1
			return s.open(bad, id, "imap.example.org", "ada")
		},
	} {
		if got, err := open(); err == nil || got.Password != "" {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
	}
	file := filepath.Join(s.dir, keyFile)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key: %v, %v", info, err)
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.open(sealed, id, "imap.example.org", "ada"); !told(err, "live.open_key") {
		t.Errorf("a key that others can read: %v", err)
	}
}

// A source is read when its time has come, less often the more it fails, and
// not at all once it is paused.
func TestWhenASourceIsRead(t *testing.T) {
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	tried := at.Add(-time.Hour)
	for _, c := range []struct {
		what string
		l    app.Live
		want time.Time
	}{
		{"never tried: at once", app.Live{At: at, Every: time.Hour}, at},
		{"tried an hour ago", app.Live{At: at.AddDate(0, -1, 0), Every: 6 * time.Hour, Tried: &tried}, at.Add(5 * time.Hour)},
		{"failed once", app.Live{Every: 6 * time.Hour, Tried: &tried, Failures: 1}, tried.Add(5 * time.Minute)},
		{"failed four times", app.Live{Every: 6 * time.Hour, Tried: &tried, Failures: 4}, tried.Add(40 * time.Minute)},
		{"failed for weeks", app.Live{Every: time.Hour, Tried: &tried, Failures: 90}, tried.Add(24 * time.Hour)},
	} {
		if got := nextTime(c.l, time.Time{}); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
	b := newBook(t)
	knowMe(t, b)
	if id, ok := b.next(t.Context()); ok {
		t.Errorf("without sources %v is to be read", id)
	}
	id := b.add(t, Setup{Kind: app.LiveFolder, Address: t.TempDir()})
	if got, ok := b.next(t.Context()); !ok || got != id {
		t.Error("a new source is not read")
	}
	if _, ok := b.next(t.Context()); ok {
		t.Error("it is read twice at once")
	}
	b.ReadSoon(id)
	if got, ok := b.next(t.Context()); !ok || got != id {
		t.Error("what was asked for is not read")
	}
	if err := b.app.PauseSource(t.Context(), b.keeper, id, true); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.AddDate(0, 0, 7)
	b.ReadSoon(id)
	if _, ok := b.next(t.Context()); ok {
		t.Error("a paused source is read")
	}
	if _, err := b.Read(t.Context(), id, false); !told(err, "live.paused") {
		t.Errorf("a paused source: %v", err)
	}
}

// A reading that finds its source paused, or read further, keeps nothing.
func TestPausedMeanwhile(t *testing.T) {
	b := newBook(t)
	knowMe(t, b)
	dir := t.TempDir()
	id := b.add(t, Setup{Kind: app.LiveFolder, Address: dir})
	settled(t, dir+"/one.vcf", card("Ana Lima", "ana@example.org"))
	before := b.export(t)
	for _, f := range []app.Taking{{Source: id, Was: []byte(`{"seen":{"x":"1"}}`), State: []byte(`{}`)}, {Source: app.NewSourceID(), State: []byte(`{}`)}} {
		_, err := b.app.Import(t.Context(), b.keeper, app.ImportRequest{Paths: []string{dir + "/one.vcf"}, From: &f})
		if err == nil || b.export(t) != before {
			t.Errorf("%+v: %v, and the book has changed", f, err)
		}
	}
	if err := b.app.PauseSource(t.Context(), b.keeper, id, true); err != nil {
		t.Fatal(err)
	}
	_, err := b.app.Import(t.Context(), b.keeper, app.ImportRequest{Paths: []string{dir + "/one.vcf"}, From: &app.Taking{Source: id, State: []byte(`{}`)}})
	if !told(err, "live.moved") || records(b.export(t))["card"] != 0 {
		t.Errorf("paused meanwhile: %v", err)
	}
}

// While the application runs, sources are read by themselves.
func TestRun(t *testing.T) {
	b := newBook(t)
	knowMe(t, b)
	dir := t.TempDir()
	settled(t, dir+"/one.vcf", card("Ana Lima", "ana@example.org"))
	id := b.add(t, Setup{Kind: app.LiveFolder, Address: dir})
	ctx, stop := context.WithCancel(t.Context())
	gone := make(chan struct{})
	go func() { b.Run(ctx); close(gone) }()
	for range 600 {
		if b.source(t, id).Read != nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if l := b.source(t, id); l.Imports != 1 || l.Read == nil {
		t.Errorf("not read: %+v", l)
	}
	stop()
	<-gone
}
