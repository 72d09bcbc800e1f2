// There is no server: a single message says how to get one, and everything works once there is one.

import fs from 'node:fs';
import path from 'node:path';

export const workspace = 'workspace';
export const file = 'other.json';

export function prepare({ extensions, folder, home, setMachine, tools }) {
  // The name of a definition in the workspace is enough to start the server, where VS Code can search.
  for (const name of fs.readdirSync(folder)) fs.renameSync(path.join(folder, name), path.join(folder, name.replace('.asl.', '.')));
  const installed = fs.readdirSync(extensions).find((name) => name.startsWith('asl-lint'));
  const bundled = path.join(extensions, installed, 'server/asl-lsp');
  const server = path.join(home, 'asl-lsp');
  if (fs.existsSync(bundled)) fs.renameSync(bundled, server);
  else fs.copyFileSync(process.env.ASL_LSP, server);
  setMachine({ 'asl-lint.server.path': '' });
  // It takes a second to install the server.
  script(path.join(tools, 'cargo'), `echo Compiling asl-lsp >&2; sleep 1; cp "${server}" "${tools}/asl-lsp"`);
}

export function steps({ page, command, home, line, open, setMachine, status, tools }) {
  const messages = page.locator('.notification-toast');
  const message = (text) => page.locator('.notification-toast', { hasText: text });
  const close = () => command('Notifications: Clear All Notifications');
  const onlyMessage = async (text) => {
    await message(text).waitFor();
    await page.waitForTimeout(2000);
    if ((await messages.count()) !== 1) throw new Error(`messages: ${(await messages.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '))}`);
  };

  return {
    async 'other files do not need it'() {
      await line('"a":').waitFor();
      await page.waitForTimeout(2000);
      if (await messages.count()) throw new Error(await messages.first().innerText());
      await status('no state machine so far');
    },
    async 'a single message'() {
      for (const name of ['order.json', 'template.yaml', 'orders.tf']) await open(name);
      await onlyMessage('`asl-lsp` is not on the PATH');
      await status('stopped');
      return 'is not on the PATH';
    },
    async installation() {
      await message('PATH').getByText('Install', { exact: true }).click();
      await message('Installing asl-lsp').waitFor();
      await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'attached' });
      await status('running');
    },
    async 'a setting that names nothing'() {
      setMachine({ 'asl-lint.server.path': '${workspaceFolder}/bin/asl-lsp' });
      await onlyMessage('/workspace/bin/asl-lsp` does not exist');
      await close();
    },
    async 'a setting below the home folder'() {
      fs.mkdirSync(path.join(home, 'bin'));
      fs.renameSync(path.join(tools, 'asl-lsp'), path.join(home, 'bin/asl-lsp'));
      setMachine({ 'asl-lint.server.path': '~/bin/asl-lsp' });
      await status('running');
    },
    async 'another program'() {
      script(path.join(tools, 'other'), 'echo other 1.0');
      setMachine({ 'asl-lint.server.path': 'other' });
      await onlyMessage('`other` is another program');
      await close();
    },
    async 'a server that ends'() {
      script(path.join(tools, 'ends'), 'echo asl-lsp 0.0.0');
      setMachine({ 'asl-lint.server.path': 'ends' });
      await onlyMessage('keeps ending');
      await close();
      setMachine({ 'asl-lint.server.path': '~/bin/asl-lsp' });
      await status('running');
    },
  };
}

function script(file, text) {
  fs.writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}
