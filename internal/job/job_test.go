package job

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entregent/internal/app"
	"entregent/internal/importer"
	"entregent/internal/importer/vcard"
	"entregent/internal/network"
	"entregent/internal/store/sqlstore"
)

const card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Yves Martin\r\nEMAIL:yves@martin.example\r\nEND:VCARD\r\n"

// slow reads ".slow" files: it says one person, tells that it has begun, and
// goes on when it is let. A file that says "panic" breaks it.
type slow struct {
	begun chan bool
	free  chan bool
}

func (slow) Name() string { return "slow" }

func (slow) Find(src fs.FS) (out []importer.Part) {
	list, _ := fs.Glob(src, "*.slow")
	for _, f := range list {
		out = append(out, importer.Part{Label: "slow", Files: []string{f}})
	}
	return out
}

func (slow) Owner(context.Context, fs.FS, importer.Part) ([]importer.Claim, error) { return nil, nil }

func (s slow) Read(ctx context.Context, src fs.FS, p importer.Part, _ importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		b, _ := fs.ReadFile(src, p.Files[0])
		if strings.Contains(string(b), "panic") {
			panic("a reader breaks")
		}
		select {
		case s.begun <- true:
		default:
		}
		select {
		case <-s.free:
		case <-ctx.Done():
			yield(importer.Event{}, ctx.Err())
		}
	}
}

// A place is a book and a staging folder that desks are opened on.
type place struct {
	*testing.T
	app    *app.App
	keeper network.KeeperID
	dir    string
	slow   slow
	desk   *Desk
}

