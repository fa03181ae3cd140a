"""The agency a paper speaks for: its name, its place, and its positions - never its people."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from prongsai.core.errors import Findings, Severity
from prongsai.core.papers.digits import Digits
from prongsai.core.roles import former_fields
from prongsai.core.thai import shorten, squeeze
from prongsai.core.yaml_data.declared import Fault, fault_at, read
from prongsai.core.yaml_data.documents import Document

LONGEST_NAME = 120
_MAY_BE_LONG = ("authority", "office")
_LOCAL = (
    "เทศบาลตำบล", "เทศบาลเมือง", "เทศบาลนคร", "องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนจังหวัด",
)  # fmt: skip


class Positions(Struct, frozen=True):
    """Titles of the four positions that sign; a person is never named.

    Shape:  each field is the `printed_as` of a role (data/roles.yaml); `officer` is who drafts.
    """

    chief_executive: str = "นายกเทศมนตรี"
    chief_administrator: str = "ปลัดเทศบาล"
    office_head: str = "หัวหน้าสำนักปลัด"
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
        return squeeze(f"{self.district} {self.province}")

    @property
    def is_local(self) -> bool:
        """Whether its name says that it is a local government."""
        return self.name.startswith(_LOCAL)

    @property
    def names(self) -> frozenset[str]:
        """Words of this agency that no line may break."""
        bare = (self.district.removeprefix("อำเภอ"), self.province.removeprefix("จังหวัด"))
        own = self.name
        for kind in _LOCAL:
            own = own.removeprefix(kind)
        return frozenset(name.strip() for name in (*bare, own) if name.strip())


class AgencyReading(Struct, frozen=True):
    """An agency, or None where its file cannot be used, with what was found."""

    agency: Agency | None
    findings: Findings


def read_agency(document: Document) -> AgencyReading:
    """The agency that an agency.yaml describes; what cannot be used is told and left out."""
    data = in_fields_of_today(document.data)
    reading = read(data, Agency, tidy=squeeze, unknown=Severity.WARNING)
    faults = [*document.twice, *reading.faults]
    if reading.value is not None:
        faults += _long_texts(reading.value)
    return AgencyReading(reading.value, Findings([*document.findings(faults, "agency")]))


def in_fields_of_today(data: Any) -> Any:
    """The same plain data, its positions under the names of today where they are older."""
    if not isinstance(data, Mapping) or not isinstance(data.get("positions"), Mapping):
        return data
    names = former_fields()
    positions = {names.get(name, name): title for name, title in data["positions"].items()}
    return {**data, "positions": positions}


def _long_texts(agency: Agency) -> Iterator[Fault]:
    for name, text in asdict(agency).items():
        if name in _MAY_BE_LONG or not isinstance(text, str) or len(text) <= LONGEST_NAME:
            continue
        values = {"name": name, "length": len(text), "beginning": shorten(text, 40)}
        fault = fault_at("papers/text_long", (name,), **values)
        yield replace(fault, severity=Severity.WARNING)
