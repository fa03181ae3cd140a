"""Registers that an agency makes for itself: said on a page or brought as YAML, changed, closed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db import transaction

from prongsai.core.errors import Finding, Place, Severity, UnreadableInput
from prongsai.core.registers.model import Register
from prongsai.core.registers.own import OwnRegister as Said
from prongsai.core.registers.own import content_said
from prongsai.core.registers.reading import read_several
from prongsai.core.registers.writing import content_of, yaml_of
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import OwnRegister, OwnRegisterVersion, RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import registers_of
from prongsai.web.disclosure.registers.signals import register_changed
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.typed import whole_number
from prongsai.web.platform.versions import made

PREFIX = "own-"
MOST_OWN = 200
MOST_LETTERS = 200_000
_NUMBER = re.compile(rf"{PREFIX}([0-9]+)")


@transaction.atomic
def make(agency: Agency, *, by: Actor, said: Said) -> OwnRegister:
    """Make a register of what a person says.

    Errors: Refused for what cannot be, and where the agency has as many as it may.
    """
    return _keep(agency, by, yaml_of(content_said(said)))


@transaction.atomic
def bring(agency: Agency, *, by: Actor, name: str, text: str) -> OwnRegister:
    """Make a register of a YAML file, as another agency shares it.

    Errors: UnreadableInput with the first thing that is wrong in it; Refused as `make`.
    """
    if len(text) > MOST_LETTERS:
        raise UnreadableInput(
            Text("แฟ้มนี้ใหญ่เกินทะเบียนใด ๆ", "this file is larger than any register"),
            place=Place(name),
            next_step=Text("ส่งแฟ้มที่ดาวน์โหลดจากทะเบียน", "send what was downloaded from a register"),
        )
    return _keep(agency, by, text, name)


@transaction.atomic
def change(own: OwnRegister, *, by: Actor, register: Register, said: Said, seen: int) -> bool:
    """Change a register; whether anything changed. Rows of before stay readable.

    Shape:  `seen` is the version that the form was opened with.
    Errors: Refused as `make`, where another changed it meanwhile, where others would see the rows
            that there are, and where another register that refers to it could not be read any more.
    """
    journal.hold(own.agency)
    own.refresh_from_db()
    if seen != own.version:
        raise Refused(
            Text("ระหว่างที่เปิดหน้านี้ มีคนแก้ทะเบียนนี้", "while this page was open somebody changed it"),
            next_step=Text("เปิดหน้านี้ใหม่ แล้วแก้อีกครั้ง", "open the page again and change it anew"),
        )
    text = yaml_of(content_said(said, register, _names_ever(own)))
    if text == yaml_of(content_of(register)):
        return False
    checked = _checked(own.agency, own.key, text, own.key)
    _refuse_opened(own, register, checked)
    _refuse_torn(_torn_by(own, text))
    own.text, own.version = text, own.version + 1
    own.save(update_fields=["text", "version"])
    _keep_version(own, by)
    _record(own, by, "own-register-changed", checked)
    _tell(own)
    return True


@transaction.atomic
def close(own: OwnRegister, *, by: Actor, register: Register) -> bool:
    """Offer a register no more; whether it was offered. Its rows stay.

    Errors: Refused where another register refers to it.
    """
    journal.hold(own.agency)
    others = registers_of(own.agency).registers
    _refuse_torn([one for one in others if _refers_to(one, own.key)])
    rows = OwnRegister.objects.filter(pk=own.pk, closed_at=None)
    if not rows.update(closed_at=now()):
        return False
    _record(own, by, "own-register-closed", register)
    _tell(own)
    return True


@transaction.atomic
def open_again(own: OwnRegister, *, by: Actor) -> bool:
    """Offer a closed register again; whether it was closed.

    Errors: Refused where it cannot be read any more.
    """
    journal.hold(own.agency)
    register = _checked(own.agency, own.key, own.text, own.key)
    rows = OwnRegister.objects.filter(pk=own.pk).exclude(closed_at=None)
    if not rows.update(closed_at=None):
        return False
    _record(own, by, "own-register-opened", register)
    _tell(own)
    return True


def _keep(agency: Agency, by: Actor, text: str, name: str = "") -> OwnRegister:
    journal.hold(agency)
    keys = list(OwnRegister.objects.filter(agency=agency).values_list("key", flat=True))
    if len(keys) >= MOST_OWN:
        raise Refused(
            Text(f"มีทะเบียนของหน่วยงานแล้ว {MOST_OWN} ทะเบียน", f"there are {MOST_OWN} already"),
            next_step=Text("ใช้ทะเบียนที่ปิดไว้ใหม่", "open one that was closed again"),
        )
    numbers = [whole_number(found[1]) or 0 for key in keys if (found := _NUMBER.fullmatch(key))]
    key = f"{PREFIX}{max(numbers, default=0) + 1}"
    register = _checked(agency, key, text, name or key)
    own = OwnRegister.objects.create(agency=agency, key=key, text=text)
    _keep_version(own, by)
    _record(own, by, "own-register-made", register)
    return own


def _checked(agency: Agency, key: str, text: str, name: str) -> Register:
    """The register that a text is, beside those that the agency has.

    Errors: UnreadableInput with the first fault; Refused where rows that few see would be named
            to many.
    """
    known = {one.key: one for one in registers_of(agency).registers if one.key != key}
    read = read_several({f"{key}.yaml": text}, others=known)
    if not read.registers:
        wrong = next(one for one in read.findings if one.severity is Severity.ERROR)
        raise UnreadableInput(_told(wrong, name), next_step=wrong.next_step)
    register = read.registers[0]
    _refuse_named(register, known | {key: register})
    return register


def _refuse_named(made: Register, known: Mapping[str, Register]) -> None:
    """Whose rows few see is named by none that more see, whichever of the two was made later."""
    for register in known.values():
        for field in register.references():
            other = known.get(field.register or "")
            if other is None or made not in (register, other):
                continue
            if register.rights.is_within(other.rights):
                continue
            raise Refused(
                Text(
                    f"ช่อง “{field.title.th}” ของ “{register.title.th}”"
                    f" จะเปิดชื่อรายการของ “{other.title.th}” ซึ่งจำกัดผู้เห็น",
                    f"“{field.title.en}” of “{register.title.en}” would name rows of"
                    f" “{other.title.en}” that few may see",
                ),
                next_step=Text(
                    "อ้างถึงทะเบียนอื่น หรือให้เห็นเฉพาะตำแหน่งที่เห็นทะเบียนนั้นทั้งหมด",
                    "refer to another register, or let only roles see it that see all of that one",
                ),
            )


def _refuse_opened(own: OwnRegister, before: Register, register: Register) -> None:
    """Rows that were written for few stay with them, whoever would see more by a change."""
    # By another field for the unit, rows would become another unit's.
    is_other = not register.is_restricted or register.owned_by != before.owned_by
    is_wider = before.is_restricted and is_other
    if is_wider and RegisterRow.objects.filter(agency=own.agency, register=own.key).exists():
        raise Refused(
            Text(
                "ผู้บันทึกรายการที่มีอยู่ได้รับคำบอกว่าส่วนราชการเห็นเฉพาะรายการของตน",
                "who wrote the rows was told that a unit sees its own alone",
            ),
            field="is_restricted",
            next_step=Text("ปิดทะเบียนนี้ แล้วสร้างทะเบียนใหม่", "close this register and make another"),
        )


def _refers_to(register: Register, key: str) -> bool:
    return register.key != key and any(one.register == key for one in register.fields)


def _torn_by(own: OwnRegister, text: str) -> list[Register]:
    """The agency's registers that could not be read beside a new text of one of them."""
    rows = OwnRegister.objects.filter(agency=own.agency, closed_at=None)
    texts = {f"{key}.yaml": each for key, each in rows.values_list("key", "text")}
    known = registers_of(own.agency).registers
    shipped = {one.key: one for one in known if f"{one.key}.yaml" not in texts}
    read = read_several(texts | {f"{own.key}.yaml": text}, others=shipped)
    left = {one.key for one in read.registers}
    return [one for one in known if f"{one.key}.yaml" in texts and one.key not in left]


