package reach

import (
	"slices"
	"strings"

	"entregent/internal/network"
)

// legal are the words behind a name, or in French before it, that say in which
// legal form an organisation exists.
var legal = map[string]bool{
	"sa": true, "sas": true, "sasu": true, "sarl": true, "eurl": true, "snc": true, "sca": true, "scs": true, "scop": true, "scic": true,
	"sci": true, "scp": true, "selarl": true, "selas": true, "gie": true, "ei": true, "eirl": true, "sprl": true, "srl": true, "asbl": true,
	"inc": true, "incorporated": true, "llc": true, "llp": true, "lp": true, "ltd": true, "limited": true, "plc": true, "corp": true, "corporation": true,
	"gmbh": true, "ag": true, "kg": true, "kgaa": true, "ohg": true, "ug": true, "se": true, "bv": true, "nv": true, "spa": true, "sl": true, "slu": true,
	"ab": true, "oy": true, "oyj": true, "aps": true, "pty": true, "pte": true, "co": true, "company": true, "cie": true, "compagnie": true,
}

// before are the legal forms that French writes before a name, too.
var before = map[string]bool{"sa": true, "sas": true, "sasu": true, "sarl": true, "eurl": true, "snc": true, "scop": true, "sci": true, "scp": true, "selarl": true, "gie": true}

// short are abbreviations with what they stand for.
var short = map[string]string{
	"ste": "societe", "soc": "societe", "ets": "etablissements", "etabl": "etablissements", "univ": "universite", "assoc": "association", "asso": "association",
	"dept": "departement", "dpt": "departement", "min": "ministere", "gpe": "groupe", "grp": "groupe", "st": "saint", "intl": "international",
	"natl": "national", "bros": "brothers", "mfg": "manufacturing", "hop": "hopital", "inst": "institut", "fond": "fondation", "tech": "technologies",
	"technology": "technologies", "consult": "consulting", "mgmt": "management", "eng": "engineering", "fed": "federation", "synd": "syndicat",
}

// idle are words that one writes and another leaves out.
var idle = map[string]bool{"the": true, "and": true, "et": true, "le": true, "la": true, "les": true}

// Organisation returns the name of an organisation in the form in which two
// spellings are compared: folded (network.Fold), initials joined, legal forms and
// idle words left out, abbreviations written out. It is "" for no name. It never
// says that one organisation is part of another: that must be known.
func Organisation(name string) string {
	words := initials(strings.Fields(network.Fold(name)))
	kept := slices.Clone(words)
	kept = slices.DeleteFunc(kept, func(w string) bool { return idle[w] })
	for len(kept) > 1 && legal[kept[len(kept)-1]] {
		kept = kept[:len(kept)-1]
	}
	for len(kept) > 1 && before[kept[0]] {
		kept = kept[1:]
	}
	if len(kept) == 0 {
		kept = words // a name of nothing else is a name
	}
	for i, w := range kept {
		if long := short[w]; long != "" {
			kept[i] = long
		}
	}
	return strings.Join(kept, " ")
}

// initials joins letters that stand alone: s a s is sas, l oreal is loreal.
func initials(words []string) (out []string) {
	run := ""
	for i, w := range words {
		switch {
		case len(w) == 1 && w[0] >= 'a' && w[0] <= 'z':
			run += w
			if i < len(words)-1 {
				continue
			}
			w = ""
		case run == "l" || run == "d": // an article that lost its vowel
			w, run = run+w, ""
		}
		if run != "" {
			out, run = append(out, run), ""
		}
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

// A Job is one stay of somebody in an organisation.
type Job struct {
	Person       network.PersonID
	Organisation string // as the source writes it
	// From is the first day known, 0 where only Until is. Until is the last day
	// known: the end of the stay, or the day of the source that says they are there.
	From, Until network.Day
	Ref         network.Ref
}

// A Firm says what is known of an organisation besides its name.
type Firm struct {
	Size   int    // how many work there, 0 for not known
	Parent string // the organisation it is part of, where that is known
}

// crowd is the number of people of one book in one organisation beyond which
// having worked there says nothing any more of who knows whom.
const crowd = 300

// Colleagues returns the signs of those who were in the same organisation at the
// same time. firms are by Organisation(name); a parent that is known counts as
// the same organisation, as large as it is.
func Colleagues(jobs []Job, firms map[string]Firm) (out []Sign) {
	by := map[string][]Job{}
	for _, j := range jobs {
		if key := top(Organisation(j.Organisation), firms); key != "" && j.Until != 0 {
			if j.From == 0 || j.From > j.Until {
				j.From = j.Until
			}
			by[key] = append(by[key], j)
		}
	}
	for key, list := range by {
		if len(list) > crowd {
			continue
		}
		for i, a := range list {
			for _, b := range list[i+1:] {
				from, until := max(a.From, b.From), min(a.Until, b.Until)
				if a.Person != b.Person && from <= until {
					out = append(out, Sign{A: a.Person, B: b.Person, Kind: Worked, On: until, From: from, Where: a.Organisation, Size: firms[key].Size, Refs: []network.Ref{a.Ref, b.Ref}})
				}
			}
		}
	}
	slices.SortFunc(out, Sign.compare)
	return out
}

// top follows parents as far as they are known. In a circle, which is a mistake
// of the source, the first by name stands for all.
func top(key string, firms map[string]Firm) string {
	seen := []string{key}
	for {
		p := Organisation(firms[key].Parent)
		if p == "" {
			return key
		}
		if i := slices.Index(seen, p); i >= 0 {
			return slices.Min(seen[i:])
		}
		key, seen = p, append(seen, p)
	}
}
