// SPDX-License-Identifier: Apache-2.0
//
// The first screen: the verdict, who was asked, the bar, the documents in miniature, the causes.
function stamp(exitCode) {
  const outline = "M30 4H70L96 30V70L70 96H30L4 70V30Z";
  const inner = "M32 10H68L90 32V68L68 90H32L10 68V32Z";
  const tone = ["good", "bad", "open"][exitCode] || "open";
  const picture = svg("svg", {class: "stamp " + tone, viewBox: "0 0 100 100", "aria-hidden": "true"},
    svg("path", {d: outline, fill: "none", stroke: "currentColor", "stroke-width": 3.4,
      "stroke-dasharray": tone === "open" ? "9 6" : null}),
    svg("path", {d: inner, fill: "none", stroke: "currentColor", "stroke-width": 1}),
    svg("text", {x: 50, y: 66, "font-size": 50}, "H"),
    svg("text", {x: 50, y: 82, "font-size": 9, "letter-spacing": 1.2}, (say(about().started) || "").slice(0, 7)));
  if (tone === "bad") {
    picture.append(svg("path", {d: "M-2 78L102 22", stroke: "var(--paper)", "stroke-width": 9, fill: "none"}),
      svg("path", {d: "M-2 78L102 22", stroke: "currentColor", "stroke-width": 3.4, fill: "none"}));
  }
  return picture;
}

const about = () => page.file.run || page.file.campaign;

function facts() {
  const run = about();
  const rows = [["Target", say(run.target) === say(run.endpoint) ? say(run.endpoint) : [say(run.target), " ", say(run.endpoint)]],
    ["Fixtures", say(run.fixtures)]];
  if (page.isCampaign) {
    rows.push(["Seed", String(run.seed)], ["Limit", say(run.limit)],
      ["Played", counted(page.file.histories, "history", "histories") + ", " + counted(page.file.calls, "call", "calls")]);
  } else {
    const shard = run.shardTotal > 1 ? `, shard ${run.shardIndex} of ${run.shardTotal}` : "";
    rows.push(["Editions", editions(run.edition)]);
    // A client chooses its way itself.
    if (!page.isClient) rows.push(["Asked", `variants ${run.variants}, depth ${run.depth || 1}${shard}`]);
    if (run.without) rows.push(["Without", run.without.map(say).join(", ")]);
  }
  rows.push(["Hallmark", say(run.hallmark) + (run.commit ? ", commit " + run.commit : "")]);
  if (run.suite) rows.push(["Suite", run.suite]);
  if (run.tables) rows.push(["Tables", run.tables]);
  const requests = page.isCampaign ? page.file.requests : page.file.exchanges;
  rows.push(["When", [say(run.started).replace("T", " ").replace("Z", " UTC"), ", ", duration(page.file.tookUs), ", ",
    counted(requests, "request", "requests")]]);
  return el("dl", {class: "about"}, rows.filter(([, what]) => what && what.length).map(([name, what]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, what))));
}

function editions(word) {
  if (word === "any") return "any documented one is right";
  if (word === "newest") return "the newest of each page";
  if (word === "seeds") return "the five source documents";
  return "the newest of each page up to " + word;
}

// What the list of known failures says that is not true, and what of it could not be judged.
function knownFailures() {
  const states = page.isCampaign ? page.file.knownFailures : page.file.summary.knownFailures;
  return (states || []).flatMap((state) => state.says);
}

function bar() {
  const counts = {};
  for (const record of page.records) counts[record.kind] = (counts[record.kind] || 0) + 1;
  const below = page.file.summary.failuresBelow;
  const shown = ["pass", "lenient", "fail", "known", "inconclusive", "unsupported", "error"].filter((kind) => counts[kind]);
  return [
    el("div", {class: "bar", "aria-hidden": "true"}, shown.map((kind) =>
      el("span", {class: kind, style: "flex:" + counts[kind]}))),
    el("ul", {class: "legend"}, shown.map((kind) => el("li", {},
      el("button", {type: "button", onclick: () => showOnly({verdict: kind})}, mark(kind),
        el("span", {}, el("b", {}, number(counts[kind])), " ", kinds[kind].says,
          kind === "fail" && below > 0 && `, ${number(below)} of them do not decide`))))),
  ];
}

// Of a campaign the bar counts answers of the documents: which of their rows were met.
function campaignBar() {
  const met = page.file.rows.filter((row) => row.met > 0).length;
  const rest = page.file.rows.length - met;
  return [
    el("div", {class: "bar", "aria-hidden": "true"}, el("span", {class: "pass", style: "flex:" + met}),
      rest > 0 && el("span", {class: "unsupported", style: "flex:" + rest})),
    el("ul", {class: "legend"}, el("li", {}, mark("pass"), el("span", {}, el("b", {}, number(met)), " error rows met")),
      el("li", {}, mark("unsupported"), el("span", {}, el("b", {}, number(rest)), " not met")),
      el("li", {}, mark("fail"), el("span", {}, el("b", {}, number(page.records.length)), " ",
        page.records.length === 1 ? "finding" : "findings"))),
  ];
}

