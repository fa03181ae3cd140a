"""Whether a text is one: a PDF may show letters that its text layer does not hold.

Fonts without a map to letters, private glyphs, bad recognition and broken encodings give marks
without letters, symbols and foreign letters. Such a page is told as unreadable, never as empty.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec.structs import replace

from prongsai.core.errors import Findings, Place, UnreadableInput
from prongsai.core.extract import Block, Extract, Paragraph
from prongsai.core.patterns import any_of, compiled
from prongsai.core.thai import around, repair, undo_mojibake

_ENOUGH = 60
_MOST_FAULTS = 0.06
_FEWEST_VOWELS = 0.2
# Of the consonants; sound papers have seven times as many, one that was torn rarely more.
_FEWEST_TONES, _MOST_TORN = 0.015, 0.015
_PAGES_SHOWN = 20
_LONGEST_READ = 20_000
_CONSONANT, _MARK, _LEADING = "ก-ฮ", "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e", "เ-ไ"
_VOWELS = frozenset("AEIOUYaeiouy")
# Private glyphs, what stands for none, controls.
_NO_LETTER = (
    (0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x9F), (0xE000, 0xF8FF), (0xFFFD, 0xFFFD),
)  # fmt: skip
# Thai, Latin, numbers and what stands around them on Thai papers; all else is foreign.
_USUAL = (
    (0x09, 0x0D), (0x1C, 0x7E), (0x85, 0x85), (0xA0, 0xBF), (0xD7, 0xD7), (0xF7, 0xF7),
    (0x2B0, 0x2FF), (0x300, 0x36F), (0xE01, 0xE5B), (0x2000, 0x206F), (0x20A0, 0x20BF),
    (0x2100, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x27BF), (0x2900, 0x2BFF), (0x3000, 0x303F),
    (0xE000, 0xF8FF), (0xFF00, 0xFFEF), (0x1F000, 0x1FAFF),
)  # fmt: skip
_THAI, _LATIN = compiled("[\u0e01-\u0e5b]+"), compiled("[A-Za-z]+")
# The usual but for what may be no letter: most texts hold nothing else.
_MAYBE_STRANGE = compiled("[^\t-\r -~\u00a0-\u00bf\u0e01-\u0e5b\u2000-\u206f]")
_GLYPH = "[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u25a1]"
_NUMBERED = "(cid:"
_MAYBE_GLYPHS = compiled(_GLYPH)
# Two at least: one alone is a bullet or a tick of a symbol font.
_GLYPHS = any_of(rf"(?:{_GLYPH}[.,]?){{2,}}", r"(?:\(cid:\d{1,5}\)[.,]?){2,}")
_WORD = compiled(r"[A-Za-z]{2,}")
# Each begins with its rarest letters: one expression of all takes three times as long.
_IMPOSSIBLE = tuple(
    map(
        compiled,
        (
            f"[{_MARK}](?<![{_CONSONANT}{_MARK}\u0e30-\u0e33][{_MARK}])",  # a mark on nothing
            "[\u0e48-\u0e4b]{2,}",  # tones in a row
            f"[{_LEADING}](?![{_CONSONANT}\\s.…])",  # a leading vowel without its consonant
            "[\u0e34-\u0e39][\u0e34-\u0e39\u0e30\u0e32\u0e33]",  # two vowels on one consonant
            "[\u00c0-\u024f](?<=[\u0e01-\u0e4e].)",  # a letter of another alphabet in a word
        ),
    )
)


def refuse_illegible(extract: Extract, name: str) -> Extract:
    """The blocks that can be read, and a finding that names the pages that cannot.

    Errors: UnreadableInput where nothing of the file can be read.
    """
    pages: defaultdict[int | None, list[Block]] = defaultdict(list)
    for block in extract.blocks:
        pages[block.place.page].append(block)
    bad = {page for page, blocks in pages.items() if not is_legible(" ".join(_written(blocks)))}
    if not bad:
        return _tell_glyphs(extract)
    if len(bad) == len(pages):
        raise UnreadableInput("readers/text_undecipherable", place=Place(name))
    findings = Findings(list(extract.findings))
    numbers = sorted(page for page in bad if page is not None)
    shown = ", ".join(map(str, numbers[:_PAGES_SHOWN]))
    findings.warning(
        "readers/unreadable_pages",
        *(Place(name, page=page) for page in numbers[:_PAGES_SHOWN]),
        shown=shown,
    )
    kept = tuple(block for block in extract.blocks if block.place.page not in bad)
    return _tell_glyphs(replace(extract, blocks=kept, findings=tuple(findings.items)))


def _tell_glyphs(extract: Extract) -> Extract:
    """The extract with a finding that quotes runs of glyphs without letters in what can be read."""
    text = "\n".join(_written(extract.blocks))
    is_likely = _NUMBERED in text or _MAYBE_GLYPHS.search(text)
    if not (is_likely and _GLYPHS.search(text)):
        return extract
    places = [
        replace(place, quote=around(text, run.start(), run.end()))
        for text, place in _texts(extract.blocks)
        for run in _GLYPHS.finditer(text)
    ]
    findings = Findings(list(extract.findings))
    findings.warning("readers/letters_not_readable", *places[:_PAGES_SHOWN], count=len(places))
    return replace(extract, findings=tuple(findings.items))


def _written(blocks: Iterable[Block]) -> Iterator[str]:
    """The texts alone: to say where each cell of a sheet stands costs more than to read it."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell for row in block.rows for cell in row.cells)


