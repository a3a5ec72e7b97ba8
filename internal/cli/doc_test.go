package cli

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/relation"
)

// hidden are the flags that nobody is told of: the program gives them to itself.
var hidden = map[string]bool{"bench child": true}

// Every flag of every command is explained in both languages, in words that
// take no argument.
func TestEveryFlagIsExplained(t *testing.T) {
	for _, c := range commands {
		for _, lang := range i18n.Languages {
			p := i18n.For(lang)
			for _, key := range []string{"cli." + c.name, "cli." + c.name + ".usage"} {
				if !p.Has(key) {
					t.Errorf("%s: no text %q", lang, key)
				}
			}
			for _, f := range flagsOf(c) {
				if text := p.T(f.key); !p.Has(f.key) || strings.Contains(text, "{") {
					t.Errorf("%s: --%s of %s is not explained: %q", lang, f.name, c.name, text)
				}
			}
		}
	}
}

type flagDoc struct{ name, key, unset string }

// flagsOf are the flags a command adds to those that all of them take.
func flagsOf(c command) (out []flagDoc) {
	fl := flag.NewFlagSet(c.name, flag.ContinueOnError)
	c.flags(fl)
	fl.VisitAll(func(f *flag.Flag) {
		if hidden[c.name+" "+f.Name] {
			return
		}
		d := flagDoc{name: f.Name, key: "cli." + c.name + "." + f.Name}
		if f.DefValue != "0" && f.DefValue != "false" {
			d.unset = f.DefValue
		}
		out = append(out, d)
	})
	return out
}

const cliDoc = "../../docs/cli.md"

// docs/cli.md says what the commands are; it is made from them.
func TestTheReferenceIsUpToDate(t *testing.T) {
	want := reference()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(cliDoc, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(cliDoc)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s does not say what the commands are; run: UPDATE=1 go test ./internal/cli (%v)", cliDoc, err)
	}
}

func reference() []byte {
	var b bytes.Buffer
	b.WriteString("# The command line · La ligne de commande\n\n")
	b.WriteString("[English](#english) · [Français](#français)\n\n")
	b.WriteString("Made from the program itself: `UPDATE=1 go test ./internal/cli` writes it anew, and a test\nfails where it is not what the commands are.\n")
	for _, lang := range []string{i18n.English, i18n.French} {
		b.WriteString("\n## " + i18n.For(lang).T("language.self") + "\n")
		b.WriteString(about[lang])
		for _, c := range commands {
			section(&b, i18n.For(lang), c)
		}
	}
	return b.Bytes()
}

func section(b *bytes.Buffer, p *i18n.Printer, c command) {
	fmt.Fprintf(b, "\n### %s\n\n%s%s\n\n", c.name, p.T("cli."+c.name), stop)
	for _, form := range strings.Split(p.T("cli."+c.name+".usage"), "   |   ") {
		fmt.Fprintf(b, "    entregent %s\n", form)
	}
	if fs := flagsOf(c); len(fs) > 0 {
		b.WriteString("\n")
		for _, f := range fs {
			fmt.Fprintf(b, "- `--%s` %s", f.name, p.T(f.key))
			if f.unset != "" {
				fmt.Fprintf(b, " (`%s`)", f.unset)
			}
			b.WriteString("\n")
		}
	}
	if shape := shapes[c.name]; shape != "" {
		fmt.Fprintf(b, "\n`--json`%s`%s`\n", p.T("web.colon"), shape)
	}
	for _, f := range flagsOf(c) {
		if shape := flagShapes[c.name+" --"+f.name]; shape != "" {
			fmt.Fprintf(b, "\n`--%s --json`%s`%s`\n", f.name, p.T("web.colon"), shape)
		}
	}
}

// stop ends the sentence that a command's text is without one.
const stop = "."

// about is what is true of every command.
var about = map[string]string{
	i18n.English: `
Without a command, the program serves. Flags may stand anywhere; after ` + "`--`" + ` nothing is a flag.

| everywhere | |
|---|---|
| ` + "`--data DIR`" + ` | where the book lies: else ` + "`ENTREGENT_DATA`" + `, else ` + "`$XDG_DATA_HOME/entregent`" + ` |
| ` + "`--db postgres://…`" + ` | the book is on a PostgreSQL server: else ` + "`ENTREGENT_DB`" + ` |
| ` + "`--lang fr\\|en`" + ` | the language: else that of the environment |
| ` + "`--json`" + ` | one JSON object on standard output, everything else on standard error |
| ` + "`--at MOMENT`" + ` | the “now” of this command, such as ` + "`2026-11-22T08:00:00+01:00`" + ` or ` + "`2026-11-22`" + ` (noon); what only reads then writes nothing |

| status | |
|---|---|
| 0 | done |
| 1 | it could not be done; one line says why |
| 2 | it was not asked as it should be, or several people answer to that name |
| 3 | done, with problems that are listed |
`,
	i18n.French: `
Sans commande, le programme ouvre l’application. Les options se placent où l’on veut ; après ` + "`--`" + `, plus rien n’en est une.

| partout | |
|---|---|
| ` + "`--data DOSSIER`" + ` | où se trouve le carnet ; sinon ` + "`ENTREGENT_DATA`" + `, sinon ` + "`$XDG_DATA_HOME/entregent`" + ` |
| ` + "`--db postgres://…`" + ` | le carnet est sur un serveur PostgreSQL ; sinon ` + "`ENTREGENT_DB`" + ` |
| ` + "`--lang fr\\|en`" + ` | la langue ; sinon celle de l’environnement |
| ` + "`--json`" + ` | un objet JSON sur la sortie standard, le reste sur la sortie d’erreur |
| ` + "`--at MOMENT`" + ` | le « maintenant » de cette commande, par exemple ` + "`2026-11-22T08:00:00+01:00`" + ` ou ` + "`2026-11-22`" + ` (midi) ; ce qui ne fait que lire n’écrit alors rien |

| code de retour | |
|---|---|
| 0 | c’est fait |
| 1 | cela n’a pas pu se faire ; une ligne dit pourquoi |
| 2 | la demande est mal tournée, ou plusieurs personnes portent ce nom |
| 3 | c’est fait, avec des problèmes, énumérés |
`,
}

