package measure

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"entregent/internal/measure/match"
)

// Measured is all that is measured on a table of logs: what docs/measured.md
// is written from. What depends on the machine is not part of it.
type Measured struct {
	Drift    Report         `json:"drift"`
	Transfer TransferReport `json:"transfer"`
	Reply    ReplyReport    `json:"reply"`
	Strength StrengthReport `json:"strength"`
	Keepers  KeepersReport  `json:"keepers"`
	Match    []match.Row    `json:"match"` // needs with offers, on annotated sets of our own
}

// Measure measures all of it.
func Measure(ctx context.Context, path string) (m Measured, err error) {
	if m.Drift, err = Drift(ctx, path); err != nil {
		return m, err
	}
	if m.Transfer, err = Transfer(ctx, path); err != nil {
		return m, err
	}
	if m.Reply, err = Reply(ctx, path); err != nil {
		return m, err
	}
	if m.Strength, err = Strength(ctx, path); err != nil {
		return m, err
	}
	if m.Keepers, err = Keepers(ctx, path); err != nil {
		return m, err
	}
	m.Match, _, err = match.Measure(match.Annotated())
	return m, err
}

// Write writes the page: the tables, and what may and may not be claimed.
func (m Measured) Write(w io.Writer) error {
	p := &page{w: w}
	p.text("# What is measured", `This page is written by the program ("entregent bench document PATH"); a test holds it to what the logs say. Nothing here was typed by hand but the sentences between the tables and what they quote of the model's description.

AUC is the chance that a tie that fell silent was ranked above one that did not: 0.5 knows nothing, 1 is never wrong. Intervals hold 95 of 100 bootstrap samples of whole keepers. "Early" is the AUC among ties last seen within a third of the horizon, where silence itself says little yet. "Recall@3" and "nag" look at the fifteen strongest ties of one keeper on one day: how many of those about to fall silent are among three warnings, and how many of the warnings were not needed. ECE is how far, on average, a probability is from the share that came true.`)
	p.claims(m)
	p.drift(m.Drift)
	p.transfer(m.Transfer)
	p.reply(m.Reply)
	p.strength(m.Strength)
	p.keepers(m.Keepers)
	p.match(m.Match)
	return p.err
}

// A page is written top to bottom; the first error stays.
type page struct {
	w   io.Writer
	err error
}

func (p *page) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

func (p *page) text(heading, body string) { p.printf("%s\n\n%s\n\n", heading, body) }

func (p *page) row(cells ...string) { p.printf("| %s |\n", strings.Join(cells, " | ")) }

func (p *page) head(cells ...string) {
	p.row(cells...)
	p.printf("|%s\n", strings.Repeat("---|", len(cells)))
}

func three(f float64) string { return fmt.Sprintf("%.3f", f) }

func (i Interval) String() string { return fmt.Sprintf("%.3f–%.3f", i.Low, i.High) }

// The models of which the claims are made.
const (
	shippedName = "as shipped"
	learntName  = "as shipped, self-calibrated"
)

