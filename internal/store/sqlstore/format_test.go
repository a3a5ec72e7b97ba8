package sqlstore

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

const formatDoc = "../../../docs/export.md"

// docs/export.md says what an export holds; it is made from the tables that
// write it, so that no column can be left untold.
func TestTheFormatIsWrittenDown(t *testing.T) {
	for i := range tables {
		if recordWords[tables[i].name] == "" {
			t.Errorf("%s: no sentence", tables[i].name)
		}
		for _, c := range tables[i].exported() {
			if columnWords[tables[i].name+"."+c.name] == "" && columnWords["."+c.name] == "" {
				t.Errorf("%s.%s: no words", tables[i].name, c.name)
			}
		}
	}
	want := format()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(formatDoc, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(formatDoc)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s does not say what an export is; run: UPDATE=1 go test -run Written ./internal/store/sqlstore (%v)", formatDoc, err)
	}
}

func format() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, formatHead, exportFormat)
	b.WriteString("\n### keeper\n\n" + keeperWords)
	for i := range tables {
		t := &tables[i]
		fmt.Fprintf(&b, "\n### %s\n\n%s Sorted by `%s`.\n\n| column | form | meaning |\n|---|---|---|\n", t.name, recordWords[t.name], t.order)
		for _, c := range t.exported() {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.name, kindWords[c.kind], wordsOf(t.name, c.name))
		}
	}
	b.WriteString(formatLeftOut)
	for i := range tables {
		for _, c := range tables[i].columns {
			if c.why != "" {
				fmt.Fprintf(&b, "| `%s.%s` | %s |\n", tables[i].name, c.name, c.why)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(derivedTables)) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", name, derivedTables[name])
	}
	b.WriteString(formatFoot)
	return b.Bytes()
}

func wordsOf(table, column string) string {
	if w := columnWords[table+"."+column]; w != "" {
		return strings.ReplaceAll(w, "|", "\\|")
	}
	return columnWords["."+column]
}

const formatHead = `# The export, an open format

` + "`entregent export FILE`" + ` writes everything you own into one text file, and ` + "`entregent import FILE`" + `
reads it back, here or in another place, into the same book. This page is the whole of the format.
It is made from the program's own list of what it writes
(` + "`UPDATE=1 go test -run Written ./internal/store/sqlstore`" + `), and a test fails where the two differ.

## The file

- UTF-8, one JSON object a line, each line ended by a line feed. No line is longer than 64 MB.
- The first line is %s. A program that knows only an
  older version refuses the file whole and changes nothing.
- The second line is the keeper. Then comes one line for each row, record by record in the order
  below, within a record sorted by its key.
- Each line begins with ` + "`\"record\"`" + `; the columns follow in the order of the tables below. What is
  empty (an empty text, 0, false, nothing) is left out.
- Characters are written as they are: only what JSON demands is escaped.

**Equal data give equal bytes.** Nothing in the file depends on when it was written, by which
machine, on which engine (SQLite or PostgreSQL), or in which order the rows came. Two exports
without a change between them are the same file; so are an export, and the export of the book it was
read into.

| form | how it is written |
|---|---|
| text | a JSON string |
| number | a whole number |
| yes | ` + "`true`" + `; left out for no |
| id | 26 letters and digits: 128 bits in base32, lower case, without padding |
| instant | ` + "`2026-11-22T07:00:00.000000Z`" + `, always UTC, always with six decimals |
| day | ` + "`2026-11-22`" + `, in the keeper's time zone |
| bytes | base64 |
| json | a JSON value, as it is |

A *date* inside a text is ` + "`2026-11-22`" + `, or ` + "`--11-22`" + ` where the year is not known.

## How ids are made

An id is the first half of the SHA-256 of the book's secret seed, the kind of record, and what makes
the record itself and no other: of a card its source, name and handles; of an encounter the
Message-ID, or the UID and start of a calendar entry; of a fact its card, kind, value and dates. Each
part is preceded by its length. So the same thing read twice, from any file and in any order, has the
same id, and nobody without the seed can tell from an id what it stands for. A person has the id that
was derived for the first of their cards.

**The seed is in the file**, because archives read again after moving house must still be recognised.
Whoever has the export has everything in it anyway: keep it as you keep your letters. It is not
encrypted.

## The records
`

