"""Filters and tags of every template: Thai dates and digits, icons, drawings, form fields."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from prongsai.core.dates import ENGLISH_MONTHS, MONTHS, SHORT_MONTHS, buddhist_year
from prongsai.core.rounding import half_up
from prongsai.core.text import Text
from prongsai.web.platform import drawings, fields, tags
from prongsai.web.platform.drawings import Figure
from prongsai.web.platform.language import reader_language
from prongsai.web.platform.typesetting import glue

register = template.Library()

_ICONS = Path(__file__).resolve().parents[2] / "frontend" / "icons.svg"
_SYMBOL = re.compile(r'<symbol id="([a-z-]+)">(.*?)</symbol>')
_HUNDREDTH = Decimal("0.01")
_MINUS = "\u2212"
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TAGS = {
    "late": ("bad", "alert"),
    "bad": ("bad", "cross"),
    "miss": ("bad", "cross"),
    "unsure": ("warn", "ask"),
    "wait": ("warn", "clock"),
    "warn": ("warn", "alert"),
    "ok": ("good", "check"),
    "found": ("good", "check"),
    "doing": ("info", "half"),
    "info": ("info", "dot"),
    "todo": ("calm", "ring"),
    "calm": ("calm", "dot"),
    "quiet": ("quiet", "check"),
}
_STEPS = {"done": "ok", "now": "info", "later": "todo"}
_CHAIN_ICONS = {
    "done": "check", "now": "clock", "later": "ring", "back": "undo", "disputed": "alert",
}  # fmt: skip
_SEVERITIES = {"error": "bad", "warning": "warn", "note": "info"}


# ---------------------------------------------------------------- dates


@register.filter
def thai_date(day: date | None) -> str:
    """20 มีนาคม 2566; in English 20 March BE 2566."""
    return _dated(day, MONTHS, ENGLISH_MONTHS)


@register.filter
def thai_short_date(day: date | None) -> str:
    """20 มี.ค. 2566; in English 20 Mar BE 2566."""
    return _dated(day, SHORT_MONTHS, [month[:3] for month in ENGLISH_MONTHS])


@register.filter
def month_year(day: date | None) -> str:
    """มีนาคม 2566; in English March BE 2566."""
    return _dated(day, MONTHS, ENGLISH_MONTHS).partition(" ")[2]


@register.filter
def thai_weekday(day: date | None) -> str:
    """วันจันทร์ที่ 20 มีนาคม 2566; in English Monday 20 March BE 2566."""
    here = _local(day)
    if here is None:
        return ""
    if reader_language() == "en":
        return f"{_ENGLISH_DAYS[here.weekday()]} {thai_date(here)}"
    return f"วัน{_WEEKDAYS[here.weekday()]}ที่ {thai_date(here)}"


@register.filter
def thai_moment(moment: datetime | None) -> str:
    """20 มี.ค. 2566 09.30 น.; in English 20 Mar BE 2566 09:30."""
    if moment is None:
        return ""
    here = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    if reader_language() == "en":
        return f"{thai_short_date(here)} {here:%H:%M}"
    return f"{thai_short_date(here)} {here:%H.%M} น."


def _dated(day: date | None, thai: Sequence[str], english: Sequence[str]) -> str:
    here = _local(day)
    if here is None:
        return ""
    year = buddhist_year(here)
    if reader_language() == "en":
        return f"{here.day} {english[here.month - 1]} BE {year}"
    return f"{here.day} {thai[here.month - 1]} {year}"


def _local(day: date | None) -> date | None:
    """The day in Thailand: a moment of another time zone may lie on another day."""
    if isinstance(day, datetime) and timezone.is_aware(day):
        return timezone.localtime(day)
    return day if isinstance(day, date) else None


# ---------------------------------------------------------------- figures and words


@register.filter
def score(value: Figure) -> str:
    """Two places, half up; text stays as it was published, nothing is a dash."""
    if value is None or value == "":
        return "–"
    return value if isinstance(value, str) else f"{_hundredths(value):.2f}"


@register.filter
def signed(value: Figure) -> str:
    """A difference in two places with its sign: +0.50, −0.50, 0.00."""
    if value is None or value == "":
        return "–"
    try:
        rounded = _hundredths(value)
    except (InvalidOperation, ValueError):
        return str(value)
    sign = "+" if rounded > 0 else _MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):.2f}"


@register.filter
def digits(value: object) -> str:
    """Arabic digits as Thai ones."""
    return str(value).translate(_THAI_DIGITS)


@register.filter
def in_language(text: Text | str | None) -> str:
    """A text of the core in the reader's language."""
    if isinstance(text, Text):
        return text.in_language(reader_language())
    return text or ""


@register.filter
def or_dash(value: object) -> object:
    """The value, else a dash that a table shown as cards leaves out with its line."""
    return value or SafeString('<span class="ps-none">–</span>')


@register.filter(is_safe=True)
def thai(text: object) -> SafeString:
    """Official words and figures with their units kept on one line."""
    return SafeString(glue(escape(text)))


