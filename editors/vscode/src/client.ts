// The client of the language server protocol.

import * as vscode from 'vscode';
import {
  type BaseLanguageClient,
  CloseAction,
  type DocumentSelector,
  ErrorAction,
  type LanguageClientOptions,
  type StaticFeature,
} from 'vscode-languageclient';
import type { Completion } from './completion';
import type { Lenses } from './lenses';

/** The languages of definition files. The AWS Toolkit knows the first two as well, and nobody else the others. */
const DEFINITIONS = ['asl', 'asl-yaml', 'asl-lint', 'asl-lint-yaml'];

export const LANGUAGES = [...DEFINITIONS, 'json', 'jsonc', 'yaml', 'terraform', 'markdown'];

/** The commands that the server may put into code lenses and completion items. */
const COMMANDS = ['asl.showGraph', 'asl.showPolicy', 'asl.showReferences', 'editor.action.triggerSuggest'];

/** Creates a client with our options; `ended` is called if the server ends by itself. */
export function createClient(
  create: (options: LanguageClientOptions) => BaseLanguageClient,
  log: vscode.LogOutputChannel,
  lenses: Lenses,
  completion: Completion,
  ended: () => void,
): BaseLanguageClient {
  const settings = vscode.workspace.getConfiguration('asl-lint');
  const options: LanguageClientOptions = {
    documentSelector: selectorOf(LANGUAGES),
    outputChannel: log,
    // Also asked for later, but then the first findings would not follow them. The functions of the object cannot be sent to a worker.
    initializationOptions: JSON.parse(JSON.stringify(settings)),
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
  const client = create(options);
  // Errors are logged without a notification: they follow from the end of the server, of which the user hears elsewhere.
  const { error } = client;
  client.error = (message, data) => error.call(client, message, data, false);
  client.registerFeature(COMMANDS_CAPABILITY);
  // With two formatters for a document, VS Code asks the user to choose and formats nothing, so other languages keep theirs.
  const formatted = settings.get('format.enable') ? selectorOf(DEFINITIONS) : [];
  limit(client.getFeature('textDocument/formatting'), formatted);
  limit(client.getFeature('textDocument/rangeFormatting'), formatted);
  // Other extensions have an outline of other languages.
  const outlined = settings.get('outline.enable') ? LANGUAGES : DEFINITIONS;
  limit(client.getFeature('textDocument/documentSymbol'), selectorOf(outlined));
  return client;
}

function selectorOf(languages: string[]): DocumentSelector {
  return languages.map((language) => ({ language }));
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