// One line of pixels a row, in page order.
function miniature(sheet) {
  const rows = rowsOf(sheet);
  const picture = svg("svg", {viewBox: `0 0 40 ${rows.length * 3 + 7}`, "aria-hidden": "true"});
  rows.forEach((row, i) => {
    const kind = kindOf(row.key);
    const tone = kind === "inconclusive" ? "blocked" : kind;
    const width = 34 - (i * 7 + row.number * 5) % 9;
    const hollow = kind === "none" || kind === "unsupported";
    picture.append(svg("rect", {x: 3, y: 4 + i * 3, width: kind === "fail" ? 34 : width, height: hollow ? 0.8 : 2,
      fill: `var(--${tone})`}));
  });
  return picture;
}

function tiles() {
  const groups = page.documents.actions.map((action) => ({name: action.name,
    sheets: page.documents.pages.filter((sheet) => sheet.action === action.name && !sheet.common)}));
  // A campaign counts the rows of the actions' pages alone.
  if (!page.isCampaign) groups.push({name: "The common protocol", sheets: page.documents.pages.filter((sheet) => sheet.common)});
  return el("div", {class: "tiles"}, groups.map((group) => {
    const rows = group.sheets.flatMap(rowsOf).filter((row) => !page.isCampaign || page.met.has(row.key));
    const kindsOfRows = rows.map((row) => kindOf(row.key));
    const failed = kindsOfRows.filter((kind) => kind === "fail").length;
    const held = kindsOfRows.filter((kind) => kind === "pass" || kind === "lenient").length;
    const says = failed > 0 ? `${number(failed)} of ${counted(kindsOfRows.length, "row", "rows")} contradicted`
      : `${number(held)} of ${counted(kindsOfRows.length, "row", "rows")} ${page.isCampaign ? "met" : "held"}`;
    return link("page-" + group.sheets[0].id, {class: "tile"}, el("h2", {}, group.name),
      el("p", {}, says + ", " + counted(group.sheets.length, group.sheets[0].common ? "page" : "edition",
        group.sheets[0].common ? "pages" : "editions")),
      el("div", {class: "sheets"}, group.sheets.map(miniature)));
  }));
}

function causes() {
  const list = page.file.summary ? page.file.summary.causes : page.file.causes;
  if (!list || list.length === 0) return null;
  const shown = 12;
  const entries = list.map((cause, place) => {
    const size = page.isCampaign ? cause.findings.length : cause.failed.length;
    const blocked = cause.blocked || 0;
    const first = page.isCampaign ? page.records[cause.findings[0]] : page.byAddress.get(say(cause.shown));
    return el("li", {class: [cause.decides ? "" : "below", place >= shown ? "hidden" : ""].join(" ").trim() || null},
      el("div", {class: "size"}, number(size + blocked)),
      el("div", {}, el("div", {class: "what"}, say(cause.what)),
        el("p", {}, page.isCampaign ? (size === 1 ? "finding" : "findings")
          : blocked === 0 ? (size === 1 ? "case fails" : "cases fail")
            : `cases: ${number(size)} ${size === 1 ? "fails" : "fail"}, ${number(blocked)} blocked by it`,
          cause.decides ? "" : "; does not decide",
          ". Look at ", first ? link(first.address, {class: "id"}, first.address) : say(cause.shown),
          !page.isCampaign && size > 1 && [", or at ",
            el("button", {type: "button", class: "link", onclick: () => showOnly({cause: String(place)})}, "all of them")])));
  });
  const listed = el("ol", {class: "causes"}, entries);
  return el("section", {"aria-labelledby": "causes"}, el("h2", {id: "causes"}, "Fix first"),
    el("p", {class: "lead"}, "Failures of one root are one cause; the largest that decides comes first."), listed,
    list.length > shown && el("p", {}, el("button", {type: "button", class: "plain", onclick: (event) => {
      for (const entry of entries) entry.classList.remove("hidden");
      event.currentTarget.parentNode.remove();
    }}, `All ${number(list.length)} causes`)));
}

function judged() {
  const {judged, cases} = page.file.summary || {};
  if (!cases) return "";
  // What holds for every answer is counted by the bar, but is no case that can be asked.
  const rest = page.records.length - cases;
  return `${number(judged)} of ${counted(cases, "case", "cases")} judged` +
    (rest > 0 ? `, and ${counted(rest, "check", "checks")} of all answers together.` : ".");
}

function overview() {
  const said = say(page.file.headline);
  const [, word, rest] = /^(.*?)(?:[:,;] | (?=in ))(.*)$/.exec(said) || [null, said, ""];
  const title = word.charAt(0) + word.slice(1).toLowerCase();
  return el("header", {}, el("div", {class: "top"},
    el("div", {}, el("div", {class: "verdict"}, stamp(page.file.exitCode),
      el("div", {}, el("h1", {}, title), el("p", {class: "headline"}, rest || judged()),
        el("ul", {class: "notes"}, [...page.file.notes, ...knownFailures()].map((note) => el("li", {}, say(note))),
          page.leftOut > 0 && el("li", {}, `To keep this page small, it leaves out what ${counted(page.leftOut, "passed case",
            "passed cases")} sent and got; the run file has it.`)))),
    page.isCampaign ? campaignBar() : bar()), facts()), tiles());
}
