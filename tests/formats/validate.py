"""Validates the output formats of asl-lint against the schemas of SARIF, JUnit and our own, and configuration files against
that of the configuration.

usage: validate.py ASL_LINT FOLDER

The schemas are taken from packages, which are downloaded to FOLDER: that of SARIF from npm, that of JUnit (the one of
Jenkins) from the source of pytest.
"""

import hashlib
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile

import jsonschema
import tomli
from lxml import etree

ROOT = pathlib.Path(__file__).parents[2]
LINTER, FOLDER = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])

SARIF = (
    ["npm", "pack", "--silent", "@microsoft/jest-sarif@1.0.0-beta.0"],
    "microsoft-jest-sarif-1.0.0-beta.0.tgz",
    "package/lib/schemas/sarif-2.1.0-rtm.5.json",
    "2d99159ae54a3eea97f81781cff48780548657c35949f4b7f25e99a2ba4de4f8",
)
JUNIT = (
    [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "pytest", "pytest==9.2.0"],
    "pytest-9.2.0.tar.gz",
    "pytest-9.2.0/testing/example_scripts/junit-10.xsd",
    "a1a816f58d1bf95ebabf371994df0b9246dee66ea9572fbec4f9296f1b2c0ff6",
)

# Everything that a format has to escape.
NAME = "\x01\x1b[31m \x7f\x9b\u2028\u202e\ufffe\uffff ]]> <b> &amp; \"'` {0} {% $x[0](1) %} 50%,:\r\n::error::x 😀"
HOSTILE = {
    "StartAt": NAME,
    "States": {
        "A" + NAME: {"Type": "Pass", "Next": "B" + NAME},
        "C" + NAME: {"Type": NAME, "Nxet": NAME, "End": True},
    },
}


def schema(command, archive, member, digest):
    """Returns a file of a package, which is downloaded if necessary."""
    if not (FOLDER / archive).exists():
        subprocess.run(command, cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(FOLDER / archive) as package:
        content = package.extractfile(member).read()
    assert hashlib.sha256(content).hexdigest() == digest, f"{member} has changed"
    return content


def outputs(name, arguments):
    """Returns the output of each format, and checks that the formats agree on the exit status."""
    formats = ["json", "sarif", "gitlab", "junit"]
    files = {format: FOLDER / f"{name}.{format}" for format in formats}
    options = [f"--format={format}={file}" for format, file in files.items()]
    command = [LINTER, "check", "--no-config", "--advice", *options, *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True)
    assert run.returncode in (0, 1, 2), run
    return {format: file.read_bytes() for format, file in files.items()}


def refuses_damage(validators, output):
    """Checks that each validator can fail."""
    own, sarif, junit = validators
    log = json.loads(output["sarif"])
    log["runs"][0]["results"][0]["level"] = "info"
    findings = json.loads(output["json"])
    findings[0]["range"]["start"]["line"] = 0
    suite = output["junit"].replace(b"<failure", b"<fault").replace(b"</failure", b"</fault")
    valid = [own.is_valid(findings), sarif.is_valid(log), junit.validate(etree.fromstring(suite))]
    assert not any(valid), valid


def configuration():
    """Checks that the schema of the configuration file and the linter accept and reject the same files."""
    own = json.loads((ROOT / "docs/asl-lint.schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(own)
    own = jsonschema.Draft7Validator(own)
    documents = [(ROOT / f"docs/{page}.md").read_text("utf-8") for page in ("configuration", "settings")]
    examples = [part.split("```")[0] for document in documents for part in document.split("```toml\n")[1:]]
    faulty = [
        "exclud = []", "exclude = 'a'", "select = ['jsonatas']", "type = 'EXPRESS'", "require-reason = 1",
        "[rules]\nunknwon-state = 'off'", "[rules]\nbusy-loop = 'loud'", "[rules]\nbusy-loop = { limit = 1 }",
        "[rules]\nretry-storm = { seconds = -1 }", "overrides = [{ type = 'express' }]",
        "[[overrides]]\nfiles = ['a']\nexclude = []",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for text in examples + faulty:
            pathlib.Path(folder, "asl-lint.toml").write_text(text, "utf-8")
            run = subprocess.run([LINTER, "config", "a.asl.json"], cwd=folder, capture_output=True)
            accepted = (own.is_valid(tomli.loads(text)), run.returncode == 0)
            assert accepted == (text in examples, text in examples), f"{text}: {accepted} {run.stderr}"
    print(f"{len(examples)} configuration files are valid, and {len(faulty)} are not")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    sarif = jsonschema.Draft4Validator(json.loads(schema(*SARIF)))
    junit = etree.XMLSchema(etree.fromstring(schema(*JUNIT)))
    own = json.loads((ROOT / "docs/output.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(own)
    own = jsonschema.Draft202012Validator(own)

    hostile = FOLDER / "hostile.asl.json"
    hostile.write_text(json.dumps(HOSTILE, ensure_ascii=False), "utf-8")
    good = FOLDER / "good.asl.json"
    good.write_text('{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }', "utf-8")
    runs = {
        "fixtures": ["fixtures"],
        "none": [good],
        "hostile": [hostile],
        "unreadable": [hostile, FOLDER / "no & <such> file.asl.json"],
    }
    for name, arguments in runs.items():
        output = outputs(name, arguments)
        findings = json.loads(output["json"])
        own.validate(findings)
        sarif.validate(json.loads(output["sarif"]))
        junit.assertValid(etree.fromstring(output["junit"]))
        issues = json.loads(output["gitlab"])
        assert len(issues) == len(findings)
        fingerprints = [issue["fingerprint"] for issue in issues]
        assert len(set(fingerprints)) == len(fingerprints), "fingerprints are unique"
        results = json.loads(output["sarif"])["runs"][0]["results"]
        unreadable = sum(finding["rule"] == "unreadable-file" for finding in findings)
        assert len(results) == len(findings) - unreadable
        if name == "fixtures":
            refuses_damage((own, sarif, junit), output)
        print(f"{name}: {len(findings)} findings are valid as JSON, SARIF, GitLab Code Quality and JUnit")


if __name__ == "__main__":
    main()
    configuration()
