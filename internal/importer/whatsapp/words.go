package whatsapp

import (
	"strings"

	"entregent/internal/importer"
)

// A kind is what a line of a chat is.
type kind int

const (
	said    kind = iota // words, or a picture with words
	media               // a picture, a voice message, a place: something was sent, without words
	deleted             // something was said and taken back
	call                // a call that took place
	missed              // a call that nobody took
	system              // written by the program
)

// What WhatsApp itself writes, in the languages seen: English, French, German,
// Spanish, Italian, Portuguese. All in lower case. A line that is in none of
// these lists is taken for what somebody said, if it has an author, and for the
// program's if it has none.
var (
	// sealed opens every chat.
	sealed = []string{"end-to-end encrypted", "chiffrés de bout en bout", "ende-zu-ende-verschlüsselt", "cifrados de extremo a extremo",
		"crittografati end-to-end", "crittografia end-to-end", "criptografia de ponta a ponta", "encriptadas ponto a ponto"}

	// notices are lines of the program that have an author on an iPhone.
	notices = []string{
		"changed their phone number", "changed to +", "changed to a new number", "security code", "changed the subject", "changed the group",
		"changed this group", "changed the settings", "created group", "created this group", "created the group", "added you", "you were added",
		" added ", "you added", "you removed", " removed ", "joined using", "joined from", " left", "was added", "was removed", "you're now an admin",
		"now an admin", "pinned a message", "disappearing messages", "is a contact", "blocked this contact", "unblocked this contact",
		"business account", "turned on", "turned off", "updated the message timer", "waiting for this message", "secure service from meta",
		"a changé de numéro", "code de sécurité", "a changé le sujet", "a changé l'icône", "a changé l’icône", "a modifié", "a créé", "vous avez créé",
		"vous a ajouté", "a ajouté", "vous avez ajouté", "a rejoint", "a quitté", "a été ajouté", "est parti", "a supprimé ", "a retiré", "vous avez retiré",
		"messages éphémères", "a épinglé", "vous êtes désormais admin", "compte professionnel", "vous avez bloqué", "en attente de ce message",
		"telefonnummer", "sicherheitsnummer", "hat die gruppe", "hast die gruppe", "den betreff", "das gruppenbild", "den gruppennamen", "hinzugefügt",
		"entfernt", "gruppe verlassen", "hat die gruppe verlassen", "ist beigetreten", "selbstlöschende nachrichten", "angeheftet", "als admin",
		"cambió su número", "cambió a", "código de seguridad", "cambió el asunto", "cambió el ícono", "creó el grupo", "creaste el grupo", "te añadió",
		"añadió a", "añadiste a", "se unió", "salió del grupo", "mensajes temporales",
		"ha cambiato numero", "codice di sicurezza", "ha creato il gruppo", "ha aggiunto", "hai aggiunto", "ha abbandonato", "messaggi effimeri",
		"mudou de número", "código de segurança", "criou o grupo", "adicionou", "entrou usando", "saiu", "mensagens temporárias",
	}

	// rooms are the notices that only a group has.
	rooms = []string{"group", "added", "joined", "subject", "groupe", "a ajouté", "avez ajouté", "a rejoint", "sujet", "gruppe", "hinzugefügt", "betreff",
		"grupo", "añadi", "se unió", "asunto", "gruppo", "aggiunto", "adicionou"}

	taken = []string{"this message was deleted", "you deleted this message", "message deleted", "ce message a été supprimé", "vous avez supprimé ce message",
		"diese nachricht wurde gelöscht", "du hast diese nachricht gelöscht", "nachricht gelöscht", "se eliminó este mensaje", "eliminaste este mensaje",
		"questo messaggio è stato eliminato", "hai eliminato questo messaggio", "esta mensagem foi apagada", "mensagem apagada", "você apagou esta mensagem"}

	untaken = []string{"missed voice call", "missed video call", "missed group", "missed call", "appel vocal manqué", "appel vidéo manqué", "appel manqué",
		"appels manqués", "verpasster sprachanruf", "verpasster videoanruf", "verpasster anruf", "verpasster gruppenanruf", "llamada perdida", "llamada de voz perdida",
		"videollamada perdida", "chiamata vocale persa", "videochiamata persa", "chamada de voz perdida", "chamada de vídeo perdida", "ligação perdida"}

	calls = []struct {
		begins string
		video  bool
	}{
		{"voice call", false}, {"video call", true}, {"audio call", false}, {"appel vocal", false}, {"appel audio", false}, {"appel vidéo", true},
		{"sprachanruf", false}, {"videoanruf", true}, {"llamada de voz", false}, {"videollamada", true}, {"chiamata vocale", false}, {"videochiamata", true},
		{"chamada de voz", false}, {"chamada de vídeo", true}, {"ligação de voz", false}, {"ligação de vídeo", true},
	}

	// sent stand in the place of something that is not in the file.
	sent = []string{"media omitted", "médias omis", "fichier omis", "média omis", "medien ausgeschlossen", "multimedia omitido", "archivo omitido",
		"media omessi", "mídia oculta", "ficheiro não revelado", "null"}

	// sorts and gone make up "image omitted" and "vidéo absente".
	sorts = []string{"image", "video", "audio", "gif", "sticker", "document", "contact card", "vidéo", "photo", "fiche de contact", "carte de contact",
		"bild", "dokument", "kontaktkarte", "imagen", "documento", "tarjeta de contacto", "immagine", "scheda contatto", "imagem", "vídeo", "figurinha", "video note", "note vidéo"}
	gone = []string{"omitted", "omis", "omise", "absent", "absente", "retiré", "retirée", "weggelassen", "omitido", "omitida", "omesso", "omessa", "ocultado", "ocultada"}

	// places is what a place on a map is sent as, before its address.
	places = []string{"location: http", "live location shared", "localisation : http", "localisation: http", "position : http", "position: http",
		"standort: http", "ubicación: http", "posizione: http", "localização: http"}

	attached = []string{"(file attached)", "(fichier joint)", "(datei angehängt)", "(archivo adjunto)", "(file allegato)", "(arquivo anexado)", "(ficheiro anexado)"}
	fastened = []string{"<attached:", "<fichier joint", "<pièce jointe", "<anhang:", "<adjunto:", "<allegato:", "<anexado:"}
	changed  = []string{"<this message was edited>", "<ce message a été modifié>", "<diese nachricht wurde bearbeitet.>", "<diese nachricht wurde bearbeitet>",
		"<se editó este mensaje.>", "<se editó este mensaje>", "<questo messaggio è stato modificato>", "<mensagem editada>"}
)

