package capture

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"entregent/internal/capture"
	"entregent/internal/network"
)

// A wanted is one annotated record.
type wanted struct {
	typ      capture.Type
	text     string // as annotated
	who      []string
	whom, to []string
	kind     string
	given    bool
	words    string
	channel  network.Channel
	on       network.Date
	place    string
}

func (w wanted) String() string { return w.text }

var letters = map[string]capture.Type{"E": capture.Encounter, "N": capture.Need, "O": capture.Offer, "F": capture.Fact, "R": capture.Favour, "G": capture.Favour,
	"I": capture.Introduction, "P": capture.Promise, "T": capture.Tie, "A": capture.Ask}

// parse reads the records of a line.
func parse(notation string) ([]wanted, error) {
	var out []wanted
	dot := ""
	for _, s := range strings.Split(notation, "|") {
		s = strings.TrimSpace(s)
		letter, rest, _ := strings.Cut(s, " ")
		typ, ok := letters[letter]
		if !ok {
			return nil, fmt.Errorf("no type %q", letter)
		}
		w := wanted{typ: typ, text: s, given: letter == "G"}
		f := strings.Split(rest, ";")
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		if err := w.read(letter, append(f, "", "", ""), dot); err != nil {
			return nil, err
		}
		if dot == "" && len(w.who) > 0 {
			dot = w.who[0]
		}
		out = append(out, w)
	}
	return out, nil
}

// read fills in the fields of a letter.
func (w *wanted) read(letter string, f []string, dot string) (err error) {
	w.who = people(f[0], dot)
	switch letter {
	case "E":
		w.channel = network.Channel(f[1])
		w.place = f[3]
		w.on, err = day(f[2])
	case "F", "R", "G":
		w.kind, w.words = f[1], f[2]
	case "I":
		w.given = f[0] == "me"
		w.whom, w.to = people(f[1], dot), people(f[2], dot)
	case "T":
		w.whom, w.words = people(f[1], dot), f[2]
	default:
		w.words = f[1]
	}
	return err
}

// people reads names; "me" is nobody.
func people(s, dot string) []string {
	var out []string
	for _, n := range strings.Split(s, ",") {
		switch n = strings.TrimSpace(n); n {
		case "", "me":
		case ".":
			out = append(out, dot)
		default:
			out = append(out, n)
		}
	}
	return out
}

func day(s string) (network.Date, error) {
	if d, ok := network.ParseDate(s); ok {
		return d, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return network.Date{}, fmt.Errorf("no day %q", s)
	}
	return network.DateOf(time.Date(Today.Year, Today.Month, Today.Day+n, 0, 0, 0, 0, time.UTC)), nil
}

// Known reads the persons of people.txt: name; organisation; days of contact;
// days since the last.
func Known(text string) ([]capture.Known, error) {
	var out []capture.Known
	today := network.DayOf(time.Date(Today.Year, Today.Month, Today.Day, 0, 0, 0, 0, time.UTC), time.UTC)
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, ";")
		if len(f) != 4 {
			return nil, fmt.Errorf("people: four fields are wanted in %q", line)
		}
		contacts, err := strconv.Atoi(strings.TrimSpace(f[2]))
		if err != nil {
			return nil, err
		}
		ago, err := strconv.Atoi(strings.TrimSpace(f[3]))
		if err != nil {
			return nil, err
		}
		k := capture.Known{Name: strings.TrimSpace(f[0]), Organisation: strings.TrimSpace(f[1]), Contacts: contacts, Last: today - network.Day(ago)}
		k.ID[0], k.ID[1] = byte(len(out)+1), byte((len(out)+1)>>8)
		out = append(out, k)
	}
	return out, nil
}
