// What is quicker with a script; every page works without it. Nothing here
// makes markup from text: parts of pages come parsed by the browser as whole
// documents, and are moved over as nodes.

const $ = (selector, root = document) => root.querySelector(selector)
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)]

// page fetches a page of ours and gives it parsed. An XMLHttpRequest parses
// without innerHTML, which the trusted-types policy refuses.
let asked
function page(url) {
  asked?.abort()
  return new Promise((resolve, reject) => {
    const request = asked = new XMLHttpRequest()
    request.open("GET", url)
    request.responseType = "document"
    request.onload = () => request.status < 400 && request.response ? resolve(request.response) : reject(request.status)
    request.onerror = reject
    request.send()
  })
}

// replace takes the element of that id from another document.
function replace(id, from) {
  const fresh = from.getElementById(id), old = document.getElementById(id)
  if (fresh && old) old.replaceWith(document.adoptNode(fresh))
}

// Search as you type.
const search = $("form[data-search]")
if (search) {
  let wait
  const look = () => {
    const query = new URLSearchParams(new FormData(search))
    for (const [name, value] of [...query]) if (!value) query.delete(name)
    const url = search.action + (query.size ? "?" + query : "")
    page(url).then(answer => {
      replace("results", answer)
      history.replaceState(null, "", url)
    }, () => {})
  }
  search.addEventListener("input", event => {
    clearTimeout(wait)
    wait = setTimeout(look, event.target.type === "search" ? 60 : 250)
  })
}

// Copy a letter.
for (const button of $$("[data-copy]")) {
  button.hidden = !navigator.clipboard
  const label = button.textContent
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText($("textarea", button.closest("[data-draft]")).value)
    button.textContent = button.dataset.copied
    setTimeout(() => button.textContent = label, 2000)
  })
}

// filesOf lists the files of what was dropped, each with its path: folders are
// opened. A folder gives its entries by the hundred, until it gives none.
async function filesOf(entry) {
  if (entry.isFile) return [{ file: await new Promise((done, fail) => entry.file(done, fail)), path: entry.fullPath.slice(1) }]
  const reader = entry.createReader(), out = []
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail))
    if (!some.length) return out
    for (const inner of some) out.push(...await filesOf(inner))
  }
}

// Drop files or folders, and see how much of them has gone.
const drop = $("form[data-drop]")
if (drop) {
  const input = $("input[type=file]", drop), bar = $("progress", drop), send = $("button", drop)
  const fail = words => {
    send.disabled = false
    bar.hidden = true
    const line = $("p.error", drop) ?? drop.insertBefore(document.createElement("p"), send.parentElement)
    line.className = "error"
    line.setAttribute("role", "alert")
    line.textContent = words ?? "✕"
  }
  const post = form => {
    const request = new XMLHttpRequest()
    request.open("POST", drop.action)
    request.responseType = "document"
    request.upload.onprogress = sent => { if (sent.lengthComputable) bar.value = 100 * sent.loaded / sent.total }
    request.onload = () => {
      if (request.responseURL && request.status < 400) return location.assign(request.responseURL)
      fail(request.response?.querySelector("[role=alert]")?.textContent)
    }
    request.onerror = () => fail()
    bar.hidden = false
    send.disabled = true
    request.send(form)
  }
  const over = on => event => { event.preventDefault(); drop.classList.toggle("over", on) }
  drop.addEventListener("dragover", over(true))
  drop.addEventListener("dragleave", over(false))
  drop.addEventListener("drop", async event => {
    over(false)(event)
    const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean)
    if (!entries.some(entry => entry.isDirectory)) {
      if (event.dataTransfer.files.length) input.files = event.dataTransfer.files
      return
    }
    try {
      const form = new FormData(drop)
      form.delete("files")
      for (const { file, path } of (await Promise.all(entries.map(filesOf))).flat()) form.append("files", file, path)
      post(form)
    } catch { fail() }
  })
  drop.addEventListener("submit", event => {
    event.preventDefault()
    post(new FormData(drop))
  })
}

// Follow an import without loading the whole page again.
const refresh = $("meta[http-equiv=refresh]")
if ($("[data-poll]") && refresh) {
  refresh.remove()
  const follow = () => page(location.href).then(answer => {
    if (!answer.querySelector("[data-poll]")) return location.reload()
    replace("progress", answer)
    setTimeout(follow, 700)
  }, () => setTimeout(follow, 3000))
  setTimeout(follow, 700)
}

// The zone of the browser is a better guess than that of the machine.
for (const field of $$("[data-zone]")) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || field.value

