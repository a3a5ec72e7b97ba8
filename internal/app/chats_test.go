package app_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"entregent/internal/app"
	"entregent/internal/importer/importertest"
	"entregent/internal/network"
)

// A chatCase is one kind of conversation on its whole road: from the file to the
// people and back.
type chatCase struct {
	name  string
	me    []string
	paths func(t *testing.T) []string
	// What the book holds afterwards, and the reports say together.
	people, encounters, problems int
}

var chatCases = []chatCase{
	{"a WhatsApp chat of two", []string{"Leo Brandt"}, shared("whatsapp/WhatsApp Chat with Marcus Oyelaran.txt"), 1, 6, 0},
	{"a WhatsApp group", []string{"Bob"}, shared("whatsapp/whatsr_germanandroid24h.txt"), 4, 99, 0},
	{"the same WhatsApp group from three telephones", []string{"Bob"}, shared("whatsapp/whatsr_englishandroid24h.txt", "whatsapp/whatsr_englishios24h.txt",
		"whatsapp/whatsr_englishiosampm.txt"), 4, 99, 0},
	{"two exports of one WhatsApp chat", []string{"John"}, shared("whatsapp/whatstk_lorem-merge-part1.txt", "whatsapp/whatstk_lorem-merge-part2.txt"), 5, 935, 0},
	{"a WhatsApp chat from both its sides", []string{"Marc Petit"}, files("WhatsApp Chat with Zoé Blanc.txt", waMine, "WhatsApp Chat - Marc Petit.txt", waHers), 1, 4, 0},
	{"a Telegram chat from both its accounts", []string{"Marc Petit"}, recorded("telegram/testdata/chats.txtar", "telegram.zip"), 2, 8, 1},
	{"messages and calls of a telephone", []string{"+33261910011"}, shared("sms_backup/importer_test_06_sms.xml", "sms_backup/importer_test_07_calls.xml",
		"sms_backup/importer_test_08_sms.xml", "sms_backup/importer_test_11_sms.xml", "sms_backup/parser_test_01_sms.xml", "sms_backup/parser_test_02_sms.xml"), 1, 2, 1},
	{"messages and calls in two overlapping backups", nil, files("a.xml", smsFirst, "b.xml", smsLater), 1, 3, 0},
	{"a Telegram account", []string{"Ana Kovač"}, shared("telegram/DataExport_2026-10-02"), 1, 4, 0},
	{"a Telegram chat without any ids", []string{"Author 1"}, shared("telegram/chatminer_test_single_export.json"), 1, 2, 0},
	{"a Slack workspace", []string{"marc@atelier.example"}, recorded("slack/testdata/workspace.txtar", "atelier.zip"), 2, 8, 1},
	{"Google Chat and Voice", []string{"mssc@science.example.org", "+17323210011"}, shared("google_takeout"), 11, 122, 0},
	{"Google Chat in another language", []string{"marc@exemple.example"}, recorded("googlechat/testdata/chat.txtar", "takeout-001.zip"), 1, 5, 1},
	{"chats of Signal", []string{"John Doe"}, recorded("signal/testdata/chats.txtar", "signal.zip"), 3, 10, 1},
	{"a plain chat of Signal", []string{"John Doe"}, shared("signal"), 1, 2, 0},
}

const (
	waMine = "13/02/24, 10:00 - Marc Petit: x\n13/02/24, 10:01 - Zoé Blanc: <Media omitted>\n13/02/24, 10:01 - Zoé Blanc: y\n"
	waHers = "[13/02/2024, 10:00:07] Marc Petit: x\n[13/02/2024, 10:01:10] Zoé Blanc: \u200eimage omitted\n[13/02/2024, 10:01:30] Zoé Blanc: y\n[14/02/2024, 10:01:30] Zoé Blanc: z\n"

	smsFirst = `<smses><sms address="02 61 91 00 78" date="1767000000000" type="1" body="x" contact_name="Zoé Blanc"/></smses>`
	smsLater = `<smses><sms address="+33261910078" date="1767000000000" type="1" body="x" contact_name="Zoé Blanc"/>` +
		`<sms address="+33261910078" date="1767000001000" type="2" body="y" contact_name="Zoé Blanc"/>` +
		`<sms address="+33261910078" date="1767000002000" type="1" body="z" contact_name="Zoé Blanc"/></smses>`
)

// shared returns paths of the samples.
func shared(names ...string) func(t *testing.T) []string {
	return func(t *testing.T) (out []string) {
		for _, n := range names {
			out = append(out, importertest.Shared(t, "samples", filepath.FromSlash(n)))
		}
		return out
	}
}

// files returns paths of files written for one test, by name and text.
func files(list ...string) func(t *testing.T) []string {
	return func(t *testing.T) (out []string) {
		for i := 0; i < len(list); i += 2 {
			path := filepath.Join(t.TempDir(), filepath.FromSlash(list[i]))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(list[i+1]), 0o600); err != nil {
				t.Fatal(err)
			}
			out = append(out, path)
		}
		return out
	}
}

