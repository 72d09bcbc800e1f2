"""Calls the command line, and returns its output as Python objects."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from typing import Any, Literal, Mapping, Optional, Sequence, Tuple, Union

from ._binary import find

Source = Union[str, "os.PathLike[str]", Mapping[str, Any]]
"""A path, the text of a definition or template, or a definition as a `dict`.

A `str` with a line break or a `{` is text, and any other `str` is a path. A `Path` is always a path.
"""


class AslLintError(Exception):
    """A source could not be read, or an option is invalid."""


@dataclass(frozen=True)
class Position:
    """A position in a file. `line` and `column` count from 1, the column in characters; `offset` counts bytes from 0."""

    line: int
    column: int
    offset: int


@dataclass(frozen=True)
class Range:
    """A part of a file. The end is not part of it."""

    start: Position
    end: Position


@dataclass(frozen=True)
class Related:
    """Another part of the file that is involved in a finding."""

    message: str
    range: Range


@dataclass(frozen=True)
class Edit:
    """A replacement of the bytes from `offset` to `end` of a file."""

    offset: int
    end: int
    text: str


@dataclass(frozen=True)
class Fix:
    """A change that fixes a finding. A `suggested` one needs a review."""

    title: str
    applicability: Literal["safe", "suggested"]
    edits: Tuple[Edit, ...]


@dataclass(frozen=True)
class Finding:
    """A problem. Its fields are those of `asl-lint check --format json`."""

    path: str
    rule: str
    severity: Literal["error", "warning", "info"]
    message: str
    range: Range
    notes: Tuple[str, ...]
    help: Optional[str]
    related: Tuple[Related, ...]
    url: str
    fingerprint: str
    pointer: Optional[str]
    definition: Optional[str]
    aws_code: Optional[str]
    aws_location: Optional[str]
    fix: Optional[Fix]

    def __str__(self) -> str:
        start = self.range.start
        return f"{self.path}:{start.line}:{start.column}: {self.severity}[{self.rule}] {self.message}"


def check(
    source: Source,
    *,
    filename: Optional[str] = None,
    type: Literal["standard", "express", None] = None,
    advice: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    config: Optional[str] = None,
) -> list[Finding]:
    """Returns the findings in a file, a folder or a text.

    `filename` is the name to assume for a text, which determines its language. `type` is the workflow type if no
    template sets it. `advice` includes findings of severity `info`. `select` and `ignore` name rules and groups.
    `config` is the configuration file instead of the nearest `asl-lint.toml`.

    Raises `AslLintError` if the source cannot be read or an option is invalid.
    """
    options = ["--format", "json", "--exit-zero"]
    if type is not None:
        options += ["--type", type]
    if advice:
        options.append("--advice")
    if config is not None:
        options += ["--config", config]
    options += [part for rule in select for part in ("--select", rule)]
    options += [part for rule in ignore for part in ("--ignore", rule)]
    return [_finding(value) for value in json.loads(_run("check", options, source, filename))]


def fix(source: Source, *, filename: Optional[str] = None, suggested: bool = False) -> str:
    """Returns a file or a text with safe fixes applied. The file itself is not changed.

    `suggested` also applies fixes that need a review.

    Raises `AslLintError` if the source cannot be read.
    """
    text = _text(source)
    if text is None:
        filename = filename or os.fspath(source)  # type: ignore[arg-type]
        try:
            with open(source, encoding="utf-8", newline="") as file:  # type: ignore[arg-type]
                text = file.read()
        except (OSError, UnicodeDecodeError) as error:
            raise AslLintError(f"{source}: {error}") from error
    return _run("check", ["--fix=suggested" if suggested else "--fix", "--exit-zero"], text, filename)


def graph(
    source: Source, *, format: Literal["mermaid", "dot", "svg"] = "mermaid", name: Optional[str] = None
) -> str:
    """Returns a drawing of a definition. `name` is the resource to draw, if a template has several.

    Raises `AslLintError` if the source cannot be read.
    """
    options = ["--format", format] + ([] if name is None else ["--name", name])
    return _run("graph", options, source, None)


def _run(command: str, options: list[str], source: Source, filename: Optional[str]) -> str:
    text = _text(source)
    if text is None:
        options = [*options, "--", os.fspath(source)]  # type: ignore[arg-type]
    else:
        if command == "check":
            options = [*options, "--stdin-filename", filename or _filename(text)]
        options = [*options, "--", "-"]
    run = subprocess.run(
        [find("asl-lint"), command, *options],
        input=(text or "").encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Annotations of GitHub Actions are for the command line.
        env={key: value for key, value in os.environ.items() if key != "GITHUB_ACTIONS"},
    )
    if run.returncode != 0:
        raise AslLintError(run.stderr.decode(errors="replace").strip())
    return run.stdout.decode()


def _text(source: Source) -> Optional[str]:
    """The text of a source, or `None` if it is a path."""
    if isinstance(source, Mapping):
        return json.dumps(source, indent=2)
    is_text = isinstance(source, str) and ("\n" in source or "{" in source)
    return source if is_text else None  # type: ignore[return-value]


def _filename(text: str) -> str:
    return "definition.asl.json" if text.lstrip().startswith("{") else "definition.asl.yaml"


def _finding(value: dict[str, Any]) -> Finding:
    return Finding(
        path=value["path"],
        rule=value["rule"],
        severity=value["severity"],
        message=value["message"],
        range=_range(value["range"]),
        notes=tuple(value["notes"]),
        help=value.get("help"),
        related=tuple(Related(one["message"], _range(one["range"])) for one in value["related"]),
        url=value["url"],
        fingerprint=value["fingerprint"],
        pointer=value.get("pointer"),
        definition=value.get("definition"),
        aws_code=value.get("aws_code"),
        aws_location=value.get("aws_location"),
        fix=_fix(value["fix"]) if "fix" in value else None,
    )


def _fix(value: dict[str, Any]) -> Fix:
    return Fix(value["title"], value["applicability"], tuple(Edit(**edit) for edit in value["edits"]))


def _range(value: dict[str, Any]) -> Range:
    return Range(Position(**value["start"]), Position(**value["end"]))
