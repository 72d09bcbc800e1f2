// Runs before anything else: a dark page does not begin white, and the server loads while the page does.

import { isDark } from './appearance';

document.documentElement.classList.toggle('dark', isDark());

const worker = new Worker('asl-lint-wasm/worker.js', { type: 'module' });
window.aslServer = {
  worker,
  failure: new Promise((_, reject) => worker.addEventListener('error', ({ message }) => reject(new Error(message || 'it cannot be loaded')))),
};

declare global {
  interface Window {
    /** The worker with the language server, and its failure. */
    aslServer: { worker: Worker; failure: Promise<never> };
  }
}
