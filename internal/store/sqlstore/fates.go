package sqlstore

// What erasing somebody does to each column of the schema. A test compares this
// table with the live schema, so that a new table cannot be forgotten: say here
// what becomes of it.

// A fate says what an erasure does to a column, or to its row.
type fate byte

const (
	stays    fate = iota // says nothing of anybody but whose row it is; why says so
	ofPerson             // an id: the row goes with that person
	ofCard               // an id: the row goes with that card
	ofRecord             // an id: the row goes with whatever it is about
	loosened             // an id: NULL once what it names is gone
	within               // text: the row goes where it holds an id of theirs, or names them
	beside               // as within, also where they only had a part in what it names
	thinned              // JSON: what holds an id of theirs is taken out of it; the rest is blotted
	blotted              // text: what names them is taken out
	inked                // JSON: what names them is taken out of its strings
)

// A doom is what erasing does to one column.
type doom struct {
	fate
	why string // of stays
}

const (
	whyID     = "a number of its own"
	whyWhen   = "a moment"
	whyWord   = "a word of the program's"
	whyCount  = "a number"
	whyTheirs = "goes with its row, or is somebody else's"
	whySum    = "a sum over everybody, worked out anew"
	whyOwn    = "the keeper's own account"
	whyDoor   = "opens this database: nothing of the network is in it"
	whyChange = "counts writes; the id of somebody gone means nothing to anybody"
)

func say(why string) doom { return doom{stays, why} }

