"""Thai text as people type it, scan it and extract it: digits, repairs, comparison keys.

Source: the faults were collected from five municipal documents and from PDF text layers;
each rule has an example in tests/core/test_thai.py.
"""

import re
import unicodedata
from functools import lru_cache

from prongsai.core.patterns import compiled

# Thai digits, and the wide ones that some office programs type, with their points.
_TO_ARABIC = str.maketrans(
    "๐๑๒๓๔๕๖๗๘๙\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0e\uff0c\uff05",
    "01234567890123456789.,%",
)
# Looking is twenty times cheaper than translating, and most texts have none.
_NOT_ARABIC = compiled("[๐-๙\uff10-\uff19\uff0e\uff0c\uff05]")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

_UPPER = "\u0e31\u0e34-\u0e37\u0e47\u0e4d"
_LOWER = "\u0e38-\u0e3a"
_TONE = "\u0e48-\u0e4c"
_MARK = f"{_UPPER}{_LOWER}{_TONE}\u0e4e"

# Glyph numbers that old Thai fonts put into the private-use area.
_PRIVATE_USE = {
    0xF700: "ฐ", 0xF701: "\u0e34", 0xF702: "\u0e35", 0xF703: "\u0e36", 0xF704: "\u0e37",
    0xF705: "\u0e48", 0xF706: "\u0e49", 0xF707: "\u0e4a", 0xF708: "\u0e4b", 0xF709: "\u0e4c",
    0xF70A: "\u0e48", 0xF70B: "\u0e49", 0xF70C: "\u0e4a", 0xF70D: "\u0e4b", 0xF70E: "\u0e4c",
    0xF70F: "ญ", 0xF710: "\u0e31", 0xF711: "\u0e4d", 0xF712: "\u0e47", 0xF713: "\u0e48",
    0xF714: "\u0e49", 0xF715: "\u0e4a", 0xF716: "\u0e4b", 0xF717: "\u0e4c", 0xF718: "\u0e38",
    0xF719: "\u0e39", 0xF71A: "\u0e3a",
}  # fmt: skip

