package words

import (
	"strings"
	"testing"
	"unicode/utf8"

	"entregent/internal/network"
)

func TestRead(t *testing.T) {
	tests := []struct {
		text     string
		lang     string
		thanks   bool
		question bool
		familiar network.Familiarity
	}{
		// Thanks that thank.
		{"Merci beaucoup pour la mise en relation, j’ai rendez-vous jeudi.", "fr", true, false, ""},
		{"Un grand merci à toi pour hier soir !", "fr", true, false, "tu"},
		{"merci de m'avoir presenté karim, on dejeune mardi", "fr", true, false, ""},
		{"Merci d’être venu de si loin.", "fr", true, false, ""},
		{"Merci de ta réponse si rapide, ça m’aide beaucoup.", "fr", true, false, "tu"},
		{"Je te remercie pour ta relecture, le dossier est parti ce matin.", "fr", true, false, "tu"},
		{"Je vous remercie de votre accueil.", "fr", true, false, "vous"},
		{"Je tenais à vous remercier pour vos conseils.", "fr", true, false, "vous"},
		{"Mille mercis, tu m’as sauvé la mise.", "fr", true, false, "tu"},
		{"merçi pour le tuyau", "fr", true, false, ""},
		{"Nous vous sommes très reconnaissants", "fr", false, false, "vous"},
		{"Je vous suis très reconnaissante de tout ce que vous avez fait pour Léa.", "fr", true, false, "vous"},
		{"Bien reçu, merci !", "fr", true, false, ""},
		{"Thank you so much for introducing me to Fiona, we meet on Friday.", "en", true, false, ""},
		{"Thanks for lunch, it was lovely to catch up.", "en", true, false, ""},
		{"Got it, thanks!", "en", true, false, ""},
		{"thx for the heads up, will call him", "en", true, false, ""},
		{"I am very grateful for your help with the move.", "en", true, false, ""},
		{"Much appreciated, the deck is far better now.", "en", true, false, ""},
		{"I really appreciate the time you took.", "en", true, false, ""},
		{"Cheers for that, the client loved it.", "en", true, false, ""},
		{"Thanks to you all, it was a great evening.", "en", true, false, ""},
		{"Many thanks again from both of us.", "en", true, false, ""},
		{"thnaks a lot for the book!", "en", true, false, ""},

		// Thanks that do not.
		{"Merci de bien vouloir confirmer votre présence.", "fr", false, false, "vous"},
		{"Merci de me renvoyer le formulaire signé.", "fr", false, false, ""},
		{"Merci de ne pas répondre à ce message.", "fr", false, false, ""},
		{"Merci d’avance pour votre aide.", "fr", false, false, "vous"},
		{"Non merci, je ne suis pas intéressé.", "fr", false, false, ""},
		{"Merci mais non, nous avons déjà un prestataire.", "fr", false, false, ""},
		{"Merci pour votre commande, elle sera livrée lundi.", "fr", false, false, "vous"},
		{"Merci de votre compréhension.", "fr", false, false, "vous"},
		{"Dieu merci, il ne pleuvait pas.", "fr", false, false, ""},
		{"Nous sommes à la merci du calendrier de la mairie.", "fr", false, false, ""},
		{"Je vous remercie de bien vouloir me rappeler.", "fr", false, false, "vous"},
		{"Peux-tu m’envoyer le fichier ? Merci", "fr", false, true, "tu"},
		{"Thanks for your order, it will ship on Monday.", "en", false, false, ""},
		{"No thanks, we already have someone for this.", "en", false, false, ""},
		{"Thanks but no thanks.", "en", false, false, ""},
		{"Thanks in advance for your reply.", "en", false, false, ""},
		{"Thanks to the rain we stayed in all week.", "en", false, false, ""},
		{"I would be grateful if you could sign the form.", "en", false, false, ""},
		{"We would appreciate a reply by Monday.", "en", false, false, ""},
		{"Thank you for contacting our support team.", "en", false, false, ""},
		{"Could you send me the slides? Thanks!", "en", false, true, ""},
		{"Thank God it is Friday.", "en", false, false, ""},

		// Questions to the reader.
		{"Tu es libre jeudi midi pour un café ?", "fr", false, true, "tu"},
		{"Pourriez-vous me dire qui s’occupe des stages chez vous ?", "fr", false, true, "vous"},
		{"peux tu me rappeler demain matin", "fr", false, true, "tu"},
		{"Salut Paul, est ce que tu viens samedi", "fr", false, true, "tu"},
		{"Dis-moi si le 12 te convient.", "fr", false, true, "tu"},
		{"Connaîtriez-vous un bon notaire à Rennes ?", "fr", false, true, "vous"},
		{"Ça va bien avec le nouveau poste ?", "fr", false, true, ""},
		{"tu connais qqn chez Boréal Conseil?", "fr", false, true, "tu"},
		{"Do you know a good plumber in Leeds?", "en", false, true, ""},
		{"Please could you send the minutes when you have them", "en", false, true, ""},
		{"Hi Tom, are you free for a call on Tuesday", "en", false, true, ""},
		{"Which of the two dates suits you best?", "en", false, true, ""},
		{"let me know when you are in town", "en", false, true, ""},
		{"any chance u can look at my CV??", "en", false, true, ""},

		// Questions that ask nothing.
		{"Salut, ça va ?", "fr", false, false, ""},
		{"Salut Julie, comment vas-tu ? Ici tout roule, les enfants ont repris l’école.", "fr", false, false, "tu"},
		{"Coucou, tu vas bien ? Je voulais juste te souhaiter une bonne année.", "fr", false, false, "tu"},
		{"C’était chouette, n’est-ce pas ?", "fr", false, false, ""},
		{"Hi Sarah, how are you? We are just back from Galway.", "en", false, false, ""},
		{"How's it going? All the best for the new job.", "en", false, false, ""},
		{"It was a good match, wasn't it. See you soon.", "en", false, false, ""},
		{"Voici le lien : https://agenda.example/?jour=12", "fr", false, false, ""},
		{"The minutes are at http://minutes.example/?id=3 as promised.", "en", false, false, ""},
		{"Je t’appelle dès que j’ai des nouvelles.", "fr", false, false, "tu"},
		{"Let me know if you have any questions.", "en", false, false, ""},
		{"> Peux-tu venir ?\nOui, je viens avec les enfants.", "fr", false, false, ""},

		// Tu and vous.
		{"Le rendez-vous est confirmé pour mardi.", "fr", false, false, ""},
		{"Tu viens avec les enfants ? Vous dormez à la maison.", "fr", false, true, "tu"},
		{"S’il vous plaît, pensez à apporter le dossier.", "fr", false, false, "vous"},
		{"Je pense bien à toi.", "fr", false, false, "tu"},
		{"J'espere que vous allez bien ainsi que votre famille", "fr", false, false, "vous"},

		// Language, or none.
		{"", "", false, false, ""},
		{"ok", "", false, false, ""},
		{"👍", "", false, false, ""},
		{"Hola, te mando los documentos para la reunión, muchas gracias", "", false, false, ""},
		{"Ich schicke dir die Unterlagen für das Treffen", "", false, false, ""},
		{"Ti mando il documento per la riunione, non è urgente", "", false, false, ""},
		{"Спасибо за помощь", "", false, false, ""},
		{"A bientot a la reunion de rentree", "fr", false, false, ""},
		{"See you on Monday at the usual place", "en", false, false, ""},
		{"Félicitations !", "fr", false, false, ""},
	}
	for _, tt := range tests {
		got := Read(tt.text)
		if got.Lang != tt.lang || got.Thanks != tt.thanks || got.Question != tt.question || got.Familiar != tt.familiar {
			t.Errorf("%q\n got lang %q thanks %v question %v %q\nwant lang %q thanks %v question %v %q", tt.text,
				got.Lang, got.Thanks, got.Question, got.Familiar, tt.lang, tt.thanks, tt.question, tt.familiar)
		}
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("mot ", 200)
	tests := []struct{ name, text, want string }{
		{"nothing", " \n\t", ""},
		{"a short line as it is", "See you on Monday", "See you on Monday"},
		{"one line of several", "On se voit mardi.\r\n\r\nBises,\n  Anne", "On se voit mardi. Bises, Anne"},
		{"the salutation left out", "Bonjour Paul,\n\nLe dossier est prêt.", "Le dossier est prêt."},
		{"a salutation alone is all there is", "Bonjour Paul,", "Bonjour Paul,"},
		{"a greeting that says more is kept", "Hi Tom, the train is late and I will miss the start\nSorry", "Hi Tom, the train is late and I will miss the start Sorry"},
		{"quotes left out", "> vieux\n> texte\nNouveau\n> encore\nsuite", "Nouveau suite"},
		{"control characters left out", "a\x00b\u200bc", "abc"},
		{"cut at a word", long, strings.TrimSpace(long[:4*69]) + "…"},
	}
	for _, tt := range tests {
		if got := Excerpt(tt.text); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// The table tells words apart by their hash alone.
func TestNoTwoWordsShareAHash(t *testing.T) {
	words := map[string]bool{}
	for _, list := range lists {
		for w := range strings.FieldsSeq(list) {
			words[w] = true
		}
	}
	known := 0
	for _, e := range traitsOf {
		if e.hash != 0 {
			known++
		}
	}
	if known != len(words) || known > len(traitsOf)/2 {
		t.Errorf("%d of %d words in a table of %d", known, len(words), len(traitsOf))
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "merci de", "?", "peux-tu", "a\xff’t", "Merci d’", strings.Repeat("Œuf", 3000), "thank", ">", "hi , ?", "salut,ça va?"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := Read(s)
		if n := utf8.RuneCountInString(r.Excerpt); n > network.ExcerptLen {
			t.Errorf("excerpt of %d characters", n)
		}
		if strings.ContainsAny(r.Excerpt, "\n\r\x00") {
			t.Errorf("excerpt %q is not one line", r.Excerpt)
		}
		if r.Familiar != "" && r.Lang != "fr" {
			t.Error("tu or vous outside French")
		}
	})
}

func BenchmarkRead(b *testing.B) {
	text := strings.Repeat("Bonjour Paul, je voulais te remercier pour la mise en relation avec Karim, nous avons déjeuné hier et c’était très utile. ", 9)[:1024]
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Read(text)
	}
}
