"""Validates bills of materials against the schema of CycloneDX, and that they contain what the programs are built from.

usage: sbom.py DIST
"""

import json
import pathlib
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

bills = list(pathlib.Path(sys.argv[1]).glob("*.cdx.json"))
assert bills, "there is no bill of materials"
for path in bills:
    text = path.read_text()
    fault = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
    assert fault is None, fault
    bill = json.loads(text)
    names = {component["name"] for component in bill["components"]}
    assert {"asl-lint", "asl-lsp", "asl-core", "serde_json", "tokio"} <= names, names
    # Only what is linked: no tools of the tests and no other programs.
    assert not {"xtask", "proptest", "snapbox"} & names, names
    unlicensed = [component["name"] for component in bill["components"] if "licenses" not in component]
    assert not unlicensed, unlicensed
    print(f"{path.name}: {len(names)} crates")
