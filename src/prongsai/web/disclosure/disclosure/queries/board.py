"""The board of a year: every item, what is worth most first, by part or by unit."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.disclosure.model import ItemState
from prongsai.core.disclosure.readiness import Forecast, Gap, forecast
from prongsai.core.papers.status import Status, StatusLine, StatusPart
from prongsai.core.text import Text
from prongsai.core.thai import shorten
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.items import YearItems
from prongsai.web.disclosure.disclosure.models import StatusSnapshot
from prongsai.web.disclosure.disclosure.queries.reading import forecast_of_year
from prongsai.web.disclosure.disclosure.queries.works import Work, works_of
from prongsai.web.disclosure.disclosure.rights import Worker, may_hand_in, worker_of
from prongsai.web.platform.address import site_address
from prongsai.web.platform.language import in_language
from prongsai.web.platform.request_cache import cached_for_request, while_unchanged
from prongsai.web.platform.tags import Tag, due_tag
from prongsai.web.platform.thai_order import folded
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.ownership.owners import Owners, Standing

MOST_URGENT = 4
_NEAR = 7  # days
_LONGEST_WARNING = 36  # two lines of a phone, with state and unit
BY_PART, BY_UNIT = "part", "unit"
READY, OPEN, LATE = "ready", "open", "late"


class BoardFilter(Struct, frozen=True):
    """What the board is narrowed to, "" for everything; `group` says how it is parted.

    Shape:  `state` is a state of the work, or READY, OPEN, LATE.
    """

    state: str = ""
    unit: str = ""
    words: str = ""
    group: str = BY_PART
    mine: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return bool(self.state or self.unit or self.words or self.mine)


class ItemCard(Struct, frozen=True):
    """One item on the board; `tag` says the worst of it."""

    work: Work
    owners: Owners
    may_work: bool
    tag: Tag
    due: Tag | None
    days: int | None

    @property
    def is_late(self) -> bool:
        """Whether its day is past and it is not finished."""
        return self.days is not None and self.days < 0 and not self.work.state.is_finished

    @property
    def is_ready(self) -> bool:
        """Whether nothing is open."""
        return self.work.readiness.is_ready

    @property
    def cache_key(self) -> tuple[str, ...]:
        """All that its piece of the page tells: the piece is kept under it."""
        item, main = self.work.item, self.owners.main
        return (
            get_language() or "", item.code, in_language(item.name), str(item.points),
            *(self.tag.kind, self.tag.text), *((self.due.kind, self.due.text) if self.due else ()),
            f"{self.may_work}", main.words if main else "", self.warning,
        )  # fmt: skip

    @property
    def warning(self) -> str:
        """What will be open soon of an item that is ready; "" for nothing."""
        first = self.work.readiness.first
        if first is None or not self.is_ready:
            return ""
        return shorten(in_language(first.message), _LONGEST_WARNING)


def board(person: Actor, year: int, on: date, asked: BoardFilter) -> dict[str, Any]:
    """The board of a year: a fixed number of queries, however many items.

    Shape:  `urgent` are the cards to see to first, late ones before those that are worth most;
            `left` counts those that are not ready; `of_former_year` where the items are those of
            the year before.
    """
    whole = whole_board(person, year, on)
    items, cards = whole["items"], whole["all"]
    shown = [card for card in cards if _is_asked(card, asked)]
    parted = _by_unit(shown, cards) if asked.group == BY_UNIT else _by_part(shown, cards, items)
    parts = tuple(parted)
    return {
        **whole,
        "asked": asked,
        "parts": parts,
        "cards": [card for part in parts for card in part["cards"]],
        "shown": len(shown),
    }


def whole_board(person: Actor, year: int, on: date) -> dict[str, Any]:
    """The board before anything is left out or parted."""
    return _whole(person, year, on, site_address())


@cached_for_request  # while other requests write, `while_unchanged` keeps nothing
@while_unchanged
def _whole(person: Actor, year: int, on: date, _address: str) -> dict[str, Any]:
    """The whole board; `_address`, the site's, tells kept ones apart, for no table holds it."""
    items, works = works_of(person.agency, year, on)
    standing = Standing(person.agency, year, on)
    worker = worker_of(person, on)
    cards = tuple(_card(work, standing.owners_of(work.item.subject), worker, on) for work in works)
    is_ready = {card.work.item.code: card.is_ready for card in cards}
    expected = Forecast(sum(is_ready.values()), len(cards), None, None, tuple(is_ready))
    if items.framework is not None:
        expected = forecast(items.framework, is_ready)
    open_cards = [card for card in cards if not card.is_ready]
    return {
        "year": year,
        "items": items,
        "all": cards,
        "of_former_year": items.of_year != items.year,
        # Late first, then what is worth most: people should do that first.
        "urgent": sorted(
            open_cards, key=lambda card: (not card.is_late, -(card.work.item.points or 0))
        )[:MOST_URGENT],
        "forecast": expected,
        "left": expected.count - expected.ready,
        "reading": forecast_of_year(card.work for card in cards),
        "late": sum(card.is_late for card in cards),
        "units": sorted({owner.unit for card in cards for owner in card.owners.all if owner.unit}),
        "may_hand_in": may_hand_in(person),
    }


