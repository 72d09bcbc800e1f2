#!/usr/bin/env bash
# Installs the plugin of the CDK with a real CDK into a new folder, and tests it in real apps.
#   cdk.sh DIST
set -euo pipefail
. "$(dirname "$0")/fresh.sh"
cd "$work"

# The package of this machine is at hand, and those of other platforms are not published.
echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund --omit=optional "$dist"/asl-lint-[0-9]*.tgz "$dist"/asl-lint-cdk-*.tgz \
  aws-cdk-lib@2.276.0 constructs typescript@5.9.3
npm install --silent --no-audit --no-fund --no-save --force "$dist"/asl-lint-*-*-[0-9]*.tgz
node --test "$root/packages/cdk/tests/"

# The class is a plugin of both forms of the CDK.
cat >typed.mts <<'END'
import { App, Validations } from "aws-cdk-lib";
import { AslLint } from "asl-lint-cdk";

const app = new App({ policyValidationBeta1: [new AslLint({ failOn: "error" })] });
Validations.of(app).addPlugins(new AslLint({ ignore: ["missing-retry"] }));
// @ts-expect-error: not a severity
new AslLint({ failOn: "fatal" });
END
npx --no -- tsc --noEmit --strict --skipLibCheck --module nodenext --target es2022 typed.mts
