"""Words for what the YAML of a kind says."""

from __future__ import annotations

from prongsai.core.announcements.model import Readers, Renewal
from prongsai.core.text import Text

RENEWED = {
    Renewal.YEARLY: Text("ทุกปีงบประมาณ", "every fiscal year"),
    Renewal.NEW_CHIEF_EXECUTIVE: Text("เมื่อเปลี่ยนผู้บริหารสูงสุด", "when the chief executive changes"),
}
READ_BY = {
    Readers.ALL_STAFF: Text("ทุกคนในหน่วยงาน", "all staff"),
    Readers.UNITS: Text("คนของทุกส่วนราชการ", "the people of all units"),
    Readers.NONE: Text("ไม่ต้องแจ้งเวียน", "nobody"),
}
