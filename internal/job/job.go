// Package job carries out imports in the background: files are staged, looked
// through, confirmed by the keeper, and read into the book, one import at a
// time. A job can be left and found again, also after a restart.
//
// What an import does is package app's. This package keeps the files and how
// far each job has come; it leaves out requests, pages and words.
package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A State says how far a job has come.
type State string

// The states. A job in Looking or Running waits for its turn or is at work, and
// goes on after a restart.
const (
	Looking State = "looking" // the dry run
	Ready   State = "ready"   // looked through: the keeper decides
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
)

// A Job is one import, from the files handed in to the report.
type Job struct {
	ID       string            `json:"id"`
	Name     string            `json:"name"` // what was handed in, as a person names it
	Path     string            `json:"path"` // what to read, within the job's folder
	Created  time.Time         `json:"created"`
	State    State             `json:"state"`
	Me       []string          `json:"me,omitempty"`      // as the keeper confirmed
	Owners   []app.Candidate   `json:"owners,omitempty"`  // who the files may belong to, likeliest first
	Reports  []app.Report      `json:"reports,omitempty"` // of the dry run, then of the run
	Told     string            `json:"told,omitempty"`    // key of what went wrong
	Args     []any             `json:"args,omitempty"`
	Kind     network.Kind      `json:"kind,omitempty"`
	Columns  map[string]string `json:"columns,omitempty"`
	Restored bool              `json:"restored,omitempty"` // an export of this program
}

// A Progress says how far the work on a job has come.
type Progress struct {
	app.Progress
	Waiting bool // for another import to end
	Started time.Time
}

// A Desk holds the jobs of one book. Make it with Open.
type Desk struct {
	app    *app.App
	keeper network.KeeperID
	log    *slog.Logger
	stage  *stage

	ctx  context.Context // ends when the desk closes
	stop context.CancelFunc
	wake chan struct{}
	done sync.WaitGroup

	mu    sync.Mutex
	jobs  map[string]*Job
	queue []string
	at    string // the job at work, "" for none
	halt  context.CancelFunc
	far   Progress
}

// keepFor is how long what is left of a job is remembered.
const keepFor = 7 * 24 * time.Hour

// Open takes up the jobs staged under dir, which is made if need be, and goes on
// with those that a stop has interrupted.
func Open(a *app.App, keeper network.KeeperID, dir string, log *slog.Logger) (*Desk, error) {
	st, err := openStage(dir)
	if err != nil {
		return nil, err
	}
	d := &Desk{app: a, keeper: keeper, log: log, stage: st, wake: make(chan struct{}, 1), jobs: map[string]*Job{}}
	d.ctx, d.stop = context.WithCancel(context.Background())
	jobs, err := st.jobs()
	if err != nil {
		return nil, errors.Join(err, st.close())
	}
	for _, j := range jobs {
		if a.Now().Sub(j.Created) > keepFor && j.State != Running {
			st.drop(j.ID)
			continue
		}
		d.jobs[j.ID] = &j
		if j.State == Looking || j.State == Running {
			d.queue = append(d.queue, j.ID)
		}
	}
	d.done.Go(d.work)
	d.poke()
	return d, nil
}

// Close stops the work; what was at work goes on at the next Open.
func (d *Desk) Close() error {
	d.stop()
	d.done.Wait()
	return d.stage.close()
}

// Job returns a job; NotFound if there is none.
func (d *Desk) Job(id string) (Job, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	j, ok := d.jobs[id]
	if !ok {
		return Job{}, noSuchJob()
	}
	return *j, nil
}

func noSuchJob() error {
	return &network.Error{Kind: network.NotFound, Msg: "error.no_such_import"}
}

// Open jobs are those that wait for the keeper or are at work, oldest first.
func (d *Desk) Open() []Job {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []Job
	for _, j := range d.jobs {
		if j.State == Looking || j.State == Ready || j.State == Running {
			out = append(out, *j)
		}
	}
	slices.SortFunc(out, func(a, b Job) int { return a.Created.Compare(b.Created) })
	return out
}

// Progress returns how far the work on a job has come.
func (d *Desk) Progress(id string) Progress {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.at == id {
		return d.far
	}
	return Progress{Waiting: true}
}

// Run carries a job out as the keeper confirmed it. A job that is at work or
// done already is left as it is, so that a second click changes nothing.
func (d *Desk) Run(id string, me []string, columns map[string]string) error {
	return d.enqueue(id, func(j *Job) bool {
		if j.State != Ready && j.State != Failed {
			return false
		}
		j.Me, j.Columns, j.State, j.Told, j.Args = me, columns, Running, "", nil
		return true
	})
}

// enqueue changes a job and puts it in the queue, if change says so.
func (d *Desk) enqueue(id string, change func(*Job) bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	j, ok := d.jobs[id]
	if !ok {
		return noSuchJob()
	}
	was := *j
	if !change(j) {
		return nil
	}
	if err := d.stage.save(*j); err != nil {
		*j = was
		return err
	}
	d.queue = append(d.queue, id)
	d.poke()
	return nil
}

