"""Official names of a year, recognised as people print them: cut, split, misspelt, scanned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Literal

from prongsai.core.framework.model import Framework
from prongsai.core.framework.years import short_name
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, instrument_of_item, level_of, parse_code
from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits, repair, skeleton, squeeze

_SAME_NAME = 0.82
_ENOUGH_OF_NAME = 0.55
_CLEARLY_BETTER = 0.12
_TOLD_APART = 0.06
_SHORT = 6
_LONGEST_LABEL = 1000
_LEAST_OF_NAME = 0.4
_PART_COUNTS = 0.85
_LABELS_KEPT = 8192
Among = Literal["indicators", "instruments"]
_LEVELS_AMONG: dict[Among, tuple[Level, ...]] = {
    "indicators": (Level.INDICATOR, Level.SUB_INDICATOR),
    "instruments": (Level.INSTRUMENT,),
}

_IN_BRACKETS = compiled(r"\([^)]*\)")
_ENUMERATION = compiled(
    r"^\s*(?:[ก-ฮ][.)]\s+(?=[ก-ฮเ-ไ]))?(?:(?:ตัวชี้วัด(?:ย่อย)?|ตชว?\.?)\s*(?:ที่)?\s*)?(?:\d{1,2}(?:\.\d)?)?\s*[.):\-–]*\s*"
)
_ITEM_RANGE = compiled(
    r"\(?\s*([ieo๐0])\s*\.?(\d{1,2})\s*(?:-|–|—|ถึง|~)\s*[ieo๐0]?\s*\.?(\d{1,2})\s*\)?",
    re.IGNORECASE,
)
_COUNTED = compiled(
    r"\s*(?:ตัวชี้วัด\s*(?:ย่อย)?|ตชว?\.?)\s*(?:ที่)?\s*(\d{1,2}(?:\s?\.\s?\d)?)(?![\d.])(?!\s*(?:ตัวชี้วัด|ข้อ|ด้าน|ประเด็น))"
)
_OF_A_PART = compiled(
    r"(?:ตัวชี้วัด|ตชว?\.?|ด้าน)(?:ที่|\s)*(?:10|[1-9])(?![\d.]|\s*[-–,และถึง])|\sO?(?:9|10)\.\d(?!\d)|\b[ieoIEO]\d"
)
_MEAN_OF = compiled(r"^\s*(?:คะแนน|ค่า)?เฉลี่ย\s*")
_COUNTED_BEHIND = compiled(r"\s*\((?:ตัวชี้วัด(?:ย่อย)?|ตชว?\.?)\s*(?:ที่)?\s*(\d{1,2}(?:\.\d)?)\)\s*$")
_TRAILING_SCORE = compiled(r"[\s(:=]*\d{1,3}(?:[.,]\d+)?\s*(?:คะแนน|%)?\s*\)?\s*$")
_TOTAL_WORDS = [
    "การประเมิน", "ของหน่วยงาน", "ทุกตัวชี้วัด", "ทั้ง", "สามแบบวัด", "3แบบวัด", "ถ่วงน้ำหนัก",
    "หน่วยงาน", "ประจำปี", "ทั้งหมด", "ทั้งสิ้น", "ภาพรวม", "คะแนน", "เฉลี่ย", "ร้อยละ", "สรุป",
    "ที่ได้", "โดย", "รวม", "ผล", "ค่า", "ใน", "ของ", "overall", "total", "score", "ita",
]  # fmt: skip
_TOTAL_LABEL = compiled(
    "(?:" + "|".join(sorted((skeleton(w) for w in _TOTAL_WORDS), key=len, reverse=True)) + ")+"
)
_MEANS_ALL = compiled(
    "รวม|total|overall|^(?:ผล)?(?:คะแนน)?(?:ผล)?(?:การประเมิน)?ita(?:ของหน่วยงาน)?$"
)
# "กำหนดให้ EIT", "คาด OIT": what is wished for is no result.
_WISHED = compiled(
    r"(?:กำหนดให้|คาด(?:ว่า|หวัง|การณ์)?|อยาก(?:จะ)?(?:ได้|ให้|มี)|ถ้า|(?<![ก-๎])หาก)[^A-Za-z]{0,30}(?:IIT|EIT|OIT)"
)
_LONGEST_NAME = 120
_LETTERS_OF_ALL = frozenset("รวม")
_LATIN_OF_ALL = frozenset("tTvV")  # of "total", "ITA" and "overall"
_INSTRUMENT_WORD = compiled(r"(?<![A-Za-z-])(IIT|EIT|OIT)(?![A-Za-z])", re.IGNORECASE)


@lru_cache(maxsize=8192)
def pieces(text: str) -> frozenset[str]:
    """The three-letter pieces of a text's skeleton, in which tones and spaces do not matter."""
    key = skeleton(text)
    if len(key) < 3:  # noqa: PLR2004 - a piece has three letters
        return frozenset((key,)) if key else frozenset()
    return frozenset(key[start : start + 3] for start in range(len(key) - 2))


