"""Words for what the YAML of a kind says."""

from __future__ import annotations

from collections.abc import Sequence

from prongsai.core.announcements.model import Readers, Renewal
from prongsai.core.ids import sort_key
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.year.assessment.queries import catalogue_of


def codes_of(agency: Agency, year: int, lineages: Sequence[str]) -> tuple[str, ...]:
    """The codes of the OIT items of a year that continue some subjects; () where none does."""
    catalogue = catalogue_of(agency)
    if not lineages or year not in catalogue.years():
        return ()
    parts = catalogue.get(year, draft=True).instruments
    found = {
        item.code
        for part in parts
        for item in part.items or ()
        if set(item.lineage) & set(lineages)
    }
    return tuple(sorted(found, key=sort_key))


RENEWED = {
    Renewal.YEARLY: Text("ทุกปีงบประมาณ", "every fiscal year"),
    Renewal.NEW_CHIEF_EXECUTIVE: Text("เมื่อเปลี่ยนผู้บริหารสูงสุด", "when the chief executive changes"),
}
READ_BY = {
    Readers.ALL_STAFF: Text("ทุกคนในหน่วยงาน", "all staff"),
    Readers.UNITS: Text("คนของทุกส่วนราชการ", "the people of all units"),
    Readers.NONE: Text("ไม่ต้องแจ้งเวียน", "nobody"),
}


# Under this name approval and circulation know announcements.
KIND = "notice"


def full_title(announcement: Announcement) -> str:
    """The name under which it is submitted, published and sent round; printed, so in Thai."""
    word = "คำสั่ง" if announcement.form == "order" else "ประกาศ"
    return f"{word} เรื่อง {announcement.subject}"
