"""A session with an independent client that identifies as VS Code or Neovim. ASL_LSP is the path to the server."""

import os

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

SERVER = os.environ.get("ASL_LSP", "asl-lsp")
URI = "file:///nowhere/order.asl.json"
TEXT = """{
  "StartAt": "Räum 😀 auf",
  "States": {
    "Räum 😀 auf": { "Type": "Pass", "Next": "Dnoe" },
    "Done": { "Type": "Succeed" }
  }
}
"""
DOCUMENT = types.TextDocumentIdentifier(URI)
STATE = types.Position(3, 8)


@pytest_lsp.fixture(params=["visual-studio-code", "neovim"], config=ClientServerConfig(server_command=[SERVER, "--stdio"]))
async def client(request, lsp_client: LanguageClient):
    # The client claims to support this request, but does not.
    lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: None)
    capabilities = client_capabilities(request.param)
    answer = await lsp_client.initialize_session(types.InitializeParams(capabilities=capabilities))
    assert answer.server_info.name == "asl-lsp"
    item = types.TextDocumentItem(uri=URI, language_id="asl", version=1, text=TEXT)
    lsp_client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    yield lsp_client
    await lsp_client.shutdown_session()


async def findings(client):
    """The findings, pulled or published, depending on the client."""
    if client.capabilities.text_document.diagnostic:
        report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(DOCUMENT))
        return report.items
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return client.diagnostics[URI]


@pytest.mark.asyncio
async def test_findings_come_and_go(client):
    assert [found.code for found in await findings(client)] == ["unknown-state", "unreachable-state"]
    line = TEXT.splitlines()[3]
    encoding = client.capabilities.general.position_encodings if client.capabilities.general else None
    before = line[: line.index("Dnoe")]
    column = len(before.encode()) if encoding and "utf-8" in encoding else len(before.encode("utf-16-le")) // 2
    place = types.Range(types.Position(3, column), types.Position(3, column + 4))
    change = types.TextDocumentContentChangePartial(range=place, text="Done")
    document = types.VersionedTextDocumentIdentifier(uri=URI, version=2)
    client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
    assert not await findings(client)


@pytest.mark.asyncio
async def test_hover(client):
    hover = await client.text_document_hover_async(types.HoverParams(DOCUMENT, STATE))
    assert "Pass" in hover.contents.value


@pytest.mark.asyncio
async def test_completion(client):
    place = types.Position(4, 14)
    answer = await client.text_document_completion_async(types.CompletionParams(DOCUMENT, place))
    assert {"Type", "Comment"} & {item.label for item in answer.items}


@pytest.mark.asyncio
async def test_definition(client):
    place = types.Position(1, 16)
    answer = await client.text_document_definition_async(types.DefinitionParams(DOCUMENT, place))
    assert answer[0].range.start == types.Position(3, 5)


@pytest.mark.asyncio
async def test_rename(client):
    params = types.RenameParams(new_name="Tidy", text_document=DOCUMENT, position=STATE)
    answer = await client.text_document_rename_async(params)
    # Clients that support versioned changes get the version that the edits apply to.
    edits = answer.changes[URI] if answer.changes else answer.document_changes[0].edits
    assert {edit.range.start.line for edit in edits} == {1, 3}


@pytest.mark.asyncio
async def test_symbols(client):
    answer = await client.text_document_document_symbol_async(types.DocumentSymbolParams(DOCUMENT))
    assert [symbol.name for symbol in answer] == ["Räum 😀 auf", "Done"]


@pytest.mark.asyncio
async def test_code_actions(client):
    found = next(found for found in await findings(client) if found.code == "unknown-state")
    # Some clients send no findings with the request.
    context = types.CodeActionContext(diagnostics=[])
    params = types.CodeActionParams(DOCUMENT, found.range, context)
    answer = await client.text_document_code_action_async(params)
    assert any(action.title == "Change to `Done`" and action.edit for action in answer)


@pytest.mark.asyncio
async def test_formatting(client):
    options = types.FormattingOptions(tab_size=4, insert_spaces=True)
    answer = await client.text_document_formatting_async(types.DocumentFormattingParams(DOCUMENT, options))
    assert answer and all(isinstance(edit, types.TextEdit) for edit in answer)
