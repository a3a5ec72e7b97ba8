package mime

import (
	"strings"
)

// OwnWords returns what the writer of a mail wrote: text without the mail it
// answers or forwards, without the lines that introduce those, and without the
// signature. At most max bytes come back. Where an answer stands between the
// quoted lines, all of it is kept.
func (d *Decoder) OwnWords(text string, max int) string {
	d.rows = d.rows[:0]
	for line := range strings.SplitSeq(text, "\n") {
		d.rows = append(d.rows, strings.TrimRight(line, " \t\u00A0\u202F"))
	}
	lines := d.rows
	var b strings.Builder
	b.Grow(min(len(text), max+1))
	blankDue := false
	for i := 0; i < len(lines) && b.Len() < max; {
		n, stop := foreign(lines[i:])
		if stop {
			break
		}
		if i += n; n > 0 {
			continue
		}
		line := lines[i]
		i++
		if line == "" {
			blankDue = b.Len() > 0
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
			if blankDue {
				b.WriteByte('\n')
			}
		}
		blankDue = false
		b.WriteString(line)
	}
	clear(d.rows)
	return clip(b.String(), max)
}

// foreign judges the beginning of lines: how many of them are not the writer's
// own, and whether nothing of theirs follows.
func foreign(lines []string) (n int, stop bool) {
	line := lines[0]
	if line == "" {
		return 0, false
	}
	switch c := line[0]; {
	case c == '>':
		return 1, false
	case line == "--" || line == "—" && len(lines) < 12:
		return 0, true
	case c == '-' || c == '_' || c == '*' || c == '=' || c == 'B':
		if originalMark(line) {
			return 0, true
		}
		if strings.Trim(line, "_-=") == "" && len(line) >= 10 {
			if next := skipBlank(lines, 1); next < len(lines) && headerBlock(lines[next:]) {
				return 0, true
			}
		}
	}
	if headerBlock(lines) {
		return 0, true
	}
	if n := attribution(lines); n > 0 {
		next := skipBlank(lines, n)
		return n, next >= len(lines) || lines[next][0] != '>'
	}
	if deviceLine(line) {
		return 1, false
	}
	return 0, false
}

func skipBlank(lines []string, i int) int {
	for i < len(lines) && lines[i] == "" {
		i++
	}
	return i
}

// originalMark knows "-----Original Message-----" in its languages.
func originalMark(line string) bool {
	if len(line) > 120 {
		return false
	}
	core := strings.ToLower(strings.Trim(line, "-_*= "))
	core = strings.TrimSpace(strings.TrimSuffix(core, ":"))
	core = strings.ReplaceAll(core, "’", "'")
	if !originals[core] {
		return false
	}
	return line[0] == '-' || line[0] == '_' || line[0] == '*' || line[0] == '=' || strings.HasSuffix(line, ":")
}

var originals = map[string]bool{
	"original message": true, "forwarded message": true, "begin forwarded message": true, "original appointment": true, "forwarded by": true,
	"message d'origine": true, "message original": true, "message transféré": true, "message transfere": true, "message forwardé": true, "rendez-vous d'origine": true,
	"ursprüngliche nachricht": true, "weitergeleitete nachricht": true, "originalnachricht": true,
	"mensaje original": true, "mensaje reenviado": true, "messaggio originale": true, "messaggio inoltrato": true,
	"mensagem original": true, "mensagem encaminhada": true, "oorspronkelijk bericht": true, "reply message": true, "message initial": true, "réponse": true,
}

// headerBlock knows the lines that programs copy above the mail they answer:
// From, then within a few lines two of Sent, To, Subject.
func headerBlock(lines []string) bool {
	if !label(lines[0], fromLabels) {
		return false
	}
	hits := 0
	for i := 1; i < len(lines) && i < 8; i++ {
		if label(lines[i], otherLabels) {
			hits++
		}
	}
	return hits >= 2
}

var (
	fromLabels  = []string{"from", "de", "von", "da", "van", "expéditeur"}
	otherLabels = []string{"sent", "date", "to", "subject", "cc", "envoyé", "envoyé le", "à", "objet", "gesendet", "an", "betreff", "datum",
		"enviado", "enviado el", "para", "asunto", "inviato", "a", "oggetto", "enviada", "assunto", "verzonden", "aan", "onderwerp", "fecha", "data", "destinataire"}
)

// label reports whether line begins with one of the words, plain or in stars,
// and a colon.
func label(line string, words []string) bool {
	c := strings.IndexByte(line, ':')
	if c < 1 || c > 24 {
		return false
	}
	name := strings.ToLower(strings.Trim(line[:c], "* \t\u00A0\u202F"))
	for _, w := range words {
		if name == w {
			return true
		}
	}
	return false
}

// attribution returns the number of lines that say who wrote what follows: "Le
// 3 mars, Yves a écrit :", folded over three lines at most; 0 if they do not.
func attribution(lines []string) int {
	if !opensAttribution(lines[0]) {
		return 0
	}
	size := 0
	for i := 0; i < len(lines) && i < 4; i++ {
		line := lines[i]
		if size += len(line); size > 400 || i > 0 && (line == "" || line[0] == '>') {
			return 0
		}
		if closesAttribution(line) {
			return i + 1
		}
	}
	return 0
}

// opensAttribution looks at the first word, or for a line that is whole in
// itself ("Yves Martin a écrit :").
func opensAttribution(line string) bool {
	if len(line) > 300 {
		return false
	}
	word, _, ok := strings.Cut(line[:min(len(line), 8)], " ")
	if !ok || len(word) > 3 {
		return closesAttribution(line)
	}
	switch strings.ToLower(word) {
	case "on", "le", "am", "el", "il", "em", "op", "in", "at", "den", "du", "a", "dne", "w":
		return true
	}
	return closesAttribution(line)
}

func closesAttribution(line string) bool {
	if !strings.HasSuffix(line, ":") || len(line) > 300 {
		return false
	}
	body := strings.ToLower(strings.TrimRight(line[:len(line)-1], " \u00A0\u202F"))
	for _, w := range wroteWords {
		if strings.HasSuffix(body, w) {
			return true
		}
	}
	return strings.Contains(body, " schrieb ") || strings.Contains(body, " a écrit ") && strings.Contains(body, "@") || strings.HasPrefix(body, "schrieb ")
}

var wroteWords = []string{" wrote", " writes", " a écrit", " a ecrit", " écrit", " schrieb", " escribió", " ha scritto", " escreveu", " schreef", " napsal", " skrev", "wrote", "a écrit"}

// deviceLine knows the lines that telephones add by themselves.
func deviceLine(line string) bool {
	if len(line) > 80 {
		return false
	}
	low := strings.ToLower(line)
	for _, p := range deviceLines {
		if strings.HasPrefix(low, p) {
			return true
		}
	}
	return false
}

var deviceLines = []string{"sent from my ", "sent from mail for", "get outlook for", "envoyé de mon ", "envoyé depuis ", "envoyé à partir de ", "télécharger outlook",
	"obtenir outlook", "provenance : courrier", "von meinem ", "gesendet mit ", "enviado desde mi", "inviato da ", "enviado do meu"}