// recorded returns the path of a zip of the files that a reader's own test
// invents.
func recorded(name, as string) func(t *testing.T) []string {
	return func(t *testing.T) []string {
		ar, err := txtar.ParseFile(filepath.Join("..", "importer", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, f := range ar.Files {
			if f.Name == "want" {
				continue
			}
			w, err := z.Create(f.Name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write(f.Data); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return files(as, b.String())(t)
	}
}

// TestChats goes the whole road with each: the people and encounters are those
// expected, the same file twice is nothing, another order of files gives the same
// book, and undo gives back every byte.
func TestChats(t *testing.T) {
	ctx := context.Background()
	for _, c := range chatCases {
		t.Run(c.name, func(t *testing.T) {
			paths := c.paths(t)
			h := newHouse(t, noon)
			h.learns(c.me)
			before := h.export()
			h.at("2026-12-24T18:00:00Z")
			reports := h.reads(app.ImportRequest{Paths: paths})
			encounters, problems := 0, 0
			for _, r := range reports {
				encounters += r.Encounters.New
				problems += r.ProblemCount
			}
			page, err := h.People(ctx, h.keeper, app.PeopleAsk{})
			if err != nil {
				t.Fatal(err)
			}
			if page.Total != c.people || encounters != c.encounters || problems != c.problems {
				t.Errorf("%d people, %d encounters, %d problems; want %d, %d, %d", page.Total, encounters, problems, c.people, c.encounters, c.problems)
			}
			h.whole()
			full := h.export()
			for _, r := range h.reads(app.ImportRequest{Paths: paths}) {
				if !r.Again {
					t.Errorf("%s was read again", r.Source)
				}
			}
			if h.export() != full {
				t.Error("the second reading changed the book")
			}
			other := newHouse(t, noon)
			other.learns(c.me)
			other.at("2026-12-24T18:00:00Z")
			for _, p := range slices.Backward(paths) {
				other.imports(p)
			}
			if diff := cmp.Diff(h.normal(), other.normal()); diff != "" {
				t.Errorf("another order gives another book:\n%s", diff)
			}
			slices.Reverse(reports)
			for _, r := range reports {
				id, err := network.ParseID[network.BatchID](r.ID)
				if err != nil {
					t.Fatal(err)
				}
				if r.Again {
					continue
				}
				if _, err := h.Undo(ctx, h.keeper, id, ""); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(strings.Split(before, "\n"), strings.Split(h.export(), "\n")); diff != "" {
				t.Errorf("not as before (-before +after):\n%s", diff)
			}
			h.whole()
		})
	}
}

// learns tells the book who the keeper is.
func (h *house) learns(me []string) {
	h.t.Helper()
	k, err := h.Keeper(context.Background(), h.keeper)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, s := range me {
		if handle, name := app.ParseMe(s, "FR"); name != "" {
			k.Settings.Names = append(k.Settings.Names, name)
		} else {
			k.Settings.Handles = append(k.Settings.Handles, handle)
		}
	}
	if err := h.PutSettings(context.Background(), h.keeper, k.Settings); err != nil {
		h.t.Fatal(err)
	}
}

// A chat exported again later adds the new messages and nothing else.
func TestALongerExportAddsOnlyWhatIsNew(t *testing.T) {
	const name = "WhatsApp Chat with Zoé Blanc.txt"
	first := "13/02/24, 10:00 - Marc Petit: bonjour\n13/02/24, 10:01 - Zoé Blanc: salut\n"
	h := newHouse(t, noon)
	h.learns([]string{"Marc Petit"})
	h.imports(files(name, first)(t)...)
	r := h.imports(files(name, first+"14/02/24, 10:00 - Zoé Blanc: et toi ?\n")(t)...)[0]
	if r.Encounters.New != 1 || r.Encounters.Known != 2 || r.People.New != 0 || r.People.Known != 1 {
		t.Errorf("report: %+v", r)
	}
	straight := newHouse(t, noon)
	straight.learns([]string{"Marc Petit"})
	straight.imports(files(name, first+"14/02/24, 10:00 - Zoé Blanc: et toi ?\n")(t)...)
	a, b := straight.visible(), h.visible()
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("not the same people:\n%s", diff)
	}
}

// visible returns what the list of people shows.
func (h *house) visible() []string {
	h.t.Helper()
	page, err := h.People(context.Background(), h.keeper, app.PeopleAsk{})
	if err != nil {
		h.t.Fatal(err)
	}
	var out []string
	for _, p := range page.People {
		out = append(out, p.Name)
	}
	return out
}

// A chat in which nobody is known to be the keeper says so, and saying it
// afterwards puts it right without reading anything again.
func TestNobodyIsYou(t *testing.T) {
	const name, text = "WhatsApp Chat with Zoé Blanc.txt", "13/02/24, 10:00 - M: bonjour\n13/02/24, 10:01 - Zoé Blanc: salut\n"
	h := newHouse(t, noon)
	h.learns([]string{"Marc Petit"})
	r := h.imports(files(name, text)(t)...)[0]
	if r.ProblemCount != 1 || r.Problems[0].Key != "problem.nobody_is_you" || len(h.visible()) != 0 {
		t.Errorf("report: %+v", r)
	}
	h.learns([]string{"M"})
	if got := h.visible(); len(got) != 1 || got[0] != "Zoé Blanc" {
		t.Errorf("people: %v", got)
	}
	h.whole()
}

// A chat names all who speak in it; a profile says which of them is the keeper.
func TestAProfileSettlesWhoSpeaks(t *testing.T) {
	paths := files("a/Profile.csv", "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\nMarc,Petit,,,,,,,,,,,\n",
		"a.txt", "13/02/24, 10:00 - Marc Petit: bonjour\n13/02/24, 10:01 - Zoé Blanc: salut\n")(t)
	h := newHouse(t, noon)
	h.imports(paths...)
	if got := h.visible(); len(got) != 1 || got[0] != "Zoé Blanc" {
		t.Errorf("people: %v", got)
	}
	// Alone, the chat has to ask.
	var who *app.WhoAreYou
	alone := newHouse(t, noon)
	if _, err := alone.Import(context.Background(), alone.keeper, app.ImportRequest{Paths: paths[1:]}); !errors.As(err, &who) || len(who.Candidates) != 2 {
		t.Errorf("alone: %v", err)
	}
}

// One Takeout holds an address book, mail, a calendar, Chat and Voice: each goes
// to its reader, and the person who is in all of them is one.
func TestATakeoutGoesToItsReaders(t *testing.T) {
	const zoe = "zoe@exemple.example"
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"Takeout/archive_browser.html":                     "<html></html>",
		"Takeout/Contacts/Tous les contacts/Tous.vcf":      "BEGIN:VCARD\nVERSION:3.0\nFN:Zoé Blanc\nEMAIL:" + zoe + "\nTEL:+33261910078\nEND:VCARD\n",
		"Takeout/Mail/Tous les messages.mbox":              "From 1@xxx Fri Jan 02 10:00:00 +0000 2026\nFrom: Marc Petit <marc@exemple.example>\nTo: " + zoe + "\nDate: Fri, 2 Jan 2026 10:00:00 +0000\nMessage-ID: <1@x>\nSubject: x\n\nx\n",
		"Takeout/Agenda/marc@exemple.example.ics":          "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260105T100000Z\nDTEND:20260105T110000Z\nSUMMARY:x\nORGANIZER:mailto:marc@exemple.example\nATTENDEE;PARTSTAT=ACCEPTED:mailto:" + zoe + "\nEND:VEVENT\nEND:VCALENDAR\n",
		"Takeout/Google Chat/Groupes/DM 1/messages.json":   `{"messages":[{"creator":{"name":"Zoé Blanc","email":"` + zoe + `","user_type":"Human"},"created_date":"Friday, March 17, 2023 at 9:00:00 AM UTC","text":"x","message_id":"1/a"}]}`,
		"Takeout/Google Chat/Groupes/DM 1/group_info.json": `{"members":[{"name":"Zoé Blanc","email":"` + zoe + `"},{"name":"Marc Petit","email":"marc@exemple.example"}]}`,
		"Takeout/Voice/Appels/Zoé Blanc - Received.html":   `<div class="haudio"><a class="tel" href="tel:+33261910078"><span class="fn">Zoé Blanc</span></a><abbr class="published" title="2026-01-06T10:00:00.000-07:00">x</abbr><abbr class="duration" title="PT2M">x</abbr><a rel="tag" href="http://www.google.com/voice#received">x</a>`,
		"Takeout/Voice/Appels/Inconnu.vcf":                 "BEGIN:VCARD\nVERSION:3.0\nFN:Carte Jointe\nEMAIL:carte@exemple.example\nEND:VCARD\n",
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, noon)
	h.learns([]string{"marc@exemple.example"})
	var formats []string
	encounters := 0
	for _, r := range h.imports(files("takeout-20260110T100000Z-001.zip", b.String())(t)...) {
		formats = append(formats, r.Format)
		encounters += r.Encounters.New
		if r.ProblemCount > 0 {
			t.Errorf("%s: %+v", r.Format, r.Problems)
		}
	}
	slices.Sort(formats)
	if diff := cmp.Diff([]string{"google-chat", "google-voice", "ics", "mail", "vcard"}, formats); diff != "" {
		t.Errorf("readers:\n%s", diff)
	}
	if got := h.visible(); len(got) != 1 || got[0] != "Zoé Blanc" || encounters != 4 {
		t.Errorf("people: %v, %d encounters", got, encounters)
	}
	h.whole()
}

// Two chats alone agree on their owner, though all they have is a short name.
func TestTwoChatsAgree(t *testing.T) {
	paths := files("WhatsApp Chat with Zoé.txt", "13/02/24, 10:00 - Leo: x\n13/02/24, 10:01 - Zoé: y\n",
		"WhatsApp Chat with Paul.txt", "13/02/24, 10:00 - Leo: x\n13/02/24, 10:01 - Paul: y\n")(t)
	h := newHouse(t, noon)
	h.imports(paths...)
	if got := h.visible(); len(got) != 2 {
		t.Errorf("people: %v", got)
	}
}
