package vcard

import (
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/phone"
	"entregent/internal/network"
)

// rules say what each property gives. What is not listed becomes a fact Other
// under its own name.
var rules = map[string]func(*builder, *Property){
	"EMAIL": (*builder).email, "MAIL": (*builder).email,
	"TEL": (*builder).tel, "PHONE": (*builder).tel, "TELEPHONENUMBER": (*builder).tel,
	"URL": (*builder).url, "X-SOCIALPROFILE": (*builder).social, "SOCIALPROFILE": (*builder).social, "IMPP": (*builder).impp,
	"UID": (*builder).uid, "REV": (*builder).rev,

	"ORG": (*builder).organisation, "O": (*builder).organisation,
	"TITLE": as(network.FactTitle), "ROLE": (*builder).role, "X-DEPARTMENT": as(network.FactDepartment), "OU": as(network.FactDepartment),
	"NOTE": as(network.FactNote), "HOBBY": as(network.FactInterest), "INTEREST": as(network.FactInterest),
	"LANG": as(network.FactLanguage), "LANGUAGE": as(network.FactLanguage),
	"NICKNAME": listed(network.FactNickname), "CATEGORIES": (*builder).categories,
	"ADR": (*builder).address, "LABEL": (*builder).addressLabel,

	"BDAY": (*builder).birthday, "ANNIVERSARY": (*builder).anniversary, "X-ANNIVERSARY": (*builder).anniversary,
	"X-EVOLUTION-ANNIVERSARY": (*builder).anniversary, "X-MS-ANNIVERSARY": (*builder).anniversary,
	"X-KADDRESSBOOK-X-ANNIVERSARY": (*builder).anniversary, "X-ABDATE": (*builder).anniversary,
	"DEATHDATE": (*builder).death, "X-DEATHDATE": (*builder).death,

	"RELATED": (*builder).related, "X-ABRELATEDNAMES": (*builder).related, "AGENT": (*builder).agentText,
	"X-SPOUSE": relation("spouse"), "X-EVOLUTION-SPOUSE": relation("spouse"), "X-MS-SPOUSE": relation("spouse"), "X-KADDRESSBOOK-X-SPOUSESNAME": relation("spouse"),
	"X-MANAGER": relation("manager"), "X-EVOLUTION-MANAGER": relation("manager"), "X-MS-MANAGER": relation("manager"), "X-KADDRESSBOOK-X-MANAGERSNAME": relation("manager"),
	"X-ASSISTANT": relation("assistant"), "X-EVOLUTION-ASSISTANT": relation("assistant"), "X-MS-ASSISTANT": relation("assistant"), "X-KADDRESSBOOK-X-ASSISTANTSNAME": relation("assistant"),
	"X-CHILD": relation("child"), "X-MS-CHILD": relation("child"),
	"X-ANDROID-CUSTOM": (*builder).android,

	"X-SKYPE": im("skype"), "X-SKYPE-USERNAME": im("skype"), "X-AIM": im("aim"), "X-ICQ": im("icq"), "X-JABBER": im("xmpp"),
	"X-MSN": im("msn"), "X-YAHOO": im("yahoo"), "X-GTALK": im("gtalk"), "X-GOOGLE-TALK": im("gtalk"), "X-GADUGADU": im("gadugadu"),
	"X-GROUPWISE": im("groupwise"), "X-QQ": im("qq"), "X-SIP": im("sip"), "X-MS-IMADDRESS": im("im"), "X-TELEGRAM": im("telegram"), "X-MATRIX": im("matrix"),
	"X-TWITTER": account("twitter"), "X-FACEBOOK": account("facebook"), "X-XING": account("xing"), "X-LINKEDIN": account("linkedin"),

	"PHOTO": leftOut("photo"), "LOGO": leftOut("photo"), "SOUND": leftOut("attachment"), "KEY": leftOut("attachment"),

	// What tells of the file, not of the person, or was used already.
	"VERSION": nothing, "PRODID": nothing, "PROFILE": nothing, "MAILER": nothing, "CLIENTPIDMAP": nothing, "FN": nothing, "N": nothing, "CN": nothing,
	"KIND": nothing, "X-ABLABEL": nothing, "X-ABADR": nothing, "X-ABSHOWAS": nothing, "X-ABUID": nothing, "X-GENERATOR": nothing, "SORT-STRING": nothing,
	"SN": nothing, "X-EVOLUTION-FILE-AS": nothing,
	"X-MS-OL-DESIGN": nothing, "X-MS-OL-DEFAULT-POSTAL-ADDRESS": nothing, "X-COUCHDB-APPLICATION-ANNOTATIONS": nothing,
}

func (b *builder) property(p *Property) {
	if rule, known := rules[strings.ToUpper(p.Name)]; known {
		rule(b, p)
		return
	}
	b.other(p)
}

// other keeps a value without a meaning of its own under the name of its
// property, and under its label where it has one.
func (b *builder) other(p *Property) {
	label := strings.TrimPrefix(strings.ToLower(p.Name), "x-")
	if l := b.label(p); l != "" {
		label += ", " + l
	}
	b.fact(network.FactOther, p.Text(), label)
}

func nothing(*builder, *Property) {}

// as keeps the text as one kind of fact.
func as(kind network.FactKind) func(*builder, *Property) {
	return func(b *builder, p *Property) { b.fact(kind, p.Text(), b.label(p)) }
}

// listed keeps every value of a list as one kind of fact.
func listed(kind network.FactKind) func(*builder, *Property) {
	return func(b *builder, p *Property) {
		for _, v := range p.List() {
			b.fact(kind, v, b.label(p))
		}
	}
}

// relation keeps a name as that of a person so related.
func relation(label string) func(*builder, *Property) {
	return func(b *builder, p *Property) { b.fact(network.FactRelated, oneLineName(p.Text()), label) }
}

