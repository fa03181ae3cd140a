"""Does a formula of Excel call for something outside? Texts and names of sheets are set apart."""

from __future__ import annotations

import re

from prongsai.web.platform.upload_validation.active_content import ActiveContent, UnknownTarget
from prongsai.web.platform.upload_validation.links import is_harmless

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
_LINK = re.compile(r"(?<![A-Za-z_.])HYPERLINK\s*\(\s*", re.IGNORECASE)
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
    if _ACTING.search(_plain(text)) or _OTHER_BOOK.search(text):
        raise ActiveContent(text)
    for link in _LINK.finditer(text):
        literal = _LITERAL.match(text, link.end()) or _TO_A_SITE.match(text, link.end())
        if literal is None:
            raise UnknownTarget(text)
        if not is_harmless(literal[1]):
            raise ActiveContent(literal[1])


def _plain(text: str) -> str:
    """A formula without its texts and names of sheets, read from left to right as Excel does.

    What begins and does not end is judged as it stands.
    """
    kept, at = [], 0
    while found := _PIECE.search(text, at):
        kept.append(text[at : found.start()])
        at = found.end()
        if found[0] == "[":
            at = _after_bracket(text, at)
            kept.append(text[found.start() : at])
        elif found[0][0] == '"':
            kept.append('""')
        else:
            kept.append("'S'" if _OF_A_SHEET.match(text, at) else found[0])
    return "".join((*kept, text[at:]))


def _after_bracket(text: str, at: int) -> int:
    """Where the bracket that has just been opened is closed; where it began if never."""
    depth, begun = 1, at
    while found := _BRACKET.search(text, at):
        at = found.end()
        depth += {"[": 1, "]": -1}.get(found[0], 0)
        if not depth:
            return at
    return begun
