// SPDX-License-Identifier: Apache-2.0
//
// CTRF files by the schema of its makers.
//
//   node ctrf.mjs FILE.ctrf.json ...
import fs from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";

const ajv = new Ajv({strict: false});
addFormats(ajv);
const isValid = ajv.compile(JSON.parse(fs.readFileSync(new URL("node_modules/ctrf/dist/ctrf-schema-0.0.json", import.meta.url), "utf8")));
let bad = 0;
for (const path of process.argv.slice(2)) {
  const says = isValid(JSON.parse(fs.readFileSync(path, "utf8"))) ? "is as the schema says" : ajv.errorsText(isValid.errors);
  console.log(`${path}: ${says}`);
  if (says !== "is as the schema says") bad = 1;
}
process.exit(bad);
