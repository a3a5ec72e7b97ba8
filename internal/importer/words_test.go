package importer

import "testing"

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in   string
		most int
		want string
	}{
		{"été", 5, "été"}, {"été", 4, "ét"}, {"été", 1, ""}, {"", 0, ""}, {"\x80\x80", 1, ""},
	} {
		if got := Cut(c.in, c.most); got != c.want {
			t.Errorf("%q to %d bytes: %q, want %q", c.in, c.most, got, c.want)
		}
	}
}

func TestDigest(t *testing.T) {
	one := Digest("a", "b")
	if one != Digest("a", "b") {
		t.Error("the same parts have two digests")
	}
	for _, other := range [][]string{{"ab"}, {"a", "b", ""}, {"b", "a"}, {"a"}, {}} {
		if one == Digest(other...) {
			t.Errorf("%q has the digest of a and b", other)
		}
	}
}
