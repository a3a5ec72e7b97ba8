// Package web is the product in a browser: pages made on the server, in French
// and English, that read like a paper notebook and work without JavaScript.
//
// Each page is one struct, in the file named after it, and one template that is
// executed with that struct and nothing else. A handler reads the request,
// calls package app, fills a page and answers; what went wrong is returned to
// the one place that puts errors into words. The package holds no rules of the
// product, keeps nothing, and never asks another host for anything.
package web
