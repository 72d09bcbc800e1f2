// What a user sees and does in the window of VS Code.

import path from 'node:path';

/** Functions for a page; screenshots go to `out`. */
export function workbench(page, out) {
  function line(text) {
    return page.locator('.editor-instance .view-line', { hasText: text }).first();
  }

  /** Waits for a problem with a text. The list only has the rows in sight, so it is filtered first. */
  async function problem(filter, text) {
    const input = page.locator('.panel .monaco-inputbox input, .panel .monaco-inputbox textarea').first();
    await input.fill(filter);
    await page.locator('.markers-panel .monaco-list-row', { hasText: text }).first().waitFor();
    await input.fill('');
  }

  /** A row of the completion list. On a busy machine, the list can be closed before the server answers. */
  async function suggestion(label) {
    const row = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: label }).first();
    for (let tries = 0; tries < 5; tries++) {
      if (await row.waitFor({ timeout: 4000 }).then(() => true, () => false)) return row;
      await page.keyboard.press('Control+Space');
    }
    await row.waitFor();
    return row;
  }

  /** Accepts a row of the completion list with the keyboard: rows move while one clicks. */
  async function accept(label) {
    await suggestion(label);
    const name = page.locator('.label-name', { hasText: new RegExp(`^"?${label}"?$`) });
    const focused = page.locator('.suggest-widget.visible .monaco-list-row.focused', { has: name });
    for (let tries = 0; tries < 12 && !(await focused.count()); tries++) {
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(100);
    }
    await focused.waitFor();
    await page.keyboard.press('Enter');
  }

  /** Clicks on a lens; the first one in the document is not always the topmost on the screen. */
  async function clickLens(title, index = 0) {
    await page.locator('.codelens-decoration a', { hasText: title }).nth(index).click();
  }

  /** Opens a file from the explorer. A file that appears there moves the rows, also between the clicks. */
  async function open(name) {
    const tab = page.locator(`.tab.active[data-resource-name="${name}"]`).first();
    for (let tries = 0; tries < 5; tries++) {
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick();
      if (await tab.waitFor({ timeout: 4000 }).then(() => true, () => false)) return;
    }
    await tab.waitFor();
  }

  /** Runs a command from the palette. A window that has just been opened may not have it yet. */
  async function command(title) {
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    for (let tries = 0; tries < 10; tries++) {
      await page.keyboard.press('F1');
      if (await page.locator('.quick-input-widget input').first().waitFor({ timeout: 3000 }).then(() => true, () => false)) {
        await page.keyboard.insertText(title);
        if (await row.waitFor({ timeout: 5000 }).then(() => true, () => false)) break;
      }
      await page.keyboard.press('Escape');
    }
    await row.waitFor();
    await page.keyboard.press('Enter');
  }

  /** The language status of the active editor, once it contains a text: that of the server, or of the configuration. */
  async function status(text, name = 'ASL Lint') {
    const item = page.locator('.hover-language-status', { hasText: name }).filter({ hasText: text });
    for (let tries = 0; tries < 10; tries++) {
      await page.mouse.move(640, 5);
      await page.locator('[id="status.languageStatus"]').hover();
      if (await item.waitFor({ timeout: 3000 }).then(() => true, () => false)) break;
    }
    await item.waitFor();
    await page.mouse.move(640, 5);
  }

  /** The texts of the notifications in sight that report a problem. */
  async function toasts() {
    const problems = page.locator('.notification-toast', { has: page.locator('.codicon-error, .codicon-warning') });
    return (await problems.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim());
  }

  function screenshot(name) {
    return page.screenshot({ path: path.join(out, `${name}.png`) });
  }

  return { page, line, problem, suggestion, accept, clickLens, open, command, status, toasts, screenshot };
}
