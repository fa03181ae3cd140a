"""Kinds that an agency makes for itself: said on a page or brought as YAML, and changed."""

from __future__ import annotations

import io
import re

from django.db import transaction
from msgspec.structs import replace
from PIL import Image

from prongsai.core.desk.model import CaseKind
from prongsai.core.desk.own import OwnKind as Said
from prongsai.core.desk.own import content_of, content_said
from prongsai.core.desk.reading import read_kind
from prongsai.core.errors import Finding, Place, Severity, UnreadableInput
from prongsai.core.registers.own import yaml_of
from prongsai.core.text import Text
from prongsai.core.thai import printed, skeleton
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import DeskMap, OwnKind, OwnKindVersion
from prongsai.web.citizens.desk.pictures import redrawn
from prongsai.web.citizens.desk.queries.kinds import kinds_of
from prongsai.web.citizens.desk.rights import sees_kind
from prongsai.web.citizens.desk.services.news import tell_who_watch
from prongsai.web.platform import journal
from prongsai.web.platform.typed import whole_number
from prongsai.web.platform.versions import made

PREFIX = "own-"
MOST_OWN = 60
MOST_LETTERS = 100_000
_NUMBER = re.compile(rf"{PREFIX}([0-9]+)")


@transaction.atomic
def make(*, by: Actor, said: Said) -> OwnKind:
    """Make a kind of what a person says.

    Errors: Refused for who keeps no such cases, for what cannot be, for the name of another kind,
            and where the agency has as many as it may; UnreadableInput for what no kind may be.
    """
    return _keep(by, yaml_of(content_said(said)))


@transaction.atomic
def bring(*, by: Actor, name: str, text: str) -> OwnKind:
    """Make a kind of a YAML file, as another agency shares it.

    Errors: UnreadableInput with the first thing that is wrong in it; Refused as `make`.
    """
    if len(text) > MOST_LETTERS:
        raise UnreadableInput(
            Text("แฟ้มนี้ใหญ่เกินชนิดเรื่องใด ๆ", "this file is larger than any kind"),
            place=Place(name),
            next_step=Text("ส่งแฟ้มที่ดาวน์โหลดจากชนิดเรื่อง", "send what was downloaded from a kind"),
        )
    kind = _read(f"{PREFIX}1", text, name)
    # What an agency asked before is none of another's.
    used = {one.name for one in kind.fields}
    contact = tuple(one for one in kind.contact if one in used)
    return _keep(by, yaml_of(replace(content_of(kind), former=(), contact=contact)), name)


@transaction.atomic
def change(own: OwnKind, *, by: Actor, said: Said, seen: int) -> bool:
    """Change a kind; whether anything changed. Cases of before stay readable, and as they are.

    Shape:  `seen` is the version that the form was opened with.
    Errors: Refused as `make`, where another changed it meanwhile, where those would read its cases
            who could not when they were brought, and where a field that tells who somebody is
            would be kept for ever.
    """
    journal.hold(by.agency)
    row = OwnKind.objects.filter(agency=by.agency, pk=own.pk).first()
    if row is None or seen != row.version:
        raise Refused(
            Text("ระหว่างที่เปิดหน้านี้ มีคนแก้ชนิดเรื่องนี้", "while this page was open somebody changed it"),
            next_step=Text("เปิดหน้านี้ใหม่ แล้วแก้อีกครั้ง", "open the page again and change it anew"),
        )
    before = _read(row.key, row.text, row.key)
    _refuse_others(before, by)
    _refuse_opened(before, said)
    text = yaml_of(content_said(said, before))
    if text == yaml_of(content_of(before)):
        return False
    kind = _checked(by, row.key, text, row.key)
    row.text, row.version = text, row.version + 1
    row.save(update_fields=["text", "version"])
    _keep_version(row, by)
    _tell_changed(row, before, kind, by)
    return True


