// Opens a built site in Chromium as a reader does, and leaves screenshots in a folder.
//   node browser.mjs SITE BASE SCREENSHOTS
// CHROMIUM is the browser (default: /usr/bin/chromium).
import assert from "node:assert/strict";

import { open } from "./open.mjs";

const { address, page, problems, shot, step, close } = await open();
const heading = (text) => page.locator("main h1", { hasText: text }).waitFor();

await step("the home page leads to the start", async () => {
  await page.goto(address);
  await shot("home");
  await page.getByRole("link", { name: "Get started" }).last().click();
  await page.waitForURL(/getting-started/);
  await heading("Get started");
  await shot("getting-started");
});

await step("the sidebar leads to other pages", async () => {
  await page.locator(".VPSidebar").getByRole("link", { name: "Configuration" }).click();
  await page.waitForURL(/configuration/);
  await heading("Configuration");
  assert.ok((await page.locator(".VPDocAsideOutline a").count()) > 2);
});

await step("the search finds a rule by its name", async () => {
  await page.keyboard.press("Control+k");
  await page.locator(".VPLocalSearchBox input").fill("unreachable state");
  await page.locator(".VPLocalSearchBox .result").first().waitFor();
  await shot("search");
  await page.locator(".VPLocalSearchBox .result", { hasText: "unreachable-state" }).first().click();
  await page.waitForURL(/rules\/unreachable-state/);
  await heading("unreachable-state");
});

await step("a rule page says what is reported and what is accepted, with links to AWS", async () => {
  await page.goto(`${address}rules/callback-without-timeout`);
  const headings = await page.locator("main h2").allInnerTexts();
  for (const expected of ["Reported", "Accepted", "Why"]) assert.ok(headings.some((text) => text.includes(expected)), expected);
  assert.ok((await page.locator("main pre").count()) >= 2);
  assert.ok((await page.locator('main a[href^="https://docs.aws.amazon.com"]').count()) >= 1);
  await shot("rule");
});

await step("the dark mode is remembered", async () => {
  const color = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await color();
  await page.locator(".VPNavBar .VPSwitchAppearance").first().click();
  await page.waitForFunction(() => document.documentElement.classList.contains("dark"));
  await page.reload();
  await page.waitForFunction(() => document.documentElement.classList.contains("dark"));
  assert.notEqual(await color(), light);
  await shot("rule-dark");
  await page.goto(address);
  await shot("home-dark");
});

await step("a telephone shows the pages without scrolling sideways", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["", "install", "rules/unknown-state", "cli"]) {
    await page.goto(`${address}${path}`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${path || "home"} is ${width} wide`);
  }
  await shot("telephone");
});

await step("an unknown address has a page", async () => {
  await page.goto(`${address}no-such-page`);
  problems.length = 0; // the status 404
  assert.match(await page.locator("body").innerText(), /404/);
});

await close();
