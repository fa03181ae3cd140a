"""Where a measure stands on a day, worked out from its notes; so any day can be told again."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.measures.model import Measure
from prongsai.core.progress.model import Note
from prongsai.core.text import Labelled

WHOLE = 100


class MeasureState(Labelled):
    """Where a measure stands."""

    OVERDUE = "overdue", "เกินกำหนด", "Overdue"
    DOING = "doing", "กำลังทำ", "Under way"
    AWAITING_EVIDENCE = "awaiting-evidence", "รอหลักฐาน", "Awaiting evidence"
    WAITING = "waiting", "รอเริ่ม", "Waiting to begin"
    UNKNOWN = "unknown", "ไม่ทราบกำหนด", "Due day unknown"
    DONE = "done", "เสร็จแล้ว", "Done"


class Status(Struct, frozen=True):
    """A measure on one day.

    Shape:  `last` is the newest note of that day or before, None where nothing was noted;
            `late_days` count from the day after the due day while the measure is not done, 0
            before; `done_on` is the first day of the 100 % that still stood, None below that.
    Units:  `percent` 0-100; `spent` baht and `reached` people of all notes together, None where no
            note says any.
    """

    state: MeasureState
    percent: int = 0
    spent: Decimal | None = None
    reached: int | None = None
    late_days: int = 0
    last: Note | None = None
    evidence_count: int = 0
    done_on: date | None = None


def status_at(
    measure: Measure, notes: Sequence[Note], on: date, *, known_by: date | None = None
) -> Status:
    """Where a measure stood on a day, whatever was noted of later days.

    Shape:  `known_by` leaves out what was written down, corrected or sent in after that day.

    Work is done at 100 % with evidence. At 100 % without it, evidence is awaited, late or not;
    below 100 % after the due day it is overdue. Nothing noted, or 0 %, waits to begin; without a
    due day that can be read it is unknown when.
    """
    return status_of(measure, standing(notes, known_by), on)


def status_of(measure: Measure, stand: Sequence[Note], on: date) -> Status:
    """`status_at` for who holds the notes that stand, in their order."""
    held = [as_on(note, on) for note in stand if note.on <= on]
    last = held[-1] if held else None
    percent = last.percent if last else 0
    evidence = sum(len(note.evidence) for note in held)
    spent = [note.spent for note in held if note.spent is not None]
    reached = [note.reached for note in held if note.reached is not None]
    ends = measure.ends
    state = _state(percent, evidence, ends.last if ends else None, on)
    late = (on - ends.last).days if ends and state is not MeasureState.DONE else 0
    return Status(
        state=state,
        percent=percent,
        spent=sum(spent, Decimal(0)) if spent else None,
        reached=sum(reached) if reached else None,
        late_days=max(0, late),
        last=last,
        evidence_count=evidence,
        done_on=_done_on(held),
    )


def standing(notes: Iterable[Note], known_by: date | None = None) -> tuple[Note, ...]:
    """The notes that stand, by day: neither corrected nor withdrawn.

    Shape:  with `known_by` as they stood in the evening of that day, each with the evidence that
            was there.
    """
    known = [note for note in notes if known_by is None or note.recorded_on <= known_by]
    corrected = {note.replaces for note in known if note.replaces}
    held = [
        _as_known(note, known_by)
        for note in known
        if not (note.key and note.key in corrected) and not _is_withdrawn(note, known_by)
    ]
    return tuple(sorted(held, key=_place))


def as_on(note: Note, day: date) -> Note:
    """A note without what was photographed or dated after a day: it shows nothing of before."""
    evidence = tuple(
        piece for piece in note.evidence if piece.taken_on is None or piece.taken_on <= day
    )
    return note if evidence == note.evidence else replace(note, evidence=evidence)


def _is_withdrawn(note: Note, known_by: date | None) -> bool:
    taken_back = note.withdrawn_on
    return taken_back is not None and (known_by is None or taken_back <= known_by)


def _as_known(note: Note, known_by: date | None) -> Note:
    if known_by is None:
        return note
    evidence = tuple(
        piece for piece in note.evidence if piece.added_on is None or piece.added_on <= known_by
    )
    return note if evidence == note.evidence else replace(note, evidence=evidence)


def _place(note: Note) -> tuple[date, date, float, int, tuple[str, ...]]:
    """Two notes of one day stand in the order of writing; the rest only makes the order certain."""
    moment = note.recorded_at.timestamp() if note.recorded_at else 0.0
    rest = (note.key, note.done, note.outcome, note.problem, note.proposal, note.by)
    figures = (str(note.spent), str(note.reached), str(len(note.evidence)))
    return note.on, note.recorded_on, moment, note.percent, (*rest, *figures)


def _state(percent: int, evidence: int, due: date | None, on: date) -> MeasureState:
    if percent >= WHOLE:
        return MeasureState.DONE if evidence else MeasureState.AWAITING_EVIDENCE
    if due is not None and due < on:
        return MeasureState.OVERDUE
    if percent > 0:
        return MeasureState.DOING
    return MeasureState.WAITING if due is not None else MeasureState.UNKNOWN


def _done_on(held: Sequence[Note]) -> date | None:
    """The first note of the unbroken row of 100 % that ends with the last note."""
    done_on = None
    for note in reversed(held):
        if note.percent < WHOLE:
            break
        done_on = note.on
    return done_on
