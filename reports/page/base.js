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

async function unpacked(id) {
  const node = document.getElementById(id);
  const packed = bytesOf(node.textContent.trim());
  node.remove();
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function unpackedText(id) {
  return new TextDecoder().decode(await unpacked(id));
}

// The records as the run file has them, a line each. What looks like a UUID stands beside them, sixteen
// bytes each: \u0001 is the next one in upper case, \u0002 in lower, \u0003 and \u0004 the last one again.
class Lines {
  constructor(text, ids) {
    this.text = text;
    this.ids = ids;
    this.starts = [];
    this.firstId = [];
    let id = 0;
    let start = 0;
    for (let i = 0; i < text.length; ++i) {
      const code = text.charCodeAt(i);
      if (code === 10) {
        this.starts.push(start);
        start = i + 1;
        this.firstId[this.starts.length] = id;
      } else if (code < 3) {
        ++id;
      }
    }
    this.firstId[0] = 0;
    this.starts.push(start);
  }

  uuid(place) {
    let text = "";
    for (let i = 16 * place; i < 16 * place + 16; ++i) {
      text += this.ids[i].toString(16).padStart(2, "0");
      if ([3, 5, 7, 9].includes(i % 16)) text += "-";
    }
    return text;
  }

  record(index) {
    const start = this.starts[index];
    const line = this.text.slice(start, index + 1 < this.starts.length ? this.starts[index + 1] - 1 : undefined);
    let next = this.firstId[index];
    // eslint-disable-next-line no-control-regex
    return JSON.parse(line.replace(/[\u0001-\u0004]/g, (mark) => {
      const code = mark.charCodeAt(0);
      const text = this.uuid(code < 3 ? next++ : next - 1);
      return code % 2 === 1 ? text.toUpperCase() : text;
    }));
  }
}

function duration(us) {
  if (us < 1000) return us + " \u00b5s";
  if (us < 1e6) return (us / 1000).toPrecision(3) + " ms";
  return (us / 1e6).toFixed(us < 1e7 ? 2 : 1) + " s";
}
