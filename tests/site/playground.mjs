// Uses the playground of a built site in Chromium as somebody does who has never seen a state machine.
//   node playground.mjs SITE BASE SCREENSHOTS
// CHROMIUM is the browser (default: /usr/bin/chromium).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { deflateRawSync } from "node:zlib";

import { open } from "./open.mjs";

const { address, context, page, problems, requests, shot, step, close } = await open();
const playground = `${address}playground/`;

/** Milliseconds from the request for the page until the findings and the graph are there. */
const OPENING = 1000;

const finding = (text) => page.locator(".finding", { hasText: text });
const noProblems = () => page.locator(".message.good").waitFor();
const node = (id) => page.locator(`#stage [data-id="${id}"]`);
/** A state of the graph that does not exist. */
const missing = page.locator("#stage .missing");
const line = (text) => page.locator(".cm-line", { hasText: text }).first();
/** The innermost element of a text in a line. */
const part = (around, text) => line(around).locator("span", { hasText: text }).last();
const text = () => page.locator(".cm-content").evaluate((content) => content.cmTile.view.state.doc.toString());
const host = (name) => page.locator("#hosts").getByRole("button", { name, exact: true });
const sample = (id) => page.locator("#samples").selectOption(id);
// It is a dependency of the site.
const axe = readFileSync(createRequire(resolve("docs/package.json")).resolve("axe-core/axe.min.js"), "utf8");

