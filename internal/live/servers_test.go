package live

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"entregent/internal/app"
	"entregent/internal/importer"
	"entregent/internal/importer/addressbook"
	"entregent/internal/importer/calendar"
	mailfile "entregent/internal/importer/mail"
	"entregent/internal/importer/vcard"
	"entregent/internal/network"
	"entregent/internal/store/sqlstore"
)

// A program finds a server program, or skips the test; in CI it must be there.
func program(t *testing.T, names ...string) string {
	for _, n := range names {
		if p, err := exec.LookPath(n); err == nil {
			return p
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing", names[0])
	}
	t.Skipf("%s is missing", names[0])
	return ""
}

// port finds a port that is free.
func port(t *testing.T) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// start runs a server until the test ends and waits until it answers.
func start(t *testing.T, at int, log, path string, args ...string) {
	t.Helper()
	cmd := exec.Command(path, args...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() { _ = cmd.Wait(); close(gone) }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-gone:
		case <-time.After(10 * time.Second):
			_ = cmd.Process.Kill()
			<-gone
		}
	})
	for range 300 {
		conn, err := net.Dial("tcp", fmt.Sprint("127.0.0.1:", at))
		if err == nil {
			conn.Close()
			return
		}
		select {
		case <-gone:
			at = -1
		case <-time.After(50 * time.Millisecond):
		}
		if at < 0 {
			break
		}
	}
	more, _ := os.ReadFile(log)
	t.Fatalf("%s does not answer:\n%s\n%s", path, said.String(), more)
}

// certify writes a certificate that nobody has signed but itself.
func certify(t *testing.T, dir string) (cert, key string, roots *x509.CertPool) {
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalECPrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	write(t, cert, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
	write(t, key, string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: raw})))
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(made)
	return cert, key, roots
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A mailServer is a Dovecot of its own.
type mailServer struct {
	dir         string
	plain, safe int // ports
	roots       *x509.CertPool
	uid         int
}

const (
	account = "ada@example.org"
	canary  = "canary-7f3a \"quoted\" é"
)

