// The worker keeps the static files of this edition, and one page to write a
// line on while there is no connection. Nothing that is in the book is kept.

const edition = "{{edition}}"
const lang = new URL(location.href).searchParams.get("lang") === "en" ? "en" : "fr"
const shell = "/offline?lang=" + lang
const files = ["style.css", "pages.css", "app.js", "icon.svg", "fonts/serif.woff2"].map(name => "/static/" + edition + "/" + name)
const name = "entregent-" + edition + "-" + lang

addEventListener("install", event => {
  skipWaiting()
  event.waitUntil(caches.open(name).then(cache => cache.addAll([...files, new Request(shell, { credentials: "omit" })])))
})

addEventListener("activate", event => event.waitUntil((async () => {
  for (const other of await caches.keys()) if (other !== name) await caches.delete(other)
  await clients.claim()
})()))

addEventListener("fetch", event => {
  const request = event.request, url = new URL(request.url)
  if (url.origin !== location.origin) return
  if (request.mode === "navigate") {
    const again = request.method === "POST" && url.pathname === "/log" ? request.clone() : null
    return event.respondWith(fetch(request).catch(() => unconnected(again)))
  }
  if (request.method === "GET" && files.includes(url.pathname)) {
    event.respondWith(caches.match(request).then(kept => kept ?? fetch(request)))
  }
})

// unconnected shows the page that is kept. A line that was on its way goes with
// it: it stands in the field again.
async function unconnected(sent) {
  const line = sent && (await sent.formData()).get("line")
  if (line) return Response.redirect("/log?line=" + encodeURIComponent(line), 303)
  return await caches.match(shell) ?? Response.error()
}
