#!/usr/bin/env bash
# Installs the wheel into a new environment of Python, tests it and removes it again.
#   python.sh DIST
set -euo pipefail
. "$(dirname "$0")/fresh.sh"

twine check --strict "$dist"/*.whl
check-wheel-contents "$dist"/*.whl

python3 -m venv "$work/venv"
export PATH=$work/venv/bin:/usr/bin:/bin PYTHONDONTWRITEBYTECODE=1
pip install --quiet --disable-pip-version-check --no-index --find-links "$dist" asl-lint
pip install --quiet --disable-pip-version-check pytest==9.2.0 mypy==2.4.1 cfn-lint==1.58.0
asl-lsp --version
"$here/sample.sh" asl-lint
python -m pytest --quiet -p no:cacheprovider "$root/packages/python/tests"
# Type checkers see the annotations of the installed package.
cat >"$work/typed.py" <<'END'
import asl_lint

lines: list[int] = [finding.range.start.line for finding in asl_lint.check("order.asl.json", type="express")]
text: str = asl_lint.graph({"StartAt": "A"}, format="svg")
asl_lint.check(1)  # type: ignore[arg-type]
END
mypy --strict --warn-unused-ignores --cache-dir "$work/mypy" "$work/typed.py"

pip uninstall --quiet --yes asl-lint
if ls "$work"/venv/bin/asl-* 2>/dev/null || python -c 'import asl_lint' 2>/dev/null; then
  echo "the package is not removed completely" >&2
  exit 1
fi
