"""What the headings of papers show must be there."""

from __future__ import annotations

from collections.abc import Iterator

from prongsai.core.registers.model import Content
from prongsai.core.registers.papers import Heading, Paper, Shows
from prongsai.core.registers.rules import STATE
from prongsai.core.registers.schema.names import faults_of_condition, field_of, no_field
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Fault, Path

_NEEDED = {Shows.ROLL_UP: "roll_up", Shows.TEXT: "text"}
# Which headings a word says something of.
_OF_SHOWS = {
    "columns": (Shows.ROWS,),
    "roll_up": (Shows.ROLL_UP,),
    "gathers": (Shows.SAID,),
    "text": (Shows.TEXT, Shows.SAID),
    "chart": (Shows.ROLL_UP,),
}
_FIELDS = ("year", "period")


def faults_of_papers(content: Content) -> Iterator[Fault]:
    """The faults of all papers, of the receipt of a row and of the sheet of entries."""
    yield from _of_receipt(content)
    for number, name in enumerate(content.entry.fields if content.entry else ()):
        if field_of(content, name) is None:
            yield no_field(name, content, ("entry", "fields", number))
    for place, paper in enumerate(content.papers):
        path = ("papers", place)
        yield from _of_title(paper, path)
        if paper.period != "year" and content.dated_by is None and not paper.whole:
            said = Text(
                f"รายงานรอบ {paper.period} ต้องมี dated_by", f"a {paper.period} needs dated_by"
            )
            yield Fault((*path, "period"), "undated", said)
        for number, heading in enumerate(paper.headings):
            yield from _of_heading(content, heading, (*path, "headings", number))
            if paper.lineages or content.lineages:
                yield from _of_evidence(content, heading, (*path, "headings", number))


def _of_receipt(content: Content) -> Iterator[Fault]:
    if content.receipt is None:
        return
    for number, name in enumerate(content.receipt.fields):
        if field_of(content, name) is None:
            yield no_field(name, content, ("receipt", "fields", number))
    known = {state.key for state in content.states}
    for number, key in enumerate(content.receipt.states):
        if key not in known:
            said = Text(f"ไม่มีสถานะ “{key}”", f"there is no state “{key}”")
            yield Fault(("receipt", "states", number), "no_state", said)


def _of_evidence(content: Content, heading: Heading, path: Path) -> Iterator[Fault]:
    """A paper that answers an item becomes public, and its roll-ups with it."""
    rolled = next((one for one in content.roll_ups if one.key == heading.roll_up), None)
    if rolled is None or rolled.public:
        return  # what is public is looked at for itself
    for name in (*rolled.by, *rolled.sums):
        if name.partition(".")[0] in content.never_public:
            said = Text(
                f"“{name}” ห้ามเผยแพร่ แต่รายงานนี้เป็นหลักฐานของข้อ OIT จึงเผยแพร่",
                f"“{name}” may never be public, and this paper is evidence of an OIT item",
            )
            yield Fault((*path, "roll_up"), "never_public", said)


def _of_title(paper: Paper, path: Path) -> Iterator[Fault]:
    from prongsai.core.announcements.reading import strange_braces  # noqa: PLC0415 - one rule of it

    for language in ("th", "en"):
        strange = strange_braces(paper.title.in_language(language), _FIELDS)
        if strange:
            said = Text(
                f"ช่องในวงเล็บปีกกาใช้ไม่ได้: {strange} → {{year}}, {{period}}",
                f"these braces cannot be used: {strange} → {{year}}, {{period}}",
            )
            yield Fault((*path, "title", language), "braces", said)


def _of_heading(content: Content, heading: Heading, path: Path) -> Iterator[Fault]:
    needed = _NEEDED.get(heading.shows)
    if needed is not None and not getattr(heading, needed):
        said = Text(
            f"shows: {heading.shows} ต้องมี {needed}", f"shows: {heading.shows} needs {needed}"
        )
        yield Fault((*path, needed), "missing", said)
    for word, shows in _OF_SHOWS.items():
        if getattr(heading, word) and heading.shows not in shows:
            said = Text(
                f"{word} ไม่มีความหมายกับ shows: {heading.shows}",
                f"{word} says nothing of shows: {heading.shows}",
            )
            yield Fault((*path, word), "misplaced", said)
    for number, name in enumerate(heading.columns):
        if name != STATE and field_of(content, name) is None:
            yield no_field(name, content, (*path, "columns", number))
    if heading.gathers is not None and field_of(content, heading.gathers) is None:
        yield no_field(heading.gathers, content, (*path, "gathers"))
    for name in (*heading.columns, *filter(None, (heading.gathers,))):
        if name in content.never_public:
            said = Text(f"“{name}” ห้ามเผยแพร่ จึงอยู่ในรายงานไม่ได้", f"“{name}” may never be public")
            yield Fault(path, "never_public", said)
    if heading.shows is Shows.MONTHS and content.dated_by is None:
        said = Text("shows: months ต้องมี dated_by", "shows: months needs dated_by")
        yield Fault((*path, "shows"), "undated", said)
    yield from _of_roll_up(content, heading, path)
    yield from faults_of_condition(content, heading.when, (*path, "when"))


def _of_roll_up(content: Content, heading: Heading, path: Path) -> Iterator[Fault]:
    if heading.roll_up is None:
        return
    found = next((one for one in content.roll_ups if one.key == heading.roll_up), None)
    if found is None:
        said = Text(f"ไม่มีสรุปยอด “{heading.roll_up}”", f"there is no roll-up “{heading.roll_up}”")
        yield Fault((*path, "roll_up"), "no_roll_up", said)
    elif heading.chart and found.planned is None:
        said = Text("แผนภูมิต้องมีแผนและผล", "a chart needs planned and actual")
        yield Fault((*path, "chart"), "no_plan", said)
