"""Everything of a register's YAML that a type cannot say: the head, papers, roll-ups, rights."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from prongsai.core.duties import duties
from prongsai.core.errors import Wrong
from prongsai.core.registers.circulated import NAME
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.formulas import names_in, parse
from prongsai.core.registers.model import Content
from prongsai.core.registers.papers import PERIODS, Heading, Paper, RollUp, Shows
from prongsai.core.registers.rules import STATE
from prongsai.core.registers.schema.fields import (
    doubled,
    faults_of_condition,
    faults_of_field,
    faults_of_roles,
    faults_of_rules,
    field_of,
    no_field,
    unknown_fields,
)
from prongsai.core.yaml_data.declared import Fault, Path, fault_at

_NEEDED = {Shows.ROLL_UP: "roll_up", Shows.YEARS: "roll_up", Shows.TEXT: "text"}
# Which headings a word says something of.
_OF_SHOWS = {
    "columns": (Shows.ROWS,),
    "constants": (Shows.ROWS,),
    "roll_up": (Shows.ROLL_UP, Shows.YEARS),
    "gathers": (Shows.SAID,),
    "text": (Shows.TEXT, Shows.SAID),
    "chart": (Shows.ROLL_UP,),
}
_FIELDS = ("year", "period")


def faults_of_papers(content: Content) -> Iterator[Fault]:
    """The faults of all papers, of the receipt of a row and of the sheet of entries."""
    yield from _of_receipt(content)
    if content.entry is not None:
        yield from unknown_fields(content.entry.fields, content, ("entry", "fields"))
    for place, paper in enumerate(content.papers):
        path = ("papers", place)
        yield from _of_title(paper, path)
        if paper.period != "year" and content.dated_by is None and not paper.whole:
            yield fault_at(
                "registers/undated.period_of_paper", (*path, "period"), period=paper.period
            )
        for number, heading in enumerate(paper.headings):
            yield from _of_heading(content, heading, (*path, "headings", number))
            if paper.lineages or content.lineages:
                yield from _of_evidence(content, heading, (*path, "headings", number))


def _of_receipt(content: Content) -> Iterator[Fault]:
    if content.receipt is None:
        return
    yield from unknown_fields(content.receipt.fields, content, ("receipt", "fields"))
    known = {state.key for state in content.states}
    for number, key in enumerate(content.receipt.states):
        if key not in known:
            yield fault_at("registers/no_state.unknown", ("receipt", "states", number), name=key)


def _of_evidence(content: Content, heading: Heading, path: Path) -> Iterator[Fault]:
    """A paper that answers an item becomes public, and its roll-ups with it."""
    rolled = next((roll_up for roll_up in content.roll_ups if roll_up.key == heading.roll_up), None)
    if rolled is None or rolled.public:
        return  # what is public is looked at for itself
    for name in (*rolled.by, *rolled.sums):
        if name.partition(".")[0] in content.never_public:
            yield fault_at("registers/never_public.evidence", (*path, "roll_up"), name=name)


def _of_title(paper: Paper, path: Path) -> Iterator[Fault]:
    from prongsai.core.announcements.reading import strange_braces  # noqa: PLC0415 - one rule of it

    for language in ("th", "en"):
        strange = strange_braces(paper.title.in_language(language), _FIELDS)
        if strange:
            yield fault_at("registers/braces", (*path, "title", language), strange=strange)


def _of_heading(content: Content, heading: Heading, path: Path) -> Iterator[Fault]:
    needed = _NEEDED.get(heading.shows)
    if needed is not None and not getattr(heading, needed):
        yield fault_at(
            "registers/missing.word_of_heading", (*path, needed), shows=heading.shows, needed=needed
        )
    for word, shows in _OF_SHOWS.items():
        if getattr(heading, word) and heading.shows not in shows:
            yield fault_at(
                "registers/misplaced.word_of_other_heading",
                (*path, word),
                word=word,
                shows=heading.shows,
            )
    for number, name in enumerate(heading.columns):
        if name != STATE and field_of(content, name) is None:
            yield no_field(name, content, (*path, "columns", number))
    if heading.gathers is not None and field_of(content, heading.gathers) is None:
        yield no_field(heading.gathers, content, (*path, "gathers"))
    for name in (*heading.columns, *filter(None, (heading.gathers,))):
        if name in content.never_public:
            yield fault_at("registers/never_public.paper", path, name=name)
    if heading.shows is Shows.MONTHS and content.dated_by is None:
        yield fault_at("registers/undated.months_of_paper", (*path, "shows"))
    yield from _of_roll_up(content, heading, path)
    yield from faults_of_condition(content, heading.when, (*path, "when"))


def _of_roll_up(content: Content, heading: Heading, path: Path) -> Iterator[Fault]:
    if heading.roll_up is None:
        return
    roll_up = next(
        (roll_up for roll_up in content.roll_ups if roll_up.key == heading.roll_up), None
    )
    if roll_up is None:
        yield fault_at("registers/no_roll_up", (*path, "roll_up"), roll_up=heading.roll_up)
    elif heading.chart and roll_up.planned is None:
        yield fault_at("registers/no_plan", (*path, "chart"))


# Rows are gathered by what repeats itself.
_GATHERING = (
    FieldKind.CHOICE, FieldKind.UNIT, FieldKind.POSITION, FieldKind.YES_NO, FieldKind.REFERENCE,
    FieldKind.TEXT,
)  # fmt: skip


def faults_of_roll_ups(content: Content) -> Iterator[Fault]:
    """The faults of all roll-ups; what other registers have is told by `reading`."""
    for place, roll_up in enumerate(content.roll_ups):
        path = ("roll_ups", place)
        for number, by in enumerate(roll_up.by):
            yield from _of_by(content, by, (*path, "by", number))
        for number, name in enumerate(roll_up.sums):
            yield from _of_sum(content, name, (*path, "sums", number))
        yield from _of_plan(content, roll_up, path)
        yield from faults_of_condition(content, roll_up.when, (*path, "when"))
        if roll_up.public:
            yield from _of_public(content, roll_up, path)


def _of_by(content: Content, by: str, path: Path) -> Iterator[Fault]:
    name, _, inner = by.partition(".")
    if by in PERIODS:
        if content.dated_by is None:
            yield fault_at("registers/undated.gathered_by_period", path, by=by)
        return
    if by == STATE:
        if not content.states:
            yield fault_at("registers/no_state.none", path)
        return
    field = field_of(content, name)
    if field is None:
        yield no_field(name, content, path)
    elif inner and field.kind is not FieldKind.REFERENCE:
        yield fault_at("registers/kind.no_reference", path, name=name)
    elif field.kind not in _GATHERING:
        yield fault_at("registers/kind.not_gathered_by", path, kind=field.kind)


def _of_sum(content: Content, name: str, path: Path) -> Iterator[Fault]:
    field = field_of(content, name)
    if field is None:
        yield no_field(name, content, path)
    elif not field.can_be_added:
        yield fault_at("registers/kind.not_added", path, name=name)


def _of_plan(content: Content, roll_up: RollUp, path: Path) -> Iterator[Fault]:
    if (roll_up.planned is None) is not (roll_up.actual is None):
        yield fault_at("registers/missing.planned_or_actual", (*path, "planned"))
        return
    if roll_up.planned is None or roll_up.actual is None:
        return
    yield from _of_sum(content, roll_up.actual, (*path, "actual"))
    reference, _, inner = roll_up.planned.partition(".")
    if not inner:
        yield from _of_sum(content, roll_up.planned, (*path, "planned"))
        return
    yield from _of_by(content, roll_up.planned, (*path, "planned"))
    if any(by.partition(".")[0] != reference for by in roll_up.by):
        yield fault_at("registers/plan_elsewhere", (*path, "by"), reference=reference)


def _of_public(content: Content, roll_up: RollUp, path: Path) -> Iterator[Fault]:
    used = (*roll_up.by, *roll_up.sums, *filter(None, (roll_up.planned, roll_up.actual)))
    for name in used:
        if name.partition(".")[0] in content.never_public:
            yield fault_at("registers/never_public.roll_up", (*path, "public"), name=name)


_DATED = (FieldKind.DATE, FieldKind.MONTH)


def faults_of(content: Content) -> Iterator[Fault]:
    yield from doubled(content)
    for place, field in enumerate(content.fields):
        yield from faults_of_field(field, ("fields", place), content)
    yield from _of_head(content)
    yield from faults_of_rules(content)
    yield from faults_of_roll_ups(content)
    yield from faults_of_papers(content)
    yield from _of_public_whole(content)
    yield from _of_rights(content)
    yield from _of_circulated(content)
    yield from _of_sources(content)


def _of_head(content: Content) -> Iterator[Fault]:
    for word in ("named_by", "identified_by", "ordered_by"):
        for place, name in enumerate(getattr(content, word)):
            field = field_of(content, name)
            if field is None:
                yield no_field(name, content, (word, place))
            elif word == "identified_by" and not (field.required and field.is_typed):
                yield fault_at("registers/identity", (word, place), name=name)
    yield from _of_kind(content, "dated_by", _DATED)
    if content.progress is not None:
        names = (content.progress.day, *content.progress.fields)
        yield from unknown_fields(names, content, ("progress", "fields"))
    yield from _of_kind(content, "owned_by", (FieldKind.UNIT,))
    if content.rhythm is not None and content.dated_by is None:
        yield fault_at("registers/undated.rhythm", ("rhythm",))
    if content.rhythm is not None and content.rhythm.owed_by == "unit" and not content.owned_by:
        yield fault_at("registers/unowned.rhythm_by_unit", ("rhythm", "by"))


def _of_kind(content: Content, word: str, kinds: Sequence[FieldKind]) -> Iterator[Fault]:
    name = getattr(content, word)
    if name is None:
        return
    field = field_of(content, name)
    if field is None:
        yield no_field(name, content, (word,))
    elif field.kind not in kinds:
        listed = ", ".join(kinds)
        yield fault_at("registers/kind.kind_of_word", (word,), word=word, listed=listed)


def _of_public_whole(content: Content) -> Iterator[Fault]:
    yield from unknown_fields(content.public, content, ("public",))
    yield from unknown_fields(content.never_public, content, ("never_public",))
    for number, name in enumerate(content.public):
        if name in content.never_public:
            yield fault_at("registers/never_public.both_lists", ("public", number), name=name)
        field = field_of(content, name)
        needed: set[str] = set()
        if field is not None and field.formula:
            with suppress(Wrong):  # told where it stands
                needed = set(names_in(parse(field.formula)))
        for hidden in sorted(needed & set(content.never_public)):
            yield fault_at(
                "registers/never_public.computed", ("public", number), name=name, hidden=hidden
            )


def _of_rights(content: Content) -> Iterator[Fault]:
    rights = content.rights
    for word in ("seeing_roles", "writing_roles"):
        yield from faults_of_roles(getattr(rights, word), ("rights", word))
    for word, roles in (("sees", "seeing_roles"), ("writes", "writing_roles")):
        reach = getattr(rights, word)
        if reach == "roles" and not getattr(rights, roles):
            yield fault_at(
                "registers/missing.roles_of_reach", ("rights", word), word=word, roles=roles
            )
        if reach == "own-unit" and word == "sees" and not content.owned_by:
            yield fault_at("registers/unowned.own_unit", ("rights", word))
    if rights.only_counts_leave and not rights.is_restricted:
        yield fault_at("registers/misplaced.counts_of_open_rows", ("rights", "only_counts_leave"))
    if rights.duty and rights.duty not in duties():
        yield fault_at("registers/no_duty", ("rights", "duty"), name=rights.duty)
    # A unit that is called otherwise would become a reader that nobody named.
    if rights.duty and rights.is_restricted:
        yield fault_at("registers/misplaced.duty_of_restricted", ("rights", "duty"))


def _of_circulated(content: Content) -> Iterator[Fault]:
    if content.circulated and content.rights.is_restricted:
        yield fault_at("registers/misplaced.restricted_circulated", ("circulated",))
    if content.circulated and field_of(content, NAME) is not None:
        yield fault_at("registers/misplaced.circulated_name", ("circulated",), name=NAME)


def _of_sources(content: Content) -> Iterator[Fault]:
    for place, basis in enumerate(content.basis):
        if basis.citation and basis.confidence != "unknown" and not basis.source:
            yield fault_at("registers/no_source.basis", ("basis", place), citation=basis.citation)
    kept = content.retention
    if kept.years is not None and kept.confidence != "unknown" and not kept.source:
        yield fault_at("registers/no_source.retention", ("retention",))
