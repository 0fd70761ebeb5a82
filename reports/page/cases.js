// SPDX-License-Identifier: Apache-2.0
//
// The list of cases, of which only what is in sight is drawn, and the panel of one.
const rowHeight = 30;

function filterOf() {
  const of = (id) => document.getElementById(id).value;
  return {text: of("filter-text").toLowerCase().trim(), verdict: of("filter-verdict"), action: of("filter-action"), cause: of("filter-cause"),
    place: page.filterPlace};
}

function matches(record, filter, ofCause) {
  if (filter.verdict && record.kind !== filter.verdict) return false;
  if (filter.action && (record.check.chapter || "") !== filter.action && record.action !== filter.action) return false;
  if (ofCause && !ofCause.has(record)) return false;
  if (filter.place && !recordsAt(filter.place).includes(record)) return false;
  return filter.text === "" || filter.text.split(/\s+/).every((word) => record.text.includes(word));
}

function recordsOfCause(place) {
  if (place === "") return null;
  if (page.isCampaign) return new Set(page.file.causes[place].findings.map((one) => page.records[one]));
  return new Set(page.file.summary.causes[place].failed.map((one) => page.byAddress.get(say(one))));
}

function itemOf(record) {
  return el("li", {}, link(record.address, {class: record === page.open ? "open" : null}, mark(record.kind, kinds[record.kind].name),
    el("span", {class: "id"}, record.name), el("span", {class: "soft"}, record.variant || record.aside || ""),
    el("span", {class: "soft level"}, record.check.level)));
}

function drawList() {
  const box = document.getElementById("list");
  const list = box.firstElementChild;
  list.style.height = page.shown.length * rowHeight + "px";
  box.style.height = Math.min(17, Math.max(1, page.shown.length)) * rowHeight + 2 + "px";
  const first = Math.max(0, Math.floor(box.scrollTop / rowHeight) - 10);
  const last = Math.min(page.shown.length, first + Math.ceil(box.clientHeight / rowHeight) + 20);
  list.replaceChildren(...page.shown.slice(first, last).map((record, i) => {
    const item = itemOf(record);
    item.setAttribute("aria-setsize", page.shown.length);
    item.setAttribute("aria-posinset", first + i + 1);
    item.style.top = (first + i) * rowHeight + "px";
    return item;
  }));
}

// On paper stands what did not pass, as much of it as anybody reads.
function drawListForPaper() {
  const most = 500;
  const box = document.getElementById("list");
  const list = box.firstElementChild;
  list.style.height = "auto";
  box.style.height = "auto";
  const found = page.records.filter((record) => !["pass", "lenient", "unsupported"].includes(record.kind));
  list.replaceChildren(...found.slice(0, most).map(itemOf),
    el("li", {}, found.length > most ? `and ${number(found.length - most)} more` : `${number(page.records.length - found.length)} others`));
}

function applyFilter() {
  const filter = filterOf();
  const ofCause = recordsOfCause(filter.cause);
  page.shown = page.records.filter((record) => matches(record, filter, ofCause));
  const all = page.records.length;
  document.getElementById("count").textContent = page.shown.length === all ? counted(all, page.noun[0], page.noun[1])
    : `${number(page.shown.length)} of ${counted(all, page.noun[0], page.noun[1])}`;
  document.getElementById("list").scrollTop = 0;
  drawList();
}

// Sets the filter to this and nothing else, and goes there.
function showOnly({verdict = "", cause = "", place = ""}) {
  document.getElementById("filter-text").value = "";
  document.getElementById("filter-verdict").value = verdict;
  document.getElementById("filter-action").value = "";
  document.getElementById("filter-cause").value = cause;
  page.filterPlace = place;
  applyFilter();
  document.getElementById("cases").scrollIntoView();
  document.getElementById("filter-text").focus({preventScroll: true});
}

function select(id, label, options) {
  return [el("label", {for: id, class: "visually-hidden"}, label),
    el("select", {id, onchange: () => { page.filterPlace = ""; applyFilter(); }}, el("option", {value: ""}, label),
      options.map(([value, says]) => el("option", {value}, says)))];
}

