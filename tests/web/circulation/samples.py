"""People of two units, files, and papers that are sent round."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
from tests.web import factories
from tests.web.roles import UNIT_HEAD

from prongsai.web.agency.people import actor_on
from prongsai.web.office.circulation import services
from prongsai.web.platform import files

YEAR = 2569
DUE = date(2026, 1, 31)


def pdf(pages=2, text=b"Notice"):
    """A PDF that passes validation, a word on each page; b"" for blank pages."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for _ in range(pages):
        page = made.add_blank_page()
        if text:
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = made.make_stream(b"BT /F1 12 Tf 20 20 Td (" + text + b") Tj ET")
    target = io.BytesIO()
    # Else the file is another one each second.
    made.save(target, deterministic_id=True)
    return target.getvalue()


def stored(agency, name="ประกาศ.pdf", pages=2):
    return files.store(agency, None, name, "application/pdf", pdf(pages))


def person(agency, unit=None, role=UNIT_HEAD, **fields):
    """Somebody in a unit."""
    title = f"ผู้อำนวยการ{unit.name}" if unit else ""
    user = factories.make_user(agency, **fields)
    factories.hold(user, factories.make_position(agency, role, unit, title))
    return actor_on(user, date(2026, 1, 15))


def start(officer, **given):
    """A circulation by hand, of words alone unless a file is given."""
    asked = {
        "title": "แนวทางไม่รับของขวัญ", "text": "ขอให้ทุกคนอ่าน", "kind": "other", "subject": None,
        "file": None, "year": YEAR, "units": None, "due": DUE,
    }  # fmt: skip
    return services.start(officer.agency, by=officer, **asked | given)
