package mime_test

import (
	"strings"
	"testing"

	"entregent/internal/importer/mime"
)

func parse(mail string) (*mime.Header, []byte) {
	var h mime.Header
	body := h.Parse([]byte(mail), limits.Headers)
	return &h, body
}

func TestHeader(t *testing.T) {
	tests := []struct {
		name, in, subject, body string
		notes                   mime.Note
	}{
		{"plain", "Subject: a\nTo: b\n\nx", "a", "x", 0},
		{"CRLF", "Subject: a\r\n b\r\n\r\nx", "a b", "x", 0},
		{"any case, space before the colon", "SUBJECT : a\n\nx", "a", "x", 0},
		{"tab fold", "Subject: a\n\tb\n\nx", "a b", "x", 0},
		{"garbage line", "To: b\n<<< broken >>>\nSubject: a\n\nx", "a", "x", mime.GarbageLine},
		{"mailbox separator within", "From a@b Mon Jan 2\nSubject: a\n\nx", "a", "x", mime.GarbageLine},
		{"body without empty line", "Subject: a\nhello you\nthere", "a", "hello you\nthere", mime.GarbageLine},
		{"no header", "hello you\nthere", "", "hello you\nthere", mime.GarbageLine},
		{"empty header", "\nx", "", "x", 0},
		{"first of two", "Subject: a\nSubject: b\n\n", "a", "", 0},
		{"8-bit", "Subject: \xE9t\xE9\n\nx", "été", "x", 0},
		{"nothing", "", "", "", 0},
	}
	d := mime.Decoder{Limits: limits}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, body := parse(tt.in)
			if got := d.Text(h.Get(mime.Subject)); got != tt.subject || string(body) != tt.body || h.Notes != tt.notes {
				t.Errorf("subject %q, body %q, notes %b", got, body, h.Notes)
			}
		})
	}
}

func TestHeaderLimit(t *testing.T) {
	var h mime.Header
	body := h.Parse([]byte(strings.Repeat("X-A: b\n c\n", 5000)+"\nbody"), 1000)
	if h.Len() != 1000 || h.Notes != mime.TooManyHeaders || string(body) != "body" {
		t.Errorf("%d fields, notes %b, body %q", h.Len(), h.Notes, body)
	}
}

func TestContent(t *testing.T) {
	const multi = "Content-Type: multipart/%s; boundary=b\n\n"
	alt := strings.Replace(multi, "%s", "alternative", 1)
	mixed := strings.Replace(multi, "%s", "mixed", 1)
	tests := []struct {
		name, in, want string
		notes          mime.Note
	}{
		{"no type", "To: a\n\nhello\n", "hello\n", 0},
		{"quoted-printable", "Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=utf-8\n\nCaf=C3=A9 =\nnoir=\n =zz", "Café noir =zz", 0},
		{"base64", "Content-Transfer-Encoding: BASE64\nContent-Type: text/plain; charset=utf-8\n\nQ2Fm\nw6k=\n", "Café", 0},
		{"base64 with junk", "Content-Transfer-Encoding: base64\nContent-Type: text/plain; charset=utf-8\n\nQ2!Fm\nw6k\n", "Café", 0},
		{"charset", "Content-Type: text/plain; charset=iso-8859-1\n\nt\xEAte", "tête", 0},
		{"unknown charset", "Content-Type: text/plain; charset=nobody\n\nt\xEAte", "tête", mime.UnknownCharset},
		{"no charset", "To: a\n\nt\xEAte", "tête", 0},
		{"html", "Content-Type: text/html\n\n<p>a</p><p>b</p>", "a\n\nb\n\n", 0},
		{"alternative: plain", alt + "--b\nContent-Type: text/html\n\n<p>h\n--b\nContent-Type: text/plain\n\np\n--b--\n", "p", 0},
		{"mixed: the first", mixed + "--b\nContent-Type: text/html\n\n<p>h\n--b\nContent-Type: text/plain\n\nfooter\n--b--\n", "h", 0},
		{"alternative with an empty plain part", alt + "--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>h\n--b--\n", "h", 0},
		{"attachment before text", mixed + "--b\nContent-Disposition: attachment\n\nfile\n--b\n\ntext\n--b--\n", "text", 0},
		{"attached mail is not the writer's", mixed + "--b\nContent-Type: message/rfc822\n\nTo: a\n\ninner\n--b\n\ntext\n--b--\n", "text", 0},
		{"nested", mixed + "--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\ninner\n--bb--\n--b--\n", "inner", 0},
		{"boundary that begins another", mixed + "--b\n\nx\n--bb\ny\n--b--\n", "x\n--bb\ny", 0},
		{"boundary in quotes with spaces behind", "Content-Type: multipart/mixed; boundary=\"b c\"\n\n--b c  \n\nx\n--b c--\n", "x", 0},
		{"boundary after a lost semicolon", "Content-Type: multipart/mixed\n boundary=b\n\n--b\n\nx\n--b--\n", "x", 0},
		{"boundary nowhere said", "Content-Type: multipart/mixed\n\n--b\n\nx\n--b--\n", "x", 0},
		{"boundary that never comes", mixed + "x\n", "x\n", mime.NoBoundary},
		{"boundary in pieces", "Content-Type: multipart/mixed; boundary*0=a; boundary*1=\"b c\"\n\n--ab c\n\nx\n--ab c--\n", "x", 0},
		{"never closed", mixed + "--b\n\nx\n", "x\n", 0},
		{"part without its empty line", mixed + "--b\nContent-Type: text/plain\n--b\n\nx\n--b--\n", "x", 0},
		{"flowed", "Content-Type: text/plain; format=flowed\n\nlong \nline\n>quote \n>goes on\n end\n-- \nAnn", "long line\n> quote goes on\nend\n-- \nAnn", 0},
		{"flowed, space not part of it", "Content-Type: text/plain; format=flowed; delsp=yes\n\nla \nng", "lang", 0},
		{"first part of a digest is no text", "Content-Type: multipart/digest; boundary=b\n\n--b\n\nTo: a\n\ninner\n--b--\n", "", 0},
	}
	d := mime.Decoder{Limits: limits}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, body := parse(tt.in)
			c := d.Content(h, body, 8<<10, false)
			if strings.TrimRight(c.Text, "\n") != strings.TrimRight(tt.want, "\n") || c.Notes != tt.notes {
				t.Errorf("got %q, notes %b; want %q, %b", c.Text, c.Notes, tt.want, tt.notes)
			}
		})
	}
}

func TestMailboxQuoting(t *testing.T) {
	d := mime.Decoder{Limits: limits}
	h, body := parse("To: a\n\n>From here\n>>From there\n> From a quote\n")
	if got, want := d.Content(h, body, 8<<10, true).Text, "From here\n>From there\n> From a quote\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCalendar(t *testing.T) {
	d := mime.Decoder{Limits: limits}
	for in, want := range map[string]string{
		"Content-Type: text/calendar; method=reply\n\nBEGIN:VCALENDAR":                                                "REPLY",
		"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n":                                        "REQUEST",
		"Content-Type: text/calendar\n\nBEGIN:VCALENDAR":                                                              "NONE",
		"Content-Type: text/plain\n\nMETHOD:REQUEST":                                                                  "",
		"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: text/calendar; method=REQUEST\n\n": "REQUEST",
	} {
		h, body := parse(in)
		if got := d.Content(h, body, 8<<10, false).Calendar; got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
