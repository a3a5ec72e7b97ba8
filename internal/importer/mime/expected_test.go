package mime_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entregent/internal/importer/importertest"
	"entregent/internal/importer/mime"
)

// rulings lists where we read on purpose something else than the collection's
// author expects, by file and field.
var rulings = map[string]string{
	"malformed/002 text": "a multipart whose boundary never comes still holds words; better shown than lost",
	"malformed/004 text": "the same: --ab is no line of boundary a",
	"malformed/006 text": "an inner part without its end is read as text, where the other calls it an attachment",
	"malformed/019 text": "the first part is empty; the first part with words is what was written",
}

// TestAgainstExpected compares with what another mail parser's authors expect
// of broken, standard and other people's test mails.
func TestAgainstExpected(t *testing.T) {
	root := importertest.Shared(t, "samples", "mail", "mailparser")
	paths, _ := filepath.Glob(filepath.Join(root, "*", "*.json"))
	if len(paths) == 0 {
		t.Fatal("no expectations")
	}
	equal, all, used := 0, 0, map[string]bool{}
	for _, path := range paths {
		rel, _ := filepath.Rel(root, strings.TrimSuffix(path, ".json"))
		want := expected(t, path)
		got := fields(t, strings.TrimSuffix(path, ".json")+".eml")
		for name, w := range want {
			all++
			id := filepath.ToSlash(rel) + " " + name
			switch {
			case got[name] == w:
				equal++
				if rulings[id] != "" {
					t.Errorf("%s: a ruling for what is equal", id)
				}
			case rulings[id] != "":
				used[id] = true
			default:
				t.Errorf("%s:\n got %q\nwant %q", id, got[name], w)
			}
		}
	}
	t.Logf("%d of %d fields equal, %d by ruling", equal, all, len(used))
	for id := range rulings {
		if !used[id] {
			t.Errorf("ruling without use: %s", id)
		}
	}
}

func fields(t *testing.T, path string) map[string]string {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var h mime.Header
	d := mime.Decoder{Limits: limits}
	body := h.Parse(data, limits.Headers)
	out := map[string]string{}
	for name, k := range map[string]mime.Key{"from": mime.From, "to": mime.To, "cc": mime.Cc, "bcc": mime.Bcc, "sender": mime.Sender, "reply_to": mime.ReplyTo} {
		list, _ := d.Addresses(nil, h.Get(k), 1000)
		out[name] = addresses(list)
	}
	out["subject"] = d.Text(h.Get(mime.Subject))
	out["message_id"] = strings.Trim(d.Text(h.Get(mime.MessageID)), "<>")
	if at, ok := mime.ParseDate(string(h.Get(mime.Date)), time.UTC); ok {
		out["date"] = at.UTC().Format(time.RFC3339)
	}
	out["text"] = flat(d.Content(&h, body, 8<<10, false).Text)
	return out
}

var limits = mime.Limits{Headers: 1000, Parts: 1000, Depth: 20}

func addresses(list []mime.Address) string {
	var b strings.Builder
	for _, a := range list {
		fmt.Fprintf(&b, "%s <%s>;", a.Name, a.Spec)
	}
	return b.String()
}

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

type jsonMail struct {
	TextBody []int `json:"text_body"`
	Parts    []struct {
		Headers []struct {
			Name  any
			Value json.RawMessage
		}
		Body json.RawMessage
	}
}

func expected(t *testing.T, path string) map[string]string {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var m jsonMail
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, h := range m.Parts[0].Headers {
		name, _ := h.Name.(string)
		if _, twice := out[name]; twice {
			continue
		}
		switch name {
		case "from", "to", "cc", "bcc", "sender", "reply_to":
			out[name] = jsonAddresses(h.Value)
		case "subject", "message_id":
			var v struct{ Text string }
			json.Unmarshal(h.Value, &v)
			out[name] = v.Text
		case "date":
			out[name] = jsonDate(h.Value)
		}
	}
	out["text"] = ""
	if len(m.TextBody) > 0 {
		var v struct{ Text, Html string }
		json.Unmarshal(m.Parts[m.TextBody[0]].Body, &v)
		if v.Html != "" {
			d := mime.Decoder{}
			v.Text = d.HTMLText(v.Html, 1<<20)
		}
		out["text"] = flat(v.Text)
	}
	return out
}

func jsonAddresses(raw json.RawMessage) string {
	type address struct{ Name, Address *string }
	var v struct {
		Address struct {
			List  []address
			Group []struct{ Addresses []address }
		}
	}
	json.Unmarshal(raw, &v)
	list := v.Address.List
	for _, g := range v.Address.Group {
		list = append(list, g.Addresses...)
	}
	var b strings.Builder
	for _, a := range list {
		var name, spec string
		if a.Name != nil {
			name = *a.Name
		}
		if a.Address != nil {
			spec = *a.Address
		}
		fmt.Fprintf(&b, "%s <%s>;", name, spec)
	}
	return b.String()
}

func jsonDate(raw json.RawMessage) string {
	if bytes.Equal(raw, []byte(`"Empty"`)) {
		return ""
	}
	var v struct {
		DateTime struct {
			Year, Month, Day, Hour, Minute, Second int
			Before                                 bool `json:"tz_before_gmt"`
			TzHour                                 int  `json:"tz_hour"`
			TzMinute                               int  `json:"tz_minute"`
		}
	}
	json.Unmarshal(raw, &v)
	d := v.DateTime
	off := d.TzHour*3600 + d.TzMinute*60
	if d.Before {
		off = -off
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, d.Hour, d.Minute, d.Second, 0, time.FixedZone("", off)).UTC().Format(time.RFC3339)
}
