"""A kind of announcement from its YAML; every fault is told with file and line.

The texts are data and stay data: braces name one of the fields and nothing else, and they are
filled by replacing, so that no text can reach into the program.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path as File
from typing import Annotated, Any

from msgspec import Meta, Struct, field, to_builtins
from msgspec.structs import asdict

from prongsai.core.announcements.model import (
    FIELDS,
    AnnouncementKind,
    Basis,
    Confidence,
    Each,
    Form,
    Level,
    Readers,
    Renewal,
    Signer,
    TextLine,
    TextPart,
)
from prongsai.core.errors import Finding, Wrong
from prongsai.core.messages import read_words
from prongsai.core.roles import in_words_of_today
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Fault, Filled, Path, fault_at, wanted
from prongsai.core.yaml_data.documents import read_text

SHIPPED = File(__file__).parents[2] / "data" / "announcements"
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 2000
_MOST_LINES = 200
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_BARE = ("name", "purpose")  # what pages alone show; no field is filled there


class _Line(Struct):
    """A line that is more than its text: with lines below it, or a paragraph without a number."""

    item: str | None = None
    subs: tuple[Filled, ...] = ()
    text: str | None = None
    each: Each | None = None

    def __post_init__(self) -> None:
        is_more = self.subs or self.each
        if (self.item is None) is (self.text is None) or (self.text and is_more):
            raise Wrong("announcements/line_shape_unknown")

    def lines(self) -> Iterator[TextLine]:
        if self.text is not None:
            yield TextLine(self.text, Level.TEXT)
            return
        yield TextLine(self.item or "", each=self.each)
        yield from (TextLine(sub, Level.SUB, self.each) for sub in self.subs)


class _Part(Struct):
    lines: Annotated[tuple[Filled | _Line, ...], Meta(min_length=1)]
    heading: str = ""

    def part(self) -> TextPart:
        listed = (
            [TextLine(line)] if isinstance(line, str) else line.lines() for line in self.lines
        )
        return TextPart(self.heading, tuple(line for lines in listed for line in lines))


class _File(Struct):
    """What the YAML of a kind holds, in the words of `Kind`."""

    name: Text
    purpose: Text
    subject: str
    preamble: Annotated[tuple[Filled, ...], Meta(min_length=1)]
    parts: Annotated[tuple[_Part, ...], Meta(min_length=1)]
    readers: Readers
    basis: tuple[Basis, ...] = ()
    closing: tuple[Filled, ...] = ()
    form: Form = Form.ANNOUNCEMENT
    signer: Signer = Signer.CHIEF_EXECUTIVE
    renewal: tuple[Renewal, ...] = ()
    lineages: tuple[
        Annotated[str, Meta(pattern=f"^{_KEY.pattern}$", extra=wanted("announcements/wanted_key"))],
        ...,
    ] = ()
    has_photos: bool = field(default=False, name="photos")
    numbered: bool = False
    carries_measures: bool = False
    poster: tuple[str, ...] = ()
    rank: int = 100


class Kinds(Struct, frozen=True):
    """The kinds of a folder in their order, and what is wrong with the files of others."""

    kinds: tuple[AnnouncementKind, ...]
    findings: tuple[Finding, ...] = ()

    def kind(self, key: str) -> AnnouncementKind | None:
        return next((kind for kind in self.kinds if kind.key == key), None)


@lru_cache(maxsize=1)
def shipped() -> Kinds:
    """The kinds that come with the program."""
    return read_folder(SHIPPED)


def read_folder(folder: File) -> Kinds:
    """The kinds of all YAML files of a folder; a broken file is left out and told."""
    kinds: list[AnnouncementKind] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.yaml")):
        kind, own_findings = read_kind(path.stem, path.read_text(encoding="utf-8"), path.name)
        findings += own_findings
        if kind is not None:
            kinds.append(kind)
    return Kinds(tuple(sorted(kinds, key=lambda kind: (kind.rank, kind.key))), tuple(findings))


def read_kind(
    key: str, text: str, file: str
) -> tuple[AnnouncementKind | None, tuple[Finding, ...]]:
    """A kind from the text of its file; None with findings where anything is wrong.

    Shape:  `key` names the kind, `file` the file in findings.
    """
    content, findings = read_text(
        in_words_of_today(text), file, _File, "announcement", partial(_faults, key)
    )
    if content is None:
        return None, findings
    parts = tuple(part.part() for part in content.parts)
    return AnnouncementKind(**{**asdict(content), "key": key, "parts": parts}), findings


def _faults(key: str, content: _File) -> Iterator[Fault]:
    """What the pieces must be together."""
    if not _KEY.fullmatch(key):
        yield fault_at(
            "announcements/key.file", (), name=key, wanted=read_words("announcements/wanted_key")
        )
    for place, basis in enumerate(content.basis):
        if basis.citation and basis.confidence is not Confidence.UNKNOWN and not basis.source:
            yield fault_at("announcements/no_source", ("basis", place), citation=basis.citation)
    if sum(len(part.part().lines) for part in content.parts) > _MOST_LINES:
        yield fault_at("announcements/many.lines", ("parts",), most=_MOST_LINES)
    for path, text, own in _texts(to_builtins(content), ()):
        yield from _faults_of_text(path, text, own)


_Named = tuple[str, ...]


def _texts(data: Any, path: Path, own: _Named = ()) -> Iterator[tuple[Path, str, _Named]]:
    """Every text with the fields that it may name because its item is repeated."""
    if isinstance(data, str):
        yield path, data, own
    elif isinstance(data, Mapping):
        own = Each(data["each"]).fields if data.get("each") else own
        for name, value in data.items():
            yield from _texts(value, (*path, name), own)
    elif isinstance(data, list | tuple):
        for number, value in enumerate(data):
            yield from _texts(value, (*path, number), own)


def _faults_of_text(path: Path, text: str, own: _Named) -> Iterator[Fault]:
    if len(text) > _LONGEST:
        yield fault_at("announcements/long.text", path, most=_LONGEST)
    fields = () if path[0] in _BARE else (*FIELDS, "basis", *own)
    if strange := strange_braces(text, fields):
        words = f"{strange} → {', '.join(f'{{{name}}}' for name in fields) or '–'}"
        yield fault_at("announcements/field.braces", path, told=words)


def strange_braces(text: str, fields: Iterable[str]) -> str:
    """The first braces of a text that are none of the fields; "" where all are.

    >>> strange_braces("ของ{agency} {agency.name}", ("agency",))
    '{agency.name}'
    """
    known = {f"{{{name}}}" for name in fields}
    return next((braces for braces in _BRACES.findall(text) if braces not in known), "")
