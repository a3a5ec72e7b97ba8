package sqlstore

import (
	"encoding/json"
	"fmt"

	"entregent/internal/network"
)

const (
	insertKeeper = `
		INSERT INTO keeper (id, seed, settings, change)
		VALUES (?1, ?2, ?3, 1)`

	selectKeeper = `
		SELECT id, seed, settings
		FROM keeper
		WHERE id = ?1`

	updateSettings = `
		UPDATE keeper
		SET settings = ?2
		WHERE id = ?1`

	selectChange = `
		SELECT change
		FROM keeper
		WHERE id = ?1`
)

// addKeeper records the keeper of this transaction. It is the one write that
// takes no change number, because there is nobody yet to count for.
func (x *tx) addKeeper(k network.Keeper) error {
	settings, err := json.Marshal(k.Settings)
	if err != nil {
		return fmt.Errorf("sqlstore: settings: %w", err)
	}
	_, err = x.run(x.text(insertKeeper), []any{x.key, append([]byte{}, k.Seed...), clean(string(settings))})
	return err
}

func (x *tx) Keeper() (network.Keeper, error) {
	type row struct {
		network.Keeper
		settings []byte
	}
	r, err := one(x, notFound("error.no_such_keeper"), func(r *row) []any {
		return []any{toID(&r.ID), &r.Seed, &r.settings}
	}, selectKeeper, x.key)
	if err != nil {
		return network.Keeper{}, err
	}
	if err := json.Unmarshal(r.settings, &r.Settings); err != nil {
		return network.Keeper{}, fmt.Errorf("sqlstore: settings: %w", err)
	}
	return r.Keeper, nil
}

func (x *tx) PutSettings(s network.Settings) error {
	b, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("sqlstore: settings: %w", err)
	}
	x.zone = nil
	_, err = x.exec(updateSettings, x.key, clean(string(b)))
	return err
}

func (x *tx) Change() (int64, error) {
	return one(x, notFound("error.no_such_keeper"), func(n *int64) []any { return []any{n} }, selectChange, x.key)
}