/** Fails if the page cannot be used with a keyboard, a screen reader or little contrast, as far as axe can tell. */
async function checkAccess() {
  await page.evaluate(axe);
  // The labels of states are sentences, instead of the short text in the picture.
  const rules = { "label-content-name-mismatch": { enabled: false } };
  const { violations } = await page.evaluate((rules) => window.axe.run(document, { rules }), rules);
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" "))}`), []);
}

const isDark = () => page.evaluate(() => document.documentElement.classList.contains("dark"));

// When the first finding and the first state are there, by the clock of the page.
await context.addInitScript(() => {
  window.seen = {};
  const wanted = { text: ".cm-line", finding: ".finding", graph: "#stage [data-id]" };
  const look = () => {
    for (const [name, selector] of Object.entries(wanted)) {
      if (document.querySelector(selector)) window.seen[name] ??= Math.round(performance.now());
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
});

await step("opens in under a second", async () => {
  let best = Infinity;
  for (let tries = 0; tries < 5 && best >= OPENING; tries++) {
    await page.goto("about:blank");
    await page.goto(playground);
    await finding("Check paymnt").waitFor();
    await node("Ship order").waitFor();
    const seen = await page.evaluate(() => window.seen);
    console.log(`  text after ${seen.text} ms, findings after ${seen.finding} ms, graph after ${seen.graph} ms`);
    best = Math.min(best, Math.max(seen.finding, seen.graph));
  }
  assert.ok(best < OPENING, `the findings and the graph appear after ${best} ms`);
  await checkAccess();
  await shot("playground");
});

await step("a click fixes the sample, and the graph follows", async () => {
  await missing.waitFor();
  await finding("No state named").getByRole("button", { name: "Change to Check payment" }).click();
  await noProblems();
  await missing.waitFor({ state: "detached" });
  assert.match(await text(), /"Next": "Check payment"/);
  await shot("playground-fixed");
});

await step("the models of the services are loaded when a definition needs them", async () => {
  const models = () => requests.filter((file) => file.endsWith("models.bin")).length;
  assert.equal(models(), 0);
  await sample("jsonata");
  await finding("Unknown parameter TableNme").waitFor();
  assert.equal(models(), 1);
});

await step("every sample has findings, and clicks fix all of them", async () => {
  const ids = await page.locator("#samples option").evaluateAll((options) => options.map((option) => option.value).filter(Boolean));
  assert.ok(ids.length >= 9, `${ids.length} samples`);
  for (const id of ids) {
    await sample(id);
    await page.locator(`.finding`).first().waitFor();
    for (let clicks = 0; clicks < 5 && (await page.locator(".message.good").count()) === 0; clicks++) {
      const count = await page.locator("#counts").innerText();
      await page.locator(".finding .fix").first().click();
      await page.waitForFunction((count) => document.querySelector("#counts").innerText !== count, count);
    }
    await noProblems();
  }
});

await step("the rule of a finding opens beside the text, with examples that open in the editor", async () => {
  await sample("retry");
  await finding("States.ALL").getByRole("button", { name: "Why?" }).click();
  await page.locator("#rule h1", { hasText: "catch-all-not-last" }).waitFor();
  await shot("playground-rule");
  await page.locator("#rule .try").first().click();
  await finding("States.ALL").waitFor();
  assert.match(await page.locator("#samples").inputValue(), /^$/);
  await page.locator("#side [data-show=graph]").click();
});

await step("findings follow what is typed", async () => {
  await sample("order");
  await part('"Seconds": 86400', "86400").click();
  await page.keyboard.press("End");
  await page.keyboard.type("\n\"Secnds\": 1,");
  await finding("Unknown field Secnds").waitFor();
  for (let presses = 0; presses < 13; presses++) await page.keyboard.press("Backspace");
  await finding("Secnds").waitFor({ state: "detached" });
});

await step("completion offers fields and inserts them as the server says", async () => {
  await part('"Seconds": 86400', "86400").click();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type('"Com', { delay: 30 });
  await page.locator(".cm-tooltip-autocomplete", { hasText: "Comment" }).waitFor();
  await page.waitForTimeout(200);
  await shot("playground-completion");
  await page.keyboard.press("Enter");
  await page.keyboard.type("a day");
  await page.keyboard.press("Escape");
  assert.match(await text(), /"Comment": "a day",?\n\s+"Next": "Check paymnt"/);
});

await step("completion adds what is missing elsewhere, and knows literal dollars", async () => {
  await sample("order");
  await line('"End": true').click();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type('"InputP', { delay: 30 });
  await page.locator(".cm-tooltip-autocomplete", { hasText: "InputPath" }).waitFor();
  await page.waitForTimeout(200);
  await page.keyboard.press("Enter");
  await page.keyboard.type(".address");
  await page.keyboard.press("Escape");
  assert.match(await text(), /"End": true,\n\s+"InputPath": "\$\.address"\n/);
});

await step("hovers explain fields", async () => {
  await part('"Seconds": 86400', '"Seconds"').hover();
  await page.locator(".cm-lsp-hover-tooltip", { hasText: "The time to wait in seconds" }).waitFor();
  await shot("playground-hover");
  await page.mouse.move(5, 300);
});

await step("hovers show the text of a definition as text", async () => {
  const machine = { StartAt: "A", States: { A: { Type: "Pass", Comment: '<img src="x" onerror="alert(1)"> <b>bold</b>', Next: "B" }, B: { Type: "Succeed" } } };
  await page.goto(`${playground}#json=${deflateRawSync(JSON.stringify(machine, null, 2)).toString("base64url")}`);
  await page.reload();
  await noProblems();
  await part('"StartAt"', '"A"').hover();
  await page.locator(".cm-lsp-hover-tooltip").waitFor();
  assert.equal(await page.locator(".cm-tooltip img, .cm-tooltip b").count(), 0);
  await page.mouse.move(5, 300);
});

await step("expressions have the colors that the server gives", async () => {
  await sample("jsonata");
  await page.locator(".token-function", { hasText: "$sum" }).waitFor();
  await page.locator(".token-variable", { hasText: "totl" }).waitFor();
});

await step("the text can be formatted", async () => {
  await page.goto(`${playground}#json=${deflateRawSync('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}').toString("base64url")}`);
  await noProblems();
  await page.getByRole("button", { name: "Format" }).click();
  await line('"StartAt": "A"').waitFor();
  assert.equal(await text(), '{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }\n');
});

await step("a template is not formatted, and the page says so", async () => {
  await host("SAM").click();
  await finding("Notfy").waitFor();
  await page.getByRole("button", { name: "Format" }).click();
  await page.locator("#menu", { hasText: "Only a definition" }).waitFor();
  await page.keyboard.press("Escape");
  await host("JSON").click();
});

await step("a document without a machine has no graph", async () => {
  await page.goto(`${playground}#sam=${deflateRawSync("Resources: {}\n").toString("base64url")}`);
  await page.locator("#none").waitFor();
  assert.equal(await page.locator("#stage [data-id]").first().isVisible(), false);
  await sample("sam");
  await node("Write report").waitFor();
});