def _tell_changed(row: OwnKind, before: CaseKind, kind: CaseKind, by: Actor) -> None:
    th, en = f"แก้ชนิดเรื่อง “{kind.title.th}”", f"changed the kind “{kind.title.en}”"
    verb = "case-kind-changed"
    if kind.restricted and not before.restricted:
        # From now on superiors read neither its cases nor, in the journal, what is done with them.
        verb = "case-kind-restricted"
        th = f"จำกัดผู้อ่านเรื่องชนิด “{kind.title.th}” ให้เห็นเฉพาะเจ้าหน้าที่รับเรื่องร้องเรียน"
        en = f"left the cases of the kind “{kind.title.en}” to the complaint officer alone"
    _record(row, by, verb, kind)
    tell_who_watch(by.agency, Text(f"{by.words}{th}", f"{by.words} {en}"))


def _keep(by: Actor, text: str, name: str = "") -> OwnKind:
    agency = by.agency
    journal.hold(agency)
    keys = list(OwnKind.objects.filter(agency=agency).values_list("key", flat=True))
    if len(keys) >= MOST_OWN:
        raise Refused(
            Text(f"มีชนิดเรื่องของหน่วยงานแล้ว {MOST_OWN} ชนิด", f"there are {MOST_OWN} already"),
            next_step=Text(
                "แก้ชนิดที่ปิดรับไว้ แล้วเปิดรับใหม่", "change one that is shut, and open it again"
            ),
        )
    numbers = [whole_number(found[1]) or 0 for key in keys if (found := _NUMBER.fullmatch(key))]
    key = f"{PREFIX}{max(numbers, default=0) + 1}"
    kind = _checked(by, key, text, name or key)
    own = OwnKind.objects.create(agency=agency, key=key, text=text)
    _keep_version(own, by)
    _record(own, by, "case-kind-made", kind)
    tell_who_watch(by.agency, Text(
        f"{by.words}สร้างชนิดเรื่อง “{kind.title.th}”", f"{by.words} made the kind “{kind.title.en}”",
    ))  # fmt: skip
    return own


def _checked(by: Actor, key: str, text: str, name: str) -> CaseKind:
    """The kind that a text is, beside those that the agency has.

    Errors: UnreadableInput with the first fault; Refused where the person keeps no such cases, or
            people could not tell it from another kind.
    """
    kind = _read(key, text, name)
    _refuse_others(kind, by)
    others = _others(by.agency, key)
    alike = next((one for one in others if _is_alike(one.title, kind.title)), None)
    if alike is not None:
        raise Refused(
            Text(f"มีชนิดเรื่อง “{alike.title.th}” แล้ว", f"there is a kind “{alike.title.en}” already"),
            field="title",
            next_step=Text("ตั้งชื่ออื่น ผู้แจ้งจะได้เลือกถูก", "call it otherwise, so that people can choose"),
        )
    return kind


def _others(agency: Agency, key: str) -> list[CaseKind]:
    return [one for one in kinds_of(agency.pk) if one.key != key]


def _is_alike(one: Text, other: Text) -> bool:
    return skeleton(one.th) == skeleton(other.th)


def _read(key: str, text: str, name: str) -> CaseKind:
    kind, findings = read_kind(key, text, name)
    if kind is None:
        wrong = next(one for one in findings if one.severity is Severity.ERROR)
        raise UnreadableInput(_told(wrong, name), next_step=wrong.next_step)
    return kind


def _told(finding: Finding, name: str) -> Text:
    """What is wrong with a file, and where in it; of what was said on a page only what."""
    if _NUMBER.fullmatch(name):
        return finding.message
    line = finding.places[0].line if finding.places else None
    place = Place(name, line=line).text()
    return Text(f"{place.th}: {finding.message.th}", f"{place.en}: {finding.message.en}")


def _refuse_others(kind: CaseKind, by: Actor) -> None:
    if not (may(by, Right.KEEP_DESK) and sees_kind(by, kind)):
        raise Refused(
            Text("ตำแหน่งนี้สร้างหรือแก้ชนิดเรื่องนี้ไม่ได้", "this position makes and changes no such kind"),
            field="restricted",
            next_step=Text("ให้เจ้าหน้าที่รับเรื่องร้องเรียนทำ", "ask the complaint officer"),
        )


