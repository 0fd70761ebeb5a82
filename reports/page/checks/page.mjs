// SPDX-License-Identifier: Apache-2.0
//
// The page in a browser: what it shows, what its filter, addresses and keys do, that nothing of a target
// runs, that axe-core and html-validate have nothing to say.
//
//   node page.mjs CHROMIUM FOLDER: sample.html, sample-campaign.html, client.html, gate.html, hostile.html, many.html, diff.html,
//   matrix.html; run.html, failing.html where they are.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {createRequire} from "node:module";
import {HtmlValidate} from "html-validate";
import {chromium} from "playwright-core";

const [, , program, folder] = process.argv;
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({executablePath: program, args: ["--no-sandbox"]});
const validator = new HtmlValidate({root: true, extends: ["html-validate:recommended"], rules: {"long-title": "off", "no-inline-style": ["error", {allowedProperties: ["flex", "height", "top"]}]}});

// Opens a page; `problems` takes what the browser complains of.
async function opened(name, {place = "", scheme = "light", width = 1280, problems = []} = {}) {
  const page = await browser.newPage({viewport: {width, height: 900}, colorScheme: scheme, bypassCSP: true});
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) problems.push(message.text()); });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("dialog", (dialog) => { problems.push("dialog: " + dialog.message()); dialog.dismiss(); });
  page.on("request", (request) => { if (!request.url().startsWith("file://")) problems.push("asks for " + request.url()); });
  await page.goto("file://" + path.resolve(folder, name) + (place ? "#" + place : ""));
  await page.waitForSelector("body[data-ready]", {timeout: 30000});
  return page;
}

const count = (page) => page.textContent("#count");
const panelIsOpen = (page) => page.evaluate(() => document.getElementById("panel").open);

