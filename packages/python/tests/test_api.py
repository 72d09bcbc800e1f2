"""The Python API, with the installed package."""

import pathlib
import pickle
import re
import subprocess
import sys

import asl_lint
import pytest

ORPHAN = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "B": {"Type": "Succeed"}}}
README = pathlib.Path(__file__).parent.parent / "README.md"


def rules(source, **options):
    return [finding.rule for finding in asl_lint.check(source, **options)]


def test_a_dict_a_text_and_a_path_are_checked(tmp_path):
    path = tmp_path / "order.asl.json"
    path.write_text('{ "StartAt": "A",\n"States": { "A": { "Type": "Pas", "End": true } } }')
    assert rules(ORPHAN) == ["unreachable-state"]
    for source in (path, str(path), tmp_path, path.read_text()):
        assert rules(source) == ["invalid-value"], source


def test_the_language_of_a_text_is_found():
    definition = "StartAt: A\nStates:\n  A: { Type: Pas, End: true }\n"
    assert rules(definition) == ["invalid-value"]
    template = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n"
    template += "".join(f"        {line}\n" for line in definition.splitlines())
    (finding,) = asl_lint.check(template, filename="template.yaml")
    assert (finding.path, finding.definition, finding.range.start.line) == ("template.yaml", "M", 8)


def test_a_finding_has_the_fields_of_json():
    (finding,) = asl_lint.check(ORPHAN)
    assert str(finding) == "definition.asl.json:7:5: error[unreachable-state] state `B` is unreachable from `StartAt`"
    assert finding.aws_code == "MISSING_TRANSITION_TARGET"
    assert finding.pointer == "/States/B"
    assert pickle.loads(pickle.dumps(finding)) == finding


def test_options_reach_the_linter(tmp_path):
    assert rules(ORPHAN, ignore=["unreachable-state"]) == []
    assert rules(ORPHAN, select=["structure"]) == []
    task = {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:pay", "End": True}
    machine = {"StartAt": "A", "States": {"A": task}}
    assert rules(machine, advice=True) != rules(machine)
    callback = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "End": True}
    assert "express-unsupported" in rules({"StartAt": "A", "States": {"A": callback}}, type="express")
    config = tmp_path / "asl-lint.toml"
    config.write_text('ignore = ["graph"]')
    assert rules(ORPHAN, config=str(config)) == []


def test_fixes_are_applied_to_a_copy(tmp_path):
    text = '{ "StartAt": "A", "States": { "A": { "type": "Succeed" } } }\n'
    path = tmp_path / "order.asl.json"
    path.write_text(text)
    fixed = text.replace("type", "Type")
    suggested = any(fix.applicability == "suggested" for fix in (one.fix for one in asl_lint.check(text)) if fix)
    assert asl_lint.fix(text, suggested=suggested) == fixed
    assert asl_lint.fix(path, suggested=suggested) == fixed
    assert path.read_text() == text


def test_a_definition_is_drawn():
    assert asl_lint.graph(ORPHAN).startswith("flowchart")
    assert asl_lint.graph(ORPHAN, format="svg").startswith("<svg")


def test_failures_raise():
    with pytest.raises(asl_lint.AslLintError, match="missing.asl.json"):
        asl_lint.check("missing.asl.json")
    with pytest.raises(asl_lint.AslLintError, match="missing.asl.json"):
        asl_lint.fix("missing.asl.json")
    with pytest.raises(asl_lint.AslLintError, match="no-such-rule"):
        asl_lint.check(ORPHAN, select=["no-such-rule"])
    with pytest.raises(asl_lint.AslLintError, match="missing.asl.json"):
        asl_lint.graph("missing.asl.json")


def test_the_module_is_the_command_line():
    run = subprocess.run([sys.executable, "-m", "asl_lint", "--version"], capture_output=True, text=True)
    assert run.returncode == 0 and run.stdout.startswith("asl-lint ")


def test_the_example_of_the_readme_prints_what_it_says(capsys):
    blocks = dict(re.findall(r"^```(python|text)\n(.*?)^```", README.read_text(), re.DOTALL | re.MULTILINE)[:2])
    exec(blocks["python"], {})
    assert capsys.readouterr().out == blocks["text"]
