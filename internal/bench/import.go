package bench

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"entregent/internal/app"
	"entregent/internal/network"
)

// Usual sizes of the import bench.
const (
	usualMessages = 20_000
	importRounds  = 3
)

// An importDone is what the child that imports tells.
type importDone struct {
	Seconds, Again float64
	Read, People   int
	Encounters     int
	Same           bool // the second time nothing was done
	usage
}

// A parsed is what a baseline tells.
type parsed struct {
	Seconds  float64 `json:"seconds"`
	CPU      float64 `json:"cpu"`
	Messages int     `json:"messages"`
	Digest   string  `json:"digest"` // of all Message-IDs, one a line
	Peak     int     `json:"peak"`
}

func (m mailbox) check(who string, p parsed) error {
	if p.Messages != m.messages || p.Digest != m.digest {
		return differs(who, fmt.Sprint(p.Messages, " ", p.Digest), fmt.Sprint(m.messages, " ", m.digest))
	}
	return nil
}

func (m mailbox) whole(d importDone) error {
	got, want := [3]int{d.Read, d.People, d.Encounters}, [3]int{m.messages, m.people, m.personal}
	if got != want || !d.Same {
		return differs("import", got, want)
	}
	return nil
}

// measureImport brings a mailbox into a new book, beside two programs that only
// look at its headers; and then an archive of each other format.
func (r *run) measureImport(ctx context.Context) error {
	box, err := writeMailbox(filepath.Join(r.dir, "all.mbox"), or(r.Messages, usualMessages))
	if err != nil {
		return err
	}
	var ours []importDone
	var plain, python []parsed
	for i := range or(r.Rounds, importRounds) {
		var d importDone
		book := filepath.Join(r.dir, fmt.Sprint("book", i))
		if err := once(ctx, r.Child("import", box.file, filepath.Join(book, "entregent.db")), &d); err != nil {
			return err
		}
		if err := errors.Join(box.whole(d), os.RemoveAll(book)); err != nil {
			return err
		}
		var p parsed
		if err := once(ctx, r.Child("netmail", box.file), &p); err != nil {
			return err
		}
		if err := box.check("net/mail", p); err != nil {
			return err
		}
		ours, plain = append(ours, d), append(plain, p)
		if python, err = r.python(ctx, box, python); err != nil {
			return err
		}
	}
	r.reportImport(box, ours, plain, python)
	return r.measureFormats(ctx)
}

func (r *run) reportImport(box mailbox, ours []importDone, plain, python []parsed) {
	mails := float64(box.messages)
	whole := middleOf(ours, func(d importDone) float64 { return d.Seconds })
	headers := middleOf(plain, func(p parsed) float64 { return p.Seconds })
	r.row("messages", mails, "")
	r.row("megabytes", float64(box.bytes)/1e6, "MB")
	r.row("import", whole, "s")
	r.row("import_rate", mails/whole, "/s")
	work := middleOf(ours, func(d importDone) float64 { return d.CPU })
	r.row("import_cpu", work, "s")
	if peak := middleOf(ours, func(d importDone) float64 { return float64(d.Peak) }); peak > 0 {
		r.row("import_peak", peak/1024, "MiB")
	}
	r.row("import_again", middleOf(ours, func(d importDone) float64 { return d.Again }), "s")
	r.row("netmail", headers, "s")
	r.row("netmail_rate", mails/headers, "/s")
	r.ratio(Ratio{Name: "import_netmail", Value: headers / whole})
	if len(python) == 0 {
		r.NotRun = append(r.NotRun, "python")
		return
	}
	slow := middleOf(python, func(p parsed) float64 { return p.Seconds })
	r.row("python", slow, "s")
	r.row("python_rate", mails/slow, "/s")
	slowWork := middleOf(python, func(p parsed) float64 { return p.CPU })
	r.row("python_cpu", slowWork, "s")
	r.ratio(Ratio{Name: "import_python", Value: slow / whole, Goal: 4})
	r.ratio(Ratio{Name: "import_python_cpu", Value: slowWork / work})
}

