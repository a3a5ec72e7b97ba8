package mirror

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"entregent/internal/match"
	"entregent/internal/network"
)

// A piece is something the keeper wrote in public.
type piece struct {
	id     string
	text   string
	day    network.Day
	themes []match.Theme
}

// spoken are the kinds of lines with words of the keeper's, and where they stand,
// the best first: some networks put a sentence of their own into the title.
var spoken = map[string][]string{
	"post": {"share_commentary", "message", "title", "text"}, "comment": {"message", "text"}, "publication": {"name"},
}

// pieces returns what the keeper wrote, the same words once. A repost is somebody
// else's words.
func (in *Input) pieces() (out []piece) {
	seen := map[string]bool{}
	for _, l := range sorted(in.Lines) {
		for _, f := range spoken[l.Kind] {
			if s := strings.TrimSpace(l.Fields[f]); s != "" && !isCV(l) {
				if key := network.Fold(s); !seen[key] {
					seen[key] = true
					out = append(out, piece{id: l.ID, text: s, day: l.Day})
				}
				break
			}
		}
	}
	return out
}

// A claim is one thing that the keeper wants to be known for.
type claim struct {
	label  any // as typed, or a Name
	themes []match.Theme
	words  []string // folded, where the lexicon knows no theme
}

// claims are what the keeper wants to be known for: as typed, else what the
// headline names, else the skills that others confirm most.
func (in *Input) claims(l likeness) (out []claim, typed bool) {
	const most = 3
	for _, w := range in.Wanted {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, claimOf(in.Lexicon, w, match.Fact))
		}
	}
	if len(out) > 0 {
		return out, true
	}
	for _, p := range []*portrait{l.profile, l.cv()} {
		if p == nil {
			continue
		}
		for _, s := range p.phrases() {
			if len(out) < most {
				c := claimOf(in.Lexicon, s, match.Job)
				c.themes = append(c.themes, trades(in.Lexicon, s)...)
				out = append(out, c)
			}
		}
		for _, s := range in.confirmed(p) {
			if len(out) < most {
				out = append(out, claimOf(in.Lexicon, s, match.Fact))
			}
		}
		if len(out) > 0 {
			return out, false
		}
	}
	return nil, false
}

// between are the signs by which headlines part what they name.
var between = regexp.MustCompile(`\s*(?:[|·•;/]|\s[-–—@]\s|,\s)\s*|\s+(?:chez|at)\s+`)

// phrases are the things that a headline names, as typed, without employers.
func (p *portrait) phrases() (out []string) {
	const longest = 60 // characters; what is longer is a sentence
	for _, s := range between.Split(p.headline, -1) {
		s = strings.TrimSpace(s)
		employer := slices.ContainsFunc(p.positions, func(x spell) bool { return sameName(x.where, s) })
		if n := utf8.RuneCountInString(s); n > 2 && n <= longest && !employer {
			out = append(out, s)
		}
	}
	return out
}

// confirmed lists the skills of a profile, those others confirm most first.
func (in *Input) confirmed(p *portrait) (out []string) {
	n := map[string]int{}
	for _, t := range in.Told {
		if t.Skill {
			n[network.Fold(t.Text)]++
		}
	}
	for _, s := range p.skills {
		out = append(out, s.name)
	}
	slices.SortStableFunc(out, func(a, b string) int {
		return cmp.Or(cmp.Compare(n[network.Fold(b)], n[network.Fold(a)]), cmp.Compare(network.Fold(a), network.Fold(b)))
	})
	return out
}

func claimOf(lex *match.Lexicon, text string, kind match.Kind) claim {
	return claim{label: text, themes: themesOf(lex, text, kind), words: []string{" " + network.Fold(text) + " "}}
}

// in reports whether a text speaks of what is claimed: a theme of it, or its very
// words.
func (c claim) in(lex *match.Lexicon, themes []match.Theme, folded string) bool {
	for _, t := range c.themes {
		if slices.ContainsFunc(themes, func(o match.Theme) bool { return lex.Covers(t.Key, o.Key) }) {
			return true
		}
	}
	return slices.ContainsFunc(c.words, func(w string) bool { return len(w) > 3 && strings.Contains(folded, w) })
}

// content reads what the keeper writes about.
func (in *Input) content(l likeness) Reading {
	r := Reading{Key: Content}
	written := in.pieces()
	for i := range written {
		written[i].themes = themesOf(in.Lexicon, written[i].text, match.Fact)
	}
	claims, typed := in.claims(l)
	if len(claims) > 0 {
		key := "content.claims_profile"
		if typed {
			key = "content.claims"
		}
		r.Facts = append(r.Facts, Fact{Reason: reason(key, nil, len(claims), labels(claims)), Shows: Said})
	}
	r.themes(written)
	silent := in.held(&r, claims, written)
	unsaid := in.relays(&r, claims)
	r.Empty = len(written) == 0 && len(in.Told) == 0
	switch {
	case len(written) == 0 && len(in.Told) == 0 && len(claims) == 0:
		r.Next = reason("next.bring_posts", nil)
	case len(claims) == 0:
		r.Next = reason("next.say_wanted", nil)
	case len(written) == 0:
		r.Next = reason("next.write_first", nil, claims[0].label)
	case len(silent) > 0:
		r.Next = reason("next.write_of", nil, silent[0])
	case len(unsaid) > 0:
		r.Next = reason("next.tell_of", nil, unsaid[0])
	default:
		r.Next = reason("next.keep_writing", nil)
	}
	return r
}

