// The running server.

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { createClient } from './client';
import { Completion } from './completion';
import type { Launcher } from './launcher';
import { Lenses } from './lenses';

export type State =
  | { kind: 'idle' } // Nothing has needed it yet.
  | { kind: 'starting' }
  | { kind: 'running'; version: string }
  | { kind: 'stopped'; reason: string };

/** How often a server that ends by itself is started again within a period, in milliseconds, and the delay before that. */
const RESTARTS = 4;
const PERIOD = 3 * 60_000;
const DELAY = 200;

export class Server implements vscode.Disposable {
  private client: BaseLanguageClient | undefined;

  /** Resolves when the last start has finished. */
  private started: Promise<void> | undefined;

  private current: State = { kind: 'idle' };
  private readonly changes = new vscode.EventEmitter<State>();
  readonly onDidChangeState = this.changes.event;

  /** When servers have ended by themselves. */
  private ends: number[] = [];

  private readonly lenses = new Lenses();
  private readonly completion = new Completion();

  constructor(
    private readonly launcher: Launcher,
    readonly log: vscode.LogOutputChannel,
  ) {}

  get state(): State {
    return this.current;
  }

  /** Starts the server unless it has been started before. */
  start(): Promise<void> {
    this.started ??= this.run();
    return this.started;
  }

  /** Waits for a pending start first: a client that is still starting cannot be stopped and would keep running. */
  restart(): Promise<void> {
    const before = this.started ?? Promise.resolve();
    this.started = before.then(async () => {
      await this.stop();
      await this.run();
    });
    return this.started;
  }

  async stop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    // Disposing of a client whose server has ended fails.
    await client?.dispose().catch(() => {});
  }

  /** Runs a command of the server; null if it fails or finds nothing. */
  async execute<T>(command: string, ...args: unknown[]): Promise<T | null> {
    await this.start();
    const params = { command, arguments: args };
    const answer = await this.client?.sendRequest<T | null>('workspace/executeCommand', params).catch(() => null);
    return answer ?? null;
  }

  dispose(): void {
    vscode.Disposable.from(this.log, this.changes, this.lenses, this.completion).dispose();
  }

  private async run(): Promise<void> {
    this.set({ kind: 'starting' });
    try {
      const create = await this.launcher.launch();
      const client = createClient(create, this.log, this.lenses, this.completion, () => this.end(client, 'it has ended'));
      this.client = client;
      await client.start().catch((error) => this.end(client, describe(error)));
      const { serverInfo, capabilities } = client.initializeResult ?? {};
      this.completion.triggers = capabilities?.completionProvider?.triggerCharacters ?? [];
      const version = serverInfo?.version ?? '';
      if (this.client === client) this.set({ kind: 'running', version });
    } catch (error) {
      this.set({ kind: 'stopped', reason: describe(error) });
      // A start must not wait for the answer of the user.
      void this.repair(error);
    }
  }

  private async repair(error: unknown): Promise<void> {
    if (await this.launcher.repair?.(error)) await this.restart();
  }

  /** Starts a server again that has ended or did not start, but not forever. */
  private end(client: BaseLanguageClient, reason: string): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.set({ kind: 'stopped', reason });
    const now = Date.now();
    this.ends = [...this.ends.filter((end) => now - end < PERIOD), now];
    if (this.ends.length <= RESTARTS) setTimeout(() => this.restart(), DELAY);
    else void this.giveUp();
  }

  private async giveUp(): Promise<void> {
    this.ends = [];
    const [restart, show] = ['Restart', 'Show Log'];
    const choice = await vscode.window.showErrorMessage('The language server of ASL Lint keeps ending.', restart, show);
    if (choice === restart) await this.restart();
    if (choice === show) this.log.show();
  }

  private set(state: State): void {
    if (state.kind === 'stopped') this.log.error(state.reason);
    this.current = state;
    this.changes.fire(state);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