func newPlace(t *testing.T) *place {
	t.Helper()
	dir := t.TempDir()
	st, err := sqlstore.OpenSQLite(t.Context(), filepath.Join(dir, "book.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	p := &place{T: t, dir: filepath.Join(dir, "imports"), slow: slow{make(chan bool, 100), make(chan bool)}}
	p.app = &app.App{Store: st, Now: time.Now, Readers: []importer.Reader{p.slow, vcard.Reader{}}}
	if p.keeper, err = p.app.OpenKeeper(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.open()
	t.Cleanup(func() { p.desk.Close() })
	return p
}

func (p *place) open() {
	p.Helper()
	var err error
	if p.desk, err = Open(p.app, p.keeper, p.dir, slog.New(slog.DiscardHandler)); err != nil {
		p.Fatal(err)
	}
}

// hand hands files in: name, content, name, content.
func (p *place) hand(files ...string) Job {
	p.Helper()
	u, err := p.desk.Upload()
	if err != nil {
		p.Fatal(err)
	}
	for i := 0; i < len(files); i += 2 {
		if err := u.Add(files[i], strings.NewReader(files[i+1])); err != nil {
			p.Fatal(err)
		}
	}
	j, err := u.Commit()
	if err != nil {
		p.Fatal(err)
	}
	return j
}

// until waits for a job to be in a state.
func (p *place) until(id string, want State) Job {
	p.Helper()
	var j Job
	for range 400 {
		var err error
		if j, err = p.desk.Job(id); err != nil {
			p.Fatal(err)
		}
		if j.State == want {
			return j
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.Fatalf("never %s: %+v", want, j)
	return j
}

func (p *place) people() int {
	p.Helper()
	got, err := p.app.People(p.Context(), p.keeper, app.PeopleAsk{})
	if err != nil {
		p.Fatal(err)
	}
	return got.Of
}

// staged lists everything in the staging folder.
func (p *place) staged() (out []string) {
	_ = filepath.WalkDir(p.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(p.dir, path)
			out = append(out, filepath.ToSlash(rel))
		}
		return err
	})
	return out
}

// Files are looked through, nothing enters before the keeper says so, and a
// second click changes nothing.
func TestAnImport(t *testing.T) {
	p := newPlace(t)
	j := p.until(p.hand("contacts.vcf", card).ID, Ready)
	if j.Name != "contacts.vcf" || len(j.Reports) != 1 || j.Reports[0].People.New != 1 || p.people() != 0 {
		t.Fatalf("%+v, %d people", j, p.people())
	}
	for range 3 {
		if err := p.desk.Run(j.ID, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	j = p.until(j.ID, Done)
	if p.people() != 1 || len(j.Reports) != 1 || j.Reports[0].ID == "" {
		t.Errorf("%d people, %+v", p.people(), j.Reports)
	}
	if files := p.staged(); len(files) != 1 { // the record alone
		t.Errorf("left behind: %v", files)
	}
	if err := p.desk.Run(j.ID, nil, nil); err != nil || len(p.desk.Open()) != 0 {
		t.Error("done, and open again", err)
	}
}

// What a stop has interrupted goes on after a restart, to the same end.
func TestARestartGoesOn(t *testing.T) {
	p := newPlace(t)
	j := p.hand("a.slow", "x")
	<-p.slow.begun
	if err := p.desk.Close(); err != nil {
		t.Fatal(err)
	}
	p.open()
	for range 2 { // again: a look at who might be the keeper, then the dry run
		<-p.slow.begun
		p.slow.free <- true
	}
	p.until(j.ID, Ready)
	if err := p.desk.Run(j.ID, []string{"Anna"}, nil); err != nil {
		t.Fatal(err)
	}
	<-p.slow.begun
	if err := p.desk.Close(); err != nil {
		t.Fatal(err)
	}
	p.open()
	if got, _ := p.desk.Job(j.ID); got.State != Running || !slices.Equal(got.Me, []string{"Anna"}) {
		t.Errorf("found again as %+v", got)
	}
	<-p.slow.begun
	p.slow.free <- true
	p.until(j.ID, Done)
}

// One import at a time: the next waits, and can be stopped while it does.
func TestOneAtATime(t *testing.T) {
	p := newPlace(t)
	first, second := p.hand("a.slow", "x"), p.hand("b.slow", "y")
	<-p.slow.begun
	if !p.desk.Progress(second.ID).Waiting || p.desk.Progress(first.ID).Waiting {
		t.Error("the wrong one waits")
	}
	if err := p.desk.Stop(second.ID); err != nil {
		t.Fatal(err)
	}
	if err := p.desk.Stop(first.ID); err != nil {
		t.Fatal(err)
	}
	p.until(first.ID, Failed)
	third := p.hand("contacts.vcf", card)
	p.until(third.ID, Ready)
	select {
	case <-p.slow.begun:
		t.Error("a stopped job was begun")
	default:
	}
	for _, j := range []Job{first, second, third} {
		if err := p.desk.Drop(j.ID); err != nil {
			t.Fatal(err)
		}
	}
	if files := p.staged(); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
	if _, err := p.desk.Job(first.ID); !errors.Is(err, network.NotFound) {
		t.Error(err)
	}
}

// A reader that breaks fails its own job, and the next goes on.
func TestAPanicIsContained(t *testing.T) {
	p := newPlace(t)
	bad := p.hand("a.slow", "panic")
	p.until(bad.ID, Failed)
	p.until(p.hand("contacts.vcf", card).ID, Ready)
	unknown := p.until(p.hand("what.bin", "\x00\x01").ID, Failed)
	if unknown.Kind != network.Unreadable || unknown.Told == "" {
		t.Errorf("%+v", unknown)
	}
}

// Names never lead out of the job's own folder, and two of the same name are both
// kept.
func TestNamesStayInside(t *testing.T) {
	p := newPlace(t)
	names := []string{"../../evil.vcf", "/etc/passwd", `..\..\evil.vcf`, `C:\boot.ini`, "a/../../b.vcf", "....//x", "con", "nul.txt", "a\x00b", "x/\n/y.vcf",
		"", ".", "..", "/", strings.Repeat("long", 200) + ".vcf", strings.Repeat("d/", 200) + "deep.vcf", "same.vcf", "SAME.vcf", "same.vcf", "été.vcf", "\xff\xfe.vcf", "job.json"}
	outside := filepath.Dir(p.dir)
	before, _ := os.ReadDir(outside)
	var files []string
	for _, n := range names {
		files = append(files, n, card)
	}
	j := p.hand(files...)
	p.until(j.ID, Ready)
	after, _ := os.ReadDir(outside)
	if len(before) != len(after) {
		t.Errorf("something appeared beside the staging folder: %v", after)
	}
	inside := 0
	for _, f := range p.staged() {
		if f == j.ID+"/job.json" {
			continue
		}
		if !strings.HasPrefix(f, j.ID+"/in/") {
			t.Errorf("outside: %s", f)
		}
		inside++
	}
	if inside != len(names) {
		t.Errorf("%d of %d files were kept", inside, len(names))
	}
}

// An upload that is cut off leaves nothing, at once or after a restart.
func TestACutUpload(t *testing.T) {
	p := newPlace(t)
	u, err := p.desk.Upload()
	if err != nil {
		t.Fatal(err)
	}
	if err := u.Add("a.vcf", io.MultiReader(strings.NewReader(card), broken{})); err == nil {
		t.Error("taken for whole")
	}
	if err := p.desk.Close(); err != nil {
		t.Fatal(err)
	}
	p.open()
	if files := p.staged(); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