const keeperWords = `Whose book it is. One line, the second of the file.

| column | form | meaning |
|---|---|---|
| ` + "`seed`" + ` | bytes | the secret from which ids are derived |
| ` + "`settings`" + ` | json | language, time zone, country, names and handles of one's own, gestures and minutes a day, quiet days, pause, circles |
`

const formatLeftOut = `
## What is left out, and why

Whatever can be worked out again is; the rest is of one database and means nothing elsewhere.

| | why |
|---|---|
`

const formatFoot = `
Photographs, attachments and the bodies of mails are not kept in the first place: of the words of an
encounter there are its subject and the beginning of its text (280 characters at most).

## The normal form

` + "`entregent export --normal`" + ` is for comparing two books, not for reading back. Ids are made from
content alone, and what tells of the reading instead of what was read is left out: the seed, the
order of arrival of cards and whom they were first given to, when and with what report a batch was read, hashes and sizes of files, line
numbers. Lines are sorted, with their keys in alphabetical order. Two books that say the same, whatever the
order in which their files came and whichever engine keeps them, have the same normal form.
`

var kindWords = map[kind]string{
	isText: "text", isWhole: "number", isBit: "yes", isID: "id", isBytes: "bytes", isInstant: "instant", isDay: "day", isJSON: "json",
}

// recordWords say in one sentence what each record is.
var recordWords = map[string]string{
	"person":        "Somebody, or an organisation: the cards that belong together, and what you decided about them.",
	"card":          "What one source says of somebody; what you type is a card too.",
	"handle":        "One identity on a card: an address, a number, a profile.",
	"fact":          "One value on a card: a post, a birthday, a child's name.",
	"edition":       "What one file says of one calendar event: that it knows it, or what becomes of one of its instances. Of several editions one counts.",
	"encounter":     "Something that took place, or is planned.",
	"presence":      "One person's part in an encounter.",
	"favour":        "Something that was brought, by you or to you.",
	"wish":          "What is still to be brought: a need, an offer, something you ask for, two people you present to each other.",
	"step":          "A step in the life of something you ask for, or of two people you present to each other.",
	"pair":          "A tie between two others, as you were told or made it.",
	"goal":          "What you want of your network for a season.",
	"aim":           "One thing a goal is after: somebody, an organisation, a field, a place; or something you want to be known for.",
	"gathering":     "An encounter that people are invited to: when, where and who came stand in the encounter and its presences.",
	"line":          "A line as you typed it, and what was made of it.",
	"own":           "One line of your own public trace: a post of yours, a position of your profile.",
	"batch":         "One import.",
	"file":          "One file that an import read.",
	"origin":        "Where a record was read: the file and the line. One record may have many.",
	"source":        "A live source: an account or a folder that is read again and again. Its password is never in an export.",
	"taken":         "Which live source brought an import.",
	"kept":          "A record that stayed when its import was undone, because you had used it.",
	"forecast":      "What was foretold of a tie, put down once a week, to be set beside what came.",
	"day_list":      "The gestures of one day, fixed at their first reading.",
	"answer":        "What you said to something proposed: a gesture, a loop, two cards that may be one person.",
	"open_question": "Three questions you put to somebody by a private link, and what they answered. The link itself is not exported: it opens nothing after that.",
}

