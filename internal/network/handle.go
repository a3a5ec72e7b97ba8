package network

import (
	"net/url"
	"strings"
)

// A Handle is one identity of a person or organisation within one system.
// Value is in normal form: see NewEmail, NewProfile; phones are E.164, made
// where the default country is known.
type Handle struct {
	Kind  HandleKind `json:"kind"`
	Value string     `json:"value"`
}

// A HandleKind says in which system a handle identifies.
type HandleKind string

// The kinds of handle. Email, Phone, and the kinds that Strong lists join two
// cards; the others only help to show and to find.
const (
	Email    HandleKind = "email"    // lower case; the address alone
	Phone    HandleKind = "phone"    // E.164, such as +33261910078
	RawPhone HandleKind = "rawphone" // a national number whose country is unknown: kept as typed, joins nothing
	LinkedIn HandleKind = "linkedin" // the slug after /in/, decoded, lower case
	CardUID  HandleKind = "uid"      // the UID of an address-book card: stable within that book
	Website  HandleKind = "url"      // any other page; joins nothing
	Account  HandleKind = "account"  // "service:account" on any other network; joins nothing
	IM       HandleKind = "im"       // "service:account" of a messenger; joins nothing
	Scoped   HandleKind = "scoped"   // "source:key": what one source alone uses to tell people apart (a name in a Facebook export); joins within that source
)

// Strong reports whether sharing such a handle makes two cards one person
// (unless their names have nothing in common: then it only proposes).
func (k HandleKind) Strong() bool {
	switch k {
	case Email, Phone, LinkedIn, CardUID, Scoped:
		return true
	}
	return false
}

// NewEmail returns the handle of a mail address, and false when s cannot be
// one. Dots before gmail.com mean nothing to that provider and are dropped
// there, with its plus part; nowhere else.
func NewEmail(s string) (Handle, bool) {
	s = strings.ToLower(strings.Trim(strings.TrimSpace(s), "<>"))
	s = strings.TrimPrefix(s, "mailto:")
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || domain == "" || len(s) > 254 ||
		strings.ContainsAny(s, " \t\r\n\x00<>()[],;:\"\\/") || strings.Contains(domain, "@") {
		return Handle{}, false
	}
	domain = strings.TrimSuffix(domain, ".")
	if domain == "gmail.com" || domain == "googlemail.com" {
		local, _, _ = strings.Cut(local, "+")
		local = strings.ReplaceAll(local, ".", "")
		domain = "gmail.com"
		if local == "" {
			return Handle{}, false
		}
	}
	return Handle{Email, local + "@" + domain}, true
}

// NewProfile returns the handle of a profile page: the LinkedIn slug where it
// is one, else the page as a Website. Scheme, www, country host, query and the
// last slash say nothing of who it is.
func NewProfile(s string) (Handle, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 2000 || strings.ContainsAny(s, " \t\r\n\x00") {
		return Handle{}, false
	}
	if !strings.Contains(s, "://") {
		s = "https://" + strings.TrimPrefix(s, "//")
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return Handle{}, false
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if host == "linkedin.com" || strings.HasSuffix(host, ".linkedin.com") {
		if slug, ok := strings.CutPrefix(strings.TrimSuffix(u.Path, "/"), "/in/"); ok && slug != "" {
			slug, _, _ = strings.Cut(slug, "/")
			return Handle{LinkedIn, strings.ToLower(slug)}, true
		}
	}
	return Handle{Website, host + strings.TrimSuffix(u.Path, "/")}, true
}

// flatten takes out what addresses separate words by.
var flatten = strings.NewReplacer("-", "", "_", "", ".", "")

// RoleAddress reports whether a mail address stands for a desk, not a person:
// info@, contact@, rh@, no-reply@ and their like. Such an address belongs to an
// organisation and never joins people.
func RoleAddress(email string) bool {
	local, _, ok := strings.Cut(strings.ToLower(email), "@")
	if !ok {
		return false
	}
	if base, _, ok := strings.Cut(local, "+"); ok {
		local = base
	}
	flat := flatten.Replace(local)
	return roles[flat] || MachineAddress(email)
}

// MachineAddress reports whether nobody reads what is sent there.
func MachineAddress(email string) bool {
	local, _, _ := strings.Cut(strings.ToLower(email), "@")
	flat := flatten.Replace(local)
	for _, p := range []string{"noreply", "donotreply", "nepasrepondre", "neraisrepondre", "mailerdaemon", "postmaster", "bounce", "notification", "automailer", "donotrespond", "noresponse", "sansreponse"} {
		if strings.HasPrefix(flat, p) || strings.HasSuffix(flat, p) {
			return true
		}
	}
	return false
}

var roles = set("info", "infos", "information", "informations", "contact", "contacts", "contactus", "hello", "bonjour", "rh", "hr", "drh",
	"recrutement", "recruitment", "recruiting", "jobs", "emploi", "careers", "carrieres", "sales", "ventes", "commercial", "service",
	"serviceclient", "servicesclients", "clients", "support", "help", "helpdesk", "aide", "admin", "administration", "administrator", "administrateur", "office",
	"accueil", "reception", "secretariat", "secretary", "direction", "compta", "comptabilite", "accounting", "accounts", "billing", "facturation",
	"invoice", "invoices", "invoicing", "press", "presse", "media", "marketing", "newsletter", "news", "team", "equipe", "webmaster", "hostmaster",
	"abuse", "security", "privacy", "rgpd", "gdpr", "dpo", "legal", "juridique", "orders", "order", "commandes", "commande", "reservation",
	"reservations", "booking", "bookings", "events", "evenements", "feedback", "mail", "email", "root", "system", "daemon", "list", "listserv", "majordomo",
	"subscribe", "unsubscribe", "formation", "formations", "inscription", "inscriptions", "membership", "adhesion", "adhesions", "contactpro", "sav", "standard")

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
