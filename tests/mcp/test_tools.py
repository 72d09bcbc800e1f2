"""Every tool, with input that is fine and input that is not."""

import json

import anyio
import jsonschema
import pytest
from conftest import BROKEN, FIXABLE, FIXED, failure, ok
from mcp import MCPError

pytestmark = pytest.mark.anyio

TOOLS = {
    "check", "list_rules", "explain_rule", "fix", "format", "convert_to_jsonata", "draw", "iam_policy", "compare_role",
    "list_integrations", "describe_action", "new_state_machine",
}
WRITING = {"fix", "format", "convert_to_jsonata", "new_state_machine"}

LAMBDA = """{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "f", "Payload.$": "$" },
      "End": true
    }
  }
}
"""

TEMPLATE = """Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: lambda.asl.json
      Policies:
        - Statement:
            - Effect: Allow
              Action: sqs:SendMessage
              Resource: "*"
"""


async def test_the_server_introduces_itself(client):
    assert client.server_info.name == "asl-lint"
    assert "check" in client.instructions
    capabilities = client.server_capabilities
    assert capabilities.tools and capabilities.resources and capabilities.prompts


async def test_every_tool_is_described(client):
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == TOOLS
    for name, tool in tools.items():
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        assert tool.description and tool.title
        assert tool.input_schema["additionalProperties"] is False
        # Not every API of a model takes more of JSON Schema.
        words = {key for argument in tool.input_schema["properties"].values() for key in argument}
        assert words <= {"type", "description", "enum", "items", "minimum"}
        assert all(argument["description"] for argument in tool.input_schema["properties"].values())
        assert tool.annotations.read_only_hint is (name not in WRITING)
        assert tool.annotations.destructive_hint is (name in WRITING - {"new_state_machine"})
        assert tool.annotations.open_world_hint is False


async def test_check_of_a_file(client, folder):
    said, found = await ok(client, "check", path="order.asl.json")
    assert said.startswith("order.asl.json:4:36: error[unknown-state] no state named `Dnoe`"), said
    assert "\n  help: " in said and said.endswith("2 errors in 1 file, 1 definition checked"), said
    [finding, *_] = found["findings"]
    assert (finding["path"], finding["rule"], finding["severity"]) == ("order.asl.json", "unknown-state", "error")
    assert finding["fix"]["edits"] and finding["range"]["start"]["line"] == 4
    assert (found["errors"], found["definitions"], found["left_off"]) == (2, 1, 0)
    assert (await ok(client, "check", path=str(folder / "order.asl.json")))[1] == found


async def test_check_of_text_in_every_language(client):
    _, found = await ok(client, "check", text=BROKEN)
    assert found["findings"][0]["path"] == "definition.asl.json"
    yaml = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n  Z:\n    Type: Succeed\n"
    _, found = await ok(client, "check", text=yaml, filename="a.asl.yaml")
    assert [one["rule"] for one in found["findings"]] == ["unknown-state", "unreachable-state"]
    said, found = await ok(client, "check", text=FIXED)
    assert found["findings"] == [] and "no problems" in said


async def test_options_of_check(client):
    _, found = await ok(client, "check", text=BROKEN, ignore=["unknown-state", "graph"])
    assert found["findings"] == []
    _, found = await ok(client, "check", text=BROKEN, select=["unreachable-state"])
    assert [one["rule"] for one in found["findings"]] == ["unreachable-state"]
    sync = LAMBDA.replace("lambda:invoke", "states:startExecution.sync").replace('"FunctionName"', '"StateMachineArn"')
    _, standard = await ok(client, "check", text=sync)
    _, express = await ok(client, "check", text=sync, workflow="express")
    assert express["errors"] > standard["errors"]
    said, found = await ok(client, "check", text=LAMBDA)
    assert found["hidden_advice"] > 0 and "`advice` shows" in said
    _, advice = await ok(client, "check", text=LAMBDA, advice=True)
    assert len(advice["findings"]) == found["hidden_advice"] + len(found["findings"])


