package measure

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// An outreach is a message of the ego's after more than a day without a word
// either way; it is answered by anything that comes from the other within a week.
const (
	outreachLull = 24 * time.Hour
	replyDays    = 7
)

// A ReplyReport is the outcome of foretelling answers.
type ReplyReport struct {
	Sets []ReplySet `json:"sets"`
	Took float64    `json:"seconds"`
}

// A ReplySet is the outcome on one log.
type ReplySet struct {
	Name       string   `json:"name"`
	Outreaches int      `json:"outreaches"`
	Egos       int      `json:"egos"`
	Answered   float64  `json:"answered"`  // share of the outreaches
	InSample   bool     `json:"in_sample"` // whether the constants have presumably seen it
	Models     []Figure `json:"models"`
}

// A Figure is how well one score tells what happened from what did not.
type Figure struct {
	Name        string       `json:"name"`
	AUC         float64      `json:"auc"`
	Interval    Interval     `json:"auc_95"`
	Calibration *Calibration `json:"calibration,omitempty"`
}

// foundOn lists the logs for which the model's description quotes a figure of
// reply or strength. It does not say where their constants were found, but these
// logs must be taken to have had a part in it: nothing on them is a test on
// unseen data.
var foundOn = map[string][]string{
	"reply":    {"email-eu", "reality-texts"},
	"strength": {"email-eu", "w3c-email", "reality-calls"},
}

// An outreach with what was known at its moment.
type outreach struct {
	ego      int
	answered bool
	scores   [4]float64 // in the order of replyScores
}

// replyScores lists what is compared, the shipped one last.
var replyScores = [4]string{"the keeper's overall rate", "days since their last message", "this person's rate", "as shipped"}

// Reply measures the probability of an answer on every log of the table at a
// path: every outreach of every ego, with what came before it, as long as its
// week ends within the log. There is no warm-up: an empty book is foretold too.
func Reply(ctx context.Context, path string) (ReplyReport, error) {
	begun := time.Now()
	logs, err := sets(ctx, path)
	if err != nil {
		return ReplyReport{}, err
	}
	var out ReplyReport
	for _, s := range logs {
		var all []outreach
		for _, e := range s.egos {
			if ctx.Err() != nil {
				return ReplyReport{}, ctx.Err()
			}
			all = append(all, e.outreaches(s.last)...)
		}
		if len(all) == 0 {
			return ReplyReport{}, unreadable(fmt.Errorf("%s: nobody wrote to anybody", s.name))
		}
		one := replySet(s.name, all)
		if one.Answered == 0 || one.Answered == 1 {
			return ReplyReport{}, unreadable(fmt.Errorf("%s: all outreaches ended alike", s.name))
		}
		out.Sets = append(out.Sets, one)
	}
	out.Took = time.Since(begun).Seconds()
	return out, nil
}

func replySet(name string, all []outreach) ReplySet {
	ego, yes := make([]int, len(all)), make([]bool, len(all))
	for i, o := range all {
		ego[i], yes[i] = o.ego, o.answered
	}
	_, egos := numbered(ego)
	out := ReplySet{Name: name, Outreaches: len(all), Egos: egos, Answered: share(yes), InSample: slices.Contains(foundOn["reply"], name)}
	score := make([]float64, len(all))
	for k, name := range replyScores {
		for i := range all {
			score[i] = all[i].scores[k]
		}
		r := rank(score)
		f := Figure{Name: name, AUC: r.auc(yes, once), Interval: bootstrap(r, ego, yes)}
		if k == len(replyScores)-1 {
			f.Calibration = calibrate(score, yes)
		}
		out.Models = append(out.Models, f)
	}
	return out
}

// A word is one message of an ego's log, on one of its ties.
type word struct {
	event
	tie int
}