// titles are how a file is named after the chat in it.
var titles = []struct{ before, language string }{
	{"WhatsApp Chat with ", "en"}, {"WhatsApp Chat - ", ""}, {"Discussion WhatsApp avec ", "fr"}, {"WhatsApp Chat mit ", "de"}, {"WhatsApp-Chat mit ", "de"},
	{"Chat de WhatsApp con ", "es"}, {"Conversación de WhatsApp con ", "es"}, {"Conversa do WhatsApp com ", "pt"}, {"Chat WhatsApp con ", "it"},
}

// languageOf tells the language of a file by a line of the program.
func languageOf(line string) string {
	low := strings.ToLower(line)
	for i, lang := range []string{"en", "fr", "de", "es", "it", "it", "pt", "pt"} {
		if strings.Contains(low, sealed[i]) {
			return lang
		}
	}
	return ""
}

func hasAny(s string, list []string) bool {
	for _, x := range list {
		if strings.Contains(s, x) {
			return true
		}
	}
	return false
}

// A meaning is what the words of one message come down to.
type meaning struct {
	kind  kind
	video bool   // of a call
	text  string // what was said
}

// judge tells what an author's words are. Marked says that the program put its
// own mark before them, as it does on an iPhone.
func judge(words string, marked bool, names func(string) bool) meaning {
	first, rest, more := strings.Cut(words, "\n")
	bare := strings.TrimSpace(first)
	if len(bare) > 300 {
		return meaning{kind: said, text: unchanged(words)}
	}
	low := strings.ToLower(bare)
	plain := strings.Trim(low, "<>.\u200b ")
	switch {
	case hasAny(low, sealed) && (marked || !more):
		return meaning{kind: system}
	case within(plain, taken):
		return meaning{kind: deleted}
	case begins(plain, untaken) && len(plain) < 60:
		return meaning{kind: missed}
	}
	if m, ok := called(plain); ok {
		return m
	}
	if isMedia(low, plain) {
		if caption := strings.TrimSpace(unchanged(rest)); caption != "" {
			return meaning{kind: said, text: caption}
		}
		return meaning{kind: media}
	}
	if marked && (hasAny(low, notices) || names(bare)) {
		return meaning{kind: system}
	}
	return meaning{kind: said, text: unchanged(words)}
}

func within(s string, list []string) bool {
	for _, x := range list {
		if s == x {
			return true
		}
	}
	return false
}

func begins(s string, list []string) bool {
	for _, x := range list {
		if strings.HasPrefix(s, x) {
			return true
		}
	}
	return false
}

// called reads "Video call, 5 min": it took place if it has a length.
func called(plain string) (meaning, bool) {
	for _, c := range calls {
		after, ok := strings.CutPrefix(plain, c.begins)
		if !ok || after != "" && after[0] != ',' && after[0] != '.' || len(after) > 60 {
			continue
		}
		if strings.ContainsAny(after, "0123456789") {
			return meaning{kind: call, video: c.video}, true
		}
		if after != "" {
			return meaning{kind: missed}, true
		}
	}
	return meaning{}, false
}

func isMedia(low, plain string) bool {
	if within(plain, sent) || hasAny(low, fastened) || begins(plain, places) {
		return true
	}
	for _, a := range attached {
		if strings.HasSuffix(low, a) {
			return true
		}
	}
	if sort, how, ok := lastWord(plain); ok && within(how, gone) && within(sort, sorts) {
		return true
	}
	return false
}

func lastWord(s string) (before, last string, ok bool) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return "", "", false
	}
	return s[:i], s[i+1:], true
}

// unchanged takes away what the program adds to a message that was edited.
func unchanged(words string) string {
	words = strings.TrimSpace(words)
	if !strings.HasSuffix(words, ">") {
		return importer.Cut(words, importer.MaxText)
	}
	i := strings.LastIndexByte(words, '<')
	if i >= 0 && within(strings.ToLower(words[i:]), changed) {
		words = strings.TrimSpace(words[:i])
	}
	return importer.Cut(words, importer.MaxText)
}
