package network

// A Reason is one ground of a verdict, as data: package i18n puts it into words
// in either language. Args are numbers, dates, names: whatever the sentence of
// that key takes, in its order. Facts name the records it rests on, newest
// first and few.
type Reason struct {
	Key   string `json:"key"`
	Args  []any  `json:"args,omitempty"`
	Facts []Ref  `json:"facts"`
}

// A Ref points at one stored record.
type Ref struct {
	Kind RefKind `json:"kind"`
	ID   string  `json:"id"`
}

// A RefKind says what a Ref points at.
type RefKind string

// The kinds of record a reason may rest on, or a typed line may have made.
const (
	RefEncounter RefKind = "encounter"
	RefFavour    RefKind = "favour"
	RefFact      RefKind = "fact"
	RefCard      RefKind = "card"
	RefPerson    RefKind = "person"
	RefWish      RefKind = "wish"
	RefPair      RefKind = "pair"
	RefGoal      RefKind = "goal"
	RefOwn       RefKind = "own" // a line of the keeper's own trace
)