await step("the menu offers what can be done at the cursor", async () => {
  await sample("order");
  await part('"Seconds": 86400', "86400").click();
  await page.keyboard.press("Control+.");
  await page.locator("#menu button", { hasText: "JSONata" }).first().waitFor();
  await shot("playground-menu");
  await page.keyboard.press("Escape");
  await finding("Check paymnt").getByRole("button", { name: "More" }).click();
  await page.locator("#menu button", { hasText: "Create state" }).click();
  await noProblems();
  await node("Check paymnt").waitFor();
});

await step("the graph and the text point to each other", async () => {
  await sample("order");
  await node("Cancel order").locator(":scope > .shape").click();
  await page.locator(".cm-activeLine", { hasText: '"Cancel order": {' }).waitFor();
  await part('"Seconds": 86400', "86400").click();
  await node("Wait for payment").and(page.locator(".current")).waitFor();
  await page.locator("#zoom", { hasText: "100 %" }).waitFor();
  await page.keyboard.type("/");
  assert.equal(await page.locator("#search:focus").count(), 0, "the graph takes keys from the editor");
  await page.keyboard.press("Control+z");
});

await step("states are renamed, and their transitions lead to them", async () => {
  await sample("order");
  const next = part('"Next": "Wait for payment"', '"Wait for payment"');
  await next.click();
  await page.keyboard.press("F2");
  const input = page.locator(".cm-dialog input");
  await input.waitFor();
  assert.equal(await input.inputValue(), "Wait for payment");
  await input.fill("Wait a day");
  await page.keyboard.press("Enter");
  await node("Wait a day").waitFor();
  await part('"Next": "Wait a day"', '"Wait a day"').click({ modifiers: ["Control"] });
  await page.locator(".cm-activeLine", { hasText: '"Wait a day": {' }).waitFor();
});

await step("the IAM policy follows the text", async () => {
  await sample("jsonata");
  await page.locator("#side").getByRole("button", { name: "IAM policy" }).click();
  const policy = page.locator("#policy pre");
  await policy.getByText('"dynamodb:PutItem"').waitFor();
  await shot("playground-policy");
  await line("dynamodb:putItem").click();
  await page.keyboard.press("End");
  for (let presses = 0; presses < "putItem\",".length; presses++) await page.keyboard.press("Backspace");
  await page.keyboard.type('getItem",');
  await policy.getByText('"dynamodb:GetItem"').waitFor();
  await page.locator("#side [data-show=graph]").click();
});

await step("every host has its document", async () => {
  await sample("order");
  for (const [name, expected] of [["YAML", "Hotl"], ["SAM", "Notfy"], ["Terraform", "Relase"], ["Serverless", "TimeoutSecond"]]) {
    await host(name).click();
    await finding(expected).first().waitFor();
    await page.locator("#stage [data-id]").first().waitFor();
    await shot(`playground-${name.toLowerCase()}`);
  }
  await host("JSON").click();
  assert.match(await text(), /Check paymnt/);
  assert.equal(await page.locator("#samples").inputValue(), "order");
  assert.match(await page.locator("#about").innerText(), /shipped/);
});

await step("a link contains the text, and nothing is sent", async () => {
  await sample("order");
  await part('"Seconds": 86400', "86400").dblclick();
  await page.keyboard.type("77");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Link copied" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /#json=[\w-]+$/);
  const shown = await text();
  await page.goto("about:blank");
  await page.goto(link);
  await finding("Check paymnt").waitFor();
  assert.equal(await text(), shown);
  assert.match(shown, /"Seconds": 77/);
});

await step("an edited text survives a reload", async () => {
  await part('"Seconds": 77', "77").dblclick();
  await page.keyboard.type("78");
  const { hash } = new URL(page.url());
  await page.waitForFunction((hash) => location.hash !== hash, hash);
  await page.reload();
  await line('"Seconds": 78').waitFor();
});

await step("links that nobody has made show the first sample", async () => {
  for (const fragment of ["json=!!!", "json=AAAA", "cobol=abc", "sample=none", "%"]) {
    await page.goto("about:blank");
    await page.goto(`${playground}#${fragment}`);
    await finding("Check paymnt").waitFor();
  }
});

