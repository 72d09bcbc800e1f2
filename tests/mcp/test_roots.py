"""No tool reads or writes outside of the folders that the client gives."""

import os

import pytest
from conftest import BROKEN, FIXABLE, failure, ok, session

pytestmark = pytest.mark.anyio

READING = ["check", "fix", "format", "convert_to_jsonata", "draw", "iam_policy", "compare_role"]


def is_outside(message):
    return "is outside of the folders of the client: " in message and "Secret" not in message


async def test_paths_outside_of_the_roots(client, folder):
    (folder / "sub").mkdir()
    secret = folder.parent / "secret.asl.json"
    links = {"link.asl.json": secret, "up": folder.parent, "sub/link.asl.json": folder / "link.asl.json"}
    for link, target in links.items():
        os.symlink(target, folder / link)
    paths = [
        str(secret), "../secret.asl.json", "sub/../../secret.asl.json", "none/../../secret.asl.json", "..", "/",
        "/etc/passwd", "../none.asl.json", *links, "up/secret.asl.json", "up/none.asl.json", f"{folder}2",
    ]
    for path in paths:
        for tool in READING:
            said = await failure(client, tool, path=path)
            assert is_outside(said), (tool, path, said)
    assert is_outside(await failure(client, "compare_role", path="order.asl.json", template=str(secret)))
    before = secret.read_text()
    for path in ["../new.asl.json", "up/new.asl.json", str(folder.parent / "new.asl.json"), "sub/../../new.asl.json"]:
        assert is_outside(await failure(client, "new_state_machine", path=path, write=True))
    assert "already exists" in await failure(client, "new_state_machine", path="sub/../order.asl.json", write=True)
    os.symlink(folder.parent / "new.asl.json", folder / "dangling.asl.json")
    await failure(client, "new_state_machine", path="dangling.asl.json", write=True)
    for tool in ["fix", "format", "convert_to_jsonata"]:
        await failure(client, tool, path="link.asl.json", write=True)
    assert secret.read_text() == before and sorted(os.listdir(folder.parent)) == ["root", "secret.asl.json"]


async def test_links_in_files_lead_nowhere_outside(client, folder):
    (folder.parent / "asl-lint.toml").write_text("[rules]\nunknown-state = 'off'\n")
    (folder.parent / ".git").mkdir()
    os.symlink(folder.parent / "secret.asl.json", folder / "link.asl.json")
    for target in ["../secret.asl.json", "link.asl.json", str(folder.parent / "secret.asl.json")]:
        (folder / "template.yaml").write_text(
            "Transform: AWS::Serverless-2016-10-31\nResources:\n  A:\n    Type: AWS::Serverless::StateMachine\n"
            f"    Properties:\n      DefinitionUri: {target}\n"
        )
        said, found = await ok(client, "check", path=".", advice=True)
        assert "Secret" not in said and {one["path"] for one in found["findings"]} <= {"order.asl.json", "template.yaml"}
        assert "unknown-state" in said, "the configuration is outside"
        for tool in ["fix", "format", "draw", "iam_policy", "compare_role", "convert_to_jsonata"]:
            result = await client.call_tool(tool, {"path": "template.yaml"})
            assert "Secret" not in result.content[0].text, tool
    (folder / "order.asl.json").write_text(FIXABLE)
    (folder.parent / "secret.asl.json").write_text(FIXABLE.replace("Done", "Secret"))
    _, found = await ok(client, "fix", path=".", write=True)
    assert [one["path"] for one in found["files"]] == ["order.asl.json"]
    assert '"Secret", }' in (folder.parent / "secret.asl.json").read_text()


async def test_text_is_read_by_itself(version, folder):
    (folder / "asl-lint.toml").write_text("[rules]\nunknown-state = 'off'\n")
    async with session(version, [folder], cwd=folder) as client:
        for target in ["order.asl.json", f"{folder}/order.asl.json"]:
            template = (
                "Transform: AWS::Serverless-2016-10-31\nResources:\n  A:\n    Type: AWS::Serverless::StateMachine\n"
                f"    Properties:\n      DefinitionUri: {target}\n"
            )
            for name in ["template.yaml", str(folder / "template.yaml")]:
                for tool in ["check", "fix", "draw", "iam_policy"]:
                    result = await client.call_tool(tool, {"text": template, "filename": name})
                    said = result.content[0].text
                    assert "Dnoe" not in said and "flowchart" not in said and "Statement" not in said, (tool, said)
        assert "unknown-state" in (await ok(client, "check", text=BROKEN, filename="order.asl.json"))[0]
        (folder / "template.yaml").write_text(template)
        assert "template.yaml" not in (await ok(client, "check", text=BROKEN, filename="order.asl.json", advice=True))[0]


async def test_several_roots(version, tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.asl.json").write_text(BROKEN)
    async with session(version, [tmp_path / "a", tmp_path / "b", tmp_path / "none"]) as client:
        assert (await ok(client, "check", path="a.asl.json"))[1]["findings"][0]["path"] == "a.asl.json"
        real = os.path.realpath(tmp_path / "b" / "b.asl.json")
        assert (await ok(client, "check", path="b.asl.json"))[1]["findings"][0]["path"] == real
        await ok(client, "check", path="../b/b.asl.json")
        assert is_outside(await failure(client, "check", path=".."))


async def test_changed_roots(version, tmp_path):
    for name in ["a", "b c"]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.asl.json").write_text(BROKEN.replace("Dnoe", name))
    roots = [tmp_path / "a"]
    async with session(version, roots) as client:
        assert "`a`" in (await ok(client, "check", path="x.asl.json"))[0]
        roots[:] = [tmp_path / "b c"]
        if version == "legacy":
            await client.send_roots_list_changed()
        assert "`b c`" in (await ok(client, "check", path="x.asl.json"))[0]
        assert is_outside(await failure(client, "check", path=str(tmp_path / "a" / "x.asl.json")))
        roots.clear()
        assert await failure(client, "check", path="x.asl.json") == "the client gives no folder"


async def test_a_client_without_roots(version, folder):
    async with session(version, None, cwd=folder) as client:
        assert "Dnoe" in (await ok(client, "check", path="order.asl.json"))[0]
        assert is_outside(await failure(client, "check", path="../secret.asl.json"))
    async with session(version, None, folder, cwd="/") as client:
        assert "Dnoe" in (await ok(client, "check", path="order.asl.json"))[0]
        assert is_outside(await failure(client, "check", path="../secret.asl.json"))
    async with session(version, None, cwd="/") as client:
        assert "name the folders in its command line" in await failure(client, "check", path="etc")
    # The roots of the client count, not the folders of the command line.
    async with session(version, [folder], folder.parent) as client:
        assert is_outside(await failure(client, "check", path=str(folder.parent / "secret.asl.json")))
