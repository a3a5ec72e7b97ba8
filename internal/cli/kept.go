package cli

import (
	"context"
	"io"
	"slices"
	"strings"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/paper"
)

// A keptAsk is what "person --kept" is asked for.
type keptAsk struct {
	kept bool
	html string // file
	lang string // of the person
}

// printKept prints what is kept about somebody, or writes it to a file.
func (c *call) printKept(ctx context.Context, id network.PersonID, ask keptAsk) error {
	p := c.p
	if ask.lang != "" {
		p = i18n.For(ask.lang)
	}
	k, err := c.app.KeptAbout(ctx, c.keeper, p, id)
	switch {
	case err != nil:
		return err
	case ask.html != "":
		return c.writePaper(ctx, ask.html, keptPaper(k, p))
	case c.json:
		return c.answer(k)
	}
	d := keptPaper(k, p)
	c.line("%s\n%s", d.Title, d.Lead)
	for _, s := range d.Sections {
		c.line("\n%s", s.Title)
		for _, x := range s.Items {
			c.line("  %s", strings.Join(slices.DeleteFunc([]string{x.Head, x.Side, oneLine(x.Text)}, func(s string) bool { return s == "" }), "  "))
			for _, l := range x.Small {
				c.line("    %s", l)
			}
		}
	}
	return nil
}

// writePaper writes a document to a file.
func (c *call) writePaper(ctx context.Context, path string, d paper.Document) error {
	return c.writeFile(ctx, path, "cli.kept.done", func(w io.Writer) error { return paper.Write(w, d) })
}

// keptPaper lays out what is kept about somebody.
func keptPaper(k app.KeptAbout, p *i18n.Printer) paper.Document {
	d := paper.Document{
		Lang: k.Lang, Title: p.T("kept_about.title", k.Person.Name), Lead: p.T("kept_about.lead", k.On),
		Notes: []string{p.T("kept_about.others_note")}, Foot: []string{p.T("kept_about.rights")},
	}
	if k.Keeper != "" {
		d.Notes = append([]string{p.T("kept_about.keeper", k.Keeper)}, d.Notes...)
	}
	for _, part := range k.Parts {
		s := paper.Section{Title: part.Title, Note: part.Note}
		if part.Key == "worked_out" {
			s.Note = p.T("kept_about.you_note")
		}
		for _, l := range part.Lines {
			s.Items = append(s.Items, keptItem(l, p))
		}
		d.Sections = append(d.Sections, s)
	}
	if len(k.Sources) > 0 {
		s := paper.Section{Title: p.T("kept_about.sources")}
		for _, x := range k.Sources {
			s.Items = append(s.Items, paper.Item{Text: p.T("kept_about.source", x.Source, x.File, x.Read), Side: p.T("kept_about.things", x.Things)})
		}
		d.Sections = append(d.Sections, s)
	}
	return d
}

func keptItem(l app.KeptLine, p *i18n.Printer) paper.Item {
	item := paper.Item{Head: l.Label, Text: l.Text}
	if !l.On.IsZero() {
		item.Side = p.T("web.short", l.On)
	}
	if l.More != "" {
		item.Lines = []string{l.More}
	}
	var from []string
	for _, f := range l.From {
		from = append(from, f.Words(p))
	}
	if len(from) > 0 {
		item.Small = []string{strings.Join(from, " · ")}
	}
	return item
}
