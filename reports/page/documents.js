// SPDX-License-Identifier: Apache-2.0
//
// The pages of the documents, drawn again as their own tables, with what was seen beside each row.
const keyOf = (page, kind, number) => `${page}:${kind}:${number}`;
const keyOfCitation = (place) => keyOf(place.document === undefined ? say(place.page) : place.document, place.kind, place.number);

const rowId = (key) => "row-" + key.replace(/[^A-Za-z0-9]+/g, "-");

// Every row of a page, in page order: parameters, sentences, errors.
function rowsOf(sheet) {
  const of = (kind, rows, name) => (rows || []).map((row) => ({kind, row, number: row[name], key: keyOf(sheet.key, kind, row[name])}));
  return [...of("parameter", sheet.parameters, "row"), ...of("common-parameter", sheet.commonParameters, "row"),
    ...of("clause", sheet.clauses, "number"), ...of("row", sheet.errors, "row"), ...of("common-row", sheet.commonErrors, "row"),
    ...of("response", sheet.responses, "row"), ...of("sample", sheet.samples, "number")];
}

// Those that rest on the place; of a campaign what was found against it.
const recordsAt = (key) => page.places.get(key) || [];

function kindOf(key) {
  if (page.isCampaign) {
    const found = recordsAt(key).length > 0;
    return found ? "fail" : (page.met.get(key) || 0) > 0 ? "pass" : page.met.has(key) ? "unsupported" : "none";
  }
  return worst(recordsAt(key).map((record) => record.kind));
}

// Those of the suite that ask an endpoint; a client is asked by others.
const casesOf = (key) => page.isClient ? 0 : page.documents.cases[key] || 0;

// What stands in the last column: the cells, or why there are none.
function seenAt(key, name) {
  const records = recordsAt(key);
  if (page.isCampaign) {
    if (!page.met.has(key) && records.length === 0) return el("span", {class: "why"}, "");
    const met = page.met.get(key) || 0;
    return el("span", {class: "why"}, mark(kindOf(key)), " ", met > 0 ? `met ${number(met)}\u00d7` : "not met",
      records.length > 0 && [", ", el("button", {type: "button", class: "link cells", "aria-expanded": "false"},
        counted(records.length, "finding", "findings"))]);
  }
  if (records.length > 0) {
    return el("button", {type: "button", class: "cells", title: told(records), "aria-expanded": "false",
      "aria-label": `${name}: ${told(records)}. Show the cases`}, cells(records, told(records)));
  }
  const asked = casesOf(key);
  const why = page.documents.unseen[key];
  const says = why ? why : page.isClient ? "no case of this run" : asked > 0 ? counted(asked, "case", "cases") + " of the suite, none in this run" : "no case";
  return [hatched(says), el("span", {class: "why"}, says)];
}

// What is known of a row, each for itself.
function evidenceOf(row, sheet) {
  const parts = [];
  if (row.row.mark === "observed") {
    parts.push("observed: " + row.row.source);
  } else if (row.row.source) {
    parts.push("documented: " + row.row.source);
  } else if (row.kind === "row") {
    const same = sisters(sheet).filter((other) => other.errors.some((one) => sameRow(one, row.row)));
    if (same.length > 0) parts.push("also in " + same.map((other) => other.edition).join(", "));
  }
  const asked = casesOf(row.key);
  if (asked > 0) parts.push("asked by " + counted(asked, "case", "cases"));
  const caught = page.isClient ? 0 : page.documents.caught[row.key] || 0;
  if (caught > 0) parts.push("killed at least " + counted(caught, "defect", "defects"));
  const records = recordsAt(row.key);
  const tried = records.filter((record) => !["unsupported", "inconclusive", "error"].includes(record.kind)).length;
  if (page.isClient && tried > 0) parts.push("tried " + number(tried) + "\u00d7 on this client");
  if (!page.isCampaign && asked > 0) parts.push(tried > 0 ? "tried " + number(tried) + "\u00d7 on this target" : "never tried on this target");
  return parts.length > 0 ? el("span", {class: "seen"}, parts.join(" \u00b7 ")) : null;
}

const sisters = (sheet) => page.documents.pages.filter((other) => other.action === sheet.action && !other.common && other !== sheet);
const sameRow = (one, other) => one.status === other.status && one.code === other.code && one.message === other.message;
const letters = (text) => text.toLowerCase().replace(/[^a-z0-9%]/g, "");

