package jsonfile

// tooDeep leaves out the next value, which lies too deep.
func (r *Reader) tooDeep(line int) error {
	if err := r.Skip(); err != nil {
		return err
	}
	return &Fault{Line: line, Key: "json_deep", Args: []any{r.lim.MaxDepth}}
}

// Skip reads over the next value without keeping any of it.
func (r *Reader) Skip() error {
	r.due = false
	var open []byte // the closing signs that are waited for
	for {
		c, err := r.next()
		if err != nil {
			return err
		}
		switch {
		case c == '{' || c == '[':
			if len(open) >= deepest {
				return &Fault{Line: r.line, Key: "json_deep", Args: []any{deepest}, Over: true}
			}
			r.pos++
			open = append(open, c+2)
			if c, err = r.next(); err != nil {
				return err
			}
			if c != open[len(open)-1] {
				if err := r.skipName(open); err != nil {
					return err
				}
				continue
			}
			r.pos++
			open = open[:len(open)-1]
		default:
			if _, _, err := r.scalar(c, false); err != nil {
				return err
			}
		}
		for more := false; len(open) > 0 && !more; {
			if more, err = r.comma(open[len(open)-1]); err != nil {
				return err
			}
			if !more {
				open = open[:len(open)-1]
			} else if err := r.skipName(open); err != nil {
				return err
			}
		}
		if len(open) == 0 {
			return nil
		}
	}
}

// skipName reads over the name of a member where an object is open.
func (r *Reader) skipName(open []byte) error {
	if open[len(open)-1] != '}' {
		return nil
	}
	c, err := r.next()
	if err != nil {
		return err
	}
	if c != '"' {
		return r.wrong()
	}
	if _, _, err = r.text(false); err != nil {
		return err
	}
	if c, err = r.next(); err == nil && c != ':' {
		err = r.wrong()
	}
	r.pos++
	return err
}
