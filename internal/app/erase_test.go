package app_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/store/pgtest"
	"entregent/internal/store/sqlstore"
)

// The canary: a person whose every field holds words that nobody else's does.
const (
	canaryName = "Zyxwa Qvutcanary"
	canaryMail = "zq.canarybird@exemple.example"
	canaryTel  = "+33612345999"
)

// canaryWords are all that may be found of them.
var canaryWords = []string{"zyxwa", "qvutcanary", "canarybird", "612345999", "6 12 34 59 99", "canarynote", "canarytown", "canarysubject", "canarybody", "canaryfirm", "canaryhobby", "canaryneed", "canaryoffer", "canarywhy", "canaryfav"}

const canaryCard = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zyxwa Qvutcanary\r\nN:Qvutcanary;Zyxwa;;;\r\nEMAIL:zq.canarybird@exemple.example\r\nTEL:+33612345999\r\n" +
	"ORG:Canaryfirm\r\nTITLE:Canaryfirm director\r\nADR:;;1 rue X;Canarytown;;;\r\nNOTE:canarynote of the address book\r\nURL:https://canarybird.example/\r\nBDAY:1980-03-05\r\nEND:VCARD\r\n"

const friendsCards = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nEMAIL:ada@exemple.example\r\nNOTE:presented by Zyxwa Qvutcanary\r\nRELATED;VALUE=text:Zyxwa Qvutcanary\r\nEND:VCARD\r\n" +
	"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Emmy Noether\r\nEMAIL:emmy@exemple.example\r\nNOTE:ask via zq.canarybird@exemple.example or 06 12 34 59 99\r\nEND:VCARD\r\n"

func posted(from, to, id, subject, body string) string {
	return fmt.Sprintf("From x@y Thu Mar  5 12:00:00 2026\nFrom: %s\nTo: %s\nDate: Thu, 5 Mar 2026 12:00:00 +0100\nMessage-ID: <%s@x>\nSubject: %s\nContent-Type: text/plain; charset=utf-8\n\n%s\n\n", from, to, id, subject, body)
}

const (
	meMail = "Moi Même <moi@exemple.example>"
	zqMail = canaryName + " <" + canaryMail + ">"
)

var canaryMbox = posted(zqMail, meMail, "1", "canarysubject", "canarybody, est-ce possible ?") +
	posted(meMail, zqMail, "2", "Re: canarysubject", "canarybody, oui") +
	posted(zqMail, meMail+", Ada Lovelace <ada@exemple.example>", "3", "canarysubject to both", "canarybody for both") +
	posted(meMail, zqMail+", Ada Lovelace <ada@exemple.example>", "4", "Dîner avec Zyxwa et Ada", "Bonjour Zyxwa Qvutcanary, bonjour Ada") +
	posted(meMail, "Emmy Noether <emmy@exemple.example>", "5", "Rien à voir", "J’ai vu Zyxwa Qvutcanary hier")

const canaryCalendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:one\r\nDTSTAMP:20260301T000000Z\r\nDTSTART:20260310T120000Z\r\nDTEND:20260310T130000Z\r\n" +
	"SUMMARY:Zyxwa Qvutcanary + Ada\r\nLOCATION:chez Zyxwa Qvutcanary\r\nORGANIZER:mailto:moi@exemple.example\r\nATTENDEE;PARTSTAT=ACCEPTED;CN=Zyxwa Qvutcanary:mailto:zq.canarybird@exemple.example\r\n" +
	"ATTENDEE;PARTSTAT=ACCEPTED;CN=Ada Lovelace:mailto:ada@exemple.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// aCanary fills a book with them, in every way that anything of somebody enters.