// claims counts what it says, so that a claim cannot outlive its figures.
func (p *page) claims(m Measured) {
	n := len(m.Drift.Tasks)
	auc := m.Drift.ahead(func(r ModelReport) float64 { return r.AUC })
	early := m.Drift.ahead(func(r ModelReport) float64 { return r.Early })
	recall := m.Drift.ahead(func(r ModelReport) float64 { return r.Recall })
	p.printf("## What may be claimed\n\n")
	p.printf("- On these logs the shipped model ranks ties by their risk of silence better than every simpler rule of the table on %d of %d tasks by AUC, on %d of %d in early warning, on %d of %d by recall@3.\n", auc, n, early, n, recall, n)
	p.printf("- \"Days since ÷ usual gap\", a fixed cadence of 30 days and a published relationship score are behind plain days-since or plain frequency on every task.\n")
	p.printf("- With constants found on other families of logs, the model loses at most %.3f of AUC and at most %.3f of ECE.\n", m.Transfer.lost(func(r ModelReport) float64 { return r.AUC }), m.Transfer.lost(func(r ModelReport) float64 { return -r.Calibration.ECE }))
	p.printf("- Whom a keeper will be in contact with again after two months or more is told better by strength than by recency or by plain counting, on every log and gap below.\n\n")
	p.text("## What may not be claimed", fmt.Sprintf(`- That these are forecasts for unseen people: the shipped constants were fitted on these very logs. Only the section on other families is a test, and its logs were still chosen by us.
- That silence in a log is the end of a relation. The logs hold one channel each; people also meet.
- That a warning saves a tie. Nobody in these logs was warned.
- That the model misses fewer dying ties than a fixed cadence which may warn as often. A cadence warns of every death on its own day; with as many warnings the model names some of them earlier and others later or not at all, and is needless at best three times less in a hundred.
- That the date on which a tie comes due, stages, circles, tact or the weights of channels are measured. They are beliefs, and the keeper may overrule them.
- That a probability of reply holds everywhere: where most first words go unanswered (w3c-email), the days since their last message order outreaches better than the shipped model does.
- That self-calibration always helps: learning from each keeper's own closed forecasts narrows the error of calibration on %d of %d tasks and widens it on the others. It cannot change the order of one keeper's ties.
- Anything about people with fewer than three contact days: no number is shown for them.`, m.Drift.narrowed(), n))
}

// baselines are the rules that the shipped model is compared with.
func baseline(name string) bool {
	return !strings.HasPrefix(name, "PULSE") && !strings.HasPrefix(name, shippedName)
}

// ahead counts the tasks on which the shipped model is above every baseline.
func (r Report) ahead(figure func(ModelReport) float64) (n int) {
	for _, t := range r.Tasks {
		var ours, best float64
		for _, m := range t.Models {
			switch {
			case m.Name == shippedName:
				ours = figure(m)
			case baseline(m.Name):
				best = max(best, figure(m))
			}
		}
		if ours > best {
			n++
		}
	}
	return n
}

// narrowed counts the tasks on which self-calibration lowers the ECE.
func (r Report) narrowed() (n int) {
	for _, t := range r.Tasks {
		ece := map[string]float64{}
		for _, m := range t.Models {
			if m.Calibration != nil {
				ece[m.Name] = m.Calibration.ECE
			}
		}
		if ece[learntName] < ece[shippedName] {
			n++
		}
	}
	return n
}

// lost returns the most that any task loses with constants from elsewhere.
func (r TransferReport) lost(figure func(ModelReport) float64) (most float64) {
	for _, t := range r.Tasks {
		most = max(most, figure(t.Shipped)-figure(t.Elsewhere))
	}
	return most
}

func (p *page) drift(r Report) {
	p.text("## Drift", `"bench drift". Rows are ties with at least three contact days on a cut-off day; the constants of the last four models were fitted on these rows. PULSE-tie leaves the keeper's own activity aside; what is shipped uses it until the keeper has two horizons of history, PULSE afterwards.`)
	for _, t := range r.Tasks {
		p.printf("### %s\n\n%d rows of %d keepers, %.3f of them silent for the next %d days.\n\n", t.Name, t.Rows, t.Egos, t.Silent, t.Horizon)
		p.models(t.Models)
	}
}

func (p *page) models(models []ModelReport) {
	p.head("", "AUC", "95 %", "early", "precision", "recall@3", "nag", "Brier", "log-loss", "ECE")
	for _, m := range models {
		p.row(append([]string{m.Name, three(m.AUC), m.Interval.String(), three(m.Early), three(m.Precision), three(m.Recall), three(m.Nag)}, m.Calibration.cells()...)...)
	}
	p.printf("\n")
}

func (c *Calibration) cells() []string { return strings.Split(c.String(), "\t") }

