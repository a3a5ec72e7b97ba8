// Package archtest keeps docs/architecture.md true: it fails when a package
// imports what its place does not allow, or when something outside its place
// reaches for the network or the disk.
package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "entregent/internal/"

// A place is where a package stands: its level, and what of this module it may
// import. Imports point to lower levels, or to the same level where the table
// says so; never up.
type place struct {
	level int
	may   string
}

// places lists every package. One that is not here may not exist.
var places = map[string]place{
	"network": {0, ""},

	"relation":              {1, "network"},
	"village":               {1, "network relation"},
	"today":                 {1, "network relation"},
	"year":                  {1, "network relation"},
	"known":                 {1, "network relation"},
	"meet":                  {1, "network relation match importer/ical"},
	"paths":                 {1, ""},
	"judged":                {1, ""},
	"groups":                {1, ""},
	"atlas":                 {1, ""},
	"reach":                 {1, "network relation judged paths"},
	"tact":                  {1, "network relation judged"},
	"asking":                {1, "network relation judged"},
	"capture":               {1, "network resolve words"},
	"resolve":               {1, "network"},
	"words":                 {1, "network"},
	"blot":                  {1, "network"},
	"match":                 {1, "network words"},
	"mirror":                {1, "network relation match"},
	"demo":                  {1, "network importer"},
	"importer":              {1, "network"},
	"importer/archive":      {1, "network"},
	"importer/phone":        {1, "network"},
	"importer/textfile":     {1, ""},
	"importer/csvfile":      {1, "importer importer/textfile"},
	"importer/linkedin":     {1, "network importer importer/addressbook importer/csvfile importer/phone importer/textfile"},
	"importer/addressbook":  {1, "network importer importer/csvfile importer/phone"},
	"importer/vcard":        {1, "network importer importer/phone"},
	"importer/ical/rrule":   {1, ""},
	"importer/ical":         {1, "importer importer/ical/rrule"},
	"importer/calendar":     {1, "network importer importer/ical importer/ical/rrule"},
	"importer/mime":         {1, ""},
	"importer/mbox":         {1, "importer/mime"},
	"importer/mail":         {1, "network importer importer/mbox importer/mime"},
	"importer/jsonfile":     {1, "importer importer/textfile"},
	"importer/monica":       {1, "network importer importer/jsonfile importer/phone importer/textfile"},
	"importer/meta":         {1, "network importer importer/addressbook importer/chat importer/jsonfile importer/textfile"},
	"importer/facebook":     {1, "network importer importer/jsonfile importer/meta importer/textfile"},
	"importer/instagram":    {1, "network importer importer/jsonfile importer/meta"},
	"importer/twitter":      {1, "network importer importer/jsonfile importer/textfile"},
	"importer/swarm":        {1, "network importer importer/jsonfile importer/textfile"},
	"importer/meerkat":      {1, "network importer importer/addressbook importer/csvfile importer/phone"},
	"importer/cv":           {1, "network importer importer/phone"},
	"importer/jsonresume":   {1, "importer importer/cv importer/jsonfile importer/textfile"},
	"importer/europass":     {1, "importer importer/cv importer/mime importer/textfile"},
	"importer/importertest": {1, "importer network"},
	"importer/chat":         {1, "network importer importer/phone importer/textfile"},
	"importer/whatsapp":     {1, "network importer importer/chat"},
	"importer/telegram":     {1, "network importer importer/chat importer/jsonfile importer/phone importer/textfile"},
	"importer/slack":        {1, "network importer importer/chat importer/jsonfile importer/phone importer/textfile"},
	"importer/googlechat":   {1, "network importer importer/chat importer/jsonfile importer/textfile"},
	"importer/googlevoice":  {1, "network importer importer/chat importer/textfile"},
	"importer/signal":       {1, "network importer importer/chat"},
	"importer/sms":          {1, "network importer importer/chat importer/textfile"},

	"store":           {2, "network"},
	"store/storetest": {2, "network store"},
	"store/sqlstore":  {2, "network store"},
	"store/pgserver":  {2, ""},
	"store/pgtest":    {2, "store/pgserver"},

	"paper":  {3, ""},
	"backup": {3, "network store/sqlstore"},
	"i18n":   {3, "network"},
	"app":    {3, "network judged relation village today year known match reach groups tact asking capture resolve words importer importer/archive importer/phone store i18n meet blot mirror"},

	"auth": {4, "network store"},
	"out":  {4, "network"},

	"live/imap": {4, "network"},
	"live/dav":  {4, "network out"},

	"job":   {5, "network app"},
	"web":   {5, "network relation village year mirror atlas importer capture app auth i18n job tact asking guest live"},
	"guest": {5, "network app i18n"},
	"live":  {5, "network importer importer/calendar importer/ical importer/mail store backup app out live/imap live/dav"},

	"measure":         {6, "network relation measure/match"},
	"measure/match":   {6, "network match"},
	"measure/same":    {6, "network resolve"},
	"measure/capture": {6, "network resolve capture"},
	"bench":           {6, "network relation today importer importer/mail importer/mbox demo store store/sqlstore app auth i18n job web paths store/pgserver"},
	"cli": {6, "network village known mirror capture importer importer/addressbook importer/calendar importer/europass importer/facebook importer/instagram importer/jsonresume importer/linkedin importer/mail importer/meerkat importer/monica importer/swarm importer/twitter importer/vcard demo store store/sqlstore importer/whatsapp importer/sms importer/telegram importer/slack importer/googlechat importer/googlevoice importer/signal tact year " +
		"backup i18n app auth job web bench measure measure/capture measure/match measure/same paper live"},

	"archtest":  {6, ""},
	"crashtest": {6, "network store store/sqlstore"},
}