// leftOut reports a value that is not kept.
func leftOut(reason string) func(*builder, *Property) {
	return func(b *builder, p *Property) {
		if strings.TrimSpace(p.Value) != "" {
			b.left = append(b.left, importer.NewIgnored(importer.Pos{File: b.file, Line: p.Line}, 0, reason, p.Name))
		}
	}
}

// role stands in for a title where there is none: of two, the card could not say
// which to show.
func (b *builder) role(p *Property) {
	for i := range b.source.Props {
		if q := &b.source.Props[i]; q.Depth == 0 && q.Is("TITLE") {
			b.other(p)
			return
		}
	}
	b.fact(network.FactTitle, p.Text(), b.label(p))
}

func (b *builder) email(p *Property) {
	if h, ok := network.NewEmail(p.Text()); ok {
		b.handle(h)
		return
	}
	b.other(p)
}

// tel takes a telephone number for the person's own, except where the card says
// that several share it or that it is no telephone.
func (b *builder) tel(p *Property) {
	for _, word := range append(p.Types(), strings.ToLower(b.label(p))) {
		switch word {
		case "fax", "homefax", "workfax", "otherfax", "pager", "main", "companymain", "company", "assistantphone", "assistant", "pcs", "modem", "bbs":
			b.other(p)
			return
		}
	}
	if h, ok := phone.Handle(p.Text(), b.opt.Country); ok {
		b.handle(h)
		return
	}
	b.other(p)
}

// minUID is the least length of a UID that nobody else can have: a UUID has 32
// digits, the identifiers of servers 16 and more. Counters are shorter.
const minUID, maxUID = 16, 255

func (b *builder) uid(p *Property) {
	uid := plainUID(p.Text())
	for _, group := range b.groups[uid] {
		b.fact(network.FactTag, group, "")
	}
	if len(uid) >= minUID && len(uid) <= maxUID {
		b.handle(network.Handle{Kind: network.CardUID, Value: uid})
		return
	}
	b.other(p)
}

func (b *builder) organisation(p *Property) {
	parts := p.Fields()
	if b.org == "" {
		b.org = oneLineName(parts[0])
	}
	b.fact(network.FactOrganisation, oneLineName(parts[0]), b.label(p))
	b.fact(network.FactDepartment, strings.Join(tidy(parts[1:]), ", "), b.label(p))
}

// categories become tags, but for the one that Google puts on every card.
func (b *builder) categories(p *Property) {
	for _, v := range p.List() {
		if flat := strings.ReplaceAll(network.Fold(v), " ", ""); flat != "mycontacts" {
			b.fact(network.FactTag, v, "")
		}
	}
}

// address gives the whole in one line, and town and country to search by.
func (b *builder) address(p *Property) {
	parts := p.Fields()
	for i := range parts {
		parts[i] = strings.Trim(strings.Join(tidy(strings.Split(parts[i], "\n")), ", "), " ,")
	}
	for len(parts) < 7 {
		parts = append(parts, "")
	}
	town := strings.TrimSpace(parts[5] + " " + parts[3])
	label := b.label(p)
	b.fact(network.FactAddress, strings.Join(tidy([]string{parts[0], parts[1], parts[2], town, parts[4], parts[6]}), ", "), label)
	b.fact(network.FactTown, parts[3], label)
	b.fact(network.FactCountry, parts[6], label)
}

// addressLabel keeps the address as it is written on an envelope, where the card
// does not give it in parts as well.
func (b *builder) addressLabel(p *Property) {
	for i := range b.source.Props {
		if b.source.Props[i].Is("ADR") {
			return
		}
	}
	b.fact(network.FactAddress, strings.Join(tidy(strings.Split(p.Text(), "\n")), ", "), b.label(p))
}

// related names somebody; a mere reference to another card is kept as it is.
func (b *builder) related(p *Property) {
	name := oneLineName(p.Text())
	if strings.Contains(name, ":") && !strings.Contains(name, " ") {
		b.other(p)
		return
	}
	b.fact(network.FactRelated, name, b.label(p))
}

// agentText reads an AGENT that holds a card as text, or is a reference.
func (b *builder) agentText(p *Property) {
	text := p.Text()
	if !strings.Contains(strings.ToUpper(text), "BEGIN:VCARD") {
		if strings.TrimSpace(text) != "" {
			b.related(p)
		}
		return
	}
	c, _ := NewDecoder(strings.NewReader(text), b.opt.Limits).Next()
	if c == nil {
		return
	}
	for i := range c.Props {
		b.agent(&c.Props[i])
	}
}

// agent keeps what a card within the card says: whom it names, and the rest as
// it stands.
func (b *builder) agent(p *Property) {
	switch name := strings.ToUpper(p.Name); {
	case name == "BEGIN" || name == "END" || name == "N":
	case name == "FN":
		b.fact(network.FactRelated, oneLineName(p.Text()), "agent")
	case slices.Contains([]string{"EMAIL", "TEL", "TITLE", "ORG", "NOTE", "URL"}, name):
		b.fact(network.FactOther, p.Text(), "agent "+strings.ToLower(name))
	}
}

// android reads what Android keeps in columns of its own.
func (b *builder) android(p *Property) {
	f := append(p.Fields(), "", "", "")
	switch kind := strings.TrimPrefix(f[0], "vnd.android.cursor.item/"); kind {
	case "nickname":
		b.fact(network.FactNickname, f[1], "")
	case "relation":
		b.fact(network.FactRelated, oneLineName(f[1]), f[3])
	case "contact_event":
		b.date(network.FactAnniversary, p, f[1], f[3])
	default:
		b.fact(network.FactOther, strings.Join(tidy(f[1:]), ", "), kind)
	}
}
