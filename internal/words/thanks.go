package words

import (
	"bytes"
	"strings"
)

// thanks looks at what stands around each word that may thank: it is often said
// for politeness, before anything was done.
func (s *scan) thanks() bool {
	for _, at := range s.thanked[:s.nthanked] {
		before, after := s.out[max(0, at-60):at], s.out[at:min(len(s.out), at+120)]
		word, after, _ := bytes.Cut(after, []byte(" "))
		if thanksBy(string(word), string(before), string(after)) && !s.closing(at, string(after)) {
			return true
		}
	}
	return false
}

func thanksBy(word, before, after string) bool {
	switch word {
	case "merci", "mersi", "mercis", "mercii":
		return !ends(before, notMerci) && !starts(after, merciFor) && !asksTo(after)
	case "remercie", "remercions":
		return ends(before, toReader) && !starts(after, merciFor) && !asksTo(after)
	case "remercier":
		return ends(before, toReader) && !asksTo(after)
	case "remerciement", "remerciements":
		return !starts(after, []string{"anticipe", "d avance", "par avance"})
	case "reconnaissant", "reconnaissante":
		return !ends(before, []string{" serais ", " serai ", " serions "}) && !asksTo(after)
	case "thank":
		return starts(after, []string{"you ", "u ", "ya "}) && !ends(before, noThanks) && !starts(cutWord(after), thanksFor)
	case "grateful", "thankful", "appreciate", "appreciated":
		return !ends(before, wished) && !starts(after, []string{"if ", "it if ", "your understanding", "your patience", "a reply", "any ", "a prompt", "a quick", "hearing"}) &&
			(word != "appreciate" || ends(before, []string{" i ", " we ", " really ", " very much ", " so much ", " greatly ", " do ", " truly "})) &&
			(word != "appreciated" || ends(before, []string{" much ", " really ", " greatly ", " very ", " so ", " i ", " we "}))
	case "cheers":
		return starts(after, []string{"for ", "mate for ", "again for "})
	case "gratitude":
		return ends(before, []string{" my ", " our ", " ma ", " notre ", " toute ma ", " deep ", " immense "})
	}
	return !ends(before, noThanks) && !starts(after, thanksFor)
}

// closing reports whether a bare thanks only ends a request: "Peux-tu me
// l'envoyer ? Merci".
func (s *scan) closing(at int, after string) bool {
	after = strings.TrimPrefix(after, "you ")
	for _, more := range []string{"beaucoup ", "bien ", "so much ", "very much ", "a lot ", "bcp ", "a toi ", "a vous "} {
		after = strings.TrimPrefix(after, more)
	}
	bare := after == "" || after[0] == '.' || after[0] == ','
	head := s.out[:at]
	stop := bytes.LastIndexAny(bytes.TrimRight(head, " .,?"), ".?")
	last := bytes.TrimRight(head, " ,")
	for range 2 { // "many", "un grand": what belongs to the thanks
		for _, lead := range []string{" many", " un grand", " grand", " encore", " et"} {
			last = bytes.TrimRight(bytes.TrimSuffix(last, []byte(lead)), " ,")
		}
	}
	asked := len(last) > 0 && last[len(last)-1] == '?'
	return bare && (asked || requesting(head[stop+1:]))
}

// asksTo reports whether what follows is a request: « merci de me confirmer ».
// « Merci de m'avoir aidé » and « merci d'être venu » do thank.
func asksTo(after string) bool {
	rest, ok := strings.CutPrefix(after, "de ")
	if !ok {
		if rest, ok = strings.CutPrefix(after, "d "); !ok {
			return false
		}
	}
	for range 5 {
		word, tail, _ := strings.Cut(rest, " ")
		switch {
		case objects[word]:
			rest = tail
			continue
		case word == "avoir" || word == "etre" || owned[word]:
			return false
		}
		return len(word) > 3 && (strings.HasSuffix(word, "er") || strings.HasSuffix(word, "ir") || strings.HasSuffix(word, "re"))
	}
	return false
}

func cutWord(s string) string {
	_, rest, _ := strings.Cut(s, " ")
	return rest
}

func starts(s string, list []string) bool {
	for _, p := range list {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func ends(s string, list []string) bool {
	for _, p := range list {
		if strings.HasSuffix(s, p) {
			return true
		}
	}
	return false
}

var (
	objects  = phrases("me|m|te|t|se|s|le|la|l|les|nous|vous|lui|leur|y|en|ne|pas|n|bien|bien vouloir|plus|jamais|tout|surtout")
	owned    = phrases("votre|notre|ton|ta|tes|vos|leur|leurs|cette|ce|ces|cet|autre")
	notMerci = []string{" non ", " non , ", " dieu ", " la ", " sans ", " grace a dieu ", " dit "}
	toReader = []string{" te ", " t ", " vous ", " te en ", " t en ", " vous en "}
	merciFor = []string{"non ", ", non ", "mais non ", ", mais non ", "d avance ", "par avance ", "a l avance ", "qui ", "de votre comprehension", "de ta comprehension", "pour votre comprehension",
		"de votre patience", "pour votre patience", "de votre attention", "pour votre attention", "de votre interet", "pour votre interet", "pour votre commande", "de votre commande", "pour votre achat", "de votre achat",
		"pour votre inscription", "de votre inscription", "pour votre confiance", "de votre confiance", "pour votre fidelite", "de votre fidelite", "pour votre visite", "pour votre paiement", "pour votre abonnement",
		"pour votre retour rapide", "de votre retour", "pour ta future", "de ta diligence", "de votre diligence", "infiniment par avance", "beaucoup d avance", "beaucoup par avance", "au personnel"}
	noThanks  = []string{" no ", " no , ", " say ", " without so much as a "}
	wished    = []string{" be ", " d ", " would ", " ll ", " be most ", " be very ", " be so ", " be really ", " be much ", " be greatly ", " would really ", " would very much ", " would greatly ", " d really ", " d very much "}
	thanksFor = []string{"in advance", "but no ", "but , no", ", but no", ", no ", "to the ", "to a ", "to my ", "to this ", "to our ", "to their ", "to his ", "to her ", "giving ", "for your order", "for your purchase",
		"for your subscription", "for your payment", "for your patience", "for your interest", "for your understanding", "for your business", "for your cooperation", "for your booking", "for your donation", "for your application",
		"for your enquiry", "for your inquiry", "for your registration", "for your attention", "for your custom", "for contacting", "for subscribing", "for registering", "for signing up", "for shopping", "for choosing", "for applying",
		"for visiting", "for downloading", "for joining our", "for being a valued", "for your message we", "a lot in advance", "so much in advance", "very much in advance"}
)
