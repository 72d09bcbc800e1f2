// How the server runs, which depends on where the extension does: as a process, or in a worker of a browser.

import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

export const ID = 'asl-lint';
export const NAME = 'ASL Lint';

export interface Launcher {
  /** Prepares a server, and returns what creates its client. */
  launch(): Promise<(options: LanguageClientOptions) => BaseLanguageClient>;
  /** Asks the user what to do if there is no server. Returns whether there may be one now. */
  repair?(error: unknown): Promise<boolean>;
}
