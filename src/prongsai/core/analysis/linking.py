"""Which items a remark of the NACC touches, by the words they share.

A remark gives no codes. Each item's name and sub-questions are compared with it by three-letter
pieces; a piece that few items have tells more than one that all have.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from math import log

from prongsai.core.analysis.trend import FULL
from prongsai.core.framework.model import Framework
from prongsai.core.ids import instrument_of_item, item_code_at, sort_key
from prongsai.core.scoresheet.model import Remark
from prongsai.core.scoresheet.names import pieces
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.thai import repair, skeleton

_LEAST_SHARE = 0.34
_NEAR_THE_BEST = 0.8
_ENOUGH_IN_ONE_PIECE = 14
# A run of letters that more names have than this says nothing of its own: "ผลการดำเนินงาน".
_MOST_NAMES = 6
_ALL_BUT_NAMED = 0.75
_KEEP = re.compile(r"(?:รักษา|คง)(?:ไว้ซึ่ง)?(?:มาตรฐาน|ระดับ|คุณภาพ)")
_TYPED = re.compile(r"(?:ข้อ\s*|\()\s*(?=[ieoIEO๐][0-9๐-๙])")


class RemarkLinks:
    """Links the remarks of one year to its items."""

    def __init__(self, framework: Framework, card: ScoreCard | None = None) -> None:
        """With a card, OIT items that have their full score are nobody's defect."""
        self.framework = framework
        self._candidates = [
            item for item in framework.items.values() if card is None or _may_lack(card, item.code)
        ]

    @cached_property
    def _items(self) -> Mapping[str, frozenset[str]]:
        return {item.code: pieces(item.name.th) for item in self._candidates}

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """A piece's weight: the fewer items have it, the more it tells."""
        every = [pieces(item.name.th) for item in self.framework.items.values()]
        counts = Counter(piece for own in every for piece in own)
        return {piece: log(1 + len(every) / count) for piece, count in counts.items()}

    def items_of(self, remark: Remark) -> tuple[str, ...]:
        """The codes a remark touches, in code order; those it names count without comparison."""
        named = {code for code in _named(remark.text) if code in self.framework.items}
        if named:
            return tuple(sorted(named, key=sort_key))
        remark_pieces = pieces(remark.text)
        text = skeleton(remark.text)
        shares = {
            code: self._share(own, remark_pieces) * self._joined(code, text)
            for code, own in self._items.items()
            if remark.instrument in (None, instrument_of_item(code))
        }
        best = max(shares.values(), default=0.0)
        if best < (_ALL_BUT_NAMED if asks_to_keep(remark.text) else _LEAST_SHARE):
            return ()
        least = max(_LEAST_SHARE, best * _NEAR_THE_BEST)
        return tuple(sorted((c for c, share in shares.items() if share >= least), key=sort_key))

    def _share(self, own: frozenset[str], remark_pieces: frozenset[str]) -> float:
        whole = sum(self._weights[piece] for piece in own)
        return sum(self._weights[piece] for piece in own & remark_pieces) / whole if whole else 0.0

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {item.code: skeleton(item.name.th) for item in self.framework.items.values()}

    def _joined(self, code: str, text: str) -> float:
        """How much of a name stands in one piece in a text: words strewn about are not a name."""
        name = self._names[code]
        match = SequenceMatcher(None, name, text, autojunk=False).find_longest_match()
        piece = name[match.a : match.a + match.size]
        common = sum(1 for other in self._names.values() if piece in other) > _MOST_NAMES
        return min(
            1.0, match.size / (len(name) if common else min(len(name), _ENOUGH_IN_ONE_PIECE))
        )


def asks_to_keep(text: str) -> bool:
    """Whether a remark asks that what is reached be kept, rather than that something be mended.

    >>> asks_to_keep("ควรรักษามาตรฐานไว้"), asks_to_keep("ควรปรับปรุงมาตรฐานการให้บริการ")
    (True, False)
    """
    return _KEEP.search(repair(text)) is not None


def _may_lack(card: ScoreCard, code: str) -> bool:
    score = card.scores.get(code)
    return not (code[0] == "o" and score is not None and score.value == FULL)


def _named(text: str) -> Sequence[str]:
    mended = repair(text)
    typed_codes = [item_code_at(mended, match.end()) for match in _TYPED.finditer(mended)]
    return [code for code, _ in filter(None, typed_codes)]
