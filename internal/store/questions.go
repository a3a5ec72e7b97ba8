package store

import "entregent/internal/network"

// Questions holds the open questions: those put to one person by a private link.
type Questions interface {
	// PutOpenQuestion stores one, or replaces it. Conflict where another has the
	// same hash, NotFound if its card is not there.
	PutOpenQuestion(network.OpenQuestion) error

	// DeleteOpenQuestion removes one with its answer. NotFound if there is none.
	DeleteOpenQuestion(network.QuestionID) error

	// OpenQuestions returns all of them, newest first (then by id).
	OpenQuestions() ([]network.OpenQuestion, error)

	// OpenQuestionByHash returns the one to which a link leads, open or not;
	// NotFound if there is none. The zero hash leads nowhere.
	OpenQuestionByHash(hash [32]byte) (network.OpenQuestion, error)
}
