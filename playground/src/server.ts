// The language server in a worker, and the requests that the editor does not make by itself.

import { LSPClient, type LSPClientExtension, type Transport } from '@codemirror/lsp-client';
import type { Extension } from '@codemirror/state';
import type {
  CodeAction,
  CodeActionParams,
  Diagnostic,
  DocumentDiagnosticReport,
  Position,
  PrepareRenameResult,
  Range,
  SemanticTokens,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { sanitized } from './sanitize';

/** How long a request may take, which includes loading the server. */
const TIMEOUT = 120_000;

const CAPABILITIES: LSPClientExtension = {
  clientCapabilities: {
    textDocument: {
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
      semanticTokens: { requests: { full: true }, tokenTypes: [], tokenModifiers: [], formats: ['relative'] },
    },
  },
};

export class Server {
  readonly client: LSPClient;

  constructor(extensions: readonly (Extension | LSPClientExtension)[]) {
    this.client = new LSPClient({
      timeout: TIMEOUT,
      sanitizeHTML: sanitized,
      extensions: [CAPABILITIES, ...extensions],
    });
  }

  /** Connects with the server, and waits until it has started. */
  async start(): Promise<void> {
    this.client.connect(transport(window.aslServer.worker));
    await this.client.initializing;
  }

  /** Enables a rule that is off by default, with its severity: `weak-random:warning`. Without one, the defaults apply. */
  configure(rule: string | undefined): void {
    const [, name, severity] = /^([a-z-]+):(error|warning|info)$/.exec(rule ?? '') ?? [];
    const configurationText = name ? `[rules]\n${name} = "${severity}"\n` : '';
    this.client.notification('workspace/didChangeConfiguration', { settings: { 'asl-lint': { configurationText } } });
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    this.client.sync();
    const report = await this.client.request<unknown, DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri } });
    return report.kind === 'full' ? report.items : [];
  }

  async actions(uri: string, range: Range, only?: string[]): Promise<CodeAction[]> {
    this.client.sync();
    const params: CodeActionParams = { textDocument: { uri }, range, context: { diagnostics: [], ...(only && { only }) } };
    return (await this.client.request<CodeActionParams, CodeAction[] | null>('textDocument/codeAction', params)) ?? [];
  }

  /** The semantic tokens of a document, and the names of their types. */
  async tokens(uri: string): Promise<{ data: readonly number[]; types: readonly string[] }> {
    this.client.sync();
    const params = { textDocument: { uri } };
    const tokens = await this.client.request<unknown, SemanticTokens | null>('textDocument/semanticTokens/full', params);
    const types = this.client.serverCapabilities?.semanticTokensProvider?.legend.tokenTypes ?? [];
    return { data: tokens?.data ?? [], types };
  }

  /** The edits that format a document; null if it is no definition as a whole. */
  async formatting(uri: string): Promise<TextEdit[] | null> {
    this.client.sync();
    const params = { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } };
    return this.client.request<unknown, TextEdit[] | null>('textDocument/formatting', params);
  }

  /** The name at a position that can be changed, if there is one. */
  async nameAt(uri: string, position: Position): Promise<string | undefined> {
    this.client.sync();
    const params = { textDocument: { uri }, position };
    const found = await this.client.request<unknown, PrepareRenameResult | null>('textDocument/prepareRename', params);
    return found && 'placeholder' in found ? found.placeholder : undefined;
  }

  /** Rejects if the name is not possible. */
  async rename(uri: string, position: Position, newName: string): Promise<WorkspaceEdit | null> {
    this.client.sync();
    return this.client.request<unknown, WorkspaceEdit | null>('textDocument/rename', { textDocument: { uri }, position, newName });
  }

  async execute<T>(command: string, ...args: unknown[]): Promise<T | null> {
    this.client.sync();
    return this.client.request<unknown, T | null>('workspace/executeCommand', { command, arguments: args }).catch(() => null);
  }
}

function transport(worker: Worker): Transport {
  const listeners = new Map<(message: string) => void, (event: MessageEvent) => void>();
  return {
    send: (message) => worker.postMessage(JSON.parse(message)),
    subscribe(handler) {
      const listener = ({ data }: MessageEvent) => handler(JSON.stringify(data));
      listeners.set(handler, listener);
      worker.addEventListener('message', listener);
    },
    unsubscribe(handler) {
      const listener = listeners.get(handler);
      if (listener) worker.removeEventListener('message', listener);
    },
  };
}
