package app_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"
	"time"

	"entregent/internal/app"
	"entregent/internal/importer"
	"entregent/internal/importer/addressbook"
	"entregent/internal/importer/calendar"
	"entregent/internal/importer/europass"
	"entregent/internal/importer/facebook"
	"entregent/internal/importer/googlechat"
	"entregent/internal/importer/googlevoice"
	"entregent/internal/importer/importertest"
	"entregent/internal/importer/instagram"
	"entregent/internal/importer/jsonresume"
	"entregent/internal/importer/linkedin"
	"entregent/internal/importer/mail"
	"entregent/internal/importer/meerkat"
	"entregent/internal/importer/monica"
	"entregent/internal/importer/signal"
	"entregent/internal/importer/slack"
	"entregent/internal/importer/sms"
	"entregent/internal/importer/swarm"
	"entregent/internal/importer/telegram"
	"entregent/internal/importer/twitter"
	"entregent/internal/importer/vcard"
	"entregent/internal/importer/whatsapp"
	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/store/pgtest"
	"entregent/internal/store/sqlstore"
)

// A house is a real book on a real SQLite file, at a fixed moment.
type house struct {
	*app.App
	t      testing.TB
	keeper network.KeeperID
	now    time.Time
}

func newHouse(t testing.TB, now string) *house {
	t.Helper()
	st, err := sqlstore.OpenSQLite(context.Background(), filepath.Join(t.TempDir(), "book.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return newHouseOn(t, now, st)
}

func newHouseOn(t testing.TB, now string, st store.House) *house {
	t.Helper()
	var err error
	h := &house{t: t}
	h.at(now)
	h.App = &app.App{Store: st, Now: func() time.Time { return h.now }, Readers: []importer.Reader{
		linkedin.Reader{}, monica.Reader{}, meerkat.Reader{}, facebook.Reader{}, instagram.Reader{}, twitter.Reader{}, swarm.Reader{}, jsonresume.Reader{}, europass.Reader{}, whatsapp.Reader{}, sms.Reader{}, telegram.Reader{}, slack.Reader{}, googlechat.Reader{}, googlevoice.Reader{}, signal.Reader{}, calendar.Reader{}, vcard.Reader{}, mail.Reader{}, addressbook.Reader{},
	}}
	if h.keeper, err = h.OpenKeeper(context.Background()); err != nil {
		t.Fatal(err)
	}
	k, err := h.Keeper(context.Background(), h.keeper)
	if err != nil {
		t.Fatal(err)
	}
	k.Settings.Zone, k.Settings.Country = "Europe/Paris", "FR"
	if err := h.PutSettings(context.Background(), h.keeper, k.Settings); err != nil {
		t.Fatal(err)
	}
	return h
}

// at moves the clock.
func (h *house) at(moment string) {
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		h.t.Fatal(err)
	}
	h.now = at
}

// imports reads paths and fails the test on an error.
func (h *house) imports(paths ...string) []app.Report {
	h.t.Helper()
	return h.reads(app.ImportRequest{Paths: paths})
}

func (h *house) reads(req app.ImportRequest) []app.Report {
	h.t.Helper()
	got, err := h.Import(context.Background(), h.keeper, req)
	if err != nil {
		h.t.Fatal(err)
	}
	return got.Batches
}

// export returns the canonical export.
func (h *house) export() string {
	h.t.Helper()
	var b bytes.Buffer
	if err := h.Export(context.Background(), h.keeper, &b); err != nil {
		h.t.Fatal(err)
	}
	return b.String()
}

func BenchmarkImportLinkedIn(b *testing.B) {
	path := importertest.Shared(b, "samples", "linkedin", "sample_export.zip")
	for b.Loop() {
		h := newHouse(b, "1853-05-01T08:00:00Z")
		h.imports(path)
	}
}

func TestMain(m *testing.M) { pgtest.Main(m) }
