// A worker with the language server: `new Worker(new URL("asl-lint-wasm/worker.js", import.meta.url), { type: "module" })`.

import { serve } from "./server.js";

// A failure is an error of the worker, which its page can listen for.
serve(globalThis).catch(reportError);
