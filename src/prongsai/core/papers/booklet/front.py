"""Cover, preface, contents, and the page for those who read one page."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from prongsai.core.analysis.weakness import RankedItem
from prongsai.core.dates import month_and_year
from prongsai.core.papers.booklet.parts import item_table
from prongsai.core.papers.document import (
    Block,
    Contents,
    Cover,
    Heading,
    KeyFigure,
    KeyFigures,
    PageBreak,
    Paragraph,
    Signature,
    Together,
)
from prongsai.core.papers.facts import Facts, named, two_places

_FIRST = 5


def cover(facts: Facts) -> Cover:
    """The cover."""
    agency = facts.case.agency
    return Cover(
        title=facts("common.measures_title"),
        subtitle=facts("common.year"),
        agency=agency.name,
        place=agency.place,
        made_by=" ".join(filter(None, (facts("booklet.made_by"), agency.website))),
    )


def front(facts: Facts) -> tuple[Block, ...]:
    """Preface and contents."""
    agency = facts.case.agency
    compared = facts("booklet.preface.compared") if len(facts.years) > 1 else ""
    return (
        Heading(1, facts("booklet.preface.title")),
        Paragraph(facts("booklet.preface.first")),
        Paragraph(facts("booklet.preface.second", compared=compared)),
        Together(
            (
                Paragraph(facts("booklet.preface.third")),
                Signature(
                    f"{agency.office} {agency.name}",
                    below=month_and_year(facts.case.settings.made_on),
                ),
                Paragraph(facts("booklet.preface.compiled_by")),
            )
        ),
        PageBreak(),
        Contents(facts("booklet.contents")),
    )


def summary(facts: Facts) -> tuple[Block, ...]:
    """One page for the chief executive: the result, the weak points, the plan, the first steps."""
    case = facts.case
    figures = KeyFigures(
        (
            KeyFigure(facts("booklet.results.total_label"), facts.fields["total"]),
            KeyFigure(facts("booklet.results.level_label"), facts.level or "–"),
        ),
        facts("booklet.summary.result", rated=facts.rated, versus_before=facts.versus_before),
    )
    blocks: list[Block] = [
        Heading(1, facts("booklet.summary.title")),
        figures,
        Paragraph(_weak(facts)),
        Paragraph(_measures(facts)),
        Paragraph(facts("booklet.summary.follow")),
    ]
    costly = [item for item in case.weakness.all_items if item.lost]
    if costly:
        costly.sort(key=lambda item: (-(item.lost or 0), item.code))
        blocks += [
            Heading(2, facts("booklet.summary.first_title")),
            Paragraph(facts("booklet.summary.first_lead")),
            item_table(facts, facts("booklet.summary.first_table"), costly[:_FIRST]),
        ]
    return tuple(blocks)


def _measures(facts: Facts) -> str:
    """What the plan holds and answers; what it does not answer is told as that."""
    found = facts.standing
    if not found.points:
        return facts("booklet.summary.measures_alone")
    left = {"reasoned": found.reasoned, "general": found.general, "open": found.open}
    rest = "".join(
        facts(f"booklet.summary.points_{name}", count=count)
        for name, count in left.items()
        if count
    )
    return facts("booklet.summary.measures", rest=rest)


def _weak(facts: Facts) -> str:
    return " ".join(filter(None, (facts.low_total, _weak_points(facts))))


def _weak_points(facts: Facts) -> str:
    weakness = facts.case.weakness
    nodes = named((node.name.th, node.score) for node in weakness.nodes_below)
    above = facts("booklet.summary.weak_nodes", names=nodes) if nodes else ""
    if not weakness.all_items:
        return above or facts.no_items
    weak = weakness.below_target
    if not weak:
        known = "" if facts.knows_all_items() else "_known"
        return above or facts(f"booklet.summary.none_weak{known}")
    return " ".join(filter(None, (_weak_items(facts, weak), above)))


def _weak_items(facts: Facts, weak: Sequence[RankedItem]) -> str:
    lost = [item.lost for item in weak if item.lost is not None]
    if len(lost) < len(weak):
        return facts("booklet.summary.weak_unknown", worst=facts.worst(weak[:1]))
    from_worst = sorted(weak, key=lambda item: (-(item.lost or 0), item.code))
    return facts(
        "booklet.summary.weak",
        weak_lost=two_places(sum(lost, Fraction(0))),
        worst=facts.worst(from_worst[:1]),
    )
