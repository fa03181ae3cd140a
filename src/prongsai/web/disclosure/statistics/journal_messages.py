"""The journal's sentences of the statistics."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register({
    "quarter-made": message(
        "ทำรายงานเว็บไซต์รายไตรมาส", "Made the quarterly report on the web site",
        "ทำรายงานเว็บไซต์ ไตรมาสที่ {quarter} ปีงบประมาณ {year} ฉบับที่ {number}",
        "made the report on the web site, quarter {quarter} of {year}, version {number}",
    ),
})  # fmt: skip
