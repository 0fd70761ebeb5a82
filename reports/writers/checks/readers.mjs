// SPDX-License-Identifier: Apache-2.0
//
// JUnit files as programs of others read them: each finds every case.
//
//   node readers.mjs FILE.xml ...
import {execFileSync} from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import merger from "junit-report-merger";
import {convertJUnitToCTRFReport} from "junit-to-ctrf";
import {parse} from "junit2json";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "readers-"));
const cases = (text) => text.split("<testcase ").length - 1;

const readers = {
  async junit2json(file) {
    const {testsuite} = await parse(fs.readFileSync(file, "utf8"));
    return testsuite.reduce((sum, suite) => sum + (suite.testcase ?? []).length, 0);
  },
  async "junit-to-ctrf"(file) {
    return (await convertJUnitToCTRFReport(file, {})).results.summary.tests;
  },
  async "junit-report-merger"(file) {
    const merged = path.join(folder, "merged.xml");
    await merger.mergeFiles(merged, [file]);
    return cases(fs.readFileSync(merged, "utf8"));
  },
  async "xunit-viewer"(file) {
    // Into a file: a pipe it leaves before all is written.
    const output = path.join(folder, "said.txt");
    execFileSync("node", ["node_modules/xunit-viewer/bin/xunit-viewer.js", "-r", file, "-o", path.join(folder, "view.html"),
      "-c", "-n", "-C", "false"], {stdio: ["ignore", fs.openSync(output, "w"), "inherit"]});
    const said = fs.readFileSync(output, "utf8");
    // "4 failure, 4 skipped, 1 error, 2 passed"; after it comes where the page is.
    const total = said.split("\n").findLast((line) => /^(\d+ (failure|skipped|error|passed)(, )?)+$/.test(line.trim()));
    return [...total.matchAll(/\d+/g)].reduce((sum, [n]) => sum + Number(n), 0);
  },
};

let bad = 0;
for (const file of process.argv.slice(2)) {
  const wanted = cases(fs.readFileSync(file, "utf8"));
  for (const [name, read] of Object.entries(readers)) {
    let found;
    try {
      found = await read(file);
    } catch (error) {
      found = String(error);
    }
    if (found === wanted) continue;
    console.log(`${file}: ${name} finds ${found} of ${wanted} cases`);
    bad = 1;
  }
}
fs.rmSync(folder, {recursive: true});
process.exit(bad);
