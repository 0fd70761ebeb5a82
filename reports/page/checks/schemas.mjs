// SPDX-License-Identifier: Apache-2.0
//
// The schemas by another hand: Ajv, in strict mode. Each file's first line is a document that is valid,
// each further one was changed so that it means nothing: at least 95 % must be refused.
//
//   node schemas.mjs SCHEMA MUTATIONS.jsonl [SCHEMA MUTATIONS.jsonl ...]
import fs from "node:fs";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

let bad = 0;
for (let i = 2; i < process.argv.length; i += 2) {
  const ajv = new Ajv({strict: true, allErrors: false});
  addFormats(ajv);
  const isValid = ajv.compile(JSON.parse(fs.readFileSync(process.argv[i], "utf8")));
  const [document, ...mutations] = fs.readFileSync(process.argv[i + 1], "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  if (!isValid(document)) {
    console.log(`${process.argv[i]}: the document is refused: ${ajv.errorsText(isValid.errors)}`);
    bad = 1;
  }
  const accepted = mutations.filter((mutation) => isValid(mutation)).length;
  console.log(`${process.argv[i]}: ${mutations.length - accepted} of ${mutations.length} changed documents refused`);
  if (mutations.length < 250 || accepted * 20 > mutations.length) bad = 1;
}
process.exit(bad);