func middleOf[T any](list []T, of func(T) float64) float64 {
	var f []float64
	for _, x := range list {
		f = append(f, of(x))
	}
	return middle(f)
}

// importMail is the child that imports: a file into a book that is not there
// yet, and the same file once more.
func importMail(ctx context.Context, c Cast, args []string) error {
	if len(args) != 2 && len(args) != 3 {
		return errors.New("bench: import FILE BOOK [ME]")
	}
	b, err := openBook(ctx, args[1], time.Now)
	if err != nil {
		return err
	}
	defer b.close()
	b.Readers = c.Readers
	req := app.ImportRequest{Paths: args[:1], Me: []string{keeperAddress}}
	if len(args) == 3 {
		req.Me = args[2:]
	}
	begun, before := time.Now(), cpuTime()
	got, err := b.Import(ctx, b.keeper, req)
	if err != nil {
		return err
	}
	d := importDone{Seconds: time.Since(begun).Seconds()}
	d.usage = self()
	d.CPU -= before.Seconds()
	for _, x := range got.Batches {
		d.Read += x.Read
		d.People += x.People.New
		d.Encounters += x.Encounters.New
	}
	begun = time.Now()
	if got, err = b.Import(ctx, b.keeper, req); err != nil {
		return err
	}
	d.Again, d.Same = time.Since(begun).Seconds(), len(got.Batches) == 1 && got.Batches[0].Again
	return c.tell(d)
}

// parseMail is the child that reads the headers of a mailbox with Go's standard
// library, and nothing else of it.
func parseMail(ctx context.Context, c Cast, args []string) error {
	if len(args) != 1 {
		return errors.New("bench: netmail FILE")
	}
	f, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer f.Close()
	begun, sum, n := time.Now(), sha256.New(), 0
	err = eachMail(f, func(raw []byte) error {
		m, err := mail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			return err
		}
		n++
		_, err = fmt.Fprintln(sum, m.Header.Get("Message-ID"))
		return err
	})
	if err != nil {
		return err
	}
	u := self()
	return c.tell(parsed{Seconds: time.Since(begun).Seconds(), CPU: u.CPU, Messages: n, Digest: hex.EncodeToString(sum.Sum(nil)), Peak: u.Peak})
}

// eachMail cuts a mailbox at its "From " lines.
func eachMail(r io.Reader, fn func([]byte) error) error {
	in := bufio.NewReaderSize(r, 1<<18)
	var mail []byte
	blank, some := true, false
	for {
		line, err := in.ReadSlice('\n')
		if blank && bytes.HasPrefix(line, []byte("From ")) {
			if some {
				if err := fn(mail); err != nil {
					return err
				}
			}
			mail, some = mail[:0], true
		} else {
			mail = append(mail, line...)
		}
		blank = len(line) == 1
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	if !some {
		return nil
	}
	return fn(mail)
}

// script is what a person would write in Python to look through a mailbox.
const script = `
import hashlib, json, mailbox, sys, time
wall, cpu = time.perf_counter(), time.process_time()
count, digest = 0, hashlib.sha256()
for message in mailbox.mbox(sys.argv[1], create=False):
    for name in ("From", "To", "Date", "Subject"):
        message[name]
    digest.update((message["Message-ID"] + "\n").encode())
    count += 1
print(json.dumps({"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "messages": count, "digest": digest.hexdigest()}))
`

// python adds one turn of the Python program, where there is Python.
func (r *run) python(ctx context.Context, box mailbox, list []parsed) ([]parsed, error) {
	path, err := exec.LookPath("python3")
	if err != nil {
		return nil, nil
	}
	var p parsed
	if err := once(ctx, exec.Command(path, "-c", script, box.file), &p); err != nil {
		return nil, &network.Error{Msg: "error.bench_python", Err: err}
	}
	return append(list, p), box.check("Python", p)
}
