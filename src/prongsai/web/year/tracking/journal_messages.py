"""The journal's sentences of progress."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register({
    "note-recorded": message(
        "บันทึกผลมาตรการ", "Recorded progress",
        "บันทึกผลวันที่ {day} ของมาตรการปี {year} “{subject}”: {percent}%",
        "recorded progress of {day} of the measure “{subject}” of {year}: {percent}%",
    ),
    "note-corrected": message(
        "แก้บันทึกผล", "Corrected a note",
        "แก้บันทึกผลวันที่ {day} ของมาตรการปี {year} “{subject}”: {percent}%",
        "corrected the note of {day} of the measure “{subject}” of {year}: {percent}%",
    ),
    "note-withdrawn": message(
        "ถอนบันทึกผล", "Withdrew a note",
        "ถอนบันทึกผลวันที่ {day} ของมาตรการปี {year} “{subject}” เพราะ {reason}",
        "withdrew the note of {day} of the measure “{subject}” of {year}: {reason}",
    ),
    "note-brought-back": message(
        "นำบันทึกผลกลับมา", "Brought a note back",
        "นำบันทึกผลวันที่ {day} ของมาตรการปี {year} “{subject}” กลับมา",
        "brought the note of {day} of the measure “{subject}” of {year} back",
    ),
})  # fmt: skip
