"""The English of the site: gather what is to be translated, merge, compile. No GNU gettext needed.

Thai sentences in templates and Python are the message ids.

    scripts/messages.py gather            bring django.po in line with the sources
    scripts/messages.py merge FILE...     take translations from other .po files, then gather
    scripts/messages.py compile           write django.mo, which make setup does
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from msgspec import Struct

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src/prongsai/web"
PO = WEB / "locale/en/LC_MESSAGES/django.po"
_WIDTH = 100
_STARTED = datetime(2026, 11, 20, tzinfo=UTC)  # a header that changed daily would be noise
# How many leading arguments are texts, and whether the first of them is a context.
_MARKERS = {
    "_": (1, False),
    "gettext": (1, False),
    "gettext_lazy": (1, False),
    "gettext_noop": (1, False),
    "ngettext": (2, False),
    "ngettext_lazy": (2, False),
    "pgettext": (2, True),
    "pgettext_lazy": (2, True),
    "npgettext": (3, True),
}
_LITERAL = r"""(?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATE = re.compile(
    rf"(?<!\w)(_|gettext|ngettext|pgettext|npgettext)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)"
)


class Found(Struct, frozen=True):
    """One message of the sources: a text, or singular and plural, and the file it stands in."""

    context: str | None
    texts: tuple[str, ...]
    file: str


def gathered() -> Catalog:
    """All messages of the sources, untranslated."""
    catalog = Catalog(
        locale="en",
        project="prongsai",
        version="",
        last_translator="Prongsai contributors",
        language_team="English",
        msgid_bugs_address="",
        creation_date=_STARTED,
        revision_date=_STARTED,
        fuzzy=False,
        header_comment="# English of the site. Thai sentences are the ids: scripts/messages.py.",
    )
    for found in _all_found():
        identity = found.texts if len(found.texts) > 1 else found.texts[0]
        catalog.add(identity, locations=[(found.file, 0)], context=found.context)
    return catalog


def kept() -> Catalog:
    """The catalogue as it is in the repository."""
    return _read(PO) if PO.is_file() else Catalog(locale="en")


def updated(old: Catalog, others: Iterable[Catalog] = ()) -> Catalog:
    """The sources' messages with every translation known; later catalogues win."""
    catalog = gathered()
    for source in (old, *others):
        for message in source:
            place = catalog.get(message.id, message.context) if message.id else None
            if place is not None and is_translated(message):
                place.string = _fitting(message.string, plural=isinstance(place.id, list | tuple))
    return catalog


def _fitting(strings: str | Sequence[str], *, plural: bool) -> str | tuple[str, ...]:
    """English for a sentence that lost its plural, or got one."""
    forms = (strings,) if isinstance(strings, str) else tuple(strings)
    return (forms[0], forms[-1]) if plural else forms[0]


def is_translated(message: Message) -> bool:
    """Whether a message has all its strings."""
    strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return all(strings)


def compile_messages() -> None:
    """Write the file that Django reads."""
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, kept())


def _all_found() -> Iterator[Found]:
    for path in sorted((*WEB.rglob("templates/**/*.html"), *WEB.rglob("templates/**/*.txt"))):
        yield from _in_template(path)
    for path in sorted(WEB.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _in_python(path)


def _in_template(path: Path) -> Iterator[Found]:
    name = path.relative_to(ROOT).as_posix()
    marked = templatize(path.read_text(encoding="utf-8"), origin=name)
    for call in _IN_TEMPLATE.finditer(marked):
        texts = tuple(ast.literal_eval(text) for text in re.findall(_LITERAL, call[2]))
        # A percent sign doubled for Python's formatting is one in {% translate %}.
        yield from _message(call[1], texts, name)


def _in_python(path: Path) -> Iterator[Found]:
    name = path.relative_to(ROOT).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            marker = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
            yield from _message(marker, tuple(t for t in texts if isinstance(t, str)), name)


def _message(marker: str, texts: tuple[str, ...], file: str) -> Iterator[Found]:
    count, has_context = _MARKERS.get(marker, (0, False))
    if not count or len(texts) < count:
        return
    chosen = texts[:count]
    context = chosen[0] if has_context else None
    rest = chosen[1:] if has_context else chosen
    if all(rest):
        yield Found(context, rest, file)


def _read(path: Path) -> Catalog:
    text = path.read_text(encoding="utf-8")
    # A list of bare pairs, as people hand them in, has no header.
    if not re.search(r'^msgid ""\s*$\nmsgstr ""\s*$\n"', text, re.MULTILINE):
        text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + text
    return read_po(text.splitlines(keepends=True), locale="en")


def _write(catalog: Catalog) -> None:
    PO.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()  # a fault in the middle leaves the file as it is
    write_po(
        written,
        catalog,
        width=_WIDTH,
        # In an order that no other sentence changes, without its places: two branches do not meet.
        sort_output=True,
        no_location=True,
        ignore_obsolete=True,
    )
    PO.write_bytes(written.getvalue())


def main(arguments: list[str]) -> None:
    """Run one of the commands."""
    match arguments:
        case ["compile"]:
            compile_messages()
        case ["gather"]:
            _write(updated(kept()))
        case ["merge", *files]:
            _write(updated(kept(), [_read(Path(file)) for file in files]))
        case _:
            sys.exit(__doc__)
    if arguments[0] != "compile":
        missing = [message for message in kept() if message.id and not is_translated(message)]
        print(f"{len(kept())} messages, {len(missing)} without English")


if __name__ == "__main__":
    main(sys.argv[1:])