func labels(claims []claim) (out []any) {
	for _, c := range claims {
		out = append(out, c.label)
	}
	return out
}

// enoughPieces is from how many pieces on one alone is no subject of theirs.
const enoughPieces = 10

// themes counts the pieces that speak of a theme.
func (r *Reading) themes(written []piece) {
	if len(written) == 0 {
		return
	}
	counts := map[Name][]int{}
	var labels []Name
	ids := map[Name][]string{}
	clear := 0
	for _, p := range written {
		if len(p.themes) > 0 {
			clear++
		}
		for _, t := range p.themes {
			n := named(t)
			if counts[n] == nil {
				counts[n] = []int{0}
				labels = append(labels, n)
			}
			counts[n][0]++
			ids[n] = append(ids[n], p.id)
		}
	}
	rows := top(slices.DeleteFunc(labels, func(n Name) bool { return len(written) >= enoughPieces && counts[n][0] < 2 }), counts)
	if len(rows) > 0 {
		r.Facts = append(r.Facts, Fact{Reason: reason("content.themes", own(ids[rows[0].Label.(Name)]...), clear, len(written), nameList(rows)), Shows: Done, Rows: rows})
	} else {
		r.done("content.no_themes", own(written[0].id), len(written))
	}
}

// held tells of each claim how many pieces speak of it; it returns those of which
// none does.
func (in *Input) held(r *Reading, claims []claim, written []piece) (silent []any) {
	if len(written) == 0 {
		return nil
	}
	for _, c := range claims {
		var ids []string
		for _, p := range written {
			if c.in(in.Lexicon, p.themes, " "+network.Fold(p.text)+" ") {
				ids = append(ids, p.id)
			}
		}
		if len(ids) == 0 {
			silent = append(silent, c.label)
			r.done("content.silent", nil, len(written), c.label)
		} else {
			r.done("content.speaks", own(ids...), len(ids), len(written), c.label)
		}
	}
	return silent
}

// relays tells what others say of the keeper, beside what the keeper claims; it
// returns what none of them says.
func (in *Input) relays(r *Reading, claims []claim) (unsaid []any) {
	if len(in.Told) == 0 {
		return nil
	}
	counts := map[Name][]int{}
	var labels []Name
	words := 0
	themes := make([][]match.Theme, len(in.Told))
	skills := map[string][]match.Theme{}
	for i, t := range in.Told {
		if !t.Skill {
			words++
			themes[i] = themesOf(in.Lexicon, t.Text, match.Fact)
		} else {
			if _, ok := skills[t.Text]; !ok {
				skills[t.Text] = themesOf(in.Lexicon, t.Text, match.Fact)
			}
			themes[i] = skills[t.Text]
		}
		for _, th := range themes[i] {
			n := named(th)
			if counts[n] == nil {
				counts[n] = []int{0}
				labels = append(labels, n)
			}
			counts[n][0]++
		}
	}
	rows := top(labels, counts)
	f := Fact{Shows: Voice, Rows: rows}
	switch refs := toldRefs(in.Told); {
	case len(rows) == 0:
		f.Reason = reason("content.relays_plain", refs, len(in.Told))
	case words == 0:
		f.Reason = reason("content.relays_skills", refs, len(in.Told), nameList(rows))
	case words == len(in.Told):
		f.Reason = reason("content.relays_words", refs, words, nameList(rows))
	default:
		f.Reason = reason("content.relays", refs, words, len(in.Told)-words, nameList(rows))
	}
	r.Facts = append(r.Facts, f)
	for _, c := range claims {
		var refs []network.Ref
		for i, t := range in.Told {
			if c.in(in.Lexicon, themes[i], " "+network.Fold(t.Text)+" ") {
				refs = append(refs, t.Ref)
			}
		}
		if len(refs) == 0 {
			unsaid = append(unsaid, c.label)
			r.Facts = append(r.Facts, Fact{Reason: reason("content.relays_silent", nil, len(in.Told), c.label), Shows: Voice})
		} else {
			r.Facts = append(r.Facts, Fact{Reason: reason("content.relays_say", refs, len(refs), c.label), Shows: Voice})
		}
	}
	return unsaid
}

// toldRefs returns the records of what was said, recommendations first: they carry
// words.
func toldRefs(told []Told) (words []network.Ref) {
	var skills []network.Ref
	for _, t := range told {
		if t.Skill {
			skills = append(skills, t.Ref)
		} else {
			words = append(words, t.Ref)
		}
	}
	return append(words, skills...)
}