func (d *Desk) poke() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// Stop ends the work on a job. What was being read is not kept: each source
// enters whole or not at all. The job can be run again or dropped.
func (d *Desk) Stop(id string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	j, ok := d.jobs[id]
	if !ok {
		return noSuchJob()
	}
	if j.State != Looking && j.State != Running {
		return nil
	}
	d.queue = slices.DeleteFunc(d.queue, func(q string) bool { return q == id })
	if d.at == id {
		d.halt()
	}
	if j.State = Ready; len(j.Reports) == 0 {
		j.State, j.Told = Failed, "error.import_stopped"
	}
	return d.stage.save(*j)
}

// Drop takes a job and its files away. What it has brought into the book stays.
func (d *Desk) Drop(id string) error {
	if err := d.Stop(id); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.jobs, id)
	return d.stage.drop(id)
}

// work takes one job after the other until the desk closes.
func (d *Desk) work() {
	for {
		id, ctx := d.next()
		if id != "" {
			d.attend(ctx, id)
			continue
		}
		select {
		case <-d.wake:
		case <-d.ctx.Done():
			return
		}
	}
}

// next takes a job from the queue and puts it to work.
func (d *Desk) next() (string, context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ctx.Err() != nil || len(d.queue) == 0 {
		return "", nil
	}
	id := d.queue[0]
	d.queue = d.queue[1:]
	var ctx context.Context
	ctx, d.halt = context.WithCancel(d.ctx)
	d.at, d.far = id, Progress{Started: d.app.Now()}
	return id, ctx
}

// attend does the work on one job and writes down how it ended.
func (d *Desk) attend(ctx context.Context, id string) {
	j, err := d.Job(id)
	if err != nil {
		return
	}
	got, err := d.carry(ctx, j)
	d.mu.Lock()
	defer d.mu.Unlock()
	stopped := ctx.Err() != nil
	d.halt()
	d.at = ""
	now, there := d.jobs[id]
	if !there || stopped || now.State != j.State {
		return // dropped, closing, or stopped: that has been written down
	}
	now.end(got, err)
	if now.State == Done {
		d.stage.forget(id)
	}
	if err := d.stage.save(*now); err != nil {
		d.log.Error("job: state not written", "job", id, "err", err)
	}
	if now.State == Failed {
		d.log.Warn("job: import failed", "job", id, "err", err)
	}
}

// end puts into a job how its work ended.
func (j *Job) end(got app.Imported, err error) {
	if err != nil {
		j.State, j.Told, j.Args, j.Kind = Failed, "", nil, network.Internal
		var ne *network.Error
		if errors.As(err, &ne) {
			j.Told, j.Args, j.Kind = ne.Msg, ne.Args, ne.Kind
		}
		return
	}
	j.Reports, j.Restored = got.Batches, len(got.Restored) > 0
	if j.State == Running {
		j.State = Done
		return
	}
	j.State = Ready
	if len(j.Owners) == 0 && got.Me != nil && got.Guessed {
		j.Owners = []app.Candidate{*got.Me}
	}
}

// carry runs the import or, before it is confirmed, the dry run. A panic is an
// error: one bad file must not take the program down.
func (d *Desk) carry(ctx context.Context, j Job) (got app.Imported, err error) {
	defer func() {
		if p := recover(); p != nil {
			d.log.Error("job: panic", "job", j.ID, "stack", string(debug.Stack()))
			err = fmt.Errorf("job: panic: %T", p)
		}
	}()
	if j.State == Running {
		release, err := d.alone(ctx)
		if err != nil {
			return got, err
		}
		defer release()
	}
	req := app.ImportRequest{
		Paths: []string{d.stage.path(j)}, Me: j.Me, Columns: j.Columns, DryRun: j.State == Looking, Progress: d.tell,
	}
	got, err = d.app.Import(ctx, d.keeper, req)
	var who *app.WhoAreYou
	if !errors.As(err, &who) {
		return got, err
	}
	// The likeliest is taken for the moment; the page asks.
	d.note(j.ID, who.Candidates)
	req.Me = Names(who.Candidates[0])
	return d.app.Import(ctx, d.keeper, req)
}

// alone waits until no other process imports into the book, and keeps others
// from it until release is called.
func (d *Desk) alone(ctx context.Context) (release func(), err error) {
	return d.app.AloneToImport(ctx, d.waits)
}

// waits notes that the job at work waits for another import to end.
func (d *Desk) waits(is bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.far.Waiting = is
}

// note keeps who the files may belong to.
func (d *Desk) note(id string, owners []app.Candidate) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if j, ok := d.jobs[id]; ok {
		j.Owners = owners
	}
}

// Names returns a candidate as ImportRequest.Me takes it.
func Names(c app.Candidate) []string {
	var out []string
	if c.Name != "" {
		out = append(out, c.Name)
	}
	for _, h := range c.Handles {
		switch h.Kind {
		case network.Email:
			out = append(out, h.Value)
		case network.LinkedIn:
			out = append(out, "https://www.linkedin.com/in/"+h.Value)
		}
	}
	return out
}

func (d *Desk) tell(p app.Progress) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.far.Progress = p
}
