import type { LoadOptions } from "./index.js";

/** What the server reads messages from and writes them to: the scope of a worker, or a `MessagePort`. */
export interface Port {
  postMessage(message: unknown): void;
  onmessage: ((event: any) => unknown) | null;
  start?(): void;
}

/**
 * Serves a client of the Language Server Protocol, whose messages are objects. Messages that arrive before the module has been
 * loaded are answered then. A browser needs a worker for it.
 *
 * Rejects if the module cannot be loaded.
 */
export function serve(port: Port, options?: LoadOptions): Promise<void>;