func aCanary(h *house) network.PersonID {
	h.t.Helper()
	ctx := context.Background()
	me := []string{"moi@exemple.example", "Moi Même"}
	for name, text := range map[string]string{"amis.vcf": friendsCards, "Zyxwa Qvutcanary.vcf": canaryCard, "a.mbox": canaryMbox, "c.ics": canaryCalendar} {
		h.reads(app.ImportRequest{Paths: []string{h.file(name, text)}, Me: me})
	}
	id, err := h.Find(ctx, h.keeper, canaryName)
	h.must(err)
	h.must(h.AddFact(ctx, h.keeper, id, network.FactInterest, "canaryhobby", "", "k1"))
	h.must(h.AddFact(ctx, h.keeper, id, network.FactNickname, "Canarybird", "", "k2"))
	h.must(h.AddHandle(ctx, h.keeper, id, "linkedin.com/in/zyxwa-canarybird", "k3"))
	h.say("Café avec Zyxwa Qvutcanary hier : cherche une canaryneed en juillet, peut me prêter sa canaryoffer, connaît Ada Lovelace")
	h.say("Déjeuner avec Ada Lovelace et Zyxwa Qvutcanary hier : m'a présenté Karim Benali")
	h.say("Café avec Emmy Noether hier : connaît Zyxwa Qvutcanary")
	h.say("Ada Lovelace m'a parlé de Zyxwa Qvutcanary")
	ada, err := h.Find(ctx, h.keeper, "Ada Lovelace")
	h.must(err)
	h.must(h.AddFact(ctx, h.keeper, ada, network.FactNote, "dîne avec Zyxwa Qvutcanary", "", "k4"))
	h.must(h.AddFavour(ctx, h.keeper, id, app.NewFavour{Kind: network.Advice, What: "canaryfav"}, "k5"))
	h.must(h.AddFavour(ctx, h.keeper, ada, app.NewFavour{Kind: network.Introduction, What: "Zyxwa Qvutcanary"}, "k6"))
	h.must(h.Decide(ctx, h.keeper, id, app.Decided{Circle: "15", StageWord: "canarywhy", Stage: "bond"}))
	got, err := h.Today(ctx, h.keeper, i18n.For("fr"), 0)
	h.must(err)
	for _, g := range got.Gestures {
		h.must(h.AnswerGesture(ctx, h.keeper, g.ID, "done", network.Date{}))
	}
	h.now = h.now.Add(24 * time.Hour)
	if _, err = h.Today(ctx, h.keeper, i18n.For("fr"), 0); err != nil {
		h.t.Fatal(err)
	}
	return id
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// tracesIn counts what is left of the canary in files, in every dress.
func tracesIn(t testing.TB, dir string) map[string]string {
	t.Helper()
	var want [][]byte
	for _, w := range canaryWords {
		for _, s := range []string{w, strings.ToUpper(w[:1]) + w[1:], strings.ToUpper(w)} {
			want = append(want, []byte(s))
			var le, be []byte
			for _, u := range utf16.Encode([]rune(s)) {
				le, be = append(le, byte(u), byte(u>>8)), append(be, byte(u>>8), byte(u))
			}
			want = append(want, le, be)
			for shift := range 3 {
				b := base64.StdEncoding.EncodeToString([]byte(strings.Repeat(" ", shift) + s + " "))
				want = append(want, []byte(b[[]int{0, 2, 3}[shift]:len(b)-4]))
			}
		}
	}
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return nil
		}
		for _, w := range want {
			if i := bytes.Index(b, w); i >= 0 && len(w) > 4 {
				out[filepath.Base(path)+": "+string(w)] = string(b[max(0, i-40):min(len(b), i+40)])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Erasing is real (B7): nothing is left in the files of the book, nor in an
// export; the others are as they were; a check of everything is content.
func TestErasingIsReal(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	st, err := sqlstore.OpenSQLite(ctx, filepath.Join(dir, "book.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	h := newHouseOn(t, noon, st)
	id := aCanary(h)
	if n := len(tracesIn(t, dir)); n < len(canaryWords) {
		t.Fatalf("only %d traces before: the search would prove nothing", n)
	}
	dry, err := h.EraseDry(ctx, h.keeper, id)
	h.must(err)
	if _, err := h.Find(ctx, h.keeper, canaryName); err != nil || dry.Erased {
		t.Fatal("only asking has erased")
	}
	got, err := h.Erase(ctx, h.keeper, id)
	h.must(err)
	if !got.Erased || !got.Scoured || got.Gone != dry.Gone || got.Parted != dry.Parted || got.Blotted != dry.Blotted {
		t.Errorf("told %+v, did %+v", dry, got)
	}
	if got.Parted != 3 || got.Gone.Encounters < 4 || got.Gone.Lines != 3 || got.Blotted < 6 {
		t.Errorf("%+v", got)
	}
	for what, where := range tracesIn(t, dir) {
		t.Errorf("%s is left: %q", what, where)
	}
	text := strings.ToLower(h.export())
	for _, w := range canaryWords {
		if strings.Contains(text, w) {
			t.Errorf("the export still says %s", w)
		}
	}
	if strings.Contains(text, id.String()) {
		t.Error("the export still has their id")
	}
	h.whole()
	// The others keep what is theirs.
	if h.names() != "Ada Lovelace, Emmy Noether, Karim Benali" {
		t.Errorf("people: %s", h.names())
	}
	b := h.briefing("Ada Lovelace")
	notes := ""
	for _, f := range b.Facts {
		notes += f.Value + "|"
	}
	if !strings.Contains(notes, "presented by …") || !strings.Contains(notes, "dîne avec …") {
		t.Errorf("Ada: %s", notes)
	}
	if len(b.Encounters) != 3 {
		t.Errorf("Ada’s encounters: %+v", b.Encounters)
	}
	if _, err := h.Erase(ctx, h.keeper, id); !errors.Is(err, network.NotFound) {
		t.Errorf("erasing twice: %v", err)
	}
	if _, err := h.Today(ctx, h.keeper, i18n.For("en"), 0); err != nil {
		t.Error(err)
	}
}

// Without the last step something is found: the search of the test above sees
// what SQLite leaves.
func TestErasingWithoutScouringIsNoticed(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	st, err := sqlstore.OpenSQLite(ctx, filepath.Join(dir, "book.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	h := newHouseOn(t, noon, lazy{st})
	id := aCanary(h)
	_, err = h.Erase(ctx, h.keeper, id)
	h.must(err)
	if len(tracesIn(t, dir)) == 0 {
		t.Error("nothing is found in files that nobody cleaned")
	}
}

// A lazy store does not clean its files.
type lazy struct{ *sqlstore.Store }

func (lazy) Scour(context.Context) error { return nil }

// No import brings them back, whatever names them, unless asked; and what is
// typed is asked for.
func TestTheErasedStayAway(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, noon)
	id := aCanary(h)
	before := filepath.Join(t.TempDir(), "before.jsonl")
	h.must(os.WriteFile(before, []byte(h.export()), 0o600))
	_, err := h.Erase(ctx, h.keeper, id)
	h.must(err)
	stays := h.normal()
	gone := func(what string) {
		t.Helper()
		if _, err := h.Find(ctx, h.keeper, canaryName); !errors.Is(err, network.NotFound) {
			t.Errorf("%s brought them back: %v", what, err)
		}
		if s := h.export(); strings.Contains(s, "Qvutcanary") || strings.Contains(s, "canarybird") {
			t.Errorf("%s brought words of them back", what)
		}
	}
	me := []string{"moi@exemple.example"}
	// the same card in another file, with a name alone, with a second address
	for what, text := range map[string]string{
		"b.vcf": canaryCard + "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:New Body\r\nEMAIL:n@exemple.example\r\nEND:VCARD\r\n",
		"c.vcf": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Qvutcanary Zyxwa\r\nEND:VCARD\r\n",
		"d.vcf": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Z. Q.\r\nEMAIL:zq.canarybird@exemple.example\r\nEMAIL:other@exemple.example\r\nEND:VCARD\r\n",
		"e.mbox": posted(zqMail, meMail, "9", "canarysubject", "canarybody") + posted(meMail, zqMail, "10", "Pour Zyxwa", "canary") +
			posted(meMail, zqMail+", Ada Lovelace <ada@exemple.example>", "11", "Zyxwa Qvutcanary et Ada", "Bonjour Zyxwa"),
	} {
		dry := h.reads(app.ImportRequest{Paths: []string{h.file(what, text)}, Me: me, DryRun: true})
		got := h.reads(app.ImportRequest{Paths: []string{h.file(what, text)}, Me: me})
		if got[0].IgnoredWhy["erased"] == 0 || dry[0].IgnoredWhy["erased"] != got[0].IgnoredWhy["erased"] {
			t.Errorf("%s: %+v, previewed %+v", what, got[0], dry[0])
		}
		gone(what)
	}
	if h.names() != "Ada Lovelace, Emmy Noether, Karim Benali, New Body" {
		t.Errorf("people: %s", h.names())
	}
	for _, b := range h.batches()[:4] {
		_, err := h.Undo(ctx, h.keeper, b, "")
		h.must(err)
	}
	if !slices.Equal(h.normal(), stays) {
		t.Error("undoing what named them does not give the book of before")
	}
	// an export of before they were erased, read back in
	h.imports(before)
	gone("an older export")
	h.whole()
	// a namesake with another address is somebody else
	h.imports(h.file("f.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zyxwa Qvutcanary\r\nEMAIL:namesake@exemple.example\r\nEND:VCARD\r\n"))
	same, err := h.Find(ctx, h.keeper, canaryName)
	h.must(err)
	_, err = h.Erase(ctx, h.keeper, same)
	h.must(err)
	gone("nobody")
	// asked for
	dry := h.reads(app.ImportRequest{Paths: []string{h.file("b.vcf", canaryCard)}, BringBack: true, DryRun: true})
	gone("a preview")
	if dry[0].People.New != 1 {
		t.Errorf("previewed: %+v", dry[0])
	}
	h.reads(app.ImportRequest{Paths: []string{h.file("b.vcf", canaryCard)}, BringBack: true})
	if _, err := h.Find(ctx, h.keeper, canaryName); err != nil {
		t.Errorf("asked for, and not brought back: %v", err)
	}
	h.imports(h.file("g.mbox", posted(meMail, zqMail, "12", "De nouveau", "Bonjour")))
	if b := h.briefing(canaryName); len(b.Encounters) != 1 {
		t.Errorf("encounters once back: %+v", b.Encounters)
	}
	h.whole()
}

// What the keeper types by hand is asked for.
func TestTypingBringsTheErasedBack(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, noon)
	_, err := h.Erase(ctx, h.keeper, aCanary(h))
	h.must(err)
	if _, err := h.AddPerson(ctx, h.keeper, app.NewPerson{Name: "Zyxwa", Email: canaryMail}, ""); err != nil {
		t.Fatal(err)
	}
	got := h.imports(h.file("b.vcf", canaryCard+"\r\n"))
	if got[0].People.Known != 1 || got[0].IgnoredWhy["erased"] != 0 {
		t.Errorf("%+v", got[0])
	}
}

// On PostgreSQL as well, in every table; and the same book is left.
func TestErasingOnBothEngines(t *testing.T) {
	ctx := context.Background()
	st, err := sqlstore.OpenPostgres(ctx, pgtest.Schema(t), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	lite, pg := newHouse(t, noon), newHouseOn(t, noon, st)
	for _, h := range []*house{lite, pg} {
		got, err := h.Erase(ctx, h.keeper, aCanary(h))
		h.must(err)
		if !got.Scoured {
			t.Errorf("%s: not clean", got.Engine)
		}
		h.whole()
		if text := strings.ToLower(h.export()); strings.Contains(text, "qvutcanary") || strings.Contains(text, "canarybird") {
			t.Errorf("%s: still there", got.Engine)
		}
	}
	if diff := cmp.Diff(lite.unmarked(), pg.unmarked()); diff != "" {
		t.Errorf("another book is left on PostgreSQL (-sqlite +postgres):\n%s", diff)
	}
}

// unmarked is the normal form less what is hashed with the book’s own secret.
func (h *house) unmarked() (out []string) {
	for _, line := range h.normal() {
		if !strings.Contains(line, `"erased"`) && !strings.Contains(line, `"record":"day_list"`) && !strings.Contains(line, `"kind":"same"`) { // the order of ids is the book’s own
			out = append(out, line)
		}
	}
	return out
}

// Somebody who shares a telephone with the erased keeps it, and is not kept out;
// erasing a namesake of the keeper leaves the keeper's name alone.
func TestErasingSparesOthers(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, noon)
	me := []string{"moi@exemple.example", "Jean Martin"}
	h.reads(app.ImportRequest{Me: me, Paths: []string{h.file("a.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jean Martin\r\nEMAIL:jm@exemple.example\r\nTEL:+33145678900\r\nEND:VCARD\r\n"+
		"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Claire Roux\r\nEMAIL:c@exemple.example\r\nTEL:+33145678900\r\nNOTE:Jean Martin est mon nom\r\nEND:VCARD\r\n")}})
	id, err := h.Find(ctx, h.keeper, "jm@exemple.example")
	h.must(err)
	_, err = h.Erase(ctx, h.keeper, id)
	h.must(err)
	b := h.briefing("Claire Roux")
	if len(b.Handles) != 2 || !strings.Contains(fmt.Sprint(b.Facts), "Jean Martin est mon nom") {
		t.Errorf("Claire: %+v %+v", b.Handles, b.Facts)
	}
	got := h.reads(app.ImportRequest{Me: me, Paths: []string{h.file("b.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Claire Roux\r\nTEL:+33145678900\r\nEND:VCARD\r\n")}})
	if got[0].IgnoredWhy["erased"] != 0 || got[0].People.Known != 1 {
		t.Errorf("%+v", got[0])
	}
	h.whole()
}
