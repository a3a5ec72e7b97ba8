package web

import (
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"entregent/internal/app"
	"entregent/internal/importer"
	"entregent/internal/job"
	"entregent/internal/network"
)

// maxUpload bounds what can be handed in at once.
const maxUpload = 2 << 30

// imports answers GET /imports.
func imports(v *visit) error { return v.importsPage(http.StatusOK, nil) }

func (v *visit) importsPage(status int, wrong error) error {
	page := &ImportsPage{Page: v.newPage(), Max: v.words("web.gigabytes", maxUpload>>30)}
	page.Path = "/imports"
	var err error
	if page.Asked, err = v.app().Waiting(v.ctx(), v.keeper()); err != nil {
		return err
	}
	if wrong != nil {
		page.Error = v.p.Error(wrong)
	}
	list, err := v.app().Batches(v.ctx(), v.keeper())
	if err != nil {
		return err
	}
	for _, b := range list {
		page.Batches = append(page.Batches, v.batchLine(b))
	}
	sums, err := v.app().Brought(v.ctx(), v.keeper())
	if err != nil {
		return err
	}
	for _, x := range sums {
		page.Sources = append(page.Sources, BroughtLine{v.sourceName(x.Source), "/people?source=" + url.QueryEscape(x.Source), x})
	}
	if v.book == v.own {
		for _, j := range v.Jobs.Open() {
			p := v.progress(j)
			page.Waiting = append(page.Waiting, p)
		}
	}
	return render(v.w, status, page)
}

func (v *visit) batchLine(b app.Batch) BatchLine {
	return BatchLine{ID: b.ID, Name: or(b.Source, v.sourceName(b.Format)), Source: v.sourceName(b.Format), At: b.At, Counts: counts(b.Report), Wrong: b.ProblemCount}
}

func counts(r app.Report) Counts {
	return Counts{
		Read: r.Read, New: r.People.New, Known: r.People.Known, Filled: r.People.Filled, Encounters: r.Encounters.New,
		Again: r.Encounters.Known, Changed: r.Encounters.Changed, Favours: r.Favours.New, Proposals: r.Proposals,
	}
}

// upload answers POST /imports: files stream into the staging folder, and the
// keeper is led to where they are looked through.
func upload(v *visit) error {
	if v.book != v.own || v.state.settings.Demo {
		return v.importsPage(http.StatusConflict, &network.Error{Kind: network.Conflict, Msg: "error.demo_book"})
	}
	parts, err := v.r.MultipartReader()
	if err != nil {
		return &network.Error{Kind: network.Invalid, Msg: "error.invalid", Err: err}
	}
	up, err := v.Jobs.Upload()
	if err != nil {
		return err
	}
	if err := take(up, parts); err != nil {
		up.Abort()
		return v.refuseUpload(err)
	}
	j, err := up.Commit()
	if err != nil {
		return err
	}
	return v.then("/imports/" + j.ID)
}

// take takes in every file of a form, under the name that came with it.
func take(up *job.Upload, parts *multipart.Reader) error {
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		name := fileName(part)
		if part.FormName() != "files" || name == "" {
			continue
		}
		if err := up.Add(name, part); err != nil {
			return err
		}
	}
	if up.Files() == 0 {
		return &network.Error{Kind: network.Invalid, Field: "files", Msg: "error.no_files"}
	}
	return nil
}

// fileName returns the name of a file with the folders that came with it, which
// multipart.Part.FileName drops.
func fileName(part *multipart.Part) string {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil {
		return part.FileName()
	}
	return params["filename"]
}

