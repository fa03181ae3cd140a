"""The people, pages and clock of a year that is played in browsers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
from msgspec import Struct
from PIL import Image
from playwright.sync_api import expect
from tests.web import factories, roles
from tests.web.analysis.years import full_year
from tests.web.running import run_jobs

from prongsai.core.dates import short_date
from prongsai.core.thai import arabic_digits
from prongsai.web.agency.people import actor_on
from prongsai.web.year.measures.queries import rows_of
from prongsai.web.year.measures.services.arranging import remove_measure, renumber
from prongsai.web.year.measures.services.editing import draft, save_row

YEAR = 2566
# Two cores may be busy with other tests.
expect.set_options(timeout=15_000)
BANGKOK = ZoneInfo("Asia/Bangkok")
CLERK_AWAY = (date(2023, 1, 20), date(2023, 1, 31))
PLANNING, CLERKS = "กองยุทธศาสตร์และงบประมาณ", "สำนักปลัด"
OFFICER, UNIT_HEAD, HEAD = "นักวิเคราะห์นโยบายและแผน", f"ผู้อำนวยการ{PLANNING}", "หัวหน้าสำนักปลัด"
CLERK, MAYOR = "ปลัดเทศบาล", "นายกเทศมนตรี"
# The plan that is carried out: two measures of each unit.
UNITS = (PLANNING, PLANNING, CLERKS, CLERKS)
_SEATS = (
    (OFFICER, roles.ITA_OFFICER, PLANNING),
    (UNIT_HEAD, roles.UNIT_HEAD, PLANNING),
    (HEAD, roles.OFFICE_HEAD, CLERKS),
    (CLERK, roles.CHIEF_ADMINISTRATOR, ""),
    (MAYOR, roles.CHIEF_EXECUTIVE, ""),
)


class Story(Struct, dict=True):
    """Five people by position, each with a browser, and the one clock.

    Shape:  `look` examines a page for barriers and width and keeps its picture.
    """

    agency: Any
    people: dict[str, Any]
    pages: dict[str, Any]
    settings: Any
    sign_in: Callable[..., Any]
    look: Callable[..., None]

    def on(self, day: int, month: int, year: int, hour: int = 9, minute: int = 0) -> None:
        """Move the clock of the site to a moment."""
        self.settings.FROZEN_NOW = datetime(year - 543, month, day, hour, minute, tzinfo=BANGKOK)

    def everybody_signs_in(self) -> None:
        """Each in their own browser."""
        for position, page in self.pages.items():
            self.sign_in(page, self.people[position])

    def open(self, position: str, address: str) -> Any:
        """A page as a person sees it."""
        page = self.pages[position]
        page.goto(address)
        return page


def town(person: Callable[..., Any], settings: Any) -> tuple[Any, dict[str, Any]]:
    """The agency with five people; its papers are printed in Thai digits.

    Shape:  the head of the clerk's office acts as clerk while the clerk is away.
    """
    settings.FROZEN_NOW = datetime(2023, 1, 16, 9, tzinfo=BANGKOK)
    agency = person(roles.AUDITOR, login="auditor", is_active=False).agency
    agency.digits = "thai"
    agency.save()
    units = {name: factories.make_unit(agency, name) for name in (PLANNING, CLERKS)}
    users, positions = {}, {}
    for title, kind, unit in _SEATS:
        users[title] = factories.make_user(agency, kind.key)
        positions[title] = factories.make_position(agency, kind, units.get(unit), title)
        factories.hold(users[title], positions[title])
    first, last = CLERK_AWAY
    factories.hold(
        users[HEAD], positions[CLERK], first, last, is_acting=True, authority="คำสั่งตัวอย่าง ที่ ๒/๒๕๖๖"
    )
    return agency, {title: actor_on(user, date(2023, 1, 16)) for title, user in users.items()}


def plan(agency: Any, officer: Any) -> None:
    """The year's scores, and a plan drafted from them of which four measures are kept."""
    full_year(agency, YEAR)
    draft(agency, by=officer, fiscal_year=YEAR, not_before=date(2023, 2, 1))
    for place, row in enumerate(rows_of(agency, YEAR)):
        if place >= len(UNITS):
            remove_measure(agency, by=officer, fiscal_year=YEAR, measure_id=row.pk)
            continue
        values = {
            "unit": UNITS[place], "period": "กุมภาพันธ์ 2566 ถึง สิงหาคม 2566",
            "start": "1 กุมภาพันธ์ 2566", "due": "31 สิงหาคม 2566",
        }  # fmt: skip
        save_row(agency, by=officer, fiscal_year=YEAR, row=row, values=values, seen=row.version)
    renumber(agency, by=officer, fiscal_year=YEAR)


