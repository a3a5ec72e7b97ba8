package app_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// What is kept about somebody is all of it, each thing with its origin, and
// nothing of what others confided.
func TestWhatIsKeptAboutOnePerson(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, noon)
	id := aCanary(h)
	h.say("Dîner avec Zyxwa Qvutcanary et Emmy Noether hier : Emmy divorce")
	for _, lang := range i18n.Languages {
		p := i18n.For(lang)
		k, err := h.KeptAbout(ctx, h.keeper, p, id)
		h.must(err)
		raw, err := json.Marshal(k)
		h.must(err)
		text := strings.ToLower(string(raw))
		for _, w := range canaryWords {
			if w == "6 12 34 59 99" {
				continue // that is how somebody else's note has it
			}
			if !strings.Contains(text, w) {
				t.Errorf("%s: %s is kept and not said", lang, w)
			}
		}
		for _, secret := range []string{"divorce", "ada lovelace", "emmy", "ask via", "kept_", "{0"} {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("%s: %q is said to them: %s", lang, secret, text[max(0, i-80):min(len(text), i+80)])
			}
		}
		parts := map[string]app.KeptPart{}
		for _, part := range k.Parts {
			parts[part.Key] = part
			for _, l := range part.Lines {
				if (part.Key == "worked_out") != (len(l.From) == 0) {
					t.Errorf("%s: %+v comes from nowhere, or from somewhere it cannot", part.Key, l)
				}
				if l.Label+l.Text == "" {
					t.Errorf("%s: an empty line", part.Key)
				}
			}
		}
		for _, key := range []string{"names", "handles", "facts", "encounters", "favours", "wishes", "pairs", "decided", "worked_out"} {
			if len(parts[key].Lines) == 0 {
				t.Errorf("%s: nothing in %s", lang, key)
			}
		}
		if n := len(parts["encounters"].Lines); n != 8 {
			t.Errorf("%d encounters: %+v", n, parts["encounters"].Lines)
		}
		if len(k.Sources) != 3 || k.Sources[0].Things == 0 {
			t.Errorf("sources: %+v", k.Sources)
		}
	}
	_, err := h.KeptAbout(ctx, h.keeper, i18n.For("fr"), [16]byte{1})
	if err == nil {
		t.Error("of nobody, something is kept")
	}
	if lang, err := h.Tongue(ctx, h.keeper, id); err != nil || lang != "fr" {
		t.Errorf("their language: %q, %v", lang, err)
	}
}

// Every kind of thing that may be kept has its words on the sheet.
func TestTheSheetHasWordsForEveryKind(t *testing.T) {
	for _, lang := range i18n.Languages {
		p := i18n.For(lang)
		var keys []string
		for _, k := range network.WishKinds {
			keys = append(keys, "wish."+string(k))
		}
		for _, k := range network.StepKinds {
			keys = append(keys, "step."+string(k))
		}
		for _, k := range []network.PairKind{network.Told, network.Introduced} {
			keys = append(keys, "pair."+string(k))
		}
		for _, k := range keys {
			if !p.Has("kept_about." + k) {
				t.Errorf("%s: no words for %s", lang, k)
			}
		}
	}
}