// Keys.
const typing = target => target.closest("input, textarea, select, [contenteditable]")
let here = -1
function move(step) {
  const stops = $$("[data-gesture], [data-row]")
  if (!stops.length) return
  here = Math.max(0, Math.min(stops.length - 1, here + step))
  for (const [i, stop] of stops.entries()) (stop.closest("li") ?? stop).classList.toggle("here", i === here)
  stops[here].focus({ preventScroll: true })
  stops[here].scrollIntoView({ block: "nearest" })
}
const keys = {
  "/": () => $("input[type=search]") ? $("input[type=search]").focus() : location.assign("/people?focus=1"),
  c: () => { const line = $("#line"); line?.offsetParent ? line.focus() : location.assign("/log") },
  t: () => location.assign("/"),
  j: () => move(1),
  k: () => move(-1),
  "?": () => $("#keys")?.showModal(),
}
for (const key of ["d", "l", "n", "y", "s"]) keys[key] = () => {
  const pair = $("[data-pair]:not([hidden])")
  if (pair) return $(`button[data-key=${key}]`, pair)?.click()
  const card = document.activeElement?.closest("[data-gesture]") ?? $$("[data-gesture]")[Math.max(0, here)]
  card && $(`button[data-key=${key}]`, card)?.click()
}
keys.u = () => $(".notice form button")?.click()

// Two who may be one: the next pair is there before the answer to the last has
// been written. Answers go one after the other; what comes back brings new pairs.
const waiting = []
let sending = false
document.addEventListener("submit", event => {
  const pair = event.target.closest?.("[data-pair]")
  if (!pair || !event.submitter) return
  event.preventDefault()
  const body = new URLSearchParams(new FormData(event.target))
  body.set(event.submitter.name, event.submitter.value)
  waiting.push({ url: event.target.action, body, id: pair.dataset.pair })
  pair.remove()
  const next = $("[data-pair]")
  if (next) next.hidden = false
  answerPairs()
})
function answerPairs() {
  if (sending || !waiting.length) return
  sending = true
  const { url, body } = waiting[0]
  const request = new XMLHttpRequest()
  request.open("POST", url)
  request.responseType = "document"
  request.onload = () => {
    if (request.status >= 400 || !request.response?.getElementById("pairs")) return location.reload()
    waiting.shift()
    sending = false
    takePairs(request.response)
    answerPairs()
  }
  request.onerror = () => location.reload()
  request.send(body)
}
function takePairs(from) {
  const fresh = from.getElementById("pairs"), old = document.getElementById("pairs")
  for (const { id } of waiting) fresh.querySelector(`[data-pair="${id}"]`)?.remove()
  for (const [i, pair] of $$("[data-pair]", fresh).entries()) pair.hidden = i > 0
  const notice = from.querySelector(".notice")
  $(".notice")?.remove()
  if (notice) $("main").before(document.adoptNode(notice))
  old.replaceWith(document.adoptNode(fresh))
}

// Ticks: x ticks where one is; with Shift all between the last tick and this one.
let tick = null
document.addEventListener("click", event => {
  const box = event.target.closest?.(".pick input")
  if (!box) return
  const all = $$(".pick input"), from = all.indexOf(tick), to = all.indexOf(box)
  if (event.shiftKey && from >= 0) for (const other of all.slice(Math.min(from, to), Math.max(from, to) + 1)) other.checked = box.checked
  tick = box
  const more = $("details.bulk")
  if (more && box.checked) more.open = true
})
keys.x = () => $(".pick input", document.activeElement?.closest("li") ?? $$(".ticked")[Math.max(0, here)] ?? document)?.click()

addEventListener("keydown", event => {
  if (event.key === "Escape" && typing(event.target)) return event.target.blur()
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $("dialog[open]")) return
  const act = keys[event.key]
  if (!act) return
  event.preventDefault()
  act()
})
if (new URLSearchParams(location.search).has("focus")) $("input[type=search]")?.focus()

// A line that is sent while there is no connection stays in its field, and that
// is said. What the worker brought back stands there again.
for (const form of $$("form.capture, .line form")) {
  const field = $("[name=line]", form)
  if (form.matches("[data-offline]") && field) field.value = new URLSearchParams(location.search).get("line") ?? ""
  let sure = false
  form.addEventListener("submit", async event => {
    if (sure) return
    event.preventDefault()
    try {
      await fetch("/worker.js", { method: "GET", cache: "no-store" })
    } catch {
      const said = $("[data-said]", form) ?? form.appendChild(document.createElement("p"))
      said.dataset.said = ""
      said.className = "error"
      said.setAttribute("role", "alert")
      said.textContent = document.body.dataset.unconnected
      return field?.focus()
    }
    sure = true
    form.requestSubmit(event.submitter)
    sure = false
  })
}

// The worker keeps the page on which a line is written without a connection.
if (navigator.serviceWorker && isSecureContext) {
  const url = "/worker.js?lang=" + document.documentElement.lang
  const policy = self.trustedTypes?.createPolicy("worker", { createScriptURL: () => url })
  navigator.serviceWorker.register(policy ? policy.createScriptURL("") : url, { scope: "/" }).catch(() => {})
}