def ready_count(agency: Agency, year: int, on: date) -> tuple[int, int]:
    """How many items of a year are ready, and how many there are."""
    _items, works = works_of(agency, year, on)
    return sum(1 for work in works if work.readiness.is_ready), len(works)


def _card(work: Work, owners: Owners, worker: Worker, on: date) -> ItemCard:
    days = (work.due - on).days if work.due else None
    # Every item has a day; only one that is near, or past, is worth a word.
    is_near = days is not None and days <= _NEAR and not work.state.is_finished
    due = due_tag(days) if is_near and days is not None else None
    return ItemCard(work, owners, worker.may(owners), tag_of(work), due, days)


def tag_of(work: Work) -> Tag:
    """An item's standing in a word: the worst that is open, else that it is ready."""
    if work.readiness.is_ready:
        is_sent = work.state is ItemState.HANDED_IN
        return Tag("ok", _("ส่งแล้ว") if is_sent else _("พร้อม"))
    if work.readiness.is_unknown:
        return Tag("unsure", _("บอกไม่ได้"))
    if not work.pieces:
        if work.state is ItemState.NOT_STARTED:
            return Tag("todo", _("ยังไม่เริ่ม"))
        return Tag("miss" if work.state.is_finished else "todo", _("ยังไม่มีหลักฐาน"))
    first = next(
        lack.gap
        for lack in work.readiness.lacks
        if not lack.is_warning and lack.gap is not Gap.UNKNOWN_REQUIREMENTS
    )
    words = {
        Gap.ABSENT: Tag("miss", _("ขาดองค์ประกอบ")),
        Gap.NOT_READ: Tag("miss", _("อ่านแล้วไม่พบ")),
        Gap.OF_FORMER_YEAR: Tag("warn", _("ของปีก่อน")),
        Gap.STAND_IN_ENDED: Tag("late", _("หมดเวลาใช้แทน")),
        Gap.OUT_OF_TERM: Tag("miss", _("ไม่มีผลในปีนี้")),
        Gap.NOT_ON_WEB: Tag("miss", _("ยังไม่ขึ้นเว็บ")),
        Gap.LINK_BROKEN: Tag("miss", _("ลิงก์เปิดไม่ได้")),
        Gap.UNCHECKED: Tag("wait", _("รอตรวจองค์ประกอบ")),
        Gap.EVIDENCE_CHANGED: Tag("wait", _("รอตรวจอีกครั้ง")),
        Gap.NOTHING_FOUND: Tag("wait", _("รอตรวจองค์ประกอบ")),
    }
    return words.get(first, Tag("doing", _("กำลังทำ")))


def _is_asked(card: ItemCard, asked: BoardFilter) -> bool:
    words = folded(asked.words)
    name = folded(f"{card.work.item.code} {card.work.item.name.th} {card.work.item.name.en}")
    units = {owner.unit for owner in card.owners.all}
    return (
        _has_state(card, asked.state)
        and (not asked.unit or asked.unit in units)
        and (not asked.mine or card.may_work)
        and all(word in name for word in words.split())
    )


def _has_state(card: ItemCard, state: str) -> bool:
    if state == READY:
        return card.is_ready
    if state == OPEN:
        return not card.is_ready
    if state == LATE:
        return card.is_late
    return not state or card.work.state.value == state


