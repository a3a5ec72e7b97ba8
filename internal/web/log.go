package web

import "entregent/internal/network"

// A LogPage is the capture line on a page of its own: on a telephone before
// anything is written, and everywhere when a line could not be kept as it is.
type LogPage struct {
	Page
	Line    string
	Error   string   // what is wrong with the line, in words
	With    string   // names written beside the line
	Who     []WhoIs  // names of the line that answer to several people, or to none
	Channel []Choice // how it took place
	On      network.Date
	Place   string
	Finds   []Find      // what else the line says, each for a yes
	Lines   []TypedLine // what was typed last
	Recent  []Face      // whom the keeper wrote of last, to start a line with
	Met     string      // id of the meeting that one tap has noted, which this line is to say in words
}

// A Find is one thing that a line says, to be kept or not.
type Find struct {
	Record int    // its number among what the line says
	Label  string // in words: "need", "from them: introduction"
	Who    string // of whom, by the name in the line
	What   string
	On     bool // to be kept
}

// A WhoIs asks which person a name of the line stands for.
type WhoIs struct {
	Name   string // as written
	On     string // what is chosen: an id, "new" or "nobody"
	People []PersonRow
}

func (*LogPage) template() string { return "log" }
func (*LogPage) section() string  { return "log" }