def likeness(name: str, other: str) -> float:
    """How alike two names are, 0 to 1; 1 for the same skeleton."""
    a, b = pieces(name), pieces(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def strange(text: str, names: Iterable[str]) -> int:
    """How many pieces of a text stand one after another that no name has: a whole other word."""
    known = frozenset().union(*map(pieces, names))
    key = skeleton(text)
    # At an edge a word has two pieces less than between others.
    signs = "  " + "".join(" x"[key[n : n + 3] in known] for n in range(len(key) - 2)) + "  "
    return max(map(len, signs.split("x")))


@lru_cache(maxsize=4096)
def bare_label(text: str) -> str:
    """A label without its number, item range and trailing score."""
    plain = squeeze(arabic_digits(repair(text[:_LONGEST_LABEL])))
    plain = _ITEM_RANGE.sub(" ", plain)
    plain = _TRAILING_SCORE.sub("", plain)
    return _ENUMERATION.sub("", plain, count=1).strip(" .:=-–*#")


def is_total_label(text: str) -> bool:
    """Whether a label means the agency's total score."""
    bare = bare_label(text)
    if not (set(bare) >= _LETTERS_OF_ALL or _LATIN_OF_ALL & set(bare)):
        return False
    key = skeleton(_IN_BRACKETS.sub("", bare))
    return bool(_TOTAL_LABEL.fullmatch(key) and _MEANS_ALL.search(key))


def without(text: str, names: Iterable[str]) -> str:
    """A text without some names."""
    plain = squeeze(text)
    for name in sorted(names, key=len, reverse=True):
        plain = plain.replace(name, " ")
    return plain


class Names:
    """The names of one framework."""

    def __init__(self, framework: Framework) -> None:
        """Gather names and other names of every node."""
        self.framework = framework
        self.node_of = lru_cache(maxsize=_LABELS_KEPT)(self._node_of)
        self._best = lru_cache(maxsize=_LABELS_KEPT)(self._most_like)
        self.only_item_of = lru_cache(maxsize=_LABELS_KEPT)(self._only_item_of)
        self.is_below = lru_cache(maxsize=_LABELS_KEPT)(self._is_below)
        self._by_level: dict[Level, dict[str, tuple[str, ...]]] = {level: {} for level in Level}
        others = {part.code: part.other_names for part in framework.instruments} | {
            indicator.code: indicator.other_names
            for part in framework.instruments
            for indicator in part.indicators
        }
        for code, node in framework.tree.items():
            self._by_level[node.level][code] = (node.name.th, *others.get(code, ()))
        for code, item in framework.items.items():
            names = [item.name.th] + ([item.other_name] if item.other_name else [])
            if item.questions:
                names.append(item.name.th + " ".join(q.text.th for q in item.questions))
            self._by_level[Level.ITEM][code] = tuple(names)

    @classmethod
    def from_framework(cls, framework: Framework) -> Names:
        """The names of a framework, gathered once for all documents."""
        held: dict[str, Names] = vars(framework)
        return held.get("names") or held.setdefault("names", cls(framework))

    def names_of(self, code: str) -> tuple[str, ...]:
        """The official name of a code and its other names."""
        level = level_of(code)
        return self._by_level[level].get(code, ()) if level else ()

    def _node_of(self, label: str) -> str | None:
        """The sub-indicator, indicator, instrument or total a row label means, by name."""
        exact = self._exact.get(label)
        if exact is not None:
            return exact if level_of(exact) is not Level.ITEM else None
        if behind := _COUNTED_BEHIND.search(arabic_digits(label)):
            named = self.node_of(label[: behind.start()])
            return named if named == behind[1] else None
        bare = bare_label(label)
        return self._by_likeness(label, bare) if bare else self.number_of(label)

    def _by_likeness(self, label: str, bare: str) -> str | None:
        best, score, _ = self._best(bare, "indicators")
        if by_range := self._by_range(label):
            return by_range
        if best and score >= _SAME_NAME:
            return best
        if numbered := self.number_of(label):
            return numbered
        return TOTAL if is_total_label(label) else self.instrument_of(label)

    def number_of(self, label: str) -> str | None:
        """The indicator or sub-indicator that a label counts: "ตัวชี้วัดที่ 4 …"."""
        match = _COUNTED.match(_MEAN_OF.sub("", arabic_digits(label)))
        code = match[1].replace(" ", "") if match else ""
        return code if code in self.framework.tree else None

    def instrument_of(self, label: str) -> str | None:
        """The instrument a label names: by its code, else by its full name."""
        if code := parse_code(label):
            return code if code in INSTRUMENTS else None
        if len(label) <= _LONGEST_NAME and _WISHED.search(label):
            return None
        codes = {code.upper() for code in _INSTRUMENT_WORD.findall(label)}
        if codes:
            return codes.pop() if len(codes) == 1 and not _OF_A_PART.search(label) else None
        exact = self._exact.get(label)
        if exact is not None:
            return exact if exact in INSTRUMENTS else None
        best, score, ahead = self._best(_IN_BRACKETS.sub("", bare_label(label)), "instruments")
        return best if score >= _SAME_NAME and ahead >= _TOLD_APART else None

    @cached_property
    def _exact(self) -> dict[str, str | None]:
        """Official names to the letter with their codes, None where two share one."""
        codes: dict[str, str | None] = {}
        for names in self._by_level.values():
            for code, (first, *_) in names.items():
                name = squeeze(first)
                codes[name] = code if codes.get(name, code) == code else None
        return codes

    @cached_property
    def _letters(self) -> frozenset[str]:
        """The letters of the instruments whose items the year knows."""
        return frozenset(code[0] for code in self._by_level[Level.ITEM])

    def item_agrees(self, code: str, text: str) -> bool | None:
        """Whether `text` is the name of item `code`; None where the year's names are not known."""
        known = self._by_level[Level.ITEM]
        if code[0] not in self._letters:
            return None
        if code not in known:
            return False
        mine = 1.0 if self._exact.get(text) == code else self._item_likeness(code, text)
        # Our own papers print the short names.
        if mine < _ENOUGH_OF_NAME:
            return likeness(short_name(self.framework.items[code]), text) >= _SAME_NAME
        if mine > 1 - _CLEARLY_BETTER:
            return True
        best = self.item_of(text, instrument_of_item(code))
        if best is None or best == code:
            return True
        return self._item_likeness(best, text) - mine < _CLEARLY_BETTER

    def has_item(self, code: str) -> bool:
        """Whether the year has this item, as far as its instrument's items are known."""
        return code in self._by_level[Level.ITEM] or code[0] not in self._letters

    def item_of(self, text: str, instrument: str | None = None) -> str | None:
        """The item most like `text`, or None where none is like it."""
        scored = self._items_like(text, instrument)
        return scored[0][1] if scored and scored[0][0] >= _ENOUGH_OF_NAME else None

    def _only_item_of(self, text: str) -> str | None:
        """The item whose name `text` is beyond doubt: none other is nearly as like."""
        scored = self._items_like(text, None)
        if not scored or scored[0][0] < _SAME_NAME:
            return None
        code = scored[0][1]
        # "ความพึงพอใจ" is a word of a name, not the name cut short.
        shortest = min(len(pieces(name)) for name in self._by_level[Level.ITEM][code])
        if len(pieces(text)) < _LEAST_OF_NAME * shortest:
            return None
        runner_up = scored[1][0] if len(scored) > 1 else 0.0
        return code if scored[0][0] - runner_up >= _CLEARLY_BETTER else None

    def _items_like(self, text: str, instrument: str | None) -> list[tuple[float, str]]:
        scored = [
            (self._item_likeness(code, text), code)
            for code in self._by_level[Level.ITEM]
            if instrument is None or instrument_of_item(code) == instrument
        ]
        return sorted(scored, reverse=True)

    def _item_likeness(self, code: str, text: str) -> float:
        own, best = pieces(text), 0.0
        for whole in map(pieces, self._by_level[Level.ITEM][code]):
            shared, shorter = len(whole & own), min(len(whole), len(own))
            if shared:
                best = max(best, 2 * shared / (len(whole) + len(own)))
                # A name cut short or run on is still that name: a long part counts, a bit less.
                if shorter >= _SHORT:
                    best = max(best, _PART_COUNTS * (shared / shorter))
        return best

    def _most_like(self, label: str, among: Among) -> tuple[str | None, float, float]:
        """The code most like a label, how like, and how far ahead of the next.

        Shape:  only names that share a piece with the label are looked at.
        """
        names, holders = self._held[among]
        own = pieces(label)
        shared = Counter(number for piece in own for number in holders.get(piece, ()))
        best: dict[str, float] = {}
        for number, count in shared.items():
            code, size = names[number]
            best[code] = max(best.get(code, 0.0), 2 * count / (len(own) + size))
        scored = sorted(((score, code) for code, score in best.items()), reverse=True)
        if not scored:
            return None, 0.0, 0.0
        first, code = scored[0]
        return code, first, first - (scored[1][0] if len(scored) > 1 else 0.0)

    @cached_property
    def _held(self) -> dict[Among, tuple[list[tuple[str, int]], dict[str, list[int]]]]:
        """The names with how many pieces they have, and for each piece the names that hold it."""
        gathered: dict[Among, tuple[list[tuple[str, int]], dict[str, list[int]]]] = {}
        for among, levels in _LEVELS_AMONG.items():
            known = [pair for level in levels for pair in self._by_level[level].items()]
            names = [(code, pieces(name)) for code, names in known for name in names]
            holders: dict[str, list[int]] = {}
            for number, (_, held) in enumerate(names):
                for piece in held:
                    holders.setdefault(piece, []).append(number)
            gathered[among] = [(code, len(held)) for code, held in names], holders
        return gathered

    def _is_below(self, code: str | None, upper: str | None) -> bool:
        """Whether a node is `upper` or one of its parts."""
        node = self.framework.tree.get(upper or "")
        return code == upper or (
            node is not None and any(self.is_below(code, part) for part, _ in node.children or ())
        )

    def _by_range(self, label: str) -> str | None:
        """The part whose first and last item a label prints: "(o18 – o24)"."""
        match = _ITEM_RANGE.search(arabic_digits(label))
        letter = match[1].lower().translate({ord(zero): "o" for zero in "๐0"}) if match else ""
        ends = [f"{letter}{int(number)}" for number in match.groups()[1:]] if match else []
        parts = (*self._by_level[Level.SUB_INDICATOR], *self._by_level[Level.INDICATOR])
        for code in parts if ends else ():
            items = [item for item in self._by_level[Level.ITEM] if self.is_below(item, code)]
            if [*items[:1], *items[-1:]] == ends:
                return code
        return None
