//go:build unix

package crashtest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"mime/multipart"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// cards is an address book of invented people.
func cards(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:invented-%d\r\nFN:Prénom%d Nom%d\r\nN:Nom%d;Prénom%d;;;\r\nEMAIL:p%d@exemple.example\r\n"+
			"TEL:+336%08d\r\nORG:Atelier %d\r\nNOTE:note %d\r\nEND:VCARD\r\n", i, i, i%700, i%700, i, i, i, i%50, i)
	}
	return b.String()
}

// table is an address book as a spreadsheet keeps it.
func table(n int) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write([]string{"First Name", "Last Name", "E-mail Address", "Mobile Phone", "Company", "Job Title"})
	for i := range n {
		w.Write([]string{fmt.Sprintf("Prénom%d", i), fmt.Sprintf("Nom%d", i%700), fmt.Sprintf("p%d@exemple.example", i), fmt.Sprintf("+336%08d", i), fmt.Sprintf("Atelier %d", i%50), "Relieur"})
	}
	w.Flush()
	return b.String()
}

// keeperAddress is whose mailbox it is.
const keeperAddress = "anna@keeper.example"

// mailbox is letters between the keeper and three hundred people.
func mailbox(n int) string {
	var b strings.Builder
	from := time.Date(2025, 1, 6, 9, 0, 0, 0, time.UTC)
	for i := range n {
		who, at := i%300, from.Add(time.Duration(i)*97*time.Minute)
		a, z := fmt.Sprintf("Prénom%d Nom%d <p%d@exemple.example>", who, who, who), "Anna Keeper <"+keeperAddress+">"
		if i%3 == 0 {
			a, z = z, a
		}
		fmt.Fprintf(&b, "From x@exemple.example %s\nFrom: %s\nTo: %s\nSubject: Lettre %d\nMessage-ID: <l%d@exemple.example>\nDate: %s\n"+
			"Content-Type: text/plain; charset=utf-8\n\nVoici la lettre %d.\n\n", at.Format(time.ANSIC), a, z, i, i, at.Format(time.RFC1123Z), i)
	}
	return b.String()
}

// file writes a text into a folder of the test's own and returns its path.
func file(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// upload hands in a file in the browser, waits until it has been looked through,
// and confirms it. It returns the path of the import.
func (b *browser) upload(path string) string {
	b.t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		b.t.Fatal(err)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("files", filepath.Base(path))
	if err != nil {
		b.t.Fatal(err)
	}
	part.Write(raw)
	form.Close()
	at := b.must(b.postBody("/imports", form.FormDataContentType(), &body)).location
	within(b.t, patience, "looking through", func() bool { return strings.Contains(b.must(b.get(at)).body, at+"/run") })
	b.must(b.post(at+"/run", nil))
	return at
}

// working reports whether an import that was confirmed is still to be done.
func (b *browser) working(at string) bool {
	a := b.must(b.get(at))
	return a.status == 200
}
