"""The plan on a paper of its own, in every layout; the booklet keeps its one."""

import pytest
from msgspec.structs import replace

from prongsai.core.measures.grid import COLUMNS, Arrangement, Layout, arranged
from prongsai.core.papers.booklet import booklet
from prongsai.core.papers.document import Heading, Table
from prongsai.core.papers.memos import plan_paper
from prongsai.core.yaml_data.documents import Document
from prongsai.readers.case_files import read_overrides

LAYOUTS = [Layout(arrangement, columns) for arrangement in Arrangement for columns in COLUMNS]


def paper(case, layout):
    return plan_paper(replace(case, settings=replace(case.settings, layout=layout)))


def table_of(document):
    (section,) = document.sections
    return next(block for block in section.blocks if isinstance(block, Table)), section


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_every_layout_holds_every_measure_once(ban_song_case, layout):
    table, section = table_of(paper(ban_song_case, layout))
    assert len(table.columns) == layout.columns
    assert section.landscape is (layout.columns > 4)
    told = [row for group in table.groups for row in group.rows]
    assert len(told) == len(ban_song_case.plan.measures)
    words = "\n".join(line for row in told for cell in row for line in cell.lines)
    assert all(measure.title in words for measure in ban_song_case.plan.measures)
    assert all(len(row) == layout.columns for row in told)


def test_headings_are_groups_instruments_or_none(ban_song_case):
    plan = ban_song_case.plan
    assert [name for name, _own in arranged(plan, Arrangement.GROUP)] == [n for n, _ in plan.groups]
    by_instrument = [name for name, _own in arranged(plan, Arrangement.INSTRUMENT)]
    assert by_instrument == [
        name for name in ("IIT", "EIT", "OIT", "remarks") if name in by_instrument
    ]
    assert "EIT" in by_instrument
    assert arranged(plan, Arrangement.FLAT) == (("", plan.measures),)
    table, _section = table_of(paper(ban_song_case, Layout(Arrangement.INSTRUMENT, 5)))
    assert any(group.title.startswith("EIT ") for group in table.groups)


def test_the_booklet_keeps_its_own_layout(ban_song_case):
    settings = replace(ban_song_case.settings, layout=Layout(Arrangement.FLAT, 4))
    assert booklet(replace(ban_song_case, settings=settings)) == booklet(ban_song_case)


def test_the_day_of_approval_is_said_where_it_is_known(ban_song_case):
    plan = replace(ban_song_case.plan, approved="15 มีนาคม 2566")
    approved = plan_paper(replace(ban_song_case, plan=plan))
    assert "15 มีนาคม 2566" in "\n".join(approved.strings())
    assert "อนุมัติเมื่อวันที่" not in "\n".join(plan_paper(ban_song_case).strings())


def test_a_plan_without_measures_says_so(ban_song_case):
    empty = plan_paper(replace(ban_song_case, plan=replace(ban_song_case.plan, measures=())))
    assert isinstance(empty.sections[0].blocks[0], Heading)
    assert "ยังไม่มีมาตรการ" in "\n".join(empty.strings())


@pytest.mark.parametrize(
    ("content", "layout", "fault"),
    [
        ({}, Layout(), None),
        (
            {"plan_layout": "instrument", "plan_columns": "4"},
            Layout(Arrangement.INSTRUMENT, 4),
            None,
        ),
        ({"plan_columns": "5"}, Layout(Arrangement.GROUP, 5), None),
        ({"plan_columns": "7"}, Layout(), "override_columns"),
        ({"plan_layout": "colour"}, Layout(), "override_wrong_value"),
    ],
)
def test_overrides_choose_the_layout(content, layout, fault):
    from datetime import date  # noqa: PLC0415

    document = Document("overrides.yaml", content)
    told, findings = read_overrides(document, today=date(2023, 3, 1))
    assert told.settings.layout == layout
    assert [one.code for one in findings] == ([fault] if fault else [])
