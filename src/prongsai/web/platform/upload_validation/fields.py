"""Does a field of Word act? Its instruction is read as Word reads it: no blank is needed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from prongsai.web.platform.upload_validation.active_content import ActiveContent
from prongsai.web.platform.upload_validation.links import is_harmless

_FIELDS = frozenset(
    {
        "dde", "ddeauto", "includetext", "includepicture", "include", "import", "link", "database",
        "rd", "macro", "macrobutton", "addin", "html", "htmlactivex", "control", "embed", "print",
    }
)  # fmt: skip
_LINK = "hyperlink"
_NAME = re.compile(r"[\W_]*([A-Za-z]+)")
# A text in quotes, whose end may be missing; a switch; a bare word.
_ARGUMENT = re.compile(r'"((?:\\.|[^"\\])*)"?|\\([A-Za-z*@#!])|([^\s"]+)', re.DOTALL)
_ESCAPED = re.compile(r'\\([\\"])')
# A place in the document, a tip, a frame: what follows these is no address.
_NO_ADDRESS = frozenset("lot")
_QUOTES = str.maketrans("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"' * 7)


def check_field(told: str) -> None:
    """Let the instruction of a field through.

    Errors: ActiveContent where it brings something in, runs something, or links to where no
            link may lead.
    """
    plain = _plain(told)
    name = _NAME.match(plain)
    if name is None:
        return
    if name[1].lower() in _FIELDS:
        raise ActiveContent(name[1])
    if name[1].lower() == _LINK:
        for address in _addresses(plain[name.end() :]):
            # A stroke is doubled in a field: once as written, once as meant.
            meant = _ESCAPED.sub(r"\1", address)
            if address.startswith(("\\\\", "//")) or not is_harmless(meant):
                raise ActiveContent(address)


def can_hold_field(told: str) -> bool:
    """Whether a field may stand in another whose instruction so far is `told`.

    Not where it would give the name, or the address of a link: nobody could read them.
    """
    plain = _plain(told)
    if plain.lstrip().startswith("="):
        return True
    name = _NAME.match(plain)
    return name is not None and name.end() < len(plain) and name[1].lower() != _LINK


def _plain(told: str) -> str:
    """The instruction without letters that print nothing, and with quotes of one kind."""
    letters = unicodedata.normalize("NFKC", told.translate(_QUOTES))
    shown = (
        " " if unicodedata.category(letter) == "Cc" else letter
        for letter in letters
        if unicodedata.category(letter) != "Cf"
    )
    return "".join(shown)


def _addresses(told: str) -> Iterator[str]:
    """What a link may lead to: every argument but those of switches that take something else."""
    switch = ""
    for found in _ARGUMENT.finditer(told):
        if found[2] is not None:
            # A switch where an argument was due: readers differ, so what follows is judged.
            switch = "" if switch in _NO_ADDRESS else found[2].lower()
            continue
        if switch not in _NO_ADDRESS:
            yield found[1] if found[1] is not None else found[3]
        switch = ""