// Where another edition says otherwise of the same: of an error's code or text, of a parameter's presence.
function contradictions(row, sheet) {
  const says = [];
  for (const other of sisters(sheet)) {
    if (row.kind === "row") {
      if (other.errors.some((one) => sameRow(one, row.row))) continue;
      const alike = other.errors.find((one) => letters(one.message) === letters(row.row.message) && row.row.message !== "%s") ||
        other.errors.find((one) => one.code === row.row.code && one.status !== row.row.status);
      if (alike) says.push(`${other.edition}, row ${alike.row}: ${alike.status} ${alike.code}` +
        (alike.message !== row.row.message && alike.status === row.row.status && alike.code === row.row.code
          ? `, \u201c${alike.message}\u201d` : ""));
    } else if (row.kind === "parameter") {
      const same = other.parameters.find((one) => one.name === row.row.name);
      if (!same) continue;
      const said = [];
      if (same.presence !== row.row.presence && same.presence !== "unsaid" && row.row.presence !== "unsaid") said.push(same.presence);
      if ((same.default || "") !== (row.row.default || "")) said.push(same.default ? "default " + same.default : "no default");
      if (said.length > 0) says.push(`${other.edition}: ${said.join(", ")}`);
    }
  }
  return says.length > 0 ? el("span", {class: "against"}, "Otherwise in " + says.join("; ")) : null;
}

function casesAt(key) {
  const most = 300;
  const checks = new Map();
  for (const record of recordsAt(key)) {
    const list = checks.get(record.check);
    if (list) list.push(record); else checks.set(record.check, [record]);
  }
  const sorted = [...checks].map(([check, records]) => ({check, records, kind: worst(records.map((one) => one.kind))}))
    .sort((a, b) => worstFirst.indexOf(a.kind) - worstFirst.indexOf(b.kind));
  return [
    el("p", {}, told(recordsAt(key)), ". ", el("button", {type: "button", class: "link", onclick: () => showOnly({place: key})},
      "In the list of cases")),
    el("ul", {}, sorted.slice(0, most).map(({check, records, kind}) => {
      const first = records.find((record) => record.kind === kind);
      return el("li", {}, mark(kind, kinds[kind].name), " ", link(first.address, {class: "id"}, page.isCampaign ? first.name : check.id));
    })),
    sorted.length > most && el("p", {class: "soft"}, `and ${number(sorted.length - most)} more`),
  ];
}

// A click on a row opens what stands behind it.
function tableOf(sheet, kind, heads, cellsOf) {
  const rows = rowsOf(sheet).filter((row) => row.kind === kind);
  if (rows.length === 0) return null;
  const width = heads.length + 2;
  const body = el("tbody", {}, rows.map((row) => {
    const name = `${sheet.title}, ${kind.replace("common-", "")} ${row.number}`;
    const line = el("tr", {class: "row", id: rowId(row.key)}, el("td", {class: "number"}, row.number),
      cellsOf(row), el("td", {class: "cells"}, seenAt(row.key, name)));
    const opens = recordsAt(row.key).length > 0;
    if (!opens) return line;
    line.addEventListener("click", (event) => {
      if (event.target.closest("a")) return;
      const isOpen = line.classList.toggle("open");
      line.querySelector("button.cells").setAttribute("aria-expanded", String(isOpen));
      if (isOpen) {
        line.after(el("tr", {class: "drawer"}, el("td", {class: "drawer", colspan: width}, casesAt(row.key))));
      } else {
        line.nextElementSibling.remove();
      }
    });
    return line;
  }));
  return el("div", {class: "scroll", tabindex: "0", role: "group", "aria-label": `${sheet.title}: ${kind.replace("common-", "")}s`}, el("table", {},
    el("thead", {}, el("tr", {}, el("th", {scope: "col"}, el("span", {class: "visually-hidden"}, "Number")),
      heads.map((head) => el("th", {scope: "col"}, head)), el("th", {scope: "col", class: "cells"}, "Seen"))), body));
}

function withHeading(name, table) {
  return table && [el("h3", {}, name), table];
}

function preconditionsOf(sheet) {
  if (!sheet.preconditions || sheet.preconditions.length === 0) return null;
  return [el("h3", {}, "When a call is refused"), el("div", {class: "scroll", tabindex: "0", role: "group", "aria-label": sheet.title + ": when a call is refused"},
    el("table", {}, el("thead", {}, el("tr", {}, ["World", "Answer", "What is in doubt"].map((head) => el("th", {scope: "col"}, head)))),
      el("tbody", {}, sheet.preconditions.map((one) => el("tr", {},
        el("td", {}, one.when),
        el("td", {}, one.answers.length > 0 ? one.answers.map((answer, i) => [i > 0 && " or ", el("span", {class: "code"}, answer)])
          : el("span", {class: "soft"}, one.sentence || "a refusal")),
        el("td", {class: "soft"}, one.certainty === "perhaps" ? "perhaps: " : "", one.because || ""))))))];
}

