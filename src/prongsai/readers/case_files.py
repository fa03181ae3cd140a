"""The small files of a case folder: remarks.yaml and overrides.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct, field

from prongsai.core.dates import read_date
from prongsai.core.errors import Findings, Place
from prongsai.core.ids import INSTRUMENTS, item_code_at
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.measures.layout import COLUMNS, USUAL, Arrangement, Layout
from prongsai.core.papers.case import Member, Narrative, Settings
from prongsai.core.text import Text
from prongsai.core.thai import shorten, squeeze

_DAYS = ("made_on", "memo_day", "announcement_day", "order_day", "not_before")
_NUMBERS = ("memo_number", "order_number")
_LISTS = ("members", "duties", "narratives")
_LAYOUT = ("plan_layout", "plan_columns")
_KNOWN = {*_DAYS, *_NUMBERS, *_LISTS, *_LAYOUT, "wording"}
_MOST_MEMBERS = 60
_QUOTED = 60


class Overrides(Struct, frozen=True):
    """What an agency sets for its papers; nothing where it sets nothing.

    Shape:  `not_before` is the day before which no measure of a draft begins.
    """

    settings: Settings
    not_before: date | None = None
    wording: Mapping[str, Any] = field(default_factory=dict)


def read_overrides(content: Any, place: Place, *, today: date) -> tuple[Overrides, Findings]:
    """The content of an overrides.yaml; what cannot be used is told and left out."""
    findings = Findings()
    if content is None:
        return Overrides(Settings(made_on=today)), findings
    if not isinstance(content, Mapping):
        _tell_shape(findings, place, "overrides.yaml")
        return Overrides(Settings(made_on=today)), findings
    for name in content:
        if name not in _KNOWN:
            findings.warning(
                "override_unknown",
                Text(f"ไม่รู้จัก “{name}”", f"“{name}” is not known"),
                place,
                next_step=Text(
                    f"ใช้ได้เฉพาะ {', '.join(sorted(_KNOWN))}",
                    f"use one of {', '.join(sorted(_KNOWN))}",
                ),
            )
    days = {name: _day(content.get(name), name, findings, place) for name in _DAYS}
    settings = Settings(
        made_on=days["made_on"] or today,
        memo_day=days["memo_day"],
        announcement_day=days["announcement_day"],
        order_day=days["order_day"],
        memo_number=_number(content, "memo_number", findings, place),
        order_number=_number(content, "order_number", findings, place),
        members=_members(content.get("members"), findings, place),
        duties=_duties(content.get("duties"), findings, place),
        narratives=_narratives(content.get("narratives"), findings, place),
        layout=_layout(content, findings, place),
    )
    return Overrides(settings, days["not_before"], _wording(content, findings, place)), findings


def read_remarks(content: Any, place: Place) -> tuple[tuple[LinkedRemark, ...], Findings]:
    """The remarks of a remarks.yaml: texts, or texts with the items they touch."""
    findings = Findings()
    if content is None:
        return (), findings
    if not isinstance(content, Sequence) or isinstance(content, str):
        _tell_shape(findings, place, "remarks.yaml")
        return (), findings
    remarks: list[LinkedRemark] = []
    for number, entry in enumerate(content, start=1):
        text = entry.get("text") if isinstance(entry, Mapping) else entry
        if not isinstance(text, str) or not text.strip():
            findings.error(
                "remark_without_text",
                Text(f"ข้อเสนอแนะที่ {number} ไม่มีข้อความ", f"remark {number} has no text"),
                place,
                next_step=Text("เขียนข้อความไว้หลัง text:", "write its text after text:"),
            )
            continue
        typed = entry.get("items") if isinstance(entry, Mapping) else None
        remarks.append(LinkedRemark(squeeze(text), _codes(typed, number, findings, place)))
    return tuple(remarks), findings


def _codes(typed: Any, number: int, findings: Findings, place: Place) -> tuple[str, ...]:
    texts = typed if isinstance(typed, list) else str(typed or "").split(",")
    codes: list[str] = []
    for text in filter(None, (str(one).strip() for one in texts)):
        found = item_code_at(text)
        if found is None or found[1] < len(text):
            findings.error(
                "remark_item",
                Text(
                    f"ข้อเสนอแนะที่ {number}: “{shorten(text, _QUOTED)}” ไม่ใช่รหัสข้อ",
                    f"remark {number}: “{shorten(text, _QUOTED)}” is no item code",
                ),
                place,
                next_step=Text("ใช้รหัสเช่น i27, e6, o12", "use a code such as i27, e6, o12"),
            )
        else:
            codes.append(found[0])
    return tuple(dict.fromkeys(codes))


def _layout(content: Mapping[str, Any], findings: Findings, place: Place) -> Layout:
    """The layout of the plan's own paper; one that there is not is told and the usual one taken."""
    usual = USUAL
    asked = str(content.get("plan_layout") or usual.arrangement)
    columns = str(content.get("plan_columns") or usual.columns)
    known = {one.value for one in Arrangement}
    if asked in known and columns in set(map(str, COLUMNS)):
        return Layout(Arrangement(asked), int(columns))
    names, counts = ", ".join(sorted(known)), ", ".join(map(str, COLUMNS))
    quoted = f"{shorten(asked, _QUOTED)} {shorten(columns, _QUOTED)}"
    findings.error(
        "layout_unknown",
        Text(f"ไม่มีรูปแบบแผน “{quoted}”", f"there is no layout “{quoted}”"),
        place,
        next_step=Text(
            f"plan_layout: {names} plan_columns: {counts}",
            f"plan_layout: {names}; plan_columns: {counts}",
        ),
    )
    return usual


