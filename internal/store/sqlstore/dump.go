package sqlstore

import "io"

func (x *tx) Export(w io.Writer) error  { return nil }
func (x *tx) Restore(r io.Reader) error { return nil }