async def test_check_of_a_folder_obeys_the_configuration(client, folder):
    (folder / "sub").mkdir()
    (folder / "sub/b.asl.json").write_text(BROKEN)
    (folder / "package.json").write_text("{}")
    _, found = await ok(client, "check", path=".")
    assert sorted({one["path"] for one in found["findings"]}) == ["order.asl.json", "sub/b.asl.json"]
    assert "contains no state machine" in await failure(client, "check", path="package.json")
    (folder / "asl-lint.toml").write_text("[rules]\nunknown-state = 'off'\nunreachable-state = 'off'\n")
    assert (await ok(client, "check", path="."))[1]["findings"] == []
    (folder / "asl-lint.toml").write_text("[rules]\nnothing = 'off'\nnone = 'off'\n")
    said = await failure(client, "check", path=".")
    assert "asl-lint.toml:2:1" in said and "\n" in said and "asl-lint.toml:3:1" in said


async def test_rules(client):
    said, found = await ok(client, "list_rules")
    assert len(found["rules"]) > 100 and "unknown-state (error): " in said
    said, found = await ok(client, "list_rules", query="unknown-state")
    assert "unknown-state" in [rule["name"] for rule in found["rules"]]
    said, found = await ok(client, "explain_rule", rule="unknown-state")
    assert said.startswith("# unknown-state") and found["page"] == said and found["rule"]["severity"] == "error"
    assert "did you mean `unknown-state`" in await failure(client, "explain_rule", rule="unknwon-state")
    await failure(client, "list_rules", query="no rule has this")


async def test_fix_returns_the_text_or_writes_it(client, folder):
    file = folder / "order.asl.json"
    file.write_text(FIXABLE)
    said, found = await ok(client, "fix", path="order.asl.json")
    assert found["files"] == [{"path": "order.asl.json", "what": "1 fix", "written": False, "text": FIXED}]
    assert FIXED in said and file.read_text() == FIXABLE
    assert (await ok(client, "fix", text=FIXABLE))[1]["files"][0]["text"] == FIXED
    assert (await ok(client, "fix", text=FIXED))[1]["files"] == []
    assert await failure(client, "fix", text=FIXABLE, write=True) == "`write` needs a `path`"
    said, found = await ok(client, "fix", path="order.asl.json", write=True)
    assert found["files"] == [{"path": "order.asl.json", "what": "1 fix", "written": True, "text": None}]
    assert file.read_text() == FIXED and list(folder.iterdir()) == [file]


async def test_suggested_fixes_are_only_applied_on_request(client):
    said, found = await ok(client, "fix", text=BROKEN)
    assert found["files"] == [] and "`suggested`" in said
    said, found = await ok(client, "fix", text=BROKEN, level="suggested")
    assert found["files"][0]["text"] == FIXED


async def test_format(client, folder):
    compact = json.dumps(json.loads(FIXED))
    (folder / "c.asl.json").write_text(compact)
    [changed] = (await ok(client, "format", path="c.asl.json"))[1]["files"]
    assert json.loads(changed["text"]) == json.loads(compact) and changed["text"].count("\n") == 4
    assert (folder / "c.asl.json").read_text() == compact
    await ok(client, "format", path="c.asl.json", write=True)
    assert (folder / "c.asl.json").read_text() == changed["text"]
    assert (await ok(client, "format", text=changed["text"]))[0] == "already formatted"
    assert "syntax errors" in await failure(client, "format", text="{")
    assert await failure(client, "format", path=".") == f"{folder} is a folder"


async def test_conversion_to_jsonata(client, folder):
    (folder / "l.asl.json").write_text(LAMBDA)
    said, found = await ok(client, "convert_to_jsonata", path="l.asl.json", write=True)
    assert found["converted"] == ["A"] and found["left"] == [] and "converted 1 state" in said
    state = json.loads((folder / "l.asl.json").read_text())["States"]["A"]
    assert state["QueryLanguage"] == "JSONata" and state["Arguments"]["FunctionName"] == "f"
    said, found = await ok(client, "convert_to_jsonata", text=LAMBDA.replace('"$"', '"$..a"'))
    assert found["left"] == ["A"] and found["files"] == [] and "by hand: `A`" in said
    assert (await ok(client, "convert_to_jsonata", text=LAMBDA, states=["B"]))[1]["converted"] == []
    assert "contains no state machine" in await failure(client, "convert_to_jsonata", text="", filename="a.yaml")


