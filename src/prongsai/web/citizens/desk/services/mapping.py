"""The agency's map: set by who keeps the desk, taken out of use, never deleted under a point."""

from __future__ import annotations

import io

from django.db import transaction
from PIL import Image

from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import DeskMap
from prongsai.web.citizens.desk.photos import redrawn
from prongsai.web.platform import journal

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
    _refuse_others(by)
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
    _refuse_others(by)
    journal.hold(by.agency)
    if DeskMap.objects.filter(agency=by.agency, is_used=True).update(is_used=False):
        journal.record(by.agency, by, "desk-map-stopped", by.agency.name)


def _refuse_others(by: Actor) -> None:
    if not may(by, Right.KEEP_DESK):
        raise Refused(
            Text("ตำแหน่งนี้กำหนดแผนที่ไม่ได้", "this position sets no map"),
            next_step=Text("ให้เจ้าหน้าที่รับเรื่องกำหนด", "ask the complaint officer"),
        )