def _refuse_torn(registers: list[Register]) -> None:
    if registers:
        title = registers[0].title
        raise Refused(
            Text(f"ทะเบียน “{title.th}” อ้างถึงสิ่งนี้อยู่", f"the register “{title.en}” refers to this"),
            next_step=Text("แก้ทะเบียนนั้นก่อน", "change that register first"),
        )


def _told(finding: Finding, name: str) -> Text:
    """What is wrong with a file, and where in it."""
    line = finding.places[0].line if finding.places else None
    place = Place(name, line=line).text()
    return Text(f"{place.th}: {finding.message.th}", f"{place.en}: {finding.message.en}")


def _names_ever(own: OwnRegister) -> set[str]:
    """The names that fields of all its versions had."""
    texts = own.versions.values_list("text", flat=True)
    read = (read_several({f"{own.key}.yaml": text}) for text in texts)
    return {field.name for one in read for each in one.registers for field in each.fields}


def _keep_version(own: OwnRegister, by: Actor) -> None:
    OwnRegisterVersion.objects.create(
        agency_id=own.agency_id, own=own, number=own.version, text=own.text, **made(by)
    )


def _tell(own: OwnRegister) -> None:
    register_changed.send(OwnRegister, agency=own.agency, key=own.key)


def _record(own: OwnRegister, by: Actor, verb: str, register: Register) -> None:
    journal.record(own.agency, by, verb, register.title.th[:200], key=own.key)
