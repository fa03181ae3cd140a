"""What a file holds and nobody sees, or marks as gone: skipped, and told once for each kind."""

from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.errors import Finding, Findings, Place
from prongsai.core.extract import Paragraph
from prongsai.core.patterns import compiled
from prongsai.core.thai import shorten

_LIKE_A_SCORE = compiled(r"(?<!\d)\d{1,3}\.\d{2}(?!\d)")
_MAY_BE_A_SCORE = compiled(r"(?<![\d.])(?:\d{1,2}\.\d{1,2}|100(?:\.0+)?)(?![\d.])")
# Words of a page's head, foot or watermark: what the page holds is not final, or was foretold.
_DRAFT = compiled(
    r"ร่าง(?!กาย)|ฉบับร่าง|ตัวอย่าง|คาดการณ์|ประมาณการ|คะแนนจำลอง|พยากรณ์|(?i:\b(?:draft|sample|specimen)\b)"
)
_QUOTED = 60
_SHOWN = 20
_KEPT = 1_000
_LONGEST = 3
_DECIMALS = compiled(r"[.,][0-9๐-๙]")


class Unseen(Struct):
    """What was skipped in a file, by kind; each place quotes what stands there."""

    hidden: list[Place] = field(default_factory=list)
    struck: list[Place] = field(default_factory=list)
    deleted: list[Place] = field(default_factory=list)
    asides: list[Paragraph] = field(default_factory=list)
    sheets: list[Place] = field(default_factory=list)

    def hide(self, text: str, place: Place) -> None:
        """Note text that people do not see."""
        _note(self.hidden, text, place)

    def strike(self, text: str, place: Place) -> None:
        """Note text that is struck out."""
        _note(self.struck, text, place)

    def delete(self, text: str, place: Place) -> None:
        """Note text whose deletion the file keeps track of."""
        _note(self.deleted, text, place)

    def aside(self, text: str, place: Place) -> None:
        """Note text beside a page's own: a head, a foot, a watermark, a comment."""
        if len(self.asides) < _KEPT and text.strip():
            self.asides.append(Paragraph(text, place))

    def sheet(self, place: Place) -> None:
        """Note a hidden sheet of a workbook."""
        self.sheets.append(place)

    def findings(self) -> tuple[Finding, ...]:
        """One finding for each kind: a warning where a score may stand there, else a note."""
        findings = Findings()
        if places := _scores_first(self.hidden):
            add = _weighed(findings, places)
            add("readers/hidden_not_read", *places[:_SHOWN], n=len(places))
        if places := _scores_first(self.struck):
            add = _weighed(findings, places)
            add("readers/struck_not_read", *places[:_SHOWN], n=len(places))
        if places := _scores_first(self.sheets):
            add = _weighed(findings, places)
            add("readers/hidden_sheets_not_read", *places[:_SHOWN], n=len(places))
        if places := _scores_first(self.deleted):
            findings.note("readers/deletions_not_read", *places[:_SHOWN], n=len(places))
        drafts: list[Place] = []
        for aside in self.asides:
            if _DRAFT.search(aside.text):
                _note(drafts, aside.text, aside.place)
        if drafts:
            findings.warning("readers/says_draft", *drafts[:_SHOWN])
        return tuple(findings.items)


def is_like_a_score(text: str) -> bool:
    """Whether a number with two decimals stands in a text.

    >>> is_like_a_score("ได้ 90.22"), is_like_a_score("โทร 02 123")
    (True, False)
    """
    return bool(_LIKE_A_SCORE.search(text))


def _note(places: list[Place], text: str, place: Place) -> None:
    plain = " ".join(text.split())
    if len(places) >= _KEPT:
        places.append(place)
    elif plain:
        score = _LIKE_A_SCORE.search(plain)
        # The number itself is quoted, however much stands before it.
        start = max(score.start() - _QUOTED // 2, 0) if score and score.end() > _QUOTED else 0
        quote = ("…" if start else "") + shorten(plain[start:], _QUOTED)
        places.append(replace(place, quote=quote))


def _scores_first(places: list[Place]) -> list[Place]:
    return sorted(places, key=lambda place: not _MAY_BE_A_SCORE.search(place.quote or ""))


def _weighed(findings: Findings, places: list[Place]) -> Callable[..., None]:
    """How a thing is added: as a warning where its first place may be a score."""
    may_be_score = _MAY_BE_A_SCORE.search(places[0].quote or "")
    return findings.warning if may_be_score else findings.note


def is_mark(text: str, behind: str = "") -> bool:
    """Whether raised text is a note's mark, such as "1", "*" or "(2)".

    Shape:  `behind` is what follows it; digits raised inside a number are the number's.
    """
    plain = text.strip()
    is_inside = _DECIMALS.match(plain) or (plain.isdigit() and _DECIMALS.match(behind))
    return len(plain) <= _LONGEST and not is_inside