await step("an example on the page of a rule opens", async () => {
  await page.goto(`${address}rules/unknown-state`);
  await page.getByRole("link", { name: "Open in the playground" }).first().click();
  await finding("No state named Remind").waitFor();
});

await step("an example of a rule that is off by default has its finding", async () => {
  await page.goto(`${address}rules/weak-random`);
  await page.getByRole("link", { name: "Open in the playground" }).first().click();
  await page.locator(".finding", { hasText: "weak-random" }).first().waitFor();
  await page.reload();
  await page.locator(".finding", { hasText: "weak-random" }).first().waitFor();
  await page.locator("#samples").selectOption("order");
  await finding("Check paymnt").waitFor();
});

await step("the site links to the playground", async () => {
  await page.goto(address);
  await page.getByRole("link", { name: "Try it" }).click();
  await page.waitForURL(/playground/);
  await page.goto(`${address}rules/`);
  await page.getByRole("link", { name: "Playground" }).first().click();
  await finding("Check paymnt").waitFor();
});

await step("light and dark follow the site", async () => {
  assert.equal(await isDark(), false);
  await page.getByRole("button", { name: "Light or dark" }).click();
  assert.equal(await isDark(), true);
  await node("Ship order").waitFor();
  await checkAccess();
  await shot("playground-dark");
  await page.goto(`${address}rules/unknown-state`);
  await page.waitForFunction(() => document.documentElement.classList.contains("dark"));
  await page.goto(playground);
  assert.equal(await isDark(), true);
  await page.getByRole("button", { name: "Light or dark" }).click();
  assert.equal(await isDark(), false);
});

await step("a thousand states stay usable", async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `State ${index}`);
  const states = names.map((name, index) => [name, { Type: "Pass", Next: names[index + 1] ?? "Done" }]);
  const machine = { StartAt: names[0], States: { ...Object.fromEntries(states), Done: { Type: "Succeed" } } };
  const source = JSON.stringify(machine, null, 2);
  await page.goto("about:blank");
  await page.goto(`${playground}#json=${deflateRawSync(source).toString("base64url")}`);
  await noProblems();
  await node("State 999").waitFor({ state: "attached" });
  await line('"State 1": {').click();
  await page.keyboard.press("End");
  const edited = Date.now();
  await page.keyboard.type('"Commnt": "",');
  const typed = Date.now() - edited;
  await finding("Commnt").waitFor();
  const found = Date.now() - edited;
  await page.locator("#stage .error").first().waitFor();
  const drawn = Date.now() - edited;
  console.log(`  13 keys in ${typed} ms, findings after ${found} ms, graph after ${drawn} ms`);
  assert.ok(typed < 2000 && found < 4000 && drawn < 8000);
  await shot("playground-thousand");
});

await step("a server that does not start is reported", async () => {
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto("about:blank");
  await page.goto(playground);
  await page.locator(".message.bad", { hasText: "does not run" }).waitFor();
  await page.unroute("**/*.wasm");
  problems.length = 0;
});

await step("a telephone shows one part at a time", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("about:blank");
  await page.goto(playground);
  await finding("Check paymnt").waitFor();
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  await checkAccess();
  await shot("playground-telephone");
  await finding("Check paymnt").getByRole("button", { name: "Change to" }).click();
  await noProblems();
  await page.locator("#parts-bar").getByRole("button", { name: "Graph" }).click();
  assert.equal(await page.locator(".cm-content").isVisible(), false);
  await shot("playground-telephone-graph");
  // Two fingers zoom.
  const zoom = async () => parseInt(await page.locator("#zoom").innerText());
  const before = await zoom();
  await page.locator("#stage").evaluate((stage) => {
    const finger = (type, pointerId, clientY) => stage.dispatchEvent(new PointerEvent(type, { pointerId, clientX: 200, clientY }));
    for (const [id, y] of [[11, 400], [12, 440]]) finger("pointerdown", id, y);
    for (const y of [480, 500, 520]) finger("pointermove", 12, y);
    for (const id of [11, 12]) finger("pointerup", id, 520);
  });
  const after = await zoom();
  assert.ok(Math.abs(after / before - 3) < 0.2, `from ${before} % to ${after} %`);
  await page.locator("#fit").click();
  await node("Ship order").locator(":scope > .shape").click();
  await page.locator(".cm-activeLine", { hasText: '"Ship order": {' }).waitFor();
});

await close();
