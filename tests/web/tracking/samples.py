"""A plan with notes and photos, for tests of what was done."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from PIL import Image
from tests.web.ownership import samples as owned

from prongsai.core.progress.model import Faces
from prongsai.web.signing.evidence.services import add, describe
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.tracking import services
from prongsai.web.year.tracking.queries import NOTE
from prongsai.web.year.tracking.services import Entry

YEAR = owned.YEAR
MONDAY = owned.MONDAY
MORNING = datetime(2023, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))


def picture(color="red", size=(60, 40), form="JPEG", **options) -> bytes:
    """A picture as a phone might send it."""
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, form, **options)
    return out.getvalue()


def phone_photo(size=(60, 40)) -> bytes:
    """A photo that knows when, where and by which phone it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "PhoneMakerMark"
    exif[0x8825] = {1: "N", 2: (13.0, 45.0, 7.0), 3: "E", 4: (100.0, 30.0, 9.0), 29: "2023:03:14"}
    exif.get_ifd(0x8769)[0x9003] = "2023:03:14 08:15:00"
    exif.get_ifd(0x8769)[0x927C] = b"SerialNumberMark"
    return picture(size=size, exif=exif)


def noisy_photo(size=(60, 40), seed=0) -> bytes:
    """A photo that no compression makes small, different for each seed."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = f"2023:03:{1 + seed % 19:02} 08:15:00"
    drawn = Image.effect_noise(size, 90).convert("RGB")
    drawn.putpixel((0, 0), (seed % 256, 0, 0))
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=98, exif=exif)
    return out.getvalue()


def measures(agency, count=3) -> list[MeasureRow]:
    """A year's plan: one measure overdue in March, the others due later."""
    rows = [(1, date(2023, 3, 10), "กองคลัง"), (2, date(2023, 4, 5), "กองช่าง")]
    rows += [(number, date(2023, 6, 30), "สำนักปลัด") for number in range(3, count + 1)]
    return owned.plan(agency, *rows[:count])


def entry(on=MONDAY, percent=40, **said) -> Entry:
    """What an officer writes down."""
    return Entry(on, percent, **{"done": "จัดอบรมหนึ่งครั้ง"} | said)


def note(measure, by, on=MONDAY, percent=40, photos=0, **said):
    """A note with photos, each another one, in which nobody can be recognised."""
    made = services.record(measure, by=by, entry=entry(on, percent, **said))
    for number in range(photos):
        held = add(
            measure.agency, by=by, subject_kind=NOTE, subject=made.thread, name=f"{number}.jpg",
            data=picture(size=(60 + number, 40 + measure.place)),
        )  # fmt: skip
        describe(
            held, by=by, caption="", taken_on=held.taken_on, place="", faces=Faces.NOBODY.value
        )
    return made


def typed(**changed) -> dict[str, str]:
    """The form of a note as a browser sends it."""
    return {
        "on": "20 มี.ค. 2566", "percent": "40",
        "done": "จัดอบรมหนึ่งครั้ง", "problem": "ไม่มี", "proposal": "", "spent": "1,500",
        "reached": "๔๕",
    } | changed  # fmt: skip


SPENT = Decimal(1_500)
