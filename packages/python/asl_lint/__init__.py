"""A linter for Amazon States Language, the language of AWS Step Functions.

>>> import asl_lint
>>> [finding.rule for finding in asl_lint.check('{"StartAt": "A", "States": {"B": {"Type": "Succeed"}}}')]
['unknown-state', 'unreachable-state']
"""

from ._api import AslLintError, Edit, Finding, Fix, Position, Range, Related, check, fix, graph

__all__ = ["AslLintError", "Edit", "Finding", "Fix", "Position", "Range", "Related", "check", "fix", "graph"]
