#!/usr/bin/env bash
# Installs the package with WebAssembly into a new folder, and uses its types and its worker. `cargo xtask wasm` tests the rest.
#   wasm.sh DIST
set -euo pipefail
. "$(dirname "$0")/fresh.sh"
cd "$work"

echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --no-audit --no-fund "$dist"/asl-lint-wasm-*.tgz typescript@5.9.3

cat >typed.ts <<'END'
import { type Finding, load } from "asl-lint-wasm";
import { serve } from "asl-lint-wasm/server.js";

const linter = await load();
const findings: Finding[] = await linter.check({ StartAt: "A", States: { B: { Type: "Succeed" } } }, { advice: true });
console.log(findings[0]?.rule);
// @ts-expect-error: not a severity
findings.map((finding) => finding.severity === "fatal");

const { port1, port2 } = new MessageChannel();
await serve(port1);
port2.onmessage = ({ data }) => {
  console.log(data.result.serverInfo.name);
  port2.close();
};
port2.postMessage({ jsonrpc: "2.0", id: 1, method: "initialize", params: { capabilities: {} } });
END
npx --no -- tsc --strict --module nodenext --target es2022 --lib es2022,dom typed.ts
expected="unknown-state
asl-lsp"
[ "$(node typed.js)" = "$expected" ]

npm install --silent --no-audit --no-fund deno@2.9.6
[ "$(npx --no -- deno run --allow-read typed.js)" = "$expected" ]