def work(page: Any, shows: Any) -> None:
    """What the worker does meanwhile; then the page shows what came of it."""
    # A page that waits for a job asks again and again; meanwhile the jobs have the tables.
    address = page.url
    page.goto("about:blank")
    run_jobs()
    page.goto(address)
    expect(shows.first).to_be_visible()


def decide(story: Story, position: str, submission: Any, verdict: str, opinion: str = "") -> None:
    """A person opens what waits for them, reads, writes and presses the verdict."""
    page = story.open(position, "/signing/")
    page.locator(f"#to-sign a[href*='{submission.pk}']").click()
    page.locator("#decide textarea").fill(opinion)
    page.locator("#decide").get_by_role("button", name=verdict, exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text(f"บันทึกแล้ว: {verdict}")


def fill_day(scope: Any, name: str, day: date) -> None:
    """A day as a clerk types it."""
    scope.locator(f"[name={name}]").fill(short_date(day))


def fill(scope: Any, **typed: str) -> None:
    """Type into boxes by the names of their fields."""
    for name, text in typed.items():
        scope.locator(f"[name={name}]").fill(text)


def photo(color: str, taken: date) -> bytes:
    """A photo as a phone sends it: with its day, and the place that nobody may learn."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = f"{taken:%Y:%m:%d} 10:20:00"
    exif[0x8825] = {1: "N", 2: (13.0, 45.0, 7.0), 3: "E", 4: (100.0, 30.0, 9.0)}
    out = io.BytesIO()
    Image.new("RGB", (640, 480), color).save(out, "JPEG", exif=exif)
    return out.getvalue()


def upload(name: str, data: bytes, media_type: str) -> dict[str, Any]:
    """A file as Playwright sends it."""
    return {"name": name, "mimeType": media_type, "buffer": data}


def scan_of(pdf: bytes) -> bytes:
    """A printed and signed sheet as the scanner of an office makes it."""
    with pypdfium2.PdfDocument(pdf) as document:
        out = io.BytesIO()
        document[0].render(scale=1).to_pil().convert("RGB").save(out, "JPEG", quality=60)
        return out.getvalue()


def said(text: str) -> str:
    """A text without spaces, in Arabic digits: how two papers are compared."""
    return re.sub(r"[\s\u200b\u00ad\ufffe]", "", arabic_digits(text))


def printed(pdf: bytes) -> str:
    """What a PDF prints."""
    assert pdf.startswith(b"%PDF-")
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def photos_in(pdf: bytes) -> int:
    """How many pictures as large as a photo a PDF holds."""
    with pypdfium2.PdfDocument(pdf) as document:
        return sum(
            1
            for page in document
            for one in page.get_objects()
            if type(one).__name__ == "PdfImage" and min(one.get_px_size()) >= 200
        )


def fetched(page: Any, address: str) -> bytes:
    """A file as the person of a page gets it."""
    answer = page.request.get(address)
    assert answer.ok, (address, answer.status)
    return answer.body()


def heading(page: Any) -> Any:
    """The one heading that says what a page is about."""
    return page.get_by_role("heading", level=1)