function cases() {
  const present = new Set(page.records.map((record) => record.kind));
  const chapters = [...new Set(page.records.map((record) => page.isCampaign ? record.action : record.check.chapter))].filter(Boolean);
  const list = (page.file.summary ? page.file.summary.causes : page.file.causes) || [];
  const short = (text) => text.length > 70 ? text.slice(0, 67) + "..." : text;
  return el("section", {"aria-labelledby": "cases"}, el("h2", {id: "cases"}, page.isCampaign ? "The findings" : "The cases"),
    el("div", {class: "filter", role: "search"},
      el("label", {for: "filter-text", class: "visually-hidden"}, "Filter by text"),
      el("input", {id: "filter-text", type: "search", placeholder: "Filter by words of the id, the world, the call", autocomplete: "off",
        oninput: () => { page.filterPlace = ""; applyFilter(); }}),
      select("filter-verdict", "Any verdict", worstFirst.filter((kind) => present.has(kind)).map((kind) => [kind, kinds[kind].name])),
      select("filter-action", page.isCampaign ? "Any action" : "Any chapter", chapters.map((name) => [name, name])),
      select("filter-cause", "Any cause", list.map((cause, i) => [String(i), short(say(cause.what))])),
      el("button", {type: "button", class: "plain", onclick: () => showOnly({})}, "Clear"),
      el("span", {class: "count", id: "count", role: "status"})),
    el("section", {class: "list", id: "list", tabindex: "0", "aria-label": "List of " + page.noun[1], onscroll: drawList}, el("ol")));
}