async def test_diagrams(client, folder):
    said, found = await ok(client, "draw", path="order.asl.json")
    assert said.startswith("flowchart") or "flowchart" in said, said
    assert found["graph"] == said
    assert "<svg" in (await ok(client, "draw", text=FIXED, format="svg"))[0]
    assert "digraph" in (await ok(client, "draw", text=FIXED, format="dot"))[0]
    both = "".join(f"  {name}:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition: {json.dumps(json.loads(FIXED))}\n" for name in "AB")
    template = "Transform: AWS::Serverless-2016-10-31\nResources:\n" + both
    assert "A, B" in await failure(client, "draw", text=template, filename="t.yaml")
    await ok(client, "draw", text=template, filename="t.yaml", name="B")
    assert "unknown variant `png`" in await failure(client, "draw", text=FIXED, format="png")


async def test_policies(client, folder):
    (folder / "lambda.asl.json").write_text(LAMBDA)
    (folder / "template.yaml").write_text(TEMPLATE)
    said, found = await ok(client, "iam_policy", path="lambda.asl.json")
    [policy] = found["policies"]
    assert policy["policy"]["Statement"][0]["Action"] in ("lambda:InvokeFunction", ["lambda:InvokeFunction"])
    assert "lambda:InvokeFunction" in said
    said, found = await ok(client, "iam_policy", path="template.yaml", format="sam")
    assert found["policies"][0]["state_machine"] == "Orders" and "lambda:InvokeFunction" in found["policies"][0]["policy"]
    assert "InvokeFunction" in (await ok(client, "iam_policy", text=LAMBDA, format="terraform"))[0]
    said, found = await ok(client, "compare_role", path="template.yaml")
    assert len(found["differences"]) == 2, said
    assert {one["path"] for one in found["differences"]} == {"template.yaml"}
    assert (await ok(client, "compare_role", path="lambda.asl.json", template="template.yaml"))[1] == found
    assert "does not contain a state machine" in await failure(client, "iam_policy", text="a: 1", filename="a.yaml")


async def test_integrations(client):
    said, found = await ok(client, "list_integrations")
    assert "lambda" in [one["name"] for one in found["optimized"]] and len(found["sdk"]) > 200
    said, found = await ok(client, "list_integrations", service="dynamodb", query="putitem")
    actions = ["arn:aws:states:::dynamodb:putItem", "arn:aws:states:::aws-sdk:dynamodb:putItem"]
    assert set(actions) <= {one["resource"] for one in found["actions"]} and len(found["actions"]) < 5
    assert all(action in said for action in actions)
    said, found = await ok(client, "describe_action", action="aws-sdk:dynamodb:putItem")
    required = [one["name"] for one in found["parameters"] if one["required"]]
    assert sorted(required) == ["Item", "TableName"] and "DynamoDb.ConditionalCheckFailedException" in found["errors"]
    assert "- `TableName` (string, required): " in said
    assert "list_integrations" in await failure(client, "describe_action", action="dynamodb:nothing")
    await failure(client, "list_integrations", service="nothing")


@pytest.mark.parametrize("language", ["jsonata", "jsonpath"])
@pytest.mark.parametrize("format, name", [("json", "n.asl.json"), ("yaml", "n.asl.yaml"), ("sam", "template.yaml")])
async def test_templates(client, folder, language, format, name):
    _, found = await ok(client, "new_state_machine", query_language=language, format=format)
    assert not found["written"] and found["path"] is None
    said, written = await ok(client, "new_state_machine", query_language=language, format=format, path=name, write=True)
    assert said.startswith(f"wrote {name}:") and (folder / name).read_text() == found["text"] == written["text"]
    assert (await ok(client, "check", path=name))[1]["findings"] == []
    assert "already exists" in await failure(client, "new_state_machine", path=name, write=True)
    assert (await ok(client, "new_state_machine"))[1]["text"].startswith("{")