func dovecot(t *testing.T) *mailServer {
	path := program(t, "dovecot", "/usr/sbin/dovecot")
	dir, err := os.MkdirTemp("", "dovecot") // sockets want a short path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	m := &mailServer{dir: dir, plain: port(t), safe: port(t), uid: os.Getuid()}
	login, internal := "dovenull", "dovecot"
	if m.uid == 0 {
		m.uid = 65534
	} else {
		out, err := exec.Command("id", "-un").Output()
		if err != nil {
			t.Fatal(err)
		}
		login, internal = strings.TrimSpace(string(out)), strings.TrimSpace(string(out))
	}
	cert, key, roots := certify(t, dir)
	m.roots = roots
	write(t, dir+"/passwd", account+":{PLAIN}"+canary+"\n")
	if os.Getuid() == 0 {
		if err := os.Chmod(dir+"/passwd", 0o644); err != nil {
			t.Fatal(err)
		}
	}
	conf := fmt.Sprintf(`
base_dir = %[1]s/run
log_path = %[1]s/log
protocols = imap
listen = 127.0.0.1
default_login_user = %[6]s
default_internal_user = %[7]s
default_internal_group = %[7]s
first_valid_uid = 1
ssl = yes
ssl_cert = <%[2]s
ssl_key = <%[3]s
mail_location = maildir:%[1]s/mail
passdb {
  driver = passwd-file
  args = username_format=%%u %[1]s/passwd
}
userdb {
  driver = static
  args = uid=%[8]d gid=%[8]d home=%[1]s/home
}
service imap-login {
  chroot =
  inet_listener imap {
    port = %[4]d
  }
  inet_listener imaps {
    port = %[5]d
    ssl = yes
  }
}
service anvil {
  chroot =
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox "Courrier parti" {
    special_use = \Sent
    auto = create
  }
  mailbox Corbeille {
    special_use = \Trash
    auto = create
  }
}
`, dir, cert, key, m.plain, m.safe, login, internal, m.uid)
	write(t, dir+"/conf", conf)
	for _, d := range []string{"/mail/cur", "/mail/new", "/mail/tmp", "/home"} {
		if err := os.MkdirAll(dir+d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	m.own(t)
	start(t, m.plain, dir+"/log", path, "-F", "-c", dir+"/conf")
	return m
}

// own gives the mails to whom the server runs as.
func (m *mailServer) own(t *testing.T) {
	if os.Getuid() != 0 {
		return
	}
	for _, d := range []string{"/mail", "/home"} {
		err := filepath.WalkDir(m.dir+d, func(path string, _ os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			return os.Lchown(path, m.uid, m.uid)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

var mailCount int

// deliver puts a mail into a folder, "" for the inbox.
func (m *mailServer) deliver(t *testing.T, folder, text string) {
	t.Helper()
	mailCount++
	dir := m.dir + "/mail"
	if folder != "" {
		dir += "/." + folder
	}
	write(t, fmt.Sprintf("%s/new/%d.%d.test", dir, time.Now().UnixMicro(), mailCount), text)
	m.own(t)
}

func (m *mailServer) address() string { return fmt.Sprint("imaps://localhost:", m.safe) }

// letter is one mail; from and to are "Name <address>".
func letter(id, from, to, subject string, at time.Time) string {
	return fmt.Sprintf("Message-ID: <%s@example.org>\r\nFrom: %s\r\nTo: %s\r\nSubject: %s\r\nDate: %s\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonjour, le secret du corps.\r\n",
		id, from, to, subject, at.Format(time.RFC1123Z))
}

// radicale runs a calendar and address book server.
type davServer struct {
	dir string
	url string
}

func radicale(t *testing.T) *davServer {
	path := program(t, "radicale")
	dir := t.TempDir()
	s := &davServer{dir: dir}
	at := port(t)
	s.url = fmt.Sprint("http://localhost:", at)
	write(t, dir+"/users", "ada:"+canary+"\n")
	write(t, dir+"/conf", fmt.Sprintf("[server]\nhosts = 127.0.0.1:%d\n[auth]\ntype = htpasswd\nhtpasswd_filename = %[2]s/users\nhtpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = %[2]s/data\n[logging]\nlevel = warning\n", at, dir))
	start(t, at, dir+"/log", path, "--config", dir+"/conf")
	return s
}

// ask sends a request as the owner.
func (s *davServer) ask(t *testing.T, method, path, body string, header ...string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth("ada", canary)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		b, _ := io.ReadAll(res.Body)
		t.Fatalf("%s %s: %s\n%s", method, path, res.Status, b)
	}
}

func (s *davServer) collection(t *testing.T, path, kind, ns, name string) {
	s.ask(t, "MKCOL", path, `<?xml version="1.0"?><create xmlns="DAV:" xmlns:x="urn:ietf:params:xml:ns:`+ns+`"><set><prop><resourcetype><collection/><x:`+kind+`/></resourcetype><displayname>`+name+`</displayname></prop></set></create>`,
		"Content-Type", "application/xml")
}

func (s *davServer) card(t *testing.T, uid, name, more string) {
	s.ask(t, "PUT", "/ada/people/"+uid+".vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:"+uid+"\r\nFN:"+name+"\r\nN:"+strings.Join(reverse(strings.Fields(name)), ";")+"\r\n"+more+"END:VCARD\r\n", "Content-Type", "text/vcard")
}

func reverse(s []string) []string {
	return []string{s[len(s)-1], strings.Join(s[:len(s)-1], " "), "", "", ""}
}

func (s *davServer) event(t *testing.T, uid, text string) {
	s.ask(t, "PUT", "/ada/agenda/"+uid+".ics", calendarOf(uid, text), "Content-Type", "text/calendar")
}

func calendarOf(uid, text string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN\r\nBEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20261101T100000Z\r\n" + text + "END:VEVENT\r\nEND:VCALENDAR\r\n"
}

// A book is a new book with its desk, whose clock the test turns.
type book struct {
	*Desk
	app    *app.App
	keeper network.KeeperID
	now    time.Time
	log    *bytes.Buffer
	data   string
}

func newBook(t *testing.T) *book {
	t.Helper()
	b := &book{now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC), log: &bytes.Buffer{}, data: t.TempDir()}
	st, err := sqlstore.OpenSQLite(t.Context(), filepath.Join(b.data, "entregent.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	b.app = &app.App{Store: st, Now: func() time.Time { return b.now }, Readers: []importer.Reader{calendar.Reader{}, vcard.Reader{}, mailfile.Reader{}, addressbook.Reader{}}}
	if b.keeper, err = b.app.OpenKeeper(t.Context()); err != nil {
		t.Fatal(err)
	}
	k, err := b.app.Keeper(t.Context(), b.keeper)
	if err != nil {
		t.Fatal(err)
	}
	k.Settings.Zone = "Europe/Paris"
	if err := b.app.PutSettings(t.Context(), b.keeper, k.Settings); err != nil {
		t.Fatal(err)
	}
	b.Desk = New(b.app, b.keeper, b.data, slog.New(slog.NewTextHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	return b
}

// add sets a source up.
func (b *book) add(t *testing.T, s Setup) network.SourceID {
	t.Helper()
	l, err := b.Add(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	id, err := network.ParseID[network.SourceID](l.ID)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// read reads a source and sums up its imports.
func (b *book) read(t *testing.T, id network.SourceID) app.Report {
	t.Helper()
	got, err := b.Read(t.Context(), id, false)
	if err != nil {
		t.Fatal(err)
	}
	return sum(got)
}

func sum(got Reading) (out app.Report) {
	for _, r := range got.Batches {
		out.Read += r.Read
		out.People.New += r.People.New
		out.People.Filled += r.People.Filled
		out.Encounters.New += r.Encounters.New
		out.Encounters.Known += r.Encounters.Known
		out.Encounters.Changed += r.Encounters.Changed
		out.ProblemCount += r.ProblemCount
	}
	return out
}

// export is the whole book as text.
func (b *book) export(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	if err := b.app.Export(t.Context(), b.keeper, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// sound runs every check of the book, and looks for the password where it must
// not be.
func (b *book) sound(t *testing.T) {
	t.Helper()
	c, err := b.app.Check(t.Context(), b.keeper)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range c.Checks {
		if !x.OK {
			t.Errorf("check %s: %v", x.Name, x.Args)
		}
	}
	if s := b.export(t); strings.Contains(s, "canary") {
		t.Error("the password is in the export")
	}
	if strings.Contains(b.log.String(), "canary") {
		t.Error("the password is in the log")
	}
	err = filepath.WalkDir(b.data, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if bytes.Contains(raw, []byte("canary-7f3a")) {
			t.Errorf("the password lies open in %s", filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (b *book) source(t *testing.T, id network.SourceID) app.Live {
	t.Helper()
	all, err := b.app.Sources(t.Context(), b.keeper)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		if l.ID == id.String() {
			return l
		}
	}
	t.Fatal("the source is gone")
	return app.Live{}
}

// A cutter passes connections on, and cuts each after so many bytes from the
// server.
type cutter struct {
	net.Listener
	after, made atomic.Int64
}

func (c *cutter) serve(ctx context.Context, to string) {
	for {
		in, err := c.Accept()
		if err != nil {
			return
		}
		c.made.Add(1)
		out, err := new(net.Dialer).DialContext(ctx, "tcp", to)
		if err != nil {
			in.Close()
			continue
		}
		go func() { _, _ = io.Copy(out, in); out.Close() }()
		go func() {
			_, _ = io.CopyN(in, out, c.after.Load())
			in.Close()
			out.Close()
		}()
	}
}

// records counts the lines of an export by what they are.
func records(export string) map[string]int {
	out := map[string]int{}
	for line := range strings.Lines(export) {
		if _, rest, ok := strings.Cut(line, `"record":"`); ok {
			kind, _, _ := strings.Cut(rest, `"`)
			out[kind]++
		}
	}
	return out
}

// filesWith counts the files whose names end so.
func filesWith(t *testing.T, dir, end string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if strings.HasSuffix(path, end) {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// removeMatching removes the files whose names begin so.
func removeMatching(t *testing.T, dir, begin string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasPrefix(d.Name(), begin) {
			return os.Remove(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// pass hands a request on to a server, and its answer back.
func pass(w http.ResponseWriter, r *http.Request, to string) {
	u, err := url.Parse(to)
	if err != nil {
		panic(err)
	}
	httputil.NewSingleHostReverseProxy(u).ServeHTTP(w, r)
}
