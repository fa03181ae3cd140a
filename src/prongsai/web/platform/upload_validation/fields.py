"""Whether a field of Word acts, or a formula of Excel calls for something outside.

A field is read as Word reads it: no blank is needed. Texts and names of sheets are set apart.
"""

import re
import unicodedata
from collections.abc import Iterator

from prongsai.web.platform.upload_validation.links import is_harmless

_SHOWN = 60


class ActiveContent(Exception):  # noqa: N818 - named for what was found
    """Something in the file acts, or brings in what does; `what` names it."""

    def __init__(self, *what: str) -> None:
        """Keep the beginning of each word, for a hostile one may be long."""
        super().__init__(" ".join(word[:_SHOWN] for word in what))


class UnknownTarget(ActiveContent):
    """A link that a formula puts together: nobody can say where it leads."""


class Unreadable(Exception):  # noqa: N818 - named for what was found
    """The file is not as Office writes it; the argument names where."""


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


def check_field(instruction: str) -> None:
    """Let the instruction of a field through.

    Errors: ActiveContent where it brings something in, runs something, or links to where no
            link may lead.
    """
    plain = _plain(instruction)
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


def can_hold_field(instruction: str) -> bool:
    """Whether a field may stand in another whose instruction so far is `instruction`.

    Not where it would give the name, or the address of a link: nobody could read them.
    """
    plain = _plain(instruction)
    if plain.lstrip().startswith("="):
        return True
    name = _NAME.match(plain)
    return name is not None and name.end() < len(plain) and name[1].lower() != _LINK


def _plain(instruction: str) -> str:
    """The instruction without letters that print nothing, and with quotes of one kind."""
    letters = unicodedata.normalize("NFKC", instruction.translate(_QUOTES))
    shown = (
        " " if unicodedata.category(letter) == "Cc" else letter
        for letter in letters
        if unicodedata.category(letter) != "Cf"
    )
    return "".join(shown)


def _addresses(instruction: str) -> Iterator[str]:
    """What a link may lead to: every argument but those of switches that take something else."""
    switch = ""
    for match in _ARGUMENT.finditer(instruction):
        if match[2] is not None:
            # A switch where an argument was due: readers differ, so what follows is judged.
            switch = "" if switch in _NO_ADDRESS else match[2].lower()
            continue
        if switch not in _NO_ADDRESS:
            yield match[1] if match[1] is not None else match[3]
        switch = ""


# Each fetches, runs, or asks a service; CUBE... asks a server of figures.
_ACTING = re.compile(
    r"(?<![A-Za-z_])(?:_xl(?:fn|ws|udf)\.|_xldudf_)*"
    r"(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|IMAGE|FILTERXML|SQL\.REQUEST|STOCKHISTORY|PY"
    r"|COPILOT|TRANSLATE|DETECTLANGUAGE|CUBE[A-Z]+|DDE|INITIATE|EXECUTE|POKE|REQUEST)\s*\)?\s*\("
    r"|_xleta\."
    # DDE: a program, a topic and an item, such as cmd|'/c x'!A1. Excel has no other use for it.
    r"|\|",
    re.IGNORECASE,
)
_HYPERLINK = re.compile(r"(?<![A-Za-z_.])HYPERLINK\s*\(\s*", re.IGNORECASE)
_TO_A_SITE = re.compile(r'"(https?://[^"\\]+/[^"]*)"', re.IGNORECASE)  # what is joined is its page
_LITERAL = re.compile(r'"((?:[^"]|"")*)"\s*[,)]')
# Another book on a disk or at an address, named where the formula stands.
_OTHER_BOOK = re.compile(r"'(?:[^']|'')*(?:\\\\|//|:[\\/])(?:[^']|'')*'\s*!")
_PIECE = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|\[')
_OF_A_SHEET = re.compile(r"\s*!")
# In the brackets of a table, one stroke sets off the next letter.
_BRACKET = re.compile(r"'.|[\[\]]", re.DOTALL)


def check_formula(text: str) -> None:
    """Refuse a formula that acts.

    Errors: ActiveContent where it calls for something outside or links to where no link may
            lead; UnknownTarget where nobody can say where its link leads.
    """
    if _ACTING.search(_without_texts(text)) or _OTHER_BOOK.search(text):
        raise ActiveContent(text)
    for link in _HYPERLINK.finditer(text):
        literal = _LITERAL.match(text, link.end()) or _TO_A_SITE.match(text, link.end())
        if literal is None:
            raise UnknownTarget(text)
        if not is_harmless(literal[1]):
            raise ActiveContent(literal[1])


def _without_texts(text: str) -> str:
    """A formula without its texts and names of sheets, read from left to right as Excel does.

    What begins and does not end is judged as it stands.
    """
    kept, at = [], 0
    while match := _PIECE.search(text, at):
        kept.append(text[at : match.start()])
        at = match.end()
        if match[0] == "[":
            at = _after_bracket(text, at)
            kept.append(text[match.start() : at])
        elif match[0][0] == '"':
            kept.append('""')
        else:
            kept.append("'S'" if _OF_A_SHEET.match(text, at) else match[0])
    return "".join((*kept, text[at:]))


def _after_bracket(text: str, at: int) -> int:
    """Where the bracket that has just been opened is closed; where it began if never."""
    depth, begun = 1, at
    while match := _BRACKET.search(text, at):
        at = match.end()
        depth += {"[": 1, "]": -1}.get(match[0], 0)
        if not depth:
            return at
    return begun
