// Package network is the vocabulary of the product: whom the keeper knows, what
// took place between them, what was brought and what is owed.
//
// It holds types and the rules that are true of them wherever they are kept or
// shown. It leaves out storage, transport, words for the screen and the clock:
// it imports only the standard library (and x/text for folding letters), and
// package archtest holds it to that. The words are those of the glossary in
// docs/glossary.md.
package network