async function hasNoViolation(page, where) {
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => window.axe.run(document, {resultTypes: ["violations"]}));
  assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)} ${one.nodes[0].failureSummary}`), [], where);
}

const tests = {
  async "every page opens without a complaint, fits a narrow window and has no violation of axe-core"() {
    for (const name of fs.readdirSync(folder).filter((one) => one.endsWith(".html"))) {
      for (const scheme of ["light", "dark"]) {
        const problems = [];
        const page = await opened(name, {scheme, problems});
        if (name !== "many.html") await hasNoViolation(page, `${name}, ${scheme}`);
        assert.deepEqual(problems, [], name);
        await page.close();
      }
      const problems = [];
      const narrow = await opened(name, {width: 390, problems});
      const [needed, given] = await narrow.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      assert.ok(needed <= given, `${name} needs ${needed} of ${given} pixels`);
      assert.deepEqual(problems, [], name);
      await narrow.close();
    }
  },

  async "what is known is shown as known, with its reason"() {
    const page = await opened("gate.html", {place: "start-instance/precondition/running@get.xml.v1"});
    assert.match(await page.textContent(".legend"), /failed, as known/);
    assert.match(await page.textContent("#panel"), /known failure: <ticket> 12 \(known\.txt:1\)/);
    assert.match(await page.textContent("ul.notes"), /known\.txt:2: .* passes: take the line out/);
    await page.close();
  },

  async "dark is dark"() {
    const shade = async (scheme) => {
      const page = await opened("sample.html", {scheme});
      const color = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await page.close();
      return Number(/\d+/.exec(color)[0]);
    };
    assert.ok(await shade("light") > 200 && await shade("dark") < 60);
  },

  async "html-validate finds no error, in the file and in what it becomes"() {
    for (const name of ["sample.html", "sample-campaign.html", "diff.html", "matrix.html"]) {
      const page = await opened(name);
      for (const text of [fs.readFileSync(path.join(folder, name), "utf8"), await page.content()]) {
        const report = await validator.validateString(text);
        assert.deepEqual(report.results.flatMap((one) => one.messages).map((one) => `${one.line}: ${one.ruleId}: ${one.message}`).slice(0, 5), []);
      }
      await page.close();
    }
  },

  async "what was sent and what came is there as the run file has it"() {
    for (const name of ["sample", "odd", "hostile"]) {
      const page = await opened(name + ".html");
      const found = await page.evaluate(async () => {
        const lines = await globalThis.eval("page.lines");
        return globalThis.eval("page.records").map((record) => ({id: record.check.id, variant: record.variant, ...lines.record(record.index)}));
      });
      const {cases} = JSON.parse(fs.readFileSync(path.join(folder, name + ".json"), "utf8"));
      assert.equal(found.length, cases.length);
      found.forEach((record, i) => assert.deepEqual(record, cases[i], `${name}, ${record.id}`));
      await page.close();
    }
  },

  async "the filter takes text, a verdict, a chapter and a cause"() {
    const page = await opened("sample.html");
    assert.equal(await count(page), "11 cases");
    await page.fill("#filter-text", "no-stock post");
    assert.equal(await count(page), "1 of 11 cases");
    await page.click("text=Clear");
    assert.equal(await count(page), "11 cases");
    await page.selectOption("#filter-verdict", "fail");
    assert.equal(await count(page), "4 of 11 cases");
    await page.selectOption("#filter-action", "concurrency");
    assert.equal(await count(page), "1 of 11 cases");
    await page.click("text=Clear");
    await page.selectOption("#filter-cause", "0");
    assert.match(await count(page), /^[1-9] of 11 cases$/);
    await page.close();
  },

  async "an address opens its case, and the keys go through the list"() {
    const page = await opened("sample.html", {place: "start-instance/precondition/running@get.xml.v1"});
    await page.waitForSelector("#panel-title");
    assert.equal(await page.textContent("#panel-title"), "start-instance/precondition/running");
    const told = await page.textContent("#panel");
    for (const part of ["an instance that is Running", "403 IncorrectInstanceStatus", "StartInstance 2020-10, error row 2",
      "--select 'start-instance/precondition/running@get.xml.v1'", "C0003E8B-B930-4F59-ADC0-0E209A9012B0"]) {
      assert.ok(told.includes(part), part);
    }
    assert.equal(await page.locator("#panel .struck").count() > 0, true);
    await hasNoViolation(page, "with a case open");
    await page.keyboard.press("j");
    await page.waitForFunction(() => document.getElementById("panel-title").textContent === "start-instance/parameter/odd-id");
    await page.keyboard.press("k");
    await page.waitForFunction(() => document.getElementById("panel-title").textContent === "start-instance/precondition/running");
    await page.keyboard.press("Escape");
    assert.equal(await panelIsOpen(page), false);
    assert.equal(new URL(page.url()).hash, "");
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "filter-text");
    await page.close();
  },

  async "a row of the documents is found by its address, and opens its cases"() {
    const page = await opened("sample.html", {place: "page-start-instance-2020-10/row/2"});
    const row = page.locator("tr.sought");
    assert.match(await row.textContent(), /IncorrectInstanceStatus.*also in 2019-05 . asked by \d+ cases . killed at least \d+ defects . tried \d+. on this target/);
    await row.click();
    assert.match(await page.textContent("td.drawer"), /start-instance\/precondition\/running/);
    await page.click("td.drawer a");
    await page.waitForSelector("#panel-title");
    await page.close();
  },

  async "of a client is said what it was asked, not what endpoints are"() {
    const page = await opened("client.html", {place: "page-start-instance-2020-10/row/2"});
    assert.match(await page.locator("tr.sought").textContent(), /also in 2019-05 . tried \d+. on this client/);
    assert.doesNotMatch(await page.textContent("main"), /asked by|killed|this target|variants/);
    await page.close();
  },

  async "where no case exists the reason stands"() {
    const page = await opened("sample.html", {place: "page-common-common-errors"});
    assert.match(await page.textContent(".sheet"), /no tested action takes a ClientToken/);
    await page.close();
  },

  async "a finding of a campaign tells its history and the line that shows it again"() {
    const page = await opened("sample-campaign.html", {place: "finding-1"});
    await page.waitForSelector("#panel-title");
    const told = await page.textContent("#panel");
    for (const part of ["world Running PostPaid SecurityLock", "a refused call changes nothing", "--replay", "in 75 % of the plays"]) {
      assert.ok(told.includes(part), part);
    }
    await hasNoViolation(page, "with a finding open");
    await page.close();
  },

  async "nothing that a target says runs"() {
    const problems = [];
    const page = await opened("hostile.html", {problems});
    for (const address of await page.evaluate(() => [...document.querySelectorAll("#list a")].map((one) => one.hash))) {
      await page.evaluate((hash) => { location.hash = hash; }, address);
      await page.waitForTimeout(50);
    }
    await page.waitForSelector("#panel-title");
    assert.equal(await page.evaluate(() => window.pwned), undefined);
    assert.equal(await page.locator("img").count(), 0);
    assert.deepEqual(problems, []);
    await page.close();
  },

  async "twelve thousand cases stay usable"() {
    const begun = Date.now();
    const page = await opened("many.html");
    assert.ok(Date.now() - begun < 8000, `ready after ${Date.now() - begun} ms`);
    assert.equal(await count(page), "12,011 cases");
    assert.ok(await page.locator("#list li").count() < 100);
    await page.evaluate(() => { document.getElementById("list").scrollTop = 1e9; });
    await page.waitForFunction(() => document.getElementById("list").textContent.includes("many/11999"));
    const filtered = Date.now();
    await page.fill("#filter-text", "many/119");
    await page.waitForFunction(() => document.getElementById("count").textContent === "111 of 12,011 cases");
    assert.ok(Date.now() - filtered < 3000, `filtered after ${Date.now() - filtered} ms`);
    await page.close();
  },

  async "on paper stand all pages of the documents, and what did not pass"() {
    const page = await opened("sample.html");
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    assert.equal(await page.locator(".sheet").count(), 12);
    assert.match(await page.textContent("#list"), /concurrency\/start\/eight/);
    await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
    assert.equal(await page.locator(".sheet").count(), 1);
    await page.close();
  },

  async "a browser that cannot unpack shows the report in short"() {
    const page = await browser.newPage();
    await page.addInitScript(() => { delete window.DecompressionStream; });
    await page.goto("file://" + path.resolve(folder, "sample.html"));
    assert.match(await page.textContent("main"), /NOT CONFORMANT/);
    await page.close();
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log("ok      " + name);
  } catch (error) {
    ++failed;
    console.log("FAILED  " + name + "\n" + error.stack);
  }
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
