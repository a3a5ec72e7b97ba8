package textfile

// The tables of Windows and Macintosh put the letters of French, Spanish and
// German in different places: what is é in one is Ž in the other. Text says
// which by what stands next to plain letters inside its words.

// macintosh reports whether the bytes inside words are letters only when read
// by the Macintosh table.
func macintosh(head []byte) bool {
	mac, win := 0, 0
	for i := 1; i < len(head); i++ {
		c := head[i]
		if c < 0x80 || !letter(head[i-1]) {
			continue
		}
		inside := i+1 < len(head) && lower(head[i+1])
		switch c {
		case 0x87, 0x88, 0x89, 0x8D, 0x8E, 0x8F, 0x90, 0x9F: // á à â ç é è ê ü; in Windows ‡ ˆ ‰ Ž Ÿ or nothing
			mac += 2
		case 0x94, 0x95, 0x96, 0x97, 0x98, 0x99: // î ï ñ ó ò ô; in Windows quotes, dashes and ™
			if inside {
				mac++
			}
		}
		if c >= 0xDF && (lower(head[i-1]) || inside) { // à to ÿ in Windows; capitals and marks in Macintosh
			win += 2
		}
	}
	return mac > win
}

// latin9 reports whether the few letters that ISO 8859-15 has in the place of
// fractions and marks stand inside words: the œ of cœur and Œuvre, š and ž.
func latin9(head []byte) bool {
	found := false
	for i, c := range head {
		switch {
		case c >= 0x80 && c < 0xA0:
			return false // nothing there in ISO 8859-15
		case c == 0xBD, c == 0xA8, c == 0xB8: // œ š ž; ½ ¨ ¸
			found = found || i > 0 && letter(head[i-1]) && i+1 < len(head) && letter(head[i+1])
		case c == 0xBC, c == 0xA6, c == 0xB4: // Œ Š Ž; ¼ ¦ ´
			found = found || (i == 0 || !letter(head[i-1])) && i+1 < len(head) && lower(head[i+1])
		}
	}
	return found
}

func letter(c byte) bool { return lower(c | 0x20) }

func lower(c byte) bool { return 'a' <= c && c <= 'z' }
