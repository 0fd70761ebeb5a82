// SPDX-License-Identifier: Apache-2.0
//
// Elements, text and data. Whatever came from a target is put in as text, never as markup.
"use strict";

function put(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  for (const child of children.flat(4)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

function el(name, attributes, ...children) {
  return put(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return put(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

const grouped = new Intl.NumberFormat("en");
const number = (n) => grouped.format(n);
const counted = (n, one, many) => number(n) + " " + (n === 1 ? one : many);

// What an address of this page may hold: never anything but a place in it.
const address = (place) => "#" + encodeURIComponent(place).replaceAll("%2F", "/").replaceAll("%40", "@");
const link = (place, attributes, ...children) => el("a", {href: address(place), ...attributes}, children);

function bytesOf(base64) {
  const raw = atob(base64);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; ++i) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

// A text of the run file: a string, or {base64} where its bytes are not UTF-8; those are shown as \xNN.
function say(text) {
  if (text === undefined || text === null) return "";
  if (typeof text === "string") return text;
  return [...bytesOf(text.base64)]
    .map((byte) => (byte >= 32 && byte < 127) || byte === 10 ? String.fromCharCode(byte) : "\\x" + byte.toString(16).padStart(2, "0"))
    .join("");
}

// What the page brings along: five characters from "(" to "|" for four bytes, "~" in place of "<".
function bytesOfPacked(text) {
  const size = Math.floor(text.length * 4 / 5);
  const bytes = new Uint8Array(size + 4);
  for (let at = 0, to = 0; at < text.length; at += 5, to += 4) {
    let value = 0;
    for (let i = at; i < at + 5; ++i) {
      const code = i < text.length ? text.charCodeAt(i) : 124;
      value = 85 * value + (code === 126 ? 60 : code) - 40;
    }
    bytes[to] = value >>> 24;
    bytes[to + 1] = value >>> 16;
    bytes[to + 2] = value >>> 8;
    bytes[to + 3] = value;
  }
  return bytes.subarray(0, size);
}

// All that the element holds, a stream each line.
async function unpacked(id) {
  const node = document.getElementById(id);
  const streams = node.textContent.trim().split("\n");
  node.remove();
  return Promise.all(streams.map(async (text) => {
    const stream = new Blob([bytesOfPacked(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }));
}

const textOf = (bytes) => new TextDecoder().decode(bytes);

// A column of numbers: how many bytes each has, then the lowest bytes of all, then the next.
function numbersOf(bytes) {
  const planes = bytes[0];
  const size = (bytes.length - 1) / planes;
  const numbers = new Float64Array(size);
  for (let plane = planes - 1; plane >= 0; --plane) {
    for (let i = 0; i < size; ++i) numbers[i] = 256 * numbers[i] + bytes[1 + plane * size + i];
  }
  return numbers;
}

const signed = (n) => n % 2 === 0 ? n / 2 : -(n + 1) / 2;

// The records as the run file has them, each made when it is looked at, from columns that
// packed_lines.cpp wrote: shapes and texts that are kept once, in which marks stand for the next of a column.
class Lines {
  constructor([ids, origins, names, texts, shapes, ...numbers]) {
    this.ids = ids;
    this.names = textOf(names).split("\n");
    this.texts = textOf(texts).split("\n");
    this.shapes = textOf(shapes).split("\n");
    const [shape, text, origin, nonce, clock, moment, sent, took] = numbers.map(numbersOf);
    Object.assign(this, {shape, text, moment, sent, took});
    this.nonces = this.noncesOf(origin, nonce, origins);
    let last = 0;
    this.clock = clock.map((difference) => last += signed(difference));
    this.findStarts();
  }

  // Sixteen bytes each: those of its origin, the first six of them counted on.
  noncesOf(origin, differences, origins) {
    const seen = [];
    let next = 0;
    return Array.from(origin, (which) => {
      if (which === seen.length) {
        const bytes = origins.subarray(16 * which, 16 * which + 16);
        seen.push({bytes, count: bytes.subarray(0, 6).reduce((sum, byte) => 256 * sum + byte, 0)});
        return bytes;
      }
      const from = seen[which];
      from.count += signed(differences[next++]);
      const bytes = from.bytes.slice();
      for (let i = 5, rest = from.count; i >= 0; --i, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
      return bytes;
    });
  }

  // Where each record begins in each column.
  findStarts() {
    const columns = ["\u0001", "\u0002", "\u0005", "\u0006\u0007", "\u000b", "\u000c", "\u000d", "\u000e"];
    const countsOf = (text) => {
      const counts = columns.map(() => 0);
      for (const char of text) {
        if (char > "\u000f") continue;
        const column = columns.findIndex((marks) => marks.includes(char));
        if (column >= 0) ++counts[column];
      }
      return counts;
    };
    const ofTexts = this.texts.map(countsOf);
    const ofShapes = this.shapes.map(countsOf);
    const at = columns.map(() => 0);
    let begun = 0;
    this.starts = Array.from(this.shape, (shape) => {
      const start = {at: at.slice(), begun};
      const inShape = ofShapes[shape];
      if (inShape[4] > 0) begun += signed(this.moment[at[4]]);
      for (let i = 0; i < inShape[7]; ++i) {
        ofTexts[this.text[start.at[7] + i]].forEach((count, column) => { at[column] += count; });
      }
      inShape.forEach((count, column) => { at[column] += count; });
      return start;
    });
  }

  // The members of a record but for its id and its variant.
  record(index) {
    const start = this.starts[index];
    const [id, nonce, name, clock, moment, sent, took, text] = start.at;
    const next = {id, nonce, name, clock, moment, sent, took, text};
    const names = [];
    let uuid = null;
    let last = null;
    let ended = 0;
    const two = (n) => String(n).padStart(2, "0");
    const uuidText = () => Array.from(uuid, (byte, i) => byte.toString(16).padStart(2, "0") + ([3, 5, 7, 9].includes(i) ? "-" : "")).join("");
    const clockText = (colon) => {
      const seconds = this.clock[next.clock++];
      return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(colon);
    };
    const meanings = {
      1: () => { uuid = this.ids.subarray(16 * next.id, 16 * ++next.id); return uuidText().toUpperCase(); },
      2: () => { uuid = this.nonces[next.nonce++]; return uuidText(); },
      3: () => uuidText().toUpperCase(),
      4: () => uuidText(),
      5: () => { names.push(this.names[next.name]); return this.names[next.name++]; },
      6: () => clockText(":"),
      7: () => clockText("%3A"),
      8: () => last,
      11: () => {
        last = (last === null ? start.begun : ended) + signed(this.moment[next.moment++]);
        ended = last;
        return last;
      },
      12: () => last + this.sent[next.sent++],
      13: () => { const took = this.took[next.took++]; if (last !== null) ended = last + took; return took; },
      14: () => filled(this.texts[this.text[next.text++]]),
    };
    // eslint-disable-next-line no-control-regex
    const filled = (marked) => marked.replace(/[\u0001-\u0008\u000b-\u001f]/g, (mark) => {
      const code = mark.charCodeAt(0);
      return code < 15 ? meanings[code]() : names[code - 15];
    });
    return JSON.parse("{" + filled(this.shapes[this.shape[index]]).slice(1));
  }
}

function duration(us) {
  if (us < 1000) return us + " \u00b5s";
  if (us < 1e6) return (us / 1000).toPrecision(3) + " ms";
  return (us / 1e6).toFixed(us < 1e7 ? 2 : 1) + " s";
}