// Which words of `text` the other has not: the difference is marked, where the two are alike at all.
function marked(text, other) {
  const split = (said) => said.split(/(\s+|[,;:()"]+)/).filter((word) => word !== "");
  const ours = split(text);
  const theirs = split(other);
  if (ours.length * theirs.length > 40000) return [text];
  const longest = Array.from({length: ours.length + 1}, () => new Uint16Array(theirs.length + 1));
  for (let i = ours.length - 1; i >= 0; --i) {
    for (let j = theirs.length - 1; j >= 0; --j) {
      longest[i][j] = ours[i] === theirs[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  const words = (all) => all.filter((word) => /\w/.test(word)).length;
  if (longest[0][0] < Math.min(words(ours), words(theirs))) return [text];
  const parts = [];
  for (let i = 0, j = 0; i < ours.length; ++i) {
    while (j < theirs.length && ours[i] !== theirs[j] && longest[i][j + 1] >= longest[i + 1][j]) ++j;
    const same = j < theirs.length && ours[i] === theirs[j];
    if (same) ++j;
    parts.push(same || /^\s+$/.test(ours[i]) ? ours[i] : el("mark", {}, ours[i]));
  }
  return parts;
}

// What was struck out is shown to be.
function struck(text) {
  return text.split(/(\*\*\*)/).map((part) => part === "***" ? el("span", {class: "struck"}, "\u2022\u2022\u2022") : part);
}

function requestText(exchange) {
  return exchange.requestBase64 ? say({base64: exchange.requestBase64}) : say(exchange.request);
}

function answerText(exchange) {
  const headers = (exchange.headers || []).map(([name, value]) => say(name) + ": " + say(value)).join("\n");
  const body = exchange.bodyBase64 ? say({base64: exchange.bodyBase64}) : say(exchange.body);
  const most = 200000;
  const cut = exchange.bodyCut ? `\n(${number(exchange.bodyCut)} more bytes were not kept)` : "";
  const shown = body.length > most ? body.slice(0, most) + `\n(${number(body.length - most)} more characters in the run file)` : body;
  if (exchange.status === 0) return say(exchange.fault) + ": " + say(exchange.faultText);
  return "HTTP " + exchange.status + "\n" + headers + "\n\n" + shown + cut + (exchange.fault ? "\n" + say(exchange.fault) : "");
}

function exchangeOf(title, exchange, isOpen) {
  return el("details", {open: isOpen}, el("summary", {}, title, el("span", {class: "soft"},
    exchange.status === 0 ? say(exchange.fault) : "HTTP " + exchange.status, ", ", duration(exchange.tookUs))),
    el("pre", {tabindex: "0"}, struck(requestText(exchange).trimEnd())), el("pre", {tabindex: "0"}, struck(answerText(exchange))));
}

function sightings(list, when) {
  return (list || []).map((sighting) => {
    const said = [say(sighting.status) || "no status", ...(sighting.locks || []).map((lock) => "locked: " + say(lock)),
      sighting.localDiskData && "local disk " + sighting.localDiskData, sighting.lastStop && "last stop " + sighting.lastStop]
      .filter(Boolean).join(", ");
    const title = `${say(sighting.channel)} ${when}: ${said}`;
    return sighting.exchange ? exchangeOf(title, sighting.exchange, false) : el("details", {}, el("summary", {}, title),
      el("p", {class: "soft"}, "told by the fixture protocol"));
  });
}

function evidence(saved, failed) {
  const found = saved.evidence;
  const calls = found.calls.flatMap((call, i) => [exchangeOf(`${i + 1}. ${say(call.action) || "call"}`, call.exchange, failed && found.calls.length <= 3),
    call.told && el("pre", {tabindex: "0"}, say(call.told)), ...sightings(call.after, "after it")]).filter(Boolean);
  const all = [...sightings(found.before, "before"), ...calls, ...sightings(found.after, "afterwards"), ...sightings(found.later, "once more")];
  if (all.length === 0) return el("p", {class: "soft"}, say(found.trouble) || (saved.exchanges > 0 ? "What was sent and what came is not in this page; the run file may have it."
    : "Nothing was sent."));
  return [el("h3", {}, "What was sent, and what came"), all];
}

function line(name, ...what) {
  const said = what.flat(4).filter((one) => one !== "" && one !== null && one !== undefined && one !== false);
  return said.length > 0 ? el("div", {}, el("dt", {}, name), el("dd", {}, said)) : null;
}

function placesOf(check) {
  return (check.citations || []).map((place) => {
    const key = keyOfCitation(place);
    const sheet = page.documents.pages.find((one) => String(one.key) === key.split(":")[0]);
    return el("li", {}, sheet ? link("page-" + sheet.id + "/" + place.kind + "/" + place.number, {}, say(place.text)) : say(place.text));
  });
}

function withIds(text, found) {
  return say(text).replaceAll("<instance>", say(found.instanceId) || "<instance>").replaceAll("<region>", say(found.regionId) || "<region>");
}

const quoted = (word) => "'" + word.replaceAll("'", "'\\''") + "'";

function againOf(record, saved) {
  const options = say(about().againOptions);
  if (page.isCampaign) return say(saved.again);
  const select = " --select " + quoted(say(saved.shownBy) || record.address);
  // The command of a shim comes last.
  return page.isClient ? "hallmark sdk" + select + (options ? " " + options : "")
    : "hallmark run" + (options ? " " + options : "") + select;
}

// Of a known failure: why it is let pass.
function excuseOf(record) {
  if (record.kind !== "known") return "";
  const list = about().knownFailures;
  const state = page.file.summary.knownFailures.find((one) => (one.failed || []).some((address) => say(address) === record.address));
  const line = state && list.lines.find((one) => one.line === state.line);
  return line ? `known failure: ${say(line.reason)} (${say(list.file)}:${line.line})` : "";
}

// Which places want it, where they are not simply those that the case rests on.
function wantedBy(check, saved) {
  const text = say(saved.wantedBy);
  const inOrder = (places) => places.sort().join("; ");
  return inOrder(text.split("; ")) === inOrder((check.citations || []).map((place) => say(place.text))) ? "" : text;
}

function panelOfCase(record, saved) {
  const check = record.check;
  const found = saved.evidence;
  const failed = record.kind === "fail" || record.kind === "known";
  const siblings = page.ofCheck.get(check);
  const wanted = say(saved.wanted);
  const got = say(saved.got);
  return [
    el("p", {class: "tags"}, mark(record.kind), " ", kinds[record.kind].says, " \u00b7 ", check.level, check.family && " \u00b7 " + check.family,
      " \u00b7 ", duration(saved.tookUs)),
    siblings.length > 1 && el("ul", {class: "variants", "aria-label": "Variants"}, siblings.map((one) => el("li", {},
      link(one.address, {"aria-current": one === record ? "true" : null}, mark(one.kind, kinds[one.kind].name), one.variant || "once")))),
    el("dl", {class: "told"},
      line("holds", say(check.holds)), line("given", say(check.given)),
      line("when", check.when && el("ul", {}, check.when.map((call) => el("li", {}, withIds(call, found))))),
      line("wanted", wanted && [marked(wanted, got), wantedBy(check, saved) && el("div", {class: "soft"}, wantedBy(check, saved))]),
      line("got", got && [marked(got, wanted), saved.said && el("div", {}, "\u201c" + say(saved.said) + "\u201d")]),
      line("signed", saved.signing && el("ul", {}, saved.signing.map((text) => el("li", {}, say(text))))),
      line("but", excuseOf(record)), line("because", say(saved.reason)), line("side", say(saved.side)), line("choice", say(saved.lenience)),
      line("asked again", found.setAside && el("ul", {}, found.setAside.map((why) => el("li", {}, say(why))))),
      line("blocked by", saved.blockedBy && needed(saved.blockedBy, record.variant)),
      line("rests on", check.citations && el("ul", {}, placesOf(check))),
      line("stands on", check.needs && el("ul", {}, check.needs.map((need) => el("li", {}, needed(need, record.variant)))))),
    again(againOf(record, saved)), evidence(saved, failed)];
}

function needed(id, variant) {
  const record = page.byAddress.get(id + "@" + variant) || page.byAddress.get(id) || (page.ofId.get(id) || [])[0];
  return record ? [mark(record.kind, kinds[record.kind].name), " ", link(record.address, {class: "id"}, id)] : el("span", {class: "id"}, id);
}

function again(command) {
  return el("div", {class: "again"}, el("pre", {}, command), el("button", {type: "button", class: "plain", onclick: (event) => {
    navigator.clipboard.writeText(command);
    event.currentTarget.textContent = "Copied";
  }}, "Copy"));
}

function panelOfFinding(record) {
  const saved = record.finding;
  return [
    el("p", {class: "tags"}, mark("fail"), " ", record.check.level, " \u00b7 found in history ", number(saved.historyNumber), " after ", duration(saved.atUs),
      saved.seen > 1 && `, seen ${number(saved.seen)}\u00d7`),
    el("dl", {class: "told"}, line("holds", say(record.check.holds)), line("action", say(saved.action)),
      line("wanted", say(saved.wanted) && marked(say(saved.wanted), say(saved.got))), line("got", marked(say(saved.got), say(saved.wanted))),
      line("rests on", say(saved.citation)),
      line("shows", saved.rate < 1 && `in ${Math.round(saved.rate * 100)} % of the plays of this history`),
      line("shrunk", saved.callsFound > saved.calls && `from ${saved.callsFound} to ${counted(saved.calls, "call", "calls")}`),
      line("saved as", say(saved.file))),
    again(againOf(record, saved)),
    say(saved.history) && [el("h3", {}, "The history"), el("pre", {tabindex: "0"}, say(saved.history))],
    say(saved.asCase) && [el("h3", {}, "As a case of the suite"), el("pre", {tabindex: "0"}, say(saved.asCase))],
    saved.exchanges.length > 0 && [el("h3", {}, "What was sent, and what came"), saved.exchanges.map((exchange, i) => exchangeOf(`${i + 1}. exchange`, exchange, i < 3))]];
}

async function openPanel(record) {
  const panel = document.getElementById("panel");
  page.open = record;
  drawList();
  const lines = page.isCampaign ? null : await page.lines;
  if (page.open !== record) return;
  const content = page.isCampaign ? panelOfFinding(record) : panelOfCase(record, lines.record(record.index));
  const title = el("h2", {id: "panel-title", tabindex: "-1"}, record.name);
  panel.replaceChildren(el("div", {class: "panel"}, el("header", {}, title,
    el("button", {type: "button", class: "plain", onclick: closePanel}, "Close")), content));
  if (!panel.open) panel.show();
  panel.scrollTop = 0;
  title.focus({preventScroll: true});
}

function closePanel() {
  const panel = document.getElementById("panel");
  if (!panel.open) return;
  panel.close();
  page.open = null;
  history.replaceState(null, "", location.pathname + location.search);
  drawList();
}

// To the neighbour in the list as it is filtered.
function step(by) {
  const at = page.shown.indexOf(page.open);
  const next = page.shown[at < 0 ? 0 : at + by];
  if (!next) return;
  const box = document.getElementById("list");
  const top = page.shown.indexOf(next) * rowHeight;
  if (top < box.scrollTop || top > box.scrollTop + box.clientHeight - rowHeight) box.scrollTop = top - box.clientHeight / 2;
  location.hash = address(next.address);
}
