"""A YAML file as plain data, with the line on which each part of it stands.

Tags are refused, so are aliases unless they are asked for: they can make a small file grow without
end. Lines are looked up only where one is asked for.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cached_property, partial
from pathlib import Path as File
from typing import Any, TypeVar

import yaml
from msgspec import Struct

from prongsai.core.errors import Finding, Misuse, Place, Severity, UnreadableInput
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.core.thai import shorten, squeeze
from prongsai.core.yaml_data.declared import Fault, Path, dotted, fault_at, read

Value = TypeVar("Value")
_QUOTED = 60
_DEEPEST = 20
_MOST_NODES = 400_000


class _Written(yaml.CSafeLoader):
    """Nothing and true or false are read; "2023-02-10", "012", "no" and "=" stay as typed."""


class _Texts(yaml.CSafeLoader):
    """Only nothing is read, all else stays as typed."""


for _loader, _tags in (
    (_Written, ("tag:yaml.org,2002:null", "tag:yaml.org,2002:bool")),
    (_Texts, ("tag:yaml.org,2002:null",)),
):
    _loader.yaml_implicit_resolvers = {
        first: [
            (tag, pattern)
            for tag, pattern in resolvers
            if tag in _tags and (not tag.endswith(":bool") or first in "tTfF")
        ]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class Scalars(Enum):
    """What single values become."""

    TYPED = yaml.CSafeLoader  # numbers, days, true, false, nothing
    WRITTEN = _Written
    TEXTS = _Texts


class Document(Struct, dict=True):
    """A file's content.

    Shape:  `text` is "" where only the data are known, so that places have no line; `twice` are
            the faults of names that stand more than once in their mapping.
    """

    file: str
    data: Any
    text: str | bytes = ""
    twice: tuple[Fault, ...] = ()

    def place(self, path: Path = (), quote: str | None = None) -> Place:
        """Where a part stands, or the nearest part around it that is there.

        Shape:  quotes the line where nothing else is given to quote.
        """
        if self._root is None:
            return Place(self.file, quote=quote)
        node, line = self._root, int(self._root.start_mark.line)
        for key in path:
            below = _below(node, key)
            if below is None:
                break
            node, line = below
        return _place(self.file, self._lines, line, quote)

    def findings(
        self, faults: Iterable[Fault], prefix: str = "", fix: Text | None = None
    ) -> Iterator[Finding]:
        """Faults with their places, under codes that begin with `prefix`."""
        for fault in faults:
            yield Finding(
                f"{prefix}_{fault.code}".lstrip("_"),
                fault.severity,
                fault.message,
                (self.place(fault.path),),
                fault.next_step or fix or read_words("yaml_data/correct_line"),
            )

    @cached_property
    def _root(self) -> yaml.Node | None:
        return yaml.compose(self.text, Loader=yaml.CSafeLoader) if self.text else None

    @cached_property
    def _lines(self) -> list[str]:
        return _lines_of(self.text)


def parse(
    text: str | bytes, file: str, scalars: Scalars = Scalars.TYPED, *, aliases: bool = False
) -> Document:
    """The content of a YAML text; names that stand twice are kept to be told.

    Errors: UnreadableInput, with the line, where it is no YAML or grows or nests without end.
    """
    loader = scalars.value
    try:
        _refuse_tricks(text, loader, aliases=aliases)
        reader = loader(text)
        root = reader.get_single_node()
        nodes = _Nodes()
        if root is not None:
            nodes.look(root, ())
        data = None if root is None else reader.construct_document(root)
    except (yaml.YAMLError, ValueError) as error:
        raise _unreadable(error, text, file) from error
    return Document(file, data, text, tuple(nodes.twice))


def _refuse_tricks(text: str | bytes, loader: type[yaml.CSafeLoader], *, aliases: bool) -> None:
    """Look at the file piece by piece, before anything is made of it."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=loader)):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        problem = ""
        if isinstance(event, yaml.AliasEvent) and not aliases:
            problem = "aliases are not used here"
        elif getattr(event, "tag", None) is not None:
            problem = "tags are not used here"
        elif depth > _DEEPEST:
            problem = "nested too deeply"
        elif count > _MOST_NODES:
            problem = "too large"
        if problem:
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


