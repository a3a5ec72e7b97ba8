package relation

import (
	"math"
	"time"
)

// Reply probability (measured): an outreach is a message of the keeper's after
// more than a day without a word either way; it is answered by anything that
// comes from them within a week. A call or a meeting within the week answers
// too, which is judged: the logs it was measured on hold messages only.
const (
	lull       = 24 * time.Hour
	replyWeek  = 7 * 24 * time.Hour
	neverHeard = 999 // days since their last message, where there is none
)

// A Rate counts cases and how many of them went well.
type Rate struct {
	Yes int `json:"yes"`
	All int `json:"all"`
}

// A Reply is what is kept of outreaches and answers.
type Reply struct {
	Rate         // outreaches that were answered, or that a later event found too old to be
	Open []int64 `json:"open,omitempty"` // outreaches awaiting an answer, microseconds since 1970, ascending
	In   int     `json:"in"`             // messages from them
	Out  int     `json:"out"`            // messages to them
}

// reachOut records that the keeper wrote after a lull.
func (r *Reply) reachOut(at int64) {
	r.expire(at)
	r.Open = append(r.Open, at)
}

// heard records that something came from them, or was held together.
func (r *Reply) heard(at int64) {
	r.expire(at)
	r.Yes += len(r.Open)
	r.All += len(r.Open)
	r.Open = nil
}

// expire closes the outreaches that were not answered within a week.
func (r *Reply) expire(at int64) {
	n := r.stale(at)
	r.All += n
	r.Open = r.Open[n:]
	if len(r.Open) == 0 {
		r.Open = nil
	}
}

func (r *Reply) stale(at int64) (n int) {
	for n < len(r.Open) && at-r.Open[n] > replyWeek.Microseconds() {
		n++
	}
	return n
}

// Closed returns the outreaches whose outcome is known at now, and how many of
// them were answered. Summed over all ties it gives Ground.Answers.
func (r Reply) Closed(now time.Time) Rate {
	return Rate{r.Yes, r.All + r.stale(now.UnixMicro())}
}

// rate is the share of this person's answers, shrunk to the keeper's own.
func (r Reply) rate(g Ground, now time.Time) float64 {
	ego := float64(g.Answers.Yes+2) / float64(g.Answers.All+4)
	c := r.Closed(now)
	return (float64(c.Yes) + 3*ego) / (float64(c.All) + 3)
}

// ReplyProbability returns how likely they are to answer within a week if the
// keeper writes now.
func (t *Tie) ReplyProbability(g Ground, now time.Time) float64 {
	never, days := 0.0, 0.0
	if t.Heard == 0 {
		never, days = 1, neverHeard
	} else {
		days = math.Max(0, float64(now.UnixMicro()-t.Heard)/(24*float64(time.Hour.Microseconds())))
	}
	z := 1.144 + 0.614*logit(t.rate(g, now)) +
		0.199*math.Log((float64(t.In)+0.5)/(float64(t.Out)+0.5)) -
		0.352*math.Log(days+0.1) + 1.249*never
	return sigmoid(z)
}
