package jsonfile

import (
	"errors"
	"strconv"
	"strings"
)

// A Kind is what sort of thing a value is.
type Kind byte

// The kinds. None is that of a value that is not there.
const (
	None Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

// A Value is one record, or a part of it. The zero Value is what Get gives for
// what is not there; every question to it has the empty answer, so that a record
// of another shape than expected says less and breaks nothing.
type Value struct {
	Kind  Kind
	text  string
	list  []Value // of an array, or the values of an object
	names []string
	Line  int // on which it begins
}

// smallest is what an empty value takes of the room of its record, in bytes:
// about what it costs to keep.
const smallest = 100

// Value reads the next value whole. It must fit into MaxMessage bytes and
// MaxDepth levels; where it does not, it is read over and told as a Fault that
// is not Over.
func (r *Reader) Value() (Value, error) {
	r.due = false
	if _, err := r.next(); err != nil {
		return Value{}, err
	}
	line := r.line
	r.room = int(min(r.lim.MaxMessage, 1<<30))
	v, key, err := r.value()
	switch {
	case err != nil:
		return Value{}, err
	case key == "json_deep":
		return Value{}, &Fault{Line: line, Key: key, Args: []any{r.lim.MaxDepth}}
	case key != "":
		return Value{}, &Fault{Line: line, Key: key, Args: []any{r.lim.MaxMessage >> 10, r.lim.MaxLine >> 10}}
	}
	return v, nil
}

// value reads one value of a record. The key says why it was not kept; it is
// read over then, to its end.
func (r *Reader) value() (v Value, key string, err error) {
	c, err := r.next()
	if err != nil {
		return v, "", err
	}
	v.Kind, v.Line = kindOf(c), r.line
	if r.room -= smallest; r.room < 0 {
		return v, "json_large", r.Skip()
	}
	if v.Kind != Array && v.Kind != Object {
		text, whole, err := r.scalar(c, true)
		if v.text = text; err == nil && !whole {
			key = "json_large"
		}
		return v, key, err
	}
	if r.depth >= r.lim.MaxDepth {
		return v, "json_deep", r.Skip()
	}
	err = r.Each(func(name string) error {
		r.due = false
		if key != "" {
			return r.Skip()
		}
		if v.Kind == Object {
			if r.room -= len(name); len(v.names) >= r.lim.MaxProperties {
				key = "json_large"
				return r.Skip()
			}
			v.names = append(v.names, name)
		}
		var m Value
		var err error
		m, key, err = r.value()
		v.list = append(v.list, m)
		return err
	})
	return v, key, err
}

// Get returns the member under the names given, one within the other; of an
// object that says a name twice, the last.
func (v Value) Get(names ...string) Value {
	for _, n := range names {
		found := Value{}
		for i := len(v.names) - 1; i >= 0; i-- {
			if v.names[i] == n {
				found = v.list[i]
				break
			}
		}
		v = found
	}
	return v
}

// First returns the first of several members that is there.
func (v Value) First(names ...string) Value {
	for _, n := range names {
		if m := v.Get(n); m.Kind != None && m.Kind != Null {
			return m
		}
	}
	return Value{}
}

// List returns the members of an array, none of anything else.
func (v Value) List() []Value {
	if v.Kind != Array {
		return nil
	}
	return v.list
}

// Fields calls fn for each member of an object.
func (v Value) Fields(fn func(name string, v Value)) {
	if v.Kind == Object {
		for i, n := range v.names {
			fn(n, v.list[i])
		}
	}
}

// Text returns a string, a number as written, or true and false as words.
func (v Value) Text() string {
	switch v.Kind {
	case String, Number, Bool:
		return v.text
	}
	return ""
}

// Words returns a text without the white space around it.
func (v Value) Words() string { return strings.TrimSpace(v.Text()) }

// Int returns a whole number, also one that stands in quotes or has a fraction
// of nothing; false for anything else.
func (v Value) Int() (int64, bool) {
	s := v.Words()
	if v.Kind != Number && v.Kind != String {
		return 0, false
	}
	whole, rest, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	return n, err == nil && strings.Trim(rest, "0") == ""
}

// True reports whether a value says yes, as a word, a number or in quotes.
func (v Value) True() bool {
	switch strings.ToLower(v.Words()) {
	case "true", "1", "yes":
		return true
	}
	return false
}

// Mend puts every string of the value through mend. The names of members stay.
func (v *Value) Mend(mend func(string) string) {
	if v.Kind == String {
		v.text = mend(v.text)
	}
	for i := range v.list {
		v.list[i].Mend(mend)
	}
}

// Records reads the next value, an array, one record at a time; a value of
// another kind is one record itself. A record that had to be left out goes to
// fault, and reading goes on.
func (r *Reader) Records(each func(Value) error, fault func(*Fault) error) error {
	one := func(string) error {
		v, err := r.Value()
		var f *Fault
		if errors.As(err, &f) && !f.Over {
			return fault(f)
		}
		if err != nil {
			return err
		}
		return each(v)
	}
	k, err := r.Kind()
	if err != nil {
		return err
	}
	if k == Array {
		return r.Each(one)
	}
	return one("")
}
