// The client of the language server protocol.

import * as vscode from 'vscode';
import {
  CloseAction,
  type DocumentSelector,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  type StaticFeature,
} from 'vscode-languageclient/node';
import type { Completion } from './completion';
import type { Lenses } from './lenses';

export const LANGUAGES = ['asl', 'asl-yaml', 'json', 'jsonc', 'yaml', 'terraform', 'markdown'];

/**
 * The documents that we format. With two formatters for a document, VS Code asks the user to choose and formats nothing,
 * so we only register for files whose names say that they are definitions.
 */
const FORMATTED = [{ language: 'asl' }, { language: 'asl-yaml' }, { pattern: '**/*.asl.{yaml,yml}' }];

/** The commands that the server may put into code lenses and completion items. */
const COMMANDS = ['asl.showGraph', 'asl.showPolicy', 'asl.showReferences', 'editor.action.triggerSuggest'];

/** Creates a client; `ended` is called if the server ends by itself. */
export function createClient(
  command: string,
  log: vscode.LogOutputChannel,
  lenses: Lenses,
  completion: Completion,
  ended: () => void,
): LanguageClient {
  const settings = vscode.workspace.getConfiguration('asl-lint');
  const options: LanguageClientOptions = {
    documentSelector: LANGUAGES.map((language) => ({ language })),
    outputChannel: log,
    // Also asked for later, but then the first findings would not follow them.
    initializationOptions: settings,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed() {
        ended();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
    initializationFailedHandler: () => false,
    middleware: {
      provideCompletionItem: (...args) => completion.provide(...args),
      provideCodeLenses: async (document, token, next) => (await next(document, token))?.map((lens) => lenses.keep(lens)),
      resolveCodeLens: async (unresolved, token, next) => {
        const lens = await next(unresolved, token);
        return lens && lenses.keep(lens);
      },
    },
  };
  const client = new QuietClient('asl-lint', 'ASL Lint', { command }, options);
  client.registerFeature(COMMANDS_CAPABILITY);
  const formatted = settings.get('format.enable') ? FORMATTED : [];
  limit(client.getFeature('textDocument/formatting'), formatted);
  limit(client.getFeature('textDocument/rangeFormatting'), formatted);
  return client;
}

/** Logs errors without a notification: they follow from the end of the server, of which the user hears elsewhere. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
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
