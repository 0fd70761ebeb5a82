// SPDX-License-Identifier: Apache-2.0
//
// The protocol of shims (docs/porting-an-sdk.md) for a client library on Node: what is the same for all.
'use strict';

const readline = require('readline');

const SECONDS_FOR_CALLS_IN_FLIGHT = 3;

// One line of UTF-8, which cannot carry half of a surrogate pair.
function write(message) {
  const wellFormed = (name, value) => (typeof value === 'string' ? value.toWellFormed() : value);
  process.stdout.write(JSON.stringify(message, wellFormed) + '\n');
}

// The text of a member that a shim must give as text, whatever the library made of it.
function text(value) {
  return value === undefined || value === null ? undefined : String(value);
}

// What kind of trouble an error is that says nothing of an answer of the service.
function kindOf(error) {
  if (error.code === 'ERR_ASSERTION' || /^ERR_INVALID/.test(error.code)) return 'usage';
  if (/^(E[A-Z_]+|HPE_\w+|ERR_STREAM_\w+)$/.test(error.code) || /Timeout/.test(error.name)) return 'transport';
  return 'decode';
}

// Serves `hello` and hands each call to `call`, which gives what stands beside the id in an answer.
// What `call` throws is not caught: a library that throws where nobody can catch it ends the shim.
function serve(hello, call) {
  const inFlight = new Set();
  const leave = async () => {
    const enough = new Promise((resolve) => setTimeout(resolve, SECONDS_FOR_CALLS_IN_FLIGHT * 1000));
    await Promise.race([Promise.allSettled(inFlight), enough]);
    process.exit(0);
  };
  const lines = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
  lines.on('line', (line) => {
    const message = JSON.parse(line);
    if (message.hello) {
      write({ shim: 1, language: `node ${process.versions.node}`, concurrent: true, ...hello });
    } else if (message.bye) {
      lines.close();
    } else {
      const answered = unsupported(hello, message) || call(message);
      const done = Promise.resolve(answered).then((answer) => write({ id: message.id, ...answer }));
      inFlight.add(done);
      done.finally(() => inFlight.delete(done));
    }
  });
  lines.on('close', leave);
}

function unsupported(hello, message) {
  if (!hello.actions.includes(message.call)) {
    return { unsupported: `there is no ${message.call} in this version` };
  }
  const unknown = Object.keys(message.options || {}).filter((name) => !hello.options.includes(name));
  return unknown.length ? { unsupported: `no such option: ${unknown.join(', ')}` } : undefined;
}

module.exports = { kindOf, serve, text };