class _Nodes:
    """Every node of a file, those that others refer to counted each time."""

    def __init__(self) -> None:
        self.count = 0
        self.twice: list[Fault] = []

    def look(self, node: yaml.Node, path: Path) -> None:
        """Count what is below a node, and find names that stand twice in one mapping."""
        self.count += 1
        if self.count > _MOST_NODES or len(path) > _DEEPEST:
            problem = "it repeats itself without end"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                name = str(key.value)
                if name in seen:
                    self.twice.append(_twice((*path, name)))
                seen.add(name)
                self.look(value, (*path, name))
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                self.look(value, (*path, number))


def _lines_of(text: str | bytes) -> list[str]:
    written = text if isinstance(text, str) else text.decode("utf-8", "replace")
    return written.splitlines() or [""]


def _place(file: str, lines: list[str], line: int, quote: str | None = None) -> Place:
    """A line, from 0; what is missing at the end of a file is missing on its last line."""
    line = min(line, len(lines) - 1)
    quoted = shorten(squeeze(quote or lines[line]), _QUOTED)
    return Place(file, line=line + 1, quote=quoted or None)


def _twice(path: Path) -> Fault:
    """Of a name that stands twice one value is lost."""
    return fault_at("yaml_data/name_twice", path, at=dotted(path))


def _below(node: yaml.Node, key: str | int) -> tuple[yaml.Node, int] | None:
    """The node under a key, and the line (from 0) on which it begins; of a name's two the last."""
    if isinstance(node, yaml.MappingNode):
        for name, value in reversed(node.value):
            if name.value == str(key):
                return value, int(name.start_mark.line)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        inner = node.value[key]
        return inner, int(inner.start_mark.line)
    return None


def _unreadable(error: Exception, text: str | bytes, file: str) -> UnreadableInput:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", error))
    mark = getattr(error, "problem_mark", None)
    place = Place(file)
    if mark is not None:
        place = _place(file, _lines_of(text), mark.line)
    return UnreadableInput("yaml_data/yaml_invalid", place=place, said=problem)


def load(source: str | bytes) -> Any:
    """The content of a YAML text that we wrote, or that was checked before."""
    return yaml.load(source, Loader=yaml.CSafeLoader)


def read_text(
    text: str,
    file: str,
    kind: type[Value],
    prefix: str,
    check: Callable[[Value], Iterable[Fault]] = lambda _: (),
) -> tuple[Value | None, tuple[Finding, ...]]:
    """A file that is taken whole or not at all: its value, or what is wrong with it.

    Shape:  `check` tells what the parts must be together; `prefix` begins the findings' codes.
    """
    try:
        document = parse(text, file)
    except UnreadableInput as error:
        places = (error.place,) if error.place else ()
        finding = Finding(
            f"{prefix}_not_yaml", Severity.ERROR, error.message, places, error.next_step
        )
        return None, (finding,)
    reading = read(document.data, kind)
    faults = [*document.twice, *reading.faults]
    if reading.value is not None:
        faults += check(reading.value)
    return (None if faults else reading.value), tuple(document.findings(faults, prefix))


def read_shipped(
    path: File, read_file: Callable[[str, str], tuple[Value | None, tuple[Finding, ...]]]
) -> Value:
    """What a file that comes with the program says.

    Errors: Misuse where it is wrong, the fault being ours.
    """
    value, findings = read_file(path.read_text(encoding="utf-8"), path.name)
    if findings or value is None:
        raise Misuse.from_finding(findings[0])
    return value


def read_shipped_folder(
    folder: File, read_file: Callable[[str, str, str], tuple[Value | None, tuple[Finding, ...]]]
) -> Iterator[Value]:
    """What the files of a folder that comes with the program say.

    Shape:  `read_file` takes the name without its ending, the text, and the name.
    Errors: Misuse where one is wrong, the fault being ours.
    """
    for path in folder.glob("*.yaml"):
        yield read_shipped(path, partial(read_file, path.stem))
