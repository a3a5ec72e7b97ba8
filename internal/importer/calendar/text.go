package calendar

import (
	"strings"

	"golang.org/x/net/html"

	"entregent/internal/importer"
)

// description returns what people wrote of an event: no markup, and nothing of
// what programs add to tell how to join.
func description(s string) string {
	s = importer.Cut(s, 4*importer.MaxText)
	if strings.Contains(s, "</") || strings.Contains(s, "<br") || strings.Contains(s, "<BR") {
		s = withoutTags(s)
	}
	var kept []string
	inside := false // between the two fences that Google draws
	for line := range strings.SplitSeq(s, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case isFence(trimmed):
			inside = !inside
		case inside:
		case beginsBoilerplate(trimmed):
			return finish(kept)
		default:
			kept = append(kept, strings.TrimRight(line, " \t\r"))
		}
	}
	return finish(kept)
}

func finish(lines []string) string {
	return importer.Cut(strings.TrimSpace(strings.Join(lines, "\n")), importer.MaxText)
}

// isFence reports whether a line is one of the two around what Google Calendar
// adds: -::~:~::~:~ and so on.
func isFence(line string) bool {
	return len(line) > 10 && strings.HasPrefix(line, "-::~") && strings.Trim(line, "-:~") == ""
}

// beginsBoilerplate reports whether a line, and all after it, is what a program
// for meetings at a distance adds.
func beginsBoilerplate(line string) bool {
	if len(line) >= 20 && strings.Trim(line, "_") == "" { // Teams
		return true
	}
	if len(line) > 300 {
		return false
	}
	line = strings.ToLower(line)
	for _, mark := range boilerplate {
		if strings.Contains(line, mark) {
			return true
		}
	}
	return false
}

// boilerplate are words by which such texts begin, in lower case.
var boilerplate = []string{
	"inviting you to a scheduled zoom meeting", "join zoom meeting", "is inviting you to a zoom meeting", "zoom planifiée", "participer à la réunion zoom", "rejoindre la réunion zoom",
	"join microsoft teams meeting", "microsoft teams meeting", "microsoft teams need help", "join the meeting now", "réunion microsoft teams", "rejoindre la réunion maintenant", "rejoindre microsoft teams", "microsoft teams-besprechung",
	"do not delete or change any of the following text", "join your webex meeting", "join webex meeting", "join with google meet", "participer avec google meet", "join by phone", "to join the video meeting, click this link",
	"please join my meeting from your computer",
}

// withoutTags returns the words of a text with markup. What is no markup stays.
func withoutTags(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	hidden := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if !hidden {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			t := z.Token()
			switch t.Data {
			case "br", "p", "div", "li", "tr", "h1", "h2", "h3", "ul", "ol":
				b.WriteByte('\n')
			case "script", "style", "title":
				hidden = t.Type == html.StartTagToken
			}
		}
	}
}

// oneLine makes one line of a text, at most so many bytes long.
func oneLine(s string, most int) string {
	s = strings.TrimSpace(s[:min(len(s), 8*most)])
	return importer.Cut(strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " "), most)
}
