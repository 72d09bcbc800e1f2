"""Checks the examples of the documentation: their files against the schemas of the tools that read them, the commands of CI
servers by running them, and all other commands by their options.

usage: examples.py ASL_LINT
"""

import functools
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINTER = pathlib.Path(sys.argv[1]).resolve()

# The schemas of check-jsonschema by the name of the file.
SCHEMAS = {
    ".github/workflows/": "vendor.github-workflows",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
    "bitbucket-pipelines.yml": "vendor.bitbucket-pipelines",
    "azure-pipelines.yml": "vendor.azure-pipelines",
}


def examples(page):
    """The code blocks of a page that begin with the name of a file."""
    blocks = re.findall(r"^```(?:yaml|sh|groovy)\n(?:#|//) (\S+)\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)
    assert blocks, f"{page} has no examples"
    return blocks


def validate(name, content, folder):
    schema = next((schema for start, schema in SCHEMAS.items() if name.startswith(start)), None)
    if schema is None:
        return False
    path = folder / name.replace("/", "-")
    path.write_text(content)
    subprocess.run(["check-jsonschema", "--quiet", "--builtin-schema", schema, path], check=True)
    if schema == "vendor.github-workflows":
        workflows = folder / ".github/workflows"
        workflows.mkdir(parents=True, exist_ok=True)
        (workflows / path.name).write_text(content)
    return True


def commands(name, content):
    """The commands of a CI server, without those that install."""
    if name == "Jenkinsfile":
        lines = re.findall(r"sh '(.*)'", content)
    else:
        steps = {
            ".gitlab-ci.yml": lambda file: file["asl-lint"]["script"],
            "bitbucket-pipelines.yml": lambda file: file["pipelines"]["default"][0]["step"]["script"],
            "azure-pipelines.yml": lambda file: [step["script"] for step in file["steps"] if "script" in step],
            "buildspec.yml": lambda file: [line for phase in file["phases"].values() for line in phase["commands"]],
        }.get(name)
        lines = steps(yaml.safe_load(content)) if steps else []
    lines = [line for line in lines if not line.startswith("pip install")]
    return ["\n".join(lines)] if lines else []


def runs(name, content):
    """Runs the commands of a CI server on a project with a broken definition. They must fail and write their report."""
    lines = commands(name, content)
    for line in lines:
        with tempfile.TemporaryDirectory() as folder:
            broken = (ROOT / "fixtures/broken/choice.asl.json").read_text()
            pathlib.Path(folder, "choice.asl.json").write_text(broken)
            path = f"{LINTER.parent}:{os.environ['PATH']}"
            done = subprocess.run(["sh", "-c", line], cwd=folder, env={"PATH": path}, capture_output=True, text=True)
            assert done.returncode == (0 if "--exit-zero" in line else 1), (name, line, done)
            report = re.search(r"--format (?:junit|gitlab)=(\S+)", line)[1]
            assert "wrong-type" in pathlib.Path(folder, report).read_text(), (name, line)
    return len(lines)


def options():
    """Checks that every command and option of asl-lint in a shell block of a page exists. Returns the number of commands."""
    help_of = functools.lru_cache(lambda command: subprocess.run([LINTER, command, "--help"], capture_output=True, text=True))
    files = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    count = 0
    for name in files.splitlines():
        for block in re.findall(r"^```(?:sh|yaml|groovy)\n(.*?)^```", (ROOT / name).read_text(), re.DOTALL | re.MULTILINE):
            lines = "\n".join(line for line in block.splitlines() if not re.search(r"install|\.py ", line))
            for command, rest in re.findall(r"\basl-lint ([a-z]+)((?: [^\s#&|;']+)*)", lines):
                text = help_of(command)
                assert text.returncode == 0, f"{name}: asl-lint has no command `{command}`"
                for option in re.findall(r"(?<= )--[a-z-]+", rest):
                    assert option in text.stdout, f"{name}: asl-lint {command} has no option {option}"
                count += 1
    return count


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        ci = examples(ROOT / "docs/ci.md")
        validated = sum(validate(name, content, folder) for name, content in ci)
        run = sum(runs(name, content) for name, content in ci)
        # The examples use tags of actions, which are easier to read than hashes.
        config = folder / "zizmor.yml"
        config.write_text("rules:\n  unpinned-uses:\n    config:\n      policies: { '*': ref-pin }\n")
        subprocess.run(["zizmor", "--offline", "--quiet", "--config", config, folder / ".github"], check=True)
    for name, content in examples(ROOT / "docs/hooks.md"):
        if name == ".pre-commit-config.yaml":
            with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
                file.write(content)
                file.flush()
                subprocess.run(["pre-commit", "validate-config", file.name], check=True)
    print(f"checked the options of {options()} commands")
    print(f"validated {validated} examples by their schemas, and ran {run} commands of CI servers")


main()
