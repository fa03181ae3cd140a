"""The rounds of reports of a fiscal year, and what units wrote in them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.measures.model import Measure
from prongsai.core.progress.model import Evidence, Note
from prongsai.core.progress.status import Status, as_on, standing, status_of
from prongsai.core.text import Text
from prongsai.core.thai import skeleton, squeeze

HALF, WHOLE = 6, 12
NOTHING = "ไม่มี"
# What people write for "nothing"; as comparison keys.
_NOTHINGS = frozenset(
    skeleton(word)
    for word in (NOTHING, "-", "–", "—", "ไม่มีปัญหา", "ไม่พบ", "ไม่พบปัญหา", "ไม่มีข้อเสนอแนะ",
                 "ไม่มีปัญหาและอุปสรรค", "ไม่มีปัญหาอุปสรรค", "none", "n/a", "")
)  # fmt: skip
LABELS = {
    HALF: Text("รอบ 6 เดือน", "6-month round"),
    WHOLE: Text("รอบ 12 เดือน", "12-month round"),
}


class Round(Struct, frozen=True):
    """One round of reports: the first six months of a fiscal year, or all twelve.

    Shape:  the 12-month round tells of the whole year, as the reports of municipalities do, so
            both begin on 1 October.
    Units:  `months` is 6 or 12.
    Errors: ValueError for any other number of months, the fault being ours.
    """

    fiscal_year: int
    months: int

    def __post_init__(self) -> None:
        """There are two rounds and no other."""
        if self.months not in LABELS:
            raise ValueError(self.months)

    @property
    def first_day(self) -> date:
        return fiscal.start(self.fiscal_year)

    @property
    def last_day(self) -> date:
        """31 March, or 30 September."""
        half = fiscal.half_year(self.fiscal_year)
        return half if self.months == HALF else fiscal.end(self.fiscal_year)

    def is_over(self, told_on: date) -> bool:
        """Whether what is told of a day tells of the whole round."""
        return told_on >= self.last_day

    @property
    def label(self) -> Text:
        return LABELS[self.months]

    def notes_in(self, stand: Iterable[Note], until: date | None = None) -> tuple[Note, ...]:
        """The notes that stand and tell of days of the round, up to a day, in their order."""
        last = min(self.last_day, until or self.last_day)
        return tuple(as_on(note, last) for note in stand if self.first_day <= note.on <= last)


class RoundRow(Struct, frozen=True):
    """One measure in a round, as its units told it.

    Shape:  `done`, `outcome`, `problem` and `proposal` join what the notes say, oldest first, each
            thing once, "ไม่มี" where somebody said just that; `owner` who answers for it; `strays`
            are notes of days outside the fiscal year, which belong to no round.
    Units:  `spent` baht and `reached` people within the round, None where nobody said.
    """

    measure: Measure
    owner: str
    status: Status
    notes: tuple[Note, ...]
    done: str
    outcome: str
    problem: str
    proposal: str
    spent: Decimal | None
    reached: int | None
    strays: tuple[Note, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no unit said what was done."""
        return not self.done

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Everything that shows what was done, oldest note first."""
        return tuple(piece for note in self.notes for piece in note.evidence)


def rows_of(
    asked: Round,
    measures: Sequence[Measure],
    notes: Mapping[str, Sequence[Note]],
    owner_of: Callable[[Measure], str] = lambda measure: measure.unit,
    on: date | None = None,
    *,
    known_by: date | None = None,
) -> tuple[RoundRow, ...]:
    """Each measure of a plan in a round, in the plan's order.

    Shape:  `notes` by key of the measure; `on` the day whose state is told, the round's last day
            where it is not said or comes after it; `known_by` tells the round as it was known in
            the evening of that day.
    """
    return tuple(
        row_of(asked, measure, notes.get(measure.key, ()), owner_of(measure), on, known_by=known_by)
        for measure in measures
    )


def row_of(
    asked: Round,
    measure: Measure,
    notes: Sequence[Note],
    owner: str,
    on: date | None = None,
    *,
    known_by: date | None = None,
) -> RoundRow:
    """One measure in a round on a day; the arguments are those of `rows_of`."""
    day = min(on or asked.last_day, asked.last_day)
    stand = standing(notes, known_by)
    held = asked.notes_in(stand, day)
    last = fiscal.end(asked.fiscal_year)
    spent = [note.spent for note in held if note.spent is not None]
    reached = [note.reached for note in held if note.reached is not None]
    return RoundRow(
        measure=measure,
        owner=owner,
        status=status_of(measure, stand, day),
        notes=held,
        done=joined(note.done for note in held),
        outcome=joined(note.outcome for note in held),
        problem=_joined_texts([note.problem for note in held]),
        proposal=_joined_texts([note.proposal for note in held]),
        spent=sum(spent, Decimal(0)) if spent else None,
        reached=sum(reached) if reached else None,
        strays=tuple(note for note in stand if not asked.first_day <= note.on <= last),
    )


def _joined_texts(texts: Sequence[str]) -> str:
    """Texts joined; where somebody said that there is nothing, and nobody more, that."""
    return joined(texts) or (NOTHING if any(text.strip() for text in texts) else "")


def joined(texts: Iterable[str]) -> str:
    """Texts as lines of one, each once; what says that there is nothing is left out.

    >>> joined(["จัดประชุม", "-", "จัดประชุม", "ติดป้าย"]).splitlines()
    ['จัดประชุม', 'ติดป้าย']
    """
    lines: dict[str, str] = {}
    for text in texts:
        if not is_nothing(text):
            lines.setdefault(skeleton(text), text.strip())
    return "\n".join(lines.values())


def is_nothing(text: str) -> bool:
    """Whether a text is blank or says that there is nothing ("ไม่มี", "-")."""
    return skeleton(squeeze(text)) in _NOTHINGS or not text.strip(" -–—.\n\t")
