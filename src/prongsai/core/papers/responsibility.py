"""Who answers for what in a year: indicators, items and measures by unit."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from prongsai.core.measures.model import Plan
from prongsai.core.papers.booklet.parts import text_cell
from prongsai.core.papers.case import Case, Owned
from prongsai.core.papers.document import (
    Align,
    Block,
    Document,
    Form,
    Heading,
    Note,
    PaperCell,
    PaperColumn,
    Paragraph,
    Section,
    Table,
    TableStyle,
)
from prongsai.core.papers.facts import Facts
from prongsai.core.papers.tables import table_of_rows
from prongsai.core.thai import squeeze

_KEY = "responsibility"
_KINDS = {"indicator": "indicators", "item": "items", "measure": "measures"}
# More units than this do not stand side by side on a sheet.
_MOST_COLUMNS = 8
_UNIT_WIDTH = 1.9
# What people write between two owners in one cell; a space alone may part a section from its unit.
_BETWEEN = re.compile(r"\s*(?:[,;/\n]|ร่วมกับ|และ(?=ทุก|กอง|สำนัก|งาน|ฝ่าย))\s*")


def responsibility(case: Case) -> Document:
    """The table of duties, units as columns where they fit, then each unit's own in one line."""
    facts = Facts(case)
    duties = tuple(case.owned)
    if not any(duty.kind == "measure" for duty in duties):
        duties += owned_of_plan(case.plan)
    owners = tuple(dict.fromkeys(owner for duty in duties for owner in duty.owners))
    title = f"{facts(f'{_KEY}.title')} {facts('common.year')}"
    lead = "none" if not duties else "lead" if len(owners) <= _MOST_COLUMNS else "lead_listed"
    blocks = (
        Heading(1, title),
        Paragraph(facts(f"{_KEY}.{lead}", duty_count=len(duties))),
        *_tables(facts, duties, owners),
        *_by_unit(facts, duties, owners),
    )
    section = Section(Form.CHAPTER, blocks, landscape=True)
    return replace(case.office.paper(_KEY, title, (section,)), running_head=title)


def owned_of_plan(plan: Plan) -> tuple[Owned, ...]:
    """What the plan's own column of units says."""
    return tuple(
        Owned("measure", measure.number, measure.title, owners_of(measure.unit))
        for measure in plan.measures
    )


def owners_of(text: str) -> tuple[str, ...]:
    """The owners that one cell names, in its order.

    >>> owners_of("กองคลัง ร่วมกับสำนักปลัด"), owners_of("งานแผน สำนักปลัด"), owners_of(" ")
    (('กองคลัง', 'สำนักปลัด'), ('งานแผน สำนักปลัด',), ())
    """
    parts = (squeeze(part) for part in _BETWEEN.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def _tables(facts: Facts, duties: Sequence[Owned], owners: Sequence[str]) -> Iterator[Block]:
    table = _matrix if len(owners) <= _MOST_COLUMNS else _list
    for kind, name in _KINDS.items():
        own = [duty for duty in duties if duty.kind == kind]
        if own:
            yield table(facts, facts(f"{_KEY}.{name}"), own, owners)
        if own and kind == "item":
            yield Note(facts(f"{_KEY}.items_note"))


def _matrix(facts: Facts, caption: str, duties: Sequence[Owned], owners: Sequence[str]) -> Table:
    columns = (
        PaperColumn(facts.word("number"), 1.4, Align.CENTER),
        PaperColumn(facts.word("subject")),
        *(PaperColumn(owner, _UNIT_WIDTH, Align.CENTER) for owner in owners),
    )
    rows = ((*_subject(duty), *(_mark(facts, duty, owner) for owner in owners)) for duty in duties)
    return table_of_rows(caption, columns, rows)


def _mark(facts: Facts, duty: Owned, owner: str) -> PaperCell:
    if owner not in duty.owners:
        return PaperCell(())
    is_main = duty.owners[0] == owner
    word = facts(f"{_KEY}.main" if is_main else f"{_KEY}.joint")
    return PaperCell((word,), strong=is_main, filled=is_main)


def _list(facts: Facts, caption: str, duties: Sequence[Owned], owners: Sequence[str]) -> Table:
    del owners
    columns = (
        PaperColumn(facts.word("number"), 1.4, Align.CENTER),
        PaperColumn(facts.word("subject"), None, Align.LEFT, 1.6),
        PaperColumn(facts(f"{_KEY}.main_owner")),
        PaperColumn(facts(f"{_KEY}.joint_owner")),
    )
    rows = (
        (
            *_subject(duty),
            duty.owners[0] if duty.owners else facts(f"{_KEY}.open"),
            text_cell(", ".join(duty.owners[1:])),
        )
        for duty in duties
    )
    return table_of_rows(caption, columns, rows)


def _subject(duty: Owned) -> tuple[PaperCell, PaperCell]:
    return text_cell(duty.code), text_cell(duty.name)


def _by_unit(facts: Facts, duties: Sequence[Owned], owners: Sequence[str]) -> tuple[Block, ...]:
    if not owners:
        return ()
    columns = (
        PaperColumn(facts.word("unit"), None, Align.LEFT, 0.8),
        PaperColumn(facts(f"{_KEY}.as_main"), None, Align.LEFT, 1.4),
        PaperColumn(facts(f"{_KEY}.as_joint")),
    )
    rows = (
        (
            text_cell(owner, strong=True),
            text_cell(_codes(facts, (duty for duty in duties if duty.owners[:1] == (owner,)))),
            text_cell(_codes(facts, (duty for duty in duties if owner in duty.owners[1:]))),
        )
        for owner in owners
    )
    table = table_of_rows(facts(f"{_KEY}.by_unit"), columns, rows, TableStyle.RULED)
    return table, Paragraph(facts(f"{_KEY}.report"))


def _codes(facts: Facts, duties: Iterable[Owned]) -> str:
    """The codes of some duties, those of a kind after its word; "" for none."""
    by_kind: dict[str, list[str]] = {}
    for duty in duties:
        by_kind.setdefault(duty.kind, []).append(duty.code or duty.name)
    return " ".join(
        facts(f"{_KEY}.{kind}_codes", codes=", ".join(codes)) for kind, codes in by_kind.items()
    )
