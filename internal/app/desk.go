package app

import (
	"entregent/internal/network"
	"entregent/internal/store"
)

// A Loop is something open between the keeper and somebody: thanks, news, a
// promise, an answer.
type Loop struct {
	ID     string           `json:"id"`
	Kind   network.LoopKind `json:"kind"`
	Person Named            `json:"person"`
	Since  network.Date     `json:"since"`
	Text   string           `json:"text"`
	Reason network.Reason   `json:"reason"`
}

// A Gesture is one thing worth doing today.
type Gesture struct {
	ID      string              `json:"id"`
	Kind    network.GestureKind `json:"kind"`
	Person  Named               `json:"person"`
	Why     string              `json:"why"`
	Reasons []network.Reason    `json:"reasons"`
	Bring   []Bring             `json:"bring"`
	Draft   string              `json:"draft"`
	Minutes int                 `json:"minutes"`
}

// A Bring is something to bring to somebody.
type Bring struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// desk puts what stands on the desk about one person into their briefing.
func (a *App) desk(tx store.Tx, b *book, e *entry, out *Briefing) error { return nil }
