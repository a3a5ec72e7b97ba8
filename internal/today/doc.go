// Package today chooses what is worth doing on one day: the open loops first,
// then at most so many gestures as the keeper wants and has minutes for, each
// with its reasons, what to bring and which draft to write it from.
//
// It is one pure function of what is known and of what was answered before, so
// that reading twice gives the same list and a past day can be looked at again.
// The list of a day is fixed at its first reading (Fix) and shown from then on
// as it was, less what facts have taken away (Read). Keeping it is package
// app's affair; words and drafts are package i18n's.
//
// The rules are judged, not measured: they are there so that nobody is nagged
// (what is skipped comes less often) and so that the door stays open (newcomers
// get a share of the time).
package today
