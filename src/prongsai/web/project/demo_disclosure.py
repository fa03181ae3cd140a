"""The demo's web site half-way: evidence of every kind, good and bad, and items not begun."""

from __future__ import annotations

from datetime import date
from typing import Any

from prongsai.core.disclosure.model import Presence, State
from prongsai.web.disclosure.disclosure.items import YearItem, YearItems, items_of
from prongsai.web.disclosure.disclosure.services.checking import Look, check
from prongsai.web.disclosure.disclosure.services.pieces import Words, add
from prongsai.web.disclosure.disclosure.services.working import Entry, save_many, save_work
from prongsai.web.platform.upload_validation import checked
from prongsai.web.project import demo_photos
from prongsai.web.project.demo_stage import YEAR, Stage, on
from prongsai.web.project.demo_web import address_of

# Done, looked through and found complete.
_READY = (
    "o1", "o2", "o3", "o5", "o6", "o7", "o8", "o9", "o14", "o15", "o19", "o20", "o23", "o25",
    "o29", "o30", "o34", "o35", "o39",
)  # fmt: skip
# One page of the site serves both.
_TOGETHER = ("o27", "o28")
# Evidence is there, nobody has looked through it.
_UNCHECKED = ("o11", "o22", "o24", "o31")
# Nobody knows what the year asks of these.
_UNKNOWN = ("o10", "o33")
_MISSING = "o13"
_LATE = "o21"
_FILE = "o16"
_OLD_PLAN = "o4"
_STANDS_IN = "o40"
_LATE_DAY, _DUE_DAY = date(2023, 3, 15), date(2023, 4, 10)


def begin(stage: Stage) -> None:
    """1 February: the days, and what the units have put on the site so far."""
    items = items_of(stage.agency, YEAR)
    with on(date(2023, 2, 1), 16):
        _days(stage, items)
        for code in _READY:
            _linked(stage, items, (code,))
        _linked(stage, items, _TOGETHER)


def go_on(stage: Stage) -> None:
    """17 March: more of it, and somebody looks through what is there."""
    items = items_of(stage.agency, YEAR)
    with on(date(2023, 3, 17), 15, 40):
        for code in (*_UNCHECKED, *_UNKNOWN, _MISSING):
            _linked(stage, items, (code,))
        _special(stage, items)
    with on(date(2023, 3, 17), 15, 50):
        for code in (*_READY, *_TOGETHER):
            _looked(stage, _item(items, code))
        _looked(stage, _item(items, _MISSING), absent=True)
        for code in (*_READY, *_TOGETHER, *_UNKNOWN, _MISSING):
            _told_done(stage, _item(items, code))


def _item(items: YearItems, code: str) -> YearItem:
    found = items.item(code)
    if found is None:
        raise LookupError(code)
    return found


def _days(stage: Stage, items: YearItems) -> None:
    """Every item is due in April, one was due before the story's day."""
    by = stage.officer
    rest = [item for item in items.items if item.code != _LATE]
    save_many(stage.agency, by=by, year=YEAR, items=rest, changes={"due": _DUE_DAY})
    late = [_item(items, _LATE)]
    save_many(stage.agency, by=by, year=YEAR, items=late, changes={"due": _LATE_DAY})


def _linked(stage: Stage, items: YearItems, codes: tuple[str, ...], **said: Any) -> None:
    chosen = [_item(items, code) for code in codes]
    title = f"{chosen[0].name.th} (ตัวอย่าง)"
    add(
        stage.agency, by=stage.officer, year=YEAR, items=chosen, address=address_of(codes[0]),
        words=Words(**{"title": title, **said}),
    )  # fmt: skip


def _special(stage: Stage, items: YearItems) -> None:
    """A plan whose term is over, a pledge that stands in, a file that is not on the site yet."""
    _linked(
        stage, items, (_OLD_PLAN,), title="แผนพัฒนาท้องถิ่น พ.ศ. 2561–2565 (ตัวอย่าง)",
        valid_from=date(2017, 10, 1), valid_until=date(2022, 9, 30),
    )  # fmt: skip
    _linked(
        stage, items, (_STANDS_IN,), title="ประกาศเจตจำนงสุจริต พ.ศ. 2560 (ตัวอย่าง)",
        stands_in_until=date(2023, 4, 15), stands_in_why="ใช้จนกว่านายกเทศมนตรีจะแถลงนโยบาย",
    )  # fmt: skip
    photo = demo_photos.drawing(demo_photos.BOARD, "สถิติการให้บริการ (ตัวอย่าง)")
    add(
        stage.agency, by=stage.officer, year=YEAR, items=[_item(items, _FILE)],
        words=Words("ป้ายสถิติการให้บริการ (ตัวอย่าง)"), file=checked("สถิติ.jpg", photo),
    )  # fmt: skip


def _looked(stage: Stage, item: YearItem, *, absent: bool = False) -> None:
    looks = {one.key: Look(Presence.PRESENT, "หน้าเว็บของข้อนี้") for one in item.requirements or ()}
    if absent:
        looks[next(iter(looks))] = Look(Presence.ABSENT)
    check(stage.agency, by=stage.officer, year=YEAR, item=item, looks=looks)


def _told_done(stage: Stage, item: YearItem) -> None:
    entry = Entry(State.DONE, f"เมนู ITA 2566 หัวข้อ {item.code} {item.name.th}", "", _DUE_DAY)
    save_work(stage.agency, by=stage.officer, year=YEAR, item=item, entry=entry, seen=2)