// dooms are the fates by table and column, the keeper column aside.
var dooms = map[string]map[string]doom{
	"keeper": {
		"id": say(whyID), "seed": say("the keeper's secret"), "settings": say("the keeper's own names, addresses and choices"), "change": say(whyCount),
	},
	"person": {
		"id": {fate: ofPerson}, "merged": {fate: loosened}, "standing": say(whyWord), "circle": say("the name of a circle"), "slow": say(whyCount), "rhythm": say(whyCount),
		"mark": say(whyWord), "mark_until": say(whyWhen), "stage": say(whyWord), "stage_word": {fate: blotted}, "familiar": say(whyWord), "lang": say(whyWord),
		"binned": say(whyCount), "name": say(whyTheirs), "sort_key": say(whyTheirs), "organisation": {fate: blotted}, "title": {fate: blotted}, "town": {fate: blotted},
		"town_key": say("written anew for whoever's town was blotted"), "birthday": say(whyTheirs), "since": say(whyWhen), "version": say(whyCount), "changed": say(whyCount),
	},
	"word":      {"word": say("written anew for whoever lost a word"), "person": {fate: ofPerson}, "sort_key": say(whyTheirs), "listed": say(whyCount)},
	"tombstone": {"person": say(whyChange), "change": say(whyCount)},
	"stir":      {"person": say(whyChange), "change": say(whyCount)},
	"roll":      {"change": say(whyCount), "state": say("thrown away, and made anew")},
	"card": {
		"id": {fate: ofCard}, "source": say(whyWord), "kind": say(whyWord), "name": say("a namesake's own name"), "vouched": say(whyCount), "person": {fate: ofPerson},
		"born": {fate: loosened}, "seq": say(whyCount),
	},
	"handle": {"card": {fate: ofCard}, "n": say(whyCount), "kind": say(whyWord), "value": say(whyTheirs)},
	"fact": {
		"id": say(whyID), "card": {fate: ofCard}, "kind": say(whyWord), "value": {fate: blotted}, "label": {fate: blotted}, "on_at": say(whyWhen), "as_of": say(whyWhen),
	},
	"encounter": {
		"id": {fate: ofRecord}, "source": say(whyWord), "channel": say(whyWord), "at": say(whyWhen), "subject": {fate: blotted}, "excerpt": {fate: blotted},
		"place": {fate: blotted}, "state": say(whyWord), "mine": say(whyWord), "my_card": say("a card of the keeper's"), "size": say(whyCount), "lang": say(whyWord),
		"thanks": say(whyCount), "question": say(whyCount), "familiar": say(whyWord), "until_at": say(whyWhen),
	},
	"presence": {
		"person": {fate: ofPerson}, "at": say(whyWhen), "encounter": {fate: ofRecord}, "card": say("goes with its person"), "day": say(whyWhen), "channel": say(whyWord),
		"size": say(whyCount), "thanks": say(whyCount), "question": say(whyCount), "direction": say(whyWord), "contact": say(whyCount), "cc_only": say(whyCount),
		"role": say(whyWord), "status": say(whyWord), "state": say(whyWord),
	},
	"favour": {
		"id": say(whyID), "card": {fate: ofCard}, "person": {fate: ofPerson}, "kind": say(whyWord), "given": say(whyCount), "on_at": say(whyWhen),
		"what": {fate: blotted}, "outcome": {fate: blotted}, "state": say(whyWord), "source": say(whyWord), "due": say(whyWhen), "whom": {fate: loosened},
	},
	"wish": {
		"id": say(whyID), "kind": say(whyWord), "card": {fate: ofCard}, "person": {fate: ofPerson}, "what": {fate: blotted}, "place": {fate: blotted},
		"from_on": say(whyWhen), "until_on": say(whyWhen), "whom": {fate: blotted}, "state": say(whyWord), "at": say(whyWhen), "confirmed": say(whyWhen), "source": say(whyWord),
		"aim": say(whyWord), "toward": {fate: ofCard}, "leads": {fate: ofPerson},
	},
	"step": {"wish": say("goes with its wish"), "what": say(whyWord), "side": say(whyWord), "at": say(whyWhen), "favour": {fate: loosened}, "encounter": {fate: loosened}},
	"pair": {
		"id": say(whyID), "a": {fate: ofCard}, "b": {fate: ofCard}, "person_a": {fate: ofPerson}, "person_b": {fate: ofPerson}, "kind": say(whyWord),
		"what": {fate: blotted}, "on_at": say(whyWhen), "source": say(whyWord),
	},
	"open_question": {
		"id": say(whyID), "card": {fate: ofCard}, "person": {fate: ofPerson}, "hash": say(whyDoor), "at": say(whyWhen), "until_at": say(whyWhen), "withdrawn": say(whyWhen),
		"lang": say(whyWord), "familiar": say(whyWord), "named": say(whyCount), "answered": say(whyWhen), "met_how": {fate: blotted}, "call_for": {fate: blotted},
		"to_meet": {fate: blotted},
	},
	"goal": {
		"id": say(whyID), "what": {fate: blotted}, "from_on": say(whyWhen), "until_on": say(whyWhen), "state": say(whyWord), "at": say(whyWhen), "ended": say(whyWhen),
	},
	"aim":       {"goal": say(whyID), "n": say(whyCount), "kind": say(whyWord), "what": {fate: blotted}, "card": {fate: ofCard}, "person": {fate: ofPerson}},
	"gathering": {"id": {fate: ofRecord}, "hosts": say(whyCount), "about": {fate: blotted}},
	"line":      {"id": say(whyID), "at": say(whyWhen), "text": {fate: blotted}, "made": {fate: beside}},
	"own":       {"id": say(whyID), "source": say(whyWord), "kind": say(whyWord), "on_at": say(whyWhen), "fields": {fate: inked}},
	"tie":       {"person": {fate: ofPerson}, "state": say(whyTheirs), "days": say(whyCount), "last_day": say(whyWhen), "met_day": say(whyWhen)},
	"ego":       {"state": say(whySum)},
	"day_list":  {"day": say(whyWhen), "list": {fate: thinned}},
	"answer": {
		"kind": say(whyWord), "subject": {fate: within}, "verdict": say(whyWord), "person": {fate: ofPerson}, "detail": {fate: blotted}, "at": say(whyWhen), "until": say(whyWhen),
	},
	"batch":   {"id": say(whyID), "seq": say(whyCount), "source": say(whyWord), "label": {fate: blotted}, "at": say(whyWhen), "report": {fate: inked}},
	"file":    {"id": say(whyID), "batch": say(whyID), "name": {fate: blotted}, "hash": say("by which a file is known that was read before"), "size": say(whyCount), "partial": say(whyCount)},
	"origin":  {"file": say(whyID), "line": say(whyCount), "about": {fate: ofRecord}, "kind": say(whyWord)},
	"edition": {"event": say(whyID), "file": say(whyID), "instance": say(whyID), "about": {fate: loosened}, "version": say(whyCount), "since": say(whyWhen), "at": say(whyWhen)},
	"source": {
		"id": say(whyID), "kind": say(whyWord), "name": {fate: blotted}, "address": say(whyOwn), "account": say(whyOwn), "folders": say(whyOwn), "words": say(whyCount),
		"near": say(whyCount), "every": say(whyCount), "paused": say(whyCount), "at": say(whyWhen), "state": {fate: blotted}, "read_at": say(whyWhen), "tried_at": say(whyWhen),
		"failures": say(whyCount), "told": {fate: inked},
	},
	"taken":       {"batch": say(whyID), "source": say(whyID)},
	"kept":        {"about": {fate: ofRecord}},
	"forecast":    {"person": {fate: ofPerson}, "horizon": say(whyCount), "day": say(whyWhen), "z": say(whyCount), "outcome": say(whyWord)},
	"calibration": {"state": say(whySum)},
	"session":     {"hash": say(whyDoor), "once": say(whyDoor), "created": say(whyWhen), "seen": say(whyWhen), "expires": say(whyWhen), "agent": say(whyDoor)},
	"secret":      {"name": say(whyDoor), "value": say(whyDoor)},
	"done":        {"name": say(whyDoor), "answer": {fate: within}, "at": say(whyWhen)},
}

// keyOf names the columns by which one row of a table is found, besides the
// keeper; those of the export are in dump.go.
func keyOf(name string) string {
	for i := range tables {
		if tables[i].name == name {
			return tables[i].order
		}
	}
	return otherKeys[name]
}

// otherKeys are those of the tables that are not exported and have columns that
// an erasure reads.
var otherKeys = map[string]string{"done": "name", "word": "word, person", "tie": "person"}