// columnWords say what each column means; those without a record are the same
// wherever they stand.
var columnWords = map[string]string{
	".id":     "the record's own",
	".kind":   "what sort it is",
	".source": "the reader that gave it, or `typed`",
	".on_at":  "when, if said",

	"source.kind":    "`imap`, `calendar`, `cards` or `folder`",
	"source.name":    "as you call it",
	"source.address": "host, address without its secret part, or folder",
	"source.account": "user name there",
	"source.folders": "mailboxes or collections to read; none for the usual ones",
	"source.words":   "what was written is read too, not headers alone",
	"source.near":    "this very host may be on your own network",
	"source.every":   "seconds between readings",
	"source.paused":  "it is not read",
	"source.at":      "when it was set up",
	"taken.batch":    "the import",
	"taken.source":   "the live source",

	"person.merged":     "the person this one is part of now",
	"person.standing":   "`contact`, `stranger` (wrote to you, unknown) or `body` (an organisation, a desk)",
	"person.circle":     "the circle you put them in",
	"person.slow":       "an old tie: silence means less",
	"person.rhythm":     "days between contacts, if you set them",
	"person.mark":       "`deceased`, `rather_not` or `resting`: never proposed",
	"person.mark_until": "date until which they are resting",
	"person.stage":      "the stage you say it is",
	"person.stage_word": "why, in your words",
	"person.familiar":   "`tu` or `vous`, if you chose",
	"person.lang":       "language to write in, if you chose",
	"person.binned":     "in the bin",

	"card.kind":    "`organisation`; `owner` for you yourself; left out for a person",
	"card.name":    "as the source writes it",
	"card.vouched": "the source lists your own acquaintances",
	"card.person":  "whose card it is now; left out where it is yours",
	"card.born":    "the person it was first given to: a split returns there",
	"card.seq":     "order of arrival in the book",

	"handle.card":  "the card",
	"handle.n":     "place in the card's list; left out for the first",
	"handle.kind":  "`email`, `phone` (E.164), `rawphone` (country unknown), `linkedin`, `uid`, `url`, `account`, `im`, `scoped`",
	"handle.value": "in normal form",

	"fact.card":  "the card",
	"fact.kind":  "`organisation`, `title`, `birthday`, `note`, `told` (what you let them know you want to be known for)… or `other`, with a label",
	"fact.value": "what it says",
	"fact.label": "the source's own word for it",
	"fact.on_at": "when it became true or was written",
	"fact.as_of": "the source's own date, by which the newest value is shown",

	"encounter.channel":  "`in_person`, `video`, `meeting` (place unknown), `call`, `letter`, `mail`, `message`, `answer` (in public), `social`, `event`",
	"encounter.at":       "when it began",
	"encounter.subject":  "one line",
	"encounter.excerpt":  "its first words, 280 characters at most",
	"encounter.place":    "where",
	"encounter.state":    "`proposed`, `planned`; left out for what took place",
	"encounter.mine":     "your part: `from`, `to`, `cc`, `bcc`, `organizer`, `attendee`; left out where you had none",
	"encounter.my_card":  "the card under which the source names you",
	"encounter.size":     "how many others took part",
	"encounter.lang":     "`fr` or `en`, where it can be told",
	"encounter.thanks":   "its words thank",
	"encounter.question": "its words ask something",
	"encounter.familiar": "`tu` or `vous` in its words",
	"encounter.until_at": "until when it takes your time, where it is to come and a calendar says so; its beginning where it takes none",

	"presence.encounter": "the encounter",
	"presence.card":      "whose part: a card",
	"presence.role":      "`from`, `to`, `cc`, `bcc`, `organizer`, `attendee`",
	"presence.status":    "`accepted`, `declined`, `tentative`, `needs_action`",
	"presence.direction": "`in` (from them), `out` (from you), `both` (together); left out between others",
	"presence.contact":   "it counts as contact between you and them",
	"presence.cc_only":   "you were only in copy: no answer is owed",
	"presence.state":     "`proposed` (did you meet?), `planned`",

	"favour.card":    "with whom",
	"favour.kind":    "`advice`, `information`, `introduction`, `referral`, `service`, `recommendation`, `endorsement`, `invitation`, `support`, `gift`",
	"favour.given":   "by you; left out for one received",
	"favour.what":    "the words of it",
	"favour.outcome": "what came of it",
	"favour.state":   "`proposed`; `planned` for a promise; left out for a fact",
	"favour.due":     "of a promise: by when",
	"favour.whom":    "of an introduction: the card of who was presented",

	"wish.kind":      "`need`, `offer`, `ask` (yours, of the person of the card), `introduce` (the person of the card and the one of `toward`)",
	"wish.card":      "whose it is; left out for your own",
	"wish.what":      "the words of it",
	"wish.place":     "where, if you said so",
	"wish.from_on":   "from which day it is wanted or can be had",
	"wish.until_on":  "until which day",
	"wish.whom":      "for whom it is, where not for themselves",
	"wish.state":     "`met`, `closed`; left out while it stands",
	"wish.at":        "when it was said",
	"wish.aim":       "of an ask: what for, such as `introduction` or `advice`",
	"wish.toward":    "the card of whom an ask leads to, or of the other one presented",
	"step.wish":      "whose step it is",
	"step.what":      "`drafted`, `asked`, `accepted`, `declined`, `made`, `met`, `thanked`, `told`, `closed`",
	"step.side":      "of an introduction you make: `one` (the card) or `other` (`toward`)",
	"step.at":        "when it happened",
	"step.favour":    "the favour that it brought, where it brought one",
	"step.encounter": "the encounter that shows it, where one does",
	"wish.confirmed": "when it was last known to be true",

	"pair.a":     "one of the two",
	"pair.b":     "the other",
	"pair.kind":  "`told`, `introduced`",
	"pair.what":  "the words of it",
	"pair.on_at": "when it was said, or made",

	"open_question.card":      "to whom: a card of theirs",
	"open_question.at":        "when it was put",
	"open_question.until_at":  "from when on the link opens nothing",
	"open_question.withdrawn": "when you took the link back",
	"open_question.lang":      "`fr` or `en`: the language of the page",
	"open_question.familiar":  "`tu` or `vous`, as the page speaks",
	"open_question.named":     "the page greets them by their first name",
	"open_question.answered":  "when they last answered",
	"open_question.met_how":   "how they know you, in their words",
	"open_question.call_for":  "what they would call you for",
	"open_question.to_meet":   "whom you should meet",

	"goal.what":     "the words of it",
	"goal.from_on":  "its first day",
	"goal.until_on": "its last day; left out while it is open",
	"goal.state":    "`reached`, `closed`; left out while it stands",
	"goal.at":       "when it was written down",
	"goal.ended":    "when it was reached or closed",

	"aim.goal": "whose aim it is",
	"aim.n":    "its place among the aims of the goal, from 0",
	"aim.kind": "`person`, `organisation`, `field`, `place`, `known_for`",
	"aim.what": "the name, or the words",
	"aim.card": "of a person of the book: a card of theirs",

	"gathering.id":    "of the encounter",
	"gathering.hosts": "you organise it; left out where you attend",
	"gathering.about": "what it is about",

	"line.at":   "when it was typed",
	"line.text": "the line",
	"line.made": "what was made of it: a list of `kind` and `id`",

	"own.kind":   "`profile`, `position`, `post`, `skill`…",
	"own.fields": "the columns of the source, by name",

	"batch.seq":    "order among imports",
	"batch.label":  "what was read, as a person would name it",
	"batch.at":     "when it was imported",
	"batch.report": "what the import said it did",

	"file.batch":   "the import that read it",
	"file.name":    "path within the source",
	"file.hash":    "SHA-256 of its bytes, by which it is known again",
	"file.size":    "in bytes",
	"file.partial": "it was not read to its end",

	"edition.event":    "a hash of the event's UID",
	"edition.file":     "the file that says so",
	"edition.instance": "a hash of the UID and the time that the series had for the instance; all zero: the event as a whole",
	"edition.about":    "the encounter that takes place; left out where nothing does any more",
	"edition.version":  "greater is newer: SEQUENCE, then DTSTAMP",
	"edition.since":    "the file was read for what came after this",
	"edition.at":       "when the instance takes place",
	"origin.file":      "the file",
	"origin.line":      "the line on which the record begins",
	"origin.about":     "the card, fact, encounter, favour, wish, pair or line of one's own that was read there",
	"origin.kind":      "what sort of record that is",

	"kept.about": "the record",

	"forecast.person":  "whose tie",
	"forecast.horizon": "silence was foretold for so many days, 30 or 90",
	"forecast.day":     "the first of them",
	"forecast.z":       "log-odds of silence in hundredths, before self-calibration; left out for 0",
	"forecast.outcome": "`contact` or `silent`; left out while it is not known",

	"day_list.day":  "the day",
	"day_list.list": "its gestures",

	"answer.kind":    "`gesture`, `loop`, `meeting`, `favour`, `same` (two cards, one person?), `place` (in a circle), `mark` (a source’s own), `wish`, `outcome` (of a favour), `match` (a need and an offer), `erased`, `year` (a place in a review)",
	"answer.subject": "which one",
	"answer.verdict": "`done`, `later`, `no`, `closed`, `yes`, `different`",
	"answer.person":  "about whom",
	"answer.detail":  "what more there is to know of it",
	"answer.at":      "when",
	"answer.until":   "date until which it rests",
}