def _day(value: Any, name: str, findings: Findings, place: Place) -> date | None:
    if value is None or value == "":
        return None
    span = read_date(str(value))
    if span is None:
        quoted = shorten(str(value), _QUOTED)
        findings.error(
            "override_date",
            Text(f"{name}: อ่านวันที่ “{quoted}” ไม่ได้", f"{name}: “{quoted}” is no date"),
            place,
            next_step=Text("เขียนเช่น 13 กุมภาพันธ์ 2566", "write it like 13 กุมภาพันธ์ 2566"),
        )
        return None
    return span.first


def _number(content: Mapping[Any, Any], name: str, findings: Findings, place: Place) -> str:
    value = content.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        findings.error(
            "override_number",
            Text(f"{name} ต้องเป็นข้อความ", f"{name} must be a text"),
            place,
            next_step=Text("เขียนไว้ในบรรทัดเดียว", "write it on one line"),
        )
        return ""
    return squeeze(value)


def _wording(content: Mapping[Any, Any], findings: Findings, place: Place) -> Mapping[str, Any]:
    value = content.get("wording")
    if value is None or isinstance(value, Mapping):
        return value or {}
    findings.error(
        "override_wording",
        Text("wording ต้องเป็นรายการ ชื่อข้อความ: ข้อความ", "wording must be a list of name: sentence"),
        place,
        next_step=Text("ดูชื่อข้อความใน docs/papers.md", "see the names in docs/papers.md"),
    )
    return {}


def _members(value: Any, findings: Findings, place: Place) -> tuple[Member, ...]:
    if value is None:
        return ()
    wanted = set(Member.__struct_fields__)
    entries = value if isinstance(value, list) else [value]
    usable = [
        entry
        for entry in entries
        if isinstance(entry, Mapping)
        and set(entry) == wanted
        and all(isinstance(text, str) and text.strip() for text in entry.values())
    ]
    if len(usable) < len(entries) or len(entries) > _MOST_MEMBERS:
        findings.error(
            "override_members",
            Text(
                f"members ต้องเป็นรายการ position และ role ไม่เกิน {_MOST_MEMBERS} คน",
                f"members must be a list of position and role, {_MOST_MEMBERS} at most",
            ),
            place,
            next_step=Text(
                "เช่น - {position: ปลัดเทศบาล, role: ประธานคณะทำงาน}",
                "such as - {position: ปลัดเทศบาล, role: ประธานคณะทำงาน}",
            ),
        )
        return ()
    return tuple(Member(squeeze(e["position"]), squeeze(e["role"])) for e in usable)


def _duties(value: Any, findings: Findings, place: Place) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(
        isinstance(one, str) and one.strip() for one in value
    ):
        findings.error(
            "override_duties",
            Text("duties ต้องเป็นรายการข้อความ", "duties must be a list of texts"),
            place,
            next_step=Text("เขียนบรรทัดละข้อ ขึ้นต้นด้วย -", "write one a line, each after a -"),
        )
        return ()
    return tuple(squeeze(one) for one in value)


def _narratives(value: Any, findings: Findings, place: Place) -> tuple[Narrative, ...]:
    if value is None:
        return ()
    parts = set(Narrative.__struct_fields__) - {"instrument"}
    usable = isinstance(value, Mapping) and all(
        code in INSTRUMENTS
        and isinstance(texts, Mapping)
        and parts.issuperset(texts)
        and all(isinstance(text, str) for text in texts.values())
        for code, texts in value.items()
    )
    if not usable:
        findings.error(
            "override_narratives",
            Text(
                "narratives ต้องเป็น IIT, EIT, OIT แต่ละแบบวัดมีข้อความ mend, improve หรือ keep",
                "narratives must be IIT, EIT, OIT, each with texts mend, improve or keep",
            ),
            place,
            next_step=Text(
                "เช่น EIT: {mend: ขั้นตอนการให้บริการ, keep: การตอบข้อซักถาม}",
                "such as EIT: {mend: steps of service, keep: answers to questions}",
            ),
        )
        return ()
    return tuple(Narrative(code, **value[code]) for code in INSTRUMENTS if code in value)


def _tell_shape(findings: Findings, place: Place, name: str) -> None:
    findings.error(
        "case_file_shape",
        Text(f"รูปแบบของ {name} ใช้ไม่ได้", f"{name} does not have the expected shape"),
        place,
        next_step=Text("ดูตัวอย่างใน examples/ban-song", "see the example in examples/ban-song"),
    )
