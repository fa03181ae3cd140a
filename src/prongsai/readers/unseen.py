"""What a file holds and nobody sees, or marks as gone: skipped, and told once for each kind."""

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.errors import Finding, Findings, Place
from prongsai.core.extract import Paragraph
from prongsai.core.patterns import compiled
from prongsai.core.text import Text
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
_HIDDEN = Text(
    "{n} แห่งในไฟล์ถูกซ่อนหรือมองไม่เห็น จึงไม่ได้อ่าน",
    "not read: {n} {n:part|parts} of the file, hidden or invisible",
)
_STRUCK = Text(
    "{n} แห่งในไฟล์ถูกขีดฆ่า จึงไม่ได้อ่าน", "not read: {n} {n:part|parts} of the file, struck out"
)
_SHEETS = Text(
    "{n} แผ่นงานถูกซ่อนไว้ จึงไม่ได้อ่าน", "not read: {n} hidden {n:sheet|sheets} of the workbook"
)
_DELETED = Text(
    "{n} แห่งถูกลบโดยติดตามการแก้ไข จึงไม่ได้อ่าน",
    "not read: {n} {n:part|parts} deleted in tracked changes",
)
_DRAFTS = Text(
    "หัวกระดาษ ท้ายกระดาษ ลายน้ำ หรือความคิดเห็นบอกว่าเป็นร่าง ตัวอย่าง หรือการคาดการณ์",
    "the head, foot or watermark of a page, or a comment, says draft, example or forecast",
)
_SHOW = Text(
    "ถ้าเป็นคะแนนจริง ให้แสดงส่วนที่ซ่อนแล้วส่งใหม่",
    "if these are real scores, show the hidden parts and send the file again",
)
_CLEAN = Text(
    "ถ้ายังใช้อยู่ ให้เอาเส้นขีดฆ่าออกแล้วส่งใหม่",
    "if they are still valid, remove the strike-through and send the file again",
)
_ACCEPT = Text("ตรวจว่าการแก้ไขนั้นยอมรับแล้ว", "check that these changes are accepted")
_CHECK = Text("ตรวจว่าคะแนนเป็นผลที่ประกาศแล้ว", "check that the scores are the published ones")
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
        _tell(findings, "hidden_not_read", _HIDDEN, self.hidden, _SHOW)
        _tell(findings, "struck_not_read", _STRUCK, self.struck, _CLEAN)
        _tell(findings, "hidden_sheets_not_read", _SHEETS, self.sheets, _SHOW)
        _tell(findings, "deletions_not_read", _DELETED, self.deleted, _ACCEPT, is_sure=True)
        drafts: list[Place] = []
        for aside in self.asides:
            if _DRAFT.search(aside.text):
                _note(drafts, aside.text, aside.place)
        if drafts:
            findings.warning("says_draft", *drafts[:_SHOWN], message=_DRAFTS, next_step=_CHECK)
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


def _tell(
    findings: Findings,
    code: str,
    message: Text,
    places: list[Place],
    step: Text,
    *,
    is_sure: bool = False,
) -> None:
    if places:
        places = sorted(places, key=lambda place: not _MAY_BE_A_SCORE.search(place.quote or ""))
        text = message.format(n=len(places))
        is_score = bool(_MAY_BE_A_SCORE.search(places[0].quote or ""))
        add = findings.warning if is_score and not is_sure else findings.note
        add(code, *places[:_SHOWN], message=text, next_step=step)


def is_mark(text: str, behind: str = "") -> bool:
    """Whether raised text is a note's mark, such as "1", "*" or "(2)".

    Shape:  `behind` is what follows it; digits raised inside a number are the number's.
    """
    plain = text.strip()
    is_inside = _DECIMALS.match(plain) or (plain.isdigit() and _DECIMALS.match(behind))
    return len(plain) <= _LONGEST and not is_inside