// words returns an ego's messages in the order of time.
func (e ego) words() []word {
	var out []word
	for k, d := range e.ties {
		for _, v := range d.events {
			out = append(out, word{v, k})
		}
	}
	slices.SortStableFunc(out, func(a, b word) int {
		switch {
		case a.t < b.t:
			return -1
		case a.t > b.t:
			return 1
		}
		return 0
	})
	return out
}

// outreaches replays an ego's log through the shipped model and notes what it
// says before each outreach.
func (e ego) outreaches(last network.Day) []outreach {
	ties := make([]relation.Tie, len(e.ties))
	var out []outreach
	for n, v := range e.words() {
		c, tie := v.contact(n), &ties[v.tie]
		lull := tie.Pulse.N == 0 || c.At.UnixMicro()-tie.LastAt > outreachLull.Microseconds()
		if v.out && lull && v.t+replyDays <= float64(last+1) {
			o := outreach{ego: e.id, answered: e.ties[v.tie].answers(v.t)}
			o.scores = foretell(tie, ties, c)
			out = append(out, o)
		}
		tie.Add(c)
	}
	return out
}

// contact returns a message as the model takes it, the n-th of its log.
func (v word) contact(n int) relation.Contact {
	c := relation.Contact{
		At: time.UnixMicro(int64(v.t * 86400e6)), Day: network.Day(v.t),
		Channel: network.Mail, Direction: network.In, Counts: true,
	}
	if v.out {
		c.Direction = network.Out
	}
	binary.BigEndian.PutUint64(c.Encounter[:], uint64(n)+1)
	return c
}

// answers reports whether they wrote within the week after t.
func (d *dyad) answers(t float64) bool {
	i, _ := slices.BinarySearchFunc(d.events, t, func(e event, t float64) int {
		if e.t <= t {
			return -1
		}
		return 1
	})
	for _, e := range d.events[i:] {
		if e.t > t+replyDays {
			return false
		}
		if !e.out {
			return true
		}
	}
	return false
}

func foretell(tie *relation.Tie, all []relation.Tie, c relation.Contact) (s [4]float64) {
	g := relation.Ground{Day: c.Day}
	for i := range all {
		closed := all[i].Closed(c.At)
		g.Answers.Yes += closed.Yes
		g.Answers.All += closed.All
	}
	own, closed := float64(g.Answers.Yes+2)/float64(g.Answers.All+4), tie.Closed(c.At)
	s[0] = own
	s[1] = math.Inf(-1)
	if tie.Heard != 0 {
		s[1] = -float64(c.At.UnixMicro() - tie.Heard)
	}
	s[2] = (float64(closed.Yes) + 3*own) / float64(closed.All+3)
	s[3] = tie.ReplyProbability(g, c.At)
	return s
}

// Write lays the report out as tables for reading.
func (r ReplyReport) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range r.Sets {
		fmt.Fprintf(t, "%s: %d outreaches of %d egos, %.3f answered within %d days%s\n", s.Name, s.Outreaches, s.Egos, s.Answered, replyDays, provenance(s.InSample))
		writeFigures(t, s.Models)
	}
	fmt.Fprintf(t, "%.1f s\n", r.Took)
	return t.Flush()
}

// provenance says in a heading what a figure on a log is worth.
func provenance(inSample bool) string {
	if inSample {
		return "; quoted by the model's description, so the constants have presumably seen it"
	}
	return "; not quoted by the model's description, so presumably new to the constants"
}

func writeFigures(t io.Writer, models []Figure) {
	fmt.Fprintf(t, "\tAUC\t95 %%\tBrier\tlog-loss\tECE\n")
	for _, m := range models {
		fmt.Fprintf(t, "%s\t%.3f\t%.3f–%.3f\t%s\n", m.Name, m.AUC, m.Interval.Low, m.Interval.High, m.Calibration)
	}
	fmt.Fprintln(t)
}

// JSON writes the report as one object.
func (r ReplyReport) JSON(w io.Writer) error { return json.NewEncoder(w).Encode(r) }
