"""The rules for cfn-lint, with the installed package and the command line of cfn-lint."""

import json
import os
import subprocess
import sys

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Order:
    Type: AWS::Serverless::StateMachine
    Properties:
      Role: arn:aws:iam::111122223333:role/order
      DefinitionUri: order.asl.json
  Pay:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::111122223333:role/pay
      DefinitionString: |
        {
          "StartAt": "A",
          "States": {
            "A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:f", "Next": "Missing",
              "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Missing" }] },
            "B/C": { "Type": "Wait", "Seconds": 1, "End": true }
          }
        }
"""


def matches(folder, *options):
    program = os.path.join(os.path.dirname(sys.executable), "cfn-lint")
    command = [program, "--append-rules", "asl_lint.cfn_lint", "--format", "json", *options]
    run = subprocess.run([*command, "--template", "template.yaml"], cwd=folder, capture_output=True, text=True)
    assert not run.stderr, run.stderr
    found = json.loads(run.stdout)
    own = [one for one in found if one["Rule"]["Id"].endswith("9601")]
    starts = [one["Location"]["Start"] for one in own]
    return sorted(
        (one["Rule"]["Id"], start["LineNumber"], start["ColumnNumber"], one["Message"])
        for one, start in zip(own, starts)
    )


def place(text):
    """The line and the column of a text in the template."""
    before = TEMPLATE[: TEMPLATE.index(text)].split("\n")
    return len(before), len(before[-1]) + 1


def write(folder, template=TEMPLATE):
    (folder / "template.yaml").write_text(template)
    (folder / "order.asl.json").write_text('{ "StartAt": "A",\n  "States": { "A": { "Type": "Pas", "End": true } } }')


def test_findings_are_reported_where_they_are(tmp_path):
    write(tmp_path)
    found = matches(tmp_path)
    places = [place("DefinitionUri"), place('"Missing",'), place('"Missing" }]'), place('"B/C"')]
    assert [one[:3] for one in found] == [("E9601", *each) for each in places]
    messages = [one[3] for one in found]
    # The definition is in another file, so that its finding is at the reference to it.
    assert messages[0].startswith("order.asl.json:2:30: invalid-value: ")
    # The same message is reported for each of two places.
    assert messages[1] == messages[2] == "unknown-state: no state named `Missing` in this scope"
    assert messages[3].startswith("unreachable-state: state `B/C` is unreachable")


def test_advice_is_optional(tmp_path):
    write(tmp_path)
    assert not [one for one in matches(tmp_path) if one[0] == "I9601"]
    advice = [one for one in matches(tmp_path, "--include-checks", "I") if one[0] == "I9601"]
    assert "missing-retry" in [one[3].split(":")[0] for one in advice]


def test_rules_are_disabled_as_those_of_cfn_lint(tmp_path):
    metadata = "    Metadata: { cfn-lint: { config: { ignore_checks: [E9601] } } }\n"
    write(tmp_path, TEMPLATE.replace("  Pay:\n", "  Pay:\n" + metadata))
    assert [one[:2] for one in matches(tmp_path)] == [("E9601", 7)]
    assert matches(tmp_path, "--ignore-checks", "E9601") == []


def test_other_templates_have_no_findings(tmp_path):
    write(tmp_path, "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n")
    assert matches(tmp_path) == []
