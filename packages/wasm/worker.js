// A worker with the language server: `new Worker(new URL("asl-lint-wasm/worker.js", import.meta.url), { type: "module" })`.

import { serve } from "./server.js";

serve(globalThis);
