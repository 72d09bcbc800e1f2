"""Sessions of the Python SDK with `asl-lint mcp`. ASL_LINT is the path to the program."""

import contextlib
import os
import pathlib

import pytest
from mcp import Client, StdioServerParameters, types

PROGRAM = os.environ.get("ASL_LINT", "asl-lint")

BROKEN = """{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Next": "Dnoe" },
    "Done": { "Type": "Succeed" }
  }
}
"""
FIXED = BROKEN.replace("Dnoe", "Done")
# A definition with a safe fix.
FIXABLE = FIXED.replace('"Done" }', '"Done", }')


@pytest.fixture(params=["legacy", "auto"])
def version(request):
    """The protocol: that of 2025, with `initialize` and requests of the server, or the newest, without them."""
    return request.param


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def folder(tmp_path):
    """A root, with a file outside of it."""
    root = tmp_path / "root"
    root.mkdir()
    (root / "order.asl.json").write_text(BROKEN)
    (tmp_path / "secret.asl.json").write_text(BROKEN.replace("Dnoe", "Secret"))
    return root


@contextlib.asynccontextmanager
async def session(version, roots, *arguments, cwd=None):
    """A client. `roots` are its folders, which may change during the session; `None` if it does not know roots."""

    async def list_roots(_):
        return types.ListRootsResult(roots=[types.Root(uri=pathlib.Path(root).as_uri()) for root in roots])

    server = StdioServerParameters(command=PROGRAM, args=["mcp", *map(str, arguments)], cwd=cwd)
    callback = None if roots is None else list_roots
    async with Client(server, mode=version, list_roots_callback=callback, read_timeout_seconds=60) as client:
        yield client


@pytest.fixture
async def client(version, folder):
    async with session(version, [folder]) as client:
        yield client


def text(result):
    [content] = result.content
    return content.text


async def ok(client, tool, **arguments):
    """The answer of a tool, as text and as JSON."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, text(result)
    return text(result), result.structured_content


async def failure(client, tool, **arguments):
    """The message with which a tool fails."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error, text(result)
    assert result.structured_content is None
    return text(result)
