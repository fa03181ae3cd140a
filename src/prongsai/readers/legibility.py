"""Whether a text is one: a PDF may show letters that its text layer does not hold.

Fonts without a map to letters, private glyphs, bad recognition and broken encodings give marks
without letters, symbols and foreign letters. Such a page is told as unreadable, never as empty.
"""

from __future__ import annotations

from collections import defaultdict

from msgspec.structs import replace

from prongsai.core.errors import Findings, Place, UnreadableInput
from prongsai.core.extract import Block, Extract, Paragraph
from prongsai.core.patterns import compiled
from prongsai.core.text import Text
from prongsai.core.thai import repair

_ENOUGH = 60
_MOST_FAULTS = 0.06
_FEWEST_VOWELS = 0.2
_PAGES_SHOWN = 20
_LONGEST_READ = 20_000
_CONSONANT, _MARK, _LEADING = "ก-ฮ", "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e", "เ-ไ"
_THAI = compiled("[\u0e01-\u0e5b]")
_LATIN = compiled("[A-Za-z]")
_VOWEL = compiled("[AEIOUYaeiouy]")
_NO_LETTER = compiled("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f\x7f-\x9f]")
# Neither Thai, Latin, numbers nor what stands around them on Thai papers.
_FOREIGN = compiled(
    "[^\\s!-~\u00a0-\u00bf\u00d7\u00f7\u0e01-\u0e5b\u02b0-\u02ff\u0300-\u036f\u2000-\u206f\u20a0-\u20bf"
    "\u2100-\u214f\u2150-\u218f\u2190-\u21ff\u2200-\u22ff\u2300-\u23ff\u2460-\u27bf\u2900-\u2bff"
    "\u3000-\u303f\uff00-\uffef\ue000-\uf8ff\U0001f000-\U0001faff]"
)
_IMPOSSIBLE = compiled(
    f"(?<![{_CONSONANT}{_MARK}\u0e30-\u0e33])[{_MARK}]"  # a mark on nothing
    "|[\u0e48-\u0e4b]{2,}"  # tones in a row
    f"|[{_LEADING}](?![{_CONSONANT}\\s.…])"  # a leading vowel without its consonant
)


def refuse_illegible(extract: Extract, name: str) -> Extract:
    """The blocks that can be read, and a finding that names the pages that cannot.

    Errors: UnreadableInput where nothing of the file can be read.
    """
    pages: defaultdict[int | None, list[Block]] = defaultdict(list)
    for block in extract.blocks:
        pages[block.place.page].append(block)
    bad = {page for page, blocks in pages.items() if not is_legible(_text_of(blocks))}
    if not bad:
        return extract
    if len(bad) == len(pages):
        raise UnreadableInput(_WHOLE, place=Place(name), next_step=_NEXT_STEP)
    findings = Findings(list(extract.findings))
    numbers = sorted(page for page in bad if page is not None)
    shown = ", ".join(map(str, numbers[:_PAGES_SHOWN]))
    findings.warning(
        "unreadable_pages",
        Text(
            f"หน้า {shown} มีตัวอักษรที่ถอดเป็นข้อความไม่ได้ จึงไม่ทราบว่ามีคะแนนหรือไม่",
            f"the letters of pages {shown} cannot be told as text: whether they hold scores is not"
            " known",
        ),
        *(Place(name, page=page) for page in numbers[:_PAGES_SHOWN]),
        next_step=_NEXT_STEP,
    )
    kept = tuple(block for block in extract.blocks if block.place.page not in bad)
    return replace(extract, blocks=kept, findings=tuple(findings.items))


def is_legible(text: str) -> bool:
    """Whether a text of some length is Thai or English as people write it.

    >>> is_legible("การประเมินคุณธรรมและความโปร่งใส" * 3), is_legible("่ิ้ ์ ๊๋ เ แ" * 20)
    (True, False)
    """
    text = repair(text[:_LONGEST_READ])
    thai, latin = len(_THAI.findall(text)), len(_LATIN.findall(text))
    strange = len(_NO_LETTER.findall(text)) + len(_FOREIGN.findall(text))
    if thai + latin + strange < _ENOUGH:
        return True
    faults = strange + len(_IMPOSSIBLE.findall(text))
    if faults > _MOST_FAULTS * (thai + latin + strange):
        return False
    # Letters of a font taken for others of the alphabet: words without vowels.
    return thai > latin or len(_VOWEL.findall(text)) >= _FEWEST_VOWELS * latin


def _text_of(blocks: list[Block]) -> str:
    parts = (
        [block.text]
        if isinstance(block, Paragraph)
        else [cell for row in block.rows for cell in row.cells]
        for block in blocks
    )
    return " ".join(text for texts in parts for text in texts)


_WHOLE = Text(
    "แฟ้มมีตัวอักษรที่ถอดเป็นข้อความไม่ได้ (แบบอักษรหรือรหัสเสีย) จึงไม่ทราบว่ามีคะแนนหรือไม่",
    "the file's letters cannot be told as text (a broken font or encoding): whether it holds scores"
    " is not known",
)
_NEXT_STEP = Text(
    "ขอแฟ้มต้นฉบับ (Word, Excel) หรือกรอกในแบบฟอร์มจาก prongsai template scores",
    "get the original (Word, Excel), or fill in the sheet of prongsai template scores",
)
