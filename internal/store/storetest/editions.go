package storetest

import (
	"errors"
	"slices"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/network"
	"entregent/internal/store"
)

func alone(b *bench) {
	b.put(alice, "Anne")
	lunch := encounter("lunch")
	lunch.Channel, lunch.Mine, lunch.MyCard = network.InPerson, network.Attendee, network.CardID{}
	before, allDay, planned, with := lunch, lunch, lunch, encounter("with", "Anne")
	before.ID, before.At = id[network.EncounterID]("before"), kept.AddDate(0, 0, -2)
	allDay.ID, allDay.Channel = id[network.EncounterID]("all day"), network.Event
	planned.ID, planned.State = id[network.EncounterID]("planned"), network.Planned
	with.Mine = network.Attendee
	b.update(alice, func(tx store.Tx) error {
		return tx.AddEncounters([]network.Encounter{before, lunch, allDay, planned, with})
	})
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.AloneEvents(kept.AddDate(0, 0, -2), kept, 9)
		if diff := cmp.Diff([]network.Encounter{lunch, before}, got); diff != "" {
			b.Errorf("events alone (-want +got):\n%s", diff)
		}
		one, err2 := tx.AloneEvents(kept.AddDate(0, 0, -2), kept.Add(-1), 9)
		if len(one) != 1 || one[0].ID != before.ID {
			b.Errorf("until a moment before: %v", one)
		}
		return errors.Join(err, err2)
	})
}

func editions(b *bench) {
	b.put(alice, "Anne")
	e := encounter("lunch", "Anne")
	one := network.Edition{Event: id[network.EventID]("event"), File: id[network.FileID]("one/a"), Version: 3 << 40, Since: kept}
	instance := one
	instance.Instance, instance.About, instance.At = id[network.InstanceID]("monday"), e.ID, kept.AddDate(0, 0, 1)
	other := network.Edition{Event: id[network.EventID]("other"), File: id[network.FileID]("two/a"), Version: 1, Since: kept}
	b.update(alice, func(tx store.Tx) error {
		for _, batch := range []string{"one", "two"} {
			if err := tx.PutBatch(store.Batch{ID: id[network.BatchID](batch), Source: "ics", Label: batch, At: kept}); err != nil {
				return err
			}
			if err := tx.AddFiles([]store.File{{ID: id[network.FileID](batch + "/a"), Batch: id[network.BatchID](batch), Name: "a"}}); err != nil {
				return err
			}
		}
		if err := tx.AddEncounters([]network.Encounter{e}); err != nil {
			return err
		}
		if err := tx.AddEditions([]network.Edition{one, instance, other}); err != nil {
			return err
		}
		twice := instance
		twice.Version = 9
		return tx.AddEditions([]network.Edition{twice}) // stays as it was
	})
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Editions([]network.EventID{one.Event, one.Event, id[network.EventID]("none")})
		want := map[network.EventID][]network.Edition{one.Event: {one, instance}}
		if diff := cmp.Diff(want, got); diff != "" {
			b.Errorf("editions (-want +got):\n%s", diff)
		}
		var all []network.Edition
		err2 := tx.AllEditions(func(e network.Edition) error { all = append(all, e); return nil })
		if len(all) != 3 {
			b.Errorf("all: %v", all)
		}
		return errors.Join(err, err2)
	})
	b.view(bob, func(tx store.Tx) error {
		got, err := tx.Editions([]network.EventID{one.Event})
		if len(got) != 0 {
			b.Errorf("another keeper's: %v", got)
		}
		return err
	})
	b.view(alice, func(tx store.Tx) error {
		of, err := tx.EventsOf([]network.EncounterID{e.ID, id[network.EncounterID]("none")})
		if diff := cmp.Diff(map[network.EncounterID]network.EventID{e.ID: one.Event}, of); diff != "" {
			b.Errorf("events of encounters (-want +got):\n%s", diff)
		}
		return err
	})
	// Without its encounter the instance is still known, and nothing stands for it.
	b.update(alice, func(tx store.Tx) error { return tx.DeleteEncounter(e.ID) })
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Editions([]network.EventID{one.Event})
		if i := slices.IndexFunc(got[one.Event], func(e network.Edition) bool { return e.Instance == instance.Instance }); i < 0 || !got[one.Event][i].About.IsZero() {
			b.Errorf("after its encounter was deleted: %v", got)
		}
		return err
	})
	// What is withdrawn is on no list, and takes its day with it.
	gone := encounter("gone", "Anne")
	gone.Withdraw()
	b.update(alice, func(tx store.Tx) error { return tx.AddEncounters([]network.Encounter{gone}) })
	b.view(alice, func(tx store.Tx) error {
		listed, err := tx.EncountersOf(id[network.PersonID]("Anne"), kept.AddDate(1, 0, 0), 9)
		n := 0
		count := func(store.Contact) error { n++; return nil }
		err2, err3 := tx.ContactsOf(id[network.PersonID]("Anne"), count), tx.AllContacts(count)
		back, err4 := tx.Encounters([]network.EncounterID{gone.ID})
		if len(listed) != 0 || n != 0 || len(back) != 1 || !back[0].Withdrawn() {
			b.Errorf("withdrawn: listed %v, %d contacts, kept %v", listed, n, back)
		}
		return errors.Join(err, err2, err3, err4)
	})
	b.update(alice, func(tx store.Tx) error {
		dropped, err := tx.DropBatch(id[network.BatchID]("one"), store.Hold{})
		if !slices.Equal(dropped.Events, []network.EventID{one.Event}) {
			b.Errorf("events of the batch: %v", dropped.Events)
		}
		return err
	})
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Editions([]network.EventID{one.Event, other.Event})
		if diff := cmp.Diff(map[network.EventID][]network.Edition{other.Event: {other}}, got); diff != "" {
			b.Errorf("after the batch went (-want +got):\n%s", diff)
		}
		return err
	})
}
