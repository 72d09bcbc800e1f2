"""Runs the shell steps of action.yml as GitHub does, with packages from a folder instead of PyPI.

usage: action.py DIST
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
DIST = pathlib.Path(sys.argv[1]).resolve()


def run(folder, **inputs):
    """Runs the steps in a folder. Returns the exit status of the last one, what it printed, and the outputs of all."""
    temporary = pathlib.Path(tempfile.mkdtemp(dir=folder.parent))
    given = {name: inputs.pop(name.replace("-", "_"), one.get("default", "")) for name, one in ACTION["inputs"].items()}
    assert not inputs, f"unknown inputs: {inputs}"
    outputs = {}

    def evaluate(text):
        values = {f"inputs.{name}": value for name, value in given.items()}
        values |= {f"steps.{step}.outputs.{name}": value for (step, name), value in outputs.items()}
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda match: values[match[1]], text)

    for step in ACTION["runs"]["steps"]:
        if "run" not in step:
            continue
        written = temporary / "output"
        written.touch()
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ["HOME"],
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(written),
            "RUNNER_TEMP": str(temporary),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(DIST),
            **{name: evaluate(value) for name, value in step.get("env", {}).items()},
        }
        # The options are those of GitHub for `shell: bash`.
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", evaluate(step["run"])]
        place = folder / evaluate(step.get("working-directory", "."))
        done = subprocess.run(shell, env=environment, cwd=place, capture_output=True, text=True)
        for line in written.read_text().splitlines():
            name, value = line.split("=", 1)
            outputs[step.get("id"), name] = value
        written.unlink()
        if done.returncode != 0:
            break
    return done.returncode, done.stdout + done.stderr, {name: value for (_, name), value in outputs.items()}


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary) / "repository"
        (folder / "order flows").mkdir(parents=True)
        broken = (ROOT / "fixtures/broken/choice.asl.json").read_text()
        (folder / "order flows" / "choice.asl.json").write_text(broken)
        (folder / "valid.asl.json").write_text('{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }')

        status, output, outputs = run(folder)
        assert status == 1, output
        assert "error[wrong-type]" in output, output
        assert re.search("^::error .*file=order flows/choice.asl.json,line=12,", output, re.MULTILINE), output
        assert '"version": "2.1.0"' in (folder / "asl-lint.sarif").read_text()
        version = re.search('^version = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1]
        assert outputs["version"] == version, outputs

        status, output, _ = run(folder, paths="valid.asl.json\n", sarif="", annotations="false")
        assert status == 0, output
        status, output, _ = run(folder, arguments="--exit-zero\n--ignore\nstructure", annotations="false")
        assert status == 0 and "wrong-type" not in output and "::error" not in output, output
        status, output, _ = run(folder, working_directory="order flows", sarif="findings.sarif")
        assert status == 1 and (folder / "order flows" / "findings.sarif").is_file(), output
        # What stands in an input is never a command.
        status, output, _ = run(folder, paths='$(touch injected)\n"; touch injected; "')
        assert status == 2 and not (folder / "injected").exists(), output
        status, output, _ = run(folder, version="99.0.0")
        assert status != 0 and "99.0.0" in output, output


main()
print("the steps of action.yml passed")
