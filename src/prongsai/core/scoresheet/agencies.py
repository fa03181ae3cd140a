"""Names of agencies in a text, and which of them is the document's own."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Paragraph
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.vocabulary import left_over
from prongsai.core.thai import repair, skeleton, squeeze

# In full and as it is abbreviated.
_KINDS = {
    "องค์การบริหารส่วนตำบล": "อบต", "องค์การบริหารส่วนจังหวัด": "อบจ", "เทศบาลตำบล": "ทต",
    "เทศบาลเมือง": "ทม", "เทศบาลนคร": "ทน",
    # As text layers of PDF without their sara am have it.
    "เทศบาลตาบล": "ทต ", "องค์การบริหารส่วนตาบล": "อบต ",
    "โรงพยาบาล": "รพ", "โรงเรียน": "รร", "สถานีตำรวจภูธร": "สภ",
}  # fmt: skip
# Whose mayor is addressed: "นายกเทศมนตรีตำบล…".
_OF_MAYORS = {
    "เทศมนตรีตำบล": "เทศบาลตำบล", "เทศมนตรีเมือง": "เทศบาลเมือง", "เทศมนตรีนคร": "เทศบาลนคร",
}  # fmt: skip
_OTHER_KINDS = (
    "ศูนย์พัฒนาเด็กเล็ก", "มหาวิทยาลัย", "ราชวิทยาลัย", "วิทยาลัย", "สถาบัน", "กรม", "กองทุน", "กองทัพ", "ศาล",
    "ธนาคาร", "การไฟฟ้า", "การประปา", "การท่าเรือ", "การท่องเที่ยว", "การรถไฟ", "การกีฬา", "การเคหะ",
    "การยาง", "สำนักงานสาธารณสุข", "สำนักงานเขต", "สำนักงานจังหวัด", "สำนักงานท้องถิ่น", "สำนักงาน",
    "ที่ว่าการอำเภอ", "บริษัท", "องค์การ",
    *_OF_MAYORS,
)  # fmt: skip
_SHORT_KINDS = {short: kind for kind, short in _KINDS.items()}
# No name begins with these: "เทศบาลตำบลทุกแห่ง", "กรมหรือเทียบเท่า".
_NO_NAMES = (
    "ประจำ", "ควร", "ต้อง", "ทุก", "และ", "หรือ", "ของ", "ได้", "แห่ง", "ทั้ง", "จึง", "โดย", "อื่น", "ขนาด",
    "สามัญ", "ทั่วประเทศ", "ต่าง", "ที่มี", "ที่ได้", "ที่เข้า", "ในสังกัด", "ในจังหวัด", "ในอำเภอ", "ในเขต",
    "เข้ารับ", "มหาชน", "บริหารส่วน",
)  # fmt: skip
# Where a name ends though letters follow.
_STOPS = (
    "ซึ่ง", "ได้คะแนน", "ได้รับ", "ได้ผล", "ได้เข้า", "ได้ระดับ", "ได้", "มีผล", "มีคะแนน", "มีระดับ", "มีค่า",
    "ที่ได้", "ที่มี", "ที่อยู่", "ประจำปี", "ผลคะแนน", "คะแนน", "อยู่ใน", "ผ่าน", "คว้า", "เข้ารับ", "โดย", "พบว่า",
    "ประกาศ", "เป็น", "ขอ", "สังกัด", "ตั้งใจ", "ตั้งเป้า", "คาด", "ควร", "ต้อง", "อาจ", "ไม่", "ยัง", "จะ",
)  # fmt: skip
_NO_TONE = compiled("[^ก-ฮ่้๊๋]")
_LETTERS = "[ก-ฺเ-๎]"
_SHORTEST = 6

_NAME_ENDS = rf"(?=[^ก-ฺเ-๎-]|$|{'|'.join(_STOPS)})"


def _pattern() -> str:
    kinds = "|".join(sorted((*_KINDS, *_OTHER_KINDS), key=len, reverse=True))
    shorts = "|".join(_SHORT_KINDS)
    no_names = "|".join(_NO_NAMES)
    name = rf"(?!{no_names}){_LETTERS}{{2,40}}?(?:-{_LETTERS}{{2,30}})?(?:\s\d{{1,3}})?"
    offices = r"สำนักงาน(?:คณะกรรมการ\s?(?:ป้องกัน|ป\.)|ปลัด|ใหญ่|เทศบาล|กลาง|อัตโนมัติ|ของ)"
    kind = rf"(?:(?:{kinds})|(?:(?<![ก-ฮ])|(?<=ของ))(?:{shorts})\.\s?)"
    return rf"(?!{offices}){kind}{name}{_NAME_ENDS}"


_NAMED = compiled(_pattern())

_OWN = "\x01"
_WITH_PLACE = compiled(
    rf"{_OWN}(?:\s*(?:ตำบล|อำเภอ|จังหวัด|ต\.|อ\.|จ\.|สังกัด|กระทรวง|มหาวิทยาลัย|กรม|สำนักงาน)\s?{_LETTERS}{{2,40}})*"
)

# "ศูนย์พัฒนาเด็กเล็กเทศบาลตำบล…" is not the municipality, nor is what belongs to it.
_LONGER = compiled(rf"([ก-๎]{{2,60}}){_OWN}")
_WITHIN = compiled(rf"(?:สังกัด|ภายใน|พื้นที่|เขต)\s*{_OWN}")


def names_in(text: str) -> Iterator[re.Match[str]]:
    """Every agency that a text names."""
    return _NAMED.finditer(text)


@lru_cache(maxsize=4096)
def is_a_name(text: str) -> bool:
    """Whether a text is an agency's name and nothing more."""
    return _NAMED.fullmatch(text.strip()) is not None