def _refuse_opened(before: CaseKind, said: Said) -> None:
    if before.restricted and not said.restricted:
        raise Refused(
            Text(
                "ผู้ที่แจ้งเรื่องชนิดนี้ได้รับคำบอกว่าเห็นเฉพาะเจ้าหน้าที่รับเรื่องร้องเรียน",
                "who brought such cases was told that only the complaint officer reads them",
            ),
            field="restricted",
            next_step=Text("ปิดรับชนิดนี้ แล้วสร้างชนิดใหม่", "shut this kind and make another"),
        )
    open_now = {one.name for one in said.fields if not one.identifies}
    for name in before.contact:
        field = before.field(name)
        if name in open_now and field is not None:
            raise Refused(
                Text(
                    f"ช่อง “{field.title.th}” บอกว่าใครแจ้งในเรื่องที่รับไว้แล้ว จึงต้องลบตามที่บอกไว้",
                    f"“{field.title.en}” tells who brought cases that came: that is deleted",
                ),
                next_step=Text(
                    "ทำเครื่องหมาย “บอกว่าเป็นใคร” ไว้ หรือลบชื่อช่องแล้วเพิ่มช่องใหม่",
                    "leave it marked, or remove the field and add a new one",
                ),
            )


def _keep_version(own: OwnKind, by: Actor) -> None:
    OwnKindVersion.objects.create(
        agency_id=own.agency_id, own=own, number=own.version, text=own.text, **made(by)
    )


def _record(own: OwnKind, by: Actor, verb: str, kind: CaseKind) -> None:
    journal.record(own.agency, by, verb, kind.title.th[:200], key=own.key)


LONGEST_SOURCE = 200
# Narrower or flatter ones nobody can press on.
_SHAPE = 3


@transaction.atomic
def set_map(*, by: Actor, name: str, data: bytes, source: str) -> DeskMap:
    """Use another picture from now on; points on the former ones stay with those.

    Shape:  `source` says where the picture is from.
    Errors: Refused where the person does not keep the desk, the file is no picture, it is far too
            long or flat, or nothing is said of where it is from.
    """
    _refuse_others_mapping(by)
    told = printed(source)[:LONGEST_SOURCE]
    if not told:
        raise Refused(
            Text("ยังไม่ได้บอกที่มาของภาพ", "where the picture is from is missing"),
            field="source",
            next_step=Text("เช่น กองช่างวาดเอง", "such as: drawn by the works division"),
        )
    drawn = redrawn(name, data)
    with Image.open(io.BytesIO(drawn), formats=("JPEG",)) as picture:
        width, height = picture.size
    if max(width, height) > _SHAPE * min(width, height):
        raise Refused(
            Text("ภาพแผนที่ยาวหรือแบนเกินไป", "the picture is too long or too flat"),
            field="photos",
            next_step=Text("ตัดให้ด้านยาวไม่เกินสามเท่าของด้านสั้น", "cut it to three times its short side"),
        )
    journal.hold(by.agency)
    last = DeskMap.objects.filter(agency=by.agency).defer("data").first()
    row = DeskMap.objects.create(
        agency=by.agency, number=(last.number if last else 0) + 1, data=drawn, width=width,
        height=height, source=told,
    )  # fmt: skip
    journal.record(by.agency, by, "desk-map-set", str(row.number))
    return row


@transaction.atomic
def stop_map(*, by: Actor) -> None:
    """Take no points any more.

    Errors: Refused where the person does not keep the desk.
    """
    _refuse_others_mapping(by)
    journal.hold(by.agency)
    if DeskMap.objects.filter(agency=by.agency, is_used=True).update(is_used=False):
        journal.record(by.agency, by, "desk-map-stopped", by.agency.name)


def _refuse_others_mapping(by: Actor) -> None:
    if not may(by, Right.KEEP_DESK):
        raise Refused(
            Text("ตำแหน่งนี้กำหนดแผนที่ไม่ได้", "this position sets no map"),
            next_step=Text("ให้เจ้าหน้าที่รับเรื่องกำหนด", "ask the complaint officer"),
        )
