package out

import (
	"net/netip"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"entregent/internal/network"
)

// refusedNets are the addresses that no server on the internet has: those of
// IANA's special-purpose registries for IPv4 and IPv6, and every form of IPv6
// that carries an IPv4 address inside it.
var refusedNets = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
)

// Of IPv6 only what has been given out is open, less these.
var (
	global6      = netip.MustParsePrefix("2000::/3")
	refusedNets6 = prefixes("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// public reports whether an address may be that of a server on the internet.
func public(a netip.Addr) bool {
	if a.Zone() != "" || !a.IsValid() {
		return false
	}
	if a.Is4() {
		return !within(refusedNets, a)
	}
	return !a.Is4In6() && global6.Contains(a) && !within(refusedNets6, a)
}

func within(list []netip.Prefix, a netip.Addr) bool {
	for _, p := range list {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// refusedEnds are the ends of names that mean something near, wherever they are
// looked up (RFC 6761, RFC 6762, RFC 8375, and what routers and clouds use).
var refusedEnds = []string{
	"localhost", "local", "localdomain", "internal", "intranet", "private", "lan", "home", "corp", "home.arpa", "test", "invalid", "onion",
}

// host brings the name of a host into the form in which it is looked up. Not a
// name are addresses in the odd forms that some resolvers take for one
// ("0177.0.0.1", "2130706433"): they would be read differently by whoever checks
// them and by whoever dials.
func host(s string) (string, error) {
	if a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]")); err == nil {
		if a.Zone() != "" {
			return "", refused("out.bad_host", s)
		}
		return a.String(), nil
	}
	name, err := idna.Lookup.ToASCII(strings.TrimSuffix(s, "."))
	again, err2 := idna.Lookup.ToASCII(name) // not everything it makes it takes
	if err != nil || err2 != nil || again != name || name == "" || len(name) > 253 || !utf8.ValidString(s) {
		return "", refused("out.bad_host", s)
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	if strings.Trim(last, "0123456789") == "" || strings.HasPrefix(last, "0x") {
		return "", refused("out.bad_host", s)
	}
	return strings.ToLower(name), nil
}

// near reports whether a name belongs to this machine or its surroundings.
func near(name string) bool {
	if _, err := netip.ParseAddr(name); err == nil {
		return false // judged as an address
	}
	if !strings.Contains(name, ".") {
		return true
	}
	for _, end := range refusedEnds {
		if name == end || strings.HasSuffix(name, "."+end) {
			return true
		}
	}
	return false
}

// refused is the error of what the address rules do not let through.
func refused(msg string, args ...any) error {
	return &network.Error{Kind: network.Forbidden, Field: "address", Msg: msg, Args: args}
}
