"""Parts that repeat: facts, steps, rows, findings, trees, ways through a list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace

from django.core.paginator import Paginator

from prongsai.core.errors import Finding, Place, Severity
from prongsai.core.text import Text
from prongsai.web.platform.kit.parts import (
    EMPTY,
    LONG,
    LONG_NAME,
    LONG_TAG,
    MANY,
    SHORT_NAME,
    USUAL,
    Part,
    included,
    rows_of,
    tagged,
)
from prongsai.web.platform.tags import Fact, Picture

# One grey point: the kit needs no file of a photo.
_NO_PICTURE = "data:image/gif;base64,R0lGODlhAQABAIAAAMzMzAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="
_STEP_STATES = ("done", "now", "later", "later", "later")
_CHAIN_STATES = ("done", "back", "disputed", "now", "later")


def parts() -> Iterator[Part]:
    """What a page counts out: from none to more than it shows at once."""
    yield included(
        "facts", "rows", rows_of("rows", lambda words: Fact(words, words, "#")), "section"
    )
    seen = partial(Picture, "#", _NO_PICTURE)
    yield included("pictures", "pictures", rows_of("pictures", seen), "section")
    yield from _steps()
    view = partial(SimpleNamespace, url="#")
    entries = rows_of("entries", lambda words: view(label=words, is_here=words == SHORT_NAME))
    labelled = {state: given | {"label": f"มุมมอง{state}"} for state, given in entries.items()}
    yield included("switch", "label entries", labelled)
    here = partial(SimpleNamespace, url="#", count=3)
    rooms = rows_of("pages", lambda words: here(label=words, is_here=words == SHORT_NAME))
    frames = {state: {"frame": given} for state, given in rooms.items()}
    yield included("frame/room", "frame", frames, "section")
    counts = {EMPTY: (5, 1), USUAL: (60, 2), MANY: (20_000, 1000), LONG: (99_999_999, 4_999_999)}
    pages = {state: _page(*count) for state, count in counts.items()}
    yield included("pages", "page_obj query", pages, "section")
    yield _row()
    yield included(
        "finding",
        "finding",
        {USUAL: {"finding": _finding(SHORT_NAME)}, LONG: {"finding": _finding(LONG_NAME)}},
        "ul.ps-proof",
    )
    yield included("findings", "findings", rows_of("findings", _finding), "section.ps-card--flush")
    yield included("tree", "nodes", rows_of("nodes", _node), "div.ps-tree")


def _steps() -> Iterator[Part]:
    step = partial(SimpleNamespace, text="ราว 5 นาที", url="#")
    states = rows_of("steps", lambda words: step(title=words, state="now"))
    states[MANY] = {"steps": [step(title=SHORT_NAME, state=name) for name in _STEP_STATES]}
    yield included("steps", "steps", states, "section")
    names = ["หน่วยงาน", "ส่วนราชการ", "คนและตำแหน่ง", "ผลคะแนนปีก่อน", "พร้อมใช้"]
    yield included(
        "wizard",
        "steps now",
        {
            EMPTY: {"steps": []},
            USUAL: {"steps": names[:3], "now": 2},
            LONG: {"steps": [LONG_NAME, LONG_NAME], "now": 1},
            MANY: {"steps": names, "now": 5},
        },
        "section",
    )
    link = partial(SimpleNamespace, when="13 มี.ค. 2566")
    states = rows_of("steps", lambda words: link(who=words, said=words, state="done"))
    chain = [link(who="ปลัดเทศบาล", said="", state=name) for name in _CHAIN_STATES]
    yield included("chain", "steps", states | {MANY: {"steps": chain}})


def _page(rows: int, number: int) -> dict[str, object]:
    return {"page_obj": Paginator(range(rows), 20).page(number), "query": "q=o12"}


def _row() -> Part:
    usual = {"url": "#", "code": "o13", "title": SHORT_NAME, "text": "สำนักปลัด"}
    tagged_late = {"kind": "late", "tag": "เลย 5 วัน"}
    long = dict.fromkeys(("title", "text", "aside"), LONG_NAME) | {"tag": LONG_TAG}
    return tagged(
        "row_item",
        "url code title text kind tag aside",
        {
            EMPTY: {"url": "#", "title": SHORT_NAME},
            USUAL: usual | tagged_late | {"aside": "เสี่ยง 0.50 คะแนน"},
            LONG: usual | tagged_late | long,
        },
        "ul.ps-rows",
    )


def _finding(words: str) -> Finding:
    return Finding(
        "kit",
        Severity.ERROR,
        Text(words, words),
        (Place(sheet="EIT", row=12, column=4, quote=words),),
        Text(words, words),
    )


def _node(words: str, *children: SimpleNamespace) -> SimpleNamespace:
    leaf = SimpleNamespace(title=words, value=75.25, code="e6", is_low=True)
    return SimpleNamespace(
        title=words,
        value=78.86,
        how="เฉลี่ย 3 ตัวชี้วัด",
        is_low=True,
        is_open=True,
        kind="warn",
        tag="ต่ำกว่า 85",
        children=children or (leaf,),
    )