function sheetOf(sheet) {
  const text = (row, value) => el("td", {class: "wide"}, value, contradictions(row, sheet), evidenceOf(row, sheet));
  return el("article", {class: "sheet", "aria-labelledby": "sheet-" + sheet.id},
    el("header", {}, el("h2", {id: "sheet-" + sheet.id}, sheet.action), el("p", {}, sheet.says)),
    withHeading("Request parameters", tableOf(sheet, "parameter", ["Name", "Type", "Required", "What is said"], (row) => [
      el("td", {class: "code"}, row.row.name), el("td", {class: "short"}, row.row.type), el("td", {class: "short"}, row.row.presence === "unsaid" ? "not said" : row.row.presence),
      text(row, [row.row.allowed.length > 0 && row.row.allowed.join(" or "), row.row.default && `; default ${row.row.default}`,
        row.row.sample && el("span", {class: "soft"}, row.row.allowed.length > 0 ? ", for example " : "for example ", el("code", {}, row.row.sample))])])),
    withHeading("Parameters of every request", tableOf(sheet, "common-parameter", ["Name", "Required", "Rule"], (row) => [
      el("td", {class: "code"}, row.row.name), el("td", {class: "short"}, row.row.presence === "unsaid" ? "not said" : row.row.presence), text(row, row.row.rule)])),
    withHeading("What the page says", tableOf(sheet, "clause", ["In our words"], (row) => [text(row, row.row.says)])),
    preconditionsOf(sheet),
    withHeading("Error codes", tableOf(sheet, "row", ["Status", "Code", "Message"], (row) => [
      el("td", {class: "short"}, row.row.status), el("td", {class: "code"}, row.row.code), text(row, el("span", {class: "message"}, row.row.message))])),
    withHeading("Common errors", tableOf(sheet, "common-row", ["Status", "Code", "Message"], (row) => [
      el("td", {class: "short"}, row.row.status), el("td", {class: "code"}, row.row.code), text(row, el("span", {class: "message"}, row.row.message))])),
    withHeading("Response parameters", tableOf(sheet, "response", ["Name", "Sample"], (row) => [
      el("td", {class: "code"}, row.row.name), text(row, el("code", {}, row.row.sample))])),
    withHeading("Samples", tableOf(sheet, "sample", ["Kind", "Sample"], (row) => [
      el("td", {}, row.row.kind), text(row, el("code", {}, row.row.query || row.row.root || row.row.requestId))])));
}

function key() {
  if (page.isCampaign) return null;
  const entry = (kind, says) => el("span", {}, mark(kind), says);
  return el("p", {class: "key"}, worstFirst.map((kind) => entry(kind, kinds[kind].says)),
    el("span", {}, "Six cells: GET, POST, POST form, each in XML and JSON; V1 signatures above V3. The seventh: travels in a way of its own."));
}

function documents() {
  const groups = [...new Set(page.documents.pages.map((sheet) => sheet.common ? "The common protocol" : sheet.action))];
  const place = el("div", {id: "sheet"});
  const tabs = el("nav", {class: "tabs", "aria-label": "Pages"}, groups.map((name) => el("div", {}, el("span", {class: "name"}, name),
    page.documents.pages.filter((sheet) => (sheet.common ? "The common protocol" : sheet.action) === name).map((sheet) =>
      link("page-" + sheet.id, {"data-page": sheet.id}, sheet.common ? sheet.action : sheet.edition)))));
  page.showSheet = (id) => {
    const sheet = page.documents.pages.find((one) => one.id === id) || page.documents.pages[0];
    for (const tab of tabs.querySelectorAll("a")) {
      if (tab.dataset.page === sheet.id) tab.setAttribute("aria-current", "page"); else tab.removeAttribute("aria-current");
    }
    place.replaceChildren(sheetOf(sheet));
    page.sheet = sheet;
  };
  // On paper there are no tabs: all of them, one after the other.
  window.addEventListener("beforeprint", () => {
    place.replaceChildren(...page.documents.pages.map(sheetOf));
    drawListForPaper();
  });
  window.addEventListener("afterprint", () => {
    page.showSheet(page.sheet.id);
    drawList();
  });
  return el("section", {"aria-labelledby": "documents", id: "pages"}, el("h2", {id: "documents"}, "The documents"),
    el("p", {class: "lead"}, page.isCampaign ? "Each page as its own tables; beside the error rows, how often an answer was that row."
      : "Each page as its own tables; beside every row, what the cases that rest on it showed. A click opens them."),
    tabs, place, key());
}