def _hundredths(value: Figure) -> Decimal:
    if isinstance(value, Fraction):
        # Exact: a fraction may have no end in decimals, and rounds once.
        return half_up(value) if value >= 0 else -half_up(-value)
    return Decimal(str(value)).quantize(_HUNDREDTH, ROUND_HALF_UP)


# ---------------------------------------------------------------- drawings


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small sign beside a word, hidden from screen readers."""
    return SafeString(
        '<svg class="ps-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
        f"{_symbols()[name]}</svg>"
    )


@register.simple_tag
def logo() -> SafeString:
    """The mark: two panes of glass; where they meet, one sees through."""
    return SafeString(
        '<svg class="ps-logo" width="34" height="34" viewBox="0 0 34 34" aria-hidden="true" '
        f'focusable="false">{_symbols()["mark"]}</svg>'
    )


@register.simple_tag
def empty_picture() -> SafeString:
    """The picture of an empty page: the two panes with a chart to come."""
    return SafeString(
        '<svg class="art" viewBox="0 0 220 120" aria-hidden="true" focusable="false">'
        f"{_symbols()['empty']}</svg>"
    )


for drawing in (
    drawings.bar,
    drawings.columns,
    drawings.dots,
    drawings.line_chart,
    drawings.mini,
    drawings.progress,
    drawings.spark,
    drawings.stacked,
):
    register.simple_tag(drawing)


@register.simple_tag
def scored(value: Figure, text: object = None, target: Figure = drawings.TARGET) -> SafeString:
    """A figure and its bar; red under the target."""
    height, goal = drawings.number(value), drawings.number(target)
    low = " is-low" if height is not None and goal is not None and height < goal else ""
    printed = escape(score(value) if text in (None, "") else text)
    return SafeString(
        f'<span class="ps-scored{low}"><span class="num">{printed}</span>'
        f"{drawings.bar(value, target=target)}</span>"
    )


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    return dict(_SYMBOL.findall(_ICONS.read_text(encoding="utf-8")))


# ---------------------------------------------------------------- parts with many inputs


@register.inclusion_tag("ui/row_item.html")
def row_item(
    url: str, code: str, title: str, text: str, kind: str, tag: str = "", aside: str = ""
) -> dict[str, str]:
    """One line of a list: its code, title and words, and at its end a tag and a word."""
    return {
        "url": url, "code": code, "title": title, "text": text,
        "kind": kind, "tag": tag, "aside": aside,
    }  # fmt: skip


@register.inclusion_tag("ui/tile.html")
def tile(  # noqa: PLR0913, PLR0917 - what a tile says, in the order it is read
    heading: str,
    figure: object,
    unit: str = "",
    note: str = "",
    url: str = "",
    link: str = "",
    side: str = "",
    below: str = "",
    kind: str = "",
) -> dict[str, object]:
    """A figure with its unit and note; a drawing beside or below it."""
    return {
        "heading": heading, "figure": figure, "unit": unit, "note": note, "url": url,
        "link": link, "side": side, "below": below, "kind": kind,
    }  # fmt: skip


@register.inclusion_tag("ui/empty.html")
def nothing_yet(
    title: str,
    text: str,
    url: str = "",
    link: str = "",
    second_url: str = "",
    second_link: str = "",
    third_url: str = "",
    third_link: str = "",
) -> dict[str, str]:
    """An empty page: what is missing, and how to go on."""
    return {
        "title": title, "text": text, "url": url, "link": link, "second_url": second_url,
        "second_link": second_link, "third_url": third_url, "third_link": third_link,
    }  # fmt: skip


# ---------------------------------------------------------------- states


@register.filter
def baht(amount: Decimal) -> str:
    """An amount of baht with its thousands and both places of satang."""
    return f"{amount:,.2f}"


register.filter("due_tag", tags.due_tag)


@register.filter
def tag_colour(kind: str) -> str:
    return _TAGS[kind][0]


@register.filter
def tag_icon(kind: str) -> str:
    return _TAGS[kind][1]


@register.filter
def step_kind(state: str) -> str:
    return _STEPS[state]


@register.filter
def step_words(state: str) -> str:
    return {
        "done": gettext("เสร็จ"),
        "now": gettext("ทำต่อ"),
        "later": gettext("ยังไม่ถึง"),
    }[state]


@register.filter
def step_icon(state: str) -> str:
    return _CHAIN_ICONS[state]


@register.filter
def severity_kind(severity: Any) -> str:
    """The tag of a finding's severity."""
    return _SEVERITIES[str(severity)]


@register.filter
def severity_words(severity: Any) -> str:
    return {
        "error": gettext("ต้องแก้"),
        "warning": gettext("ควรดู"),
        "note": gettext("ข้อสังเกต"),
    }[str(severity)]


# ---------------------------------------------------------------- form fields

register.filter("control", fields.control)
register.filter("described", fields.described)
register.filter("first_id", fields.first_id)
register.filter("is_group", fields.is_group)
register.filter("is_tick", fields.is_tick)
