package mirror

import "entregent/internal/relation"

// Sentences lists the keys of this package with what the text of each takes, as
// relation.Sentences does. A name is a Name, or what the keeper typed.
func Sentences() []relation.Sentence {
	var out []relation.Sentence
	for _, s := range []struct {
		key  string
		args []string
	}{
		{"approach.invitations", []string{"n: with a word", "n: sent"}},
		{"approach.bare", []string{"n: sent"}},
		{"approach.same_words", []string{"n: sent with the same words"}},
		{"approach.received", []string{"n: with a word", "n: received"}},
		{"approach.asked_first", []string{"n: asked before any exchange", "n: written to first", "names"}},
		{"approach.asked_none", []string{"n: written to first"}},
		{"approach.theirs_wait", []string{"n: conversations", "names"}},
		{"approach.mine_wait", []string{"n: conversations", "names"}},

		{"tools.sources", []string{"n: relations", "n: contacts"}},
		{"tools.brought_most", []string{"n: relations", "n: contacts", "source"}},
		{"tools.brought_none", []string{"n: contacts", "source"}},
		{"tools.trades", []string{"n: with a trade", "n: contacts", "names: the first three"}},
		{"tools.heights", []string{"n: who lead", "n: with a title"}},
		{"tools.places", []string{"n: towns", "n: with a town", "names: the first three"}},
		{"tools.lacks", []string{"n: with a trade", "name: missing", "name: the keeper's trade"}},
		{"tools.lacks_goal", []string{"n: with a trade", "name: missing", "the goal"}},
		{"tools.has_goal", []string{"n: contacts", "n: relations", "name", "the goal"}},

		{"lacks_both.headline", nil}, {"lacks_both.summary", nil},
		{"lacks_cv.name", nil}, {"lacks_cv.headline", nil}, {"lacks_cv.place", nil},
		{"lacks_profile.name", nil}, {"lacks_profile.headline", nil}, {"lacks_profile.summary", nil}, {"lacks_profile.place", nil},
		{"lacks_cv.position", []string{"the post"}}, {"lacks_profile.position", []string{"the post"}},
		{"lacks_cv.study", []string{"the studies"}}, {"lacks_profile.study", []string{"the studies"}},
		{"lacks_cv.title", []string{"the employer"}}, {"lacks_profile.title", []string{"the employer"}},
		{"lacks_cv.degree", []string{"the school"}}, {"lacks_profile.degree", []string{"the school"}},
		{"lacks_cv.dates", []string{"the post or studies"}}, {"lacks_profile.dates", []string{"the post or studies"}},
		{"lacks_cv.skills", []string{"n", "names"}}, {"lacks_profile.skills", []string{"n", "names"}},
		{"lacks_cv.languages", []string{"n", "names"}}, {"lacks_profile.languages", []string{"n", "names"}},
		{"lacks.headline", nil}, {"lacks.summary", nil}, {"lacks.position", nil}, {"lacks.study", nil}, {"lacks.skills", nil},
		{"differs.name", nil}, {"differs.headline", nil}, {"differs.place", nil}, {"differs.current", nil},
		{"differs.employer", []string{"the title"}}, {"differs.title", []string{"the employer"}}, {"differs.degree", []string{"the school"}},
		{"differs.start", []string{"the post or studies"}}, {"differs.end", []string{"the post or studies"}},
		{"differs.profiles", []string{"source: the other network", "its headline"}},
		{"dates.unread", []string{"the post or studies", "as written"}},
		{"dates.reversed", []string{"the post or studies"}},
		{"dates.ahead", []string{"n"}},
		{"gap.both", []string{"n: months"}}, {"gap.cv", []string{"n: months"}}, {"gap.profile", []string{"n: months"}}, {"gap.alone", []string{"n: months"}},

		{"content.claims", []string{"n", "names"}},
		{"content.claims_profile", []string{"n", "names"}},
		{"content.themes", []string{"n: with a theme", "n: pieces", "names: the first three"}},
		{"content.no_themes", []string{"n: pieces"}},
		{"content.speaks", []string{"n: pieces", "n: all pieces", "name"}},
		{"content.silent", []string{"n: all pieces", "name"}},
		{"content.relays", []string{"n: recommendations", "n: endorsements", "names: the first three"}},
		{"content.relays_words", []string{"n: recommendations", "names: the first three"}},
		{"content.relays_skills", []string{"n: endorsements", "names: the first three"}},
		{"content.relays_plain", []string{"n: all"}},
		{"content.relays_say", []string{"n", "name"}},
		{"content.relays_silent", []string{"n: all", "name"}},

		{"presence.weeks", []string{"n: weeks with a trace", "n: weeks", "date: the last day looked at"}},
		{"presence.silence", []string{"n: days", "date: before", "date: after"}},
		{"presence.answered", []string{"n: within a week", "n: times they wrote"}},

		{"note.cvs", []string{"n"}}, {"note.agree", []string{"n"}}, {"note.undated", []string{"n"}}, {"note.no_posts", nil},

		{"next.bring_invitations", nil}, {"next.answer", []string{"name of a person"}}, {"next.word", nil}, {"next.give_first", nil}, {"next.go_on", nil},
		{"next.bring_people", nil}, {"next.meet_trade", []string{"name"}}, {"next.first_exchange", nil}, {"next.keep_tools", nil},
		{"next.bring_both", nil}, {"next.bring_cv", nil}, {"next.bring_profile", nil}, {"next.set_right", nil}, {"next.complete", nil}, {"next.say_gap", nil}, {"next.coherent", nil},
		{"next.bring_posts", nil}, {"next.say_wanted", nil}, {"next.write_first", []string{"name"}}, {"next.write_of", []string{"name"}}, {"next.tell_of", []string{"name"}}, {"next.keep_writing", nil},
		{"next.no_dates", nil}, {"next.answer_week", nil}, {"next.one_a_week", nil}, {"next.keep_pace", nil},
	} {
		out = append(out, relation.Sentence{Key: "mirror." + s.key, Args: s.args})
	}
	return out
}
