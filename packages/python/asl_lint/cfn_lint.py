"""Rules for cfn-lint, which report what asl-lint finds in a template and in the definitions that it refers to.

    cfn-lint --append-rules asl_lint.cfn_lint --template template.yaml

There is one rule for each severity. Messages begin with the name of the rule of asl-lint.
"""

from __future__ import annotations

import functools
import os
from typing import Any, Iterator

from cfnlint.rules import CloudFormationLintRule, RuleMatch

from ._api import Finding, check


class _Rule:
    """What the rules share. It is not a rule itself, or cfn-lint would run it."""

    finding_severity: str
    source_url = "https://github.com/asl-lint/asl-lint"
    tags = ["resources", "statemachine"]

    def match(self, cfn: Any) -> Iterator[RuleMatch]:
        template = cfn.filename
        # A template on standard input has no path.
        if not template or not os.path.isfile(template):
            return
        for finding in _findings(template, os.stat(template).st_mtime_ns):
            if finding.severity == self.finding_severity:
                yield _match(cfn, finding)


class StateMachineErrors(_Rule, CloudFormationLintRule):
    id = "E9601"
    finding_severity = "error"
    shortdesc = "Errors in state machines"
    description = "State machines that AWS Step Functions rejects"


class StateMachineWarnings(_Rule, CloudFormationLintRule):
    id = "W9601"
    finding_severity = "warning"
    shortdesc = "Mistakes in state machines"
    description = "State machines that fail or behave unexpectedly at run time"


class StateMachineAdvice(_Rule, CloudFormationLintRule):
    id = "I9601"
    finding_severity = "info"
    shortdesc = "Advice on state machines"
    description = "State machines that can be simpler or more robust"


@functools.lru_cache(maxsize=64)
def _findings(template: str, modified: int) -> list[Finding]:
    """The findings of a template, once for all rules. `modified` is when it was written."""
    return check(template, advice=True)


def _match(cfn: Any, finding: Finding) -> RuleMatch:
    message = f"{finding.rule}: {finding.message}"
    if finding.help is not None:
        message += f" ({finding.help})"
    if not os.path.samefile(finding.path, cfn.filename):
        start = finding.range.start
        place = f"{finding.path}:{start.line}:{start.column}"
        return RuleMatch(_reference(cfn, finding.path), f"{place}: {message}")
    start, end = finding.range.start, finding.range.end
    # Lines and columns count from 0 here.
    location = (start.line - 1, start.column - 1, end.line - 1, end.column - 1)
    return RuleMatch(_path(cfn, finding), message, location=location)


def _path(cfn: Any, finding: Finding) -> list[str]:
    """The path of a finding in the template. Metadata of its resource can disable the rule."""
    resource = finding.definition
    if resource is None or resource not in cfn.template.get("Resources", {}):
        return ["Resources"]
    path = ["Resources", resource, "Properties"]
    properties = cfn.template["Resources"][resource].get("Properties", {})
    path += [key for key in ("Definition", "DefinitionString") if key in properties][:1]
    steps = (finding.pointer or "").split("/")[1:]
    return path + [step.replace("~1", "/").replace("~0", "~") for step in steps]


def _reference(cfn: Any, definition: str) -> list[str]:
    """The property that refers to a definition in another file."""
    folder = os.path.dirname(os.path.abspath(cfn.filename))
    for name, resource in cfn.template.get("Resources", {}).items():
        for key in ("DefinitionUri", "DefinitionS3Location"):
            path = resource.get("Properties", {}).get(key)
            target = os.path.join(folder, path) if isinstance(path, str) else None
            if target is not None and os.path.exists(target) and os.path.samefile(target, definition):
                return ["Resources", name, "Properties", key]
    return ["Resources"]
