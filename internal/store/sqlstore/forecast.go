package sqlstore

import (
	"entregent/internal/network"
	"entregent/internal/store"
)

const (
	upsertForecast = `
		INSERT INTO forecast (keeper, person, horizon, day, z, outcome)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (keeper, person, horizon, day) DO UPDATE
		SET z = excluded.z, outcome = excluded.outcome`

	deleteForecast = `
		DELETE FROM forecast
		WHERE keeper = ?1 AND person = ?2 AND horizon = ?3 AND day = ?4`

	deleteForecastsOf = `
		DELETE FROM forecast
		WHERE keeper = ?1 AND person = ?2`

	selectForecastsOf = `
		SELECT person, horizon, day, z, outcome
		FROM forecast
		WHERE keeper = ?1 AND person = ?2
		ORDER BY horizon, day`

	selectForecasts = `
		SELECT person, horizon, day, z, outcome
		FROM forecast
		WHERE keeper = ?1
		ORDER BY person, horizon, day`

	selectOpenForecasts = `
		SELECT person, horizon, day, z, outcome
		FROM forecast
		WHERE keeper = ?1 AND outcome = ''
		ORDER BY person, horizon, day`

	selectCalibration = `
		SELECT state
		FROM calibration
		WHERE keeper = ?1`

	upsertCalibration = `
		INSERT INTO calibration (keeper, state)
		VALUES (?1, ?2)
		ON CONFLICT (keeper) DO UPDATE SET state = excluded.state`
)

func forecastDest(f *store.Forecast) []any {
	return []any{toID(&f.Person), &f.Horizon, &f.Day, &f.Z, &f.Outcome}
}

func (x *tx) PutForecasts(fs []store.Forecast) error {
	for _, f := range fs {
		if _, err := x.exec(upsertForecast, x.key, raw(f.Person), int64(f.Horizon), int64(f.Day), int64(f.Z), clean(f.Outcome)); err != nil {
			return err
		}
	}
	return nil
}

func (x *tx) DropForecasts(fs []store.Forecast) error {
	for _, f := range fs {
		if _, err := x.exec(deleteForecast, x.key, raw(f.Person), int64(f.Horizon), int64(f.Day)); err != nil {
			return err
		}
	}
	return nil
}

func (x *tx) ForecastsOf(p network.PersonID) ([]store.Forecast, error) {
	return collect(x, forecastDest, selectForecastsOf, x.key, raw(p))
}

func (x *tx) OpenForecasts() ([]store.Forecast, error) {
	return collect(x, forecastDest, selectOpenForecasts, x.key)
}

func (x *tx) AllForecasts(fn func(store.Forecast) error) error {
	return each(x, forecastDest, fn, selectForecasts, x.key)
}

func (x *tx) Calibration() ([]byte, error) {
	return one(x, nil, func(b *[]byte) []any { return []any{b} }, selectCalibration, x.key)
}

func (x *tx) PutCalibration(state []byte) error {
	if state == nil {
		state = []byte{}
	}
	_, err := x.exec(upsertCalibration, x.key, state)
	return err
}
