"""The figures as tables for a spreadsheet program."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from prongsai.core.dates import short_date
from prongsai.documents.table_files import csv_table
from prongsai.web.disclosure.statistics.queries.figures import Figures
from prongsai.web.disclosure.statistics.queries.quarters import Fresh
from prongsai.web.platform.language import in_language

NAMES = ("readings", "words", "freshness")


def readings_csv(found: Figures, whole: Callable[[str], str]) -> bytes:
    """A row for each page; one that says so where nothing was counted. `whole` makes addresses."""
    headings = [_("ชนิดหน้า"), _("ชื่อเรื่อง"), _("ที่อยู่สาธารณะ"), _("จำนวนครั้งที่เปิดอ่าน"), _("ตั้งแต่"), _("ถึง")]
    days = [short_date(found.known_from or found.first), short_date(found.last)]
    if not found.is_known:
        return csv_table(headings, [[_("ทั้งเว็บ"), "", "", _("ไม่ทราบ"), *days]])
    rows = [
        [in_language(one.label), one.title, whole(one.path), str(one.count), *days]
        for one in found.pages
    ]
    return csv_table(headings, [*rows, [_("ทั้งเว็บ"), "", "", str(found.readings), *days]])


def words_csv(found: Figures) -> bytes:
    """A row for each of the words that enough searches held, and one for all searches."""
    headings = [_("คำค้นของประชาชน"), _("จำนวนครั้ง"), _("ไม่พบ")]
    if not found.is_known:
        return csv_table(headings, [[_("ทุกคำ"), _("ไม่ทราบ"), _("ไม่ทราบ")]])
    rows = [[one.words, str(one.count), str(one.unfound)] for one in found.words]
    return csv_table(headings, [*rows, [_("ทุกคำ"), str(found.searches), str(found.unfound)]])


def freshness_csv(rows: tuple[Fresh, ...], whole: Callable[[str], str]) -> bytes:
    """A row for each page and paper."""
    headings = [
        _("ชนิดหน้า"), _("ชื่อเรื่อง"), _("ที่อยู่สาธารณะ"), _("เผยแพร่เมื่อ"), _("กี่วันแล้ว"),
        _("วันสุดท้าย"), _("สถานะ"),
    ]  # fmt: skip
    return csv_table(
        headings,
        [
            [
                in_language(one.label), one.title, whole(one.address), short_date(one.published),
                str(one.days), short_date(one.ends) if one.ends else "",
                in_language(one.state.label),
            ]
            for one in rows
        ],
    )  # fmt: skip
