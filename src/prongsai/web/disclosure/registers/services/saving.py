"""Keep rows: added, changed, taken from state to state, removed, brought back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from msgspec.structs import replace

from prongsai.core.fiscal import year_of
from prongsai.core.papers.register_paper import Material, open_headings, register_paper
from prongsai.core.registers.model import Register
from prongsai.core.registers.papers import Paper, slots_of_paper
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.rows import Row
from prongsai.core.registers.rules import Move
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure import made_here
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.works import Answered, PaperTime, with_file
from prongsai.web.disclosure.disclosure.rights import may_work_on
from prongsai.web.disclosure.disclosure.services import attaching
from prongsai.web.disclosure.registers.models import RegisterFile, RegisterPaper, RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row, register_of
from prongsai.web.disclosure.registers.queries.row import (
    answered_by,
    editions,
    material_of,
    subjects_of,
)
from prongsai.web.disclosure.registers.rights import (
    has_written,
    is_decided,
    may_move,
    may_report,
    written_by,
)
from prongsai.web.disclosure.registers.services.keeping import (
    Keeping,
    Wanted,
    check_seen,
    check_sound,
    journal_name,
    record,
    taken_keys,
    write_versions,
)
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.upload_validation import Checked
from prongsai.web.signing.publication.gate import knows_drafts, names_files
from prongsai.web.year.assessment.services.frameworks import locked

Files = Mapping[UUID, Checked]
NO_FILES: Files = {}


@transaction.atomic
def add(
    agency: Agency,
    *,
    by: Actor,
    register: Register,
    year: int,
    row: Row,
    files: Files = NO_FILES,
    reason: str = "",
) -> RegisterRow:
    """Add a row.

    Shape:  `files` are those that its fields name, by their keys; `reason` is why what looks like
            the name of a person stays, where the register names nobody.
    Errors: Refused for what is wrong with it, for the row of a unit that is not the person's, for
            one that is there already; Misuse where the year is not open.
    """
    hold_year(agency, year)
    wanted = {0: Wanted(row, files=files)}
    added, _ = _write(Keeping(agency, by, register, year, wanted, reason))
    return added[0]


@transaction.atomic
def change(
    kept: RegisterRow,
    *,
    by: Actor,
    register: Register,
    row: Row,
    seen: int,
    files: Files = NO_FILES,
    reason: str = "",
) -> bool:
    """Change a row; whether anything changed.

    Shape:  `seen` is the version that the form was opened with. What somebody decided on stays as
            it was decided: fields that were filled then are changed no more, others may be filled.
    Errors: Refused as `add`, where another changed it meanwhile, or what was decided would change.
    """
    year = _lock(kept, register)
    wanted = {0: Wanted(row, kept, seen, files)}
    _, changed = _write(Keeping(kept.agency, by, register, year, wanted, reason))
    return bool(changed)


def _write(keeping: Keeping) -> tuple[list[RegisterRow], list[RegisterRow]]:
    """What was written of one row.

    Errors: Refused.
    """
    if keeping.refused:
        raise keeping.refused[0]
    return keeping.write()


@transaction.atomic
def move(kept: RegisterRow, *, by: Actor, register: Register, to: str, seen: int) -> None:
    """Take a row on to another state.

    Errors: Refused where no way leads there, where the person may not take it, where a field that
            it needs is empty, or where another changed the row meanwhile.
    """
    year = _lock(kept, register)
    way = next((way for way in register.moves_from(kept.state) if way.to == to), None)
    if way is None or kept.removed_at is not None:
        raise Refused("registers/row_moved_meanwhile")
    _check_mover(by, register, kept, way)
    check_seen(kept, seen)
    row = core_row(register, kept, year)
    for name in way.needs:
        if name not in row.values:
            title = register.named(name).title
            raise Refused(
                "registers/earlier_field_missing", field=name, move=way.title, field_title=title
            )
    check_sound(register, Row(row.values, to, row.left))
    kept.state = to
    _record_saved(kept, by, "register-row-moved", register, year, state=way.title.th)


@transaction.atomic
def remove(kept: RegisterRow, *, by: Actor, register: Register) -> bool:
    """Take a row away; whether it was there.

    Errors: Refused for another's row, and for one that somebody decided on.
    """
    year = _lock(kept, register)
    _check_own(by, register, kept)
    if kept.removed_at is not None:
        return False
    if is_decided(register, kept):
        raise Refused("registers/decided_row_not_removable")
    kept.removed_at, kept.removed_by_words = now(), by.words
    _record_saved(kept, by, "register-row-removed", register, year)
    return True


@transaction.atomic
def restore(kept: RegisterRow, *, by: Actor, register: Register) -> bool:
    """Bring a removed row back; whether it was removed.

    Errors: Refused for another's row, and where it was added again meanwhile.
    """
    year = _lock(kept, register)
    _check_own(by, register, kept)
    if kept.removed_at is None:
        return False
    keys = {kept.key} if register.identified_by and kept.key else set()
    if taken_keys(kept.agency, register, year, keys, but={kept.pk}):
        field = register.identified_by[0]
        raise Refused("registers/row_exists_already", field=field, titles=register.identity)
    kept.removed_at, kept.removed_by_words = None, ""
    _record_saved(kept, by, "register-row-restored", register, year)
    return True


def _lock(kept: RegisterRow, register: Register) -> int:
    """The row as it stands, which nobody else changes now; the year that it is read in."""
    hold_year(kept.agency, None if register.lasting else kept.fiscal_year)
    kept.refresh_from_db()
    return year_of(today()) if register.lasting else kept.fiscal_year


def hold_year(agency: Agency, year: int | None) -> None:
    """Let nobody else change rows of a year meanwhile.

    Errors: Misuse where the year is not open.
    """
    journal.hold(agency)
    if year is not None:
        locked(agency, year)


def _record_saved(
    kept: RegisterRow, by: Actor, verb: str, register: Register, year: int, **more: Any
) -> None:
    """Keep a row as it stands as its next version, and record what was done."""
    kept.version += 1
    kept.save()
    write_versions([kept], by)
    row, context = core_row(register, kept, year), context_of(kept.agency, register, year)
    name = journal_name(register, row, context)
    record(kept.agency, by, verb, register, name, year=year, row=str(kept.pk), **more)


def _check_own(by: Actor, register: Register, kept: RegisterRow) -> None:
    if not written_by(by, register, today()).holds(kept):
        raise Refused("registers/row_not_yours", field=register.owned_by or "")


def _check_mover(by: Actor, register: Register, kept: RegisterRow, way: Move) -> None:
    if may_move(by, register, kept, way, today()):
        return
    if way.roles and has_written(by, kept):
        raise Refused("registers/decided_by_author")
    if way.holder:
        title = register.named(way.holder).title
        raise Refused("registers/not_the_named_holder", title=title)
    raise Refused("registers/deciding_row_not_allowed")


JOB = "registers.paper"


@transaction.atomic
def make(
    agency: Agency,
    *,
    by: Actor,
    register: Register,
    paper: Paper,
    slot: Slot,
    own_words: Mapping[str, str],
    evidence_of: int | None = None,
) -> RegisterPaper:
    """Have a paper made; the worker draws what is there then.

    Shape:  `evidence_of` is the year of whose items the worker makes it evidence once it is drawn.
    Errors: Refused for a time that has not begun, for who may not report, and for evidence of which
            a heading is not said yet; Misuse where the year is not open.
    """
    locked(agency, slot.year)
    if not may_report(by, register, today()):
        raise Refused("registers/paper_of_other_units")
    if slot.first > today():
        raise Refused("registers/row_period_not_begun", slot=slot.label)
    if evidence_of is not None:
        _refuse_unsaid(material_of(agency, register, paper, slot, today()), own_words)
    known = {heading.key for heading in paper.said_headings}
    row = made_here.make_edition(
        editions(agency, register, paper, slot),
        by=by,
        job=JOB,
        row_key="paper",
        asks={} if evidence_of is None else {"evidence_of": evidence_of},
        register=register.key,
        paper=paper.key,
        fiscal_year=slot.year,
        slot=slot.number,
        said={key: text for key, text in own_words.items() if key in known},
    )
    record(
        agency, by, "register-paper-made", register, slot.label.th, year=slot.year,
        number=row.number,
    )  # fmt: skip
    return row


def draw(row: RegisterPaper) -> None:
    """Draw a paper in all its forms; done again it replaces the files."""
    known = paper_of(row)
    if known is None:
        return
    register, paper, slot = known
    material = replace(material_of(row.agency, register, paper, slot, today()), said=dict(row.said))
    office = office_of(row.agency, today())
    document = register_paper(office, material)
    name = f"{row.register}-{row.paper}-{row.fiscal_year}-{row.slot}"
    made_here.draw_forms(row, document, name, office.agency.digits)


def paper_of(row: RegisterPaper) -> tuple[Register, Paper, Slot] | None:
    """The register, the paper and the time of a row; None where the register has it no more."""
    register = register_of(row.agency, row.register)
    paper = register.paper(row.paper) if register is not None else None
    if register is None or paper is None:
        return None
    slots = slots_of_paper(paper, row.fiscal_year)
    slot = next((time for time in slots if time.number == row.slot), None)
    return None if slot is None else (register, paper, slot)


@names_files
def files_named(agency: Agency, keys: frozenset[UUID]) -> Iterable[str]:
    """The digests of the files of rows that some keys name."""
    rows = RegisterFile.objects.filter(agency=agency, pk__in=keys)
    return rows.values_list("file__digest", flat=True)


def time_of(row: RegisterPaper) -> PaperTime | None:
    """Of which time a paper tells; None where its register has it no more."""
    known = paper_of(row)
    return known and PaperTime(subjects_of(*known[:2]), known[2].year, known[2])


@knows_drafts
def draft_papers(agency: Agency, digests: frozenset[str], year: int | None) -> Iterator[str]:
    """The files among these that are papers made before their period was over."""
    rows = with_file(RegisterPaper.objects.filter(agency=agency), digests)
    for row in rows.select_related("pdf", "docx", "xlsx"):
        known = paper_of(row)
        if known is None:
            continue
        asked_in = [
            answered.year for answered in answered_by(agency, *known) if answered.year == year
        ]
        if known[1].is_draft(known[2], row.drawn_on, asked_in=asked_in):
            yield from (file.digest for file in row.files.values())


@transaction.atomic
def make_evidence(
    row: RegisterPaper,
    *,
    by: Actor,
    year: int,
    items: Sequence[YearItem],
    forms: Sequence[str],
) -> list[Piece]:
    """Make the files of a paper evidence of the items of a year that it answers.

    Shape:  what an older edition of the same paper was evidence of goes: the newest stands for it.
    Errors: Refused where the paper is not drawn, a newer one was made, a heading is not said yet,
            it was done already, where it answers no item, or for who may not report or
            work on the items; what `pieces.add` raises.
    """
    locked(row.agency, year)
    row.refresh_from_db()
    known = paper_of(row)
    if known is None or row.drawn_at is None:
        raise Refused("disclosure/paper_not_made_yet")
    register, paper, slot = known
    if not (may_report(by, register, today()) and may_work_on(by, year, items, today())):
        raise Refused("registers/paper_of_other_units")
    own = editions(row.agency, register, paper, slot)
    asked = answered_by(row.agency, register, paper, slot)
    attaching.refuse_unfit(row, own.first(), year, items, asked)
    material = material_of(row.agency, register, paper, slot, today())
    _refuse_unsaid(material, row.said)
    return attaching.attach(
        row, by=by, year=year, items=items, forms=forms, title=material.title, editions=own,
        is_draft=paper.is_draft(slot, row.drawn_on, asked_in=[year]),
    )  # fmt: skip


def _refuse_unsaid(material: Material, texts: Mapping[str, str]) -> None:
    for finding in open_headings(replace(material, said=dict(texts))):
        if finding.code == "register_not_said":
            raise Refused(finding.message, next_step=finding.next_step)


def use_drawn(row: RegisterPaper, user: User | None, year: int) -> None:
    """Make a paper evidence for who asked for it when it was made; again changes nothing.

    Errors: Refused as `make_evidence`, by the rights of now.
    """
    by = actor_on(user, today()) if user is not None else None
    if by is None:
        raise Refused("registers/paper_of_other_units")
    if row.pieces.filter(removed_at=None, fiscal_year=year).exists():
        return
    known = paper_of(row)
    answers = answered_by(row.agency, *known) if known is not None else ()
    answer = next((answer for answer in answers if answer.year == year), Answered(year, ()))
    forms = ("pdf", "xlsx") if answer.asks_workbook else ("pdf",)
    make_evidence(row, by=by, year=year, items=answer.items, forms=forms)
