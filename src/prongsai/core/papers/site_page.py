"""The memo by which the executive agrees to what the public site is to show, word for word."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from prongsai.core.disclosure.gate import Gate
from prongsai.core.papers.approving import UNSIGNED, Signing
from prongsai.core.papers.document import Document
from prongsai.core.papers.memos import MemoText, general_memo
from prongsai.core.papers.office import Office
from prongsai.core.registers.public import PublicRows

KIND = "site-page"
_MOST_ROWS = 30  # of a table that the memo prints; all are in the version that it is about


class ItemLine(Struct, frozen=True):
    """One item of the ITA page; `shown` what the page shows for it, `is_own` data of the site."""

    code: str
    name: str
    shown: tuple[str, ...]
    is_own: bool = False


def ita_memo(
    office: Office,
    year: int,
    items: tuple[ItemLine, ...],
    facts: tuple[tuple[str, str], ...] = (),
    signing: Signing = UNSIGNED,
    *,
    known: Iterable[str] = (),
    at_once: bool = False,
) -> Document:
    """The memo on the ITA page of a year: every item with its evidence.

    Shape:  `facts` are what the page says beside them, each with its name; `known` the lines of
            `known_lines`; `at_once` asks to publish it as soon as it is approved.
    """
    done = sum(bool(item.shown or item.is_own) for item in items)
    text = MemoText(
        subject=office("site_page.ita_subject", plan_year=year),
        background=(
            office("site_page.ita_background", plan_year=year, count=len(items), done=done),
        ),
        facts=(
            *(_line(office, item) for item in items),
            *(office("site_page.fact", name=name, words=words) for name, words in facts),
            *known,
        ),
        proposals=(_proposal(office, at_once=at_once),),
        closing=office("site_page.closing"),
    )
    return general_memo(office, text, signing, kind=KIND)


def text_memo(
    office: Office,
    title: str,
    lines: tuple[str, ...],
    until: str,
    signing: Signing = UNSIGNED,
    *,
    at_once: bool = False,
) -> Document:
    """The memo on a page in the officer's own words; `until` is its last day, "" for none."""
    proposal = _proposal(office, at_once=at_once)
    if until:
        proposal = f"{proposal} {office('site_page.until', day=until)}"
    text = MemoText(
        subject=office("site_page.text_subject", title=title),
        background=(office("site_page.text_background"),),
        facts=lines,
        proposals=(proposal,),
        closing=office("site_page.closing"),
    )
    return general_memo(office, text, signing, kind=KIND)


def _proposal(office: Office, *, at_once: bool) -> str:
    return office("site_page.proposal_at_once" if at_once else "site_page.proposal")


def known_lines(office: Office, known: Gate, former: str = "") -> Iterator[str]:
    """What a memo says of what is known against publishing, as the page of the decision does.

    Shape:  `former` is the reason for which the edition before was published in spite of such
            things, "" for none.
    """
    if known.red:
        yield office("site_page.known_red", count=len(known.red))
    for concern in known.concerns:
        key = "site_page.known_item" if concern.is_red else "site_page.known_too"
        item = concern.code or office("site_page.known_whole")
        yield office(key, item=item, words=concern.message.th)
    if known.waiting:
        yield office("site_page.known_waiting", count=known.waiting)
    if known.red and former:
        yield office("site_page.known_reason", reason=former)


def table_lines(office: Office, title: str, shown: PublicRows) -> Iterator[str]:
    """What a memo says of a register's table: its columns, its sums, and its first rows."""
    columns = ", ".join(column.title.th for column in shown.columns)
    yield office("site_page.table", title=title, count=f"{len(shown.rows):,}", columns=columns)
    for column, total in zip(shown.columns, shown.sums(), strict=True):
        if total:
            text = column.kind.display(total).th
            yield office("site_page.table_sum", column=column.title.th, total=text)
    for number, row in enumerate(shown.rows[:_MOST_ROWS], start=1):
        cells = zip(shown.columns, row, strict=True)
        text = " · ".join(column.kind.display(cell).th for column, cell in cells if cell)
        yield office("site_page.table_row", number=number, row=text)
    if len(shown.rows) > _MOST_ROWS:
        yield office("site_page.table_more", count=f"{len(shown.rows) - _MOST_ROWS:,}")


def _line(office: Office, item: ItemLine) -> str:
    own = (office("site_page.item_own"),) if item.is_own else ()
    shown = "; ".join((*own, *item.shown)) or office("site_page.item_none")
    return office("site_page.item", code=item.code, name=item.name, shown=shown)