# What a text may hold and no page shows: Unicode's "default ignorable" code points and format
# controls, and letters and signs that are drawn as nothing (fillers, the empty Braille cell).
_UNSEEN = (
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffc\U000110bd\U000110cd\U00013430-\U00013455\U00016fe4\U0001bca0-\U0001bca3"
    "\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Small pictures beside words; boxes and marks of what is ticked (🗸) are none.
_PICTURES = "\U0001f000-\U0001f5f3\U0001f5fb-\U0001faff"
# Control characters but those that are blanks.
_CONTROLS = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"

_REPAIRS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (compiled(pattern), replacement)
    for pattern, replacement in (
        (f"[{_UNSEEN}]", ""),
        (f"[{_PICTURES}]", " "),
        ("[\u00a0\u2007\u202f]", " "),
        ("เเ", "แ"),
        # A vowel aa cannot open a word: "ด าเนินการ" lost the ring of its sara am.
        (f"(?<=[ก-ฮ{_TONE}])[ \t]+\u0e32", "\u0e33"),
        # From the first blank on: tried from each, a long run of blanks takes its square in time.
        (f"(?<![ \t\r\n])[ \t\r\n]+(?=[{_MARK}\u0e33])", ""),
        (f"([{_TONE}])([{_UPPER}{_LOWER}])", r"\2\1"),
        # A PDF writer's own letter for the ring of sara am.
        ("(?<=[ก-ฮ])[A-Za-z\u00c0-\u024f\u02b0-\u02ff]\\s?\u0e32", "\u0e33"),
        ("\u0e4d([\u0e48-\u0e4b]?)\u0e32", "\\1\u0e33"),
        ("([\u0e48-\u0e4b])\u0e4d\u0e32", "\\1\u0e33"),
        ("\u0e33([\u0e48-\u0e4b])", "\\1\u0e33"),
        ("\u0e33\u0e32", "\u0e33"),
        (f"([{_MARK}])\\1+", r"\1"),
        # A cluster printed twice; "ที่ที่" is sound ("สถานที่ที่ให้บริการ").
        (f"(?!ที่ที่)([ก-ฮ][\u0e31\u0e34-\u0e39][{_TONE}])\\1", r"\1"),
    )
)
# All that any of these mends, for most texts are sound. Each begins with its rarest letters, which
# Python looks for many times faster than for one of several expressions.
_MAY_BE_BROKEN = tuple(
    map(
        compiled,
        (
            f"[{_UNSEEN}{_PICTURES}\u00a0\u2007\u202f\u0e4d]",
            "เเ",
            f"[ \t\r\n][{_MARK}\u0e32\u0e33]",
            f"[{_TONE}][{_UPPER}{_LOWER}]",
            "[A-Za-z\u00c0-\u024f\u02b0-\u02ff]\\s?\u0e32",
            "\u0e33[\u0e48-\u0e4b\u0e32]",
            f"([{_MARK}])\\1",
            f"[{_TONE}](?<=([ก-ฮ][\u0e31\u0e34-\u0e39][{_TONE}]))\\1",
        ),
    )
)
# A vowel that stands before its consonant, or anything that is no Thai: a cut there is clean.
_OPENS_SYLLABLE = compiled("[เแโใไ]|[^\u0e01-\u0e4e]")
# Dots that lead to a page number ("บทนำ ······ 1") are no letters.
_LEADER = compiled("([\u00a1-\u00fb])(?:\\s?\\1){2,}")
_LONGEST_CELL = 300
# The dotted line of a form on which a number was typed: "...86.89...".
_DOTTED_LINE = compiled(r"(?<![\d.])(?:\.{3,}|…+)(?=\d)|(?<=\d)(?:\.{2,}|…+)(?![\d.])")
_OLD_FONT = compiled("[\uf700-\uf71a]")
_LATIN_LETTER, _THAI_LETTER = compiled("[\u00a1-\u00fb]"), compiled("[\u0e01-\u0e5b]")
_SARA_AM = "\u0e33"
_BEFORE_CONSONANT = " เแโใไ"
_IS_MARK = compiled(f"[{_MARK}]")
_PRINTS_NOTHING = compiled(f"[{_UNSEEN}{_CONTROLS}]")
_NOT_COMPARED = compiled("[\u0e47-\u0e4e\\s.\\-_–—,()\\[\\]'\"“”‘’:;/|ฯ*#•❖]")


def arabic_digits(text: str) -> str:
    """Thai and full-width digits as Arabic ones; all else untouched."""
    return text.translate(_TO_ARABIC) if _NOT_ARABIC.search(text) else text


def thai_digits(text: str) -> str:
    """Arabic digits as Thai ones; all else untouched."""
    return text.translate(_TO_THAI)


def repair(text: str) -> str:
    """Mend what scanners, old fonts and PDF writers do to Thai.

    >>> repair("ด าเนินการ สํานักงาน เเละ")
    'ดำเนินการ สำนักงาน และ'
    """
    if ".." in text or "…" in text:
        text = _DOTTED_LINE.sub(" ", text)
    if text.isascii():
        return text
    # A table's cells are mended by each who looks at them; long texts are not worth the memory.
    return _mended_cell(text) if len(text) <= _LONGEST_CELL else _mended(text)


def _mended(text: str) -> str:
    text = undo_mojibake(text)
    if _OLD_FONT.search(text):
        text = text.translate(_PRIVATE_USE)
    if any(fault.search(text) for fault in _MAY_BE_BROKEN):
        for pattern, replacement in _REPAIRS:
            text = pattern.sub(replacement, text)
    return unicodedata.normalize("NFC", text)


_mended_cell = lru_cache(maxsize=4096)(_mended)


@lru_cache(maxsize=4096)
def skeleton(text: str) -> str:
    """A comparison key: no tones, spaces or punctuation, Arabic digits, sara am as aa.

    >>> skeleton("การ เปิดเผยข้อมูล") == skeleton("การเปิดเผยขอมูล")
    True
    """
    mended = arabic_digits(repair(text)).lower().replace("\u0e33", "\u0e32")
    return _NOT_COMPARED.sub("", _PRINTS_NOTHING.sub("", mended))


