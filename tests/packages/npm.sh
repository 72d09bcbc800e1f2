#!/usr/bin/env bash
# Installs the packages of npm into a new folder, tests them and removes them again.
#   npm.sh DIST
set -euo pipefail
. "$(dirname "$0")/fresh.sh"
cd "$work"

for package in "$dist"/*.tgz; do npm publish --dry-run --silent "$package"; done

# The package of this machine is at hand, and those of other platforms are not published.
echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund --omit=optional "$dist"/asl-lint-[0-9]*.tgz
npm install --silent --no-audit --no-fund --no-save "$dist"/asl-lint-*-*-[0-9]*.tgz
"$here/sample.sh" npx --no -- asl-lint
node --test "$root/packages/npm/tests/"

# The types describe what is there.
npm install --silent --no-audit --no-fund --no-save typescript@5.9.3 "$dist"/asl-lint-[0-9]*.tgz "$dist"/asl-lint-*-*-[0-9]*.tgz
cat >typed.mts <<'END'
import { check, fix, graph, type Finding } from "asl-lint";

const findings: Finding[] = await check("order.asl.json", { type: "express" });
const text: string = await fix({ StartAt: "A" }, { suggested: true });
const drawing: string = await graph(text, { format: "svg" });
// @ts-expect-error: not a severity
findings.map((finding) => finding.severity === "fatal");
END
npx --no -- tsc --noEmit --strict --module nodenext --target es2022 typed.mts

# Without the package of the platform, the error says what to do.
rm -rf node_modules/@asl-lint
status=0
output=$(npx --no -- asl-lint --version 2>&1) || status=$?
[ "$status" = 2 ] && grep -q 'optional dependencies' <<<"$output"

npm uninstall --silent asl-lint
[ ! -e node_modules/asl-lint ] && [ ! -e node_modules/.bin/asl-lint ]