func (p *page) transfer(r TransferReport) {
	p.text("## Drift, with constants from other families", `"bench transfer". For each task the constants were found without any log of its family (the two e-mail tasks of one institute, the list writers of the W3C, the telephones of one campus).`)
	for _, t := range r.Tasks {
		p.printf("### %s, without %s\n\n", t.Name, t.Family)
		p.printf("Constants (%s): %.3f\n\n", strings.Join(termNames, ", "), t.Constants)
		p.models([]ModelReport{t.Elsewhere, t.Shipped})
	}
}

func (p *page) reply(r ReplyReport) {
	p.text("## Replies", `"bench reply". An outreach is a message after more than a day without a word either way; it is answered by anything from the other within seven days. Every outreach whose week lies within the log counts, from an empty book on. The description gives .752 for email-eu and .748 for reality-texts without saying where it begins to count; no one beginning that was tried meets both to the last digit, and this one comes within .006 of both.`)
	for _, s := range r.Sets {
		p.printf("### %s\n\n%d outreaches of %d keepers, %.3f answered%s.\n\n", s.Name, s.Outreaches, s.Egos, s.Answered, provenance(s.InSample))
		p.head("", "AUC", "95 %", "Brier", "log-loss", "ECE")
		for _, m := range s.Models {
			p.row(append([]string{m.Name, three(m.AUC), m.Interval.String()}, m.Calibration.cells()...)...)
		}
		p.printf("\n")
	}
}

func (p *page) strength(r StrengthReport) {
	p.text("## Strength", fmt.Sprintf(`"bench strength". On a cut-off every %d days, ties seen within %d days are ordered by strength; then a gap goes by without being looked at, and the question is who is in contact in a window as long as the gap. The AUC is taken among the ties of one keeper on one day (at least %d) and averaged. All channels weigh 1 here. The description gives .792 for email-eu, .825 for w3c-email and .842 for reality-calls without its protocol; the gap of 60 days comes nearest.`, strengthStep, strengthWithin, strengthLeast))
	head := []string{"log", "gap", "rows", "keepers", "in contact"}
	p.head(append(append(head, strengthScores[:]...), "95 % of the last", "all keepers pooled")...)
	for _, s := range r.Sets {
		cells := []string{s.Name, fmt.Sprint(s.Gap), fmt.Sprint(s.Rows), fmt.Sprint(s.Egos), three(s.Again)}
		for _, m := range s.Models {
			cells = append(cells, three(m.AUC))
		}
		p.row(append(cells, s.Models[len(s.Models)-1].Interval.String(), three(s.Pooled))...)
	}
	p.printf("\nThe description quotes figures for email-eu, w3c-email and reality-calls, so the form was presumably chosen on them; it quotes none for reality-texts.\n")
}

// JSON writes all reports as one object.
func (m Measured) JSON(w io.Writer) error { return json.NewEncoder(w).Encode(m) }

func (p *page) keepers(r KeepersReport) {
	p.text("## Simulated keepers", fmt.Sprintf(`"bench keepers". Every log is replayed week by week. A cadence warns of a tie once its silence has lasted so many days; the model has given as many warnings by the end of each week, to those it ranks first; one silence is warned of once. A tie died if it then stayed silent for %d days. The columns say which share of the deaths, and of those of strong ties (L of at least %d), had been warned of by so many days of silence. A warning was a nag if contact came by itself within %d days. That a cadence reaches 1 on its own day lies in what it is. Logs too short to see a tie die are left out.`, deathDays, strongL, neededDays))
	for _, s := range r.Sets {
		p.printf("### %s\n\n%d keepers, %d deaths, %d of strong ties.\n\n", s.Name, s.Egos, s.Deaths, s.Strong)
		head := []string{"", "warnings"}
		for _, who := range []string{"by %d days", "strong by %d"} {
			for _, days := range inTime {
				head = append(head, fmt.Sprintf(who, days))
			}
		}
		p.head(append(head, "nag")...)
		for _, m := range s.Manners {
			cells := []string{m.label(), fmt.Sprint(m.Warnings)}
			for _, f := range append(m.InTime[:], m.Strong[:]...) {
				cells = append(cells, three(f))
			}
			p.row(append(cells, three(m.Nag))...)
		}
		p.printf("\n")
	}
}