_KIND_KEYS = tuple(skeleton(kind) for kind in (*_KINDS, *_OTHER_KINDS))


@lru_cache(maxsize=4096)
def is_kind_alone(text: str) -> bool:
    """Whether a text is the kind of an agency whose name stands elsewhere, as in the next line."""
    return _key(text) in _KIND_KEYS


@lru_cache(maxsize=8192)
def _key(name: str) -> str:
    """A name as it is compared: its kind in full, no blanks, tones or signs."""
    plain = skeleton(name)
    for short, kind in (*_SHORT_KINDS.items(), *_OF_MAYORS.items()):
        if plain.startswith(skeleton(short)):
            return skeleton(kind) + plain[len(skeleton(short)) :]
    return plain


def _kind(name: str) -> str:
    """The word for its kind that a name begins with."""
    key = _key(name)
    return max((kind for kind in _KIND_KEYS if key.startswith(kind)), key=len, default="")


def _in_full(text: str) -> str:
    """A text with the kinds of agencies in full."""
    kinds = {f"{short}.": kind for short, kind in _SHORT_KINDS.items()}
    for other, kind in (kinds | _OF_MAYORS).items():
        text = text.replace(other, kind)
    return text


def _with_tones(name: str) -> str:
    """The consonants and tones of a name, its kind in full."""
    return _NO_TONE.sub("", _in_full(repair(name)))


def texts_of(blocks: Iterable[Block]) -> Iterator[tuple[str, Place]]:
    """The texts of paragraphs and cells with their places."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.place
            continue
        for row in block.rows:
            yield from ((cell, row.place_of(at)) for at, cell in enumerate(row.cells) if cell)


class Own:
    """The one agency whose scores are read: the given one, else the first that titles name.

    Of two of one kind in the titles it is neither: a hospital and its ministry are no doubt, two
    hospitals are.
    """

    def __init__(self, given: str | None, titles: Iterable[str]) -> None:
        """`titles` are the first lines of the document, the sheets' names and headings."""
        self.given = given
        names = [squeeze(match[0]) for title in titles for match in names_in(repair(title))]
        first = _key(names[0]) if names else ""
        # Letters that follow a name without a blank may be its own or the sentence's.
        others = (_key(name) for name in names if not _key(name).startswith(first))
        is_one = bool(names) and all(_kind(key) != _kind(first) for key in others)
        self.is_known = bool(given) or is_one
        self.name = given or (names[0] if is_one else None)
        self._own = _key(self.name) if self.name else None
        self._marked = lru_cache(maxsize=1024)(self._mark_own)

    def is_own(self, name: str) -> bool:
        """Whether a name is the own agency's."""
        return self._own is not None and _key(name) == self._own and self.is_exactly(name)

    def is_same(self, name: str) -> bool:
        """Whether a cell is the own agency's name, with its kind or without."""
        own, key = self._own or "", _key(name)
        return bool(key) and (key == own or (own.endswith(key) and len(key) >= _SHORTEST))

    def is_exactly(self, name: str) -> bool:
        """Whether a name has the own agency's tones too: บ้านเป้า is not บ้านเปา."""
        return _with_tones(self.name or "").endswith(_with_tones(name))

    def is_named_in(self, blocks: Iterable[Block]) -> bool:
        """Whether a document names the given agency; true where none was given."""
        own, texts = self._own or "", (skeleton(_in_full(text)) for text, _ in texts_of(blocks))
        return not self.given or any(own in text for text in texts)

    def others_named(self, blocks: Iterable[Block]) -> list[Place]:
        """Where a document first names another agency, with its name as the quote."""
        for text, place in texts_of(blocks):
            for name in self.others_in(text):
                return [replace(place, quote=name)]
        return []

    def others_in(self, text: str) -> list[str]:
        """The agencies of a text that are not the own one."""
        text = repair(text)
        marked = self._marked(text)
        longer = [match[0] for match in _LONGER.finditer(marked) if left_over(match[1])]
        longer += [match[0] for match in _WITHIN.finditer(marked)]
        return longer + [
            match[0] for match in names_in(self.without(text)) if not self.is_own(match[0])
        ]

    def is_headed_by(self, text: str) -> bool:
        """Whether a heading names the own agency and says nothing else that is not understood."""
        marked = self._marked(repair(text))
        return _OWN in marked and not left_over(_WITH_PLACE.sub(" ", marked))

    def masked(self, text: str) -> str:
        """A text without names of agencies, which may hold any word: "บ้านเป้า"."""
        return _NAMED.sub(
            lambda match: " " if self.is_own(match[0]) else " หน่วยงาน ", self.without(text)
        )

    def without(self, text: str) -> str:
        """A text without the own agency's name."""
        return _WITH_PLACE.sub(" ", self._marked(text))

    def _mark_own(self, text: str) -> str:
        if self.given:
            text = re.sub(rf"(?<![ก-๎]){re.escape(self.given)}{_NAME_ENDS}", _OWN, text)
        return _NAMED.sub(lambda match: _OWN if self.is_own(match[0]) else match[0], text)
