// SPDX-License-Identifier: Apache-2.0
//
// What a case showed, in a colour and a shape of its own.
const kinds = {
  pass: {name: "pass", says: "passed"},
  lenient: {name: "pass, by choice", says: "passed where the documents leave a choice"},
  fail: {name: "fail", says: "failed"},
  known: {name: "known failure", says: "failed, as known"},
  inconclusive: {name: "inconclusive", says: "blocked or inconclusive"},
  unsupported: {name: "not exercised", says: "not exercised"},
  error: {name: "not carried out", says: "could not be carried out"},
};
const worstFirst = ["fail", "error", "known", "inconclusive", "lenient", "pass", "unsupported"];

function worst(list) {
  for (const kind of worstFirst) {
    if (list.includes(kind)) return kind;
  }
  return "none";
}

// A shape in a box; the same shapes stand in lists, cells and the key.
function shape(kind, x, y, width, height) {
  const right = x + width;
  const bottom = y + height;
  const middle = y + height / 2;
  const tone = "var(--" + (kind === "inconclusive" ? "blocked" : kind) + ")";
  switch (kind) {
    case "pass":
      return svg("rect", {x, y, width, height, fill: tone});
    case "lenient":
      return svg("g", {},
        svg("rect", {x: x + 0.6, y: y + 0.6, width: width - 1.2, height: height - 1.2, fill: "none", stroke: tone,
          "stroke-width": 1.2}),
        svg("path", {d: `M${x} ${bottom}V${y}L${right} ${bottom}Z`, fill: tone}));
    case "fail":
      return svg("path", {d: `M${x} ${y}L${right} ${bottom}M${right} ${y}L${x} ${bottom}`, stroke: tone, "stroke-width": 2.2,
        fill: "none"});
    case "known":
      return svg("path", {d: `M${x} ${y}L${right} ${bottom}M${right} ${y}L${x} ${bottom}`, stroke: tone, "stroke-width": 1.4,
        "stroke-dasharray": "2 2", fill: "none"});
    case "inconclusive":
      return svg("path", {d: `M${x} ${middle}H${right}`, stroke: tone, "stroke-width": 2.4, fill: "none"});
    case "unsupported":
      return svg("rect", {x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1, fill: "none", stroke: tone});
    case "error":
      return svg("path", {d: `M${x} ${bottom}L${x + width / 2} ${y}L${right} ${bottom}Z`, fill: "none", stroke: tone,
        "stroke-width": 1.6});
    default:
      return svg("circle", {cx: x + width / 2, cy: middle, r: 1, fill: "var(--none)"});
  }
}

function mark(kind, title) {
  return svg("svg", {class: "mark " + kind, viewBox: "0 0 16 16", role: title ? "img" : null, "aria-label": title || null,
    "aria-hidden": title ? null : "true"}, shape(kind, 2, 2, 12, 12));
}

const columns = ["get.xml", "get.json", "post.xml", "post.json", "post-form.xml", "post-form.json"];

// Six cells, method by format, V1 above V3; behind them, apart, what travels in a way of its own.
function cells(records, label) {
  const at = new Map();
  for (const record of records) {
    const place = columns.includes(record.variant.slice(0, -3)) ? record.variant : "";
    const seen = at.get(place);
    if (seen) seen.push(record.kind); else at.set(place, [record.kind]);
  }
  const picture = svg("svg", {class: "cells", viewBox: "0 0 138 22", role: "img", "aria-label": label});
  columns.forEach((column, i) => {
    ["v1", "v3"].forEach((signature, row) => {
      picture.append(shape(worst(at.get(column + "." + signature) || []), 1 + i * 18, 1 + row * 11, 14, 8));
    });
  });
  if (at.has("")) picture.append(shape(worst(at.get("")), 116, 1, 20, 19));
  return picture;
}

function hatched(label) {
  const picture = svg("svg", {class: "cells", viewBox: "0 0 138 22", role: "img", "aria-label": label},
    svg("rect", {x: 0.5, y: 0.5, width: 107, height: 20, fill: "none", stroke: "var(--none)"}));
  for (let x = 4; x < 126; x += 6) {
    const from = Math.min(x, 107);
    const to = Math.max(x - 20, 1);
    picture.append(svg("path", {class: "hatch", d: `M${from} ${1 + (x - from)}L${to} ${1 + (x - to)}`}));
  }
  return picture;
}

// "12 passed, 3 failed".
function told(records) {
  const counts = {};
  for (const record of records) counts[record.kind] = (counts[record.kind] || 0) + 1;
  return worstFirst.filter((kind) => counts[kind]).map((kind) => number(counts[kind]) + " " + kinds[kind].says).join(", ");
}
