package mime

import "strings"

// unflow joins the lines of format=flowed text (RFC 3676): one that ends in a
// space runs on in the next of the same quote depth; "-- " is a signature and
// ends itself. delsp says that the space was not part of the text.
func unflow(s string, delsp bool) string {
	var b strings.Builder
	b.Grow(len(s))
	flowing, started, depth := false, false, 0
	for line := range strings.SplitSeq(s, "\n") {
		q := 0
		for q < len(line) && line[q] == '>' {
			q++
		}
		marks, text := line[:q], line[q:]
		text = strings.TrimPrefix(text, " ")
		if runsOn := flowing && q == depth && text != "-- "; !runsOn {
			if started {
				b.WriteByte('\n')
			}
			b.WriteString(marks)
			if q > 0 && text != "" {
				b.WriteByte(' ')
			}
		}
		started, depth = true, q
		flowing = strings.HasSuffix(text, " ") && text != "-- "
		if flowing && delsp {
			text = text[:len(text)-1]
		}
		b.WriteString(text)
	}
	return b.String()
}
