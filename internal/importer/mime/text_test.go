package mime_test

import (
	"strings"
	"testing"
	"time"

	"entregent/internal/importer/mime"
)

func TestText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "Hello", "Hello"},
		{"folded", "Hello\r\n\tworld", "Hello world"},
		{"Q", "=?utf-8?Q?Caf=C3=A9_=3D?=", "Café ="},
		{"B", "=?UTF-8?B?Q2Fmw6k=?=", "Café"},
		{"B without padding", "=?UTF-8?B?Q2Fmw6k?=", "Café"},
		{"neighbours join", "=?utf-8?Q?Caf?= =?utf-8?Q?=C3=A9?=", "Café"},
		{"a letter cut in two", "=?utf-8?B?Q2Fmww==?=\r\n =?utf-8?B?qSE=?=", "Café!"},
		{"text between", "=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"},
		{"words glued to text", "(=?utf-8?Q?a?=)", "(a)"},
		{"unencoded spaces in Q", "=?utf-8?Q?hello big world?=", "hello big world"},
		{"never closed", "=?utf-8?Q?Caf=C3=A9", "Café"},
		{"closed by the next", "=?utf-8?Q?a_=?utf-8?Q?b?=", "a b"},
		{"language", "=?utf-8*fr?Q?=C3=A9t=C3=A9?=", "été"},
		{"unknown encoding letter stays", "=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
		{"no encoded word", "a =? b ?=", "a =? b ?="},
		{"windows-1252", "=?windows-1252?Q?=93quoted=94_=80?=", "“quoted” €"},
		{"iso-8859-15", "=?iso-8859-15?Q?=A4?=", "€"},
		{"koi8-r", "=?koi8-r?B?8NLJ18XU?=", "Привет"},
		{"shift_jis", "=?Shift_JIS?B?k/qWew==?=", "日本"},
		{"iso-2022-jp", "=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "日本"},
		{"iso-2022-jp without saying so", "\x1b$BF|K\\\x1b(B", "日本"},
		{"euc-kr", "=?euc-kr?B?x9GxuQ==?=", "한국"},
		{"ks_c_5601-1987", "=?ks_c_5601-1987?B?x9GxuQ==?=", "한국"},
		{"gb18030", "=?gb18030?B?1tDOxA==?=", "中文"},
		{"gb2312", "=?gb2312?B?1tDOxA==?=", "中文"},
		{"utf-7", "=?utf-7?Q?Fr+APY-sche_+-?=", "Frösche +"},
		{"unknown charset is guessed", "=?x-nobody?Q?caf=E9?=", "café"},
		{"Latin-1 that is UTF-8", "=?iso-8859-1?Q?caf=C3=A9?=", "café"},
		{"raw UTF-8", "été", "été"},
		{"raw windows-1252", "\xE9t\xE9 \x85", "été …"},
		{"line breaks cannot be smuggled in", "=?utf-8?Q?a=0D=0ABcc:_x?=", "a Bcc: x"},
		{"controls and directions are dropped", "a\x00b\u202Ec", "abc"},
	}
	d := mime.Decoder{Limits: limits}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := d.Text([]byte(tt.in)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParseDate(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	const none = "none"
	tests := []struct{ in, want string }{
		{"Mon, 2 Jan 2006 15:04:05 +0100", "2006-01-02T14:04:05Z"},
		{"Mon, 2 Jan 2006 15:04:05 -0700 (PDT)", "2006-01-02T22:04:05Z"},
		{"2 Jan 06 15:04 PST (comment (nested))", "2006-01-02T23:04:00Z"},
		{"Fri, 21 Nov 97 09(comment):55:06 -0600", "1997-11-21T15:55:06Z"},
		{"Sun, 5 Jan 103 10:00:00 GMT", "2003-01-05T10:00:00Z"},
		{"Mon Jan  2 15:04:05 2006", "2006-01-02T14:04:05Z"},
		{"Mon Jan 02 15:04:05 +0000 2006", "2006-01-02T15:04:05Z"},
		{"Mon Jan 2 15:04:05 EST 2006", "2006-01-02T20:04:05Z"},
		{"Monday, January 2, 2006 3:04:05 PM", "2006-01-02T14:04:05Z"},
		{"2 Jan 2006 12:04:05 AM +0000", "2006-01-02T00:04:05Z"},
		{"2006-01-02T15:04:05Z", "2006-01-02T15:04:05Z"},
		{"2006-01-02T15:04:05+02:00", "2006-01-02T13:04:05Z"},
		{"2006-01-02 15:04:05", "2006-01-02T14:04:05Z"},
		{"2006-01-02 15:04:05 -0500", "2006-01-02T20:04:05Z"},
		{"02/01/2006 15:04", "2006-01-02T14:04:00Z"},
		{"1/31/2006 3:04:05 PM", "2006-01-31T14:04:05Z"},
		{"31.01.2006 15:04:05", "2006-01-31T14:04:05Z"},
		{"2-Jan-2006 15:04:05", "2006-01-02T14:04:05Z"},
		{"lun., 2 janv. 2006 15:04:05 +0100", "2006-01-02T14:04:05Z"},
		{"mar. 3 févr. 2026 09:00", "2026-02-03T08:00:00Z"},
		{"mardi 4 août 2026 09:00", "2026-08-04T07:00:00Z"},
		{"Di, 3 Mär 2026 09:00:00 +0100", "2026-03-03T08:00:00Z"},
		{"Mon, 2 Jan 2006 15:04:05 GMT+2", "2006-01-02T13:04:05Z"},
		{"Mon, 2 Jan 2006 15:04:05", "2006-01-02T14:04:05Z"},
		{"Mon, 2 Jan 2006 15:04:05 +9999", "2006-01-02T15:04:05Z"},
		{"Mon, 2 Jan 2006", "2006-01-02T11:00:00Z"},
		{"Mon, 2 Jan 2006 15:04:60 +0000", "2006-01-02T15:05:00Z"},
		{"Mon,\r\n 2 Jan 2006\r\n 15:04:05 +0000", "2006-01-02T15:04:05Z"},
		{"Mon, 32 Foo 0000 25:61:61 +9999", none},
		{"Mon, 2 Jan 2006 25:00:00 +0000", none},
		{"Whenever", none},
		{"", none},
		{"((((((((", none},
	}
	for _, tt := range tests {
		got := none
		if at, ok := mime.ParseDate(tt.in, paris); ok {
			got = at.UTC().Format(time.RFC3339)
		}
		if got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestOwnWords(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"all of it", "Bonjour,\n\n\nÀ demain.\n", "Bonjour,\n\nÀ demain."},
		{"signature", "Hi\n-- \nAnn\nAcme", "Hi"},
		{"signature that lost its space", "Hi\n--\nAnn", "Hi"},
		{"answer above, English", "Yes!\n\nOn Mon, Jan 2, 2006 at 3:04 PM Bob <bob@x.example> wrote:\n> Coming?\n> Bob", "Yes!"},
		{"answer above, French", "Oui !\n\nLe lun. 2 janv. 2006 à 15:04, Bob <bob@x.example> a écrit\u00A0:\n\n> Tu viens ?", "Oui !"},
		{"attribution over two lines", "Oui\n\nLe lundi 2 janvier 2006 à 15:04, Robert Dupont-Martin\n<bob@x.example> a écrit :\n> Tu viens ?", "Oui"},
		{"quote without marks", "Oui\n\nLe 2 janvier 2006, Bob a écrit :\n\nTu viens ?\nBob", "Oui"},
		{"answers between", "Bob a écrit :\n> One?\nYes.\n> Two?\nNo.", "Yes.\nNo."},
		{"German", "Ja\n\nAm 02.01.2006 um 15:04 schrieb Bob <bob@x.example>:\n> Kommst du?", "Ja"},
		{"Outlook", "Done.\n\n-----Original Message-----\nFrom: Bob\nSent: Monday\nTo: Ann\nSubject: x\n\nPlease", "Done."},
		{"Outlook, French", "Fait.\n\n-----Message d’origine-----\nDe : Bob\n", "Fait."},
		{"Outlook, header block", "Fait.\n\nDe : Bob <bob@x.example>\nEnvoyé : lundi 2 janvier 2006 15:04\nÀ : Ann\nObjet : x\n\nMerci de", "Fait."},
		{"a rule before the block", "Done\n________________________________\nFrom: Bob\nSent: Monday\nTo: Ann\n\nText", "Done"},
		{"forwarded", "For you.\n\n---------- Forwarded message ---------\nFrom: Bob\n", "For you."},
		{"telephone", "OK\n\nSent from my iPhone", "OK"},
		{"telephone, French", "OK\n\nEnvoyé de mon iPhone\n\nLe 2 janv. 2006 à 15:04, Bob <b@x.example> a écrit :\n\n> x", "OK"},
		{"not an attribution", "On Monday we meet.\nAs she wrote: hello\n", "On Monday we meet.\nAs she wrote: hello"},
		{"From in the middle of a sentence", "From: what I see\nall is well.", "From: what I see\nall is well."},
		{"nothing of one's own", "> a\n> b\n", ""},
	}
	d := mime.Decoder{Limits: limits}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := d.OwnWords(tt.in, 8<<10); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if got := d.OwnWords(strings.Repeat("é", 100), 11); got != strings.Repeat("é", 5) {
		t.Errorf("cut to %q", got)
	}
}

func TestHTMLText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"blocks", "<p>Hello <b>Ann</b>,</p><p>see   you\n soon</p>", "Hello Ann,\n\nsee you soon"},
		{"br and div", "a<br>b<div>c</div>d", "a\nb\nc\nd"},
		{"entities", "Caf&eacute; &amp; th&#233; &lt;3&nbsp;!", "Café & thé <3 !"},
		{"style and script", "<head><style>p{}</style><title>t</title></head><script>if(a<b)</script>x", "x"},
		{"quoted mail", "Yes<blockquote type=cite>Coming?<br>Bob</blockquote>", "Yes\n> Coming?\n> Bob"},
		{"attribute with a bracket", `<a title="a>b">link</a>`, "link"},
		{"attribute never closed", `<a title="b>link`, "link"},
		{"comment", "a<!-- <p>no</p> -->b", "ab"},
		{"lone bracket", "1 < 2 and 2 > 1", "1 < 2 and 2 > 1"},
		{"list", "<ul><li>one</li><li>two</li></ul>", "one\ntwo"},
		{"pre", "<pre>a\nb</pre>", "a\nb"},
		{"style never closed", "<style>p{} x", "p{} x"},
	}
	d := mime.Decoder{Limits: limits}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.TrimSpace(d.HTMLText(tt.in, 1<<20)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
