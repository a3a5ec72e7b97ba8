// Package ical reads and writes iCalendar (RFC 5545): lines, properties,
// components, times, zones and recurring series.
//
// It takes what calendars really write: other line ends, broken folding, missing
// ENDs, byte order marks, Windows-1252, zones by the names of Windows. What it
// does not know it keeps as it was. It reads one entry at a time, without
// recursion, within limits, in time proportional to the input, and reports each
// fault with its line.
//
// It leaves out what entries mean to anybody: package calendar makes encounters
// of them, and package app decides who met whom.
package ical
