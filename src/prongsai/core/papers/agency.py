"""The agency a paper speaks for: its name, its place, and its positions - never its people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from prongsai.core.errors import Findings, Place
from prongsai.core.papers.digits import Digits
from prongsai.core.text import Text
from prongsai.core.thai import shorten, squeeze

LONGEST_NAME = 120
_POSITIONS = ("mayor", "clerk", "head", "officer")


class Positions(Struct, frozen=True):
    """Titles of the four positions that sign; a person is never named.

    Shape:  `mayor` the chief executive, `clerk` the chief administrator (ปลัด), `head` of the
            clerk's office, `officer` who drafts.
    """

    mayor: str = "นายกเทศมนตรี"
    clerk: str = "ปลัดเทศบาล"
    head: str = "หัวหน้าสำนักปลัด"
    officer: str = "นักวิเคราะห์นโยบายและแผน"


class Agency(Struct, frozen=True):
    """What agency.yaml holds.

    Shape:  `number_prefix` is printed before the register's number and may stand alone;
            `authority` is the clause an order cites, and stays the agency's own responsibility;
            `is_sample` prints on every page that the paper is no paper of the agency.
    """

    name: str
    district: str = ""
    province: str = ""
    office: str = "สำนักปลัด"
    telephone: str = ""
    email: str = ""
    website: str = ""
    number_prefix: str = ""
    authority: str = ""
    digits: Digits = Digits.THAI_IN_PROSE
    emblem: str = ""
    is_sample: bool = False
    positions: Positions = Positions()

    @property
    def place(self) -> str:
        """District and province."""
        return squeeze(f"{self.district} {self.province}")

    @property
    def names(self) -> frozenset[str]:
        """Words of this agency that no line may break."""
        bare = (self.district.removeprefix("อำเภอ"), self.province.removeprefix("จังหวัด"))
        own = self.name
        for kind in (
            "เทศบาลตำบล",
            "เทศบาลเมือง",
            "เทศบาลนคร",
            "องค์การบริหารส่วนตำบล",
            "องค์การบริหารส่วนจังหวัด",
        ):
            own = own.removeprefix(kind)
        return frozenset(name.strip() for name in (*bare, own) if name.strip())


class AgencyReading(Struct, frozen=True):
    """An agency, or None where its file cannot be used, with what was found."""

    agency: Agency | None
    findings: Findings


def read_agency(data: object, place: Place) -> AgencyReading:
    """The agency that the content of an agency.yaml describes."""
    findings = Findings()
    if not isinstance(data, Mapping):
        findings.error(
            "agency_not_a_list",
            Text("agency.yaml ต้องเป็นรายการ ชื่อ: ค่า", "agency.yaml must be a list of name: value"),
            place,
            next_step=Text(
                "เริ่มด้วยบรรทัด name: ชื่อหน่วยงาน", "begin with the line name: the agency's name"
            ),
        )
        return AgencyReading(None, findings)
    texts = {
        name: _text(data, name, findings, place)
        for name, kind in Agency.__annotations__.items()
        if kind == "str"
    }
    if not texts["name"]:
        findings.error(
            "agency_without_name",
            Text("agency.yaml ไม่มีชื่อหน่วยงาน", "agency.yaml has no agency name"),
            place,
            next_step=Text(
                "เพิ่มบรรทัด name: ชื่อเต็มของหน่วยงาน", "add the line name: the agency's full name"
            ),
        )
        return AgencyReading(None, findings)
    _tell_unknown(data, set(Agency.__struct_fields__), findings, place)
    given = {name: text for name, text in texts.items() if text}
    return AgencyReading(
        Agency(
            **given,
            digits=_digits(data.get("digits"), findings, place),
            is_sample=_is_sample(data.get("is_sample"), findings, place),
            positions=_positions(data.get("positions"), findings, place),
        ),
        findings,
    )


def _text(data: Mapping[str, Any], name: str, findings: Findings, place: Place) -> str:
    value = data.get(name)
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping | list):
        findings.error(
            "agency_not_a_text",
            Text(f"{name} ต้องเป็นข้อความ", f"{name} must be a text"),
            place,
            next_step=Text("เขียนไว้ในบรรทัดเดียว", "write it on one line"),
        )
        return ""
    text = squeeze(str(value))
    if len(text) > LONGEST_NAME and name not in ("authority", "office"):
        findings.warning(
            "agency_text_long",
            Text(
                f"{name} ยาว {len(text)} ตัวอักษร: “{shorten(text, 40)}”",
                f"{name} has {len(text)} letters: “{shorten(text, 40)}”",
            ),
            place,
            next_step=Text(
                "ย่อให้สั้นลง หัวกระดาษจะอ่านง่ายขึ้น", "shorten it; the paper's head will read better"
            ),
        )
    return text


def _tell_unknown(
    data: Mapping[str, Any], known: set[str], findings: Findings, place: Place
) -> None:
    for name in data:
        if name not in known:
            findings.warning(
                "agency_unknown_name",
                Text(f"ไม่รู้จัก “{name}”", f"“{name}” is not known"),
                place,
                next_step=Text(
                    f"ใช้ได้เฉพาะ {', '.join(sorted(known))}",
                    f"use one of {', '.join(sorted(known))}",
                ),
            )


def _digits(value: object, findings: Findings, place: Place) -> Digits:
    if value is None:
        return Digits.THAI_IN_PROSE
    try:
        return Digits(str(value))
    except ValueError:
        choices = ", ".join(Digits)
        findings.error(
            "agency_digits",
            Text(f"digits: “{value}” ไม่ใช่ตัวเลือก", f"digits: “{value}” is no choice"),
            place,
            next_step=Text(f"ใช้ {choices}", f"use one of {choices}"),
        )
        return Digits.THAI_IN_PROSE


def _is_sample(value: object, findings: Findings, place: Place) -> bool:
    if value is None or isinstance(value, bool):
        return value is True
    findings.error(
        "agency_is_sample",
        Text(f"is_sample: “{value}” ไม่ใช่ตัวเลือก", f"is_sample: “{value}” is no choice"),
        place,
        next_step=Text("ใช้ true หรือ false", "use true or false"),
    )
    return False


def _positions(value: object, findings: Findings, place: Place) -> Positions:
    if value is None:
        return Positions()
    if not isinstance(value, Mapping):
        findings.error(
            "agency_positions",
            Text(
                "positions ต้องเป็นรายการ ตำแหน่ง: ชื่อตำแหน่ง",
                "positions must be a list of position: title",
            ),
            place,
            next_step=Text(
                "เช่น mayor: นายกเทศมนตรี ย่อหน้าใต้ positions:",
                "such as mayor: นายกเทศมนตรี, indented under positions:",
            ),
        )
        return Positions()
    _tell_unknown(value, set(_POSITIONS), findings, place)
    texts = {name: _text(value, name, findings, place) for name in _POSITIONS}
    return Positions(**{name: text for name, text in texts.items() if text})
