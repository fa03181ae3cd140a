"""Write entries of a case: lock it, move its state, note it in the journal."""

from collections.abc import Sequence

from prongsai.core.desk.model import (
    ANSWERING,
    MOVES,
    Act,
    State,
)
from prongsai.core.thai import printed
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case, CaseEntry
from prongsai.web.citizens.desk.rights import is_for_few, seen_by
from prongsai.web.citizens.desk.services import news
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today

LONGEST = 5_000
# Who holds a receipt writes as often as a matter needs, and fills nobody's disk.
MOST_ENTRIES = 100
# What who brought the case waits for.
_NEWS = (Act.ASK, *ANSWERING, Act.FORWARD)


def record_act(row: Case, act: Act, text: str, by: Actor | None) -> CaseEntry:
    """Write an entry and the state that it leads to; the caller has the row locked."""
    state = MOVES.get((State(row.state), act))
    if state is None:
        raise Refused("desk/not_possible_in_state", state=State(row.state).label)
    if by is None and row.version >= MOST_ENTRIES:
        raise Refused("desk/case_text_full")
    row.state = state
    return write_entry(row, act, text, by)


def write_entry(row: Case, act: Act, text: str, by: Actor | None) -> CaseEntry:
    """Keep a row as it stands, with the entry of what happened to it."""
    row.version += 1
    row.save()
    if act in _NEWS:
        news.queue(row)
    return CaseEntry.objects.create(
        case=row, number=row.version, act=act, day=today(), at=now() if by else None,
        by=by.user if by else None, by_words=by.words if by else "", text=text,
    )  # fmt: skip


def record(row: Case, by: Actor | None, verb: str, **details: str | int) -> None:
    """Write in the journal what was done to a case.

    Shape:  of a restricted kind nothing: those who read the journal may be complained of, and the
            acts would tell them how many came, and when. The case's own entries tell who did what.
    """
    if not is_for_few(row.agency_id, row.kind):
        journal.record(row.agency, by, verb, row.printed_number, **details)


def lock_case(case: Case, by: Actor, seen: int) -> Case:
    """The row, held until the transaction ends, of a case that the person may work on."""
    # Before any row: what officials do to cases of an agency comes one after the other.
    journal.hold(by.agency)
    rows = seen_by(by, today()).select_for_update(of=("self",), no_key=True)
    row = rows.select_related("agency").filter(pk=case.pk).first()
    if row is None:
        raise Refused("desk/case_of_other_unit")
    if row.version != seen:
        last = row.entries.last()
        who = (last.by_words if last else "") or "–"
        raise Refused("desk/case_changed_meanwhile", who=who)
    return row


def clean_text(text: str) -> str:
    """What was written, as it is kept; refused where nothing was."""
    kept = "\n".join(printed(line) for line in text.splitlines()).strip()[:LONGEST]
    if not kept:
        raise Refused("desk/text_missing", field="text")
    return kept


def is_again(row: Case, act: Act, words: str, photos: Sequence[bytes]) -> bool:
    """Whether the last that was written is the same, from outside: the answer to it was lost."""
    last = row.entries.last()
    if last is None or last.by_id is not None or (last.act, last.text) != (act, words):
        return False
    return [bytes(photo.data) for photo in last.photos.all()] == list(photos)