// impure says why a standard package is out of reach of what only computes:
// the levels 0 and 1.
var impure = map[string]string{
	"os":           "take an io.Reader or an fs.FS",
	"net":          "what computes talks to nobody",
	"net/http":     "what computes knows no transport",
	"database/sql": "what computes knows no storage",
	"log":          "return an error; the face logs it once",
	"log/slog":     "return an error; the face logs it once",
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		pkg := strings.TrimPrefix(f[0], module)
		p, known := places[pkg]
		if !known {
			t.Errorf("%s: has no place: give it one here and in docs/architecture.md", pkg)
			continue
		}
		for _, imp := range f[1:] {
			check(t, pkg, p, imp)
		}
	}
}

func check(t *testing.T, pkg string, p place, imp string) {
	dep, ours := strings.CutPrefix(imp, module)
	switch {
	case ours && !slices.Contains(strings.Fields(p.may), dep):
		t.Errorf("%s may not import %s", pkg, dep)
	case ours && places[dep].level > p.level:
		t.Errorf("%s imports %s, which stands above it", pkg, dep)
	case !ours && p.level <= 1 && impure[imp] != "" && pkg != "importer/importertest":
		t.Errorf("%s may not import %s: %s", pkg, imp, impure[imp])
	}
}

// The table itself must not be lax: what it allows must point down or sideways,
// and must exist.
func TestTheTableItself(t *testing.T) {
	for pkg, p := range places {
		for _, dep := range strings.Fields(p.may) {
			d, ok := places[dep]
			if !ok || d.level > p.level {
				t.Errorf("%s may import %s, which is above it or nowhere", pkg, dep)
			}
		}
	}
}

// Whoever reads docs/architecture.md finds every package there; the formats are
// found by what they read, in the guide.
func TestThePageNamesEveryPackage(t *testing.T) {
	page, err := os.ReadFile("../../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range places {
		if strings.HasPrefix(pkg, "importer/") || strings.HasPrefix(pkg, "measure/") {
			continue
		}
		if !strings.Contains(string(page), "`"+pkg+"`") {
			t.Errorf("docs/architecture.md does not name %s", pkg)
		}
	}
}

// The models take the moment as an argument, so that the past can be replayed:
// only faces and what wires them read the clock.
func TestOnlyTheEdgesReadTheClock(t *testing.T) {
	eachCall(t, func(pkg, file, call string) {
		if call == "time.Now" && places[pkg].level <= 3 && !strings.HasPrefix(pkg, "store/") {
			t.Errorf("%s reads the clock", file)
		}
	})
}

// dials are the ways of the standard library to other machines.
var dials = []string{
	"net.Dial", "net.DialTimeout", "net.DialTCP", "net.DialUDP", "net.DialIP", "net.Dialer", "net.Resolver", "net.DefaultResolver", "net.LookupHost", "net.LookupIP", "net.LookupAddr",
	"net.LookupMX", "net.LookupSRV", "net.LookupTXT", "net.LookupCNAME", "http.Get", "http.Post", "http.PostForm", "http.Head", "http.Client", "http.DefaultClient",
	"http.Transport", "http.DefaultTransport", "tls.Dial", "tls.DialWithDialer", "tls.Dialer", "tls.Client", "smtp.Dial", "smtp.SendMail", "smtp.NewClient", "rpc.Dial", "websocket.Dial",
}

// S2: only one place dials out. The benches talk to servers that they start
// themselves, on this machine.
func TestOnlyOutDials(t *testing.T) {
	outs := 0
	eachCall(t, func(pkg, file, call string) {
		switch {
		case !slices.Contains(dials, call) || pkg == "bench" || pkg == "store/pgserver":
		case pkg == "out":
			outs++
		default:
			t.Errorf("%s uses %s: only package out may talk to other machines", file, call)
		}
	})
	if outs == 0 {
		t.Error("not even package out dials: this test looks for the wrong words")
	}
}

// eachCall walks the program's own files, tests aside, and calls fn for every
// package.Name that they mention.
func eachCall(t *testing.T, fn func(pkg, file, call string)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(path), ".."+string(filepath.Separator)))
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok {
					fn(pkg, path, x.Name+"."+s.Sel.Name)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
