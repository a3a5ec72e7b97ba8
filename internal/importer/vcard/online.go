package vcard

import (
	"net/url"
	"strings"

	"entregent/internal/network"
)

// url takes a page for what it is: a profile by which people are known, an
// account of a network, or a page.
func (b *builder) url(p *Property) {
	s := strings.TrimSpace(p.Text())
	if h, ok := page(s); ok {
		b.handle(h)
		return
	}
	b.other(p)
}

// page returns the handle of a web address. XING's profiles are told apart, since
// its cards give no other identity.
func page(s string) (network.Handle, bool) {
	h, ok := network.NewProfile(s)
	if !ok || h.Kind != network.Website {
		return h, ok
	}
	host, path, _ := strings.Cut(h.Value, "/")
	if who, found := strings.CutPrefix(path, "profile/"); found && (host == "xing.com" || strings.HasSuffix(host, ".xing.com")) {
		who, _, _ = strings.Cut(who, "/")
		return network.Handle{Kind: network.Account, Value: "xing:" + who}, who != ""
	}
	return h, true
}

// social reads Apple's profiles: an address, or only a name within a network.
func (b *builder) social(p *Property) {
	s := strings.TrimSpace(p.Text())
	service := firstOf(p.Param("SERVICE-TYPE"), strings.Join(tidy(p.Types()), " "), b.label(p))
	if name, ok := strings.CutPrefix(s, "x-apple:"); ok {
		b.named(network.Account, service, name, p)
		return
	}
	h, ok := page(s)
	switch {
	case ok && (h.Kind != network.Website || strings.Contains(s, "/")):
		b.handle(profile(h, service))
	case strings.Contains(s, ":"):
		b.other(p)
	default:
		b.named(network.Account, service, firstOf(s, p.Param("X-USER")), p)
	}
}

// profile makes an account of a page whose path is just a name, where the card
// says of which network it is.
func profile(h network.Handle, service string) network.Handle {
	_, path, _ := strings.Cut(h.Value, "/")
	if h.Kind != network.Website || service == "" || path == "" || strings.Contains(path, "/") || strings.HasSuffix(path, ".php") {
		return h
	}
	return network.Handle{Kind: network.Account, Value: strings.ToLower(service) + ":" + path}
}

// impp reads the address of a messenger: scheme and account, or Apple's form of
// it, where the scheme says nothing and a parameter does.
func (b *builder) impp(p *Property) {
	scheme, who, ok := strings.Cut(strings.TrimSpace(p.Text()), ":")
	if !ok {
		scheme, who = "", scheme
	}
	service := firstOf(p.Param("X-SERVICE-TYPE"), p.Param("SERVICE-TYPE"))
	switch strings.ToLower(scheme) {
	case "javascript", "data", "vbscript", "file":
		b.other(p)
		return
	case "im":
		if first, rest, ok := strings.Cut(who, ":"); ok && service == "" {
			scheme, who = first, rest
		}
	case "http", "https":
		b.url(p)
		return
	}
	if service == "" || strings.EqualFold(service, "Jabber") {
		service = firstOf(scheme, service)
	}
	if plain, err := url.PathUnescape(who); err == nil {
		who = plain
	}
	b.named(network.IM, service, who, p)
}

func im(service string) func(*builder, *Property) {
	return func(b *builder, p *Property) { b.named(network.IM, service, p.Text(), p) }
}

// account takes an address or a name within a network.
func account(service string) func(*builder, *Property) {
	return func(b *builder, p *Property) {
		s := strings.TrimSpace(p.Text())
		if h, ok := page(s); ok && strings.Contains(s, "/") {
			b.handle(profile(h, service))
			return
		}
		b.named(network.Account, service, strings.TrimPrefix(s, "@"), p)
	}
}

// named adds the handle of a name within a service.
func (b *builder) named(kind network.HandleKind, service, who string, p *Property) {
	who = oneLineName(strings.TrimLeft(who, "/"))
	if who == "" || len(who) > maxUID || service == "" {
		b.other(p)
		return
	}
	b.handle(network.Handle{Kind: kind, Value: strings.ToLower(service) + ":" + who})
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}
