package web

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
)

// export answers GET /export: everything, as one file that is read back in.
func export(v *visit) error {
	h := v.w.Header()
	h.Set("Content-Type", "application/x-ndjson")
	h.Set("Content-Disposition", v.attachment("jsonl"))
	sent := &sentinel{w: v.w}
	err := v.app().Export(v.ctx(), v.keeper(), sent)
	if sent.cut {
		panic(http.ErrAbortHandler) // whoever asked has gone
	}
	if err != nil && sent.begun {
		v.Log.Error("export cut off", "request", requestID(v.ctx()), "err", err)
		panic(http.ErrAbortHandler) // a cut-off file must not look whole
	}
	if err != nil {
		h.Del("Content-Disposition")
	}
	return err
}

// attachment names a file after the day.
func (v *visit) attachment(ext string) string {
	name := fmt.Sprintf("entregent-%s.%s", v.book.today(v.state.zone).Date(), ext)
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

// A sentinel notes that an answer has begun.
type sentinel struct {
	w     io.Writer
	begun bool
	cut   bool // nobody takes it any more
}

func (s *sentinel) Write(b []byte) (int, error) {
	s.begun = true
	n, err := s.w.Write(b)
	s.cut = s.cut || err != nil
	return n, err
}

// backup answers POST /backup: a verified copy, made whole before it is sent.
func backup(v *visit) error {
	dir, err := os.MkdirTemp(v.Uploads, "backup-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "entregent.db")
	if err := v.app().Store.Backup(v.ctx(), file); err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "application/vnd.sqlite3")
	h.Set("Content-Disposition", v.attachment("db"))
	h.Set("Content-Length", fmt.Sprint(info.Size()))
	_, err = io.Copy(v.w, f)
	if err != nil {
		return errAnswered // whoever asked has gone
	}
	return nil
}