def printed(text: str) -> str:
    """A name or title as a page prints it: one mended line, no letters that print nothing.

    Shape:  what is kept and compared is what is seen, else two could look alike.

    >>> printed("\u2063นายก\u3164เทศมนตรี ")
    'นายกเทศมนตรี'
    """
    # Once more: what stood apart by such letters may be mended now.
    return squeeze(_PRINTS_NOTHING.sub("", repair(_PRINTS_NOTHING.sub("", text))))


def has_letter(text: str) -> bool:
    """Whether a letter or a digit is to be seen in a text.

    >>> has_letter("๑/๒๕๖๙"), has_letter("\u3164 - \u2063")
    (True, False)
    """
    return any(letter.isalnum() for letter in printed(text))


def states_reason(text: str) -> bool:
    """Whether a text has as many letters as the shortest reason, "typo" or "จะแก้"."""
    return sum(letter.isalpha() for letter in printed(text)) >= len("typo")


def squeeze(text: str) -> str:
    """One space for every run of white space, none at the ends."""
    return " ".join(text.split())


def mend_line(text: str) -> str:
    """A mended text on one line."""
    return _mended_line(text) if len(text) <= _LONGEST_CELL else squeeze(repair(text))


@lru_cache(maxsize=4096)
def _mended_line(text: str) -> str:
    return squeeze(repair(text))


def shorten(text: str, letters: int) -> str:
    """A text cut to at most `letters` letters, never between a letter and its marks.

    >>> shorten("ปลัดเทศบาล", 4)
    'ปลัด…'
    """
    if len(text) <= letters:
        return text
    shown = 0
    for position, character in enumerate(text):
        if character != _SARA_AM and not _IS_MARK.match(character):
            shown += 1
        if shown > letters:
            return text[:position].rstrip(_BEFORE_CONSONANT) + "…"
    return text


def around(text: str, start: int, end: int, letters: int = 40) -> str:
    """What a reader needs to see of `text[start:end]`: whole words before it, on one line.

    Shape: begins at the first space within `letters` letters but not in the last half of them,
           else between two syllables; "…" marks what was cut.
    """
    first = max(0, start - letters)
    if first == 0:
        return squeeze(text[:end])
    if space := re.search(r"\s", text[first : start - letters // 2]):
        first += space.end()
    elif clean := _OPENS_SYLLABLE.search(text, first, start):
        first = clean.start()
    return f"…{squeeze(text[first:end])}"


def passage(text: str, start: int, letters: int) -> str:
    """Some `letters` letters on both sides of a place, cut at spaces, else between syllables.

    >>> passage("แผนพัฒนาท้องถิ่นของเทศบาล", 0, 18)
    'แผนพัฒนาท้องถิ่นของ…'
    """
    end = start + letters
    # A few letters more are shorter than the mark of a cut is worth.
    if len(text) - end <= letters // 4:
        return around(text, start, len(text), letters)
    space = text.rfind(" ", start + letters // 2, end)
    opens = [cut.start() for cut in _OPENS_SYLLABLE.finditer(text, start + 1, end + 2)]
    end = space if space > 0 else opens[-1] if opens else end
    return f"{around(text, start, end, letters)}…"


def undo_mojibake(text: str) -> str:
    """Thai bytes that somebody decoded as Latin-1, line by line."""
    if not _LATIN_LETTER.search(text):
        return text
    return "\n".join(_undo_mojibake_line(line) for line in text.split("\n"))


def _undo_mojibake_line(line: str) -> str:
    letters = _LEADER.sub("", line)
    latin = len(_LATIN_LETTER.findall(letters))
    # Five letters and twice the Thai: an English word with an accent is left alone.
    if latin < 5 or latin < 2 * len(_THAI_LETTER.findall(line)):  # noqa: PLR2004
        return line
    return "".join(_thai_byte(character) for character in line)


def _thai_byte(character: str) -> str:
    try:
        byte = character.encode("latin-1")
        return byte.decode("cp874") if byte[0] >= 0x80 else character  # noqa: PLR2004
    except UnicodeError:
        return character
