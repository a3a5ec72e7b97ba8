package meta

import (
	"time"

	"entregent/internal/importer/jsonfile"
	"entregent/internal/network"
)

// Records reads the records of a file, mended: of its lists, whatever they are
// called, or of its root. What cannot be read is told.
func (r *Reading) Records(file string, each func(list string, v jsonfile.Value) error) error {
	f, err := jsonfile.Open(r.Src, file, r.Opt.Limits)
	if err != nil {
		return err
	}
	defer f.Close()
	read := func(list string) error {
		return f.Records(func(v jsonfile.Value) error {
			v.Mend(Mend)
			return each(list, v)
		}, func(fault *jsonfile.Fault) error { return r.Give(fault.Event(file)) })
	}
	kind, err := f.Kind()
	if err == nil && kind == jsonfile.Object {
		err = f.Each(func(member string) error {
			if kind, err := f.Kind(); err != nil || kind != jsonfile.Array && kind != jsonfile.Object {
				return err
			}
			return read(member)
		})
	} else if err == nil {
		err = read("")
	}
	if err == nil {
		err = f.End()
	}
	return r.Told(file, err)
}

// Seconds reads a moment written as seconds since 1970; zero where there is none.
func Seconds(v jsonfile.Value) time.Time {
	s, ok := v.Int()
	if !ok || s <= 0 || s > 1<<36 {
		return time.Time{}
	}
	return time.Unix(s, 0).UTC()
}

// Zone is that of the keeper, UTC where it is not said.
func (r *Reading) Zone() *time.Location {
	if r.Opt.Zone == nil {
		return time.UTC
	}
	return r.Opt.Zone
}

// Day writes a moment as a day of the keeper's.
func (r *Reading) Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return network.DateOf(t.In(r.Zone())).String()
}
