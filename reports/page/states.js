// SPDX-License-Identifier: Apache-2.0
//
// The state diagram: what the documents let an instance do, coloured by what was seen.
const nodeWidth = 232;
const places = {Pending: [0, 0], Starting: [452, 0], Stopped: [0, 215], Running: [886, 215], Stopping: [452, 430]};

// What shows whether the call leads on from where it should: all that is asked about its transition.
// Else the plain call on an instance of which nothing else is true.
function callsIn(action, status, isEdge) {
  return page.records.filter((record) => {
    const check = record.check;
    if (isEdge) return check.action === action && (check.family || "").startsWith("transition");
    return check.action === action && check.given === "an instance that is " + status && check.when && check.when.length === 1 &&
      /^[A-Za-z]+\(InstanceId(\.1)? = <instance>\)$/.test(say(check.when[0]));
  });
}

function tallied(action, from, to) {
  const wanted = `${action}: ${from} to `;
  return (page.file.transitions || []).filter((tally) => say(tally.what).startsWith(wanted) && say(tally.what).slice(wanted.length).split(" ")[0] !== from &&
    (to.length === 0 || to.some((status) => say(tally.what).includes(status))))
    .reduce((sum, tally) => sum + tally.times, 0);
}

function stateOf(action, status, transition) {
  const isEdge = transition.from === status;
  if (!page.isCampaign) {
    const records = callsIn(action, status, isEdge);
    return {kind: worst(records.map((record) => record.kind)), says: records.length > 0 ? told(records) : "not asked"};
  }
  const times = tallied(action, status, isEdge ? [...transition.through, transition.to] : []);
  if (isEdge) return {kind: times > 0 ? "pass" : "none", says: times > 0 ? `seen ${number(times)}\u00d7` : "not seen"};
  return {kind: times > 0 ? "fail" : "pass", says: times > 0 ? `left ${number(times)}\u00d7` : "never left by it"};
}

// A node with the calls that can be made there: those that lead on, and those that do not.
function node(status) {
  const [x, y] = places[status];
  const actions = page.documents.actions.map((action) => ({name: action.name, leads: action.transition.from === status,
    seen: stateOf(action.name, status, action.transition)})).sort((a, b) => b.leads - a.leads);
  return svg("g", {}, svg("rect", {class: "node", x, y, width: nodeWidth, height: 40 + actions.length * 21}),
    svg("text", {class: "status", x: x + nodeWidth / 2, y: y + 24}, status),
    actions.map((action, i) => svg("g", {class: action.seen.kind}, svg("title", {}, action.seen.says),
      shape(action.seen.kind, x + 12, y + 37 + i * 21, 10, 10),
      svg("text", {x: x + 31, y: y + 46 + i * 21}, action.name),
      svg("text", {class: "says", x: x + nodeWidth - 10, y: y + 46 + i * 21}, action.leads ? "leads on" : page.isCampaign ? "stays" : "refused"))));
}

function states() {
  const picture = svg("svg", {class: "states", viewBox: "-4 -4 1126 545", role: "img", "aria-labelledby": "states-said"},
    svg("defs", {}, [...worstFirst, "none"].map((kind) => svg("marker", {id: "head-" + kind, viewBox: "0 0 10 10", refX: 9, refY: 5,
      markerWidth: 7, markerHeight: 7, orient: "auto"}, svg("path", {d: "M0 0L10 5L0 10Z",
      fill: `var(--${kind === "inconclusive" ? "blocked" : kind})`})))));
  const alone = (path) => picture.append(svg("path", {class: "alone", d: path, "marker-end": "url(#head-none)"}));
  // What an instance leaves by itself.
  alone("M116 103V209");
  alone("M684 50C810 50 990 90 996 209");
  alone("M452 490C310 490 122 450 116 324");
  alone("M568 430V109");

  const sentences = [];
  page.documents.actions.forEach((action, i) => {
    const {from, to} = action.transition;
    const seen = stateOf(action.name, from, action.transition);
    const y = i * 32;
    // Through what is on the way: from Stopped to Running by Starting, from Running by Stopping. The
    // name stands on the same way, from left to right.
    const [path, named] = from === "Stopped" ? Array(2).fill(`M232 ${230 + y}C390 ${230 + y} 290 ${20 + y} 448 ${20 + y}`)
      : ["M1010 318C1000 460 850 490 688 490", "M688 490C850 490 1000 460 1010 318"];
    const id = "edge-" + i;
    picture.append(svg("path", {class: "edge " + seen.kind, d: path, "marker-end": `url(#head-${seen.kind})`}),
      svg("path", {id, d: named, fill: "none"}),
      svg("text", {class: "told " + seen.kind, dy: -7}, svg("textPath", {href: "#" + id, startOffset: "50%"}, action.name)));
    sentences.push(`${action.name}: ${from} to ${to}, ${seen.says}`);
  });
  for (const status of Object.keys(places)) {
    picture.append(node(status));
    for (const action of page.documents.actions) {
      if (action.transition.from !== status) sentences.push(`${status}: no way on by ${action.name}, ${stateOf(action.name, status, action.transition).says}`);
    }
  }
  return el("section", {"aria-labelledby": "states"}, el("h2", {id: "states"}, "The life of an instance"),
    el("p", {class: "lead"}, "Arrows are the ways that the documents open; dotted ones an instance goes by itself. In each state stand the actions, with what the plain call showed there."),
    el("p", {id: "states-said", class: "visually-hidden"}, sentences.join(". ")),
    el("div", {class: "scroll", tabindex: "0", role: "group", "aria-label": "State diagram"}, picture));
}
