package bench

import (
	"cmp"
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// Usual bounds of the start bench.
const (
	startRounds = 7
	settleTime  = 8 * time.Second // for as long memory stays as it is, at rest
	settleMost  = 3               // times as long it is waited for
)

// A beginning is how one start went.
type beginning struct {
	first time.Duration // from the start of the process to the first answered page
	desk  time.Duration // and to the desk, signed in
	fresh float64       // MiB after the first page
	idle  float64       // MiB once it has settled after the desk was read
	peak  float64
}

// measureStart starts the program on a book of many people, as a keeper would,
// beside the smallest server Go can make.
func (r *run) measureStart(ctx context.Context) error {
	dir, err := r.network(ctx, or(r.People, usualPeople), or(r.Encounters, usualFew))
	if err != nil {
		return err
	}
	var ours, plain []beginning
	settle := cmp.Or(r.Settle, settleTime)
	for range or(r.Rounds, startRounds) {
		b, err := begin(ctx, r.Serve(dir), settle)
		if err != nil {
			return err
		}
		ours = append(ours, b)
		if b, err = beginPlain(ctx, r.Child("ok"), settle); err != nil {
			return err
		}
		plain = append(plain, b)
		settle = 0 // once is enough
	}
	r.reportStart(ours, plain)
	return nil
}

func (r *run) reportStart(ours, plain []beginning) {
	first := func(b beginning) float64 { return ms(b.first) }
	r.row("start", middleOf(ours, first), "ms")
	r.row("start_desk", middleOf(ours[1:], func(b beginning) float64 { return ms(b.desk) }), "ms")
	r.row("start_desk_first", ms(ours[0].desk), "ms")
	r.row("start_plain", middleOf(plain, first), "ms")
	if ours[0].idle > 0 {
		r.row("idle_fresh", ours[0].fresh, "MiB")
		r.row("idle", ours[0].idle, "MiB")
		r.row("idle_peak", ours[0].peak, "MiB")
		r.row("idle_plain", plain[0].idle, "MiB")
	} else {
		r.NotRun = append(r.NotRun, "memory")
	}
	r.ratio(Ratio{Name: "start_ms", Value: middleOf(ours, first), Unit: "ms", Goal: 100, AtMost: true})
	if ours[0].idle > 0 {
		r.ratio(Ratio{Name: "idle_mib", Value: ours[0].idle, Unit: "MiB", Goal: 40, AtMost: true})
	}
	r.ratio(Ratio{Name: "start_plain", Value: middleOf(plain, first) / middleOf(ours, first)})
}

// begin starts the application, opens its link, signs in and reads the desk.
// The first page that answers is that of the link.
func begin(ctx context.Context, cmd *exec.Cmd, settle time.Duration) (out beginning, err error) {
	s, err := launch(cmd)
	if err != nil {
		return out, err
	}
	defer s.stop()
	probe := newBrowser("")
	defer probe.close()
	if _, err := probe.get(ctx, s.url); err != nil {
		return out, err
	}
	out.first, out.fresh = time.Since(s.began), float64(kib(s.status(), "VmRSS"))/1024
	b, _, err := signIn(ctx, s.url)
	if err != nil {
		return out, err
	}
	defer b.close()
	if _, err := b.get(ctx, "/"); err != nil {
		return out, err
	}
	out.desk = time.Since(s.began)
	if settle > 0 {
		out.idle, out.peak, err = s.settled(ctx, settle)
	}
	return out, err
}

func beginPlain(ctx context.Context, cmd *exec.Cmd, settle time.Duration) (out beginning, err error) {
	s, err := launch(cmd)
	if err != nil {
		return out, err
	}
	defer s.stop()
	b := newBrowser(strings.TrimSuffix(s.url, "/"))
	defer b.close()
	if _, err := b.get(ctx, "/"); err != nil {
		return out, err
	}
	out.first = time.Since(s.began)
	if settle > 0 {
		out.idle, out.peak, err = s.settled(ctx, settle)
	}
	return out, err
}

// settled waits until the memory of a server has stayed as it is for a while,
// and returns it in MiB; 0 where the system does not tell.
func (s *server) settled(ctx context.Context, while time.Duration) (idle, peak float64, err error) {
	const looks = 16
	last, still := kib(s.status(), "VmRSS"), 0
	for n := 0; last > 0 && still < looks && n < settleMost*looks; n++ {
		select {
		case <-time.After(while / looks):
		case <-ctx.Done():
			return 0, 0, ctx.Err()
		}
		now := kib(s.status(), "VmRSS")
		if still++; now != last {
			last, still = now, 0
		}
	}
	return float64(last) / 1024, float64(kib(s.status(), "VmHWM")) / 1024, nil
}

// status is where Linux describes the server's process.
func (s *server) status() string { return fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid) }