def _texts(blocks: Iterable[Block]) -> Iterator[tuple[str, Place]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.place
            continue
        for row in block.rows:
            yield from ((cell, row.place_of(at)) for at, cell in enumerate(row.cells))


def is_legible(text: str) -> bool:
    """Whether a text of some length is Thai or English as people write it.

    >>> is_legible("การประเมินคุณธรรมและความโปร่งใส" * 3), is_legible("่ิ้ ์ ๊๋ เ แ" * 20)
    (True, False)
    """
    start = undo_mojibake(text[:_LONGEST_READ])
    return _is_sound(start) or _is_sound(repair(start))


def _is_sound(text: str) -> bool:
    thai, latin = (sum(map(len, letters.findall(text))) for letters in (_THAI, _LATIN))
    strange = sum(map(_strangeness, _MAYBE_STRANGE.findall(text)))
    if thai + latin + strange < _ENOUGH:
        return True
    faults = strange + _count_impossible(text)
    if faults > _MOST_FAULTS * (thai + latin + strange):
        return False
    # Letters of a font taken for others of the alphabet: words without vowels. "Q1" is no word.
    if thai > latin or sum(map(text.count, _VOWELS)) >= _FEWEST_VOWELS * latin:
        return True
    words = Counter("".join(_WORD.findall(text)))
    return sum(words[vowel] for vowel in _VOWELS) >= _FEWEST_VOWELS * words.total()


def is_damaged(text: str) -> bool:
    """Whether a text can be read, but lost so many marks that words may not be found in it.

    >>> is_damaged("ปญหา อุปสรรค ขอเสนอแนะ ไมมี การใชจายงบประมาณ " * 3)
    True
    >>> is_damaged("ดĺาเนินงานแล้ว ผู้รับผิดชอบ ใช้จุายไป ข้อเสนอแนะ " * 3)
    True
    """
    text = repair(text[:_LONGEST_READ])
    letters = sum("\u0e01" <= letter <= "\u0e2e" for letter in text)
    if letters < _ENOUGH:
        return False
    tones = sum("\u0e48" <= letter <= "\u0e4b" for letter in text)
    return tones < _FEWEST_TONES * letters or _count_impossible(text) > _MOST_TORN * letters


def _count_impossible(text: str) -> int:
    return sum(len(fault.findall(text)) for fault in _IMPOSSIBLE)


@lru_cache(maxsize=1024)
def _strangeness(letter: str) -> int:
    """0 for what Thai papers have, 1 for a foreign letter or none, 2 for a control."""
    code = ord(letter)
    is_usual = any(first <= code <= last for first, last in _USUAL)
    return (not is_usual) + any(first <= code <= last for first, last in _NO_LETTER)
