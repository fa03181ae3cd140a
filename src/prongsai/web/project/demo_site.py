"""The demo's public site: the ITA page of the year, agreed to and published, and some news."""

from __future__ import annotations

from datetime import date

from prongsai.web.disclosure.public_site.models import PageKind, SitePage
from prongsai.web.disclosure.public_site.queries.staff import newest_edition
from prongsai.web.disclosure.public_site.services import publishing, writing
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.project.demo_stage import YEAR, Stage, on
from prongsai.web.signing.approval.models import Submission

_DAY = date(2023, 3, 18)
_NEWS = (
    (
        "เชิญรับฟังการชี้แจงแผนมาตรการ (ตัวอย่าง)",
        """เทศบาลเชิญประชาชนรับฟัง**แผนมาตรการส่งเสริมคุณธรรมและความโปร่งใส**

- วันที่ 24 มีนาคม 2566 เวลา 13.30 น.
- ห้องประชุมสำนักงานเทศบาล

ข้อความนี้เป็นตัวอย่าง""",
        date(2023, 3, 31),
    ),
    (
        "งดรับของขวัญทุกเทศกาล (ตัวอย่าง)",
        """เจ้าหน้าที่ของเทศบาลไม่รับของขวัญ ผู้มาติดต่อไม่ต้องเตรียมสิ่งใดมาด้วย

อ่านประกาศได้ในหน้าเอกสารที่เผยแพร่ ข้อความนี้เป็นตัวอย่าง""",
        None,
    ),
)
_PAGE = (
    "ถามตอบเรื่องการติดต่อราชการ (ตัวอย่าง)",
    """## ต้องใช้เอกสารอะไร

ดูคู่มือการให้บริการในหน้าข้อมูล ITA

## เปิดวันใด

วันราชการ 08.30–16.30 น.

ข้อความนี้เป็นตัวอย่าง""",
)
_QUESTION = (
    "ขอตัดแต่งต้นไม้ริมทางต้องทำอย่างไร (ตัวอย่าง)",
    """แจ้งที่หน้า “แจ้งเรื่อง” ของเว็บนี้ ไม่ต้องมีบัญชี แล้วติดตามด้วยเลขใบรับ

ข้อความนี้เป็นตัวอย่าง""",
)


def publish(stage: Stage) -> None:
    """18 March: what the units have so far, for everybody; one piece of news waits as a draft."""
    # What its page says was changed since the stage was set.
    stage.agency.refresh_from_db()
    with on(_DAY, 9):
        by = stage.person("publication")
        page = publishing.prepare(stage.agency, by=by, year=YEAR)
        edition = newest_edition(page)
        if edition is not None:
            publishing.ask_to_look(edition, by=by)
        _published(stage, page, "แฟ้มเป็นภาพ ตรวจด้วยตาแล้ว ไม่มีข้อมูลของบุคคล")
    with on(_DAY, 11):
        for title, text, until in _NEWS:
            shown = Shown(title, text, expires_on=until)
            news = writing.begin(stage.agency, by=by, kind=PageKind.NEWS, shown=shown)
            _published(stage, news)
        own = Shown(*_PAGE)
        _published(stage, writing.begin(stage.agency, by=by, kind=PageKind.PAGE, shown=own))
        asked = Shown(*_QUESTION)
        _published(stage, writing.begin(stage.agency, by=by, kind=PageKind.FAQ, shown=asked))
    with on(_DAY, 15):
        shown = Shown("รับสมัครอาสาสมัครตรวจงานก่อสร้าง (ตัวอย่าง)", "ร่างข้อความตัวอย่าง")
        writing.begin(stage.agency, by=by, kind=PageKind.NEWS, shown=shown)


def show_register(stage: Stage) -> None:
    """Later that day: the projects of the year, as their register has them."""
    with on(_DAY, 15, 45):
        by = stage.person("publication")
        shown = Shown("โครงการปี 2566 (ตัวอย่าง)", "งานของทุกกอง ข้อความนี้เป็นตัวอย่าง")
        page = writing.begin(
            stage.agency, by=by, kind=PageKind.PAGE, shown=shown, table=f"projects-{YEAR}"
        )
        _published(stage, page)


def _published(stage: Stage, page: SitePage, anyway: str = "") -> None:
    edition = newest_edition(page)
    if edition is None:
        raise LookupError(page)
    by = stage.person("publication")
    sent: Submission = publishing.send(edition, by=by)
    stage.work()
    stage.sign(sent, "clerk", "endorse")
    stage.sign(sent, "mayor", "approve")
    stage.work()
    publishing.publish(edition, by=by, anyway=anyway)
