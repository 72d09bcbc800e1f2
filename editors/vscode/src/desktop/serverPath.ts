// Where asl-lsp is, and whether it runs.

import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';

const SERVER = process.platform === 'win32' ? 'asl-lsp.exe' : 'asl-lsp';

/** How long a server may take to print its version, in milliseconds. */
const PATIENCE = 20_000;

/** Why there is no server. */
export class NotFound extends Error {
  /** Whether the setting names the server that does not run. */
  readonly isChosen: boolean;

  constructor(message: string, isChosen: boolean) {
    super(message);
    this.isChosen = isChosen;
  }
}

/** Where cargo installs programs. The PATH of a VS Code that was not started from a terminal often lacks it. */
export const CARGO = path.join(process.env.CARGO_HOME ?? path.join(os.homedir(), '.cargo'), 'bin');

/**
 * Returns the path of the server: the one in the settings, or else the bundled one, or else the one on the PATH or that cargo has installed.
 *
 * @throws NotFound
 */
export async function findServer(context: vscode.ExtensionContext): Promise<string> {
  const chosen = vscode.workspace.getConfiguration('asl-lint').get('server.path', '').trim();
  if (chosen) return check(expand(chosen), true);
  const places = [context.asAbsolutePath('server'), ...(process.env.PATH ?? '').split(path.delimiter), CARGO];
  const found = places.map((place) => path.join(place, SERVER)).find((file) => fs.existsSync(file));
  if (!found) throw new NotFound(`\`${SERVER}\` is not on the PATH.`, false);
  return check(found, false);
}

/** Replaces what users write in paths. A relative path with folders is relative to the workspace. */
function expand(chosen: string): string {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = (name?: string) => folders.find((one) => !name || one.name === name)?.uri.fsPath ?? '';
  const expanded = chosen
    .replace(/^~(?=$|[/\\])/, os.homedir())
    .replaceAll('${userHome}', os.homedir())
    .replaceAll(/\$\{workspaceFolder(?::([^}]*))?\}/g, (_, name) => folder(name));
  return /[/\\]/.test(expanded) ? path.resolve(folder(), expanded) : expanded;
}

async function check(command: string, isChosen: boolean): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, ['--version'], { timeout: PATIENCE });
    if (/^asl-lsp \S+\s*$/.test(stdout)) return command;
  } catch (error) {
    throw new NotFound(reason(command, error as NodeJS.ErrnoException), isChosen);
  }
  throw new NotFound(`\`${command}\` is another program.`, isChosen);
}

function reason(command: string, { code, message }: NodeJS.ErrnoException): string {
  return code === 'ENOENT' ? `\`${command}\` does not exist.` : `\`${command}\` does not run: ${message.trim()}`;
}
