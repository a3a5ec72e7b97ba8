package calendar

import (
	"strings"

	"entregent/internal/importer/ical"
	"entregent/internal/network"
)

// A venue is where an event took place, as far as it says.
type venue struct {
	place      string // a place one can go to
	telephone  bool
	conference bool
}

// channel decides by rulings §3: a link and no place is a video call; a place is
// in person; a telephone number is a call; nothing is a meeting somewhere.
func (v venue) channel() network.Channel {
	switch {
	case v.place != "":
		return network.InPerson
	case v.telephone:
		return network.Call
	case v.conference:
		return network.Video
	}
	return network.Meeting
}

// maxScanned bounds how much of a description is searched for links, in bytes.
const maxScanned = 64 << 10

func findVenue(c *ical.Component) venue {
	var v venue
	v.location(c.Text("LOCATION"))
	for i := range c.Props {
		p := &c.Props[i]
		switch p.Name {
		case "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK", "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK":
			v.linked(p)
		case "DESCRIPTION", "URL", "X-ALT-DESC":
			v.conference = v.conference || hasConference(p.Text())
		}
	}
	return v
}

// linked takes a property that is there to say how to join.
func (v *venue) linked(p *ical.Property) {
	scheme, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(p.Value)), ":")
	switch {
	case scheme == "tel":
		v.telephone = v.telephone || !v.conference
	case scheme == "http", scheme == "https":
		if !strings.EqualFold(p.Param("FEATURE"), "CHAT") {
			v.conference, v.telephone = true, false
		}
	}
}

// location takes LOCATION apart: Outlook puts several into one, between
// semicolons.
func (v *venue) location(s string) {
	if len(s) > maxScanned {
		s = s[:maxScanned]
	}
	var places []string
	for _, piece := range strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '\n' || r == '|' }) {
		words, link := withoutLinks(piece)
		v.conference = v.conference || link
		words = strings.Trim(words, " \t,-–:()<>")
		switch {
		case words == "":
		case isTelephone(words):
			v.telephone = true
		case everyWord(words, telephoneWords):
			v.telephone = true
		case everyWord(words, nowhereWords):
		case everyWord(words, onlineWords):
			v.conference = true
		default:
			places = append(places, words)
		}
	}
	v.place = oneLine(strings.Join(places, ", "), maxPlace)
}

// withoutLinks returns a text without its links, and whether it had one. Any
// link in the place of a place is a way to meet at a distance.
func withoutLinks(s string) (rest string, link bool) {
	var kept []string
	for _, w := range strings.Fields(s) {
		if isLink(w) {
			link = true
			continue
		}
		kept = append(kept, w)
	}
	return strings.Join(kept, " "), link
}

func isLink(w string) bool {
	w = strings.ToLower(strings.Trim(w, "<>()[],."))
	return strings.Contains(w, "://") || strings.HasPrefix(w, "www.") || isConferenceHost(strings.SplitN(w, "/", 2)[0])
}

// isTelephone reports whether a text is a telephone number, perhaps after a
// word that says so, perhaps with a code to dial after it.
func isTelephone(s string) bool {
	digits, others := 0, 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune(" +().-–/\u00a0\u202f#,:*", r):
		default:
			others++
		}
	}
	if digits < 6 {
		return false
	}
	if others == 0 {
		return digits <= 20 && strings.ContainsAny(s, " +().-") || digits >= 9 && digits <= 15
	}
	letters := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return ' '
		}
		return r
	}, s)
	return digits >= 8 && everyWord(letters, telephoneWords)
}

func everyWord(s string, known map[string]bool) bool {
	words := strings.Fields(network.Fold(s))
	for _, w := range words {
		if !known[w] && !fillers[w] {
			return false
		}
	}
	for _, w := range words {
		if known[w] {
			return true
		}
	}
	return false
}

func words(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

var (
	fillers        = words("a au aux by call code de d du en id in la le l link lien meeting meet on ou par per reunion sur the via besprechung room salle")
	telephoneWords = words("appel phone tel telephone telephonique mobile portable call dial ext poste code pin")
	nowhereWords   = words("tbd tba tbc ? definir preciser confirmer determined confirmed none aucun aucune")
	onlineWords    = words("bigbluebutton conference discord distance distanciel facetime google gotomeeting hangouts jitsi ligne livestorm " +
		"meet microsoft online remote skype teams video videoconference videocall virtual virtuel virtuelle visio visioconference visioconf web webex webinar webinaire whereby whatsapp zoom")
)

// hosts are the services that hold meetings at a distance, by the end of their
// names.
var hosts = []string{
	"meet.google.com", "hangouts.google.com", "zoom.us", "zoom.com", "zoomgov.com", "teams.microsoft.com", "teams.live.com", "teams.microsoft.us",
	"webex.com", "meet.jit.si", "8x8.vc", "whereby.com", "gotomeeting.com", "gotomeet.me", "gotowebinar.com", "bluejeans.com",
	"chime.aws", "join.skype.com", "meet.lync.com", "livestorm.co", "bigbluebutton.org", "rendez-vous.renater.fr",
	"visio.numerique.gouv.fr", "webconf.numerique.gouv.fr", "webinaire.numerique.gouv.fr", "kmeet.infomaniak.com", "pexip.me",
	"gather.town", "facetime.apple.com", "starleaf.com", "ringcentral.com", "discord.gg", "meet.proton.me", "framatalk.org", "tixeo.net",
}

func isConferenceHost(host string) bool {
	host, _, _ = strings.Cut(host, ":")
	for _, h := range hosts {
		if host == h || strings.HasSuffix(host, "."+h) {
			return true
		}
	}
	first, rest, _ := strings.Cut(host, ".")
	return strings.Contains(rest, ".") && (first == "meet" || first == "visio" || first == "bbb" || first == "jitsi")
}

// hasConference looks for the link of a meeting among the links of a text.
func hasConference(s string) bool {
	s = strings.ToLower(s[:min(len(s), maxScanned)])
	for {
		_, rest, ok := strings.Cut(s, "://")
		if !ok {
			return false
		}
		end := strings.IndexFunc(rest, func(r rune) bool { return strings.ContainsRune("/?# \t\n\"'<>)", r) })
		if end < 0 {
			end = len(rest)
		}
		if isConferenceHost(rest[:end]) {
			return true
		}
		s = rest
	}
}
