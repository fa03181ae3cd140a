"""Compare what others count on with what tests/cases/contract tells of it, one entry a line."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click
import yaml

from prongsai.cli.main import group

FOLDER = Path(__file__).parent / "cases" / "contract"
_KINDS = {dict: "object", list: "list", str: "text", bool: "truth", type(None): "null"}
_LANGUAGES = {"th", "en"}
# Years, codes of items and instruments, names of units: keys that the data bring.
_KEY_OF_DATA = re.compile(r"[eio]?\d+|[A-Z]{3}|.*[ก-๛].*")


def assert_kept(name: str, entries: Iterable[str]) -> None:
    """Compare entries with those that are written down; write them down first where asked."""
    path = FOLDER / f"{name}.yaml"
    present = {*entries}
    if os.environ.get("PRONGSAI_WRITE_CONTRACT"):
        lines = (f"- {json.dumps(entry, ensure_ascii=False)}\n" for entry in sorted(present))
        path.write_text("".join(lines), encoding="utf-8")
    agreed = {*written(name)}
    differences = {"gone": sorted(agreed - present), "new": sorted(present - agreed)}
    assert agreed == present, (
        f"If this change is wanted, run `make contract` and commit what it changes in {path.name}"
        f" with the reason; if not, undo it: {differences}"
    )


def written(name: str) -> Any:
    """Read a file of the contract."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def keys_of(documents: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """Give each path in JSON documents of a name, and the kinds of value that stand there."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for name, document in documents:
        for path, kind in _paths(document):
            kinds[f"{name} {path}"].add(kind)
    for path, values in kinds.items():
        yield f"{path}: {' or '.join(sorted(values - {'null'})) or 'null'}"


def _paths(document: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(document, dict) and document.keys() == _LANGUAGES:
        yield path, "text in th and en"
        return
    yield path or ".", _KINDS.get(type(document), "number")
    if isinstance(document, dict):
        for key, value in document.items():
            yield from _paths(value, f"{path}.{'*' if _KEY_OF_DATA.fullmatch(key) else key}")
    elif isinstance(document, list):
        for value in document:
            yield from _paths(value, f"{path}[]")


@cache
def commands() -> Mapping[str, bool]:
    """Name every command, and say whether it prints JSON where asked."""
    return dict(_commands_below(group, ()))


def _commands_below(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    if not isinstance(command, click.Group):
        yield " ".join(words), any("--json" in parameter.opts for parameter in command.params)
        return
    context = click.Context(command)
    for word in command.list_commands(context):
        subcommand = command.get_command(context, word)
        assert subcommand is not None
        yield from _commands_below(subcommand, (*words, word))


def command_of(line: str) -> str:
    """Name the command that a command line calls in full; "" for any other line."""
    return next((name for name in commands() if f"{line} ".startswith(f"{name} ")), "")


class Calls:
    """Call command lines one after the other, each for JSON where its command prints it."""

    def __init__(
        self, cli: Callable[..., Any], lines: Iterable[str], site: str = "", **environment: Any
    ) -> None:
        """Keep the answers by line; `site` is what SITE stands for in a line."""
        self.answers: dict[str, Any] = {}
        for line in lines:
            assert line not in self.answers, line
            words = line.replace("SITE", site).split()
            switch = ["--json"] if commands().get(command_of(line)) else []
            self.answers[line] = cli(*words, *switch, **environment)

    def codes(self) -> Iterator[str]:
        """Give each line with its exit code."""
        return (f"{line} → {answer.code}" for line, answer in self.answers.items())

    def documents(self) -> Iterator[tuple[str, Any]]:
        """Give what was printed as JSON by the command's name; errors under one name for all."""
        for line, answer in self.answers.items():
            name = command_of(line)
            if commands().get(name):
                is_error = isinstance(answer.data, dict) and answer.data.keys() == {"error"}
                yield "an error" if is_error else name, answer.data