async def test_bad_input_is_an_answer(client):
    assert await failure(client, "check") == "give `path` or `text`"
    assert "not both" in await failure(client, "check", text="", path="a")
    assert "invalid type: integer `1`" in await failure(client, "check", text=1)
    assert "unknown argument `file`; the arguments are" in await failure(client, "check", file="a")
    assert "missing field `rule`" in await failure(client, "explain_rule")
    assert "nothing" in await failure(client, "check", text=BROKEN, select=["nothing"])
    assert "does not exist" in await failure(client, "check", path="none.asl.json")
    assert "does not exist" in await failure(client, "check", path="a\0b")
    assert await failure(client, "check", path="") == "the path is empty"
    for long in [{"write": "x" * 1_000_000}, {"x" * 1_000_000: 1}, {"path": "x" * 1_000_000}, {"select": ["x" * 1_000_000]}]:
        assert len(await failure(client, "fix" if "write" in long else "check", **{"text": BROKEN} | long)) < 4_100
    for broken in ["", "{", "[" * 100_000, "\ud83d", "\u202e{}", "a: &a [*a, *a]", "null", "{\"a\":" * 5_000]:
        for name in ["a.asl.json", "a.asl.yaml", "main.tf", "README.md", "template.yaml", ""]:
            for tool in ["check", "fix", "format", "draw", "iam_policy", "convert_to_jsonata"]:
                result = await client.call_tool(tool, {"text": broken.encode("utf-8", "replace").decode(), "filename": name})
                assert len(result.content[0].text) < 200_000, (tool, name)
    with pytest.raises(MCPError, match="no tool named `lint`; the tools are check, "):
        await client.call_tool("lint", {})
    await ok(client, "check", text=FIXED)


async def test_texts_and_files_of_16_mib(client, folder):
    size = 16 * 1024 * 1024
    start = '{ "Comment": "'
    end = '", "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "B" } } }'
    definition = start + "x" * (size - len(start) - len(end)) + end
    (folder / "big.asl.json").write_text(definition)
    said, found = await ok(client, "check", path="big.asl.json")
    assert "unknown-state" in [one["rule"] for one in found["findings"]]
    (folder / "big.asl.json").write_text(definition + "\n")
    for tool in ["check", "fix", "format", "draw", "iam_policy", "convert_to_jsonata"]:
        assert await failure(client, tool, path="big.asl.json") == "big.asl.json is larger than 16 MiB"
    compact = json.dumps({"StartAt": "A", "States": {f"S{i}": {"Type": "Pass", "Next": "A"} for i in range(25_000)}})
    assert "use `write`" in await failure(client, "format", text=compact)
    assert (await ok(client, "check", text=definition))[1]["errors"] == found["errors"]
    assert await failure(client, "check", text=definition + "\n") == "the text is larger than 16 MiB"
    # A text that is as long as a message can be.
    assert await failure(client, "check", text='"' * (31 * 1024 * 1024)) == "the text is larger than 16 MiB"


async def test_many_findings_are_counted(client, folder):
    states = {f"S{i}": {"Type": "Pass", "Next": f"X{i}"} for i in range(5_000)}
    said, found = await ok(client, "check", text=json.dumps({"StartAt": "S0", "States": states}), limit=10_000)
    assert len(found["findings"]) + found["left_off"] > 5_000 and len(said) < 300_000
    assert 100 < len(found["findings"]) <= 1_000 and "are not shown" in said
    assert len(json.dumps(found["findings"])) < 400_000
    said, found = await ok(client, "check", text=json.dumps({"StartAt": "S0", "States": states}))
    assert len(found["findings"]) == 50


async def test_calls_at_the_same_time(client):
    async def check(i):
        _, found = await ok(client, "check", text=BROKEN.replace("Dnoe", f"D{i}") if i % 2 else FIXED)
        assert found["errors"] == (2 if i % 2 else 0)
        assert not i % 2 or f"`D{i}`" in found["findings"][0]["message"]

    async with anyio.create_task_group() as group:
        for i in range(40):
            group.start_soon(check, i)


async def test_changes_of_a_file_at_the_same_time(client, folder):
    states = {f"S{i}": {"Type": "Pass", "Next": f"S{i + 1}"} for i in range(500)} | {"S500": {"Type": "Succeed"}}
    definition = {"StartAt": "S0", "States": states}
    (folder / "many.asl.json").write_text(json.dumps(definition).replace("}}}", "},}}"))
    async with anyio.create_task_group() as group:
        for tool in ["fix", "format", "convert_to_jsonata"] * 4:
            group.start_soon(lambda tool=tool: client.call_tool(tool, {"path": "many.asl.json", "write": True}))
    text = (folder / "many.asl.json").read_text()
    assert list(json.loads(text)["States"]) == list(states)
    assert sorted(path.name for path in folder.iterdir()) == ["many.asl.json", "order.asl.json"]
