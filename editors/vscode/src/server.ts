// The client of asl-lsp.

import * as vscode from 'vscode';
import { LanguageClient, type DocumentSelector, type LanguageClientOptions, type StaticFeature } from 'vscode-languageclient/node';
import { Lenses } from './lenses';
import { serverPath } from './serverPath';

const LANGUAGES = ['asl', 'asl-yaml', 'json', 'jsonc', 'yaml', 'terraform', 'markdown'];

/**
 * The documents that we format. With two formatters for a document, VS Code asks the user to choose and formats nothing,
 * so we only register for files whose names say that they are definitions.
 */
const FORMATTED = [{ language: 'asl' }, { language: 'asl-yaml' }, { pattern: '**/*.asl.{yaml,yml}' }];

/** The commands that the server may put into code lenses and completion items. */
const COMMANDS = ['asl.showGraph', 'asl.showPolicy', 'asl.showReferences', 'editor.action.triggerSuggest'];

export class Server {
  private client: LanguageClient | undefined;

  /** Resolves when the last start has finished. */
  private started: Promise<void> = Promise.resolve();

  private readonly lenses = new Lenses();

  constructor(private readonly context: vscode.ExtensionContext) {}

  start(): Promise<void> {
    this.started = this.started.then(() => this.run());
    return this.started;
  }

  /** Waits for a pending start first: a client that is still starting cannot be stopped and would keep running. */
  restart(): Promise<void> {
    this.started = this.started.then(async () => {
      // Disposing of a client whose server never ran fails.
      await this.client?.dispose().catch(() => {});
      await this.run();
    });
    return this.started;
  }

  async stop(): Promise<void> {
    await this.client?.stop();
    this.lenses.dispose();
  }

  /** Runs a command of the server; null if it fails or finds nothing. */
  execute<T>(command: string, ...args: unknown[]): Promise<T | null> {
    const params = { command, arguments: args };
    const answer = this.client?.sendRequest<T | null>('workspace/executeCommand', params);
    return answer?.catch(() => null) ?? Promise.resolve(null);
  }

  private async run(): Promise<void> {
    const command = serverPath(this.context);
    this.client = createClient(command, this.lenses);
    try {
      await this.client.start();
    } catch (error) {
      const setting = 'Open Setting';
      const message = `Failed to start \`${command}\`: ${error instanceof Error ? error.message : error}`;
      // A start must not wait for the answer.
      void vscode.window.showErrorMessage(message, setting).then((choice) => {
        if (choice) vscode.commands.executeCommand('workbench.action.openSettings', 'asl-lint.server.path');
      });
    }
  }
}

function createClient(command: string, lenses: Lenses): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: LANGUAGES.map((language) => ({ language })),
    outputChannelName: 'ASL Lint',
    middleware: {
      provideCodeLenses: async (document, token, next) => (await next(document, token))?.map((lens) => lenses.keep(lens)),
      resolveCodeLens: async (unresolved, token, next) => {
        const lens = await next(unresolved, token);
        return lens && lenses.keep(lens);
      },
    },
  };
  const client = new LanguageClient('asl-lint', 'ASL Lint', { command }, options);
  client.registerFeature(COMMANDS_CAPABILITY);
  limit(client.getFeature('textDocument/formatting'), FORMATTED);
  limit(client.getFeature('textDocument/rangeFormatting'), FORMATTED);
  return client;
}

/** Registers a feature for some documents only. */
function limit(feature: Pick<StaticFeature, 'initialize'>, selector: DocumentSelector): void {
  const initialize = feature.initialize.bind(feature);
  feature.initialize = (capabilities) => initialize(capabilities, selector);
}

const COMMANDS_CAPABILITY: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = { commands: { commands: COMMANDS } };
  },
  initialize() {},
  getState: () => ({ kind: 'static' }),
  clear() {},
};