// shapes are the main keys of each JSON answer, which other programs may count
// on; testdata/json.txtar looks for them. More keys may be there.
var shapes = map[string]string{
	"serve":      `{"url"}`,
	"open":       `{"url"}`,
	"import":     `{"batches":[{"id","source","format","read","people":{"new","known","filled"},"encounters":{"new","known"},"favours":{"new","known"},"proposals","ignored","ignored_why","problems":[{"at","message"}]}]}`,
	"today":      `{"on","peace","loops":[{"id","kind","person":{"id","name"},"since","text"}],"gestures":[{"id","kind","person":{"id","name"},"why","reasons":[{"key","facts"}],"bring":[{"kind","text"}],"draft","minutes"}]}`,
	"log":        `{"line","records":[{"type"}],"unsure","recorded","id"}`,
	"needs":      `{"needs":[{"id","kind","text","person","state","since"}]}`,
	"offers":     `{"offers":[{"id","kind","text","person","state","since"}]}`,
	"matches":    `{"matches":[{"id","kind","need","offer","person","words","why","reasons","drafts"}]}`,
	"favours":    `{"favours":[{"id","kind","from","to","on","what","outcome","state"}],"balance":[{"person","text","reasons"}]}`,
	"gatherings": `{"gatherings":[{"id","title","on","place","guests":[{"person","state"}]}]}`,
	"source":     `{"sources":[{"id","kind","name","address","account","every_seconds","paused","read","imports","told":{"key","message"}}]}`,
	"loops":      `{"loops":[{"id","kind","person","since","text","draft"}]}`,
	"people":     `{"people":[{"id","name","organisation","stage","circle","last"}]}`,
	"person":     `{"person","handles","facts","tie":{"stage","evidence","missing","drift":{"p30","p90","reasons"},"reciprocity","balance"},"needs","offers","favours","loops","encounters","origins"}`,
	"village":    `{"contacts","relations","circles":[{"name","capacity","members":[{"id","name","drifting"}]}],"newcomers","drifting","dormant"}`,
	"ask":        `{"asks":[{"id","form","kind","title","person","to","state","since","over","next":[{"step","to","on","due","why","draft"}],"can","proposed","timeline"}]}`,
	"introduce":  `{"introductions":[{"id","form","title","person","to","state","since","over","next","can","proposed","timeline"}]}`,
	"backup":     `{"backup","sealed"}`,
	"restore":    `{"restored"}`,
	"check":      `{"ok","checks":[{"name","ok"}]}`,
	"known":      `{"people":[{"id","name","knows_me":"yes|perhaps|no","evidence":[{"key","args","facts"}],"they_say":[{"text","on","facts"}],"tell_them"}]}`,
	"year":       `{"year","from","to","counted":[{"person":{"id","name"},"why":[{"key","args","facts"}],"brought_me":[{"id","kind","on","what"}],"i_brought","contact_days","met"}],"passed_through","newcomers","found_again","drifted","never_thanked","first_met","months":[{"month","contact_days","met"}]}`,
}

// flagShapes are those of answers that a flag asks for instead.
var flagShapes = map[string]string{
	"village --reliability": `{"on","horizons":[{"days","open","closed","silent","said","enough","next","bias","even","bins":[{"said","came","low","high","count","silent"}]}]}`,
}

const glossary = "../../docs/glossary.md"

// The words of the screens stand in the glossary, in both languages, as the
// screens write them.
func TestTheGlossaryHasEveryTerm(t *testing.T) {
	raw, err := os.ReadFile(glossary)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range terms() {
		en, fr := i18n.For(i18n.English).T(key), i18n.For(i18n.French).T(key)
		if row := "| " + en + " | " + fr + " |"; !strings.Contains(string(raw), row) {
			t.Errorf("%s: no row %q", key, row)
		}
	}
}

func terms() (keys []string) {
	add := func(area string, term string) { keys = append(keys, area+"."+term) }
	for _, c := range network.DefaultCircles {
		add("circle", c.Name)
	}
	for _, c := range network.Channels {
		add("channel", string(c))
	}
	for _, k := range network.FavourKinds {
		add("favour", string(k))
	}
	for _, k := range network.LoopKinds {
		add("loop", string(k))
	}
	for _, k := range network.GestureKinds {
		add("gesture", string(k))
	}
	for _, s := range relation.Stages {
		add("stage", s.String())
	}
	for _, m := range []network.Mark{network.Deceased, network.RatherNot, network.Resting} {
		add("mark", string(m))
	}
	return keys
}
