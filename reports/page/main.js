// SPDX-License-Identifier: Apache-2.0
//
// Reads what the page brought along, puts the parts together, and follows addresses and keys.
const page = {places: new Map(), byAddress: new Map(), ofCheck: new Map(), ofId: new Map(), met: new Map(), filterPlace: ""};
const verdicts = ["pass", "fail", "inconclusive", "unsupported", "error", "lenient", "known"];

function add(map, name, record) {
  const list = map.get(name);
  if (list) list.push(record); else map.set(name, [record]);
}

function readRun(data) {
  const texts = new Map();
  for (const check of data.file.checks) check.citations = check.citations && check.citations.map((place) => data.citations[place]);
  for (let i = 0; i < data.records.length; i += 3) {
    const check = data.file.checks[data.records[i]];
    const variant = data.variants[data.records[i + 1]];
    const verdict = data.records[i + 2];
    if (!texts.has(check)) {
      texts.set(check, [check.id, say(check.given), (check.when || []).map(say).join(" "), say(check.holds)].join(" ").toLowerCase());
    }
    const place = check.id + (variant ? "@" + variant : "");
    const record = {index: i / 3, check, variant, kind: verdicts[verdict], name: check.id, address: place,
      action: check.action, text: texts.get(check) + " " + variant};
    page.records.push(record);
    page.byAddress.set(place, record);
    add(page.ofCheck, check, record);
    add(page.ofId, check.id, record);
    for (const citation of check.citations || []) add(page.places, keyOfCitation(citation), record);
  }
}

function readCampaign(data) {
  const checks = new Map(data.file.checkers.map((checker) => [say(checker.name), {...checker, id: say(checker.name), chapter: "checkers"}]));
  const placed = new Map(data.documents.pages.flatMap((sheet) => rowsOf(sheet).map((row) =>
    [`${sheet.title}, ${row.kind === "row" ? "error row" : row.kind} ${row.number}`, row.key])));
  data.file.findings.forEach((finding, i) => {
    const id = say(finding.checker);
    const check = checks.get(id) || {id, level: finding.level, chapter: "checkers"};
    const record = {index: i, check, variant: "", kind: "fail", name: `${id}: ${say(finding.action)}`, aside: say(finding.shape),
      address: "finding-" + (i + 1), action: say(finding.action), finding,
      text: [id, say(finding.action), say(finding.shape), say(finding.wanted), say(finding.got), say(finding.history)].join(" ").toLowerCase()};
    page.records.push(record);
    page.byAddress.set(record.address, record);
    add(page.ofCheck, check, record);
    add(page.ofId, id, record);
    const place = placed.get(say(finding.citation));
    if (place) add(page.places, place, record);
  });
  for (const row of data.file.rows) page.met.set(keyOf(row.document, "row", row.row), row.met);
}

function tallies() {
  const table = (name, heads, rows) => [el("h3", {}, name), el("div", {class: "scroll tally", tabindex: "0", role: "group", "aria-label": name},
    el("table", {}, el("thead", {}, el("tr", {}, heads.map((head) => el("th", {scope: "col"}, head)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, cell)))))))];
  const file = page.file;
  return el("section", {"aria-labelledby": "tallies"}, el("h2", {id: "tallies"}, "What was checked, and what was met"),
    table("Checkers", ["Verdict", "What holds", "Level", "Checked", "Broken"], file.checkers.map((checker) => [
      mark(checker.broken > 0 ? "fail" : checker.checked > 0 ? "pass" : "unsupported", checker.broken > 0 ? "broken" : checker.checked > 0 ? "held" : "never checked"),
      [el("span", {class: "id"}, say(checker.name)), " ", el("span", {class: "soft"}, say(checker.holds))], checker.level, number(checker.checked), number(checker.broken)])),
    table("Answers", ["Answer", "Times"], file.answers.map((tally) => [say(tally.what), number(tally.times)])),
    table("Changes of status", ["Change", "Times"], file.transitions.map((tally) => [say(tally.what), number(tally.times)])));
}

// A page, a row of one, or a case.
function follow() {
  let place = "";
  try {
    place = decodeURIComponent(location.hash.slice(1));
  } catch {
    return;
  }
  if (place.startsWith("page-")) {
    const [id, kind, row] = place.slice(5).split("/");
    const panel = document.getElementById("panel");
    if (panel.open && window.innerWidth < 1100) { panel.close(); page.open = null; }
    page.showSheet(id);
    const line = kind && document.getElementById(rowId(keyOf(page.sheet.key, kind, row)));
    (line || document.getElementById("pages")).scrollIntoView({block: line ? "center" : "start"});
    if (line) line.classList.add("sought");
    return;
  }
  const record = page.byAddress.get(place) || (page.ofId.get(place) || [])[0];
  if (record) openPanel(record);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") { closePanel(); return; }
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("cases").scrollIntoView();
    document.getElementById("filter-text").focus({preventScroll: true});
  } else if (event.key === "j" || event.key === "k") {
    step(event.key === "j" ? 1 : -1);
  }
}

async function start() {
  const data = JSON.parse(textOf((await unpacked("facts"))[0]));
  page.file = data.file;
  page.documents = data.documents;
  page.leftOut = data.leftOut || 0;
  page.isCampaign = data.file.format === "hallmark-campaign";
  page.isClient = about().subject === "client";
  page.noun = page.isCampaign ? ["finding", "findings"] : ["case", "cases"];
  page.records = [];
  for (const sheet of page.documents.pages) sheet.key = sheet.common ? sheet.action : sheet.document;
  if (page.isCampaign) readCampaign(data); else readRun(data);
  const root = document.getElementById("page");
  // A client does nothing to an instance.
  const parts = page.isCampaign ? [cases(), documents(), states(), tallies()]
    : [documents(), !page.isClient && states(), cases()];
  root.replaceChildren(...[overview(), causes(), ...parts,
    el("p", {class: "help"}, el("kbd", {}, "/"), " filter, ", el("kbd", {}, "j"), " ", el("kbd", {}, "k"), " next and previous, ", el("kbd", {}, "Esc"),
      " close. The address of an open case can be shared.")].filter(Boolean));
  document.body.append(el("dialog", {id: "panel", "aria-labelledby": "panel-title"}));
  page.showSheet(page.documents.pages[0].id);
  applyFilter();
  document.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", follow);
  window.addEventListener("resize", drawList);
  // What was sent and what came is unpacked when the page can be seen.
  page.lines = page.isCampaign ? null : new Promise((resolve) => setTimeout(resolve, 0)).then(async () =>
    new Lines(await unpacked("lines")));
  follow();
  document.body.dataset.ready = "true";
}

if (typeof DecompressionStream === "function") start();