// refuseUpload tells what was wrong with the files on the page they were sent
// from.
func (v *visit) refuseUpload(err error) error {
	var big *http.MaxBytesError
	switch kind := kindOf(err); {
	case errors.As(err, &big):
		v.w.Header().Set("Connection", "close")
		return v.importsPage(http.StatusRequestEntityTooLarge, &network.Error{Kind: network.Invalid, Msg: "error.too_big", Err: err})
	case kind == network.Invalid, kind == network.Full:
		return v.importsPage(statuses[kind], err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return v.importsPage(http.StatusBadRequest, &network.Error{Kind: network.Invalid, Msg: "error.upload_cut", Err: err})
	}
	return err
}

// oneImport answers GET /imports/{id}: of a job how far it is, of a batch its
// report.
func oneImport(v *visit) error {
	if v.book == v.own {
		if j, err := v.Jobs.Job(v.r.PathValue("id")); err == nil {
			return v.showJob(j)
		}
	}
	which, err := id[network.BatchID](v, "id", "error.no_such_import")
	if err != nil {
		return err
	}
	b, err := v.app().Batch(v.ctx(), v.keeper(), which)
	if err != nil {
		return err
	}
	page := &BatchPage{Page: v.newPage(), BatchLine: v.batchLine(b), Files: b.Files, Ignored: v.ignored(b.Report)}
	page.Problems = v.problems(b.Report)
	if page.Asked, err = v.app().Waiting(v.ctx(), v.keeper()); err != nil {
		return err
	}
	page.More = max(0, b.ProblemCount-len(page.Problems))
	if v.form("undo") != "" {
		u, err := v.app().UndoDry(v.ctx(), v.keeper(), which)
		if err != nil {
			return err
		}
		page.Undo = v.undoAsk(u)
	}
	return v.show(page)
}

// showJob shows a job as far as it has come.
func (v *visit) showJob(j job.Job) error {
	switch j.State {
	case job.Looking, job.Running:
		return v.show(&ProgressPage{Page: v.newPage(), ID: j.ID, Progress: v.progress(j)})
	case job.Ready:
		return v.show(v.preview(j))
	case job.Failed:
		page := &PreviewPage{Page: v.newPage(), ID: j.ID, Nothing: true, Told: v.p.Error(&network.Error{Kind: j.Kind, Msg: j.Told, Args: j.Args})}
		return v.show(page)
	}
	switch {
	case j.Restored:
		return v.then("/imports", "restored")
	case len(j.Reports) == 1 && !j.Reports[0].Again:
		return v.then("/imports/"+j.Reports[0].ID, "imported")
	}
	return v.then("/imports", "imported")
}

// progress is how far a job has come, in words.
func (v *visit) progress(j job.Job) Progress {
	far := v.Jobs.Progress(j.ID)
	out := Progress{URL: "/imports/" + j.ID, Name: j.Name, Done: far.Done, Of: far.Total}
	switch {
	case j.State == job.Ready:
		out.Phase, out.Ready = v.words("web.phase.ready"), true
	case far.Waiting:
		out.Phase = v.words("web.phase.waiting")
	case j.State == job.Looking:
		out.Phase = v.words("web.phase.looking")
	default:
		out.Phase = v.words("web.phase.running")
	}
	if far.Read > 0 {
		out.Text = v.words("web.counts.read", far.Read)
	}
	if far.Parts > 1 {
		out.Phase += v.words("web.phase.part", far.Part, far.Parts)
	}
	out.Found = Counts{Read: far.Read}
	return out
}

// preview says what a job would do.
func (v *visit) preview(j job.Job) *PreviewPage {
	page := &PreviewPage{Page: v.newPage(), ID: j.ID, Restored: j.Restored}
	phones := false
	for _, r := range j.Reports {
		page.Sources = append(page.Sources, SourceView{
			Name: r.Source, Source: v.sourceName(r.Format), Counts: counts(r), Ignored: v.ignored(r),
			Problems: first(v.problems(r), 20), Wrong: r.ProblemCount, Again: r.Again,
		})
		phones = phones || !r.Again
		page.Columns = append(page.Columns, v.columns(r.Columns)...)
	}
	for i, c := range j.Owners {
		page.Me = append(page.Me, v.claim(c, strconv.Itoa(i), i == 0))
	}
	if phones && v.state.settings.Country == "" {
		page.Country = v.countries("")
	}
	return page
}

// columnFields are what the columns of a table can be chosen to be.
var columnFields = []string{"other", "skip", "name", "given_name", "family_name", "nickname", "organisation", "title", "email", "phone",
	"url", "street", "postcode", "city", "country", "town", "birthday", "note", "tag", "interest", "related", "introduced"}

// columns shows what the columns of a table were taken for, each to be corrected.
func (v *visit) columns(cols []importer.Column) (out []ColumnGuess) {
	for _, c := range cols {
		g := ColumnGuess{Column: c.Name, Example: limit(c.Example, 60)}
		fields := columnFields
		if !slices.Contains(fields, c.Field) {
			fields = append([]string{c.Field}, fields...)
		}
		for _, f := range fields {
			g.Taken = append(g.Taken, Choice{Value: f, Text: v.words("column." + f), On: f == c.Field})
		}
		out = append(out, g)
	}
	return out
}

// chosenColumns reads what the keeper made of the columns.
func (v *visit) chosenColumns() map[string]string {
	out := map[string]string{}
	for name, values := range v.r.PostForm {
		column, ok := strings.CutPrefix(name, "column:")
		if ok && len(values) == 1 && v.p.Has("column."+values[0]) {
			out[column] = values[0]
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func first[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// claim is one guess at who the keeper is.
func (v *visit) claim(c app.Candidate, value string, on bool) Claim {
	out := Claim{Value: value, Text: c.Name, On: on}
	for _, h := range first(c.Handles, 3) {
		if out.Text != "" {
			out.Text += " · "
		}
		out.Text += h.Value
	}
	var why []string
	for _, w := range c.Why {
		if key := "me." + w; v.p.Has(key) {
			why = append(why, v.words(key))
		} else if v.p.Has(w) {
			why = append(why, v.words(w))
		}
	}
	out.Why = strings.Join(why, ", ")
	return out
}

// ignored is what was left out on purpose, the most of a kind first.
func (v *visit) ignored(r app.Report) []WhyCount {
	var out []WhyCount
	for _, why := range slices.Sorted(maps.Keys(r.IgnoredWhy)) {
		out = append(out, WhyCount{v.words("ignored." + why), r.IgnoredWhy[why]})
	}
	slices.SortStableFunc(out, func(a, b WhyCount) int { return b.N - a.N })
	return out
}

// someProblems is how many problems a page lists; all are counted.
const someProblems = 100

func (v *visit) problems(r app.Report) []ProblemLine {
	var out []ProblemLine
	for _, p := range first(r.Problems, someProblems) {
		file, line, _ := cutLine(p.At)
		out = append(out, ProblemLine{File: file, Line: line, Text: v.words(p.Key, p.Args...), Raw: limit(p.Raw, 300)})
	}
	return out
}

// runImport answers POST /imports/{id}/run: as the keeper confirmed.
func runImport(v *visit) error {
	j, err := v.job()
	if err != nil {
		return err
	}
	if c := v.r.PostFormValue("country"); c != "" && c != v.state.settings.Country {
		if err := v.change(func(s *network.Settings) error { s.Country = c; return nil }); err != nil {
			return err
		}
	}
	var me []string
	for _, s := range v.r.PostForm["me"] {
		if i, err := strconv.Atoi(s); err == nil && i >= 0 && i < len(j.Owners) {
			me = append(me, job.Names(j.Owners[i])...)
		}
	}
	if err := v.Jobs.Run(j.ID, me, v.chosenColumns()); err != nil {
		return err
	}
	return v.then("/imports/" + j.ID)
}

// job finds the job in the path.
func (v *visit) job() (job.Job, error) {
	if v.book != v.own {
		return job.Job{}, &network.Error{Kind: network.NotFound, Msg: "error.no_such_import"}
	}
	return v.Jobs.Job(v.r.PathValue("id"))
}

// dropImport answers POST /imports/{id}/drop.
func dropImport(v *visit) error {
	j, err := v.job()
	if err != nil {
		return err
	}
	if err := v.Jobs.Drop(j.ID); err != nil {
		return err
	}
	return v.then("/imports", "dropped")
}

// stopImport answers POST /imports/{id}/stop.
func stopImport(v *visit) error {
	j, err := v.job()
	if err != nil {
		return err
	}
	if err := v.Jobs.Stop(j.ID); err != nil {
		return err
	}
	return v.then("/imports/" + j.ID)
}

// undoImport answers POST /imports/{id}/undo.
func undoImport(v *visit) error {
	which, err := id[network.BatchID](v, "id", "error.no_such_import")
	if err != nil {
		return err
	}
	b, err := v.app().Batch(v.ctx(), v.keeper(), which)
	if isNotFound(err) { // undone already, by a first click
		return v.then("/imports", "undone")
	}
	if err != nil {
		return err
	}
	u, err := v.app().Undo(v.ctx(), v.keeper(), which, v.once())
	if err != nil && !isNotFound(err) {
		return err
	}
	page := &BatchPage{Page: v.newPage(), BatchLine: v.batchLine(b), Gone: v.undoAsk(u)}
	page.Path, page.Undone = "/imports", true
	return v.show(page)
}

// undoAsk says by name what an undo takes away and what it leaves, and why.
func (v *visit) undoAsk(u app.Undone) *UndoAsk {
	out := &UndoAsk{People: u.Removed.People, Encounters: u.Removed.Encounters, Favours: u.Removed.Favours, Gone: faces(u.Gone), Others: faces(u.Others)}
	for _, k := range u.Kept {
		out.Kept = append(out.Kept, KeptLine{Face{k.ID, k.Name}, v.words("kept." + k.Why)})
	}
	return out
}

func faces(list []app.Named) []Face {
	out := make([]Face, len(list))
	for i, n := range list {
		out[i] = Face{n.ID, n.Name}
	}
	return out
}
