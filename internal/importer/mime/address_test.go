package mime_test

import (
	"strings"
	"testing"

	"entregent/internal/importer/mime"
)

func TestAddresses(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"address alone", "ann@x.example", " <ann@x.example>;"},
		{"name and address", "Ann Bell <ann@x.example>", "Ann Bell <ann@x.example>;"},
		{"quoted name with comma", `"Okafor, Ben" <ben@x.example>, c@x.example`, "Okafor, Ben <ben@x.example>; <c@x.example>;"},
		{"escaped quotes", `"Giant; \"Big\" Box" <g@x.example>`, `Giant; "Big" Box <g@x.example>;`},
		{"old style comment", "ann@x.example (Ann Bell)", "Ann Bell <ann@x.example>;"},
		{"comments everywhere", `Pete(A nice \) chap) <pete(his account)@x.example(his host)>`, "Pete <pete@x.example>;"},
		{"group", "Friends: ann@x.example, Bob <bob@x.example>; cy@x.example", " <ann@x.example>;Bob <bob@x.example>; <cy@x.example>;"},
		{"nobody shown", "undisclosed-recipients:;", ""},
		{"semicolons", "Ann <ann@x.example>; Bob <bob@x.example>;", "Ann <ann@x.example>;Bob <bob@x.example>;"},
		{"unclosed quote", `"Ann <ann@x.example>, bob@x.example`, "Ann <ann@x.example>; <bob@x.example>;"},
		{"quote that swallowed an address", `"Ann <ann@x.example>, "Bob" <bob@x.example>`, "Ann <ann@x.example>;Bob <bob@x.example>;"},
		{"unclosed angle", "Ann <ann@x.example, Bob <bob@x.example>", "Ann <ann@x.example>;Bob <bob@x.example>;"},
		{"double angle", "Ann <<ann@x.example>>", "Ann <ann@x.example>;"},
		{"route", "<@a.example,@b.example:ann@x.example>", " <ann@x.example>;"},
		{"mailto", "<mailto:ann@x.example>", " <ann@x.example>;"},
		{"spaces around at and dot", "ann . bell @ x . example", " <ann.bell@x.example>;"},
		{"name without angles", "Ann Bell ann@x.example", "Ann Bell <ann@x.example>;"},
		{"no separator", "ann@x.example bob@x.example", " <ann@x.example>; <bob@x.example>;"},
		{"angles without separator", "<ann@x.example> <bob@x.example>", " <ann@x.example>; <bob@x.example>;"},
		{"encoded name", "=?utf-8?Q?Ren=C3=A9_Dupr=C3=A9?= <rene@x.example>", "René Dupré <rene@x.example>;"},
		{"encoded name within quotes", `"=?iso-8859-1?Q?J=FCrgen?=" <j@x.example>`, "Jürgen <j@x.example>;"},
		{"encoded name with a raw comma", "=?utf-8?Q?Dupr=C3=A9,_Ren=C3=A9?= <rene@x.example>", "Dupré, René <rene@x.example>;"},
		{"raw UTF-8 name", "René Dupré <rene@x.example>", "René Dupré <rene@x.example>;"},
		{"raw Latin-1 name", "Ren\xE9 <rene@x.example>", "René <rene@x.example>;"},
		{"international domain is kept", "Ann <ann@bücher.example>", "Ann <ann@bücher.example>;"},
		{"name that is the address", `"ann@x.example" <ann@x.example>`, " <ann@x.example>;"},
		{"single quotes", "'Ann Bell' <ann@x.example>", "Ann Bell <ann@x.example>;"},
		{"quoted local part", `"ann bell"@x.example`, " <ann bell@x.example>;"},
		{"folded", "Ann\r\n Bell\r\n <ann@x.example>", "Ann Bell <ann@x.example>;"},
		{"name alone", "Ann Bell", "Ann Bell <>;"},
		{"nothing but signs", `,;<>:"(`, ""},
		{"empty", "", ""},
		{"direction signs are dropped", "\u202Egro.knab <evil@x.example>", "gro.knab <evil@x.example>;"},
		{"domain literal", "ann@[IPv6:2001:db8::1]", " <ann@[IPv6:2001:db8::1]>;"},
	}
	d := mime.Decoder{Limits: limits}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list, total := d.Addresses(nil, []byte(tt.in), 100)
			if got := addresses(list); got != tt.want || total != len(list) {
				t.Errorf("got %q (%d), want %q", got, total, tt.want)
			}
		})
	}
}

func TestAddressesBeyondMaxAreCounted(t *testing.T) {
	d := mime.Decoder{Limits: limits}
	list, total := d.Addresses(nil, []byte(strings.Repeat("a@x.example,", 500)), 10)
	if len(list) != 10 || total != 500 {
		t.Errorf("listed %d of %d", len(list), total)
	}
}