def _by_part(
    shown: Sequence[ItemCard], cards: Sequence[ItemCard], items: YearItems
) -> Iterator[dict[str, Any]]:
    for code, name in items.parts:
        whole = [card for card in cards if card.work.item.part == code]
        own = tuple(card for card in shown if card.work.item.part == code)
        if own:
            points = {card.work.item.points for card in whole}
            each = points.pop() if len(points) == 1 else None
            yield _part(code, in_language(name), own, whole, each)


def _by_unit(shown: Sequence[ItemCard], cards: Sequence[ItemCard]) -> Iterator[dict[str, Any]]:
    for name in sorted({_unit(card) for card in shown}, key=lambda unit: (not unit, unit)):
        whole = [card for card in cards if _unit(card) == name]
        own = tuple(card for card in shown if _unit(card) == name)
        yield _part("", name or _("ยังไม่มีผู้รับผิดชอบ"), own, whole, None)


def _part(
    code: str,
    name: str,
    own: tuple[ItemCard, ...],
    whole: Sequence[ItemCard],
    each: Fraction | None,
) -> dict[str, Any]:
    """Some cards under one heading, with how many of the whole part are ready.

    Shape:  `each` is what one item of it is worth, None where they differ; a part of which all are
            ready is folded unless somebody looks for something.
    """
    ready = sum(1 for card in whole if card.is_ready)
    return {
        "code": code,
        "name": name,
        "cards": own,
        "ready": ready,
        "count": len(whole),
        "each": each,
        "is_open": ready < len(whole) or len(own) < len(whole),
    }


def _unit(card: ItemCard) -> str:
    """The unit of the main owner, else the person."""
    main = card.owners.main
    return (main.unit or main.person) if main else ""


_ELSEWHERE = "ข้ออื่น"


def _is_named(title: str, documents: str) -> bool:
    """Whether a title stands whole in what was typed of documents."""
    return re.search(rf"(?<!\S){re.escape(title)}(?!\S)", documents) is not None


def status_page(agency: Agency, year: int, on: date) -> dict[str, Any]:
    """Today's table, those that were frozen, and what changed since the last of them."""
    status = status_of(agency, year, on)
    rows = StatusSnapshot.objects.filter(agency=agency, fiscal_year=year)
    frozen = tuple(rows.select_related("job", "pdf", "docx", "xlsx"))
    changes = tuple(changes_of(frozen[0].status, status)) if frozen else ()
    return {"status": status, "frozen": frozen, "changes": changes}


def status_of(agency: Agency, year: int, on: date, codes: Collection[str] = ()) -> Status:
    """Items of a year with their state, evidence, owners and remark; all where no codes are."""
    items, works = works_of(agency, year, on)
    standing = Standing(agency, year, on)
    lines: dict[str, list[StatusLine]] = {}
    for work in works:
        if codes and work.item.code not in codes:
            continue
        owners = standing.owners_of(work.item.subject)
        lines.setdefault(work.item.indicator, []).append(
            _line(work, tuple(owner.unit or owner.words for owner in owners.all))
        )
    catalogue = catalogue_of(agency)
    known = items.of_year in catalogue.years()
    tree = catalogue.get(items.of_year, draft=True).tree if known else {}
    names = {
        code: f"ตัวชี้วัดที่ {code} {tree[code].name.th}" if code in tree else _ELSEWHERE
        for code in lines
    }
    parts = tuple(StatusPart(names[code], tuple(own)) for code, own in lines.items())
    return Status(year, on, parts)


def changes_of(before: Status, after: Status) -> Iterator[tuple[str, str, Text, Text]]:
    """The items whose state differs between two days: code, name, state before and after."""
    was = {line.code: line.state for line in before.lines}
    for line in after.lines:
        former = was.get(line.code)
        if former is not None and former is not line.state:
            yield line.code, line.name, former.label, line.state.label


def _line(work: Work, owners: tuple[str, ...]) -> StatusLine:
    documents, remark = (work.row.documents, work.row.remark) if work.row else ("", "")
    titles = [piece.title for piece in work.pieces if not _is_named(piece.title, documents)]
    lines = tuple(filter(None, (*documents.splitlines(), *titles)))
    return StatusLine(work.item.code, work.item.name.th, work.state, lines, owners, remark)
