// Starts a VS Code server with an extension installed, and a headless Chromium as its client.
// VSC_HOME is the folder with node_modules/code-server, CHROMIUM the browser (default: /usr/bin/chromium), and ASL_LSP the
// language server (default: the one in the extension).

import { chromium } from 'playwright-core';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'editor.accessibilitySupport': 'off',
  'editor.minimap.enabled': false,
  'editor.hover.delay': 100,
  'files.autoSave': 'off',
  'git.enabled': false,
  'window.commandCenter': false,
};

/**
 * Starts VS Code with an extension, and maybe others. `workspace` is a folder that is copied; `roots` are the folders of a workspace with several. `payload` tells the
 * workbench what to do on startup: open a file, run tests. Paths of programs are machine settings: VS Code in a browser drops them
 * from other settings when it reloads those.
 */
export async function startVSCode({ vsix, others = [], workspace, roots, out, env = {}, options = [], payload, settings = {}, prepare }) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'vsc-'));
  const [folder, user, extensions, tools] = ['workspace', 'user', 'extensions', 'tools'].map((name) => path.join(root, name));
  const machine = { 'asl-lint.server.path': process.env.ASL_LSP ?? '' };
  if (workspace) fs.cpSync(workspace, folder, { recursive: true });
  for (const one of [out, folder, tools]) fs.mkdirSync(one, { recursive: true });
  const set = (kind, settings) => {
    fs.mkdirSync(path.join(user, kind), { recursive: true });
    fs.writeFileSync(path.join(user, kind, 'settings.json'), JSON.stringify(settings));
  };
  set('User', { ...SETTINGS, ...settings });
  set('Machine', machine);

  const entry = path.join(process.env.VSC_HOME, 'node_modules/code-server/lib/vscode/out/server-main.js');
  const common = [entry, '--accept-server-license-terms', '--server-data-dir', user, '--user-data-dir', user, '--extensions-dir', extensions];
  const PATH = [tools, process.env.PATH].join(path.delimiter);
  const environment = clean({ ...process.env, ...env, PATH, HOME: root });
  const install = [vsix, ...others].flatMap((one) => ['--install-extension', path.resolve(one)]);
  const installed = spawnSync(process.execPath, [...common, ...install], { env: environment, encoding: 'utf8' });
  if (installed.status !== 0) throw new Error(installed.stderr);

  // The programs on the PATH, and the settings of the machine.
  const computer = { home: root, tools, extensions, setMachine: (settings) => set('Machine', { ...machine, ...settings }) };
  await prepare?.({ ...computer, folder });

  const port = await freePort();
  const serve = ['--host', '127.0.0.1', '--port', `${port}`, '--without-connection-token', '--telemetry-level', 'off', '--disable-workspace-trust', '--force-disable-user-env'];
  const log = fs.openSync(path.join(out, 'server.log'), 'w');
  const server = spawn(process.execPath, [...common, ...serve, ...options], { env: environment, stdio: ['ignore', log, log], detached: true });
  const stopServer = () => {
    try {
      process.kill(-server.pid, 'SIGTERM');
    } catch {} // The process has already exited.
  };
  process.on('exit', stopServer);
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await answers(`${address}/version`)); tries++) {
    if (tries > 150 || server.exitCode !== null) throw new Error('the server does not start: see server.log');
    await sleep(200);
  }

  const browser = await chromium.launchPersistentContext(path.join(root, 'browser'), {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    viewport: { width: 1280, height: 800 },
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  const page = browser.pages()[0] ?? (await browser.newPage());
  page.setDefaultTimeout(60_000);
  // No requests to other hosts are allowed.
  const refused = new Set();
  const isElsewhere = (url) => url.hostname !== '127.0.0.1' && url.protocol.startsWith('http');
  await page.route(isElsewhere, (route) => {
    refused.add(new URL(route.request().url()).host);
    return route.abort();
  });
  const remote = (file) => `vscode-remote://127.0.0.1:${port}${file}`;
  const several = path.join(folder, 'several.code-workspace');
  if (roots) fs.writeFileSync(several, JSON.stringify({ folders: roots.map((path) => ({ path })) }));
  const opened = roots ? { workspace: several } : { folder };
  const query = new URLSearchParams({ ...opened, payload: JSON.stringify(payload({ remote, folder })) });
  await page.goto(`${address}/?${query}`, { waitUntil: 'domcontentloaded', timeout: 180_000 });

  const stop = async () => {
    await browser.close();
    stopServer();
    await sleep(300);
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  return { page, folder, refused, stop, ...computer };
}

/** The environment without variables that point to another editor. */
function clean(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(npm_|VSCODE_)/.test(name)));
}

async function answers(url) {
  return fetch(url).then((response) => response.ok, () => false);
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
