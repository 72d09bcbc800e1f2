"""Resources, prompts, and what keeps or ends a session."""

import json
import os
import subprocess

import pytest
from conftest import BROKEN, PROGRAM, ok
from mcp import MCPError, types

pytestmark = pytest.mark.anyio


async def test_resources(client):
    resources = {str(one.uri): one for one in (await client.list_resources()).resources}
    assert "asl-lint://rules/unknown-state" in resources and "asl-lint://language/map" in resources
    for uri, one in resources.items():
        assert one.title and one.description and one.mime_type == "text/markdown"
        if uri.startswith("asl-lint://language/") or uri.endswith("-state"):
            [content] = (await client.read_resource(uri)).contents
            assert content.text.startswith("# ") and content.mime_type == "text/markdown"
    templates = [one.uri_template for one in (await client.list_resource_templates()).resource_templates]
    assert templates == ["asl-lint://rules/{rule}", "asl-lint://language/{page}"]
    [page] = (await client.read_resource("asl-lint://language/intrinsic-functions")).contents
    assert "`States.Format(" in page.text
    for uri in ["asl-lint://rules/nothing", "asl-lint://language/../rules/busy-loop", "file:///etc/passwd", "x"]:
        with pytest.raises(MCPError, match="no resource "):
            await client.read_resource(uri)


async def test_names_in_uris_are_completed(client):
    async def names(uri, value):
        reference = types.ResourceTemplateReference(uri=uri)
        return (await client.complete(reference, {"name": "rule", "value": value})).completion

    found = await names("asl-lint://rules/{rule}", "unk")
    assert found.values and all(name.startswith("unk") for name in found.values) and not found.has_more
    assert "map-options" in (await names("asl-lint://language/{page}", "options")).values
    found = await names("asl-lint://rules/{rule}", "")
    assert len(found.values) == 100 and found.has_more and found.total > 100
    assert (await names("file:///{path}", "")).values == []
    prompt = types.PromptReference(name="review")
    assert (await client.complete(prompt, {"name": "path", "value": ""})).completion.values == []


async def test_prompts(client):
    prompts = {prompt.name: prompt for prompt in (await client.list_prompts()).prompts}
    assert set(prompts) == {"review", "migrate_to_jsonata"}
    for name in prompts:
        [argument] = prompts[name].arguments
        assert argument.name == "path" and not argument.required
        [message] = (await client.get_prompt(name, {"path": "order.asl.json"})).messages
        assert "`order.asl.json`" in message.content.text and "`check`" in message.content.text
        [message] = (await client.get_prompt(name)).messages
        assert "this workspace" in message.content.text
    with pytest.raises(MCPError, match="the prompts are review, migrate_to_jsonata"):
        await client.get_prompt("nothing")
    with pytest.raises(MCPError, match="the only argument is `path`"):
        await client.get_prompt("review", {"file": "a"})


INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}},
}
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def test_a_session_begins_as_the_protocol_says():
    first = json.dumps({"jsonrpc": "2.0", "id": 1, "result": {"x": "y" * 1_000_000}}).encode() + b"\n"
    done = subprocess.run([PROGRAM, "mcp"], input=first, capture_output=True, timeout=60)
    assert done.returncode == 2 and done.stdout == b""
    assert done.stderr.startswith(b"error: the client does not speak") and len(done.stderr) < 2_000


def call(number, tool, **arguments):
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


def run(*lines, timeout=60):
    """Sends lines and closes standard input. Returns the exit status and the answers."""
    sent = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    done = subprocess.run([PROGRAM, "mcp"], input=sent, capture_output=True, timeout=timeout)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_the_end_of_input_is_the_end_of_the_session():
    assert run() == (0, [])
    status, answers = run(INITIALIZE, INITIALIZED)
    assert status == 0 and [one["id"] for one in answers] == [1]
    # The last call is answered.
    status, answers = run(INITIALIZE, INITIALIZED, call(2, "check", text=BROKEN))
    assert status == 0 and answers[-1]["result"]["structuredContent"]["errors"] == 2
    # A message without an end is none.
    assert run(INITIALIZE, INITIALIZED, b'{"jsonrpc":')[0] == 0


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")
def test_a_person_is_told_who_starts_the_command():
    main, terminal = os.openpty()
    server = subprocess.Popen([PROGRAM, "mcp"], stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.close(terminal)
    assert b"agents start this command" in server.stderr.readline()
    os.write(main, b"\x04")
    assert server.communicate(timeout=60) == (b"", b"") and server.returncode == 0
    os.close(main)


def test_what_is_no_message_does_not_end_the_session():
    noise = [
        b"\n", b"hello\n", b"\xff\xfe\x00\n", b"[]\n", b"{}\n", b"null\n", b"[" * 100_000 + b"\n",
        b'{"jsonrpc": "2.0", "id": 7}\n', b'{"jsonrpc": "2.0", "id": 8, "method": "nothing"}\n',
        b'{"jsonrpc": "2.0", "id": 9, "method": "tools/call", "params": {}}\n',
        b'{"jsonrpc": "2.0", "id": 10, "method": "tools/call", "params": {"name": "check", "arguments": []}}\n',
        b'{"jsonrpc": "2.0", "id": 99, "result": {}}\n', b'{"jsonrpc": "2.0", "method": "notifications/nothing"}\n',
        b'"' + b"x" * (65 * 1024 * 1024) + b'"\n',
    ]
    status, answers = run(INITIALIZE, INITIALIZED, *noise, call(11, "check", text=BROKEN))
    assert status == 0 and answers[-1]["id"] == 11 and answers[-1]["result"]["structuredContent"]["errors"] == 2
    assert all("error" in one for one in answers[1:-1])
    assert {8, 9} <= {one.get("id") for one in answers}


async def test_findings_are_those_of_the_json_format(client, folder):
    _, found = await ok(client, "check", path="order.asl.json")
    done = subprocess.run([PROGRAM, "check", "--format", "json", "order.asl.json"], cwd=folder, capture_output=True)
    expected = json.loads(done.stdout)
    # The path of a finding is a part of its fingerprint.
    for one in [*found["findings"], *expected]:
        one.pop("fingerprint")
    assert found["findings"] == expected
