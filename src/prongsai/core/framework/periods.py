"""The years that elements name, relative to the year that asks; computed where words are shown.

`{year}` is the fiscal year itself, `{year-1}` the one before, and `{2560}` a year that stays, as in
the name of a law or a quoted source.
"""

from collections.abc import Iterator, Mapping
from re import Match
from typing import Any

from prongsai.core.patterns import compiled
from prongsai.core.text import Text

_MARK = compiled(r"\{(?:year([+-]\d)?|(\d{4}))\}")
_BARE = compiled(r"\{[^{}]*\}|(?<!\d)(\d{4})(?!\d)")
_LAWS = ("พ.ร.บ.", "พระราชบัญญัติ", "พระราชกฤษฎีกา", "ระเบียบ", "กฎกระทรวง", " Act", "Regulation")
_YEARS = (range(2400, 2700), range(1900, 2100))


def text_in(text: Text, year: int) -> Text:
    """The words of an element as a fiscal year asks them."""
    return Text(in_year(text.th, year), in_year(text.en, year))


def in_year(words: str, year: int) -> str:
    """The same in one language.

    >>> in_year("ผลของปี {year-1} ตาม พ.ร.บ. {2560}", 2570)
    'ผลของปี 2569 ตาม พ.ร.บ. 2560'
    """
    return _MARK.sub(lambda mark: mark[2] or str(year + int(mark[1] or 0)), words)


def absolute_years(words: str) -> tuple[str, ...]:
    """The years that are written without a mark: another year would ask for them too."""
    return tuple(match[1] for match in _BARE.finditer(words) if _is_year(match))


def _is_year(match: Match[str]) -> bool:
    return match[1] is not None and any(int(match[1]) in years for years in _YEARS)


def relative(words: str, year: int) -> str:
    """The same words with every year marked: files of before 27 November 2026 have none.

    Shape:  the year itself and the one before are said relative to it, but in the name of a law.

    >>> relative("เป็นรายงานผลของปี พ.ศ. 2565", 2566)
    'เป็นรายงานผลของปี พ.ศ. {year-1}'
    """

    def mark(match: Match[str]) -> str:
        if not _is_year(match):
            return match[0]
        before = year - int(match[1])
        is_law = any(law in words[: match.start()] for law in _LAWS)
        if is_law or before not in (0, 1):
            return f"{{{match[1]}}}"
        return "{year-1}" if before else "{year}"

    return _BARE.sub(mark, words)


def texts_in(elements: Any) -> Iterator[tuple[tuple[str, int], dict[str, str]]]:
    """The words of each element of a year's file, with its item and place there.

    Shape:  what is not of its declared type is left out: whoever checks the file says so.
    """
    for code, held in elements.items() if isinstance(elements, dict) else ():
        for place, element in enumerate(held if isinstance(held, list) else ()):
            text = element.get("text") if isinstance(element, dict) else None
            if isinstance(text, dict) and all(isinstance(words, str) for words in text.values()):
                yield (code, place), text


def mark_years(document: Mapping[str, Any], year: int) -> None:
    """Mark the years of a file of elements, in place."""
    for _place, text in texts_in(document.get("elements")):
        text |= {language: relative(words, year) for language, words in text.items()}
