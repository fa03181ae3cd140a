"""The small files of a case folder: remarks.yaml and overrides.yaml."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from msgspec import Meta, Struct, field

from prongsai.core.dates import read_date
from prongsai.core.errors import Finding, Severity
from prongsai.core.ids import INSTRUMENTS, item_code_at
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.measures.grid import COLUMNS, USUAL, Arrangement, Layout
from prongsai.core.messages import read_words
from prongsai.core.papers.case import Member, Narrative, Settings
from prongsai.core.thai import shorten, squeeze
from prongsai.core.yaml_data.declared import Fault, Filled, fault_at, read
from prongsai.core.yaml_data.documents import Document

_DAYS = ("made_on", "memo_day", "announcement_day", "order_day", "not_before")
_MOST_MEMBERS = 60
_QUOTED = 60


class Overrides(Struct, frozen=True):
    """What an agency sets for its papers; nothing where it sets nothing.

    Shape:  `not_before` is the day before which no measure of a draft begins.
    """

    settings: Settings
    not_before: date | None = None
    wording: Mapping[str, Any] = field(default_factory=dict)


class _Told(Struct):
    """What the officer writes of one instrument."""

    mend: str = ""
    improve: str = ""
    keep: str = ""


class _Narratives(Struct):
    iit: _Told = field(default_factory=_Told, name="IIT")
    eit: _Told = field(default_factory=_Told, name="EIT")
    oit: _Told = field(default_factory=_Told, name="OIT")

    def filled(self) -> tuple[Narrative, ...]:
        """Those of instruments of which something is told."""
        pairs = zip(INSTRUMENTS, (self.iit, self.eit, self.oit), strict=True)
        made = (Narrative(code, words.mend, words.improve, words.keep) for code, words in pairs)
        return tuple(narrative for narrative in made if narrative.parts)


class _File(Struct):
    """What overrides.yaml holds; days as they were typed."""

    made_on: str = ""
    memo_day: str = ""
    announcement_day: str = ""
    order_day: str = ""
    not_before: str = ""
    memo_number: str = ""
    order_number: str = ""
    members: Annotated[tuple[Member, ...], Meta(max_length=_MOST_MEMBERS)] = ()
    duties: tuple[Filled, ...] = ()
    narratives: _Narratives = field(default_factory=_Narratives)
    plan_layout: Arrangement = USUAL.arrangement
    plan_columns: str = str(USUAL.columns)
    wording: dict[str, Any] = {}


class _Remark(Struct):
    text: str
    items: tuple[Filled, ...] | str = ()


def read_overrides(document: Document, *, today: date) -> tuple[Overrides, tuple[Finding, ...]]:
    """The content of an overrides.yaml; what cannot be used is told and left out."""
    given = {} if document.data is None else document.data
    reading = read(given, _File, tidy=squeeze, unknown=Severity.WARNING)
    file = reading.value or _File()
    days = {name: read_date(getattr(file, name)) for name in _DAYS}
    faults = [*document.twice, *reading.faults, *_faults_of_days(file), *_faults_of_columns(file)]
    is_known = file.plan_columns in map(str, COLUMNS)
    settings = Settings(
        made_on=span.first if (span := days["made_on"]) else today,
        memo_day=span.first if (span := days["memo_day"]) else None,
        announcement_day=span.first if (span := days["announcement_day"]) else None,
        order_day=span.first if (span := days["order_day"]) else None,
        memo_number=file.memo_number,
        order_number=file.order_number,
        # Half a working group is none.
        members=file.members if reading.is_whole("members") else (),
        duties=file.duties if reading.is_whole("duties") else (),
        narratives=file.narratives.filled(),
        layout=Layout(file.plan_layout, int(file.plan_columns)) if is_known else USUAL,
    )
    first = span.first if (span := days["not_before"]) else None
    findings = tuple(document.findings(faults, "override", read_words("readers/see_example")))
    return Overrides(settings, first, file.wording), findings


def _faults_of_days(file: _File) -> Iterator[Fault]:
    for name in _DAYS:
        typed = getattr(file, name)
        if typed and read_date(typed) is None:
            yield fault_at("readers/date", (name,), name=name, quoted=shorten(typed, _QUOTED))


def _faults_of_columns(file: _File) -> Iterator[Fault]:
    if file.plan_columns not in map(str, COLUMNS):
        quoted, known = shorten(file.plan_columns, _QUOTED), ", ".join(map(str, COLUMNS))
        yield fault_at("readers/columns", ("plan_columns",), quoted=quoted, known=known)


def read_remarks(document: Document) -> tuple[tuple[LinkedRemark, ...], tuple[Finding, ...]]:
    """The remarks of a remarks.yaml: texts, or texts with the items they touch."""
    faults = list(document.twice)
    remarks: list[LinkedRemark] = []
    given = [] if document.data is None else document.data
    if not isinstance(given, list):
        faults += read(given, tuple[_Remark, ...]).faults
        given = []
    for number, entry in enumerate(given):
        is_text = isinstance(entry, str) and bool(entry.strip())
        data = {"text": entry} if is_text else entry
        reading = read(data, _Remark, tidy=squeeze, unknown=Severity.WARNING, path=(number,))
        faults += reading.faults
        if reading.value is not None:
            typed = reading.value.items
            codes = _codes(typed.split(",") if isinstance(typed, str) else typed, number, faults)
            remarks.append(LinkedRemark(reading.value.text, codes))
    fix = read_words("readers/see_example")
    return tuple(remarks), tuple(document.findings(faults, "remark", fix))


def _codes(typed: list[str] | tuple[str, ...], number: int, faults: list[Fault]) -> tuple[str, ...]:
    codes: list[str] = []
    for text in filter(None, map(str.strip, typed)):
        typed_code = item_code_at(text)
        if typed_code is None or typed_code[1] < len(text):
            values = {"number": number + 1, "quoted": shorten(text, _QUOTED)}
            faults.append(fault_at("readers/item", (number, "items"), **values))
        else:
            codes.append(typed_code[0])
    return tuple(dict.fromkeys(codes))
