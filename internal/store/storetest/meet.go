package storetest

import (
	"time"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/network"
	"entregent/internal/store"
)

func toCome(b *bench) {
	b.put(alice, "Anne")
	planned := encounter("planned", "Anne")
	planned.State, planned.Mine, planned.At, planned.Until = network.Planned, network.Attendee, kept.AddDate(0, 0, 1), kept.AddDate(0, 0, 1).Add(time.Hour)
	vague, under, over, apart, free := planned, planned, planned, planned, planned
	vague.ID, vague.At, vague.Until = id[network.EncounterID]("vague"), kept.AddDate(0, 0, 2), time.Time{}
	under.ID, under.At, under.State, under.With = id[network.EncounterID]("under way"), kept.Add(-time.Hour), network.Held, nil
	over.ID, over.State, over.Until = id[network.EncounterID]("over"), network.Held, time.Time{}
	apart.ID, apart.Mine, apart.MyCard = id[network.EncounterID]("apart"), "", network.CardID{}
	free.ID, free.At, free.Until = id[network.EncounterID]("free"), kept.AddDate(0, 0, 3), kept.AddDate(0, 0, 3)
	b.update(alice, func(tx store.Tx) error {
		return tx.AddEncounters([]network.Encounter{planned, vague, under, over, apart, free})
	})
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.ToCome(kept.Add(-2*time.Hour), kept.AddDate(0, 0, 9), 9)
		if diff := cmp.Diff([]network.Encounter{under, planned, vague, free}, got); diff != "" {
			b.Errorf("to come (-want +got):\n%s", diff)
		}
		if got, _ := tx.ToCome(kept.Add(-2*time.Hour), kept.AddDate(0, 0, 9), 2); len(got) != 2 || got[0].ID != under.ID {
			b.Errorf("two of them: %v", got)
		}
		if got, _ := tx.ToCome(kept, kept.AddDate(0, 0, 1), 9); len(got) != 0 {
			b.Errorf("before a day: %v", got)
		}
		return err
	})
	planned.Until = planned.Until.Add(time.Hour)
	b.update(alice, func(tx store.Tx) error { return tx.PutEncounter(planned) })
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.ToCome(kept, kept.AddDate(0, 0, 1).Add(time.Second), 9)
		if len(got) != 1 || !got[0].Until.Equal(planned.Until) {
			b.Errorf("it lasts longer: %v", got)
		}
		return err
	})
}

func inPlaces(b *bench) {
	b.put(alice, "Anne")
	lunch := encounter("lunch", "Anne")
	lunch.Channel = network.InPerson
	later, nowhere, mail, planned := lunch, lunch, encounter("mail", "Anne"), lunch
	later.ID, later.At = id[network.EncounterID]("later"), kept.Add(time.Hour)
	nowhere.ID, nowhere.Place = id[network.EncounterID]("nowhere"), ""
	planned.ID, planned.State = id[network.EncounterID]("planned"), network.Planned
	b.update(alice, func(tx store.Tx) error {
		return tx.AddEncounters([]network.Encounter{lunch, later, nowhere, mail, planned})
	})
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.InPlaces(kept.Add(-time.Hour), kept.Add(2*time.Hour), 9)
		if diff := cmp.Diff([]network.Encounter{later, lunch}, got); diff != "" {
			b.Errorf("in places (-want +got):\n%s", diff)
		}
		return err
	})
}
